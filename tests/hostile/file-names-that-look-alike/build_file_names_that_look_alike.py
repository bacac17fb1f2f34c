from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def build(root: Path) -> None:
    folder = root / "data" / "progress"
    (folder / "waitan.csv").unlink()
    (folder / "yuyuan.csv").unlink()
    for name in (
        "Waitan.csv",
        "wаitan.csv",
        "ｙuyuan.csv",
        "yuyuan.CSV",
        "外滩街道.csv",
        "waitan .csv",
    ):
        (folder / name).write_bytes(b"date,target,value\n")
