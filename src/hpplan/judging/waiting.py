"""Which items of a unit wait for a report, and in which order they are put to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpplan.judging.status import urgent
from hpplan.judging.turn import may_have_no_part, turn_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hpplan.judging.assess import Assessment


def waiting(assessments: Sequence[Assessment], unit: str) -> list[Assessment]:
    """Return the items that a unit may report on, in the order in which it is asked for them.

    What has to be filled in stands first: what the unit holds back, the worst status first, then
    what it has not reported on. Then come the items of which it is to say whether it has a part,
    those that nobody took on, those in order, the unit's own before others', and last those of
    which its part is done or declined, whose figures may still move. In each of these groups the
    order is that of the due dates, and on one day that of the assessments. What asks nothing of the
    unit, now or ever, is left out.

    Args:
        assessments: items judged on one day, in the plan's order.
        unit: id of the unit.
    """
    mine = [each for each in assessments if turn_of(each, unit)]
    return sorted(mine, key=lambda each: (_group(each, unit), each.terms.due))


def must_be_filled_in(assessment: Assessment, unit: str) -> bool:
    """Tell whether a report of a unit on an item is due, not only an answer if it has a part."""
    return turn_of(assessment, unit) in {"move", "report"} and not may_have_no_part(
        assessment, unit
    )


def is_shared(assessment: Assessment) -> bool:
    """Tell whether other units take part in the item as well."""
    return len(assessment.taking_part) > 1


def _group(assessment: Assessment, unit: str) -> int:
    """Return the place of an item's group in the order."""
    pressing, turn = urgent(), turn_of(assessment, unit)
    if must_be_filled_in(assessment, unit):
        return pressing.index(assessment.status) if turn == "move" else len(pressing)
    places = ("move", "report", "settle", "update", "update shared", "wait", "done", "declined")
    name = "update shared" if turn == "update" and is_shared(assessment) else turn or ""
    return len(pressing) + 1 + places.index(name)
