"""The periods in which a target recurs: calendar years, half-years, quarters and months."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

Cadence = Literal["year", "half", "quarter", "month"]

MONTHS: Mapping[Cadence, int] = {"year": 12, "half": 6, "quarter": 3, "month": 1}
"""How many months a period has."""


class Period(NamedTuple):
    """A calendar year, half-year, quarter or month.

    Attributes:
        label: its part of an item's id: `2025`, `2025H1`, `2025Q2` or `2025-07`.
        start: its first day.
        end: its last day.
    """

    label: str
    start: date
    end: date

    @property
    def cadence(self) -> Cadence:
        """What kind of period it is."""
        months = self.end.month - self.start.month + 1
        return next(cadence for cadence, length in MONTHS.items() if length == months)

    @property
    def number(self) -> int:
        """Its number among those of its kind in the year, from 1."""
        return self.end.month // MONTHS[self.cadence]

    @property
    def plain(self) -> int | str:
        """The period as JSON has it: a year as a number, else the label."""
        return self.start.year if self.cadence == "year" else self.label

    def holds(self, day: date) -> bool:
        """Tell whether a day lies in it."""
        return self.start <= day <= self.end


def period_of(every: Cadence, day: date) -> Period:
    """Return the period that holds a day."""
    length = MONTHS[every]
    number = (day.month - 1) // length + 1
    last = number * length
    labels = {
        "year": f"{day.year}",
        "half": f"{day.year}H{number}",
        "quarter": f"{day.year}Q{number}",
        "month": f"{day.year}-{number:02}",
    }
    end = date(day.year, last, monthrange(day.year, last)[1])
    return Period(labels[every], date(day.year, last - length + 1, 1), end)


def periods(every: Cadence, start: date, due: date) -> list[Period]:
    """Return the periods that a stretch of time touches, in order."""
    found = [period_of(every, start)]
    while found[-1].end < due:
        year, month = divmod(found[-1].end.year * 12 + found[-1].end.month, 12)
        found.append(period_of(every, date(year, month + 1, 1)))
    return found


def count_of_periods(every: Cadence, start: date, due: date) -> int:
    """Return how many periods a stretch of time touches."""
    length = MONTHS[every]
    first, last = ((day.year * 12 + day.month - 1) // length for day in (start, due))
    return last - first + 1
