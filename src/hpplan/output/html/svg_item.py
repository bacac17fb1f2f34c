"""Draw one item over time: planned, reported, and where the pace so far leads."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from hpplan.output.html.svg import (
    LABEL_GAP,
    LETTER_HEIGHT,
    LINE_HEIGHT,
    DayAxis,
    cut_to_room,
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
    from collections.abc import Sequence

    from hpplan.judging.assess import Trajectory
    from hpplan.numbers import Number
    from hpplan.output.html.svg import ChartWords

ITEM_CHART_SIZE = (360, 100)
"""Width, and height of the plot itself without its labels."""

END_ROOM = 110
"""What the label at the end of a line takes at most."""


def item_chart(
    found: Trajectory,
    *,
    due: date,
    as_of: date,
    forecast: date | None,
    uom: str | None,
    adds_up: bool,
    words: ChartWords,
) -> str:
    """Draw what was planned, what was reported, and the forecast; empty without figures.

    Args:
        found: the trajectory.
        due: the day by which the whole is due.
        as_of: the day up to which the last report is carried on.
        forecast: the likely day of completion, at the paces so far.
        uom: the unit of measure of its figures.
        adds_up: whether its figures are sums or shares, whose scale begins at 0.
        words: its labels.
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
    low, high = min([0, *values] if adds_up else values), max(values)
    beyond = last + min((last - first) / 8, date.max - last)
    near = forecast is not None and forecast <= beyond
    last = max(last, forecast) if forecast and near else last
    last = beyond if forecast and not near else last
    scale = [
        figure_text(value, uom) if value == high else figure_text(value, None)
        for value in (high, low)
    ]
    left = max(*map(width_of, scale)) + LABEL_GAP
    done, goal = (cut_to_room(text, END_ROOM) for text in (words.done, words.goal))
    right = width - max(width_of(done), width_of(goal)) - LABEL_GAP
    days = DayAxis(first, last, left, right)
    marks = [(days.at(as_of), words.today), (days.at(due), words.due)]
    if words.later and forecast and not near:
        marks.append((days.right, words.later))
    labels = place_labels(marks, 0, width)
    top = (max(label.line for label in labels) + 1) * LINE_HEIGHT + 2
    bottom = top + height

    def up(value: Number) -> float:
        return bottom - float((value - low) / (high - low)) * (height - 8)

    parts = [line_between(left, bottom, right, bottom, "axis"), *tick_labels(days, bottom, width)]
    parts += [line_between(x, bottom, x, bottom + 4, "axis") for x, _label in days.ticks()]
    parts += [
        text_at(left - LABEL_GAP, up(value) + 4, text, "tick", "end")
        for value, text in zip((high, low), scale, strict=True)
    ]
    parts += [line_between(days.at(due), top, days.at(due), bottom, "due")]
    parts += [line_between(days.at(as_of), top, days.at(as_of), bottom, "today")]
    parts.append(line_through([(days.at(day), up(value)) for day, value in planned], "planned"))
    if planned and days.last > planned[-1][0]:
        whole = up(planned[-1][1])
        parts.append(line_between(days.at(planned[-1][0]), whole, right, whole, "goal"))
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
    tips = [(reported[-1][1], done, "done")] if reported else []
    tips += [(up(planned[-1][1]), goal, "goal")] if planned else []
    parts += _named_ends(tips, right + LABEL_GAP, bottom)
    parts += named_lines(labels, ("today", "due", "later"))
    return picture(width, bottom + LINE_HEIGHT + 4, words.label, parts, "chart")


def _named_ends(ends: Sequence[tuple[float, str, str]], x: float, bottom: float) -> list[str]:
    """Draw the labels of the ends of lines, from above, clear of each other and of the axis."""
    parts: list[str] = []
    line = bottom - (len(ends) - 1) * LINE_HEIGHT
    floor = float("-inf")
    for y, text, css in sorted(ends):
        floor = max(min(y + LETTER_HEIGHT / 2 - 1, line), floor)
        parts.append(text_at(x, floor, text, f"{css} end"))
        floor, line = floor + LINE_HEIGHT, line + LINE_HEIGHT
    return parts


def _ahead(days: DayAxis, since: date, y: float, forecast: date, goal: float) -> str:
    """Draw the line from the last report to the forecast, up to the end of the axis."""
    if forecast <= since:
        return ""
    share = min((days.last - since).days / (forecast - since).days, 1.0)
    end = (days.at(min(forecast, days.last)), y + (goal - y) * share)
    return line_between(days.at(since), y, *end, "ahead")
