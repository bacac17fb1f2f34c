"""Draw items as tables with their reasons, one a section."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from hpplan.i18n import _
from hpplan.output.terminal.layout import GAP, beside, fit, share_out

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from hpplan.output.words.outline import ItemLine

WIDE = 110
"""From this width on the reasons have a column of their own."""


def section_heading(
    title: str, count: int, style: str, note: str, width: int
) -> list[RenderableType]:
    """Draw the heading of a section, with how much stands under it."""
    text = _("{title} ({n})").format(title=title, n=count)
    parts: list[RenderableType] = [Text(""), Text(text, style=style)]
    if note:
        parts.append(Text(fit(note, width), style="italic"))
    return parts


def _heads() -> tuple[str, ...]:
    return _("item"), _("name"), _("who"), _("value"), _("due"), _("why")


def items_section(lines: Sequence[ItemLine], width: int) -> list[RenderableType]:
    """Draw the lines of a section under the names of their columns."""
    return _wide(lines, width) if width >= WIDE else _narrow(lines, width)


def _wide(lines: Sequence[ItemLine], width: int) -> list[RenderableType]:
    """Draw one table with a column for the reasons."""
    fixed, shared = _widths(lines, width * 6 // 10)
    widths = (fixed[0], *shared, fixed[1], width - sum((*fixed, *shared)) - 5 * GAP)
    table = Table(box=None, pad_edge=False, padding=(0, GAP, 0, 0))
    for head, columns in zip(_heads(), widths, strict=True):
        table.add_column(Text(head, style="bold"), width=columns)
    for line in lines:
        table.add_row(
            *(Text(fit(cell, columns)) for cell, columns in zip(line.cells, widths, strict=True))
        )
    return [table]


def _narrow(lines: Sequence[ItemLine], width: int) -> list[RenderableType]:
    """Draw the reasons under their items, on lines of their own."""
    fixed, shared = _widths(lines, width)
    widths = (fixed[0], *shared, fixed[1])
    text = Text("\n".join(beside(_heads()[:-1], widths)), style="bold", no_wrap=True)
    for line in lines:
        text.append("\n" + "\n".join(beside(line.cells[:-1], widths)), "not bold")
        for part in fit(line.why, width - GAP).split("\n") if line.why else ():
            text.append(f"\n{' ' * GAP}{part}", "not bold")
    return [text]


def _widths(lines: Sequence[ItemLine], width: int) -> tuple[tuple[int, int], list[int]]:
    """Return the widths of ids and dates, which stay whole, and of what stands between."""
    heads = _heads()
    wanted = [
        max(cell_len(part) for cell in (head, *texts) for part in cell.split("\n"))
        for head, *texts in zip(heads, *(line.cells for line in lines), strict=True)
    ]
    fixed = (wanted[0], wanted[4])
    return fixed, share_out(width - sum(fixed) - 4 * GAP, wanted[1:4], (4, 4, 3))
