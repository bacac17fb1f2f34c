"""Reading a progress file in one pass, each fault named at its cell."""

from __future__ import annotations

import csv
import re
from datetime import UTC, date
from itertools import chain, compress, repeat
from operator import eq, le, lt
from typing import TYPE_CHECKING

from hpplan import cells as cell
from hpplan.cells import CellError
from hpplan.problem import MOST, unlisted
from hpplan.progress.file import LONGEST_CELL, ProgressFile, Series, encoding_of, span_of
from hpplan.progress.table import Entries, Memory, Table, no_year
from hpplan.words import _, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import tzinfo

    from hpplan.items import Catalogue

csv.field_size_limit(2**31 - 1)

PLAIN = len("2025-04-03T10:12:00")

BLOCK = 2**18
"""Characters that are split into lines at a time."""

_MARKER = re.compile(r"(<{7}|={7}|>{7}|\|{7})( |$)").match
_QUOTED = re.compile(r'"(?:[^"]|"")*"')
_TARGET = re.compile(r"\d+\.\d+[a-z]", re.ASCII).match


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
        self.table = Table(file.unit, catalogue, memory)
        self.days = memory.days
        self.full = False

    def fault(self, error: CellError, line: int, column: int, width: int = 1) -> None:
        """Note a fault at a place of the file."""
        if len(self.file.problems) >= MOST:
            self.full = True
            return
        problem = self.file.problem(error.code, error.message, line, column, error.hint, width)
        self.file.problems.append(problem)

    def cell_fault(self, error: CellError, line: int, at: int) -> None:
        """Note a fault of the cell at place `at` of the record that begins on a line."""
        of_line, column, width = self.file.span(line, at)
        self.fault(error, of_line, column, width)

    def read(self) -> None:
        """Read header and rows."""
        self._read()
        if self.full:
            self.file.problems.append(unlisted(self.file.path))

    def _read(self) -> None:
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
            entries.days.append(day)
            entries.values.append(value)
            entries.moments.append("" if at_recorded is None else cells[at_recorded])
            if keep:
                entries.lines.append(line)
                entries.notes.append("" if at_note is None else cells[at_note])
                entries.evidence.append("" if at_evidence is None else cells[at_evidence])
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
        return enumerate(chain.from_iterable(self._blocks()), 1)

    def _blocks(self) -> Iterator[Iterator[list[str]]]:
        """The cells of each line, block by block, where no quote is in the file."""
        stream, rest = self.file.stream(newline=None), ""
        while block := stream.read(BLOCK):
            *lines, rest = (rest + block).split("\n")
            yield map(str.split, lines, repeat(","))
        yield iter([rest.split(",")] if rest else [])

    def _quoted_records(self) -> Iterator[tuple[int, list[str]]]:
        """Each record with its first line; a quote that is never closed costs its line alone."""
        lines, at = self.file.lines, 0
        while at < len(lines):
            first, last = at, min(len(lines), at + LONGEST_CELL)
            at += 1
            odd = lines[first].count('"') % 2 == 1
            cells = _split(lines[first : first + 1])
            while odd and at < last and not self._is_row(lines[at]):
                at += 1
                if lines[at - 1].count('"') % 2 == 1:
                    cells, odd = _split(lines[first:at]), False
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
            begin, end = span_of(text, at)
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
        for mark, message in (
            (";", _("the cells stand apart by semicolons, not by commas")),
            ("\t", _("the cells stand apart by tabs, not by commas")),
        ):
            if len(titles) == 1 and any(map(cell.column, titles[0].split(mark)[1:])):
                hint = _("save it from the spreadsheet as “CSV UTF-8”")
                self.fault(CellError("HP303", message, hint), line, 1)
                return False
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
        if self.full:
            return
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
        entries: Entries | None = None
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

    def _check_recorded(self, entries: Entries) -> None:
        """Note the recorded cells of an item that are no moments."""
        if cell.all_recorded(entries.moments):
            return
        for moment, line in zip(entries.moments, entries.lines, strict=True):
            try:
                cell.recorded(moment, self.zone)
            except CellError as error:
                self.cell_fault(error, line, self.file.columns["recorded"])

    def _settle(self) -> None:
        """Turn the entries of each item into its series, in order of the days."""
        for entries in self.table.by_item.values():
            days, item = entries.days, entries.item
            if not days or item is None:
                continue
            self.file.rows += len(days)
            if self.keep_rows:
                self._check_recorded(entries)
            series = Series(
                item,
                self.file.unit,
                days,
                entries.values,
                entries.lines,
                entries.notes,
                entries.evidence,
            )
            if not all(map(lt, days, days[1:])):
                series = self._that_count(series, entries.moments)
            self.file.series[item.id] = series

    def _that_count(self, series: Series, moments: list[str]) -> Series:
        """The rows that no later one corrects, in order of their days.

        The later of two rows of a day is the one recorded later, where both say when, else the
        one that stands behind the other.
        """
        days = series.days
        if not all(map(le, days, days[1:])):
            order = sorted(range(len(days)), key=days.__getitem__)
            series = series.map(lambda column: [column[at] for at in order])
            days, moments = series.days, [moments[at] for at in order]
        counts, that = [True] * len(days), 0
        for at in compress(range(1, len(days)), map(eq, days, days[1:])):
            if days[that] != days[at]:
                that = at - 1
            earlier = self._is_earlier(moments[at], moments[that])
            counts[at if earlier else that] = False
            that = that if earlier else at
        return series.map(lambda column: list(compress(column, counts)))

    def _is_earlier(self, moment: str, other: str) -> bool:
        """Whether one recorded cell names an earlier moment than another."""
        # Of two moments with the same offset the text tells, and takes less time.
        alike = len(moment) == len(other) > PLAIN and moment[PLAIN:] == other[PLAIN:]
        if alike and moment >= other and moment.isascii():
            return False
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
