from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

BIG = True


def build(root: Path) -> None:
    plan = root / "plan.yaml"
    text = plan.read_text(encoding="utf-8")
    units = "".join(f"  - {{id: unit-{n}, name: 单位{n}}}\n" for n in range(5_000))
    leads = ", ".join(f"union-{n}" for n in range(5000))
    text = text.replace("groups:", units + "groups:", 1)
    plan.write_bytes(text.replace("leads: [waitan, yuyuan]", f"leads: [{leads}]", 1).encode())
