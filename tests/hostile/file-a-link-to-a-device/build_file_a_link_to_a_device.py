from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def build(root: Path) -> None:
    path = root / "data" / "progress" / "waitan.csv"
    path.unlink()
    path.symlink_to("/dev/zero")
