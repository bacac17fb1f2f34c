from __future__ import annotations

from typing import TYPE_CHECKING, Any

from forming import DAY, HEADS, Sheet, form

if TYPE_CHECKING:
    from pathlib import Path


def chart_of(sheet: Sheet) -> Any:
    chart = sheet.book.add_chart({"type": "bar"})
    chart.add_series({"values": [sheet.sheet.get_name(), 1, 3, 1, 3]})
    return chart


def build(folder: Path) -> None:
    with form(folder, sheet="改名 '!") as sheet:
        sheet.row("1.1a", "加梯", DAY, 12)
        for name, hide in (("旧", "hide"), ("很旧", "very_hidden")):
            other = Sheet(sheet.book, name, HEADS)
            other.row("1.1a", "加梯", DAY, 99)
            getattr(other.sheet, hide)()
        Sheet(sheet.book, "图", ()).row("没有表头")
        sheet.book.add_chartsheet("图表").set_chart(chart_of(sheet))
