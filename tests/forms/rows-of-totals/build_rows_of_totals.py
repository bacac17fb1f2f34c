from __future__ import annotations

from typing import TYPE_CHECKING

from forming import DAY, Formula, form

if TYPE_CHECKING:
    from pathlib import Path


def build(folder: Path) -> None:
    with form(folder) as sheet:
        sheet.row("1.1a", "加梯", DAY, 12)
        sheet.row("合计", None, None, 12)
        sheet.row(None, "合 计", None, 12)
        sheet.row(None, "总计", None, Formula("=SUM(D2:D4)", 24))
