from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from forming import DAY, form

if TYPE_CHECKING:
    from pathlib import Path


def build(folder: Path) -> None:
    with form(folder) as sheet:
        sheet.row("1.1a", "加梯", DAY, "12")
        sheet.row("1.1a", "加梯", date(2025, 5, 31), "１１")
        sheet.row("1.1b", "绿道", DAY, " 1,200.5 ")
        sheet.row("1.1d", "方案", DAY, "完成")
        sheet.row("1.1e", "巡查", DAY, "完成", "巡查12次")
