"""Word what a backtest comes to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpplan.i18n import _, ngettext
from hpplan.judging.backtest import FEWEST
from hpplan.judging.summary import share
from hpplan.numbers import percent

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hpplan.judging.backtest import Backtest, LeftOut, Tally


def conclusions(found: Backtest) -> list[str]:
    """Say how far the flags could be trusted; plainly where there is too little to tell."""
    tally = found.flagged
    met = tally.ended - tally.missed
    if not found.is_enough:
        return [
            _(
                "Too little to conclude anything: of {ended} ended items {missed} were missed and"
                " {met} met in time, and at least {least} of each are needed."
            ).format(ended=tally.ended, missed=tally.missed, met=met, least=FEWEST)
        ]
    said = [
        _("Of {ended} ended items {missed} were missed and {met} met in time.").format(
            ended=tally.ended, missed=tally.missed, met=met
        ),
        _("Of the {flagged} that had been flagged {right} were missed ({share}).").format(
            flagged=tally.flagged, right=tally.right, share=_percent(tally.right, tally.flagged)
        ),
        _("Of the {missed} that were missed {right} had been flagged ({share}).").format(
            missed=tally.missed, right=tally.right, share=_percent(tally.right, tally.missed)
        ),
    ]
    silent = found.silently_missed
    if silent:
        said.append(
            ngettext(
                "{n} more of the missed was silent at the time.",
                "{n} more of the missed were silent at the time.",
                silent,
            ).format(n=silent)
        )
    return said


def what_is_left_out(found: Backtest) -> str:
    """Say which items are not among them, and why; empty where all are."""
    words: Mapping[LeftOut, str] = {
        "not-due": _("not due yet"),
        "not-measured": _("nothing to measure"),
        "given-up": _("given up"),
        "settled-before": _("met before, or not begun"),
        "closing-figure-missing": _("closing figure missing"),
    }
    parts = [f"{word} {n}" for why, word in words.items() if (n := found.left_out.get(why, 0))]
    return _("Left out: {parts}.").format(parts=_(", ").join(parts)) if parts else ""


def tally_cells(tally: Tally) -> tuple[str, ...]:
    """Return how many ended, were missed and flagged, precision and recall with their counts."""
    return (
        str(tally.ended),
        str(tally.missed),
        str(tally.flagged),
        share(tally.right, tally.flagged) if tally.flagged else "-",
        share(tally.right, tally.missed) if tally.missed else "-",
    )


def tally_heads(first: str) -> tuple[str, ...]:
    """Return the heads of these cells behind what they speak of."""
    return (
        first,
        _("ended"),
        _("missed"),
        _("flagged"),
        _("precision"),
        _("recall"),
    )


def _percent(part: int, whole: int) -> str:
    return share(part, whole).partition(" ")[2] if whole else percent(0)
