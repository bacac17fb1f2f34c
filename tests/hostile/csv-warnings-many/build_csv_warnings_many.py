from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

BIG = True


def build(root: Path) -> None:
    days = [date.fromordinal(n) for n in range(1, 100_001)]
    rows = "".join(f"{day},1.1a,{400_000 - n},,x,\n" for n, day in enumerate(days))
    path = root / "data" / "progress" / "waitan.csv"
    path.write_bytes(path.read_bytes() + rows.encode())
