"""What the figures of many items come to: the headline, silence by unit, the scoreboard."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from hpplan.judging.status import STATUSES, Status, record_of, urgent
from hpplan.judging.turn import turn_of
from hpplan.numbers import exact, percent

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from hpplan.judging.assess import Assessment
    from hpplan.numbers import Number
    from hpplan.plan.items import Catalogue
    from hpplan.plan.model import Plan
    from hpplan.plan.period import Period


class Silence(NamedTuple):
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
        moves: how many of what is its own to move have each status; of them it is urged.
        unreported: items on which nothing else is wrong than that it has not reported.
        waits: items of which its part is done, and that others hold back.
        done: items that are met.
        last: the day of its last report of any kind; None where it never made one.
        ended: it exists no longer; what it reported counts, and nothing is asked of it.
        own: items that it alone reports on.
        shared: items that others report on as well.
        met: measurable items that are met.
        measurable: items that can be met.
        longest: days of its longest silence on an open item.
    """

    unit: str
    counts: Counter[Status] = field(default_factory=Counter)
    moves: Counter[Status] = field(default_factory=Counter)
    unreported: int = 0
    waits: int = 0
    done: int = 0
    last: date | None = None
    ended: bool = False
    own: int = 0
    shared: int = 0
    met: int = 0
    measurable: int = 0
    longest: int = 0

    @property
    def to_move(self) -> int:
        """How many items are its own to move."""
        return self.moves.total()

    def of(self, status: Status) -> int:
        """Return how many items of a status it has; of an urgent one, those that it is to move."""
        return (self.moves if record_of(status).urgent else self.counts)[status]

    def days_since(self, day: date) -> int | None:
        """Return the days since its last report; None where it never made one."""
        return (day - self.last).days if self.last else None


def counts(assessments: Sequence[Assessment]) -> dict[Status, int]:
    """Return how many items have each status, every status named, in the order of judging."""
    found = Counter(each.status for each in assessments)
    return {status: found[status] for status in (*STATUSES, *sorted(found.keys() - STATUSES))}


def elapsed(plan: Plan, as_of: date) -> Number:
    """Return the share of the plan's time that has passed by the end of a day, from 0 to 1."""
    total = (plan.end - plan.start).days + 1
    return exact(Fraction(min(max((as_of - plan.start).days + 1, 0), total), total))


def measurable(assessment: Assessment) -> bool:
    """Tell whether an item can be met: no duty, legible, neither withdrawn nor suspended."""
    terms = assessment.terms
    return terms.requirement is not None and not (terms.withdrawn or terms.suspended)


def silences(
    assessments: Sequence[Assessment], catalogue: Catalogue, units: Collection[str] = ()
) -> list[Silence]:
    """Return who is silent, of these units or of all, the longest list of own items first.

    A unit whose part of a silent item is done, or that has none in it, is not.
    """
    soon = catalogue.plan.policy.due_soon
    by_unit: dict[str, list[Assessment]] = {}
    for each in assessments:
        if each.status == "silent":
            for unit in each.taking_part:
                if (unit in units or not units) and turn_of(each, unit) == "report":
                    by_unit.setdefault(unit, []).append(each)
    found = [
        Silence(
            unit,
            own=sum(len(each.taking_part) == 1 for each in items),
            shared=sum(len(each.taking_part) > 1 for each in items),
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

    That is who has most items to move that are overdue, then off-track and at-risk, then who has
    most to report on. A unit that ended has its row as long as it is a reporter of an item.
    """
    by_unit = {unit: Score(unit) for unit in catalogue.units if unit in units or not units}
    shown = set[str]()
    for each in assessments:
        acting = each.item.acting(each.as_of)
        for unit in each.item.reporters:
            if unit not in by_unit:
                continue
            score, until = by_unit[unit], catalogue.units[unit].until
            heard = [day for day in (each.words.get(unit), _last_figure(each, unit)) if day]
            score.last = max((*heard, *filter(None, [score.last])), default=None)
            score.ended = until is not None and until < each.as_of
            if unit in acting:
                _count(score, each, catalogue.plan.issued, shared=len(acting) > 1)
            if unit in acting or score.ended:
                shown.add(unit)
    rows = [score for score in by_unit.values() if score.unit in shown]
    pressing = urgent()
    return sorted(
        rows,
        key=lambda score: (*(-score.moves[each] for each in pressing), -score.unreported),
    )


def _last_figure(assessment: Assessment, unit: str) -> date | None:
    """Return the day of a unit's last figure, or of its last report on a duty."""
    return assessment.latest.get(unit, (None, None))[0]


def _count(score: Score, each: Assessment, issued: date, *, shared: bool) -> None:
    """Count an item into the row of a unit that answers for it."""
    turn = turn_of(each, score.unit)
    score.counts[each.status] += 1
    score.own += not shared
    score.shared += shared
    score.moves[each.status] += turn in {"move", "settle"} and record_of(each.status).urgent
    score.unreported += turn == "report"
    score.waits += turn == "wait"
    score.done += turn == "done"
    if measurable(each):
        score.measurable += 1
        score.met += each.status == "met"
    if turn in {"move", "report", "update"}:
        score.longest = max(score.longest, _unheard_days(each, score.unit, issued))


def gravity(assessment: Assessment) -> tuple[int, bool, Number, date]:
    """Return what lists are sorted by: the worst status, what is lost, the widest gap, the due."""
    return (
        record_of(assessment.status).rank,
        not assessment.lost,
        -(assessment.gap or 0),
        assessment.terms.due,
    )


def grouped_misses(assessments: Sequence[Assessment]) -> list[list[Assessment]]:
    """Group overdue items, the members' misses of one target in one closed period together."""
    groups: dict[tuple[str, Period | str], list[Assessment]] = {}
    for each in assessments:
        key = (each.item.target.id, each.item.period or each.item.id)
        groups.setdefault(key, []).append(each)
    return list(groups.values())


def share(part: int, whole: int) -> str:
    """Return a share as `12/30 40%`; 0% of nothing."""
    return f"{part}/{whole} {percent(exact(Fraction(part, whole or 1)))}"
