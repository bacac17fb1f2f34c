"""The document word for word, with what was made of each word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpplan.i18n import _
from hpplan.output.html.element import element, fragment
from hpplan.output.html.signs import (
    heading,
    items_counted,
    opens_in_place,
    row_cells,
    section,
    signs_of,
)
from hpplan.phrases import listed
from hpplan.plan.segments import segments

if TYPE_CHECKING:
    from markupsafe import Markup

    from hpplan.output.html.view import ReportPage
    from hpplan.plan.model import Clause
    from hpplan.plan.segments import Segment


def clauses_section(page: ReportPage) -> Markup:
    """Return the clauses by chapter, each folded behind its title and how its items stand."""
    note = _(
        "The document word for word. What a target quotes is underlined and bears its number;"
        " what commits to nothing is grey."
    )
    chapters = [
        element(
            "div",
            heading(3, title),
            *(_clause(page, clause) for clause in clauses),
            id=f"ch-{name}",
            data_g=True,
        )
        for name, title, clauses in page.chapters
    ]
    return section(
        "clauses", _("Chapters and clauses"), element("p", note, class_="note"), *chapters
    )


def _clause(page: ReportPage, clause: Clause) -> Markup:
    """Return a clause: its text with the marks of targets, its leads, and what is set aside."""
    own = page.meeting.of_clause[clause.id]
    stands = items_counted(len(own)) if page.is_empty else signs_of(page.tally_of(own))
    parts = [element("p", *(_part(page, each) for each in segments(clause)), class_="text",
                     lang="zh-CN")]  # fmt: skip
    titled = [each.id for each in clause.targets if each.quote not in clause.text]
    if titled:
        said = _("Committed to by the title alone:")
        parts.append(element("p", f"{said} {'、'.join(titled)}", class_="note"))
    leads = listed(page.catalogue.name(lead) for lead in clause.leads)
    parts.append(element("p", f"{_('leads')} {leads}", class_="note"))
    if clause.note:
        parts.append(element("p", clause.note, class_="note"))
    if clause.set_aside:
        terms = (
            fragment(element("dt", each.quote), element("dd", each.why))
            for each in clause.set_aside
        )
        parts.append(heading(4, _("Set aside")))
        parts.append(element("dl", *terms, class_="aside"))
    return opens_in_place(
        row_cells((("id", clause.id), ("name", clause.title or ""), ("marks", stands))),
        element("div", *parts, class_="body", id=f"c-{clause.id}"),
        class_="clause",
        data_i=page.numbers_of(own),
    )


def _part(page: ReportPage, part: Segment) -> object:
    """Return a stretch of the text, as a target quotes it, or as it is set aside."""
    if part.targets:
        return element("mark", *(_quoted_by(page, each) for each in part.targets), part.text)
    return element("span", part.text, class_="aside") if part.aside else part.text


def _quoted_by(page: ReportPage, target: str) -> Markup:
    """Return a target's id, leading to the worst of its items where one is shown."""
    each = page.worst(target)
    if each is None:
        return element("span", target, class_="id")
    css = "id" if page.is_empty else f"id {each.status}"
    return element("a", target, class_=css, href=page.href(each.item.id))
