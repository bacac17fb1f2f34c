from __future__ import annotations

from typing import TYPE_CHECKING

from forming import FORM, pack, parts

if TYPE_CHECKING:
    from pathlib import Path


def build(folder: Path) -> None:
    found = parts(FORM.replace("<", "<x:").replace("<x:/", "</x:"))
    sheet = (
        str(found["xl/worksheets/sheet1.xml"])
        .replace("worksheet", "x:worksheet")
        .replace("sheetData", "x:sheetData")
        .replace("xmlns=", "xmlns:x=")
    )
    pack(folder, {**found, "xl/worksheets/sheet1.xml": sheet})
