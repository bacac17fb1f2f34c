from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

BIG = True


def build(root: Path) -> None:
    plan = root / "plan.yaml"
    text = plan.read_text(encoding="utf-8")
    long = "、".join(f"{n}处" for n in range(15_000))
    text = text.replace("text: 持续开展巡查", "text: 持续开展巡查" + long, 1)
    plan.write_bytes(text.replace("quote: 持续开展巡查", "quote: 持续开展巡查" + long, 1).encode())
