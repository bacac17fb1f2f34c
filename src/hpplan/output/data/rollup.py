"""Write what many plans come to as JSON, CSV or Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hpplan.judging.status import STATUSES
from hpplan.output.data.formats import csv_text, json_text, markdown_table
from hpplan.output.words.shelf import STATE_WORDS, worded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from hpplan.judging.tallies import PlanTally, RegionTally, StatusCounts
    from hpplan.output.views import RollupView


def rollup_json(view: RollupView) -> str:
    """Write a list of a roll-up as JSON, with what all of its plans come to."""
    return json_text(
        {
            "version": 1,
            "as_of": view.as_of.isoformat(),
            "since": _day(view.since),
            "region": view.region or None,
            "unit": view.unit or None,
            "plan": view.plan.plan if view.plan else None,
            "totals": _region(view.totals),
            "by": view.by,
            "rows": list(_ROWS[view.by](view)),
        }
    )


def rollup_csv(view: RollupView) -> str:
    """Write a list of a roll-up as CSV; what is counted by status has a column a status."""
    rows = [_flat(row) for each in _ROWS[view.by](view) for row in _spread(each)]
    heads = list(dict.fromkeys(key for row in rows for key in row))
    return csv_text([heads, *([row.get(head) for head in heads] for row in rows)])


def rollup_markdown(view: RollupView) -> str:
    """Write a list of a roll-up as a Markdown table."""
    columns = worded(view, view.by)
    rows = zip(*(column.cells for column in columns), strict=True)
    return markdown_table([column.head for column in columns], list(rows))


def _spread(row: dict[str, Any]) -> Iterable[dict[str, Any]]:
    """Yield a row for each region of a commitment; any other as it is."""
    places = row.get("regions")
    if places is None:
        yield row
        return
    known = {key: row[key] for key in ("commitment", "kind", "uom")}
    for place in places:
        yield {**known, **place}


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row without rows in it."""
    found: dict[str, Any] = {}
    for key, value in row.items():
        if isinstance(value, dict):
            prefix = "" if key in {"counts", "states"} else f"{key}_"
            found |= {f"{prefix}{name}": each for name, each in value.items()}
        else:
            found[key] = " ".join(value) if isinstance(value, list) else value
    return found


def _counted(counts: StatusCounts | None) -> dict[str, int] | None:
    return {status: counts.number(status) for status in STATUSES} if counts else None


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _plan(each: PlanTally) -> dict[str, Any]:
    row = {
        "plan": each.plan,
        "region": each.region,
        "state": each.state,
        "title": each.title,
        "path": each.path,
        "items": each.counts.items,
        "measurable": each.counts.measurable,
        "counts": _counted(each.counts),
        "rows": each.rows,
        "left_out": each.left_out,
        "last_report": _day(each.last_report),
        "why": each.why or None,
    }
    return {**row, "before": _counted(each.before)} if each.before else row


def _region(each: RegionTally) -> dict[str, Any]:
    row = {
        "region": each.region,
        "plans": each.plans,
        "states": {state: each.states.get(state, 0) for state in STATE_WORDS},
        "counted": each.counted,
        "with_rows_left_out": each.left_out,
        "items": each.counts.items,
        "measurable": each.counts.measurable,
        "counts": _counted(each.counts),
    }
    return {**row, "before": _counted(each.before)} if each.before else row


def _plans(view: RollupView) -> Iterable[dict[str, Any]]:
    return (_plan(each) for rows in view.plans.values() for each in rows)


def _units(view: RollupView) -> Iterable[dict[str, Any]]:
    for each in view.units:
        yield {
            "unit": each.unit,
            "region": each.region,
            **({"plan": each.plan} if each.plan else {}),
            "plans": each.plans,
            "own": each.own,
            "shared": each.shared,
            "to_move": dict(each.moves),
            "not_reported": each.not_reported,
            "met": each.met,
            "measurable": each.measurable,
            "last_report": _day(each.last_report),
        }


def _groups(view: RollupView) -> Iterable[dict[str, Any]]:
    for each in view.groups:
        row = {view.by: each.group, "plans": each.plans, "items": each.counts.items}
        if view.by == "kind":
            row |= {"measurable": each.counts.measurable, "counts": _counted(each.counts)}
        yield row


def _promises(view: RollupView) -> Iterable[dict[str, Any]]:
    for each in view.promises:
        yield {
            "commitment": each.name,
            "kind": each.kind,
            "uom": each.uom or None,
            "plans": each.plans,
            "items": each.items,
            "kept": each.kept,
            "failing": each.failing,
            "regions": [place._asdict() for place in each.places],
        }


def _faults(view: RollupView) -> Iterable[dict[str, Any]]:
    return (each._asdict() for each in view.faults)


def _items(view: RollupView) -> Iterable[dict[str, Any]]:
    for each in view.items:
        yield {
            **each._asdict(),
            "due": each.due.isoformat(),
            "behind_names": list(each.behind_names),
        }


_ROWS: dict[str, Callable[[RollupView], Iterable[dict[str, Any]]]] = {
    "plan": _plans,
    "region": lambda view: map(_region, view.regions),
    "unit": _units,
    "kind": _groups,
    "status": _groups,
    "commitment": _promises,
    "faults": _faults,
    "item": _items,
}
"""What each list of a roll-up consists of."""
