from __future__ import annotations

from typing import TYPE_CHECKING

from forming import HEADS, inline, pack, parts

if TYPE_CHECKING:
    from pathlib import Path


def build(folder: Path) -> None:
    row = inline(2, "1.1a", "加梯", "2025-06-30", "<c><f>6+6</f></c>")
    row += inline(
        3,
        "1.1b",
        "绿道",
        "2025-06-30",
        "<c><v>2.5</v></c>",
        '<c t="str"><f>A1&amp;""</f><v></v></c>',
    )
    pack(folder, parts(inline(1, *HEADS) + row))
