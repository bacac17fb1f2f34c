from __future__ import annotations

from struct import pack
from typing import TYPE_CHECKING

from compounds import compound, record, workbook

if TYPE_CHECKING:
    from pathlib import Path

NAMES = 40


def build(folder: Path) -> None:
    # Each defined name is the one before it, twice: the last is a text of 200 * 2 ** 39 characters.
    names = b""
    for number in range(NAMES):
        before = b"\x23" + pack("<HH", number, 0)
        formula = b"\x17\xc8\0" + b"x" * 200 if number == 0 else before + before + b"\x08"
        name = f"n{number}".encode()
        head = pack("<HBBHHH4B", 0, 0, len(name), len(formula), 0, 0, 0, 0, 0, 0)
        names += record(0x0018, head + b"\0" + name + formula)
    (folder / "jianguan.xls").write_bytes(compound({"Workbook": workbook(more=names)}))
