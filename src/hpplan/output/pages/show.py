"""Compose the page of an item, target, clause, chapter, unit or group, and write it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpplan.output.pages.blocks import markdown_blocks, terminal_blocks
from hpplan.output.pages.clause import chapter_page, clause_page
from hpplan.output.pages.item import item_page, target_page
from hpplan.output.pages.unit import unit_page
from hpplan.plan.lookup import of_any, units

if TYPE_CHECKING:
    from rich.console import RenderableType

    from hpplan.output.pages.blocks import Block
    from hpplan.output.views import ShowView


def show_page(view: ShowView) -> list[Block]:
    """Compose the page of whatever the view's name stands for."""
    catalogue, name = view.catalogue, view.name
    if item := catalogue.item(name):
        return item_page(view, item)
    if name in catalogue.targets:
        items = catalogue.of_target[name]
        return item_page(view, items[0]) if len(items) == 1 else target_page(view, items)
    if name in catalogue.clauses:
        return clause_page(view, catalogue.clauses[name])
    if name in catalogue.chapters:
        return chapter_page(view, name)
    if units(catalogue, name):
        return unit_page(view, name)
    ids = of_any(catalogue, name)  # a target in one of its periods, or in those of a year
    return target_page(view, [item for item in catalogue.items.values() if item.id in ids])


def show_table(view: ShowView) -> list[RenderableType]:
    """Draw the page for a terminal."""
    return terminal_blocks(show_page(view), view.width)


def show_markdown(view: ShowView) -> str:
    """Write the page as Markdown."""
    return markdown_blocks(show_page(view))
