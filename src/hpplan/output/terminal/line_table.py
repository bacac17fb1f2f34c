"""Draw tables of one line a row, whose columns give way one after the other to the name."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

LINE_NAME = "name"
"""The key of the column that takes what room the others leave."""


class Column(NamedTuple):
    """A column: its key, head and cells, and whether its text stands to the right."""

    key: str
    head: str
    cells: list[Text]
    right: bool = False

    @property
    def width(self) -> int:
        """The columns that its widest cell takes."""
        return max(cell_len(self.head), *(cell.cell_len for cell in self.cells), 0)


def fitting_columns(
    columns: Sequence[Column],
    widths: Mapping[str, int],
    width: int,
    gap: int,
    gives_way: Iterable[str],
    least: int,
) -> list[Column]:
    """Return the columns for which there is room beside the name.

    Args:
        columns: all columns; empty ones are left out.
        widths: how wide some of them are to be, by key.
        width: columns of the screen.
        gap: columns between two.
        gives_way: the keys of those that give way, the first of them first.
        least: columns of the name that they give way to.
    """
    shown = [column for column in columns if column.width or widths.get(column.key)]
    for key in gives_way:
        if room_for_name(shown, widths, width, gap) >= least:
            break
        shown = [column for column in shown if column.key != key]
    return shown


def room_for_name(
    columns: Sequence[Column], widths: Mapping[str, int], width: int, gap: int
) -> int:
    """Return the columns that are left for the name."""
    rest = sum(widths.get(each.key, each.width) for each in columns if each.key != LINE_NAME)
    return width - rest - gap * (len(columns) - 1)


def empty_table(
    columns: Sequence[Column], widths: Mapping[str, int], room: int, gap: int, *, header: bool
) -> Table:
    """Return a table of these columns, to which rows are to be added.

    Args:
        columns: the columns.
        widths: how wide some of them are to be, by key.
        room: columns of the name.
        gap: columns between two.
        header: whether the heads are shown.
    """
    table = Table(box=None, pad_edge=False, padding=(0, gap, 0, 0), show_header=header)
    table.header_style = ""
    for column in columns:
        table.add_column(
            Text(column.head, "dim"),
            width=room if column.key == LINE_NAME else widths.get(column.key, column.width),
            justify="right" if column.right else "left",
            no_wrap=True,
            overflow="ellipsis",
        )
    return table
