"""The rules of judging in their order: which decided, which hold as well, which do not."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from hpplan.assess import STATUSES
from hpplan.numbers import rounded
from hpplan.render.text import days, days_left, value_of_required
from hpplan.words import _

if TYPE_CHECKING:
    from hpplan.assess import Assessment, Reason, Status
    from hpplan.model import Policy

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
    """Every rule that an item of this kind is judged by, in their order."""
    holding = {_STANDS_FOR[reason] for reason in assessment.reasons if reason in _STANDS_FOR}
    is_duty = assessment.item.target.kind == "duty"
    never = {"met", "overdue", "off-track", "at-risk", "unrated"} if is_duty else {"kept"}
    tried = []
    for status in STATUSES:
        if status in never:
            continue
        mark = DECIDED if status == assessment.status else ALSO if status in holding else NOT
        tried.append(Tried(mark, status, _why(assessment, policy, status)))
    return tried


def _why(assessment: Assessment, policy: Policy, status: Status) -> str:
    """What a rule looks at, in figures."""
    silent_for = _("{days} without a report; the limit is {limit}").format(
        days=days(max(assessment.silent_days, 0)), limit=days(policy.silent_after)
    )
    return {
        "withdrawn": _withdrawn(assessment),
        "upcoming": _("it starts on {start}").format(start=assessment.start),
        "met": value_of_required(assessment),
        "kept": silent_for,
        "overdue": _("due {due}, {left}").format(
            due=assessment.terms.due, left=days_left(assessment)
        ),
        "off-track": _measures(assessment, policy, off_track=True),
        "at-risk": _measures(assessment, policy, off_track=False),
        "silent": silent_for,
        "unrated": _unrated(assessment),
        "on-track": _("none of the above"),
    }[status]


def _withdrawn(assessment: Assessment) -> str:
    decision = assessment.terms.withdrawn
    if decision:
        return _("by the decision of {day}").format(day=decision.on)
    return _("no decision withdrew it")


def _measures(assessment: Assessment, policy: Policy, *, off_track: bool) -> str:
    """SPI and TSPI beside the thresholds of a rule."""
    measures = assessment.measures
    spi_limit = policy.off_track_spi if off_track else policy.at_risk_spi
    tspi_limit = policy.off_track_tspi if off_track else policy.at_risk_tspi
    if measures is None or (measures.spi is None and measures.tspi is None):
        return _("nothing to measure yet")
    parts = []
    if measures.spi is not None:
        message = _("SPI {spi}, limit {limit}")
        parts.append(message.format(spi=rounded(measures.spi, 2), limit=rounded(spi_limit, 2)))
    if measures.tspi is not None:
        message = _("TSPI {tspi}, limit {limit}")
        parts.append(message.format(tspi=rounded(measures.tspi, 2), limit=rounded(tspi_limit, 2)))
    if not off_track:
        parts.append(_("forecast {day}").format(day=assessment.forecast or "-"))
    return _("; ").join(parts)


def _unrated(assessment: Assessment) -> str:
    if "illegible" in assessment.reasons:
        return _("the source lost the figure; once it is filled in the pace can be judged")
    if "no-baseline" in assessment.reasons:
        return _("a baseline or a second report is needed to judge the pace")
    return _("there is something to measure against")
