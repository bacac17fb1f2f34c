from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def build(root: Path) -> None:
    path = root / "data" / "source" / "plan.txt"
    path.unlink()
    os.mkfifo(path)
