"""Reading a form: whose it is, and what each of its rows reports, each fault named at its cell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from hpplan.csvtext import folded
from hpplan.errors import CellError
from hpplan.forms import columns as forms
from hpplan.forms.increments import whole_total
from hpplan.forms.received import CellFault, Form, Said
from hpplan.forms.typed import TypedRow
from hpplan.i18n import _
from hpplan.phrases import shortened
from hpplan.problem import MOST, unlisted
from hpplan.progress.cells import Statement, figure_cell, written
from hpplan.progress.header import SEPARATORS
from hpplan.progress.record import Entry
from hpplan.progress.row import read_row
from hpplan.progress.targets import Table

if TYPE_CHECKING:
    from hpplan.forms.grid import Grid, Value
    from hpplan.forms.memories import Memories
    from hpplan.numbers import Number
    from hpplan.plan.model import Unit

HEAD_ROWS = 50
"""Rows in which the heads of the columns are looked for."""

TOTALS = frozenset(
    {"合计", "总计", "小计", "共计", "合計", "總計", "小計", "共計", "total", "totals", "sum"}
)
"""What stands in a row that adds up the others."""

_FIGURE = re.compile(r"[+-]?[\d,]+(\.\d+)?%?", re.ASCII).fullmatch
_WORD = re.compile(r"[^\w]+|_+|(?<=[a-z])(?=\d)|(?<=\d)(?=[a-z])")


class Heads(NamedTuple):
    """The heads of a table's columns.

    Attributes:
        row: the number of their row.
        texts: the heads, from the first column on.
        columns: the place of each column that a form has, from 0.
    """

    row: int
    texts: list[str]
    columns: dict[str, int]


def find_heads(grid: Grid) -> Heads | None:
    """The heads of a table's columns; None where it is no form's."""
    for number, row in grid.rows[:HEAD_ROWS]:
        texts = [folded(cell) if isinstance(cell, str) else "" for cell in row]
        names = [forms.form_column(text) if text else None for text in texts]
        if _are_heads(names):
            columns: dict[str, int] = {}
            for at, name in enumerate(names):
                # Beside an 编号, 事项 is the name.
                if name and (name not in columns or texts[at] in forms.titles("target")):
                    columns[name] = at
            return Heads(number, texts, columns)
    return None


def _are_heads(names: list[str | None]) -> bool:
    return "target" in names and ("date" in names or "value" in names)


def separator(grid: Grid) -> str:
    """What separates the heads of a CSV, where it is no comma; empty where that is not so."""
    for _number, row in grid.rows[:HEAD_ROWS] if grid.text else ():
        text = str(row[0]) if row else ""
        for mark in SEPARATORS:
            if _are_heads(list(map(forms.form_column, text.split(mark)))):
                return mark
    return ""


def read_form(
    form: Form, grid: Grid, memories: Memories, plan: str, asked: Unit | None, name: str
) -> None:
    """Read a table into a form.

    Args:
        form: the form.
        grid: a table that has heads.
        memories: what was said before, to which what the form says is added.
        plan: what the plan at hand is known by.
        asked: the unit that was named for it.
        name: the file's name, which may name the unit.
    """
    if heads := find_heads(grid):
        reader = _Reader(form, grid, heads, memories)
        form.unit = reader.unit(plan, asked, name)
        if form.unit and not form.faults:
            reader.read(form.unit)
            form.faults.sort(key=lambda fault: fault.problem.position)


class _Reader:
    """One form while it is being read."""

    def __init__(self, form: Form, grid: Grid, heads: Heads, memories: Memories) -> None:
        self.form = form
        self.grid = grid
        self.memories = memories
        self.catalogue = memories.catalogue
        self.head, self.texts, self.columns = heads
        self._check_heads()

    def fault(self, error: CellError, row: int, at: int, value: Value = "") -> None:
        """Note a fault of a cell."""
        count = len(self.form.faults)
        if count < MOST:
            self.form.faults.append(self.place(error, row, at, value))
        elif count == MOST:
            self.form.faults.append(CellFault(unlisted(self.form.path)))

    def place(self, error: CellError, row: int, at: int, value: Value = "") -> CellFault:
        """A fault of a cell."""
        heading = self.texts[at] if row > self.head and at < len(self.texts) else ""
        problem = self.grid.problem(error, row, at)
        return CellFault(problem, heading, shortened(str(value)), self._item_of(row, at))

    def _item_of(self, row: int, at: int) -> str:
        """The target or item that a row names, to a clerk who looks for it; not of its own cell."""
        named = self.columns.get("target")
        if row <= self.head or named is None or named == at:
            return ""
        cells = next((cells for number, cells in self.grid.rows if number == row), ())
        return shortened(str(cells[named]).strip()) if named < len(cells) else ""

    def _check_heads(self) -> None:
        """Refuse heads that are missing or stand twice, and say what is read over."""
        for key in ("date", "value"):
            if key not in self.columns:
                message = _("there is no column “{name}”").format(name=forms.title(key))
                self.fault(CellError("HP402", message, _("add it")), self.head, 0)
        for at, text in enumerate(self.texts):
            column = forms.form_column(text)
            if column is None and text and self._is_used(at):
                message = _("the column “{name}” is read over").format(name=shortened(text))
                hint = _("what is to be kept belongs into the note")
                if self._holds_figures(at):
                    message = _("the column “{name}” holds figures, and is read over").format(
                        name=shortened(text)
                    )
                    hint = _("a figure that is to count belongs under “{total}”").format(
                        total=forms.title("value")
                    )
                error = CellError("HP451", message, hint)
                self.form.notices.append(self.place(error, self.head, at))
            wanted = column in forms.FILLED_IN or text in forms.titles("target")
            if column and wanted and self.columns[column] != at:
                message = _("the column “{name}” stands twice").format(name=text)
                self.fault(CellError("HP402", message, _("keep one of them")), self.head, at)

    def _is_used(self, at: int) -> bool:
        """Whether anything stands below a head."""
        return any(
            number > self.head and at < len(row) and str(row[at]).strip()
            for number, row in self.grid.rows
        )

    def _holds_figures(self, at: int) -> bool:
        """Whether a figure stands below a head."""
        cells = (row[at] for number, row in self.grid.rows if number > self.head and at < len(row))
        return any(_FIGURE(folded(str(cell))) for cell in cells)

    # Whose form it is

    def unit(self, plan: str, asked: Unit | None, name: str) -> Unit | None:
        """The unit that the form is from; None, and a fault, where that cannot be told."""
        stamp, row, at = self._stamp()
        if stamp is None:
            unit = asked or self._named(name)
            if unit is None:
                message = _("the form does not say which unit it is from")
                hint = _("name it with --unit, or as the file's name, as fangguan.csv")
                self.fault(CellError("HP403", message, hint), 1, 0)
            return unit
        unit = self.catalogue.units.get(stamp.unit)
        if stamp.plan != plan:
            message = _("the form belongs to another plan")
            error = CellError("HP403", message, _("collect it in the workspace of that plan"))
        elif unit is None:
            message = _("the form is of the unit {unit}, which is not in the plan")
            error = CellError("HP403", message.format(unit=stamp.unit))
        elif asked and asked.id != unit.id:
            message = _("the form is of {unit}, not of {asked}")
            error = CellError("HP403", message.format(unit=unit.name, asked=asked.name))
        else:
            return unit
        self.fault(error, row, at)
        return None

    def _named(self, name: str) -> Unit | None:
        """The one unit that a file's name names, by its id as a word, or by a name of it."""
        words = {name.casefold(), *_WORD.split(name.casefold())}
        units = self.catalogue.units.values()
        found = [unit for unit in units if unit.id in words or unit.name in name]
        found = found or [unit for unit in units if unit.now and unit.now in name]
        return found[0] if len(found) == 1 else None

    def _stamp(self) -> tuple[forms.Stamp | None, int, int]:
        """The form's stamp, and where it stands."""
        for number, row in self.grid.rows:
            if number >= self.head:
                break
            for at, cell in enumerate(row):
                if isinstance(cell, str) and (stamp := forms.stamp_in(cell)):
                    return stamp, number, at
        return None, 1, 0

    # What it reports

    def read(self, unit: Unit) -> None:
        """Read the rows below the heads."""
        self._refuse_merged()
        table = Table(unit.id, self.catalogue, self.memories.memory)
        at = self.columns["target"]
        for number, row in self.grid.rows:
            if number <= self.head or not self._is_filled_in(number, row):
                # Without what a form comes with, nothing stands here at all.
                self.form.blank += number > self.head and self.grid.holds(number, at, row)
            elif forms.form_column(str(row[at]) if at < len(row) else "") == "target":
                continue  # the heads once more
            elif self._is_total(row):
                message = _("the row of totals is read over")
                self.form.notices.append(self.place(CellError("HP452", message), number, at))
            else:
                self._report(unit, table, number, row)

    def _is_total(self, row: list[Value]) -> bool:
        """Whether a row adds up the others: it says so where an item should stand, or has none."""
        at = self.columns["target"]
        target = folded(str(row[at])) if at < len(row) else ""
        texts = [target] if target else map(str, row)
        words = ("".join(folded(text).casefold().split()) for text in texts)
        return not TOTALS.isdisjoint(words)

    def _refuse_merged(self) -> None:
        """Refuse cells merged over several rows: which of the rows they speak of is a guess."""
        rows = dict(self.grid.rows)
        wanted = {self.columns.get(key) for key in forms.FILLED_IN}
        for top, bottom, begin, _end in self.grid.merged:
            at, row = begin - 1, rows.get(top, [])
            if top > self.head and bottom > top and at in wanted and self.grid.holds(top, at, row):
                message = _("the cell is merged over the rows {top} to {bottom}")
                hint = _("undo the merging, and fill in each row")
                error = CellError("HP404", message.format(top=top, bottom=bottom), hint)
                self.fault(error, top, at, row[at] if at < len(row) else "")

    def _is_filled_in(self, number: int, row: list[Value]) -> bool:
        """Whether a row holds more than the date, which a form comes with."""
        places = (self.columns.get(key) for key in forms.FILLED_IN if key != "date")
        if any(at is not None and self.grid.holds(number, at, row) for at in places):
            return True
        typed = TypedRow(self.grid, self.columns, number, row)
        return bool(typed.added) or typed.has_shifted()

    def _report(self, unit: Unit, table: Table, number: int, row: list[Value]) -> None:
        """Read what a row reports, and note each of its faults."""
        typed = TypedRow(self.grid, self.columns, number, row)
        read = read_row(typed.text, table, figure=typed.figure, noted=typed.noted)
        labelled, faults = typed.labelled()
        faults = {**read.faults, **faults}
        value: Number | Statement | None = read.value
        if typed.added and "value" in faults:
            faults["increment"] = faults.pop("value")
        elif not faults:
            try:
                value = whole_total(typed, read, unit.id, self.memories)
            except CellError as contradiction:
                faults["increment"] = contradiction
        for key, error in faults.items():
            at = self.columns[key]
            self.fault(error, number, at, row[at] if at < len(row) else "")
        if faults or read.item is None or read.day is None:
            return
        note, evidence = forms.note_of({"note": read.note, **labelled}), read.evidence.strip()
        said = Said(read.item.id, read.day, value, written(note), written(evidence))
        text = typed.value
        if typed.added:
            text = typed.added if isinstance(value, Statement) else figure_cell(value)
        entry = Entry(read.item.id, text, unit.id, read.day, note, evidence)
        self._add(said, entry, number, row)

    def _add(self, said: Said, entry: Entry, number: int, row: list[Value]) -> None:
        """Add a row to the form, unless that was said already."""
        unit, at = entry.unit or "", self.columns["target"]
        place = self.grid.problem(CellError("HP405", ""), number, at).position
        if self.memories.has(unit, said):
            self.form.known += 1
            return
        earlier = self.memories.place(unit, said, place)
        if earlier != place:
            shown = earlier.inside if earlier.path == place.path else str(earlier)
            message = _("{item} is reported on twice for {day}: {place} says something else")
            message = message.format(item=said.item, day=said.day, place=shown)
            error = CellError("HP405", message, _("keep the row that is right"))
            self.fault(error, number, at, row[at])
            return
        self.memories.add(unit, said)
        self.form.entries.append(entry)
        self.form.places.append(self.place(CellError("HP404", ""), number, at, row[at]))
