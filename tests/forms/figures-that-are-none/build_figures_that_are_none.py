from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from forming import form

if TYPE_CHECKING:
    from pathlib import Path


def build(folder: Path) -> None:
    with form(folder) as sheet:
        for day, value in enumerate(
            (
                "约50",
                "50万",
                "≥90",
                "12个",
                "-3",
                "+3",
                "一百",
                "1，200",
                "12.0.1",
                "0x12",
                "",
                "1e3",
            ),
            1,
        ):
            sheet.row("1.1a", "加梯", date(2025, 5, day), value, "有说明")
