from __future__ import annotations

from typing import TYPE_CHECKING

from forming import HEADS, inline, pack, parts

if TYPE_CHECKING:
    from pathlib import Path

BIG = True


def build(folder: Path) -> None:
    text = "<c t='inlineStr'><is><t>" + "长" * 1000 + "</t></is></c>"
    pack(
        folder,
        parts(
            inline(1, *HEADS) + "".join(f'<row r="{row}">{text}</row>' for row in range(2, 50_000))
        ),
    )
