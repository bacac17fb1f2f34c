from __future__ import annotations

from typing import TYPE_CHECKING

from forming import HEADS, inline, pack, parts

if TYPE_CHECKING:
    from pathlib import Path


def build(folder: Path) -> None:
    pack(
        folder,
        parts(
            inline(1, *HEADS) + inline(2, "1.1a", "加梯", "上月", "<c><v>12</v></c>"),
            more={
                "xl/workbook.xml": str(parts()["xl/workbook.xml"]).replace(
                    "进度", "[red]![/] \u202ex&#10;::error::"
                )
            },
        ),
    )
