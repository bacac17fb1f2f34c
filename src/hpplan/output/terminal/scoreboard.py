"""Draw the tables of `status --by`: a row a unit, clause or chapter."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.text import Text

from hpplan.i18n import _
from hpplan.judging.parts import part_scores
from hpplan.judging.status import attention, urgent, worst_first
from hpplan.judging.summary import scores
from hpplan.numbers import exact
from hpplan.output.looks import GOOD, look_of
from hpplan.output.terminal.bars import share_line
from hpplan.output.terminal.columns import (
    ROOMY,
    VERY_ROOMY,
    ScreenColumn,
    ScreenSection,
    drawn_sections,
)
from hpplan.output.terminal.headline import headline
from hpplan.output.terminal.layout import cut, fit
from hpplan.output.words.asking import reached_by, unit_called
from hpplan.output.words.cells import days_cell
from hpplan.output.words.text import inert, status_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import RenderableType

    from hpplan.judging.parts import PartScore
    from hpplan.judging.status import Status
    from hpplan.judging.summary import Score
    from hpplan.output.views import ShowView, StatusView

UNIT_NAME = 20
"""Columns of a unit's name on a narrow screen, beyond which it is cut."""

HEAD = 4
"""Columns of a head in Chinese, beyond which it goes on below."""

LONE_HEAD = 6
"""Columns of a head in Chinese that would leave one character alone below."""

SHARE_BAR = 8
"""Columns of the bar of what is met."""


def scoreboard_table(view: StatusView) -> list[RenderableType]:
    """Draw the headline, and a row a unit, those who need a call first at the top."""
    rows = scores(view.everything, view.catalogue, view.units)
    return [*headline(view), *units_table(rows, view)]


def units_table(rows: Sequence[Score], view: StatusView | ShowView) -> list[RenderableType]:
    """Draw a row a unit, in the order given: what is its own to move, what it is to report."""
    statuses = worst_first() if view.width >= VERY_ROOMY else urgent()
    shown = [each for each in statuses if any(row.of(each) for row in rows)]
    days = [row.days_since(view.as_of) for row in rows]
    contacts = [_contact(row, view) for row in rows]
    columns = [
        ScreenColumn("id", _("who"), [Text(_who(row, view), "bold") for row in rows]),
        _numbers("move", _("to move"), [row.to_move for row in rows]),
        *(_status(each, [row.of(each) for row in rows]) for each in shown),
        _numbers("unheard", _("to report"), [row.unreported for row in rows]),
        _numbers("waits", _("waits"), [row.waits for row in rows]),
        *_shares([(row.met, row.measurable) for row in rows], view.width),
        ScreenColumn(
            "days",
            _stacked(_("last report")),
            [Text(_("never") if count is None else days_cell(count)) for count in days],
            right=True,
        ),
        ScreenColumn("name", _("contact") if any(contacts) else "", list(map(Text, contacts))),
    ]
    return drawn_sections([ScreenSection("", [], "", columns)], view.width)


def parts_table(view: StatusView) -> list[RenderableType]:
    """Draw the headline, and a row a clause or chapter, in the order of the document."""
    rows = part_scores(view.everything, view.catalogue, view.by or "clause")
    shown = [each for each in attention() if any(row.counts[each] for row in rows)]
    width = view.width
    head = _("chapter") if view.by == "chapter" else _("clause")
    columns = [
        ScreenColumn("id", head, [Text(row.part, "bold") for row in rows]),
        ScreenColumn("name", _("title"), [Text(inert(row.title)) for row in rows]),
        _numbers("items", _("items"), [sum(row.counts.values()) for row in rows]),
        *(_status(each, [row.counts[each] for row in rows]) for each in shown),
        *_shares([(row.met, row.measurable) for row in rows], width),
        ScreenColumn("call", _("call"), [Text(_first_call(row, view)) for row in rows]),
    ]
    return [*headline(view), *drawn_sections([ScreenSection("", [], "", columns)], width)]


def _who(row: Score, view: StatusView | ShowView) -> str:
    name = unit_called(view.catalogue.units[row.unit])
    return name if view.width >= ROOMY else cut(name, UNIT_NAME)


def _contact(row: Score, view: StatusView | ShowView) -> str:
    return reached_by(view.catalogue.units[row.unit], view.catalogue, view.as_of)


def _first_call(row: PartScore, view: StatusView) -> str:
    """Say whom to call first for a part, and how many more there are."""
    if not row.to_call:
        return ""
    name, more = inert(view.catalogue.name(row.to_call[0])), len(row.to_call) - 1
    return cut(name, UNIT_NAME) + (_("+{n}").format(n=more) if more else "")


def _numbers(key: str, head: str, numbers: Iterable[int]) -> ScreenColumn:
    """Return a column of numbers, without those that are 0; none is left out with its head."""
    cells = [Text(str(n or "")) for n in numbers]
    return ScreenColumn(key, _stacked(head) if any(cells) else "", cells, right=True)


def _status(status: Status, numbers: Iterable[int]) -> ScreenColumn:
    """Return the column of a status, in its colour."""
    style = look_of(status).style
    cells = [Text(str(n or ""), style) for n in numbers]
    return ScreenColumn(status, _stacked(status_word(status)), cells, right=True)


def _shares(parts: Sequence[tuple[int, int]], width: int) -> list[ScreenColumn]:
    """Return the columns of how much is met: of how many, and as a bar where there is room."""
    cells = [Text(f"{met}/{rated}" if rated else "") for met, rated in parts]
    columns = [ScreenColumn("met", status_word("met"), cells, right=True)]
    if width >= ROOMY:
        bars = [
            share_line(exact(Fraction(met, rated)), SHARE_BAR, GOOD) if rated else Text("")
            for met, rated in parts
        ]
        columns.append(ScreenColumn("bar", "", bars))
    return columns


def _stacked(head: str) -> str:
    """Return a head on as many lines as keep its column narrow."""
    if head.isascii():
        return head.replace(" ", "\n").replace("-", "-\n")
    # Three characters would leave one alone on the second line.
    return head if cell_len(head) <= LONE_HEAD else fit(head, HEAD)
