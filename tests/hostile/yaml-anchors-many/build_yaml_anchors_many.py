from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

BIG = True


def build(root: Path) -> None:
    text = "".join(f"k{n}: &a{n} {n}\n" for n in range(100_000))
    (root / "plan.yaml").write_bytes(text.encode())
