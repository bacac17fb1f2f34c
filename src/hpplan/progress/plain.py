"""Reading a file in which nothing is out of the ordinary, a column at a time.

Most files are such: UTF-8 without quotes, each line with as many cells as the header, every cell
sound. So they take half the time that they take row by row. Where anything is otherwise, the reader
of rows says what.
"""

from __future__ import annotations

from itertools import count
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from hpplan.csvtext import BOM
from hpplan.errors import CellError
from hpplan.progress import cells as cell
from hpplan.progress.cells import Statement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hpplan.progress.series import ProgressFile
    from hpplan.progress.targets import Entries, Table

    _Row = tuple[Any, ...]

PLAIN_BYTES = 2**16
"""Bytes whose lines are split at a time: what is made of them stays near the processor."""

_UNUSUAL = (b'"', b"\0")
"""A quote, and the byte that stands where a disk has lost something."""


_NOTE = 4
"""The place of the note in a row that is kept."""


class _NotPlainError(Exception):
    """Something is out of the ordinary."""


def read_plain(file: ProgressFile, table: Table, *, keep_rows: bool) -> bool:
    """Read the rows of a file into the table, and its header into the file.

    Args:
        file: the file, with nothing read of it so far.
        table: what the target cells of the unit lead to.
        keep_rows: keep all that the rows say. Otherwise days and figures are kept, of several rows
            of one day the last where it corrects the others; rows that were entered in another
            order than they stand in are out of the ordinary then.

    Returns:
        Whether the file is plain; if not, the table holds a part of it, and is of no more use.
    """
    data = file.data
    if any(byte in data for byte in _UNUSUAL):
        return False
    try:
        blocks = _blocks(data)
        titles = next(blocks, "").rstrip("\n").split(",")
        columns = {name: at for at, name in enumerate(map(cell.column, titles)) if name}
        if len(columns) < len(titles) or not columns.keys() >= set(cell.REQUIRED):
            return False
        rows = _Rows(columns, table, keep_rows=keep_rows)
        for text in blocks:
            rows.add(text)
        corrected = sum(map(rows.settle, rows.by_item()))
    except (_NotPlainError, UnicodeDecodeError, CellError, LookupError):
        return False
    file.columns, file.width, file.rows = columns, len(titles), corrected
    return True


def _blocks(data: bytes) -> Iterator[str]:
    """Yield the first line, and then blocks of lines; each line ends with a line feed."""
    view = memoryview(data)
    at = len(BOM) if data.startswith(BOM) else 0
    end = data.find(b"\n", at) + 1
    while at < len(data):
        text = str(view[at : end or len(data)], "utf-8")
        if "\r" in text:
            text = text.replace("\r\n", "\n")
            if "\r" in text:
                raise _NotPlainError
        yield text if text.endswith("\n") else text + "\n"
        at = end or len(data)
        end = data.rfind(b"\n", at, at + PLAIN_BYTES) + 1 or data.find(b"\n", at) + 1


class _Rows:
    """The rows of a file, by item.

    Attributes:
        of: the rows of each item in order of their lines: day and value cell, and where rows are
            kept, recorded cell, line, note and evidence.
    """

    def __init__(self, columns: dict[str, int], table: Table, *, keep_rows: bool) -> None:
        self.columns = columns
        self.table = table
        self.of: dict[Entries, list[_Row]] = {}
        self._lines = count(2) if keep_rows else None
        self._lists = _Lists(table, self.of)
        self._all_noted = True
        self._last: str | None = None

    def add(self, text: str) -> None:
        """Add the rows of some lines."""
        step = len(self.columns) + 1
        # Line ends become cells of their own: in lines of one width they are all in one column.
        marked = text.replace("\n", ",\n,")
        cells = marked.split(",")
        if cells[step - 1 :: step].count("\n") < (len(marked) - len(text)) // 2:
            raise _NotPlainError
        columns = {name: cells[at:-1:step] for name, at in self.columns.items()}
        blank = [""] * len(columns["date"])
        notes, moments = (columns.get(name, blank) for name in ("note", "recorded"))
        self._all_noted = self._all_noted and "" not in notes and not any(map(str.isspace, notes))
        days = map(self.table.memory.days.__getitem__, columns["date"])
        rows: Iterable[_Row] = zip(days, columns["value"], strict=True)
        if self._lines:
            more = (moments, self._lines, notes, columns.get("evidence", blank))
            rows = zip(days, columns["value"], *more, strict=False)
        else:
            self._check_order(moments)
        for _none in map(list.append, map(self._lists.__getitem__, columns["target"]), rows):
            pass

    def _check_order(self, moments: list[str]) -> None:
        """Refuse moments out of the order of time, as far as their texts tell."""
        if self._last is not None:
            moments = [self._last, *moments]
        if not cell.entered_in_order(moments):
            raise _NotPlainError
        self._last = moments[-1]

    def by_item(self) -> list[Entries]:
        """Give the rows that name no period to those of their days; return all that have rows."""
        for every in list(self.of):
            periods = every.periods
            if periods is None:
                continue
            parts: dict[Entries, list[_Row]] = {}
            for row in self.of.pop(every):
                parts.setdefault(periods[row[0]], []).append(row)
            if not parts.keys().isdisjoint(self.of):
                raise _NotPlainError  # the order of both kinds of rows decides
            self.of |= parts
        return list(self.of)

    def settle(self, entries: Entries) -> int:
        """Give an item its figures; return how many rows are corrected by others of them."""
        rows = self.of[entries]
        figures = {text: entries.figures[text] for text in set(map(itemgetter(1), rows))}
        stated = Statement in set(map(type, figures.values()))
        if stated and not self._all_noted and not self._explained(rows, figures):
            raise _NotPlainError
        kept = rows if stated or self._lines else list(dict(rows).items())
        entries.days, texts, *more = (list(map(itemgetter(at), kept)) for at in range(len(kept[0])))
        entries.values = list(map(figures.__getitem__, texts))
        entries.moments = [""] * len(kept)
        if more:
            entries.moments, entries.lines, entries.notes, entries.evidence = more
        return len(rows) - len(kept)

    def _explained(self, rows: list[_Row], figures: dict[str, Any]) -> bool:
        """Tell whether each statement of some rows has the note that it needs."""
        return self._lines is not None and all(
            row[_NOTE].strip() for row in rows if isinstance(figures[row[1]], Statement)
        )


class _Lists(dict[str, "list[_Row]"]):
    """The rows of the item that a target cell leads to."""

    def __init__(self, table: Table, of: dict[Entries, list[_Row]]) -> None:
        super().__init__()
        self._table = table
        self._of = of

    def __missing__(self, text: str) -> list[_Row]:
        self[text] = rows = self._of.setdefault(self._table[text], [])
        return rows
