"""Whether a requirement is satisfied, and since when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpplan.plan.model import satisfies

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from hpplan.judging.reported import Reported
    from hpplan.numbers import Number
    from hpplan.plan.items import Terms


def satisfied(terms: Terms, value: Number | None) -> bool:
    """Tell whether a figure satisfies the requirement; never where either is missing."""
    return (
        value is not None
        and terms.requirement is not None
        and satisfies(terms.requirement[0], value, terms.requirement[1])
    )


def met_since(terms: Terms, reported: Reported, as_of: date, silent_after: int) -> date | None:
    """Return the first day of the last unbroken run in which an item was met; None if it is not.

    Args:
        terms: what it is held to.
        reported: what has been reported up to the day.
        as_of: the day.
        silent_after: days for which a level's report is fresh enough to say that it is met.
    """
    if reported.newest is None or terms.requirement is None or not reported.is_judged:
        return None
    if reported.kind == "level":
        return _level_met_since(terms, reported, as_of, silent_after)
    if not satisfied(terms, reported.value):
        return None
    since = _run(terms, reported.history())
    if reported.kind != "milestone" or since is None:
        return since
    # Each that takes part has to have it done, not those alone that have reported.
    return max(since, reported.complete) if reported.complete else None


def _level_met_since(
    terms: Terms, reported: Reported, as_of: date, silent_after: int
) -> date | None:
    """Return the same of a level, which may fall back: it is what it is at its due date.

    Up to then it is met while its last report is fresh. Behind it, its last report up to the due
    date counts, or else the first later report that satisfies.
    """
    history, due = reported.history(), terms.due
    if as_of <= due:
        stale = reported.newest is None or (as_of - reported.newest).days > silent_after
        return None if stale else _run(terms, history)
    if since := _run(terms, [entry for entry in history if entry[0] <= due]):
        return since
    later = (day for day, value in history if day > due and satisfied(terms, value))
    return next(later, None)


def judged_on(terms: Terms, reported: Reported, as_of: date) -> date | None:
    """Return the day of a level's last report up to its due date, once that has passed."""
    if reported.kind != "level" or as_of <= terms.due:
        return None
    return max((day for day, _value in reported.history() if day <= terms.due), default=None)


def _run(terms: Terms, history: Sequence[tuple[date, Number]]) -> date | None:
    """Return the first day of the run of satisfying figures at a history's end."""
    first = None
    for day, value in reversed(history):
        if not satisfied(terms, value):
            break
        first = day
    return first
