"""Write `show` as JSON or CSV."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from hpplan.judging.assess import trajectory
from hpplan.judging.summary import counts
from hpplan.output.data.formats import csv_text, json_text
from hpplan.output.data.items import item_data, items_csv, json_number, plan_data
from hpplan.output.words.rules import DECIDED, NOT, rules_tried
from hpplan.plan.segments import segments

if TYPE_CHECKING:
    from datetime import date

    from hpplan.judging.assess import Assessment
    from hpplan.output.views import ShowView
    from hpplan.plan.items import Item, Tenure
    from hpplan.plan.model import Baseline, Checkpoint, Clause, Unit

ROW_KEYS = ("date", "item", "unit", "value", "note", "evidence", "recorded", "counts")


def show_json(view: ShowView) -> str:
    """Write the clauses, items and rows of what was asked for as JSON."""
    catalogue = view.catalogue
    items = [each.item for each in view.assessments.values()]
    clauses = list({item.clause.id: item.clause for item in items}.values())
    assessments = list(view.assessments.values())
    return json_text(
        {
            "version": 1,
            "plan": plan_data(catalogue),
            "as_of": view.as_of.isoformat(),
            "name": view.name,
            "unit": unit_data(unit) if (unit := catalogue.unit(view.name)) else None,
            "summary": counts(assessments),
            "clauses": [_clause(clause) for clause in clauses],
            "items": [_item(view, each) for each in assessments],
            "rows": row_data(view, items),
        }
    )


def show_csv(view: ShowView) -> str:
    """Write the rows of a single item, or the items of what has several, as CSV."""
    items = [each.item for each in view.assessments.values()]
    if len(items) > 1:
        return items_csv(list(view.assessments.values()), view.catalogue)
    return csv_text([ROW_KEYS, *([row[key] for key in ROW_KEYS] for row in row_data(view, items))])


def unit_data(unit: Unit) -> dict[str, Any]:
    """Return what the plan says of a unit, as plain JSON values."""
    return {
        "unit": unit.id,
        "name": unit.name,
        "now": unit.now,
        "from": unit.from_.isoformat() if unit.from_ else None,
        "until": unit.until.isoformat() if unit.until else None,
        "into": list(unit.into),
        "contact": unit.contact,
        "note": unit.note,
    }


def row_data(view: ShowView, items: list[Item]) -> list[dict[str, Any]]:
    """Return every row on these items; `counts` says whether no later row corrects it."""
    return [
        {
            "date": each.row.day.isoformat(),
            "item": each.item.id,
            "unit": each.unit,
            "value": json_number(each.row.value),
            "note": each.row.note,
            "evidence": each.row.evidence,
            "recorded": each.recorded,
            "says": each.row.statement.value if each.row.statement else "figure",
            "counts": view.counts(each),
        }
        for each in view.rows(items)
    ]


def _clause(clause: Clause) -> dict[str, Any]:
    return {
        "clause": clause.id,
        "title": clause.title,
        "leads": list(clause.leads),
        "note": clause.note,
        "text": [
            {"text": each.text, "targets": list(each.targets), "set_aside": each.aside}
            for each in segments(clause)
        ],
    }


def _item(view: ShowView, assessment: Assessment) -> dict[str, Any]:
    item, plan = assessment.item, view.catalogue.plan
    target = item.target
    found = trajectory(item, view.reports.get(item.id, {}), plan, view.as_of)
    sign = -1 if found.falling else 1
    knots = found.planned.knots if found.planned else ()
    return {
        **item_data(assessment, view.catalogue),
        "quote": target.quote,
        "definition": target.definition,
        "note": target.note,
        "baseline": _point(target.baseline.date, target.baseline) if target.baseline else None,
        "path": [{**_point(point.by, point), "what": point.what} for point in target.path],
        "tenures": [_tenure(each) for each in item.tenures],
        "rules": [
            {
                "status": rule.status,
                "decided": rule.mark == DECIDED,
                "holds": rule.mark != NOT,
                "why": rule.why,
            }
            for rule in rules_tried(assessment, plan.policy)
        ],
        "planned": [
            {"date": _after(found.start, day).isoformat(), "value": json_number(value * sign)}
            for day, value in knots
        ],
        "reported_values": [
            {"date": day.isoformat(), "value": json_number(value)} for day, value in found.reported
        ],
        "reporter_values": {
            unit: [{"date": day.isoformat(), "value": json_number(value)} for day, value in part]
            for unit, part in found.parts.items()
        },
    }


def _tenure(tenure: Tenure) -> dict[str, Any]:
    """How long a unit answers for the item, and who goes on for it."""
    return {
        "unit": tenure.unit,
        "since": tenure.since.isoformat() if tenure.since else None,
        "until": tenure.until.isoformat() if tenure.until else None,
        "into": list(tenure.heirs),
    }


def _point(day: date, point: Baseline | Checkpoint) -> dict[str, Any]:
    return {"date": day.isoformat(), "value": json_number(point.value), "note": point.note}


def _after(start: date, count: int) -> date:
    return start + timedelta(days=count)
