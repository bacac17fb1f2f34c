"""Word the decisions that changed what an item is held to."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from hpplan.i18n import _, prose
from hpplan.output.words.text import days, inert, originally
from hpplan.phrases import shortened
from hpplan.plan.model import figure_of, figure_text

if TYPE_CHECKING:
    from hpplan.judging.assess import Assessment
    from hpplan.numbers import Number
    from hpplan.plan.model import Operator, Revision

LONGEST_WORDING = 80
"""Characters of a clause's wording that a sentence quotes."""


def revision_sentences(
    assessment: Assessment, since: date = date.min, *, longest: int = LONGEST_WORDING
) -> list[str]:
    """Return the decisions, of those after a day, that changed what an item is held to.

    The one by which it is withdrawn or suspended is told by `how_settled`. Of a clause's wording so
    many characters are quoted at most.
    """
    sentences, held = [], _Held(assessment, longest)
    for decision in assessment.terms.revisions:
        changes = held.changes(decision)
        if decision.on <= since:
            continue
        sentences += changes
        if decision is not _settling(assessment):
            sentences += _why_and_by(decision)
    return sentences


def how_settled(assessment: Assessment) -> list[str]:
    """Say by which decision an item is withdrawn or suspended, why and by whom; else nothing."""
    decision, terms = _settling(assessment), assessment.terms
    if decision is None:
        return []
    day = prose(decision.on)
    by = [_("Decided by {who}.").format(who=inert(decision.by))] if decision.by else []
    if decision.why:
        message = _("Suspended by the decision of {day}: {why}.")
        if terms.withdrawn:
            message = _("Withdrawn by the decision of {day}: {why}.")
        return [message.format(day=day, why=inert(decision.why).rstrip("。.")), *by]
    return [_withdrawn(day) if terms.withdrawn else _suspended(day), *by]


def _settling(assessment: Assessment) -> Revision | None:
    """Return the decision by which an item is withdrawn or suspended."""
    return assessment.terms.withdrawn or assessment.terms.suspended


def _withdrawn(day: str) -> str:
    return _("Withdrawn by the decision of {day}.").format(day=day)


def _suspended(day: str) -> str:
    return _("Suspended by the decision of {day}.").format(day=day)


def _why_and_by(decision: Revision) -> list[str]:
    """Say why it was decided, and by whom."""
    sentences = []
    if decision.why:
        why = inert(decision.why).rstrip("。.")
        sentences.append(_("The reason: {why}.").format(why=why))
    if decision.by:
        sentences.append(_("Decided by {who}.").format(who=inert(decision.by)))
    return sentences


class _Held:
    """What an item was held to before a decision, going through them in their order."""

    def __init__(self, assessment: Assessment, longest: int) -> None:
        target = assessment.item.target
        self.longest = longest
        self.assessment = assessment
        self.due = assessment.item.due
        self.required: tuple[Operator, Number] | None = target.requirement()
        self.uom = target.uom
        self.text = assessment.item.clause.text

    def changes(self, decision: Revision) -> list[str]:
        """Say what a decision changes, and take it as held from here on."""
        sentences, day = [], prose(decision.on)
        if decision.due and not self.assessment.item.period:
            sentences.append(_moved(decision.on, self.due, decision.due))
            self.due = decision.due
        sentences += self._figure(decision, day)
        if decision.text:
            message = _("By the decision of {day} the clause reads “{now}” (was “{was}”).")
            now, was = (inert(shortened(text, self.longest)) for text in (decision.text, self.text))
            sentences.append(message.format(day=day, now=now, was=was))
            self.text = decision.text
        terms = self.assessment.terms
        if decision.withdrawn and decision is not terms.withdrawn:
            sentences.append(_withdrawn(day))
        if decision.withdrawn is False:
            sentences.append(_("The decision of {day} took its withdrawal back.").format(day=day))
        if decision.suspended and decision is not _settling(self.assessment):
            sentences.append(_suspended(day))
        if decision.suspended is False:
            sentences.append(_("The decision of {day} resumed it.").format(day=day))
        return sentences

    def _figure(self, decision: Revision, day: str) -> list[str]:
        """Say what is required by a decision, and in what it is counted where that is new."""
        figure = figure_of(decision)
        if not figure:
            return []
        uom = decision.uom or self.uom
        was = (
            inert(figure_text(self.required[1], self.uom))
            if self.required
            else originally(self.assessment)
        )
        message = _("By the decision of {day} {now} are required (was {was}).")
        sentences = [message.format(day=day, now=inert(figure_text(figure[1], uom)), was=was)]
        if uom != self.uom:
            message = _("What was reported up to then is in {uom}, and does not count.")
            sentences.append(message.format(uom=inert(self.uom or "")))
        self.required, self.uom = figure, uom
        return sentences


def _moved(day: date, was: date, due: date) -> str:
    """Say that a decision moved the due date, and how far."""
    slipped = (due - was).days
    message = _("By the decision of {day} it is due {due} (was {was}).")
    if slipped > 0:
        message = _("By the decision of {day} it is due {due} (was {was}, slipped {days}).")
    elif slipped:
        message = _(
            "By the decision of {day} it is due {due} (was {was}, brought forward by {days})."
        )
    return message.format(day=prose(day), due=prose(due), was=prose(was), days=days(abs(slipped)))
