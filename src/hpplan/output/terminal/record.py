"""Draw what `record` did: where the row stands, and the item before and after it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.table import Table
from rich.text import Text

from hpplan.i18n import _
from hpplan.judging.standing import ListLine
from hpplan.judging.status import record_of
from hpplan.output.looks import look_of
from hpplan.output.terminal.layout import GAP, fit
from hpplan.output.words.cells import (
    NOTHING,
    done_cell,
    last_report,
    late_cell,
    likely_cell,
    planned_cell,
)
from hpplan.output.words.text import inert, status_word, typed

if TYPE_CHECKING:
    from rich.console import RenderableType

    from hpplan.judging.assess import Assessment
    from hpplan.plan.items import Catalogue
    from hpplan.progress.record import Recorded


class _Effect(NamedTuple):
    """A line of the table: what it tells, before and after, and what is to be known beside it."""

    label: str
    texts: list[Text]
    beside: str = ""


def record_effect(
    done: Recorded, catalogue: Catalogue, *, width: int, plan: str = ""
) -> list[RenderableType]:
    """Draw where the row stands, and the item before and after it.

    Args:
        done: what was recorded, or tried.
        catalogue: the plan.
        width: columns of the terminal.
        plan: what names the plan in a command; empty where hpplan finds it by itself.
    """
    item = done.after.item
    head = _("Recorded in {path}:") if done.written else _("Not written; it would stand in {path}:")
    title = _("{item} {name} · {unit} · {day}").format(
        item=item.id,
        name=inert(item.target.name),
        unit=inert(catalogue.name(done.unit)),
        day=done.day,
    )
    table = Table(box=None, pad_edge=False, padding=(0, GAP, 0, 0))
    for name in ("", _("before"), "", _("after"), ""):
        table.add_column(Text(name, "dim"), overflow="fold")
    for line in _effects(done.before, done.after):
        before, after = line.texts
        same = before.plain == after.plain
        table.add_row(
            Text(line.label, "dim"),
            before,
            "" if same else "→",
            Text(_("unchanged"), "dim") if same else after,
            Text(line.beside, "dim"),
        )
    why = _("why: {command}").format(command=typed(f"hpplan show {item.id}", plan))
    return [
        Text(fit(inert(head.format(path=done.path)), width)),
        Text(f"  {inert(done.row)}"),
        Text(fit(title, width), style="bold"),
        table,
        Text(fit(why, width), "dim"),
    ]


def _effects(before: Assessment, after: Assessment) -> list[_Effect]:
    """Return the lines of the table: the figure, when it is likely done, the status."""
    planned = planned_cell(ListLine((after,)))
    beside = _("{planned} due now").format(planned=planned) if planned else ""
    if record_of(after.status).closed:
        beside = ""
    lines = []
    if after.item.target.kind == "duty":
        lines.append(_Effect(_("last report"), [Text(_day(each)) for each in (before, after)]))
    else:
        figures = [Text(done_cell(ListLine((each,)), measured=True)) for each in (before, after)]
        lines.append(_Effect(_("done"), figures, beside))
    expected = [_finished(each) for each in (before, after)]
    if any(text not in {"", NOTHING} for text in expected):
        late = late_cell(after) if after.status != "met" else ""
        cells = [Text(text or NOTHING) for text in expected]
        label = _("met on") if after.met_on else _("likely done")
        lines.append(_Effect(label, cells, late))
    statuses = [
        Text(status_word(each.status), look_of(each.status).style) for each in (before, after)
    ]
    return [*lines, _Effect(_("status"), statuses)]


def _day(assessment: Assessment) -> str:
    return str(last_report(assessment) or NOTHING)


def _finished(assessment: Assessment) -> str:
    """Return the day on which an item was met, or the month in which it is likely to be."""
    return str(assessment.met_on) if assessment.met_on else likely_cell(assessment)
