"""Write a meeting as one HTML page: no network, no other file."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from hpplan.i18n import _, prose, spoken
from hpplan.judging.standing import ORDERS
from hpplan.output.html.clauses import clauses_section
from hpplan.output.html.element import element, fragment, markup
from hpplan.output.html.item_rows import rows_section, when_head
from hpplan.output.html.moved import changes_section
from hpplan.output.html.points import FIRST_CALLS, due_now, points_section
from hpplan.output.html.register import register_heads, register_section
from hpplan.output.html.remarks import remark_sections
from hpplan.output.html.signs import opens_in_place, section
from hpplan.output.html.svg import sign_symbols
from hpplan.output.html.unit_rows import unit_heads, units_section
from hpplan.output.html.view import LINES_SHOWN, ReportPage
from hpplan.output.words import outline
from hpplan.output.words.cells import order_word
from hpplan.output.words.text import status_word
from hpplan.output.words.totals import extent_line, first_steps, no_verdict_line
from hpplan.problem import errors

if TYPE_CHECKING:
    from collections.abc import Iterable

    from markupsafe import Markup

    from hpplan.judging.briefing import Meeting

ASSETS = Path(__file__).with_name("assets")
"""The page's style and script."""

MOST_FAULTS = 50
"""Faults that are shown; `hpplan check` shows all."""


def report_page(meeting: Meeting, *, full: bool = False) -> bytes:
    """Write a meeting as an HTML page; the same meeting gives the same bytes.

    Args:
        meeting: how things stand.
        full: whether everything is printed, unfolded; else what a meeting needs on paper.
    """
    page = ReportPage(meeting, full=full)
    style = (ASSETS / "report.css").read_text(encoding="utf-8") + _worded_style(page)
    script = (ASSETS / "report.js").read_text(encoding="utf-8")
    body = element(
        "body",
        markup(sign_symbols()),
        element("a", _("To the content"), class_="skip", href="#main"),
        _header(page),
        _tools(page),
        element(
            "main",
            *_sections(page),
            id="main",
            data_lines=LINES_SHOWN,
            data_calls=FIRST_CALLS,
        ),
        element("footer", element("p", _made(page))),
        element("script", markup(script)),
        class_="full" if full else "brief",
    )
    document = element(
        "html", page_head(f"{page.title} · {page.as_of}", style, script), body, lang=spoken().tag
    )
    return f"<!DOCTYPE html>\n{document}\n".encode("utf-8", "backslashreplace")


def _sections(page: ReportPage) -> Iterable[Markup]:
    """Return the sections, in the order of a meeting."""
    if page.is_empty:
        yield _empty(page)
    else:
        yield points_section(page)
        yield rows_section(page)
        yield changes_section(page)
    yield units_section(page)
    yield clauses_section(page)
    yield register_section(page)
    yield remark_sections(page)


def _empty(page: ReportPage) -> Markup:
    """Return, of a plan without any row, what it holds and what to do next."""
    holds = extent_line(page.catalogue)
    if fell := page.meeting.counts["overdue"]:
        holds = _("{holds}; {n} fell due").format(holds=holds, n=fell)
    steps = (element("li", step) for step in first_steps())
    return section(
        "decide",
        no_verdict_line(page.catalogue, page.as_of),
        element("p", holds),
        element("ul", *steps),
    )


def _made(page: ReportPage) -> str:
    return _("Made by hpplan from plan.yaml and data/progress, as of {day}.").format(day=page.as_of)


def page_head(title: str, style: str, script: str = "") -> Markup:
    """Return what the browser is to know before it shows a page."""
    return element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=_policy(style, script)),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("meta", name="referrer", content="no-referrer"),
        element("meta", name="robots", content="noindex"),
        element("link", rel="icon", href="data:,"),
        element("title", title),
        element("style", markup(style)),
    )


def _policy(style: str, script: str) -> str:
    """Return the content security policy: this style and this script, and nothing else."""
    rules = (
        "default-src 'none'",
        f"style-src {_digest(style)}",
        *([f"script-src {_digest(script)}"] if script else []),
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
    )
    return "; ".join(rules)


def _digest(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def _header(page: ReportPage) -> Markup:
    """Return the plan and the day, and what is to be known of the figures."""
    plan, meeting = page.plan, page.meeting
    issued = " ".join(filter(None, (plan.issuer, plan.number)))
    scope, simulated = outline.scope_line(meeting), outline.simulated_line(meeting)
    return element(
        "header",
        element("p", issued, class_="issuer") if issued else "",
        element("h1", page.title),
        element("p", outline.day_line(plan, page.as_of), class_="day"),
        element("p", scope, class_="scope") if scope else "",
        element("p", element("b", simulated), class_="simulated", role="note") if simulated else "",
        _faults(page),
        class_="top",
    )


def _faults(page: ReportPage) -> Markup:
    """Return the faults for which rows were left out, folded."""
    found = errors(page.meeting.problems)
    left_out = outline.left_out_line(page.meeting.workspace.left_out)
    if not found and not left_out:
        return fragment()
    lines = (
        element("li", f"{each.position}: {each.code} {each.message}")
        for each in found[:MOST_FAULTS]
    )
    title = left_out or _("Faults in the progress files")
    return opens_in_place(title, element("ul", *lines), class_="faults")


def _tools(page: ReportPage) -> Markup:
    """Return the links to the sections; with a script also the filters, and a mode to present."""
    links = [
        ("decide", _("To decide")),
        ("rows", _("Item by item")),
        ("changes", _("What moved")),
        ("units", _("Units")),
        ("clauses", _("Clauses")),
        ("all", _("All items")),
        ("judging", _("Rules")),
    ]
    if page.is_empty:
        links = [each for each in links if each[0] not in {"decide", "rows"}]
    if page.meeting.changes is None or page.is_empty:
        links = [each for each in links if each[0] != "changes"]
    entries = (element("li", element("a", text, href=f"#{name}")) for name, text in links)
    nav = element("nav", element("ul", *entries), aria_label=_("On this page"))
    return element("div", nav, _filters(page), _presenting(page), class_="tools")


def _filters(page: ReportPage) -> Markup:
    """Return what the script filters and sorts by; without a script it stays hidden."""
    units = [(score.unit, page.catalogue.name(score.unit)) for score in page.meeting.scores]
    chapters = [(name, title) for name, title, _clauses in page.chapters]
    statuses = [(each, status_word(each)) for each in page.meeting.statuses]
    parts = [_select("unit", _("who"), units), _select("chapter", _("chapter"), chapters)]
    if not page.is_empty:
        parts.append(_select("status", _("status"), statuses))
        orders = [(each, order_word(each)) for each in ORDERS]
        parts.append(_select("sort", _("sorted"), orders, everything=False))
    reset = element("button", _("Show all"), type="reset")
    return element(
        "form",
        *parts,
        element("output"),
        reset,
        class_="filter",
        aria_label=_("Show only"),
        hidden=True,
    )


def _select(
    name: str, label: str, choices: Iterable[tuple[str, str]], *, everything: bool = True
) -> Markup:
    options = [("", _("all")), *choices] if everything else choices
    chosen = (element("option", text, value=value) for value, text in options)
    select = element("select", *chosen, name=name)
    return element("label", element("span", label), " ", select)


def _presenting(page: ReportPage) -> Markup:
    """Return the buttons that show one item after the other; without a script they stay hidden."""
    if page.is_empty:
        return fragment()
    steps = element(
        "div",
        element("button", "←", type="button", class_="back", aria_label=_("Back")),
        element("span", class_="place"),
        element("button", "→", type="button", class_="next", aria_label=_("Next")),
        element("button", _("End"), type="button", class_="stop"),
        class_="steps",
        hidden=True,
    )
    start = element("button", _("Present"), type="button", class_="present", hidden=True)
    return fragment(start, steps)


def _worded_style(page: ReportPage) -> str:
    """Return the style that has words in it: the heads of printed pages, and labels of cards."""
    left = page.title
    right = outline.simulated_line(page.meeting) or prose(page.as_of)
    heads = f"@page{{@top-left{{content:{_quoted(left)}}}@top-right{{content:{_quoted(right)}}}}}\n"
    labels = {".rows .planned": due_now("")}
    labels |= {f"#{group.point} .when": when_head(group.point) for group in page.groups}
    labels |= {f".unit .{css}": text for css, text in unit_heads()}
    labels |= {
        f".register td:nth-child({number})": text for number, text in enumerate(register_heads(), 1)
    }
    cards = "".join(
        f"{place}:not(:empty)::before{{content:{_quoted(f'{text.strip()} ')}}}"
        for place, text in labels.items()
    )
    folded = ((".point li", LINES_SHOWN), (".calls li", FIRST_CALLS))
    hidden = "".join(
        f"html:not(.scripted) {lines}:nth-child(n+{shown + 1}){{display:none}}\n"
        for lines, shown in folded
    )
    return f"{heads}{hidden}@media screen and (max-width:37.4rem){{{cards}}}\n"


def _quoted(text: str) -> str:
    """Quote a text for CSS by its code points."""
    points = "".join(f"\\{ord(letter):06x}" for letter in text)
    return f'"{points}"'
