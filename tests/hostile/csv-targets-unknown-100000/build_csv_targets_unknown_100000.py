from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

BIG = True


def build(root: Path) -> None:
    plan = root / "plan.yaml"
    text = plan.read_text(encoding="utf-8")
    units = "".join(f"  - {{id: u{n}, name: 单位{n}}}\n" for n in range(300))
    members = ", ".join(f"u{n}" for n in range(300))
    text = text.replace("groups:", units + "groups:", 1)
    plan.write_bytes(text.replace("[waitan, yuyuan]}", f"[{members}]}}", 1).encode())
    rows = "".join(f"2025-03-31,1.2c@x{n},5,,x,\n" for n in range(100_000))
    path = root / "data" / "progress" / "waitan.csv"
    path.write_bytes(path.read_bytes() + rows.encode())
