"""The bytes of a file, up to a limit; a file written whole; and a folder on the disk."""

from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress
from typing import TYPE_CHECKING

from hpplan.problem import Position, Problem
from hpplan.words import _

if TYPE_CHECKING:
    from pathlib import Path

LIMIT = "HPPLAN_MAX_MIB"
DEFAULT_LIMIT, LARGEST_LIMIT = 32, 100_000


def limit() -> int:
    """MiB beyond which a file is not read: 32, or what HPPLAN_MAX_MIB says.

    Raises:
        ValueError: HPPLAN_MAX_MIB is no whole number from 1 to 100,000.
    """
    given = os.environ.get(LIMIT, "").strip() or str(DEFAULT_LIMIT)
    plain = given.isascii() and given.isdigit() and len(given) <= len(str(LARGEST_LIMIT))
    if not plain or not 0 < int(given) <= LARGEST_LIMIT:
        raise ValueError(given)
    return int(given)


def read_bytes(path: Path, name: str, code: str) -> tuple[bytes, Problem | None]:
    """The bytes of a file, or what keeps it from being read.

    Args:
        path: the file.
        name: the file, as a person would name it.
        code: the code of the problem where the system refuses.
    """
    most = limit()
    try:
        with path.open("rb") as file:
            data = file.read(min(most * 2**20, os.fstat(file.fileno()).st_size) + 1)
    except OSError as error:
        return b"", unreadable(error, name, code)
    if len(data) > most * 2**20:
        message = _("the file is larger than {n} MiB, and is not read").format(n=most)
        hint = _("if it is what it should be, set HPPLAN_MAX_MIB to a larger number")
        return b"", Problem("HP106", message, Position(name), hint)
    return data, None


def unreadable(error: OSError, name: str, code: str) -> Problem:
    """What the system says of a file that cannot be read."""
    message = _("the file cannot be read: {why}").format(why=error.strerror or error)
    return Problem(code, message, Position(name))


def write_whole(path: Path, data: bytes) -> None:
    """Put a file in its place in one step: whoever looks sees the old one or the new one, whole.

    A link is replaced, not followed; an old file's permissions stay.

    Raises:
        OSError: it cannot be written; nothing is left of the attempt, and an old file is untouched.
    """
    mode = None
    if os.path.lexists(path) and not path.is_symlink():
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if not stat.S_ISREG(mode):
            raise OSError(errno.EINVAL, _("this is no regular file"))
        if not os.access(path, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    draft = path.with_name(f".hpplan-{os.getpid()}.new")
    draft.unlink(missing_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    try:
        with open(os.open(draft, flags, 0o666), "wb") as file:  # noqa: PTH123 (never a link)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if mode is not None:
            draft.chmod(stat.S_IMODE(mode))
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Have a file's new name on the disk, on systems where a folder can be synced."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    with suppress(OSError):  # some file systems sync no folders; the file is there all the same
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
