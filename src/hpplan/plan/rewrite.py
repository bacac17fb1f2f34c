"""Change the plan's file in one place: edit its text, read it back, compare, judge, write."""

from __future__ import annotations

import difflib
import re
import stat
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from hpplan.checks import PLAN_RULES, Facts, check
from hpplan.csvtext import BOM
from hpplan.errors import RecordError
from hpplan.files import read_bytes, sync_folder, write_new
from hpplan.i18n import _
from hpplan.plan.edit import EditError
from hpplan.plan.items import Catalogue
from hpplan.plan.load import LoadedPlan, plan_from
from hpplan.progress.append import ChangedError
from hpplan.workspace import LoadedWorkspace, display

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

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


class PlanFile:
    """The plan's file, to be changed in one place."""

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

    def _verified(self, text: str, edit: PlanEdit, day: date) -> tuple[LoadedPlan, list[Problem]]:
        """Read the new plan back; it differs in the target alone. Return it and new warnings."""
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
