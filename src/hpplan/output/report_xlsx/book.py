"""A workbook being written: its sheets, its tables, and the formats of its cells.

A text is written as text and nothing else: never a formula, never a link.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

import xlsxwriter
from rich.cells import cell_len

from hpplan.i18n import prose
from hpplan.judging.status import worst_first
from hpplan.output.data.items import json_number
from hpplan.output.looks import look_of
from hpplan.output.words.outline import simulated_line
from hpplan.output.words.text import inert, made_on, status_word
from hpplan.output.workbooks import A4_PAPER
from hpplan.phrases import shortened

if TYPE_CHECKING:
    import io
    from collections.abc import Callable, Iterable, Sequence

    from hpplan.judging.briefing import Meeting
    from hpplan.numbers import Number

LONGEST_SHEET_CELL = 32_767
"""Characters that a cell holds at most."""

INK, LINE_COLOUR, HEAD_COLOUR = "#333333", "#D0D0D0", "#F2F2F2"

LONGEST_PAGE_HEAD = 120
LINE_OF_A_ROW = 15
"""Of one line of a row, in points."""


class TableColumn(NamedTuple):
    """A column of a table.

    Attributes:
        head: its head.
        width: its width in characters, of which a Chinese one takes two.
        look: the format of its cells, by name.
        value: what stands in it for one of the things that the rows are about.
    """

    head: str
    width: int
    look: str
    value: Callable[[Any], object]


class SignedNumber(NamedTuple):
    """A number with a sign before it that is no part of it, as ≤ 30."""

    sign: str
    value: Number


class ReportBook:
    """A workbook being written, with the formats of its cells."""

    def __init__(self, out: io.BytesIO, meeting: Meeting) -> None:
        self.meeting = meeting
        font = {"font_name": "Microsoft YaHei", "font_size": 10, "font_color": INK}
        self.file = xlsxwriter.Workbook(
            out,
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "default_format_properties": font,
            },
        )
        self.file.set_properties(
            {
                "title": inert(shortened(meeting.catalogue.plan.title, 200)),
                "created": made_on(meeting.as_of),
            }
        )
        cell = {**font, "valign": "top", "border": 1, "border_color": LINE_COLOUR}
        # Whoever edits a text that begins like a formula still leaves a text.
        text = {**cell, "quote_prefix": True}
        self.looks = {
            "text": self.file.add_format(text),
            "wrapped": self.file.add_format({**text, "text_wrap": True}),
            "figure": self.file.add_format({**cell, "num_format": "General"}),
            "count": self.file.add_format({**cell, "num_format": "0;-0;;@"}),  # no zeros
            "days": self.file.add_format({**cell, "num_format": "0"}),
            "index": self.file.add_format({**cell, "num_format": "0.00"}),
            "share": self.file.add_format({**cell, "num_format": "0%"}),
            "date": self.file.add_format({**cell, "num_format": "yyyy-mm-dd", "align": "center"}),
            "moment": self.file.add_format(
                {**cell, "num_format": "yyyy-mm-dd hh:mm", "align": "center"}
            ),
            "head": self.file.add_format(
                {
                    **text,
                    "bold": True,
                    "bg_color": HEAD_COLOUR,
                    "text_wrap": True,
                    "valign": "vcenter",
                }
            ),
            "title": self.file.add_format({**font, "bold": True, "font_size": 16}),
            "line": self.file.add_format({**font, "quote_prefix": True}),
        }
        self.marked: dict[str, Any] = {}
        self.statuses = {
            status: self.file.add_format({"font_color": look.ink, "bg_color": look.tint})
            for status in worst_first(meeting.counts)
            for look in (look_of(status),)
        }
        self._cell = cell

    def sheet(self, name: str) -> Any:
        """Add a sheet, set up to be printed."""
        sheet = self.file.add_worksheet(name)
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(A4_PAPER)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
        plan = self.meeting.catalogue.plan
        left = _in_head(shortened(inert(plan.title), LONGEST_PAGE_HEAD))
        right = _in_head(simulated_line(self.meeting) or prose(self.meeting.as_of))
        sheet.set_header(f"&L{left}&R{right}")
        sheet.set_footer("&L&A&R&P / &N")
        return sheet

    def table(
        self, name: str, columns: Sequence[TableColumn], rows: Iterable[Any], frozen: int
    ) -> Any:
        """Add a sheet that is one table, whose head stays in sight and filters."""
        sheet, last = self.sheet(name), 0
        for at, column in enumerate(columns):
            sheet.set_column(at, at, column.width)
            sheet.write_string(0, at, column.head, self.looks["head"])
        sheet.set_row(0, 2 * LINE_OF_A_ROW + 4)
        for last, row in enumerate(rows, 1):
            lines = 1
            for at, column in enumerate(columns):
                value = column.value(row)
                self.write(sheet, last, at, value, column.look)
                if column.look == "wrapped" and isinstance(value, str):
                    lines = max(lines, _lines(value, column.width))
            if lines > 1:  # not every program fits a row to its text by itself
                sheet.set_row(last, lines * LINE_OF_A_ROW)
        sheet.freeze_panes(1, frozen)
        sheet.autofilter(0, 0, last, len(columns) - 1)
        sheet.repeat_rows(0)
        return sheet

    def write(self, sheet: Any, row: int, at: int, value: object, look: str) -> None:
        """Write a cell of the type that its value has."""
        form = self.looks[look]
        if value is None or value == "":
            sheet.write_blank(row, at, None, form)
        elif isinstance(value, str):
            sheet.write_string(row, at, cell_text(value), form)
        elif isinstance(value, date):
            sheet.write_datetime(row, at, value, form)
        elif isinstance(value, SignedNumber):
            sheet.write_number(row, at, json_number(value.value), self._marked(value.sign))
        elif isinstance(value, int | Fraction):
            sheet.write_number(row, at, json_number(value), form)

    def _marked(self, sign: str) -> Any:
        """Return the format of a number with a sign before it."""
        if sign not in self.marked:
            self.marked[sign] = self.file.add_format(
                {**self._cell, "num_format": f'"{sign}"General' if sign else "General"}
            )
        return self.marked[sign]

    def colour(self, sheet: Any, at: int, rows: int) -> None:
        """Colour a column of statuses, also after somebody edits it."""
        for status, form in self.statuses.items():
            rule = {"type": "cell", "criteria": "==", "format": form}
            rule["value"] = f'"{status_word(status)}"'
            sheet.conditional_format(1, at, max(rows, 1), at, rule)


def cell_text(text: str) -> str:
    """Make text from files fit for a cell: harmless, and no longer than it holds."""
    text = inert(text)
    if len(text) > LONGEST_SHEET_CELL:
        text = f"{text[: LONGEST_SHEET_CELL - 1]}…"
    # XlsxWriter would take this for letters of several looks, and write it as XML.
    return f"{text} " if text.startswith("<r>") and text.endswith("</r>") else text


def _lines(text: str, width: int) -> int:
    """Estimate how many lines a text takes in a column."""
    return -(-cell_len(text) // (width - 2))


def _in_head(text: str) -> str:
    """Escape the commands of a page's head."""
    return text.replace("&", "&&")
