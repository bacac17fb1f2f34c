"""One row an item: its gap and one sentence, with its chart and the arithmetic folded behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpplan.i18n import _
from hpplan.output.html.element import element, fragment, markup
from hpplan.output.html.pictures import gap_picture, item_picture
from hpplan.output.html.points import POINT_WORDS
from hpplan.output.html.signs import (
    broken,
    due_cell,
    heading,
    link_of,
    linked,
    opens_in_place,
    row_cells,
    row_heads,
    section,
    sign,
)
from hpplan.output.words.briefly import in_one_sentence
from hpplan.output.words.cells import (
    call_cell,
    days_cell,
    done_cell,
    likely_cell,
    mark_notes,
    planned_cell,
    silent_cell,
    unmeasured_word,
)
from hpplan.output.words.changes import LONGEST_EVIDENCE, evidence_line, note_line
from hpplan.output.words.explain import explain
from hpplan.output.words.text import status_word, who
from hpplan.phrases import shortened

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from markupsafe import Markup

    from hpplan.judging.agenda import AgendaPoint
    from hpplan.judging.assess import Assessment
    from hpplan.judging.standing import ListLine
    from hpplan.output.html.view import LineGroup, ReportPage

LONGEST_NOTE_SHOWN = 200
"""Characters of a note beyond which its beginning alone is shown."""


def _over(each: Assessment) -> str:
    return days_cell(-each.days_left)


_WHEN: Mapping[AgendaPoint, tuple[Callable[[], str], Callable[[Assessment], str]]] = {
    "due": (lambda: _("over"), _over),
    "lost": (lambda: _("likely"), likely_cell),
    "reach": (lambda: _("likely"), likely_cell),
    "closing": (lambda: _("over"), _over),
    "silent": (lambda: _("unheard"), silent_cell),
}
"""What says when, under each point: its head, and what stands in it."""


def when_head(point: AgendaPoint) -> str:
    """Return the head of the column that says when, under a point."""
    return _WHEN[point][0]()


def rows_section(page: ReportPage) -> Markup:
    """Return the rows of all that needs attention, in the order of a meeting."""
    groups = [_group(page, group) for group in page.groups if group.lines]
    if not groups:
        return section("rows", _("Item by item"), element("p", _("Nothing needs attention.")))
    return section("rows", _("Item by item"), _legend(page), *groups)


def _legend(page: ReportPage) -> Markup:
    """Say what the parts of bars and charts are."""
    bar = '<rect class="{css}" width="24" height="6"/>'
    signs = (
        (bar.format(css="fill"), _("done")),
        (bar.format(css="missing"), _("missing of what is due by now")),
        ('<path class="planned" d="M0 3h24"/>', _("planned")),
        ('<path class="reported" d="M0 3h24"/><circle class="dot" cx="12" cy="3" r="2.2"/>',
         _("reported")),
        ('<path class="carried" d="M0 3h24"/>', _("carried forward")),
        ('<path class="ahead" d="M0 3h24"/>', _("forecast")),
    )  # fmt: skip
    drawn = '<svg viewBox="0 0 24 6" aria-hidden="true">{shape}</svg>'
    parts = [fragment(markup(drawn.format(shape=shape)), word, " ") for shape, word in signs]
    lines = [line for group in page.groups for line in group.lines]
    return element("p", *parts, _(", ").join(mark_notes(lines)), class_="legend note")


def _group(page: ReportPage, group: LineGroup) -> Markup:
    """Return the rows under one point, below their heads."""
    words, n = POINT_WORDS[group.point], len(group.items)
    title = heading(3, fragment(sign(group.status), words.title()), n, class_=group.status)
    heads = (
        ("id", _("item")),
        ("name", _("name")),
        ("gap", _("progress")),
        ("done", _("done")),
        ("planned", _("due now")),
        ("when", when_head(group.point)),
        ("who", _("call")),
    )
    rows = [
        _row(page, group, line, ranks) for line, ranks in zip(group.lines, group.ranks, strict=True)
    ]
    return element(
        "div",
        title,
        element("p", words.ask(), class_="note"),
        row_heads(heads),
        element("div", *rows, class_="rows"),
        id=group.point,
        class_="group",
        data_g=True,
    )


def _row(page: ReportPage, group: LineGroup, line: ListLine, ranks: tuple[int, ...]) -> Markup:
    """Return the row of a line."""
    worst, done = line.worst, done_cell(line, measured=True)
    cells = (
        ("id", fragment(sign(worst.status), _unseen(worst), broken(line.id))),
        ("name", worst.item.target.name),
        ("gap", unmeasured_word(worst) or gap_picture(worst, line.progress, done)),
        ("done", done),
        ("planned", planned_cell(line)),
        ("when", _WHEN[group.point][1](worst)),
        ("who", fragment(*call_cell(line, page.catalogue))),
        ("why", in_one_sentence(line, page.catalogue)),
    )
    return opens_in_place(
        row_cells(cells),
        element(
            "div",
            *(_unfolded(page, each, alone=len(line.items) == 1) for each in line.items),
            class_="body",
            id=f"a-{worst.item.id}",
        ),
        class_=f"row {worst.status}",
        data_i=page.numbers_of(line.items),
        data_k=" ".join(map(str, ranks)),
    )


def _unseen(each: Assessment) -> Markup:
    return element("span", f"{status_word(each.status)} ", class_="unseen")


def _unfolded(page: ReportPage, each: Assessment, *, alone: bool) -> Markup:
    """Return the arithmetic of an item, what was said of it last, and its chart."""
    member = page.catalogue.name(each.item.member) if each.item.member else ""
    clause = each.item.clause.id
    link = element("a", _("clause {id}").format(id=clause), href=f"#c-{clause}")
    facts = fragment(due_cell(each), " · ", link, " · ", who(each, page.catalogue))
    words = element(
        "div",
        "" if alone else heading(4, f"{each.item.id} {member}"),
        element("p", explain(each, page.catalogue)),
        element("p", facts, class_="note"),
        *_said(page, each),
        class_="words",
    )
    return element("article", words, item_picture(page.meeting, each), class_="told")


def _said(page: ReportPage, each: Assessment) -> list[Markup]:
    """Return the newest note and evidence."""
    found = page.said_of(each)
    if found is None:
        return []
    (row, unit), lines = found, []
    if row.note.strip():
        lines.append(element("p", note_line(unit, row, page.catalogue, LONGEST_NOTE_SHOWN)))
    if row.evidence.strip():
        evidence = evidence_line(shortened(row.evidence, LONGEST_EVIDENCE))
        lines.append(element("p", linked(evidence, link_of(row.evidence))))
    return [element("div", *lines, class_="said")]
