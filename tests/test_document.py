from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from hpplan.plan.document import Document, parse, read_text
from plans import placed

if TYPE_CHECKING:
    from pathlib import Path

    from golden import Golden
    from hpplan.problem import Problem

BOTH = pytest.mark.parametrize("pure", [False, True], ids=["libyaml", "pure"])


def document(text: str, *, pure: bool = False) -> Document:
    """A text that must be readable."""
    found, problems = parse(text, "plan.yaml", pure=pure)
    assert not problems
    assert found is not None
    return found


def faults(text: str, *, pure: bool = False) -> list[str]:
    """The problems of a text that must not be readable, as printed."""
    found, problems = parse(text, "plan.yaml", pure=pure)
    assert found is None
    return [str(problem) for problem in problems]


def places(problems: list[Problem]) -> list[tuple[str, int, int]]:
    """Codes and positions alone."""
    return [(each.code, each.position.line, each.position.column) for each in problems]


# Where things stand

TEXT = """\
title: 行动计划
units:
  - {id: fangguan, name: 区房管局}
  - id: "lvhua"   # 注释
    name: 区绿化
chapters:
- clauses:
  - text: 'a''b'
    note: |
      一
    说明: >-
      二
      三
empty:
"""

MARKS: list[tuple[tuple[str | int, ...], bool, tuple[int, int]]] = [
    ((), False, (1, 1)),
    (("title",), True, (1, 1)),
    (("title",), False, (1, 8)),
    (("units",), False, (3, 3)),
    (("units", 0), False, (3, 5)),
    (("units", 0, "id"), True, (3, 6)),
    (("units", 0, "id"), False, (3, 10)),
    (("units", 0, "name"), True, (3, 20)),
    (("units", 0, "name"), False, (3, 26)),
    (("units", 1), False, (4, 5)),
    (("units", 1, "id"), False, (4, 9)),
    (("units", 1, "name"), False, (5, 11)),
    (("chapters", 0, "clauses", 0, "text"), False, (8, 11)),
    (("chapters", 0, "clauses", 0, "note"), False, (9, 11)),
    (("chapters", 0, "clauses", 0, "说明"), True, (11, 5)),
    (("empty",), True, (14, 1)),
]


@BOTH
@pytest.mark.parametrize(("where", "key", "place"), MARKS)
def test_each_key_and_value_has_its_place(
    where: tuple[str | int, ...], place: tuple[int, int], *, key: bool, pure: bool
) -> None:
    mark = document(TEXT, pure=pure).mark(where, key=key)
    assert (mark.line, mark.column) == place


@pytest.mark.parametrize(
    ("where", "place"),
    [
        (("units", 0, "members"), (3, 5)),
        (("units", 7), (3, 3)),
        (("titel",), (1, 1)),
        (("title", "deeper"), (1, 8)),
    ],
)
def test_what_is_missing_has_the_place_of_what_is_around_it(
    where: tuple[str | int, ...], place: tuple[int, int]
) -> None:
    mark = document(TEXT).mark(where)
    assert (mark.line, mark.column) == place


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
def test_places_do_not_depend_on_the_line_ends(end: str) -> None:
    mark = document(TEXT.replace("\n", end)).mark(("units", 1, "name"))
    assert (mark.line, mark.column) == (5, 11)


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("key: 完成30个", 8),  # stands there as it is: the very character
        ("key: '完成30个'", 6),  # quoted: its beginning
        ('key: "完成30个"', 6),
        ("key: 完成30个 # 注", 8),
        ("key: 完成\n  30个", 6),
        ("key: |\n  完成30个", 6),
    ],
)
def test_a_problem_points_into_a_value_that_stands_as_it_is(text: str, column: int) -> None:
    problem = document(text).problem("HP215", "x", ("key",), offset=2, width=2)
    assert (problem.position.line, problem.position.column) == (1, column)
    assert problem.excerpt == text.partition("\n")[0]


def test_the_excerpt_of_a_problem_is_its_line() -> None:
    problem = document(TEXT).problem("HP204", "x", ("units", 1, "id"))
    assert str(problem) == "plan.yaml:4:9: HP204 x"
    assert problem.excerpt == '  - id: "lvhua"   # 注释'


# What scalars mean

SCALARS: list[tuple[str, Any]] = [
    ("", None),
    ("~", None),
    ("null", None),
    ("Null", None),
    ("true", True),
    ("False", False),
    ("no", "no"),
    ("on", "on"),
    ("y", "y"),
    ("Off", "Off"),
    ("12:30", "12:30"),
    ("1_000", "1_000"),
    ("1,000", "1,000"),
    ("010", 10),
    ("-3", -3),
    ("+3", 3),
    ("0o17", 15),
    ("0x1F", 31),
    ("0b11", "0b11"),
    ("1.10", Decimal("1.10")),
    (".5", Decimal("0.5")),
    ("1.", Decimal(1)),
    ("1e3", Decimal(1000)),
    ("-2.5E-1", Decimal("-0.25")),
    (".inf", ".inf"),
    (".nan", ".nan"),
    ("+", "+"),
    (".", "."),
    ("1.1d", "1.1d"),
    ("１２", "１２"),
    ("2025-12-31", "2025-12-31"),
    ("2025-12-31 10:00:00", "2025-12-31 10:00:00"),
    ("'12'", "12"),
    ('"true"', "true"),
    ("''", ""),
    ("=", "="),
]


@BOTH
@pytest.mark.parametrize(("text", "value"), SCALARS, ids=repr)
def test_scalars_follow_the_core_schema(text: str, value: object, *, pure: bool) -> None:
    found = document(f"key: {text}", pure=pure).data["key"]
    assert found == value
    assert type(found) is type(value)


@BOTH
def test_keys_are_text(*, pure: bool) -> None:
    text = "1: a\nno: b\n~: c\n2025-12-31: d\n1.10: e\n"
    assert document(text, pure=pure).data == {
        "1": "a",
        "no": "b",
        "~": "c",
        "2025-12-31": "d",
        "1.10": "e",
    }


@pytest.mark.parametrize("number", ["1e99999999999999999999", "-1e-99999999999999999999"])
def test_an_exponent_beyond_all_bounds_does_no_harm(number: str) -> None:
    assert document(f"key: {number}").data["key"] is not None


@BOTH
def test_block_texts(*, pure: bool) -> None:
    assert document(TEXT, pure=pure).data["chapters"][0]["clauses"][0] == {
        "text": "a'b",
        "note": "一\n",
        "说明": "二 三",
    }


# What a plan must not use

FORBIDDEN = [
    ("a: &x 1", ["1:4: HP104"]),
    (
        "a: &x 1\nb: *x",
        [
            "1:4: HP104",
            "2:4: HP104",
        ],
    ),
    ("*x : 1", ["1:1: HP104"]),
    ("a: !x 1", ["1:4: HP104"]),
    ("a: !x [1]", ["1:4: HP104"]),
    ("<<: {a: 1}", ["1:1: HP104"]),
    ("a: 1\n---\nb: 2", ["2:1: HP104"]),
    ("? [a]\n: 1", ["1:3: HP104"]),
    ("{a: 1}: 1", ["1:1: HP104"]),
    ("a: 1\nb: 2\na: 3", ["3:1: HP105"]),
    (
        "a: 1\n'a': 2\n\"a\": 3",
        [
            "2:1: HP105",
            "3:1: HP105",
        ],
    ),
    ("x: {a: 1, b: 2, a: 3}", ["1:17: HP105"]),
    ("a: \x07", ["1:4: HP103"]),
    ("a: 1\nb: 一\x7f", ["2:5: HP103"]),
    ("a: 一\u2028二", ["1:5: HP103"]),
    ("a: 1\r\nb: \x00", ["2:4: HP103"]),
    ("a: 1\rb: \x00", ["2:4: HP103"]),
    ("a: \ufeff", ["1:4: HP103"]),
]


@BOTH
@pytest.mark.parametrize(("text", "expected"), FORBIDDEN, ids=[repr(each[0]) for each in FORBIDDEN])
def test_what_a_plan_must_not_use(
    text: str, expected: list[str], golden: Golden, *, pure: bool
) -> None:
    found = faults(text, pure=pure)
    assert placed(found) == [f"plan.yaml:{each}" for each in expected]
    golden.says(found, f"a plan must not use {text!r}")  # the same of both parsers


def test_a_quoted_merge_key_is_a_key() -> None:
    assert document('"<<": 1').data == {"<<": 1}


@BOTH
def test_fifty_levels_are_deep_enough(golden: Golden, *, pure: bool) -> None:
    assert document("[" * 50 + "]" * 50, pure=pure).data
    found = faults("[" * 52 + "]" * 52, pure=pure)
    assert placed(found) == ["plan.yaml:1:52: HP104"]
    golden.says(found, "nesting")


@BOTH
def test_the_deepest_nesting_is_refused_like_any_other(*, pure: bool) -> None:
    lines = "\n".join(" " * n + "a:" for n in range(2000))
    assert placed(faults(lines, pure=pure)) == ["plan.yaml:51:51: HP104"]
    assert len(faults("[" * 100_000, pure=pure)) == 1


@BOTH
def test_an_alias_is_never_expanded(*, pure: bool) -> None:
    text = "a: &a [x, x]\n" + "".join(
        f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    assert len(faults(text, pure=pure)) == 9 + 16


@pytest.mark.parametrize("escape", ["\\ud800", "\\U00110000", "\\uZZZZ"])
@BOTH
def test_an_escape_of_no_character_is_refused(escape: str, *, pure: bool) -> None:
    found = faults(f'a: 1\nb: "{escape}"', pure=pure)
    assert len(found) == 1
    assert found[0].startswith("plan.yaml:2:")
    assert ": HP103 " in found[0]


@BOTH
@pytest.mark.parametrize("text", ["? ", "a: b\n? ", "a: b\n?", "-", "a:", "a: 1\nb:\n"])
def test_a_value_that_is_missing_at_the_files_end(text: str, *, pure: bool) -> None:
    assert document(text, pure=pure).data is not None


@pytest.mark.parametrize("text", ["", "\n", "# 计划\n", "---\n", "--- \n...\n", "~"])
@BOTH
def test_an_empty_document(text: str, *, pure: bool) -> None:
    assert document(text, pure=pure).data is None


@pytest.mark.parametrize(
    "text", ["title：计划\nend: 1\n", "a: 1\ntitle：计划\nend: 1\n", "a: b: c\n"]
)
def test_a_full_width_colon_is_found(text: str, golden: Golden) -> None:
    found, problems = parse(text, "plan.yaml")
    assert found is None
    assert [problem.code for problem in problems] == ["HP103"]
    golden.says(problems[0].hint)


# libyaml and the pure parser

ALIKE = [
    TEXT,
    "{a: [1, {b: ~}], c: 'd'}\n",
    "- - a\n  - b\n-\n  c: d\n",
    "a: 'x\n\n  y'\nb: \"x\\\n  y\\n\"\n",
    "a: |+\n  x\n\n\nb: >2\n    y\n  z\n",
    "%YAML 1.2\n---\na: b\n...\n",
    "a: b: c\n",
    "a: [1, 2\nb: 3\n",
    "a: 'x\n",
    "a: @x\n",
    "\ta: b\n",
    "a: b\n c: d\n  - e\n",
    "a：b\nc: d\n",
    "a: b\n...\nc: d\n",
    *(text for text, _expected in FORBIDDEN),
]


@pytest.mark.skipif(not yaml.__with_libyaml__, reason="there is no libyaml")
@pytest.mark.parametrize("text", ALIKE, ids=repr)
def test_libyaml_and_the_pure_parser_agree(text: str) -> None:
    fast, found = parse(text, "plan.yaml")
    slow, expected = parse(text, "plan.yaml", pure=True)
    assert places(found) == places(expected)
    assert (fast is None) == (slow is None)
    if fast and slow:
        assert fast.data == slow.data
        assert fast.mark(()) == slow.mark(())


# Any plain value

TEXTS = st.text(
    st.characters(
        exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff\u2028\u2029\ufffe\uffff"
    )
)
VALUES = st.recursive(
    TEXTS | st.integers(-(10**15), 10**15) | st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


def quoted(value: object, *, flow: bool) -> str:
    """A value as YAML: every text in quotes, everything else as it is."""

    class Quoting(yaml.SafeDumper):
        def ignore_aliases(self, _data: object) -> bool:
            return True

    def text(dumper: yaml.SafeDumper, data: str) -> yaml.Node:
        return dumper.represent_scalar("tag:yaml.org,2002:str", data, style='"')

    Quoting.add_representer(str, text)
    return str(
        yaml.dump(value, Dumper=Quoting, allow_unicode=True, default_flow_style=flow, width=40)
    )


@settings(deadline=None, max_examples=150)
@given(VALUES, st.booleans())
def test_any_plain_value_reads_back_equal(value: object, flow: bool) -> None:  # noqa: FBT001
    assert document(quoted(value, flow=flow)).data == value


@settings(deadline=None, max_examples=150)
@given(st.text(st.sampled_from("ab:-?,[]{}'\"#&*!|>%@`\\\n\t ：0一\x00\x85"), max_size=40))
def test_no_text_is_too_much(text: str) -> None:
    for pure in (False, True):
        found, problems = parse(text, "plan.yaml", pure=pure)
        assert (found is None) == bool(problems)
        for problem in problems:
            assert problem.position.line >= 1
            assert problem.position.column >= 1


# Files


def test_a_byte_order_mark_is_read_over(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_bytes("\ufeff标题: 一".encode())
    assert read_text(path, "plan.yaml") == ("标题: 一", [])


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"\xff", "1:1"),
        ("一: 1\n二".encode() + b"\xff", "2:2"),
        ("一: 1\r\n二".encode() + b"\xff", "2:2"),
        ("一: 1\r二".encode() + b"\xff", "2:2"),
        (b"\xef\xbb\xbf" + "一".encode() + b"\xff", "1:2"),
        ("标题".encode("gb18030"), "1:1"),
    ],
)
def test_a_file_that_is_not_utf8(tmp_path: Path, data: bytes, place: str, golden: Golden) -> None:
    path = tmp_path / "plan.yaml"
    path.write_bytes(data)
    text, problems = read_text(path, "plan.yaml")
    assert text is None
    assert placed(problems) == [f"plan.yaml:{place}: HP102"]
    golden.says([str(problem).partition(" ")[2] for problem in problems], "not UTF-8")


def test_a_file_that_is_not_there(tmp_path: Path, golden: Golden) -> None:
    text, problems = read_text(tmp_path / "plan.yaml", "plan.yaml")
    assert text is None
    golden.says(map(str, problems))


def test_a_folder_is_no_file(tmp_path: Path, golden: Golden) -> None:
    text, problems = read_text(tmp_path, "plan.yaml")
    assert text is None
    golden.says(map(str, problems))
