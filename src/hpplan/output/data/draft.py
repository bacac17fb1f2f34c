"""Write what `draft` made as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpplan.drafting.layout import units_of
from hpplan.output.data.formats import json_text

if TYPE_CHECKING:
    from hpplan.output.views import DraftView


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
            "confirm": [{"id": doubt.id or None, "code": doubt.code} for doubt in view.doubts],
            "damage": {
                "readings": view.readings,
                "characters": view.odd,
                "repaired": view.is_repaired,
            },
            "left_out": list(plan.left_out),
            "files": list(view.files),
            "check": {
                "errors": sum(problem.severity == "error" for problem in view.problems),
                "warnings": sum(problem.severity == "warning" for problem in view.problems),
            },
        }
    )
