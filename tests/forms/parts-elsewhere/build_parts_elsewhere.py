from __future__ import annotations

from typing import TYPE_CHECKING

from forming import pack, parts

if TYPE_CHECKING:
    from pathlib import Path


def build(folder: Path) -> None:
    pack(
        folder,
        parts(
            more={
                "xl/_rels/workbook.xml.rels": str(parts()["xl/_rels/workbook.xml.rels"]).replace(
                    "worksheets/sheet1.xml", "../../../../etc/passwd"
                )
            }
        ),
    )
