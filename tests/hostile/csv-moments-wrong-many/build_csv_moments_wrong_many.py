from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

BIG = True


def build(root: Path) -> None:
    rows = "".join(f"2025-03-31,1.1a,5,,x,moment {n}\n" for n in range(80_000))
    path = root / "data" / "progress" / "waitan.csv"
    path.write_bytes(path.read_bytes() + rows.encode())
