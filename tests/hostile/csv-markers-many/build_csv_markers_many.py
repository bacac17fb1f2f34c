from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

BIG = True


def build(root: Path) -> None:
    path = root / "data" / "progress" / "waitan.csv"
    path.write_bytes(path.read_bytes() + b"<<<<<<< HEAD\n=======\n>>>>>>> x\n" * 35_000)
