"""Write a unit's reporting form: a workbook that goes out, is filled in, and comes back.

What stands in grey cells tells, and is locked; what a unit fills in is white. The sheets are
protected without a password: against slips, not against people.
"""

from __future__ import annotations

import io
from datetime import date
from typing import TYPE_CHECKING, Any

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_rowcol_to_cell

from hpplan.forms.columns import (
    FILLED_IN,
    LABELLED,
    LONGEST_UNIT_NAME,
    TITLES,
    Stamp,
    identity,
    title,
)
from hpplan.i18n import _, ngettext, prose
from hpplan.judging.turn import turn_of
from hpplan.judging.waiting import is_shared, must_be_filled_in
from hpplan.output.form import validation as checks
from hpplan.output.form.guide import write_guide
from hpplan.output.form.looks import COLUMN_WIDTHS, FormLooks, row_height
from hpplan.output.words.asking import asked_word, contact_of, unit_called
from hpplan.output.words.explain import explain
from hpplan.output.words.text import inert, item_called, made_on, required, status_word
from hpplan.output.workbooks import A3_PAPER
from hpplan.plan.model import ADDING_UP, figure_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from hpplan.judging.assess import Assessment
    from hpplan.plan.items import Catalogue, Item
    from hpplan.plan.model import Unit

HEAD_ROW = 4
"""The row of the columns' heads, counted from 0; the items follow."""

FORM_COLUMNS = {key: at for at, key in enumerate(TITLES)}
"""The place of each column, counted from 0."""

FROZEN_COLUMNS = 4
"""The columns that stay when the others move: what tells a row from another."""

WIDEST_ID = 26
"""Digits of the column of ids at most."""

FIRST_SPREADSHEET_DAY = date(1900, 3, 1)
"""The first day that all spreadsheets count alike."""


def form_workbook(
    unit: Unit, assessments: Sequence[Assessment], catalogue: Catalogue, as_of: date
) -> bytes:
    """Write a unit's form as of a day; the same input gives the same bytes.

    Args:
        unit: who fills it in.
        assessments: its items as judged on that day, in the order in which they are asked for.
        catalogue: the plan.
        as_of: the day.
    """
    out = io.BytesIO()
    heading = _("{plan}: reporting form").format(plan=inert(catalogue.plan.title))
    with Workbook(out, {"in_memory": True}) as book:
        book.set_properties(
            {
                "title": checks.cut_prompt(heading),
                "subject": checks.cut_prompt(inert(unit.name)),
                "author": "hpplan",
                "created": made_on(as_of),
            }
        )
        looks = FormLooks(book)
        sheet = book.add_worksheet(_("Progress"))
        form = _Form(sheet, looks, unit, assessments, catalogue, as_of)
        form.write(heading)
        explained = _("How to fill in the form")
        write_guide(book.add_worksheet(explained), looks, explained, catalogue, as_of)
    return out.getvalue()


class _Form:
    """The sheet with the items, being written."""

    def __init__(
        self,
        sheet: Any,
        looks: FormLooks,
        unit: Unit,
        assessments: Sequence[Assessment],
        catalogue: Catalogue,
        as_of: date,
    ) -> None:
        self.sheet = sheet
        self.looks = looks
        self.unit = unit
        self.assessments = assessments
        self.catalogue = catalogue
        self.as_of = as_of
        self.checked: dict[tuple[str, str], tuple[Callable[[], dict[str, Any]], list[int]]] = {}

    def write(self, heading: str) -> None:
        """Write the whole sheet."""
        self._top(heading)
        for row, assessment in enumerate(self.assessments, HEAD_ROW + 1):
            self._row(row, assessment)
        self._write_checks()
        self._set_up()

    def _top(self, heading: str) -> None:
        """Write the title above the table, and the heads of its columns."""
        sheet, looks, n = self.sheet, self.looks, len(self.assessments)
        pressing = sum(must_be_filled_in(each, self.unit.id) for each in self.assessments)
        about = [
            _("Unit: {unit}").format(unit=unit_called(self.unit)),
            _("as of {day}").format(day=prose(self.as_of)),
            ngettext("{n} item", "{n} items", n).format(n=n),
        ]
        if pressing:
            about.append(
                ngettext("{n} to be filled in", "{n} to be filled in", pressing).format(n=pressing)
            )
        if contact := contact_of(self.unit):
            about.append(contact)
        stamp = Stamp(identity(self.catalogue.plan), self.unit.id, self.as_of)
        rows = (
            ("title", 28, heading),
            ("subtitle", 20, (" " * 4).join(about)),
            (
                "legend",
                18,
                _("Fill in the white cells under the blue heads; the second sheet explains them."),
            ),
            ("stamp", 14, _("Do not change: {stamp}").format(stamp=stamp)),
        )
        for row, (look, points, text) in enumerate(rows):
            sheet.set_row(row, points)
            sheet.write_string(row, 0, text, looks[look])
        # An id has no place to break, and is to be read out on the telephone.
        longest = min(
            max((len(each.item.id) + 2 for each in self.assessments), default=0), WIDEST_ID
        )
        # Tall enough for the buttons of the filter to stand below the words.
        sheet.set_row(HEAD_ROW, 40)
        for key, at in FORM_COLUMNS.items():
            sheet.set_column(at, at, max(COLUMN_WIDTHS[key], longest if key == "target" else 0))
            look = "head, filled in" if key in FILLED_IN else "head"
            sheet.write_string(HEAD_ROW, at, title(key), looks[look])

    def _row(self, row: int, assessment: Assessment) -> None:
        """Write the row of an item."""
        item, target = assessment.item, assessment.item.target
        texts = {
            "name": item_called(item),
            "quote": inert(target.quote),
            "definition": self._counted(assessment),
            "required": required(assessment) or "—",
            "asked": self._asked(row, assessment),
        }
        for key in ("name", "quote", "definition"):
            self._text(row, key, texts[key], "text")
        self._text(row, "required", texts["required"], "centred")
        self._text(row, "target", item.id, "id")
        self._text(row, "clause", item.clause.id, "centred")
        self._day(row, "due", assessment.terms.due, "day")
        status = assessment.status
        look = self.looks.status(status)
        self.sheet.write_string(row, FORM_COLUMNS["status"], status_word(status), look)
        self._figures(row, assessment)
        for key in ("note", "evidence"):
            self._blank(row, key, "text, filled in")
        self._reasons(row, assessment)
        self.sheet.set_row(
            row, row_height((text, COLUMN_WIDTHS[key]) for key, text in texts.items())
        )

    def _counted(self, assessment: Assessment) -> str:
        """Say what figure is asked for, how it is counted, and what others left behind."""
        target = assessment.item.target
        text = _counted(assessment.item, self.unit)
        definition = [inert(target.definition)] if target.definition else []
        for more in (*definition, *self._inherited(assessment)):
            text = _("{counted}; {definition}").format(counted=text, definition=more)
        return text

    def _inherited(self, assessment: Assessment) -> list[str]:
        """Say which figures are there of units that this one took an item over from.

        A sum keeps them; elsewhere the unit goes on from them until it has reported.
        """
        item, latest = assessment.item, assessment.latest
        if item.target.kind in ADDING_UP:
            message = _("without the {figure} of {unit}, which count already")
        elif self.unit.id not in latest:
            message = _("last figure of {unit}: {figure}")
        else:
            return []
        found = []
        for unit, (_day, value) in latest.items():
            heirs = item.heirs(unit, self.as_of)
            if value is not None and unit not in heirs and self.unit.id in heirs:
                figure = inert(figure_text(value, item.target.measured_in()))
                name = inert(self.catalogue.name(unit))
                found.append(message.format(unit=name, figure=figure))
        return found

    def _asked(self, row: int, assessment: Assessment) -> str:
        """Write what is asked of the unit, and whether others take part as well; return it."""
        text = asked_word(assessment, self.unit.id)
        look = "centred"
        if must_be_filled_in(assessment, self.unit.id):
            look = "asked"
        elif turn_of(assessment, self.unit.id) in {"move", "report", "settle"}:
            look = "asked if involved"
        if is_shared(assessment):
            text = "\n".join((text, _("shared items")))
        self._text(row, "asked", text, look)
        return text

    def _figures(self, row: int, assessment: Assessment) -> None:
        """Write the unit's last report, and the cells for its next."""
        item, kind = assessment.item, assessment.item.target.kind
        last_day, last = assessment.latest.get(self.unit.id, (None, None))
        percent = checks.in_percent(item.target)
        look = "percent" if percent else "count" if kind == "count" else "figure"
        self._day(row, "last_date", last_day, "day")
        self._day(row, "date", _next_day(item, self.as_of), "day, filled in")
        first = item.start if item.start >= FIRST_SPREADSHEET_DAY else None
        self._check(row, "date", str(first), lambda: checks.day_check(first))
        if turn_of(assessment, self.unit.id) == "settle":
            self._check(row, "note", "settle", checks.settling_note_prompt)
        elif kind == "duty":
            self._check(row, "note", kind, checks.duty_note_prompt)
        if kind == "duty":
            self._blank(row, "last_value", "nothing")
        elif last is None:
            self._blank(row, "last_value", look)
        elif percent:
            self._text(row, "last_value", figure_text(last, "%"), look)
        else:
            self.sheet.write_number(row, FORM_COLUMNS["last_value"], float(last), self.looks[look])
        self._blank(row, "value", f"{'percent' if kind == 'duty' else look}, filled in")
        cell = xl_rowcol_to_cell(row, FORM_COLUMNS["value"])
        like = f"{kind} {percent} {item.start}"
        self._check(row, "value", like, lambda: checks.value_check(item, cell))
        if kind not in ADDING_UP:
            self._blank(row, "increment", "nothing")
            return
        before = xl_rowcol_to_cell(row, FORM_COLUMNS["last_value"])
        formula = f'=IF(ISNUMBER({cell}),{cell}-N({before}),"")'
        at = FORM_COLUMNS["increment"]
        self.sheet.write_formula(row, at, formula, self.looks.increment(look), "")

    def _reasons(self, row: int, assessment: Assessment) -> None:
        """Write the cells for why an item is late and what comes next; none if it is not."""
        if turn_of(assessment, self.unit.id) != "move":
            for key in LABELLED:
                self._blank(row, key, "nothing")
            return
        for key in ("cause", "measures"):
            self._blank(row, key, "text, filled in")
        self._blank(row, "expected", "day, filled in")
        why = explain(assessment, self.catalogue)
        self._check(
            row, "cause", str(row), lambda: checks.prompt_only(status_word(assessment.status), why)
        )
        self._check(row, "expected", "", checks.expected_day_check)

    def _text(self, row: int, key: str, text: str, look: str) -> None:
        self.sheet.write_string(row, FORM_COLUMNS[key], text, self.looks[look])

    def _blank(self, row: int, key: str, look: str) -> None:
        self.sheet.write_blank(row, FORM_COLUMNS[key], None, self.looks[look])

    def _day(self, row: int, key: str, day: date | None, look: str) -> None:
        if day is None:
            self._blank(row, key, look)
        elif day < FIRST_SPREADSHEET_DAY:
            self._text(row, key, day.isoformat(), look)
        else:
            self.sheet.write_datetime(row, FORM_COLUMNS[key], day, self.looks[look])

    def _check(self, row: int, key: str, like: str, make: Callable[[], dict[str, Any]]) -> None:
        """Add a cell to those of its column that are validated alike."""
        _make, rows = self.checked.setdefault((key, like), (make, []))
        rows.append(row)

    def _write_checks(self) -> None:
        """Write the validations and the formats of wrong values."""
        for (key, like), (make, rows) in self.checked.items():
            first, cells = (
                xl_rowcol_to_cell(rows[0], FORM_COLUMNS[key]),
                _cells(rows, FORM_COLUMNS[key]),
            )
            self.sheet.data_validation(first, {**make(), "multi_range": cells})
            if key == "value" and like.startswith("milestone"):
                self.sheet.conditional_format(
                    first,
                    {
                        "type": "formula",
                        "criteria": checks.is_no_percentage(first),
                        "format": self.looks.wrong(),
                        "multi_range": cells,
                    },
                )

        self._mark_unexplained()

    def _mark_unexplained(self) -> None:
        """Mark the note of a row that says to have no part, as long as it does not say why."""
        first, last = HEAD_ROW + 1, HEAD_ROW + max(len(self.assessments), 1)
        value, note = (xl_rowcol_to_cell(first, FORM_COLUMNS[key]) for key in ("value", "note"))
        at = FORM_COLUMNS["note"]
        self.sheet.conditional_format(
            *(first, at, last, at),
            {
                "type": "formula",
                "criteria": f'=AND({checks.says_no_part(value)},{note}="")',
                "format": self.looks.wrong(),
            },
        )

    def _set_up(self) -> None:
        """Set up the sheet: its view, its protection and its printed page."""
        sheet, last = self.sheet, HEAD_ROW + len(self.assessments)
        sheet.hide_gridlines(2)
        sheet.freeze_panes(HEAD_ROW + 1, FROZEN_COLUMNS)
        sheet.autofilter(HEAD_ROW, 0, last, len(FORM_COLUMNS) - 1)
        sheet.set_selection(
            HEAD_ROW + 1, FORM_COLUMNS["value"], HEAD_ROW + 1, FORM_COLUMNS["value"]
        )
        numbers = (
            FORM_COLUMNS["target"],
            FORM_COLUMNS["clause"],
            FORM_COLUMNS["last_value"],
            FORM_COLUMNS["value"],
        )
        as_text = " ".join(_cells(range(HEAD_ROW + 1, last + 1), at) for at in numbers)
        sheet.ignore_errors({"number_stored_as_text": as_text})
        allowed = ("sort", "autofilter", "format_columns", "format_rows", "insert_rows")
        sheet.protect("", dict.fromkeys(allowed, True))
        sheet.set_landscape()
        sheet.set_paper(A3_PAPER)
        sheet.set_margins(left=0.35, right=0.35, top=0.45, bottom=0.6)
        sheet.center_horizontally()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(HEAD_ROW)
        unit = inert(self.unit.name)[:LONGEST_UNIT_NAME].replace("&", "&&")
        pages = _("Page {n} of {all}").format(n="&P", all="&N")
        # Digits behind a code would be read as a size.
        sheet.set_footer(f"&L {unit}&C {pages}&R {self.as_of}", {"margin": 0.3})


def _cells(rows: Iterable[int], column: int) -> str:
    """Name cells of a column as a spreadsheet does: `M6:M9 M12`."""
    runs: list[list[int]] = []
    for row in rows:
        if runs and row == runs[-1][-1] + 1:
            runs[-1][1:] = [row]
        else:
            runs.append([row])
    return " ".join(":".join(xl_rowcol_to_cell(row, column) for row in run) for run in runs)


def _counted(item: Item, unit: Unit) -> str:
    """Say what figure is asked for of a unit."""
    target = item.target
    places = {"since": prose(item.since(unit.id)), "uom": inert(target.uom or "")}
    if target.kind == "duty":
        return _("a duty: the note alone")
    if target.kind == "milestone":
        return _("percentage done, or “done”")
    if target.kind == "level":
        return _("measured value, in {uom}").format(**places)
    return _("your unit's total since {since}, in {uom}").format(**places)


def _next_day(item: Item, as_of: date) -> date:
    """Return the day that stands in an item's row to begin with; a past year's last day."""
    return min(item.due, as_of) if item.period else as_of
