from __future__ import annotations

from typing import TYPE_CHECKING

from forming import pack, parts

if TYPE_CHECKING:
    from pathlib import Path


def build(folder: Path) -> None:
    pack(folder, parts(more={"../../../plan.yaml": "x", "/etc/passwd": "x"}))
