"""What a unit filled in as new since its last total: taken for a total, or told from one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpplan.errors import CellError
from hpplan.forms import columns as forms
from hpplan.i18n import _
from hpplan.numbers import Number, decimal_text
from hpplan.plan.model import ADDING_UP
from hpplan.progress.cells import Statement

if TYPE_CHECKING:
    from hpplan.forms.memories import Memories
    from hpplan.forms.typed import TypedRow
    from hpplan.progress.row import RowMeaning


def whole_total(
    typed: TypedRow, read: RowMeaning, unit: str, memories: Memories
) -> Number | Statement | None:
    """The value that a row reports: as it says, or the last total and what is new.

    Args:
        typed: the row's cells.
        read: what they mean, without a fault; its value is what is new where that alone stands.
        unit: id of the unit.
        memories: what it reported before.

    Raises:
        CellError: total and what is new contradict each other, or it cannot be told on which total
            what is new rests.
    """
    value, item, day = read.value, read.item, read.day
    if value is None or isinstance(value, Statement) or item is None or day is None:
        return value
    kind = item.target.kind
    shown = typed.number("last_value", kind)
    if not typed.added:
        new = typed.number("increment", kind) if kind in ADDING_UP else None
        if new is None or value - new == (shown or 0):
            return value
        last = memories.last_total(unit, item.id, day)
        if value - new == last:
            return value
        raise _refused(
            _("a total of {total} and {new} new do not fit; the last total is {last}"),
            total=value,
            new=new,
            last=last if last is not None else shown or 0,
        )
    if kind not in ADDING_UP:
        raise _refused(_("only what is new is filled in, but such figures do not add up"))
    last = memories.last_total(unit, item.id, day)
    if last is None:
        raise _refused(_("only what is new is filled in, behind a row for a later day"))
    if shown is not None and shown != last:
        message = _("only what is new is filled in; the last total is {last} by now, not {shown}")
        raise _refused(message, last=last, shown=shown)
    return last + value


def _refused(message: str, **figures: Number) -> CellError:
    """The fault of a cell that says what is new."""
    said = message.format(**{name: decimal_text(figure) for name, figure in figures.items()})
    total = forms.title("value")
    return CellError(
        "HP404", said, _("write the running total under “{total}”").format(total=total)
    )
