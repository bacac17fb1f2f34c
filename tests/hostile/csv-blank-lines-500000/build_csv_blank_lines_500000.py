from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

BIG = True


def build(root: Path) -> None:
    path = root / "data" / "progress" / "waitan.csv"
    path.write_bytes(
        b"\n" * 500_000 + path.read_bytes() + b" \n\t\n" * 250_000 + b"2025-03-31,1.1a,x,,,\n"
    )
