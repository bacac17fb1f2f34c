"""Write a decision, or a figure that was illegible, into plan.yaml."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from hpplan.checks.revisions import repeated
from hpplan.errors import CellError, RecordError
from hpplan.i18n import _
from hpplan.numbers import decimal_text, exact, rounded
from hpplan.plan.edit import lengthened, with_figure, with_revision
from hpplan.plan.items import original
from hpplan.plan.model import MEASURED, Revision, figure_of, figure_text, lost_figure
from hpplan.plan.rewrite import PlanEdit, PlanFile, Revised, as_yaml, data_of, target_named
from hpplan.progress import cells as cell
from hpplan.progress.append import locked

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from hpplan.numbers import Number
    from hpplan.plan.model import Operator, Target
    from hpplan.workspace import LoadedWorkspace

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_BREAK = re.compile("[\n\r\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person asks to be written under a target's `revisions`.

    Attributes:
        target: the target's id.
        why: the reason.
        by: who decided.
        on: the day of the decision; today where it is None.
        due: the new due date.
        figures: the new requirement, as typed, by operator.
        uom: the unit of measure of that, where it is another one.
        withdrawn: whether the target is given up; False where that is taken back.
        suspended: whether the target is to rest; False where it is resumed.
        text: the clause's new wording.
        note: a note.
    """

    target: str
    why: str
    by: str
    on: date | None = None
    due: date | None = None
    figures: Mapping[Operator, str] | None = None
    uom: str = ""
    withdrawn: bool | None = None
    suspended: bool | None = None
    text: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Filling:
    """A figure that the source had lost, as typed, for the target with this id."""

    target: str
    figure: str
    note: str = ""


def revise(
    workspace: LoadedWorkspace,
    asked: Decision | Filling,
    *,
    as_of: date | None = None,
    dry_run: bool,
) -> Revised:
    """Write a decision or a figure into the plan, and judge its target before and after.

    Raises:
        RecordError: it cannot be so decided, or the file cannot be written.
    """
    today = as_of or workspace.today()
    plan = PlanFile(workspace)
    if isinstance(asked, Decision):
        edit = _decided(workspace, asked, today)
    else:
        edit = _filled(workspace, asked)
    if dry_run:
        return plan.change(edit, today, write=False)
    with locked(plan.real, plan.name):
        return plan.change(edit, today, write=True)


# What is asked for


def _decided(workspace: LoadedWorkspace, asked: Decision, today: date) -> PlanEdit:
    """Return the edit that writes a decision, where it can be so decided."""
    where, target = target_named(workspace, asked.target)
    why, by = _text("why", asked.why), _text("by", asked.by)
    if not why:
        raise RecordError(_("a decision needs its reason"), _("give it with --why"))
    if not by:
        raise RecordError(_("a decision needs the name of who decided"), _("give it with --by"))
    entry: dict[str, Any] = {"on": _day(workspace, target, asked.on or today, today)}
    if asked.due:
        entry["due"] = _due(workspace, target, asked.due)
    uom = _text("uom", asked.uom)
    for operator, figure in (asked.figures or {}).items():
        entry[operator] = _figure(target, figure, uom)
    if uom:
        entry["uom"] = uom
    if text := _text("text", asked.text):
        entry["text"] = text
    for key in ("withdrawn", "suspended"):
        if getattr(asked, key) is not None:
            entry[key] = getattr(asked, key)
    _fitting(target, entry, len(asked.figures or {}))
    entry |= {"why": why, "by": by}
    if note := _text("note", asked.note):
        entry["note"] = note
    revision = Revision.model_construct(**entry)
    held = original(target, workspace.plan)
    for earlier in target.revisions:
        held = held.after(earlier)
    for key in held.repeats(revision):
        raise RecordError(repeated(target, held, revision, key))
    data = data_of(workspace.loaded, where)
    listed = [*data.get("revisions", []), {key: as_yaml(value) for key, value in entry.items()}]
    return PlanEdit(
        where,
        ("revisions", len(target.revisions)),
        lambda text: with_revision(text, where, entry),
        {**data, "revisions": listed},
    )


def _fitting(target: Target, entry: Mapping[str, Any], figures: int) -> None:
    """See to it that the parts of a decision fit one another.

    Raises:
        RecordError: they do not.
    """
    changes = [key for key in entry if key != "on"]
    if not changes:
        hint = _("give --due, a figure such as --at-least, --suspend or --withdraw")
        raise RecordError(_("nothing is decided about {target}").format(target=target.id), hint)
    if entry.get("withdrawn") and len(changes) > 1:
        message = _("{target} is either withdrawn, or revised").format(target=target.id)
        raise RecordError(message, _("give --withdraw alone"))
    if figures > 1:
        message = _("a target has one requirement, not {n}").format(n=figures)
        raise RecordError(message)
    if entry.get("uom") and not figures:
        message = _("another unit of measure needs the requirement in it")
        raise RecordError(message, _("give the figure beside it"))


def _filled(workspace: LoadedWorkspace, asked: Filling) -> PlanEdit:
    """The edit that writes a figure beside the illegible one."""
    where, target = target_named(workspace, asked.target)
    lost = lost_figure(target)
    if lost is None:
        message = _("{target} has no illegible figure to be filled in").format(target=target.id)
        hint = _("a decision that changes its requirement is written with hpplan revise")
        raise RecordError(message, hint if target.kind in MEASURED else "")
    operator, pattern = lost
    if known := figure_of(target):
        message = _("{target} is filled in as {figure}").format(
            target=target.id, figure=figure_text(known[1], target.uom)
        )
        hint = _("a decision that changes its requirement is written with hpplan revise")
        raise RecordError(message, hint)
    figure, note = _figure(target, asked.figure), _text("note", asked.note)
    written = decimal_text(figure)
    shown = rounded(figure, len(pattern.partition(".")[2]))
    if exact(Decimal(shown)) == figure:
        written = shown  # 15.0, where the source shows □5.0
    data = data_of(workspace.loaded, where)
    more: dict[str, Any] = {operator: as_yaml(figure)}
    if note:
        more["note"] = lengthened(data["note"], note) if data.get("note") else note
    return PlanEdit(
        where,
        (operator,),
        lambda text: with_figure(text, where, operator, written, note),
        {**data, **more},
    )


def _text(name: str, text: str) -> str:
    """A text that is to be written, on one line and without control characters."""
    text = text.strip()
    if _BREAK.search(text):
        message = _("the text of --{name} has more than one line").format(name=name)
        raise RecordError(message, _("write it on one line"))
    if found := _CONTROL.search(text):
        message = _("the text of --{name} holds the control character U+{code}").format(
            name=name, code=f"{ord(found[0]):04X}"
        )
        raise RecordError(message)
    return text


def _day(workspace: LoadedWorkspace, target: Target, day: date, today: date) -> date:
    """The day of a decision: not before the plan or an earlier decision, and not to come."""
    last = max((each.on for each in target.revisions), default=None)
    if day > today:
        message = _("a decision of {day} lies in the future").format(day=day)
        raise RecordError(message, _("give the day on which it was taken, as --on 2025-11-03"))
    if day < workspace.plan.issued:
        message = _("a decision of {day} lies before the plan was issued, on {issued}")
        raise RecordError(message.format(day=day, issued=workspace.plan.issued))
    if last and day < last:
        message = _("{target} was revised on {last}, after {day}").format(
            target=target.id, last=last, day=day
        )
        raise RecordError(message, _("decisions are written in the order of their days"))
    return day


def _due(workspace: LoadedWorkspace, target: Target, due: date) -> date:
    """A new due date, of a target that can have one."""
    start = target.start or workspace.plan.start
    if target.every:
        message = _("{target} recurs; its due date cannot be revised")
        raise RecordError(message.format(target=target.id))
    if due < start:
        message = _("{target} would be due on {due}, before its start on {start}")
        raise RecordError(message.format(target=target.id, due=due, start=start))
    return due


def _figure(target: Target, text: str, uom: str = "") -> Number:
    """The figure of a requirement, for a target that can have one."""
    if target.kind not in MEASURED:
        message = _("{target} is a {kind}, which has no required figure").format(
            target=target.id, kind=target.kind
        )
        raise RecordError(message)
    try:
        return cell.figure(text, target.kind, uom or target.uoms()[-1]) or 0
    except CellError as error:
        raise RecordError(error.message, _("write the exact figure, as 30")) from None
