from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

BIG = True


def build(root: Path) -> None:
    with (root / "plan.yaml").open("ab") as file:
        file.write(b"#" * 20_000_000)
