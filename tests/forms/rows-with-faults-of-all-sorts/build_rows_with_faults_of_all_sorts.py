from __future__ import annotations

from typing import TYPE_CHECKING

from forming import DAY, Formula, form

if TYPE_CHECKING:
    from pathlib import Path


def build(folder: Path) -> None:
    with form(folder) as sheet:
        sheet.row("1.1a", "加梯", "上月", "约50", "说明", Formula("=1/0", "#DIV/0!"))
        sheet.row("1.1b", "绿道", DAY, 2.5)
