"""The measures of items under revisions, in a period, or of a member, against a walk day by day.

What a target is held to is worked out here from the words of the design alone: of each decision
what it says from its day on, of each year its own days, of each member its own rows. The rest is
the walk of oracle.py, and its paces are read off a line drawn through every day.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import oracle
from hpplan.judging.assess import assess
from hpplan.plan.items import Catalogue
from plans import day, plan_of, series_of, target

if TYPE_CHECKING:
    from hpplan.judging.assess import Assessment
    from hpplan.plan.items import Item
    from hpplan.plan.model import Plan

Dated = tuple[int, Fraction]


@dataclass(frozen=True)
class Decision:
    """What was decided on a day: a new due date, a new requirement, or both."""

    on: int
    due: int | None
    figure: int | None

    def written(self) -> dict[str, Any]:
        found: dict[str, Any] = {"on": day(self.on), "why": "调整"}
        if self.due is not None:
            found["due"] = day(self.due)
        if self.figure is not None:
            found["at_least"] = self.figure
        return found


@dataclass(frozen=True)
class Judged:
    """A case: an amount, its checkpoints, decisions, reports, and the day on which it is judged."""

    figure: int
    due: int
    path: tuple[tuple[int, int], ...]
    decisions: tuple[Decision, ...]
    reports: tuple[Dated, ...]
    as_of: int

    def target(self, **more: Any) -> dict[str, Any]:
        return target(
            "amount",
            at_least=self.figure,
            path=[{"by": day(by), "value": value} for by, value in self.path],
            revisions=[each.written() for each in self.decisions],
            **more,
        )

    def way(self) -> oracle.Walk:
        """What holds on the day: the last of what was decided by then, and the path up to it."""
        due, figure, path = self.due, self.figure, list(self.path)
        for each in sorted(self.decisions, key=lambda one: one.on):
            if each.on > self.as_of:
                break
            due = due if each.due is None else each.due
            if each.figure is not None:
                figure = each.figure
                path = [point for point in path if point[1] <= figure]
        points = [(by, Fraction(value)) for by, value in path if by < due]
        return oracle.walk(due, Fraction(0), Fraction(figure), points)


def line_of(way: oracle.Walk, reports: tuple[Dated, ...], *, whole: bool) -> list[Fraction]:
    """ES on every quarter of a day up to the last report, straight between reports from 0."""
    points = [(0, Fraction(0))]
    for on, value in reports:
        if on > 0:
            points.append((on, way.earned_schedule(value, on, whole=whole)))
    line = [Fraction(0)]
    for (left, low), (right, high) in itertools.pairwise(points):
        steps = (right - left) * 4
        line += [low + (high - low) * step / steps for step in range(1, steps + 1)]
    return line


def assert_as_walked(
    found: Assessment, way: oracle.Walk, reports: tuple[Dated, ...], *, whole: bool
) -> None:
    """That the measures are those of the walk, and slowing is told just where the line says so."""
    assert found.measures is not None
    actual, value = reports[-1]
    expected = oracle.expect(way, value, actual, whole=whole)
    assert found.expected == expected.planned
    assert found.measures.earned == expected.earned
    over = found.status == "overdue"
    assert found.measures.spi == (None if over else expected.spi)
    assert found.measures.tspi == (None if over else expected.tspi)
    if found.status == "met":
        assert found.paces is None
        return
    line = line_of(way, reports, whole=whole)
    assert len(line) == actual * 4 + 1
    half = (line[-1] - line[actual * 2]) / Fraction(actual, 2)
    quarter = (line[-1] - line[actual * 3]) / Fraction(actual, 4)
    assert found.paces is not None
    assert (found.paces.half, found.paces.quarter) == (half, quarter)
    needed = expected.tspi
    slows = (
        not over
        and needed is not None
        and actual * 3 >= way.last
        and len(reports) >= 3
        and needed * 10 > half * 11
        and needed * 10 > quarter * 11
    )
    assert ("slowing" in found.reasons) == slows


def judged_by(item: Item, unit: str, plan: Plan, reports: tuple[Dated, ...], on: int) -> Assessment:
    return assess(item, {unit: series_of(item, unit, list(reports))}, plan, day(on))


@st.composite
def histories(draw: st.DrawFn, until: int, most: int) -> tuple[Dated, ...]:
    """Totals, in halves, on days up to one; they may be corrected downwards."""
    days = sorted(draw(st.sets(st.integers(1, until), min_size=1, max_size=6)))
    return tuple((on, Fraction(draw(st.integers(0, most * 2)), 2)) for on in days)


@st.composite
def revised(draw: st.DrawFn) -> Judged:
    figure, due = draw(st.integers(2, 40)), draw(st.integers(20, 300))
    days = sorted(draw(st.sets(st.integers(1, due - 1), max_size=2)))
    values = sorted(draw(st.lists(st.integers(0, figure), min_size=len(days), max_size=len(days))))
    decisions = tuple(
        Decision(
            on,
            draw(st.none() | st.integers(10, 300)),
            draw(st.none() | st.integers(1, 60)),
        )
        for on in sorted(draw(st.sets(st.integers(0, 300), max_size=3)))
    )
    decisions = tuple(each for each in decisions if each.due or each.figure)
    reports = draw(histories(300, 60))
    as_of = draw(st.integers(reports[-1][0], reports[-1][0] + 60))
    return Judged(figure, due, tuple(zip(days, values, strict=True)), decisions, reports, as_of)


@pytest.mark.slow
@settings(deadline=None, max_examples=300)
@given(revised())
def test_under_revisions(case: Judged) -> None:
    plan = plan_of(case.target(due=day(case.due)))
    item = Catalogue(plan).items["1.1a"]
    found = judged_by(item, "a", plan, case.reports, case.as_of)
    assert_as_walked(found, case.way(), case.reports, whole=False)


SPANS: dict[str, tuple[str, date, date]] = {
    "2025": ("year", date(2025, 1, 1), date(2025, 12, 31)),
    "2026": ("year", date(2026, 1, 1), date(2026, 12, 31)),
    "2025H2": ("half", date(2025, 7, 1), date(2025, 12, 31)),
    "2026Q1": ("quarter", date(2026, 1, 1), date(2026, 3, 31)),
    "2026-02": ("month", date(2026, 2, 1), date(2026, 2, 28)),
}
"""Periods, with how often they recur, and their first and last days."""

DECIDED = date(2025, 9, 1)


@dataclass(frozen=True)
class Recurring:
    """A floor of each period: its figure, whether of whole things, and what was decided of it.

    Reports are dated from the period's first day on, and so is the day of judging.
    """

    period: str
    figure: int
    whole: bool
    revised_to: int | None
    reports: tuple[Dated, ...]
    as_of: int


@st.composite
def recurring(draw: st.DrawFn) -> Recurring:
    period, whole = draw(st.sampled_from(sorted(SPANS))), draw(st.booleans())
    _every, first, last = SPANS[period]
    reports = draw(histories((last - first).days, 40))
    if whole:
        reports = tuple((on, Fraction(int(value))) for on, value in reports)
    return Recurring(
        period,
        draw(st.integers(2, 30)),
        whole,
        draw(st.none() | st.integers(1, 40)),
        reports,
        reports[-1][0] + draw(st.integers(0, 60)),
    )


@pytest.mark.slow
@settings(deadline=None, max_examples=200)
@given(recurring())
def test_of_each_period_and_each_member(case: Recurring) -> None:
    """A decision of 2025-09-01 holds from its day on for every period that ends behind it."""
    every, first, last = SPANS[case.period]
    decisions = (
        [{"on": DECIDED, "at_least": case.revised_to, "why": "调整"}] if case.revised_to else []
    )
    plan = plan_of(
        target(
            "count" if case.whole else "amount",
            at_least=case.figure,
            every=every,
            each="team",
            revisions=decisions,
        ),
        end=date(2026, 12, 31),
    )
    begin, as_of = (first - date(2025, 1, 1)).days, first + timedelta(case.as_of)
    figure = case.figure
    if case.revised_to and as_of >= DECIDED:
        figure = case.revised_to
    way = oracle.walk((last - first).days, Fraction(0), Fraction(figure), [])
    items = Catalogue(plan).items
    for member in "bc":
        item = items[f"1.1a@{case.period}@{member}"]
        rows = tuple((begin + on, value) for on, value in case.reports)
        found = judged_by(item, member, plan, rows, begin + case.as_of)
        assert (found.start, found.terms.due) == (first, last)
        assert_as_walked(found, way, case.reports, whole=case.whole)
    # What one member reported says nothing of the other.
    assert judged_by(items[f"1.1a@{case.period}@b"], "c", plan, rows, 700).value is None
