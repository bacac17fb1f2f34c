"""Write the workbook's tables: items, units, reports and changes."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from hpplan.errors import CellError
from hpplan.forms.columns import title
from hpplan.i18n import _
from hpplan.judging.changes import KINDS
from hpplan.judging.standing import ListLine
from hpplan.output.report_xlsx.book import SignedNumber, TableColumn
from hpplan.output.report_xlsx.said import SaidLast, SaidOnItem
from hpplan.output.words.asking import asked_word, reached_by, unit_called
from hpplan.output.words.cells import planned_cell
from hpplan.output.words.changes import change_text, kind_title
from hpplan.output.words.explain import explain
from hpplan.output.words.outline import sections_of
from hpplan.output.words.pace import likely_month
from hpplan.output.words.text import kind_noun, names, required, status_word, who
from hpplan.plan.model import lost_figure
from hpplan.progress import cells

if TYPE_CHECKING:
    from collections.abc import Callable

    from hpplan.judging.assess import Assessment
    from hpplan.judging.briefing import Meeting
    from hpplan.judging.changes import Change
    from hpplan.judging.status import Status
    from hpplan.judging.summary import Score
    from hpplan.numbers import Number
    from hpplan.output.report_xlsx.book import ReportBook
    from hpplan.plan.model import Operator
    from hpplan.progress.series import Arrival

OPERATOR_SIGNS: dict[Operator, str] = {
    "at_least": "",
    "more_than": "> ",
    "at_most": "≤ ",
    "less_than": "< ",
}


class _Said(NamedTuple):
    """An item, its section, and what was said last on it; of one unit where there is one."""

    item: Assessment
    said: SaidOnItem
    section: str = ""
    unit: str = ""


def write_attention(meeting: Meeting, book: ReportBook) -> None:
    """Write the sheet of what needs attention, in the order in which a meeting takes it."""
    catalogue, last = meeting.catalogue, SaidLast(meeting)
    rows = [
        _Said(each, last.of_all(each), section)
        for section, _note, items in sections_of(meeting.attention)
        for each in items
    ]

    def one(each: _Said) -> ListLine:
        return ListLine((each.item,))

    columns = [
        TableColumn(_("status"), 10, "text", lambda each: status_word(each.item.status)),
        TableColumn(_("section"), 16, "wrapped", lambda each: each.section),
        TableColumn(_("item"), 24, "wrapped", lambda each: each.item.item.id),
        TableColumn(_("name"), 24, "wrapped", lambda each: each.item.item.target.name),
        TableColumn(
            _("held back by"), 20, "wrapped", lambda each: names(one(each).to_call, catalogue)
        ),
        TableColumn(_("value"), 10, "figure", lambda each: each.item.value),
        TableColumn(_("due by now"), 10, "wrapped", lambda each: planned_cell(one(each))),
        TableColumn(_("requirement"), 10, "figure", lambda each: _required(each.item)),
        TableColumn(
            _("unit of measure"), 9, "text", lambda each: each.item.item.target.measured_in()
        ),
        TableColumn(_("due"), 12, "date", lambda each: each.item.terms.due),
        TableColumn(_("days left"), 7, "days", lambda each: each.item.days_left),
        TableColumn(_("last report"), 12, "date", lambda each: each.item.reported),
        *_said_columns(),
        TableColumn(_("clause"), 8, "text", lambda each: each.item.item.clause.id),
    ]
    sheet = book.table(_("Attention"), columns, rows, frozen=4)
    book.colour(sheet, 0, len(rows))


def _said_columns() -> list[TableColumn]:
    """Return the columns of what was said last."""
    return [
        TableColumn(_("latest note"), 32, "wrapped", lambda each: each.said.note),
        TableColumn(title("cause"), 20, "wrapped", lambda each: each.said.cause),
        TableColumn(title("measures"), 20, "wrapped", lambda each: each.said.measures),
        TableColumn(title("expected"), 12, "wrapped", lambda each: each.said.expected),
    ]


def write_by_unit(meeting: Meeting, book: ReportBook) -> None:
    """Write a row for each item and unit that answers for it, for a pivot table to count."""
    catalogue, last = meeting.catalogue, SaidLast(meeting)
    rows = [
        _Said(each, last.by_unit(each, unit), unit=unit)
        for each in meeting.assessments
        for unit in each.item.acting(meeting.as_of)
        if not meeting.units or unit in meeting.units
    ]
    chapters = {
        clause.id: chapter.title
        for chapter in catalogue.plan.chapters
        for clause in chapter.clauses
    }

    def latest(each: _Said) -> tuple[object, object]:
        return each.item.latest.get(each.unit, (None, None))

    columns = [
        TableColumn(_("who"), 18, "text", lambda each: catalogue.name(each.unit)),
        TableColumn(_("item"), 24, "wrapped", lambda each: each.item.item.id),
        TableColumn(_("name"), 24, "wrapped", lambda each: each.item.item.target.name),
        TableColumn(_("status"), 10, "text", lambda each: status_word(each.item.status)),
        TableColumn(_("asked"), 16, "text", lambda each: asked_word(each.item, each.unit)),
        TableColumn(_("own value"), 10, "figure", lambda each: latest(each)[1]),
        TableColumn(
            _("unit of measure"), 9, "text", lambda each: each.item.item.target.measured_in()
        ),
        TableColumn(_("own last report"), 12, "date", lambda each: latest(each)[0]),
        TableColumn(_("requirement"), 10, "figure", lambda each: _required(each.item)),
        TableColumn(_("due"), 12, "date", lambda each: each.item.terms.due),
        TableColumn(_("days left"), 7, "days", lambda each: each.item.days_left),
        TableColumn(_("kind"), 10, "text", lambda each: kind_noun(each.item.item.target.kind)),
        TableColumn(_("clause"), 8, "text", lambda each: each.item.item.clause.id),
        TableColumn(
            _("chapter"), 24, "wrapped", lambda each: chapters.get(each.item.item.clause.id)
        ),
        *_said_columns(),
    ]
    sheet = book.table(_("Item by unit"), columns, rows, frozen=3)
    book.colour(sheet, 3, len(rows))


def write_items(meeting: Meeting, book: ReportBook) -> None:
    """Write the sheet of all items."""
    catalogue, last = meeting.catalogue, SaidLast(meeting)
    said = {each.item.id: last.of_all(each) for each in meeting.assessments}
    columns = [
        TableColumn(_("item"), 15, "wrapped", lambda each: each.item.id),
        TableColumn(_("name"), 24, "wrapped", lambda each: each.item.target.name),
        TableColumn(_("who"), 20, "wrapped", lambda each: who(each, catalogue)),
        TableColumn(_("status"), 10, "text", lambda each: status_word(each.status)),
        TableColumn(_("value"), 10, "figure", lambda each: each.value),
        TableColumn(_("requirement"), 10, "figure", _required),
        TableColumn(_("unit of measure"), 9, "text", lambda each: each.item.target.measured_in()),
        TableColumn(_("progress"), 8, "share", lambda each: each.progress),
        TableColumn(_("planned progress"), 8, "share", lambda each: each.planned_progress),
        TableColumn("SPI", 7, "index", lambda each: each.measures and each.measures.spi),
        TableColumn("TSPI", 7, "index", lambda each: each.measures and each.measures.tspi),
        TableColumn(_("due"), 12, "date", lambda each: each.terms.due),
        TableColumn(_("days left"), 7, "days", lambda each: each.days_left),
        TableColumn(_("last report"), 12, "date", lambda each: each.reported),
        TableColumn(_("forecast"), 12, "wrapped", likely_month),
        TableColumn(_("explanation"), 64, "wrapped", lambda each: explain(each, catalogue)),
        TableColumn(_("latest note"), 32, "wrapped", lambda each: said[each.item.id].note),
        TableColumn(title("cause"), 20, "wrapped", lambda each: said[each.item.id].cause),
        TableColumn(title("measures"), 20, "wrapped", lambda each: said[each.item.id].measures),
        TableColumn(_("clause"), 8, "text", lambda each: each.item.clause.id),
        TableColumn(_("kind"), 10, "text", lambda each: kind_noun(each.item.target.kind)),
        TableColumn(_("wording"), 48, "wrapped", lambda each: each.item.target.quote),
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
    """Return the required figure with its operator's sign, or the pattern of a lost one."""
    target = each.item.target
    if each.terms.requirement:
        operator, figure = each.terms.requirement
        about = _("about {figure}").format(figure="") if target.approximate else ""
        return SignedNumber(about + OPERATOR_SIGNS[operator], figure)
    lost = lost_figure(target)
    return lost[1] if lost else required(each) or None


class UnitsSheet:
    """The sheet of the scoreboard, and where on it a chart finds what it shows."""

    def __init__(self, meeting: Meeting, book: ReportBook) -> None:
        self.statuses = meeting.statuses
        self.name = _("Units")
        self.rows = len(meeting.scores)
        catalogue, day = meeting.catalogue, meeting.as_of
        units = catalogue.units
        columns = [
            TableColumn(_("who"), 20, "text", lambda score: unit_called(units[score.unit])),
            *(
                TableColumn(status_word(status), 9, "count", _count_of(status))
                for status in self.statuses
            ),
            TableColumn(_("to move"), 8, "count", lambda score: score.to_move),
            TableColumn(_("not reported"), 9, "count", lambda score: score.unreported),
            TableColumn(_("waiting for others"), 10, "count", lambda score: score.waits),
            TableColumn(
                _("days since last report"), 11, "days", lambda score: score.days_since(day)
            ),
            TableColumn(
                _("contact"),
                24,
                "wrapped",
                lambda score: reached_by(units[score.unit], catalogue, day),
            ),
            TableColumn(_("measurable items"), 10, "days", lambda score: score.measurable),
            TableColumn(
                _("share met"),
                9,
                "share",
                lambda score: Fraction(score.met, score.measurable) if score.measurable else None,
            ),
            TableColumn(_("own items"), 9, "days", lambda score: score.own),
            TableColumn(_("shared items"), 9, "days", lambda score: score.shared),
            TableColumn(_("longest silence in days"), 10, "days", lambda score: score.longest),
        ]
        sheet = book.table(self.name, columns, meeting.scores, frozen=1)
        for at, status in enumerate(self.statuses, 1):
            rule = {"type": "cell", "criteria": ">", "value": 0, "format": book.statuses[status]}
            sheet.conditional_format(1, at, max(self.rows, 1), at, rule)


def _count_of(status: Status) -> Callable[[Score], int]:
    return lambda score: score.of(status)


MOST_ROWS = 50_000
"""Rows of progress files that the workbook lists; of more it says that they are left out.

At 50,000 the workbook takes some hundred MiB to write, and a spreadsheet some seconds to open.
"""


def too_many_rows(meeting: Meeting) -> int:
    """Return how many rows there are, where they are too many for a sheet; else 0."""
    n = sum(len(series.days) for by_unit in meeting.reports.values() for series in by_unit.values())
    return n if n > MOST_ROWS else 0


def write_reports(meeting: Meeting, book: ReportBook) -> None:
    """Write the sheet of every row, also those that a later one corrects; only its head prints."""
    name, zone = meeting.catalogue.name, meeting.workspace.zone
    counting = {
        (item, unit): frozenset(series.lines)
        for item, by_unit in meeting.reports.items()
        for unit, series in by_unit.items()
    }

    def recorded(each: Arrival) -> object:
        try:
            moment = cells.recorded(each.recorded, zone)
        except CellError:
            return each.recorded
        return moment and moment.astimezone(zone).replace(tzinfo=None)

    def counts(each: Arrival) -> str:
        lines = counting.get((each.item.id, each.unit), frozenset())
        return _("yes") if each.row.line in lines else _("no")

    columns = [
        TableColumn(_("who"), 16, "text", lambda each: name(each.unit)),
        TableColumn(_("date"), 12, "date", lambda each: each.row.day),
        TableColumn(_("item"), 15, "wrapped", lambda each: each.item.id),
        TableColumn(_("name"), 28, "wrapped", lambda each: each.item.target.name),
        TableColumn(_("value"), 10, "figure", lambda each: each.row.value),
        TableColumn(_("unit of measure"), 9, "text", lambda each: each.item.target.measured_in()),
        TableColumn(_("note"), 36, "wrapped", lambda each: each.row.note),
        TableColumn(_("evidence"), 28, "wrapped", lambda each: each.row.evidence),
        TableColumn(_("recorded"), 17, "moment", recorded),
        TableColumn(_("counts"), 7, "text", counts),
    ]
    sheet = book.table(_("Reports"), columns, meeting.arrivals, frozen=0)
    sheet.print_area(0, 0, 0, len(columns) - 1)


def write_changes(meeting: Meeting, book: ReportBook) -> None:
    """Write the sheet of what happened to each item, the most important first."""
    between, catalogue = meeting.changes, meeting.catalogue
    if between is None:
        return

    def two(
        head: str, width: int, look: str, value: Callable[[Assessment], object]
    ) -> list[TableColumn]:
        """Return a column for each of the two days."""
        return [
            TableColumn(f"{head}\n{between.since}", width, look, lambda each: value(each.then)),
            TableColumn(f"{head}\n{between.as_of}", width, look, lambda each: value(each.now)),
        ]

    def spi(each: Assessment) -> Number | None:
        return each.measures.spi if each.measures else None

    columns = [
        TableColumn(_("what"), 14, "text", lambda each: kind_title(each.kind)),
        TableColumn(_("item"), 15, "wrapped", lambda each: each.item.id),
        TableColumn(_("name"), 24, "wrapped", lambda each: each.item.target.name),
        TableColumn(_("who"), 20, "wrapped", lambda each: who(each.now, catalogue)),
        *two(_("status"), 12, "text", lambda each: status_word(each.status)),
        *two(_("value"), 12, "figure", lambda each: each.value),
        TableColumn(_("unit of measure"), 9, "text", lambda each: each.item.target.measured_in()),
        *two("SPI", 12, "index", spi),
        *two(_("due"), 12, "date", lambda each: each.terms.due),
        TableColumn(_("explanation"), 64, "wrapped", lambda each: change_text(each, catalogue)),
    ]
    found: list[Change] = sorted(between.found, key=lambda each: KINDS.index(each.kind))
    sheet = book.table(_("Changes"), columns, found, frozen=2)
    for at in (4, 5):
        book.colour(sheet, at, len(found))
