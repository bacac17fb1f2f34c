"""What a meeting has before it: the items that need attention, by what is to be decided of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

from hpplan.judging.status import record_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hpplan.judging.assess import Assessment

AgendaPoint = Literal["due", "lost", "reach", "closing", "silent"]
"""What is to be done about an item, in the order of a meeting.

due: the due date has passed and it is not done: whether it is extended, dropped or pushed.
lost: out of reach by its due date at the paces so far: more effort, or a revision.
reach: behind, and within reach with a push: to be watched weekly.
closing: overdue, on course at its last report, and only the closing figure is missing.
silent: anything else that needs attention, as that nothing is heard of it.
"""

AGENDA_POINTS: tuple[AgendaPoint, ...] = get_args(AgendaPoint)


def agenda(assessments: Iterable[Assessment]) -> dict[AgendaPoint, list[Assessment]]:
    """Return the items that need attention under each point, every point named, in their order."""
    found: dict[AgendaPoint, list[Assessment]] = {point: [] for point in AGENDA_POINTS}
    for each in assessments:
        point = agenda_point(each)
        if point:
            found[point].append(each)
    return found


def agenda_point(assessment: Assessment) -> AgendaPoint | None:
    """Tell under which point an item stands; None where it needs no attention."""
    record = record_of(assessment.status)
    if not record.attention:
        return None
    if assessment.status == "overdue":
        return "closing" if assessment.lacks_only_closing_figure else "due"
    if assessment.lost:
        return "lost"
    return "reach" if record.urgent else "silent"
