from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def build(root: Path) -> None:
    for name in (
        "\x1b[31mred.csv",
        "a\n::error::b.csv",
        "\u202evsc.csv",
        "[red]{0}%n.csv",
        "=1+1.csv",
        "-rf.csv",
        "x\u200by.csv",
    ):
        (root / "data" / "progress" / name).write_bytes(b"date,target,value\n")
