from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def build(root: Path) -> None:
    (root / "data" / "progress" / ("x" * 251 + ".csv")).write_bytes(b"")
