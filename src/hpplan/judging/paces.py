"""How fast an item moved lately, in planned days a day: the pace that the rest is held against.

ES is known on the days of reports and taken as straight between them, from 0 at the start. Two
look-ups an item are enough: where ES stood at half of the actual time, and at three quarters of it.
"""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING, NamedTuple

from hpplan.numbers import exact

if TYPE_CHECKING:
    from datetime import date

    from hpplan.judging.reported import Reported
    from hpplan.judging.schedule import Measures, PlannedValue
    from hpplan.numbers import Number

QUARTERS, HALF, LAST_QUARTER = 4, 2, 3
"""The parts of AT, and the moments in them from which on recent paces are told."""


class Paces(NamedTuple):
    """What ES grew by in a stretch at the end of the actual time, over the stretch's days.

    1 is as planned; it is negative where what was reached was lost again.

    Attributes:
        half: of the last half of AT.
        quarter: of the last quarter of AT.
    """

    half: Number
    quarter: Number


class Outlook(NamedTuple):
    """When an item will be finished at each of three paces, each continued to PC.

    At the average pace, at that of the last half, and at that of the last quarter of the time. They
    are what they are called, and no interval of confidence: how often they hold the true day is
    measured in docs/judgement.md.

    Attributes:
        finishes: those days in this order; None where a pace is 0 or leads backwards while
            something is still to be earned, or the day lies beyond the calendar.
        likely: the middle one; None where that is none, or is over by the as-of day.
        range: the quickest, no earlier than the as-of day, and the slowest; open at the far end
            where a pace leads nowhere. None where no pace leads anywhere, or all are over.
    """

    finishes: tuple[date | None, ...] = ()
    likely: date | None = None
    range: tuple[date, date | None] | None = None


def outlook_of(start: date, measures: Measures, paces: Paces, as_of: date) -> Outlook:
    """Return when an item will be finished, by its paces.

    Args:
        start: the day on which PV begins.
        measures: its measures at the day of the report.
        paces: its recent paces.
        as_of: the day on which it is judged.
    """
    rest = max(measures.complete - measures.earned, 0)
    average = Fraction(measures.earned, measures.actual)
    finishes = tuple(_finish(start, measures.actual, rest, pace) for pace in (average, *paces))
    known = sorted(day for day in finishes if day)
    if not known:
        return Outlook(finishes)
    middle = known[1] if len(known) > 1 else None
    last = known[-1] if len(known) == len(finishes) else None
    return Outlook(
        finishes,
        middle if middle and middle >= as_of else None,
        None if last and last < as_of else (max(known[0], as_of), last),
    )


def _finish(start: date, actual: int, rest: Number, pace: Number) -> date | None:
    """Return the day on which the rest is done at a pace; None where it never is."""
    if rest and pace <= 0:
        return None
    try:
        return start + timedelta(days=actual + (ceil(Fraction(rest) / pace) if rest else 0))
    except OverflowError:
        return None


def pace_since(
    quarters: int, reported: Reported, planned: PlannedValue, measures: Measures, start: date
) -> Number:
    """Return the pace from so many quarters of AT on.

    Args:
        quarters: of AT, of which more than none has passed.
        reported: what was reported.
        planned: PV, with the sign turned where less is better.
        measures: its measures at the day of the report.
        start: the day on which PV begins.
    """
    actual, earned = measures.actual, measures.earned
    moment = actual * quarters  # in quarters of a day
    before, after = reported.around(start + timedelta(moment // QUARTERS))
    sign = -1 if reported.falling else 1
    left, low = 0, exact(0)
    if before and (days := (before[0] - start).days) > 0:
        left, low = days, planned.earned_schedule(before[1] * sign, days)
    right, high = actual, earned
    if after and (days := (after[0] - start).days) < actual:
        right, high = days, planned.earned_schedule(after[1] * sign, days)
    # (earned - then) / days, of which `then` lies on the straight line; one fraction at the end, as
    # each on the way would cost as much as the rest.
    part, whole = moment - left * QUARTERS, (right - left) * QUARTERS
    under = low.denominator * high.denominator * whole
    then = low.numerator * high.denominator * (whole - part)
    then += high.numerator * low.denominator * part
    grown = (earned.numerator * under - then * earned.denominator) * QUARTERS
    days = (QUARTERS - quarters) * actual
    return exact(Fraction(grown, earned.denominator * under * days))
