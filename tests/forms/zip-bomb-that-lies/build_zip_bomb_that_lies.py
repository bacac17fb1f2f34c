from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from forming import pack, parts

if TYPE_CHECKING:
    from pathlib import Path

BIG = True


def build(folder: Path) -> None:
    # A part of 300 MiB that says it has as few bytes as its beginning.
    sheet = str(parts()["xl/worksheets/sheet1.xml"]).encode()
    path = pack(folder, parts(more={"xl/worksheets/sheet1.xml": sheet + b" " * (300 * 2**20)}))
    data = bytearray(path.read_bytes())
    at = data.rindex(b"xl/worksheets/sheet1.xml") - 46
    data[at + 16 : at + 20] = zlib.crc32(sheet).to_bytes(4, "little")
    data[at + 24 : at + 28] = len(sheet).to_bytes(4, "little")
    path.write_bytes(data)
