from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

BIG = True


def build(root: Path) -> None:
    path = root / "data" / "progress" / "waitan.csv"
    path.write_bytes(path.read_bytes() + b'2025-03-31,1.1a,5,"x,,\n' * 50_000)
