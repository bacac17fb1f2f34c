"""Whose turn it is: what an item asks of each unit, and where it asks first if it has a part."""

from __future__ import annotations

from typing import Any

import pytest

from hpplan.judging.assess import Assessment, assess
from hpplan.judging.turn import Turn, may_have_no_part, turn_of
from hpplan.judging.waiting import must_be_filled_in
from hpplan.plan.items import Catalogue
from hpplan.progress.series import Series
from plans import Rows, day, judge, plan_of, series_of, target

AMOUNT: dict[str, Any] = target("amount", at_least=300)
MILESTONE: dict[str, Any] = target("milestone")
DUTY: dict[str, Any] = target("duty")


def turns(judged: Assessment, *units: str) -> list[Turn | None]:
    return [turn_of(judged, unit) for unit in units]


@pytest.mark.parametrize(
    ("of", "reports", "as_of", "status", "asked"),
    [
        # Of a milestone who is at 100% waits for who is not, and for whom nobody heard.
        (
            MILESTONE,
            {"a": [(150, 100)], "b": [(150, 10)]},
            150,
            "off-track",
            ["wait", "move", "move"],
        ),
        (
            MILESTONE,
            {"a": [(300, 100)], "b": [(300, 99)]},
            301,
            "overdue",
            ["wait", "move", "move"],
        ),
        (
            MILESTONE,
            {"a": [(9, 100)], "b": [(9, 100)], "c": [(9, 100)]},
            9,
            "met",
            ["done"] * 3,
        ),
        # A sum is held back by all that report on it.
        (AMOUNT, {"a": [(150, 10)], "b": [(150, 10)]}, 150, "off-track", ["move"] * 3),
        (AMOUNT, {"a": [(150, 150)]}, 150, "on-track", ["update", "report", "report"]),
        (AMOUNT, {"a": [(10, 10)]}, 160, "silent", ["report"] * 3),
        (AMOUNT, {"a": [(150, 300)]}, 150, "met", ["done"] * 3),
        # A duty is kept up by reporting: nobody is ever done with it.
        (DUTY, {"a": [(150, None)]}, 150, "kept", ["update", "report", "report"]),
        (DUTY, {}, 10, "on-track", ["report"] * 3),
        (AMOUNT | {"start": day(250)}, {}, 10, "upcoming", [None] * 3),
    ],
)
def test_what_is_asked_of_each_unit(
    of: dict[str, Any], reports: dict[str, Rows], as_of: int, status: str, asked: list[Turn | None]
) -> None:
    judged = judge(plan_of(of | {"reporters": ["a", "b", "c"]}), reports, as_of)
    assert judged.status == status
    assert turns(judged, "a", "b", "c", "d") == [*asked, None]


def declining(*units: str, heard: tuple[str, ...] = (), as_of: int = 301) -> Assessment:
    """A milestone that a, b and c lead, in which some have declared to have no part."""
    plan = plan_of(MILESTONE, leads=["a", "b", "c"])
    (item,) = Catalogue(plan).items.values()
    series = {unit: series_of(item, unit, [(5, 50)]) for unit in heard}
    for unit in units:
        series[unit] = Series(item, unit, declared=Series(item, unit, [day(9)], [None]))
    return assess(item, series, plan, day(as_of))


def test_who_declared_to_have_no_part_is_left_in_peace() -> None:
    judged = declining("c", heard=("a",))
    assert turns(judged, "a", "b", "c") == ["move", "move", "declined"]
    assert [may_have_no_part(judged, unit) for unit in "abc"] == [False, True, False]
    assert [must_be_filled_in(judged, unit) for unit in "abc"] == [True, False, False]


def test_what_nobody_took_on_is_asked_of_all_that_could() -> None:
    judged = declining("a", "b", "c")
    assert (judged.status, judged.orphaned) == ("overdue", True)
    assert turns(judged, "a", "b", "c", "d") == ["settle", "settle", "settle", None]
    assert not any(must_be_filled_in(judged, unit) for unit in "abc")


def test_where_the_work_is_divided_nobody_is_asked_whether_he_has_a_part() -> None:
    judged = judge(plan_of(MILESTONE | {"reporters": ["a", "b"]}), {"a": [(150, 10)]}, 150)
    assert must_be_filled_in(judged, "b")
    assert not may_have_no_part(judged, "b")


UNITS = [
    {"id": "a", "name": "a局", "until": day(100), "into": ["d"]},
    *({"id": unit, "name": f"{unit}局"} for unit in "bcd"),
]


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [(100, ["report", None, "report"]), (101, [None, "move", "move"])],
)
def test_a_unit_that_ended_is_asked_for_nothing_and_its_heir_is(
    as_of: int, expected: list[Turn | None]
) -> None:
    due = {"due": day(100), "reporters": ["a", "b"]}
    judged = judge(plan_of(MILESTONE | due, units=UNITS), {}, as_of)
    assert turns(judged, "a", "d", "b") == expected


def test_a_target_that_was_handed_over_is_asked_of_who_took_it() -> None:
    handover = [{"on": day(50), "from": "a", "to": "d"}]
    plan = plan_of(MILESTONE | {"handover": handover})
    assert turns(judge(plan, {"a": [(40, 10)]}, 49), "a", "d") == ["update", None]
    assert turns(judge(plan, {"a": [(40, 10)]}, 160), "a", "d") == [None, "report"]
