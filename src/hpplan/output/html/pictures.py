"""Draw the pictures of a report's page, with words in the user's language."""

from __future__ import annotations

from datetime import timedelta
from math import floor
from typing import TYPE_CHECKING

from markupsafe import Markup

from hpplan.i18n import _, ngettext
from hpplan.judging.status import record_of
from hpplan.output.html.svg import ChartWords
from hpplan.output.html.svg_all_items import ChartLane, ChartMark, all_items_chart
from hpplan.output.html.svg_item import item_chart
from hpplan.output.words.pace import likely_month
from hpplan.output.words.text import inert, status_word, value_of_required

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from hpplan.judging.assess import Assessment
    from hpplan.judging.briefing import Meeting
    from hpplan.plan.model import Clause


def markup(text: str) -> Markup:
    """Mark our own pictures, style and script, whose texts are escaped already, as safe."""
    return Markup(text)  # noqa: S704


def is_open(each: Assessment) -> bool:
    """Tell whether an item is still to be finished; a duty never is."""
    return not record_of(each.status).settled and each.item.target.kind != "duty"


def item_picture(meeting: Meeting, each: Assessment) -> Markup:
    """Draw an item over time; empty for a duty, and where there are no figures."""
    if each.item.target.kind == "duty":
        return markup("")
    words = ChartWords(
        _("{item}: planned and reported over time").format(item=each.item.id),
        _("due {due}").format(due=each.terms.due),
        _("as-of day"),
        _("forecast {month} →").format(month=likely_month(each)),
    )
    return markup(
        item_chart(
            meeting.trajectory(each),
            due=each.terms.due,
            as_of=each.as_of,
            forecast=each.likely,
            uom=inert(each.item.target.measured_in() or ""),
            words=words,
        )
    )


def all_items_picture(
    meeting: Meeting, chapters: Iterable[tuple[str, Sequence[Clause]]], href: Callable[[str], str]
) -> Markup:
    """Draw all items beside the time elapsed; empty for a plan of a single day.

    Args:
        meeting: the items and how they stand.
        chapters: the title and clauses of each chapter.
        href: where an item, by its id, is told of on the page.
    """
    plan = meeting.catalogue.plan
    if plan.start >= plan.end:
        return markup("")
    words = ChartWords(
        _("Where each open item stands in its planned time, by chapter"),
        _("the plan's end"),
        _("as of {day}").format(day=meeting.as_of),
    )
    return markup(
        all_items_chart(
            [_lane(meeting, title, clauses, href) for title, clauses in chapters],
            start=plan.start,
            end=plan.end,
            as_of=meeting.as_of,
            words=words,
            met=_("met {n}").format(n=meeting.counts["met"]),
        )
    )


def _lane(
    meeting: Meeting, title: str, clauses: Sequence[Clause], href: Callable[[str], str]
) -> ChartLane:
    items = [each for clause in clauses for each in meeting.of_clause[clause.id]]
    marks = [_mark(each, href) for each in items if is_open(each) and each.measures]
    met = [_mark(each, href) for each in items if each.status == "met"]
    duties = sum(each.item.target.kind == "duty" for each in items)
    rest = len(items) - len(marks) - len(met) - duties
    notes = [
        ngettext("{n} duty", "{n} duties", duties).format(n=duties) if duties else "",
        _("{n} not measured").format(n=rest) if rest else "",
    ]
    return ChartLane(inert(title), _(", ").join(filter(None, notes)), marks, met)


def _mark(each: Assessment, href: Callable[[str], str]) -> ChartMark:
    earned = floor(each.measures.earned) if each.measures else 0
    name = f"{each.item.id} {inert(each.item.target.name)}"
    title = _("{name}: {status}, {value}").format(
        name=name, status=status_word(each.status), value=value_of_required(each)
    )
    day = each.start + timedelta(days=earned)
    return ChartMark(day, each.status, href(each.item.id), title)
