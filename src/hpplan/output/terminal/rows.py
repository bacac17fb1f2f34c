"""Draw lists of items: a heading and a table a section, one line an item.

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
from hpplan.output.looks import look_of
from hpplan.output.terminal.bars import progress_bar
from hpplan.output.terminal.layout import GAP, cut, fit
from hpplan.output.words.cells import (
    NOTHING,
    call_cell,
    days_cell,
    done_cell,
    last_report,
    late_cell,
    likely_cell,
    planned_cell,
    silent_cell,
    unmeasured_word,
)
from hpplan.output.words.text import inert, status_word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    from rich.console import RenderableType

    from hpplan.judging.assess import Assessment
    from hpplan.judging.standing import ListLine
    from hpplan.judging.status import Status
    from hpplan.plan.items import Catalogue

ROOMY, VERY_ROOMY = 110, 150
"""From these widths on there is room for lateness and units of measure, and for names in full."""

ITEM_BAR, WIDE_BAR = 8, 12
"""Columns of the bar of an item."""

DONE_ROOM, WIDE_DONE = 10, 12
"""Columns of a figure up to which its unit of measure stands behind it where room is scarce."""

CALL, WIDE_CALL = 17, 20
"""Columns of whom to call, beyond which a name is cut."""

RULE = 6
"""Columns that a note in a heading takes beside its words."""

LEAST_NAME = 10
"""Columns of a name below which a column gives way to it."""


class ListSection(NamedTuple):
    """Some lines below one heading.

    Attributes:
        title: what they have in common, and how many they are.
        notes: what else holds for all of them, the most important first.
        status: theirs; of lines of several statuses the worst.
        lines: the lines.
        left: how many more there are that are not listed.
    """

    title: str
    notes: Sequence[str]
    status: Status
    lines: Sequence[ListLine]
    left: int = 0


class _When(NamedTuple):
    """The column that says when, by status: its head, and what stands in it."""

    head: Callable[[], str]
    cell: Callable[[Assessment], str]


def _day(day: date | None) -> str:
    return str(day) if day else NOTHING


_LIKELY = _When(lambda: _("likely"), likely_cell)
_LAST = _When(lambda: _("last report"), lambda each: _day(last_report(each)))
_WHEN: dict[Status, _When] = {
    "overdue": _When(lambda: _("over"), lambda each: days_cell(-each.days_left)),
    "off-track": _LIKELY,
    "at-risk": _LIKELY,
    "on-track": _LIKELY,
    "silent": _When(lambda: _("unheard"), silent_cell),
    "kept": _LAST,
    "unrated": _LAST,
    "met": _When(lambda: _("met on"), lambda each: _day(each.met_on)),
    "upcoming": _When(lambda: _("starts"), lambda each: _day(each.start)),
}
_DUE = _When(lambda: _("due"), lambda each: str(each.terms.due))


class _Column(NamedTuple):
    """A column: its key, head and cells, and whether its text stands to the right."""

    key: str
    head: str
    cells: list[Text]
    right: bool = False

    @property
    def width(self) -> int:
        """The columns that its widest cell takes."""
        return max(cell_len(self.head), *(cell.cell_len for cell in self.cells), 0)


_GIVES_WAY = ("late", "by", "planned", "bar", "when", "call")
"""The columns that give way to the name where the screen is narrow, one after the other."""


def section_rows(
    sections: Iterable[ListSection],
    catalogue: Catalogue,
    width: int,
    reason: Callable[[ListLine], str] | None = None,
) -> list[RenderableType]:
    """Draw sections of lines; the names of the columns stand again only where they change.

    Args:
        sections: the sections.
        catalogue: their plan.
        width: columns of the screen.
        reason: says why a line stands where it stands, below it.
    """
    made = [(section, _columns(section, catalogue, width)) for section in sections]
    gap = GAP if width >= ROOMY else 1
    widths: dict[str, int] = {}
    for _section, columns in made:
        for column in columns:
            if column.key not in {"id", "name"}:
                widths[column.key] = max(column.width, widths.get(column.key, 0))
    parts: list[RenderableType] = []
    heads: list[str] = []
    for section, columns in made:
        style = look_of(section.status).style
        parts += ["", section_rule(section.title, section.notes, style, width)]
        shown = _fitting(columns, widths, width, gap)
        repeated = heads == (heads := [column.head for column in shown])
        parts += _table(shown, widths, gap, width, section.lines, repeated=repeated, reason=reason)
        if section.left:
            more = _("… {n} more; -n 0 lists all").format(n=section.left)
            parts.append(Text(more, "dim"))
    return parts


def section_rule(title: str, notes: Sequence[str], style: str, width: int) -> RenderableType:
    """Draw the heading of a section: a rule with a title, and what holds for all of it.

    Of the notes, those stand there for which there is room.
    """
    text = Text().append(f"── {title}", style)
    for note in notes:
        if text.cell_len + cell_len(note) + RULE <= width:
            text.append(f" · {note}")
    return Rule(text, align="left", style=style, characters="─")


def _columns(section: ListSection, catalogue: Catalogue, width: int) -> list[_Column]:
    """Return all columns of a section."""
    lines, wide = section.lines, width >= ROOMY
    worst = [line.worst for line in lines]
    when = _WHEN.get(section.status, _DUE)
    columns = [
        _Column("id", _("item"), [Text(line.id, "bold") for line in lines]),
        _Column("name", _("name"), [Text(inert(each.item.target.name)) for each in worst]),
        _Column("bar", _("progress"), [_bar(line, wide=wide) for line in lines]),
        _Column("done", _("done"), [_done(line, width) for line in lines], right=True),
    ]
    planned = [Text(planned_cell(line), "dim") for line in lines]
    columns.append(_Column("planned", _("due now"), planned, right=True))
    if _is_open(section.status) and len({each.terms.due for each in worst}) > 1:
        dues = [Text(str(each.terms.due)[0 if wide else 2 :], "dim") for each in worst]
        columns.append(_Column("by", _("due"), dues, right=True))
    cells = [Text(when.cell(each)) for each in worst]
    columns.append(_Column("when", when.head(), cells, right=True))
    if wide and section.status == "overdue":
        late = [Text(likely_cell(each).replace(NOTHING, "")) for each in worst]
        columns.append(_Column("late", _("likely"), late, right=True))
    elif wide:
        late = [Text(late_cell(each)) for each in worst]
        head = _("late by") if any(cell.plain for cell in late) else ""
        columns.append(_Column("late", head, late, right=True))
    room = width if width >= VERY_ROOMY else WIDE_CALL if wide else CALL
    calls = [Text(_call(line, catalogue, room)) for line in lines]
    columns.append(_Column("call", _("call"), calls))
    return columns


def _is_open(status: Status) -> bool:
    """Tell whether the due dates of a status are still to come, and differ in what they ask."""
    return _WHEN.get(status) is _LIKELY


def _done(line: ListLine, width: int) -> Text:
    measured = done_cell(line, measured=True)
    room = width if width >= VERY_ROOMY else WIDE_DONE if width >= ROOMY else DONE_ROOM
    if cell_len(measured) <= room:
        return Text(measured)
    return Text(done_cell(line, measured=False))


def _bar(line: ListLine, *, wide: bool) -> Text:
    """Draw the bar of a line; where there is none, say why."""
    each = line.worst
    if word := unmeasured_word(each):
        return Text(word, "dim")
    if line.progress is None and each.planned_progress is None:
        return Text("")
    style = look_of(each.status).style
    columns = WIDE_BAR if wide else ITEM_BAR
    return progress_bar(line.progress or 0, each.planned_progress, columns, style)


def _call(line: ListLine, catalogue: Catalogue, room: int) -> str:
    """Return whom to call; of a long name the end gives way to how many more there are."""
    name, more = call_cell(line, catalogue)
    if cell_len(name) + cell_len(more) <= room:
        return name + more
    return cut(name, max(room - cell_len(more), 2)) + more


def _fitting(columns: list[_Column], widths: dict[str, int], width: int, gap: int) -> list[_Column]:
    """Return the columns for which there is room beside the name."""
    shown = [column for column in columns if column.width or widths.get(column.key)]
    for key in _GIVES_WAY:
        if _room(shown, widths, width, gap) >= LEAST_NAME:
            break
        shown = [column for column in shown if column.key != key]
    return shown


def _room(columns: Sequence[_Column], widths: dict[str, int], width: int, gap: int) -> int:
    """Return the columns that are left for the name."""
    rest = sum(widths.get(each.key, each.width) for each in columns if each.key != "name")
    return width - rest - gap * (len(columns) - 1)


def _table(
    columns: Sequence[_Column],
    widths: dict[str, int],
    gap: int,
    width: int,
    lines: Sequence[ListLine],
    *,
    repeated: bool,
    reason: Callable[[ListLine], str] | None,
) -> list[RenderableType]:
    """Draw the table of a section; with reasons, one a line."""
    room = max(_room(columns, widths, width, gap), 1)

    def empty(*, header: bool) -> Table:
        table = Table(box=None, pad_edge=False, padding=(0, gap, 0, 0), show_header=header)
        table.header_style = ""
        for column in columns:
            table.add_column(
                Text(column.head, "dim"),
                width=room if column.key == "name" else widths.get(column.key, column.width),
                justify="right" if column.right else "left",
                no_wrap=True,
                overflow="ellipsis",
            )
        return table

    table = empty(header=not repeated)
    parts: list[RenderableType] = [table]
    for at, line in enumerate(lines):
        cells = [column.cells[at] for column in columns]
        for cell, column in zip(cells, columns, strict=True):
            if column.key == "name":
                cell.plain = cut(cell.plain, room)
        if reason and at:
            table = empty(header=False)
            parts.append(table)
        table.add_row(*cells)
        if reason and (why := reason(line)):
            told = fit(why, max(width - GAP, 1)).split("\n")
            parts += [Text(" " * GAP + part, "dim") for part in told]
    return parts


def status_title(status: Status, heading: str, count: int) -> str:
    """Return the title of a section: its status, and how many items it has."""
    return _("{title} {n}").format(title=heading or status_word(status), n=count)
