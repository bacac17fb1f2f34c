"""What the tables of a roll-up hold: their columns by name, and the SQL type of each.

Items have the keys of the JSON that `hpplan status --format json` writes, in their order.
"""

from __future__ import annotations

from hpplan.judging.status import STATUSES, urgent

FORMAT = 1
"""The version of the folder's layout."""

STATES = ("judged", "draft", "no-reports", "unreadable", "lost", "failed")
"""What became of a plan.

`judged`; judged too, but a draft to be confirmed; judged too, but without any report; its plan
cannot be read; it ended the process that judged it; a fault of hpplan itself.
"""

JUDGED = STATES[:3]
"""The states of plans whose items were judged."""


def column_of(status: str) -> str:
    """Return the name of the column that counts a status."""
    return status.replace("-", "_")


_BIG, _DAY, _FLAG, _NUMBER, _TEXT, _TEXTS = (
    *("BIGINT", "DATE", "BOOLEAN", "DOUBLE", "VARCHAR"),
    "VARCHAR[]",
)
_COUNTS = {column_of(status): _BIG for status in STATUSES}
_WHOSE = {"plan": _TEXT, "region": _TEXT}
_REQUIRED = "STRUCT(op VARCHAR, value DOUBLE, uom VARCHAR)"

ITEM_TYPES = {
    **_WHOSE,
    **dict.fromkeys(("item", "target", "clause", "name", "kind", "period", "member"), _TEXT),
    **dict.fromkeys(("leads", "support", "reporters", "behind", "unheard", "done_by"), _TEXTS),
    "undivided": _FLAG,
    "orphaned": _FLAG,
    "doubted": _TEXTS,
    "status": _TEXT,
    "lost": _FLAG,
    "late": _FLAG,
    "reasons": _TEXTS,
    "explanation": _TEXT,
    "value": _NUMBER,
    "required": (
        "STRUCT(op VARCHAR, value DOUBLE, uom VARCHAR, relative_to VARCHAR, illegible VARCHAR)"
    ),
    **dict.fromkeys(
        ("progress", "expected", "gap", "spi", "tspi", "earned_schedule_days"), _NUMBER
    ),
    **dict.fromkeys(("start", "due", "original_due"), _DAY),
    "days_left": _BIG,
    **dict.fromkeys(("reported", "met_on", "forecast", "likely"), _DAY),
    "forecast_range": "DATE[]",
    "revisions": (
        f'STRUCT("on" DATE, due DATE, required {_REQUIRED}, withdrawn BOOLEAN, reinstated BOOLEAN,'
        ' suspended BOOLEAN, resumed BOOLEAN, text VARCHAR, why VARCHAR, "by" VARCHAR)[]'
    ),
    **dict.fromkeys(("lead_names", "reporter_names", "behind_names"), _TEXTS),
    "measurable": _FLAG,
}
"""An item: the keys of its JSON between whose it is and what follows: the names of
units, in the order of their ids, and whether the item can be met."""

PLAN_TYPES = {
    **_WHOSE,
    **dict.fromkeys(("path", "state", "why", "title", "number", "issuer"), _TEXT),
    **dict.fromkeys(("issued", "start", "end"), _DAY),
    "items": _BIG,
    **_COUNTS,
    **dict.fromkeys(("measurable", "late", "lost", "doubted", "undivided", "orphaned"), _BIG),
    **dict.fromkeys(("files", "rows", "left_out"), _BIG),
    "last_report": _DAY,
    **dict.fromkeys(("errors", "warnings"), _BIG),
    **dict.fromkeys(("content", "same_content_as", "same_plan_as", "part"), _TEXT),
}
"""A workspace, whatever became of it."""

UNIT_TYPES = {
    **_WHOSE,
    **dict.fromkeys(("unit", "name"), _TEXT),
    **dict.fromkeys(("own", "shared"), _BIG),
    **_COUNTS,
    **{f"move_{column_of(status)}": _BIG for status in urgent()},
    **dict.fromkeys(("to_move", "not_reported", "waiting", "done"), _BIG),
    **dict.fromkeys(("met_measurable", "measurable", "longest_silence_days"), _BIG),
    "last_report": _DAY,
    "ended": _FLAG,
    "contact": _TEXT,
}
"""A unit of a plan: its row of the scoreboard."""

FAULT_TYPES = {
    **_WHOSE,
    "path": _TEXT,
    **dict.fromkeys(("line", "column"), _BIG),
    **dict.fromkeys(("code", "severity", "message", "hint"), _TEXT),
}
"""A fault of a workspace, with its place; without a code where the workspace is lost or failed."""
