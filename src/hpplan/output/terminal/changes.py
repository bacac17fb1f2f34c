"""Draw `changes`: totals before and after, then what moved, what turned worse first."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len
from rich.text import Text

from hpplan.i18n import _, ngettext
from hpplan.judging.standing import ListLine, common_id
from hpplan.judging.status import record_of, worst_first
from hpplan.output.looks import WARNING, look_of
from hpplan.output.terminal.columns import (
    ROOMY,
    ScreenColumn,
    ScreenSection,
    drawn_sections,
    section_rule,
)
from hpplan.output.terminal.headline import title_line
from hpplan.output.terminal.layout import GAP, beside, fit, flow, flow_styled, wrap
from hpplan.output.terminal.listing import merged_notes
from hpplan.output.terminal.rows import line_columns
from hpplan.output.words.cells import mark_notes, moved_cell
from hpplan.output.words.changes import (
    arrival_cells,
    arrival_heads,
    change_text,
    evidence_line,
    kind_title,
    striking_sentences,
)
from hpplan.output.words.text import days, inert, status_word
from hpplan.phrases import sentences, some

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.console import RenderableType

    from hpplan.judging.changes import Change, ChangeKind
    from hpplan.judging.status import Status
    from hpplan.output.views import ChangesView

SHOWN_KINDS: Mapping[ChangeKind, Status] = {
    "newly-overdue": "overdue",
    "newly-off-track": "off-track",
    "newly-at-risk": "at-risk",
    "corrected": "at-risk",
    "newly-silent": "silent",
    "revised": "suspended",
    "recovered": "on-track",
    "met": "met",
    "changed": "on-track",
    "first-report": "on-track",
    "moved": "on-track",
}
"""The kinds of change in their order on the screen, what turned worse first, each with the status
whose look and columns its section has."""

MOVED_ROOM = 16
"""Columns of figures up to which their unit of measure stands behind them on a narrow screen."""

MOST_UNPROVEN = 8
"""Items without evidence that are named, at most."""


class _Line(NamedTuple):
    """What happened to an item, or alike to several members of one target.

    Attributes:
        changes: what happened to each, the largest gap first.
        line: the items as they stand now.
    """

    changes: Sequence[Change]
    line: ListLine


def changes_table(view: ChangesView) -> list[RenderableType]:
    """Draw the headline, and the changes kind by kind."""
    parts = _headline(view)
    sections: list[ScreenSection] = []
    for kind, status in SHOWN_KINDS.items():
        lines = _lines([change for change in view.listed if change.kind == kind])
        if not lines:
            continue
        if kind != "met" or view.verbose:
            sections.append(_section(kind, status, lines, view))
            continue
        parts += drawn_sections(sections, view.width) + _met(lines, view)
        sections = []
    parts += drawn_sections(sections, view.width)
    return [*parts, *(_rows(view) if view.rows else ()), *_hints(view)]


def _lines(changes: Sequence[Change]) -> list[_Line]:
    """Put what happened alike to members of one target together, the largest gap first."""
    groups: dict[str, list[Change]] = {}
    for change in changes:
        groups.setdefault(common_id(change.item), []).append(change)
    lines = []
    for group in groups.values():
        group.sort(key=lambda change: -(change.now.gap or 0))
        lines.append(_Line(group, ListLine(tuple(change.now for change in group))))
    return sorted(lines, key=lambda each: -(each.line.gap or 0))


def _headline(view: ChangesView) -> list[RenderableType]:
    """Draw the plan, the two days, and how many items had each status then and now."""
    changes, width = view.changes, view.width
    n = len(changes.arrivals)
    came = ngettext("{n} row came in", "{n} rows came in", n).format(n=n)
    between = _("{since} → {as_of} ({days}, {came}; each day as it was known then)").format(
        since=changes.since,
        as_of=changes.as_of,
        days=days((changes.as_of - changes.since).days),
        came=came,
    )
    parts: list[RenderableType] = [
        title_line(view.catalogue.plan, changes.as_of),
        Text(fit(between, width)),
    ]
    totals = flow_styled(_totals(changes.before, changes.after), width)
    parts += [totals] if totals.plain else []
    if not changes.found:
        parts.append(Text(_("Nothing moved.")))
    return parts


def _totals(before: Mapping[Status, int], after: Mapping[Status, int]) -> list[Text]:
    """Return what each status came to then and now, where it changed or is urgent."""
    found = []
    for status in worst_first(each for each in {**before, **after}):
        then, now = before.get(status, 0), after.get(status, 0)
        if then == now and not (now and record_of(status).urgent):
            continue
        entry = Text().append(status_word(status), look_of(status).style)
        found.append(entry.append(f" {then} → ").append(str(now), "bold"))
    return found


def _section(
    kind: ChangeKind, status: Status, lines: Sequence[_Line], view: ChangesView
) -> ScreenSection:
    """Return the section of a kind of change: figures then and now, and what the status was."""
    count = sum(len(each.changes) for each in lines)
    merged = merged_notes([each.line for each in lines])
    left = len(lines) - view.limit if view.limit else 0
    lines = lines[: view.limit] if view.limit else lines
    columns = []
    for column in line_columns(status, [each.line for each in lines], view.catalogue, view.width):
        if column.key == "done":
            columns.append(_was(kind, lines))
            cells = [_moved(each, view.width) for each in lines]
            columns.append(ScreenColumn("done", _("then → now"), cells, right=True))
        elif column.key != "bar" and not (kind == "moved" and column.key == "call"):
            columns.append(column)
    style = look_of(status).style if status != "suspended" else "bold"
    reasons = [_reason(each, view) for each in lines]
    title = _("{title} {n}").format(title=kind_title(kind), n=count)
    notes = mark_notes([each.line for each in lines]) + merged
    return ScreenSection(
        title, notes, style, columns, reasons if any(reasons) else (), max(left, 0)
    )


def _was(kind: ChangeKind, lines: Sequence[_Line]) -> ScreenColumn:
    """Return the column of what the status was; where its section does not say, what it is now."""
    cells = []
    for each in lines:
        words = [status_word(each.changes[0].then.status)]
        if kind in {"revised", "corrected", "first-report", "changed"}:
            words.append(status_word(each.changes[0].now.status))
        cells.append(Text(" → ".join(dict.fromkeys(words)), "dim"))
    if kind in {"moved", "newly-silent"}:
        cells = [Text("") for _line in lines]
    return ScreenColumn("was", _("was") if any(cell.plain for cell in cells) else "", cells)


def _moved(each: _Line, width: int) -> Text:
    then = [change.then for change in each.changes]
    measured = moved_cell(then, each.line, measured=True)
    if width >= ROOMY or cell_len(measured) <= MOVED_ROOM:
        return Text(measured)
    return Text(moved_cell(then, each.line, measured=False))


def _reason(each: _Line, view: ChangesView) -> str:
    """Say what is to be known of a line: what was decided or taken back, or with `-v` all of it."""
    if view.verbose:
        texts = [change_text(change, view.catalogue) for change in each.changes]
        if len(each.changes) > 1:
            texts = [
                _("{item}: {text}").format(
                    item=inert(view.catalogue.name(change.item.member or "")), text=text
                )
                for change, text in zip(each.changes, texts, strict=True)
            ]
        return "\n".join(texts)
    told = [striking_sentences(change, view.catalogue) for change in each.changes]
    return sentences(list(dict.fromkeys(sentence for some_ in told for sentence in some_)))


def _met(lines: Sequence[_Line], view: ChangesView) -> list[RenderableType]:
    """Draw what is met as a short list, and which of it names no evidence."""
    changes = [change for each in lines for change in each.changes]
    title = _("{title} {n}").format(title=kind_title("met"), n=len(changes))
    entries = []
    for each in lines:
        name = inert(each.line.worst.item.target.name)
        count = len(each.changes)
        message = _("{id} {name} ({n})") if count > 1 else "{id} {name}"
        shown = each.line.id if count > 1 else each.line.worst.item.id
        entry = message.format(id=shown, name=name, n=count)
        late = any(change.now.late for change in each.changes)
        entries.append(_("{item} (late)").format(item=entry) if late else entry)
    parts = [
        "",
        section_rule(title, [], look_of("met").style, view.width),
        Text(fit(flow(entries, view.width), view.width)),
    ]
    if unproven := [change.item.id for change in changes if not change.evidence]:
        message = _("No report names evidence for {n}: {items}.")
        said = message.format(n=len(unproven), items=some(unproven, MOST_UNPROVEN))
        parts.append(Text(fit(said, view.width), WARNING))
    for change in changes:
        if told := sentences(striking_sentences(change, view.catalogue)):
            said = _("{item}: {text}").format(item=change.item.id, text=told)
            parts.append(Text(fit(said, view.width), WARNING))
    return parts


def _hints(view: ChangesView) -> list[RenderableType]:
    """Draw what is not listed, and how to see it."""
    hints = []
    if left := len(view.changes.found) - len(view.listed):
        hints.append(_("only the figure moved: {n} more, --all").format(n=left))
    if view.listed and not view.verbose:
        hints.append(_("reasons: -v"))
    if view.changes.arrivals and not view.rows:
        hints.append(_("rows that came in: --rows"))
    return ["", Text(fit(" · ".join(hints), view.width), "dim")] if hints else []


def _rows(view: ChangesView) -> list[RenderableType]:
    """Draw the rows that came in, by unit, with notes and evidence under the figures."""
    changes, catalogue, width = view.changes, view.catalogue, view.width
    title = _("{title} {n}").format(title=_("Rows that came in"), n=len(changes.arrivals))
    parts: list[RenderableType] = ["", section_rule(title, [], "bold", width)]
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
