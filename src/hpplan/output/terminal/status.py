"""Draw `status`: where the plan stands, what needs attention, and whom to call first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from hpplan.i18n import _, ngettext
from hpplan.judging.standing import calls, sorted_lines, standings
from hpplan.judging.summary import silences
from hpplan.output.looks import look_of
from hpplan.output.terminal.columns import more_lines, section_rule
from hpplan.output.terminal.headline import bars_table, headline, time_row, title_line
from hpplan.output.terminal.layout import GAP, cut, fit
from hpplan.output.terminal.listing import status_sections
from hpplan.output.terminal.rows import section_rows, status_title
from hpplan.output.words.briefly import briefly
from hpplan.output.words.outline import nothing_line
from hpplan.output.words.text import days, dividing, inert, status_heading, typed
from hpplan.output.words.totals import extent_line, first_steps, no_verdict_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from hpplan.judging.assess import Assessment
    from hpplan.output.terminal.rows import ListSection
    from hpplan.output.views import StatusView

SILENT_ITEMS = 15
"""Lines of silent items beyond which silence is summed up by unit."""

CALLS = 5
"""How many units are named that are to be called first."""

SILENT_NAME = 32
"""Columns of a unit's name where silence is summed up."""


def status_table(view: StatusView) -> list[RenderableType]:
    """Draw the headline, the chosen items by status, and whom to call first."""
    if view.summed and not view.rows and not view.verbose:
        return _nothing_entered(view)
    parts = headline(view)
    if not view.rows:
        nothing = nothing_line(view.catalogue.plan, view.as_of)
        parts.append(Text(fit(nothing, view.width), "bold"))
    if not view.chosen:
        nothing = _("There is no such item.")
        if view.summed and view.everything:
            nothing = _("Nothing needs attention here; --all shows the rest.")
        return [*parts, "", nothing]
    sections, silent = _sections(view)
    reason = (lambda line: briefly(line, view.catalogue, shown=True)) if view.verbose else None
    parts += section_rows(sections, view.catalogue, view.width, reason)
    parts += _silent_units(silent, view) if silent else ()
    parts += _calls(view) if view.summed else ()
    parts += _to_divide(view) if view.shared else ()
    return [*parts, *(_hints(sections, view) if view.summed else ())]


def _sections(view: StatusView) -> tuple[list[ListSection], list[Assessment]]:
    """Return the sections of the list, and the silent items that are to be summed up by unit."""
    lines = sorted_lines(standings(view.chosen, view.everything), view.order)
    silent = [line for line in lines if line.worst.status == "silent"]
    if view.summed and not view.verbose and len(silent) > SILENT_ITEMS:
        lines = [line for line in lines if line.worst.status != "silent"]
    else:
        silent = []
    policy = view.catalogue.plan.policy
    sections = status_sections(lines, policy, order=view.order, limit=view.limit)
    return sections, [each for line in silent for each in line.items]


def _silent_units(items: Sequence[Assessment], view: StatusView) -> list[RenderableType]:
    """Draw who is silent, a line a unit."""
    catalogue, policy = view.catalogue, view.catalogue.plan.policy
    title = status_title("silent", status_heading("silent"), len(items))
    note = _("nothing in more than {days}, by unit; --status silent lists them")
    notes = [note.format(days=days(policy.silent_after))]
    found = silences(items, catalogue, view.units)
    shown = found[: view.limit] if view.limit else found
    columns = {
        _("who"): [cut(inert(catalogue.name(each.unit)), SILENT_NAME) for each in shown],
        _("own items"): [str(each.own or "") for each in shown],
        _("shared"): [str(each.shared or "") for each in shown],
        _("longest silence"): [days(each.longest) for each in shown],
        _("due within {days} days").format(days=policy.due_soon): [
            str(each.due_soon or "") for each in shown
        ],
    }
    columns = {head: cells for head, cells in columns.items() if any(cells)}
    table = Table(box=None, pad_edge=False, padding=(0, GAP, 0, 0))
    for at, head in enumerate(columns):
        table.add_column(Text(head, "dim"), justify="right" if at else "left", no_wrap=not at)
    for row in zip(*columns.values(), strict=True):
        table.add_row(*map(Text, row))
    parts = ["", section_rule(title, notes, look_of("silent").style, view.width), table]
    return parts + more_lines(len(found) - len(shown))


def _calls(view: StatusView) -> list[RenderableType]:
    """Draw whom to call first, with the ids of what is theirs to move."""
    found = calls(view.everything, view.catalogue)
    if view.units:
        found = [call for call in found if call.unit in view.units]
    if not found:
        return []
    shown = found[:CALLS]
    names = [cut(inert(view.catalogue.name(call.unit)), SILENT_NAME) for call in shown]
    table = Table(
        box=None, pad_edge=False, padding=(0, GAP, 0, 0), show_header=False, width=view.width
    )
    table.add_column(no_wrap=True)
    table.add_column(justify="right", no_wrap=True)
    table.add_column(ratio=1, no_wrap=True)
    counted = [
        ngettext("{n} item", "{n} items", len(call.lines)).format(n=len(call.lines))
        for call in shown
    ]
    taken = max(map(cell_len, names)) + max(map(cell_len, counted)) + 2 * GAP
    for call, name, count in zip(shown, names, counted, strict=True):
        ids = _within(call.lines, view.width - taken)
        table.add_row(Text(name), Text(count, "bold"), Text(ids))
    return ["", section_rule(_("Whom to call first"), [], "bold", view.width), table]


def _within(ids: Sequence[str], room: int) -> str:
    """Return as many ids as there is room for, and how many more there are."""
    for count in range(len(ids), 0, -1):
        more = f" +{len(ids) - count}" if count < len(ids) else ""
        text = " ".join(ids[:count]) + more
        if cell_len(text) <= room or count == 1:
            return text
    return ""


def _hints(sections: Sequence[ListSection], view: StatusView) -> list[RenderableType]:
    """Draw what to type for more."""
    some = next((section.lines[0].id for section in sections if section.lines), "")
    hints = (
        [_("why: {command}").format(command=typed(f"hpplan show {some}", view.plan))]
        if some
        else []
    )
    if not view.verbose:
        hints.append(_("reasons: -v"))
    if not view.limit and any(len(section.lines) > CALLS for section in sections):
        hints.append(_("top five: -n 5"))
    hints.append(_("units: --by unit"))
    lines = [" · ".join(hints)]
    if cell_len(lines[0]) > view.width and some:
        lines = [hints[0], " · ".join(hints[1:])]
    return [Text(fit(line, view.width), "dim") for line in lines]


def _to_divide(view: StatusView) -> list[RenderableType]:
    """Draw the commands that divide what is shared."""
    one = _("To divide one: {command}").format(
        command=dividing(view.chosen[0].item.target.id, view.plan)
    )
    sheet = typed("hpplan assign --sheet -o division.xlsx", view.plan)
    rest = _("To divide all of them in a sheet: {command}").format(command=sheet)
    return [Text(""), *(Text(fit(line, view.width), "italic") for line in (one, rest))]


def _nothing_entered(view: StatusView) -> list[RenderableType]:
    """Draw, of a plan without any row, what it holds and what to do next: no accusation."""
    plan, as_of, width = view.catalogue.plan, view.as_of, view.width
    holds = extent_line(view.catalogue)
    if fell := sum(each.status == "overdue" for each in view.everything):
        holds = _("{holds}; {n} fell due (-v lists them)").format(holds=holds, n=fell)
    return [
        title_line(plan, as_of),
        *bars_table([time_row(plan, as_of)], width),
        Text(fit(no_verdict_line(view.catalogue, as_of), width), "bold"),
        Text(fit(holds, width)),
        *(Text(fit(step, width)) for step in first_steps()),
    ]
