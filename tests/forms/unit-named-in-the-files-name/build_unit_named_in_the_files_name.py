from __future__ import annotations

from typing import TYPE_CHECKING

from forming import DAY, form

if TYPE_CHECKING:
    from pathlib import Path


def build(folder: Path) -> None:
    with form(folder, "2025-06_区建管委（终稿2）.xlsx") as sheet:
        sheet.row("1.1a", "加梯", DAY, 12)
