"""Draw how an item stands, and reports as a table without what is the same in all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from hpplan.i18n import _
from hpplan.judging.standing import ListLine, common_id
from hpplan.judging.status import record_of
from hpplan.output.looks import look_of
from hpplan.output.pages.blocks import DataTable, Fields, Paragraph, terminal_blocks
from hpplan.output.pages.item import corrected_note, report_cells, report_heads
from hpplan.output.pages.target import target_fields
from hpplan.output.terminal.bars import progress_bar
from hpplan.output.terminal.columns import section_rule
from hpplan.output.terminal.layout import fit, flow_styled
from hpplan.output.terminal.rows import WIDE_BAR
from hpplan.output.words.aloud import aloud
from hpplan.output.words.asking import reached_by
from hpplan.output.words.cells import done_cell, planned_cell
from hpplan.output.words.text import days_left, inert, status_word
from hpplan.plan.model import figure_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from hpplan.judging.assess import Assessment
    from hpplan.output.views import ShowView
    from hpplan.progress.series import Arrival

NEWEST, MOST_CALLED = 6, 4
"""Reports that are listed unless all are asked for, and units that are named with whom to call."""


NARROW = 60
"""Columns of the screen below which reports are listed without their evidence."""


def item_head(view: ShowView, assessment: Assessment) -> list[RenderableType]:
    """Draw an item's name, its bar and figures, and how it stands, to be read aloud."""
    item, width = assessment.item, view.width
    member = inert(view.catalogue.name(item.member)) if item.member else ""
    title = " ".join(filter(None, (item.id, inert(item.target.name), member)))
    said = aloud(assessment, view.catalogue)
    return [
        Text(fit(title, width), "bold"),
        flow_styled(_standing(assessment), width),
        *terminal_blocks([Paragraph(said)], width),
    ]


def _standing(assessment: Assessment) -> list[Text]:
    """Return an item's status, bar, figures and due date."""
    line, style = ListLine((assessment,)), look_of(assessment.status).style
    found = [Text(status_word(assessment.status), style)]
    kind, planned = assessment.item.target.kind, planned_cell(line)
    if kind == "duty":
        return [*found, Text(_("duty"), "dim")]
    if assessment.progress is not None or assessment.planned_progress is not None:
        progress, expected = assessment.progress or 0, assessment.planned_progress
        found.append(progress_bar(progress, expected, WIDE_BAR, style))
    figures = done_cell(line, measured=True)
    if planned and not record_of(assessment.status).closed:
        figures = _("{done}, {planned} due now").format(done=figures, planned=planned)
    found.append(Text(figures))
    due = _("due {day}").format(day=assessment.terms.due)
    if not record_of(assessment.status).closed:
        due = _("{due}, {left}").format(due=due, left=days_left(assessment))
    return [*found, Text(due)]


def item_body(view: ShowView, assessment: Assessment) -> list[RenderableType]:
    """Draw whom to call, the document's words and the plan's reading of them, and the reports."""
    item = assessment.item
    fields = target_fields(view, item.target, item.clause, assessment, assessment, brief=True)
    if set(item.reporters) <= {*assessment.latest} or len(item.reporters) == 1:
        # Who reports stands above with whom to call, or below with what each stands at.
        fields = tuple(row for row in fields if row[0] != _("reported by"))
    rows = (
        (_("call"), _called(view, assessment)),
        (_("in the document"), f"【{inert(item.target.quote)}】"),
        *fields,
        (_("stand of each"), _parts(view, assessment)),
    )
    fallback = _("Nothing was reported up to {day}.").format(day=view.as_of)
    return [
        "",
        *terminal_blocks([Fields(rows)], view.width),
        *reports_table(view, view.rows([item])[::-1], fallback),
    ]


def _called(view: ShowView, assessment: Assessment) -> str:
    """Say whom to call, and where the plan says so how they are reached."""
    catalogue = view.catalogue
    found = []
    for unit in ListLine((assessment,)).to_call:
        name = inert(catalogue.name(unit))
        reached = reached_by(catalogue.units[unit], catalogue, view.as_of)
        message = _("{unit}: {contact}") if reached else "{unit}"
        found.append(message.format(unit=name, contact=reached))
    said, more = _("; ").join(found[:MOST_CALLED]), len(found) - MOST_CALLED
    return _("{units}; {n} more").format(units=said, n=more) if more > 0 else said


def _parts(view: ShowView, assessment: Assessment) -> str:
    """Say what each of several reporters stands at, and since when."""
    if len(assessment.latest) <= 1:
        return ""
    uom = assessment.item.target.measured_in()
    return _("; ").join(
        _("{unit} {value} ({day})").format(
            unit=inert(view.catalogue.name(unit)),
            value=inert(figure_text(value, uom)) if value is not None else "",
            day=day,
        )
        for unit, (day, value) in assessment.latest.items()
    )


def reports_table(
    view: ShowView, rows: Sequence[Arrival], nothing: str, *, many: bool = False
) -> list[RenderableType]:
    """Draw reports without the columns that are empty, or the same in all of them.

    Args:
        view: what is shown.
        rows: the reports, the newest first.
        nothing: what is said where there are none.
        many: whether they are of several items.
    """
    if not rows:
        return ["", Text(fit(nothing, view.width))]
    shown = rows if view.every_row else rows[:NEWEST]
    heads = [_("item"), *report_heads()]
    cells = [(common_id(each.item), *report_cells(view, each)) for each in shown]
    columns = dict(zip(heads, zip(*cells, strict=True), strict=True))
    notes = [_("newest first")]
    who = columns[_("who")]
    if len({each.unit for each in rows}) == 1:
        notes.insert(0, _("all by {unit}").format(unit=who[0]))
        del columns[_("who")]
    if len(shown) < len(rows):
        notes.append(_("--rows lists all"))
    if columns[_("recorded")] == columns[_("date")]:
        del columns[_("recorded")]
    if not many or len({common_id(each.item) for each in rows}) == 1:
        del columns[_("item")]
    if view.width < NARROW:
        del columns[_("evidence")]
    columns = {head: each for head, each in columns.items() if any(each)}
    table = DataTable(tuple(columns), tuple(zip(*columns.values(), strict=True)))
    blocks = [table]
    title = _("{title} {n}").format(title=_("Reports"), n=len(rows))
    parts = [
        "",
        section_rule(title, notes, "bold", view.width),
        *terminal_blocks(blocks, view.width),
    ]
    if not all(map(view.counts, shown)):
        parts += terminal_blocks([Paragraph(corrected_note())], view.width)
    return parts
