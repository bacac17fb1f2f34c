"""Draw the scoreboard of `status --by unit`: a row a unit, those who need a call first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from hpplan.i18n import _
from hpplan.judging.status import worst_first
from hpplan.judging.summary import scores, share
from hpplan.output.looks import look_of
from hpplan.output.terminal.headline import headline
from hpplan.output.terminal.layout import GAP, fit
from hpplan.output.words.asking import reached_by, unit_called
from hpplan.output.words.text import status_word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from hpplan.judging.summary import Score
    from hpplan.output.views import ShowView, StatusView

UNIT_NAME = 16
"""Columns of a unit's name on the scoreboard."""

SCOREBOARD, STATUS_COLUMN = 80, 9
"""Columns of the scoreboard without statuses, and of each, which stand there if all have room."""

HEAD = 10
"""Columns of a head of the scoreboard, beyond which it goes on below."""


def scoreboard_table(view: StatusView) -> list[RenderableType]:
    """Draw the headline, and a row a unit."""
    rows = scores(view.everything, view.catalogue, view.units)
    return [*headline(view), *units_table(rows, view)]


def units_table(rows: Sequence[Score], view: StatusView | ShowView) -> list[RenderableType]:
    """Draw a row a unit, in the order given: what is its own to move.

    Where there is room for all, each status has a column.
    """
    shown = [each for each in worst_first() if any(row.of(each) for row in rows)]
    wide = view.width >= SCOREBOARD + STATUS_COLUMN * len(shown)
    if not wide:
        shown = []
    table = Table(box=None, pad_edge=False, padding=(0, GAP, 0, 0))
    names = [fit(unit_called(view.catalogue.units[row.unit]), UNIT_NAME) for row in rows]
    widest = max((cell_len(line) for name in names for line in name.split("\n")), default=0)
    table.add_column(_("who"), min_width=widest)
    table.add_column(_("to move"), justify="right", max_width=HEAD, overflow="fold")
    for status in shown:
        head = Text(status_word(status).replace("-", "-\n"), style=look_of(status).style)
        table.add_column(head, justify="right")
    met = _("share met") if wide else status_word("met")
    for title in (_("not reported"), _("waiting for others"), met):
        table.add_column(title, justify="right", max_width=HEAD, overflow="fold")
    table.add_column(_("days since last report"), justify="right", max_width=HEAD, overflow="fold")
    table.add_column(_("contact"), overflow="fold")
    for score, name in zip(rows, names, strict=True):
        unit, since = view.catalogue.units[score.unit], score.days_since(view.as_of)
        cells = (
            name,
            str(score.to_move or ""),
            *(str(score.of(status) or "") for status in shown),
            *(str(number or "") for number in (score.unreported, score.waits)),
            share(score.met, score.measurable) if wide else str(score.done or ""),
            _("never") if since is None else str(since),
            reached_by(unit, view.catalogue, view.as_of),
        )
        table.add_row(*(Text(cell) for cell in cells))
    return [Text(""), table]
