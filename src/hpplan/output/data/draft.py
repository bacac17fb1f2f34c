"""Write what `draft` made as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpplan.drafting.layout import units_of
from hpplan.output.data.formats import json_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hpplan.output.views import DraftView, UpdateView
    from hpplan.plan.doubts import OpenDoubt
    from hpplan.problem import Problem


def draft_json(view: DraftView) -> str:
    """Write the plan's extent, its units, what is to be confirmed, and what `check` found."""
    plan = view.plan
    units = units_of(plan)
    clauses = [clause for chapter in plan.chapters for clause in chapter.clauses]
    if plan.closing:
        clauses.append(plan.closing)
    return json_text(
        {
            "version": 1,
            "plan": view.path,
            "title": plan.title,
            "issued": plan.issued.isoformat(),
            "start": plan.start.isoformat(),
            "end": plan.end.isoformat(),
            "chapters": len(plan.chapters),
            "clauses": len(clauses),
            "targets": sum(len(clause.targets) for clause in clauses),
            "units": [{"id": units.ids[name], "name": name} for name in units.names],
            "groups": [{"id": units.ids[name], "name": name} for name in units.groups],
            "confirm": _open(view.doubts),
            "damage": {
                "readings": view.readings,
                "characters": view.odd,
                "repaired": view.is_repaired,
            },
            "left_out": list(plan.left_out),
            "files": list(view.files),
            "check": _tally(view.problems),
        }
    )


def renewal_json(view: UpdateView) -> str:
    """Write what a new text changed in a plan, and what is left for a person to decide."""
    update = view.renewed.update
    return json_text(
        {
            "version": 1,
            "plan": view.path,
            "written": view.is_written,
            "compared": view.renewed.compared,
            "added": {
                "units": [{"id": update.ids[name], "name": name} for name in update.units],
                "clauses": update.clauses,
                "targets": update.targets,
            },
            "renewed": update.renewed,
            "standing": [each._asdict() for each in update.standing],
            "confirm": _open(view.doubts),
            "files": view.renewed.files,
            "check": _tally(view.problems),
        }
    )


def _open(doubts: Sequence[OpenDoubt]) -> list[dict[str, str | None]]:
    return [{"id": doubt.id or None, "code": doubt.code} for doubt in doubts]


def _tally(problems: Sequence[Problem]) -> dict[str, int]:
    return {
        "errors": sum(problem.severity == "error" for problem in problems),
        "warnings": sum(problem.severity == "warning" for problem in problems),
    }
