"""What is to be known of a workbook before its cells are read, and why it may not be read.

This is what `xls`, `xlsx` and `ods` give and `grid` reads, and so stands in neither.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hpplan.errors import HpplanError
from hpplan.i18n import _

if TYPE_CHECKING:
    from io import BytesIO

MOST_CELLS = 2_000_000
"""Cells from A1 to the last one of a sheet, at most: the library keeps room for each of them."""

BUILT_IN_PERCENT = ("9", "10")
"""The number formats 0% and 0.00%, which a workbook names by their numbers alone."""

_LITERAL = re.compile(r'"[^"]*"|\\.')

Place = tuple[int, int]
"""Row and column of a cell, both 1-based."""


class WorkbookError(HpplanError):
    """Why a workbook is not read."""


def damaged() -> WorkbookError:
    """That a workbook is not whole."""
    message = _("the workbook is damaged")
    return WorkbookError(message, _("open it in the spreadsheet and save it again as .xlsx"))


def protected() -> WorkbookError:
    """That a workbook opens with a password alone."""
    message = _("the workbook is protected by a password")
    return WorkbookError(message, _("save it without a password"))


@dataclass(slots=True)
class Marks:
    """What is to be known of a sheet's cells beside their values.

    Attributes:
        percents: the numbers that are shown as percentages.
        errors: what error cells show, as `#DIV/0!`.
        uncalculated: formulas whose value the file does not hold.
        merged: first and last row and column of merged cells, where the library does not tell.
        rows: the number of the last row that holds something.
        columns: the number of the last column that does.
    """

    percents: set[Place] = field(default_factory=set)
    errors: dict[Place, str] = field(default_factory=dict)
    uncalculated: set[Place] = field(default_factory=set)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    rows: int = 0
    columns: int = 0

    def hold(self, place: Place) -> None:
        """Note that a cell holds something.

        Raises:
            WorkbookError: the sheet spans too many cells.
        """
        if place[0] <= self.rows and place[1] <= self.columns:
            return
        self.rows, self.columns = max(self.rows, place[0]), max(self.columns, place[1])
        if self.rows * self.columns > MOST_CELLS:
            message = _("a sheet spans more than {n} cells, and is not read").format(n=MOST_CELLS)
            raise WorkbookError(message, _("delete what stands far to the right or far below"))


@dataclass(frozen=True, slots=True)
class Parts:
    """What was found in a workbook.

    Attributes:
        data: the workbook as the library may read it, with nothing in it that was not looked at.
        sheets: the marks of each sheet by its name.
        from_1904: whether days are counted from 1904, as old Macs did.
    """

    data: BytesIO
    sheets: dict[str, Marks]
    from_1904: bool


def shows_percentage(number_format: str) -> bool:
    """Whether numbers of a format are shown a hundredfold, with a sign behind them."""
    return "%" in _LITERAL.sub("", number_format)
