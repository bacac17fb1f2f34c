"""Say why a line of a list stands where it stands: the explanation without what the line shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpplan.i18n import _, prose
from hpplan.numbers import rounded
from hpplan.output.words.cells import last_report
from hpplan.output.words.decisions import how_settled, revision_sentences
from hpplan.output.words.explain import doubt_sentences, how_met, reporter_sentences
from hpplan.output.words.pace import (
    forecast_sentences,
    is_pressed,
    retreat_sentences,
    slowing_sentences,
)
from hpplan.output.words.text import inert, value_of_required
from hpplan.phrases import sentences as joined

if TYPE_CHECKING:
    from hpplan.judging.assess import Assessment
    from hpplan.judging.standing import ListLine
    from hpplan.plan.items import Catalogue


def briefly(line: ListLine, catalogue: Catalogue, *, shown: bool = False) -> str:
    """Return why a line stands where it stands, each fact once.

    Figures, due date and who is to be called are in the line itself; the thresholds and the rules
    are told by `show`.

    Args:
        line: the line.
        catalogue: its plan.
        shown: whether the line shows by itself that nothing was ever reported.
    """
    worst = line.worst
    never = not any(each.reported for each in line.items)
    if len(line.items) > 1:
        return "" if shown and never else _of_members(line, catalogue)
    if settled := how_settled(worst):
        return joined(settled)
    report = [] if shown and never else _report(worst)
    sentences = [*report, *_pace(worst), *retreat_sentences(worst)]
    if worst.status == "met":
        sentences = how_met(worst)
    return joined(
        [
            *sentences,
            *doubt_sentences(worst, catalogue),
            *revision_sentences(worst),
            *reporter_sentences(worst, catalogue),
        ]
    )


def in_one_sentence(line: ListLine, catalogue: Catalogue) -> str:
    """Return the one sentence that says most of what the cells of a line do not; may be empty.

    How far its members are; else why it rests, or nobody has it, or its figure is in doubt; else
    the pace that the rest needs, or how long ago anything was reported.
    """
    worst = line.worst
    if len(line.items) > 1:
        return _of_members(line, catalogue)
    sentences = [
        *how_settled(worst),
        *(reporter_sentences(worst, catalogue) if worst.orphaned else ()),
        *doubt_sentences(worst, catalogue),
        *retreat_sentences(worst),
        *_needed(worst),
        *_report(worst),
    ]
    return sentences[0] if sentences else ""


def _of_members(line: ListLine, catalogue: Catalogue) -> str:
    """Say how far each of several members is, if anything was reported by any of them."""
    if not any(each.reported for each in line.items):
        return _("Nothing was ever reported.")
    figures = _("; ").join(
        f"{inert(catalogue.name(each.item.member or ''))} {value_of_required(each)}"
        for each in line.items
    )
    return _("{figures}.").format(figures=figures)


def _report(assessment: Assessment) -> list[str]:
    """Say when an open item was last reported on, if ever."""
    last = None if assessment.orphaned else last_report(assessment)
    if last is None and not assessment.orphaned:
        return [_("Nothing was ever reported.")] if assessment.silent_days > 0 else []
    if last is None or assessment.status == "met":
        return []
    return [_("Last report {day}.").format(day=prose(last))]


def _pace(assessment: Assessment) -> list[str]:
    """Say how fast an open item moves, and how fast it would have to."""
    measures, sentences = assessment.measures, []
    if measures is None:
        return []
    slowing = slowing_sentences(assessment)
    if measures.spi is not None:
        sentences.append(_("SPI {spi}.").format(spi=rounded(measures.spi, 2)))
    if is_pressed(assessment) or not slowing:
        sentences += _needed(assessment)
    return [*sentences, *slowing, *forecast_sentences(assessment)]


def _needed(assessment: Assessment) -> list[str]:
    """Say how many times the planned pace the rest of an open item needs, where that is more."""
    tspi = assessment.measures.tspi if assessment.measures else None
    if tspi is None or tspi <= 1:
        return []
    message = _("The rest needs {tspi} times the planned pace.")
    return [message.format(tspi=rounded(tspi, 2))]
