"""Say what an item asks of a unit, and what units are called today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpplan.i18n import _, noted, pgettext, prose
from hpplan.judging.turn import may_have_no_part, turn_of
from hpplan.output.words.text import inert, names

if TYPE_CHECKING:
    from datetime import date

    from hpplan.judging.assess import Assessment
    from hpplan.plan.items import Catalogue
    from hpplan.plan.model import Unit

_NO_PART = noted("value", "none")


def asked_word(assessment: Assessment, unit: str) -> str:
    """Return in a word or two what an item asks of a unit; empty where that is nothing."""
    turn = turn_of(assessment, unit)
    if turn in {"move", "report"}:
        return say_if_involved() if may_have_no_part(assessment, unit) else to_be_filled_in()
    if turn == "settle":
        return say_whose_it_is()
    if turn in {"wait", "done"}:
        return own_part_done()
    if turn == "declined":
        return _("declared not involved")
    return _("as usual") if turn else ""


def to_be_filled_in() -> str:
    """Return what is said of an item on which a report of the unit is due."""
    return _("to be filled in")


def say_if_involved() -> str:
    """Return what is said of an undivided item on which the unit was never heard."""
    return _("say if involved")


def say_whose_it_is() -> str:
    """Return what is said of an item that nobody took on."""
    return _("say whose it is")


def own_part_done() -> str:
    """Return what is said of an item of which the unit has done its part."""
    return _("own part done")


def not_involved() -> str:
    """Return what a unit types as its figure that has no part in an item."""
    return pgettext("value", _NO_PART)


def unit_called(unit: Unit) -> str:
    """Return a unit's name as the document writes it, and today's where that is another."""
    name = inert(unit.name)
    return _("{name} (now {now})").format(name=name, now=inert(unit.now)) if unit.now else name


def contact_of(unit: Unit) -> str:
    """Say whom to call in a unit; empty where the plan does not."""
    return _("Contact: {contact}").format(contact=inert(unit.contact)) if unit.contact else ""


def ended(unit: Unit, catalogue: Catalogue, day: date) -> str:
    """Say when a unit ended and who took over; empty of one that is there on the day."""
    if unit.until is None or day <= unit.until:
        return ""
    said = _("ended on {day}").format(day=prose(unit.until))
    if not unit.into:
        return said
    heirs = names(unit.into, catalogue)
    return _("{ended}, taken over by {heirs}").format(ended=said, heirs=heirs)


def reached_by(unit: Unit, catalogue: Catalogue, day: date) -> str:
    """Return whom to call in a unit, or that it ended and who took over; empty where neither."""
    return ended(unit, catalogue, day) or inert(unit.contact or "")
