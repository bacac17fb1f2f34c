from __future__ import annotations

import warnings
import zipfile
from typing import TYPE_CHECKING

from forming import pack, parts

if TYPE_CHECKING:
    from pathlib import Path


def build(folder: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        path = pack(folder)
        with zipfile.ZipFile(path, "a") as archive:
            archive.writestr("xl/worksheets/sheet1.xml", parts("")["xl/worksheets/sheet1.xml"])
