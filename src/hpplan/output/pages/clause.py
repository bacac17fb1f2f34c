"""Compose the page of a clause or of a chapter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpplan.i18n import _, prose
from hpplan.judging.status import record_of
from hpplan.output.pages.blocks import DataTable, Fields, Heading, Paragraph
from hpplan.output.pages.items import items_table, late_items, tally_text
from hpplan.output.pages.target import reworded_blocks
from hpplan.output.words.text import inert
from hpplan.phrases import some
from hpplan.plan.segments import segments

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hpplan.judging.assess import Assessment
    from hpplan.output.pages.blocks import Block
    from hpplan.output.views import ShowView
    from hpplan.plan.model import Clause, Revision
    from hpplan.plan.segments import Segment


def clause_page(view: ShowView, clause: Clause) -> list[Block]:
    """Compose a clause's page: its text with every commitment marked, and its items."""
    catalogue = view.catalogue
    items = [item for item in catalogue.items.values() if item.clause.id == clause.id]
    assessments = view.of(items)
    blocks: list[Block] = [
        Heading(f"{clause.id} {inert(clause.title or '')}".rstrip()),
        Fields(
            (
                (_("leads"), some([inert(catalogue.name(lead)) for lead in clause.leads], 30)),
                (_("items"), tally_text(assessments)),
                (_("how it is read"), inert(clause.note or "")),
            )
        ),
        Heading(_("The document, with what each target quotes")),
        Paragraph(marked_text(clause)),
        *reworded_blocks(_decisions(assessments)),
    ]
    if clause.set_aside:
        rows = tuple((inert(each.quote), inert(each.why)) for each in clause.set_aside)
        blocks += [Heading(_("Set aside")), DataTable((_("words"), _("why")), rows)]
    return [
        *blocks,
        Heading(_("Its items as of {day}").format(day=prose(view.as_of))),
        items_table(view, assessments),
    ]


def _decisions(assessments: Iterable[Assessment]) -> list[Revision]:
    """Return the decisions that hold of any of some items, each once, in order of their days."""
    found = {id(each): each for item in assessments for each in item.terms.revisions}
    return sorted(found.values(), key=lambda each: each.on)


def marked_text(clause: Clause) -> str:
    """Return a clause's text with what each target quotes, and what is set aside, between marks."""
    return "".join(map(_segment, segments(clause)))


def _segment(segment: Segment) -> str:
    text = inert(segment.text)
    if segment.targets:
        return f"【{'+'.join(segment.targets)} {text}】"
    return f"〔{text}〕" if segment.aside else text


def chapter_page(view: ShowView, name: str) -> list[Block]:
    """Compose a chapter's page: its clauses with their items counted, and what is late."""
    chapter = view.catalogue.chapters[name]
    rows = []
    everything: list[Assessment] = []
    for clause in chapter.clauses:
        items = [item for item in view.catalogue.items.values() if item.clause.id == clause.id]
        assessments = view.of(items)
        everything += assessments
        leads = some([inert(view.catalogue.name(lead)) for lead in clause.leads], 4)
        rows.append((clause.id, inert(clause.title or ""), leads, tally_text(assessments)))
    late = [each for each in everything if record_of(each.status).urgent]
    return [
        Heading(f"{chapter.id} {inert(chapter.title)}"),
        Fields(((_("items"), tally_text(everything)),)),
        Heading(_("Its clauses as of {day}").format(day=prose(view.as_of))),
        DataTable((_("clause"), _("title"), _("leads"), _("items")), tuple(rows)),
        *late_items(view, late),
    ]
