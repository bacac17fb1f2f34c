"""What a workspace's content is known by: a hash of everything that its judgement rests on."""

from __future__ import annotations

import json
import os
import stat
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from hpplan import __version__
from hpplan.files import is_beside, limit
from hpplan.rollup.schema import FORMAT
from hpplan.rollup.sources import PLAN_FILE
from hpplan.workspace import PROGRESS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_BLOCK_BYTES = 2**20

_DIGITS = 32
"""How long a hash is: 128 bits of a SHA-256, which processors have an instruction for."""


def content_of(root: Path) -> str:
    """Return the hash of a folder's plan and progress files, by name and bytes.

    A file that would not be read, as it is larger than the limit, a link or no regular file, counts
    by what it is, so that nothing is followed or waited for.
    """
    found = sha256()
    most = limit() * 2**20
    folder = root / PROGRESS
    try:
        names = sorted(name for name in os.listdir(folder) if name.lower().endswith(".csv"))  # noqa: PTH208 (names alone)
    except OSError as error:
        names = []
        found.update(f"{error.errno}".encode())
    paths = [os.path.join(folder, name) for name in names if not is_beside(name)]  # noqa: PTH118 (half the time)
    for path in (os.path.join(root, PLAN_FILE), *paths):  # noqa: PTH118
        _add(found, path, most)
    return found.hexdigest()[:_DIGITS]


def key_of(parts: Iterable[Any]) -> str:
    """Return what a part is named by: version, format and limit, and what else decides about it."""
    found = sha256()
    decisive = [__version__, FORMAT, limit(), list(parts)]
    found.update(json.dumps(decisive, ensure_ascii=True).encode())
    return found.hexdigest()[:_DIGITS]


def hash_of(data: bytes) -> str:
    """Return the hash of some bytes."""
    return sha256(data).hexdigest()[:_DIGITS]


def _add(found: Any, path: str, most: int) -> None:
    """Add a file's name, kind and bytes."""
    name = os.fsencode(os.path.basename(path))  # noqa: PTH119
    try:
        state = os.lstat(path)
        if stat.S_ISLNK(state.st_mode):
            said = os.fsencode(os.readlink(path))  # noqa: PTH115
            state = os.stat(path)  # noqa: PTH116 (what a link inside leads to counts too)
        else:
            said = b""
        found.update(
            b"%d:%b:%o:%d:%b" % (len(name), name, stat.S_IFMT(state.st_mode), state.st_size, said)
        )
        if not stat.S_ISREG(state.st_mode) or state.st_size > most:
            return
        # Plain calls and blocks of a file's own size: half the time for many small files.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        try:
            while block := os.read(handle, min(state.st_size + 1, _BLOCK_BYTES)):
                found.update(block)
        finally:
            os.close(handle)
    except OSError as error:
        found.update(b"%d:%b:%d" % (len(name), name, error.errno or 0))
