"""What the figures of many items come to: the headline, silence by unit, the scoreboard."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from hpplan.judging.status import STATUSES, Status, attention, record_of
from hpplan.numbers import exact, percent

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from hpplan.judging.assess import Assessment
    from hpplan.numbers import Number
    from hpplan.plan.items import Catalogue
    from hpplan.plan.model import Plan


@dataclass(frozen=True, slots=True)
class Silence:
    """What a unit has not reported on.

    Attributes:
        unit: id of the unit.
        own: silent items that it alone reports on.
        shared: silent items that others report on as well.
        longest: days of the longest silence among them.
        due_soon: how many of them fall due within the policy's `due_soon` days.
    """

    unit: str
    own: int
    shared: int
    longest: int
    due_soon: int


@dataclass(slots=True)
class Score:
    """One unit's row of the scoreboard.

    Attributes:
        unit: id of the unit.
        counts: how many of its items have each status.
        own: items that it alone reports on.
        shared: items that others report on as well.
        met: measurable items that are met.
        measurable: items that can be met.
        longest: days of its longest silence on an open item.
    """

    unit: str
    counts: Counter[Status] = field(default_factory=Counter)
    own: int = 0
    shared: int = 0
    met: int = 0
    measurable: int = 0
    longest: int = 0


def counts(assessments: Sequence[Assessment]) -> dict[Status, int]:
    """Return how many items have each status, every status named, in the order of judging."""
    found = Counter(each.status for each in assessments)
    return {status: found[status] for status in (*STATUSES, *sorted(found.keys() - STATUSES))}


def elapsed(plan: Plan, as_of: date) -> Number:
    """Return the share of the plan's time that has passed by the end of a day, from 0 to 1."""
    total = (plan.end - plan.start).days + 1
    return exact(Fraction(min(max((as_of - plan.start).days + 1, 0), total), total))


def measurable(assessment: Assessment) -> bool:
    """Tell whether an item can be met: no duty, its figure legible, not withdrawn."""
    return assessment.terms.requirement is not None and assessment.status != "withdrawn"


def silences(
    assessments: Sequence[Assessment], catalogue: Catalogue, units: Collection[str] = ()
) -> list[Silence]:
    """Return who is silent, of these units or of all, the longest list of own items first."""
    soon = catalogue.plan.policy.due_soon
    by_unit: dict[str, list[Assessment]] = {}
    for each in assessments:
        if each.status == "silent":
            for unit in each.item.reporters:
                if unit in units or not units:
                    by_unit.setdefault(unit, []).append(each)
    found = [
        Silence(
            unit,
            own=sum(len(each.item.reporters) == 1 for each in items),
            shared=sum(len(each.item.reporters) > 1 for each in items),
            longest=max(_unheard_days(each, unit, catalogue.plan.issued) for each in items),
            due_soon=sum(0 <= each.days_left <= soon for each in items),
        )
        for unit, items in by_unit.items()
    ]
    order = list(catalogue.units)
    return sorted(
        found, key=lambda each: (-each.own, -each.shared, -each.longest, order.index(each.unit))
    )


def _unheard_days(assessment: Assessment, unit: str, issued: date) -> int:
    """Return the days since this unit's last report on an item, since its start or the issue."""
    last = assessment.latest.get(unit, (assessment.start, None))[0]
    duty = assessment.item.target.kind == "duty"
    day = min(assessment.as_of, assessment.terms.due) if duty else assessment.as_of
    return (day - max(last, assessment.start, issued)).days


def scores(
    assessments: Sequence[Assessment], catalogue: Catalogue, units: Collection[str] = ()
) -> list[Score]:
    """Return the rows of the scoreboard of these units or of all, by who needs a call first.

    That is who has most items overdue, then off-track, at-risk and silent.
    """
    by_unit = {unit: Score(unit) for unit in catalogue.units if unit in units or not units}
    for each in assessments:
        for unit in each.item.reporters:
            if unit not in by_unit:
                continue
            score = by_unit[unit]
            score.counts[each.status] += 1
            if len(each.item.reporters) == 1:
                score.own += 1
            else:
                score.shared += 1
            if measurable(each):
                score.measurable += 1
                score.met += each.status == "met"
            if not record_of(each.status).settled:
                score.longest = max(score.longest, _unheard_days(each, unit, catalogue.plan.issued))
    rows = [score for score in by_unit.values() if score.counts]
    pressing = attention()
    return sorted(rows, key=lambda score: [-score.counts[status] for status in pressing])


def grouped_misses(assessments: Sequence[Assessment]) -> list[list[Assessment]]:
    """Group overdue items, the members' misses of one target in one closed year together."""
    groups: dict[tuple[str, int | str], list[Assessment]] = {}
    for each in assessments:
        period = each.item.period
        key = (each.item.target.id, period if period is not None else each.item.id)
        groups.setdefault(key, []).append(each)
    return list(groups.values())


def share(part: int, whole: int) -> str:
    """Return a share as `12/30 40%`; 0% of nothing."""
    return f"{part}/{whole} {percent(exact(Fraction(part, whole or 1)))}"
