"""Draw the pictures of a report's page, with words in the user's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpplan.i18n import _
from hpplan.output.html.element import markup
from hpplan.output.html.svg import ChartWords, gap_bar, share_bar
from hpplan.output.html.svg_item import item_chart
from hpplan.output.words.pace import expected_text, likely_month
from hpplan.output.words.text import inert, reported_figure, required, status_word

if TYPE_CHECKING:
    from collections.abc import Iterable

    from markupsafe import Markup

    from hpplan.judging.assess import Assessment
    from hpplan.judging.briefing import Meeting
    from hpplan.numbers import Number
    from hpplan.output.html.view import StatusCount


def item_picture(meeting: Meeting, each: Assessment) -> Markup:
    """Draw an item over time; empty for a duty, and where there are no figures."""
    if each.item.target.kind == "duty":
        return markup("")
    wanted = inert(required(each))
    words = ChartWords(
        _("{item}: planned and reported over time").format(item=each.item.id),
        _("due {due}").format(due=each.terms.due),
        _("as-of day"),
        _("forecast {month} →").format(month=likely_month(each)),
        inert(reported_figure(each)),
        _("due {figure}").format(figure=wanted) if wanted else "",
    )
    return markup(
        item_chart(
            meeting.trajectory(each),
            due=each.terms.due,
            as_of=each.as_of,
            forecast=each.likely,
            uom=inert(each.item.target.measured_in() or ""),
            adds_up=each.item.target.kind != "level",
            words=words,
        )
    )


def gap_picture(each: Assessment, progress: Number | None, done: str) -> Markup:
    """Draw progress beside an item's plan; empty where neither is known.

    It is named by what was planned, not rounded to whole things: what is done stands beside it.

    Args:
        each: the item.
        progress: its progress, or that of all members of its group.
        done: what is done, in words.
    """
    planned = each.planned_progress
    if progress is None and planned is None:
        return markup("")
    label = done
    if each.planned is not None and progress == each.progress:
        figure = expected_text(each, each.planned)
        label = _("planned {figure}").format(figure=figure)
    return markup(gap_bar(progress, planned, inert(label)))


def tally_picture(tally: Iterable[StatusCount]) -> Markup:
    """Draw how many items have each status as a bar."""
    found = [(each.status, each.number) for each in tally]
    label = _(", ").join(f"{status_word(status)} {number}" for status, number in found)
    return markup(share_bar(found, label))
