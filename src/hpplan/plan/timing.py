"""The rules of structure that speak of time: days, the way to the requirement, and revisions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpplan.i18n import _
from hpplan.numbers import decimal_text
from hpplan.phrases import shortened
from hpplan.plan.model import FALLING, MEASURED, OPERATORS
from hpplan.plan.structure import STRUCTURE, PlanFault, each_target

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hpplan.plan.model import Plan


def dates(plan: Plan) -> Iterator[PlanFault]:
    """Time runs forward: the plan's, each target's, each path's.

    Passes: `start: 2025-01-01`, `due: 2026-12-31`. Fails: a due date before the start.
    """
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(plan.timezone)
    except (OSError, ValueError, KeyError):
        message = _("there is no time zone {name}").format(name=shortened(plan.timezone))
        yield PlanFault("HP207", message, ("timezone",), _("write it as Asia/Shanghai"))
    if plan.end < plan.start:
        yield PlanFault("HP207", _("the plan ends before it starts"), ("end",))
        return
    for where, _clause, target in each_target(plan):
        start, due = target.start or plan.start, target.due or plan.end
        if due < start:
            key = "due" if target.due else "start"
            message = _("the target is due on {due}, before its start on {start}").format(
                due=due, start=start
            )
            yield PlanFault("HP207", message, (*where, key))
        if target.baseline and target.baseline.date >= due:
            message = _("the baseline does not lie before the due date, {due}").format(due=due)
            yield PlanFault("HP208", message, (*where, "baseline", "date"))
        last = start
        for n, point in enumerate(target.path):
            if point.by <= last:
                message = _("the checkpoints' days must rise, from behind {day}").format(day=last)
                yield PlanFault("HP208", message, (*where, "path", n, "by"))
            if point.by > due:
                message = _("the checkpoint lies behind the due date, {due}").format(due=due)
                yield PlanFault("HP208", message, (*where, "path", n, "by"))
            last = point.by


def paths(plan: Plan) -> Iterator[PlanFault]:
    """A path leads from the baseline to the requirement without turning back.

    That of a target owed each year does so in each year anew.

    Passes: 12 by 2025-06-30 of 30. Fails: 12, then 10; or 40 of 30; a path on a duty.
    """
    for where, _clause, target in each_target(plan):
        if target.kind == "duty" and target.path:
            yield PlanFault("HP208", _("a duty has no path"), (*where, "path"))
        if target.every not in {None, "year"} and target.path:
            message = _("a target that recurs within the year has no path")
            yield PlanFault("HP208", message, (*where, "path"))
        if target.baseline and target.kind != "level":
            message = _("only a level has a baseline; other kinds count from 0")
            yield PlanFault("HP208", message, (*where, "baseline"))
        required = target.judged_by()
        sign = -1 if required and required[0] in FALLING else 1
        zero = target.baseline.value if target.baseline else None
        if target.kind != "level":
            zero = 0
        before, year = zero, None
        for n, point in enumerate(target.path):
            if target.every and point.by.year != year:
                before, year = zero, point.by.year
            at = (*where, "path", n, "value")
            if before is not None and point.value * sign < before * sign:
                message = _("the path turns back here, from {before} to {value}").format(
                    before=decimal_text(before), value=decimal_text(point.value)
                )
                yield PlanFault("HP208", message, at)
            if required and point.value * sign > required[1] * sign:
                message = _("the path goes beyond the requirement, {figure}").format(
                    figure=decimal_text(required[1])
                )
                yield PlanFault("HP208", message, at)
            before = point.value


def revisions(plan: Plan) -> Iterator[PlanFault]:
    """A revision says what it changes, and changes what can be changed.

    Passes: `{on: 2025-11-03, due: 2027-06-30, why: …}`. Fails: a revision that changes
    nothing; a figure for a milestone; a due date for a target that recurs.
    """
    for where, _clause, target in each_target(plan):
        for n, revision in enumerate(target.revisions):
            at = (*where, "revisions", n)
            given = [op for op in OPERATORS if getattr(revision, op) is not None]
            changes = (revision.withdrawn, revision.suspended, revision.due, revision.text)
            if not given and all(each is None for each in changes):
                message = _(
                    "the revision changes nothing: give due, a requirement, text, suspended or"
                    " withdrawn"
                )
                yield PlanFault("HP209", message, (*at, "uom") if revision.uom else at)
            elif revision.uom and not given:
                message = _("another unit of measure needs the requirement in it")
                yield PlanFault("HP209", message, (*at, "uom"), _("give the figure beside it"))
            if revision.withdrawn and revision.suspended:
                message = _("the target is either withdrawn or suspended")
                yield PlanFault("HP209", message, (*at, "suspended"))
            if len(given) > 1:
                message = _("a target has one requirement, not {n}").format(n=len(given))
                yield PlanFault("HP209", message, (*at, given[1]))
            if given and target.kind not in MEASURED:
                message = _("a {kind} has no required figure").format(kind=target.kind)
                yield PlanFault("HP209", message, (*at, given[0]))
            if revision.due and target.every:
                message = _("the due date of a target that recurs cannot be revised")
                yield PlanFault("HP209", message, (*at, "due"))
            if revision.due and revision.due < (target.start or plan.start):
                message = _("the target would be due before its start")
                yield PlanFault("HP209", message, (*at, "due"))


STRUCTURE_RULES = (*STRUCTURE, dates, paths, revisions)
"""All rules of structure, in the order in which a plan is held to them."""
