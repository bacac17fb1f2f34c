"""The rows of data/progress/<unit>.csv: read in one pass, each fault named at its cell."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, field
from datetime import UTC, date
from functools import cached_property
from operator import lt
from typing import TYPE_CHECKING, NamedTuple

from hpplan import cells as cell
from hpplan.cells import CellError
from hpplan.problem import Position, Problem, place
from hpplan.words import _, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import tzinfo

    from hpplan.items import Catalogue, Item
    from hpplan.model import Kind
    from hpplan.numbers import Number

LONGEST_CELL = 1000
"""Lines after which a quoted cell counts as one that was never closed."""

MEMORY = 50_000
"""Distinct figures of one kind that are remembered while reading."""

BOM = b"\xef\xbb\xbf"

csv.field_size_limit(2**31 - 1)

_MARKER = re.compile(r"(<{7}|={7}|>{7}|\|{7})( |$)").match
_QUOTED = re.compile(r'"(?:[^"]|"")*"')
_CHINESE = re.compile("[\u4e00-\u9fff]")
_TARGET = re.compile(r"\d+\.\d+[a-z]", re.ASCII).match


class _Days(dict[str, date]):
    """Dates by their cells; dates repeat, so each is read once."""

    def __missing__(self, text: str) -> date:
        self[text] = found = cell.day(text)
        return found


class _Figures(dict[str, "Number | None"]):
    """Figures of one kind by their cells."""

    def __init__(self, kind: Kind, uom: str | None) -> None:
        self.kind: Kind = kind
        self.uom = uom

    def __missing__(self, text: str) -> Number | None:
        found = cell.figure(text, self.kind, self.uom)
        if len(self) < MEMORY:
            self[text] = found
        return found


class Memory:
    """What the cells read so far say; share one among the files of a workspace."""

    def __init__(self) -> None:
        self.days = _Days()
        self._figures: dict[tuple[Kind, str | None], _Figures] = {}

    def figures(self, kind: Kind, uom: str | None) -> _Figures:
        """The figures of one kind."""
        return self._figures.setdefault((kind, uom), _Figures(kind, uom))


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


@dataclass(slots=True)
class Series:
    """What one unit has reported on one item: the rows that count, in order of their days.

    Attributes:
        item: the item reported on.
        unit: id of the unit.
        days: the days reported, each once, rising.
        values: the figure of each of those days.
        rows: the rows themselves; kept only where asked for.
    """

    item: Item
    unit: str
    days: list[date] = field(default_factory=list)
    values: list[Number | None] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)


class ProgressFile:
    """What was read from one file.

    Attributes:
        path: the file, as a person would name it.
        unit: id of its unit.
        encoding: `utf-8`, `utf-8-sig` or `gb18030`; empty where it is no text.
        data: its bytes; forgotten where the rows are not kept.
        columns: the place of each known column in the header, from 0; none where it is faulty.
        width: how many cells the header has.
        series: what was reported, by item id.
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
        self.columns: dict[str, int] = {}
        self.width = 0
        self.series: dict[str, Series] = {}
        self.rows = 0
        self.left_out = 0
        self.problems = problems

    def stream(self) -> io.TextIOWrapper:
        """The file's text from its start; what is no text in its encoding reads as U+FFFD."""
        return io.TextIOWrapper(io.BytesIO(self.data), self.encoding, errors="replace", newline="")

    @cached_property
    def lines(self) -> list[str]:
        """The physical lines, with their ends; made only where a fault or a quote needs them."""
        return list(self.stream())

    def forget(self) -> None:
        """Let go of the text."""
        self.data = b""
        self.__dict__.pop("lines", None)

    def span(self, line: int, at: int) -> tuple[int, int, int]:
        """Line, column and width of the cell at place `at` of the record that begins on a line."""
        text = self.lines[line - 1]
        if '"' in text:
            text = "".join(self.lines[line - 1 : line - 1 + LONGEST_CELL])
        begin, end = _span(text, at)
        down, column = place(text[:begin])
        return line - 1 + down, column, max(end - begin, 1)

    def problem(
        self, code: str, message: str, line: int, column: int, hint: str = "", width: int = 1
    ) -> Problem:
        """A problem at a place of this file."""
        excerpt = self.lines[line - 1].rstrip("\r\n") if line <= len(self.lines) else ""
        return Problem(code, message, Position(self.path, line, column), hint, excerpt, width)


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


def _broken(data: bytes, encoding: str) -> int | None:
    """Where the bytes are no text in an encoding; None where all of them are."""
    begin = len(BOM) if encoding == "utf-8-sig" else 0
    try:
        data[begin:].decode(encoding.removesuffix("-sig"))
    except UnicodeDecodeError as error:
        return begin + error.start
    return None


def read_progress(
    data: bytes,
    path: str,
    unit: str,
    catalogue: Catalogue,
    *,
    zone: tzinfo = UTC,
    memory: Memory | None = None,
    keep_rows: bool = False,
) -> ProgressFile:
    """What a progress file reports; its faults are collected, and its other rows still count.

    Args:
        data: the file's bytes.
        path: the file, as a person would name it.
        unit: id of the unit whose file it is.
        catalogue: the plan's items.
        zone: the time zone of moments without an offset.
        memory: what the cells of other files said.
        keep_rows: keep the rows beside days and values, and check their recorded cells.
    """
    encoding, problems = encoding_of(data, path)
    file = ProgressFile(path, unit, encoding, data, problems=problems)
    if encoding:
        _Reader(file, catalogue, zone, memory or Memory(), keep_rows=keep_rows).read()
    if not keep_rows:
        file.forget()
    return file


class _Entries:
    """The rows of one item while its file is being read.

    Attributes:
        item: the item; None for an annual target's bare id, where the date's year decides.
        figures: how its figures are read.
        days: the day of each sound row, in order of their places.
        values: the figure of each.
        moments: the recorded cell of each.
        rows: the rows themselves, where they are kept.
        years: for an annual target's bare id, the entries of each year.
    """

    __slots__ = ("days", "figures", "item", "moments", "rows", "values", "years")

    def __init__(
        self,
        item: Item | None,
        figures: _Figures,
        years: dict[int, _Entries] | None = None,
    ) -> None:
        self.item = item
        self.figures = figures
        self.days: list[date] = []
        self.values: list[Number | None] = []
        self.moments: list[str] = []
        self.rows: list[Row] = []
        self.years = years


class _Table(dict[str, _Entries]):
    """What a target cell of one unit's file leads to."""

    def __init__(self, unit: str, catalogue: Catalogue, memory: Memory) -> None:
        self.unit = unit
        self.catalogue = catalogue
        self.memory = memory
        self.by_item: dict[str, _Entries] = {}

    def __missing__(self, text: str) -> _Entries:
        name = text.strip()
        if item := self.catalogue.items.get(name):
            found = self._of_item(item)
        elif name in self.catalogue.targets:
            found = self._of_target(name)
        else:
            raise CellError("HP305", *self._unknown(name))
        self[text] = found
        return found

    def _of_item(self, item: Item) -> _Entries:
        if self.unit not in item.reporters:
            raise no_reporter(self.catalogue, self.unit, [item], item.id)
        if item.id not in self.by_item:
            figures = self.memory.figures(item.target.kind, item.target.uom)
            self.by_item[item.id] = _Entries(item, figures)
        return self.by_item[item.id]

    def _of_target(self, target: str) -> _Entries:
        """A bare id: the unit's own item of a target for each, the date's year of an annual one."""
        items = self.catalogue.of_target[target]
        own = [item for item in items if self.unit in item.reporters]
        if not own:
            raise no_reporter(self.catalogue, self.unit, items, target)
        entries = [self._of_item(item) for item in own]
        years = {
            item.period: found
            for item, found in zip(own, entries, strict=True)
            if item.period is not None
        }
        return _Entries(None, entries[0].figures, years) if years else entries[0]

    def _unknown(self, name: str) -> tuple[str, str]:
        if not name:
            return _("the target is empty"), _("write a target's id, as 1.1d")
        near = nearest(cell.folded(name), [*self.catalogue.targets, *self.catalogue.items])
        return (
            _("there is no target “{name}”").format(name=cell.shortened(name)),
            _("did you mean {near}?").format(near=near) if near else "",
        )


class _Reader:
    """Reads one file's text into a ProgressFile."""

    def __init__(
        self,
        file: ProgressFile,
        catalogue: Catalogue,
        zone: tzinfo,
        memory: Memory,
        *,
        keep_rows: bool,
    ) -> None:
        self.file = file
        self.zone = zone
        self.keep_rows = keep_rows
        self.table = _Table(file.unit, catalogue, memory)
        self.days = memory.days

    def fault(self, error: CellError, line: int, column: int, width: int = 1) -> None:
        """Note a fault at a place of the file."""
        self.file.problems.append(
            self.file.problem(error.code, error.message, line, column, error.hint, width)
        )

    def cell_fault(self, error: CellError, line: int, at: int) -> None:
        """Note a fault of the cell at place `at` of the record that begins on a line."""
        of_line, column, width = self.file.span(line, at)
        self.fault(error, of_line, column, width)

    def read(self) -> None:
        """Read header and rows."""
        records = self._records()
        header = self._first(records)
        if header is None:
            message = _("the file is empty; its header is missing")
            self.fault(CellError("HP303", message, _header_hint()), 1, 1)
            return
        if not self._header(*header):
            return
        columns, titles = self.file.columns, header[1]
        at_date, at_target, at_value = (columns[name] for name in cell.REQUIRED)
        at_recorded, at_note, at_evidence = (
            columns.get(name) for name in ("recorded", "note", "evidence")
        )
        width, days, table, keep = len(titles), self.days, self.table, self.keep_rows
        for line, cells in records:
            try:
                if len(cells) != width:
                    _fill_up(cells, width)
                day = days[cells[at_date]]
                entries = table[cells[at_target]]
                if entries.years is not None:
                    entries = entries.years[day.year]
                value = entries.figures[cells[at_value]]
            except (CellError, LookupError):
                self._faults(line, cells, titles)
                continue
            moment = "" if at_recorded is None else cells[at_recorded]
            entries.days.append(day)
            entries.values.append(value)
            entries.moments.append(moment)
            if keep:
                note = "" if at_note is None else cells[at_note]
                evidence = "" if at_evidence is None else cells[at_evidence]
                entries.rows.append(Row(day, value, line, note, evidence))
                if moment:
                    self._check_recorded(moment, line, at_recorded or 0)
        self._settle()

    def _first(self, records: Iterator[tuple[int, list[str]]]) -> tuple[int, list[str]] | None:
        """The first record that is not blank, which should be the header."""
        for line, cells in records:
            if self._is_marker(line, cells):
                continue
            if any(text.strip() for text in cells):
                return line, cells
        return None

    def _is_marker(self, line: int, cells: list[str]) -> bool:
        """Whether a line is left from a merge conflict; if so, it is noted."""
        if not cells or not _MARKER(cells[0]):
            return False
        self.file.left_out += 1
        message = _("a merge conflict was left in the file")
        hint = _("keep the rows of both sides, and delete the lines with the markers")
        self.fault(CellError("HP310", message, hint), line, 1)
        return True

    def _records(self) -> Iterator[tuple[int, list[str]]]:
        """Each record with its first line; without a quote in the file, lines are records."""
        if b'"' in self.file.data:
            return self._quoted_records()
        return enumerate(csv.reader(self.file.stream()), 1)

    def _quoted_records(self) -> Iterator[tuple[int, list[str]]]:
        """Each record with its first line; a quote that is never closed costs its line alone."""
        lines, at = self.file.lines, 0
        while at < len(lines):
            first, last = at, min(len(lines), at + LONGEST_CELL)
            at += 1
            odd = lines[first].count('"') % 2 == 1
            cells = _split(lines[first : first + 1])
            while cells is None and odd and at < last and not self._is_row(lines[at]):
                at += 1
                if lines[at - 1].count('"') % 2 == 1:
                    cells = _split(lines[first:at])
                    odd = cells is None
            if cells is not None:
                yield first + 1, cells
                continue
            at = first + 1
            self.file.left_out += 1
            self._quote_fault(first + 1)

    def _quote_fault(self, line: int) -> None:
        """Note the faulty quote of a line."""
        text = self.file.lines[line - 1].rstrip("\r\n")
        at = begin = end = 0
        while end < len(text):
            begin, end = _span(text, at)
            if text.startswith('"', begin) and not _QUOTED.fullmatch(text, begin, end):
                break
            at += 1
        if _QUOTED.match(text, begin, end):
            message = _("something stands behind the closing quote of this cell")
            hint = _("write a quote inside a quoted cell twice")
        else:
            message = _("a quote opens here and is never closed")
            hint = _("close it, and write a quote inside the cell twice")
        self.fault(CellError("HP308", message, hint), line, begin + 1)

    def _is_row(self, line: str) -> bool:
        """Whether a line inside a quoted cell looks like a row that the quote has swallowed."""
        columns = self.file.columns
        if not columns:
            return False
        raw = line.split(",")
        cells = [text.strip(' "\r\n') for text in raw]
        if len(cells) <= max(columns["date"], columns["target"]):
            return False
        if sum(text.count('"') for text in raw[: columns["date"]]) % 2 == 1:
            return False  # the quote is closed before the date
        return _is_day(cells[columns["date"]]) and bool(_TARGET(cells[columns["target"]]))

    def _header(self, line: int, titles: list[str]) -> bool:
        """Read the header into the file's columns; whether rows can be read by it."""
        columns: dict[str, int] = {}
        sound = True
        if not any(cell.column(title) for title in titles) and any(map(_is_day, titles)):
            message = _("the header is missing; a row stands in its place")
            self.fault(CellError("HP303", message, _header_hint()), line, 1)
            return False
        for at, title in enumerate(titles):
            name = cell.column(title)
            if name in columns:
                message = _("the column {name} stands twice").format(name=name)
                self.cell_fault(CellError("HP303", message, _("keep one of them")), line, at)
                sound = False
            elif name:
                columns[name] = at
            elif title.strip():
                near = nearest(cell.folded(title).casefold(), list(cell.HEADERS))
                message = _("there is no column “{title}”").format(title=cell.shortened(title))
                hint = _("did you mean {near}?").format(near=near) if near else _header_hint()
                self.cell_fault(CellError("HP303", message, hint), line, at)
        for name in cell.REQUIRED:
            if name not in columns:
                message = _("the header has no column {name}").format(name=name)
                self.fault(CellError("HP303", message, _header_hint()), line, 1)
                sound = False
        self.file.columns = columns if sound else {}
        self.file.width = len(titles)
        return sound

    def _faults(self, line: int, cells: list[str], titles: list[str]) -> None:
        """Note every fault of a row that could not be read."""
        if not any(text.strip() for text in cells):
            return
        if self._is_marker(line, cells):
            return
        if [cell.column(text) for text in cells] == [cell.column(text) for text in titles]:
            message = _("the header stands here again; it is read over")
            self.cell_fault(CellError("HP352", message, _("delete the line")), line, 0)
            return
        self.file.left_out += 1
        width = len(titles)
        if any(text.strip() for text in cells[width:]):
            at = next(at for at in range(width, len(cells)) if cells[at].strip())
            message = _("the row has {n} cells, but the header has {width}").format(
                n=len(cells), width=width
            )
            hint = _("put a cell that holds a comma in quotes")
            self.cell_fault(CellError("HP311", message, hint), line, at)
            return
        columns = self.file.columns
        texts = {name: cells[at] if at < len(cells) else "" for name, at in columns.items()}
        day: date | None = None
        entries: _Entries | None = None
        for name in cell.REQUIRED:
            try:
                if name == "date":
                    day = self.days[texts[name]]
                elif name == "target":
                    entries = self.table[texts[name]]
                    if entries.years is not None and day and day.year not in entries.years:
                        raise no_year(texts[name].strip(), day, list(entries.years))
                elif entries:
                    entries.figures[texts[name]]
            except CellError as error:
                self.cell_fault(error, line, columns[name])

    def _check_recorded(self, moment: str, line: int, at: int) -> None:
        try:
            cell.recorded(moment, self.zone)
        except CellError as error:
            self.cell_fault(error, line, at)

    def _settle(self) -> None:
        """Turn the entries of each item into its series, in order of the days."""
        for entries in self.table.by_item.values():
            days, values, rows, item = entries.days, entries.values, entries.rows, entries.item
            if not days or item is None:
                continue
            self.file.rows += len(days)
            if not all(map(lt, days, days[1:])):
                places = self._that_count(days, entries.moments)
                days = [days[at] for at in places]
                values = [values[at] for at in places]
                rows = [rows[at] for at in places] if rows else []
            self.file.series[item.id] = Series(item, self.file.unit, days, values, rows)

    def _that_count(self, days: list[date], moments: list[str]) -> list[int]:
        """The places of the rows that no later one corrects, in order of their days.

        The later of two rows of a day is the one recorded later, where both say when, else the
        one that stands behind the other.
        """
        last: dict[date, int] = {}
        for at, day in enumerate(days):
            if day not in last or not self._is_earlier(moments[at], moments[last[day]]):
                last[day] = at
        return [last[day] for day in sorted(last)]

    def _is_earlier(self, moment: str, other: str) -> bool:
        """Whether one recorded cell names an earlier moment than another."""
        try:
            new, old = cell.recorded(moment, self.zone), cell.recorded(other, self.zone)
        except CellError:
            return False
        return new is not None and old is not None and new < old


def _fill_up(cells: list[str], width: int) -> None:
    """Give a row the cells that are missing at its end; take empty ones behind it away.

    Raises:
        LookupError: something stands behind it.
    """
    if any(text.strip() for text in cells[width:]):
        raise LookupError
    del cells[width:]
    cells += [""] * (width - len(cells))


def _header_hint() -> str:
    return _("the first line is: {header}").format(header=",".join(cell.HEADERS))


def no_year(target: str, day: date, years: list[int]) -> CellError:
    """An annual target's bare id with a date that lies in none of its years."""
    message = _("{target} is owed in {first} to {last}, and the date lies in {year}").format(
        target=target, first=min(years), last=max(years), year=day.year
    )
    hint = _("to report on a year by another date write its item, as {item}").format(
        item=f"{target}@{min(max(day.year, min(years)), max(years))}"
    )
    return CellError("HP305", message, hint)


def no_reporter(catalogue: Catalogue, unit: str, items: list[Item], name: str) -> CellError:
    """A unit that may not report on an item, or on any item of a target."""
    reporters = dict.fromkeys(reporter for item in items for reporter in item.reporters)
    message = _("{unit} does not report on {name}; those who do: {reporters}").format(
        unit=catalogue.name(unit),
        name=name,
        reporters="、".join(catalogue.name(reporter) for reporter in reporters),
    )
    hint = _("take the row out, or name the unit among the target's reporters in plan.yaml")
    return CellError("HP307", message, hint)


def _split(lines: list[str]) -> list[str] | None:
    """The cells of a record; None where a quote stays open or something stands behind it."""
    try:
        return next(csv.reader(lines, strict=True), [])
    except csv.Error:
        return None


def _is_day(text: str) -> bool:
    """Whether a cell holds a day."""
    try:
        cell.day(text)
    except CellError:
        return False
    return True


def _span(text: str, at: int) -> tuple[int, int]:
    """Where the cell at place `at` begins and ends in a record, from 0, with its quotes."""
    begin, quoted, cells = 0, False, 0
    for index, character in enumerate(text):
        if character == '"' and (quoted or index == begin):
            quoted = not quoted
        elif quoted or character not in ",\r\n":
            continue
        elif cells == at or character != ",":
            return (begin if cells == at else index), index
        else:
            begin, cells = index + 1, cells + 1
    return (begin if cells == at else len(text)), len(text)
