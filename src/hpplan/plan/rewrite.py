"""Change the plan's file in one place: edit its text, read it back, compare, judge, write."""

from __future__ import annotations

import difflib
import re
import stat
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from hpplan.checks import PLAN_RULES, Facts, check
from hpplan.csvtext import BOM, folded
from hpplan.errors import RecordError
from hpplan.files import read_bytes, sync_folder, write_new
from hpplan.i18n import _
from hpplan.numbers import decimal_text
from hpplan.plan.edit import EditError
from hpplan.plan.items import Catalogue
from hpplan.plan.load import LoadedPlan, plan_from
from hpplan.plan.structure import each_target
from hpplan.progress.append import ChangedError
from hpplan.progress.targets import unknown_target
from hpplan.workspace import LoadedWorkspace, display

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from hpplan.judging.assess import Assessment
    from hpplan.plan.document import Key
    from hpplan.plan.model import Target
    from hpplan.problem import Problem

_LINE = re.compile("[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_YAMLS = "HP1"
"""How the codes of faults begin that lie in the file itself, not in what was asked for."""


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


class PlanEdit(NamedTuple):
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


class Rewritten(NamedTuple):
    """The plan's file changed, read back and found sound, before it is written.

    Attributes:
        before: the bytes of the file.
        text: its new text.
        workspace: the workspace with the new plan.
        diff: the lines of the unified diff.
        warnings: what `check` says of the new plan and not of the old one.
    """

    before: bytes
    text: str
    workspace: LoadedWorkspace
    diff: list[str]
    warnings: list[Problem]


class PlanFile:
    """The plan's file, to be changed in one place, or in several at once."""

    def __init__(self, workspace: LoadedWorkspace) -> None:
        self.workspace = workspace
        self.loaded = workspace.loaded
        self.name = display(workspace.path)
        self.real = workspace.path.resolve()
        if not self.real.is_relative_to(workspace.root.resolve()):
            message = _("{path} leads out of the workspace, and is not written").format(
                path=self.name
            )
            raise RecordError(message, _("name the plan that it leads to"), usage=False)

    def change(self, edit: PlanEdit, day: date, *, write: bool) -> Revised:
        """Edit, read back, compare and judge; then write if asked to."""
        done = self.rewritten(edit.apply, {edit.where: edit.data}, day)
        target = done.workspace.catalogue.targets[edit.data["id"]]
        was, is_now = (
            each.assess(day, each.catalogue.of_target[target.id])
            for each in (self.workspace, done.workspace)
        )
        line = done.workspace.loaded.document.mark((*edit.where, *edit.keys), key=True).line
        if write:
            self.put(done)
        return Revised(
            self.name, line, target, done.diff, was, is_now, done.warnings, written=write
        )

    def rewritten(
        self,
        apply: Callable[[str], str],
        wanted: Mapping[tuple[Key, ...], dict[str, Any]],
        day: date,
    ) -> Rewritten:
        """Edit, read back and compare.

        Args:
            apply: makes the new text out of the old one.
            wanted: the data that should be read back, by the way to each target that changes.
            day: the day on which the new plan is checked.

        Raises:
            RecordError: it cannot be edited so, or would be no sound plan.
        """
        before = self._read()
        old = self.loaded.document.text
        if before.removeprefix(BOM) != old.encode():
            raise ChangedError(self.name)
        try:
            text = apply(old)
        except EditError as error:
            raise self._layout(str(error)) from None
        new, warnings = self._verified(text, wanted, day)
        workspace = replace(self.workspace, loaded=new, catalogue=Catalogue(new.plan))
        return Rewritten(before, text, workspace, _diff(old, text, self.name), warnings)

    def put(self, done: Rewritten) -> None:
        """Write a plan that was found sound.

        Raises:
            RecordError: the file is not what it was when it was read.
            OSError: it could not be written.
        """
        bom = BOM if done.before.startswith(BOM) else b""
        self._replace(done.before, bom + done.text.encode())

    def _read(self) -> bytes:
        data, problem = read_bytes(self.real, self.name, "HP101")
        if problem:
            raise RecordError(str(problem), problem.hint, usage=False)
        return data

    def _verified(
        self, text: str, wanted: Mapping[tuple[Key, ...], dict[str, Any]], day: date
    ) -> tuple[LoadedPlan, list[Problem]]:
        """Read the new plan back; it differs as wanted alone. Return it and new warnings."""
        new, problems = plan_from(text, self.name)
        if new is None:
            fault = problems[0]
            if fault.code.startswith(_YAMLS):
                raise self._layout(str(fault))
            raise RecordError(fault.message, fault.hint)
        meant = self.loaded.document.data
        for where, data in wanted.items():
            meant = _with(meant, where, data)
        if new.document.data != meant:
            raise self._layout(_("it would not be read back as it was meant"))
        known = {(each.code, each.message) for each in self._said(self.loaded, day)}
        added = [each for each in self._said(new, day) if (each.code, each.message) not in known]
        for each in added:
            if each.severity == "error":
                raise RecordError(each.message, each.hint)
        return new, added

    def _said(self, loaded: LoadedPlan, day: date) -> list[Problem]:
        """Check a plan by itself; its source has no part in a decision."""
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


def target_named(workspace: LoadedWorkspace, given: str) -> tuple[tuple[Key, ...], Target]:
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


def as_yaml(value: Any) -> Any:
    """Return a value as YAML gives it."""
    if isinstance(value, bool | str):
        return value
    return value.isoformat() if isinstance(value, date) else Decimal(decimal_text(value))


def data_of(loaded: LoadedPlan, where: tuple[Key, ...]) -> dict[str, Any]:
    """Return a target's data."""
    found = loaded.document.data
    for step in where:
        found = found[step]
    return dict(found)


def data_with(
    loaded: LoadedPlan, where: tuple[Key, ...], settings: Mapping[str, Any]
) -> dict[str, Any]:
    """A mapping's data with keys set anew, or taken out where they are None."""
    data = data_of(loaded, where)
    for key, value in settings.items():
        if value is None:
            data.pop(key, None)
        elif isinstance(value, list | tuple):
            data[key] = [
                each if isinstance(each, str) else {k: as_yaml(v) for k, v in each.items()}
                for each in value
            ]
        elif isinstance(value, dict):
            data[key] = {k: as_yaml(v) for k, v in value.items()}
        else:
            data[key] = as_yaml(value)
    return data


def _with(data: Any, where: tuple[Key, ...], value: Any) -> Any:
    """Return data with another value at one place."""
    if not where:
        return value
    step, *rest = where
    changed: Any = dict(data) if isinstance(data, dict) else list(data)
    changed[step] = _with(data[step], tuple(rest), value)
    return changed


def _diff(old: str, new: str, name: str) -> list[str]:
    """Return the unified diff of two texts, without line ends."""
    before, after = _LINE.findall(old), _LINE.findall(new)
    found = []
    for each in difflib.unified_diff(before, after, name, name):
        shown = each.rstrip("\r\n")
        found.append(shown)
        if shown == each:
            found.append("\\ No newline at end of file")
    return found
