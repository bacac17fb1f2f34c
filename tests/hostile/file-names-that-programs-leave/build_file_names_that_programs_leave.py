from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def build(root: Path) -> None:
    folder = root / "data" / "progress"
    for name in (
        ".~lock.waitan.csv#",
        "~$waitan.csv",
        "waitan.csv~",
        "waitan.csv.bak",
        "waitan (1).csv",
        "waitan - 副本.csv",
        ".csv",
        "waitan_BACKUP_1.csv",
        ".waitan.csv.swp",
        "Thumbs.db",
    ):
        (folder / name).write_bytes(b"date,target,value\n")
