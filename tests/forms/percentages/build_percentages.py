from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from forming import DAY, Percent, form

if TYPE_CHECKING:
    from pathlib import Path


def build(folder: Path) -> None:
    with form(folder) as sheet:
        sheet.row("1.1c", "覆盖率", DAY, Percent(0.4))
        sheet.row("1.1c", "覆盖率", date(2025, 5, 31), "40%")
        sheet.row("1.1c", "覆盖率", date(2025, 4, 30), 40)
        sheet.row("1.1c", "覆盖率", date(2025, 3, 31), Percent(0.755, "0.00%;[Red]-0.00%"))
        sheet.row("1.1d", "方案", DAY, Percent(1))
        sheet.row("1.1d", "方案", date(2025, 5, 31), "４０％")
        sheet.row("1.1d", "方案", date(2025, 4, 30), Percent(0.3, '0"%"'))
        sheet.row("1.1d", "方案", date(2025, 4, 29), 0.3)
        sheet.row("1.1d", "方案", date(2025, 4, 28), 1)
        sheet.row("1.1a", "加梯", DAY, Percent(0.4))
        sheet.row("1.1d", "方案", date(2025, 4, 27), Percent(1.5))
