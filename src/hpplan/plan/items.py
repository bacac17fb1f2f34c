"""What is judged: a target, in one period if it recurs, for one member if it is for each.

And the terms that it is held to on a day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from hpplan.phrases import nearest
from hpplan.plan.model import FALLING, OPERATORS, figure_of

if TYPE_CHECKING:
    from hpplan.numbers import Number
    from hpplan.plan.model import Chapter, Clause, Group, Operator, Plan, Revision, Target, Unit


@dataclass(frozen=True, slots=True)
class Item:
    """What is judged by itself.

    Attributes:
        id: `1.1d`, `1.3g@2025`, `5.2a@waitan` or `1.2b@2025@waitan`.
        target: the target it belongs to.
        clause: that target's clause.
        period: the calendar year of an annual target's item.
        member: the unit that owes it, of a target for each member of a group.
        start: the first day of its time.
        due: the last day of its time by the original plan.
        reporters: ids of the units that may report on it.
    """

    id: str
    target: Target
    clause: Clause
    period: int | None
    member: str | None
    start: date
    due: date
    reporters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Terms:
    """What an item is held to on a day: the original and the revisions decided by then.

    Attributes:
        due: the last day of its time.
        requirement: operator and figure; None of a duty, and where the figure is illegible.
        path: interim checkpoints, (day, value) in order.
        revisions: those that hold, in order of their days.
        withdrawn: the revision that withdrew it.
    """

    due: date
    requirement: tuple[Operator, Number] | None
    path: tuple[tuple[date, Number], ...]
    revisions: tuple[Revision, ...] = ()
    withdrawn: Revision | None = None


class Catalogue:
    """A plan with its items, and what its ids lead to."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.units: dict[str, Unit] = {unit.id: unit for unit in plan.units}
        self.groups: dict[str, Group] = {group.id: group for group in plan.groups}
        self.targets: dict[str, Target] = {}
        self.of_target: dict[str, list[Item]] = {}
        self.items: dict[str, Item] = {}
        for clause in plan.clauses():
            leads = self.members(clause.leads)
            for target in clause.targets:
                self.targets[target.id] = target
                items = self._expand(clause, target, leads)
                self.of_target[target.id] = items
                self.items.update((item.id, item) for item in items)

    @cached_property
    def clauses(self) -> dict[str, Clause]:
        """Clauses by id."""
        return {clause.id: clause for clause in self.plan.clauses()}

    @cached_property
    def chapters(self) -> dict[str, Chapter]:
        """Chapters by id."""
        return {chapter.id: chapter for chapter in self.plan.chapters}

    def members(self, ids: tuple[str, ...]) -> tuple[str, ...]:
        """The units that the ids of units and groups stand for, each once, in order."""
        units: dict[str, None] = {}
        for name in ids:
            group = self.groups.get(name)
            units.update(dict.fromkeys(group.members if group else (name,)))
        return tuple(units)

    def unit(self, name: str) -> Unit | None:
        """The unit with this id or name."""
        if unit := self.units.get(name):
            return unit
        return next((unit for unit in self.plan.units if unit.name == name), None)

    def near_unit(self, name: str) -> str | None:
        """The id or name of the unit that was probably meant, or None where none is near."""
        known = (text for unit in self.plan.units for text in (unit.id, unit.name))
        return nearest(name, [*known])

    def name(self, lead: str) -> str:
        """The name of a unit or group, as the document writes it; its id where it has none."""
        known = self.units.get(lead) or self.groups.get(lead)
        return known.name if known else lead

    def _expand(self, clause: Clause, target: Target, leads: tuple[str, ...]) -> list[Item]:
        plan = self.plan
        start, due = target.start or plan.start, target.due or plan.end
        periods: list[tuple[int | None, date, date]] = [(None, start, due)]
        if target.every:
            periods = [
                (year, max(start, date(year, 1, 1)), min(due, date(year, 12, 31)))
                for year in range(start.year, due.year + 1)
            ]
        reporters = self.members(target.reporters) if target.reporters else leads
        members: tuple[str | None, ...] = self.members((target.each,)) if target.each else (None,)
        return [
            Item(
                "@".join(str(part) for part in (target.id, period, member) if part is not None),
                target,
                clause,
                period,
                member,
                first,
                last,
                (member,) if member else reporters,
            )
            for period, first, last in periods
            for member in members
        ]


def terms_of(item: Item, as_of: date) -> Terms:
    """What an item is held to on a day.

    Only revisions decided by that day hold; an annual item keeps what held at its due date. A
    revised requirement drops the checkpoints beyond it.
    """
    target = item.target
    due = item.due
    requirement = target.judged_by()
    path = tuple((point.by, point.value) for point in target.path)
    if not target.revisions:
        return Terms(due, requirement, path)
    until = min(as_of, item.due) if item.period else as_of
    decided = tuple(
        sorted((each for each in target.revisions if each.on <= until), key=lambda each: each.on)
    )
    withdrawn = None
    for revision in decided:
        if revision.due and not item.period:
            due = revision.due
        if revised := figure_of(revision):
            requirement = revised
            operator, figure = revised
            falling = operator in FALLING
            path = tuple(
                (by, value)
                for by, value in path
                if (value >= figure if falling else value <= figure)
            )
        if revision.withdrawn:
            withdrawn = revision
    return Terms(due, requirement, path, decided, withdrawn)


class Standing(NamedTuple):
    """What a target is held to as a whole, before or after a decision.

    Attributes:
        due: the last day of its time.
        requirement: operator and figure, where there is one that can be read.
        withdrawn: the day of the decision that withdrew it.
    """

    due: date
    requirement: tuple[Operator, Number] | None
    withdrawn: date | None = None

    def after(self, revision: Revision) -> Standing:
        """What holds once a decision is taken."""
        withdrawn = self.withdrawn or (revision.on if revision.withdrawn else None)
        requirement = figure_of(revision) or self.requirement
        return Standing(revision.due or self.due, requirement, withdrawn)

    def repeats(self, revision: Revision) -> list[str]:
        """The keys under which a decision says what holds already; all, once withdrawn."""
        if self.withdrawn:
            keys = ("due", *OPERATORS, "withdrawn")
            given = ((key, getattr(revision, key)) for key in keys)
            return [key for key, value in given if value is not None and value is not False]
        same = ["due"] if revision.due == self.due else []
        figure = figure_of(revision)
        return [*same, figure[0]] if figure and figure == self.requirement else same


def original(target: Target, plan: Plan) -> Standing:
    """What a target is held to before any decision."""
    return Standing(target.due or plan.end, target.requirement())


def is_undivided(item: Item) -> bool:
    """Whether several units may report on an item, and nobody said which of them do."""
    return len(item.reporters) > 1 and item.target.reporters is None


def goal(item: Item, terms: Terms) -> Number | None:
    """The figure at which the requirement is satisfied; for more than N whole things N + 1."""
    if terms.requirement is None:
        return None
    operator, figure = terms.requirement
    return figure + 1 if item.target.kind == "count" and operator == "more_than" else figure
