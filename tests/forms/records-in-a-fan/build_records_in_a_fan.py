from __future__ import annotations

from typing import TYPE_CHECKING

from compounds import compound, workbook

if TYPE_CHECKING:
    from pathlib import Path

ENTRIES = 60


def build(folder: Path) -> None:
    # Whoever walks the directory to the left and to the right passes 2 ** 60 entries.
    names = ["Workbook", *(f"s{number}" for number in range(ENTRIES))]
    streams = dict.fromkeys(names, b"") | {"Workbook": workbook()}
    beside = {name: at + 2 for at, name in enumerate(names[:-1])}
    (folder / "jianguan.xls").write_bytes(compound(streams, beside))
