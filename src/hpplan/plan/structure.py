"""The rules of structure: without them there is nothing in a plan that could be judged.

Those that speak of time stand in `timing`.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

from hpplan.i18n import _
from hpplan.numbers import decimal_text, rounded
from hpplan.phrases import meant, nearest, shortened
from hpplan.plan.model import (
    FALLING,
    MEASURED,
    OPERATORS,
    figure_of,
    lost_figure,
    relative_to_baseline,
)
from hpplan.plan.period import count_of_periods
from hpplan.problem import HINTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hpplan.numbers import Number
    from hpplan.plan.document import Key
    from hpplan.plan.model import Clause, Plan, Target

    Where = tuple[Key, ...]

MAX_ITEMS = 100_000


class PlanFault(NamedTuple):
    """A fault at a value of the plan, before it has a line and a column."""

    code: str
    message: str
    where: tuple[Key, ...]
    hint: str = ""
    first: tuple[Key, ...] | None = None
    """Where the same stood first, of a fault that is one because it stands twice."""


def each_clause(plan: Plan) -> Iterator[tuple[Where, Clause]]:
    """Each clause with the way to it, in the document's order."""
    for c, chapter in enumerate(plan.chapters):
        for i, clause in enumerate(chapter.clauses):
            yield ("chapters", c, "clauses", i), clause
    if plan.closing:
        yield ("closing",), plan.closing


def each_target(plan: Plan) -> Iterator[tuple[Where, Clause, Target]]:
    """Each target with the way to it and its clause, in the document's order."""
    for where, clause in each_clause(plan):
        for t, target in enumerate(clause.targets):
            yield (*where, "targets", t), clause, target


def ids(plan: Plan) -> Iterator[PlanFault]:
    """Ids are unique, and a part's id begins with that of the whole.

    Passes: clause "1.2" in chapter "1", target 1.2a in it. Fails: target 1.3a in clause "1.2".
    """
    parts = [(("units", n), unit.id, unit.name) for n, unit in enumerate(plan.units)]
    parts += [(("groups", n), group.id, group.name) for n, group in enumerate(plan.groups)]
    yield from _once(parts, "name")
    given: list[tuple[Where, str, str]] = [(where, name, title) for where, name, title in parts]
    for c, chapter in enumerate(plan.chapters):
        given.append((("chapters", c), chapter.id, chapter.title))
    for where, clause in each_clause(plan):
        given.append((where, clause.id, clause.title or clause.id))
        if len(where) == 1:
            continue
        chapter = plan.chapters[int(where[1])]
        if clause.id.partition(".")[0] != chapter.id:
            message = _("the clause {id} stands in chapter {chapter}").format(
                id=clause.id, chapter=chapter.id
            )
            yield PlanFault("HP204", message, (*where, "id"))
    for where, clause, target in each_target(plan):
        given.append((where, target.id, target.name))
        if target.id.rstrip("abcdefghijklmnopqrstuvwxyz") != clause.id:
            message = _("the target {id} stands in clause {clause}").format(
                id=target.id, clause=clause.id
            )
            hint = _("a target's id is its clause's and a letter, as {clause}a").format(
                clause=clause.id
            )
            yield PlanFault("HP204", message, (*where, "id"), hint)
    yield from _once(given, "id")


def _once(given: Iterable[tuple[Where, str, str]], key: str) -> Iterator[PlanFault]:
    """A fault for each id (or name) that is given a second time."""
    first: dict[str, tuple[str, Where]] = {}
    for where, of_id, of_name in given:
        name, other = (of_id, of_name) if key == "id" else (of_name, of_id)
        if name in first:
            message = (
                _("the id {name} is given twice; first to {other}")
                if key == "id"
                else _("the name {name} is given twice; first to {other}")
            ).format(name=shortened(name), other=shortened(first[name][0]))
            yield PlanFault("HP204", message, (*where, key), first=(*first[name][1], key))
        first.setdefault(name, (other, where))


def references(plan: Plan) -> Iterator[PlanFault]:
    """Every id of a unit or group leads to one.

    Passes: `leads: [jianguan]` with that unit defined. Fails: `leads: [jianguna]`.
    """
    units = [unit.id for unit in plan.units]
    groups = [group.id for group in plan.groups]
    named: list[tuple[Where, str, list[str]]] = []
    if plan.coordinator:
        named.append((("coordinator",), plan.coordinator, units))
    for g, group in enumerate(plan.groups):
        named += [
            (("groups", g, "members", n), name, units) for n, name in enumerate(group.members)
        ]
    for u, unit in enumerate(plan.units):
        named += [(("units", u, "into", n), name, units) for n, name in enumerate(unit.into)]
    for where, clause in each_clause(plan):
        for key, given in (("leads", clause.leads), ("support", clause.support)):
            named += [((*where, key, n), name, units + groups) for n, name in enumerate(given)]
    for where, _clause, target in each_target(plan):
        named += [
            ((*where, "reporters", n), name, units + groups)
            for n, name in enumerate(target.reporters or ())
        ]
        named += [
            ((*where, "support", n), name, units + groups) for n, name in enumerate(target.support)
        ]
        for n, each in enumerate(target.handover):
            named.append(((*where, "handover", n, "from"), each.from_, units))
            named.append(((*where, "handover", n, "to"), each.to, units))
        if target.each:
            named.append(((*where, "each"), target.each, groups))
        if target.each and target.reporters:
            message = _("a target for each member is reported on by the members alone")
            yield PlanFault("HP205", message, (*where, "reporters"), _("take reporters out"))
    faults = 0
    for where, name, known in named:
        if name not in known:
            faults += 1
            message = (
                _("there is no such group: {id}")
                if known is groups
                else _("there is no such unit: {id}")
            )
            near = nearest(name, known) if faults <= HINTS else None
            hint = meant(near)
            if known is units and name in groups:
                hint = _("{id} is a group; name the unit that is meant").format(id=name)
            yield PlanFault("HP205", message.format(id=name), where, hint)


def tenures(plan: Plan) -> Iterator[PlanFault]:
    """A unit ends after it begins, and only what ends has others that take over.

    Passes: `until: 2025-06-30, into: [waitan]`. Fails: `into` without `until`; a unit that goes on
    as itself; a target handed over twice by one unit.
    """
    for n, unit in enumerate(plan.units):
        where: Where = ("units", n)
        if unit.from_ and unit.until and unit.until < unit.from_:
            message = _("the unit ends before it begins")
            yield PlanFault("HP220", message, (*where, "until"))
        if unit.into and not unit.until:
            message = _("others take over from the unit, but its last day is not given")
            yield PlanFault("HP220", message, (*where, "into"), _("give it as until"))
        if unit.id in unit.into:
            message = _("the unit cannot take over from itself")
            hint = _("a new name of the same unit is its now")
            yield PlanFault("HP220", message, (*where, "into", unit.into.index(unit.id)), hint)
    for where, _clause, target in each_target(plan):
        given = set[str]()
        for n, each in enumerate(target.handover):
            at = (*where, "handover", n)
            if each.from_ == each.to:
                message = _("the unit cannot take over from itself")
                yield PlanFault("HP220", message, (*at, "to"))
            if each.from_ in given:
                message = _("{unit} has handed it over already").format(unit=each.from_)
                yield PlanFault("HP220", message, (*at, "from"))
            given.add(each.from_)


def requirements(plan: Plan) -> Iterator[PlanFault]:
    """A count, amount or level has one requirement and its unit; others have none.

    Passes: `kind: count`, `at_least: 30`, `uom: 个`. Fails: `kind: duty`, `at_least: 30`.
    """
    for where, _clause, target in each_target(plan):
        given = [op for op in OPERATORS if getattr(target, op) is not None]
        lost = [op for op in OPERATORS if target.illegible and getattr(target.illegible, op)]
        if target.kind not in MEASURED:
            for key in [*given, *(["illegible"] if target.illegible else [])]:
                message = _("a {kind} has no required figure").format(kind=target.kind)
                yield PlanFault(
                    "HP206", message, (*where, key), _("is it a count, amount or level?")
                )
            if target.every and target.kind == "duty":
                yield PlanFault(
                    "HP206", _("a duty does not recur; it is kept up"), (*where, "every")
                )
            continue
        if len(given) > 1 or len(lost) > 1:
            message = _("a target has one requirement, not {n}").format(n=len(given) or len(lost))
            at = (given[1],) if len(given) > 1 else ("illegible", lost[1])
            yield PlanFault("HP206", message, (*where, *at))
        elif not given and not lost:
            message = _("this {kind} needs its required figure: {operators}").format(
                kind=target.kind, operators=", ".join(OPERATORS)
            )
            yield PlanFault("HP206", message, where)
        if not target.uom:
            message = _("this {kind} needs its unit of measure, uom").format(kind=target.kind)
            yield PlanFault("HP206", message, where)
        yield from _figures(where, target)


def _figures(where: Where, target: Target) -> Iterator[PlanFault]:
    """The faults of a target's required figures, the original and the revised."""
    lost = lost_figure(target)
    bearers: list[tuple[Where, Any]] = [(where, target)]
    bearers += [((*where, "revisions", n), each) for n, each in enumerate(target.revisions)]
    relative = relative_to_baseline(target)
    if relative and target.kind != "level":
        message = _("only a level has a baseline; other kinds count from 0")
        yield PlanFault("HP206", message, (*where, relative))
        return
    for way, bearer in bearers:
        required = figure_of(bearer)
        if not required or (bearer is target and relative):
            continue
        operator, figure = required
        at = (*way, operator)
        if operator in FALLING and target.kind != "level":
            message = _("{operator} is for levels alone").format(operator=operator)
            yield PlanFault("HP206", message, at)
        if target.kind == "count" and not isinstance(figure, int):
            yield PlanFault("HP206", _("a count is whole"), at)
        if figure < 0 or (figure == 0 and target.kind != "level"):
            yield PlanFault("HP206", _("a requirement is more than 0"), at)
    required = figure_of(target)
    if lost and required and not _fits(lost[1], required[1]):
        message = _("{figure} does not fit what the source shows: {pattern}").format(
            figure=decimal_text(required[1]), pattern=lost[1]
        )
        hint = _("each □ stands for one digit")
        yield PlanFault("HP217", message, (*where, required[0]), hint)
    if lost and required and lost[0] != required[0]:
        message = _("the figure was {lost}, and is filled in as {given}").format(
            lost=lost[0], given=required[0]
        )
        yield PlanFault("HP217", message, (*where, required[0]))


def _fits(pattern: str, figure: Number) -> bool:
    """Whether a figure is what a pattern with □ for lost digits shows."""
    text = rounded(figure, len(pattern.partition(".")[2]))
    return (
        Fraction(text) == figure
        and len(pattern) == len(text)
        and all(shown in {"□", digit} for shown, digit in zip(pattern, text, strict=True))
        and all(
            (shown == ".") == (digit == ".") for shown, digit in zip(pattern, text, strict=True)
        )
    )


def thresholds(plan: Plan) -> Iterator[PlanFault]:
    """A threshold of off-track lies beyond that of at-risk.

    Passes: `at_risk_spi: 0.80`, `off_track_spi: 0.60`. Fails: `off_track_spi: 0.90` with it.
    """
    policy = plan.policy
    if not 0 <= policy.off_track_spi <= policy.at_risk_spi:
        message = _("off_track_spi, {spi}, must lie between 0 and at_risk_spi, {limit}").format(
            spi=decimal_text(policy.off_track_spi), limit=decimal_text(policy.at_risk_spi)
        )
        yield PlanFault("HP218", message, ("policy", "off_track_spi"))
    if not 0 <= policy.at_risk_tspi <= policy.off_track_tspi:
        message = _("off_track_tspi, {tspi}, must not be below at_risk_tspi, {limit}").format(
            tspi=decimal_text(policy.off_track_tspi), limit=decimal_text(policy.at_risk_tspi)
        )
        yield PlanFault("HP218", message, ("policy", "off_track_tspi"))
    if policy.at_risk_slowing < 0:
        message = _("at_risk_slowing must not be below 0")
        yield PlanFault("HP218", message, ("policy", "at_risk_slowing"))


def size(plan: Plan) -> Iterator[PlanFault]:
    """A plan makes so many items that they can be judged while somebody waits.

    Passes: 500 items. Fails: 5,000 members, each owing something in each of 1,000 years.
    """
    members = {group.id: len(group.members) for group in plan.groups}
    total = 0
    for where, _clause, target in each_target(plan):
        start, due = target.start or plan.start, target.due or plan.end
        periods = count_of_periods(target.every, start, due) if target.every else 1
        total += periods * members.get(target.each or "", 1)
        if total > MAX_ITEMS:
            message = _("up to here the plan makes {n} items, more than {most}").format(
                n=total, most=MAX_ITEMS
            )
            yield PlanFault("HP219", message, where, _("each member and each period makes one"))
            return


STRUCTURE = (size, thresholds, ids, references, tenures, requirements)
