from __future__ import annotations

from typing import TYPE_CHECKING

from forming import DAY, form

if TYPE_CHECKING:
    from pathlib import Path


def build(folder: Path) -> None:
    with form(folder) as sheet:
        sheet.row("1.1a", "加梯", None, 12)
        sheet.row("1.1b", "绿道", None, 2.5)
        sheet.row("1.1d", "方案", DAY, None)
        sheet.row("1.1e", "巡查", DAY, None)
        sheet.sheet.merge_range("C2:C3", "2025-06-30")
        sheet.sheet.merge_range("D4:D5", "完成")
        sheet.sheet.merge_range("E2:E5", "都做了")
