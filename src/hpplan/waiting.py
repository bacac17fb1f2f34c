"""Which of a unit's items wait for a report, and which of them it should see to first."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hpplan.assess import Assessment, Status

PRESSING: tuple[Status, ...] = ("overdue", "off-track", "at-risk")
"""The statuses of what is late or will be, the worst first."""


def needs_attention(assessment: Assessment) -> bool:
    """Whether an item is late, or will be at its pace."""
    return assessment.status in PRESSING


def waiting(assessments: Sequence[Assessment], unit: str) -> list[Assessment]:
    """The items that a unit reports on and that can still be reported on, in the order to see to.

    What needs attention comes first, the worst of it foremost; then what the unit alone reports on,
    then what it shares with others, and last what is met. Within each the earlier due date is
    first, and what is due on the same day stands in the plan's order. Items that were withdrawn or
    have not begun wait for nothing.

    Args:
        assessments: items as judged, in the plan's order.
        unit: id of the unit.
    """

    def rank(each: Assessment) -> int:
        if each.status in PRESSING:
            return PRESSING.index(each.status)
        settled = each.status == "met"
        return len(PRESSING) + (2 if settled else int(len(each.item.reporters) > 1))

    found = [
        each
        for each in assessments
        if unit in each.item.reporters and each.status not in {"withdrawn", "upcoming"}
    ]
    return sorted(found, key=lambda each: (rank(each), each.terms.due))
