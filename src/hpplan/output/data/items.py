"""Turn an assessed item into plain values, and items into CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hpplan.output.data.formats import csv_text
from hpplan.output.words.explain import explain
from hpplan.output.words.text import (
    who,
)
from hpplan.plan.doubts import is_draft
from hpplan.plan.model import figure_of, lost_figure, relative_to_baseline

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from hpplan.judging.assess import Assessment
    from hpplan.numbers import Number
    from hpplan.plan.items import Catalogue, Terms
    from hpplan.plan.model import Revision

ITEM_COLUMNS = (
    "item",
    "clause",
    "name",
    "who",
    "kind",
    "status",
    "late",
    "value",
    "required",
    "uom",
    "progress",
    "expected",
    "spi",
    "tspi",
    "due",
    "days_left",
    "reported",
    "forecast",
    "explanation",
    "gap",
    "behind",
    "unheard",
    "done_by",
    "undivided",
    "orphaned",
    "likely",
    "lost",
)


def item_data(assessment: Assessment, catalogue: Catalogue) -> dict[str, Any]:
    """Return an assessed item as plain JSON values."""
    item, terms, measures = assessment.item, assessment.terms, assessment.measures
    target = item.target
    outlook = assessment.outlook
    return {
        "item": item.id,
        "target": target.id,
        "clause": item.clause.id,
        "name": target.name,
        "kind": target.kind,
        "period": item.period.plain if item.period else None,
        "member": item.member,
        "leads": list(item.clause.leads),
        "support": list(item.support),
        "reporters": list(item.reporters),
        "behind": list(assessment.behind),
        "unheard": list(assessment.unheard),
        "done_by": list(assessment.done_by),
        "undivided": assessment.undivided,
        "orphaned": assessment.orphaned,
        "doubted": list(assessment.doubted),
        "status": assessment.status,
        "lost": assessment.lost,
        "late": assessment.late,
        "reasons": list(assessment.reasons),
        "explanation": explain(assessment, catalogue),
        "value": json_number(assessment.value),
        "required": _required(assessment),
        "progress": json_number(assessment.progress),
        "expected": json_number(assessment.expected),
        "gap": json_number(assessment.gap),
        "spi": json_number(measures.spi) if measures else None,
        "tspi": json_number(measures.tspi) if measures else None,
        "earned_schedule_days": json_number(measures.earned) if measures else None,
        "start": assessment.start.isoformat(),
        "due": terms.due.isoformat(),
        "original_due": item.due.isoformat(),
        "days_left": assessment.days_left,
        "reported": _day(assessment.reported),
        "met_on": _day(assessment.met_on),
        "forecast": _day(assessment.forecast),
        "likely": _day(outlook.likely),
        "forecast_range": [_day(day) for day in outlook.range] if outlook.range else None,
        "revisions": _revisions(terms, target.uom),
    }


def _revisions(terms: Terms, uom: str | None) -> list[dict[str, Any]]:
    """Return the decisions that hold, each with the unit of measure that it knew of."""
    found = []
    for revision in terms.revisions:
        uom = revision.uom or uom
        found.append(_revision(revision, uom))
    return found


def _revision(revision: Revision, uom: str | None) -> dict[str, Any]:
    """Return a decision that holds."""
    figure = figure_of(revision)
    required = {"op": figure[0], "value": json_number(figure[1]), "uom": uom} if figure else None
    return {
        "on": revision.on.isoformat(),
        "due": _day(revision.due),
        "required": required,
        "withdrawn": revision.withdrawn is True,
        "reinstated": revision.withdrawn is False,
        "suspended": revision.suspended is True,
        "resumed": revision.suspended is False,
        "text": revision.text,
        "why": revision.why,
        "by": revision.by,
    }


def _required(assessment: Assessment) -> dict[str, Any] | None:
    target, requirement = assessment.item.target, assessment.terms.requirement
    relative = relative_to_baseline(target)
    if requirement:
        operator, figure = requirement
        found = {"op": operator, "value": json_number(figure), "uom": assessment.terms.uom}
        is_relative = relative and requirement == target.requirement()
        return {**found, "relative_to": "baseline"} if is_relative else found
    if relative:
        return {"op": relative, "value": None, "uom": target.uom, "relative_to": "baseline"}
    if lost := lost_figure(target):
        return {"op": lost[0], "value": None, "uom": target.uom, "illegible": lost[1]}
    return None


def json_number(value: Number | None) -> int | float | None:
    """Return an exact figure as a JSON number."""
    return value if value is None or isinstance(value, int) else float(value)


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def plan_data(catalogue: Catalogue) -> dict[str, Any]:
    """Return what identifies a plan, as plain JSON values."""
    plan = catalogue.plan
    return {
        "title": plan.title,
        "number": plan.number,
        "issued": plan.issued.isoformat(),
        "start": plan.start.isoformat(),
        "end": plan.end.isoformat(),
        "draft": is_draft(plan),
    }


def items_csv(assessments: Sequence[Assessment], catalogue: Catalogue) -> str:
    """Write items as CSV, a row each."""
    rows: list[Sequence[object]] = [ITEM_COLUMNS]
    for each in assessments:
        data = item_data(each, catalogue)
        required = data["required"] or {}
        data["who"] = who(each, catalogue)
        data["uom"] = required.get("uom")
        data["required"] = required.get("illegible") or required.get("value")
        for key in ("behind", "unheard", "done_by"):
            data[key] = " ".join(data[key])
        rows.append([data[column] for column in ITEM_COLUMNS])
    return csv_text(rows)
