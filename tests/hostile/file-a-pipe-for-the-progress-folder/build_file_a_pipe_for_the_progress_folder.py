from __future__ import annotations

import os
from shutil import rmtree
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def build(root: Path) -> None:
    rmtree(root / "data" / "progress")
    os.mkfifo(root / "data" / "progress")
