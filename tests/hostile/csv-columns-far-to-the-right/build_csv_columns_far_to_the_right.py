from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

BIG = True


def build(root: Path) -> None:
    text = "," * 20_000 + "date,target,value\n" + ("," * 20_000 + "2025-03-31,1.1a,x\n") * 60
    (root / "data" / "progress" / "waitan.csv").write_bytes(text.encode())
