"""What a progress file holds: its text, its rows, and what they report."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from hpplan.i18n import _
from hpplan.problem import Position, Problem, at_line, place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from hpplan.numbers import Number
    from hpplan.plan.items import Item

LONGEST_CELL = 1000
"""Lines after which a quoted cell counts as one that was never closed."""

BOM = b"\xef\xbb\xbf"

_SIGNIFICANT = re.compile('[",\r\n]')
_CHINESE = re.compile("[\u4e00-\u9fff]")


class Row(NamedTuple):
    """One row that counts: no later row corrects it.

    Attributes:
        day: the day that the figure speaks of.
        value: the figure; None for a duty.
        line: the row's first line in its file, 1-based.
        note: what was done.
        evidence: a link or a file's name.
    """

    day: date
    value: Number | None
    line: int
    note: str
    evidence: str


class Arrival(NamedTuple):
    """One sound row that came in between two days, whether or not a later one corrects it.

    Attributes:
        item: the item reported on.
        unit: id of the unit.
        row: the row.
        recorded: its recorded cell.
        known: the day from which it was known.
    """

    item: Item
    unit: str
    row: Row
    recorded: str
    known: date


class Tail(NamedTuple):
    """How a series ends, in a few words.

    Attributes:
        last: the line of its last row.
        met: the line of the row since which it satisfies the requirement by itself; 0 where it
            does not.
        proven: whether a row from there on, or any row where there is none, names evidence.
    """

    last: int
    met: int
    proven: bool


@dataclass(slots=True)
class Series:
    """What one unit has reported on one item: the rows that count, in order of their days.

    Attributes:
        item: the item reported on.
        unit: id of the unit.
        days: the days reported, each once, rising.
        values: the figure of each of those days.
        lines: the line of each in its file, 1-based; like what follows, only while rows are kept.
        notes: what was done, of each.
        evidence: a link or a file's name, of each.
        tail: what is remembered of the rows once they are forgotten.
    """

    item: Item
    unit: str
    days: list[date] = field(default_factory=list)
    values: list[Number | None] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    evidence: list[str] = field(default_factory=list)
    tail: Tail | None = None

    def map(self, choose: Callable[[list[Any]], list[Any]]) -> Series:
        """The series with the same choice made in each of its columns."""
        lines, notes, evidence = (
            choose(column) if column else [] for column in (self.lines, self.notes, self.evidence)
        )
        return Series(
            self.item, self.unit, choose(self.days), choose(self.values), lines, notes, evidence
        )

    def row(self, at: int) -> Row:
        """The row at a place of the series, while rows are kept."""
        return Row(
            self.days[at], self.values[at], self.lines[at], self.notes[at], self.evidence[at]
        )

    @property
    def rows(self) -> list[Row]:
        """The rows themselves, where they are kept."""
        return [self.row(at) for at in range(len(self.lines))]

    def forget(self) -> None:
        """Let go of what only a look at single rows needs."""
        self.lines, self.notes, self.evidence = [], [], []


class ProgressFile:
    """What was read from one file.

    Attributes:
        path: the file, as a person would name it.
        unit: id of its unit.
        encoding: `utf-8`, `utf-8-sig` or `gb18030`; empty where it is no text.
        data: its bytes; forgotten where the rows are not kept.
        again: gives the bytes once more where they were forgotten.
        columns: the place of each known column in the header, from 0; none where it is faulty.
        width: how many cells the header has.
        series: what was reported, by item id.
        arrivals: the rows that came in since the day that was asked for.
        rows: how many rows were read and are sound, corrected ones included.
        left_out: how many rows had faults and count for nothing.
        problems: the faults found.
    """

    def __init__(
        self, path: str, unit: str, encoding: str, data: bytes, problems: list[Problem]
    ) -> None:
        self.path = path
        self.unit = unit
        self.encoding = encoding
        self.data = data
        self.again: Callable[[], bytes] = bytes
        self.columns: dict[str, int] = {}
        self.width = 0
        self.series: dict[str, Series] = {}
        self.arrivals: list[Arrival] = []
        self.rows = 0
        self.left_out = 0
        self.problems = problems
        self._last: tuple[int, str, list[tuple[int, int]]] | None = None

    def stream(self, newline: str | None = "") -> io.TextIOWrapper:
        """The file's text from its start; what is no text in its encoding reads as U+FFFD."""
        data = self.data or self.again()
        return io.TextIOWrapper(io.BytesIO(data), self.encoding, errors="replace", newline=newline)

    @cached_property
    def lines(self) -> list[str]:
        """The physical lines, with their ends; made only where a fault or a quote needs them."""
        return list(self.stream())

    def forget(self) -> None:
        """Let go of the text and the rows; the figures and their days stay."""
        self.data = b""
        self.__dict__.pop("lines", None)
        self._last = None
        for series in self.series.values():
            series.forget()

    def span(self, line: int, at: int) -> tuple[int, int, int]:
        """Line, column and width of the cell at place `at` of the record that begins on a line."""
        text, cells = self._record(line)
        begin, end = cells[at] if at < len(cells) else (cells[-1][1], cells[-1][1])
        down, column = place(text[:begin])
        return line - 1 + down, column, max(end - begin, 1)

    def _record(self, line: int) -> tuple[str, list[tuple[int, int]]]:
        """The text of the record that begins on a line, and where its cells stand in it."""
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
        """A problem at a place of this file."""
        excerpt = self.lines[line - 1].rstrip("\r\n") if line <= len(self.lines) else ""
        position = Position(self.path, line, column)
        return at_line(code, message, position, excerpt, hint=hint, width=width)


def encoding_of(data: bytes, path: str) -> tuple[str, list[Problem]]:
    """The encoding of a progress file, empty where it is no text, and what is wrong with it."""
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\0" in data[:1024]:
        message = _("the file is not UTF-8 text")
        hint = _("save it from the spreadsheet as “CSV UTF-8”")
        return "", [Problem("HP301", message, Position(path), hint)]
    encoding = "utf-8-sig" if data.startswith(BOM) else "utf-8"
    broken = _broken(data, encoding)
    if broken is None:
        return encoding, []
    # Chinese that reads as UTF-8, or its mark, tells a damaged UTF-8 file from one in GB18030.
    is_utf8 = encoding == "utf-8-sig" or _CHINESE.search(data[:broken].decode("utf-8"))
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


def _utf8_line(data: bytes, behind: int) -> int | None:
    """Where the first line behind a place begins that is Chinese in UTF-8; None where none is."""
    at = data.find(b"\n", behind) + 1
    while 0 < at < len(data):
        end = data.find(b"\n", at)
        line = data[at : end if end >= 0 else len(data)]
        if not line.isascii():
            try:
                if _CHINESE.search(line.decode("utf-8")):
                    return at
            except UnicodeDecodeError:
                pass
        at = end + 1
    return None


def _broken(data: bytes, encoding: str) -> int | None:
    """Where the bytes are no text in an encoding; None where all of them are."""
    begin = len(BOM) if encoding == "utf-8-sig" else 0
    try:
        data[begin:].decode(encoding.removesuffix("-sig"))
    except UnicodeDecodeError as error:
        return begin + error.start
    return None


def spans(text: str) -> Iterator[tuple[int, int]]:
    """Where each cell of a record begins and ends, from 0, with its quotes."""
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
