from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

BIG = True


def build(root: Path) -> None:
    more = ",".join(f"c{n}" for n in range(10_000))
    text = f"date,target,value,{more}\n2025-03-31,1.1a,\u7ea65,{',' * 9_999}\n"
    (root / "data" / "progress" / "waitan.csv").write_bytes(text.encode())
