from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from forming import DAY, Formula, form

if TYPE_CHECKING:
    from pathlib import Path


def build(folder: Path) -> None:
    with form(folder) as sheet:
        sheet.row("1.1a", "加梯", DAY, Formula("=1/0", "#DIV/0!"))
        sheet.row("1.1b", "绿道", Formula("=A0", "#REF!"), 2.5)
        sheet.row(Formula("=VLOOKUP(1,A1,1)", "#N/A"), "方案", DAY, "完成")
        sheet.row("1.1d", "方案", DAY, "完成", Formula("=x", "#NAME?"))
        sheet.row("1.1d", "方案", date(2025, 5, 31), 50, "一半", Formula("=A1:B2", "#VALUE!"))
        sheet.row("1.1c", "覆盖率", DAY, "#N/A")
        sheet.row("1.1c", "覆盖率", date(2025, 5, 31), "########")
