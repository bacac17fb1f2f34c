from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def build(root: Path) -> None:
    plan = root / "plan.yaml"
    text = plan.read_text(encoding="utf-8")
    plan.write_bytes(text.replace("source:", "timezone: " + "x" * 5000 + "\nsource:", 1).encode())
