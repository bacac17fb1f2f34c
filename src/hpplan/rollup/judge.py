"""One workspace judged: the rows that it adds to each table, whatever comes of it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from pathlib import Path
from traceback import extract_tb
from typing import TYPE_CHECKING, Any

from hpplan.api import item_records
from hpplan.errors import HpplanError
from hpplan.files import file_too_large, limit
from hpplan.i18n import _
from hpplan.judging.status import urgent
from hpplan.judging.summary import counts, measurable, scores
from hpplan.phrases import shortened
from hpplan.plan.doubts import is_draft
from hpplan.problem import Position, Problem, in_order
from hpplan.rollup.schema import column_of
from hpplan.rollup.sources import PLAN_FILE
from hpplan.workspace import leads_out, open_workspace

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from hpplan.judging.assess import Assessment
    from hpplan.progress.series import Series
    from hpplan.rollup.sources import Reference
    from hpplan.workspace import LoadedWorkspace

Values = dict[str, Any]

PLAN_SHARE = 4
"""What part of the limit of a file a plan may take: read, it takes many times its size."""

LONGEST_REASON = 300
"""Characters of why a workspace could not be judged."""


@dataclass(slots=True)
class JudgedWorkspace:
    """The rows of one workspace.

    Attributes:
        plan: the workspace's own.
        items: one an item.
        units: one a unit that answers for an item.
        faults: one a fault.
    """

    plan: Values
    items: list[Values] = field(default_factory=list)
    units: list[Values] = field(default_factory=list)
    faults: list[Values] = field(default_factory=list)


def judge_workspace(reference: Reference, root: Path, as_of: date) -> JudgedWorkspace:
    """Judge a workspace; a fault of hpplan itself becomes a row, as everything that is wrong.

    Args:
        reference: what it is called.
        root: its folder.
        as_of: the day, by whose end everything is judged.
    """
    try:
        return _judged(reference, root, as_of)
    except Exception as error:  # noqa: BLE001 (one workspace never hides the rest)
        return unjudged(reference, "failed", [_own_fault(reference, error)])


def unjudged(
    reference: Reference, state: str, problems: Sequence[Problem], content: str | None = None
) -> JudgedWorkspace:
    """Return the rows of a workspace of which nothing could be judged.

    Args:
        reference: what it is called.
        state: what became of it.
        problems: why; at least one.
        content: the hash of its files, where it is known.
    """
    plan = {**_whose(reference), "state": state, "content": content, **_faulty(problems)}
    first = problems[0]
    plan["why"] = shortened(f"{first.position}: {first.message}", LONGEST_REASON)
    return JudgedWorkspace(plan, faults=_faults(reference, problems))


def died(reference: Reference) -> JudgedWorkspace:
    """Return the rows of a workspace that ended each process that was to judge it."""
    message = _("whoever judges this workspace is ended by the system each time")
    hint = _("it may take more memory than there is; look at it with hpplan check")
    return unjudged(reference, "lost", [Problem("", message, Position(reference.name), hint)])


def _own_fault(reference: Reference, error: Exception) -> Problem:
    said = f"{type(error).__name__}: {error.message if isinstance(error, HpplanError) else error}"
    frames = extract_tb(error.__traceback__)
    place = f" ({Path(frames[-1].filename).name}:{frames[-1].lineno})" if frames else ""
    message = _("hpplan itself failed: {error}").format(error=shortened(said, LONGEST_REASON))
    return Problem("", message + place, Position(reference.name))


def _judged(reference: Reference, root: Path, as_of: date) -> JudgedWorkspace:
    path = root / PLAN_FILE
    if path.is_symlink() and not path.resolve().is_relative_to(root.resolve()):
        return unjudged(reference, "unreadable", [leads_out(f"{reference.name}/{PLAN_FILE}")])
    most = max(limit() // PLAN_SHARE, 1)
    if path.is_file() and path.stat().st_size > most * 2**20:
        problem = file_too_large(f"{reference.name}/{PLAN_FILE}", most)
        return unjudged(reference, "unreadable", [problem])
    workspace, problems = open_workspace(path, as_of=as_of, name=reference.name)
    if workspace is None:
        return unjudged(reference, "unreadable", in_order(problems))
    assessments = workspace.assess(as_of)
    problems = in_order(workspace.problems)
    plan = _whose(reference) | _plan(workspace, assessments, as_of) | _faulty(problems)
    return JudgedWorkspace(
        plan,
        _items(reference, workspace, assessments),
        _units(reference, workspace, assessments),
        _faults(reference, problems),
    )


def _whose(reference: Reference) -> Values:
    return {"plan": reference.name, "region": reference.region}


def _plan(workspace: LoadedWorkspace, assessments: list[Assessment], as_of: date) -> Values:
    plan, files = workspace.plan, workspace.files.values()
    sound = sum(file.rows for file in files)
    series = (each for file in files for each in file.series.values())
    last = max(filter(None, (_last_day(each, as_of) for each in series)), default=None)
    return {
        "state": "draft" if is_draft(plan) else "judged" if sound else "no-reports",
        "title": plan.title,
        "number": plan.number,
        "issuer": plan.issuer,
        "issued": plan.issued.isoformat(),
        "start": plan.start.isoformat(),
        "end": plan.end.isoformat(),
        "items": len(assessments),
        **{column_of(status): count for status, count in counts(assessments).items()},
        "measurable": sum(map(measurable, assessments)),
        "late": sum(each.late for each in assessments),
        "lost": sum(each.lost is True for each in assessments),
        "doubted": sum(bool(each.doubted) for each in assessments),
        "undivided": sum(each.undivided for each in assessments),
        "orphaned": sum(each.orphaned for each in assessments),
        "files": len(workspace.files),
        "rows": sound + workspace.left_out,
        "left_out": workspace.left_out,
        "last_report": last.isoformat() if last else None,
    }


def _last_day(series: Series, as_of: date) -> date | None:
    """Return the last day of a report up to a day."""
    count = bisect_right(series.days, as_of)
    return series.days[count - 1] if count else None


def _items(
    reference: Reference, workspace: LoadedWorkspace, assessments: list[Assessment]
) -> list[Values]:
    name, whose = workspace.catalogue.name, _whose(reference)
    return [
        {
            **whose,
            **record,
            "lead_names": list(map(name, record["leads"])),
            "reporter_names": list(map(name, record["reporters"])),
            "behind_names": list(map(name, record["behind"])),
            "measurable": measurable(assessment),
        }
        for assessment, record in zip(
            assessments, item_records(assessments, workspace.catalogue), strict=True
        )
    ]


def _units(
    reference: Reference, workspace: LoadedWorkspace, assessments: list[Assessment]
) -> list[Values]:
    catalogue = workspace.catalogue
    return [
        {
            **_whose(reference),
            "unit": score.unit,
            "name": catalogue.name(score.unit),
            "own": score.own,
            "shared": score.shared,
            **{column_of(status): count for status, count in score.counts.items()},
            **{f"move_{column_of(status)}": score.moves[status] for status in urgent()},
            "to_move": score.to_move,
            "not_reported": score.unreported,
            "waiting": score.waits,
            "done": score.done,
            "met_measurable": score.met,
            "measurable": score.measurable,
            "longest_silence_days": score.longest,
            "last_report": score.last.isoformat() if score.last else None,
            "ended": score.ended,
            "contact": catalogue.units[score.unit].contact,
        }
        for score in scores(assessments, catalogue)
    ]


def _faulty(problems: Sequence[Problem]) -> Values:
    errors = sum(_is_error(problem) for problem in problems)
    return {"errors": errors, "warnings": len(problems) - errors}


def _is_error(problem: Problem) -> bool:
    """Tell whether a fault is an error: what has no code, as a lost workspace, is one too."""
    return not problem.code or problem.severity == "error"


def _faults(reference: Reference, problems: Sequence[Problem]) -> list[Values]:
    return [
        {
            **_whose(reference),
            "path": problem.position.path,
            "line": problem.position.line,
            "column": problem.position.column,
            "code": problem.code or None,
            "severity": "error" if _is_error(problem) else "warning",
            "message": problem.message,
            "hint": problem.hint or None,
        }
        for problem in problems
    ]
