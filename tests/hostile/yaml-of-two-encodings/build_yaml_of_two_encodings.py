from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def build(root: Path) -> None:
    plan = root / "plan.yaml"
    head, mark, tail = plan.read_text(encoding="utf-8").partition("chapters:")
    plan.write_bytes((head + mark).encode() + tail.encode("gb18030"))
