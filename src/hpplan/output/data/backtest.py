"""Write a backtest as JSON, or its items as CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hpplan.output.data.formats import csv_text, json_text
from hpplan.output.data.items import json_number, plan_data

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hpplan.judging.backtest import Tally, Threshold, Trial
    from hpplan.output.views import BacktestView

TRIAL_COLUMNS = (
    "item",
    "name",
    "kind",
    "reporters",
    "judged_on",
    "status",
    "reasons",
    "spi",
    "tspi",
    "due",
    "met_on",
    "flagged",
    "missed",
)


def backtest_json(view: BacktestView) -> str:
    """Write what it comes to, and each item, as JSON; shares of nothing are null."""
    found = view.found
    return json_text(
        {
            "version": 1,
            "plan": plan_data(view.catalogue),
            "as_of": found.as_of.isoformat(),
            "share": float(found.share),
            "enough": found.is_enough,
            "left_out": dict(sorted(found.left_out.items())),
            "silently_missed": found.silently_missed,
            "flagged": _tally(found.flagged),
            "off_track": _tally(found.off_track),
            "by_kind": {kind: _tally(each) for kind, each in found.by_kind().items()},
            "by_unit": {unit: _tally(each) for unit, each in found.by_unit().items()},
            "thresholds": [_threshold(each) for each in found.thresholds],
            "items": [_trial(each) for each in found.trials],
        }
    )


def backtest_csv(view: BacktestView) -> str:
    """Write the items whose end is known as CSV, a row each."""
    rows: list[Sequence[object]] = [TRIAL_COLUMNS]
    for each in view.found.trials:
        data = _trial(each)
        for key in ("reporters", "reasons"):
            data[key] = " ".join(data[key])
        rows.append([data[column] for column in TRIAL_COLUMNS])
    return csv_text(rows)


def _trial(trial: Trial) -> dict[str, Any]:
    then, now, item = trial.then, trial.now, trial.item
    return {
        "item": item.id,
        "name": item.target.name,
        "kind": item.target.kind,
        "reporters": list(item.reporters),
        "judged_on": then.as_of.isoformat(),
        "status": then.status,
        "reasons": list(then.reasons),
        "spi": json_number(then.measures.spi) if then.measures else None,
        "tspi": json_number(then.measures.tspi) if then.measures else None,
        "due": then.terms.due.isoformat(),
        "met_on": now.met_on.isoformat() if now.met_on else None,
        "flagged": trial.flagged,
        "missed": trial.missed,
    }


def _tally(tally: Tally) -> dict[str, Any]:
    return {
        **tally._asdict(),
        "precision": json_number(tally.precision),
        "recall": json_number(tally.recall),
    }


def _threshold(found: Threshold) -> dict[str, Any]:
    return {
        "key": found.key,
        "now": json_number(found.now),
        "tally": _tally(found.tally),
        "better": json_number(found.better),
        "better_tally": _tally(found.better_tally) if found.better_tally else None,
    }
