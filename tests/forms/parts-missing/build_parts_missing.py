from __future__ import annotations

from typing import TYPE_CHECKING

from forming import pack, parts

if TYPE_CHECKING:
    from pathlib import Path


def build(folder: Path) -> None:
    found = parts()
    for part in ("_rels/.rels", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml"):
        pack(
            folder,
            {name: data for name, data in found.items() if name != part},
            f"jianguan {part.replace('/', '-')}.xlsx",
        )
