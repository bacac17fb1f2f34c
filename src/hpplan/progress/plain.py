"""Reading a file in which nothing is out of the ordinary, a column at a time.

Most files are such: UTF-8 without quotes, each line with as many cells as the header, every cell
sound. So they take half the time that they take row by row. Where anything is otherwise, the reader
of rows says what.
"""

from __future__ import annotations

from collections import deque
from itertools import count
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from hpplan.csvtext import BOM, text_of
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


_BLANK_HEADS = frozenset(b"\t\n\v\f\r\x1c\x1d\x1e\x1f \xc2\xe1\xe2\xe3")
"""The first bytes in UTF-8 of all characters that are blanks, and of some that are none."""

_NOTE = 4
"""The place of the note in a row that is kept."""


def read_plain(file: ProgressFile, table: Table, *, keep_rows: bool) -> bool:
    """Read the rows of a file into the table, and its header into the file.

    Args:
        file: the file, with nothing read of it so far.
        table: what the target cells of the unit lead to.
        keep_rows: keep all that the rows say. Otherwise days and figures are kept, of several rows
            of one day the last where it corrects the others; then it is out of the ordinary, too,
            that rows were not entered in the order they stand in.

    Returns:
        Whether the file is plain; if not, the table holds a part of it, and is of no more use.
    """
    data = file.data
    if any(byte in data for byte in _UNUSUAL):
        return False
    try:
        blocks = _blocks(data)
        titles = str(next(blocks, b""), "utf-8").rstrip("\n").split(",")
        columns = {name: at for at, name in enumerate(map(cell.column, titles)) if name}
        if len(columns) < len(titles) or not columns.keys() >= set(cell.REQUIRED):
            return False
        rows = _Rows(columns, table, keep_rows=keep_rows)
        for block in blocks:
            rows.add(block)
        corrected = sum(map(rows.settle, rows.by_item()))
        if rows.unexplained and not rows.heads.isdisjoint(_BLANK_HEADS):
            return False  # a statement needs its note
    except (UnicodeDecodeError, CellError, LookupError):  # something is out of the ordinary
        return False
    file.columns, file.width, file.rows = columns, len(titles), corrected
    return True


def _blocks(data: bytes) -> Iterator[bytes]:
    """Yield the first line, and then blocks of lines; each line ends with a line feed."""
    at = len(BOM) if data.startswith(BOM) else 0
    end = data.find(b"\n", at) + 1
    while at < len(data):
        block = data[at : end or len(data)]
        if b"\r" in block:
            block = block.replace(b"\r\n", b"\n")
            if b"\r" in block:
                raise LookupError
        yield block if block.endswith(b"\n") else block + b"\n"
        at = end or len(data)
        end = data.rfind(b"\n", at, at + PLAIN_BYTES) + 1 or data.find(b"\n", at) + 1


class _Rows:
    """The rows of a file, by item.

    Attributes:
        of: the rows of each item in order of their lines: day and value cell, and where rows are
            kept, recorded cell, line, note and evidence.
        heads: the first bytes of the notes, where none is kept.
        unexplained: something is stated in place of a figure, and no note was kept.
    """

    def __init__(self, columns: dict[str, int], table: Table, *, keep_rows: bool) -> None:
        self.columns = columns
        self.table = table
        self.of: dict[Entries, list[_Row]] = {}
        self._lines = count(2) if keep_rows else None
        self._lists = _Lists(table, self.of)
        self._last: bytes | None = None
        self.heads: set[int] = set()
        self.unexplained = False

    def add(self, block: bytes) -> None:
        """Add the rows of some lines."""
        step = len(self.columns) + 1
        # Line ends become cells of their own: in lines of one width they are all in one column.
        marked = block.replace(b"\n", b",\n,")
        text = str(marked, "utf-8")
        # Cells of which nothing is kept stay bytes, which are made faster.
        cells: list[Any] = text.split(",") if self._lines else marked.split(b",")
        newline: Any = "\n" if self._lines else b"\n"
        if cells[step - 1 :: step].count(newline) < (len(marked) - len(block)) // 2:
            raise LookupError
        columns = {name: cells[at:-1:step] for name, at in self.columns.items()}
        blank = [newline[:0]] * len(columns["date"])
        moments, notes, evidence = (
            columns.get(name, blank) for name in ("recorded", "note", "evidence")
        )
        days = map(self.table.memory.days.__getitem__, columns["date"])
        rows: Iterable[_Row] = zip(days, columns["value"], strict=True)
        if self._lines:
            more = (moments, self._lines, notes, evidence)
            rows = zip(days, columns["value"], *more, strict=False)
        else:
            self._check_order(moments)
            self.heads.update(b" " if b"" in notes else map(itemgetter(0), notes))
        lists = map(self._lists.__getitem__, columns["target"])
        deque(map(list.append, lists, rows), maxlen=0)

    def _check_order(self, moments: list[bytes]) -> None:
        """Refuse moments out of the order of time, as far as their texts tell."""
        if self._last is not None:
            moments = [self._last, *moments]
        if not cell.entered_in_order(moments):
            raise LookupError
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
                raise LookupError  # the order of both kinds of rows decides
            self.of |= parts
        return list(self.of)

    def settle(self, entries: Entries) -> int:
        """Give an item its figures; return how many rows are corrected by others of them."""
        rows = self.of[entries]
        figures = {each: entries.figures[text_of(each)] for each in set(map(itemgetter(1), rows))}
        stated = Statement in set(map(type, figures.values()))
        if stated:
            self._check_notes(rows, figures)
        kept = rows if stated or self._lines else list(dict(rows).items())
        entries.days, texts, *more = (list(map(itemgetter(at), kept)) for at in range(len(kept[0])))
        entries.values = list(map(figures.__getitem__, texts))
        entries.moments = [""] * len(kept)
        if more:
            entries.moments, entries.lines, entries.notes, entries.evidence = more
        return len(rows) - len(kept)

    def _check_notes(self, rows: list[_Row], figures: dict[str, Any]) -> None:
        """Refuse a statement without the note that it needs, where notes are kept."""
        if not self._lines:
            self.unexplained = True
            return
        if not all(row[_NOTE].strip() for row in rows if isinstance(figures[row[1]], Statement)):
            raise LookupError


class _Lists(dict["str | bytes", "list[_Row]"]):
    """The rows of the item that a target cell leads to."""

    def __init__(self, table: Table, of: dict[Entries, list[_Row]]) -> None:
        super().__init__()
        self._table = table
        self._of = of

    def __missing__(self, target: str | bytes) -> list[_Row]:
        entries = self._table[text_of(target)]
        self[target] = rows = self._of.setdefault(entries, [])
        return rows
