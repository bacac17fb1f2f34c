"""The header of a progress file, and the records below it that are no rows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hpplan.csvtext import folded
from hpplan.errors import CellError
from hpplan.i18n import _
from hpplan.phrases import meant, nearest, shortened
from hpplan.problem import MOST, unlisted
from hpplan.progress import cells as cell
from hpplan.progress.targets import is_day

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hpplan.problem import Problem
    from hpplan.progress.series import ProgressFile

_MARKER = re.compile(r"(<{7}|={7}|>{7}|\|{7})( |$)").match
_TARGET = re.compile(r"\d+\.\d+[a-z]", re.ASCII).match


SEPARATORS = (";", "\t", "，", "；")
"""What separates the cells of a CSV where it is no comma: other regions, other hands."""


def separated_by(mark: str) -> tuple[str, str]:
    """That one of SEPARATORS stands where a comma should, and how to mend it."""
    if mark in "，；":
        message = _("the cells stand apart by full-width “{mark}”, not by ASCII commas")
        return message.format(mark=mark), _("write ASCII commas in every line")
    message = _("the cells stand apart by semicolons, not by commas")
    if mark == "\t":
        message = _("the cells stand apart by tabs, not by commas")
    return message, _("save it from the spreadsheet as “CSV UTF-8”")


class RecordReader:
    """Reads the records of one file under its header, and notes what is wrong with them."""

    def __init__(self, file: ProgressFile) -> None:
        self.file = file
        self.titles: list[str] = []
        self.full = False

    def _note(self, problem: Callable[[], Problem]) -> None:
        """Note a problem, while there are not more than are listed."""
        if len(self.file.problems) >= MOST:
            self.full = True
        else:
            self.file.problems.append(problem())

    def fault(self, error: CellError, line: int, column: int) -> None:
        """Note a fault at a place of the file."""
        self._note(lambda: self.file.problem(error.code, error.message, line, column, error.hint))

    def cell_fault(self, error: CellError, line: int, at: int, name: str = "") -> None:
        """Note a fault of the cell at place `at` of the record that begins on a line.

        The name is the row's, by which a warning can be accepted.
        """
        self._note(lambda: self.file.cell_problem(error, line, at)._replace(at=name))

    def finish(self) -> None:
        """Say so where there were more faults than are listed."""
        if self.full:
            self.file.problems.append(unlisted(self.file.path))

    def open(self) -> Iterator[tuple[int, list[str]]] | None:
        """Read the header; each record behind it with its first line, None without a header."""
        records = self.records()
        header = self._first(records)
        if header is None:
            message = _("the file is empty; its header is missing")
            if self.file.left_out:
                message = _("the file has no header")
            self.fault(CellError("HP303", message, _header_hint()), 1, 1)
            return None
        below = self._first(records) if self._is_title(header[1]) else None
        while below and self._is_title(below[1]):
            below = self._first(records)
        if below and any(map(cell.column, below[1])):
            message = _("a line stands above the header")
            self.fault(CellError("HP303", message, _("delete it")), header[0], 1)
            header = below
        return records if self._header(*header) else None

    def _is_title(self, cells: list[str]) -> bool:
        """Whether a record is neither a header nor a row: a title, as forms have it on top."""
        return not any(map(cell.column, cells)) and not any(map(is_day, cells))

    def skips(self, line: int, cells: list[str]) -> bool:
        """Whether a record is no row: blank, left from a merge conflict, or the header again."""
        if not any(text.strip() for text in cells) or self._is_marker(line, cells):
            return True
        columns = [cell.column(text) for text in cells]
        if not set(cell.REQUIRED) <= set(columns):
            return False
        if columns == [cell.column(text) for text in self.titles]:
            message = _("the header stands here again; it is read over")
            fault = CellError("HP352", message, _("delete the line"))
        else:
            message = _("another header stands here, and the rows below it have other columns")
            fault = CellError("HP303", message, _("bring all rows under one header"))
        self.cell_fault(fault, line, 0)
        return True

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
        message = _("a merge conflict was left in the file")
        hint = _("keep the rows of both sides, and delete the lines with the markers")
        self.fault(CellError("HP310", message, hint), line, 1)
        return True

    def records(self) -> Iterator[tuple[int, list[str]]]:
        """Each record with its first line; one that cannot be told is noted, and left out."""
        return self.file.records(self._record_fault, self._is_row)

    def _record_fault(self, line: int) -> None:
        """Note a record that cannot be told."""
        self.file.left_out += 1
        self._note(lambda: self.file.record_problem(line))

    def _is_row(self, line: str) -> bool:
        """Whether a line inside a quoted cell looks like a row that the quote has swallowed."""
        return _looks_like_row(line, self.file.columns)

    def _header(self, line: int, titles: list[str]) -> bool:
        """Read the header into the file's columns; whether rows can be read by it."""
        columns: dict[str, int] = {}
        sound = True
        for mark in SEPARATORS:
            if len(titles) == 1 and any(map(cell.column, titles[0].split(mark)[1:])):
                self.fault(CellError("HP303", *separated_by(mark)), line, 1)
                return False
        if not any(cell.column(title) for title in titles) and any(map(is_day, titles)):
            message = _("the header is missing; a row stands in its place")
            self.fault(CellError("HP303", message, _header_hint()), line, 1)
            return False
        known = set(map(cell.column, titles))
        if not known.issuperset(cell.REQUIRED) and self._damaged(line, titles):
            return False
        for at, title in enumerate(titles):
            name = cell.column(title)
            if name in columns:
                first = self.file.span(line, columns[name])[1]
                message = _("the column {name} stands twice; first at {line}:{column}").format(
                    name=name, line=line, column=first
                )
                self.cell_fault(CellError("HP303", message, _("keep one of them")), line, at)
                sound = False
            elif name:
                columns[name] = at
            elif title.strip():
                near = nearest(folded(title).casefold(), list(cell.HEADERS))
                message = _("there is no column “{title}”").format(title=shortened(title))
                hint = meant(near) or _header_hint()
                self.cell_fault(CellError("HP303", message, hint), line, at)
        for name in cell.REQUIRED:
            if name not in columns:
                message = _("the header has no column {name}").format(name=name)
                self.fault(CellError("HP303", message, _header_hint()), line, 1)
                sound = False
        self.titles = titles
        self.file.columns = columns if sound else {}
        self.file.width = len(titles)
        return sound

    def _damaged(self, line: int, titles: list[str]) -> bool:
        """Whether a heading lost its characters; if so, the first is noted, and stands for all."""
        from hpplan.progress import damage

        hint = _("save the file anew as UTF-8; what is lost must be typed again")
        for at, title in enumerate(titles):
            happened = damage.of_cell(title, folded(title), hint)
            if happened and not cell.column(title):
                self.cell_fault(CellError("HP303", *happened), line, at)
                return True
        return False


def _header_hint() -> str:
    return _("the first line is: {header}").format(header=",".join(cell.HEADERS))


def _looks_like_row(line: str, columns: dict[str, int]) -> bool:
    """Whether a line has a day and a target in their columns, as a row has."""
    if not columns:
        return False
    raw = line.split(",")
    cells = [text.strip(' "\r\n') for text in raw]
    if len(cells) <= max(columns["date"], columns["target"]):
        return False
    if sum(text.count('"') for text in raw[: columns["date"]]) % 2 == 1:
        return False  # the quote is closed before the date
    return is_day(cells[columns["date"]]) and bool(_TARGET(cells[columns["target"]]))
