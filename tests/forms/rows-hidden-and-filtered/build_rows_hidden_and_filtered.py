from __future__ import annotations

from typing import TYPE_CHECKING

from forming import DAY, form

if TYPE_CHECKING:
    from pathlib import Path


def build(folder: Path) -> None:
    with form(folder) as sheet:
        sheet.row("1.1a", "加梯", DAY, 12)
        sheet.row("1.1b", "绿道", DAY, 2.5)
        sheet.row("1.1d", "方案", DAY, "完成")
        sheet.sheet.set_row(1, None, None, {"hidden": True})
        sheet.sheet.autofilter("A1:F4")
        sheet.sheet.filter_column("A", "x == 1.1d")
        sheet.sheet.set_row(2, None, None, {"hidden": True})
        sheet.sheet.set_column("E:F", None, None, {"hidden": True})
