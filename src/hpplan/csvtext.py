"""The text of a CSV file: its encoding, its records, and where each cell stands.

Nothing here knows what a cell means. The `csv` module is not used for reading: its limit on the
length of a cell holds for the whole process, and is the host program's to set.
"""

from __future__ import annotations

import io
import re
from datetime import date
from functools import cached_property
from itertools import chain, repeat
from typing import TYPE_CHECKING
from unicodedata import normalize

from hpplan.i18n import _, ngettext
from hpplan.problem import Position, Problem, at_line, place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from hpplan.errors import CellError

BOM = b"\xef\xbb\xbf"

LONGEST_CELL = 1000
"""Lines after which a quoted cell counts as one that was never closed."""

BLOCK_CHARACTERS = 2**18
"""Characters that are split into lines at a time."""

SERIAL_ZERO = date(1899, 12, 30)
"""The day that spreadsheets count days from."""

_WIDE = re.compile("[\uff01-\uff5e\u3000]+")
_CHINESE = "[\u4e00-\u9fff]"  # takes a millisecond to compile, which is seldom needed
_SIGNIFICANT = re.compile('[",\r\n]')
_BINARY = re.compile(b"[\x00-\x08\x0e-\x1f]")
_QUOTED = re.compile(r'"[^"]*+(?:""[^"]*+)*+"')
# One cell with what ends it; a quote that does not begin the cell is a character like others.
_CELL = re.compile(r'(?:"([^"]*+(?:""[^"]*+)*+)"|((?!")[^,\r\n]*+))(,|\r?\n|\r|\Z)').match


class CsvText:
    """The text of one CSV file.

    Attributes:
        path: the file, as a person would name it.
        encoding: `utf-8`, `utf-8-sig` or `gb18030`; empty where it is no text.
        data: its bytes; empty where they were forgotten.
        again: gives the bytes once more where they were forgotten.
        long: the first line of each record read that goes on behind a line end.
    """

    def __init__(self, path: str, encoding: str, data: bytes) -> None:
        self.path = path
        self.encoding = encoding
        self.data = data
        self.again: Callable[[], bytes] = bytes
        self.long: list[int] = []
        self._last: tuple[int, str, list[tuple[int, int]]] | None = None

    def stream(self, newline: str | None = "") -> io.TextIOWrapper:
        """Open the text from its start; bytes that are no text in its encoding read as U+FFFD."""
        data = self.data or self.again()
        return io.TextIOWrapper(io.BytesIO(data), self.encoding, errors="replace", newline=newline)

    @cached_property
    def lines(self) -> list[str]:
        """The physical lines, with their ends; made only where a fault or a quote needs them."""
        return list(self.stream())

    def forget(self) -> None:
        """Free the memory of the text; `again` gives it back."""
        self.data = b""
        self.__dict__.pop("lines", None)
        self._last = None

    # Its records

    def records(
        self, faulty: Callable[[int], None], is_record: Callable[[str], bool] | None = None
    ) -> Iterator[tuple[int, list[str]]]:
        """Split the text into records: the first line of each, 1-based, and its cells.

        Args:
            faulty: told the line of each record that has a faulty quote or NUL bytes, which is left
                out.
            is_record: whether a line inside a quoted cell is a record that the cell has swallowed,
                since its quote was never closed. Such a quote costs its line alone.
        """
        found: Iterator[tuple[int, list[str]]] = enumerate(chain.from_iterable(self._blocks()), 1)
        if b'"' in self.data:
            found = self._quoted_records(faulty, is_record)
        return self._written_records(found, faulty) if b"\0" in self.data else found

    def _written_records(
        self, found: Iterator[tuple[int, list[str]]], faulty: Callable[[int], None]
    ) -> Iterator[tuple[int, list[str]]]:
        """Leave out the records of which the disk has lost a part, and has NUL in its place."""
        for line, cells in found:
            if any("\0" in text for text in cells):
                faulty(line)
            else:
                yield line, cells

    def _blocks(self) -> Iterator[Iterator[list[str]]]:
        """Split lines into cells, block by block, where no quote is in the file."""
        stream, rest = self.stream(newline=None), ""
        while block := stream.read(BLOCK_CHARACTERS):
            *lines, rest = (rest + block).split("\n")
            yield map(str.split, lines, repeat(","))
        yield iter([rest.split(",")] if rest else [])

    def _quoted_records(
        self, faulty: Callable[[int], None], is_record: Callable[[str], bool] | None
    ) -> Iterator[tuple[int, list[str]]]:
        lines, at = self.lines, 0
        while at < len(lines):
            first, last = at, min(len(lines), at + LONGEST_CELL)
            at += 1
            cells = split_record(lines[first])
            is_open = cells is None and lines[first].count('"') % 2 == 1
            while is_open and at < last and not (is_record and is_record(lines[at])):
                at += 1
                if lines[at - 1].count('"') % 2 == 1:
                    cells, is_open = split_record("".join(lines[first:at])), False
            if cells is not None:
                if at > first + 1:
                    self.long.append(first + 1)
                yield first + 1, cells
            else:
                at = first + 1
                faulty(at)

    # Places in it

    def span(self, line: int, at: int) -> tuple[int, int, int]:
        """Return line, column and width of cell `at`, from 0, of the record at a line."""
        text, cells = self._record(line)
        begin, end = cells[at] if at < len(cells) else (cells[-1][1], cells[-1][1])
        down, column = place(text[:begin])
        return line - 1 + down, column, max(end - begin, 1)

    def _record(self, line: int) -> tuple[str, list[tuple[int, int]]]:
        """Return the text of the record that begins on a line, and the spans of its cells."""
        if self._last is None or self._last[0] != line:
            parts, last, quotes = [self.lines[line - 1]], line, 0
            while (quotes := quotes + parts[-1].count('"')) % 2 == 1 and last < len(self.lines):
                parts.append(self.lines[last])
                last += 1
            text = "".join(parts)
            self._last = line, text, list(spans(text))
        return self._last[1:]

    def problem(
        self, code: str, message: str, line: int, column: int, hint: str = "", width: int = 1
    ) -> Problem:
        """Return a problem at a place of this file, with the line as its excerpt."""
        excerpt = self.lines[line - 1].rstrip("\r\n") if line <= len(self.lines) else ""
        position = Position(self.path, line, column)
        return at_line(code, message, position, excerpt, hint=hint, width=width)

    def cell_problem(self, error: CellError, line: int, at: int) -> Problem:
        """Return the problem of cell `at`, from 0, of the record that begins on a line."""
        of_line, column, width = self.span(line, at)
        return self.problem(error.code, error.message, of_line, column, error.hint, width)

    def record_problem(self, line: int) -> Problem:
        """Return the problem of a record that was left out, by its first line."""
        text, _spans = self._record(line)
        if "\0" not in text or (split_record(text) is None and "\0" not in self.lines[line - 1]):
            return self._quote_problem(line)
        down, column = place(text[: text.index("\0")])
        n = text.count("\0")
        message = ngettext(
            "{n} NUL byte stands here in place of what was written",
            "{n} NUL bytes stand here in place of what was written",
            n,
        ).format(n=n)
        hint = _("take the line out, and append what is lost once more; look for an older copy")
        return self.problem("HP319", message, line - 1 + down, column, hint)

    def _quote_problem(self, line: int) -> Problem:
        """Return the problem of a line that has a faulty quote."""
        text = self.lines[line - 1].rstrip("\r\n")
        begin = end = 0
        for begin, end in spans(text):
            if text.startswith('"', begin) and not _QUOTED.fullmatch(text, begin, end):
                break
        if _QUOTED.match(text, begin, end):
            message = _("something stands behind the closing quote of this cell")
            hint = _("write a quote inside a quoted cell twice")
        else:
            message = _("a quote opens here and is never closed")
            hint = _("close it, and write a quote inside the cell twice")
        return self.problem("HP308", message, line, begin + 1, hint)


# A record


def split_record(record: str) -> list[str] | None:
    """Return the cells of a record; None where a quote stays open or something stands behind it."""
    if '"' not in record:
        plain = record.rstrip("\r\n")
        return plain.split(",") if plain else []
    cells: list[str] = []
    at, end = 0, ","
    while end == ",":
        if not (found := _CELL(record, at)):
            return None
        quoted, plain, end = found.groups()
        cells.append(plain if quoted is None else quoted.replace('""', '"'))
        at = found.end()
    return cells


def spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each cell of a record begins and ends, from 0, with its quotes."""
    begin, quoted = 0, False
    for found in _SIGNIFICANT.finditer(text):
        character, index = found[0], found.start()
        if character == '"' and (quoted or index == begin):
            quoted = not quoted
        elif quoted or character == '"':
            continue
        else:
            yield begin, index
            if character != ",":
                return
            begin = index + 1
    yield begin, len(text)


def join_record(cells: Iterable[str], newline: str) -> str:
    """Write cells as a record with its line end, in quotes where they are needed."""
    import csv

    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue().removesuffix("\r\n") + newline


def text_of(cell: str | bytes) -> str:
    """Return the text of a cell that may have been left in UTF-8."""
    return cell if isinstance(cell, str) else str(cell, "utf-8")


def folded(cell: str) -> str:
    """Strip blanks and byte order mark from a cell, and make its full-width forms ASCII."""
    if _WIDE.search(cell):
        cell = _WIDE.sub(lambda found: normalize("NFKC", found[0]), cell)
    return cell.strip().removeprefix("\ufeff").lstrip()


# A file's bytes


def newline_of(data: bytes) -> str:
    """Return the line end that a file uses: that of its first line."""
    found = re.search(b"\r\n|\r|\n", data)
    return found[0].decode() if found else "\n"


def utf8_of(data: bytes) -> str:
    """Return the name of UTF-8 as the file begins: with a byte order mark, or without."""
    return "utf-8-sig" if data.startswith(BOM) else "utf-8"


def encoding_of(data: bytes, path: str) -> tuple[str, list[Problem]]:
    """Find the encoding of a CSV file, empty where it is no text, and what is wrong with it."""
    kept = _without_losses(data) if b"\0" in data else data
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"} or kept is None:
        message = _("the file is not UTF-8 text")
        hint = _("save it from the spreadsheet as “CSV UTF-8”")
        return "", [Problem("HP301", message, Position(path), hint)]
    data = kept
    encoding = utf8_of(data)
    broken = _broken(data, encoding)
    if broken is None:
        return encoding, []
    # Chinese that reads as UTF-8, or its mark, tells a damaged UTF-8 file from one in GB18030.
    is_utf8 = encoding == "utf-8-sig" or re.search(_CHINESE, data[:broken].decode("utf-8"))
    beyond = broken if is_utf8 else _broken(data, "gb18030")
    if beyond is None and (mixed := _utf8_line(data, broken)) is not None:
        line, column = place(data[:mixed].decode("gb18030", "replace"))
        message = _("from here on the file is in UTF-8, and before in GB18030")
        hint = _("save all of it as UTF-8; what is lost must be typed again")
        return "gb18030", [Problem("HP302", message, Position(path, line, column), hint)]
    if beyond is None:
        ascii_ = re.match(b"[\x00-\x7f]*", data)
        line, column = place(ascii_[0].decode() if ascii_ else "")
        message = _("the file is in GB18030, not in UTF-8; it is read all the same")
        hint = _("save it from the spreadsheet as “CSV UTF-8”")
        return "gb18030", [Problem("HP351", message, Position(path, line, column), hint)]
    if beyond > broken:
        encoding, broken = "gb18030", beyond
    line, column = place(data[:broken].decode(encoding, "replace"))
    message = _("from here on the file is neither UTF-8 nor GB18030")
    hint = _("save it as UTF-8; what is lost must be typed again")
    return encoding, [Problem("HP302", message, Position(path, line, column), hint)]


def _without_losses(data: bytes) -> bytes | None:
    """Empty the lines with NUL bytes, where something was lost; None where the rest is no text.

    A file with NUL bytes in its first line is UTF-16 or no text, and so is one that holds other
    control characters.
    """
    first, *rest = re.split(b"([\r\n])", data)
    kept = first + b"".join(b"" if b"\0" in line else line for line in rest)
    broken = all(_broken(kept, encoding) is not None for encoding in ("utf-8", "gb18030"))
    return None if broken or _BINARY.search(kept) else kept


def _utf8_line(data: bytes, behind: int) -> int | None:
    """Find where the first line behind a place begins that is Chinese in UTF-8."""
    at = data.find(b"\n", behind) + 1
    while 0 < at < len(data):
        end = data.find(b"\n", at)
        line = data[at : end if end >= 0 else len(data)]
        if not line.isascii():
            try:
                if re.search(_CHINESE, line.decode("utf-8")):
                    return at
            except UnicodeDecodeError:
                pass
        at = end + 1
    return None


def _broken(data: bytes, encoding: str) -> int | None:
    """Find the first byte that is no text in an encoding; None where all of them are."""
    begin = len(BOM) if encoding == "utf-8-sig" else 0
    try:
        data[begin:].decode(encoding.removesuffix("-sig"))
    except UnicodeDecodeError as error:
        return begin + error.start
    return None
