"""Write a meeting as a workbook: tables to filter, and charts that a spreadsheet draws itself."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from hpplan.i18n import _
from hpplan.output.report_xlsx.book import ReportBook
from hpplan.output.report_xlsx.overview import write_overview
from hpplan.output.report_xlsx.tables import (
    UnitsSheet,
    too_many_rows,
    write_attention,
    write_by_unit,
    write_changes,
    write_items,
    write_reports,
)

if TYPE_CHECKING:
    from hpplan.judging.briefing import Meeting


def report_workbook(meeting: Meeting) -> bytes:
    """Write a meeting as a workbook; the same meeting gives the same bytes."""
    out = io.BytesIO()
    book = ReportBook(out, meeting)
    write_attention(meeting, book)
    overview = book.sheet(_("Overview"))
    write_items(meeting, book)
    write_by_unit(meeting, book)
    units = UnitsSheet(meeting, book)
    if meeting.changes:
        write_changes(meeting, book)
    if not too_many_rows(meeting):
        write_reports(meeting, book)
    write_overview(meeting, book, overview, units)
    book.file.close()
    return out.getvalue()
