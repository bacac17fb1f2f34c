"""Write `changes` as JSON, CSV or Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hpplan.i18n import _
from hpplan.output.data.formats import csv_text, json_text, markdown_table
from hpplan.output.data.items import item_data, json_number, plan_data
from hpplan.output.words.changes import (
    arrival_cells,
    arrival_heads,
    change_text,
    kind_word,
)
from hpplan.output.words.text import value_of_required, who

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hpplan.judging.assess import Assessment
    from hpplan.judging.changes import Change
    from hpplan.output.views import ChangesView
    from hpplan.plan.items import Catalogue
    from hpplan.progress.series import Arrival

JUDGED_KEYS = ("status", "late", "value", "spi", "forecast", "due", "reasons", "explanation")
"""What JSON says of an item on each of the two days."""

CHANGE_COLUMNS = (
    "item",
    "name",
    "who",
    "kinds",
    *(f"{day}_{key}" for day in ("then", "now") for key in JUDGED_KEYS if key != "reasons"),
    "slipped_days",
    "evidence",
    "note",
)
ARRIVAL_COLUMNS = ("unit", "date", "item", "value", "note", "evidence", "recorded")


def change_data(change: Change, catalogue: Catalogue) -> dict[str, Any]:
    """Return a change as plain JSON values."""
    return {
        "item": change.item.id,
        "name": change.item.target.name,
        "who": who(change.now, catalogue),
        "kinds": list(change.kinds),
        "then": _judged(change.then, catalogue),
        "now": _judged(change.now, catalogue),
        "slipped_days": change.slipped,
        "evidence": change.evidence or None,
        "note": change.news.row.note if change.news else None,
    }


def _judged(assessment: Assessment, catalogue: Catalogue) -> dict[str, Any]:
    data = item_data(assessment, catalogue)
    return {key: data[key] for key in JUDGED_KEYS}


def _row_data(arrival: Arrival) -> dict[str, Any]:
    row = arrival.row
    return {
        "unit": arrival.unit,
        "date": row.day.isoformat(),
        "item": arrival.item.id,
        "value": json_number(row.value),
        "note": row.note or None,
        "evidence": row.evidence or None,
        "recorded": arrival.recorded or None,
    }


def changes_json(view: ChangesView) -> str:
    """Write the listed changes as JSON, with the counts of all, and the rows where wanted."""
    changes, catalogue = view.changes, view.catalogue
    data = {
        "version": 1,
        "plan": plan_data(catalogue),
        "since": changes.since.isoformat(),
        "as_of": changes.as_of.isoformat(),
        "summary": changes.counts,
        "changes": [change_data(each, catalogue) for each in view.listed],
    }
    if view.rows:
        data["rows"] = [_row_data(each) for each in changes.arrivals]
    return json_text(data)


def changes_csv(view: ChangesView) -> str:
    """Write the listed changes as CSV, or the rows that came in where those are wanted."""
    if view.rows:
        data = [_row_data(each) for each in view.changes.arrivals]
        return csv_text(
            [ARRIVAL_COLUMNS, *([each[key] for key in ARRIVAL_COLUMNS] for each in data)]
        )
    found: list[Sequence[object]] = [CHANGE_COLUMNS]
    for change in view.listed:
        each = change_data(change, view.catalogue)
        for day in ("then", "now"):
            each |= {f"{day}_{key}": value for key, value in each[day].items()}
        each["kinds"] = " ".join(change.kinds)
        found.append([each[column] for column in CHANGE_COLUMNS])
    return csv_text(found)


def changes_markdown(view: ChangesView) -> str:
    """Write the listed changes as a Markdown table, and one of the rows where wanted."""
    catalogue = view.catalogue
    heads = (_("item"), _("name"), _("who"), _("what"), _("value"), _("due"), _("why"))
    text = markdown_table(
        heads,
        [
            (
                each.item.id,
                each.item.target.name,
                who(each.now, catalogue),
                _(", ").join(map(kind_word, each.kinds)),
                value_of_required(each.now),
                each.now.terms.due,
                change_text(each, catalogue),
            )
            for each in view.listed
        ],
    )
    if not view.rows:
        return text
    came = [arrival_cells(each, catalogue) for each in view.changes.arrivals]
    return f"{text}\n{markdown_table(arrival_heads(), came)}"
