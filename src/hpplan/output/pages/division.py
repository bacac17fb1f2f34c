"""Compose how a target's work is divided, and what a change of it changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from hpplan.i18n import _, ngettext
from hpplan.output.looks import BAD, GOOD
from hpplan.output.pages.blocks import Fields, Heading, Paragraph
from hpplan.output.pages.target import MOST_UNITS, checkpoint_texts
from hpplan.output.terminal.layout import fit
from hpplan.output.words.text import dividing, inert, names
from hpplan.plan.assign import KEYS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import RenderableType

    from hpplan.output.pages.blocks import Block
    from hpplan.plan.assign import Division
    from hpplan.plan.items import Catalogue, Item
    from hpplan.plan.model import Target


def division_page(item: Item, catalogue: Catalogue, *, undivided: bool) -> list[Block]:
    """Compose the present division of an item's target, and the command that divides it."""
    target, clause = item.target, item.clause
    reporting = target.reporters or ((target.each,) if target.each else clause.leads)
    shown = names(reporting, catalogue, MOST_UNITS)
    contacts = [
        _("{unit}: {contact}").format(unit=inert(unit.name), contact=inert(unit.contact))
        for unit in map(catalogue.units.get, catalogue.members(reporting))
        if unit and unit.contact
    ]
    rows = (
        (_("leads"), names(clause.leads, catalogue, MOST_UNITS)),
        (_("reported by"), _("{units} (undivided)").format(units=shown) if undivided else shown),
        (_("support"), names(target.support or clause.support, catalogue, MOST_UNITS)),
        (_("how it is counted"), inert(target.definition or "")),
        (_("checkpoints"), _("; ").join(checkpoint_texts(target))),
        (_("contact"), _("; ").join(contacts)),
    )
    blocks: list[Block] = [Heading(f"{target.id} {inert(target.name)}"), Fields(rows)]
    if undivided:
        blocks.append(Paragraph(_("To divide it: {command}").format(command=dividing(target.id))))
    return blocks


def division_changes(
    changes: Sequence[Division], catalogue: Catalogue, width: int
) -> list[RenderableType]:
    """Draw what changes target by target: what stood there, and what will."""
    labels = {
        "reporters": _("reported by"),
        "support": _("support"),
        "definition": _("how it is counted"),
        "path": _("checkpoints"),
    }
    parts: list[RenderableType] = []
    for change in changes:
        title = f"{change.old.id} {inert(change.old.name)}"
        parts.append(Text(fit(title, width), style="bold"))
        for key in KEYS:
            if key not in change.settings:
                continue
            parts.append(Text(_indented(labels[key], width)))
            was, will = (list(_texts(key, each, catalogue)) for each in (change.old, change.new))
            lines = [("-", BAD, line) for line in was if line not in will]
            lines += [("+", GOOD, line) for line in will if line not in was]
            parts += [
                Text(_indented(f"{sign} {line}", width), style=style) for sign, style, line in lines
            ]
    n = len(changes)
    counted = ngettext("{n} target changes.", "{n} targets change.", n).format(n=n)
    return [*parts, Text(counted)] if parts else []


def _indented(text: str, width: int) -> str:
    return "\n".join(f"  {line}" for line in fit(text, width - 2).split("\n"))


def _texts(key: str, target: Target, catalogue: Catalogue) -> Iterable[str]:
    """What stands under a key, a line a checkpoint."""
    if key == "path":
        return checkpoint_texts(target)
    if key == "definition":
        return [inert(target.definition)] if target.definition else []
    units = (target.reporters if key == "reporters" else target.support) or ()
    return [names(units, catalogue, MOST_UNITS)] if units else []
