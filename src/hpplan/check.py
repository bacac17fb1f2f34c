"""Everything that is wrong with a workspace: its plan, its source and its progress files."""

from __future__ import annotations

import os
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from hpplan.checks import PLAN_RULES, ROW_RULES, SHARED_RULES, Facts, accounted_share, check, sum_up
from hpplan.files import PROGRESS
from hpplan.i18n import _
from hpplan.phrases import shortened
from hpplan.plan.document import read_text
from hpplan.plan.doubts import confirmed_targets, is_draft
from hpplan.plan.load import LoadedPlan, load_as_far
from hpplan.problem import MOST, Position, Problem, capped
from hpplan.workspace import (
    LoadedWorkspace,
    display,
    inside,
    open_workspace,
    read_progress_files,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date
    from fractions import Fraction
    from pathlib import Path

    from hpplan.plan.model import Plan
    from hpplan.progress.series import ProgressFile


class Extent(NamedTuple):
    """How much there was to check.

    Attributes:
        clauses: clauses in chapters; the closing paragraph is none.
        targets: targets of all clauses.
        accounted: the share of the document's characters that is accounted for, from 0 to 1.
        files: progress files.
        rows: rows in them.
        confirmed: targets that no `confirm` marks.
        is_draft: whether anything is still to be confirmed.
    """

    clauses: int
    targets: int
    accounted: Fraction
    files: int
    rows: int
    confirmed: int
    is_draft: bool


def extent_of(workspace: LoadedWorkspace) -> Extent:
    """Count what a check of a workspace goes through."""
    return Extent(
        clauses=sum(len(chapter.clauses) for chapter in workspace.plan.chapters),
        targets=len(workspace.catalogue.targets),
        accounted=accounted_share(workspace.plan),
        files=len(workspace.files),
        rows=sum(file.rows for file in workspace.files.values()),
        confirmed=confirmed_targets(workspace.plan)[0],
        is_draft=is_draft(workspace.plan),
    )


def check_workspace(
    path: Path, as_of: date | None = None
) -> tuple[LoadedWorkspace | None, list[Problem]]:
    """Everything that is wrong with a workspace; None where its plan cannot be loaded.

    The rows of each file are looked at while they are there, and forgotten before the next file
    is read: memory holds no more than what judging needs.

    Args:
        path: plan.yaml.
        as_of: the day on which no row should lie in the future; today unless given.
    """
    found: list[Problem] = []
    workspace, problems = open_workspace(
        path, keep_rows=True, visit=_row_checker(found, as_of), as_of=as_of
    )
    if workspace is None:
        return None, capped([*problems, *_further(path, as_of)])
    source, source_path, faults = _source(workspace)
    facts = _facts(workspace, source, source_path, as_of)
    found += check(facts, (*PLAN_RULES, *SHARED_RULES))
    missing = _missing(workspace, workspace.plan)
    return workspace, capped([*workspace.problems, *faults, *missing, *found])


def _row_checker(
    found: list[Problem], as_of: date | None
) -> Callable[[LoadedWorkspace, ProgressFile], None]:
    """Return what looks at the rows of a file while they are there, and forgets them."""

    def visit(workspace: LoadedWorkspace, file: ProgressFile) -> None:
        day = as_of or workspace.today()
        facts = Facts(workspace.loaded, workspace.catalogue, None, "", (file,), day)
        # All of these are warnings of one file: one more than are listed says that there are more.
        found.extend(capped(islice(check(facts, ROW_RULES), MOST + 1)))
        sum_up(facts)

    return visit


def _facts(
    workspace: LoadedWorkspace, source: str | None, source_path: str, as_of: date | None
) -> Facts:
    """What the rules look at that take all files together."""
    files = tuple(
        workspace.files[unit.id] for unit in workspace.plan.units if unit.id in workspace.files
    )
    day = as_of or workspace.today()
    return Facts(workspace.loaded, workspace.catalogue, source, source_path, files, day)


def _further(path: Path, as_of: date | None) -> list[Problem]:
    """What else is wrong with a workspace, as far as its faulty plan allows to tell.

    Nothing is said of what the plan's faults bear upon: of a clause that holds one whether its text
    is accounted for, of rows that report on a faulty target.
    """
    _loaded, _problems, partial = load_as_far(path, display(path))
    if partial is None:
        return []
    document, usable = partial
    found: list[Problem] = []
    loaded = LoadedPlan(usable.catalogue.plan, document)
    workspace = LoadedWorkspace(path, loaded, usable.catalogue)
    read_progress_files(workspace, keep_rows=True, visit=_row_checker(found, as_of))
    found += check(_facts(workspace, None, "", as_of), SHARED_RULES)
    rows = [*workspace.problems, *found]
    if usable.units:
        rows += _missing(workspace, usable.plan)
    else:
        rows = [each for each in rows if each.code != "HP312"]  # a file of no unit that is known
    source, source_path, faults = _source(workspace)
    whole = workspace.loaded._replace(plan=usable.plan)
    day = as_of or workspace.today()
    text = None if usable.outside else source
    facts = Facts(whole, usable.catalogue, text, source_path, (), day)
    lines = {line for where in usable.clauses for line in document.extent(where)}
    said = [each for each in check(facts, PLAN_RULES) if each.position.line not in lines]
    return [*rows, *faults, *said]


def _missing(workspace: LoadedWorkspace, plan: Plan) -> Iterator[Problem]:
    """The units of a plan that have no progress file."""
    for unit in plan.units:
        path = workspace.root / PROGRESS / f"{unit.id}.csv"
        if not os.path.lexists(path):
            message = _("{unit} has no progress file").format(unit=unit.name)
            hint = _("make it with its header: date,target,value,note,evidence,recorded")
            yield Problem("HP359", message, Position(display(path)), hint)


def _source(workspace: LoadedWorkspace) -> tuple[str | None, str, list[Problem]]:
    """The text of the plan's source, its path, and what keeps it from being read."""
    name = workspace.plan.source
    if name is None:
        return None, "", []
    path = inside(workspace.root, name)
    if path is None:
        message = _("the source leads out of the workspace, and is not read")
        return None, name, [workspace.loaded.document.problem("HP210", message, ("source",))]
    text, problems = read_text(path, display(path))
    if text is None:
        why = f"{shortened(str(problems[0].position), 80)}: {problems[0].message}"
        message = _("the source cannot be read: {why}").format(why=why)
        problem = workspace.loaded.document.problem("HP210", message, ("source",))
        return None, name, [problem]
    return text, display(path), []
