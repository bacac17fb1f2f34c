from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from forming import Percent, form

if TYPE_CHECKING:
    from pathlib import Path


def build(folder: Path) -> None:
    with form(folder) as sheet:
        sheet.row("1.1a", "加梯", date(2025, 3, 31), 6, None, "加梯一览表.xlsx")
        sheet.row("1.1d", "方案", "2025/3/31", Percent(0.2))
