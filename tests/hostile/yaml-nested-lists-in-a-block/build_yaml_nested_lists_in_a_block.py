from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def build(root: Path) -> None:
    (root / "plan.yaml").write_bytes(b"- " * 100_000 + b"x\n")
