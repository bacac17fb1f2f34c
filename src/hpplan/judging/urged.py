"""What is urged of a unit: what is its own to move of what is overdue, off track or at risk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from hpplan.judging.status import record_of
from hpplan.judging.turn import turn_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hpplan.judging.assess import Assessment


class Notice(NamedTuple):
    """What is urged of one unit.

    Attributes:
        unit: id of the unit.
        items: the items that are urged: those that it holds back, that it was never heard of, and
            those that nobody took on though it could.
        waits: urgent items of which its own part is done, and that others hold back.
    """

    unit: str
    items: list[Assessment]
    waits: list[Assessment]


def notices(assessments: Iterable[Assessment], units: Iterable[str]) -> list[Notice]:
    """Return for each of these units, in their order, what is urged of it, which may be nothing.

    A unit that has done its part is not urged for what others have not. Who is merely silent is
    asked by telephone.
    """
    urged = [each for each in assessments if record_of(each.status).urgent]
    made = []
    for unit in units:
        turns = [(each, turn_of(each, unit)) for each in urged]
        items = [each for each, turn in turns if turn in {"move", "settle"}]
        made.append(Notice(unit, items, [each for each, turn in turns if turn == "wait"]))
    return made


def figure_asked(assessment: Assessment) -> Literal["closing", "current"] | None:
    """Tell which figure is missing, beside the account that is asked for of every item.

    The closing one where the due date has passed without it; the current one of an open item on
    which nothing was reported for too long.
    """
    if assessment.status == "overdue":
        unclosed = not assessment.reported or "no-closing-figure" in assessment.reasons
        return "closing" if unclosed else None
    return "current" if not assessment.reported or "silent" in assessment.reasons else None
