from __future__ import annotations

from typing import TYPE_CHECKING

from forming import FORM, pack, parts

if TYPE_CHECKING:
    from pathlib import Path

BIG = True


def build(folder: Path) -> None:
    rows = "".join(f'<row r="{row}" s="1" customFormat="1"/>' for row in range(3, 1_000_001))
    pack(folder, parts(FORM + rows))
