"""Tables that come in from outside, workbooks and CSV alike, as cells of text with their places."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from hpplan.cells import SERIAL_ZERO, CellError
from hpplan.ooxml import Marks, Parts, WorkbookError, damaged, inspect, protected
from hpplan.problem import Position, Problem
from hpplan.progress import ProgressFile, Sheet, encoding_of
from hpplan.words import _

ZIP, COMPOUND = b"PK\x03\x04", bytes.fromhex("d0cf11e0a1b11ae1")
"""How an .xlsx begins, and how an .xls or an encrypted .xlsx does."""

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OFFSET_1904 = timedelta(days=1462)
_SERIALS = range(20_000, 80_000)
"""Days that a spreadsheet's number in a date cell may stand for: from 1954 to 2119."""

Value = int | float | str | bool | date | datetime | time | timedelta


@dataclass(slots=True)
class Grid:
    """The cells of a sheet, or of a CSV.

    Attributes:
        path: the file, as a person would name it.
        sheet: the sheet; empty for a CSV.
        rows: each row with its number, 1-based, its cells from the first column on.
        merged: first and last row and column of cells that were merged, 1-based.
    """

    path: str
    sheet: str = ""
    rows: list[tuple[int, list[Value]]] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    marks: Marks | None = None
    from_1904: bool = False
    text: ProgressFile | None = None

    def problem(self, error: CellError, row: int, at: int = 0) -> Problem:
        """A fault of the cell at place `at`, from 0, of a row."""
        if self.text is not None:
            line, column, width = self.text.span(row, at)
            return self.text.problem(error.code, error.message, line, column, error.hint, width)
        position = Position(self.path, row, at + 1, self.sheet)
        return Problem(error.code, error.message, position, error.hint)

    def holds(self, row: int, at: int, cells: list[Value]) -> bool:
        """Whether anything stands in a cell."""
        marks, place = self.marks, (row, at + 1)
        if marks and (place in marks.errors or place in marks.uncalculated):
            return True
        return at < len(cells) and bool(str(cells[at]).strip())

    def cell(self, row: int, at: int, cells: list[Value], *, percentage: bool = False) -> str:
        """The text of a cell, as a person would have typed it.

        Args:
            row: the row's number.
            at: the cell's place, from 0.
            cells: the row.
            percentage: whether a percentage is expected.

        Raises:
            CellError: the cell shows an error, or what it shows cannot be told.
        """
        value = cells[at] if at < len(cells) else ""
        place = row, at + 1
        if self.marks is None:
            # An .xls keeps to itself which of its numbers are shown as percentages.
            if percentage and self.sheet and isinstance(value, float) and 0 < value <= 1:
                message = _("“{cell}” may be {small}% or {large}%").format(
                    cell=_plain(value), small=_plain(value), large=_plain(value, 100)
                )
                raise CellError("HP404", message, _("write it with its sign, as 40%"))
        elif place in self.marks.errors:
            message = _("the cell shows the error {error}").format(error=self.marks.errors[place])
            raise CellError("HP404", message, _("mend the formula, or type the figure itself"))
        elif place in self.marks.uncalculated:
            message = _("the cell holds a formula that was never calculated")
            raise CellError("HP404", message, _("open the file in a spreadsheet and save it again"))
        elif place in self.marks.percents and isinstance(value, float):
            return f"{_plain(value, 100)}%"
        return _text(value)

    def day(self, row: int, at: int, cells: list[Value]) -> str:
        """The text of a cell that should hold a day; a spreadsheet's number as its day.

        Raises:
            CellError: the cell shows an error.
        """
        text = self.cell(row, at, cells)
        value = cells[at] if at < len(cells) else ""
        if isinstance(value, float) and value.is_integer() and int(value) in _SERIALS:
            day = SERIAL_ZERO + timedelta(days=int(value))
            return (day + _OFFSET_1904 if self.from_1904 else day).isoformat()
        return text


def _plain(value: float, times: int = 1) -> str:
    """A number with the fifteen digits that spreadsheets keep, never in scientific notation."""
    number = Decimal(format(value, ".15g")) * times
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _text(value: Value) -> str:
    """A cell's value as a person would have typed it."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, (int, float)):
        return _plain(value)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ") if value.time() != time() else value.date().isoformat()
    return str(value) if isinstance(value, timedelta) else value.isoformat()


def read_grids(data: bytes, path: str, most: int) -> tuple[list[Grid], list[Problem]]:
    """The tables of a file: a workbook's visible sheets, or the one of a CSV.

    Args:
        data: the file's bytes.
        path: the file, as a person would name it.
        most: bytes that a file may have.
    """
    if not data.startswith((ZIP, COMPOUND)):
        return _csv(data, path)
    try:
        return _workbook(data, path, most), []
    except WorkbookError as error:
        return [], [Problem("HP401", error.message, Position(path), error.hint)]


def _workbook(data: bytes, path: str, most: int) -> list[Grid]:
    from python_calamine import (
        CalamineError,
        CalamineWorkbook,
        PasswordError,
        SheetTypeEnum,
        SheetVisibleEnum,
    )

    parts: Parts | None = None
    if data.startswith(ZIP):
        parts = inspect(data, most)
    elif _ENCRYPTED in data:
        raise protected()
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        grids = []
        for about in workbook.sheets_metadata:
            if about.visible != SheetVisibleEnum.Visible or about.typ != SheetTypeEnum.WorkSheet:
                continue
            sheet = workbook.get_sheet_by_name(about.name)
            grid = Grid(path, about.name)
            grid.rows = list(enumerate(sheet.to_python(skip_empty_area=False), 1))
            grid.merged = [
                (top + 1, bottom + 1, begin + 1, end + 1)
                for (top, begin), (bottom, end) in sheet.merged_cell_ranges or ()
            ]
            if parts:
                grid.marks = parts.sheets.get(about.name, Marks())
                grid.from_1904 = parts.from_1904
            grids.append(grid)
    except PasswordError:
        raise protected() from None
    except CalamineError:
        raise damaged() from None
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # the library's own, of a hostile file
            raise
        raise damaged() from None
    return grids


def _csv(data: bytes, path: str) -> tuple[list[Grid], list[Problem]]:
    encoding, problems = encoding_of(data, path)
    if not encoding:
        return [], problems
    file = ProgressFile(path, "", encoding, data, problems)
    rows = [(line, list[Value](cells)) for line, cells in Sheet(file).records()]
    return [Grid(path, rows=rows, text=file)], problems
