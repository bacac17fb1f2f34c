"""Draw all items, each where it stands in its planned time, chapter by chapter."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, NamedTuple

from hpplan.output.html.svg import (
    LABEL_GAP,
    LETTER_HEIGHT,
    LINE_HEIGHT,
    DayAxis,
    cut_to_room,
    line_between,
    named_lines,
    picture,
    place_labels,
    tenths,
    text_at,
    tick_labels,
    width_of,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from hpplan.judging.status import Status
    from hpplan.output.html.svg import ChartWords


class ChartMark(NamedTuple):
    """The mark of an item in the picture of all items.

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


class ChartLane(NamedTuple):
    """The lane of a chapter in the picture of all items.

    Attributes:
        name: its title.
        note: how many of its items are not in the picture, and why.
        marks: its open items.
        done: its items that are met, likewise; their day is of no account.
    """

    name: str
    note: str
    marks: Sequence[ChartMark]
    done: Sequence[ChartMark]


MARK_RADIUS = 5.6
"""Half of the room that a mark takes."""

MARK_PITCH = 15
"""From one met item to the next."""

ALL_ITEMS_SIZE = (960, 150)
"""Width, and the part of it at the right in which the items stand that are met."""


def swarm(places: Sequence[float], radius: float = MARK_RADIUS) -> list[int]:
    """Return steps up or down from the middle, so that no two marks overlap.

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


def all_items_chart(
    lanes: Sequence[ChartLane], *, start: date, end: date, as_of: date, words: ChartWords, met: str
) -> str:
    """Draw every open item at its place in the planned time, beside today; and those met.

    Args:
        lanes: the chapters.
        start: the first day of the plan.
        end: its last day, later than the first.
        as_of: the day that is marked.
        words: its label, the label of the end as `due`, and of the day.
        met: the name of the part in which the met items stand.
    """
    width, finish = ALL_ITEMS_SIZE
    days = DayAxis(start, end, 26, width - finish - 24)
    marks = [(days.at(as_of), words.today), (days.right, words.due)]
    labels = [*place_labels(marks, 0, days.right + 12)]
    top = (max(label.line for label in labels) + 1) * LINE_HEIGHT + 4
    parts: list[str] = []
    y: float = top
    for lane in lanes:
        y, drawn = _lane(lane, days, y)
        parts += drawn
    below = [line_between(x, top, x, y, "grid") for x, _label in days.ticks()]
    below += tick_labels(days, y, width)
    below.append(line_between(days.right, top, days.right, y, "due"))
    below.append(line_between(days.at(as_of), top, days.at(as_of), y, "today"))
    below += named_lines(labels, ("today", "due"))
    below.append(text_at(width - finish, LETTER_HEIGHT, met, "name"))
    # It is no mere image: its marks are links.
    return picture(
        width, y + LINE_HEIGHT + 4, words.label, [*below, *parts], "standing", 'role="group"'
    )


def _lane(lane: ChartLane, days: DayAxis, y: float) -> tuple[float, list[str]]:
    """Draw one lane below y; return where it ends, and its parts."""
    width, finish = ALL_ITEMS_SIZE
    note = cut_to_room(lane.note, width * 0.45)
    name = cut_to_room(lane.name, width - width_of(note) - 2 * LABEL_GAP)
    parts = [
        line_between(0, y + 2, width, y + 2, "grid"),
        text_at(0, y + LINE_HEIGHT, name, "lane"),
        text_at(width, y + LINE_HEIGHT, note, "tick", "end"),
    ]
    y += LINE_HEIGHT + 6
    places = [days.at(mark.day) for mark in lane.marks]
    steps = swarm(places)
    columns = int(finish / MARK_PITCH)
    rows = -(-len(lane.done) // columns)
    up, down = -min([*steps, 0]), max([*steps, 0])
    height = max((up + down + 1), rows, 1) * 2 * MARK_RADIUS + 6
    middle = y + height / 2 + (up - down) * MARK_RADIUS
    for mark, x, step in zip(lane.marks, places, steps, strict=True):
        parts.append(_mark(mark, x, middle + step * 2 * MARK_RADIUS))
    for number, mark in enumerate(lane.done):
        row, column = divmod(number, columns)
        x = width - finish + (column + 0.5) * MARK_PITCH
        parts.append(_mark(mark, x, y + 3 + (row * 2 + 1) * MARK_RADIUS))
    return y + height, parts


def _mark(mark: ChartMark, x: float, y: float) -> str:
    href, title = escape(mark.href), escape(mark.title)
    return (
        f'<a href="{href}" tabindex="-1" class="{mark.status}" aria-label="{title}"><title>{title}'
        f'</title><use href="#s-{mark.status}" x="{tenths(x - 6)}" y="{tenths(y - 6)}" width="12"'
        f' height="12"/></a>'
    )
