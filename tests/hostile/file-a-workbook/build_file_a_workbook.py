from __future__ import annotations

from typing import TYPE_CHECKING
from zipfile import ZipFile

if TYPE_CHECKING:
    from pathlib import Path


def build(root: Path) -> None:
    with ZipFile(root / "data" / "progress" / "waitan.csv", "w") as book:
        book.writestr("xl/worksheets/sheet1.xml", "<worksheet/>" * 100)
