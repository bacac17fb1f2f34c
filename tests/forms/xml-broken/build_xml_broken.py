from __future__ import annotations

from typing import TYPE_CHECKING

from forming import FORM, pack, parts

if TYPE_CHECKING:
    from pathlib import Path


def build(folder: Path) -> None:
    pack(folder, parts(FORM + "<row><c>"))
