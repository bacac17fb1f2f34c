"""Whose turn it is: what an item asks of a unit, the same in forms, notices and the scoreboard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from hpplan.judging.status import record_of

if TYPE_CHECKING:
    from hpplan.judging.assess import Assessment

Turn = Literal["move", "settle", "report", "update", "declined", "wait", "done"]
"""What an item asks of a unit, whoever has most to do first.

move: it is overdue, off track or at risk, and the unit holds it back or was never heard from.
settle: all who could take it on have declared that they do not; whose it is has to be settled.
report: nothing else is wrong than that the unit has said nothing, or nothing for too long.
update: it is in order, and the next figure of it is due as always.
declined: the unit has declared that it has no part in it.
wait: the unit's own part stands done, and others hold the item back.
done: it is met.
"""


def turn_of(assessment: Assessment, unit: str) -> Turn | None:
    """Tell what an item asks of a unit; None where nothing ever is.

    That is of items which are not asked for, and of units that do not answer for them on the day:
    no reporters of it, ended, not yet founded, or having handed it over.
    """
    record = record_of(assessment.status)
    if not record.asked or unit not in assessment.item.acting(assessment.as_of):
        return None
    if assessment.orphaned:
        return "settle"
    if unit in assessment.declined:
        return "declined"
    if assessment.status == "met":
        return "done"
    if unit in assessment.done_by and assessment.item.target.kind != "duty":
        return "wait"
    holds_back = unit in assessment.behind or unit in assessment.unheard
    if record.urgent:
        return "move" if holds_back else "wait"
    never = unit in assessment.unheard
    return "report" if never or (holds_back and assessment.status == "silent") else "update"


def may_have_no_part(assessment: Assessment, unit: str) -> bool:
    """Tell whether to ask a unit first if it has a part: never heard from, and nothing divided."""
    return assessment.undivided and unit in assessment.unheard
