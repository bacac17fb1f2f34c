from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

BIG = True


def build(root: Path) -> None:
    first = date(2024, 1, 1)
    days = [first + timedelta(days=n) for n in range(1000)]
    rows = "".join(
        f"{day},{target},{5000 - n},,x,\n"
        for n, day in enumerate(days)
        for target in ("1.1a", "1.1b")
    )
    path = root / "data" / "progress" / "waitan.csv"
    path.write_bytes(path.read_bytes() + rows.encode())
