"""Word what happened to an item between two days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpplan.i18n import _, prose
from hpplan.judging.changes import corrections
from hpplan.judging.status import record_of
from hpplan.numbers import rounded
from hpplan.output.words.decisions import how_settled, revision_sentences
from hpplan.output.words.explain import (
    doubt_sentences,
    how_last_reported,
    how_met,
)
from hpplan.output.words.pace import pressing_sentences
from hpplan.output.words.text import inert, reported_figure, status_word, value_of_required
from hpplan.phrases import sentences as joined
from hpplan.phrases import shortened
from hpplan.plan.model import figure_text

if TYPE_CHECKING:
    from hpplan.judging.assess import Assessment
    from hpplan.judging.changes import Change, ChangeKind
    from hpplan.numbers import Number
    from hpplan.plan.items import Catalogue, Item
    from hpplan.progress.series import Arrival, Row

LONGEST_NOTE, LONGEST_EVIDENCE = 80, 200
"""Characters of a text beyond which a person is shown its beginning alone."""


def kind_word(kind: ChangeKind) -> str:
    """Word a kind of change in a list of several."""
    return {
        "newly-overdue": _("newly overdue"),
        "newly-off-track": _("newly off-track"),
        "newly-at-risk": _("newly at-risk"),
        "recovered": _("recovered"),
        "met": _("met"),
        "revised": _("revised"),
        "corrected": _("corrected"),
        "newly-silent": _("newly silent"),
        "first-report": _("first report"),
        "changed": _("changed otherwise"),
        "moved": _("moved"),
    }[kind]


def kind_title(kind: ChangeKind) -> str:
    """Word a kind of change as a heading."""
    return {
        "newly-overdue": _("Newly overdue"),
        "newly-off-track": _("Newly off track"),
        "newly-at-risk": _("Newly at risk"),
        "recovered": _("Recovered"),
        "met": _("Met"),
        "revised": _("Revised"),
        "corrected": _("Corrected"),
        "newly-silent": _("Newly silent"),
        "first-report": _("First report"),
        "changed": _("Other changes of status"),
        "moved": _("Moved"),
    }[kind]


def row_figure(item: Item, value: Number | None) -> str:
    """Write the figure of a row with its unit of measure; `-` where there is none."""
    if value is None:
        return "-"
    return inert(figure_text(value, item.target.measured_in()))


def change_text(change: Change, catalogue: Catalogue) -> str:
    """Word what happened to an item, and its numbers then and now.

    On lines of their own: the evidence of what is met, and the last note.
    """
    sentences = [*_news(change, catalogue), _then_and_now(change), *_also(change, catalogue)]
    lines = [joined(sentences)]
    if change.evidence:
        lines.append(evidence_line(shortened(change.evidence, LONGEST_EVIDENCE)))
    return "\n".join([*lines, *_said(change, catalogue)])


def evidence_line(evidence: str) -> str:
    """Write evidence on a line of its own, so that it can be clicked on or copied."""
    return _("Evidence: {evidence}").format(evidence=inert(evidence))


def _news(change: Change, catalogue: Catalogue) -> list[str]:
    """Word what each kind of change has to tell beside the numbers."""
    now, kinds = change.now, change.kinds
    sentences: list[str] = []
    if "newly-overdue" in kinds:
        sentences.append(_("Overdue since {due}.").format(due=prose(now.terms.due)))
        if now.lacks_only_closing_figure:
            sentences.append(_("Only the closing figure is missing."))
    if "met" in kinds:
        sentences += how_met(now)
        if not change.evidence:
            sentences.append(_("No report names evidence."))
    sentences += striking_sentences(change, catalogue)
    if "newly-silent" in kinds:
        sentences.append(how_last_reported(now, catalogue.plan.policy))
    return sentences


def striking_sentences(change: Change, catalogue: Catalogue) -> list[str]:
    """Say which figures are doubtful or were taken back, and what was decided on an item."""
    sentences: list[str] = []
    if change.now.doubted != change.then.doubted:
        sentences += doubt_sentences(change.now, catalogue)
    if "revised" in change.kinds:
        sentences += _decisions(change)
    for correction in corrections(change.then, change.now):
        (was_on, was), (is_on, is_) = correction.then, correction.now
        sentences.append(
            _("{unit} had reported {was} by {was_on}, and now reports {now} by {now_on}.").format(
                unit=inert(catalogue.name(correction.unit)),
                was=row_figure(change.item, was),
                was_on=was_on,
                now=row_figure(change.item, is_),
                now_on=is_on,
            )
        )
    return sentences


def _decisions(change: Change) -> list[str]:
    """Word what was decided, why and by whom, and how far the due date moved."""
    sentences = revision_sentences(change.now, change.then.as_of)
    decision = change.now.terms.withdrawn or change.now.terms.suspended
    if decision and decision in change.decisions:
        sentences += how_settled(change.now)
    return sentences


def figure_and_pace(assessment: Assessment) -> str:
    """Write an item's figure on a day, and its pace: `5 of 14 项 (SPI 0.91)`."""
    if not assessment.latest:
        return _("nothing reported")
    if assessment.item.target.kind == "duty":
        newest = max(day for day, _value in assessment.latest.values())
        return _("last report {day}").format(day=prose(newest))
    level = assessment.item.target.kind == "level"
    value = (
        inert(reported_figure(assessment))
        if level
        else value_of_required(assessment, original=False)
    )
    spi = assessment.measures.spi if assessment.measures else None
    settled = record_of(assessment.status).settled
    if spi is None or settled or "no-baseline" in assessment.reasons:
        return value
    return _("{value} (SPI {spi})").format(value=value, spi=rounded(spi, 2))


def _then_and_now(change: Change) -> str:
    then, now = figure_and_pace(change.then), figure_and_pace(change.now)
    before, after = status_word(change.then.status), status_word(change.now.status)
    if before != after:
        return _("Was {before}, {then}; now {after}, {now}.").format(
            before=before, then=then, after=after, now=now
        )
    if then != now:
        return _("Still {status}: was {then}, now {now}.").format(status=after, then=then, now=now)
    return _("Still {status}: {now}.").format(status=after, now=now)


def _also(change: Change, catalogue: Catalogue) -> list[str]:
    """Word what else happened, and what speaks against an item that is red now."""
    sentences = []
    if change.kind in {"newly-off-track", "newly-at-risk"}:
        sentences += pressing_sentences(change.now, catalogue.plan.policy)
    if change.kinds[1:]:
        others = _(", ").join(kind_word(kind) for kind in change.kinds[1:])
        sentences.append(_("Also: {kinds}.").format(kinds=others))
    return sentences


def _said(change: Change, catalogue: Catalogue) -> list[str]:
    """Return the note of the newest row that came in between."""
    news = change.news
    return [note_line(news.unit, news.row, catalogue)] if news else []


def note_line(unit: str, row: Row, catalogue: Catalogue, longest: int = LONGEST_NOTE) -> str:
    """Write who noted what on which day."""
    return _("{unit} on {day}: “{note}”").format(
        unit=inert(catalogue.name(unit)),
        day=prose(row.day),
        note=inert(shortened(row.note, longest)),
    )


def arrival_heads() -> tuple[str, ...]:
    """Return the heads of the columns of rows that came in."""
    return _("who"), _("date"), _("item"), _("value"), _("recorded"), _("note"), _("evidence")


def arrival_cells(arrival: Arrival, catalogue: Catalogue) -> tuple[str, ...]:
    """Return the cells of a row that came in."""
    row = arrival.row
    return (
        inert(catalogue.name(arrival.unit)),
        row.day.isoformat(),
        arrival.item.id,
        row_figure(arrival.item, row.value),
        inert(arrival.recorded),
        inert(row.note),
        inert(row.evidence),
    )
