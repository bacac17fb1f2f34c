from __future__ import annotations

from typing import TYPE_CHECKING

from forming import MANIFEST, pack

if TYPE_CHECKING:
    from pathlib import Path


def build(folder: Path) -> None:
    pack(folder, {"[Content_Types].xml": MANIFEST, "word/document.xml": "<document/>"})
