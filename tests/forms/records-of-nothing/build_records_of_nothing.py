from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def build(folder: Path) -> None:
    (folder / "jianguan.xls").write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(4096))
