"""Which content folders had when they were last hashed, so that unchanged ones are not read again.

What decides is the stamp of a folder's files, as with git's index: the system sets the time at
which a file was changed, whatever its writer makes of the other times. A file that was changed
shortly before it was hashed could be changed once more within the same tick of the clock, so that
such a folder is hashed the next time too.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from typing import TYPE_CHECKING

from hpplan.rollup.content import content_of, key_of, stamp_of
from hpplan.rollup.tables import placed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

STAMPS = "stamps"
"""The folder of a roll-up that keeps them, one file a batch."""

SETTLED_NS = 10 * 10**9
"""How long a file must have been unchanged when it was hashed; the coarsest clocks tick in 2 s."""


def contents_of(roots: Sequence[str], folder: Path) -> list[str]:
    """Return the content of each folder, hashed or remembered.

    Args:
        roots: the folders of a batch.
        folder: the roll-up's, which remembers.

    Raises:
        OSError: what is to be remembered cannot be written.
    """
    path = folder / STAMPS / f"{key_of(roots)}.json"
    known = _remembered(path)
    found: dict[str, str] = {}
    for root in roots:
        stamp = stamp_of(root) if root in known else None
        if stamp and known[root][0] == stamp.files:
            found[root] = known[root][1]
    if missing := [root for root in roots if root not in found]:
        known = {root: known[root] for root in found}
        with placed(path) as draft:
            draft.touch()
            now_ns = draft.stat().st_mtime_ns
            for root in missing:
                stamp = stamp_of(root)
                found[root] = content_of(root)
                if stamp and stamp.changed_ns < now_ns - SETTLED_NS:
                    known[root] = stamp.files, found[root]
            draft.write_text(json.dumps(known), encoding="ascii")
    else:
        with suppress(OSError):
            os.utime(path)  # what is in use is not tidied away
    return [found[root] for root in roots]


def _remembered(path: Path) -> dict[str, tuple[str, str]]:
    """Return stamp and content by folder; nothing where that cannot be read."""
    try:
        said = json.loads(path.read_bytes())
        return {str(root): (str(stamp), str(content)) for root, (stamp, content) in said.items()}
    except (OSError, ValueError, TypeError, AttributeError, RecursionError):
        return {}
