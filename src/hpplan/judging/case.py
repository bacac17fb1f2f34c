"""One item on one day: everything that the reasons for its status look at."""

from __future__ import annotations

from datetime import date, timedelta
from math import ceil, floor
from typing import TYPE_CHECKING, NamedTuple

from hpplan.judging.met import met_since
from hpplan.judging.paces import HALF, LAST_QUARTER, Paces, pace_since
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
        planned_now: PV at *r*, not rounded; at the as-of day where nothing was reported.
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
    planned_now: Number | None
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

    def pace_since(self, quarters: int) -> Number | None:
        """Return the pace from so many quarters of AT on; None where no pace can be told.

        It takes a look-up of ES at that moment, and is worked out only where it is asked for.
        """
        if not self.planned or not self.measures or self.measures.actual <= 0:
            return None
        return pace_since(quarters, self.reported, self.planned, self.measures, self.start)

    @property
    def paces(self) -> Paces | None:
        """How fast it moved lately; None where no time had passed at *r*."""
        half, quarter = self.pace_since(HALF), self.pace_since(LAST_QUARTER)
        return None if half is None or quarter is None else Paces(half, quarter)

    @property
    def is_over(self) -> bool:
        """Whether the due date has passed, of an item with a figure to reach."""
        return self.as_of > self.terms.due and self.terms.requirement is not None

    @property
    def expected(self) -> Number | None:
        """PV(*r*), of whole things rounded down."""
        if self.measures is None or self.planned_now is None:
            return None
        return floor(self.planned_now) if self.kind == "count" else self.planned_now

    @property
    def finish(self) -> Number | None:
        """Days from the start to the finish at the pace so far; None with nothing earned."""
        value, zero = self.reported.value, self.zero
        if self.measures is None or value is None or zero is None or not self.better(value, zero):
            return None
        return self.measures.forecast

    @property
    def forecast(self) -> date | None:
        """The day of that finish; None also before the as-of day or beyond the calendar."""
        finish = self.finish
        try:
            forecast = None if finish is None else self.start + timedelta(days=ceil(finish))
        except OverflowError:
            return None
        return None if forecast is None or forecast < self.as_of else forecast

    def better(self, value: Number, other: Number) -> bool:
        """Tell whether one figure is more favourable than another."""
        return value < other if self.reported.falling else value > other


def case_of(item: Item, reports: Mapping[str, Series], plan: Plan, as_of: date) -> Case:
    """Return an item on a day, with what units reported on it up to then."""
    kind, terms = item.target.kind, terms_of(item, as_of)
    day = min(as_of, terms.due) if kind == "duty" else as_of
    reported = reported_by(item, terms, reports, day, plan.policy.silent_after)
    start, zero = _beginning(item, terms, reported)
    met_on = met_since(terms, reported, as_of, plan.policy.silent_after)
    planned = measures = planned_now = None
    if reported.is_judged:
        planned = _planned(item, terms, start, zero, falling=reported.falling)
    if planned:
        measures = _measured(planned, reported, start)
        days = ((reported.day or as_of) - start).days
        planned_now = planned.at(days) * (-1 if reported.falling else 1)
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
        planned_now,
        met_on,
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


def _measured(planned: PlannedValue, reported: Reported, start: date) -> Measures | None:
    """Return the measures at *r*; None where nothing was reported."""
    if reported.value is None or reported.day is None:
        return None
    sign = -1 if reported.falling else 1
    return measure(planned, reported.value * sign, (reported.day - start).days)
