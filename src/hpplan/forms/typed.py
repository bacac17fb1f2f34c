"""The cells of a form's row, each as a person would have typed it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpplan.csvtext import folded
from hpplan.errors import CellError
from hpplan.forms import columns as forms
from hpplan.i18n import _
from hpplan.progress.cells import control_in, figure
from hpplan.progress.targets import is_day

if TYPE_CHECKING:
    from hpplan.forms.grid import Grid, Value
    from hpplan.numbers import Number
    from hpplan.plan.model import Kind

NOTHING_NEW = frozenset({"", "-", "—", "/", "无", "無"})
"""What stands where nothing is new."""


class TypedRow:
    """The cells of a row; columns that a form does not have are empty."""

    def __init__(self, grid: Grid, columns: dict[str, int], number: int, row: list[Value]) -> None:
        self.grid = grid
        self.columns = columns
        self.row_number = number
        self.row = row
        self.value = ""
        """The value cell, once its figure was asked for."""
        self.added = self._added()
        """What is new, where that alone is filled in and the total is left empty."""

    def text(self, key: str) -> str:
        """The text of a cell; empty where there is no such column.

        Raises:
            CellError: it shows an error, or holds what no cell may.
        """
        if key == "recorded" or key not in self.columns:
            return ""  # when a row was entered is told by whoever takes the form in
        at = self.columns[key]
        if key in {"date", "expected"}:
            return self.grid.day(self.row_number, at, self.row)
        found = self.grid.cell(self.row_number, at, self.row)
        if code := control_in(found):
            message = _("the cell holds the control character {code}").format(code=code)
            raise CellError("HP404", message, _("type the text again"))
        return found

    def figure(self, percentage: bool) -> str:  # noqa: FBT001
        """The text of the value cell, told whether a percentage is expected.

        Raises:
            CellError: it shows an error, or what it shows cannot be told.
        """
        at = self.columns["value"]
        self.value = self.grid.figure(self.row_number, at, self.row, percentage=percentage)
        return self.added or self.value

    def _added(self) -> str:
        """What is new, where that alone is filled in; empty otherwise.

        Where the total is empty, a formula shows 0, or the last total taken from nothing.
        """
        at = self.columns.get("value")
        if at is None or self.grid.holds(self.row_number, at, self.row):
            return ""
        text = self._plain("increment")
        if text in NOTHING_NEW:
            return ""
        new, last = self.number("increment", "amount"), self.number("last_value", "amount")
        return "" if new is not None and new in {0, -(last or 0)} else text.removeprefix("+")

    def number(self, key: str, kind: Kind) -> Number | None:
        """The figure in a column that a unit need not fill in; None where there is none."""
        text = self._plain(key)
        try:
            found = figure(text.lstrip("+-"), kind)
        except CellError:
            return None
        return None if found is None else -found if text.startswith("-") else found

    def _plain(self, key: str) -> str:
        """The text of such a cell; empty where a formula in it shows nothing."""
        if key not in self.columns:
            return ""
        try:
            return folded(
                self.grid.figure(self.row_number, self.columns[key], self.row, percentage=False)
            )
        except CellError:
            return ""

    def has_shifted(self) -> bool:
        """Whether a figure stands where the day should: a comma is missing, or a column was missed.

        A form comes with the day, so that a day alone is no report; but a figure is one.
        """
        kinds: tuple[Kind, ...] = ("amount", "milestone")
        figures = (self.number("date", kind) for kind in kinds)
        return any(each is not None for each in figures) and not is_day(self.text("date"))

    def noted(self) -> bool:
        """Whether anything stands in a column that becomes the note, or a part of it."""
        places = (self.columns.get(key) for key in ("note", *forms.LABELLED))
        return any(
            at is not None and self.grid.holds(self.row_number, at, self.row) for at in places
        )

    def labelled(self) -> tuple[dict[str, str], dict[str, CellError]]:
        """The texts of the columns that become parts of the note, and what is wrong with them."""
        texts: dict[str, str] = {}
        faults: dict[str, CellError] = {}
        for key in forms.LABELLED:
            try:
                texts[key] = self.text(key)
            except CellError as error:
                faults[key] = error
        return texts, faults
