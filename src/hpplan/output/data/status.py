"""Write `status` and the scoreboard as JSON, CSV or Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpplan.i18n import _
from hpplan.judging.status import STATUSES, urgent
from hpplan.judging.summary import counts, scores
from hpplan.output.data.formats import csv_text, json_text, markdown_table
from hpplan.output.data.items import item_data, items_csv, plan_data
from hpplan.output.words.explain import explain
from hpplan.output.words.text import days_left, status_word, value_of_required, was_due, who

if TYPE_CHECKING:
    from hpplan.output.views import StatusView


def status_json(view: StatusView) -> str:
    """Write the chosen items as JSON, with the counts of everything they were chosen from."""
    return json_text(
        {
            "version": 1,
            "plan": plan_data(view.catalogue),
            "as_of": view.as_of.isoformat(),
            "summary": counts(view.everything),
            "items": [item_data(each, view.catalogue) for each in view.chosen],
        }
    )


def status_csv(view: StatusView) -> str:
    """Write the chosen items as CSV."""
    return items_csv(view.chosen, view.catalogue)


def status_markdown(view: StatusView) -> str:
    """Write the chosen items as a Markdown table."""
    catalogue = view.catalogue
    heads = (_("item"), _("name"), _("who"), _("status"), _("value"), _("due"), _("why"))
    rows = [
        (
            each.item.id,
            each.item.target.name,
            who(each, catalogue),
            status_word(each.status),
            value_of_required(each),
            f"{each.terms.due} ({', '.join(filter(None, (days_left(each), was_due(each))))})",
            explain(each, catalogue),
        )
        for each in view.chosen
    ]
    return markdown_table(heads, rows)


def scoreboard_json(view: StatusView) -> str:
    """Write the scoreboard as JSON."""
    return json_text(
        {
            "version": 1,
            "plan": plan_data(view.catalogue),
            "as_of": view.as_of.isoformat(),
            "units": [
                {
                    "unit": score.unit,
                    "name": view.catalogue.name(score.unit),
                    "counts": {status: score.counts[status] for status in STATUSES},
                    "met": score.met,
                    "measurable": score.measurable,
                    "own": score.own,
                    "shared": score.shared,
                    "longest_silence_days": score.longest,
                    "to_move": score.to_move,
                    "to_move_by_status": {status: score.moves[status] for status in urgent()},
                    "not_reported": score.unreported,
                    "waiting": score.waits,
                    "done": score.done,
                    "last_report": score.last.isoformat() if score.last else None,
                    "days_since_last_report": score.days_since(view.as_of),
                    "now": view.catalogue.units[score.unit].now,
                    "contact": view.catalogue.units[score.unit].contact,
                    "ended": score.ended,
                }
                for score in scores(view.everything, view.catalogue, view.units)
            ],
        }
    )


def scoreboard_csv(view: StatusView) -> str:
    """Write the scoreboard as CSV."""
    heads, rows = _scoreboard(view)
    return csv_text([heads, *rows])


def scoreboard_markdown(view: StatusView) -> str:
    """Write the scoreboard as a Markdown table."""
    return markdown_table(*_scoreboard(view))


def _scoreboard(view: StatusView) -> tuple[list[str], list[list[object]]]:
    """Return the heads and rows of the scoreboard."""
    heads = ["unit", "name", *STATUSES, "measurable", "own", "shared", "longest_silence"]
    heads += ["to_move", "not_reported", "waiting", "done", "days_since_last_report"]
    heads += ["contact", "ended"]
    rows: list[list[object]] = [
        [
            score.unit,
            view.catalogue.name(score.unit),
            *(score.counts[status] for status in STATUSES),
            score.measurable,
            score.own,
            score.shared,
            score.longest,
            score.to_move,
            score.unreported,
            score.waits,
            score.done,
            score.days_since(view.as_of),
            view.catalogue.units[score.unit].contact,
            score.ended,
        ]
        for score in scores(view.everything, view.catalogue, view.units)
    ]
    return heads, rows
