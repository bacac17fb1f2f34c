"""Draw sections of lines whose columns stand below each other: a heading and a table each.

Tables are Rich's. Widths are given to it, so that the columns of all sections stand below each
other, and with reasons each line is a table of its own: a row of Rich's cannot span its columns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from hpplan.i18n import _
from hpplan.output.terminal.layout import GAP, cut, fit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rich.console import RenderableType

ROOMY, VERY_ROOMY = 110, 150
"""From these widths on there is room for lateness and units of measure, and for names in full."""

RULE = 6
"""Columns that a note in a heading takes beside its words."""

LEAST_NAME = 10
"""Columns of a name below which a column gives way to it."""

GIVES_WAY = (
    *("late", "by", "planned", "was", "bar", "when", "call"),
    *("waits", "unheard", "items", "days", "met"),
)
"""The keys of columns that give way to the name where the screen is narrow, one after the other."""


class ScreenColumn(NamedTuple):
    """A column: its key, head and cells, and whether its text stands to the right.

    Its key says how it is treated: `id` and `name` have a width of their own in each section, the
    name what the others leave; those of `GIVES_WAY` are left out where there is no room.
    """

    key: str
    head: str
    cells: Sequence[Text]
    right: bool = False

    @property
    def width(self) -> int:
        """The columns that its widest cell takes."""
        lines = self.head.split("\n")
        return max(*map(cell_len, lines), *(cell.cell_len for cell in self.cells), 0)


class ScreenSection(NamedTuple):
    """Some lines below one heading.

    Attributes:
        title: what they have in common, and how many they are; without one there is no heading.
        notes: what else holds for all of them, the most important first.
        style: of the heading.
        columns: the columns, each with a cell a line.
        reasons: what is said below each line; empty for none.
        left: how many more lines there are that are not listed.
    """

    title: str
    notes: Sequence[str]
    style: str
    columns: Sequence[ScreenColumn]
    reasons: Sequence[str] = ()
    left: int = 0


def drawn_sections(sections: Sequence[ScreenSection], width: int) -> list[RenderableType]:
    """Draw sections; the names of the columns stand again only where they change.

    On a roomy screen a name takes no more columns than the longest, so that its figures stand near.
    """
    gap = GAP if width >= ROOMY else 1
    widths: dict[str, int] = {}
    for section in sections:
        for column in section.columns:
            if column.key not in {"id", "name"}:
                widths[column.key] = max(column.width, widths.get(column.key, 0))
    shown_of = [fitting_columns(section.columns, widths, width, gap) for section in sections]
    taken = min(width, max((_needed(shown, widths, gap) for shown in shown_of), default=width))
    if width < ROOMY:
        taken = width
    parts: list[RenderableType] = []
    heads: list[str] = []
    for section, shown in zip(sections, shown_of, strict=True):
        parts.append("")
        if section.title:
            parts.append(section_rule(section.title, section.notes, section.style, width))
        repeated = heads == (heads := [column.head for column in shown])
        room = max(room_for_name(shown, widths, taken, gap), 1)
        parts += _table(shown, widths, gap, (room, width), section.reasons, repeated=repeated)
        parts += more_lines(section.left)
    return parts


def more_lines(left: int) -> list[RenderableType]:
    """Say how many more lines a section has that are not listed, if any."""
    return [Text(_("… {n} more; -n 0 lists all").format(n=left), "dim")] if left else []


def _needed(columns: Sequence[ScreenColumn], widths: Mapping[str, int], gap: int) -> int:
    """Return the columns of the screen with which every name of a section is whole."""
    name = max((column.width for column in columns if column.key == "name"), default=0)
    return name - room_for_name(columns, widths, 0, gap)


def section_rule(title: str, notes: Sequence[str], style: str, width: int) -> RenderableType:
    """Draw the heading of a section: a rule with a title, and what holds for all of it.

    Of the notes, those stand there for which there is room.
    """
    text = Text().append(f"── {title}", style)
    for note in notes:
        if text.cell_len + cell_len(note) + RULE <= width:
            text.append(f" · {note}")
    return Rule(text, align="left", style=style, characters="─")


def fitting_columns(
    columns: Sequence[ScreenColumn],
    widths: Mapping[str, int],
    width: int,
    gap: int,
    gives_way: Iterable[str] = GIVES_WAY,
    least: int = LEAST_NAME,
) -> list[ScreenColumn]:
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
    columns: Sequence[ScreenColumn], widths: Mapping[str, int], width: int, gap: int
) -> int:
    """Return the columns that are left for the name."""
    rest = sum(widths.get(each.key, each.width) for each in columns if each.key != "name")
    return width - rest - gap * (len(columns) - 1)


def empty_table(
    columns: Sequence[ScreenColumn], widths: Mapping[str, int], room: int, gap: int, *, header: bool
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
            width=room if column.key == "name" else widths.get(column.key, column.width),
            justify="right" if column.right else "left",
            vertical="bottom",
            no_wrap=True,
            overflow="ellipsis",
        )
    return table


def _table(
    columns: Sequence[ScreenColumn],
    widths: dict[str, int],
    gap: int,
    sizes: tuple[int, int],
    reasons: Sequence[str],
    *,
    repeated: bool,
) -> list[RenderableType]:
    """Draw the table of a section, in so many columns of a name and of the screen.

    With reasons, each line is a table of its own. Without, all lines are one row of Rich's, which
    takes a third of the time of a row a line.
    """
    room, width = sizes
    for column in columns:
        for cell in column.cells if column.key == "name" else ():
            cell.plain = cut(cell.plain, room)
    if not reasons:
        table = empty_table(columns, widths, room, gap, header=not repeated)
        table.add_row(*(Text("\n").join(column.cells) for column in columns))
        return [table]
    parts: list[RenderableType] = []
    for cells, reason in zip(
        zip(*(each.cells for each in columns), strict=True), reasons, strict=True
    ):
        table = empty_table(columns, widths, room, gap, header=not repeated and not parts)
        table.add_row(*cells)
        parts.append(table)
        if reason:
            told = fit(reason, max(width - GAP, 1)).split("\n")
            parts += [Text(" " * GAP + part, "dim") for part in told]
    return parts
