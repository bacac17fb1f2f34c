from __future__ import annotations

from typing import TYPE_CHECKING

from forming import DAY, HEADS, form

if TYPE_CHECKING:
    from pathlib import Path


def build(folder: Path) -> None:
    with form(folder, heads=()) as sheet:
        sheet.row("hpplan-form/1 plan=000000000000 unit=jianguan as-of=2025-06-30")
        sheet.row(*HEADS)
        sheet.row("1.1a", "加梯", DAY, 12)
