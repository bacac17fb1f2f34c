"""How a year's work ran through its quarters, proposed as the path of the year that follows.

Even progress is an assumption, and work that crowds at the year's end is flagged for it. Where a
target is owed each year, its units' own reports of the year before say better how its year runs.
"""

from __future__ import annotations

from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING, TypeAlias

from hpplan.judging.case import case_of
from hpplan.judging.schedule import straight
from hpplan.numbers import exact
from hpplan.plan.items import terms_of
from hpplan.plan.model import ADDING_UP
from hpplan.plan.period import periods

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from hpplan.judging.reported import DatedFigure
    from hpplan.numbers import Number
    from hpplan.plan.items import Catalogue, Item
    from hpplan.plan.model import Plan
    from hpplan.progress.series import Series

SeasonalPath: TypeAlias = "tuple[tuple[date, Number], ...]"
"""Checkpoints at the quarters' ends, (day, value) in order."""

_HUNDREDTHS = 100

_LEAST_REPORTS = 2
"""On how many days there must be reports to show a course: a single one is an even pace."""


def seasonal_paths(
    catalogue: Catalogue, reports: Mapping[str, Mapping[str, Series]], as_of: date
) -> dict[str, SeasonalPath]:
    """Return by target the path of the year of a day, as the year before ran.

    Nothing of a target that is not owed each year, is owed by each member of a group by itself, or
    has checkpoints in that year already; nor where `seasonal_path` finds none.

    Args:
        catalogue: the plan.
        reports: the series of each item by unit.
        as_of: the day.
    """
    found = {}
    for target in catalogue.targets.values():
        if target.every != "year" or target.each:
            continue
        years = {item.start.year: item for item in catalogue.of_target[target.id]}
        item, before = years.get(as_of.year), years.get(as_of.year - 1)
        if item and before and not terms_of(item, as_of).path:
            known = reports.get(before.id, {})
            path = seasonal_path(item, before, known, catalogue.plan, as_of)
            if path:
                found[target.id] = path
    return found


def seasonal_path(
    item: Item, before: Item, reports: Mapping[str, Series], plan: Plan, as_of: date
) -> SeasonalPath:
    """Return a path to this year's requirement that runs as the year before did; empty if unknown.

    At each quarter's end stands the requirement times the share of last year's closing figure that
    was reached by then, rounded down to whole things of a count, of others to hundredths of the
    requirement; the last is the requirement itself. Figures are those of last year's reports, all
    reporters combined, taken as straight between them from 0 at the year's start as for ES; what a
    later report took back was not reached.

    Of an amount, a count or a milestone alone, and of whole calendar years. Empty also where last
    year's reports do not show how it ran (on one day alone, none in its last quarter, nothing
    reached), where it was withdrawn or suspended, where the unit of measure changed, or where a
    decision raised the requirement beyond the plan's own, up to which a path may lead.

    Args:
        item: the target in this year.
        before: the target in the year before.
        reports: what was reported on it in that year, by unit.
        plan: their plan.
        as_of: the day whose terms hold for this year, in its figures' unit of measure.
    """
    required = _requirement(item, before, as_of)
    figures = _settled(before, reports, plan)
    quarters = periods("quarter", before.start, before.due)
    if required is None or len(figures) < _LEAST_REPORTS or figures[-1][0] < quarters[-1].start:
        return ()
    whole = figures[-1][1]
    if whole <= 0:
        return ()
    step = 1 if item.target.kind == "count" else Fraction(required, _HUNDREDTHS)
    path = []
    ends = [each.end for each in periods("quarter", item.start, item.due)]
    for end, then in zip(ends[:-1], quarters[:-1], strict=True):
        share = Fraction(_figure_on(then.end, before, figures), whole)
        path.append((end, exact(floor(required * share / step) * step)))
    return (*path, (ends[-1], required))


def _requirement(item: Item, before: Item, as_of: date) -> Number | None:
    """Return what a path of this year leads to; None where last year says nothing of it."""
    target, terms, last = item.target, terms_of(item, as_of), terms_of(before, before.due)
    if target.kind not in {*ADDING_UP, "milestone"} or not (_is_whole(item) and _is_whole(before)):
        return None
    if last.withdrawn or last.suspended or last.counted_since or terms.counted_since:
        return None
    original = target.judged_by()
    if original is None or terms.requirement is None or terms.requirement[1] > original[1]:
        return None
    return terms.requirement[1]


def _is_whole(item: Item) -> bool:
    """Tell whether an item has all of its period."""
    return item.period is not None and (item.start, item.due) == (
        item.period.start,
        item.period.end,
    )


def _settled(item: Item, reports: Mapping[str, Series], plan: Plan) -> list[DatedFigure]:
    """Return the combined figures of an item in its time, none above one that came later."""
    history = case_of(item, reports, plan, item.due).reported.history()
    figures: list[DatedFigure] = []
    for day, value in reversed([each for each in history if each[0] >= item.start]):
        figures.append((day, min(value, figures[-1][1]) if figures else value))
    return figures[::-1]


def _figure_on(day: date, item: Item, figures: Sequence[DatedFigure]) -> Number:
    """Return the figure on a day, straight between reports from 0 where the item starts."""
    left, low = item.start, exact(0)
    for right, high in figures:
        if day <= right:
            return straight(low, high, (day - left).days, (right - left).days)
        left, low = right, high
    return low
