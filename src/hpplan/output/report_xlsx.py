"""A meeting as a workbook: tables to filter, and charts that a spreadsheet draws itself.

A text is written as text and nothing else: never a formula, never a link.
"""

from __future__ import annotations

import io
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

import xlsxwriter
from rich.cells import cell_len

from hpplan.i18n import _, prose
from hpplan.judging.changes import KINDS
from hpplan.output.data.changes import account, kind_title
from hpplan.output.data.items import number
from hpplan.output.words.explain import explain
from hpplan.output.words.outline import (
    ORDER,
    day_line,
    left_out_line,
    met_line,
    nothing_line,
    scope_line,
    simulated_line,
)
from hpplan.output.words.text import inert, made_on, status_word, who
from hpplan.phrases import shortened
from hpplan.plan.model import lost_figure
from hpplan.progress import cells

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from hpplan.judging.assess import Assessment, Status
    from hpplan.judging.briefing import Meeting
    from hpplan.judging.changes import Change
    from hpplan.judging.summary import Score
    from hpplan.numbers import Number
    from hpplan.plan.model import Operator
    from hpplan.progress.series import Arrival

LONGEST_CELL = 32_767
"""Characters that a cell holds at most."""

# Ink and tint of a status in a cell, and its colour in a chart; its word always stands beside.
COLOURS: dict[Status, tuple[str, str, str]] = {
    "overdue": ("#9E1B1B", "#FADBD8", "#B3261E"),
    "off-track": ("#8F3A0C", "#FCE4D2", "#E07B39"),
    "at-risk": ("#735000", "#FBF0CC", "#E9C261"),
    "silent": ("#58407A", "#EBE3F5", "#B79AD9"),
    "unrated": ("#0A5A64", "#D9F0F3", "#73B9C4"),
    "on-track": ("#2B673D", "#E9F3EB", "#B9D8C0"),
    "kept": ("#4C6851", "#F1F6F2", "#DCE8DE"),
    "met": ("#185A36", "#D5EBDD", "#4E9A6B"),
    "upcoming": ("#58606A", "#EEF0F2", "#CBD0D6"),
    "withdrawn": ("#58606A", "#EEF0F2", "#A4ABB4"),
}
INK, LINE, HEAD = "#333333", "#D0D0D0", "#F2F2F2"

SIGNS: dict[Operator, str] = {
    "at_least": "",
    "more_than": "> ",
    "at_most": "≤ ",
    "less_than": "< ",
}

A4 = 9
CHARACTERS_OF_A_HEAD = 120
HEIGHT = 15
"""Of one line of a row, in points."""


class Column(NamedTuple):
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


class Marked(NamedTuple):
    """A number with a sign before it that is no part of it."""

    sign: str
    value: Number


def workbook(meeting: Meeting) -> bytes:
    """The workbook; the same meeting gives the same bytes."""
    out = io.BytesIO()
    book = _Book(out, meeting)
    overview = book.sheet(_("Overview"))
    _items(meeting, book)
    units = _Units(meeting, book)
    _reports(meeting, book)
    if meeting.changes:
        _changes(meeting, book)
    _overview(meeting, book, overview, units)
    book.file.close()
    return out.getvalue()


class _Book:
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
        cell = {**font, "valign": "top", "border": 1, "border_color": LINE}
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
                {**text, "bold": True, "bg_color": HEAD, "text_wrap": True, "valign": "vcenter"}
            ),
            "title": self.file.add_format({**font, "bold": True, "font_size": 16}),
            "line": self.file.add_format({**font, "quote_prefix": True}),
        }
        self.marked: dict[str, Any] = {}
        self.statuses = {
            status: self.file.add_format({"font_color": ink, "bg_color": tint})
            for status, (ink, tint, _solid) in COLOURS.items()
        }
        self._cell = cell

    def sheet(self, name: str) -> Any:
        """A new sheet, set up to be printed."""
        sheet = self.file.add_worksheet(name)
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
        plan = self.meeting.catalogue.plan
        left = _in_head(shortened(inert(plan.title), CHARACTERS_OF_A_HEAD))
        right = _in_head(simulated_line(self.meeting) or prose(self.meeting.as_of))
        sheet.set_header(f"&L{left}&R{right}")
        sheet.set_footer("&L&A&R&P / &N")
        return sheet

    def table(self, name: str, columns: Sequence[Column], rows: Iterable[Any], frozen: int) -> Any:
        """A sheet that is one table: its head stays in sight, and filters."""
        sheet, last = self.sheet(name), 0
        for at, column in enumerate(columns):
            sheet.set_column(at, at, column.width)
            sheet.write_string(0, at, column.head, self.looks["head"])
        sheet.set_row(0, 2 * HEIGHT + 4)
        for last, row in enumerate(rows, 1):
            lines = 1
            for at, column in enumerate(columns):
                value = column.value(row)
                self.write(sheet, last, at, value, column.look)
                if column.look == "wrapped" and isinstance(value, str):
                    lines = max(lines, _lines(value, column.width))
            if lines > 1:  # not every program fits a row to its text by itself
                sheet.set_row(last, lines * HEIGHT)
        sheet.freeze_panes(1, frozen)
        sheet.autofilter(0, 0, last, len(columns) - 1)
        sheet.repeat_rows(0)
        return sheet

    def write(self, sheet: Any, row: int, at: int, value: object, look: str) -> None:
        """One cell, of the kind that its value is."""
        form = self.looks[look]
        if value is None or value == "":
            sheet.write_blank(row, at, None, form)
        elif isinstance(value, str):
            sheet.write_string(row, at, _cell_text(value), form)
        elif isinstance(value, date):
            sheet.write_datetime(row, at, value, form)
        elif isinstance(value, Marked):
            sheet.write_number(row, at, number(value.value), self._marked(value.sign))
        elif isinstance(value, int | Fraction):
            sheet.write_number(row, at, number(value), form)

    def _marked(self, sign: str) -> Any:
        """The format of a number with a sign before it."""
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


def _cell_text(text: str) -> str:
    """Text from files as a cell holds it."""
    text = inert(text)
    if len(text) > LONGEST_CELL:
        text = f"{text[: LONGEST_CELL - 1]}…"
    # XlsxWriter would take this for letters of several looks, and write it as XML.
    return f"{text} " if text.startswith("<r>") and text.endswith("</r>") else text


def _lines(text: str, width: int) -> int:
    """About how many lines a text takes in a column; a word at the end of each may not fit."""
    return -(-cell_len(text) // (width - 2))


def _in_head(text: str) -> str:
    """Text that has no commands for a page's head in it."""
    return text.replace("&", "&&")


# The tables


def _items(meeting: Meeting, book: _Book) -> None:
    """All items."""
    catalogue = meeting.catalogue
    columns = [
        Column(_("item"), 15, "wrapped", lambda each: each.item.id),
        Column(_("name"), 24, "wrapped", lambda each: each.item.target.name),
        Column(_("who"), 20, "wrapped", lambda each: who(each.item, catalogue)),
        Column(_("status"), 10, "text", lambda each: status_word(each.status)),
        Column(_("value"), 10, "figure", lambda each: each.value),
        Column(_("requirement"), 10, "figure", _required),
        Column(_("unit of measure"), 9, "text", lambda each: each.item.target.measured_in()),
        Column(_("progress"), 8, "share", lambda each: each.progress),
        Column(_("planned progress"), 8, "share", lambda each: each.planned_progress),
        Column("SPI", 7, "index", lambda each: each.measures and each.measures.spi),
        Column("TSPI", 7, "index", lambda each: each.measures and each.measures.tspi),
        Column(_("due"), 12, "date", lambda each: each.terms.due),
        Column(_("days left"), 7, "days", lambda each: each.days_left),
        Column(_("last report"), 12, "date", lambda each: each.reported),
        Column(_("forecast"), 12, "date", lambda each: each.forecast),
        Column(_("explanation"), 64, "wrapped", lambda each: explain(each, catalogue)),
    ]
    rows = len(meeting.assessments)
    sheet = book.table(_("Items"), columns, meeting.assessments, frozen=2)
    book.colour(sheet, 3, rows)
    bar = {
        "type": "data_bar",
        "bar_solid": True,
        "bar_color": "#C9D6E2",
        "bar_border_color": "#C9D6E2",
        "min_type": "num",
        "min_value": 0,
        "max_type": "num",
        "max_value": 1,
    }
    for at in (7, 8):
        sheet.conditional_format(1, at, max(rows, 1), at, bar)


def _required(each: Assessment) -> object:
    """The figure required, with the sign of its operator; the pattern of one that was lost."""
    target = each.item.target
    if each.terms.requirement:
        operator, figure = each.terms.requirement
        about = _("about {figure}").format(figure="") if target.approximate else ""
        return Marked(about + SIGNS[operator], figure)
    lost = lost_figure(target)
    return lost[1] if lost else None


class _Units:
    """The scoreboard's sheet, and where on it a chart finds what it shows."""

    def __init__(self, meeting: Meeting, book: _Book) -> None:
        self.statuses = [status for status in ORDER if meeting.counts[status]]
        self.name = _("Units")
        self.rows = len(meeting.scores)
        name = meeting.catalogue.name
        columns = [
            Column(_("who"), 20, "text", lambda score: name(score.unit)),
            *(
                Column(status_word(status), 9, "count", _count_of(status))
                for status in self.statuses
            ),
            Column(_("measurable items"), 10, "days", lambda score: score.measurable),
            Column(
                _("share met"),
                9,
                "share",
                lambda score: Fraction(score.met, score.measurable) if score.measurable else None,
            ),
            Column(_("own items"), 9, "days", lambda score: score.own),
            Column(_("shared items"), 9, "days", lambda score: score.shared),
            Column(_("longest silence in days"), 10, "days", lambda score: score.longest),
        ]
        sheet = book.table(self.name, columns, meeting.scores, frozen=1)
        for at, status in enumerate(self.statuses, 1):
            rule = {"type": "cell", "criteria": ">", "value": 0, "format": book.statuses[status]}
            sheet.conditional_format(1, at, max(self.rows, 1), at, rule)


def _count_of(status: Status) -> Callable[[Score], int]:
    return lambda score: score.counts[status]


def _reports(meeting: Meeting, book: _Book) -> None:
    """Every row, also those that a later one corrects."""
    name, zone = meeting.catalogue.name, meeting.workspace.zone
    counting = {
        (item, unit): frozenset(series.lines)
        for item, by_unit in meeting.reports.items()
        for unit, series in by_unit.items()
    }

    def recorded(each: Arrival) -> object:
        try:
            moment = cells.recorded(each.recorded, zone)
        except cells.CellError:
            return each.recorded
        return moment and moment.astimezone(zone).replace(tzinfo=None)

    def counts(each: Arrival) -> str:
        lines = counting.get((each.item.id, each.unit), frozenset())
        return _("yes") if each.row.line in lines else _("no")

    columns = [
        Column(_("who"), 16, "text", lambda each: name(each.unit)),
        Column(_("date"), 12, "date", lambda each: each.row.day),
        Column(_("item"), 15, "wrapped", lambda each: each.item.id),
        Column(_("name"), 28, "wrapped", lambda each: each.item.target.name),
        Column(_("value"), 10, "figure", lambda each: each.row.value),
        Column(_("unit of measure"), 9, "text", lambda each: each.item.target.measured_in()),
        Column(_("note"), 36, "wrapped", lambda each: each.row.note),
        Column(_("evidence"), 28, "wrapped", lambda each: each.row.evidence),
        Column(_("recorded"), 17, "moment", recorded),
        Column(_("counts"), 7, "text", counts),
    ]
    book.table(_("Reports"), columns, meeting.arrivals, frozen=0)


def _changes(meeting: Meeting, book: _Book) -> None:
    """What happened to each item, the most important first."""
    between, catalogue = meeting.changes, meeting.catalogue
    if between is None:
        return

    def two(
        head: str, width: int, look: str, value: Callable[[Assessment], object]
    ) -> list[Column]:
        """A column for each of the two days."""
        return [
            Column(f"{head}\n{between.since}", width, look, lambda each: value(each.then)),
            Column(f"{head}\n{between.as_of}", width, look, lambda each: value(each.now)),
        ]

    def spi(each: Assessment) -> Number | None:
        return each.measures.spi if each.measures else None

    columns = [
        Column(_("what"), 14, "text", lambda each: kind_title(each.kind)),
        Column(_("item"), 15, "wrapped", lambda each: each.item.id),
        Column(_("name"), 24, "wrapped", lambda each: each.item.target.name),
        Column(_("who"), 20, "wrapped", lambda each: who(each.item, catalogue)),
        *two(_("status"), 12, "text", lambda each: status_word(each.status)),
        *two(_("value"), 12, "figure", lambda each: each.value),
        Column(_("unit of measure"), 9, "text", lambda each: each.item.target.measured_in()),
        *two("SPI", 12, "index", spi),
        *two(_("due"), 12, "date", lambda each: each.terms.due),
        Column(_("explanation"), 64, "wrapped", lambda each: account(each, catalogue)),
    ]
    found: list[Change] = sorted(between.found, key=lambda each: KINDS.index(each.kind))
    sheet = book.table(_("Changes"), columns, found, frozen=2)
    for at in (4, 5):
        book.colour(sheet, at, len(found))


# The overview


def _overview(meeting: Meeting, book: _Book, sheet: Any, units: _Units) -> None:
    """The headline, the counts, and what a spreadsheet draws of them."""
    plan, as_of = meeting.catalogue.plan, meeting.as_of
    sheet.fit_to_pages(1, 1)
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 9)
    sheet.set_column(2, 13, 9)
    sheet.write_string(0, 0, _cell_text(plan.title), book.looks["title"])
    sheet.set_row(0, 30)
    lines = (
        simulated_line(meeting),
        scope_line(meeting),
        day_line(plan, as_of),
        met_line(meeting.assessments),
        "" if meeting.arrivals else nothing_line(plan, as_of),
        left_out_line(meeting.workspace.left_out),
    )
    row = 1
    for row, line in enumerate(filter(None, lines), 1):
        sheet.write_string(row, 0, _cell_text(line), book.looks["line"])
    top = row + 2
    sheet.write_string(top, 0, _("status"), book.looks["head"])
    sheet.write_string(top, 1, _("items"), book.looks["head"])
    for at, status in enumerate(units.statuses, top + 1):
        book.write(sheet, at, 0, status_word(status), "text")
        book.write(sheet, at, 1, meeting.counts[status], "days")
    last = top + len(units.statuses)
    book.colour(sheet, 0, last)
    book.write(sheet, last + 1, 0, _("all"), "text")
    if units.statuses:
        total = f"=SUM(B{top + 2}:B{last + 1})"
        sheet.write_formula(last + 1, 1, total, book.looks["days"], len(meeting.assessments))
        sheet.insert_chart(top, 3, _by_status(book, sheet.name, top, units.statuses))
        below = max(last + 3, top + 15)
        sheet.insert_chart(below, 0, _by_unit(book, units))
        if points := _points(meeting):
            sheet.insert_chart(below, 8, _against_plan(book, points))


def _chart(book: _Book, kind: dict[str, str], title: str, width: int, height: int) -> Any:
    """A chart with quiet lines and no more on it than it needs."""
    chart = book.file.add_chart(kind)
    chart.set_title({"name": title, "name_font": {"size": 11, "color": INK}, "overlay": False})
    chart.set_size({"width": width, "height": height})
    chart.set_chartarea({"border": {"none": True}})
    return chart


_QUIET = {"line": {"color": LINE}, "num_font": {"size": 9, "color": INK}}
_GRID = {"major_gridlines": {"visible": True, "line": {"color": "#E8E8E8"}}}


def _by_status(book: _Book, name: str, top: int, statuses: Sequence[Status]) -> Any:
    chart = _chart(book, {"type": "bar"}, _("Items by status"), 640, 290)
    first, last = top + 1, top + len(statuses)
    chart.add_series(
        {
            "name": _("items"),
            "categories": [name, first, 0, last, 0],
            "values": [name, first, 1, last, 1],
            "points": [{"fill": {"color": COLOURS[status][2]}} for status in statuses],
            "data_labels": {"value": True, "font": {"size": 9, "color": INK}},
            "gap": 40,
        }
    )
    chart.set_legend({"none": True})
    chart.set_x_axis({**_QUIET, "visible": False, "major_gridlines": {"visible": False}})
    chart.set_y_axis({**_QUIET, "reverse": True})
    return chart


def _by_unit(book: _Book, units: _Units) -> Any:
    height = max(300, 120 + 20 * units.rows)
    chart = _chart(
        book,
        {"type": "bar", "subtype": "stacked"},
        _("Units by status of their items"),
        580,
        height,
    )
    for at, status in enumerate(units.statuses, 1):
        chart.add_series(
            {
                "name": [units.name, 0, at],
                "categories": [units.name, 1, 0, units.rows, 0],
                "values": [units.name, 1, at, units.rows, at],
                "fill": {"color": COLOURS[status][2]},
                "gap": 35,
            }
        )
    chart.set_legend({"position": "bottom", "font": {"size": 9, "color": INK}})
    chart.set_x_axis({**_QUIET, **_GRID, "label_position": "high"})  # below: the other is reversed
    chart.set_y_axis({**_QUIET, "reverse": True, "interval_unit": 1})
    return chart


def _points(meeting: Meeting) -> list[tuple[str, float, float]]:
    """Item, planned progress and progress of what can be measured, none beyond 0 and 1."""
    found = []
    for each in meeting.assessments:
        planned, progress = each.planned_progress, each.progress
        if planned is not None and progress is not None:
            shares = (min(max(float(share), 0.0), 1.0) for share in (planned, progress))
            found.append((each.item.id, next(shares), next(shares)))
    return found


def _against_plan(book: _Book, points: Sequence[tuple[str, float, float]]) -> Any:
    """Progress against what the plan expects, from a hidden sheet: below the line is behind."""
    sheet = book.file.add_worksheet(_("Chart data"))
    sheet.hide()
    rows = [*points, (_("as planned"), 0.0, 0.0), (_("as planned"), 1.0, 1.0)]
    for at, (item, planned, progress) in enumerate(rows):
        sheet.write_string(at, 0, item)
        sheet.write_number(at, 1, planned)
        sheet.write_number(at, 2, progress)

    def series(name: str, first: int, last: int) -> dict[str, Any]:
        return {
            "name": name,
            "categories": [sheet.name, first, 1, last, 1],
            "values": [sheet.name, first, 2, last, 2],
        }

    chart = _chart(book, {"type": "scatter"}, _("Progress against the plan"), 520, 520)
    chart.show_hidden_data()
    marker = {
        "type": "circle",
        "size": 6,
        "fill": {"color": "#2F6690", "transparency": 60},
        "border": {"color": "#2F6690"},
    }
    line = {"color": "#888888", "width": 1.25, "dash_type": "dash"}
    last = len(points)
    chart.add_series({**series(_("items"), 0, last - 1), "marker": marker})
    chart.add_series(
        {**series(_("as planned"), last, last + 1), "marker": {"type": "none"}, "line": line}
    )
    axis = {**_QUIET, **_GRID, "num_format": "0%", "min": 0, "max": 1, "major_unit": 0.25}
    font = {"size": 9, "bold": False, "color": INK}
    chart.set_x_axis({**axis, "name": _("planned progress"), "name_font": font})
    chart.set_y_axis({**axis, "name": _("progress"), "name_font": font})
    chart.set_legend({"position": "bottom", "font": {"size": 9, "color": INK}})
    return chart
