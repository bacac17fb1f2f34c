"""The lines of a list of items, in which order they stand, and whom to call first.

What each member of a group owes is one line for all members of the same status: a list of ten like
lines says no more, and hides what stands below it.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from hpplan.judging.status import urgent
from hpplan.judging.turn import turn_of
from hpplan.numbers import exact

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from hpplan.judging.assess import Assessment
    from hpplan.numbers import Number
    from hpplan.plan.items import Catalogue, Item


class ListLine(NamedTuple):
    """An item as it stands, or those of several members that stand alike.

    Attributes:
        items: the items, the largest gap first; at least one.
        members: of an overdue count or amount that each member owes, the items of all members that
            are judged, as what is missing is told of the whole; else none.
    """

    items: tuple[Assessment, ...]
    members: tuple[Assessment, ...] = ()

    @property
    def worst(self) -> Assessment:
        """The item with the largest gap."""
        return self.items[0]

    @property
    def id(self) -> str:
        """The id to ask for it by, which leaves out the members: `1.2b@2025`, `1.2c`."""
        return common_id(self.worst.item)

    @property
    def earned(self) -> Number:
        """What all members have earned; a surplus of one does not count for another."""
        return sum(min(each.value or 0, _owed(each)) for each in self.members)

    @property
    def owed(self) -> Number:
        """What is required of all members."""
        return sum(_owed(each) for each in self.members)

    @property
    def progress(self) -> Number | None:
        """How much of the requirement is done, from 0 to 1: of the worst, or of all members."""
        return exact(Fraction(self.earned) / self.owed) if self.owed else self.worst.progress

    @property
    def gap(self) -> Number | None:
        """How far that is behind what was planned, from 0 to 1; None where neither is known."""
        return 1 - (self.progress or 0) if self.owed else self.worst.gap

    @property
    def unheard(self) -> bool:
        """Whether all who are to be called for it were never heard from."""
        return not any(each.behind for each in self.items)

    @property
    def to_call(self) -> tuple[str, ...]:
        """Ids of the units that hold it back, whoever should move first standing first."""
        found = [unit for each in self.items for unit in each.behind]
        found += [unit for each in self.items for unit in each.unheard]
        return tuple(dict.fromkeys(found))


def common_id(item: Item) -> str:
    """Return the id of an item without its member: `1.2b@2025` of `1.2b@2025@waitan`."""
    return item.id.removesuffix(f"@{item.member}") if item.member else item.id


def standings(chosen: Iterable[Assessment], everything: Iterable[Assessment]) -> list[ListLine]:
    """Return the lines of some items, in the order in which the first of each stands.

    Args:
        chosen: the items to list.
        everything: all items that were judged, among them the other members'.
    """
    groups: dict[tuple[str, str], list[Assessment]] = {}
    for each in chosen:
        groups.setdefault((common_id(each.item), each.status), []).append(each)
    closed = {name for name, status in groups if status == "overdue"}
    members: dict[str, list[Assessment]] = {}
    for each in everything if closed else ():
        name = common_id(each.item)
        adds_up = each.item.target.kind in {"count", "amount"}
        if each.item.member and name in closed and adds_up and each.status != "withdrawn":
            members.setdefault(name, []).append(each)
    return [
        ListLine(
            tuple(sorted(items, key=_by_gap)),
            tuple(members.get(name, ())) if status == "overdue" else (),
        )
        for (name, status), items in groups.items()
    ]


def _by_gap(each: Assessment | ListLine) -> Number:
    return 1 if each.gap is None else -each.gap


def _owed(each: Assessment) -> Number:
    return each.terms.requirement[1] if each.terms.requirement else 0


ORDERS: Mapping[str, Callable[[ListLine], object]] = {
    "gap": lambda line: (not line.worst.lost, _by_gap(line), line.worst.terms.due),
    "due": lambda line: line.worst.terms.due,
    "id": lambda _line: 0,  # the plan's own order
    "unit": lambda line: line.to_call[:1] or line.worst.item.reporters[:1],
    "forecast": lambda line: -(line.worst.likely or date.max).toordinal(),
}
"""By what lines are sorted: what is lost and the largest gap, the earliest due date, the plan's
order, the unit to call, the latest forecast, where none counts as never. What is equal keeps the
plan's order."""


def sorted_lines(lines: Iterable[ListLine], order: str) -> list[ListLine]:
    """Return lines sorted by one of `ORDERS`."""
    key: Callable[[ListLine], object] = ORDERS[order]
    return sorted(lines, key=key)  # type: ignore[arg-type]  # each of them gives what compares


class Call(NamedTuple):
    """Whom to call, and for what.

    Attributes:
        unit: id of the unit.
        lines: ids of what is its own to move, the worst status first, then the largest gap.
    """

    unit: str
    lines: tuple[str, ...]


def calls(assessments: Sequence[Assessment], catalogue: Catalogue) -> list[Call]:
    """Return whom to call for what is urgent, whoever has most to move first."""
    pressing = urgent()
    found: dict[str, dict[str, None]] = {unit: {} for unit in catalogue.units}
    open_ = [each for each in assessments if each.status in pressing]
    for each in sorted(open_, key=lambda each: (pressing.index(each.status), _by_gap(each))):
        for unit in each.item.acting(each.as_of):
            if turn_of(each, unit) == "move":
                found[unit][common_id(each.item)] = None
    made = [Call(unit, tuple(lines)) for unit, lines in found.items() if lines]
    return sorted(made, key=lambda call: -len(call.lines))
