from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

BIG = True


def build(root: Path) -> None:
    plan = root / "plan.yaml"
    text = plan.read_text(encoding="utf-8")
    units = "".join(f"  - {{id: u{n}, name: 单位{n}}}\n" for n in range(5000))
    members = ", ".join(f"u{n}" for n in range(5000))
    text = text.replace("groups:", units + "groups:", 1)
    text = text.replace("members: [waitan, yuyuan]", f"members: [{members}]", 1)
    text = text.replace("each: jiedao", "each: jiedao\n            every: year", 1)
    text = text.replace("start: 2024-01-01", "start: 0001-01-01", 1)
    plan.write_bytes(text.replace("end: 2026-12-31", "end: 9999-12-31", 1).encode())
