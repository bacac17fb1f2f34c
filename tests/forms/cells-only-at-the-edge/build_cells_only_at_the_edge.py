from __future__ import annotations

from typing import TYPE_CHECKING

from forming import pack, parts

if TYPE_CHECKING:
    from pathlib import Path


def build(folder: Path) -> None:
    pack(folder, parts("<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>"))
