from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from forming import DAY, form

if TYPE_CHECKING:
    from pathlib import Path


def build(folder: Path) -> None:
    with form(folder) as sheet:
        sheet.row("1.1b", "绿道", DAY, 0.1 + 0.2)
        sheet.row("1.1b", "绿道", date(2025, 5, 31), 0.29999999999999993)
