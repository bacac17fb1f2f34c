from __future__ import annotations

from typing import TYPE_CHECKING

from forming import DAY, HEADS, Sheet, form

if TYPE_CHECKING:
    from pathlib import Path


def build(folder: Path) -> None:
    with form(folder) as sheet:
        sheet.row("1.1a", "加梯", DAY, 12)
        Sheet(sheet.book, "备份", HEADS).row("1.1a", "加梯", DAY, 11)
