"""Explain an item's status: the arithmetic, in a line that can be read aloud in a meeting."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from hpplan.i18n import _, prose
from hpplan.judging.status import record_of
from hpplan.numbers import DECIMALS, exact, rounded
from hpplan.output.words.decisions import how_settled, revision_sentences
from hpplan.output.words.text import days, inert, names, required, value_of_required
from hpplan.phrases import sentences as joined
from hpplan.plan.model import figure_text, lost_figure

if TYPE_CHECKING:
    from hpplan.judging.assess import Assessment
    from hpplan.numbers import Number
    from hpplan.plan.items import Catalogue
    from hpplan.plan.model import Policy


def explain(assessment: Assessment, catalogue: Catalogue) -> str:
    """Return the explanation of an item's status."""
    policy = catalogue.plan.policy
    if assessment.status in {"withdrawn", "suspended"}:
        sentences = how_settled(assessment)
    elif assessment.status == "upcoming":
        until = (assessment.start - assessment.as_of).days
        sentences = [
            _("It starts on {start}, in {days}.").format(
                start=prose(assessment.start), days=days(until)
            )
        ]
    elif assessment.item.target.kind == "duty":
        sentences = [how_last_reported(assessment, policy)]
    elif assessment.status == "met":
        sentences = [_reported(assessment), *how_met(assessment)]
    else:
        sentences = _open(assessment, policy)
    return joined(
        [
            *sentences,
            *doubt_sentences(assessment, catalogue),
            *revision_sentences(assessment),
            *_reporters(assessment, catalogue),
        ]
    )


def doubt_sentences(assessment: Assessment, catalogue: Catalogue) -> list[str]:
    """Say whose figure is probably in another unit of measure."""
    if not assessment.doubted:
        return []
    message = _(
        "The figure of {names} is doubtful: it may not be in {uom}, or have a digit too many."
    )
    uom = inert(assessment.item.target.measured_in() or "")
    return [message.format(names=names(assessment.doubted, catalogue), uom=uom)]


def pressing_sentences(assessment: Assessment, policy: Policy) -> list[str]:
    """Say what speaks against an open item beside its SPI, which is shown with its figure."""
    sentences = []
    tspi = assessment.measures.tspi if assessment.measures else None
    if tspi is not None and {"tspi-off-track", "tspi-at-risk"}.intersection(assessment.reasons):
        sentences.append(_tspi(assessment, tspi, policy))
    return sentences + retreat_sentences(assessment) + _late_soon(assessment)


def how_last_reported(assessment: Assessment, policy: Policy) -> str:
    """Say when an item was last reported on, and whether that is too long ago."""
    since, limit = days(assessment.silent_days), policy.silent_after
    newest = max((day for day, _value in assessment.latest.values()), default=None)
    silent = "silent" in assessment.reasons
    due = assessment.terms.due
    if newest and silent and assessment.item.target.kind == "duty" and assessment.as_of > due:
        return _(
            "The last report is dated {day}, {since} before the end (more than {limit})."
        ).format(day=prose(newest), since=since, limit=limit)
    if newest and silent:
        return _("The last report is dated {day}, {since} ago (more than {limit}).").format(
            day=prose(newest), since=since, limit=limit
        )
    if newest:
        return _("The last report is dated {day}.").format(day=prose(newest))
    if silent:
        return _("Nothing reported in {since} (more than {limit}).").format(
            since=since, limit=limit
        )
    ahead = limit - assessment.silent_days
    if ahead > (date.max - assessment.as_of).days:
        return _("Nothing reported yet.")
    by = assessment.as_of + timedelta(days=ahead)
    return _("Nothing reported yet; a first report is expected by {day}.").format(day=prose(by))


def how_met(assessment: Assessment) -> list[str]:
    """Say when an item was met, and by which report that was judged."""
    due, met_on = assessment.terms.due, assessment.met_on
    if met_on is None:
        return []
    early = (due - met_on).days
    if assessment.late:
        how = _("Met on {day}, {days} after the due date.").format(
            day=prose(met_on), days=days(-early)
        )
    elif early:
        how = _("Met on {day}, {days} before the due date.").format(
            day=prose(met_on), days=days(early)
        )
    else:
        how = _("Met on {day}, the due date.").format(day=prose(met_on))
    sentences = [how]
    if assessment.judged_on:
        age = (due - assessment.judged_on).days
        if age > 0:
            sentences.append(
                _("Judged by the report of {day}, {days} before the due date.").format(
                    day=prose(assessment.judged_on), days=days(age)
                )
            )
    return sentences


def _reported(assessment: Assessment) -> str:
    """Return the figure, and the day or days that it speaks of."""
    value = value_of_required(assessment, original=False)  # the decision says what it was
    reported = assessment.reported
    if assessment.item.target.kind == "level":
        return _("{value} on {day}.").format(value=value, day=prose(reported))
    last = max((day for day, _value in assessment.latest.values()), default=reported)
    if reported and last and last != reported:
        return _("{value} by reports of {first} to {last}.").format(
            value=value, first=prose(reported), last=prose(last)
        )
    return _("{value} by {day}.").format(value=value, day=prose(reported))


def _open(assessment: Assessment, policy: Policy) -> list[str]:
    """Return the arithmetic of an item that is not settled."""
    sentences: list[str] = []
    if assessment.reported:
        sentences.append(_reported(assessment))
        sentences += _pace(assessment, policy)
    if "illegible" in assessment.reasons:
        lost = lost_figure(assessment.item.target)
        sentences.append(
            _("The source lost the required figure ({figure}): nothing to measure against.").format(
                figure=lost[1] if lost else "□"
            )
        )
    if "no-baseline" in assessment.reasons and assessment.terms.requirement is None:
        sentences.append(_("It is to better its baseline, which is not given yet."))
    elif "no-baseline" in assessment.reasons:
        sentences.append(
            _("It is the first measurement, and there is no baseline to judge its pace by.")
        )
    if "overdue" in assessment.reasons:
        sentences.append(_overdue(assessment))
    if assessment.reported:
        unheard = "silent" in assessment.reasons
    else:
        unheard = "overdue" not in assessment.reasons
    if unheard:
        sentences.append(how_last_reported(assessment, policy))
    return sentences


def _overdue(assessment: Assessment) -> str:
    due, over = assessment.terms.due, days(-assessment.days_left)
    if not assessment.reported:
        return _("Due {due}, {days} ago: nothing was ever reported.").format(
            due=prose(due), days=over
        )
    if "no-closing-figure" in assessment.reasons:
        return _(
            "Due {due}, {days} ago: the closing figure is missing, as no report is dated"
            " {due} or later."
        ).format(due=prose(due), days=over)
    return _("Due {due}, {days} ago.").format(due=prose(due), days=over)


def _pace(assessment: Assessment, policy: Policy) -> list[str]:
    """Say what the path expects, SPI, the pace that the rest needs, and the forecast."""
    measures, sentences = assessment.measures, []
    if measures is None or "no-baseline" in assessment.reasons:
        return _late_soon(assessment)
    slow = {"spi-off-track", "spi-at-risk"}.intersection(assessment.reasons)
    if measures.actual >= measures.duration and not slow:
        # What is short of it is said already.
        return retreat_sentences(assessment) + _forecast(assessment)
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
        expected = inert(figure_text(to_two_decimals(assessment.expected), uom))
        if assessment.terms.path:
            sentences.append(_("The path expects {expected}.").format(expected=expected))
        else:
            sentences.append(
                _("Even progress, an assumption, expects {expected}.").format(expected=expected)
            )
    if measures.spi is not None:
        sentences.append(_spi(assessment, measures.spi, policy))
    if measures.tspi is not None:
        sentences.append(_tspi(assessment, measures.tspi, policy))
    sentences += retreat_sentences(assessment)
    return sentences + _forecast(assessment) + _late_soon(assessment)


def _forecast(assessment: Assessment) -> list[str]:
    """Say when it will be finished at the pace so far."""
    if not assessment.forecast_range:
        return []
    first, last = assessment.forecast_range
    if first == last:
        return [_("Forecast: {day}.").format(day=prose(first))]
    message = _("Forecast: {day} (range {first} to {last}).")
    return [message.format(day=prose(assessment.forecast), first=prose(first), last=prose(last))]


def _late_soon(assessment: Assessment) -> list[str]:
    """Say that the due date is near, and no forecast lies before it."""
    if "due-soon" not in assessment.reasons:
        return []
    left = days(assessment.days_left)
    if assessment.forecast:
        return [_("Due in {days}, and the forecast is later.").format(days=left)]
    return [_("Due in {days}, and nothing forecasts completion by then.").format(days=left)]


def to_two_decimals(value: Number) -> Number:
    """Return an expected value to two decimals, as people say it."""
    return exact(Fraction(round(value * 100), 100))


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


def _least(assessment: Assessment) -> list[str]:
    """Return who holds back a milestone on which several report."""
    if assessment.item.target.kind != "milestone" or len(assessment.latest) < 2:  # noqa: PLR2004
        return []
    if record_of(assessment.status).closed:
        return []
    latest = assessment.latest.items()
    return [unit for unit, (_day, value) in latest if value == assessment.value]


def _reporters(assessment: Assessment, catalogue: Catalogue) -> list[str]:
    """Say who is left aside, and who was never heard from beside those who were."""
    sentences = []
    least = _least(assessment)
    if least:
        sentences.append(
            _("Least advanced of {n}: {names}.").format(
                n=len(assessment.latest), names=names(least, catalogue)
            )
        )
    if assessment.aside:
        sentences.append(
            _("{names} reported last more than {limit} days before the others.").format(
                names=names(assessment.aside, catalogue), limit=catalogue.plan.policy.silent_after
            )
        )
    if "undivided" in assessment.reasons:
        sentences.append(
            _("{names} may report on it, and nobody said whose figure holds.").format(
                names=names(assessment.taking_part, catalogue)
            )
        )
    if assessment.orphaned:
        sentences.append(
            _("Nobody took it on: {names} declared to have no part in it.").format(
                names=names(assessment.declined, catalogue)
            )
        )
    elif assessment.declined:
        sentences.append(
            _("Without a part in it: {names}.").format(names=names(assessment.declined, catalogue))
        )
    if assessment.unheard and assessment.latest and assessment.item.target.kind != "level":
        sentences.append(
            _("Never heard from: {names}.").format(names=names(assessment.unheard, catalogue))
        )
    return sentences
