"""Which items of a unit wait for a report, and in which order they are put to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpplan.judging.status import record_of, urgent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hpplan.judging.assess import Assessment


def waiting(assessments: Sequence[Assessment], unit: str) -> list[Assessment]:
    """Return the items that a unit may report on, in the order in which somebody is asked for them.

    Those that need attention stand first: overdue, off-track, at-risk. The unit's own items
    follow, then those that other units report on as well, and last those that are met, whose
    figures may still move. In each of these groups the order is that of the due dates, and on one
    day that of the assessments. What is withdrawn or upcoming waits for nothing.

    Args:
        assessments: items judged on one day, in the plan's order.
        unit: id of the unit.
    """
    mine = [
        each for each in assessments if unit in each.item.reporters and record_of(each.status).asked
    ]
    return sorted(mine, key=lambda each: (_group(each), each.terms.due))


def needs_attention(assessment: Assessment) -> bool:
    """Tell whether an item is overdue, off-track or at-risk."""
    return record_of(assessment.status).urgent


def is_shared(assessment: Assessment) -> bool:
    """Tell whether other units report on the item as well."""
    return len(assessment.item.reporters) > 1


def _group(assessment: Assessment) -> int:
    """Return the place of an item's group in the order."""
    pressing = urgent()
    if needs_attention(assessment):
        return pressing.index(assessment.status)
    if record_of(assessment.status).settled:
        return len(pressing) + 2
    return len(pressing) + is_shared(assessment)
