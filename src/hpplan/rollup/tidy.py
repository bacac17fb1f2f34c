"""Parts that no record lists any more, and stamps not used, removed from a roll-up's folder."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING

from hpplan.rollup.memory import STAMPS
from hpplan.rollup.store import RECORD

if TYPE_CHECKING:
    from pathlib import Path

    from hpplan.rollup.store import Rollup

_FOLDERS = ("items", "units", STAMPS)
"""The folders of the parts, and of the stamps, which no record lists."""

KEPT_SECONDS = 24 * 60 * 60
"""How long a part that is not listed is kept: another run, or one under way, may use it."""

_NAME = re.compile(r"(\.?)([0-9a-f]{32})\.(?:json|parquet)(?:-\d+\.new)?")
"""A part's file, or with a full stop in front what was left of writing one."""


def remove_old_parts(rollup: Rollup) -> None:
    """Remove parts that a finished roll-up does not list, and stamps, which are older than a day.

    Their age is counted up to the roll-up's own record, which the same storage has dated. What
    cannot be removed stays, and what is not named as a part is left alone.
    """
    listed = set(rollup.parts)
    with suppress(OSError):
        before = (rollup.folder / RECORD).stat().st_mtime - KEPT_SECONDS
        # Records first, so that nobody takes the rest for whole.
        for path in sorted(_files(rollup.folder), key=lambda path: path.suffix != ".json"):
            named = _NAME.fullmatch(path.name)
            unlisted = named and (named[1] or named[2] not in listed)
            if unlisted and path.stat().st_mtime < before:
                path.unlink(missing_ok=True)


def _files(folder: Path) -> list[Path]:
    return [path for name in _FOLDERS for path in (folder / name).glob("*")]
