from __future__ import annotations

import re
from typing import TYPE_CHECKING

from forming import FORM, pack, parts

if TYPE_CHECKING:
    from pathlib import Path


def build(folder: Path) -> None:
    pack(folder, parts(re.sub(r' r="\w+"', "", FORM)))
