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
                "xl/workbook.xml": str(parts()["xl/workbook.xml"]).replace(
                    "</sheets>", '<sheet name="进度" sheetId="2" r:id="rId1"/></sheets>'
                )
            }
        ),
    )
