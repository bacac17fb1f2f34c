"""What moved between two days: the agenda of the next meeting.

Each day is judged by what was known on it: a row counts from the day on which it was recorded (from
the day that it speaks of where it does not say), so a report that is handed in late is news, and
what a later row corrected is remembered as it was believed. Both days are judged by the same plan:
a target that is new in plan.yaml, or gone from it, is no change here.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from hpplan.judging.status import record_of
from hpplan.plan.model import FALLING, lost_figure

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from hpplan.judging.assess import Assessment
    from hpplan.judging.status import Status
    from hpplan.numbers import Number
    from hpplan.plan.items import Item
    from hpplan.plan.model import Revision
    from hpplan.progress.series import Arrival, Series

ChangeKind = Literal[
    "newly-overdue",
    "newly-off-track",
    "newly-at-risk",
    "recovered",
    "met",
    "revised",
    "corrected",
    "newly-silent",
    "first-report",
    "changed",
    "moved",
]
KINDS: tuple[ChangeKind, ...] = ChangeKind.__args__  # type: ignore[attr-defined]
"""What can happen to an item, the most important first.

`corrected`: a figure that was reported is taken back for a less favourable one. `changed`: another
change of status, such as from silent to on-track. `moved`: another figure, and nothing else.
"""

NEWLY: Mapping[Status, ChangeKind] = {
    "overdue": "newly-overdue",
    "off-track": "newly-off-track",
    "at-risk": "newly-at-risk",
}
"""How it is listed that an item turned to an urgent status; as `changed` where it is not here."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A figure that a reporter took back for a less favourable one.

    Attributes:
        unit: id of the reporter.
        then: the day that the figure spoke of, and the figure.
        now: those that stand in its place.
    """

    unit: str
    then: tuple[date, Number]
    now: tuple[date, Number]


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to an item between two days.

    Attributes:
        item: the item.
        then: as it was judged on the first day.
        now: as it is judged on the second.
        kinds: what happened, the most important first; at least one.
        evidence: of an item that is newly met, the link or file that the reports name; empty where
            they name none.
        news: the newest row that came in between and has a note.
    """

    item: Item
    then: Assessment
    now: Assessment
    kinds: tuple[ChangeKind, ...]
    evidence: str = ""
    news: Arrival | None = None

    @property
    def kind(self) -> ChangeKind:
        """What it is listed under."""
        return self.kinds[0]

    @property
    def slipped(self) -> int | None:
        """By how many days the due date was moved, negative if forward; None where it was not."""
        return (self.now.terms.due - self.then.terms.due).days or None

    @property
    def decisions(self) -> tuple[Revision, ...]:
        """The revisions that were decided in between."""
        return self.now.terms.revisions[len(self.then.terms.revisions) :]


@dataclass(frozen=True, slots=True)
class Changes:
    """What lies between two days.

    Attributes:
        since: the first day.
        as_of: the second day.
        found: what happened, the most important kind first, in the plan's order.
        arrivals: the rows that came in, by unit.
        before: how many items had each status on the first day.
        after: how many have it on the second.
    """

    since: date
    as_of: date
    found: Sequence[Change]
    arrivals: Sequence[Arrival]
    before: Mapping[Status, int] = field(default_factory=dict)
    after: Mapping[Status, int] = field(default_factory=dict)

    @property
    def counts(self) -> dict[ChangeKind, int]:
        """How many items are listed under each kind, every kind named."""
        found = Counter(change.kind for change in self.found)
        return {kind: found[kind] for kind in KINDS}


def compare(
    then: Iterable[Assessment],
    now: Iterable[Assessment],
    reports: Mapping[str, Mapping[str, Series]] | None = None,
    arrivals: Sequence[Arrival] = (),
) -> list[Change]:
    """Compare items as judged on two days: what happened to each, the most important kind first.

    Args:
        then: the items as judged on the first day.
        now: the items as judged on the second; their order is kept.
        reports: what was known on the second day, with its rows, by item and unit.
        arrivals: the rows that came in between.
    """
    before, rows = {each.item.id: each for each in then}, reports or {}
    news: dict[str, Arrival] = {}
    for arrival in sorted(arrivals, key=lambda each: (each.row.day, each.known, each.row.line)):
        if arrival.row.note.strip():
            news[arrival.item.id] = arrival
    found = []
    for each in now:
        name = each.item.id
        was = before.get(name)
        if was and (kinds := kinds_of(was, each)):
            evidence = evidence_of(each, rows.get(name, {})) if "met" in kinds else ""
            found.append(Change(each.item, was, each, kinds, evidence, news.get(name)))
    return sorted(found, key=lambda change: KINDS.index(change.kind))


def kinds_of(then: Assessment, now: Assessment) -> tuple[ChangeKind, ...]:
    """Return what happened to an item, the most important first; that its time began is no news."""
    found: set[ChangeKind] = set()
    another = now.status != then.status
    if another and now.status in NEWLY:
        found.add(NEWLY[now.status])
    if another and now.status == "on-track" and record_of(then.status).urgent:
        found.add("recovered")
    if another and now.status == "met":
        found.add("met")
    if _revised(then, now):
        found.add("revised")
    if corrections(then, now):
        found.add("corrected")
    if "silent" in now.reasons and "silent" not in then.reasons:
        found.add("newly-silent")
    if now.latest and not then.latest:
        found.add("first-report")
    if not found and another and then.status != "upcoming":
        found.add("changed")
    if not found and None not in {then.value, now.value} and now.value != then.value:
        found.add("moved")
    return tuple(kind for kind in KINDS if kind in found)


def _revised(then: Assessment, now: Assessment) -> bool:
    """Tell whether a decision changed what the item is held to."""
    before, after = (
        (each.due, each.requirement, each.uom, each.withdrawn, each.suspended, each.wording)
        for each in (then.terms, now.terms)
    )
    return before != after


def corrections(then: Assessment, now: Assessment) -> list[Correction]:
    """Return the figures that reporters took back.

    A running total and a milestone's percentage do not fall by themselves, so each fall is one. A
    level does: of it, only another figure for the same day is.
    """
    found = []
    target = now.item.target
    bearer = now.terms.requirement or lost_figure(target)
    falling = bearer is not None and bearer[0] in FALLING
    for unit, (day, value) in then.latest.items():
        after, figure = now.latest.get(unit, (day, value))
        if value is None or figure is None:
            continue
        worse = figure > value if falling else figure < value
        if worse and (target.kind != "level" or after == day):
            found.append(Correction(unit, (day, value), (after, figure)))
    return found


def evidence_of(now: Assessment, series: Mapping[str, Series]) -> str:
    """Return the evidence that the row names which met an item, or the first behind it that does.

    Args:
        now: the item, which is met.
        series: what was reported on it, with its rows, by unit.
    """
    rows = sorted(
        (row.day, unit, row.evidence.strip())
        for unit, each in series.items()
        for row in each.rows
        if now.met_on and row.day >= now.met_on
    )
    return next((evidence for _day, _unit, evidence in rows if evidence), "")
