from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from forming import DAY, form

if TYPE_CHECKING:
    from pathlib import Path


def build(folder: Path) -> None:
    with form(folder) as sheet:
        sheet.row("1.1b", "绿道", DAY, 0.1 + 0.2)
        sheet.row("1.1b", "绿道", date(2025, 5, 1), 12.000000000000002)
        sheet.row("1.1b", "绿道", date(2025, 5, 2), 1e20)
        sheet.row("1.1b", "绿道", date(2025, 5, 3), -2.5)
        sheet.row("1.1b", "绿道", date(2025, 5, 4), 1e-7)
        sheet.row("1.1a", "加梯", date(2025, 5, 5), 12.5)
        sheet.row("1.1a", "加梯", date(2025, 5, 6), 1.7976931348623157e308)
        sheet.row("1.1a", "加梯", date(2025, 5, 7), True)  # noqa: FBT003
        sheet.row("1.1a", "加梯", date(2025, 5, 8), DAY)
        sheet.row("1.1a", "加梯", date(2025, 5, 9), 0)
