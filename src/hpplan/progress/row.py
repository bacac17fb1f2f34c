"""Read the cells of one row, in whatever file they stand: what they mean, or what is wrong."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from hpplan.errors import CellError
from hpplan.progress import cells
from hpplan.progress.cells import Statement
from hpplan.progress.targets import no_period, unknown_target

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime, tzinfo

    from hpplan.numbers import Number
    from hpplan.plan.items import Item
    from hpplan.progress.targets import Entries, Table

_Read = TypeVar("_Read")


class SoundRow(NamedTuple):
    """What a row reports whose date, target and value can be read.

    Attributes:
        day: the day that the figure speaks of.
        entries: the entries of the item that is reported on.
        value: the figure, or what is stated in place of one; None for a duty.
    """

    day: date
    entries: Entries
    value: Number | Statement | None


class RowMeaning(NamedTuple):
    """What the cells of a row mean, as far as they can be read.

    Attributes:
        day: the day that the figure speaks of; None where its cell is faulty.
        item: the item that is reported on; None where it cannot be told.
        value: the figure, or what is stated in place of one; None for a duty, and where its cell
            is faulty.
        note: the note cell.
        evidence: the evidence cell.
        recorded: when the row was entered; None where that is not said, or the cell is faulty.
        faults: what is wrong, by the column of the faulty cell, in the order of these attributes.
    """

    day: date | None
    item: Item | None
    value: Number | Statement | None
    note: str
    evidence: str
    recorded: datetime | None
    faults: dict[str, CellError]


def sound_row(
    date_cell: str, target_cell: str, value_cell: str, note: str, table: Table
) -> SoundRow:
    """Read a row that has no fault, fast; of one that has it does not say what is wrong.

    Raises:
        CellError: a cell cannot be read.
        LookupError: the target leads to no item, or to none of the date's period.
    """
    day = table.memory.days[date_cell]
    entries = table[target_cell]
    if entries.periods is not None:
        entries = entries.periods[day]
    value = entries.figures[value_cell]
    if isinstance(value, Statement) and not note.strip():
        raise cells.unexplained(value_cell, value, entries.figures.kind)
    return SoundRow(day, entries, value)


def read_row(
    text: Callable[[str], str],
    table: Table,
    *,
    figure: Callable[[bool], str] | None = None,
    noted: Callable[[], bool] | None = None,
    zone: tzinfo = UTC,
    hints: bool = True,
) -> RowMeaning:
    """Read the cells of a row, and collect every fault among them.

    Args:
        text: gives the text of the cell in a column; empty where there is none. A CellError that
            it raises is a fault of the cell.
        table: what the target cells of the unit lead to.
        figure: gives the text of the value cell, told whether a percentage is expected, for cells
            that need to know; else `text` does.
        noted: tells whether the row will have a note, where more than the note cell makes it.
        zone: the time zone of a moment without an offset.
        hints: whether to look for the target that was meant by one that there is not.
    """
    faults: dict[str, CellError] = {}

    def tried(column: str, read: Callable[[], _Read]) -> _Read | None:
        """Return what is read of a cell; None, and note a fault, where it cannot be read."""
        try:
            return read()
        except CellError as error:
            faults[column] = error
            return None

    def item() -> Item | None:
        if entries is None or (entries.periods is not None and day is None):
            return None
        if entries.periods is None or day is None:
            return entries.item
        try:
            return entries.periods[day].item
        except LookupError:
            raise no_period(text("target").strip(), day, entries.periods.of_items()) from None

    def value() -> Number | Statement | None:
        if entries is None:
            return None
        figures = entries.figures
        percentage = cells.is_percentage(figures.kind, figures.uom)
        given = figure(percentage) if figure else text("value")
        found = figures[given]
        if isinstance(found, Statement) and not (noted() if noted else text("note").strip()):
            raise cells.unexplained(given, found, figures.kind)
        return found

    day = tried("date", lambda: table.memory.days[text("date")])
    entries = tried("target", lambda: _entries(table, text("target"), hints=hints))
    return RowMeaning(
        day,
        tried("target", item),
        tried("value", value),
        tried("note", lambda: text("note")) or "",
        tried("evidence", lambda: text("evidence")) or "",
        tried("recorded", lambda: cells.recorded(text("recorded"), zone)),
        faults,
    )


def _entries(table: Table, text: str, *, hints: bool) -> Entries:
    """Find the entries that a target cell leads to.

    Raises:
        CellError: it leads to nothing.
    """
    try:
        return table[text]
    except LookupError:
        raise unknown_target(table.catalogue, text, hints=hints) from None
