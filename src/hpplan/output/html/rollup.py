"""Write what many plans come to as one HTML page: no network, no other file, no script."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpplan.i18n import _, prose, spoken
from hpplan.judging.status import worst_first
from hpplan.judging.summary import share
from hpplan.output.html.element import element, fragment, markup
from hpplan.output.html.page import ASSETS, page_head
from hpplan.output.html.svg import sign_symbols
from hpplan.output.words.shelf import twin_lines
from hpplan.output.words.shelf_sections import not_counted, shelf_sections, shelf_title
from hpplan.output.words.text import status_word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

    from hpplan.output.views import RollupView
    from hpplan.output.words.shelf import WordedColumn
    from hpplan.output.words.shelf_sections import ShelfSection

TWINS_ON_PAGE = 20
"""How many plans that repeat another are named."""

_STYLE = """
main.shelf { max-width: 96rem; margin: 0 auto; padding: 0 1.6rem; }
.shelf section { margin: 0 0 2.6rem; }
.shelf .big { display: flex; flex-wrap: wrap; gap: .4rem 3rem; }
.shelf .big b { display: block; font: 700 2rem/1.2 var(--serif); }
.shelf .counts { display: flex; flex-wrap: wrap; gap: .1rem 1.2rem; }
.shelf nav ul { display: flex; flex-wrap: wrap; gap: 0 1.2rem; }
.shelf .wide { overflow-x: auto; }
.shelf table { border-collapse: collapse; width: 100%; font-size: .88rem; }
.shelf th, .shelf td { text-align: left; vertical-align: top; padding: .3rem .7rem .3rem 0;
  border-bottom: 1px solid rgb(var(--line)); overflow-wrap: normal; word-break: keep-all; }
.shelf thead th { border-bottom-color: rgb(var(--ink)); vertical-align: bottom; }
.shelf tbody th { font-weight: 400; min-width: 11rem; }
.shelf td:not(.num) { min-width: 6rem; }
.shelf th.num, .shelf td.num { text-align: right; white-space: nowrap; padding-left: .6rem; }
"""
"""Beside the report's style: names stay whole, and a table that is too wide moves by itself."""


def rollup_page(view: RollupView) -> bytes:
    """Write a roll-up as an HTML page; the same roll-up gives the same bytes."""
    style = (ASSETS / "report.css").read_text(encoding="utf-8") + _STYLE
    sections = shelf_sections(view)
    title = shelf_title(view)
    body = element(
        "body",
        markup(sign_symbols()),
        element("a", _("To the content"), class_="skip", href="#main"),
        element(
            "header",
            element("h1", title),
            element("p", _("as of {day}").format(day=prose(view.as_of)), class_="day"),
            *(element("p", line, class_="note") for line in _notes(view)),
            class_="top",
        ),
        element(
            "main",
            _overview(view),
            _contents(sections),
            *map(_section, sections),
            id="main",
            class_="shelf",
        ),
        element(
            "footer", element("p", _("Made by hpplan rollup, as of {day}.").format(day=view.as_of))
        ),
    )
    head = page_head(f"{title} · {view.as_of}", style)
    document = element("html", head, body, lang=spoken().tag)
    return f"<!DOCTYPE html>\n{document}\n".encode("utf-8", "backslashreplace")


def _notes(view: RollupView) -> list[str]:
    """Say what is to be known of the figures."""
    return [*filter(None, [not_counted(view)]), *twin_lines(view.twins, TWINS_ON_PAGE)]


def _overview(view: RollupView) -> Markup:
    """Return how many plans count, how much is met, and how the items stand."""
    totals, counts = view.totals, view.totals.counts
    tally = [
        element(
            "li",
            markup(f'<svg class="sign" aria-hidden="true"><use href="#s-{status}"/></svg>'),
            f"{status_word(status)} ",
            element("b", counts.number(status)),
            class_=status,
        )
        for status in worst_first(counts.of)
        if counts.number(status)
    ]
    return element(
        "section",
        element(
            "div",
            _figure(_("counted"), totals.counted, totals.plans),
            _figure(status_word("met"), counts.number("met"), counts.measurable),
            class_="big",
        ),
        element("ul", *tally, class_="counts"),
    )


def _figure(word: str, part: int, whole: int) -> Markup:
    """Return a share, and of what it is one."""
    said = _("{word}: {part} of {whole}").format(word=word, part=part, whole=whole)
    return element("p", element("b", share(part, whole).partition(" ")[2]), said)


def _contents(sections: Sequence[ShelfSection]) -> Markup:
    """Return the lists of the page, each with how long it is."""
    links = [
        element(
            "li",
            element("a", section.title, href=f"#{section.key}"),
            element("span", section.whole, class_="n"),
        )
        for section in sections
    ]
    return element("nav", element("ul", *links), aria_label=_("On this page"))


def _section(section: ShelfSection) -> Markup:
    """Return a list below its heading."""
    heading = fragment(section.title, element("span", section.whole, class_="n"))
    more = section.whole - len(section.columns[0].cells)
    return element(
        "section",
        element("h2", heading),
        element("p", " · ".join(section.notes), class_="note") if section.notes else "",
        element(
            "div",
            _table(section.columns),
            class_="wide",
            tabindex="0",
            role="region",
            aria_label=section.title,
        ),
        element("p", _("… {n} more").format(n=more), class_="note") if more else "",
        id=section.key,
    )


def _table(columns: Sequence[WordedColumn]) -> Markup:
    """Return the columns of a list as a table."""
    kinds = ["num" if column.right else None for column in columns]
    heads = [
        element("th", column.head, scope="col", class_=kind)
        for column, kind in zip(columns, kinds, strict=True)
    ]
    rows = [
        element(
            "tr",
            element("th", first, scope="row", class_=kinds[0]),
            *(element("td", cell, class_=kind) for cell, kind in zip(rest, kinds[1:], strict=True)),
        )
        for first, *rest in zip(*(column.cells for column in columns), strict=True)
    ]
    return element("table", element("thead", element("tr", *heads)), element("tbody", *rows))
