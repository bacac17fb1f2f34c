"""Draw one item over time: planned, reported, and where the pace so far leads."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from hpplan.output.html.svg import (
    LABEL_GAP,
    LINE_HEIGHT,
    DayAxis,
    line_between,
    line_through,
    named_lines,
    picture,
    place_labels,
    tenths,
    text_at,
    tick_labels,
    width_of,
)
from hpplan.plan.model import figure_text

if TYPE_CHECKING:
    from hpplan.judging.assess import Trajectory
    from hpplan.numbers import Number
    from hpplan.output.html.svg import ChartWords

ITEM_CHART_SIZE = (380, 118)
"""Width, and height of the plot itself without its labels."""


def item_chart(
    found: Trajectory,
    *,
    due: date,
    as_of: date,
    forecast: date | None,
    uom: str | None,
    words: ChartWords,
) -> str:
    """Draw what was planned, what was reported, and the forecast; empty without figures.

    Args:
        found: the trajectory.
        due: the day by which the whole is due.
        as_of: the day up to which the last report is carried on.
        forecast: the likely day of completion, at the paces so far.
        uom: the unit of measure of its figures.
        words: its labels; `later` names a forecast that lies outside the picture.
    """
    width, height = ITEM_CHART_SIZE
    sign = -1 if found.falling else 1
    knots = found.planned.knots if found.planned else ()
    planned = [(found.start + timedelta(days=day), value * sign) for day, value in knots]
    values = [value for _day, value in (*planned, *found.reported)]
    ends = [found.start, due, as_of, *(day for day, _value in found.reported)]
    first, last = min(ends), max(ends)
    if len(values) < 2 or min(values) == max(values) or first == last:  # noqa: PLR2004
        return ""
    low, high = min(values), max(values)
    beyond = last + min((last - first) / 8, date.max - last)
    near = forecast is not None and forecast <= beyond
    last = max(last, forecast) if forecast and near else last
    last = beyond if forecast and not near else last
    scale = [
        figure_text(value, uom) if value == high else figure_text(value, None)
        for value in (high, low)
    ]
    left = max(40, *map(width_of, scale)) + LABEL_GAP
    days = DayAxis(first, last, left, width - 5)
    marks = [(days.at(as_of), words.today), (days.at(due), words.due)]
    if words.later and forecast and not near:
        marks.append((days.right, words.later))
    labels = place_labels(marks, 0, width)
    top = (max(label.line for label in labels) + 1) * LINE_HEIGHT + 2
    bottom = top + height

    def up(value: Number) -> float:
        return bottom - float((value - low) / (high - low)) * (height - 8)

    parts = [line_between(left, bottom, width, bottom, "axis"), *tick_labels(days, bottom, width)]
    parts += [line_between(x, bottom, x, bottom + 4, "axis") for x, _label in days.ticks()]
    parts += [
        text_at(left - LABEL_GAP, up(value) + 4, text, "tick", "end")
        for value, text in zip((high, low), scale, strict=True)
    ]
    parts += [line_between(days.at(due), top, days.at(due), bottom, "due")]
    parts += [line_between(days.at(as_of), top, days.at(as_of), bottom, "today")]
    parts.append(line_through([(days.at(day), up(value)) for day, value in planned], "planned"))
    reported = [(days.at(day), up(value)) for day, value in found.reported]
    if reported:
        x, y = reported[-1]
        if days.at(as_of) > x:
            parts.append(line_between(x, y, days.at(as_of), y, "carried"))
        if forecast and planned:
            parts.append(_ahead(days, found.reported[-1][0], y, forecast, up(planned[-1][1])))
    parts.append(line_through(reported, "reported"))
    every = max(len(reported) // 40, 1)
    kept = [*reported[:-1:every], *reported[-1:]]
    parts += [f'<circle class="dot" cx="{tenths(x)}" cy="{tenths(y)}" r="2.2"/>' for x, y in kept]
    parts += named_lines(labels, ("today", "due", "later"))
    return picture(width, bottom + LINE_HEIGHT + 4, words.label, parts, "chart")


def _ahead(days: DayAxis, since: date, y: float, forecast: date, goal: float) -> str:
    """Draw the line from the last report to the forecast, up to the end of the axis."""
    if forecast <= since:
        return ""
    share = min((days.last - since).days / (forecast - since).days, 1.0)
    end = (days.at(min(forecast, days.last)), y + (goal - y) * share)
    return line_between(days.at(since), y, *end, "ahead")
