"""What is urged of a unit: the items of its that are overdue, off track or at risk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hpplan.assess import Assessment

Urgency = Literal["overdue", "closing-figure", "off-track", "at-risk"]
URGENCIES: tuple[Urgency, ...] = Urgency.__args__  # type: ignore[attr-defined]
"""Why an item is urged: its status, but for an overdue one that lacks only its closing figure."""

Figure = Literal["closing", "current"]


@dataclass(frozen=True, slots=True)
class Notice:
    """What is urged of one unit.

    Attributes:
        unit: id of the unit.
        items: its items by urgency, the most urgent first; no urgency without an item.
    """

    unit: str
    items: dict[Urgency, list[Assessment]]


def notices(assessments: Iterable[Assessment], units: Sequence[str]) -> list[Notice]:
    """A notice for each of these units on whose items something is to be urged, in their order.

    Overdue items come by due date, others as they are given. An item that several units report
    on stands in the notice of each.
    """
    found = [(each, urgency) for each in assessments if (urgency := _urgency(each))]
    made = []
    for unit in units:
        own = [(each, urgency) for each, urgency in found if unit in each.item.reporters]
        by_urgency = {
            urgency: [each for each, its in own if its == urgency] for urgency in URGENCIES
        }
        for late in ("overdue", "closing-figure"):
            by_urgency[late].sort(key=lambda each: each.terms.due)
        if own:
            made.append(Notice(unit, {key: items for key, items in by_urgency.items() if items}))
    return made


def figure_asked(assessment: Assessment) -> Figure | None:
    """Which figure is missing, beside the account that is asked of every item that is urged.

    The closing one where the due date has passed without it; the current one where there was no
    report for too long.
    """
    if assessment.status == "overdue":
        closed = "no-closing-figure" in assessment.reasons or assessment.reported is None
        return "closing" if closed else None
    return "current" if "silent" in assessment.reasons or not assessment.reported else None


def _urgency(assessment: Assessment) -> Urgency | None:
    if assessment.status == "overdue":
        return "closing-figure" if assessment.lacks_only_closing_figure else "overdue"
    if assessment.status == "off-track" or assessment.status == "at-risk":  # noqa: PLR1714 (narrows)
        return assessment.status
    return None
