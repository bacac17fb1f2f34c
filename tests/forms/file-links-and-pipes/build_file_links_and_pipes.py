from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def build(folder: Path) -> None:
    (folder / "a.xlsx").symlink_to("nowhere.xlsx")
    os.mkfifo(folder / "b.xlsx")
    (folder / "c.xlsx").symlink_to("c.xlsx")
    (folder / "d.xlsx").symlink_to("/dev/zero")
    (folder / "e.xlsx").mkdir()
    (folder / "f.xlsx").symlink_to(folder.parent / "plan.yaml")
