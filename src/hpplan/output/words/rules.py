"""The rules of judging in their order: which decided, which hold as well, which do not."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from hpplan.i18n import _
from hpplan.judging.assess import SETTLED, STATUSES
from hpplan.output.words.explain import apart
from hpplan.output.words.text import days, days_left, required, value_of_required

if TYPE_CHECKING:
    from hpplan.judging.assess import Assessment, Reason, Status
    from hpplan.plan.model import Policy

DECIDED, ALSO, NOT = "=>", "+", ""

_STANDS_FOR: dict[Reason, Status] = {
    "withdrawn": "withdrawn",
    "upcoming": "upcoming",
    "met": "met",
    "kept": "kept",
    "overdue": "overdue",
    "spi-off-track": "off-track",
    "tspi-off-track": "off-track",
    "worse-than-zero": "off-track",
    "no-longer-met": "off-track",
    "spi-at-risk": "at-risk",
    "tspi-at-risk": "at-risk",
    "due-soon": "at-risk",
    "silent": "silent",
    "illegible": "unrated",
    "no-baseline": "unrated",
}


class Tried(NamedTuple):
    """A rule that was tried.

    Attributes:
        mark: `=>` where it decided, `+` where it holds as well, nothing where it does not.
        status: the status that it stands for.
        why: the figures on which it rests.
    """

    mark: str
    status: Status
    why: str


def rules_tried(assessment: Assessment, policy: Policy) -> list[Tried]:
    """The rules that an item of this kind is judged by, in their order.

    What is settled is tried no further: behind withdrawn, upcoming and met there is nothing open.
    """
    holding = {_STANDS_FOR[reason] for reason in assessment.reasons if reason in _STANDS_FOR}
    is_duty = assessment.item.target.kind == "duty"
    never = {"met", "overdue", "off-track", "at-risk", "unrated"} if is_duty else {"kept"}
    tried = []
    for status in STATUSES:
        if status in never:
            continue
        mark = DECIDED if status == assessment.status else ALSO if status in holding else NOT
        tried.append(Tried(mark, status, _why(assessment, policy, status)))
        if mark == DECIDED and status in SETTLED:
            break
    return tried


def _why(assessment: Assessment, policy: Policy, status: Status) -> str:
    """What a rule looks at, in figures."""
    return {
        "withdrawn": _withdrawn(assessment),
        "upcoming": _("it starts on {start}").format(start=assessment.item.start),
        "met": value_of_required(assessment),
        "kept": _silence(assessment, policy),
        "overdue": _overdue(assessment),
        "off-track": _measures(assessment, policy, off_track=True),
        "at-risk": _measures(assessment, policy, off_track=False),
        "silent": _silence(assessment, policy),
        "unrated": _unrated(assessment),
        "on-track": _("none of the above"),
    }[status]


def _silence(assessment: Assessment, policy: Policy) -> str:
    message = _("{days} without a report; the limit is {limit}")
    if not assessment.latest:
        message = _("nothing reported in {days}; the limit is {limit}")
    return message.format(
        days=days(max(assessment.silent_days, 0)), limit=days(policy.silent_after)
    )


def _withdrawn(assessment: Assessment) -> str:
    decision = assessment.terms.withdrawn
    if decision:
        return _("by the decision of {day}").format(day=decision.on)
    return _("no decision withdrew it")


def _overdue(assessment: Assessment) -> str:
    if assessment.terms.requirement is None:
        return _("never, as the required figure is lost")
    return _("due {due}, {left}").format(due=assessment.terms.due, left=days_left(assessment))


def _measures(assessment: Assessment, policy: Policy, *, off_track: bool) -> str:
    """SPI and TSPI beside the thresholds of a rule, and what else speaks for it."""
    measures, reasons = assessment.measures, assessment.reasons
    parts = []
    if measures and measures.spi is not None:
        limit = policy.off_track_spi if off_track else policy.at_risk_spi
        value, bound = apart(measures.spi, limit)
        parts.append(_("SPI {spi}, limit {limit}").format(spi=value, limit=bound))
        if measures.spi < limit and not {"spi-off-track", "spi-at-risk"}.intersection(reasons):
            parts.append(_("not judged in the first sixth of the time"))
    if measures and measures.tspi is not None:
        limit = policy.off_track_tspi if off_track else policy.at_risk_tspi
        value, bound = apart(measures.tspi, limit)
        parts.append(_("TSPI {tspi}, limit {limit}").format(tspi=value, limit=bound))
    if off_track:
        if "worse-than-zero" in reasons:
            parts.append(_("it is worse than where it began"))
        if "no-longer-met" in reasons:
            message = _("it no longer satisfies what it once did ({required})")
            parts.append(message.format(required=required(assessment)))
    elif "due-soon" in reasons:
        parts.append(_("due in {days}").format(days=days(assessment.days_left)))
    if not off_track and assessment.forecast:
        parts.append(_("forecast {day}").format(day=assessment.forecast))
    return _("; ").join(parts) if parts else _("nothing to measure yet")


def _unrated(assessment: Assessment) -> str:
    if assessment.terms.requirement is None:
        return _("the source lost the figure; once it is filled in the pace can be judged")
    if "no-baseline" in assessment.reasons:
        return _("a baseline or a second report is needed to judge the pace")
    return _("there is a requirement to measure against")
