"""Write `collect` as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hpplan.output.data.formats import json_text
from hpplan.output.data.items import json_number, plan_data
from hpplan.output.pages.collect import form_notices
from hpplan.progress import cells

if TYPE_CHECKING:
    from hpplan.forms.received import CellFault, Form
    from hpplan.output.views import CollectView
    from hpplan.progress.record import Entry, Recorded


def collect_json(view: CollectView) -> str:
    """Write what each form adds, with its faults, and who handed in nothing, as JSON."""
    found = view.collected
    return json_text(
        {
            "version": 1,
            "plan": plan_data(view.catalogue),
            "as_of": found.as_of.isoformat(),
            "forms": [_form(form) for form in found.forms],
            "no_forms": found.others,
            "missing": [unit.id for unit in found.missing],
        }
    )


def _form(form: Form) -> dict[str, Any]:
    return {
        "path": form.path,
        "unit": form.unit.id if form.unit else None,
        "written": any(row.written for row in form.rows),
        "rows": [
            {
                "item": row.after.item.id,
                "date": row.day.isoformat(),
                **_said(entry, row),
                "note": entry.note,
                "evidence": entry.evidence,
                "before": row.before.status,
                "after": row.after.status,
                "counts": row.counts,
            }
            for entry, row in zip(form.entries, form.rows, strict=False)
        ],
        "known": form.known,
        "blank": form.blank,
        "faults": [_fault(fault) for fault in form.faults],
        "notices": [_fault(notice) for notice in form_notices(form)],
        "refused": form.refused.message if form.refused else None,
    }


def _said(entry: Entry, row: Recorded) -> dict[str, Any]:
    """Return the figure, and whether that is one or what is stated in place of it."""
    target = row.after.item.target
    read = cells.reading(entry.value, target.kind, target.uom)
    if isinstance(read, cells.Statement):
        return {"value": None, "says": read.value}
    return {"value": json_number(read), "says": "figure"}


def _fault(fault: CellFault) -> dict[str, Any]:
    problem = fault.problem
    position = problem.position
    return {
        "code": problem.code,
        "path": position.path,
        "message": problem.message,
        "hint": problem.hint or None,
        "sheet": position.sheet or None,
        "cell": position.cell if position.sheet and position.line else None,
        "row": position.line or None,
        "column": position.column or None,
        "heading": fault.heading or None,
        "value": fault.value or None,
    }
