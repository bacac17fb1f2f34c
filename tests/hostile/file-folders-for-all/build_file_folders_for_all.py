from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def build(root: Path) -> None:
    for unit in ("waitan", "yuyuan"):
        (root / "data" / "progress" / f"{unit}.csv").unlink()
        (root / "data" / "progress" / f"{unit}.csv" / "x").mkdir(parents=True)
