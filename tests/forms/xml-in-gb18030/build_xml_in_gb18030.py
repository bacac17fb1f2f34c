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
                "xl/worksheets/sheet1.xml": b'<?xml version="1.0" encoding="gb18030"?>'
                + str(parts()["xl/worksheets/sheet1.xml"]).encode("gb18030")
            }
        ),
    )
