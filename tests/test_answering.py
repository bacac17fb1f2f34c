"""Who answers for the items, as `hpplan check` looks at it: gaps, passages and declarations."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

import pytest

from plans import lay_out
from running import ran, run

if TYPE_CHECKING:
    from pathlib import Path

UNITS = """\
  - {{id: aa, name: 甲局{aa}}}
  - {{id: bb, name: 乙局{bb}}}
  - {{id: cc, name: 丙局{cc}}}
"""
PLAN = """\
format: 1
title: 计划
issued: 2024-01-01
start: 2024-01-01
end: 2026-12-31
units:
{units}groups:
  - {{id: each, name: 各局, members: [aa, bb]}}
chapters:
  - id: "1"
    title: 章
    clauses:
      - id: "1.1"
        title: 条
        leads: [{leads}]
        text: {quote}。
        targets:
          - {{id: 1.1a, name: 改造, quote: {quote}, kind: {kind}{more}}}
"""


def findings(
    folder: Path,
    *,
    leads: str = "aa",
    kind: str = "milestone",
    more: str = "",
    rows: Any = None,
    **tenures: Any,
) -> list[str]:
    """What `check` says of a plan of one target, without the places."""
    given = {unit: f", {tenures[unit]}" if unit in tenures else "" for unit in ("aa", "bb", "cc")}
    plan = PLAN.format(
        units=UNITS.format(**given),
        leads=leads,
        kind=kind,
        quote="达标率达到95%" if kind == "level" else "完成改造",
        more=f", {more}" if more else "",
    )
    lay_out(folder, plan, {**dict.fromkeys(given, ""), **(rows or {})})
    lines = run().stdout.splitlines()
    return [line.partition(" ")[2] for line in lines]


def deserted(unit: str, items: str, day: str) -> list[str]:
    """What is said of items that nobody answers for."""
    return [f"HP258 warning: {unit} answered for {items}; from {day} on nobody does"]


ENDED = "until: 2025-06-30"
GAPS: dict[str, tuple[dict[str, Any], list[str]]] = {
    "the only unit ended": ({"aa": ENDED}, deserted("甲局", "1.1a", "2025-07-01")),
    "another of its reporters goes on": ({"leads": "aa, bb", "aa": ENDED}, []),
    "another takes over": ({"aa": f"{ENDED}, into: [bb]"}, []),
    "the one that took over ended too": (
        {"aa": f"{ENDED}, into: [bb]", "bb": "until: 2025-12-31"},
        deserted("乙局", "1.1a", "2026-01-01"),
    ),
    "the one that took over had ended before": (
        {"aa": f"{ENDED}, into: [bb]", "bb": "until: 2025-03-31"},
        deserted("甲局", "1.1a", "2025-07-01"),
    ),
    "the one that takes over is founded later": (
        {"aa": f"{ENDED}, into: [bb]", "bb": "from: 2025-08-01"},
        deserted("甲局", "1.1a", "2025-07-01"),
    ),
    "each took over from the other": (
        {"aa": f"{ENDED}, into: [bb]", "bb": f"{ENDED}, into: [aa]"},
        deserted("甲局", "1.1a", "2025-07-01"),
    ),
    "it ended behind the due date": ({"aa": "until: 2026-12-31"}, []),
    "it ended before the start": (
        {"aa": "until: 2023-12-31"},
        deserted("甲局", "1.1a", "2024-01-01"),
    ),
    "it is met": (
        {"aa": ENDED, "rows": {"aa": "2025-05-31,1.1a,done,,验收单,\n"}},
        [],
    ),
    "it was withdrawn": (
        {
            "aa": ENDED,
            "more": "revisions: [{on: 2025-06-01, withdrawn: true, why: 并入, by: 区长}]",
        },
        [],
    ),
    "it was handed over before": (
        {"aa": ENDED, "more": "handover: [{on: 2025-01-01, from: aa, to: bb}]"},
        [],
    ),
    "a member of a group": (
        {"leads": "each", "more": "each: each", "aa": ENDED},
        deserted("甲局", "1.1a@aa", "2025-07-01"),
    ),
    "a member whose successor owes its own as well": (
        {"leads": "each", "more": "each: each", "aa": f"{ENDED}, into: [bb]"},
        [],
    ),
    "a member founded behind the due date": (
        {"leads": "each", "more": "each: each", "aa": "from: 2027-01-01"},
        [],
    ),
    "a unit founded within the time": ({"aa": "from: 2025-01-01"}, []),
}


@pytest.mark.parametrize(("plan", "expected"), GAPS.values(), ids=GAPS)
def test_where_nobody_answers(plan: dict[str, Any], expected: list[str], workspace: Path) -> None:
    assert findings(workspace, **plan) == expected


PASSED = "handover: [{{on: {on}, from: {leaving}, to: {coming}}}]"
PASSAGES: dict[str, tuple[dict[str, str], dict[str, str], list[str]]] = {
    "as it should be": ({}, {}, []),
    "by a unit that never had it": (
        {"leaving": "cc"},
        {},
        ["HP221 丙局 does not answer for 1.1a before 2025-07-01"],
    ),
    "by a unit that had ended": (
        {},
        {"aa": "until: 2025-03-31, into: [cc]"},
        ["HP221 甲局 does not answer for 1.1a before 2025-07-01"],
    ),
    "on the day behind the due date": (
        {"on": "2027-01-01"},
        {},
        ["HP221 1.1a is due on 2026-12-31, before it is handed over"],
    ),
    "on the due date": ({"on": "2026-12-31"}, {}, []),
    "to a unit that is founded on the day": ({}, {"bb": "from: 2025-07-01"}, []),
    "to a unit that is founded later": (
        {},
        {"bb": "from: 2025-07-02"},
        [
            "HP221 乙局 does not exist before 2025-07-02",
            *deserted("甲局", "1.1a", "2025-07-01"),
        ],
    ),
    "to a unit that has ended": (
        {},
        {"bb": "until: 2025-06-30"},
        ["HP221 乙局 ended on 2025-06-30", *deserted("甲局", "1.1a", "2025-07-01")],
    ),
}


@pytest.mark.parametrize(("given", "tenures", "expected"), PASSAGES.values(), ids=PASSAGES)
def test_what_can_be_handed_over(
    given: dict[str, str], tenures: dict[str, str], expected: list[str], workspace: Path
) -> None:
    words = {"on": "2025-07-01", "leaving": "aa", "coming": "bb"}
    more = PASSED.format(**{**words, **given})
    assert findings(workspace, more=more, **tenures) == expected


def test_a_target_passes_on_from_hand_to_hand(workspace: Path) -> None:
    more = (
        "handover: [{on: 2025-07-01, from: aa, to: bb}, {on: 2026-01-01, from: bb, to: cc},"
        " {on: 2026-07-01, from: aa, to: bb}]"
    )
    assert findings(workspace, more=more) == ["HP220 aa has handed it over already"]
    more = "handover: [{on: 2025-07-01, from: aa, to: bb}, {on: 2026-01-01, from: bb, to: cc}]"
    assert findings(workspace, more=more) == []


LEVEL = {"kind": "level", "leads": "aa, bb"}
MEASURED = "at_least: 95, uom: '%'"
MEASURING: dict[str, tuple[str, dict[str, str], bool]] = {
    "nobody has reported": (MEASURED, {}, False),
    "one has": (MEASURED, {"aa": "2025-03-31,1.1a,90,,,\n"}, True),
    "only a remark was made": (MEASURED, {"aa": "2025-03-31,1.1a,,正在测评,,\n"}, False),
    "the other has no part": (
        MEASURED,
        {"aa": "2025-03-31,1.1a,90,,,\n", "bb": "2025-03-31,1.1a,none,由甲局测评,,\n"},
        False,
    ),
    "one is named": (f"{MEASURED}, reporters: [aa]", {"aa": "2025-03-31,1.1a,90,,,\n"}, False),
    "each measures its own": (
        f"{MEASURED}, each: each",
        {"aa": "2025-03-31,1.1a,90,,,\n", "bb": "2025-03-31,1.1a,90,,,\n"},
        False,
    ),
}


@pytest.mark.parametrize("case", MEASURING)
def test_of_which_level_it_is_not_known_who_measures_it(case: str, workspace: Path) -> None:
    more, rows, is_found = MEASURING[case]
    found = findings(workspace, more=more, rows=rows, **LEVEL)
    said = "HP259 warning: 甲局、乙局 answer for the level 1.1a; no figure is judged"
    assert found == ([said] if is_found else [])


NONE = "2025-03-31,1.1a,none,无此项,,\n"
DECLARED: dict[str, tuple[dict[str, str], bool]] = {
    "by nobody": ({}, False),
    "by one of two": ({"aa": NONE}, False),
    "by both": ({"aa": NONE, "bb": NONE}, True),
    "and taken back by a figure of a later day": (
        {"aa": NONE, "bb": NONE + "2025-06-30,1.1a,40,,,\n"},
        False,
    ),
    "on a day that has not come": (
        {"aa": NONE, "bb": NONE.replace("2025-03-31", "2027-03-31")},
        False,
    ),
}


@pytest.mark.parametrize("case", DECLARED)
def test_what_every_unit_has_declared_to_have_no_part_in(case: str, workspace: Path) -> None:
    rows, is_found = DECLARED[case]
    found = [line for line in findings(workspace, leads="aa, bb", rows=rows) if "HP358" not in line]
    said = "HP260 warning: nobody takes part in 1.1a: 甲局、乙局 have declared to have no part"
    assert found == ([said] if is_found else [])


@pytest.mark.parametrize(
    ("tenure", "code"),
    [
        ("", None),
        ("until: 2025-06-29, into: [bb]", "HP358"),
        ("until: 2025-06-30, into: [bb]", None),
    ],
)
def test_a_row_of_a_day_behind_the_units_last(
    tenure: str, code: str | None, workspace: Path
) -> None:
    tenures = {"aa": tenure} if tenure else {}
    found = findings(workspace, rows={"aa": "2025-06-30,1.1a,40,,,\n"}, **tenures)
    assert [line.split()[0] for line in found] == ([code] if code else [])


# A milestone that one unit began and another finished.

BEGUN = {"aa": "2025-03-31,1.1a,40,,,\n"}
FINISHED = {"bb": "2026-06-30,1.1a,done,从甲局接手,验收单,\n"}


@pytest.mark.parametrize(
    ("leads", "tenures", "more"),
    [
        ("aa, bb", {}, "reporters: [aa, bb], handover: [{on: 2025-07-01, from: aa, to: bb}]"),
        ("aa", {}, "handover: [{on: 2025-07-01, from: aa, to: bb, why: 职能划转, by: 区长}]"),
        ("aa", {"aa": f"{ENDED}, into: [bb]"}, ""),
    ],
)
def test_a_milestone_that_was_handed_over_is_met(
    leads: str, tenures: dict[str, str], more: str, workspace: Path
) -> None:
    assert findings(workspace, leads=leads, more=more, rows={**BEGUN, **FINISHED}, **tenures) == []
    shown = ran("status", "--all", "--as-of", "2026-07-10", "--format", "csv")
    (row,) = csv.DictReader(shown.stdout.splitlines())
    assert (row["item"], row["status"], row["value"]) == ("1.1a", "met", "100")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"aa": "from: 2025-06-30, until: 2025-06-29"}, "the unit ends before it begins"),
        ({"aa": f"{ENDED}, into: [aa]"}, "the unit cannot take over from itself"),
        (
            {"more": "handover: [{on: 2025-07-01, from: aa, to: aa}]"},
            "the unit cannot take over from itself",
        ),
    ],
)
def test_a_unit_ends_behind_its_beginning_and_passes_on_to_others(
    given: dict[str, str], expected: str, workspace: Path
) -> None:
    assert findings(workspace, **given)[0] == f"HP220 {expected}"
