"""What holds for all tests: English, unless a test asks for Chinese, and nothing of the outside."""

from __future__ import annotations

import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE = Path(__file__).parents[1] / "src" / "hpplan" / "locale"

# Before anything of hpplan is imported: help texts are made on import.
for _name in [name for name in os.environ if name.startswith("HPPLAN_")]:
    del os.environ[_name]
os.environ["HPPLAN_LANG"] = "en"

# A checkout that was not installed since a translation changed has no catalogue, or an old one.
for _po in LOCALE.glob("*/LC_MESSAGES/*.po"):
    _mo = _po.with_suffix(".mo")
    if not _mo.exists() or _mo.stat().st_mtime < _po.stat().st_mtime:
        with _po.open("rb") as _source, _mo.open("wb") as _target:
            write_mo(_target, read_po(_source, locale=_po.parts[-3]))
