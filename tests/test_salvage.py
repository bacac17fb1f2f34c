"""One fault of a plan hides no other: neither of the plan nor of the progress files."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest

from hpplan.plan.load import plan_from
from hpplan.problem import Position, Problem, in_order
from plans import BASE, lay_out
from running import run

if TYPE_CHECKING:
    from pathlib import Path

PLAN = (BASE / "plan.yaml").read_text(encoding="utf-8")
ROWS = """\
2025-03-31,1.1a,12,,,
2025-03-31,1.1b,约2,,,
2025-03-31,1.9z,2,,,
2052-03-31,1.1d,50%,,,
"""
ROWS_FAULTS = [(3, "HP306"), (4, "HP305"), (5, "HP358")]
FOUND = re.compile(r"^(\S+?):(\d+):(\d+): (HP\d{3})", re.MULTILINE)

pytestmark = pytest.mark.workspace(BASE, today=date(2026, 11, 22))


def changed(*edits: tuple[str, str]) -> str:
    """The sound plan with some of its words replaced, each once."""
    text = PLAN
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def faults(text: str) -> list[tuple[int, str]]:
    """Line and code of each fault of structure and type."""
    return [(each.position.line, each.code) for each in in_order(plan_from(text, "plan.yaml")[1])]


def line_of(text: str, words: str) -> int:
    return text[: text.index(words)].count("\n") + 1


def checked(folder: Path, text: str, rows: str = ROWS) -> dict[str, list[tuple[int, str]]]:
    """Line and code of each problem, by file, in the order of the output."""
    lay_out(folder, text, {"waitan": rows})
    shown = run()
    assert shown.code == 3
    found: dict[str, list[tuple[int, str]]] = {}
    for path, line, _column, code in FOUND.findall(shown.stdout):
        found.setdefault(path.rpartition("/")[2], []).append((int(line), code))
    return found


KIND = ("kind: amount", "kind: cuont")


def test_a_word_that_is_none_hides_neither_the_plan_nor_the_rows(workspace: Path) -> None:
    text = changed(
        KIND,
        ("coordinator: waitan", "coordinator: waitam"),
        ("id: 1.1c", "id: 1.1a"),
        ('uom: "%"', 'uom: "%"\n            at_leest: 3'),
        ("due: 2025-12-31", "due: 2023-12-31"),
        ("leads: [jiedao]", "leads: [jiedoa]"),
        ("id: 1.2a", "id: 1.3a"),
        ("at_least: 1\n", "at_least: -1\n"),
        ("issued: 2024-01-10", "issued: 2024-13-10"),
    )
    words = (
        "2024-13-10", "waitam", "kind: cuont", "at_leest", "1.1a\n            name: 垃圾",
        "due: 2023", "jiedoa", "1.3a", "at_least: -1",
    )  # fmt: skip
    expected = sorted(line_of(text, each) for each in words)
    assert [line for line, _code in faults(text)] == expected
    found = checked(workspace, text)
    assert [line for line, code in found["plan.yaml"] if code < "HP210"] == expected


@pytest.mark.parametrize(
    ("edit", "rows"),
    [
        # What is wrong with the amount says nothing of the other targets.
        (KIND, [(4, "HP305"), (5, "HP358")]),
        (("id: 1.1b", "id: 1.1B"), [(4, "HP305"), (5, "HP358")]),
        (("title: 提升居住环境", "title: [提升]"), ROWS_FAULTS),
        (("quote: 完成30个小区加梯", "quote: 3"), ROWS_FAULTS),
        (("timezone", "timezone"), ROWS_FAULTS),
        (("preamble: 为", "timezone: Asia/Shanghi\npreamble: 为"), ROWS_FAULTS),
        (("preamble: 为", "policy: {due_soon: soon}\npreamble: 为"), ROWS_FAULTS),
        (("preamble: 为", "premble: 为"), ROWS_FAULTS),
        (("each: jiedao", "each: jiedoa"), ROWS_FAULTS),
        # Without the end, or who reports, nothing is known of any item, or of the clause's.
        (("end: 2026-12-31", "end: soon"), []),
        (("leads: [waitan, yuyuan]", "leads: 3"), [(4, "HP305")]),
        (("leads: [waitan, yuyuan]", "leads: [waitan, 3]"), [(4, "HP305")]),
    ],
    ids=lambda value: str(value[1])[:30] if isinstance(value, tuple) else "",
)
def test_rows_are_checked_as_far_as_the_plan_allows(
    workspace: Path, edit: tuple[str, str], rows: list[tuple[int, str]]
) -> None:
    if edit[0] == "timezone":
        edit = ("start: 2024-01-01", "start: 2024-01-01\ntimezone: [x]")
    found = checked(workspace, changed(edit))
    assert found.get("waitan.csv", []) == rows
    assert len(found["plan.yaml"]) == 1


@pytest.mark.parametrize(
    "words",
    [
        "  - {id: waitan, name: 外滩街道}\n",
        "members: [waitan, yuyuan]",
        "kind: count",
        "id: 1.1a",
        'id: "1.1"',
        'id: "1"',
        "start: 2024-01-01",
        "end: 2026-12-31",
        "text: 持续开展巡查。每年打造2处示范点；各街道建成1处口袋公园。",
        "due: 2025-12-31",
        "at_least: 30",
        "uom: 个",
        "every: year",
        "reporters: [yuyuan]",
        "each: jiedao",
        "title: 提升居住环境",
        "format: 1",
        "quote: 持续开展巡查",
    ],
)
@pytest.mark.parametrize("wrong", ["[]", "{}", "{a: 1}", "[[1]]", "3", "nonsense", '"\\a"', ""])
def test_one_wrong_value_gives_no_fault_elsewhere(workspace: Path, words: str, wrong: str) -> None:
    """What cannot be read is named once; what it bears upon is not called wrong for it."""
    key, _colon, _value = words.partition(": ")
    new = f"  - {wrong}\n" if words.startswith("  -") else f"{key}: {wrong}"
    text = changed((words, new))
    line = PLAN[: PLAN.index(words)].count("\n") + 1
    if not faults(text):
        return  # it can be read, and says something else
    found = checked(workspace, text, "2025-03-31,1.1a,12,,,\n2025-03-31,1.2c,1,,x,\n")
    assert list(found) == ["plan.yaml"]
    # What is missing is missing in its part, which begins with its id.
    part = PLAN.rfind("- id: ", 0, PLAN.index(words))
    begin = PLAN[: max(part, 0)].count("\n") + 1
    assert {at for at, _code in found["plan.yaml"]} <= {line, begin}


@pytest.mark.parametrize(
    ("text", "times"),
    [("?\n", 1), ('"": {"": 1}\n', 1), ('chapters: [{"": 1, clauses: [{"": 2}]}]\n', 2)],
)
def test_a_key_without_a_name_is_one_that_there_is_not(text: str, times: int) -> None:
    _plan, problems = plan_from(text, "plan.yaml")
    unknown = [each.message for each in problems if each.code == "HP202"]
    assert unknown == ['there is no key "" here'] * times


def test_a_misspelt_key_is_not_missed_as_well() -> None:
    text = changed(("at_least: 30", "at_laest: 30"), ("kind: level", "kin: level"))
    assert faults(text) == [
        (line_of(text, "at_laest"), "HP202"),
        (line_of(text, "id: 1.1c"), "HP201"),
        (line_of(text, "kin: level"), "HP202"),
    ]


def test_the_word_that_was_meant_is_named_and_the_mark_covers_the_value() -> None:
    (problem,) = plan_from(changed(("kind: amount", "kind: amuont")), "plan.yaml")[1]
    assert problem.hint == "did you mean amount?"
    assert problem.excerpt[problem.position.column - 1 :][: problem.width] == "amuont"
    (problem,) = plan_from(changed(("2026-12-31", '"2026.12.31"')), "plan.yaml")[1]
    assert problem.excerpt[problem.position.column - 1 :][: problem.width] == '"2026.12.31"'
    (problem,) = plan_from(changed(("[yuyuan]", "[yuyaun]")), "plan.yaml")[1]
    assert problem.excerpt[problem.position.column - 1 :][: problem.width] == "yuyaun"


def test_errors_stand_before_warnings_and_files_in_order() -> None:
    def problem(code: str, path: str, line: int) -> Problem:
        return Problem(code, "", Position(path, line, 1))

    given = [
        problem("HP353", "a.csv", 1),
        problem("HP306", "b.csv", 2),
        problem("HP251", "plan.yaml", 3),
        problem("HP203", "plan.yaml", 9),
        problem("HP306", "a.csv", 7),
    ]
    assert [(each.code, each.position.path) for each in in_order(given)] == [
        ("HP306", "a.csv"),
        ("HP306", "b.csv"),
        ("HP203", "plan.yaml"),
        ("HP353", "a.csv"),
        ("HP251", "plan.yaml"),
    ]


def test_a_hint_that_holds_for_several_is_said_once(workspace: Path) -> None:
    from hpplan.output.terminal.problems import problems_text

    lay_out(workspace, PLAN, {"waitan": "2025-03-31,1.1b,约2,,,\n2025-04-30,1.1b,约3,,,\n"})
    hint = "write the exact figure"
    given = [Problem("HP306", "x", Position("a.csv", n, 1), hint) for n in (1, 2, 3)]
    assert problems_text(given, frames=80).count(hint) == 1
    other = Problem("HP306", "x", Position("a.csv", 9, 1), "another")
    assert problems_text([*given, other], frames=80).count("hint: ") == 2


def test_a_figure_of_nobody_is_not_accounted_for(workspace: Path) -> None:
    for edit in (
        ("text: 完成30个小区加梯", "text: 完成30个小区14处加梯"),
        ("title: 提升居住环境", "title: 提升14处居住环境"),
    ):
        text = changed(edit).replace("quote: 完成30个小区加梯", "quote: 完成30个小区14处加梯")
        if "14处加梯" not in edit[1]:
            text = changed(edit)
        source = workspace / "data/source/plan.txt"
        old, new = (part.partition(": ")[2] for part in edit)
        words = (BASE / "data/source/plan.txt").read_text(encoding="utf-8").replace(old, new)
        source.write_text(words, encoding="utf-8")
        lay_out(workspace, text)
        shown = run()
        assert re.findall("HP[0-9]{3}", shown.stdout) == ["HP215"], shown
        assert "100%" not in shown.stderr
