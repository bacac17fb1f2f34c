"""Whether a plan still says what a revision of it said; what changes a target is a decision.

What the document says of a target, and what its items are measured by, stands as it was. What was
not said before may be added, as long as nothing that was reported is measured anew by it: dividing
the work, saying how something is counted, agreeing on a schedule.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from hpplan.i18n import _
from hpplan.numbers import decimal_text
from hpplan.phrases import listed, shortened
from hpplan.plan.model import (
    Policy,
    figure_of,
    figure_text,
    lost_figure,
    relative_to_baseline,
)
from hpplan.plan.structure import each_target

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from hpplan.plan.document import Document
    from hpplan.plan.items import Catalogue
    from hpplan.plan.model import Target
    from hpplan.plan.structure import Where
    from hpplan.problem import Problem


class Heard(NamedTuple):
    """What had been reported on a target when a revision was made.

    Attributes:
        days: the days of all reports.
        declined: the units that had declared to have no part.
    """

    days: frozenset[date] = frozenset()
    declined: frozenset[str] = frozenset()


class Plans(NamedTuple):
    """A plan as it was in a revision, and as it is.

    Attributes:
        old: the plan of the revision.
        new: the plan as it is.
        document: the document of that.
        revision: the revision as a person would name it.
        heard: tells what had been reported on a target.
    """

    old: Catalogue
    new: Catalogue
    document: Document
    revision: str
    heard: Callable[[str], Heard]


def edited(plans: Plans) -> Iterator[Problem]:
    """The parts of a revision's plan that were edited in place, or taken out.

    Passes: a decision among `revisions`; a lost figure filled in; reporters named where none were.
    Warns: `at_least: 20` where the revision says 30; another baseline, path or policy.
    """
    old, new = plans.old.plan, plans.new.plan
    for key in ("start", "end"):
        yield from _compared(plans, (key,), "plan", key, getattr(old, key), getattr(new, key))
    for key in Policy.model_fields:
        said, says = (decimal_text(getattr(plan.policy, key)) for plan in (old, new))
        yield from _compared(plans, ("policy", key), "plan", f"policy.{key}", said, says)
    yield from _members(plans)
    now = {target.id: (where, target) for where, _clause, target in each_target(new)}
    for _where, clause, target in each_target(old):
        if target.id in now:
            where, current = now[target.id]
            yield from _target(plans, where, target, current)
        else:
            message = _("the target {id} of {revision} was taken out").format(
                id=target.id, revision=plans.revision
            )
            hint = _("put it back; a decision that withdraws it is a revision: withdrawn: true")
            way = _near(plans, clause.id)
            yield plans.document.problem("HP253", message, way, hint=hint)


def _members(plans: Plans) -> Iterator[Problem]:
    """The groups that lost members: what these owed would be nobody's."""
    places = {group.id: n for n, group in enumerate(plans.new.plan.groups)}
    for group in plans.old.plan.groups:
        if (n := places.get(group.id)) is None:
            continue
        now = plans.new.groups[group.id].members
        if not set(group.members) <= set(now):
            hint = _("a member that ended has its last day as until, and who took over as into")
            said, says = listed(group.members), listed(now)
            yield _edit(plans, ("groups", n, "members"), group.id, "members", said, says, hint)


def _target(plans: Plans, where: Where, old: Target, new: Target) -> Iterator[Problem]:
    """What was edited of a target."""
    before, after = _terms(old), _terms(new)
    if lost_figure(old) and not figure_of(old):
        after |= {"requirement": None, "uom": new.uom}  # it was filled in
    for key, said in before.items():
        at = _requirement_key(new) if key == "requirement" else key
        yield from _compared(plans, (*where, at), old.id, key, said, after[key])
    measures, now = _yardsticks(plans.old, old), _yardsticks(plans.new, new)
    for key, said in measures.items():
        if said != now[key] and not _is_addition(plans, key, old, new):
            hint = _("put it back as it stood in {revision}: what was reported is measured by it")
            if key == "reporters":
                hint = _("a target that passes on has a handover, a unit that ended its until")
            hint = hint.format(revision=plans.revision)
            yield _edit(plans, (*where, key), old.id, key, said, now[key], hint)
    message = _("the revision of {id} decided on {day} was edited or taken out")
    hint = _("put it back as it stood in {revision}").format(revision=plans.revision)
    for decision in old.revisions:
        if decision not in new.revisions:
            said = message.format(id=old.id, day=decision.on)
            yield plans.document.problem("HP253", said, (*where, "revisions"), hint=hint)
    message = _("the handover of {id} on {day} was edited or taken out")
    for passage in old.handover:
        if passage not in new.handover:
            said = message.format(id=old.id, day=passage.on)
            yield plans.document.problem("HP253", said, (*where, "handover"), hint=hint)


def _terms(target: Target) -> dict[str, object]:
    """What a target says that only a decision may change."""
    required, lost = figure_of(target), lost_figure(target)
    return {
        "quote": target.quote,
        "kind": target.kind,
        "requirement": _requirement(target),
        "illegible": f"{lost[0]}: {lost[1]}" if lost else None,
        "uom": target.uom if lost and not required else None,
        "start": target.start,
        "due": target.due,
        "every": target.every,
        "each": target.each,
        "approximate": "true" if target.approximate else None,
    }


def _requirement(target: Target) -> str | None:
    """The requirement as it is stated, by a figure or by the baseline."""
    if relative := relative_to_baseline(target):
        return f"{relative}: baseline"
    required = figure_of(target)
    return f"{required[0]}: {figure_text(required[1], target.uom)}" if required else None


def _yardsticks(catalogue: Catalogue, target: Target) -> dict[str, str | None]:
    """What a target's reports are measured by, beside its requirement."""
    baseline, reporters = target.baseline, target.reporters
    path = [f"{decimal_text(point.value)} ({point.by})" for point in target.path]
    return {
        "baseline": f"{decimal_text(baseline.value)} ({baseline.date})" if baseline else None,
        "path": listed(path) or None,
        "definition": target.definition,
        "reporters": listed(sorted(catalogue.members(reporters))) if reporters else None,
    }


def _is_addition(plans: Plans, key: str, old: Target, new: Target) -> bool:
    """Tell whether something was added by which nothing that was reported is measured anew."""
    if key == "definition":
        return old.definition is None
    heard = plans.heard(old.id)
    if key == "baseline":
        # A level that is to better it waits for it; so does the lone report of any other.
        waits = relative_to_baseline(old) is not None or len(heard.days) <= 1
        return old.baseline is None and waits
    if key == "path":
        return _is_continued(plans, old, new, heard)
    if not old.reporters or not new.reporters:
        return not old.reporters
    before, after = (
        set(catalogue.members(target.reporters or ()))
        for catalogue, target in ((plans.old, old), (plans.new, new))
    )
    # Whoever declared to have no part may go; what is nobody's then may be given to others.
    return before - after <= heard.declined and (after <= before or before <= heard.declined)


def _is_continued(plans: Plans, old: Target, new: Target, heard: Heard) -> bool:
    """Tell whether a path has only new checkpoints, that say nothing of what was reported.

    Up to the checkpoint before the first new one the path is what it was. One that comes with a
    decision belongs to it.
    """
    before = [(point.by, point.value) for point in old.path]
    after = [(point.by, point.value) for point in new.path]
    if not set(before) <= set(after):
        return False
    if len(new.revisions) > len(old.revisions):
        return True
    first = next(at for at, point in enumerate(after) if point not in before)
    since = after[first - 1][0] if first else old.start or plans.old.plan.start
    return all(day <= since for day in heard.days)


def _requirement_key(target: Target) -> str:
    required = figure_of(target)
    return relative_to_baseline(target) or (required[0] if required else "kind")


def _near(plans: Plans, clause: str) -> Where:
    """The way to the targets of a clause, or to the chapters where it is gone."""
    for c, chapter in enumerate(plans.new.plan.chapters):
        for i, each in enumerate(chapter.clauses):
            if each.id == clause:
                return ("chapters", c, "clauses", i, "targets")
    return ("chapters",)


def _compared(
    plans: Plans, where: Where, name: str, key: str, old: object, now: object
) -> Iterator[Problem]:
    """The problem of a value that is not what it was; none where it is."""
    if old != now:
        hint = _("leave the original, and write a decision that changes it among its revisions")
        if where[0] == "policy":
            hint = _("put it back as it stood in {revision}: every item is measured by it").format(
                revision=plans.revision
            )
        yield _edit(plans, where, name, key, old, now, hint)


def _edit(
    plans: Plans, where: Where, name: str, key: str, old: object, now: object, hint: str
) -> Problem:
    """A target, or the plan, that says something else than it did."""
    nothing = _("nothing")
    message = _("{key} of {id} was edited: in {revision} it is {old}, and now {now}").format(
        key=key,
        id=name,
        revision=plans.revision,
        old=nothing if old is None else shortened(f"“{old}”"),
        now=nothing if now is None else shortened(f"“{now}”"),
    )
    return plans.document.problem("HP253", message, where, hint=hint)
