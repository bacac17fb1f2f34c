"""What the records of an .xls workbook say that the library reading its cells does not.

See `xlsx` for what that is. An .xls is a compound file, a small file system of sectors [MS-CFB];
its stream `Workbook` is a sequence of records, each with its kind and length [MS-XLS].

These are read here, within bounds, and not by xlrd 2.0.2, which would tell the same: forms come
from anywhere, and a file of a few KB has xlrd run for ever or fill the memory, where this takes
milliseconds. It walks the directory as a tree, in which each of 60 entries can have the next one on
both sides (tests/forms/records-in-a-fan); it follows a chain of small sectors that never ends, and
keeps each (records-in-a-small-ring); and it computes the names that formulas are given, each of
which can be the one before it twice (records-of-names-that-double). To keep such files from it
would take what stands here.
"""

from __future__ import annotations

from io import BytesIO
from struct import Struct, error, iter_unpack
from typing import TYPE_CHECKING

from hpplan.forms.parts import (
    BUILT_IN_PERCENT,
    Marks,
    Parts,
    WorkbookError,
    damaged,
    protected,
    shows_percentage,
)
from hpplan.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator

# Of the header: the size of a sector as a power of two, how many sectors hold the table of sectors,
# the first of the directory, the size of a small stream, the first of the table of small sectors,
# the first that goes on with what stands behind: where the table of sectors lies.
_HEADER = Struct("<30xH12xII4xIIxxxxI4x")
_TABLE = Struct("<109I")
_SHIFTS = {9, 12}
_SMALL = 64
_NONE = 0xFFFFFFFA
"""Numbers of sectors from here on stand for none."""

# Of an entry of the directory: its name's length, its type, its first sector and its size.
_ENTRY = Struct("<64xHB49xII4x")
_ROOT, _STREAM = 5, 2

_RECORD = _PAIR = Struct("<HH")
_EXTENT = Struct("<IIHH")
_BIFF8 = 0x0600
_BOF, _EOF, _DATE_1904, _PASSWORD = 0x0809, 0x000A, 0x0022, 0x002F
_SHEET, _FORMAT, _STYLE = 0x0085, 0x041E, 0x00E0
_FORMULA, _NUMBER, _RK, _MANY_RK, _BOOL_OR_ERROR = 0x0006, 0x0203, 0x027E, 0x00BD, 0x0205
_SPAN = 0x0200
_CELLS = {_FORMULA, _NUMBER, _RK, _MANY_RK, _BOOL_OR_ERROR, 0x00FD, 0x0204, 0x00D6}
_MORE, _IS_ERROR = 6, 2
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}


def inspect_xls(data: bytes) -> Parts:
    """Look through a workbook's records.

    Raises:
        WorkbookError: it is no workbook, it is damaged, or it is out of bounds.
    """
    try:
        book = _Workbook(_Compound(data).streams())
    except (error, IndexError, UnicodeDecodeError):
        raise damaged() from None
    return Parts(BytesIO(data), book.marks, book.from_1904)


class _Compound:
    """The streams of a compound file."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        header = _HEADER.unpack_from(data)
        self.shift, count, self.directory, self.small_size, self.small, more = header
        if self.shift not in _SHIFTS:
            raise damaged()
        sectors = list(_TABLE.unpack_from(data, 76))
        while more < _NONE and len(sectors) < count:
            *numbers, more = self._numbers(more)
            sectors += numbers
        self.table = [each for number in sectors[:count] for each in self._numbers(number)]

    def streams(self) -> dict[str, bytes]:
        """The streams that may hold a workbook, by name; of two the first, as the library takes."""
        found: dict[str, tuple[int, int]] = {}
        root = 0
        entries = self._chain(self.directory, self.table)
        for at in range(0, len(entries), _ENTRY.size):
            length, kind, first, size = _ENTRY.unpack_from(entries, at)
            name = entries[at : at + max(length - 2, 0)].decode("utf-16-le")
            if kind == _ROOT:
                root = first
            elif kind == _STREAM and name in {"Workbook", "EncryptedPackage"}:
                found.setdefault(name, (first, size))
        return {name: self._stream(*place, root) for name, place in found.items()}

    def _stream(self, first: int, size: int, root: int) -> bytes:
        if size >= self.small_size:
            return self._chain(first, self.table)[:size]
        small = self._chain(root, self.table)
        numbers = [each[0] for each in iter_unpack("<I", self._chain(self.small, self.table))]
        places = (number * _SMALL for number in _followed(first, numbers))
        return b"".join(small[place : place + _SMALL] for place in places)[:size]

    def _chain(self, first: int, table: list[int]) -> bytes:
        """The sectors of a chain, one behind the other."""
        return b"".join(map(self._sector, _followed(first, table)))

    def _numbers(self, number: int) -> tuple[int, ...]:
        """The numbers that a sector holds."""
        return tuple(each[0] for each in iter_unpack("<I", self._sector(number)))

    def _sector(self, number: int) -> bytes:
        begin = (number + 1) << self.shift
        if begin >= len(self.data):
            raise damaged()
        return self.data[begin : begin + (1 << self.shift)].ljust(1 << self.shift, b"\0")


def _followed(first: int, table: list[int]) -> Iterator[int]:
    """The numbers of a chain.

    Raises:
        WorkbookError: the chain does not end.
    """
    for _number in range(len(table) + 1):
        if first >= _NONE:
            return
        yield first
        first = table[first]
    raise damaged()


class _Workbook:
    """The marks of a workbook's sheets."""

    def __init__(self, streams: dict[str, bytes]) -> None:
        if "EncryptedPackage" in streams:
            raise protected()
        if "Workbook" not in streams:
            message = _("the file is no workbook that can be read")
            raise WorkbookError(message, _("save it from the spreadsheet as .xlsx"))
        self.data = streams["Workbook"]
        self.from_1904 = False
        self.marks: dict[str, Marks] = {}
        formats = dict.fromkeys(map(int, BUILT_IN_PERCENT), "%")
        styles: list[int] = []
        sheets: list[tuple[str, int]] = []
        for kind, begin, end in self._records(0):
            if kind == _PASSWORD:
                raise protected()
            if kind == _DATE_1904:
                self.from_1904 = self.data[begin] == 1
            elif kind == _FORMAT:
                number, length = _PAIR.unpack_from(self.data, begin)
                formats[number] = self._text(begin + 4, length, end)
            elif kind == _STYLE:
                styles.append(_PAIR.unpack_from(self.data, begin)[1])
            elif kind == _SHEET:
                place = int.from_bytes(self.data[begin : begin + 4], "little")
                name = self._text(begin + 7, self.data[begin + 6], end).replace("\0", "")
                sheets.append((name, place))
        self.percents = {
            at for at, style in enumerate(styles) if shows_percentage(formats.get(style, ""))
        }
        for name, place in sheets:
            if name in self.marks:
                raise damaged()
            self.marks[name] = self._sheet(place)

    def _records(self, at: int) -> Iterator[tuple[int, int, int]]:
        """Kind, begin and end of each record of a part of the stream."""
        depth = 0
        while at < len(self.data):
            kind, length = _RECORD.unpack_from(self.data, at)
            begin, end = at + _RECORD.size, at + _RECORD.size + length
            if end > len(self.data) or (at == 0 and kind != _BOF):
                raise damaged()
            if kind == _BOF:
                depth += 1
                if depth == 1 and _PAIR.unpack_from(self.data, begin)[0] != _BIFF8:
                    message = _("the workbook is of a kind that is too old to be read")
                    raise WorkbookError(message, _("save it from the spreadsheet as .xlsx"))
            elif kind == _EOF:
                depth -= 1
                if depth == 0:
                    return
            elif depth == 1:
                yield kind, begin, end
            at = end

    def _text(self, at: int, length: int, end: int) -> str:
        """A text of so many characters behind the byte that says how wide they are."""
        wide = self.data[at] & 1
        text = self.data[at + 1 : min(at + 1 + (length << wide), end)]
        return text.decode("utf-16-le" if wide else "latin-1")

    def _sheet(self, place: int) -> Marks:
        """The marks of the sheet whose records begin at a place."""
        marks, at = Marks(), (0, 0)
        for kind, begin, end in self._records(place):
            if kind == _SPAN:
                _check_span(*_EXTENT.unpack_from(self.data, begin))
            if kind not in _CELLS:
                continue
            row, column = _PAIR.unpack_from(self.data, begin)
            for more in range((end - begin) // _MORE - 1 if kind == _MANY_RK else 1):
                at = row + 1, column + 1 + more
                marks.hold(at)
                style = _PAIR.unpack_from(self.data, begin + 4 + more * _MORE)[0]
                if style in self.percents:
                    marks.percents.add(at)
            if (code := _error(kind, self.data[begin + _MORE : end])) is not None:
                marks.errors[at] = _ERRORS.get(code, "#?")
        return marks


def _check_span(top: int, bottom: int, left: int, right: int) -> None:
    """Hold what a sheet says of its cells, for which the library makes room, against the bounds."""
    if bottom < top or right < left:
        raise damaged()
    Marks().hold((bottom - top, right - left))


def _error(kind: int, value: bytes) -> int | None:
    """The number of the error that a cell shows; None where it shows none."""
    if kind == _BOOL_OR_ERROR and value[1]:
        return value[0]
    is_error = kind == _FORMULA and value[6:8] == b"\xff\xff" and value[0] == _IS_ERROR
    return value[2] if is_error else None
