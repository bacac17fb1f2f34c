from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

BIG = True


def build(root: Path) -> None:
    (root / "data" / "progress" / "waitan.csv").write_bytes(b"," * 3_000_000)
