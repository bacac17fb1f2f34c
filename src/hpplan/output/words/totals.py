"""Word what all items come to: what is met, what fell due, the duties, and an empty ledger."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from hpplan.i18n import _, ngettext
from hpplan.judging.status import record_of
from hpplan.judging.summary import counts, measurable
from hpplan.numbers import exact, percent
from hpplan.output.words.text import status_word

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from hpplan.judging.assess import Assessment
    from hpplan.judging.status import Status
    from hpplan.plan.items import Catalogue


def met_share_line(everything: Sequence[Assessment]) -> str:
    """Say how many of the measurable items are met: `48 of 125 (38%)`; empty without any."""
    rated = [each for each in everything if measurable(each)]
    if not rated:
        return ""
    met = sum(each.status == "met" for each in rated)
    return _("{met} of {all} ({share})").format(
        met=met, all=len(rated), share=percent(exact(Fraction(met, len(rated))))
    )


def fell_due_line(fell: Sequence[Assessment]) -> str:
    """Say what became of the measurable items that fell due."""
    met = sum(each.status == "met" for each in fell)
    over = sum(each.status == "overdue" for each in fell)
    return _("{n} fell due: {met} met, {over} overdue").format(n=len(fell), met=met, over=over)


def duties_line(everything: Sequence[Assessment]) -> str:
    """Say how the continuing duties stand; empty without any."""
    duties = [each for each in everything if each.item.target.kind == "duty"]
    if not duties:
        return ""
    found = counts(duties)
    states: list[Status] = sorted(
        (status for status in found if found[status]),
        key=lambda status: (-found[status], record_of(status).rank),
    )
    said = _(", ").join(
        _("{status} {n}").format(status=status_word(status), n=found[status]) for status in states
    )
    return _("continuing duties {n}: {said}").format(n=len(duties), said=said)


def no_verdict_line(catalogue: Catalogue, as_of: date) -> str:
    """Say, of a plan without any row, that nothing is known of the work: no accusation."""
    since = (as_of - catalogue.plan.issued).days
    if since <= 0:
        return _("No report has been entered yet: no verdict on the work.")
    return ngettext(
        "No report entered in the {n} day since the issue: no verdict on the work.",
        "No report entered in the {n} days since the issue: no verdict on the work.",
        since,
    ).format(n=since)


def extent_line(catalogue: Catalogue) -> str:
    """Say how much a plan holds."""
    return _("{clauses} clauses, {targets} targets, {items} items, {units} units").format(
        clauses=sum(len(chapter.clauses) for chapter in catalogue.plan.chapters),
        targets=len(catalogue.targets),
        items=len(catalogue.items),
        units=len(catalogue.units),
    )


def first_steps() -> tuple[str, str]:
    """Say what to type in a workspace without any row."""
    return (
        _("Next, with simulated data: hpplan demo try && hpplan status --plan try"),
        _("Or: hpplan assign --sheet -o division.xlsx (divide), hpplan form --all -o forms"),
    )
