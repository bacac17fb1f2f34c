"""Who takes part in an item, who holds it back, and what changes when units change."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from hpplan.csvtext import join_record
from hpplan.judging.assess import Assessment, assess
from hpplan.judging.urged import notices
from hpplan.plan.items import Catalogue
from hpplan.progress.reader import read_progress
from plans import day, plan_of, target

if TYPE_CHECKING:
    from hpplan.plan.model import Plan

MILESTONE, DUTY = target("milestone"), target("duty")
COUNT = target("count", at_least=30)
LEVEL = target("level", at_least=75, uom="%", baseline={"date": day(0), "value": 25})

HEADER = "date,target,value,note\n"
UNITS = [{"id": unit, "name": f"{unit}局"} for unit in "abcd"]


def judged(plan: Plan, as_of: int, item: str = "1.1a", **rows: Any) -> Assessment:
    """An item judged by each unit's rows of day and value; each has a note."""
    catalogue = Catalogue(plan)
    reports = {}
    for unit, given in rows.items():
        lines = (join_record((str(day(n)), item, value, "说明"), "\n") for n, value in given)
        file = read_progress((HEADER + "".join(lines)).encode(), unit, unit, catalogue)
        assert file.problems == []
        reports[unit] = file.series[item]
    return assess(catalogue.items[item], reports, plan, day(as_of))


def who(found: Assessment) -> dict[str, str]:
    """Who holds an item back, was never heard from, is done, and has no part; by their letters."""
    return {
        name: "".join(getattr(found, name))
        for name in ("behind", "unheard", "done_by", "declined")
        if getattr(found, name)
    }


# A milestone is met once each that takes part has it done


def test_one_unit_does_not_close_what_others_owe() -> None:
    plan = plan_of(MILESTONE, leads=("a", "b", "c"))
    found = judged(plan, 250, a=[(200, "done")])
    assert (found.status, found.value, found.undivided) == ("on-track", 100, True)
    assert who(found) == {"unheard": "bc", "done_by": "a"}
    found = judged(plan, 301, a=[(200, "done")], b=[(210, "40")])
    assert (found.status, found.reasons) == ("overdue", ("overdue", "no-closing-figure"))
    assert who(found) == {"behind": "b", "unheard": "c", "done_by": "a"}


def test_it_is_met_on_the_day_on_which_the_last_of_them_has_it_done() -> None:
    plan = plan_of(MILESTONE, leads=("a", "b"))
    found = judged(plan, 250, a=[(100, "done")], b=[(200, "100")])
    assert (found.status, found.met_on) == ("met", day(200))
    assert who(found) == {"done_by": "ab"}


def test_whoever_has_no_part_is_not_waited_for() -> None:
    plan = plan_of(MILESTONE, leads=("a", "b", "c"))
    found = judged(plan, 250, a=[(100, "done")], b=[(200, "不涉及")], c=[(10, "none")])
    assert (found.status, found.met_on, found.undivided) == ("met", day(100), False)
    assert who(found) == {"done_by": "a", "declined": "bc"}


def test_a_declaration_holds_until_a_figure_is_reported() -> None:
    plan = plan_of(MILESTONE, leads=("a", "b"))
    rows: dict[str, Any] = {"a": [(100, "done")], "b": [(110, "无关"), (150, "40")]}
    assert judged(plan, 120, **rows).status == "met"
    found = judged(plan, 160, **rows)
    assert (found.status, found.value) == ("at-risk", 40)
    assert who(found) == {"behind": "b", "done_by": "a"}


def test_a_declaration_and_a_figure_of_one_day_correct_each_other() -> None:
    plan = plan_of(MILESTONE, leads=("a", "b"))
    assert who(judged(plan, 120, b=[(110, "40"), (110, "非我单位")])) == {
        "unheard": "a",
        "declined": "b",
    }
    assert who(judged(plan, 120, b=[(110, "none"), (110, "40")])) == {
        "behind": "b",
        "unheard": "a",
    }


def test_what_nobody_took_on_is_orphaned_and_still_owed() -> None:
    plan = plan_of(COUNT, leads=("a", "b"))
    found = judged(plan, 301, a=[(100, "none")], b=[(100, "none")])
    assert (found.status, found.orphaned, found.gap) == ("overdue", True, 1)
    assert (found.taking_part, who(found)) == ((), {"declined": "ab"})
    assert not judged(plan, 301, a=[(100, "none")]).orphaned


# A level needs one unit that answers for it


def test_of_several_units_no_figure_of_a_level_holds() -> None:
    plan = plan_of(LEVEL, leads=("a", "b"))
    found = judged(plan, 200, b=[(190, "80")])
    assert (found.status, found.reasons) == ("unrated", ("undivided",))
    assert (found.value, found.measures, found.gap) == (80, None, None)
    assert judged(plan, 301, b=[(190, "80")]).status == "overdue"


@pytest.mark.parametrize(
    ("plan", "rows"),
    [
        (plan_of({**LEVEL, "reporters": ["b"]}, leads=("a", "b")), {}),
        (plan_of(LEVEL, leads=("a", "b")), {"a": [(10, "不涉及")]}),
        (plan_of(LEVEL, leads=("b",)), {}),
    ],
    ids=["named", "declared", "alone"],
)
def test_one_that_answers_is_enough(plan: Plan, rows: dict[str, Any]) -> None:
    found = judged(plan, 200, **rows, b=[(190, "80")])
    assert (found.status, found.met_on, found.undivided) == ("met", day(190), False)


# A remark is no figure, and no silence


def test_a_remark_breaks_the_silence_and_changes_no_figure() -> None:
    plan = plan_of(COUNT)
    rows = [(100, "10")]
    assert judged(plan, 221, a=rows).status == "silent"
    found = judged(plan, 221, a=[*rows, (150, "")])
    assert (found.status, found.value, found.reported) == ("on-track", 10, day(100))
    assert found.silent_days == 71


def test_a_unit_that_only_remarks_was_heard() -> None:
    found = judged(plan_of(COUNT), 130, a=[(20, "")])
    assert (found.status, found.reasons) == ("on-track", ("first-report-awaited",))
    assert who(found) == {"behind": "a"}


# Who stands first


def test_the_least_advanced_and_the_least_lately_heard_stand_first() -> None:
    rows: dict[str, Any] = {"a": [(100, "20")], "b": [(90, "30")], "c": [(80, "10")]}
    milestone = judged(plan_of(MILESTONE, leads=("a", "b", "c", "d")), 110, **rows)
    assert who(milestone) == {"behind": "cab", "unheard": "d"}
    rows = {"a": [(100, "2")], "b": [(90, "3")], "c": [(80, "1")]}
    count = judged(plan_of(COUNT, leads=("a", "b", "c", "d")), 110, **rows)
    assert who(count) == {"behind": "cba", "unheard": "d"}


def test_nobody_holds_back_what_is_met_or_kept() -> None:
    assert who(judged(plan_of(COUNT), 110, a=[(100, "30")])) == {"done_by": "a"}
    assert who(judged(plan_of(DUTY, leads=("a", "b")), 110, a=[(100, "")])) == {
        "unheard": "b",
        "done_by": "ab",
    }


def test_a_unit_that_has_done_its_part_is_not_urged() -> None:
    plan = plan_of(MILESTONE, leads=("a", "b", "c"))
    found = judged(plan, 301, a=[(200, "done")], b=[(210, "40")])
    made = notices([found], "abc")
    assert [notice.unit for notice in made if notice.items] == ["b", "c"]
    assert [notice.unit for notice in made if notice.waits] == ["a"]


# How far off


def test_the_gap_is_between_what_is_planned_and_what_is_reported() -> None:
    plan = plan_of(COUNT)
    assert judged(plan, 110, a=[(105, "5")]).gap == Fraction(105, 300) - Fraction(5, 30)
    assert judged(plan, 110, a=[(105, "20")]).gap == 0
    assert judged(plan, 150).gap == Fraction(1, 2)
    assert judged(plan, 150, a=[(100, "30")]).gap == 0
    assert judged(plan_of(DUTY), 150, a=[(100, "")]).gap is None


# Units change


def changed(of: dict[str, Any], *, leads: tuple[str, ...] = ("a",), **units: Any) -> Plan:
    """A plan some of whose units begin, end or pass into others."""
    given = [{**unit, **units.get(unit["id"], {})} for unit in UNITS]
    return plan_of(of, leads=leads, units=given)


ENDED = {"until": day(100), "into": ["b"]}


def test_the_successor_of_a_merged_unit_may_report_and_is_asked() -> None:
    plan = changed(MILESTONE, a=ENDED)
    item = Catalogue(plan).items["1.1a"]
    assert item.reporters == ("a", "b")
    assert (item.acting(day(100)), item.acting(day(101))) == (("a",), ("b",))
    found = judged(plan, 150, a=[(90, "40")])
    assert (found.value, who(found)) == (40, {"unheard": "b"})
    found = judged(plan, 250, a=[(90, "40")], b=[(200, "done")])
    assert (found.status, found.met_on) == ("met", day(200))


def test_totals_of_a_merged_unit_stay_and_the_successor_adds_its_own() -> None:
    plan = changed(COUNT, a=ENDED)
    found = judged(plan, 250, a=[(90, "12")], b=[(200, "18")])
    assert (found.status, found.value, found.met_on) == ("met", 30, day(200))


def test_a_unit_that_has_ended_is_not_silent_and_holds_nothing_back() -> None:
    plan = changed(COUNT, a=ENDED, leads=("a", "c"))
    found = judged(plan, 210, a=[(90, "12")], c=[(200, "3")])
    assert (found.reported, found.aside) == (day(200), ())
    assert who(found) == {"behind": "c", "unheard": "b"}


def test_successors_go_on_through_several_changes() -> None:
    plan = changed(MILESTONE, a=ENDED, b={"until": day(150), "into": ["c", "d"]})
    assert Catalogue(plan).items["1.1a"].acting(day(160)) == ("c", "d")
    found = judged(plan, 250, a=[(90, "done")], c=[(200, "100")])
    assert (found.status, who(found)) == ("met", {"unheard": "d", "done_by": "c"})
    found = judged(plan, 250, a=[(90, "40")], c=[(200, "100")])
    assert (found.value, found.status == "met") == (40, False)


def test_what_a_successor_reported_before_speaks_of_its_own_part_alone() -> None:
    plan = changed(MILESTONE, leads=("a", "b"), a=ENDED)
    rows: dict[str, Any] = {"a": [(90, "60")], "b": [(80, "done")]}
    found = judged(plan, 150, **rows)
    assert (found.status == "met", found.value, who(found)) == (False, 60, {"behind": "b"})
    found = judged(plan, 250, **rows | {"b": [(80, "done"), (200, "done")]})
    assert (found.status, found.met_on, found.done_by) == ("met", day(200), ("b",))


def test_a_target_is_handed_over_while_both_units_go_on() -> None:
    over = [{"on": day(101), "from": "a", "to": "b", "why": "机构改革"}]
    plan = plan_of({**MILESTONE, "handover": over, "reporters": ["a"]})
    found = judged(plan, 250, a=[(90, "40")], b=[(200, "done")])
    assert (found.status, found.met_on) == ("met", day(200))
    assert judged(plan, 90, a=[(90, "40")]).behind == ("a",)


def test_a_member_owes_what_falls_due_while_it_is_there() -> None:
    each = target("count", at_least=3, each="team", due=day(120))
    founded = changed(each, c={"from": day(121)})
    assert list(Catalogue(founded).items) == ["1.1a@b"]
    merged = changed(each, c={"until": day(100), "into": ["b"]})
    assert Catalogue(merged).items["1.1a@c"].reporters == ("c", "b")
    assert judged(merged, 110, "1.1a@c", c=[(90, "1")], b=[(105, "2")]).status == "met"


def test_a_unit_that_is_founded_later_takes_part_from_then_on() -> None:
    plan = changed(MILESTONE, leads=("a", "b"), b={"from": day(150)})
    assert judged(plan, 149, a=[(100, "done")]).status == "met"
    assert judged(plan, 150, a=[(100, "done")]).unheard == ("b",)
