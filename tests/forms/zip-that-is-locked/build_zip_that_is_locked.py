from __future__ import annotations

from typing import TYPE_CHECKING

from forming import pack

if TYPE_CHECKING:
    from pathlib import Path


def build(folder: Path) -> None:
    path = pack(folder)
    data = bytearray(path.read_bytes())
    for mark, at in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        begin = data.find(mark)
        while begin >= 0:
            data[begin + at] |= 1
            begin = data.find(mark, begin + 4)
    path.write_bytes(data)
