"""Draw the head of `status`: the plan and the day, time and results as bars, the counts."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from hpplan.i18n import _, prose
from hpplan.judging.status import worst_first
from hpplan.judging.summary import counts, elapsed, measurable
from hpplan.numbers import exact, percent
from hpplan.output.looks import BAD, GOOD, PLAIN, look_of
from hpplan.output.terminal.bars import share_line
from hpplan.output.terminal.layout import GAP, fit, flow_styled
from hpplan.output.words.outline import ahead_line, doubtful_line
from hpplan.output.words.text import plan_title, status_word
from hpplan.output.words.totals import duties_line, fell_due_line, met_share_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from rich.console import RenderableType

    from hpplan.judging.status import Status
    from hpplan.numbers import Number
    from hpplan.output.views import StatusView
    from hpplan.plan.model import Plan


class BarRow(NamedTuple):
    """A row of the head: its name, the style and share of its bar, and what that comes to."""

    name: str
    style: str
    part: Number
    said: str


HEAD_BAR, LEAST_BAR = 62, 10
"""Columns of a bar at most, and at least where there is one."""


def title_line(plan: Plan, as_of: date) -> RenderableType:
    """Draw the plan's title, and the day at the right edge."""
    table = Table.grid(expand=True, padding=(0, 0, 0, GAP))
    table.add_column(ratio=1, overflow="fold")
    table.add_column(justify="right", no_wrap=True)
    day = _("as of {day}").format(day=as_of)
    table.add_row(Text(plan_title(plan), "bold"), Text(day))
    return table


def time_row(plan: Plan, as_of: date) -> BarRow:
    """Return the row that says how much of the plan's time has passed."""
    passed = elapsed(plan, as_of)
    said = _("{time} elapsed, {ahead}").format(time=percent(passed), ahead=ahead_line(plan, as_of))
    return BarRow(_("time"), PLAIN, passed, said)


def headline(view: StatusView) -> list[RenderableType]:
    """Draw the head of a list of items."""
    plan, as_of, width = view.catalogue.plan, view.as_of, view.width
    parts: list[RenderableType] = [title_line(plan, as_of)]
    rows = [time_row(plan, as_of), *_results(view)]
    parts += bars_table(rows, width)
    if view.everything:
        parts.append(_counts(view))
        if line := duties_line(view.everything):
            parts.append(Text(line, "dim"))
    if line := doubtful_line(view.everything):
        parts.append(Text(fit(line, width)))
    return parts


def bars_table(rows: Sequence[BarRow], width: int) -> list[RenderableType]:
    """Draw rows of a name, a share as a bar, and what it comes to; no bar where it is narrow."""
    taken = max(cell_len(row.name) for row in rows) + max(cell_len(row.said) for row in rows) + 3
    columns = min(width - taken, HEAD_BAR)
    if columns < LEAST_BAR:
        return [Text(fit(f"{name} {said}", width)) for name, _style, _part, said in rows]
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(ratio=1, overflow="fold")
    for name, style, part, said in rows:
        bar = share_line(part, columns, style)
        table.add_row(Text(name + " "), bar, Text(said))
    return [table]


def _results(view: StatusView) -> list[BarRow]:
    """Return the rows of what is met, and of what fell due."""
    rated = [each for each in view.everything if measurable(each)]
    if not rated:
        return []
    met = sum(each.status == "met" for each in rated)
    said = met_share_line(rated)
    if view.before is not None and view.since is not None:
        then = sum(each.status == "met" for each in view.before)
        more = met - then
        message = _("{said}, {n} more than on {day}")
        if more < 0:
            message = _("{said}, {n} fewer than on {day}")
        if more:
            said = message.format(said=said, n=abs(more), day=prose(view.since))
    rows = [BarRow(_("met"), GOOD, exact(Fraction(met, len(rated))), said)]
    fell = [each for each in rated if each.terms.due < view.as_of]
    if fell:
        over = sum(each.status == "overdue" for each in fell)
        said = fell_due_line(fell)
        rows.append(BarRow(_("fell due"), BAD, exact(Fraction(over, len(fell))), said))
    return rows


def _counts(view: StatusView) -> RenderableType:
    """Draw how many items have each status, and what changed."""
    then = counts(view.before) if view.before is not None else None
    return counts_line(counts(view.everything), then, view.since, view.width)


def counts_line(
    found: Mapping[Status, int],
    then: Mapping[Status, int] | None,
    since: date | None,
    width: int,
) -> RenderableType:
    """Draw how many items have each status but for duties that are kept, and what changed.

    Args:
        found: the counts.
        then: those of the day that is compared with; None without any.
        since: that day.
        width: columns of the screen.
    """
    statuses = [
        each
        for each in worst_first({*found, *(then or ())})
        if (found.get(each) or (then and then.get(each))) and each != "kept"
    ]
    entries = []
    for status in statuses:
        entry = Text().append(status_word(status), look_of(status).style)
        entry.append(f" {found.get(status, 0)}", "bold")
        if then is not None and (moved := found.get(status, 0) - then.get(status, 0)):
            entry.append(f" {'▲' if moved > 0 else '▼'}{abs(moved)}", "dim")
        entries.append(entry)
    if then is not None and since is not None:
        note = _("▲▼ against {day}").format(day=prose(since))
        entries.append(Text(note, "dim"))
    return flow_styled(entries, width)
