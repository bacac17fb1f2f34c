"""Say how fast an item moves: what was planned, SPI, what the rest needs, when it will be done."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from hpplan.i18n import _, prose, prose_month
from hpplan.numbers import DECIMALS, exact, rounded
from hpplan.output.words.text import days, inert, required
from hpplan.plan.model import figure_text

if TYPE_CHECKING:
    from datetime import date

    from hpplan.judging.assess import Assessment
    from hpplan.judging.paces import Outlook
    from hpplan.numbers import Number
    from hpplan.plan.model import Policy


def pace_sentences(assessment: Assessment, policy: Policy) -> list[str]:
    """Say what the path expects, SPI, the pace that the rest needs, and the forecast."""
    measures, sentences = assessment.measures, []
    if measures is None or "no-baseline" in assessment.reasons:
        return _late_soon(assessment)
    slow = {"spi-off-track", "spi-at-risk"}.intersection(assessment.reasons)
    if measures.actual >= measures.duration and not slow:
        # What is short of it is said already.
        return retreat_sentences(assessment) + forecast_sentences(assessment)
    target = assessment.item.target
    uom = target.measured_in()
    if target.kind == "level" and assessment.zero is not None:
        zero = inert(figure_text(assessment.zero, uom))
        if target.baseline:
            from_zero = _("The baseline is {zero} ({day}).").format(
                zero=zero, day=prose(target.baseline.date)
            )
        else:
            from_zero = _("The first report was {zero} ({day}).").format(
                zero=zero, day=prose(assessment.start)
            )
        sentences.append(from_zero)
    if assessment.expected is not None and measures.actual > 0:
        expected = expected_text(assessment, assessment.expected)
        if assessment.terms.path:
            sentences.append(_("The path expects {expected}.").format(expected=expected))
        else:
            sentences.append(
                _("Even progress, an assumption, expects {expected}.").format(expected=expected)
            )
    if measures.spi is not None:
        sentences.append(_spi(assessment, measures.spi, policy))
    if measures.tspi is not None:
        said = "slowing" in assessment.reasons and not is_pressed(assessment)
        sentences += [] if said else [_tspi(assessment, measures.tspi, policy)]
    sentences += slowing_sentences(assessment) + retreat_sentences(assessment)
    return sentences + forecast_sentences(assessment) + _late_soon(assessment)


def forecast_sentences(assessment: Assessment) -> list[str]:
    """Say in which month it will be finished at the paces so far; a day would pretend to know."""
    outlook = assessment.outlook
    if not outlook.range:
        return []
    (first, last), likely = outlook.range, outlook.likely
    quickest = prose_month(first)
    slowest = "" if last is None or _is_never(assessment, last) else prose_month(last)
    if is_beyond_the_plan(assessment, outlook):
        if _is_never(assessment, first):
            return [_("At the paces so far it takes more than twice its planned time.")]
        message = _(
            "At the paces so far it takes more than twice its planned time (at the quickest"
            " {first})."
        )
    elif likely is None and slowest:
        message = _("At the paces so far it will be done from {first} to {last}.")
    elif likely is None:
        message = _(
            "At the paces so far it will be done in {first} at the quickest, and at the slowest"
            " in more than twice its planned time."
        )
    elif quickest == slowest:
        message = _("At the paces so far it will be done about {month}.")
    elif slowest:
        message = _("At the paces so far it will be done about {month} ({first} to {last}).")
    else:
        message = _(
            "At the paces so far it will be done about {month} (at the quickest {first}, at the"
            " slowest in more than twice its planned time)."
        )
    month = prose_month(likely) if likely else ""
    return [message.format(month=month, first=quickest, last=slowest)]


def likely_month(assessment: Assessment) -> str:
    """Return the month of the likely finish for a cell, as 2027-03; empty without a forecast."""
    outlook = assessment.outlook
    if not outlook.range:
        return ""
    if is_beyond_the_plan(assessment, outlook):
        return _("over twice its time")
    return f"{outlook.likely:%Y-%m}" if outlook.likely else ""


def is_beyond_the_plan(assessment: Assessment, outlook: Outlook) -> bool:
    """Tell whether two of the three paces lead nowhere, or take over twice the planned time."""
    never = [day is None or _is_never(assessment, day) for day in outlook.finishes]
    return sum(never) > 1


def _is_never(assessment: Assessment, day: date) -> bool:
    """Tell whether a day lies more than the planned duration behind the due date."""
    measures = assessment.measures
    return measures is not None and (day - assessment.terms.due).days > measures.duration


def _late_soon(assessment: Assessment) -> list[str]:
    """Say that the due date is near, and no forecast lies before it."""
    if "due-soon" not in assessment.reasons:
        return []
    left = days(assessment.days_left)
    if assessment.forecast:
        return [_("Due in {days}, and the forecast is later.").format(days=left)]
    return [_("Due in {days}, and nothing forecasts completion by then.").format(days=left)]


def expected_text(assessment: Assessment, expected: Number) -> str:
    """Return an expected value as people say it: of a milestone in whole percent."""
    target = assessment.item.target
    scale = 1 if target.kind == "milestone" else 100
    value = exact(Fraction(round(expected * scale), scale))
    return inert(figure_text(value, target.measured_in()))


def _spi(assessment: Assessment, spi: Number, policy: Policy) -> str:
    if "spi-off-track" in assessment.reasons:
        shown, limit = value_and_limit(spi, policy.off_track_spi)
        return _("SPI {spi} (off-track below {limit}).").format(spi=shown, limit=limit)
    if "spi-at-risk" in assessment.reasons:
        shown, limit = value_and_limit(spi, policy.at_risk_spi)
        return _("SPI {spi} (at-risk below {limit}).").format(spi=shown, limit=limit)
    return _("SPI {spi}.").format(spi=rounded(spi, 2))


def _tspi(assessment: Assessment, tspi: Number, policy: Policy) -> str:
    if "tspi-off-track" in assessment.reasons:
        shown, limit = value_and_limit(tspi, policy.off_track_tspi)
        message = _("The rest needs {tspi} times the planned pace (off-track above {limit}).")
        return message.format(tspi=shown, limit=limit)
    if "tspi-at-risk" in assessment.reasons:
        shown, limit = value_and_limit(tspi, policy.at_risk_tspi)
        message = _("The rest needs {tspi} times the planned pace (at-risk above {limit}).")
        return message.format(tspi=shown, limit=limit)
    message = _("The rest needs {tspi} times the planned pace.")
    return message.format(tspi=rounded(tspi, 2))


def is_pressed(assessment: Assessment) -> bool:
    """Tell whether the pace that the rest needs is a reason by itself."""
    return not {"tspi-off-track", "tspi-at-risk"}.isdisjoint(assessment.reasons)


def slowing_sentences(assessment: Assessment) -> list[str]:
    """Say that the rest needs more than the paces seen lately."""
    measures, paces = assessment.measures, assessment.paces
    if "slowing" not in assessment.reasons or not measures or not paces or measures.tspi is None:
        return []
    half, quarter = (
        rounded(pace, 2) if pace >= 0 else _("less than nothing")
        for pace in (paces.half, paces.quarter)
    )
    if is_pressed(assessment):  # what the rest needs is said already
        message = _("Lately the last half of the time made {half}, the last quarter {quarter}.")
        return [message.format(half=half, quarter=quarter)]
    return [
        _(
            "Slowing down: the rest needs {tspi} times the planned pace, while the last half of the"
            " time made {half}, the last quarter {quarter}."
        ).format(tspi=rounded(measures.tspi, 2), half=half, quarter=quarter)
    ]


def value_and_limit(value: Number, limit: Number) -> tuple[str, str]:
    """Return a measure and its limit to two decimals, or as many as show on which side it lies."""
    exactly = next(n for n in range(2, DECIMALS + 1) if Fraction(rounded(limit, n)) == limit)
    if value == limit:
        return rounded(limit, exactly), rounded(limit, exactly)
    for decimals in range(exactly, DECIMALS):
        if Fraction(rounded(value, decimals)) != limit:
            break
    return rounded(value, decimals), rounded(limit, exactly)


def retreat_sentences(assessment: Assessment) -> list[str]:
    """Say whether a level has gone the wrong way."""
    sentences = []
    if "worse-than-zero" in assessment.reasons:
        sentences.append(_("It is worse than where it began."))
    if "no-longer-met" in assessment.reasons:
        sentences.append(
            _("It no longer satisfies what it once did ({required}).").format(
                required=required(assessment)
            )
        )
    return sentences


def pressing_sentences(assessment: Assessment, policy: Policy) -> list[str]:
    """Say what speaks against an open item beside its SPI, which is shown with its figure."""
    sentences = []
    tspi = assessment.measures.tspi if assessment.measures else None
    if tspi is not None and is_pressed(assessment):
        sentences.append(_tspi(assessment, tspi, policy))
    sentences += slowing_sentences(assessment) + retreat_sentences(assessment)
    return sentences + _late_soon(assessment)
