"""What a workspace's content is known by: a hash of everything that its judgement rests on."""

from __future__ import annotations

import json
import os
import stat
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

from hpplan import __version__
from hpplan.files import PROGRESS, is_beside, limit
from hpplan.rollup.schema import FORMAT
from hpplan.rollup.sources import PLAN_FILE

if TYPE_CHECKING:
    from collections.abc import Iterable

_BLOCK_BYTES = 2**20

_DIGITS = 32
"""How long a hash is: 128 bits of a SHA-256, which processors have an instruction for."""

_HAS_CHANGE_TIMES = hasattr(os, "O_NOFOLLOW")
"""Whether the system keeps when a file was changed, which nobody can set: all but Windows do."""


class FolderStamp(NamedTuple):
    """What tells that a folder's files are what they were, without their being read.

    Attributes:
        files: the hash of name, size, times and inode of each file.
        changed_ns: when the last of them was changed, in nanoseconds by the file system's clock.
    """

    files: str
    changed_ns: int


def content_of(root: str) -> str:
    """Return the hash of a folder's plan and progress files, by name and bytes.

    A file that would not be read, as it is larger than the limit, a link or no regular file, counts
    by what it is, so that nothing is followed or waited for.
    """
    found = sha256()
    most = limit() * 2**20
    paths, code = _files(root)
    found.update(f"{code}".encode() if code else b"")
    for path in paths:
        _add(found, path, most)
    return found.hexdigest()[:_DIGITS]


def stamp_of(root: str) -> FolderStamp | None:
    """Return the stamp of a folder; None where a file is none that can be read, or has no times.

    Each file is opened: only then does a network share say what has become of it elsewhere.
    """
    if not _HAS_CHANGE_TIMES:
        return None
    paths, code = _files(root)
    said: list[Any] = [code]
    changed = 0
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK
    for path in paths:
        try:
            handle = os.open(path, flags)
        except OSError:
            return None
        try:
            state = os.fstat(handle)
        finally:
            os.close(handle)
        if not stat.S_ISREG(state.st_mode):
            return None
        name = os.path.basename(path)  # noqa: PTH119
        said += (name, state.st_size, state.st_ino, state.st_mtime_ns, state.st_ctime_ns)
        changed = max(changed, state.st_mtime_ns, state.st_ctime_ns)
    return FolderStamp(hash_of(json.dumps(said).encode()), changed)


def key_of(parts: Iterable[Any]) -> str:
    """Return what a part is named by: version, format and limit, and what else decides about it."""
    decisive = [__version__, FORMAT, limit(), list(parts)]
    return hash_of(json.dumps(decisive, ensure_ascii=True).encode())


def hash_of(data: bytes) -> str:
    """Return the hash of some bytes."""
    return sha256(data).hexdigest()[:_DIGITS]


def _files(root: str) -> tuple[list[str], int]:
    """Return the files that count, and the system's code where its progress cannot be listed."""
    folder = os.path.join(root, PROGRESS)  # noqa: PTH118 (half the time, here and below)
    try:
        names = sorted(name for name in os.listdir(folder) if name.lower().endswith(".csv"))  # noqa: PTH208 (names alone)
    except OSError as error:
        return [os.path.join(root, PLAN_FILE)], error.errno or -1  # noqa: PTH118
    paths = [os.path.join(folder, name) for name in names if not is_beside(name)]  # noqa: PTH118
    return [os.path.join(root, PLAN_FILE), *paths], 0  # noqa: PTH118


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
