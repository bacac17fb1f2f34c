"""Pictures as SVG: pure functions from figures to text that a page shows as it is.

Shapes and lines bear classes, and take their colours from the page around them, by day, by night
and on paper. Every text is escaped, and lies clear of every other.
"""

from __future__ import annotations

from datetime import date, timedelta
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from hpplan.plan.model import figure_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from hpplan.judging.assess import Status, Trajectory
    from hpplan.numbers import Number

SIZE = 11
"""Height of letters, in the units of a picture, which are pixels at its full width."""

LINE = 15
"""Height of a line of letters."""

GAP = 6
"""What lies at least between two labels of a line."""

WIDE_FROM = 0x2E80
"""The first of the characters that are as wide as they are high."""

YEAR = 12
STEPS = (1, 3, 6, *(YEAR * years for years in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 5000)))
"""Months between two ticks of an axis of days: the least that leaves room for the labels."""


class Label(NamedTuple):
    """A text that has its place.

    Attributes:
        x: where it begins.
        line: the line that it stands on, from 0.
        text: what it says.
    """

    x: float
    line: int
    text: str


def width_of(text: str, size: float = SIZE) -> float:
    """How wide a text is at most: Chinese is as wide as it is high, other letters less."""
    return sum(size if ord(letter) >= WIDE_FROM else 0.6 * size for letter in text)


def fitted(text: str, room: float, size: float = SIZE) -> str:
    """The text, cut with an ellipsis where it is wider than the room."""
    if width_of(text, size) <= room:
        return text
    while text and width_of(text, size) + size > room:
        text = text[:-1]
    return f"{text}…"


def spread(labels: Iterable[tuple[float, str]], low: float, high: float) -> list[Label]:
    """Labels centred on their places, within bounds, each on the first line that has room.

    Args:
        labels: the middle that each would have, and its text, in the order of their importance.
        low: where a label begins at the earliest.
        high: where it ends at the latest.
    """
    lines: list[list[float]] = []  # where the labels of each line begin and end, by twos
    found = []
    for middle, text in labels:
        width = width_of(text)
        begin = max(min(middle - width / 2, high - width), low)
        line = 0
        while line < len(lines) and not _free(lines[line], begin, begin + width):
            line += 1
        lines += [[]] if line == len(lines) else []
        lines[line] += begin, begin + width
        found.append(Label(begin, line, text))
    return found


def _free(taken: Sequence[float], begin: float, end: float) -> bool:
    """Whether a label clears all those of a line."""
    pairs = zip(taken[::2], taken[1::2], strict=True)
    return all(end + GAP <= left or right + GAP <= begin for left, right in pairs)


class Days(NamedTuple):
    """An axis of days.

    Attributes:
        first: the day at its left end.
        last: the day at its right end, later than the first.
        left: where the first day lies.
        right: where the last day lies.
    """

    first: date
    last: date
    left: float
    right: float

    def at(self, day: date) -> float:
        """Where a day lies; one outside the axis at the nearer end."""
        share = (day - self.first).days / (self.last - self.first).days
        return self.left + min(max(share, 0.0), 1.0) * (self.right - self.left)

    def ticks(self) -> list[tuple[float, str]]:
        """First days of months or years: where they lie, and their labels, as close as they fit."""
        months = (self.last - self.first).days / 30.4
        for step in STEPS:
            label = width_of("2026" if step >= YEAR else "2026-01") + 3 * GAP
            if months / step * label <= self.right - self.left:
                break
        return [(self.at(day), text) for day, text in self._every(step)]

    def _every(self, step: int) -> Iterator[tuple[date, str]]:
        begin = self.first.year * YEAR // step * step
        for month in range(max(begin, YEAR), self.last.year * YEAR + YEAR, step):
            day = date(month // YEAR, month % YEAR + 1, 1)
            if self.first <= day <= self.last:
                yield day, day.isoformat()[: 4 if step >= YEAR else 7]


def _n(value: float) -> str:
    """A place to a tenth."""
    return f"{value:.1f}".removesuffix(".0")


def _text(x: float, y: float, text: str, css: str = "", anchor: str = "") -> str:
    css = f' class="{css}"' if css else ""
    anchor = f' text-anchor="{anchor}"' if anchor else ""
    return f'<text x="{_n(x)}" y="{_n(y)}"{css}{anchor}>{escape(text)}</text>'


def _line(x1: float, y1: float, x2: float, y2: float, css: str) -> str:
    return f'<path class="{css}" d="M{_n(x1)} {_n(y1)}L{_n(x2)} {_n(y2)}"/>'


def _way(points: Sequence[tuple[float, float]], css: str) -> str:
    places = "L".join(f"{_n(x)} {_n(y)}" for x, y in points)
    return f'<path class="{css}" d="M{places}"/>' if len(points) > 1 else ""


def _ticks(days: Days, y: float, width: float) -> list[str]:
    """The labels of an axis below y; one that would touch its neighbour is left out."""
    labels = [label for label in spread(days.ticks(), 0, width) if label.line == 0]
    return [_text(label.x, y + LINE, label.text, "tick") for label in labels]


def _names(labels: Sequence[Label], classes: Sequence[str]) -> list[str]:
    """The labels of lines, above the picture."""
    return [
        _text(label.x, SIZE + label.line * LINE, label.text, f"{css} name")
        for label, css in zip(labels, classes, strict=False)
    ]


def _picture(
    width: float,
    height: float,
    label: str,
    parts: Iterable[str],
    css: str,
    more: str = 'role="img"',
) -> str:
    return (
        f'<svg class="{css}" viewBox="0 0 {_n(width)} {_n(height)}" {more}'
        f' aria-label="{escape(label)}">{"".join(parts)}</svg>'
    )


# The signs of the statuses: another shape for each, so that none rests on its colour

SIGNS: dict[Status, str] = {
    "overdue": '<path d="M-4-4h8v8h-8z"/>',
    "off-track": '<path d="M-5-3.8h10L0 5z"/>',
    "at-risk": '<path d="M0-5.2L5.2 0 0 5.2-5.2 0z"/>',
    "silent": '<circle r="3.6" class="hollow"/>',
    "unrated": '<path class="hollow" d="M-3.4-3.4h6.8v6.8h-6.8z"/>',
    "on-track": '<circle r="4.2"/>',
    "kept": '<path d="M-4.4-1.5h8.8v3h-8.8z"/>',
    "met": '<path class="stroke" d="M-4 .4L-1.2 3.4 4.2-3.4"/>',
    "upcoming": '<circle r="1.8"/>',
    "withdrawn": '<path class="stroke" d="M-3.4-3.4l6.8 6.8M-3.4 3.4l6.8-6.8"/>',
}


def signs() -> str:
    """The signs, defined once for the whole page."""
    parts = (
        f'<symbol id="s-{status}" viewBox="-6 -6 12 12" overflow="visible">{shape}</symbol>'
        for status, shape in SIGNS.items()
    )
    return f'<svg class="signs" aria-hidden="true" focusable="false">{"".join(parts)}</svg>'


# Shares of a whole

STRETCHED = 'role="img" preserveAspectRatio="none"'


def bar(parts: Sequence[tuple[str, int]], label: str) -> str:
    """A bar of one line, divided in proportion; each part bears its class."""
    total, done, shapes = sum(n for _css, n in parts), 0.0, []
    for css, n in parts:
        if n:
            width = 1000 * n / total
            shapes.append(
                f'<rect class="{css}" x="{_n(done)}" width="{_n(max(width - 2, 1))}" height="20"/>'
            )
            done += width
    return _picture(1000, 20, label, shapes, "bar", STRETCHED)


def gauge(progress: Number | None, expected: Number | None, label: str) -> str:
    """How far something is from 0 to 1, and a rule at how far it should be."""
    parts = ['<rect class="track" y="2" width="100" height="6"/>']
    if progress is not None:
        part = min(max(float(progress), 0.0), 1.0)
        parts.append(f'<rect class="fill" y="2" width="{_n(100 * part)}" height="6"/>')
    if expected is not None:
        at = 100 * min(max(float(expected), 0.0), 1.0)
        parts.append(f'<path class="rule" vector-effect="non-scaling-stroke" d="M{_n(at)} 0v10"/>')
    return _picture(100, 10, label, parts, "gauge", STRETCHED)


# One item over time


class Words(NamedTuple):
    """What a chart says of itself, in the reader's language."""

    label: str
    due: str
    today: str
    later: str = ""


CHART = (380, 118)
"""Width, and height of the plot itself without its labels."""


def chart(
    found: Trajectory,
    *,
    due: date,
    as_of: date,
    forecast: date | None,
    uom: str | None,
    words: Words,
) -> str:
    """What was planned, what was reported, and where the pace so far leads; empty without figures.

    Args:
        found: the trajectory.
        due: the day by which the whole is due.
        as_of: the day up to which the last report is carried on.
        forecast: the day of completion at the pace so far.
        uom: the unit of measure of its figures.
        words: its labels; `later` names a forecast that lies outside the picture.
    """
    width, height = CHART
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
    left = max(40, *map(width_of, scale)) + GAP
    days = Days(first, last, left, width - 5)
    marks = [(days.at(as_of), words.today), (days.at(due), words.due)]
    if words.later and forecast and not near:
        marks.append((days.right, words.later))
    labels = spread(marks, 0, width)
    top = (max(label.line for label in labels) + 1) * LINE + 2
    bottom = top + height

    def up(value: Number) -> float:
        return bottom - float((value - low) / (high - low)) * (height - 8)

    parts = [_line(left, bottom, width, bottom, "axis"), *_ticks(days, bottom, width)]
    parts += [_line(x, bottom, x, bottom + 4, "axis") for x, _label in days.ticks()]
    parts += [
        _text(left - GAP, up(value) + 4, text, "tick", "end")
        for value, text in zip((high, low), scale, strict=True)
    ]
    parts += [_line(days.at(due), top, days.at(due), bottom, "due")]
    parts += [_line(days.at(as_of), top, days.at(as_of), bottom, "today")]
    parts.append(_way([(days.at(day), up(value)) for day, value in planned], "planned"))
    reported = [(days.at(day), up(value)) for day, value in found.reported]
    if reported:
        x, y = reported[-1]
        if days.at(as_of) > x:
            parts.append(_line(x, y, days.at(as_of), y, "carried"))
        if forecast and planned:
            parts.append(_ahead(days, found.reported[-1][0], y, forecast, up(planned[-1][1])))
    parts.append(_way(reported, "reported"))
    every = max(len(reported) // 40, 1)
    kept = [*reported[:-1:every], *reported[-1:]]
    parts += [f'<circle class="dot" cx="{_n(x)}" cy="{_n(y)}" r="2.2"/>' for x, y in kept]
    parts += _names(labels, ("today", "due", "later"))
    return _picture(width, bottom + LINE + 4, words.label, parts, "chart")


def _ahead(days: Days, since: date, y: float, forecast: date, goal: float) -> str:
    """The line from the last report to the forecast, up to the end of the axis."""
    if forecast <= since:
        return ""
    share = min((days.last - since).days / (forecast - since).days, 1.0)
    end = (days.at(min(forecast, days.last)), y + (goal - y) * share)
    return _line(days.at(since), y, *end, "ahead")


# All items at once


class Mark(NamedTuple):
    """An item in the picture of all.

    Attributes:
        day: the day on which the plan wanted what is reported now.
        status: its status.
        href: where it leads, within the page.
        title: its name and what is to be said of it.
    """

    day: date
    status: Status
    href: str
    title: str


class Lane(NamedTuple):
    """A chapter in the picture of all items.

    Attributes:
        name: its title.
        note: how many of its items are not in the picture, and why.
        marks: its open items.
        done: its items that are met, likewise; their day is of no account.
    """

    name: str
    note: str
    marks: Sequence[Mark]
    done: Sequence[Mark]


RADIUS = 5.6
"""Half of the room that a mark takes."""

PITCH = 15
"""From one met item to the next."""

STANDING = (960, 150)
"""Width, and the part of it at the right in which the items stand that are met."""


def swarm(places: Sequence[float], radius: float = RADIUS) -> list[int]:
    """Steps up or down from the middle, so that no two marks overlap and each keeps its place.

    Args:
        places: where each mark lies along the line.
        radius: half of the room that it takes.
    """
    order = sorted(range(len(places)), key=places.__getitem__)
    steps, taken = [0] * len(places), dict[int, float]()
    for at in order:
        step = 0
        while places[at] - taken.get(step, -1e9) < 2 * radius:
            step = -step if step > 0 else 1 - step
        steps[at], taken[step] = step, places[at]
    return steps


def standing(
    lanes: Sequence[Lane], *, start: date, end: date, as_of: date, words: Words, met: str
) -> str:
    """Where every open item stands in its planned time, beside today; and those that are met.

    Args:
        lanes: the chapters.
        start: the first day of the plan.
        end: its last day, later than the first.
        as_of: the day that is marked.
        words: its label, the label of the end as `due`, and of the day.
        met: the name of the part in which the met items stand.
    """
    width, finish = STANDING
    days = Days(start, end, 26, width - finish - 24)
    marks = [(days.at(as_of), words.today), (days.right, words.due)]
    labels = [*spread(marks, 0, days.right + 12)]
    top = (max(label.line for label in labels) + 1) * LINE + 4
    parts: list[str] = []
    y: float = top
    for lane in lanes:
        y, drawn = _lane(lane, days, y)
        parts += drawn
    below = [_line(x, top, x, y, "grid") for x, _label in days.ticks()]
    below += _ticks(days, y, width)
    below.append(_line(days.right, top, days.right, y, "due"))
    below.append(_line(days.at(as_of), top, days.at(as_of), y, "today"))
    below += _names(labels, ("today", "due"))
    below.append(_text(width - finish, SIZE, met, "name"))
    # It is no mere image: its marks are links.
    return _picture(width, y + LINE + 4, words.label, [*below, *parts], "standing", 'role="group"')


def _lane(lane: Lane, days: Days, y: float) -> tuple[float, list[str]]:
    """One lane below y, and where it ends."""
    width, finish = STANDING
    note = fitted(lane.note, width * 0.45)
    name = fitted(lane.name, width - width_of(note) - 2 * GAP)
    parts = [
        _line(0, y + 2, width, y + 2, "grid"),
        _text(0, y + LINE, name, "lane"),
        _text(width, y + LINE, note, "tick", "end"),
    ]
    y += LINE + 6
    places = [days.at(mark.day) for mark in lane.marks]
    steps = swarm(places)
    columns = int(finish / PITCH)
    rows = -(-len(lane.done) // columns)
    up, down = -min([*steps, 0]), max([*steps, 0])
    height = max((up + down + 1), rows, 1) * 2 * RADIUS + 6
    middle = y + height / 2 + (up - down) * RADIUS
    for mark, x, step in zip(lane.marks, places, steps, strict=True):
        parts.append(_mark(mark, x, middle + step * 2 * RADIUS))
    for number, mark in enumerate(lane.done):
        row, column = divmod(number, columns)
        x = width - finish + (column + 0.5) * PITCH
        parts.append(_mark(mark, x, y + 3 + (row * 2 + 1) * RADIUS))
    return y + height, parts


def _mark(mark: Mark, x: float, y: float) -> str:
    href, title = escape(mark.href), escape(mark.title)
    return (
        f'<a href="{href}" tabindex="-1" class="{mark.status}" aria-label="{title}"><title>{title}'
        f'</title><use href="#s-{mark.status}" x="{_n(x - 6)}" y="{_n(y - 6)}" width="12"'
        f' height="12"/></a>'
    )
