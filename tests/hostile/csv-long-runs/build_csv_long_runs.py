from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

BIG = True


def build(root: Path) -> None:
    path = root / "data" / "progress" / "waitan.csv"
    long = 200_000
    cells = (
        "1" * long,
        "1." * long,
        "1,111" * long,
        " " * long + "x",
        "-" * long + "1",
        "约" * long + "1",
        "=" * long,
        "%" * long,
        "2025-" * long,
    )
    rows = [
        f'"{cell}","{cell}","{cell}",,,"{cell}"\n2025-03-31,1.1a,"{cell}",,,\n' for cell in cells
    ]
    path.write_bytes(path.read_bytes() + "".join(rows).encode())
