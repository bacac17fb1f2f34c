from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

from forming import pack

if TYPE_CHECKING:
    from pathlib import Path

BIG = True


def build(folder: Path) -> None:
    with (
        zipfile.ZipFile(pack(folder), "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/media/a.bin", "w") as part,
    ):
        for _block in range(300):
            part.write(bytes(2**20))
