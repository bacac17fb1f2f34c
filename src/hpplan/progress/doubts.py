"""What is looked at before rows are written: what `check` would warn of, and what stands there."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING

from hpplan.checks import ROW_RULES, SHARED_RULES, Facts, check
from hpplan.checks.accepted import marked
from hpplan.problem import unaccepted
from hpplan.progress.cells import Statement

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from hpplan.problem import Problem
    from hpplan.progress.row import RowMeaning
    from hpplan.progress.series import ProgressFile
    from hpplan.workspace import LoadedWorkspace


def row_doubts(
    workspace: LoadedWorkspace, old: ProgressFile, new: ProgressFile, items: Iterable[str]
) -> list[Problem]:
    """What `check` says of a unit's rows with new ones among them, and did not say without them.

    What the plan accepts is not asked about.

    Args:
        workspace: the workspace, with the files of the other units.
        old: the unit's file without the new rows.
        new: the same with them.
        items: the items that the new rows report on.
    """
    catalogue = workspace.catalogue
    # What one year says is judged beside the year before.
    targets = {catalogue.items[name].target.id for name in items}
    kept = {each.id for name in targets for each in catalogue.of_target[name]}
    others = [each for unit, each in workspace.files.items() if unit != new.unit]
    before, after = (
        _said(workspace, [_narrowed(each, kept) for each in (*others, file)]) for file in (old, new)
    )
    known = {(problem.code, problem.message) for problem in before}
    new_ones = [each for each in after if (each.code, each.message) not in known]
    return unaccepted(marked(new_ones, workspace.plan))


def _said(workspace: LoadedWorkspace, files: Iterable[ProgressFile]) -> list[Problem]:
    facts = Facts(workspace.loaded, workspace.catalogue, None, "", tuple(files), workspace.today())
    return list(check(facts, (*ROW_RULES, *SHARED_RULES)))


def _narrowed(file: ProgressFile, items: Container[str]) -> ProgressFile:
    """A file with what it reports on some items alone; on the others no row of today bears."""
    narrowed = copy(file)
    narrowed.series = {name: each for name, each in file.series.items() if name in items}
    return narrowed


def standing_line(file: ProgressFile, meaning: RowMeaning) -> int:
    """The line of the row that says the same and counts; 0 where there is none."""
    series = file.series.get(meaning.item.id) if meaning.item else None
    value = meaning.value
    if series and isinstance(value, Statement):
        series = series.remarks if value is Statement.remark else series.declared
        value = None
    if series is None or meaning.day not in series.days:
        return 0
    row = series.row(series.days.index(meaning.day))
    said = (value, meaning.note.strip(), meaning.evidence.strip())
    return row.line if said == (row.value, row.note.strip(), row.evidence.strip()) else 0
