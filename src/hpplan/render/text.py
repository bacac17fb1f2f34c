"""Words and figures as people read them, and text from files made harmless."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hpplan.model import figure_text, lost_figure
from hpplan.numbers import decimal_text
from hpplan.words import _, ngettext

if TYPE_CHECKING:
    from hpplan.assess import Assessment, Status
    from hpplan.items import Catalogue, Item

# Controls, and the marks that turn, join or hide what stands beside them.
HIDING = (
    "\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f"
)
_UNSAFE = f"[\x00-\x08\x0b-\x1f{HIDING}]"
_BLANK = re.compile("[\t\r\n]+")


def inert(text: str) -> str:
    """Text from a file on one line, each control character and invisible mark as `<U+001B>`."""
    if text.isprintable():  # as nearly all text is, and the pattern takes long to compile
        return text
    return re.sub(_UNSAFE, lambda found: f"<U+{ord(found[0]):04X}>", _BLANK.sub(" ", text))


def status_word(status: Status) -> str:
    """A status as a heading would write it."""
    return {
        "withdrawn": _("withdrawn"),
        "upcoming": _("upcoming"),
        "met": _("met"),
        "kept": _("kept"),
        "overdue": _("overdue"),
        "off-track": _("off-track"),
        "at-risk": _("at-risk"),
        "silent": _("silent"),
        "unrated": _("unrated"),
        "on-track": _("on-track"),
    }[status]


def days(count: int) -> str:
    """A number of days: `1 day`, `30 days`."""
    return ngettext("{n} day", "{n} days", count).format(n=count)


def days_left(assessment: Assessment) -> str:
    """How far the due date is off: `39 days left`, `today`, `326 days over`."""
    left = assessment.days_left
    if left == 0:
        return _("due today")
    if left > 0:
        return ngettext("{n} day left", "{n} days left", left).format(n=left)
    return ngettext("{n} day over", "{n} days over", -left).format(n=-left)


def figure(assessment: Assessment) -> str:
    """The figure reported, with its unit of measure; `-` where there is none."""
    target = assessment.item.target
    if assessment.value is None:
        return "-"
    return figure_text(assessment.value, "%" if target.kind == "milestone" else target.uom)


def required(assessment: Assessment) -> str:
    """What is required: `30 个`, `> 50%`, `about 1000 处`, `□5.1 公里`; empty for a duty."""
    target = assessment.item.target
    requirement = assessment.terms.requirement
    if requirement is None:
        lost = lost_figure(target)
        return f"{lost[1]} {inert(target.uom or '')}".rstrip() if lost else ""
    if target.kind == "milestone":
        return "100%"
    operator, value = requirement
    text = inert(figure_text(value, target.uom))
    if operator == "at_least" and target.kind == "level":
        text = _("at least {figure}").format(figure=text)
    elif operator == "more_than":
        text = _("more than {figure}").format(figure=text)
    elif operator == "at_most":
        text = _("at most {figure}").format(figure=text)
    elif operator == "less_than":
        text = _("less than {figure}").format(figure=text)
    return _("about {figure}").format(figure=text) if target.approximate else text


def value_of_required(assessment: Assessment) -> str:
    """The figure reported beside the one required: `12 of 30 个`, `38%`, `72% (at least 75%)`."""
    wanted = required(assessment)
    target = assessment.item.target
    if not wanted or target.kind == "milestone":
        return figure(assessment)
    if target.kind == "level":
        return _("{value} ({required})").format(value=inert(figure(assessment)), required=wanted)
    if assessment.value is None:
        return _("- of {required}").format(required=wanted)
    return _("{value} of {required}").format(value=decimal_text(assessment.value), required=wanted)


def who(item: Item, catalogue: Catalogue) -> str:
    """The unit that owes an item, or the clause's lead units, by name."""
    units = (item.member,) if item.member else item.target.reporters or item.clause.leads
    return "、".join(inert(catalogue.name(unit)) for unit in units)


def names(units: tuple[str, ...] | list[str], catalogue: Catalogue, most: int = 3) -> str:
    """The first units by name, and how many more there are."""
    shown = "、".join(inert(catalogue.name(unit)) for unit in units[:most])
    more = len(units) - most
    if more <= 0:
        return shown
    return ngettext("{names} and {n} more", "{names} and {n} more", more).format(
        names=shown, n=more
    )
