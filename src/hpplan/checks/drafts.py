"""What a drafted plan still leaves open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpplan.i18n import _, ngettext
from hpplan.plan.doubts import doubt_words, open_doubts
from hpplan.plan.structure import each_clause, each_target

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hpplan.checks.facts import Facts
    from hpplan.plan.doubts import OpenDoubt
    from hpplan.plan.types import Doubt
    from hpplan.problem import Problem

_SHOWN = 5
"""Ids that a warning names; the rest is counted."""


def unconfirmed(facts: Facts) -> Iterator[Problem]:
    """What a draft proposed, and nobody has confirmed; one warning for each kind of doubt.

    Passes: no line `confirm`. Warns: `confirm: [recurrence]` on a target.
    """
    groups: dict[Doubt, list[OpenDoubt]] = {}
    for doubt in open_doubts(facts.loaded.plan):
        groups.setdefault(doubt.code, []).append(doubt)
    for code, doubts in groups.items():
        ids = [each.id or _("the plan") for each in doubts]
        named = _(", ").join(ids[:_SHOWN])
        if len(ids) > _SHOWN:
            more = len(ids) - _SHOWN
            named = ngettext("{ids} and {n} more", "{ids} and {n} others", more).format(
                ids=named, n=more
            )
        message = _("to confirm, {code}: {question} ({ids})").format(
            code=code, question=doubt_words(code), ids=named
        )
        hint = _("compare with the document, correct it, and delete the line confirm")
        where = (*doubts[0].where, "confirm")
        yield facts.loaded.document.problem("HP271", message, where, hint=hint)


def with_reporters(facts: Facts) -> Iterator[Problem]:
    """Every target has somebody who reports on it.

    Passes: a clause with `leads`. Warns: a clause without, whose targets name no `reporters`.
    """
    for where, clause in each_clause(facts.loaded.plan):
        if clause.leads:
            continue
        orphans = [each.id for each in clause.targets if not (each.reporters or each.each)]
        if orphans:
            message = _("nobody answers for {ids}: the clause has no leads").format(
                ids=_(", ").join(orphans[:_SHOWN]) + ("…" if len(orphans) > _SHOWN else "")
            )
            hint = _("give the clause leads, or each target reporters")
            yield facts.loaded.document.problem("HP272", message, (*where, "id"), hint=hint)


def groups_with_members(facts: Facts) -> Iterator[Problem]:
    """A group that leads or reports has members.

    Passes: `members: [waitan, yuyuan]`. Warns: `members: []`.
    """
    plan = facts.loaded.plan
    used = {name for _where, clause in each_clause(plan) for name in clause.leads}
    for _where, _clause, target in each_target(plan):
        used |= {*(target.reporters or ()), *((target.each,) if target.each else ())}
    for n, group in enumerate(plan.groups):
        if not group.members and group.id in used and "group-members" not in group.confirm:
            message = _("the group {name} has no members, so nobody reports for it").format(
                name=group.name
            )
            yield facts.loaded.document.problem("HP273", message, ("groups", n, "members"))
