"""The first screen: what is to be decided, what else is open, and whom to ask."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from hpplan.i18n import _, ngettext, prose
from hpplan.judging.changes import NEWLY
from hpplan.judging.standing import calls
from hpplan.judging.status import record_of
from hpplan.judging.summary import measurable
from hpplan.output.html.element import element, fragment
from hpplan.output.html.pictures import gap_picture, tally_picture
from hpplan.output.html.signs import count_badge, heading, items_counted, section, sign
from hpplan.output.html.view import LINES_SHOWN
from hpplan.output.words.cells import call_cell, done_cell, planned_cell, unmeasured_word
from hpplan.output.words.outline import doubtful_line
from hpplan.output.words.text import status_word
from hpplan.output.words.totals import duties_line, fell_due_line, met_share_line
from hpplan.plan.model import figure_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from markupsafe import Markup

    from hpplan.judging.agenda import AgendaPoint
    from hpplan.judging.assess import Assessment
    from hpplan.judging.standing import ListLine
    from hpplan.output.html.view import LineGroup, ReportPage

COLUMN_POINTS: tuple[AgendaPoint, ...] = ("due", "lost", "reach")
"""What a meeting decides on, a column each."""

FIRST_CALLS = 5
"""How many units are named that are to be asked first, while no unit is looked for."""


class PointWords(NamedTuple):
    """What a point of the agenda is called, and what is to be done under it."""

    title: Callable[[], str]
    ask: Callable[[], str]


POINT_WORDS: Mapping[AgendaPoint, PointWords] = {
    "due": PointWords(
        lambda: _("Due and not done"), lambda: _("To decide: extend, drop, or push through")
    ),
    "lost": PointWords(
        lambda: _("Out of reach by the due date"), lambda: _("To decide: more effort, or revise")
    ),
    "reach": PointWords(lambda: _("Within reach with a push"), lambda: _("To watch, week by week")),
    "closing": PointWords(
        lambda: _("Only the closing figure is missing"),
        lambda: _("On course at their last report: to be asked for the figure of the due date"),
    ),
    "silent": PointWords(lambda: _("Nothing heard for too long"), lambda: _("To be asked")),
}


def points_section(page: ReportPage) -> Markup:
    """Return what is to be decided, the worst of it, and what else there is to ask."""
    columns = [_column(page, group) for group in page.groups if group.point in COLUMN_POINTS]
    return section(
        "decide",
        _("What is to be decided"),
        totals(page),
        element("div", *columns, _beside(page), class_="points"),
    )


def totals(page: ReportPage) -> Markup:
    """Return what everything comes to, in a line above a bar."""
    items = page.meeting.assessments
    fell = [each for each in items if measurable(each) and each.terms.due < page.as_of]
    share = met_share_line(items)
    whole = [
        f"{status_word('met')} {share}" if share else "",
        fell_due_line(fell) if fell else "",
        duties_line(items),
        doubtful_line(items),
    ]
    said = element("p", " · ".join(filter(None, whole)), class_="note whole")
    tally = page.tally_of(items)
    entries = [
        element(
            "li",
            sign(each.status),
            status_word(each.status),
            " ",
            count_badge(each.number),
            class_=each.status,
            data_i=page.numbers_of(item for item in items if item.status == each.status),
        )
        for each in tally
    ]
    bar = element("div", tally_picture(tally), class_="whole") if tally else ""
    return fragment(element("ul", *entries, class_="tally"), bar, said)


def _column(page: ReportPage, group: LineGroup) -> Markup:
    """Return the lines of a point, those first that are worst; the style hides the rest."""
    words, n = POINT_WORDS[group.point], len(group.items)
    title: object = words.title()
    link = element("a", title, href=f"#{group.point}") if group.lines else title
    lines = [_line(page, line) for line in group.lines]
    more = element("p", element("a", _more(group), href=f"#{group.point}"), class_="more")
    return element(
        "div",
        heading(3, fragment(sign(group.status), link), n),
        element("p", words.ask(), class_="note"),
        element("ol", *lines) if lines else element("p", _("None."), class_="none"),
        more if len(lines) > LINES_SHOWN else "",
        class_=f"point {group.status}",
        data_g=True,
    )


def _more(group: LineGroup) -> Markup:
    """Say how many lines there are beyond those that are shown."""
    left = sum(len(line.items) for line in group.lines[LINES_SHOWN:])
    before, _n, after = _("{n} more").partition("{n}")
    return fragment(before, element("span", left, class_="left"), after)


def _line(page: ReportPage, line: ListLine) -> Markup:
    """Return an item as a bar, what is done beside what is due by now, and who holds it back."""
    done, planned = done_cell(line, measured=True), planned_cell(line)
    due = fragment(" ", element("span", "/ ", due_now(planned), class_="note")) if planned else ""
    return element(
        "li",
        element(
            "a",
            element("b", line.id, class_="id"),
            " ",
            line.worst.item.target.name,
            href=page.href(line.worst.item.id),
        ),
        element(
            "span",
            unmeasured_word(line.worst) or gap_picture(line.worst, line.progress, done),
            element("span", element("b", done), due),
            class_="measure",
        ),
        element("span", *call_cell(line, page.catalogue), class_="who"),
        data_i=page.numbers_of(line.items),
        class_=line.worst.status,
    )


def due_now(planned: str) -> str:
    """Say what is due by now."""
    return _("due now {figure}").format(figure=planned)


def _beside(page: ReportPage) -> Markup:
    """Return what is open besides, what moved, and whom to ask."""
    return element("div", _open_besides(page), _since(page), _first_calls(page), class_="beside")


def _open_besides(page: ReportPage) -> Markup:
    items = page.meeting.assessments
    open_ = [each for each in items if not record_of(each.status).closed]
    groups = {group.point: group.items for group in page.groups}
    lost = [target.id for target in page.meeting.lost if figure_of(target) is None]
    found: list[tuple[str, Sequence[Assessment], str]] = [
        (POINT_WORDS["closing"].title(), groups["closing"], "#closing"),
        (POINT_WORDS["silent"].title(), groups["silent"], "#silent"),
        (_("Nobody took it on"), [each for each in open_ if each.orphaned], ""),
        (_("Several report, nobody divided it"), [each for each in open_ if each.undivided], ""),
        (
            _("Figures that the source lost"),
            [each for each in items if each.item.target.id in lost],
            "#illegible",
        ),
    ]
    entries = [_entry(page, *each) for each in found if each[1]]
    if not entries:
        return fragment()
    return element("div", heading(3, _("Also open")), element("ul", *entries), data_g=True)


def _entry(page: ReportPage, title: str, items: Sequence[Assessment], href: str) -> Markup:
    """Return what is open besides: how many, and where the first of them is told of."""
    link = element("a", title, href=href or page.href(items[0].item.id))
    return element("li", link, " ", count_badge(len(items)), data_i=page.numbers_of(items))


def _since(page: ReportPage) -> Markup:
    """Say how many more are met than on the day of the last meeting, and how many turned worse."""
    changes = page.meeting.changes
    if changes is None:
        return fragment()
    met = sum(
        (each.now.status == "met") - (each.then.status == "met")
        for each in changes.found
        if measurable(each.now)
    )
    worse = [each for each in changes.found if each.kind in NEWLY.values()]
    said = fragment(
        status_word("met"),
        " ",
        element("b", f"{met:+d}"),
        _(", "),
        _("turned worse"),
        " ",
        element("b", len(worse)),
    )
    link = element("a", said, href="#changes")
    title = _("Since {day}").format(day=prose(changes.since))
    return element("div", heading(3, title), element("p", link), class_="whole")


def _first_calls(page: ReportPage) -> Markup:
    """Return who has most to move, and how much."""
    found = calls(page.meeting.assessments, page.catalogue)
    if page.meeting.units:
        found = [call for call in found if call.unit in page.meeting.units]
    if not found:
        return fragment()
    entries = (
        element(
            "li",
            element("a", page.catalogue.name(call.unit), href=f"#unit={call.unit}"),
            " ",
            element("span", items_counted(len(call.lines)), class_="note"),
            data_u=call.unit,
        )
        for call in found
    )
    more = len(found) - FIRST_CALLS
    left = ngettext("{n} more unit", "{n} more units", more).format(n=more)
    rest = element("p", element("a", left, href="#units"), class_="more whole") if more > 0 else ""
    return element(
        "div", heading(3, _("Whom to ask first")), element("ol", *entries), rest, class_="calls"
    )
