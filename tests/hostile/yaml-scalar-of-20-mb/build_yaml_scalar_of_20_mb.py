from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

BIG = True


def build(root: Path) -> None:
    plan = root / "plan.yaml"
    text = plan.read_text(encoding="utf-8")
    text = text.replace("name: 小区加梯", "name: " + "x" * 20_000_000)
    plan.write_bytes(text.encode())
