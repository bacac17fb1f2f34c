from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from forming import form

if TYPE_CHECKING:
    from pathlib import Path


def build(folder: Path) -> None:
    with form(folder) as sheet:
        for at, item in enumerate(
            (
                None,
                "1.1A",
                "1.1a\u00a0",
                "１．１ａ",
                "1.1",
                1.1,
                "1.9z",
                "1,1a",
                "加梯",
                "=1.1a",
                True,
            ),
            1,
        ):
            sheet.row(item, "加梯", date(2025, 5, at), 12)
