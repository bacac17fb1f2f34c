"""What is urged of a unit: the items of its that are overdue, off track or at risk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from hpplan.judging.status import record_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hpplan.judging.assess import Assessment


class Notice(NamedTuple):
    """What is urged of one unit.

    Attributes:
        unit: id of the unit.
        items: its items that are urged.
    """

    unit: str
    items: list[Assessment]


def notices(assessments: Iterable[Assessment], units: Iterable[str]) -> list[Notice]:
    """Return a notice for each of these units with an item that is urged, in their order.

    An item stands in the notices of the units that hold it back or were never heard from: a unit
    that has done its part is not urged for what others have not. Who is merely silent is asked by
    telephone.
    """
    urged = [each for each in assessments if record_of(each.status).urgent]
    made = [
        Notice(unit, [each for each in urged if unit in (*each.behind, *each.unheard)])
        for unit in units
    ]
    return [notice for notice in made if notice.items]


def figure_asked(assessment: Assessment) -> Literal["closing", "current"] | None:
    """Tell which figure is missing, beside the account that is asked for of every item.

    The closing one where the due date has passed without it; the current one of an open item on
    which nothing was reported for too long.
    """
    if assessment.status == "overdue":
        unclosed = not assessment.reported or "no-closing-figure" in assessment.reasons
        return "closing" if unclosed else None
    return "current" if not assessment.reported or "silent" in assessment.reasons else None
