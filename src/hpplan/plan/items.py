"""What is judged: a target, in one period if it recurs, for one member if it is for each.

And the terms that it is held to on a day.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from hpplan.phrases import nearest
from hpplan.plan.model import FALLING, OPERATORS, figure_of
from hpplan.plan.period import Period, periods

if TYPE_CHECKING:
    from hpplan.numbers import Number
    from hpplan.plan.model import Chapter, Clause, Group, Operator, Plan, Revision, Target, Unit


ONE_DAY = timedelta(days=1)


class Tenure(NamedTuple):
    """How long a unit answers for an item.

    Attributes:
        unit: id of the unit.
        since: the first day; None where it answers from the item's start on.
        until: the last day; None where there is none.
        heirs: ids of the units that go on behind that day.
    """

    unit: str
    since: date | None = None
    until: date | None = None
    heirs: tuple[str, ...] = ()

    def holds_on(self, day: date) -> bool:
        """Tell whether the unit answers for the item on a day."""
        return (self.since is None or self.since <= day) and (
            self.until is None or day <= self.until
        )


class Item(NamedTuple):
    """What is judged by itself.

    Attributes:
        id: `1.1d`, `1.3g@2025`, `1.3g@2025Q2`, `5.2a@waitan` or `1.2b@2025@waitan`.
        target: the target it belongs to.
        clause: that target's clause.
        period: the year, half-year, quarter or month, of a target that recurs.
        member: the unit that owes it, of a target for each member of a group.
        start: the first day of its time.
        due: the last day of its time by the original plan.
        reporters: ids of the units that may report on it: those that answer for it, and behind
            them those that take over from units that end.
        tenures: how long each of them answers for it, where that is not for all of its time.
        support: ids of the units that help, of which nothing is asked.
    """

    id: str
    target: Target
    clause: Clause
    period: Period | None
    member: str | None
    start: date
    due: date
    reporters: tuple[str, ...]
    tenures: tuple[Tenure, ...] = ()
    support: tuple[str, ...] = ()

    def acting(self, day: date) -> tuple[str, ...]:
        """Return the units that answer for it on a day, in order."""
        if not self.tenures:
            return self.reporters
        return tuple(each.unit for each in self.tenures if each.holds_on(day))

    def since(self, unit: str) -> date:
        """Return the first day of its time on which a unit answers for it."""
        return max([self.start, *(t.since for t in self.tenures if t.unit == unit and t.since)])

    def heirs(self, unit: str, day: date) -> tuple[str, ...]:
        """Return the units that answer on a day in place of one; itself, if it still does."""
        tenures = {each.unit: each for each in self.tenures}
        found: dict[str, None] = {}
        open_ = [unit]
        seen = set[str]()
        while open_:
            name = open_.pop(0)
            tenure = tenures.get(name, Tenure(name))
            if name in seen:
                continue
            seen.add(name)
            if tenure.until is not None and day > tenure.until:
                open_ += tenure.heirs
            elif tenure.holds_on(day):
                found[name] = None
        return tuple(found)


class Terms(NamedTuple):
    """What an item is held to on a day: the original and the revisions decided by then.

    Attributes:
        due: the last day of its time.
        requirement: operator and figure; None of a duty, and where the figure is illegible.
        path: interim checkpoints, (day, value) in order.
        uom: the unit of measure of its figures, of a milestone `%`; None for a duty.
        counted_since: the day from which figures are in that unit of measure, where it is not the
            original one; earlier ones are in another, and say nothing of the requirement.
        revisions: those that hold, in order of their days.
        withdrawn: the revision that withdrew it.
        suspended: the revision that suspended it.
        resumed: the last day on which a withdrawal or suspension ended.
        wording: the revision that gave its clause another wording.
    """

    due: date
    requirement: tuple[Operator, Number] | None
    path: tuple[tuple[date, Number], ...]
    uom: str | None = None
    counted_since: date | None = None
    revisions: tuple[Revision, ...] = ()
    withdrawn: Revision | None = None
    suspended: Revision | None = None
    resumed: date | None = None
    wording: Revision | None = None


class Catalogue:
    """A plan with its items, and what its ids lead to.

    Attributes:
        unusable: ids of targets of which nothing is known for the plan's own faults, and of clauses
            of which not every target is known.
    """

    unusable: frozenset[str] = frozenset()

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

    def item(self, name: str) -> Item | None:
        """The item of this id; the letter of its period may be small."""
        if found := self.items.get(name):
            return found
        target, at, rest = name.partition("@")
        period, more, member = rest.partition("@")
        return self.items.get(f"{target}{at}{period.upper()}{more}{member}") if at else None

    def part(self, name: str) -> list[Item]:
        """The items that a target's id with a period stands for, beside one of its own.

        Those of all members, and of a year those of its half-years, quarters or months.
        """
        target, at, label = name.partition("@")
        items = self.of_target.get(target, []) if at else []
        return [
            item
            for item in items
            if item.period and label.upper() in {item.period.label, str(item.period.start.year)}
        ]

    def members(self, ids: tuple[str, ...]) -> tuple[str, ...]:
        """The units that the ids of units and groups stand for, each once, in order."""
        units: dict[str, None] = {}
        for name in ids:
            group = self.groups.get(name)
            units.update(dict.fromkeys(group.members if group else (name,)))
        return tuple(units)

    def unit(self, name: str) -> Unit | None:
        """The unit with this id or name, or else the only one whose name it is today."""
        if unit := self.units.get(name):
            return unit
        named = [unit for unit in self.plan.units if unit.name == name]
        today = [unit for unit in self.plan.units if unit.now == name]
        return named[0] if named else today[0] if len(today) == 1 else None

    def near_unit(self, name: str) -> str | None:
        """The id or name of the unit that was probably meant, or None where none is near."""
        known = (text for unit in self.plan.units for text in (unit.id, unit.name, unit.now))
        return nearest(name, [*filter(None, known)])

    def name(self, lead: str) -> str:
        """The name of a unit or group, as the document writes it; its id where it has none."""
        known = self.units.get(lead) or self.groups.get(lead)
        return known.name if known else lead

    def _expand(self, clause: Clause, target: Target, leads: tuple[str, ...]) -> list[Item]:
        plan = self.plan
        start, due = target.start or plan.start, target.due or plan.end
        within: list[tuple[Period | None, date, date]] = [(None, start, due)]
        if target.every:
            within = [
                (period, max(start, period.start), min(due, period.end))
                for period in periods(target.every, start, due)
            ]
        reporters = self.members(target.reporters) if target.reporters else leads
        members: tuple[str | None, ...] = self.members((target.each,)) if target.each else (None,)
        support = self.members(target.support or clause.support)
        found = []
        for period, first, last in within:
            for member in members:
                if member and (founded := self.units[member].from_) and founded > last:
                    continue
                answering = (member,) if member else reporters
                tenures = self._tenures(answering, target)
                found.append(
                    Item(
                        "@".join(
                            filter(None, (target.id, period.label if period else None, member))
                        ),
                        target,
                        clause,
                        period,
                        member,
                        first,
                        last,
                        tuple(each.unit for each in tenures) or answering,
                        tenures,
                        support,
                    )
                )
        return found

    def _tenures(self, reporters: tuple[str, ...], target: Target) -> tuple[Tenure, ...]:
        """Return how long each of some units answers for a target, with those that take over.

        Nothing, where all of them do for all of its time.
        """
        units = [self.units[name] for name in reporters]
        if not target.handover and not any(unit.from_ or unit.until for unit in units):
            return ()
        found: dict[str, Tenure] = {}
        handed = {each.from_: each for each in target.handover}
        open_: list[tuple[str, date | None]] = [(unit, None) for unit in reporters]
        while open_:
            name, since = open_.pop(0)
            if name in found:
                continue
            unit = self.units[name]
            since = max(filter(None, (since, unit.from_)), default=None)
            until, heirs = unit.until, unit.into
            if name in handed and (until is None or handed[name].on <= until):
                until, heirs = handed[name].on - ONE_DAY, (handed[name].to,)
            found[name] = Tenure(name, since, until, heirs)
            if until is not None:
                open_ += [(heir, until + ONE_DAY) for heir in heirs]
        return tuple(found.values())


def terms_of(item: Item, as_of: date) -> Terms:
    """What an item is held to on a day.

    Only revisions decided by that day hold; an item of a period keeps what held at its due date. A
    revised requirement drops the checkpoints beyond it.
    """
    target = item.target
    terms = Terms(
        item.due, target.judged_by(), target.checkpoints(item.period), target.measured_in()
    )
    if not target.revisions:
        return terms
    until = min(as_of, item.due) if item.period else as_of
    decided = sorted(
        (each for each in target.revisions if each.on <= until), key=lambda each: each.on
    )
    for revision in decided:
        terms = _revised(terms, revision, keeps_due=item.period is not None)
    return terms._replace(revisions=tuple(decided))


def _revised(terms: Terms, revision: Revision, *, keeps_due: bool) -> Terms:
    """What holds once a decision is taken."""
    if revision.due and not keeps_due:
        terms = terms._replace(due=revision.due)
    if required := figure_of(revision):
        terms = terms._replace(requirement=required, path=_up_to(required, terms.path))
    if revision.uom and revision.uom != terms.uom:
        # Checkpoints are figures of the old unit of measure.
        terms = terms._replace(uom=revision.uom, counted_since=revision.on, path=())
    if revision.withdrawn is not None:
        terms = terms._replace(withdrawn=revision if revision.withdrawn else None)
    if revision.suspended is not None:
        terms = terms._replace(suspended=revision if revision.suspended else None)
    if False in {revision.withdrawn, revision.suspended}:
        terms = terms._replace(resumed=revision.on)
    return terms._replace(wording=revision) if revision.text else terms


def _up_to(
    required: tuple[Operator, Number], path: tuple[tuple[date, Number], ...]
) -> tuple[tuple[date, Number], ...]:
    """Return the checkpoints that do not lie beyond a requirement."""
    operator, figure = required
    falling = operator in FALLING
    return tuple(
        (by, value) for by, value in path if (value >= figure if falling else value <= figure)
    )


class Standing(NamedTuple):
    """What a target is held to as a whole, before or after a decision.

    Attributes:
        due: the last day of its time.
        requirement: operator and figure, where there is one that can be read.
        uom: the unit of measure of its figures.
        text: the new wording of its clause.
        withdrawn: the day of the decision that withdrew it.
        suspended: the day of the decision that suspended it.
    """

    due: date
    requirement: tuple[Operator, Number] | None
    uom: str | None
    text: str | None = None
    withdrawn: date | None = None
    suspended: date | None = None

    def after(self, revision: Revision) -> Standing:
        """What holds once a decision is taken."""
        withdrawn, suspended = self.withdrawn, self.suspended
        if revision.withdrawn is not None:
            withdrawn = revision.on if revision.withdrawn else None
        if revision.suspended is not None:
            suspended = revision.on if revision.suspended else None
        return Standing(
            revision.due or self.due,
            figure_of(revision) or self.requirement,
            revision.uom or self.uom,
            revision.text or self.text,
            withdrawn,
            suspended,
        )

    def repeats(self, revision: Revision) -> list[str]:
        """The keys under which a decision says what holds already.

        All of them once it was withdrawn, unless the decision takes that back.
        """
        if self.withdrawn and revision.withdrawn is not False:
            keys = ("due", *OPERATORS, "withdrawn", "suspended", "text")
            return [key for key in keys if getattr(revision, key) is not None]
        figure = figure_of(revision)
        is_same_figure = figure == self.requirement and revision.uom in {None, self.uom}
        same = {
            "due": revision.due == self.due,
            figure[0] if figure else "": figure is not None and is_same_figure,
            "withdrawn": revision.withdrawn is False and self.withdrawn is None,
            "suspended": revision.suspended is not None
            and revision.suspended is (self.suspended is not None),
            "text": revision.text is not None and revision.text == self.text,
        }
        return [key for key, holds in same.items() if holds]


def original(target: Target, plan: Plan) -> Standing:
    """What a target is held to before any decision."""
    return Standing(target.due or plan.end, target.requirement(), target.uom)


def goal(item: Item, terms: Terms) -> Number | None:
    """The figure at which the requirement is satisfied; for more than N whole things N + 1."""
    if terms.requirement is None:
        return None
    operator, figure = terms.requirement
    return figure + 1 if item.target.kind == "count" and operator == "more_than" else figure
