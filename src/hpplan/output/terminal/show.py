"""Draw `show`: how a thing stands, whom to call, the document's words, the newest reports.

With `-v` the whole page as Markdown has it, of an item behind the sentences that it opens with.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from hpplan.i18n import _, ngettext
from hpplan.judging.standing import common_id, sorted_lines, standings
from hpplan.judging.status import record_of
from hpplan.judging.summary import scores
from hpplan.judging.turn import turn_of
from hpplan.output.pages.blocks import Fields, Paragraph, terminal_blocks
from hpplan.output.pages.clause import marked_text
from hpplan.output.pages.items import tally_text
from hpplan.output.pages.show import show_page, subject_of
from hpplan.output.pages.target import MOST_UNITS, target_fields
from hpplan.output.pages.unit import clauses_led, newest_rows
from hpplan.output.terminal.item import item_body, item_head, reports_table
from hpplan.output.terminal.layout import fit
from hpplan.output.terminal.listing import status_sections
from hpplan.output.terminal.rows import section_rows
from hpplan.output.terminal.scoreboard import units_table
from hpplan.output.words.asking import reached_by, unit_called
from hpplan.output.words.text import inert, names, typed
from hpplan.phrases import some

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.console import RenderableType

    from hpplan.judging.assess import Assessment
    from hpplan.judging.turn import Turn
    from hpplan.output.views import ShowView
    from hpplan.plan.items import Item
    from hpplan.plan.model import Unit

MOST_IDS = 12
"""Items that are named by id, at most."""


def show_table(view: ShowView) -> list[RenderableType]:
    """Draw whatever the view's name stands for."""
    kind, items = subject_of(view)
    if kind == "item":
        assessment = view.assessments[items[0].id]
        head = item_head(view, assessment)
        if view.verbose:
            return [*head, *terminal_blocks(show_page(view)[1:], view.width)]
        return [*head, *item_body(view, assessment), *_hint(view)]
    if view.verbose:
        return terminal_blocks(show_page(view), view.width)
    if kind == "unit":
        unit = view.catalogue.unit(view.name)
        return (_unit(view, unit) if unit else _group(view)) + _hint(view)
    draw = {"target": _target, "clause": _clause, "chapter": _chapter}[kind]
    return draw(view, items) + _hint(view)


def _hint(view: ShowView) -> list[RenderableType]:
    """Draw what to type for more."""
    hint = _("in full, with the arithmetic and the rules: {command}")
    command = typed(f"hpplan show {inert(view.name)} -v", view.plan)
    return ["", Text(fit(hint.format(command=command), view.width), "dim")]


def _opened(view: ShowView, title: str, assessments: Sequence[Assessment]) -> list[RenderableType]:
    """Draw the title of several items, and how many stand how."""
    n = len(assessments)
    said = ngettext("{n} item: {tally}.", "{n} items: {tally}.", n)
    said = said.format(n=n, tally=tally_text(assessments))
    parts: list[RenderableType] = [Text(fit(title, view.width), "bold")]
    return parts + (terminal_blocks([Paragraph(said)], view.width) if assessments else [])


def _listed(view: ShowView, assessments: Sequence[Assessment]) -> list[RenderableType]:
    """Draw items by status as `status` does, members of the same standing on one line."""
    lines = sorted_lines(standings(assessments, view.assessments.values()), "gap")
    sections = status_sections(lines, view.catalogue.plan.policy)
    return section_rows(sections, view.catalogue, view.width)


def _target(view: ShowView, items: Sequence[Item]) -> list[RenderableType]:
    """Draw a target of several items: what it says, how each stands, the newest reports."""
    first, found = items[0], view.of(items)
    fields = target_fields(view, first.target, first.clause, None, found[0], brief=True)
    quote = (_("in the document"), f"【{inert(first.target.quote)}】")
    rows = view.rows(items)[::-1]
    nothing = _("Nothing was reported up to {day}.").format(day=view.as_of)
    ids = {common_id(item) for item in items}
    name = ids.pop() if len(ids) == 1 else first.target.id
    return [
        *_opened(view, f"{name} {inert(first.target.name)}", found),
        *terminal_blocks([Fields((quote, *fields))], view.width),
        *_listed(view, found),
        *reports_table(view, rows, nothing, many=True),
    ]


def _clause(view: ShowView, items: Sequence[Item]) -> list[RenderableType]:
    """Draw a clause: its text with every commitment marked, and how its items stand."""
    catalogue, found = view.catalogue, view.of(items)
    clause = catalogue.clauses[view.name]
    leads = (_("leads"), names(clause.leads, catalogue, MOST_UNITS))
    return [
        *_opened(view, f"{clause.id} {inert(clause.title or '')}".rstrip(), found),
        *terminal_blocks([Fields((leads,)), Paragraph(marked_text(clause))], view.width),
        *_listed(view, found),
    ]


def _chapter(view: ShowView, items: Sequence[Item]) -> list[RenderableType]:
    """Draw a chapter: its clauses, and what is late in it or will be."""
    chapter, found = view.catalogue.chapters[view.name], view.of(items)
    rows = tuple((clause.id, inert(clause.title or "")) for clause in chapter.clauses)
    return [
        *_opened(view, f"{chapter.id} {inert(chapter.title)}", found),
        *terminal_blocks([Fields(rows)], view.width),
        *_listed(view, [each for each in found if record_of(each.status).urgent]),
    ]


def _unit(view: ShowView, unit: Unit) -> list[RenderableType]:
    """Draw a unit: what is its own to move, what waits, its newest reports."""
    catalogue = view.catalogue
    found = list(view.assessments.values())
    turns = {each.item.id: turn_of(each, unit.id) for each in found}
    moves = [each for each in found if turns[each.item.id] in {"move", "settle"}]
    urged = [each for each in moves if record_of(each.status).urgent]
    fields = (
        (_("contact"), reached_by(unit, catalogue, view.as_of)),
        (_("leads clauses"), _(", ").join(clauses_led(unit, catalogue))),
        (_("to move"), str(len(urged))),
        (_("nobody took it on"), _ids(found, turns, "settle")),
        (_("not reported"), _ids(found, turns, "report")),
        (_("waiting for others"), _ids(found, turns, "wait")),
        (_("note"), inert(unit.note or "")),
    )
    nothing = _("It has reported nothing up to {day}.").format(day=view.as_of)
    return [
        *_opened(view, f"{unit.id} {unit_called(unit)}", found),
        *terminal_blocks([Fields(fields)], view.width),
        *_listed(view, urged),
        *reports_table(view, newest_rows(view, unit.id), nothing, many=True),
    ]


def _ids(assessments: Sequence[Assessment], turns: Mapping[str, Turn | None], turn: Turn) -> str:
    """Name the items that ask the same of a unit."""
    return some([each.item.id for each in assessments if turns[each.item.id] == turn], MOST_IDS)


def _group(view: ShowView) -> list[RenderableType]:
    """Draw a group: a row of the scoreboard for each member."""
    catalogue, found = view.catalogue, list(view.assessments.values())
    group = next(each for each in catalogue.plan.groups if view.name in {each.id, each.name})
    rows = scores(found, catalogue, group.members)
    return [
        *_opened(view, f"{group.id} {inert(group.name)}", found),
        *terminal_blocks([Fields(((_("note"), inert(group.note or "")),))], view.width),
        *units_table(rows, view),
    ]
