"""Reading figures from a file in which nothing is out of the ordinary, a column at a time.

Most files are such: UTF-8 without quotes, each line with as many cells as the header, every cell
sound, entered in the order of the lines. So they take half the time that they take row by row.
Where anything is otherwise, the reader of rows says what.
"""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING

from hpplan.csvtext import BOM
from hpplan.errors import CellError
from hpplan.progress import cells as cell
from hpplan.progress.cells import Statement

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from hpplan.progress.series import ProgressFile
    from hpplan.progress.targets import Entries, Table

    _Pair = tuple[date, str]

PLAIN_BYTES = 2**16
"""Bytes whose lines are split at a time: what is made of them stays near the processor."""

_UNUSUAL = (b'"', b"\0")
"""A quote, and the byte that stands where a disk has lost something."""


class _NotPlainError(Exception):
    """Something is out of the ordinary."""


def read_plain(file: ProgressFile, table: Table) -> bool:
    """Read the figures of a file into the table, and its header into the file.

    Of several rows of one day, the last alone is kept where it corrects the others.

    Args:
        file: the file, with nothing read of it so far.
        table: what the target cells of the unit lead to.

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
        rows = _Rows(columns, table)
        for text in blocks:
            rows.add(text)
        corrected = sum(rows.settle(entries) for entries in rows.of)
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
        of: day and value cell of each row of an item, in order of their lines.
    """

    def __init__(self, columns: dict[str, int], table: Table) -> None:
        self.columns = columns
        self.table = table
        self.of: dict[Entries, list[_Pair]] = {}
        self._adders = _Adders(table, self.of)
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
        notes = columns.get("note", [""])
        self._all_noted = self._all_noted and "" not in notes and not any(map(str.isspace, notes))
        self._check_order(columns.get("recorded", [""]))
        adders = map(self._adders.__getitem__, columns["target"])
        days = map(self.table.memory.days.__getitem__, columns["date"])
        for add, pair in zip(adders, zip(days, columns["value"], strict=True), strict=True):
            add(pair)

    def _check_order(self, moments: list[str]) -> None:
        """Refuse moments out of the order of time, as far as their texts tell."""
        if self._last is not None:
            moments = [self._last, *moments]
        if not cell.entered_in_order(moments):
            raise _NotPlainError
        self._last = moments[-1]

    def settle(self, entries: Entries) -> int:
        """Give an item its figures; return how many rows are corrected by others of them."""
        pairs = self.of[entries]
        figures = {text: entries.figures[text] for text in set(map(itemgetter(1), pairs))}
        if Statement in set(map(type, figures.values())):
            if not self._all_noted:
                raise _NotPlainError  # a statement needs its note
            kept = pairs
        else:
            kept = list(dict(pairs).items())
        entries.days = [day for day, _text in kept]
        entries.values = [figures[text] for _day, text in kept]
        entries.moments = [""] * len(kept)
        return len(pairs) - len(kept)


class _Adders(dict[str, "Callable[[_Pair], None]"]):
    """What adds a row to those of its item, by the target cell."""

    def __init__(self, table: Table, of: dict[Entries, list[_Pair]]) -> None:
        super().__init__()
        self._table = table
        self._of = of

    def __missing__(self, text: str) -> Callable[[_Pair], None]:
        entries, of = self._table[text], self._of
        periods = entries.periods
        if periods is None:
            add = of.setdefault(entries, []).append
        else:

            def add(pair: _Pair) -> None:
                of.setdefault(periods[pair[0]], []).append(pair)

        self[text] = add
        return add
