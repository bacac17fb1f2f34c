"""Append bytes to a file: locked, compared with what was read, durable; else nothing is written."""

from __future__ import annotations

import errno
import os
import stat
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from hpplan.errors import RecordError
from hpplan.files import sync_folder
from hpplan.i18n import _
from hpplan.phrases import reason

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LOCK_SECONDS = 10
LOCK_POLL_SECONDS = 0.05
LOCK_MODE = 0o666
NO_LOCKS = {errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.EBADF}
"""How file systems say that they keep no locks; EBADF of those that lock what can be written alone,
as NFS, where only reading was permitted."""


class ChangedError(RecordError):
    """A file that is not what it was when it was read."""

    def __init__(self, name: str) -> None:
        message = _("{path} was changed by another program meanwhile").format(path=name)
        super().__init__(message, _("try again in a moment"), usage=False)


@contextmanager
def locked(path: Path, name: str, forbidden: str = "") -> Iterator[None]:
    """Lock a file against other writers that ask, and make its folder where it is missing.

    Args:
        path: the file.
        name: the file, as a person would name it.
        forbidden: the hint where the system does not permit it to be written.

    Raises:
        RecordError: another writer keeps it, or it cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = _lock(path.with_name(f".{path.name}.lock"), name)
        try:
            yield
        finally:
            os.close(handle)
    except OSError as error:
        message = _("{path} cannot be written: {why}").format(path=name, why=reason(error))
        hint = forbidden if isinstance(error, PermissionError) else ""
        raise RecordError(message, hint, usage=False) from None


def _lock(lock: Path, name: str) -> int:
    """Hold a lock file until the handle that is returned is closed.

    The lock file stays: who deletes it while another holds it would let two write at once.

    Raises:
        RecordError: another writer holds it for too long, or it cannot be held at all.
    """
    from filelock import lock_descriptor

    limit = time.monotonic() + LOCK_SECONDS
    try:
        while True:
            handle = _open_lock(lock)
            try:
                is_held = lock_descriptor(handle, blocking=False)
                if is_held and _leads_to(lock, handle):
                    return handle
            except BaseException:
                os.close(handle)
                raise
            os.close(handle)
            if time.monotonic() > limit:
                break
            time.sleep(LOCK_POLL_SECONDS)
    except OSError as error:
        message = _("{path} cannot be locked by means of {lock}: {why}").format(
            path=name, lock=lock.name, why=reason(error)
        )
        raise RecordError(message, _lock_hint(error), usage=False) from None
    message = _("{path} is being written by someone else").format(path=name)
    raise RecordError(message, _("try again in a moment"), usage=False)


def _open_lock(lock: Path) -> int:
    """Open a lock file, and make it where it is missing, for everybody.

    It holds nothing, and who may write is settled by what it stands beside. One of another user
    that may only be read locks as well.
    """
    beyond = getattr(os, "O_NOFOLLOW", 0)
    try:
        handle = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_EXCL | beyond, LOCK_MODE)
    except FileExistsError:
        try:
            handle = os.open(lock, os.O_RDWR | beyond)
        except PermissionError:
            handle = os.open(lock, os.O_RDONLY | beyond)
    _permit(handle, LOCK_MODE)
    return handle


def _permit(handle: int, mode: int) -> None:
    """Add permissions to an open file that is ours, whatever the umask took away."""
    with suppress(OSError, AttributeError):  # another's file; a system without permissions
        os.fchmod(handle, stat.S_IMODE(os.fstat(handle).st_mode) | mode)


def _lock_hint(error: OSError) -> str:
    """What helps where a lock file cannot be held."""
    if isinstance(error, PermissionError):
        return _("have its owner permit all to read it, or delete it while nobody is writing")
    if error.errno in NO_LOCKS:
        return _("this file system keeps no locks: turn them on, or write on a local disk")
    return ""


def append_bytes(path: Path, name: str, before: bytes | None, addition: bytes) -> None:
    """Append in one write and sync it to the disk; where that fails, leave the file as it was.

    Args:
        path: the file.
        name: the file, as a person would name it.
        before: what was read of it; None where there was no file.
        addition: what to append.

    Raises:
        ChangedError: it is not what was read, or was replaced while it was written.
        OSError: it could not be written.
    """
    if before is None:
        _create(path, name, addition)
        return
    try:
        handle = os.open(path, os.O_RDWR | os.O_APPEND | getattr(os, "O_BINARY", 0))
    except FileNotFoundError:
        raise ChangedError(name) from None
    try:
        _expect(name, same=_content(handle, len(before) + 1) == before)
        written = os.write(handle, addition)
        end = os.lseek(handle, 0, os.SEEK_CUR)
        try:
            _settle(handle, written, addition)
            same = _content(handle, end) == before + addition and _leads_to(path, handle)
            _expect(name, same=same)
        except BaseException:
            # Only what was written here is taken back: others may have added rows before it.
            if os.fstat(handle).st_size == end:
                os.ftruncate(handle, end - written)
            raise
    finally:
        os.close(handle)


def _expect(name: str, *, same: bool) -> None:
    """Raise where the file is not what it was.

    Raises:
        ChangedError: it is not.
    """
    if not same:
        raise ChangedError(name)


def _content(handle: int, size: int) -> bytes:
    """Read the first so many bytes of a file."""
    with open(handle, "rb", closefd=False) as file:
        file.seek(0)
        return file.read(size)


def _leads_to(path: Path, handle: int) -> bool:
    """Return whether a path still leads to the file that was opened."""
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False


def _create(path: Path, name: str, data: bytes) -> None:
    """Make a file in one step, so that no one ever finds a part of it.

    Raises:
        ChangedError: somebody else made it meanwhile.
        OSError: it could not be written.
    """
    draft = path.with_name(f".{path.name}.new")
    draft.unlink(missing_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    try:
        handle = os.open(draft, flags, 0o666)
        _share(handle, path.parent)
        try:
            _settle(handle, os.write(handle, data), data)
        finally:
            os.close(handle)
        try:
            os.link(draft, path)
        except FileExistsError:
            raise ChangedError(name) from None
        except (OSError, AttributeError):  # a system, or a file system, without links
            if path.exists():
                raise ChangedError(name) from None
            draft.rename(path)
    finally:
        draft.unlink(missing_ok=True)
    sync_folder(path.parent)


def _share(handle: int, folder: Path) -> None:
    """Have a new file shared by the group that shares its folder."""
    about = folder.stat()
    if about.st_mode & stat.S_IWGRP and os.fstat(handle).st_gid == about.st_gid:
        _permit(handle, stat.S_IRGRP | stat.S_IWGRP)


def _settle(handle: int, written: int, data: bytes) -> None:
    """Sync what was written to the disk.

    Raises:
        OSError: not all of it could be written.
    """
    if written != len(data):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    os.fsync(handle)
