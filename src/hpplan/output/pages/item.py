"""Compose the page of an item or of a target with several items."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpplan.i18n import _, prose
from hpplan.judging.assess import trajectory
from hpplan.numbers import decimal_text, rounded
from hpplan.output.pages.blocks import DataTable, Fields, Heading, Lines, Paragraph
from hpplan.output.pages.items import items_table
from hpplan.output.pages.target import target_blocks
from hpplan.output.terminal.chart import plain_chart
from hpplan.output.words.explain import explain
from hpplan.output.words.pace import expected_text, likely_month
from hpplan.output.words.rules import rules_tried
from hpplan.output.words.terms import terms_used
from hpplan.output.words.text import days, inert, status_word
from hpplan.plan.items import goal
from hpplan.plan.model import figure_text
from hpplan.progress.cells import Statement

if TYPE_CHECKING:
    from hpplan.judging.assess import Assessment
    from hpplan.output.pages.blocks import Block
    from hpplan.output.views import ShowView
    from hpplan.plan.items import Item
    from hpplan.progress.series import Arrival

CHART_MARGIN = 4
"""Columns that a page leaves beside a chart."""


def item_page(view: ShowView, item: Item) -> list[Block]:
    """Compose an item's page: its target, its status with the arithmetic, its reports."""
    assessment = view.assessments[item.id]
    member = inert(view.catalogue.name(item.member)) if item.member else ""
    return [
        Heading(" ".join(filter(None, (item.id, inert(item.target.name), member)))),
        *target_blocks(view, item.target, item.clause, assessment, assessment),
        *_status_blocks(view, assessment),
        *_report_blocks(view, assessment),
    ]


def target_page(view: ShowView, items: list[Item]) -> list[Block]:
    """Compose the page of a target with several items: what it says, how each stands."""
    first = items[0]
    return [
        Heading(f"{first.target.id} {inert(first.target.name)}"),
        *target_blocks(view, first.target, first.clause, None, view.assessments[first.id]),
        Heading(_("Its items as of {day}").format(day=prose(view.as_of))),
        items_table(view, view.of(items)),
    ]


def _status_blocks(view: ShowView, assessment: Assessment) -> list[Block]:
    """Compose the status, its explanation, the arithmetic, and the rules one by one."""
    heading = _("Status as of {day}: {status}").format(
        day=prose(view.as_of), status=status_word(assessment.status)
    )
    blocks: list[Block] = [Heading(heading), Paragraph(explain(assessment, view.catalogue))]
    steps = _steps(assessment)
    if steps:
        blocks += [Heading(_("The arithmetic")), Fields(tuple(steps))]
        if view.verbose:
            blocks += [Heading(_("What the letters stand for")), Fields(terms_used(dict(steps)))]
    tried = rules_tried(assessment, view.catalogue.plan.policy)
    rows = tuple((rule.mark, status_word(rule.status), rule.why) for rule in tried)
    blocks.append(Heading(_("The rules in their order; the first that holds decides")))
    blocks.append(DataTable(("", _("rule"), _("why")), rows))
    return blocks


def _steps(assessment: Assessment) -> list[tuple[str, str]]:
    """Return the measures, each with how it is computed."""
    measures = assessment.measures
    if measures is None or assessment.reported is None:
        return []
    earned, actual, duration = rounded(measures.earned, 2), measures.actual, measures.duration
    uom = assessment.item.target.measured_in()
    figure = goal(assessment.item, assessment.terms)
    rows = [
        (
            "AT",
            _("{days} from {start} to the report of {day}").format(
                days=days(actual), start=assessment.start, day=assessment.reported
            ),
        ),
        (
            "PD",
            _("{days} from {start} to {due}").format(
                days=days(duration), start=assessment.start, due=assessment.terms.due
            ),
        ),
    ]
    if assessment.expected is not None and figure is not None and assessment.zero is not None:
        rows.append(
            (
                "PV",
                _("{expected} were planned by then, on the way from {zero} to {goal}").format(
                    expected=expected_text(assessment, assessment.expected),
                    zero=decimal_text(assessment.zero),
                    goal=inert(figure_text(figure, uom)),
                ),
            )
        )
    rows.append(
        (
            "ES",
            _("{earned} days: the time at which the planned value was what is reported").format(
                earned=earned
            ),
        )
    )
    if measures.spi is not None:
        rows.append(("SPI", f"ES / AT = {earned} / {actual} = {rounded(measures.spi, 2)}"))
    if measures.tspi is not None:
        rest, left = rounded(measures.tspi * (duration - actual), 2), duration - actual
        tspi = f"(PC - ES) / (PD - AT) = {rest} / {left} = {rounded(measures.tspi, 2)}"
        rows.append(("TSPI", tspi))
    return rows + _forecast_rows(assessment)


def _forecast_rows(assessment: Assessment) -> list[tuple[str, str]]:
    """Return the forecasts: by the average pace, and the middle of three."""
    rows = []
    if assessment.forecast:
        rows.append(
            (
                "IEAC",
                _("{start} + PD × AT / ES = {start} + {n} days, {month}").format(
                    start=assessment.start,
                    month=f"{assessment.forecast:%Y-%m}",
                    n=(assessment.forecast - assessment.start).days,
                ),
            )
        )
    if month := likely_month(assessment):
        average, half, quarter = (
            f"{day:%Y-%m}" if day else _("nowhere") for day in assessment.outlook.finishes
        )
        rows.append(
            (
                _("forecast"),
                _(
                    "{month}, the middle of three: at the average pace {average}, that of the last"
                    " half {half}, of the last quarter {quarter}"
                ).format(month=month, average=average, half=half, quarter=quarter),
            )
        )
    return rows


def _report_blocks(view: ShowView, assessment: Assessment) -> list[Block]:
    """Compose the trajectory, each reporter's part, and every row, the oldest first."""
    item, catalogue = assessment.item, view.catalogue
    reports = view.reports.get(item.id, {})
    found = trajectory(item, reports, catalogue.plan, view.as_of)
    lines = (
        []
        if item.target.kind == "duty"
        else plain_chart(found, assessment.terms.due, view.as_of, view.width - CHART_MARGIN)
    )
    uom = item.target.measured_in()
    blocks: list[Block] = []
    if lines:
        legend = _("o reported, - carried forward, | due")
        if found.planned:
            legend = _("o reported, - carried forward, . planned, | due")
        blocks += [Heading(_("Planned and reported")), Lines((*lines, "", legend))]
    if len(assessment.latest) > 1:
        parts = tuple(
            (
                inert(catalogue.name(unit)),
                inert(figure_text(value, uom)) if value is not None else "",
                str(day),
            )
            for unit, (day, value) in assessment.latest.items()
        )
        blocks += [
            Heading(_("What each reporter stands at")),
            DataTable((_("who"), _("value"), _("by")), parts),
        ]
    blocks.append(Heading(_("Reports")))
    rows = view.rows([item])
    if not rows:
        return [
            *blocks,
            Paragraph(_("Nothing was reported up to {day}.").format(day=prose(view.as_of))),
        ]
    corrected = not all(map(view.counts, rows))
    table = tuple(report_cells(view, each) for each in rows)
    blocks.append(DataTable(report_heads(), table))
    if corrected:
        blocks.append(Paragraph(corrected_note()))
    return blocks


def corrected_note() -> str:
    """Return what a value in brackets means."""
    return _("A value in brackets was corrected by a later row.")


def report_heads() -> tuple[str, ...]:
    """Return the heads of the columns of `report_cells`."""
    return _("date"), _("who"), _("value"), _("note"), _("evidence"), _("recorded")


def report_cells(view: ShowView, each: Arrival) -> tuple[str, ...]:
    """Return the cells of a row: its day, who reported, what, and when that was recorded."""
    value = "" if each.row.value is None else decimal_text(each.row.value)
    if each.row.statement is Statement.none:
        value = _("no part")
    if not view.counts(each):
        value = f"({value or _('corrected')})"
    texts = (view.catalogue.name(each.unit), value, each.row.note, each.row.evidence)
    return str(each.row.day), *(inert(text) for text in texts), inert(each.recorded[:10])
