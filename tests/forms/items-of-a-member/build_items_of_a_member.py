from __future__ import annotations

from typing import TYPE_CHECKING

from forming import DAY, form

if TYPE_CHECKING:
    from pathlib import Path


def build(folder: Path) -> None:
    with form(folder, "外滩街道2025年6月.xlsx") as sheet:
        sheet.row("1.3a", "花园", DAY, 2)
        sheet.row("1.3b", "课堂", DAY, 1)
        sheet.row("1.3b@2026@waitan", "课堂", DAY, 0)
