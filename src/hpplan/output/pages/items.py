"""Tables of items and counts by status, shared by the pages of `show`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpplan.i18n import _
from hpplan.judging.summary import counts, gravity
from hpplan.output.pages.blocks import DataTable, Heading
from hpplan.output.words.text import inert, status_word, value_of_required, who

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hpplan.judging.assess import Assessment
    from hpplan.output.pages.blocks import Block
    from hpplan.output.views import ShowView


def items_table(view: ShowView, assessments: Sequence[Assessment]) -> DataTable:
    """Compose a table of items: who owes them, figures, due days, statuses."""
    heads = (_("item"), _("name"), _("who"), _("value"), _("due"), _("status"))
    rows = tuple(
        (
            each.item.id,
            inert(each.item.target.name),
            who(each, view.catalogue),
            value_of_required(each),
            str(each.terms.due),
            status_word(each.status),
        )
        for each in assessments
    )
    return DataTable(heads, rows)


def tally_text(assessments: Sequence[Assessment]) -> str:
    """Count items by status: `overdue 2, met 3`."""
    found = counts(assessments)
    return _(", ").join(f"{status_word(status)} {n}" for status, n in found.items() if n)


def late_items(view: ShowView, assessments: Sequence[Assessment]) -> list[Block]:
    """Compose the items that are late or will be, under a heading; empty where none are."""
    if not assessments:
        return []
    ordered = sorted(assessments, key=gravity)
    return [Heading(_("What is late, or will be")), items_table(view, ordered)]
