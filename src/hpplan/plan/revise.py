"""Writing a decision, or a figure that was illegible, into plan.yaml: verified, in one step."""

from __future__ import annotations

import difflib
import re
import stat
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from hpplan.checks import PLAN_RULES, Facts, check
from hpplan.checks.revisions import repeated
from hpplan.csvtext import BOM, folded
from hpplan.errors import CellError, RecordError
from hpplan.files import read_bytes, sync_folder, write_new
from hpplan.i18n import _
from hpplan.numbers import decimal_text, exact, rounded
from hpplan.plan.edit import EditError, lengthened, with_figure, with_revision
from hpplan.plan.items import Catalogue, original
from hpplan.plan.load import LoadedPlan, plan_from
from hpplan.plan.model import MEASURED, Revision, figure_of, figure_text, lost_figure
from hpplan.plan.structure import each_target
from hpplan.progress import cells as cell
from hpplan.progress.append import ChangedError, locked
from hpplan.progress.targets import unknown_target
from hpplan.workspace import Workspace, display

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from hpplan.judging.assess import Assessment
    from hpplan.numbers import Number
    from hpplan.plan.document import Key
    from hpplan.plan.model import Operator, Target
    from hpplan.problem import Problem

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_LINE = re.compile("[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_BREAK = re.compile("[\n\r\x85\u2028\u2029]")
_YAMLS = "HP1"
"""How the codes of faults begin that lie in the file itself, not in what was asked for."""


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
        withdrawn: whether the target is given up.
        note: a note.
    """

    target: str
    why: str
    by: str
    on: date | None = None
    due: date | None = None
    figures: Mapping[Operator, str] | None = None
    withdrawn: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Filling:
    """A figure that the source had lost, as typed, for the target with this id."""

    target: str
    figure: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Revised:
    """What was written into the plan, and what it changes.

    Attributes:
        path: the file, as a person would name it.
        line: the line on which it stands.
        target: the target.
        diff: the lines of the unified diff.
        before: its items as they were.
        after: its items now.
        warnings: what `check` says of the plan since it is there.
        written: whether it was written, or only tried.
    """

    path: str
    line: int
    target: Target
    diff: list[str]
    before: list[Assessment]
    after: list[Assessment]
    warnings: list[Problem]
    written: bool


class _Edit(NamedTuple):
    """A change of the plan's text.

    Attributes:
        where: the way to the target.
        keys: the way from there to what is written.
        apply: makes the new text out of the old one.
        data: the target's data as they should be read back.
    """

    where: tuple[Key, ...]
    keys: tuple[Key, ...]
    apply: Callable[[str], str]
    data: dict[str, Any]


def revise(
    workspace: Workspace, asked: Decision | Filling, *, as_of: date | None = None, dry_run: bool
) -> Revised:
    """Write a decision or a figure into the plan, and judge its target before and after.

    Raises:
        RecordError: it cannot be so decided, or the file cannot be written.
    """
    today = as_of or workspace.today()
    plan = _PlanFile(workspace)
    if isinstance(asked, Decision):
        edit = _decided(workspace, asked, today)
    else:
        edit = _filled(workspace, asked)
    if dry_run:
        return plan.change(edit, today, write=False)
    with locked(plan.real, plan.name):
        return plan.change(edit, today, write=True)


# What is asked for


def _decided(workspace: Workspace, asked: Decision, today: date) -> _Edit:
    """The edit that writes a decision, where it can be so decided."""
    where, target = _target(workspace, asked.target)
    why, by = _text("why", asked.why), _text("by", asked.by)
    if not why:
        raise RecordError(_("a decision needs its reason"), _("give it with --why"))
    if not by:
        raise RecordError(_("a decision needs the name of who decided"), _("give it with --by"))
    entry: dict[str, Any] = {"on": _day(workspace, target, asked.on or today, today)}
    if asked.due:
        entry["due"] = _due(workspace, target, asked.due)
    for operator, figure in (asked.figures or {}).items():
        entry[operator] = _figure(target, figure)
    if asked.withdrawn:
        entry["withdrawn"] = True
    changes = [key for key in entry if key != "on"]
    if not changes:
        hint = _("give --due, a figure such as --at-least, or --withdraw")
        raise RecordError(_("nothing is decided about {target}").format(target=target.id), hint)
    if asked.withdrawn and len(changes) > 1:
        message = _("{target} is either withdrawn, or revised").format(target=target.id)
        raise RecordError(message, _("give --withdraw alone"))
    if len(asked.figures or {}) > 1:
        message = _("a target has one requirement, not {n}").format(n=len(asked.figures or {}))
        raise RecordError(message)
    entry |= {"why": why, "by": by}
    if note := _text("note", asked.note):
        entry["note"] = note
    revision = Revision.model_construct(**entry)
    held = original(target, workspace.plan)
    for earlier in target.revisions:
        held = held.after(earlier)
    for key in held.repeats(revision):
        raise RecordError(repeated(target, held, revision, key))
    data = _data(workspace.loaded, where)
    listed = [*data.get("revisions", []), {key: _plain(value) for key, value in entry.items()}]
    return _Edit(
        where,
        ("revisions", len(target.revisions)),
        lambda text: with_revision(text, where, entry),
        {**data, "revisions": listed},
    )


def _filled(workspace: Workspace, asked: Filling) -> _Edit:
    """The edit that writes a figure beside the illegible one."""
    where, target = _target(workspace, asked.target)
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
    data = _data(workspace.loaded, where)
    more: dict[str, Any] = {operator: _plain(figure)}
    if note:
        more["note"] = lengthened(data["note"], note) if data.get("note") else note
    return _Edit(
        where,
        (operator,),
        lambda text: with_figure(text, where, operator, written, note),
        {**data, **more},
    )


def _target(workspace: Workspace, given: str) -> tuple[tuple[Key, ...], Target]:
    """The target that is meant, with the way to it."""
    catalogue, name = workspace.catalogue, folded(given)
    for where, _clause, target in each_target(workspace.plan):
        if target.id == name:
            return where, target
    if "@" in name and (item := catalogue.items.get(name)):
        message = _("{item} is one item of {target}; the plan states targets").format(
            item=item.id, target=item.target.id
        )
        raise RecordError(message, _("name {target}").format(target=item.target.id))
    fault = unknown_target(catalogue, name)
    raise RecordError(fault.message, fault.hint)


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


def _day(workspace: Workspace, target: Target, day: date, today: date) -> date:
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


def _due(workspace: Workspace, target: Target, due: date) -> date:
    """A new due date, of a target that can have one."""
    start = target.start or workspace.plan.start
    if target.every:
        message = _("{target} is owed each year; its due date cannot be revised")
        raise RecordError(message.format(target=target.id))
    if due < start:
        message = _("{target} would be due on {due}, before its start on {start}")
        raise RecordError(message.format(target=target.id, due=due, start=start))
    return due


def _figure(target: Target, text: str) -> Number:
    """The figure of a requirement, for a target that can have one."""
    if target.kind not in MEASURED:
        message = _("{target} is a {kind}, which has no required figure").format(
            target=target.id, kind=target.kind
        )
        raise RecordError(message)
    try:
        return cell.figure(text, target.kind, target.uom) or 0
    except CellError as error:
        raise RecordError(error.message, _("write the exact figure, as 30")) from None


def _plain(value: Any) -> Any:
    """A value as YAML gives it."""
    if isinstance(value, bool | str):
        return value
    return value.isoformat() if isinstance(value, date) else Decimal(decimal_text(value))


def _data(loaded: LoadedPlan, where: tuple[Key, ...]) -> dict[str, Any]:
    """A target's data."""
    found = loaded.document.data
    for step in where:
        found = found[step]
    return dict(found)


def _with(data: Any, where: tuple[Key, ...], value: Any) -> Any:
    """Data with another value at one place."""
    if not where:
        return value
    step, *rest = where
    changed: Any = dict(data) if isinstance(data, dict) else list(data)
    changed[step] = _with(data[step], tuple(rest), value)
    return changed


# Into the file


class _PlanFile:
    """The plan's file, to be changed in one place."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.loaded = workspace.loaded
        self.name = display(workspace.path)
        self.real = workspace.path.resolve()
        if not self.real.is_relative_to(workspace.root.resolve()):
            message = _("{path} leads out of the workspace, and is not written").format(
                path=self.name
            )
            raise RecordError(message, _("name the plan that it leads to"), usage=False)

    def change(self, edit: _Edit, day: date, *, write: bool) -> Revised:
        """Edit, read back, compare and judge; then write if asked to."""
        before = self._read()
        old = self.loaded.document.text
        if before.removeprefix(BOM) != old.encode():
            raise ChangedError(self.name)
        try:
            text = edit.apply(old)
        except EditError as error:
            raise self._layout(str(error)) from None
        new, warnings = self._verified(text, edit, day)
        workspace = replace(self.workspace, loaded=new, catalogue=Catalogue(new.plan))
        target = workspace.catalogue.targets[edit.data["id"]]
        was, is_now = (
            each.assess(day, each.catalogue.of_target[target.id])
            for each in (self.workspace, workspace)
        )
        line = new.document.mark((*edit.where, *edit.keys), key=True).line
        diff = _diff(old, text, self.name)
        if write:
            bom = BOM if before.startswith(BOM) else b""
            self._replace(before, bom + text.encode())
        return Revised(self.name, line, target, diff, was, is_now, warnings, written=write)

    def _read(self) -> bytes:
        data, problem = read_bytes(self.real, self.name, "HP101")
        if problem:
            raise RecordError(str(problem), problem.hint, usage=False)
        return data

    def _verified(self, text: str, edit: _Edit, day: date) -> tuple[LoadedPlan, list[Problem]]:
        """The new plan, which differs in nothing but the target, and what `check` warns of it."""
        new, problems = plan_from(text, self.name)
        if new is None:
            fault = problems[0]
            if fault.code.startswith(_YAMLS):
                raise self._layout(str(fault))
            raise RecordError(fault.message, fault.hint)
        if new.document.data != _with(self.loaded.document.data, edit.where, edit.data):
            raise self._layout(_("it would not be read back as it was meant"))
        known = {(each.code, each.message) for each in self._said(self.loaded, day)}
        added = [each for each in self._said(new, day) if (each.code, each.message) not in known]
        for each in added:
            if each.severity == "error":
                raise RecordError(each.message, each.hint)
        return new, added

    def _said(self, loaded: LoadedPlan, day: date) -> list[Problem]:
        """What `check` says of a plan by itself; its source has no part in a decision."""
        facts = Facts(loaded, Catalogue(loaded.plan), None, "", (), day)
        return list(check(facts, PLAN_RULES))

    def _layout(self, why: str) -> RecordError:
        message = _("{path} cannot be edited at this target: {why}").format(path=self.name, why=why)
        hint = _("write it there by hand; hpplan check says if it is right")
        return RecordError(message, hint, usage=False)

    def _replace(self, before: bytes, after: bytes) -> None:
        """Put a new file in the old one's place in one step, and have it on the disk.

        Raises:
            RecordError: the file is not what it was when it was read.
            OSError: it could not be written.
        """
        draft = self.real.with_name(f".{self.real.name}.new")
        try:
            write_new(draft, after, stat.S_IMODE(self.real.stat().st_mode))
            if self._read() != before or self.workspace.path.resolve() != self.real:
                raise ChangedError(self.name)
            draft.replace(self.real)
        finally:
            draft.unlink(missing_ok=True)
        sync_folder(self.real.parent)


def _diff(old: str, new: str, name: str) -> list[str]:
    """The unified diff of two texts, without line ends."""
    before, after = _LINE.findall(old), _LINE.findall(new)
    found = []
    for each in difflib.unified_diff(before, after, name, name):
        shown = each.rstrip("\r\n")
        found.append(shown)
        if shown == each:
            found.append("\\ No newline at end of file")
    return found
