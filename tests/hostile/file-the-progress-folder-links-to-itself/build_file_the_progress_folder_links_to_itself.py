from __future__ import annotations

from shutil import rmtree
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def build(root: Path) -> None:
    folder = root / "data" / "progress"
    rmtree(folder)
    folder.symlink_to("progress", target_is_directory=True)
