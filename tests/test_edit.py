"""plan.yaml with one thing added: what was there stays byte by byte, and is read back as meant."""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from hpplan.plan.document import parse
from hpplan.plan.edit import EditError, lengthened, with_figure, with_revision
from hpplan.plan.load import plan_from

if TYPE_CHECKING:
    from golden import Golden
    from hpplan.plan.edit import Value
    from hpplan.plan.model import Plan

HEAD = """\
# 一份计划
format: 1
title: "计划"   # 标题
issued: 2025-01-01
start: 2025-01-01
end: 2026-12-31
units:
  - {id: a, name: 甲局}
chapters:
  - id: "1"
    title: 章
    clauses:
      - id: "1.1"
        title: 条
        leads: [a]
        text: 加梯30个。绿道□5.1公里。
        targets:
"""

WHERE = ("chapters", 0, "clauses", 0, "targets", 0)
DUE: dict[str, Value] = {
    "on": date(2025, 11, 3),
    "due": date(2027, 6, 30),
    "why": "管线改造未完",
    "by": "联席会议",
}

OTHER = "          - {id: 1.1b, name: 绿道, quote: 绿道□5.1公里, kind: amount, uom: 公里, \
illegible: {at_least: □5.1}}\n"

BLOCK = """\
          - id: 1.1a   # 加梯
            name: '加梯'
            quote: 加梯30个
            kind: count
            at_least: 30
            # 单位
            uom: 个
"""
FLOW = "          - {id: 1.1a, name: 加梯, quote: 加梯30个, kind: count, at_least: 30, uom: 个}\n"


def edited(old: str, entry: dict[str, Value] = DUE) -> str:
    return with_revision(old, WHERE, entry)


def added(old: str, new: str) -> str:
    """What a text has more than another, which is otherwise the same in one piece."""
    most = min(len(old), len(new))
    begin = next((n for n in range(most) if old[n] != new[n]), most)
    end = len(old) - begin
    assert not end or new.endswith(old[-end:]), "something that was there is gone"
    return new[begin : len(new) - end]


def plan(text: str) -> Plan:
    loaded, problems = plan_from(text, "plan.yaml")
    assert loaded is not None, [str(each) for each in problems]
    return loaded.plan


# As it looks


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        pytest.param(
            BLOCK,
            BLOCK
            + "            revisions:\n"
            + "              - {on: 2025-11-03, due: 2027-06-30, why: 管线改造未完,"
            + " by: 联席会议}\n",
            id="a target in block style",
        ),
        pytest.param(
            FLOW,
            FLOW[:-2] + ",\n"
            "             revisions: [{on: 2025-11-03, due: 2027-06-30, why: 管线改造未完,"
            " by: 联席会议}]}\n",
            id="a target in flow style",
        ),
        pytest.param(
            BLOCK + "            revisions:\n            - {on: 2025-06-01, at_least: 20}  # 一\n",
            BLOCK
            + "            revisions:\n            - {on: 2025-06-01, at_least: 20}  # 一\n"
            + "            - {on: 2025-11-03, due: 2027-06-30, why: 管线改造未完, by: 联席会议}\n",
            id="a list that is not set in",
        ),
        pytest.param(
            BLOCK + "            revisions:\n              -   on: 2025-06-01\n"
            "                  at_least: 20\n",
            BLOCK + "            revisions:\n              -   on: 2025-06-01\n"
            "                  at_least: 20\n"
            "              -   on: 2025-11-03\n                  due: 2027-06-30\n"
            "                  why: 管线改造未完\n                  by: 联席会议\n",
            id="an entry in block style before it",
        ),
        pytest.param(
            BLOCK + "            revisions: []\n",
            BLOCK + "            revisions:"
            " [{on: 2025-11-03, due: 2027-06-30, why: 管线改造未完, by: 联席会议}]\n",
            id="an empty list",
        ),
        pytest.param(
            BLOCK + "            revisions: [{on: 2025-06-01, at_least: 20}]  # 一\n",
            BLOCK + "            revisions: [{on: 2025-06-01, at_least: 20},\n"
            "                        {on: 2025-11-03, due: 2027-06-30, why: 管线改造未完,"
            " by: 联席会议}]  # 一\n",
            id="a list in flow style that gets too long",
        ),
        pytest.param(
            BLOCK + "            revisions: [\n              {on: 2025-06-01, at_least: 20} # 一\n"
            "            ]\n",
            BLOCK + "            revisions: [\n              {on: 2025-06-01, at_least: 20}, # 一\n"
            "              {on: 2025-11-03, due: 2027-06-30, why: 管线改造未完, by: 联席会议}\n"
            "            ]\n",
            id="a list between brackets, an entry a line",
        ),
        pytest.param(
            BLOCK + "            revisions: [\n              {on: 2025-06-01, at_least: 20},\n"
            "            ]\n",
            BLOCK + "            revisions: [\n              {on: 2025-06-01, at_least: 20},\n"
            "              {on: 2025-11-03, due: 2027-06-30, why: 管线改造未完, by: 联席会议},\n"
            "            ]\n",
            id="a comma behind each entry",
        ),
        pytest.param(
            BLOCK + "            note: |\n              第一行\n              第二行\n\n\n",
            BLOCK + "            note: |\n              第一行\n              第二行\n"
            "            revisions:\n"
            "              - {on: 2025-11-03, due: 2027-06-30, why: 管线改造未完, by: 联席会议}\n"
            "\n\n",
            id="empty lines behind a text of several lines",
        ),
        pytest.param(
            BLOCK + "            note: |+\n              第一行\n\n",
            BLOCK + "            note: |+\n              第一行\n\n"
            "            revisions:\n"
            "              - {on: 2025-11-03, due: 2027-06-30, why: 管线改造未完, by: 联席会议}\n",
            id="empty lines that are part of a text",
        ),
    ],
)
def test_a_decision_in_the_style_of_what_stands_around_it(target: str, expected: str) -> None:
    assert edited(HEAD + target + OTHER) == HEAD + expected + OTHER


def test_a_decision_too_long_for_a_line_takes_a_line_a_key() -> None:
    why = "管线改造未完，" * 6
    new = edited(HEAD + BLOCK, {**DUE, "why": why})
    assert added(HEAD + BLOCK, new) == (
        "            revisions:\n"
        "              - on: 2025-11-03\n"
        "                due: 2027-06-30\n"
        f"                why: {why}\n"
        "                by: 联席会议\n"
    )


@pytest.mark.parametrize(("columns", "lines"), [(100, 1), (101, 4)])
def test_a_line_has_100_columns_at_most(columns: int, lines: int) -> None:
    rest = "              - {on: 2025-11-03, due: 2027-06-30, why: , by: a}"
    new = edited(HEAD + BLOCK, {**DUE, "why": "x" * (columns - len(rest)), "by": "a"})
    found = added(HEAD + BLOCK, new).splitlines()[1:]
    assert len(found) == lines
    assert (len(found[0]) == 100) is (lines == 1)


def test_json_stays_json() -> None:
    import json

    data = {
        "format": 1,
        "title": "计划",
        "issued": "2025-01-01",
        "start": "2025-01-01",
        "end": "2026-12-31",
        "units": [{"id": "a", "name": "甲局"}],
        "chapters": [
            {
                "id": "1",
                "title": "章",
                "clauses": [
                    {
                        "id": "1.1",
                        "title": "条",
                        "leads": ["a"],
                        "text": "加梯",
                        "targets": [
                            {"id": "1.1a", "name": "加梯", "quote": "加梯", "kind": "milestone"}
                        ],
                    }
                ],
            }
        ],
    }
    revision = {"on": "2025-11-03", "due": "2027-06-30", "why": "管线改造未完", "by": "联席会议"}
    for layout in ({"indent": 2}, {}, {"indent": "\t"}):
        old = json.dumps(data, ensure_ascii=False, **layout)
        if layout.get("indent") == "\t" and parse(old, "plan.yaml")[0] is None:
            continue  # libyaml takes no tabs here
        again = json.loads(edited(old))
        found = again["chapters"][0]["clauses"][0]["targets"][0].pop("revisions")
        assert (found, again) == ([revision], data)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("管线改造未完", "管线改造未完"),
        ("因“一江”：延期（三月）", "因“一江”：延期（三月）"),
        ("https://a.org/a?b=c#d", "https://a.org/a?b=c#d"),
        ("原因: 管线", '"原因: 管线"'),
        ("原因:", '"原因:"'),
        ("管线 #3", '"管线 #3"'),
        ("C#3", "C#3"),
        ("甲, 乙", '"甲, 乙"'),
        ("甲、乙，丙", "甲、乙，丙"),
        ("[甲]", '"[甲]"'),
        ("a}", '"a}"'),
        ("- 甲", '"- 甲"'),
        ("*甲", '"*甲"'),
        ("&甲", '"&甲"'),
        ("!甲", '"!甲"'),
        ("%甲", '"%甲"'),
        ("@甲", '"@甲"'),
        ("`甲`", '"`甲`"'),
        ("'甲'", "\"'甲'\""),
        ('"甲"', '"\\"甲\\""'),
        ('说"好"', '说"好"'),
        ("甲\\乙", "甲\\乙"),
        ("12", '"12"'),
        ("1.50", '"1.50"'),
        ("0x1F", '"0x1F"'),
        (".inf", '".inf"'),
        ("12:30", '"12:30"'),
        ("2025-11-03", '"2025-11-03"'),
        ("3号文", "3号文"),
        ("no", '"no"'),
        ("Yes", '"Yes"'),
        ("null", '"null"'),
        ("~", '"~"'),
        ("true", '"true"'),
        ("<<", '"<<"'),
        ("...", '"..."'),
    ],
)
def test_texts_are_quoted_where_yaml_needs_it(text: str, written: str) -> None:
    new = edited(HEAD + BLOCK, {**DUE, "why": text})
    assert f"why: {written}, by: 联席会议}}\n" in added(HEAD + BLOCK, new)
    assert plan(new).clauses()[0].targets[0].revisions[0].why == text


# Whatever the layout


class Layout(NamedTuple):
    """How a plan is written."""

    target: str
    revisions: str
    behind: str
    newline: str
    ends: bool

    def text(self) -> str:
        behind = {"nothing": "", "target": OTHER, "comment": "\n          # 下一项\n" + OTHER}
        behind["document end"] = "...\n"
        text = HEAD + TARGETS[self.target](REVISIONS[self.revisions]) + behind[self.behind]
        return text.replace("\n", self.newline) if self.ends else text[:-1]


REVISIONS = {
    "none": "",
    "empty": "revisions: []",
    "flow": "revisions: [{on: 2025-06-01, at_least: 20, why: 甲}]",
    "flow, comma": "revisions: [{on: 2025-06-01, at_least: 20}, ]",
    "list": "revisions:\n  - {on: 2025-06-01, at_least: 20}",
    "list not set in": "revisions:\n- {on: 2025-06-01, at_least: 20} # 一",
    "list of blocks": "revisions:\n  -   on: 2025-06-01\n      at_least: 20\n      why: >-\n"
    "        甲\n        乙\n",
    "first": "revisions: [{on: 2025-06-01, at_least: 20}]  # 一\nnote: 在后",
}


def _block(revisions: str) -> str:
    lines = [" " * 12 + line if line else "" for line in revisions.splitlines()]
    return BLOCK + "".join(f"{line}\n" for line in lines)


def _quoted_keys(revisions: str) -> str:
    text = _block(revisions)
    for key in ("id", "name", "quote", "kind", "at_least", "uom"):
        text = text.replace(f" {key}: ", f' "{key}": ', 1)
    return text


def _flow(revisions: str) -> str:
    if "\n" in revisions or "#" in revisions:
        revisions = ""
    return FLOW[:-2] + (f", {revisions}" if revisions else "") + "}\n"


def _flow_over_lines(revisions: str) -> str:
    return _flow(revisions).replace("kind:", "\n             kind:").replace("}\n", "\n      }\n")


TARGETS = {
    "block": _block,
    "quoted keys": _quoted_keys,
    "flow": _flow,
    "flow over lines": _flow_over_lines,
}
LAYOUTS = [
    Layout(*each)
    for each in product(
        TARGETS,
        REVISIONS,
        ("nothing", "target", "comment", "document end"),
        ("\n", "\r\n", "\r"),
        (True, False),
    )
]
TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp"))
    .filter(lambda each: each not in "\ufeff\ufffe\uffff"),
    min_size=1,
    max_size=40,
).map(str.strip).filter(bool)  # fmt: skip
PIECES = [": ", "#", " #", "-", "- ", "?", ",", "[", "}", "'", '"', "\\", "&", "*", "!", "|", ">"]
PIECES += ["%", "@", "`", "0", "1e3", "no", "甲", "：", "a", " ", "=", "<<", "~"]
SPECIALS = (
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=6)
    .map(lambda parts: "".join(parts).strip())
    .filter(bool)
)


def test_every_layout_is_a_plan() -> None:
    assert len(LAYOUTS) == 4 * 8 * 4 * 3 * 2
    for layout in LAYOUTS:
        assert parse(layout.text(), "plan.yaml")[0] is not None, layout


@pytest.mark.slow
@settings(max_examples=400, deadline=None)
@given(st.sampled_from(LAYOUTS), TEXTS | SPECIALS, SPECIALS | TEXTS)
def test_nothing_but_the_decision_is_added_in_any_layout(layout: Layout, why: str, by: str) -> None:
    old = layout.text()
    entry = {**DUE, "at_least": 12, "why": why, "by": by}
    new = edited(old, entry)
    rest = iter(new)
    assert all(character in rest for character in old), "something that was there is gone"
    if layout.target != "flow over lines":  # else a comma goes in at another place
        assert added(old, new)
    document, problems = parse(old, "plan.yaml")
    assert document is not None, problems
    expected = document.data
    found = expected["chapters"][0]["clauses"][0]["targets"][0]
    said = {"on": "2025-11-03", "due": "2027-06-30", "why": why, "by": by, "at_least": 12}
    found["revisions"] = [*found.get("revisions", []), said]
    again, problems = parse(new, "plan.yaml")
    assert again is not None, [str(each) for each in problems]
    assert again.data == expected
    assert new.endswith(("\n", "\r")) == old.endswith(("\n", "\r"))
    if layout.newline != "\n" and layout.ends:
        assert "\n" not in new.replace("\r\n", "") or layout.newline == "\r\n"
        assert new.count("\n") == (new.count("\r\n") if layout.newline == "\r\n" else 0)


# A figure that was lost

LOST = """\
          - id: 1.1a
            name: 绿道
            quote: 绿道□5.1公里
            kind: amount
            illegible: {at_least: "□5.1"}   # 缺一位
            uom: 公里
"""


def filled(target: str, note: str = "") -> str:
    return with_figure(HEAD + target, WHERE, "at_least", "15.1", note).removeprefix(HEAD)


def test_the_figure_goes_beside_the_illegible_one() -> None:
    assert filled(LOST) == LOST.replace("# 缺一位\n", "# 缺一位\n            at_least: 15.1\n")


def test_the_figure_below_an_illegible_one_in_block_style() -> None:
    lost = LOST.replace('{at_least: "□5.1"}   # 缺一位', "\n              at_least: □5.1")
    expected = lost.replace("least: □5.1\n", "least: □5.1\n            at_least: 15.1\n")
    assert filled(lost) == expected


def test_the_figure_in_flow_style() -> None:
    lost = "          - {id: 1.1a, illegible: {at_least: □5.1}, uom: 公里}\n"
    assert filled(lost) == lost.replace("□5.1}", "□5.1}, at_least: 15.1")
    assert filled(lost, "据正本, 三页") == lost.replace(
        "□5.1}", '□5.1}, at_least: 15.1, note: "据正本, 三页"'
    )


def test_a_note_where_there_is_none() -> None:
    lines = "            at_least: 15.1\n            note: 据正本\n"
    assert filled(LOST, "据正本") == LOST.replace("# 缺一位\n", "# 缺一位\n" + lines)


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("缺字。", "缺字。据正本"),
        ("缺字  # 注", "缺字 据正本  # 注"),
        ('"缺“字”\\n。"', '"缺“字”\\n。据正本"'),
        ("'it''s'", "'it''s 据正本'"),
        ("缺字，\n              见下。", "缺字，\n              见下。据正本"),
    ],
)
@pytest.mark.parametrize("first", [True, False])
def test_a_note_is_added_to(note: str, expected: str, first: bool) -> None:  # noqa: FBT001
    line = f"            note: {note}\n"
    target = LOST.replace("            kind", line + "            kind") if first else LOST + line
    assert filled(target, "据正本") == filled(target).replace(note, expected)


@pytest.mark.parametrize(
    ("more", "written"), [("it's", "'缺 it''s'"), ('say "x": y', "'缺 say \"x\": y'")]
)
def test_a_note_in_single_quotes_doubles_them(more: str, written: str) -> None:
    new = filled(LOST + "            note: '缺'\n", more)
    assert f"note: {written}\n" in new
    document, _problems = parse(HEAD + new, "plan.yaml")
    assert document is not None
    assert document.data["chapters"][0]["clauses"][0]["targets"][0]["note"] == f"缺 {more}"


@pytest.mark.parametrize(
    ("note", "more"),
    [("缺字", "see: page 3"), ("|\n              缺字", "据正本")],
    ids=["quotes would be needed", "a note of lines"],
)
def test_a_note_that_cannot_be_added_to(note: str, more: str, golden: Golden) -> None:
    with pytest.raises(EditError) as caught:
        filled(LOST + f"            note: {note}\n", more)
    golden.says(caught.value.message)


def test_a_target_without_a_lost_figure(golden: Golden) -> None:
    with pytest.raises(EditError) as caught:
        filled(BLOCK)
    golden.says(caught.value.message)


@pytest.mark.parametrize(
    ("text", "expected"), [("缺字。", "缺字。据"), ("缺字", "缺字 据"), ("a.", "a. 据")]
)
def test_a_blank_parts_what_no_full_width_mark_does(text: str, expected: str) -> None:
    assert lengthened(text, "据") == expected


# Without libyaml


def test_the_parser_that_is_always_there_finds_the_same_places(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    layouts = LAYOUTS[::7]
    expected = [edited(layout.text()) for layout in layouts]
    monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    assert [edited(layout.text()) for layout in layouts] == expected
