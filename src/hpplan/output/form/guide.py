"""Write the sheet that explains a reporting form: ten lines for a clerk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpplan.forms.columns import title
from hpplan.i18n import _, prose
from hpplan.output.form.looks import LINE_POINTS, row_height
from hpplan.output.words.asking import (
    not_involved,
    own_part_done,
    say_if_involved,
    say_whose_it_is,
    to_be_filled_in,
)
from hpplan.output.words.text import inert
from hpplan.output.workbooks import A4_PAPER

if TYPE_CHECKING:
    from datetime import date

    from xlsxwriter.worksheet import Worksheet

    from hpplan.output.form.looks import FormLooks
    from hpplan.plan.items import Catalogue

GUIDE_WIDTHS = (4.5, 14, 80)
"""Widths of the columns: a number, what it is about, and what to do."""

FIRST_GUIDE_ROW = 2
"""The row of the first line, counted from 0."""


def guide_lines(catalogue: Catalogue, as_of: date) -> list[tuple[str, str]]:
    """Return the explanation in ten lines, each a topic and its text."""
    coordinator = catalogue.plan.coordinator
    back = inert(catalogue.name(coordinator)) if coordinator else _("whoever sent it")
    return [
        (
            _("White cells"),
            _(
                "Only white cells are filled in. Grey ones hold the document's words and what was"
                " reported before, and are locked."
            ),
        ),
        (
            title("asked"),
            _(
                "“{must}”: a figure, or a note alone that says why there is none yet. “{involved}”:"
                " a figure, or “{none}” as the figure, and in the note why. “{whose}”: say in the"
                " note which unit it belongs to. “{done}”: nothing is needed. A row left empty adds"
                " nothing."
            ).format(
                must=to_be_filled_in(),
                involved=say_if_involved(),
                none=not_involved(),
                whose=say_whose_it_is(),
                done=own_part_done(),
            ),
        ),
        (
            title("date"),
            _(
                "The day that the figure speaks of, not the day on which it is typed. {day} stands"
                " there already; change it where the figure is of another day."
            ).format(day=prose(as_of)),
        ),
        (
            title("value"),
            _(
                "All that your unit achieved since the day that stands under “{definition}”, not"
                " what is new. 12 last time and 3 since: write 15, not 3. “{increment}” then shows"
                " 3; where it shows a red figure, the increment was written for the total."
            ).format(definition=title("definition"), increment=title("increment")),
        ),
        (
            _("Exact figures"),
            _(
                "Wrong: about 50, 50 and more, 500 thousand, ≥50. Right: 50. Where you do not know"
                " the exact figure, find it out first. The unit of measure is not typed."
            ),
        ),
        (
            _("Percentages"),
            _(
                "What is done or not is reported as a percentage, as 40%; choose “done” when all"
                " of it is. For an indicator write what was measured. A continuing duty has no"
                " figure: its note says what was done."
            ),
        ),
        (
            title("evidence"),
            _(
                "The note says in a sentence what was done; the evidence is a link, or the name of"
                " a file or document. What is done needs evidence."
            ),
        ),
        (
            _("What is late"),
            _(
                "Where the status is overdue, off-track or at-risk, write why, what you do next,"
                " and when it will be done. Go to the cell under “{cause}” to read how the status"
                " came about."
            ).format(cause=title("cause")),
        ),
        (
            _("Corrections"),
            _(
                "To correct an earlier figure write its date and the right total: the later report"
                " holds. Filter as you like; to sort, first unprotect the sheet (there is no"
                " password). Leave ids, heads and the small grey line as they are."
            ),
        ),
        (
            _("What follows"),
            _(
                "Save it under its name and send it to {unit}. Each row is checked. Where a cell"
                " cannot be read, the form comes back with that cell named, and nothing of it"
                " counts yet; else it goes into your unit's record, and each status is judged"
                " anew. A form that is handed in twice counts once."
            ).format(unit=back),
        ),
    ]


def write_guide(
    sheet: Worksheet, looks: FormLooks, heading: str, catalogue: Catalogue, as_of: date
) -> None:
    """Write the explanation on a sheet, for the screen and for a page of A4."""
    for at, width in enumerate(GUIDE_WIDTHS):
        sheet.set_column(at, at, width)
    sheet.set_row(0, 2 * LINE_POINTS)
    sheet.write_string(0, 0, heading, looks["title"])
    for number, (topic, text) in enumerate(guide_lines(catalogue, as_of), 1):
        row = FIRST_GUIDE_ROW + number - 1
        sheet.set_row(row, row_height([(text, GUIDE_WIDTHS[-1])], least=1) + LINE_POINTS / 2)
        sheet.write_number(row, 0, number, looks["number"])
        sheet.write_string(row, 1, topic, looks["topic"])
        sheet.write_string(row, 2, text, looks["advice"])
    sheet.hide_gridlines(2)
    sheet.protect("", {"format_columns": True, "format_rows": True})
    sheet.set_paper(A4_PAPER)
    sheet.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.7)
    sheet.fit_to_pages(1, 1)
