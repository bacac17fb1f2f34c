from __future__ import annotations

from typing import TYPE_CHECKING

from forming import DAY, Formula, form

if TYPE_CHECKING:
    from pathlib import Path


def build(folder: Path) -> None:
    with form(folder) as sheet:
        sheet.row("1.1a", "加梯", DAY, Formula("=6+6", 12))
        sheet.row(
            Formula('="1.1"&"b"', "1.1b"),
            "绿道",
            Formula("=DATE(2025,6,30)", 45838),
            Formula("=1/4", 0.25),
            Formula('="见"&A1', "见附件"),
        )
