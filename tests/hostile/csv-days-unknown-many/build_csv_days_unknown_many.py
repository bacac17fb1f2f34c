from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

BIG = True


def build(root: Path) -> None:
    rows = "".join(f"2025-03-{n},1.1a,{n}.5,,x,\n" for n in range(32, 100_000))
    path = root / "data" / "progress" / "waitan.csv"
    path.write_bytes(path.read_bytes() + rows.encode())
