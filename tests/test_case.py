"""Where the planned value of a level begins, and what several units' reports come to."""

from __future__ import annotations

from typing import Any

import pytest

from hpplan.judging.case import Case, case_of
from plans import Rows, day, item_of, judge, plan_of, series_of, target


def case(of: dict[str, Any], reports: dict[str, Rows], as_of: int, **plan: Any) -> Case:
    """The item 1.1a on a day, by each unit's rows of (day, figure)."""
    made = plan_of(of, **plan)
    item = item_of(made)
    series = {unit: series_of(item, unit, rows) for unit, rows in reports.items()}
    return case_of(item, series, made, day(as_of))


@pytest.mark.parametrize(
    ("measured", "start"),
    [(249, 249), (250, 0), (251, 0)],
    ids=["before it", "on it", "behind it"],
)
def test_a_baseline_of_the_due_day_or_later_leaves_the_whole_time(
    measured: int, start: int
) -> None:
    """As a decision may bring the due date forward beyond the baseline."""
    level = target(
        "level",
        at_least=900,
        baseline={"date": day(measured), "value": 600},
        revisions=[{"on": day(50), "due": day(250)}],
    )
    found = case(level, {"a": [(200, 700)]}, 210)
    assert (found.start, found.zero) == (day(start), 600)


def test_without_any_report_a_level_has_no_zero_and_nothing_planned() -> None:
    found = case(target("level", at_least=900), {}, 100)
    assert (found.start, found.zero, found.planned, found.measures) == (day(0), None, None, None)
    assert found.reported.first is None
    assert found.reported.history() == []


def test_what_is_dated_behind_the_day_is_not_reported_yet() -> None:
    rows: Rows = [(100, 10), (150, 12)]
    found = case(target("count", at_least=30), {"a": rows}, 149)
    assert found.reported.value == 10
    assert found.reported.days == {day(100)}
    assert found.reported.history() == [(day(100), 10)]


def test_the_history_of_several_units_is_their_combined_figure_on_each_day() -> None:
    reports: dict[str, Rows] = {"a": [(100, 10), (200, 20)], "b": [(150, 5)]}
    two = ["a", "b"]
    total = case(target("count", at_least=30), reports, 210, leads=two).reported
    assert total.history() == [(day(100), 10), (day(150), 15), (day(200), 25)]
    least = case(target("milestone"), reports, 210, leads=two).reported
    assert least.history() == [(day(100), 10), (day(150), 5), (day(200), 5)]


def test_silence_behind_a_dutys_end_is_counted_up_to_its_end() -> None:
    found = case(target("duty"), {"a": [(290, None)]}, 900)
    assert (found.day, found.silent_days) == (day(300), 10)
    assert judge(plan_of(target("duty")), [(290, None)], 900).silent_days == 10
