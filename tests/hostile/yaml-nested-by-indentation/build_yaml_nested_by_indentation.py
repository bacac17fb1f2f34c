from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def build(root: Path) -> None:
    text = "".join(" " * n + "a:\n" for n in range(2000))
    (root / "plan.yaml").write_bytes(text.encode())
