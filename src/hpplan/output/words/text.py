"""Word statuses, days and figures, and make text from files harmless."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from hpplan.i18n import LANGUAGES, _, ngettext, speaking, spoken
from hpplan.numbers import decimal_text
from hpplan.phrases import listed, some
from hpplan.plan.doubts import is_draft
from hpplan.plan.model import figure_text, lost_figure, relative_to_baseline

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from hpplan.judging.assess import Assessment
    from hpplan.judging.status import Status
    from hpplan.numbers import Number
    from hpplan.plan.items import Catalogue, Item
    from hpplan.plan.model import Kind, Operator, Plan
    from hpplan.plan.period import Cadence, Period

_Code = TypeVar("_Code", bound=str)

# Controls, the marks that turn, join or hide what stands beside them, and what no XML may hold.
HIDING = (
    "\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\U000e0000-\U000e007f"
)
# Letters and marks that take no place, or look like a blank, though they count as printable.
UNSEEN = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0" + "".join(
    map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)))
)
_UNSEEN = frozenset(UNSEEN)
_UNSAFE = f"[\x00-\x08\x0b-\x1f\ud800-\udfff{HIDING}{UNSEEN}]"
# What a CI service would take for a command in its log.
_COMMAND = re.compile(r"(?<![A-Za-z0-9_:])::|##(?=\[|vso\[)", re.ASCII)
_BLANK = re.compile("[\t\r\n]+")


def inert(text: str) -> str:
    """Return text on one line, each control character and invisible mark in it as `<U+001B>`."""
    if "::" in text or "##" in text:
        text = _COMMAND.sub(_shown, text)
    # As nearly all text is, and the pattern takes long to compile.
    if text.isprintable() and _UNSEEN.isdisjoint(text):
        return text
    return re.sub(_UNSAFE, _shown, _BLANK.sub(" ", text))


def plan_title(plan: Plan) -> str:
    """Return the plan's title, and that it is a draft while anything is to be confirmed."""
    title = inert(plan.title)
    return _("{title} (draft)").format(title=title) if is_draft(plan) else title


def _shown(found: re.Match[str]) -> str:
    return f"<U+{ord(found[0][0]):04X}>{found[0][1:]}"


class StatusWords(NamedTuple):
    """What a status is called, in the user's language.

    Attributes:
        word: in a sentence or a cell, the same for one item as for many.
        heading: as the heading of those that have it.
    """

    word: Callable[[], str]
    heading: Callable[[], str]


STATUS_WORDS: Mapping[Status, StatusWords] = {
    "withdrawn": StatusWords(lambda: _("withdrawn"), lambda: _("Withdrawn")),
    "suspended": StatusWords(lambda: _("suspended"), lambda: _("Suspended")),
    "upcoming": StatusWords(lambda: _("upcoming"), lambda: _("Upcoming")),
    "met": StatusWords(lambda: _("met"), lambda: _("Met")),
    "kept": StatusWords(lambda: _("kept"), lambda: _("Kept")),
    "overdue": StatusWords(lambda: _("overdue"), lambda: _("Overdue")),
    "off-track": StatusWords(lambda: _("off-track"), lambda: _("Off track")),
    "at-risk": StatusWords(lambda: _("at-risk"), lambda: _("At risk")),
    "silent": StatusWords(lambda: _("silent"), lambda: _("Silent")),
    "unrated": StatusWords(lambda: _("unrated"), lambda: _("Unrated")),
    "on-track": StatusWords(lambda: _("on-track"), lambda: _("On track")),
}


def status_word(status: Status) -> str:
    """Return a status as a sentence or a cell has it; by its code where it has no word."""
    words = STATUS_WORDS.get(status)
    return words.word() if words else status


def status_heading(status: Status) -> str:
    """Return a status as the heading of its items; by its code where it has no word."""
    words = STATUS_WORDS.get(status)
    return words.heading() if words else status


KIND_WORDS: Mapping[Kind, Callable[[], str]] = {
    "count": lambda: _("count"),
    "amount": lambda: _("amount"),
    "level": lambda: _("level"),
    "milestone": lambda: _("milestone"),
    "duty": lambda: _("duty"),
}
"""What each kind of target is called."""


def status_names() -> dict[str, Status]:
    """Return the statuses by their words and headings in every language, in small letters."""
    return _in_every_language(
        lambda: [
            (word, status)
            for status, words in STATUS_WORDS.items()
            for word in (words.word(), words.heading())
        ]
    )


def kind_noun(kind: Kind) -> str:
    """Name a kind of target in a cell."""
    return KIND_WORDS[kind]()


def kind_names() -> dict[str, Kind]:
    """Return the kinds of targets by their words in every language, in small letters."""
    return _in_every_language(lambda: [(word(), kind) for kind, word in KIND_WORDS.items()])


def _in_every_language(words: Callable[[], Iterable[tuple[str, _Code]]]) -> dict[str, _Code]:
    """Return codes by their words in every language, in small letters."""
    found: dict[str, _Code] = {}
    for language in LANGUAGES:
        with speaking(language):
            found |= {word.casefold(): code for word, code in words()}
    return found


def days(count: int) -> str:
    """Return a number of days: `1 day`, `30 days`."""
    return ngettext("{n} day", "{n} days", count).format(n=count)


def days_left(assessment: Assessment) -> str:
    """Say how far the due date is off: `39 days left`, `today`, `326 days over`."""
    left = assessment.days_left
    if left == 0:
        return _("due today")
    if left > 0:
        return ngettext("{n} day left", "{n} days left", left).format(n=left)
    return ngettext("{n} day over", "{n} days over", -left).format(n=-left)


def made_on(day: date) -> datetime:
    """Return when a document of a day was made; its properties want a year of four digits."""
    return datetime.combine(max(day, date(1000, 1, 1)), time())


def was_due(assessment: Assessment) -> str:
    """Return the original due date, where decisions moved it; else empty."""
    due = assessment.item.due
    return _("was {due}").format(due=due) if due != assessment.terms.due else ""


def reported_figure(assessment: Assessment) -> str:
    """Return the figure reported, with its unit of measure; `-` where there is none."""
    if assessment.value is None:
        return "-" if assessment.item.target.kind == "duty" else _("-")
    return figure_text(assessment.value, assessment.terms.uom)


def required(assessment: Assessment) -> str:
    """Say what is required: `30 个`, `> 50%`, `about 1000 处`, `□5.1 公里`; empty for a duty."""
    return _required(assessment, assessment.terms.requirement, assessment.terms.uom)


def originally(assessment: Assessment) -> str:
    """Say what was required before decisions changed that; empty where none did."""
    target, terms = assessment.item.target, assessment.terms
    before = target.judged_by()
    if (before, target.measured_in()) == (terms.requirement, terms.uom):
        return ""
    return _required(assessment, before, target.measured_in())


def _required(
    assessment: Assessment, requirement: tuple[Operator, Number] | None, uom: str | None
) -> str:
    target = assessment.item.target
    relative = relative_to_baseline(target)
    if requirement is None and relative:
        return _beside_baseline(relative)
    if requirement is None:
        lost = lost_figure(target)
        measured = f"{spoken().before_unit}{inert(target.uom or '')}"
        return f"{lost[1]}{measured}".rstrip() if lost else ""
    if target.kind == "milestone":
        return "100%"
    operator, value = requirement
    text = inert(figure_text(value, uom))
    if relative and requirement == target.requirement():
        return _("{requirement}, {figure}").format(
            requirement=_beside_baseline(relative), figure=text
        )
    if operator == "at_least" and target.kind == "level":
        text = _("at least {figure}").format(figure=text)
    elif operator == "more_than":
        text = _("more than {figure}").format(figure=text)
    elif operator == "at_most":
        text = _("at most {figure}").format(figure=text)
    elif operator == "less_than":
        text = _("less than {figure}").format(figure=text)
    return _("about {figure}").format(figure=text) if target.approximate else text


def _beside_baseline(operator: Operator) -> str:
    """Say what is required of a level that is to better its baseline, or to keep it."""
    return {
        "at_least": _("at least the baseline"),
        "more_than": _("more than the baseline"),
        "at_most": _("at most the baseline"),
        "less_than": _("less than the baseline"),
    }[operator]


def value_of_required(assessment: Assessment, *, original: bool = True) -> str:
    """Say what is reported beside what is required: `12 of 30 个`, `38%`, `72% (at least 75%)`.

    With `original`, also beside what was required before decisions: `12 of 20 个 (was 30 个)`.
    """
    wanted, was = required(assessment), originally(assessment) if original else ""
    target = assessment.item.target
    if not wanted or target.kind == "milestone":
        return reported_figure(assessment)
    if was and target.kind == "level":
        return _("{value} ({required}, was {was})").format(
            value=inert(reported_figure(assessment)), required=wanted, was=was
        )
    if was:
        wanted = _("{required} (was {was})").format(required=wanted, was=was)
    if target.kind == "level":
        return _("{value} ({required})").format(
            value=inert(reported_figure(assessment)), required=wanted
        )
    if assessment.value is None:
        return _("- of {required}").format(required=wanted)
    value = decimal_text(assessment.value)
    if spoken().repeats_unit:
        value = inert(reported_figure(assessment))
    return _("{value} of {required}").format(value=value, required=wanted)


def who(assessment: Assessment, catalogue: Catalogue) -> str:
    """Return who owes an item, by name: a unit, or the clause's lead units and groups.

    A unit that ended, or handed the item over, is named no more where others go on for it.
    """
    item, day = assessment.item, assessment.as_of
    named = (item.member,) if item.member else item.target.reporters or item.clause.leads
    units = dict.fromkeys(unit for name in named for unit in item.heirs(name, day) or (name,))
    return listed(inert(catalogue.name(unit)) for unit in units)


def names(units: tuple[str, ...] | list[str], catalogue: Catalogue, most: int = 3) -> str:
    """Return the first units by name, and how many more there are."""
    return some([inert(catalogue.name(unit)) for unit in units], most)


def typed(command: str, plan: str) -> str:
    """Return a command as it is to be typed: with what names the plan, where that is needed."""
    return f"{command} --plan {inert(plan)}" if plan else command


def dividing(target: str, plan: str = "") -> str:
    """Return the command that divides a target."""
    command = "hpplan assign {target} {unit}".format(target=target, unit=_("UNIT"))
    return typed(command, plan)


def cadence_text(every: Cadence) -> str:
    """Say how often a target is owed."""
    return {
        "year": _("in each calendar year"),
        "half": _("in each half of a calendar year"),
        "quarter": _("in each quarter"),
        "month": _("in each month"),
    }[every]


def period_text(period: Period) -> str:
    """Return a period as a person would name it: the first half of 2025."""
    year, number = period.start.year, period.number
    if period.cadence == "half":
        text = _("the first half of {year}") if number == 1 else _("the second half of {year}")
        return text.format(year=year)
    if period.cadence == "quarter":
        return _("quarter {n} of {year}").format(n=number, year=year)
    if period.cadence == "month":
        return _("month {n} of {year}").format(n=number, year=year)
    return _("{year}").format(year=year)


def item_called(item: Item) -> str:
    """Return an item's name, with its period."""
    text = inert(item.target.name)
    if not item.period:
        return text
    return _("{name} ({period})").format(name=text, period=period_text(item.period))
