"""Say what stands in a notice to a unit: every text that a template may ask for, by name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len

from hpplan.i18n import _, ngettext, prose, spoken
from hpplan.judging.standing import ListLine
from hpplan.judging.status import worst_first
from hpplan.judging.turn import may_have_no_part
from hpplan.judging.urged import figure_asked
from hpplan.output.words.asking import contact_of, unit_called
from hpplan.output.words.cells import planned_cell
from hpplan.output.words.explain import explain
from hpplan.output.words.outline import sections_of, simulated_line
from hpplan.output.words.text import (
    days_left,
    inert,
    item_called,
    names,
    plan_title,
    reported_figure,
    required,
    status_heading,
    status_word,
)
from hpplan.phrases import sentences, some
from hpplan.plan.model import figure_text

if TYPE_CHECKING:
    from datetime import date

    from hpplan.judging.assess import Assessment
    from hpplan.judging.briefing import Meeting
    from hpplan.judging.urged import Notice
    from hpplan.plan.items import Catalogue
    from hpplan.plan.model import Clause

MOST_NAMED = 3
"""Units that a cell of the table names; of more it names two, and says how many others."""

_YEARS = re.compile(r"\s*[（(][^（()）]*\d{4}[^（()）]*[）)]$")


def notice_values(
    notice: Notice, meeting: Meeting, reply_by: date | None, *, annex: bool = False
) -> dict[str, Any]:
    """Return what a template may ask for, by name: texts, and lists of these.

    Args:
        notice: what is urged.
        meeting: how things stand.
        reply_by: the day by which a reply is asked; None leaves it to be filled in.
        annex: whether the arithmetic is asked for as an annex.
    """
    catalogue, plan = meeting.catalogue, meeting.catalogue.plan
    office, unit = plan.office, catalogue.units[notice.unit]
    coordinator = catalogue.units.get(plan.coordinator or "")
    red_head = inert(office.red_head or "") if office else ""
    places = iter(range(1, len(notice.items) + 1))
    sections = [
        {
            "numeral": heading_numeral(number),
            "title": title,
            "entries": [
                _entry(each, notice.unit, catalogue, place=next(places), within=within)
                for within, each in enumerate(items, 1)
            ],
        }
        for number, (title, items) in enumerate(_sections(notice), 1)
    ]
    return {
        "plan": plan_title(plan),
        "matter": inert(_YEARS.sub("", plan.title)),
        "number": inert(plan.number or ""),
        "issuer": inert(plan.issuer or ""),
        "red_head": red_head,
        "red_head_width": -(-cell_len(red_head) // 2),
        "office": inert(office.name) if office else "",
        "office_number": inert(office.number or "") if office else "",
        "copies_to": _(", ").join(map(inert, office.copies_to)) if office else "",
        "coordinator": unit_called(coordinator) if coordinator else "",
        "coordinator_contact": contact_of(coordinator) if coordinator else "",
        "unit": unit_called(unit),
        "contact": contact_of(unit),
        "as_of": prose(meeting.as_of),
        "reply_by": prose(reply_by) if reply_by else "",
        "simulated": simulated_line(meeting),
        "summary": notice_summary(notice),
        "remarks": _remarks(notice),
        "annex": annex,
        "sections": sections,
        "items": [entry for section in sections for entry in section["entries"]],
        "waits": [_waiting(each, notice.unit, catalogue) for each in notice.waits],
    }


def _sections(notice: Notice) -> list[tuple[str, list[Assessment]]]:
    """Return heading and items of each section; what is off track in one, reachable or not."""
    found: dict[str, list[Assessment]] = {}
    for title, _note, items in sections_of(notice.items):
        off = items[0].status == "off-track"
        found.setdefault(status_heading("off-track") if off else title, []).extend(items)
    return list(found.items())


def notice_summary(notice: Notice) -> str:
    """Count the items by status: `3 overdue, 21 off-track`."""
    urged = [each.status for each in notice.items]
    counts = [(status, urged.count(status)) for status in worst_first(urged)]
    return _(", ").join(
        ngettext("{n} {status}", "{n} {status}", n).format(n=n, status=status_word(status))
        for status, n in counts
    )


def _entry(
    assessment: Assessment, unit: str, catalogue: Catalogue, *, place: int, within: int
) -> dict[str, Any]:
    """Return the values of one item, its place in the notice and within its section."""
    item = assessment.item
    others = _others(assessment, unit, catalogue)
    return {
        "place": place,
        "numeral": heading_numeral(within),
        "id": item.id,
        "name": inert(item.target.name),
        "called": item_called(item),
        "article": article_of(item.clause, catalogue),
        "status": status_word(assessment.status),
        "clause": item.clause.id,
        "clause_title": inert(item.clause.title or ""),
        "quote": inert(item.target.quote),
        "required": required(assessment),
        "now": _now(assessment),
        "own_now": _own_now(assessment, unit) if others and assessment.reported else "",
        "by_now": _by_now(assessment),
        "missing": _missing(assessment),
        "held_by": _held_by(assessment, unit, catalogue),
        "due": prose(assessment.terms.due),
        "due_day": assessment.terms.due.isoformat(),
        "left": days_left(assessment),
        "explanation": explain(assessment, catalogue),
        "others": _(", ").join(inert(catalogue.name(other)) for other in others),
        "own": _own(assessment, unit) if others else "",
        "asked": _asked(assessment, unit),
    }


def _waiting(assessment: Assessment, unit: str, catalogue: Catalogue) -> dict[str, str]:
    """Return the values of an item of which the unit has done its part."""
    item, target = assessment.item, assessment.item.target
    day, figure = assessment.latest.get(unit, (None, None))
    done = "" if figure is None else inert(figure_text(figure, target.measured_in()))
    if day and done:
        done = _("{value} ({day})").format(value=done, day=prose(day))
    holders = (*assessment.behind, *assessment.unheard)
    return {
        "id": item.id,
        "name": inert(target.name),
        "called": item_called(item),
        "article": article_of(item.clause, catalogue),
        "status": status_word(assessment.status),
        "required": required(assessment),
        "due_day": assessment.terms.due.isoformat(),
        "done": done,
        "held_by": names(holders, catalogue),
    }


def article_of(clause: Clause, catalogue: Catalogue) -> str:
    """Name a clause as an official text does: 第1.2条."""
    if clause is catalogue.plan.closing:
        return _("the closing paragraph")
    return _("clause {id}").format(id=clause.id)


def _now(assessment: Assessment) -> str:
    """Say how far an item is."""
    if assessment.value is None:
        return _("not reported")
    return inert(reported_figure(assessment))


def _own_now(assessment: Assessment, unit: str) -> str:
    """Say how far the unit itself is with an item that it shares."""
    if unit in assessment.declined:
        return _("you: no part in it")
    _day, figure = assessment.latest.get(unit, (None, None))
    if figure is None:
        return _("you: not reported")
    value = inert(figure_text(figure, assessment.item.target.measured_in()))
    return _("you: {value}").format(value=value)


def _by_now(assessment: Assessment) -> str:
    """Say what was due by the last report; of what is overdue all of it."""
    if assessment.status == "overdue":
        return required(assessment)
    figure, uom = planned_cell(ListLine((assessment,))), assessment.terms.uom
    if not figure or not uom or figure.endswith("%"):
        return figure
    return f"{figure}{spoken().before_unit}{inert(uom)}"


def _missing(assessment: Assessment) -> str:
    """Say in a word or two which figure is missing; empty where none is."""
    asked = None if assessment.orphaned else figure_asked(assessment)
    if asked == "closing":
        return _("closing figure missing")
    return _("current figure missing") if asked else ""


def _held_by(assessment: Assessment, unit: str, catalogue: Catalogue) -> str:
    """Say who holds an item back, the unit that is addressed first."""
    if assessment.orphaned:
        return _("nobody took it on")
    holders = dict.fromkeys((*assessment.behind, *assessment.unheard))
    named = [_("your unit")] if unit in holders else []
    named += [inert(catalogue.name(other)) for other in holders if other != unit]
    held = some(named, MOST_NAMED if len(named) <= MOST_NAMED else MOST_NAMED - 1)
    return _("{names} (undivided)").format(names=held) if assessment.undivided else held


def _remarks(notice: Notice) -> str:
    """Say what to do where the table says that a figure is missing, or whose an item is."""
    asked = {figure_asked(each) for each in notice.items if not each.orphaned}
    said = []
    if "closing" in asked:
        said.append(
            _("Where the closing figure is missing, please report it, of the due date or later.")
        )
    if "current" in asked:
        said.append(_("Where the current figure is missing, please report it."))
    if any(each.undivided for each in notice.items):
        said.append(
            _(
                "Where an item is undivided, please settle which unit reports on it; if your unit"
                " has no part in it, please say so and why."
            )
        )
    if any(each.orphaned for each in notice.items):
        said.append(
            _("Where nobody took an item on, please settle with the units asked whose it is.")
        )
    return sentences(said)


def _others(assessment: Assessment, unit: str, catalogue: Catalogue) -> list[str]:
    """Return who else takes part in an item, or of one that nobody took on could have; by group."""
    units = assessment.taking_part or assessment.item.acting(assessment.as_of)
    others = [other for other in units if other != unit]
    for group in catalogue.plan.groups:
        members = [member for member in group.members if member != unit]
        if len(members) > 1 and set(members) <= set(others):
            at = others.index(next(other for other in others if other in members))
            others = [other for other in others if other not in members]
            others.insert(at, group.id)
    return others


def _own(assessment: Assessment, unit: str) -> str:
    """Say what the unit itself reported last on an item that it shares."""
    day, figure = assessment.latest.get(unit, (None, None))
    if unit in assessment.declined:
        return _("You declared to have no part in it.")
    if day is None or figure is None:
        return _("You have never reported on it.")
    value = inert(figure_text(figure, assessment.item.target.measured_in()))
    return _("Your last report, of {day}, says {value}.").format(day=prose(day), value=value)


def _asked(assessment: Assessment, unit: str) -> str:
    """Ask for the figure that is missing, and whose an item is that is not divided; else empty."""
    if assessment.orphaned:
        return _(
            "All units asked declared to have no part in it. Please settle with them which unit"
            " reports on it."
        )
    asked = figure_asked(assessment)
    said = []
    if assessment.undivided:
        said.append(_("Nobody divided the work on it. Please settle which unit reports on it."))
    if may_have_no_part(assessment, unit):
        said.append(_("If your unit has no part in it, please say so and why."))
    if asked == "closing":
        message = _("Please report the closing figure, of {due} or later.")
        said.append(message.format(due=prose(assessment.terms.due)))
    elif asked:
        said.append(_("Please report the current figure."))
    return sentences(said)


def heading_numeral(number: int) -> str:
    """Write a heading's number: 十二 in Chinese, up to 99; else 12."""
    numerals = spoken().numerals
    if not numerals or not 0 < number < 100:  # noqa: PLR2004
        return str(number)
    tens, ones = divmod(number, 10)
    ten = (numerals[tens - 1] if tens > 1 else "") + numerals[9] if tens else ""
    return ten + (numerals[ones - 1] if ones else "")
