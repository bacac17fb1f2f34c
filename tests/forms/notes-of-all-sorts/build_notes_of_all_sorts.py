from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from forming import DAY, form

if TYPE_CHECKING:
    from pathlib import Path


def build(folder: Path) -> None:
    with form(folder) as sheet:
        sheet.row("1.1a", "加梯", DAY, 12, '=HYPERLINK("http://example.org")', "@import")
        sheet.row("1.1a", "加梯", date(2025, 5, 31), 11, "-负数样的说明", "+86")
        sheet.row("1.1a", "加梯", date(2025, 5, 30), 11, "第一行\r\n第二行\n", "甲.pdf\n乙.pdf")
        sheet.row("1.1a", "加梯", date(2025, 5, 29), 11, "[bold]粗[/][/] \u202e倒", 20250529)
        sheet.row("1.1e", "巡查", DAY, None, "::error::x")
        sheet.row("1.1e", "巡查", date(2025, 5, 31), None, 'a,b;"c"', True)  # noqa: FBT003
        sheet.row("1.1e", "巡查", date(2025, 5, 30), None, DAY)
