from __future__ import annotations

from typing import TYPE_CHECKING

from forming import HEADS, inline, pack, parts

if TYPE_CHECKING:
    from pathlib import Path


def build(folder: Path) -> None:
    pack(
        folder,
        parts(inline(2, "1.1a", "加梯", "2025-06-30", "<c><v>12</v></c>") + inline(1, *HEADS)),
    )
