"""Decisions that revise a target: dated, reasoned, in order, and each a change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpplan.i18n import _
from hpplan.plan.items import original
from hpplan.plan.model import figure_of, figure_text
from hpplan.plan.structure import each_target

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hpplan.checks.facts import Facts
    from hpplan.plan.document import Key
    from hpplan.plan.items import Standing
    from hpplan.plan.model import Revision, Target
    from hpplan.problem import Problem

    Where = tuple[Key, ...]


def decisions_in_order(facts: Facts) -> Iterator[Problem]:
    """Decisions stand in the order of their days, as they were taken.

    Passes: `on: 2025-11-03`, then `on: 2026-03-01`. Warns: the other way round.
    """
    for where, target in _revised(facts):
        last = target.revisions[0].on
        for n, revision in enumerate(target.revisions):
            if revision.on < last:
                message = _("the decision of {day} stands behind one of {last}").format(
                    day=revision.on, last=last
                )
                way = (*where, "revisions", n, "on")
                hint = _("put them in the order of their days")
                yield facts.loaded.document.problem("HP254", message, way, hint=hint)
            last = max(last, revision.on)


def reasoned(facts: Facts) -> Iterator[Problem]:
    """A decision says why, and who decided.

    Passes: `{on: 2025-11-03, due: 2027-06-30, why: 管线改造, by: 联席会议}`. Warns: no `by`.
    """
    for where, target in _revised(facts):
        for n, revision in enumerate(target.revisions):
            if revision.why and revision.by:
                continue
            if not revision.why and not revision.by:
                message = _("the decision of {day} says neither why nor who decided")
            elif not revision.why:
                message = _("the decision of {day} does not say why")
            else:
                message = _("the decision of {day} does not say who decided")
            yield facts.loaded.document.problem(
                "HP255", message.format(day=revision.on), (*where, "revisions", n)
            )


def changing(facts: Facts) -> Iterator[Problem]:
    """A decision changes what held before it.

    Passes: `due: 2027-06-30` where 2026-12-31 held. Warns: the same date once more, or any change
    of a target that was withdrawn but the one that takes that back.
    """
    for where, target in _revised(facts):
        held = original(target, facts.loaded.plan)
        numbered = sorted(enumerate(target.revisions), key=lambda each: each[1].on)
        for n, revision in numbered:
            for key in held.repeats(revision)[:1]:
                message = repeated(target, held, revision, key)
                way = (*where, "revisions", n, key)
                yield facts.loaded.document.problem("HP256", message, way)
            held = held.after(revision)


def repeated(target: Target, held: Standing, revision: Revision, key: str) -> str:
    """That a decision says under a key what held before it, or comes behind a withdrawal."""
    if held.withdrawn and revision.withdrawn is not False:
        return _("{target} was withdrawn on {day}; nothing changes it any more").format(
            target=target.id, day=held.withdrawn
        )
    if key == "withdrawn":
        return _("{target} is not withdrawn").format(target=target.id)
    if key == "suspended" and held.suspended:
        return _("{target} has been suspended since {day}").format(
            target=target.id, day=held.suspended
        )
    if key == "suspended":
        return _("{target} is not suspended").format(target=target.id)
    if key == "text":
        return _("the clause of {target} reads so as it is").format(target=target.id)
    if key == "due":
        return _("{target} is due on {due} as it is").format(target=target.id, due=held.due)
    figure = figure_of(revision)
    return _("{target} requires {operator} {figure} as it is").format(
        target=target.id,
        operator=key,
        figure=figure_text(figure[1], held.uom) if figure else "",
    )


def dated(facts: Facts) -> Iterator[Problem]:
    """A decision was taken after the plan was issued, and by today.

    Passes: `on: 2025-11-03`. Warns: `on: 2052-11-03`, until which nothing changes.
    """
    issued = facts.loaded.plan.issued
    for where, target in _revised(facts):
        for n, revision in enumerate(target.revisions):
            if issued <= revision.on <= facts.today:
                continue
            message = _("the decision of {day} is dated before the plan was issued, {issued}")
            if revision.on > facts.today:
                message = _("the decision of {day} lies in the future, and does not hold yet")
            message = message.format(day=revision.on, issued=issued)
            way = (*where, "revisions", n, "on")
            yield facts.loaded.document.problem("HP257", message, way)


def _revised(facts: Facts) -> Iterator[tuple[Where, Target]]:
    """Each target that a decision changed, with the way to it."""
    for where, _clause, target in each_target(facts.loaded.plan):
        if target.revisions:
            yield where, target
