from __future__ import annotations

from typing import TYPE_CHECKING

from forming import form

if TYPE_CHECKING:
    from pathlib import Path


def build(folder: Path) -> None:
    with form(folder, heads=("甲", "乙")) as sheet:
        sheet.row("只有文字")
