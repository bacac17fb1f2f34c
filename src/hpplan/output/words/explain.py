"""Explain an item's status: the arithmetic, in a line that can be read aloud in a meeting."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from hpplan.i18n import _, prose
from hpplan.judging.status import record_of
from hpplan.output.words.decisions import how_settled, revision_sentences
from hpplan.output.words.pace import pace_sentences
from hpplan.output.words.text import days, inert, names, value_of_required
from hpplan.phrases import sentences as joined
from hpplan.plan.model import lost_figure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hpplan.judging.assess import Assessment
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
            *reporter_sentences(assessment, catalogue),
        ]
    )


def lacking_sentences(assessment: Assessment, catalogue: Catalogue) -> list[str]:
    """Say for want of what an open item cannot be judged well, and which decisions it is under."""
    policy = catalogue.plan.policy
    silent = "silent" in assessment.reasons
    return [
        *_unmeasured(assessment),
        *([how_last_reported(assessment, policy)] if silent and assessment.reported else []),
        *doubt_sentences(assessment, catalogue),
        *revision_sentences(assessment),
    ]


def doubt_sentences(assessment: Assessment, catalogue: Catalogue) -> list[str]:
    """Say whose figure is probably in another unit of measure."""
    if not assessment.doubted:
        return []
    message = _(
        "The figure of {names} is doubtful: it may not be in {uom}, or have a digit too many."
    )
    uom = inert(assessment.item.target.measured_in() or "")
    return [message.format(names=names(assessment.doubted, catalogue), uom=uom)]


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
        sentences += pace_sentences(assessment, policy)
    sentences += _unmeasured(assessment)
    if "overdue" in assessment.reasons:
        sentences.append(overdue_sentence(assessment))
    if assessment.reported:
        unheard = "silent" in assessment.reasons
    else:
        unheard = "overdue" not in assessment.reasons
    if unheard:
        sentences.append(how_last_reported(assessment, policy))
    return sentences


def _unmeasured(assessment: Assessment) -> list[str]:
    """Say why there is nothing to measure an item against."""
    sentences = []
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
    return sentences


def overdue_sentence(assessment: Assessment) -> str:
    """Say since when an item is overdue, and whether that is for want of its closing figure."""
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


def _least(assessment: Assessment, answering: Sequence[str]) -> list[str]:
    """Return who holds back a milestone, of several that answer for it and were heard from."""
    if assessment.item.target.kind != "milestone" or len(answering) < 2:  # noqa: PLR2004
        return []
    if record_of(assessment.status).closed:
        return []
    return [unit for unit in answering if assessment.latest[unit][1] == assessment.value]


def _taken_over(assessment: Assessment, catalogue: Catalogue) -> list[str]:
    """Say who answers for an open item in place of a unit that ended or handed it over."""
    item, day = assessment.item, assessment.as_of
    if record_of(assessment.status).closed:
        return []
    return [
        _("{names} took it over from {unit} on {day}.").format(
            names=names(item.heirs(each.unit, day), catalogue),
            unit=inert(catalogue.name(each.unit)),
            day=prose(each.until + timedelta(days=1)),
        )
        for each in item.tenures
        if each.until and each.until < day and item.heirs(each.unit, day)
    ]


def reporter_sentences(assessment: Assessment, catalogue: Catalogue) -> list[str]:
    """Say who is left aside, and who was never heard from beside those who were."""
    sentences = _taken_over(assessment, catalogue)
    answering = [unit for unit in assessment.latest if unit in assessment.taking_part]
    least = _least(assessment, answering)
    if least:
        sentences.append(
            _("Least advanced of {n}: {names}.").format(
                n=len(answering), names=names(least, catalogue)
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
