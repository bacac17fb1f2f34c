"""Compose what the document says of a target, and how the plan reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpplan.i18n import _, prose
from hpplan.output.pages.blocks import DataTable, Fields, Heading, Paragraph
from hpplan.output.words.text import (
    cadence_text,
    days,
    dividing,
    inert,
    names,
    period_text,
    required,
)
from hpplan.plan.model import figure_of, figure_text, lost_figure

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hpplan.judging.assess import Assessment
    from hpplan.output.pages.blocks import Block
    from hpplan.output.views import ShowView
    from hpplan.plan.items import Item
    from hpplan.plan.model import Clause, Revision, Target

MOST_UNITS = 30
"""Units that are listed by name, at most."""


def target_blocks(
    view: ShowView,
    target: Target,
    clause: Clause,
    assessment: Assessment | None,
    example: Assessment,
) -> list[Block]:
    """Compose a target's words and fields; those of several items by an example."""
    return [
        Paragraph(_marked(clause, target)),
        Fields(target_fields(view, target, clause, assessment, example)),
        *reworded_blocks(example.terms.revisions),
        *_revisions(target, assessment),
    ]


def target_fields(
    view: ShowView,
    target: Target,
    clause: Clause,
    assessment: Assessment | None,
    example: Assessment,
    *,
    brief: bool = False,
) -> tuple[tuple[str, str], ...]:
    """Return what the plan says of a target; briefly without what only its reading rests on."""
    catalogue = view.catalogue
    title = f"{clause.id} {inert(clause.title or '')}".rstrip()
    each = inert(catalogue.name(target.each)) if target.each else ""
    reporters = target.reporters or clause.leads
    rows = (
        (_("clause"), title),
        (_("leads"), names(clause.leads, catalogue, MOST_UNITS)),
        (_("reported by"), _reporters(view, each, reporters, assessment)),
        (_("in turn"), _("; ").join(_turns(view, example.item))),
        (_("to divide it"), dividing(target.id) if _is_open(example) else ""),
        (_("support"), names(target.support or clause.support, catalogue, MOST_UNITS)),
        (_("kind"), _kind(target)),
        (_("requirement"), _requirement(target, example)),
        (_("recurs"), cadence_text(target.every) if target.every else ""),
        (_("owed by each"), each),
        (_("start"), str(target.start or "")),
        (_("due"), _due(view, target, assessment)),
        (_("how it is counted"), inert(target.definition or "")),
        (_("baseline"), _baseline(target)),
        (_("checkpoints"), _("; ").join(checkpoint_texts(target))),
        (_("in the words"), _context(target)),
        (_("how it is read"), inert(target.note or "")),
    )
    left = {_("leads"), _("kind"), _("start"), _("in the words"), _("how it is read")}
    return tuple(row for row in rows if not (brief and row[0] in left))


def _turns(view: ShowView, item: Item) -> list[str]:
    """Say from when to when each unit answers for an item that passes from one to another."""
    texts = []
    for each in item.tenures:
        message = "{unit}"
        if each.since and each.until:
            message = _("{unit} from {since} to {until}")
        elif each.since:
            message = _("{unit} from {since} on")
        elif each.until:
            message = _("{unit} up to {until}")
        unit = inert(view.catalogue.name(each.unit))
        texts.append(message.format(unit=unit, since=each.since, until=each.until))
    return texts


def _is_open(assessment: Assessment) -> bool:
    """Tell whether nobody said who does it."""
    return assessment.undivided or assessment.orphaned


def _reporters(
    view: ShowView, each: str, reporters: tuple[str, ...], assessment: Assessment | None
) -> str:
    if assessment and assessment.item.member:
        return inert(view.catalogue.name(assessment.item.member))
    return each or names(reporters, view.catalogue, MOST_UNITS)


def _marked(clause: Clause, target: Target) -> str:
    """Return the clause's text with the target's quote between marks."""
    for text in (clause.text, clause.title or ""):
        if target.quote in text:
            return inert(text.replace(target.quote, f"【{target.quote}】", 1))
    return inert(clause.text)


def _kind(target: Target) -> str:
    return {
        "count": _("count: whole things that add up"),
        "amount": _("amount: a divisible quantity that adds up"),
        "level": _("level: an indicator that is measured, not added up"),
        "milestone": _("milestone: done or not, with a percentage on the way"),
        "duty": _("duty: never finished, only kept up"),
    }[target.kind]


def _requirement(target: Target, assessment: Assessment | None) -> str:
    if assessment:
        now, original, terms = required(assessment), figure_of(target), assessment.terms
        is_new = (terms.requirement, terms.uom) != (original, target.uom)
        if original and is_new and target.kind != "milestone":
            was = inert(figure_text(original[1], target.uom))
            return _("{now} (was {was})").format(now=now, was=was)
        return now
    figure, lost = figure_of(target), lost_figure(target)
    if figure:
        return inert(figure_text(figure[1], target.uom))
    return f"{lost[1]} {inert(target.uom or '')}".rstrip() if lost else ""


def _due(view: ShowView, target: Target, assessment: Assessment | None) -> str:
    """Say when it is due, and whence that is known."""
    plan = view.catalogue.plan
    if assessment and assessment.terms.due != assessment.item.due:
        slip = (assessment.terms.due - assessment.item.due).days
        message = (
            _("{due} (was {was}, slipped {days})")
            if slip > 0
            else _("{due} (was {was}, brought forward {days})")
        )
        return message.format(
            due=assessment.terms.due, was=assessment.item.due, days=days(abs(slip))
        )
    if target.kind == "duty" and not target.due:
        return _("none: it goes on to the end of the plan, {end}").format(end=plan.end)
    if target.every and assessment and assessment.item.period:
        due, period = assessment.item.due, assessment.item.period
        if due == period.end and due != target.due:
            return _("{due}, the end of {period}").format(due=due, period=period_text(period))
    elif target.every and not target.due:
        return _("the end of each period")
    if target.due:
        return _("{due}, which the document states").format(due=target.due)
    due = assessment.item.due if assessment else plan.end
    return _("{due}, the end of the plan; the document states no date").format(due=due)


def checkpoint_texts(target: Target) -> list[str]:
    """Say what is planned to be reached by which day, and what is to be seen by then."""
    texts = []
    for point in target.path:
        figure = figure_text(point.value, target.measured_in())
        text = _("{value} by {day}").format(value=figure, day=point.by)
        texts.append(inert(_noted(_noted(text, point.what), point.note)))
    return texts


def _noted(text: str, note: str | None) -> str:
    """Add the note that names its source to a text."""
    return _("{text} ({note})").format(text=text, note=note) if note else text


def _baseline(target: Target) -> str:
    baseline = target.baseline
    if baseline is None:
        return ""
    figure = figure_text(baseline.value, target.uom)
    return inert(
        _noted(_("{value} on {day}").format(value=figure, day=baseline.date), baseline.note)
    )


def _context(target: Target) -> str:
    return inert(_("; ").join(f"{figure}: {why}" for figure, why in target.context.items()))


def _settlings(decision: Revision) -> list[str]:
    """Say whether a decision gives a target up or lets it rest, or takes either back."""
    return [
        word
        for word, holds in (
            (_("withdrawn"), decision.withdrawn is True),
            (_("reinstated"), decision.withdrawn is False),
            (_("suspended"), decision.suspended is True),
            (_("resumed"), decision.suspended is False),
        )
        if holds
    ]


def reworded_blocks(decisions: Iterable[Revision]) -> list[Block]:
    """Compose the new wording that decisions gave to a clause, below the document's own."""
    blocks: list[Block] = []
    for decision in (each for each in decisions if each.text):
        message = _("Its wording by the decision of {day}; the document reads as above")
        blocks += [
            Heading(message.format(day=prose(decision.on))),
            Paragraph(inert(decision.text or "")),
        ]
    return blocks


def _revisions(target: Target, assessment: Assessment | None) -> list[Block]:
    """Compose the decisions, and whether each holds."""
    if not target.revisions:
        return []
    holding = assessment.terms.revisions if assessment else ()
    rows, uom = [], target.uom
    for decision in sorted(target.revisions, key=lambda each: each.on):
        figure, uom = figure_of(decision), decision.uom or uom
        changes = [
            *_settlings(decision),
            _("due {due}").format(due=decision.due) if decision.due else "",
            figure_text(figure[1], uom) if figure else "",
            _("new wording") if decision.text else "",
        ]
        holds = _("holds") if decision in holding else _("not yet") if assessment else ""
        texts = (_(", ").join(filter(None, changes)), decision.why or "", decision.by or "", holds)
        rows.append((str(decision.on), *(inert(text) for text in texts)))
    heads = (_("decided on"), _("change"), _("reason"), _("decided by"), "")
    return [Heading(_("Decisions that revise it")), DataTable(heads, tuple(rows))]
