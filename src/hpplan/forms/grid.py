"""The cells of a table, as a person would have typed them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, TypeGuard

from hpplan.csvtext import SERIAL_ZERO, CsvText, folded
from hpplan.errors import CellError
from hpplan.i18n import _
from hpplan.numbers import as_kept
from hpplan.problem import Position, Problem

if TYPE_CHECKING:
    from hpplan.forms.parts import Marks

_OFFSET_1904 = timedelta(days=1462)
_SERIALS = range(20_000, 80_000)
"""Days that a spreadsheet's number in a date cell may stand for: from 1954 to 2119."""

_TIME_OF_DAY = re.compile(r"(?<=[\d日])[T ]+\d{1,2}:\d\d(:\d\d(\.\d+)?)?$", re.ASCII)
_ERROR = re.compile(r"#(DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!|SPILL!|CALC!)|#{3,}").fullmatch

Value = int | float | str | bool | date | datetime | time | timedelta


@dataclass(slots=True)
class Grid:
    """The cells of a sheet, or of a CSV.

    Attributes:
        path: the file, as a person would name it.
        sheet: the sheet; empty for a CSV.
        rows: each row with its number, 1-based, its cells from the first column on.
        merged: first and last row and column of cells that were merged, 1-based.
        marks: what is to be known of a sheet's cells beside their values.
        from_1904: whether days are counted from 1904.
        text: the file, of a CSV.
    """

    path: str
    sheet: str = ""
    rows: list[tuple[int, list[Value]]] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    marks: Marks | None = None
    from_1904: bool = False
    text: CsvText | None = None

    def problem(self, error: CellError, row: int, at: int = 0) -> Problem:
        """A fault of the cell at place `at`, from 0, of a row."""
        if self.text is not None:
            return self.text.cell_problem(error, row, at)
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
        value, marks, place = cells[at] if at < len(cells) else "", self.marks, (row, at + 1)
        shown = marks.errors.get(place) if marks else None
        if shown is None and isinstance(value, str) and _ERROR(folded(value)):
            shown = folded(value)
        if shown is not None:
            message = _("the cell shows the error “{error}”").format(error=shown)
            raise CellError("HP404", message, _("mend the formula, or type the figure itself"))
        if marks and place in marks.uncalculated:
            message = _("the cell holds a formula that was never calculated")
            raise CellError("HP404", message, _("open the file in a spreadsheet and save it again"))
        if marks and _is_number(value):
            if place in marks.percents:
                return f"{_plain(value, 100)}%"
            # A share from which the sign was lost on the way, or a very small percentage.
            if percentage and 0 < value <= 1:
                message = _("“{cell}” may be {small}% or {large}%").format(
                    cell=_plain(value), small=_plain(value), large=_plain(value, 100)
                )
                raise CellError("HP404", message, _("write it with its sign, as 40%"))
        return _text(value)

    def figure(self, row: int, at: int, cells: list[Value], *, percentage: bool) -> str:
        """The text of a cell that should hold a figure, with the decimals that are kept.

        A spreadsheet computes with more of them, and shows =1/3 as 33%.

        Raises:
            CellError: as for any cell.
        """
        text = self.cell(row, at, cells, percentage=percentage)
        if self.text is not None or not _is_number(cells[at] if at < len(cells) else ""):
            return text
        number = text.removesuffix("%")
        return as_kept(number) + text[len(number) :]

    def day(self, row: int, at: int, cells: list[Value]) -> str:
        """The text of a cell that should hold a day: a spreadsheet's number and a moment as theirs.

        Raises:
            CellError: the cell shows an error.
        """
        text = self.cell(row, at, cells)
        value = cells[at] if at < len(cells) else ""
        if _is_number(value) and value in _SERIALS:
            day = SERIAL_ZERO + timedelta(days=int(value))
            return (day + _OFFSET_1904 if self.from_1904 else day).isoformat()
        return _TIME_OF_DAY.sub("", folded(text))


def _is_number(value: Value) -> TypeGuard[int | float]:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _plain(value: float, times: int = 1) -> str:
    """A number with the fifteen digits that spreadsheets keep, never in scientific notation."""
    text = format(Decimal(format(value, ".15g")) * times, "f")
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
