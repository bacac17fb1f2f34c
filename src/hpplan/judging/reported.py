"""What has been reported on an item up to a day, and what it comes to.

Several units may report on one item. What they report is a sum of totals where it adds up, the
least percentage of a milestone, and the newest figure of a level.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from hpplan.plan.model import FALLING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date

    from hpplan.numbers import Number
    from hpplan.plan.items import Item, Terms
    from hpplan.plan.model import Kind
    from hpplan.progress.series import Series

LatestReports: TypeAlias = "dict[str, tuple[date, Number | None]]"
Inheritance: TypeAlias = "Mapping[str, tuple[date, Sequence[str]]]"
DatedFigure: TypeAlias = "tuple[date, Number]"

FULL_PERCENTAGE = 100
"""The percentage of a milestone that is done."""


class Reported(NamedTuple):
    """What has been reported on an item up to a day.

    Attributes:
        kind: the kind of its target, which says how the figures of several units combine.
        falling: whether less is better.
        series: what each reporter that was heard from reported, and how many of those reports are
            dated up to the day.
        latest: the last report of each of them, (day, figure) by unit; a duty has no figures.
        inherited: of each unit that has ended its last day and those that go on for it, where its
            figure counts only until theirs of later days do.
        taking_part: the units that answer for the item on the day, and have not declared that they
            have no part in it.
        declined: the units that have declared so, whose figures do not count.
        unheard: the units taking part that have said nothing at all.
        complete: of a milestone the first day by which each unit taking part has reported a figure;
            None where one never has.
        undivided: several take part, and nobody divided the work among them.
        newest: the day of the last report that counts; None where nothing was reported.
        heard: the day of the last report or remark.
        words: by unit the day of its last remark or declaration.
        day: *r*, the day that the combined figure speaks of: that of the oldest part which it
            still rests on.
        aside: reporters whose older reports do not hold that day back.
        value: the combined figure; None where there is none.
    """

    kind: Kind
    falling: bool
    series: Mapping[str, tuple[Series, int]]
    latest: LatestReports
    inherited: Inheritance
    taking_part: tuple[str, ...]
    declined: tuple[str, ...]
    unheard: tuple[str, ...]
    complete: date | None
    undivided: bool
    newest: date | None
    heard: date | None
    words: Mapping[str, date]
    day: date | None
    aside: tuple[str, ...]
    value: Number | None

    @property
    def orphaned(self) -> bool:
        """Whether nobody takes part, since all who could have declared that they do not."""
        return not self.taking_part and bool(self.declined)

    @property
    def is_judged(self) -> bool:
        """Whether the figures can be held to the requirement.

        A level is measured by one unit: of several, while nobody said which, no figure holds.
        """
        return not (self.kind == "level" and self.undivided)

    def history(self) -> list[tuple[date, Number]]:
        """Return the combined figure on each day of a report, in order."""
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
        found: dict[date, Number] = {}
        if self.kind != "level" and not self.inherited:
            parts: dict[str, Number] = {}
            for day, unit, value in events:
                parts[unit] = value
                found[day] = (
                    min(parts.values()) if self.kind == "milestone" else sum(parts.values())
                )
            return list(found.items())
        latest: LatestReports = {}
        for day, unit, value in events:
            latest[unit] = (day, value)
            standing = _standing(latest, self.inherited)
            figure = combined(standing.values(), self.kind, falling=self.falling)
            if figure is not None:
                found[day] = figure
        return list(found.items())

    def around(self, day: date) -> tuple[DatedFigure | None, DatedFigure | None]:
        """Return the last combined figure up to a day, and the first one behind it."""
        if len(self.series) == 1 and not self.inherited:
            ((series, count),) = self.series.values()
            behind = bisect_right(series.days, day, hi=count)
            return series.figure(behind - 1, count), series.figure(behind, count)
        last, following = [], []
        for series, count in self.series.values():
            behind = bisect_right(series.days, day, hi=count)
            last += series.days[behind - 1 : behind]
            following += series.days[behind : behind + (behind < count)]
        return (
            self._standing_on(max(last)) if last else None,
            self._standing_on(min(following)) if following else None,
        )

    def _standing_on(self, day: date) -> DatedFigure | None:
        """Return the combined figure on a day, beside the day."""
        latest: LatestReports = {}
        for unit, (series, count) in self.series.items():
            if known := bisect_right(series.days, day, hi=count):
                latest[unit] = (series.days[known - 1], series.values[known - 1])
        standing = _standing(latest, self.inherited)
        figure = combined(standing.values(), self.kind, falling=self.falling)
        return None if figure is None else (day, figure)

    def shares(self) -> dict[str, Number]:
        """Return how far each unit taking part is with its part of a milestone, in percent.

        The least of what it reported and of what it took over and has not reported on since.
        """
        found: dict[str, Number] = {}
        for unit, (_day, value) in _standing(self.latest, self.inherited).items():
            for owner in self.inherited[unit][1] if unit in self.inherited else (unit,):
                found[owner] = min(value or 0, found.get(owner, FULL_PERCENTAGE))
        return found

    def on_days(self, least: int) -> bool:
        """Tell whether there are reports on at least so many days."""
        if any(count >= least for _series, count in self.series.values()):
            return True
        return len(self.series) > 1 and len(self.days) >= least

    @property
    def first(self) -> tuple[date, Number | None] | None:
        """The first day of a report, and the figure of that day; None without any."""
        firsts = [(series.days[0], series.values[0]) for series, _count in self.series.values()]
        if not firsts:
            return None
        day = min(each for each, _value in firsts)
        values = [value for each, value in firsts if each == day and value is not None]
        return day, less_favourable(values, falling=self.falling) if values else None

    @property
    def days(self) -> set[date]:
        """The days of all reports."""
        return {day for series, count in self.series.values() for day in series.days[:count]}


def reported_by(
    item: Item, terms: Terms, reports: Mapping[str, Series], day: date, silent_after: int
) -> Reported:
    """Return what an item's reporters have reported on it up to a day.

    Args:
        item: the item; what units report that are none of its reporters does not count.
        terms: what it is held to.
        reports: what was reported, by unit.
        day: the day.
        silent_after: days beyond which a reporter that is behind the newest is left aside.
    """
    kind = item.target.kind
    falling = terms.requirement is not None and terms.requirement[0] in FALLING
    given = {unit: found for unit in item.reporters if (found := reports.get(unit))}
    known, since = given, terms.counted_since
    if since:  # what was reported before is in another unit of measure
        known = {unit: found.since(since) for unit, found in given.items()}
    declined = tuple(
        unit for unit, found in known.items() if found.declared and found.has_declined(day)
    )
    taking_part = item.acting(day)
    if declined:
        taking_part = tuple(unit for unit in taking_part if unit not in declined)
    series = {
        unit: (found, count)
        for unit, found in known.items()
        if unit not in declined and (count := bisect_right(found.days, day))
    }
    latest = {
        unit: (found.days[count - 1], found.values[count - 1])
        for unit, (found, count) in series.items()
    }
    inherited: Inheritance = {}
    if item.tenures and kind in {"milestone", "level"}:
        last_days = {each.unit: each.until or day for each in item.tenures}
        inherited = {
            unit: (
                last_days[unit],
                [heir for heir in item.heirs(unit, day) if heir in taking_part] or taking_part,
            )
            for unit in latest
            if unit not in taking_part
        }
    standing = _standing(latest, inherited)
    newest = max((on for on, _value in standing.values()), default=None)
    remarks = (found.remarks.days for found in known.values() if found.remarks)
    heard = [each for days in remarks for each in days[: bisect_right(days, day)][-1:]]
    if since:
        before = (found.days for unit, found in given.items() if unit not in declined)
        heard += [each for days in before for each in days[: bisect_left(days, since)][-1:]]
    parts = standing
    if item.tenures:  # what ended holds nothing back, unless there is nothing else
        parts = {unit: report for unit, report in standing.items() if unit in taking_part}
    figure_day, aside = _day_of_figure(kind, parts or standing, silent_after)
    return Reported(
        kind,
        falling,
        series,
        latest,
        inherited,
        taking_part,
        declined,
        tuple(
            unit
            for unit in taking_part
            if unit not in series and not _was_heard(given.get(unit), day)
        ),
        _complete(item, day, series, taking_part) if kind == "milestone" else None,
        is_undivided(item, taking_part),
        newest,
        max(heard if newest is None else [newest, *heard], default=None),
        {
            unit: last
            for unit, found in known.items()
            if (found.remarks or found.declared) and (last := _last_words(found, day))
        },
        figure_day,
        aside,
        combined(standing.values(), kind, falling=falling),
    )


def _last_words(series: Series, day: date) -> date | None:
    """Return the day of a unit's last remark or declaration up to a day; None without any."""
    parts = (part.days for part in (series.remarks, series.declared) if part)
    return max((days[n - 1] for days in parts if (n := bisect_right(days, day))), default=None)


def _was_heard(series: Series | None, day: date) -> bool:
    """Tell whether a unit has said anything up to a day."""
    return series is not None and any(part.days and part.days[0] <= day for part in series.parts())


def _standing(latest: LatestReports, inherited: Inheritance) -> LatestReports:
    """Return the reports that count: of a unit that has ended, until all its heirs have theirs.

    What an heir reported of a day before speaks of its own part alone. For good, where nobody goes
    on for it.
    """
    if not inherited:
        return latest
    return {
        unit: report
        for unit, report in latest.items()
        if unit not in inherited or not _is_replaced(latest, *inherited[unit])
    }


def _is_replaced(latest: LatestReports, until: date, heirs: Sequence[str]) -> bool:
    """Tell whether all heirs of a unit have reported of days behind its last one."""
    return bool(heirs) and all(heir in latest and latest[heir][0] > until for heir in heirs)


def _complete(
    item: Item,
    day: date,
    series: Mapping[str, tuple[Series, int]],
    taking_part: Collection[str],
) -> date | None:
    """Return the first day by which each unit taking part has a figure, its own or inherited.

    Where all have ended, what they had reported stands.
    """
    first = {unit: found.days[0] for unit, (found, _count) in series.items()}
    for unit in list(first) if item.tenures else ():
        for heir in item.heirs(unit, day):
            first[heir] = min(first[unit], first.get(heir, first[unit]))
    if any(unit not in first for unit in taking_part):
        return None
    return max((first[unit] for unit in taking_part or first), default=None)


def is_undivided(item: Item, taking_part: Collection[str]) -> bool:
    """Tell whether several units take part in an item, and nobody said which of them report."""
    return len(taking_part) > 1 and item.target.reporters is None and item.target.each is None


def _day_of_figure(
    kind: Kind, latest: LatestReports, silent_after: int
) -> tuple[date | None, tuple[str, ...]]:
    """Return *r*, and the reporters whose older reports do not hold it back.

    A level is its newest figure. A sum, or the least of percentages, is as old as its oldest part,
    but for parts of a milestone that are done, and for what is `silent_after` days behind the rest.
    """
    newest = max((day for day, _value in latest.values()), default=None)
    if newest is None:
        return None, ()
    if kind == "level" or len(latest) == 1:
        return newest, ()
    reach = timedelta(days=silent_after)
    aside = tuple(unit for unit, (day, _value) in latest.items() if newest - day > reach)
    holding = [
        day
        for unit, (day, value) in latest.items()
        if unit not in aside and not (kind == "milestone" and value == FULL_PERCENTAGE)
    ]
    return min(holding, default=newest), aside


def combined(
    latest: Collection[tuple[date, Number | None]], kind: Kind, *, falling: bool
) -> Number | None:
    """Return what the last reports of several units come to; None without a figure.

    Totals add up. A milestone is as far as its slowest reporter. A level is measured, not added
    up: its newest figure holds, of two of one day the less favourable.
    """
    values = [value for _day, value in latest if value is not None]
    if len(values) <= 1:
        return values[0] if values else None
    if kind == "milestone":
        return min(values)
    if kind == "level":
        newest = max(day for day, _value in latest)
        of_day = [value for day, value in latest if day == newest and value is not None]
        return less_favourable(of_day, falling=falling)
    return sum(values)


def less_favourable(values: Collection[Number], *, falling: bool) -> Number:
    """Return the worst of some figures."""
    return max(values) if falling else min(values)
