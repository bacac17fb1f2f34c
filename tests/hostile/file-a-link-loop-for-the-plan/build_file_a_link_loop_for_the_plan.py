from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def build(root: Path) -> None:
    (root / "plan.yaml").unlink()
    (root / "plan.yaml").symlink_to("plan.yaml")
