"""Earned schedule, in days and exact arithmetic.

Terms and formulas are those of W. Lipke, "Schedule is Different", The Measurable News, 2003: the
earned schedule ES is the time at which the planned value PV was what has been earned by now; with
the actual time AT and the planned duration PD, SPI(t) = ES / AT and IEAC(t) = PD / SPI(t).
Times are days since the start of the planned value.
"""

from __future__ import annotations

from fractions import Fraction
from math import floor
from typing import NamedTuple

from hpplan.numbers import Number, exact


def straight(low: Number, high: Number, part: Number, whole: Number) -> Number:
    """Return what lies on the straight line from `low` to `high`, `part` of `whole` along it."""
    return exact(Fraction(low * whole + (high - low) * part, whole))


class PlannedValue(NamedTuple):
    """PV(t): what is planned to have been reached by day t, linear between its knots.

    Attributes:
        knots: (day, value), the first at day 0, the last at PD; days and values never fall.
        whole: whether the value moves in whole things (a count).
    """

    knots: tuple[tuple[int, Number], ...]
    whole: bool = False

    @property
    def duration(self) -> int:
        """PD, the planned duration in days."""
        return self.knots[-1][0]

    @property
    def zero(self) -> Number:
        """The value from which progress counts."""
        return self.knots[0][1]

    @property
    def goal(self) -> Number:
        """The value that is planned for the end."""
        return self.knots[-1][1]

    @property
    def complete(self) -> Number:
        """PC, the day at which the whole is planned: PD unless a path ends early."""
        return self.reached(self.goal)

    def at(self, day: Number) -> Number:
        """PV(day), held at its ends outside the planned time."""
        if day <= 0:
            return self.zero
        for (left, low), (right, high) in zip(self.knots, self.knots[1:], strict=False):
            if day < right:
                return straight(low, high, day - left, right - left)
        return self.goal

    def reached(self, value: Number) -> Number:
        """The first day at which PV is `value` or more; PD where it never is."""
        if value <= self.zero:
            return 0
        for (left, low), (right, high) in zip(self.knots, self.knots[1:], strict=False):
            if value <= high:
                return straight(left, right, value - low, high - low)
        return self.duration

    def left(self, value: Number) -> Number:
        """The last day at which PV is `value` or less; PD where it always is."""
        for (left, low), (right, high) in zip(self.knots, self.knots[1:], strict=False):
            if value < high:
                return straight(left, right, max(value - low, 0), high - low)
        return self.duration

    def earned_schedule(self, value: Number, actual_time: int) -> Number:
        """ES in days: the time at which PV was `value`.

        0 below the zero, PD from the goal on. Where one value stands for a stretch of time, ES is
        the actual time held within that stretch: where the path stands still, and for whole things
        between the moments at which the path calls for the last one and for the next.
        """
        if value < self.zero:
            return 0
        if value >= self.goal:
            return self.duration
        last = self.reached(value + 1) if self.whole else self.left(value)
        if actual_time >= last:
            return last
        return max(actual_time, self.reached(value))

    def expected(self, day: Number) -> Number:
        """PV(day), rounded down where it moves in whole things."""
        value = self.at(day)
        return floor(value) if self.whole else value


class Measures(NamedTuple):
    """The measures of earned schedule at a day of report.

    Attributes:
        earned: ES in days.
        actual: AT in days.
        duration: PD in days.
        complete: PC in days, when the whole is planned.
        spi: ES / AT; None where AT <= 0.
        tspi: (PC - ES) / (PD - AT), the pace that the rest needs; None where PD <= AT.
        forecast: days from the start to the finish at the pace so far, PD * AT / ES; None where
            AT <= 0 or ES = 0.
    """

    earned: Number
    actual: int
    duration: int
    complete: Number
    spi: Number | None
    tspi: Number | None
    forecast: Number | None


def measure(planned: PlannedValue, value: Number, actual_time: int) -> Measures:
    """The measures of a value that stands `actual_time` days after the start."""
    earned = planned.earned_schedule(value, actual_time)
    duration, complete = planned.duration, planned.complete
    spi = tspi = forecast = None
    if actual_time > 0:
        spi = exact(Fraction(earned, actual_time))
        if earned > 0:
            forecast = exact(Fraction(duration * actual_time, earned))
    if duration > actual_time:
        tspi = exact(Fraction(complete - earned, duration - actual_time))
    return Measures(earned, actual_time, duration, complete, spi, tspi, forecast)


def planned_value(
    duration: int,
    zero: Number,
    goal: Number,
    path: list[tuple[int, Number]],
    *,
    whole: bool = False,
) -> PlannedValue | None:
    """PV from `zero` on day 0 to `goal` on day `duration`, through the path's (day, value) points.

    Points outside that time are left out; a point below its predecessor stands still with it, one
    beyond the goal is the goal. None where there is no time or no way to go.
    """
    if duration <= 0 or goal <= zero:
        return None
    knots = [(0, zero)]
    for day, value in path:
        if knots[-1][0] < day < duration:
            knots.append((day, min(max(value, knots[-1][1]), goal)))
    knots.append((duration, goal))
    return PlannedValue(tuple(knots), whole)
