"""Compose the whole page of an item, target, clause, chapter, unit or group."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from hpplan.output.pages.blocks import markdown_blocks
from hpplan.output.pages.clause import chapter_page, clause_page
from hpplan.output.pages.item import item_page, target_page
from hpplan.output.pages.unit import unit_page
from hpplan.plan.lookup import of_any, units

if TYPE_CHECKING:
    from hpplan.output.pages.blocks import Block
    from hpplan.output.views import ShowView
    from hpplan.plan.items import Item


ShowKind = Literal["item", "target", "clause", "chapter", "unit"]
"""What a name can stand for: one item, several of a target, or those of a clause, chapter or unit
(or group of units)."""


def subject_of(view: ShowView) -> tuple[ShowKind, list[Item]]:
    """Return what the view's name stands for, and its items; of a unit or group none."""
    catalogue, name = view.catalogue, view.name
    if item := catalogue.item(name):
        return "item", [item]
    if name in catalogue.targets:
        items = catalogue.of_target[name]
        return "item" if len(items) == 1 else "target", items
    if units(catalogue, name) and name not in {*catalogue.clauses, *catalogue.chapters}:
        return "unit", []
    ids = of_any(catalogue, name)
    found = [item for item in catalogue.items.values() if item.id in ids]
    if name in catalogue.clauses:
        return "clause", found
    if name in catalogue.chapters:
        return "chapter", found
    return "target", found  # in one of its periods, or in those of a year


def show_page(view: ShowView) -> list[Block]:
    """Compose the page of whatever the view's name stands for."""
    kind, items = subject_of(view)
    if kind == "item":
        return item_page(view, items[0])
    if kind == "clause":
        return clause_page(view, view.catalogue.clauses[view.name])
    if kind == "chapter":
        return chapter_page(view, view.name)
    return unit_page(view, view.name) if kind == "unit" else target_page(view, items)


def show_markdown(view: ShowView) -> str:
    """Write the page as Markdown."""
    return markdown_blocks(show_page(view))
