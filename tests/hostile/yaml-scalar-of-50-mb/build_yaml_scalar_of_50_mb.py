from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

BIG = True


def build(root: Path) -> None:
    (root / "plan.yaml").write_bytes(b"title: " + b"x" * 50_000_000)
