from __future__ import annotations

from typing import TYPE_CHECKING

from forming import pack, parts

if TYPE_CHECKING:
    from pathlib import Path


def build(folder: Path) -> None:
    found = parts()
    for part in found:
        if part != "[Content_Types].xml":
            pack(
                folder,
                {**found, part: str(found[part]).encode("utf-16")},
                f"jianguan {part.replace('/', '-')}.xlsx",
            )
