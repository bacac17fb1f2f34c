"""Write the workbook's first sheet: the headline, the counts, and charts of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hpplan.i18n import _
from hpplan.output.looks import look_of
from hpplan.output.report_xlsx.book import INK, LINE_COLOUR, cell_text
from hpplan.output.report_xlsx.tables import too_many_rows
from hpplan.output.words.outline import (
    day_line,
    left_out_line,
    met_line,
    nothing_line,
    scope_line,
    simulated_line,
)
from hpplan.output.words.text import plan_title, status_word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hpplan.judging.briefing import Meeting
    from hpplan.judging.status import Status
    from hpplan.output.report_xlsx.book import ReportBook
    from hpplan.output.report_xlsx.tables import UnitsSheet


def write_overview(meeting: Meeting, book: ReportBook, sheet: Any, units: UnitsSheet) -> None:
    """Write the headline, the counts, and their charts."""
    plan, as_of = meeting.catalogue.plan, meeting.as_of
    sheet.fit_to_pages(1, 1)
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 9)
    sheet.set_column(2, 13, 9)
    sheet.write_string(0, 0, cell_text(plan_title(plan)), book.looks["title"])
    sheet.set_row(0, 30)
    lines = (
        simulated_line(meeting),
        scope_line(meeting),
        day_line(plan, as_of),
        met_line(meeting.assessments),
        "" if meeting.notes else nothing_line(plan, as_of),
        _too_many(too_many_rows(meeting)),
        left_out_line(meeting.workspace.left_out),
    )
    row = 1
    for row, line in enumerate(filter(None, lines), 1):
        sheet.write_string(row, 0, cell_text(line), book.looks["line"])
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


def _too_many(n: int) -> str:
    """Say that the rows of the progress files are left out; empty where they are not."""
    message = _("The {n} rows of the progress files are too many for a sheet: see data/progress.")
    return message.format(n=n) if n else ""


def _chart(book: ReportBook, kind: dict[str, str], title: str, width: int, height: int) -> Any:
    """Add a chart with quiet lines and no more on it than it needs."""
    chart = book.file.add_chart(kind)
    chart.set_title({"name": title, "name_font": {"size": 11, "color": INK}, "overlay": False})
    chart.set_size({"width": width, "height": height})
    chart.set_chartarea({"border": {"none": True}})
    return chart


_QUIET = {"line": {"color": LINE_COLOUR}, "num_font": {"size": 9, "color": INK}}
_GRID = {"major_gridlines": {"visible": True, "line": {"color": "#E8E8E8"}}}


def _by_status(book: ReportBook, name: str, top: int, statuses: Sequence[Status]) -> Any:
    chart = _chart(book, {"type": "bar"}, _("Items by status"), 640, 290)
    first, last = top + 1, top + len(statuses)
    chart.add_series(
        {
            "name": _("items"),
            "categories": [name, first, 0, last, 0],
            "values": [name, first, 1, last, 1],
            "points": [{"fill": {"color": look_of(status).solid}} for status in statuses],
            "data_labels": {"value": True, "font": {"size": 9, "color": INK}},
            "gap": 40,
        }
    )
    chart.set_legend({"none": True})
    chart.set_x_axis({**_QUIET, "visible": False, "major_gridlines": {"visible": False}})
    chart.set_y_axis({**_QUIET, "reverse": True})
    return chart


def _by_unit(book: ReportBook, units: UnitsSheet) -> Any:
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
                "fill": {"color": look_of(status).solid},
                "gap": 35,
            }
        )
    chart.set_legend({"position": "bottom", "font": {"size": 9, "color": INK}})
    chart.set_x_axis({**_QUIET, **_GRID, "label_position": "high"})  # below: the other is reversed
    chart.set_y_axis({**_QUIET, "reverse": True, "interval_unit": 1})
    return chart


def _points(meeting: Meeting) -> list[tuple[str, float, float]]:
    """Return item, planned progress and progress of what can be measured, within 0 and 1."""
    found = []
    for each in meeting.assessments:
        planned, progress = each.planned_progress, each.progress
        if planned is not None and progress is not None:
            shares = (min(max(float(share), 0.0), 1.0) for share in (planned, progress))
            found.append((each.item.id, next(shares), next(shares)))
    return found


def _against_plan(book: ReportBook, points: Sequence[tuple[str, float, float]]) -> Any:
    """Chart progress against planned progress, from a hidden sheet."""
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
