"""Who must move: the units that hold an item back, and those whose part is done."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from hpplan.judging.reported import FULL_PERCENTAGE
from hpplan.judging.status import record_of

if TYPE_CHECKING:
    from hpplan.judging.case import Case
    from hpplan.judging.status import Status


def behind(case: Case, status: Status) -> tuple[str, ...]:
    """Return the units that hold an item back, whoever should move first standing first.

    Of a milestone those heard from that are not at 100%, the least advanced first; of a sum those
    heard from, the least lately first; of a level the one that answers for it, or all while nobody
    said which; of a duty those that were not heard within `silent_after` days. None where nothing
    is open.
    """
    if record_of(status).settled or status == "kept":
        return ()
    reported, kind = case.reported, case.kind
    heard = [unit for unit in reported.taking_part if unit not in reported.unheard]
    if kind == "level":
        return reported.taking_part
    last = {unit: day for unit, (day, _value) in reported.latest.items()}
    if kind == "milestone":
        shares = reported.shares()
        open_ = [unit for unit in heard if shares.get(unit, 0) < FULL_PERCENTAGE]
        return tuple(sorted(open_, key=lambda unit: shares.get(unit, 0)))
    heard.sort(key=lambda unit: last.get(unit, date.min))
    if kind == "duty":
        limit = case.plan.policy.silent_after
        heard = [unit for unit in heard if (case.day - last.get(unit, date.min)).days > limit]
    return tuple(heard)


def done_by(case: Case, status: Status) -> tuple[str, ...]:
    """Return the units whose part is done: of a milestone those at 100%, else all once it is."""
    reported = case.reported
    if case.kind == "milestone":
        shares = reported.shares()
        return tuple(
            unit
            for unit in reported.taking_part
            if unit in reported.latest and shares[unit] >= FULL_PERCENTAGE
        )
    return reported.taking_part if status in {"met", "kept"} else ()
