from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def build(root: Path) -> None:
    path = root / "data" / "progress" / "waitan.csv"
    path.write_bytes(
        path.read_bytes() + "2025-03-31,1.1a,5,电梯".encode() + b"\xff\xfe\xed\xa0\x80\xc0\xaf,,\n"
    )
