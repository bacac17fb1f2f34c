"""Draw what `record` did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from hpplan.i18n import _, prose
from hpplan.output.terminal.layout import fit
from hpplan.output.words.explain import explain
from hpplan.output.words.text import inert, status_word

if TYPE_CHECKING:
    from hpplan.judging.assess import Assessment
    from hpplan.plan.items import Catalogue
    from hpplan.progress.record import Recorded


def record_effect(done: Recorded, catalogue: Catalogue, *, width: int) -> list[Text]:
    """Draw where the row stands, and the item before and after it."""
    item = done.after.item
    head = _("Recorded in {path}:") if done.written else _("Not written; it would stand in {path}:")
    title = _("{item} {name}, reported by {unit} for {day}").format(
        item=item.id,
        name=inert(item.target.name),
        unit=inert(catalogue.name(done.unit)),
        day=prose(done.day),
    )
    return [
        Text(fit(inert(head.format(path=done.path)), width)),
        Text(f"  {inert(done.row)}"),
        Text(fit(title, width), style="bold"),
        Text(fit(_line(_("before: {status}. {why}"), done.before, catalogue), width)),
        Text(fit(_line(_("after: {status}. {why}"), done.after, catalogue), width)),
    ]


def _line(message: str, assessment: Assessment, catalogue: Catalogue) -> str:
    return message.format(status=status_word(assessment.status), why=explain(assessment, catalogue))
