from __future__ import annotations

from typing import TYPE_CHECKING

from forming import pack, parts

if TYPE_CHECKING:
    from pathlib import Path


def build(folder: Path) -> None:
    pack(
        folder,
        {
            name.replace("xl/worksheets/sheet1", "XL/Worksheets/Sheet1"): data
            for name, data in parts().items()
        },
    )
