"""What of a drafted plan nobody has confirmed yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from hpplan.i18n import _
from hpplan.plan.structure import each_clause, each_target

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hpplan.plan.document import Key
    from hpplan.plan.model import Plan
    from hpplan.plan.types import Doubt


class OpenDoubt(NamedTuple):
    """Something that a draft proposed, and a person should confirm.

    Attributes:
        where: the way to the plan, unit, group, clause or target that it is about.
        id: its id; empty for the plan itself.
        code: what is doubtful.
    """

    where: tuple[Key, ...]
    id: str
    code: Doubt


def open_doubts(plan: Plan) -> list[OpenDoubt]:
    """Everything that `confirm` marks in a plan: of the plan, its units, then clause by clause."""
    found = [OpenDoubt((), "", code) for code in plan.confirm]
    for n, unit in enumerate(plan.units):
        found += [OpenDoubt(("units", n), unit.id, code) for code in unit.confirm]
    for n, group in enumerate(plan.groups):
        found += [OpenDoubt(("groups", n), group.id, code) for code in group.confirm]
    for where, clause in each_clause(plan):
        found += [OpenDoubt(where, clause.id, code) for code in clause.confirm]
        for n, target in enumerate(clause.targets):
            found += [OpenDoubt((*where, "targets", n), target.id, code) for code in target.confirm]
    return found


def is_draft(plan: Plan) -> bool:
    """Whether anything of a plan is still to be confirmed."""
    return bool(plan.confirm) or any(_marks(plan))


def _marks(plan: Plan) -> Iterator[bool]:
    """Whether there is a mark on each unit, group, clause and target."""
    for named in (*plan.units, *plan.groups, *plan.clauses()):
        yield bool(named.confirm)
    for _where, _clause, target in each_target(plan):
        yield bool(target.confirm)


def confirmed_targets(plan: Plan) -> tuple[int, int]:
    """How many targets carry no mark, nor their clause; and how many there are."""
    targets = [(clause, target) for _where, clause, target in each_target(plan)]
    done = sum(not clause.confirm and not target.confirm for clause, target in targets)
    return done, len(targets)


def doubt_words(code: Doubt) -> str:
    """What a code of `confirm` asks."""
    return {
        "label-unknown": _("who leads and who helps"),
        "date-from-heading": _("whether the heading's date is this one's deadline"),
        "several-figures": _("whether the figures of one sentence count apart"),
        "scope-or-target": _("whether the figure is to be reached, or says how many there are"),
        "recurrence": _("how often, and whether each time counts"),
        "period-words": _("first day, last day or deadline, as the words were read"),
        "kind-from-verb": _("whether it is completed by a day, or kept up"),
        "requirement-without-verb": _("whether a figure without a verb is to be reached"),
        "merged-cell": _("whether words, units and dates of merged cells belong together"),
        "damaged": _("the wording, against the official copy"),
        "group-members": _("who belongs to the group"),
    }[code]
