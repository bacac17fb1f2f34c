from __future__ import annotations

from typing import TYPE_CHECKING

from forming import DAY, form

if TYPE_CHECKING:
    from pathlib import Path


def build(folder: Path) -> None:
    for name in (
        "jianguan [bold]\x1b[31m.xlsx",
        "jianguan\n::error::.xlsx",
        "jianguan \u202excod.xlsx",
    ):
        with form(folder, name) as sheet:
            sheet.row("1.1a", "加梯", DAY, 12)
