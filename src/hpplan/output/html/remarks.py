"""What stands at the end of the page: revisions, lost figures, how statuses come about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpplan.i18n import _
from hpplan.output.html.element import element, fragment
from hpplan.output.html.signs import chip, heading, item_link, opens_in_place
from hpplan.output.words.outline import lost_line, revisions_of, status_meanings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from markupsafe import Markup

    from hpplan.output.html.view import ReportPage


def remark_sections(page: ReportPage) -> Markup:
    """Return the sections at the end, each folded; those that say nothing are left out."""
    return fragment(_revised(page), _lost(page), _judging(page))


def _folded(name: str, title: str, n: int | None, *inside: object) -> Markup:
    head = heading(2, title, n, id=f"{name}-h")
    body = element("div", *inside, class_="body")
    return element(
        "section", opens_in_place(head, body), id=name, aria_labelledby=f"{name}-h", class_="end"
    )


def _terms(pairs: Iterable[tuple[object, object]], css: str = "") -> Markup:
    """Return terms with what is to be said of each."""
    parts = (fragment(element("dt", term), element("dd", said)) for term, said in pairs)
    return element("dl", *parts, class_=css)


def _revised(page: ReportPage) -> Markup:
    """Return what was decided on each revised item."""
    found = page.meeting.revised
    if not found:
        return fragment()
    pairs = ((item_link(page, each), revisions_of(each)) for each in found)
    return _folded("revised", _("Revised targets"), len(found), _terms(pairs))


def _lost(page: ReportPage) -> Markup:
    """Return the figures that the source lost."""
    found = page.meeting.lost
    if not found:
        return fragment()
    note = _(
        "Each □ is a digit that cannot be read in the source. Nothing is guessed; until the figure"
        " is filled in, there is nothing to measure against."
    )
    pairs = (
        (item_link(page, each), lost_line(target))
        for target in found
        if (each := page.worst(target.id))
    )
    title = _("Figures that the source lost")
    return _folded("illegible", title, len(found), element("p", note, class_="note"), _terms(pairs))


def _judging(page: ReportPage) -> Markup:
    """Return how each status comes about, in the order in which they are tried."""
    pairs = ((chip(status), text) for status, text in status_meanings(page.plan.policy))
    first = _(
        "An item is judged by the rows dated up to the day. The first of these that holds is its"
        " status; its explanation names every reason that holds."
    )
    last = _(
        "The planned value grows evenly from start to due date, or through its checkpoints. The"
        " earned schedule ES is the time at which it was what is reported now; AT is the time up"
        " to the report, PD the whole time. SPI = ES / AT; below 1 is behind. The forecast is the"
        " middle of three months of completion: at the average pace, at that of the last half of"
        " AT, and at that of its last quarter. SPI is not judged in the first sixth of the time."
    )
    return _folded(
        "judging",
        _("How statuses come about"),
        None,
        element("p", first),
        _terms(pairs, "judging"),
        element("p", last),
    )
