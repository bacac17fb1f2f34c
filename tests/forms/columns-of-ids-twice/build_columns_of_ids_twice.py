from __future__ import annotations

from typing import TYPE_CHECKING

from forming import DAY, form

if TYPE_CHECKING:
    from pathlib import Path


def build(folder: Path) -> None:
    with form(folder, heads=("编号", "编号", "日期", "数值")) as sheet:
        sheet.row("1.1a", "1.1b", DAY, 12)
