from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

BIG = True


def build(root: Path) -> None:
    plan = root / "plan.yaml"
    text = plan.read_text(encoding="utf-8")
    text = text.replace("start: 2024-01-01", "start: 1990-01-01", 1)
    first = date(1995, 1, 1)
    points = ", ".join(
        f"{{by: {first + timedelta(days=n)}, value: {n / 1000}}}" for n in range(10_000)
    )
    at = "            at_least: 15.5\n"
    plan.write_bytes(text.replace(at, f"{at}            path: [{points}]\n", 1).encode())
