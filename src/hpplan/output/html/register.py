"""All items in one table, whose rows stand at the places that are the numbers of the items."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpplan.i18n import _
from hpplan.judging.status import record_of
from hpplan.output.html.element import element, fragment
from hpplan.output.html.pictures import gap_picture
from hpplan.output.html.signs import broken, chip, due_cell, heading, opens_in_place
from hpplan.output.html.view import chapter_of
from hpplan.output.words.explain import explain
from hpplan.output.words.text import value_of_required, who

if TYPE_CHECKING:
    from markupsafe import Markup

    from hpplan.judging.assess import Assessment
    from hpplan.output.html.view import ReportPage


def register_heads() -> tuple[str, ...]:
    """Return the heads of the columns."""
    return _("item"), _("name"), _("who"), _("status"), _("value"), _("due")


def register_section(page: ReportPage) -> Markup:
    """Return the table of all items, folded."""
    heads = (element("th", text, scope="col") for text in register_heads())
    rows = (_row(page, number, each) for number, each in enumerate(page.meeting.assessments))
    table = element(
        "table",
        element("thead", element("tr", *heads)),
        element("tbody", *rows),
        class_="register",
    )
    body = element(
        "div",
        table,
        class_="wide",
        tabindex="0",
        role="region",
        aria_label=_("Table of all items"),
    )
    title = heading(2, _("All items"), len(page.meeting.assessments), id="all-h")
    return element(
        "section", opens_in_place(title, body), id="all", aria_labelledby="all-h", data_g=True
    )


def _row(page: ReportPage, number: int, each: Assessment) -> Markup:
    """Return the row of an item; why it stands so is said where it has no row of its own."""
    item = each.item
    # Only ids: letters, digits and hyphens.
    marks = {
        "data_u": " ".join(item.reporters),
        "data_c": chapter_of(item.clause),
        "data_s": each.status,
    }
    clause = element("a", broken(item.id), href=f"#c-{item.clause.id}", class_="id")
    name: object = item.target.name
    if page.has_row(item.id):
        name = element("a", name, href=page.href(item.id))
    elif not page.is_empty:
        name = fragment(name, element("p", explain(each, page.catalogue), class_="why"))
    status = "" if page.is_empty else fragment(chip(each.status), late_word(each))
    progress = "" if each.progress is None else f"{float(each.progress):.4f}"
    return element(
        "tr",
        element("th", clause, scope="row", data_k=number),
        element("td", name),
        element("td", who(each, page.catalogue), class_="who"),
        element("td", status, data_k=record_of(each.status).rank),
        element("td", _value(each), data_k=progress),
        element("td", due_cell(each), data_k=each.terms.due),
        id=f"i-{item.id}",
        **marks,
    )


def late_word(each: Assessment) -> str:
    """Return that an item was met late, behind its status; empty of any other."""
    return f" {_('late')}" if each.late else ""


def _value(each: Assessment) -> Markup:
    """Return the reported figure beside the required one, and how far that is."""
    value = value_of_required(each)
    if each.item.target.kind == "duty" or value == "-":
        return fragment()
    if each.progress is None:
        return fragment(value)
    return fragment(value, gap_picture(each, each.progress, value))
