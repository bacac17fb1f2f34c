from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

BIG = True


def build(root: Path) -> None:
    for n in range(5000):
        (root / "data" / "progress" / f"stray{n}.csv").write_bytes(b"date,target,value\n")
