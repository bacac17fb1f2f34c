"""Bring a workspace up to date with a new text: the plan in place, its source and files beside it.

The documents that the plan was made from are kept: the last one as original, earlier ones numbered.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from hpplan.drafting.damage import repaired_lines
from hpplan.drafting.filing import ORIGINAL, progress_file, source_bytes
from hpplan.drafting.plan import Wanted, draft, is_group
from hpplan.drafting.sources.document import document_lines
from hpplan.drafting.sources.lines import DocumentError
from hpplan.drafting.update import plan_update
from hpplan.files import PROGRESS, read_bytes, write_all
from hpplan.plan.rewrite import PlanFile, Rewritten
from hpplan.progress.append import locked
from hpplan.workspace import inside, read_inside

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from hpplan.drafting.patch import PlanUpdate
    from hpplan.drafting.plan import DraftPlan
    from hpplan.drafting.sources.lines import Line
    from hpplan.workspace import LoadedWorkspace

_TARGET = re.compile(r"(?<![\w.])\d+\.\d+[a-z]{1,2}(?![a-z])")


class NewText(NamedTuple):
    """A new text of a plan.

    Attributes:
        document: the bytes of the document.
        suffix: how its name ends, as .pdf.
        lines: its lines, repaired where that was asked for.
        wanted: what the caller knows better than the text.
        table: the sheet of a workbook that was asked for.
    """

    document: bytes
    suffix: str
    lines: Sequence[Line]
    wanted: Wanted
    table: str


class Renewed(NamedTuple):
    """What a new text changed, or would change.

    Attributes:
        update: what of the plan was changed, added, and left for a person.
        plan: the plan as it was rewritten; None where no byte of it changes.
        files: the names of the other files that were written.
        compared: whether the earlier text was still there to compare with.
    """

    update: PlanUpdate
    plan: Rewritten | None
    files: list[str]
    compared: bool


def renew(workspace: LoadedWorkspace, text: NewText, *, write: bool) -> Renewed:
    """Bring a plan up to date with a new text.

    Raises:
        RecordError: the plan's file cannot be changed so; nothing was written.
        OSError: a file beside it could not be written.
    """
    text = text._replace(wanted=_known(workspace, text.wanted))
    before = _before(workspace, text)
    new = draft(list(text.lines), text.wanted)
    used = _reported(workspace.root) | set(_TARGET.findall(workspace.loaded.document.text))
    update = plan_update(workspace.loaded, before, new, used)
    plan, done = PlanFile(workspace), None
    with locked(plan.real, plan.name):
        if update.changes:
            data = update.data(workspace.loaded.document.data)
            done = plan.rewritten(update.text, {(): data}, workspace.today())
        if write and done:
            plan.put(done)
    files = _beside(workspace, text, new, update)
    if write:
        write_all(workspace.root, files, force=True)
    return Renewed(update, done, list(files), before is not None)


def _known(workspace: LoadedWorkspace, wanted: Wanted) -> Wanted:
    """What is known better than the text: what the caller says, else what the plan has settled."""
    plan = workspace.plan
    if plan.confirm:
        return wanted
    return Wanted(
        wanted.title or plan.title,
        wanted.start or plan.start,
        wanted.end or plan.end,
        wanted.issued or plan.issued,
    )


def _before(workspace: LoadedWorkspace, text: NewText) -> DraftPlan | None:
    """The draft of the text that the plan was made from; None where its document is not there."""
    source = _source(workspace)
    if source is None or not source.is_file():
        return None
    held = source.read_bytes()
    for path in sorted(source.parent.glob(f"{ORIGINAL}.*")):
        data, problem = read_inside(workspace.root.resolve(), path, path.name)
        if problem is not None:
            continue
        try:
            lines = document_lines(data, path.name, text.table)
        except DocumentError:
            continue
        for each in (lines, _repaired(lines)):
            made = draft(each, text.wanted)
            if source_bytes(made) == held:
                return made
    return None


def _source(workspace: LoadedWorkspace) -> Path | None:
    """The file of the text that the plan encodes, where it names one within its folder."""
    name = workspace.plan.source
    return inside(workspace.root, name) if name else None


def _repaired(lines: list[Line]) -> list[Line]:
    try:
        return repaired_lines(lines)
    except ImportError:
        return lines


def _reported(root: Path) -> set[str]:
    """What reads as a target's id in the reports, whether the plan still has it or not."""
    found: set[str] = set()
    for path in sorted((root / PROGRESS).glob("*.csv")):
        data, problem = read_bytes(path, path.name, "HP301")
        if problem is None:
            found.update(_TARGET.findall(data.decode("utf-8", "ignore")))
    return found


def _beside(
    workspace: LoadedWorkspace, text: NewText, new: DraftPlan, update: PlanUpdate
) -> dict[str, bytes]:
    """The other files that change: the source, its document, and a file for each new unit."""
    root, files = workspace.root, dict[str, bytes]()
    for name in update.units:
        own = f"{PROGRESS.as_posix()}/{update.ids[name]}.csv"
        if not is_group(name) and not (root / own).exists():
            files[own] = progress_file()
    source = _source(workspace)
    if source is None:
        return files
    last = source.with_name(f"{ORIGINAL}{text.suffix}")
    changed = {source: source_bytes(new), last: text.document}
    if last.is_file():
        # What a link leads to elsewhere was never the plan's document, and is not copied.
        earlier, problem = read_inside(root.resolve(), last, last.name)
        if problem is None and earlier != text.document:
            changed[_kept(last)] = earlier
    for path, data in changed.items():
        if not path.is_file() or path.read_bytes() != data:
            files[path.relative_to(root).as_posix()] = data
    return files


def _kept(path: Path) -> Path:
    """The name under which an earlier document is kept, numbered."""
    number = 1
    while (kept := path.with_stem(f"{ORIGINAL}-{number}")).exists():
        number += 1
    return kept
