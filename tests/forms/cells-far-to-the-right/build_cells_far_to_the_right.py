from __future__ import annotations

from typing import TYPE_CHECKING

from forming import FORM, pack, parts

if TYPE_CHECKING:
    from pathlib import Path


def build(folder: Path) -> None:
    row = "".join(f"<c t='str'><v>{n}</v></c>" for n in range(15_000))
    pack(folder, parts(FORM + f'<row r="3">{row}</row>'))
