"""Compose and write what a backtest comes to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpplan.i18n import _, prose
from hpplan.numbers import decimal_text, percent
from hpplan.output.pages.blocks import (
    DataTable,
    Heading,
    Paragraph,
    markdown_blocks,
    terminal_blocks,
)
from hpplan.output.words.backtest import (
    conclusions,
    tally_cells,
    tally_heads,
    what_is_left_out,
)
from hpplan.output.words.text import inert, kind_noun, status_word
from hpplan.phrases import sentences as joined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from hpplan.judging.backtest import Tally, Threshold
    from hpplan.output.pages.blocks import Block
    from hpplan.output.views import BacktestView

NUMBERS = (1, 2, 3)
"""Which columns of a table of tallies hold numbers."""


def backtest_table(view: BacktestView) -> list[RenderableType]:
    """Draw it for a terminal."""
    return terminal_blocks(_page(view), view.width)


def backtest_markdown(view: BacktestView) -> str:
    """Write it as Markdown."""
    return markdown_blocks(_page(view))


def _page(view: BacktestView) -> list[Block]:
    found, catalogue = view.found, view.catalogue
    blocks: list[Block] = [
        Heading(inert(catalogue.plan.title)),
        Paragraph(
            _(
                "Each item as it was judged at {share} of its time, by what was known then, against"
                " what became of it by {day}."
            ).format(share=percent(found.share), day=prose(found.as_of))
        ),
        Paragraph(joined(conclusions(found))),
    ]
    if line := what_is_left_out(found):
        blocks.append(Paragraph(line))
    if not found.trials:
        return blocks
    at_all = _("{one} or {other}").format(
        one=status_word("off-track"), other=status_word("at-risk")
    )
    rows = {at_all: found.flagged, status_word("off-track"): found.off_track}
    order = list(catalogue.units)
    by_unit = sorted(found.by_unit().items(), key=lambda entry: order.index(entry[0]))
    blocks += [
        Heading(_("What had been flagged, and what was missed")),
        _tallies(_("flagged as"), rows),
        Paragraph(
            _(
                "Precision: of the flagged, how many were missed. Recall: of the missed, how many"
                " had been flagged."
            )
        ),
        Heading(_("By kind")),
        _tallies(_("kind"), {kind_noun(kind): each for kind, each in found.by_kind().items()}),
        Heading(_("By unit")),
        _tallies(_("who"), {inert(catalogue.name(unit)): each for unit, each in by_unit}),
    ]
    if found.thresholds:
        blocks += _thresholds(found.thresholds)
    return blocks


def _tallies(first: str, rows: dict[str, Tally]) -> DataTable:
    cells = tuple((name, *tally_cells(each)) for name, each in rows.items())
    return DataTable(tally_heads(first), cells, NUMBERS)


def _thresholds(found: Sequence[Threshold]) -> list[Block]:
    """Compose the thresholds: as they are, and as they would have been better."""
    rows = []
    for each in found:
        better: tuple[str, ...] = ("-", "-", "-")
        if each.better is not None and each.better_tally is not None:
            better = (decimal_text(each.better), *tally_cells(each.better_tally)[3:])
        rows.append((each.key, decimal_text(each.now), *tally_cells(each.tally)[3:], *better))
    measured = _("precision"), _("recall")
    return [
        Heading(_("Which threshold would have been better")),
        DataTable((_("threshold"), _("now"), *measured, _("better"), *measured), tuple(rows)),
        Paragraph(
            _(
                "Better is what balances precision and recall better (F1), with hindsight and on"
                " these very items, each threshold by itself: a hint at what to look at, and no"
                " promise. A dash says that none of those tried is."
            )
        ),
    ]
