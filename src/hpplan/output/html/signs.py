"""Small parts that all sections of the page share: signs, chips, due dates, heads, links."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hpplan.i18n import _, ngettext
from hpplan.judging.status import record_of
from hpplan.output.html.element import element, fragment, markup
from hpplan.output.words.text import HIDING, UNSEEN, days_left, status_word, was_due

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from markupsafe import Markup

    from hpplan.judging.assess import Assessment
    from hpplan.judging.status import Status
    from hpplan.output.html.view import ReportPage, StatusCount

_WEB = re.compile(rf"https?://[^\s<>\"'\\^`{{|}}{HIDING}{UNSEEN}]+", re.IGNORECASE)


def sign(status: Status) -> Markup:
    """Return the sign of a status, which says nothing to who does not see it."""
    # A status is one of ours: letters and hyphens.
    return markup(
        f'<svg class="sign" aria-hidden="true" focusable="false"><use href="#s-{status}"/></svg>'
    )


def chip(status: Status) -> Markup:
    """Return the sign and word of a status."""
    return element("span", sign(status), status_word(status), class_=f"chip {status}")


def count_badge(n: int) -> Markup:
    """Return how many there are, as a heading has it; the page counts it anew when it filters."""
    return element("span", n, class_="n")


def heading(level: int, text: object, n: int | None = None, **attributes: object) -> Markup:
    """Return a heading, with how many stand under it where that is counted."""
    number = () if n is None else (" ", count_badge(n))
    return element(f"h{level}", text, *number, **attributes)


def signs_of(tally: Iterable[StatusCount]) -> Markup:
    """Return a tally as signs with numbers."""
    return fragment(
        *(
            element(
                "span",
                sign(each.status),
                element("span", f"{status_word(each.status)} ", class_="unseen"),
                each.number,
                " ",
                class_=each.status,
                title=status_word(each.status),
            )
            for each in tally
        )
    )


def broken(item: str) -> Markup:
    """Return an item's id, which may be broken before each `@`."""
    first, *rest = item.split("@")
    return fragment(first, *(fragment(element("wbr"), "@", part) for part in rest))


def link_of(evidence: str) -> str:
    """Return evidence as a link into the web; empty where it is anything else."""
    text = evidence.strip()
    return text if _WEB.fullmatch(text) else ""


def linked(text: str, link: str) -> object:
    """Return a text as a link into the web, where it is one."""
    if not link:
        return text
    return element("a", text, href=link, rel="noopener noreferrer", target="_blank")


def item_link(page: ReportPage, each: Assessment, *more: object) -> Markup:
    """Return the id and name of an item, leading to where it is told of."""
    name = (element("span", each.item.id, class_="id"), " ", each.item.target.name)
    return element("a", *name, *more, href=page.href(each.item.id))


def item_list(page: ReportPage, items: Sequence[Assessment]) -> Markup:
    """Return items by status, id and name alone: what is to be said of each stands elsewhere."""
    entries = (
        element(
            "li",
            element("span", sign(each.status), class_=each.status),
            element("span", f"{status_word(each.status)} ", class_="unseen"),
            item_link(page, each),
        )
        for each in items
    )
    return element("ul", *entries, class_="items")


def due_cell(each: Assessment) -> Markup:
    """Return the due date, how far it is off, and what it was."""
    closed = each.item.target.kind == "duty" or record_of(each.status).settled
    left = _(", ").join(filter(None, ("" if closed else days_left(each), was_due(each))))
    day = element("time", each.terms.due, datetime=each.terms.due)
    return fragment(day, *((" ", element("span", left, class_="left")) if left else ()))


def row_cells(named: Iterable[tuple[str, object]]) -> Markup:
    """Return the cells of a row, each by its class and what stands in it."""
    return fragment(*(fragment(element("span", part, class_=css), " ") for css, part in named))


def row_heads(named: Iterable[tuple[str, object]]) -> Markup:
    """Return the heads above rows; who hears the page hears the words in the rows instead."""
    return element("div", row_cells(named), class_="heads", aria_hidden="true")


def items_counted(n: int) -> str:
    """Say how many items there are."""
    return ngettext("{n} item", "{n} items", n).format(n=n)


def section(name: str, title: str, *inside: object, **attributes: object) -> Markup:
    """Return a section of the page under its heading."""
    head = heading(2, title, id=f"{name}-h")
    return element("section", head, *inside, id=name, aria_labelledby=f"{name}-h", **attributes)


def opens_in_place(summary: object, *inside: object, **attributes: object) -> Markup:
    """Return what opens in place below its one line."""
    return element("details", element("summary", summary), *inside, **attributes)
