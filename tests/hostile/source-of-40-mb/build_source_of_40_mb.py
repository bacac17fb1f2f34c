from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

BIG = True


def build(root: Path) -> None:
    (root / "data" / "source" / "plan.txt").write_bytes("行".encode() * 14_000_000)
