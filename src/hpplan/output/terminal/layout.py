"""Lay text out in lines and columns, where a Chinese character takes two columns."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from rich.cells import cell_len, chop_cells, set_cell_size

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from rich.text import Text

GAP = 2

_WIDE = (
    "\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6"
)
_WIDE += "\U00020000-\U0003fffd"
_OPENING = "“‘（《【「『"
_CLOSING = "，。、；：！？”’）》】」』％…—"

_BEFORE_CUT = f" {_OPENING}，、："


@cache
def _pieces() -> re.Pattern[str]:
    """Return what stays together: a word or a wide character, with the marks that cling to it.

    The pattern takes longer to compile than a screen to draw, and most texts fit their lines.
    """
    return re.compile(
        rf"\s+|[{_OPENING}]*(?:[^\s{_WIDE}{_OPENING}{_CLOSING}]+|[{_WIDE}])?[{_CLOSING}.,;:!?)]*"
    )


def wrap(text: str, width: int) -> list[str]:
    """Break text into lines of at most so many columns; none begins with a closing mark."""
    if cell_len(text) <= width:
        return [text.strip()]
    lines: list[str] = []
    line, size = "", 0
    for piece in _pieces().findall(text):
        columns = len(piece) if piece.isascii() else cell_len(piece)
        if line and size + columns > width and not piece.isspace():
            lines.append(line.rstrip())
            line, size = "", 0
        if not line and piece.isspace():
            continue
        if columns > width:
            *whole, piece = _chopped(piece, width)  # noqa: PLW2901
            lines += whole
            columns = cell_len(piece)
        line, size = line + piece, size + columns
    return [*lines, line.rstrip()] if line else lines or [""]


def _chopped(piece: str, width: int) -> list[str]:
    """Cut a piece that no line holds; what clings to its last character goes with it."""
    word = piece.rstrip(_CLOSING)
    *whole, last = chop_cells(word, width) or [""]
    rest = last + piece[len(word) :]
    if len(last) > 1 and cell_len(rest) > width:
        whole, rest = [*whole, last[:-1]], last[-1] + piece[len(word) :]
    return [*whole, *chop_cells(rest, width)]


def fit(text: str, width: int) -> str:
    """Break text wherever it would pass the width."""
    return "\n".join(line for part in text.split("\n") for line in wrap(part, width))


def cut(text: str, width: int) -> str:
    """Return text on one line of at most so many columns, its end cut where it is longer."""
    if cell_len(text) <= width:
        return text
    return f"{set_cell_size(text, max(width - 1, 0)).rstrip(_BEFORE_CUT)}…"


def flow(entries: Sequence[str], width: int) -> str:
    """Lay entries one behind the other, breaking between two where the width asks for it."""
    lines: list[str] = []
    for entry in entries:
        longer = f"{lines[-1]}{' ' * GAP}{entry}" if lines else entry
        if lines and cell_len(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(entry)
    return "\n".join(lines)


def flow_styled(entries: Iterable[Text], width: int) -> Text:
    """Lay entries one behind the other as `flow` does, each in its own colours."""
    from rich.text import Text

    laid, size = Text(), 0
    for entry in entries:
        if size and size + GAP + entry.cell_len > width:
            laid.append("\n")
            size = 0
        elif size:
            laid.append(" " * GAP)
            size += GAP
        laid.append_text(entry)
        size += entry.cell_len
    return laid


def beside(cells: Sequence[str], widths: Sequence[int], numbers: Collection[int] = ()) -> list[str]:
    """Lay cells side by side in columns of these widths; return the lines that they take.

    The columns at the places `numbers` stand to the right, so that their digits line up.
    """
    columns = [fit(cell, width).split("\n") for cell, width in zip(cells, widths, strict=True)]
    lines = []
    for row in range(max(len(column) for column in columns)):
        texts = [column[row] if row < len(column) else "" for column in columns]
        padded = []
        for at, (text, width) in enumerate(zip(texts, widths, strict=True)):
            blanks = " " * (width - cell_len(text))
            padded.append(blanks + text if at in numbers else text + blanks)
        lines.append((" " * GAP).join(padded).rstrip())
    return lines


def share_out(room: int, wanted: Sequence[int], weights: Sequence[int]) -> list[int]:
    """Share a room among columns by weight, none wider than wanted, none below a word."""
    widths = [0] * len(wanted)
    open_ = list(range(len(wanted)))
    while open_:
        total = sum(weights[at] for at in open_)
        fitting = [at for at in open_ if wanted[at] <= room * weights[at] // total]
        if not fitting:
            for at in open_:
                widths[at] = max(room * weights[at] // total, 4)
            break
        for at in fitting:
            widths[at] = wanted[at]
            room -= wanted[at]
            open_.remove(at)
    return widths
