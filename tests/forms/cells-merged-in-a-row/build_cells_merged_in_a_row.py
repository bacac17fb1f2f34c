from __future__ import annotations

from typing import TYPE_CHECKING

from forming import DAY, form

if TYPE_CHECKING:
    from pathlib import Path


def build(folder: Path) -> None:
    with form(folder) as sheet:
        sheet.sheet.merge_range("E2:F2", "说明跨两列")
        sheet.row("1.1a", "加梯", DAY, 12)
        sheet.sheet.merge_range("A3:F5", "填报说明：数值为累计数")
        sheet.sheet.merge_range("A90:F2000", "")
