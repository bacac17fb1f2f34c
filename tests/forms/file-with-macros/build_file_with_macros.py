from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

from forming import DAY, form

if TYPE_CHECKING:
    from pathlib import Path


def build(folder: Path) -> None:
    with form(folder, "jianguan.xlsm") as sheet:
        sheet.row("1.1a", "加梯", DAY, 12)
    with zipfile.ZipFile(folder / "jianguan.xlsm", "a") as archive:
        archive.writestr("xl/vbaProject.bin", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(5000))
