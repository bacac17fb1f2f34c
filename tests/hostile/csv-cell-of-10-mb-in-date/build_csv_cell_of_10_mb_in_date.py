from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

BIG = True


def build(root: Path) -> None:
    path = root / "data" / "progress" / "waitan.csv"
    row = "" + "9" * 10_000_000 + ",1.1a,5,,,\n"
    path.write_bytes(path.read_bytes() + row.encode())
