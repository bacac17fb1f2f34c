"""Draw `changes`: what moved between two days, the most important first."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.text import Text

from hpplan.i18n import _, ngettext, prose
from hpplan.judging.changes import KINDS
from hpplan.judging.summary import grouped_misses
from hpplan.output.looks import look_of
from hpplan.output.terminal.layout import GAP, beside, fit, flow, wrap
from hpplan.output.terminal.sections import items_section, section_heading
from hpplan.output.words.changes import (
    arrival_cells,
    arrival_heads,
    change_text,
    evidence_line,
    kind_title,
    kind_word,
)
from hpplan.output.words.outline import ItemLine
from hpplan.output.words.text import days, inert, plan_title, reported_figure, value_of_required

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.console import RenderableType

    from hpplan.judging.changes import Change, ChangeKind
    from hpplan.judging.status import Status
    from hpplan.output.views import ChangesView
    from hpplan.plan.items import Catalogue

_LIKE: Mapping[ChangeKind, Status] = {
    "newly-overdue": "overdue",
    "newly-off-track": "off-track",
    "newly-at-risk": "at-risk",
    "recovered": "on-track",
    "met": "met",
    "corrected": "at-risk",
    "newly-silent": "silent",
    "first-report": "on-track",
}
"""The status that the heading of a kind of change looks like; the others are bold."""


class _Told(ItemLine):
    """The line of an item, and what happened to it."""

    def __init__(self, change: Change, catalogue: Catalogue) -> None:
        super().__init__([change.now], catalogue)
        self.why = change_text(change, catalogue)


class _Moved(ItemLine):
    """The line of an item of which only the figure moved."""

    def __init__(self, change: Change, catalogue: Catalogue) -> None:
        super().__init__([change.now], catalogue)
        self.left = self.why = ""
        self.value = _("{then} → {now}").format(
            then=inert(reported_figure(change.then)), now=value_of_required(change.now)
        )


def changes_table(view: ChangesView) -> list[RenderableType]:
    """Draw the headline, and the changes kind by kind."""
    catalogue, width = view.catalogue, view.width
    parts = _headline(view)
    for kind in KINDS:
        chosen = [change for change in view.listed if change.kind == kind]
        if chosen:
            style = look_of(_LIKE[kind]).style if kind in _LIKE else "bold"
            parts += section_heading(kind_title(kind), len(chosen), style, "", width)
            parts += items_section(_lines(kind, chosen, catalogue), width)
    if view.rows:
        parts += _rows(view)
    return parts


def _lines(kind: ChangeKind, chosen: Sequence[Change], catalogue: Catalogue) -> list[ItemLine]:
    """Return the lines of a section; the misses of one closed year stand together."""
    if kind == "moved":
        return [_Moved(change, catalogue) for change in chosen]
    if kind != "newly-overdue":
        return [_Told(change, catalogue) for change in chosen]
    by_item = {change.item.id: change for change in chosen}
    return [
        ItemLine(group, catalogue)
        if len(group) > 1
        else _Told(by_item[group[0].item.id], catalogue)
        for group in grouped_misses([change.now for change in chosen])
    ]


def _headline(view: ChangesView) -> list[RenderableType]:
    """Draw the plan, the two days, and how much happened."""
    changes, width = view.changes, view.width
    between = _("Since {since}, as of {as_of} ({days}): each day as it was known then").format(
        since=prose(changes.since),
        as_of=prose(changes.as_of),
        days=days((changes.as_of - changes.since).days),
    )
    counts = [f"{kind_word(kind)} {n}" for kind, n in changes.counts.items() if n]
    came = ngettext("{n} row came in.", "{n} rows came in.", len(changes.arrivals))
    lines = [between, flow(counts, width), came.format(n=len(changes.arrivals))]
    if not counts:
        nothing = ngettext(
            "Nothing moved; {n} row came in.",
            "Nothing moved; {n} rows came in.",
            len(changes.arrivals),
        )
        lines = [between, nothing.format(n=len(changes.arrivals))]
    elif not view.listed:
        lines.append(_("Only figures moved; --all lists them."))
    elif len(view.listed) < len(changes.found):
        lines.append(_("Items of which only the figure moved are listed with --all."))
    return [
        Text(fit(plan_title(view.catalogue.plan), width), style="bold"),
        *(Text(fit(line, width)) for line in lines),
    ]


def _rows(view: ChangesView) -> list[RenderableType]:
    """Draw the rows that came in, by unit, with notes and evidence under the figures."""
    changes, catalogue, width = view.changes, view.catalogue, view.width
    parts: list[RenderableType] = section_heading(
        _("Rows that came in"), len(changes.arrivals), "bold", "", width
    )
    if not changes.arrivals:
        return parts
    cells = [arrival_cells(arrival, catalogue) for arrival in changes.arrivals]
    heads = arrival_heads()
    widths = [
        min(max(cell_len(row[at]) for row in (heads, *cells)), width // 3) for at in range(1, 5)
    ]
    parts.append(Text("\n".join(beside(heads[1:5], widths)), style="bold"))
    for unit, rows in groupby(cells, key=lambda row: row[0]):
        parts.append(Text(fit(unit, width), style="bold"))
        for row in rows:
            text = "\n".join(beside(row[1:5], widths))
            note, evidence = row[5:]
            for said in filter(None, (note, evidence and evidence_line(evidence))):
                for line in wrap(said, width - GAP):
                    text += f"\n{' ' * GAP}{line}"
            parts.append(Text(text))
    return parts
