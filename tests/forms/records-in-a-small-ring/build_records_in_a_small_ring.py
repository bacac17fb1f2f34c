from __future__ import annotations

from typing import TYPE_CHECKING

from compounds import in_small_sectors, workbook

if TYPE_CHECKING:
    from pathlib import Path


def build(folder: Path) -> None:
    (folder / "jianguan 1.xls").write_bytes(in_small_sectors(workbook()))
    (folder / "jianguan 2.xls").write_bytes(in_small_sectors(workbook(), ring=True))
