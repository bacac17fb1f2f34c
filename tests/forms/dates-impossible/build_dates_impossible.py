from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING

from forming import form

if TYPE_CHECKING:
    from pathlib import Path


def build(folder: Path) -> None:
    with form(folder) as sheet:
        for day in (
            "2025-02-30",
            "25-6-30",
            "6/30/2025",
            "去年",
            True,
            12.5,
            -3,
            99999,
            1e300,
            time(10, 30),
        ):
            sheet.row("1.1a", "加梯", day, 12)
