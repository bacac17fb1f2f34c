"""List the rules of judging in their order: which decided, which hold too, which do not."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from hpplan.i18n import _
from hpplan.judging.reasons import statuses_behind, statuses_of
from hpplan.judging.status import record_of
from hpplan.numbers import rounded
from hpplan.output.words.outline import status_meaning
from hpplan.output.words.pace import likely_month, value_and_limit
from hpplan.output.words.text import days, days_left, required, value_of_required
from hpplan.plan.model import relative_to_baseline

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from hpplan.judging.assess import Assessment
    from hpplan.judging.status import Status
    from hpplan.plan.model import Policy

DECIDED, ALSO, NOT = "=>", "+", ""


class TriedRule(NamedTuple):
    """A rule that was tried.

    Attributes:
        mark: `=>` where it decided, `+` where it holds as well, nothing where it does not.
        status: the status that it stands for.
        why: the figures on which it rests.
    """

    mark: str
    status: Status
    why: str


def rules_tried(assessment: Assessment, policy: Policy) -> list[TriedRule]:
    """Return the rules that an item of this kind is judged by, in their order.

    What is settled is tried no further: behind withdrawn, suspended, upcoming and met there is
    nothing open.
    """
    standing = statuses_behind(assessment.reasons)
    tried = []
    for status in statuses_of(assessment.item.target.kind):
        mark = DECIDED if status == assessment.status else ALSO if status in standing else NOT
        tried.append(TriedRule(mark, status, _why(assessment, policy, status)))
        if mark == DECIDED and record_of(status).settled:
            break
    return tried


def _why(assessment: Assessment, policy: Policy, status: Status) -> str:
    """Say what a rule looks at, in figures; what it means where it looks at none."""
    looked_at = LOOKED_AT.get(status)
    return looked_at(assessment, policy) if looked_at else status_meaning(status, policy)


def _withdrawn(assessment: Assessment, _policy: Policy) -> str:
    decision = assessment.terms.withdrawn
    if decision:
        return _("by the decision of {day}").format(day=decision.on)
    return _("no decision withdrew it")


def _suspended(assessment: Assessment, _policy: Policy) -> str:
    decision = assessment.terms.suspended
    if decision:
        return _("by the decision of {day}").format(day=decision.on)
    return _("no decision suspended it, or one resumed it")


def _upcoming(assessment: Assessment, _policy: Policy) -> str:
    return _("it starts on {start}").format(start=assessment.item.start)


def _met(assessment: Assessment, _policy: Policy) -> str:
    return value_of_required(assessment)


def _silence(assessment: Assessment, policy: Policy) -> str:
    message = _("{days} without a report; the limit is {limit}")
    if not assessment.latest:
        message = _("nothing reported in {days}; the limit is {limit}")
    return message.format(
        days=days(max(assessment.silent_days, 0)), limit=days(policy.silent_after)
    )


def _overdue(assessment: Assessment, _policy: Policy) -> str:
    if assessment.terms.requirement is None and relative_to_baseline(assessment.item.target):
        return _("never, until its baseline is given")
    if assessment.terms.requirement is None:
        return _("never, as the required figure is lost")
    return _("due {due}, {left}").format(due=assessment.terms.due, left=days_left(assessment))


def _off_track(assessment: Assessment, policy: Policy) -> str:
    return _measures(assessment, policy, off_track=True)


def _at_risk(assessment: Assessment, policy: Policy) -> str:
    return _measures(assessment, policy, off_track=False)


def _measures(assessment: Assessment, policy: Policy, *, off_track: bool) -> str:
    """Return SPI and TSPI beside the thresholds of a rule, and what else speaks for it."""
    measures, reasons = assessment.measures, assessment.reasons
    parts = []
    if measures and measures.spi is not None:
        limit = policy.off_track_spi if off_track else policy.at_risk_spi
        value, bound = value_and_limit(measures.spi, limit)
        parts.append(_("SPI {spi}, limit {limit}").format(spi=value, limit=bound))
        if measures.spi < limit and not {"spi-off-track", "spi-at-risk"}.intersection(reasons):
            parts.append(_("not judged in the first sixth of the time"))
    if measures and measures.tspi is not None:
        limit = policy.off_track_tspi if off_track else policy.at_risk_tspi
        value, bound = value_and_limit(measures.tspi, limit)
        parts.append(_("TSPI {tspi}, limit {limit}").format(tspi=value, limit=bound))
    if off_track:
        if "worse-than-zero" in reasons:
            parts.append(_("it is worse than where it began"))
        return _("; ").join(parts) if parts else _("nothing to measure yet")
    parts += _recent_pace(assessment, policy)
    if "no-longer-met" in reasons:
        message = _("it no longer satisfies what it once did ({required})")
        parts.append(message.format(required=required(assessment)))
    if "due-soon" in reasons:
        parts.append(_("due in {days}").format(days=days(assessment.days_left)))
    if month := likely_month(assessment):
        parts.append(_("forecast {month}").format(month=month))
    return _("; ").join(parts) if parts else _("nothing to measure yet")


def _recent_pace(assessment: Assessment, policy: Policy) -> list[str]:
    """Return the paces seen lately beside the least of them that would do for the rest."""
    measures, paces = assessment.measures, assessment.paces
    if not measures or not paces or measures.tspi is None or not policy.at_risk_slowing:
        return []
    enough = Fraction(measures.tspi) / policy.at_risk_slowing
    parts = [
        _("pace of the last half {half}, of the last quarter {quarter}, limit {limit}").format(
            half=rounded(paces.half, 2),
            quarter=rounded(paces.quarter, 2),
            limit=rounded(enough, 2),
        )
    ]
    if "slowing" not in assessment.reasons and max(paces.half, paces.quarter) < enough:
        parts.append(_("not judged in the first third of the time, or by reports on two days"))
    return parts


def _unrated(assessment: Assessment, _policy: Policy) -> str:
    if assessment.terms.requirement is None and relative_to_baseline(assessment.item.target):
        return _("its baseline is to be given; what is required rests on it")
    if assessment.terms.requirement is None:
        return _("the source lost the figure; once it is filled in the pace can be judged")
    if "no-baseline" in assessment.reasons:
        return _("a baseline or a second report is needed to judge the pace")
    if "undivided" in assessment.reasons:
        return _("it has to be said which unit answers for the figure")
    return _("there is a requirement to measure against")


def _on_track(_assessment: Assessment, _policy: Policy) -> str:
    return _("none of the above")


LOOKED_AT: Mapping[Status, Callable[[Assessment, Policy], str]] = {
    "withdrawn": _withdrawn,
    "suspended": _suspended,
    "upcoming": _upcoming,
    "met": _met,
    "kept": _silence,
    "overdue": _overdue,
    "off-track": _off_track,
    "at-risk": _at_risk,
    "silent": _silence,
    "unrated": _unrated,
    "on-track": _on_track,
}
"""What the rule of each status looks at, in the figures of an item."""
