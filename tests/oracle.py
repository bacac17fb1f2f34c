"""Earned schedule by brute force: the path is walked day by day, as its definitions say it.

Written from the definitions alone, so that it shares no step with the program: the planned value
is added up day after day, moments are searched along the days, things are called for one by one,
and what should fall is walked downwards as it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

Point = tuple[int, Fraction]


@dataclass(frozen=True)
class Walk:
    """The planned value on each day, from day 0 to the last."""

    days: tuple[Fraction, ...]

    @property
    def last(self) -> int:
        return len(self.days) - 1

    def ahead(self, one: Fraction, other: Fraction) -> bool:
        """Whether one value is nearer to the goal than another, or beyond it."""
        return one < other if self.days[-1] < self.days[0] else one > other

    def planned(self, day: int) -> Fraction:
        return self.days[min(max(day, 0), self.last)]

    def comes_to(self, value: Fraction) -> Fraction:
        """The first moment at which `value` is planned."""
        if not self.ahead(value, self.days[0]):
            return Fraction(0)
        for morning, (before, after) in enumerate(pairwise(self.days)):
            if not self.ahead(value, after):
                return morning + (value - before) / (after - before)
        return Fraction(self.last)

    def goes_beyond(self, value: Fraction) -> Fraction:
        """The last moment before more than `value` is planned."""
        for morning in range(self.last - 1, -1, -1):
            before, after = self.days[morning], self.days[morning + 1]
            if not self.ahead(after, value):
                return Fraction(morning + 1)
            if not self.ahead(before, value):
                return morning + (value - before) / (after - before)
        return Fraction(0)

    def stretch(self, value: Fraction, *, whole: bool) -> tuple[Fraction, Fraction]:
        """The first and last moment at which `value` is what is planned."""
        if not whole:
            return self.comes_to(value), self.goes_beyond(value)
        calls = [self.comes_to(Fraction(thing)) for thing in range(int(self.days[-1]) + 1)]
        return calls[int(value)], calls[int(value) + 1]

    def earned_schedule(self, value: Fraction, actual: int, *, whole: bool) -> Fraction:
        zero, goal = self.days[0], self.days[-1]
        if self.ahead(zero, value):
            return Fraction(0)
        if not self.ahead(goal, value):
            return Fraction(self.last)
        first, last = self.stretch(value, whole=whole)
        if actual < first:
            return first
        return last if actual > last else Fraction(actual)


@dataclass(frozen=True)
class Expected:
    """What the arithmetic must give; days are counted from where the planned value begins."""

    planned: Fraction
    earned: Fraction
    spi: Fraction | None
    tspi: Fraction | None
    forecast: Fraction | None
    continued: Fraction | None


def walk(last: int, zero: Fraction, goal: Fraction, path: Sequence[Point]) -> Walk:
    """Day by day from the zero on day 0 through the path to the goal on the last day."""
    days = [zero]
    for (left, low), (right, high) in pairwise([(0, zero), *path, (last, goal)]):
        days += [low + (high - low) * n / (right - left) for n in range(1, right - left + 1)]
    return Walk(tuple(days))


def expect(way: Walk, value: Fraction, actual: int, *, whole: bool) -> Expected:
    """What a value that stands on a day comes to."""
    earned = way.earned_schedule(value, actual, whole=whole)
    something = way.ahead(value, way.days[0])
    spi = earned / actual if actual > 0 else None
    left = way.last - actual
    rest = max(way.comes_to(way.days[-1]) - earned, Fraction(0))
    return Expected(
        planned=Fraction(way.planned(actual) // 1) if whole else way.planned(actual),
        earned=earned,
        spi=spi,
        tspi=(way.comes_to(way.days[-1]) - earned) / left if left > 0 else None,
        forecast=way.last / spi if spi and something else None,
        continued=actual + rest / spi if spi and something else None,
    )
