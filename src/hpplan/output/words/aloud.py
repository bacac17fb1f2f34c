"""Say how an item stands as a person would in a meeting: what is done, what is short, what to do.

The same figures as the explanation, without the measures: those are for whoever wants to check.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from hpplan.i18n import _, prose, prose_month
from hpplan.judging.status import record_of
from hpplan.numbers import exact, rounded
from hpplan.output.words.explain import (
    explain,
    lacking_sentences,
    overdue_sentence,
    reporter_sentences,
)
from hpplan.output.words.pace import (
    expected_text,
    forecast_sentences,
    is_beyond_the_plan,
    retreat_sentences,
)
from hpplan.output.words.text import days, value_of_required
from hpplan.phrases import sentences as joined
from hpplan.plan.model import FALLING

if TYPE_CHECKING:
    from hpplan.judging.assess import Assessment
    from hpplan.numbers import Number
    from hpplan.plan.items import Catalogue

PACE_DECIMALS = 1
"""Decimals of how many times faster the rest has to go, when it is said aloud."""


def aloud(assessment: Assessment, catalogue: Catalogue) -> str:
    """Say how an item stands, in sentences to be read aloud."""
    measured = assessment.reported and assessment.value is not None
    if (
        record_of(assessment.status).settled
        or not measured
        or assessment.item.target.kind == "duty"
    ):
        return explain(assessment, catalogue)
    return joined(
        [
            _done_and_planned(assessment),
            *_still_to_do(assessment),
            *lacking_sentences(assessment, catalogue),
            *reporter_sentences(assessment, catalogue),
        ]
    )


def _done_and_planned(assessment: Assessment) -> str:
    """Say what is done by its last report, what should be, and how much is short of it."""
    done = value_of_required(assessment, original=False)
    places = {"done": done, "day": prose(assessment.reported)}
    if assessment.expected is None or "no-baseline" in assessment.reasons:
        return _("By {day}: {done}.").format(**places)
    planned = expected_text(assessment, assessment.expected)
    short, falling = _short_of(assessment), _is_falling(assessment)
    if short is None:
        message = _("By {day}: {done}; by the time elapsed it should be {planned}.")
        if assessment.terms.path:
            message = _("By {day}: {done}; by its checkpoints it should be {planned}.")
        return message.format(**places, planned=planned)
    message = _("By {day}: {done}; by the time elapsed it should be {planned}, {short} short.")
    if assessment.terms.path:
        message = _("By {day}: {done}; by its checkpoints it should be {planned}, {short} short.")
    if falling:
        message = _("By {day}: {done}; by now it should be down to {planned}, {short} above it.")
    return message.format(**places, planned=planned, short=short)


def _is_falling(assessment: Assessment) -> bool:
    requirement = assessment.terms.requirement
    return requirement is not None and requirement[0] in FALLING


def _short_of(assessment: Assessment) -> str | None:
    """Return by how much an item is behind what was planned; None where it is not."""
    expected, value = assessment.expected, assessment.value
    if expected is None or value is None:
        return None
    missing = exact(Fraction(value - expected if _is_falling(assessment) else expected - value))
    return _amount(assessment, missing) if missing > 0 else None


def _amount(assessment: Assessment, figure: Number) -> str:
    """Write a difference of figures; one of percentages in points."""
    if assessment.item.target.measured_in() in {"%", "％"}:
        return _("{n} points").format(n=expected_text(assessment, figure).rstrip("%"))
    return expected_text(assessment, figure)


def _still_to_do(assessment: Assessment) -> list[str]:
    """Say what is left, how fast that has to go, and when it is likely done."""
    sentences = []
    if assessment.status == "overdue":
        sentences.append(overdue_sentence(assessment))
    tspi = assessment.measures.tspi if assessment.measures else None
    if tspi is not None and assessment.days_left >= 0:
        message = _("{days} are left, and the rest has to go {tspi} times as fast as planned.")
        if tspi <= 1:
            message = _("{days} are left, and the rest needs no more than the planned pace.")
        left = days(assessment.days_left)
        sentences.append(message.format(days=left, tspi=rounded(tspi, PACE_DECIMALS)))
    return [*sentences, *retreat_sentences(assessment), *_likely(assessment)]


def _likely(assessment: Assessment) -> list[str]:
    """Say about when it will be done; how sure that is stands with the arithmetic."""
    outlook = assessment.outlook
    if outlook.likely is None or is_beyond_the_plan(assessment, outlook):
        return forecast_sentences(assessment)
    message = _("At the paces so far it will be done about {month}.")
    return [message.format(month=prose_month(outlook.likely))]
