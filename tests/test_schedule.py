"""Earned schedule: published and plain examples, laws, and a walk day by day to compare with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import oracle
from hpplan.judging.schedule import PlannedValue, measure, planned_value
from plans import day, judge, plan_of, target

if TYPE_CHECKING:
    from hpplan.numbers import Number

STRAIGHT = PlannedValue(((0, 0), (300, 300)))
"""One a day, for 300 days."""

THINGS = PlannedValue(((0, 0), (300, 30)), whole=True)
"""One thing every ten days, 30 in all."""

PAUSE = PlannedValue(((0, 0), (100, 150), (200, 150), (300, 300)))
"""Half of it in the first 100 days, nothing in the next."""

EARLY = PlannedValue(((0, 0), (150, 300), (300, 300)))
"""All of it by day 150, though it is due on day 300."""


def test_the_published_case() -> None:
    """10,000 a period are planned over ten periods, 30,000 are earned when four have passed."""
    measures = measure(PlannedValue(((0, 0), (10, 100_000))), 30_000, 4)
    assert measures.earned == 3
    assert measures.spi == Fraction(3, 4)
    assert measures.forecast == Fraction(40, 3)
    assert measures.tspi == Fraction(7, 6)


# PV


@pytest.mark.parametrize(
    ("planned", "at", "value"),
    [
        (STRAIGHT, -5, 0),
        (STRAIGHT, 0, 0),
        (STRAIGHT, 100, 100),
        (STRAIGHT, 300, 300),
        (STRAIGHT, 301, 300),
        (PAUSE, 50, 75),
        (PAUSE, 100, 150),
        (PAUSE, 150, 150),
        (PAUSE, 201, Fraction(303, 2)),
        (EARLY, 75, 150),
        (EARLY, 150, 300),
        (EARLY, 200, 300),
    ],
)
def test_planned_value(planned: PlannedValue, at: int, value: Number) -> None:
    assert planned.at(at) == value


@pytest.mark.parametrize(
    ("at", "things"), [(0, 0), (9, 0), (10, 1), (35, 3), (299, 29), (300, 30), (400, 30)]
)
def test_things_are_planned_whole(at: int, things: int) -> None:
    assert THINGS.expected(at) == things


def test_the_path_leads_through_its_checkpoints() -> None:
    planned = planned_value(300, 0, 300, [(100, 30), (200, 60)])
    assert planned is not None
    assert [planned.at(t) for t in (50, 100, 150, 200, 250)] == [15, 30, 45, 60, 180]


def test_checkpoints_outside_its_time_are_left_out() -> None:
    planned = planned_value(300, 0, 300, [(-10, 200), (0, 200), (300, 10), (310, 10)])
    assert planned is not None
    assert planned.at(150) == 150
    assert planned.goal == 300


def test_a_checkpoint_below_the_zero_asks_for_nothing() -> None:
    """A level may begin better than its first checkpoint."""
    planned = planned_value(300, 50, 250, [(100, 30)])
    assert planned is not None
    assert [planned.at(t) for t in (50, 100, 200)] == [50, 50, 150]


@pytest.mark.parametrize(("duration", "zero", "goal"), [(0, 0, 30), (-1, 0, 30), (300, 30, 30)])
def test_without_time_or_way_to_go_nothing_is_planned(duration: int, zero: int, goal: int) -> None:
    assert planned_value(duration, zero, goal, []) is None


# ES


@pytest.mark.parametrize(
    ("planned", "value", "actual", "earned"),
    [
        (STRAIGHT, 80, 100, 80),
        (STRAIGHT, Fraction(161, 2), 100, Fraction(161, 2)),
        (STRAIGHT, 0, 100, 0),
        (STRAIGHT, -1, 100, 0),  # below the zero, as a level may be
        (STRAIGHT, 300, 100, 300),
        (STRAIGHT, 350, 100, 300),
        (PAUSE, 75, 150, 50),
        (PAUSE, 150, 50, 100),  # where the path stands still, AT is held within the stretch
        (PAUSE, 150, 100, 100),
        (PAUSE, 150, 170, 170),
        (PAUSE, 150, 200, 200),
        (PAUSE, 150, 250, 200),
        (PAUSE, 165, 250, 210),
        (EARLY, 100, 100, 50),
        (EARLY, 300, 100, 300),  # PD from the requirement on, not PC
        (THINGS, 3, 20, 30),  # the third is called for on day 30, the fourth on day 40
        (THINGS, 3, 30, 30),
        (THINGS, 3, 35, 35),
        (THINGS, 3, 40, 40),
        (THINGS, 3, 41, 40),
        (THINGS, 0, 7, 7),
        (THINGS, 0, 11, 10),
        (THINGS, 29, 400, 300),
        (THINGS, 30, 400, 300),
    ],
)
def test_earned_schedule(planned: PlannedValue, value: Number, actual: int, earned: Number) -> None:
    assert planned.earned_schedule(value, actual) == earned


def test_things_on_a_path_that_stands_still() -> None:
    """12 by day 60, and then none until day 160: the 12th is called for long before the 13th."""
    planned = PlannedValue(((0, 0), (60, 12), (160, 12), (250, 30)), whole=True)
    assert planned.earned_schedule(12, 100) == 100
    assert planned.earned_schedule(12, 163) == 163
    assert planned.earned_schedule(12, 200) == 165  # the 13th is called for on day 165
    assert planned.earned_schedule(11, 100) == 60  # the 12th was called for on day 60


# SPI, TSPI and the forecast


def test_measures_of_a_path_that_ends_early() -> None:
    """The whole is planned for day 150, so 100 days of the plan are left for 200 days."""
    assert EARLY.complete == 150
    measures = measure(EARLY, 100, 100)
    assert measures.earned == 50
    assert measures.spi == Fraction(1, 2)
    assert measures.tspi == Fraction(150 - 50, 300 - 100)
    assert measures.forecast == 600


@pytest.mark.parametrize("actual", [0, -20])
def test_no_spi_before_any_time_has_passed(actual: int) -> None:
    assert measure(STRAIGHT, 10, actual).spi is None


def test_no_tspi_once_the_time_is_over() -> None:
    assert measure(STRAIGHT, 250, 299).tspi == 50
    assert measure(STRAIGHT, 250, 300).tspi is None
    assert measure(STRAIGHT, 250, 301).tspi is None


def test_no_pace_without_anything_earned() -> None:
    assert measure(STRAIGHT, 0, 100).spi == 0
    assert measure(STRAIGHT, 0, 100).forecast is None


# Laws


@st.composite
def paths(draw: st.DrawFn, *, whole: bool | None = None) -> PlannedValue:
    """Any way from a zero to a goal, with stretches that stand still and early ends."""
    things = draw(st.booleans()) if whole is None else whole
    duration = draw(st.integers(2, 400))
    goal = draw(st.integers(1, 60))
    days = sorted(draw(st.sets(st.integers(1, duration - 1), max_size=3)))
    values = sorted(draw(st.lists(st.integers(0, goal), min_size=len(days), max_size=len(days))))
    zero = 0 if things or not values else draw(st.integers(-5, values[0]))
    if zero >= goal:
        zero = goal - 1
    knots = ((0, zero), *zip(days, values, strict=True), (duration, goal))
    return PlannedValue(knots, things)


def figures(planned: PlannedValue) -> st.SearchStrategy[Number]:
    """What may have been reached on such a way, to a quarter where it is divisible."""
    low, high = int(planned.zero), int(planned.goal) + 3
    if planned.whole:
        return st.integers(low, high)
    quarters = st.integers((low - 3) * 4, high * 4)
    return quarters.map(lambda n: Fraction(n, 4))


@settings(deadline=None)
@given(st.data(), paths(), st.integers(-20, 450))
def test_es_lies_within_the_planned_time_and_rises_with_the_value(
    data: st.DataObject, planned: PlannedValue, actual: int
) -> None:
    less, more = sorted([data.draw(figures(planned)), data.draw(figures(planned))])
    low, high = (planned.earned_schedule(value, actual) for value in (less, more))
    assert 0 <= low <= high <= planned.duration


@settings(deadline=None)
@given(paths(whole=True), st.integers(1, 400))
def test_a_count_on_its_path_has_spi_1(planned: PlannedValue, actual: int) -> None:
    things = planned.expected(actual)
    if things < planned.goal:
        assert measure(planned, things, actual).spi == 1


@settings(deadline=None)
@given(paths(whole=False), st.integers(1, 400))
def test_an_amount_on_its_path_has_spi_1(planned: PlannedValue, actual: int) -> None:
    value = planned.at(actual)
    if value < planned.goal:
        assert measure(planned, value, actual).spi == 1


@settings(deadline=None)
@given(st.data(), paths(), st.integers(1, 450))
def test_spi_is_below_1_just_where_less_was_earned_than_planned(
    data: st.DataObject, planned: PlannedValue, actual: int
) -> None:
    """A thing that is called for at this very moment is not missing yet."""
    value = data.draw(figures(planned))
    spi = measure(planned, value, actual).spi
    assert spi is not None
    if value >= planned.goal:
        assert spi == Fraction(planned.duration, actual)
    elif value >= planned.expected(actual):
        assert spi >= 1
    elif not planned.whole or value < planned.expected(actual - 1):
        assert spi < 1


@settings(deadline=None)
@given(st.data(), paths(whole=False), st.integers(-20, 450))
def test_es_is_a_time_at_which_pv_was_what_has_been_earned(
    data: st.DataObject, planned: PlannedValue, actual: int
) -> None:
    value = data.draw(figures(planned))
    if planned.zero <= value <= planned.goal:
        assert planned.at(planned.earned_schedule(value, actual)) == value


@settings(deadline=None)
@given(st.data(), paths(), st.integers(1, 450))
def test_the_forecast_keeps_the_pace_so_far(
    data: st.DataObject, planned: PlannedValue, actual: int
) -> None:
    measures = measure(planned, data.draw(figures(planned)), actual)
    if measures.earned > 0:
        assert measures.forecast is not None
        assert measures.forecast * measures.earned == planned.duration * actual
    else:
        assert measures.forecast is None


# The walk day by day


@dataclass(frozen=True)
class Case:
    """An item as the plan would have it, and what stands on day `at` behind PV's beginning."""

    kind: str
    requirement: dict[str, Any]
    zero: int
    goal: int
    begin: int
    last: int
    path: tuple[tuple[int, int], ...]
    at: int
    value: Fraction

    def target(self) -> dict[str, Any]:
        path = [{"by": day(self.begin + n), "value": value} for n, value in self.path]
        more: dict[str, Any] = {"due": day(self.begin + self.last), "path": path}
        if self.kind == "level":
            more["baseline"] = {"date": day(self.begin), "value": self.zero}
        return target(self.kind, **self.requirement, **more)

    def expected(self) -> oracle.Expected:
        whole = self.kind == "count"
        path = [(n, Fraction(value)) for n, value in self.path]
        way = oracle.walk(self.last, Fraction(self.zero), Fraction(self.goal), path)
        return oracle.expect(way, self.value, self.at, whole=whole)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    kind = draw(st.sampled_from(["amount", "count", "milestone", "level"]))
    zero, goal, begin = 0, draw(st.integers(1, 40)), 0
    rising = ["at_least", "more_than"]
    falling = ["at_most", "less_than"] if kind == "level" else []
    operator = draw(st.sampled_from(rising + falling))
    requirement = {operator: goal}
    furthest = goal
    if kind == "count" and operator == "more_than":
        goal += 1
    if kind == "milestone":
        goal = furthest = 100
        requirement = {}
    if kind == "level":
        begin = draw(st.sampled_from([0, 40]))
        zero = furthest + draw(st.integers(1, 40)) * (1 if operator in falling else -1)
        zero = max(zero, 0)
    last = draw(st.integers(2, 250))
    days = sorted(draw(st.sets(st.integers(1, last - 1), max_size=3)))
    between = st.integers(min(zero, furthest), max(zero, furthest))
    values = sorted(
        draw(st.lists(between, min_size=len(days), max_size=len(days))),
        reverse=operator in falling,
    )
    units = 1 if kind == "count" else 4
    low, high = max(min(zero, goal) - 3, 0), max(zero, goal) + 3
    if kind == "milestone":
        high = 100
    return Case(
        kind,
        requirement,
        zero,
        goal,
        begin,
        last,
        tuple(zip(days, values, strict=True)),
        at=draw(st.integers(0 if begin == 0 else -10, last + 40)),
        value=Fraction(draw(st.integers(low * units, high * units)), units),
    )


@pytest.mark.slow
@settings(deadline=None, max_examples=800)
@given(cases())
def test_a_walk_day_by_day_comes_to_the_same(case: Case) -> None:
    start, r = day(case.begin), case.begin + case.at
    judged = judge(plan_of(case.target()), [(r, case.value)], as_of=r)
    expected = case.expected()
    measures = judged.measures
    assert measures is not None
    assert judged.expected == expected.planned
    assert measures.earned == expected.earned
    # Once it is overdue there is no pace left to tell of.
    over = judged.status == "overdue"
    assert measures.spi == (None if over else expected.spi)
    assert measures.tspi == (None if over else expected.tspi)
    if judged.status == "met" or expected.forecast is None:
        assert (judged.forecast, judged.forecast_range) == (None, None)
        return
    forecast = start + timedelta(ceil(expected.forecast))
    if forecast < day(r):
        assert (judged.forecast, judged.forecast_range) == (None, None)
        return
    assert judged.forecast == forecast
    assert expected.continued is not None
    # Of a single report each pace is that of the straight way to it.
    planned = start + timedelta(ceil(expected.continued))
    assert judged.forecast_range == (planned, planned)
    assert judged.likely == planned


@pytest.mark.slow
@settings(deadline=None, max_examples=800)
@given(cases())
def test_the_walk_day_by_day_gives_every_reason(case: Case) -> None:
    """Judged on the day of its only report, an item has just the reasons that the walk gives."""
    r = case.begin + case.at
    judged = judge(plan_of(case.target()), [(r, case.value)], as_of=r)
    if case.at < 0:
        assert judged.reasons == ("upcoming",)
        return
    if judged.status == "met":
        return
    expected, said = case.expected(), set()
    if case.at > case.last:
        said.add("overdue")
    if case.at * 6 >= case.last:
        assert expected.spi is not None
        if expected.spi < Fraction(4, 5) and case.at <= case.last:
            said.add("spi-off-track" if expected.spi < Fraction(3, 5) else "spi-at-risk")
        if case.kind == "level" and abs(case.goal - case.value) > abs(case.goal - case.zero):
            said.add("worse-than-zero")
    if expected.tspi is not None and expected.tspi > Fraction(11, 10):
        said.add("tspi-off-track" if expected.tspi > 2 else "tspi-at-risk")
    in_time = expected.forecast is not None and expected.forecast * 100 <= case.last * 101
    if 0 <= case.last - case.at <= 30 and not in_time:
        said.add("due-soon")
    assert set(judged.reasons) == (said or {"on-track"})
