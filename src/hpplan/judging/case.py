"""One item on one day: everything that the reasons for its status look at."""

from __future__ import annotations

from datetime import date, timedelta
from math import ceil
from typing import TYPE_CHECKING, NamedTuple

from hpplan.judging.met import met_since
from hpplan.judging.reported import Reported, reported_by
from hpplan.judging.schedule import Measures, PlannedValue, measure, planned_value
from hpplan.plan.items import Item, Terms, goal, terms_of
from hpplan.plan.model import relative_to_baseline

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hpplan.numbers import Number
    from hpplan.plan.model import Kind, Plan
    from hpplan.progress.series import Series


class Case(NamedTuple):
    """An item on a day, with what it is held to, what was reported, and what was planned.

    Attributes:
        item: the item.
        kind: the kind of its target.
        plan: its plan, with the thresholds of its policy.
        as_of: the day.
        day: the day up to which reports count: `as_of`, but of a duty no later than its end, as
            behind that there is nothing more to judge.
        terms: what the item is held to on the day.
        reported: what was reported up to the day.
        start: the day on which the planned value begins.
        zero: the value from which progress counts, where there is one yet.
        planned: PV, with the sign turned where less is better; None where there is nothing to
            measure by.
        measures: the measures of earned schedule at *r*.
        expected: PV(*r*), of whole things rounded down.
        met_on: the first day of the last unbroken run in which it was met; None if it is not.
    """

    item: Item
    kind: Kind
    plan: Plan
    as_of: date
    day: date
    terms: Terms
    reported: Reported
    start: date
    zero: Number | None
    planned: PlannedValue | None
    measures: Measures | None
    expected: Number | None
    met_on: date | None

    @property
    def silent_days(self) -> int:
        """Days without a word, from the latest of report, remark, start, issue and resumption."""
        spoken = self.reported.heard or date.min, self.terms.resumed or date.min
        since = max(self.start, self.plan.issued, *spoken)
        return (self.day - since).days

    @property
    def waits_for_baseline(self) -> bool:
        """Whether it is to better its baseline, which is not given yet."""
        return self.terms.requirement is None and bool(relative_to_baseline(self.item.target))

    @property
    def planned_now(self) -> Number | None:
        """PV at *r*, not rounded; at the as-of day where nothing was reported."""
        if self.planned is None:
            return None
        days = ((self.reported.day or self.as_of) - self.start).days
        return self.planned.at(days) * (-1 if self.reported.falling else 1)

    @property
    def finish(self) -> Number | None:
        """Days from the start to the finish at the pace so far; None with nothing earned."""
        value, zero = self.reported.value, self.zero
        if self.measures is None or value is None or zero is None or not self.better(value, zero):
            return None
        return self.measures.forecast

    @property
    def forecast(self) -> tuple[date, tuple[date, date]] | None:
        """The day of that finish, and the range from it to the one if the rest goes as planned.

        None also of a day that lies before the as-of day or beyond the calendar.
        """
        measures, finish = self.measures, self.finish
        if measures is None or finish is None:
            return None
        days = ceil(finish), ceil(measures.forecast_other)
        try:
            forecast, other = (self.start + timedelta(days=count) for count in days)
        except OverflowError:
            return None
        if forecast < self.as_of:
            return None
        return forecast, (min(forecast, other), max(forecast, other))

    def better(self, value: Number, other: Number) -> bool:
        """Tell whether one figure is more favourable than another."""
        return value < other if self.reported.falling else value > other


def case_of(item: Item, reports: Mapping[str, Series], plan: Plan, as_of: date) -> Case:
    """Return an item on a day, with what units reported on it up to then."""
    kind, terms = item.target.kind, terms_of(item, as_of)
    day = min(as_of, terms.due) if kind == "duty" else as_of
    reported = reported_by(item, terms, reports, day, plan.policy.silent_after)
    start, zero = _beginning(item, terms, reported)
    planned = None
    if reported.is_judged:
        planned = _planned(item, terms, start, zero, falling=reported.falling)
    measures, expected = _measured(planned, reported, start)
    return Case(
        item,
        kind,
        plan,
        as_of,
        day,
        terms,
        reported,
        start,
        zero,
        planned,
        measures,
        expected,
        met_since(terms, reported, as_of, plan.policy.silent_after),
    )


def _beginning(item: Item, terms: Terms, reported: Reported) -> tuple[date, Number | None]:
    """Return where PV begins: on the first day at 0, a level at its baseline or first report."""
    start, kind = item.start, item.target.kind
    if kind == "duty":
        return start, None
    if kind != "level":
        return start, 0
    # A baseline in another unit of measure says nothing.
    baseline = None if terms.counted_since else item.target.baseline
    if baseline and baseline.date >= terms.due:
        return start, baseline.value
    if baseline:
        return max(start, baseline.date), baseline.value
    first = reported.first
    return (max(start, first[0]), first[1]) if first else (start, None)


def _planned(
    item: Item, terms: Terms, start: date, zero: Number | None, *, falling: bool
) -> PlannedValue | None:
    """Return PV from its beginning to the requirement at the due date, through the checkpoints."""
    figure = goal(item, terms)
    if figure is None or zero is None:
        return None
    sign = -1 if falling else 1
    return planned_value(
        (terms.due - start).days,
        zero * sign,
        figure * sign,
        [((by - start).days, point * sign) for by, point in terms.path],
        whole=item.target.kind == "count",
    )


def _measured(
    planned: PlannedValue | None, reported: Reported, start: date
) -> tuple[Measures | None, Number | None]:
    """Return the measures at *r*, and PV(*r*)."""
    value, day = reported.value, reported.day
    if planned is None or value is None or day is None:
        return None, None
    sign = -1 if reported.falling else 1
    actual = (day - start).days
    return measure(planned, value * sign, actual), planned.expected(actual) * sign
