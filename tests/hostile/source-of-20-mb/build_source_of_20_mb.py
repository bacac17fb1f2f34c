from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

BIG = True


def build(root: Path) -> None:
    path = root / "data" / "source" / "plan.txt"
    path.write_bytes(path.read_bytes() + b"1.)" * 7_000_000 + b"x")
