from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from forming import DAY, form

if TYPE_CHECKING:
    from pathlib import Path


def build(folder: Path) -> None:
    with form(folder) as sheet:
        for at, day in enumerate(
            (
                DAY,
                45838,
                "45838",
                "2025-6-30",
                "2025/6/30",
                "2025年6月30日",
                "２０２５年６月３０日",
                datetime(2025, 6, 30, 9, 30),  # noqa: DTZ001 (spreadsheets know no zones)
                "2025/6/30 0:00",
                "2025年6月",
            )
        ):
            sheet.row("1.1a", "加梯", day, 12 if at else 11)
