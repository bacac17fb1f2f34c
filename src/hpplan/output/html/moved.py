"""What moved since the last meeting, a fold for each kind of change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpplan.i18n import _, ngettext, prose
from hpplan.judging.changes import KINDS
from hpplan.output.html.element import element, fragment
from hpplan.output.html.signs import (
    heading,
    item_link,
    link_of,
    linked,
    opens_in_place,
    section,
    sign,
)
from hpplan.output.words.changes import (
    LONGEST_EVIDENCE,
    change_text,
    evidence_line,
    kind_title,
)
from hpplan.output.words.text import reported_figure, value_of_required, who
from hpplan.phrases import sentences as joined
from hpplan.phrases import shortened

if TYPE_CHECKING:
    from markupsafe import Markup

    from hpplan.judging.changes import Change, ChangeKind
    from hpplan.output.html.view import ReportPage


def changes_section(page: ReportPage) -> Markup:
    """Return what happened to each item since the day; empty where no day was named."""
    changes = page.meeting.changes
    if changes is None:
        return fragment()
    n = len(changes.arrivals)
    came = ngettext("{n} row came in.", "{n} rows came in.", n).format(n=n)
    said = joined([_("Each day as it was known then."), came])
    folds = [
        _of_kind(page, kind, found)
        for kind in KINDS
        if (found := [each for each in changes.found if each.kind == kind])
    ]
    return section(
        "changes",
        _("Since {day}").format(day=prose(changes.since)),
        element("p", said, class_="note"),
        *(folds or [element("p", _("Nothing moved."))]),
    )


def _of_kind(page: ReportPage, kind: ChangeKind, found: list[Change]) -> Markup:
    """Return the changes of a kind, of mere movements no more than the figures."""
    if kind == "moved":
        inside = element("ul", *(_moved(page, each) for each in found), class_="items")
    else:
        inside = fragment(*(_news(page, each) for each in found))
    return opens_in_place(
        heading(3, kind_title(kind), len(found)), inside, class_="kind", data_g=True
    )


def _moved(page: ReportPage, change: Change) -> Markup:
    figures = _("{then} → {now}").format(
        then=reported_figure(change.then), now=value_of_required(change.now)
    )
    note = element("span", figures, class_="note")
    return element(
        "li", item_link(page, change.now), " ", note, data_i=page.numbers_of([change.now])
    )


def _news(page: ReportPage, change: Change) -> Markup:
    """Return what happened to an item, in lines."""
    now = change.now
    title = fragment(
        element("span", sign(now.status), class_=now.status),
        item_link(page, now),
        " ",
        element("span", who(now, page.catalogue), class_="who"),
    )
    lines = (element("p", linked(line, link)) for line, link in _told(page, change))
    return element(
        "article",
        heading(4, title),
        element("div", *lines),
        class_="news",
        data_i=page.numbers_of([now]),
    )


def _told(page: ReportPage, change: Change) -> list[tuple[str, str]]:
    """Return what happened in lines, each with its link."""
    link = link_of(change.evidence)
    named = evidence_line(shortened(change.evidence, LONGEST_EVIDENCE)) if link else ""
    return [
        (line, link if line == named else "")
        for line in change_text(change, page.catalogue).split("\n")
    ]
