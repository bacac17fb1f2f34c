"""Draw bars: how far an item is beside where it should be, and shares of a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

if TYPE_CHECKING:
    from hpplan.numbers import Number

FULL, EMPTY, PLACE = "█", "░", "┃"
"""What is done, what is not, and where it should be by now."""

THICK, THIN = "━", "─"
"""A share of a whole, and the rest."""


def progress_bar(progress: Number, planned: Number | None, columns: int, style: str) -> Text:
    """Draw progress with a mark at the place that is planned: `███░░░┃░`."""
    done = min(max(round(progress * columns), 0), columns)
    place = None
    if planned is not None and planned > 0:
        place = min(max(round(planned * columns) - 1, 0), columns - 1)
    signs = FULL * done + EMPTY * (columns - done)
    bar = Text(signs if place is None else f"{signs[:place]}{PLACE}{signs[place + 1 :]}")
    bar.stylize(style, 0, done)
    bar.stylize("dim", done)
    if place is not None:
        bar.stylize("not dim bold default", place, place + 1)
    return bar


def share_line(part: Number, columns: int, style: str) -> Text:
    """Draw a share of 1 as a line; only nothing is empty, and only all of it is full."""
    done = round(part * columns)
    if 0 < part < 1:
        done = min(max(done, 1), columns - 1)
    done = min(max(done, 0), columns)
    return Text().append(THICK * done, style).append(THIN * (columns - done), "dim")
