"""Draw a trajectory as a small chart of plain characters, readable without colour."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from hpplan.numbers import exact, rounded

if TYPE_CHECKING:
    from hpplan.judging.assess import Trajectory
    from hpplan.numbers import Number

CHART_LINES = 9
PLANNED_MARK, REPORTED_MARK, CARRIED_MARK, DUE_MARK = ".", "o", "-", "|"


def plain_chart(found: Trajectory, due: date, as_of: date, width: int) -> list[str]:
    """Draw planned and reported values over time; empty where nothing can be drawn.

    Args:
        found: the trajectory.
        due: the day by which the whole is due; a rule stands there.
        as_of: the day up to which a report is carried forward.
        width: columns of the chart, its labels included.
    """
    days = [day for day, _value in found.reported]
    end = max([due, as_of, *days])
    length = (end - found.start).days
    values = [value for _day, value in found.reported]
    sign = -1 if found.falling else 1
    if found.planned:
        values += [value * sign for _day, value in found.planned.knots]
    if length <= 0 or len(values) < 2 or min(values) == max(values):  # noqa: PLR2004
        return []
    low, high = min(values), max(values)
    labels = [_label(high), _label(exact(Fraction(low + high, 2))), _label(low)]
    margin = max(map(len, labels))
    columns = max(width - margin - 2, 10)
    rows = [[" "] * columns for _row in range(CHART_LINES)]

    def put(at: int, value: Number, mark: str) -> None:
        share = Fraction(value - low) / (high - low)
        row = CHART_LINES - 1 - round(share * (CHART_LINES - 1))
        rows[row][at] = mark

    def column(day: date) -> int:
        return min(max((day - found.start).days * (columns - 1) // length, 0), columns - 1)

    for row in rows:
        row[column(due)] = DUE_MARK
    for at in range(columns):
        day = found.start + timedelta(days=at * length // (columns - 1))
        if found.planned and day <= due:
            put(at, found.planned.at((day - found.start).days) * sign, PLANNED_MARK)
        earlier = [value for then, value in found.reported if then <= day]
        if earlier and day <= as_of:
            put(at, earlier[-1], CARRIED_MARK)
    for day, value in found.reported:
        put(column(day), value, REPORTED_MARK)
    at_row = {0: labels[0], CHART_LINES // 2: labels[1], CHART_LINES - 1: labels[2]}
    lines = [f"{at_row.get(n, ''):>{margin}} |{''.join(row)}" for n, row in enumerate(rows)]
    first, last = found.start.isoformat(), end.isoformat()
    axis = f"{first}{last:>{max(columns - len(first), len(last) + 1)}}"
    return [*(line.rstrip() for line in lines), f"{'':>{margin}}  {axis}"]


def _label(value: Number) -> str:
    """Write a figure at the edge of the chart, to at most two decimals."""
    return str(value) if isinstance(value, int) else rounded(value, 2).rstrip("0").rstrip(".")
