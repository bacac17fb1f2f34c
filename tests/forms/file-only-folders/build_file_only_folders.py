from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def build(folder: Path) -> None:
    (folder / "x.xlsx").mkdir()
