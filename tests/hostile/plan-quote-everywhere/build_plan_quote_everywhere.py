from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

BIG = True


def build(root: Path) -> None:
    plan = root / "plan.yaml"
    text = plan.read_text(encoding="utf-8")
    text = text.replace("text: 持续开展巡查", "text: " + "查" * 99_000, 1)
    plan.write_bytes(text.replace("quote: 持续开展巡查", "quote: " + "查" * 49_000, 1).encode())
