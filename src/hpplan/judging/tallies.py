"""What many plans come to: counts by status of plans, regions, units, groups and promises.

Percentages are made of added counts where they are shown, and never averaged: the mean of shares of
plans of different sizes is no share of anything.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from hpplan.judging.status import urgent
from hpplan.numbers import exact

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from hpplan.judging.status import Status
    from hpplan.numbers import Number


@dataclass(frozen=True, slots=True)
class StatusCounts:
    """How many items have each status.

    Attributes:
        of: how many have a status; none of one that is not named.
        measurable: how many of them can be met, of which what is met, overdue, off track or at risk
            is a share.
    """

    of: Mapping[Status, int] = field(default_factory=dict)
    measurable: int = 0

    @property
    def items(self) -> int:
        """How many items there are, of all statuses."""
        return sum(self.of.values())

    def number(self, status: Status) -> int:
        """Return how many items have a status."""
        return self.of.get(status, 0)

    def whole(self, status: Status) -> int:
        """Return of how many items a status is a share: of all where it needs no requirement."""
        return self.measurable if status == "met" or status in urgent() else self.items

    def share_of(self, status: Status) -> Number:
        """Return the share that has a status, from 0 to 1; 0 of nothing."""
        whole = self.whole(status)
        return exact(Fraction(self.number(status), whole)) if whole else 0


class PlanTally(NamedTuple):
    """A plan of many.

    Attributes:
        plan: its name.
        region: where it holds, a path from the largest region down; empty where it is not said.
        path: its plan.yaml, or what holds it, as it was given.
        state: what became of it.
        why: its first fault, where it could not be judged.
        title: the plan's own title; empty where it cannot be read.
        counts: its items.
        rows: how many rows were reported.
        left_out: how many of them had faults and count for nothing.
        last_report: the day of the last of them.
        before: its items on the day that is compared with; None where it was not there then.
    """

    plan: str
    region: str
    path: str
    state: str
    why: str
    title: str
    counts: StatusCounts
    rows: int
    left_out: int
    last_report: date | None
    before: StatusCounts | None = None

    @property
    def is_counted(self) -> bool:
        """Whether its items count: they were judged, and something was reported on them."""
        return self.counts.items > 0 and self.rows > self.left_out


class RegionTally(NamedTuple):
    """A region and the plans of it.

    Attributes:
        region: its path; empty for plans of which no region is said.
        plans: how many plans it has.
        states: how many of them are in each state.
        counted: how many of them have items that are counted here.
        left_out: how many of these have rows that were left out.
        counts: their items.
        before: the same on the day that is compared with; None without any.
    """

    region: str
    plans: int
    states: Mapping[str, int]
    counted: int
    left_out: int
    counts: StatusCounts
    before: StatusCounts | None = None


class UnitTally(NamedTuple):
    """A unit of a region, over its plans.

    Attributes:
        unit: its name.
        region: the region of the plans that name it: units of two regions are two.
        plan: the plan, where each is listed by itself; else empty.
        plans: how many plans name it.
        own: items that it alone answers for.
        shared: items that others answer for as well.
        moves: of them, those that are its own to move, by urgent status.
        not_reported: items on which nothing else is wrong than that it has not reported.
        met: those that are met, of those that can be.
        measurable: those that can be met.
        last_report: the day of its last report; None where it never made one.
    """

    unit: str
    region: str
    plan: str
    plans: int
    own: int
    shared: int
    moves: Mapping[Status, int]
    not_reported: int
    met: int
    measurable: int
    last_report: date | None

    @property
    def items(self) -> int:
        """How many items it answers for."""
        return self.own + self.shared


class GroupTally(NamedTuple):
    """The items of one kind, or of one status, over all plans.

    Attributes:
        group: the kind's or the status's code.
        plans: in how many plans there are any.
        counts: the items.
    """

    group: str
    plans: int
    counts: StatusCounts


class PromisePlace(NamedTuple):
    """How a promise fares in a region: its plans, their items, those kept, and those failing."""

    region: str
    plans: int
    items: int
    kept: int
    failing: int


class PromiseTally(NamedTuple):
    """The same promise of several plans: one normalised name, kind and unit of measure.

    Attributes:
        name: the name as it is written most often.
        kind: its kind.
        uom: its unit of measure; empty where it has none.
        plans: how many plans make it.
        items: how many items of it have begun, and are neither withdrawn nor suspended.
        kept: how many of them are met, or kept up.
        failing: how many of them are overdue or off track.
        places: the same by region.
    """

    name: str
    kind: str
    uom: str
    plans: int
    items: int
    kept: int
    failing: int
    places: Sequence[PromisePlace] = ()

    def failing_most(self) -> PromisePlace | None:
        """Return the region in which the largest share fails; None where nothing does."""
        return _most(self.places, lambda place: place.failing)

    def kept_best(self) -> PromisePlace | None:
        """Return the region in which the largest share is kept; None where nothing is."""
        return _most(self.places, lambda place: place.kept)


def _most(
    places: Sequence[PromisePlace], part: Callable[[PromisePlace], int]
) -> PromisePlace | None:
    """Return the region with the largest share of a part; of equal ones that with the most."""
    found = [place for place in places if part(place)]
    return max(found, key=lambda each: (part(each) / each.items, part(each)), default=None)


class ShelfFault(NamedTuple):
    """A fault of a plan: what is wrong, and where.

    Attributes:
        plan: the plan's name.
        region: its region.
        place: `path:line:column`, as far as it is known.
        code: the fault's code; empty where the whole plan could not be judged.
        severity: error or warning.
        message: what is wrong.
        hint: how to mend it; may be empty.
    """

    plan: str
    region: str
    place: str
    code: str
    severity: str
    message: str
    hint: str


class ListedItem(NamedTuple):
    """An item of a plan of many, as it was judged then.

    Attributes:
        item: its id.
        name: its target's name.
        kind: its kind.
        status: its status.
        progress: earned over required; None where there is none.
        gap: planned progress less progress; None where there is none.
        due: its due date.
        days_left: days up to it.
        behind_names: the names of the units that hold it back.
        explanation: why it stands where it stands, in the language of the roll-up.
    """

    item: str
    name: str
    kind: str
    status: Status
    progress: float | None
    gap: float | None
    due: date
    days_left: int
    behind_names: Sequence[str]
    explanation: str
