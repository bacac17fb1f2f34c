"""Write how clauses or chapters stand as JSON, CSV or Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpplan.judging.parts import part_scores
from hpplan.judging.status import STATUSES
from hpplan.output.data.formats import csv_text, json_text, markdown_table
from hpplan.output.data.items import plan_data

if TYPE_CHECKING:
    from hpplan.judging.parts import PartScore
    from hpplan.output.views import StatusView


def parts_json(view: StatusView) -> str:
    """Write how clauses or chapters stand as JSON."""
    return json_text(
        {
            "version": 1,
            "plan": plan_data(view.catalogue),
            "as_of": view.as_of.isoformat(),
            f"{view.by}s": [
                {
                    str(view.by): row.part,
                    "title": row.title,
                    "counts": {status: row.counts[status] for status in STATUSES},
                    "met": row.met,
                    "measurable": row.measurable,
                    "to_call": list(row.to_call),
                }
                for row in _rows(view)
            ],
        }
    )


def parts_csv(view: StatusView) -> str:
    """Write how clauses or chapters stand as CSV."""
    heads, rows = _table(view)
    return csv_text([heads, *rows])


def parts_markdown(view: StatusView) -> str:
    """Write how clauses or chapters stand as a Markdown table."""
    return markdown_table(*_table(view))


def _rows(view: StatusView) -> list[PartScore]:
    return part_scores(view.everything, view.catalogue, view.by or "clause")


def _table(view: StatusView) -> tuple[list[str], list[list[object]]]:
    """Return the heads and rows of a table."""
    heads = [str(view.by), "title", *STATUSES, "measurable", "to_call"]
    rows: list[list[object]] = [
        [
            row.part,
            row.title,
            *(row.counts[status] for status in STATUSES),
            row.measurable,
            " ".join(row.to_call),
        ]
        for row in _rows(view)
    ]
    return heads, rows
