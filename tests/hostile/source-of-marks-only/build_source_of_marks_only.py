from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

BIG = True


def build(root: Path) -> None:
    path = root / "data" / "source" / "plan.txt"
    text = path.read_text(encoding="utf-8")
    path.write_bytes(text.replace("2.加强", "一 " * 300_000 + "2.加强").encode())
