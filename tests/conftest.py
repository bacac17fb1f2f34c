"""What holds for all tests: English, unless a test asks for Chinese, and nothing of the outside."""

from __future__ import annotations

import os
import runpy
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

BUILD = runpy.run_path(str(Path(__file__).parents[1] / "hatch_build.py"))

# Before anything of hpplan is imported: help texts are made on import.
TERMINAL = {"COLUMNS", "FORCE_COLOR", "NO_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE"}
for _name in [name for name in os.environ if name.startswith("HPPLAN_") or name in TERMINAL]:
    del os.environ[_name]
os.environ["HPPLAN_LANG"] = "en"

# A checkout that was not installed since a translation changed has no catalogue, or an old one.
for _po in BUILD["LOCALE"].glob("*/LC_MESSAGES/*.po"):
    _mo = _po.with_suffix(".mo")
    if not _mo.exists() or _mo.stat().st_mtime < _po.stat().st_mtime:
        BUILD["compiled"](_po)


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    """English, whatever a test had the program speak."""
    from hpplan.i18n import use

    yield
    use("en")
