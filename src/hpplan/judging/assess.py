"""Judging: what status an item has on a day, and every reason for it.

A pure function of the plan, the reported series and the as-of day.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING, Any, Literal

from hpplan.judging.schedule import Measures, PlannedValue, measure, planned_value
from hpplan.numbers import Number, exact
from hpplan.plan.items import Item, Terms, goal, terms_of
from hpplan.plan.model import FALLING, satisfies

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hpplan.plan.model import Plan, Policy
    from hpplan.progress.series import Series

Status = Literal[
    "withdrawn",
    "upcoming",
    "met",
    "kept",
    "overdue",
    "off-track",
    "at-risk",
    "silent",
    "unrated",
    "on-track",
]
STATUSES: tuple[Status, ...] = Status.__args__  # type: ignore[attr-defined]
SETTLED: tuple[Status, ...] = ("withdrawn", "upcoming", "met")
"""The statuses in which nothing is open."""

URGENT: tuple[Status, ...] = ("overdue", "off-track", "at-risk")
"""The statuses that work can mend, the most pressing first; silence is no verdict on work."""

ATTENTION: tuple[Status, ...] = (*URGENT, "silent")

Reason = Literal[
    "withdrawn",
    "upcoming",
    "met",
    "met-late",
    "kept",
    "overdue",
    "no-closing-figure",
    "spi-off-track",
    "tspi-off-track",
    "worse-than-zero",
    "no-longer-met",
    "spi-at-risk",
    "tspi-at-risk",
    "due-soon",
    "silent",
    "illegible",
    "no-baseline",
    "first-report-awaited",
    "on-track",
]

_OFF_TRACK = frozenset({"spi-off-track", "tspi-off-track", "worse-than-zero", "no-longer-met"})
_AT_RISK = frozenset({"spi-at-risk", "tspi-at-risk", "due-soon"})
_UNRATED = frozenset({"illegible", "no-baseline"})

EARLY = 6
"""Before PD/6 has passed, SPI and a level's retreat are not judged."""

SLACK = 100
"""A forecast may pass the due date by PD/100 before an item that is due soon is at risk."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """An item judged on a day.

    Attributes:
        item: the item.
        as_of: the day.
        terms: what it is held to.
        status: the first status that holds.
        late: for a met item, whether it was met after its due date.
        reasons: the codes of all reasons that hold.
        value: the figure reported (a milestone's percentage); None where there is none.
        reported: r, the day that the figure speaks of.
        latest: the last report of each reporter that was heard from, (day, figure) by unit.
        aside: reporters whose older reports do not hold r back.
        unheard: reporters that were never heard from.
        start: the day on which the planned value begins.
        zero: the value from which progress counts, where there is one.
        expected: PV(r), of whole things rounded down.
        measures: the measures of earned schedule.
        met_on: the first day of the last unbroken run in which the requirement was satisfied.
        judged_on: the report by which a level was judged at its due date.
        forecast: the day of completion at the pace so far.
        forecast_range: that day and the one if the rest goes as planned, earlier first.
        silent_days: days since the last report, or since reports could be expected.
    """

    item: Item
    as_of: date
    terms: Terms
    status: Status
    reasons: tuple[Reason, ...]
    late: bool = False
    value: Number | None = None
    reported: date | None = None
    latest: dict[str, tuple[date, Number | None]] = field(default_factory=dict)
    aside: tuple[str, ...] = ()
    unheard: tuple[str, ...] = ()
    start: date = date.min
    zero: Number | None = None
    expected: Number | None = None
    measures: Measures | None = None
    met_on: date | None = None
    judged_on: date | None = None
    forecast: date | None = None
    forecast_range: tuple[date, date] | None = None
    silent_days: int = 0

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
        """Likewise what the plan expected by the last report."""
        return self._share(self.expected)

    def _share(self, figure: Number | None) -> Number | None:
        whole = goal(self.item, self.terms)
        if whole is None or figure is None or self.zero is None or whole == self.zero:
            return None
        return exact(Fraction(figure - self.zero) / (whole - self.zero))

    @property
    def lacks_only_closing_figure(self) -> bool:
        """Overdue, on course at its last report, and without a figure for its due date."""
        return (
            self.status == "overdue"
            and self.reported is not None
            and "no-closing-figure" in self.reasons
            and not _OFF_TRACK.intersection(self.reasons)
            and not _AT_RISK.intersection(self.reasons)
        )


@dataclass(frozen=True, slots=True)
class Trajectory:
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


def trajectory(item: Item, reports: Mapping[str, Series], plan: Plan, as_of: date) -> Trajectory:
    """How an item was planned to move, and how it did up to a day."""
    return _Judge(item, reports, plan, as_of).trajectory()


def assess(item: Item, reports: Mapping[str, Series], plan: Plan, as_of: date) -> Assessment:
    """An item judged on a day by the series of its reporters."""
    return _Judge(item, reports, plan, as_of).judge()


class _Judge:
    """One item on one day."""

    def __init__(self, item: Item, reports: Mapping[str, Series], plan: Plan, as_of: date) -> None:
        self.item = item
        self.kind = item.target.kind
        self.plan = plan
        self.policy: Policy = plan.policy
        self.as_of = as_of
        self.terms = terms_of(item, as_of)
        # A duty is never finished, so behind its end there is nothing more to judge.
        self.day = min(as_of, self.terms.due) if self.kind == "duty" else as_of
        self.series = {
            unit: (series, count)
            for unit in item.reporters
            if (series := reports.get(unit)) and (count := bisect_right(series.days, self.day))
        }
        self.latest = {
            unit: (series.days[count - 1], series.values[count - 1])
            for unit, (series, count) in self.series.items()
        }
        self.newest = max((day for day, _value in self.latest.values()), default=None)
        self.reported, self.aside = self._day_of_report()
        self.value = self._combined(list(self.latest.values()))
        self.start, self.zero = self._beginning()
        self.measures, self.expected = self._measures()

    def judge(self) -> Assessment:
        """The assessment."""
        if self.terms.withdrawn:
            return self._result("withdrawn", ["withdrawn"])
        if self.as_of < self.start:
            return self._result("upcoming", ["upcoming"])
        if self.kind == "duty":
            return self._duty()
        if met_on := self._met_on():
            late = met_on > self.terms.due
            return self._result(
                "met",
                ["met", "met-late"] if late else ["met"],
                late=late,
                met_on=met_on,
                judged_on=None if late else self._judged_on(),
            )
        return self._open()

    def trajectory(self) -> Trajectory:
        """What was planned, and what was reported."""
        parts = {
            unit: tuple(zip(series.days[:count], series.values[:count], strict=True))
            for unit, (series, count) in self.series.items()
        }
        history = tuple(self._history())
        return Trajectory(self.start, self._planned(), self._falling, history, parts)

    def _duty(self) -> Assessment:
        limit = timedelta(days=self.policy.silent_after)
        if self.newest and self.day - self.newest <= limit:
            return self._result("kept", ["kept"])
        if self._silent:
            return self._result("silent", ["silent"])
        return self._result("on-track", ["on-track" if self.newest else "first-report-awaited"])

    def _open(self) -> Assessment:
        """An item whose requirement is not satisfied, or cannot be read."""
        forecast, forecast_range, by_due = self._forecast()
        reasons = [*self._overdue(), *self._behind(), *self._retreat()]
        if not by_due and self._due_soon():
            reasons.append("due-soon")
        if self._silent:
            reasons.append("silent")
        if self.newest and self.terms.requirement is None:
            reasons.append("illegible")
        if self._lone_level():
            reasons.append("no-baseline")
        status = _status(reasons)
        if status == "on-track":
            reasons.append("on-track" if self.newest else "first-report-awaited")
        return self._result(status, reasons, forecast=forecast, forecast_range=forecast_range)

    def _result(self, status: Status, reasons: Sequence[Reason], **more: Any) -> Assessment:
        return Assessment(
            item=self.item,
            as_of=self.as_of,
            terms=self.terms,
            status=status,
            reasons=tuple(reasons),
            value=self.value,
            reported=self.reported,
            latest=self.latest,
            aside=self.aside,
            unheard=tuple(unit for unit in self.item.reporters if unit not in self.latest),
            start=self.start,
            zero=self.zero,
            expected=self.expected,
            measures=self.measures,
            silent_days=self._silent_days,
            **more,
        )

    # What has been reported

    def _day_of_report(self) -> tuple[date | None, tuple[str, ...]]:
        """*r*, and the reporters whose older reports do not hold it back."""
        newest = self.newest
        if newest is None:
            return None, ()
        if self.kind == "level":
            return newest, ()
        reach = timedelta(days=self.policy.silent_after)
        aside = tuple(unit for unit, (day, _v) in self.latest.items() if newest - day > reach)
        holding = [
            day
            for unit, (day, value) in self.latest.items()
            if unit not in aside and not (self.kind == "milestone" and value == 100)  # noqa: PLR2004
        ]
        return min(holding, default=newest), aside

    def _combined(self, latest: Sequence[tuple[date, Number | None]]) -> Number | None:
        """A sum of totals, the least of percentages, or the newest figure."""
        values = [value for _day, value in latest if value is not None]
        if not values:
            return None
        if self.kind == "milestone":
            return min(values)
        if self.kind == "level":
            newest = max(day for day, _value in latest)
            return self._worse([v for day, v in latest if day == newest and v is not None])
        return sum(values)

    def _worse(self, values: list[Number]) -> Number:
        """Of several figures of one day the less favourable."""
        return max(values) if self._falling else min(values)

    @property
    def _falling(self) -> bool:
        """Whether less is better."""
        requirement = self.terms.requirement
        return requirement is not None and requirement[0] in FALLING

    @property
    def _silent_days(self) -> int:
        """Days without a report, counted from the latest of last report, start and issue."""
        since = max(self.start, self.plan.issued, self.newest or date.min)
        return (self.day - since).days

    @property
    def _silent(self) -> bool:
        return self._silent_days > self.policy.silent_after

    def _history(self) -> list[tuple[date, Number]]:
        """The combined figure on each day of a report, in order."""
        if len(self.series) == 1:
            ((series, count),) = self.series.values()
            pairs = zip(series.days[:count], series.values[:count], strict=True)
            return [(day, value) for day, value in pairs if value is not None]
        events = sorted(
            (day, unit, value)
            for unit, (series, count) in self.series.items()
            for day, value in zip(series.days[:count], series.values[:count], strict=True)
            if value is not None
        )
        latest: dict[str, tuple[date, Number | None]] = {}
        history: dict[date, Number] = {}
        for day, unit, value in events:
            latest[unit] = (day, value)
            combined = self._combined(list(latest.values()))
            if combined is not None:
                history[day] = combined
        return list(history.items())

    # The requirement

    def _satisfied(self, value: Number | None) -> bool:
        return (
            value is not None
            and self.terms.requirement is not None
            and satisfies(self.terms.requirement[0], value, self.terms.requirement[1])
        )

    def _met_on(self) -> date | None:
        """The first day of the last unbroken run in which the item was met; None if it is not."""
        if self.newest is None or self.terms.requirement is None:
            return None
        if self.kind == "level":
            return self._level_met_on(self.newest)
        return self._run(self._history()) if self._satisfied(self.value) else None

    def _level_met_on(self, newest: date) -> date | None:
        """A level is judged at its due date, or else by the first later report that satisfies."""
        history, due = self._history(), self.terms.due
        if self.as_of <= due:
            stale = (self.as_of - newest).days > self.policy.silent_after
            return None if stale else self._run(history)
        if met_on := self._run([entry for entry in history if entry[0] <= due]):
            return met_on
        return next((day for day, value in history if day > due and self._satisfied(value)), None)

    def _judged_on(self) -> date | None:
        """The day of a level's last report up to its due date, once that has passed."""
        if self.kind != "level" or self.as_of <= self.terms.due:
            return None
        return max((day for day, _v in self._history() if day <= self.terms.due), default=None)

    def _run(self, history: Sequence[tuple[date, Number]]) -> date | None:
        """The first day of the run of satisfying figures at a history's end."""
        first = None
        for day, value in reversed(history):
            if not self._satisfied(value):
                break
            first = day
        return first

    # Earned schedule

    def _beginning(self) -> tuple[date, Number | None]:
        """Where PV begins: its day, and its zero where there is one yet."""
        start = self.item.start
        if self.kind == "duty":
            return start, None
        if self.kind != "level":
            return start, 0
        baseline = self.item.target.baseline
        if baseline and baseline.date >= self.terms.due:
            return start, baseline.value
        if baseline:
            return max(start, baseline.date), baseline.value
        firsts = [(series.days[0], series.values[0]) for series, _count in self.series.values()]
        if not firsts:
            return start, None
        first = min(day for day, _value in firsts)
        zero = self._worse([value for day, value in firsts if day == first and value is not None])
        return max(start, first), zero

    def _planned(self) -> PlannedValue | None:
        """PV, with the sign turned where less is better."""
        figure, zero = goal(self.item, self.terms), self.zero
        if figure is None or zero is None:
            return None
        sign = -1 if self._falling else 1
        return planned_value(
            (self.terms.due - self.start).days,
            zero * sign,
            figure * sign,
            [((by - self.start).days, point * sign) for by, point in self.terms.path],
            whole=self.kind == "count",
        )

    def _measures(self) -> tuple[Measures | None, Number | None]:
        """The measures at *r*, and PV(r)."""
        planned, value = self._planned(), self.value
        if planned is None or value is None or self.reported is None:
            return None, None
        sign = -1 if self._falling else 1
        actual = (self.reported - self.start).days
        return measure(planned, value * sign, actual), planned.expected(actual) * sign

    def _forecast(self) -> tuple[date | None, tuple[date, date] | None, bool]:
        """The forecast, its range, and whether it lies by the due date with its slack."""
        measures, value, zero = self.measures, self.value, self.zero
        earned = value is not None and zero is not None and self._better(value, zero)
        if not measures or measures.forecast is None or not earned:
            return None, None, False
        slack = Fraction(measures.duration, SLACK)
        by_due = measures.forecast <= measures.duration + slack
        days = ceil(measures.forecast), ceil(measures.forecast_other)
        try:
            forecast, other = (self.start + timedelta(days=count) for count in days)
        except OverflowError:
            return None, None, by_due
        if forecast < self.as_of:
            return None, None, by_due
        return forecast, (min(forecast, other), max(forecast, other)), by_due

    def _better(self, value: Number, zero: Number) -> bool:
        return value < zero if self._falling else value > zero

    # The reasons

    @property
    def _early(self) -> bool:
        """Whether too little of the time has passed to judge SPI, or a level's retreat."""
        if self.reported is None:
            return True
        return (self.reported - self.start) * EARLY < self.terms.due - self.start

    def _overdue(self) -> list[Reason]:
        if self.as_of <= self.terms.due or self.terms.requirement is None:
            return []
        if self.newest is None or self.newest < self.terms.due:
            return ["overdue", "no-closing-figure"]
        return ["overdue"]

    def _behind(self) -> list[Reason]:
        """What SPI and TSPI say."""
        reasons: list[Reason] = []
        if self.measures is None:
            return reasons
        policy, spi, tspi = self.policy, self.measures.spi, self.measures.tspi
        if spi is not None and not self._early:
            if spi < policy.off_track_spi:
                reasons.append("spi-off-track")
            elif spi < policy.at_risk_spi:
                reasons.append("spi-at-risk")
        if tspi is not None:
            if tspi > policy.off_track_tspi:
                reasons.append("tspi-off-track")
            elif tspi > policy.at_risk_tspi:
                reasons.append("tspi-at-risk")
        return reasons

    def _retreat(self) -> list[Reason]:
        """Whether a level that does not satisfy has gone the wrong way."""
        reasons: list[Reason] = []
        value, zero = self.value, self.zero
        if self.kind != "level" or value is None or self._satisfied(value):
            return reasons
        if zero is not None and not self._early and self._better(zero, value):
            reasons.append("worse-than-zero")
        if any(self._satisfied(earlier) for _day, earlier in self._history()):
            reasons.append("no-longer-met")
        return reasons

    def _due_soon(self) -> bool:
        """Whether the due date is near, and a figure is reported that does not satisfy already."""
        if self.value is None or self.terms.requirement is None:
            return False
        if self.kind == "level" and self._satisfied(self.value):
            return False
        return 0 <= (self.terms.due - self.as_of).days <= self.policy.due_soon

    def _lone_level(self) -> bool:
        """Whether this is a level without baseline that has been reported on a single day."""
        if self.kind != "level" or self.item.target.baseline or self.terms.requirement is None:
            return False
        return len({day for series, n in self.series.values() for day in series.days[:n]}) == 1


def _status(reasons: Sequence[Reason]) -> Status:
    """The first status that one of the reasons of an open item stands for."""
    if "overdue" in reasons:
        return "overdue"
    if _OFF_TRACK.intersection(reasons):
        return "off-track"
    if _AT_RISK.intersection(reasons):
        return "at-risk"
    if "silent" in reasons:
        return "silent"
    return "unrated" if _UNRATED.intersection(reasons) else "on-track"
