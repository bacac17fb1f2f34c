"""Write the sheet of the division of work (任务分解表), filled with what the plan holds."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_rowcol_to_cell

from hpplan.forms.columns import identity
from hpplan.forms.division import (
    DIVIDED_BY,
    DIVISION_TITLES,
    check_mark,
    division_cells,
    division_stamp,
    division_title,
    path_lines,
)
from hpplan.i18n import _, ngettext, prose
from hpplan.output.form.looks import FormLooks, row_height
from hpplan.output.form.validation import cut_prompt, prompt_only
from hpplan.output.words.text import cadence_text, inert, made_on, names, required
from hpplan.output.workbooks import A3_PAPER

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from hpplan.judging.assess import Assessment
    from hpplan.judging.season import SeasonalPath
    from hpplan.plan.items import Catalogue

DIVISION_WIDTHS = {
    "number": 6,
    "target": 8,
    "name": 20,
    "quote": 34,
    "required": 11,
    "due": 12.5,
    "leads": 18,
    "standing": 10,
    "reporters": 19,
    "support": 17,
    "definition": 24,
    "path": 18,
    "what": 24,
    "contact": 20,
    "as ran": 18,
    "check": 12,
}
"""Widths of the columns, in digits."""

DIVISION_PLACES = {key: at for at, key in enumerate(DIVISION_TITLES)}
"""The place of each column, counted from 0."""

FIRST_HEAD = 4
"""The row of the columns' heads, counted from 0; the targets follow."""

FROZEN = 3
"""The columns that stay when the others move."""


def division_workbook(
    assessments: Sequence[Assessment],
    catalogue: Catalogue,
    as_of: date,
    proposals: Mapping[str, SeasonalPath],
) -> bytes:
    """Write the sheet as of a day; the same input gives the same bytes.

    Args:
        assessments: an item of each target, as judged on that day, in the plan's order.
        catalogue: the plan.
        as_of: the day.
        proposals: by target the checkpoints of this year as last year ran; shown, never read back.
    """
    out = io.BytesIO()
    heading = _("{plan}: division of work").format(plan=inert(catalogue.plan.title))
    with Workbook(out, {"in_memory": True}) as book:
        book.set_properties(
            {"title": cut_prompt(heading), "author": "hpplan", "created": made_on(as_of)}
        )
        looks = FormLooks(book)
        sheet = book.add_worksheet(_("Division of work"))
        listed = book.add_worksheet(_("Units"))
        rows = _write_units(listed, looks, catalogue)
        source = f"='{listed.get_name()}'!$A$2:$A${rows + 1}"
        _Table(sheet, looks, catalogue, as_of, source, proposals).write(heading, assessments)
        sheet.activate()
    return out.getvalue()


def _write_units(sheet: Any, looks: FormLooks, catalogue: Catalogue) -> int:
    """Write the units and groups to choose from, whom to call, and their ids; return how many."""
    heads = (_("Name"), _("Contact"), _("Until"), _("Id"))
    for at, (head, width) in enumerate(zip(heads, (24, 36, 14, 20), strict=True)):
        sheet.set_column(at, at, width)
        sheet.write_string(0, at, head, looks["head"])
    rows = [(each.name, "", "", each.id) for each in catalogue.plan.groups]
    rows += [
        (each.name, each.contact or "", str(each.until or ""), each.id)
        for each in catalogue.plan.units
    ]
    for row, texts in enumerate(rows, 1):
        for at, text in enumerate(texts):
            sheet.write_string(row, at, inert(text), looks["text"])
    sheet.freeze_panes(1, 0)
    sheet.hide_gridlines(2)
    sheet.protect("", {"format_columns": True, "format_rows": True})
    return len(rows)


class _Table:
    """The table of targets, being written."""

    def __init__(
        self,
        sheet: Any,
        looks: FormLooks,
        catalogue: Catalogue,
        as_of: date,
        source: str,
        proposals: Mapping[str, SeasonalPath],
    ) -> None:
        self.sheet = sheet
        self.looks = looks
        self.catalogue = catalogue
        self.as_of = as_of
        self.source = source
        self.proposals = proposals

    def write(self, heading: str, assessments: Sequence[Assessment]) -> None:
        """Write the whole sheet."""
        self._top(heading, assessments)
        for row, assessment in enumerate(assessments, FIRST_HEAD + 1):
            self._row(row, row - FIRST_HEAD, assessment)
        if assessments:
            self._check_cells(FIRST_HEAD + 1, FIRST_HEAD + len(assessments))
        self._set_up(FIRST_HEAD + len(assessments))

    def _top(self, heading: str, assessments: Sequence[Assessment]) -> None:
        n = len(assessments)
        undivided = sum(each.undivided or each.orphaned for each in assessments)
        about = [
            _("as of {day}").format(day=prose(self.as_of)),
            ngettext("{n} target", "{n} targets", n).format(n=n),
            ngettext("{n} nobody divided", "{n} nobody divided", undivided).format(n=undivided),
        ]
        legend = _(
            "Fill in the white cells under the blue heads. Units stand apart by 、; checkpoints are"
            " 2025-06-30=12, what is to be seen by then 2025-06-30=方案印发, a line each. An"
            " empty cell changes nothing; 无 takes out what stood there."
        )
        stamp = division_stamp(identity(self.catalogue.plan))
        rows = (
            ("title", 28, heading),
            ("subtitle", 20, (" " * 4).join(about)),
            ("legend", 18, legend),
            ("stamp", 14, _("Do not change: {stamp}").format(stamp=stamp)),
        )
        for row, (look, points, text) in enumerate(rows):
            self.sheet.set_row(row, points)
            self.sheet.write_string(row, 0, text, self.looks[look])
        self.sheet.set_row(FIRST_HEAD, 30)
        unused = {"check"}
        if not any(each.item.target.id in self.proposals for each in assessments):
            unused.add("as ran")
        for key, at in DIVISION_PLACES.items():
            hidden = {"hidden": True} if key in unused else {}
            self.sheet.set_column(at, at, DIVISION_WIDTHS[key], None, hidden)
            look = "head, filled in" if key in DIVIDED_BY else "head"
            self.sheet.write_string(FIRST_HEAD, at, division_title(key), self.looks[look])

    def _row(self, row: int, number: int, assessment: Assessment) -> None:
        """Write the row of a target."""
        item, target = assessment.item, assessment.item.target
        filled = {
            key: inert_lines(text)
            for key, text in division_cells(target, item.clause, self.catalogue).items()
        }
        units = map(self.catalogue.units.get, item.reporters if _settled(assessment) else ())
        contacts = (
            _("{unit}: {contact}").format(unit=inert(unit.name), contact=inert(unit.contact))
            for unit in units
            if unit and unit.contact
        )
        told = {
            "name": inert(target.name),
            "quote": inert(target.quote),
            "required": required(assessment) or "—",
            "due": cadence_text(target.every) if target.every else assessment.terms.due.isoformat(),
            "leads": names(item.clause.leads, self.catalogue, len(item.clause.leads)),
            "standing": _standing(assessment),
            "contact": "\n".join(contacts),
            "as ran": path_lines(target, self.proposals.get(target.id, ())),
        }
        self.sheet.write_number(row, 0, number, self.looks["count"])
        self._text(row, "target", target.id, "id")
        for key, text in told.items():
            centred = key in {"required", "due", "standing"}
            self._text(row, key, text, "centred" if centred else "text")
        for key, text in filled.items():
            self._text(row, key, text, "text, filled in")
        self._text(row, "check", check_mark(filled), "text")
        texts = {**told, **filled}
        self.sheet.set_row(
            row, row_height((text, DIVISION_WIDTHS[key]) for key, text in texts.items())
        )

    def _text(self, row: int, key: str, text: str, look: str) -> None:
        at = DIVISION_PLACES[key]
        if text:
            self.sheet.write_string(row, at, text, self.looks[look])
        else:
            self.sheet.write_blank(row, at, None, self.looks[look])

    def _check_cells(self, first: int, last: int) -> None:
        """Write the lists of units to choose from, and what is said of each column."""
        several = _(
            "Choose a unit, or type several with 、 between them. The second sheet has all."
        )
        choice = {"validate": "list", "source": self.source, "show_error": False}
        prompts = {
            "reporters": _("Who reports on it, each unit its own part. {how}").format(how=several),
            "support": _("Who helps; nothing is asked of them. {how}").format(how=several),
            "definition": _("What counts, from which day on, by whose acceptance."),
            "path": _("A line each, as 2025-06-30=12; also 2025年底=50%, 2025年二季度=3."),
            "what": _("What is to be seen by then, a line each, as 2025-06-30=方案印发."),
            "as ran": _(
                "Worked out from last year's reports: its course, led to this year's requirement."
                " Nothing is taken from here: to have it, copy its lines into the checkpoints."
            ),
        }
        for key, prompt in prompts.items():
            at = DIVISION_PLACES[key]
            check = prompt_only(division_title(key), prompt)
            if key in {"reporters", "support"}:
                check |= choice
            self.sheet.data_validation(first, at, last, at, check)

    def _set_up(self, last: int) -> None:
        """Set up the sheet: its view, its protection and its printed page."""
        sheet = self.sheet
        sheet.hide_gridlines(2)
        sheet.freeze_panes(FIRST_HEAD + 1, FROZEN)
        shown = len(DIVISION_PLACES) - 2
        sheet.autofilter(FIRST_HEAD, 0, last, shown)
        at = DIVISION_PLACES["reporters"]
        sheet.set_selection(FIRST_HEAD + 1, at, FIRST_HEAD + 1, at)
        ids = DIVISION_PLACES["target"]
        area = f"{xl_rowcol_to_cell(FIRST_HEAD, ids)}:{xl_rowcol_to_cell(last, shown)}"
        sheet.ignore_errors({"number_stored_as_text": area})
        allowed = ("sort", "autofilter", "format_columns", "format_rows")
        sheet.protect("", dict.fromkeys(allowed, True))
        sheet.set_landscape()
        sheet.set_paper(A3_PAPER)
        sheet.set_margins(left=0.35, right=0.35, top=0.45, bottom=0.6)
        sheet.center_horizontally()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(FIRST_HEAD)
        sheet.print_area(0, 0, last, shown)
        pages = _("Page {n} of {all}").format(n="&P", all="&N")
        # Digits behind a code would be read as a size.
        sheet.set_footer(f"&C {pages}&R {self.as_of}", {"margin": 0.3})


def inert_lines(text: str) -> str:
    """A text made harmless line by line."""
    return "\n".join(map(inert, text.split("\n")))


def _settled(assessment: Assessment) -> bool:
    return not (assessment.undivided or assessment.orphaned)


def _standing(assessment: Assessment) -> str:
    """Say whether anybody divided the work."""
    if assessment.orphaned:
        return _("nobody takes part")
    return _("undivided") if assessment.undivided else _("divided")
