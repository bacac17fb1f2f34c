"""The status of items for programs: JSON, CSV and Markdown."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING, Any

from hpplan.i18n import _
from hpplan.judging.assess import STATUSES
from hpplan.judging.summary import counts, scores
from hpplan.output.words.explain import explain
from hpplan.output.words.text import (
    HIDING,
    days_left,
    inert,
    status_word,
    value_of_required,
    was_due,
    who,
)
from hpplan.plan.model import figure_of, lost_figure

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from hpplan.judging.assess import Assessment
    from hpplan.numbers import Number
    from hpplan.plan.items import Catalogue
    from hpplan.plan.model import Revision

# JSON may hold these as they are; a terminal that shows the JSON should not.
_UNSAFE = re.compile(f"[{HIDING}]")

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
)


def json_text(data: Any) -> str:
    """Data as JSON, Chinese as it is, invisible marks escaped."""
    text = json.dumps(data, ensure_ascii=False, indent=2)
    return _UNSAFE.sub(lambda found: json.dumps(found[0]).strip('"'), text)


def item_data(assessment: Assessment, catalogue: Catalogue) -> dict[str, Any]:
    """An assessed item as plain JSON values."""
    item, terms, measures = assessment.item, assessment.terms, assessment.measures
    target = item.target
    forecast_range = assessment.forecast_range
    return {
        "item": item.id,
        "target": target.id,
        "clause": item.clause.id,
        "name": target.name,
        "kind": target.kind,
        "period": item.period,
        "member": item.member,
        "leads": list(item.clause.leads),
        "reporters": list(item.reporters),
        "status": assessment.status,
        "late": assessment.late,
        "reasons": list(assessment.reasons),
        "explanation": explain(assessment, catalogue),
        "value": json_number(assessment.value),
        "required": _required(assessment),
        "progress": json_number(assessment.progress),
        "expected": json_number(assessment.expected),
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
        "forecast_range": [day.isoformat() for day in forecast_range] if forecast_range else None,
        "revisions": [_revision(each, target.uom) for each in terms.revisions],
    }


def _revision(revision: Revision, uom: str | None) -> dict[str, Any]:
    """A decision that holds."""
    figure = figure_of(revision)
    required = {"op": figure[0], "value": json_number(figure[1]), "uom": uom} if figure else None
    return {
        "on": revision.on.isoformat(),
        "due": _day(revision.due),
        "required": required,
        "withdrawn": revision.withdrawn,
        "why": revision.why,
        "by": revision.by,
    }


def _required(assessment: Assessment) -> dict[str, Any] | None:
    target, requirement = assessment.item.target, assessment.terms.requirement
    if requirement:
        operator, figure = requirement
        return {"op": operator, "value": json_number(figure), "uom": target.measured_in()}
    if lost := lost_figure(target):
        return {"op": lost[0], "value": None, "uom": target.uom, "illegible": lost[1]}
    return None


def json_number(value: Number | None) -> int | float | None:
    """A figure as JSON has it."""
    return value if value is None or isinstance(value, int) else float(value)


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def plan_data(catalogue: Catalogue) -> dict[str, Any]:
    """What tells a plan from another, as plain JSON values."""
    plan = catalogue.plan
    return {
        "title": plan.title,
        "number": plan.number,
        "issued": plan.issued.isoformat(),
        "start": plan.start.isoformat(),
        "end": plan.end.isoformat(),
    }


def status_json(
    chosen: Sequence[Assessment],
    everything: Sequence[Assessment],
    catalogue: Catalogue,
    as_of: date,
) -> str:
    """The chosen items as JSON, with the counts of everything that they were chosen from."""
    return json_text(
        {
            "version": 1,
            "plan": plan_data(catalogue),
            "as_of": as_of.isoformat(),
            "summary": counts(everything),
            "items": [item_data(each, catalogue) for each in chosen],
        }
    )


def csv_cell(value: object) -> object:
    """A cell that no spreadsheet runs: text that begins like a formula gets a leading '."""
    if isinstance(value, bool):
        return str(value).lower()
    if not isinstance(value, str):
        return value
    text = inert(value)
    return f"'{text}" if text[:1] in {"=", "+", "-", "@"} or value[:1] in {"\t", "\r"} else text


def csv_text(rows: Sequence[Sequence[object]]) -> str:
    """Rows as CSV."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([csv_cell(cell) for cell in row] for row in rows)
    return out.getvalue()


def status_csv(chosen: Sequence[Assessment], catalogue: Catalogue) -> str:
    """The chosen items as CSV."""
    rows: list[Sequence[object]] = [ITEM_COLUMNS]
    for each in chosen:
        data = item_data(each, catalogue)
        required = data["required"] or {}
        data["who"] = who(each.item, catalogue)
        data["uom"] = required.get("uom")
        data["required"] = required.get("illegible") or required.get("value")
        rows.append([data[column] for column in ITEM_COLUMNS])
    return csv_text(rows)


def markdown_table(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A Markdown table; what a cell holds stays text."""
    lines = [_markdown_row(heads), _markdown_row(["---"] * len(heads), raw=True)]
    return "\n".join([*lines, *(_markdown_row(row) for row in rows)]) + "\n"


def _markdown_row(cells: Sequence[object], *, raw: bool = False) -> str:
    texts = [str(cell) if raw else _markdown_cell(str(cell)) for cell in cells]
    return f"| {' | '.join(texts)} |"


def _markdown_cell(text: str) -> str:
    return re.sub(r"([\\`*_\[\]<>|#~&])", r"\\\1", inert(text))


def status_markdown(chosen: Sequence[Assessment], catalogue: Catalogue) -> str:
    """The chosen items as a Markdown table."""
    heads = (_("item"), _("name"), _("who"), _("status"), _("value"), _("due"), _("why"))
    rows = [
        (
            each.item.id,
            each.item.target.name,
            who(each.item, catalogue),
            status_word(each.status),
            value_of_required(each),
            f"{each.terms.due} ({', '.join(filter(None, (days_left(each), was_due(each))))})",
            explain(each, catalogue),
        )
        for each in chosen
    ]
    return markdown_table(heads, rows)


def score_rows(
    everything: Sequence[Assessment], catalogue: Catalogue, units: Collection[str] = ()
) -> tuple[list[str], list[list[object]]]:
    """Heads and rows of the scoreboard."""
    heads = ["unit", "name", *STATUSES, "measurable", "own", "shared", "longest_silence"]
    rows: list[list[object]] = [
        [
            score.unit,
            catalogue.name(score.unit),
            *(score.counts[status] for status in STATUSES),
            score.measurable,
            score.own,
            score.shared,
            score.longest,
        ]
        for score in scores(everything, catalogue, units)
    ]
    return heads, rows


def score_json(
    everything: Sequence[Assessment],
    catalogue: Catalogue,
    as_of: date,
    units: Collection[str] = (),
) -> str:
    """The scoreboard as JSON."""
    return json_text(
        {
            "version": 1,
            "plan": plan_data(catalogue),
            "as_of": as_of.isoformat(),
            "units": [
                {
                    "unit": score.unit,
                    "name": catalogue.name(score.unit),
                    "counts": {status: score.counts[status] for status in STATUSES},
                    "met": score.met,
                    "measurable": score.measurable,
                    "own": score.own,
                    "shared": score.shared,
                    "longest_silence_days": score.longest,
                }
                for score in scores(everything, catalogue, units)
            ],
        }
    )
