from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

BIG = True


def build(root: Path) -> None:
    plan = root / "plan.yaml"
    text = plan.read_text(encoding="utf-8")
    row = "{on: 2025-01-01, at_least: 31, why: 调整}"
    revisions = "            revisions: [" + ", ".join([row] * 10_000) + "]\n"
    plan.write_bytes(
        text.replace("            uom: 个\n", "            uom: 个\n" + revisions, 1).encode()
    )
