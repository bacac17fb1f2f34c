"""Judging: what status an item has on a day, and every reason for it.

A pure function of the plan, the reported series and the as-of day. What has been reported is in
`reported`, what it comes to in `case`, the reasons one by one in `reasons`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from hpplan.judging.acting import behind, done_by
from hpplan.judging.case import case_of
from hpplan.judging.doubt import doubted
from hpplan.judging.met import judged_on, satisfied
from hpplan.judging.pace_reasons import is_lost
from hpplan.judging.paces import Outlook, outlook_of
from hpplan.judging.reasons import deciding, holding, was_on_course
from hpplan.judging.status import record_of
from hpplan.numbers import Number, exact
from hpplan.plan.items import Item, Terms, goal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hpplan.judging.case import Case
    from hpplan.judging.paces import Paces
    from hpplan.judging.reasons import Reason
    from hpplan.judging.schedule import Measures, PlannedValue
    from hpplan.judging.status import Status
    from hpplan.plan.model import Plan
    from hpplan.progress.series import Series


@dataclass(frozen=True)
class Assessment:
    """An item judged on a day.

    Attributes:
        item: the item.
        as_of: the day.
        terms: what it is held to.
        status: the first status that holds.
        lost: for an item off track, whether it is out of reach; None of all others.
        late: for a met item, whether it was met after its due date.
        reasons: the codes of all reasons that hold.
        value: the figure reported (a milestone's percentage); None where there is none.
        reported: r, the day that the figure speaks of.
        latest: the last report of each reporter that was heard from, (day, figure) by unit.
        words: by unit the day of its last remark or declaration.
        aside: reporters whose older reports do not hold r back.
        unheard: units taking part that were never heard from.
        taking_part: the units that answer for it, less those that declared to have no part.
        behind: the units that hold it back, whoever should move first standing first.
        done_by: the units whose part is done.
        declined: the units that declared to have no part in it.
        undivided: several units take part, and nobody divided the work.
        orphaned: nobody takes part: all have declared to have no part.
        doubted: the units whose latest figures are probably in another unit of measure.
        start: the day on which the planned value begins.
        zero: the value from which progress counts, where there is one.
        expected: PV(r), of whole things rounded down.
        planned: PV(r), not rounded; at the as-of day where nothing was reported.
        measures: the measures of earned schedule; SPI and TSPI are None once it is overdue.
        on_course: it was within all limits at its last report; asked of an overdue item alone.
        met_on: the first day of the last unbroken run in which the requirement was satisfied.
        judged_on: the report by which a level was judged at its due date.
        forecast: the day of completion at the pace so far, IEAC(t).
        silent_days: days since the last report, or since reports could be expected.
        basis: what it was judged by, for what is worked out only where it is asked for.
    """

    item: Item
    as_of: date
    terms: Terms
    status: Status
    reasons: tuple[Reason, ...]
    lost: bool | None = None
    late: bool = False
    value: Number | None = None
    reported: date | None = None
    latest: dict[str, tuple[date, Number | None]] = field(default_factory=dict)
    words: Mapping[str, date] = field(default_factory=dict)
    aside: tuple[str, ...] = ()
    unheard: tuple[str, ...] = ()
    taking_part: tuple[str, ...] = ()
    behind: tuple[str, ...] = ()
    done_by: tuple[str, ...] = ()
    declined: tuple[str, ...] = ()
    undivided: bool = False
    orphaned: bool = False
    doubted: tuple[str, ...] = ()
    start: date = date.min
    zero: Number | None = None
    expected: Number | None = None
    planned: Number | None = None
    measures: Measures | None = None
    on_course: bool = True
    met_on: date | None = None
    judged_on: date | None = None
    forecast: date | None = None
    silent_days: int = 0
    basis: Case | None = field(default=None, compare=False, repr=False)

    @property
    def days_left(self) -> int:
        """Days from the as-of day to the due date, negative behind it."""
        return (self.terms.due - self.as_of).days

    @property
    def progress(self) -> Number | None:
        """What was earned over what is required, a level's from its zero."""
        return self._share(self.value)

    @property
    def planned_progress(self) -> Number | None:
        """Likewise what was planned by the last report, or by now where there is none."""
        return self._share(self.planned)

    @cached_property
    def paces(self) -> Paces | None:
        """How fast it moved lately; None of what is settled, or where no time had passed."""
        return None if record_of(self.status).settled or not self.basis else self.basis.paces

    @cached_property
    def outlook(self) -> Outlook:
        """When it will be finished at the paces so far; empty of what is settled or not begun."""
        if not self.measures or (self.progress or 0) <= 0:
            return Outlook()
        paces = self.paces
        return outlook_of(self.start, self.measures, paces, self.as_of) if paces else Outlook()

    @property
    def likely(self) -> date | None:
        """The middle day of completion of three paces; None where that leads nowhere or is over."""
        return self.outlook.likely

    @property
    def forecast_range(self) -> tuple[date, date | None] | None:
        """The days of completion at the quickest and the slowest of three paces."""
        return self.outlook.range

    @property
    def gap(self) -> Number | None:
        """How far progress is behind what was planned, from 0 to 1; None where neither is known.

        0 of what is met; None of what is not judged by progress.
        """
        if self.status == "met":
            return 0
        planned = self.planned_progress
        if planned is None or record_of(self.status).settled:
            return None
        return min(max(planned - (self.progress or 0), 0), 1)

    def _share(self, figure: Number | None) -> Number | None:
        whole = goal(self.item, self.terms)
        if whole is None or figure is None or self.zero is None or whole == self.zero:
            return None
        if satisfied(self.terms, self.zero):  # to be kept up: there is no way to go
            return None
        return exact(Fraction(figure - self.zero) / (whole - self.zero))

    @property
    def lacks_only_closing_figure(self) -> bool:
        """Overdue, on course at its last report, and without a figure for its due date."""
        return (
            self.status == "overdue"
            and self.reported is not None
            and "no-closing-figure" in self.reasons
            and self.on_course
        )


class Trajectory(NamedTuple):
    """How an item was planned to move, and how it did.

    Attributes:
        start: the day on which the planned value begins.
        planned: PV from that day on; of a falling level with the sign turned; None where there is
            nothing to measure against.
        falling: whether less is better.
        reported: the combined figure on each day of a report, in order.
        parts: the figures of each reporter that was heard from, by unit.
    """

    start: date
    planned: PlannedValue | None
    falling: bool
    reported: tuple[tuple[date, Number], ...]
    parts: dict[str, tuple[tuple[date, Number | None], ...]]


def assess(item: Item, reports: Mapping[str, Series], plan: Plan, as_of: date) -> Assessment:
    """Judge an item on a day.

    Args:
        item: the item.
        reports: what was reported on it, by unit; what is dated behind the day does not count.
        plan: its plan.
        as_of: the day.
    """
    case = case_of(item, reports, plan, as_of)
    reported, found = case.reported, holding(case)
    status = deciding(found)
    reasons = tuple(each.reason for each in found)
    is_met, late = status == "met", "met-late" in reasons
    settled = record_of(status).settled
    return Assessment(
        item=item,
        as_of=as_of,
        terms=case.terms,
        status=status,
        reasons=reasons,
        lost=is_lost(case) if status == "off-track" else None,
        late=late,
        value=reported.value,
        reported=reported.day,
        latest=reported.latest,
        words=reported.words,
        aside=reported.aside,
        unheard=reported.unheard,
        taking_part=reported.taking_part,
        behind=behind(case, status),
        done_by=done_by(case, status),
        declined=reported.declined,
        undivided=reported.undivided,
        orphaned=reported.orphaned,
        doubted=doubted(item, goal(item, case.terms), reported),
        start=case.start,
        zero=case.zero,
        expected=case.expected,
        planned=case.planned_now,
        measures=_without_pace(case.measures) if status == "overdue" else case.measures,
        on_course=status != "overdue" or was_on_course(case),
        met_on=case.met_on if is_met else None,
        judged_on=judged_on(case.terms, reported, as_of) if is_met and not late else None,
        forecast=None if settled else case.forecast,
        silent_days=case.silent_days,
        basis=case,
    )


def _without_pace(measures: Measures | None) -> Measures | None:
    """Return the measures of an overdue item, of which no pace of the rest is to be told."""
    return measures._replace(spi=None, tspi=None) if measures else None


def trajectory(item: Item, reports: Mapping[str, Series], plan: Plan, as_of: date) -> Trajectory:
    """Return how an item was planned to move, and how it did up to a day."""
    case = case_of(item, reports, plan, as_of)
    parts = {
        unit: tuple(zip(series.days[:count], series.values[:count], strict=True))
        for unit, (series, count) in case.reported.series.items()
    }
    history = tuple(case.reported.history())
    return Trajectory(case.start, case.planned, case.reported.falling, history, parts)
