"""The reasons for a status: one reason, one function, one registry.

A reason is a code, the status that it stands for, and a function that says whether it holds of an
item on a day. `CRITERIA` has them in the order in which an assessment names them; which status
decides is the order of `STATUSES`. `show` lists the same registry as the rules that it tried.

The examples are of a requirement of 300 from day 0 to day 300, of which one a day is planned, with
the thresholds that hold unless the plan's policy has its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from hpplan.judging.met import satisfied
from hpplan.judging.pace_reasons import (
    is_early,
    slowing,
    slows,
    spi_at_risk,
    spi_off_track,
    tspi_at_risk,
    tspi_off_track,
)
from hpplan.judging.status import STATUSES, record_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from hpplan.judging.case import Case
    from hpplan.judging.status import Status
    from hpplan.plan.model import Kind

Reason = Literal[
    "withdrawn",
    "suspended",
    "upcoming",
    "met",
    "met-late",
    "kept",
    "overdue",
    "no-closing-figure",
    "spi-off-track",
    "spi-at-risk",
    "tspi-off-track",
    "tspi-at-risk",
    "slowing",
    "worse-than-zero",
    "no-longer-met",
    "due-soon",
    "silent",
    "illegible",
    "no-baseline",
    "undivided",
    "on-track",
    "first-report-awaited",
]
"""The codes of `CRITERIA`, written out so that mypy finds a reason that does not exist."""

SLACK = 100
"""A forecast may pass the due date by PD/100 before an item that is due soon is at risk.

This program's own choice.
"""

LEVELS: frozenset[Kind] = frozenset({"level"})
DUTIES: frozenset[Kind] = frozenset({"duty"})
TO_BE_FINISHED: frozenset[Kind] = frozenset({"count", "amount", "level", "milestone"})
ALL_KINDS = TO_BE_FINISHED | DUTIES


def withdrawn(case: Case) -> bool:
    """A decision that was taken by the day withdrew it.

    Holds: withdrawn on day 50, judged on day 50. Does not: judged on day 49.
    """
    return case.terms.withdrawn is not None


def suspended(case: Case) -> bool:
    """A decision that was taken by the day suspended it, and none resumed it since.

    Holds: suspended on day 50, judged on day 50. Does not: judged on day 49, or resumed on day 50.
    """
    return case.terms.suspended is not None


def upcoming(case: Case) -> bool:
    """Its time has not begun; that of a level begins with its baseline.

    Holds: starts on day 10, judged on day 9. Does not: judged on day 10.
    """
    return case.as_of < case.start


def met(case: Case) -> bool:
    """The requirement is satisfied; of a milestone of several units, by each that takes part.

    Holds: 300. Does not: 299, or 300 that was corrected to 290. A level of 300 holds up to its due
    date while its report is fresh, and behind it where it was 300 on the day.
    """
    return case.met_on is not None


def met_late(case: Case) -> bool:
    """The run of reports that satisfy the requirement began after the due date.

    Holds: 300 on day 301. Does not: 300 on day 300.
    """
    return case.met_on is not None and case.met_on > case.terms.due


def kept(case: Case) -> bool:
    """A duty was reported on within `silent_after` days, 120.

    Holds: reported 120 days ago. Does not: 121 days ago. Behind the plan's end it is judged as of
    that end.

    How long silence may last is this program's own choice.
    """
    newest = case.reported.newest
    return newest is not None and (case.day - newest).days <= case.plan.policy.silent_after


def overdue(case: Case) -> bool:
    """The due date has passed, and it is not met; never where the required figure is lost.

    Holds: judged on day 301. Does not: judged on day 300, which is the due date.
    """
    return case.is_over


def no_closing_figure(case: Case) -> bool:
    """It is overdue, and no report is dated on or after the due date.

    Holds: the last report is of day 299. Does not: it is of day 300.
    """
    newest = case.reported.newest
    return overdue(case) and (newest is None or newest < case.terms.due)


def worse_than_zero(case: Case) -> bool:
    """A level is worse than where it began, once a sixth of the time has passed.

    Holds: 599 on day 50, from a baseline of 600. Does not: 600, or 599 on day 49.
    """
    value, zero = case.reported.value, case.zero
    if value is None or zero is None or satisfied(case.terms, value):
        return False
    if case.waits_for_baseline or not case.reported.is_judged:
        return False
    return not is_early(case) and case.better(zero, value)


def no_longer_met(case: Case) -> bool:
    """A level does not satisfy what its baseline or an earlier report satisfied.

    Holds: 300, then 290; or 290 from a baseline of 300. Does not: 290, then 300; or totals, which
    do not fall by themselves.

    By itself it is at risk: of such levels most were met in the end (docs/judgement.md).
    """
    value = case.reported.value
    if value is None or satisfied(case.terms, value) or not case.reported.is_judged:
        return False
    return satisfied(case.terms, case.zero) or any(
        satisfied(case.terms, earlier) for _day, earlier in case.reported.history()
    )


def due_soon(case: Case) -> bool:
    """It is due within `due_soon` days, 30, and no forecast lies by the due date and PD/100.

    Holds: 267 on day 270, forecast for day 304. Does not: judged on day 269; a forecast for day
    303; without any report; of a level that satisfies.

    The threshold is this program's own choice.
    """
    value, measures = case.reported.value, case.measures
    if value is None or case.terms.requirement is None:
        return False
    if case.kind == "level" and satisfied(case.terms, value):
        return False
    if not case.reported.is_judged:
        return False
    if not 0 <= (case.terms.due - case.as_of).days <= case.plan.policy.due_soon:
        return False
    finish = case.finish
    if measures is None or finish is None:
        return True
    return (finish - measures.duration) * SLACK > measures.duration


def silent(case: Case) -> bool:
    """Nothing was reported for more than `silent_after` days, 120.

    Counted from the latest of report, start, issue and resumption. Holds: 121 days. Does not: 120.

    Whatever else holds of an open item, its silence is named too. The threshold is our own choice.
    """
    return case.silent_days > case.plan.policy.silent_after


def illegible(case: Case) -> bool:
    """It was reported on, and the source lost the figure that is required.

    Holds: 12 of □5.1 公里. Does not: once the figure is filled in.
    """
    is_lost = case.terms.requirement is None and not case.waits_for_baseline
    return is_lost and case.reported.newest is not None


def no_baseline(case: Case) -> bool:
    """A level without baseline was reported on a single day: its pace cannot be told.

    One that is to better its baseline waits for it. Holds: 250 on day 60 alone. Does not: from the
    second day of a report on.
    """
    if case.waits_for_baseline:
        return case.reported.newest is not None
    has_one = case.item.target.baseline and not case.terms.counted_since
    if has_one or case.terms.requirement is None:
        return False
    return case.reported.is_judged and len(case.reported.days) == 1


def undivided(case: Case) -> bool:
    """Several units take part in a level, and nobody said which of them answers for it.

    Holds: reported by one of two leads, while `reporters` names neither. Does not: once the other
    declared that it has no part, or `reporters` names one.
    """
    return case.reported.newest is not None and not case.reported.is_judged


def on_track(case: Case) -> bool:
    """Nothing else holds, and it was reported on.

    Holds: 100 on day 100. Does not: before the first report.
    """
    return case.reported.newest is not None


def first_report_awaited(case: Case) -> bool:
    """Nothing else holds, and it was never reported on.

    Holds: judged on day 120 without a report. Does not: on day 121, when it is silent.
    """
    return case.reported.newest is None


def was_on_course(case: Case) -> bool:
    """Tell whether an item was within all limits at its last report, overdue since or not."""
    policy, measures = case.plan.policy, case.measures
    if worse_than_zero(case) or no_longer_met(case):
        return False
    if measures is None:
        return True
    spi, tspi = None if is_early(case) else measures.spi, measures.tspi
    if spi is not None and spi < policy.at_risk_spi:
        return False
    return tspi is None or not (tspi > policy.at_risk_tspi or slows(case, tspi))


class Criterion(NamedTuple):
    """A reason with the status that it stands for, and how it is told whether it holds.

    Attributes:
        status: the status that it stands for.
        reason: its code.
        holds: whether it holds of an item.
        kinds: the kinds of targets that it can hold of.
        otherwise: it is looked at only where none of the others holds.
    """

    status: Status
    reason: Reason
    holds: Callable[[Case], bool]
    kinds: frozenset[Kind] = TO_BE_FINISHED
    otherwise: bool = False


CRITERIA: Mapping[Reason, Criterion] = {
    criterion.reason: criterion
    for criterion in (
        Criterion("withdrawn", "withdrawn", withdrawn, ALL_KINDS),
        Criterion("suspended", "suspended", suspended, ALL_KINDS),
        Criterion("upcoming", "upcoming", upcoming, ALL_KINDS),
        Criterion("met", "met", met),
        Criterion("met", "met-late", met_late),
        Criterion("kept", "kept", kept, DUTIES),
        Criterion("overdue", "overdue", overdue),
        Criterion("overdue", "no-closing-figure", no_closing_figure),
        Criterion("off-track", "spi-off-track", spi_off_track),
        Criterion("at-risk", "spi-at-risk", spi_at_risk),
        Criterion("off-track", "tspi-off-track", tspi_off_track),
        Criterion("at-risk", "tspi-at-risk", tspi_at_risk),
        Criterion("at-risk", "slowing", slowing),
        Criterion("off-track", "worse-than-zero", worse_than_zero, LEVELS),
        Criterion("at-risk", "no-longer-met", no_longer_met, LEVELS),
        Criterion("at-risk", "due-soon", due_soon),
        Criterion("silent", "silent", silent, ALL_KINDS),
        Criterion("unrated", "illegible", illegible),
        Criterion("unrated", "no-baseline", no_baseline, LEVELS),
        Criterion("unrated", "undivided", undivided, LEVELS),
        Criterion("on-track", "on-track", on_track, ALL_KINDS, otherwise=True),
        Criterion(
            "on-track", "first-report-awaited", first_report_awaited, ALL_KINDS, otherwise=True
        ),
    )
}
"""Every reason by its code, in the order in which they are named; what is settled stands first."""


def holding(case: Case) -> list[Criterion]:
    """Return the criteria that hold of an item, in the order of the registry.

    Of an item that is settled those alone that say so: behind them there is nothing open.
    """
    found: list[Criterion] = []
    settled: Status | None = None
    kind = case.kind
    for each in CRITERIA.values():
        if settled and each.status != settled:
            break
        if kind in each.kinds and not each.otherwise and each.holds(case):
            found.append(each)
            settled = each.status if record_of(each.status).settled else None
    return found or [each for each in CRITERIA.values() if each.otherwise and each.holds(case)]


def deciding(found: Sequence[Criterion]) -> Status:
    """Return the first status, in the order of judging, that one of some criteria stands for."""
    standing = {each.status for each in found}
    return next(status for status in STATUSES if status in standing)


def statuses_behind(reasons: Iterable[Reason]) -> set[Status]:
    """Return the statuses that some reasons stand for."""
    return {CRITERIA[reason].status for reason in reasons}


def statuses_of(kind: Kind) -> list[Status]:
    """Return the statuses that an item of a kind can have, in the order of judging."""
    possible = {each.status for each in CRITERIA.values() if kind in each.kinds}
    return [status for status in STATUSES if status in possible]
