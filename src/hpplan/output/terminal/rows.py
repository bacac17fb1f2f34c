"""Draw lists of items: a heading and a table a section, one line an item."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len
from rich.text import Text

from hpplan.i18n import _
from hpplan.output.looks import look_of
from hpplan.output.terminal.bars import progress_bar
from hpplan.output.terminal.columns import (
    ROOMY,
    VERY_ROOMY,
    ScreenColumn,
    ScreenSection,
    drawn_sections,
)
from hpplan.output.terminal.layout import cut
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

ITEM_BAR, WIDE_BAR = 8, 12
"""Columns of the bar of an item."""

DONE_ROOM, WIDE_DONE = 10, 12
"""Columns of a figure up to which its unit of measure stands behind it where room is scarce."""

CALL, WIDE_CALL = 17, 22
"""Columns of whom to call, beyond which a name is cut."""


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


def section_rows(
    sections: Iterable[ListSection],
    catalogue: Catalogue,
    width: int,
    reason: Callable[[ListLine], str] | None = None,
) -> list[RenderableType]:
    """Draw sections of lines, their columns below each other.

    Args:
        sections: the sections.
        catalogue: their plan.
        width: columns of the screen.
        reason: says why a line stands where it stands, below it.
    """
    drawn = [
        ScreenSection(
            section.title,
            section.notes,
            look_of(section.status).style,
            line_columns(section.status, section.lines, catalogue, width),
            [reason(line) for line in section.lines] if reason else (),
            section.left,
        )
        for section in sections
    ]
    return drawn_sections(drawn, width)


def line_columns(
    status: Status, lines: Sequence[ListLine], catalogue: Catalogue, width: int
) -> list[ScreenColumn]:
    """Return all columns of lines of a status."""
    wide = width >= ROOMY
    worst = [line.worst for line in lines]
    when = _WHEN.get(status, _DUE)
    columns = [
        ScreenColumn("id", _("item"), [Text(line.id, "bold") for line in lines]),
        ScreenColumn("name", _("name"), [Text(inert(each.item.target.name)) for each in worst]),
        ScreenColumn("bar", _("progress"), [_bar(line, wide=wide) for line in lines]),
        ScreenColumn("done", _("done"), [_done(line, width) for line in lines], right=True),
    ]
    planned = [Text(planned_cell(line), "dim") for line in lines]
    columns.append(ScreenColumn("planned", _("due now"), planned, right=True))
    if _is_open(status) and len({each.terms.due for each in worst}) > 1:
        dues = [Text(str(each.terms.due)[0 if wide else 2 :], "dim") for each in worst]
        columns.append(ScreenColumn("by", _("due"), dues, right=True))
    cells = [Text(when.cell(each)) for each in worst]
    columns.append(ScreenColumn("when", when.head(), cells, right=True))
    if wide and status == "overdue":
        late = [Text(likely_cell(each).replace(NOTHING, "")) for each in worst]
        columns.append(ScreenColumn("late", _("likely"), late, right=True))
    elif wide:
        late = [Text(late_cell(each)) for each in worst]
        head = _("late by") if any(cell.plain for cell in late) else ""
        columns.append(ScreenColumn("late", head, late, right=True))
    room = width if width >= VERY_ROOMY else WIDE_CALL if wide else CALL
    calls = [Text(_call(line, catalogue, room)) for line in lines]
    columns.append(ScreenColumn("call", _("call"), calls))
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
    whole = each.status == "overdue" and not each.lacks_only_closing_figure
    return progress_bar(line.progress or 0, 1 if whole else each.planned_progress, columns, style)


def _call(line: ListLine, catalogue: Catalogue, room: int) -> str:
    """Return whom to call; of a long name the end gives way to how many more there are."""
    name, more = call_cell(line, catalogue)
    if cell_len(name) + cell_len(more) <= room:
        return name + more
    return cut(name, max(room - cell_len(more), 2)) + more


def status_title(status: Status, heading: str, count: int) -> str:
    """Return the title of a section: its status, and how many items it has."""
    return _("{title} {n}").format(title=heading or status_word(status), n=count)
