"""Draw shapes, labels, axes, bars and signs as SVG text, by pure functions.

Shapes and lines bear classes, and take their colours from the page around them, by day, by night
and on paper. Every text is escaped, and lies clear of every other.
"""

from __future__ import annotations

from datetime import date
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from hpplan.judging.status import worst_first
from hpplan.output.looks import look_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from hpplan.numbers import Number

LETTER_HEIGHT = 11
"""Height of letters, in the units of a picture, which are pixels at its full width."""

LINE_HEIGHT = 15
"""Height of a line of letters."""

LABEL_GAP = 6
"""What lies at least between two labels of a line."""

WIDE_FROM = 0x2E80
"""The first of the characters that are as wide as they are high."""

YEAR = 12
TICK_STEPS = (
    1,
    3,
    6,
    *(YEAR * years for years in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 5000)),
)
"""Months between two ticks of an axis of days: the least that leaves room for the labels."""


class PlacedLabel(NamedTuple):
    """A label with its place in a picture.

    Attributes:
        x: where it begins.
        line: the line that it stands on, from 0.
        text: what it says.
    """

    x: float
    line: int
    text: str


def width_of(text: str, size: float = LETTER_HEIGHT) -> float:
    """Return how wide a text is at most: Chinese is as wide as high, other letters less."""
    return sum(size if ord(letter) >= WIDE_FROM else 0.6 * size for letter in text)


def cut_to_room(text: str, room: float, size: float = LETTER_HEIGHT) -> str:
    """Cut a text with an ellipsis where it is wider than the room."""
    if width_of(text, size) <= room:
        return text
    while text and width_of(text, size) + size > room:
        text = text[:-1]
    return f"{text}…"


def place_labels(labels: Iterable[tuple[float, str]], low: float, high: float) -> list[PlacedLabel]:
    """Place labels around their middles, within bounds, each on the first line with room.

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
        found.append(PlacedLabel(begin, line, text))
    return found


def _free(taken: Sequence[float], begin: float, end: float) -> bool:
    """Tell whether a label clears all those of a line."""
    pairs = zip(taken[::2], taken[1::2], strict=True)
    return all(end + LABEL_GAP <= left or right + LABEL_GAP <= begin for left, right in pairs)


class DayAxis(NamedTuple):
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
        """Return where a day lies; one outside the axis at the nearer end."""
        share = (day - self.first).days / (self.last - self.first).days
        return self.left + min(max(share, 0.0), 1.0) * (self.right - self.left)

    def ticks(self) -> list[tuple[float, str]]:
        """Return the places and labels of first days of months or years, as close as they fit."""
        months = (self.last - self.first).days / 30.4
        for step in TICK_STEPS:
            label = width_of("2026" if step >= YEAR else "2026-01") + 3 * LABEL_GAP
            if months / step * label <= self.right - self.left:
                break
        return [(self.at(day), text) for day, text in self._every(step)]

    def _every(self, step: int) -> Iterator[tuple[date, str]]:
        begin = self.first.year * YEAR // step * step
        for month in range(max(begin, YEAR), self.last.year * YEAR + YEAR, step):
            day = date(month // YEAR, month % YEAR + 1, 1)
            if self.first <= day <= self.last:
                yield day, day.isoformat()[: 4 if step >= YEAR else 7]


def tenths(value: float) -> str:
    """Write a coordinate with at most one decimal."""
    return f"{value:.1f}".removesuffix(".0")


def text_at(x: float, y: float, text: str, css: str = "", anchor: str = "") -> str:
    """Draw a text at a place, escaped."""
    css = f' class="{css}"' if css else ""
    anchor = f' text-anchor="{anchor}"' if anchor else ""
    return f'<text x="{tenths(x)}" y="{tenths(y)}"{css}{anchor}>{escape(text)}</text>'


def line_between(x1: float, y1: float, x2: float, y2: float, css: str) -> str:
    """Draw a straight line from one place to another."""
    return f'<path class="{css}" d="M{tenths(x1)} {tenths(y1)}L{tenths(x2)} {tenths(y2)}"/>'


def line_through(points: Sequence[tuple[float, float]], css: str) -> str:
    """Draw a line through several places; empty where there are fewer than two."""
    places = "L".join(f"{tenths(x)} {tenths(y)}" for x, y in points)
    return f'<path class="{css}" d="M{places}"/>' if len(points) > 1 else ""


def tick_labels(days: DayAxis, y: float, width: float) -> list[str]:
    """Draw the labels of an axis below y, but for those that would touch their neighbour."""
    labels = [label for label in place_labels(days.ticks(), 0, width) if label.line == 0]
    return [text_at(label.x, y + LINE_HEIGHT, label.text, "tick") for label in labels]


def named_lines(labels: Sequence[PlacedLabel], classes: Sequence[str]) -> list[str]:
    """Draw the labels of lines, above the picture."""
    return [
        text_at(label.x, LETTER_HEIGHT + label.line * LINE_HEIGHT, label.text, f"{css} name")
        for label, css in zip(labels, classes, strict=False)
    ]


def picture(
    width: float,
    height: float,
    label: str,
    parts: Iterable[str],
    css: str,
    more: str = 'role="img"',
) -> str:
    """Compose a whole picture of some parts.

    Args:
        width: its width in units of its own.
        height: its height.
        label: what it says to whoever does not see it.
        parts: what is in it, as SVG.
        css: its class.
        more: further attributes.
    """
    return (
        f'<svg class="{css}" viewBox="0 0 {tenths(width)} {tenths(height)}" {more}'
        f' aria-label="{escape(label)}">{"".join(parts)}</svg>'
    )


# The signs of the statuses: another shape for each, so that none rests on its colour


def sign_symbols() -> str:
    """Define the signs of all statuses, once for the whole page."""
    parts = (
        f'<symbol id="s-{status}" viewBox="-6 -6 12 12" overflow="visible">'
        f"{look_of(status).sign}</symbol>"
        for status in worst_first()
    )
    return f'<svg class="signs" aria-hidden="true" focusable="false">{"".join(parts)}</svg>'


# Shares of a whole

STRETCHED_IMAGE = 'role="img" preserveAspectRatio="none"'


def share_bar(parts: Sequence[tuple[str, int]], label: str) -> str:
    """Draw a bar divided in proportion; each part bears its class."""
    total, done, shapes = sum(n for _css, n in parts), 0.0, []
    for css, n in parts:
        if n:
            width = 1000 * n / total
            at, wide = tenths(done), tenths(max(width - 2, 1))
            shapes.append(f'<rect class="{css}" x="{at}" width="{wide}" height="20"/>')
            done += width
    return picture(1000, 20, label, shapes, "bar", STRETCHED_IMAGE)


def gap_bar(progress: Number | None, planned: Number | None, label: str) -> str:
    """Draw how far something is from 0 to 1, what is missing of the plan, and a rule at the plan.

    Args:
        progress: how far it is; drawn as nothing where it is not known.
        planned: how far it should be, not rounded; without a rule where it is not known.
        label: what it says to whoever does not see it.
    """
    done, due = _within(progress or 0), _within(planned or 0)
    parts = ['<rect class="track" y="2" width="100" height="6"/>']
    if done:
        parts.append(f'<rect class="fill" y="2" width="{tenths(100 * done)}" height="6"/>')
    if due > done:
        place = f'x="{tenths(100 * done)}" y="2" width="{tenths(100 * (due - done))}"'
        parts.append(f'<rect class="missing" {place} height="6"/>')
    if planned is not None:
        parts.append(_rule(100 * due))
    parts.append(f"<title>{escape(label)}</title>")
    return picture(100, 10, label, parts, "gap", STRETCHED_IMAGE)


def _rule(x: float) -> str:
    return f'<path class="rule" vector-effect="non-scaling-stroke" d="M{tenths(x)} 0v10"/>'


def _within(share: Number) -> float:
    return min(max(float(share), 0.0), 1.0)


class ChartWords(NamedTuple):
    """The words of a chart in the user's language.

    Attributes:
        label: what it says to whoever does not see it.
        due: the due date.
        today: the day up to which the last report is carried on.
        later: a forecast that lies outside the picture.
        done: the last figure, at the end of the line of reports.
        goal: what is required, at the end of the planned line.
    """

    label: str
    due: str
    today: str
    later: str = ""
    done: str = ""
    goal: str = ""
