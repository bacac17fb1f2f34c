from __future__ import annotations

from typing import TYPE_CHECKING

from forming import DAY, HEADS, form

if TYPE_CHECKING:
    from pathlib import Path


def build(folder: Path) -> None:
    with form(folder) as sheet:
        sheet.row()
        sheet.row("1.1d", "方案", DAY, "完成", " ")
        sheet.row(None, " ", "　", None)
        sheet.row(*HEADS)
        sheet.row("1.1a ", "加梯", DAY, 12, " 两端空格 ")
        sheet.row("1.1b", "绿道", DAY)
        sheet.row("1.1c", "覆盖率")
