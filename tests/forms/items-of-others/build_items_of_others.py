from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from forming import DAY, form

if TYPE_CHECKING:
    from pathlib import Path


def build(folder: Path) -> None:
    with form(folder) as sheet:
        sheet.row("1.3a", "花园", DAY, 2)
        sheet.row("1.3a@waitan", "花园", DAY, 2)
        sheet.row("1.2a", "绿地", DAY, 2)
        sheet.row("1.1f", "街区", date(2027, 1, 31), 2)
