from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def build(root: Path) -> None:
    plan = root / "plan.yaml"
    lines = plan.read_bytes().replace(b"kind: duty", b"kind: dutty", 1).split(b"\n")
    ends = [b"\n", b"\r\n", b"\r"]
    plan.write_bytes(b"".join(line + ends[n % 3] for n, line in enumerate(lines)))
