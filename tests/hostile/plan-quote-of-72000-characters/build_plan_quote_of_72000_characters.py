from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

BIG = True


def build(root: Path) -> None:
    plan = root / "plan.yaml"
    text = plan.read_text(encoding="utf-8")
    long = "持续开展巡查" * 12_000
    text = text.replace("text: 持续开展巡查", "text: " + long, 1)
    plan.write_bytes(text.replace("quote: 持续开展巡查", f"quote: {long}整改", 1).encode())
