"""The bytes of a file, up to a limit; files written whole, one or many; a folder on the disk."""

from __future__ import annotations

import errno
import os
import stat
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from hpplan.errors import HpplanError
from hpplan.i18n import _
from hpplan.phrases import reason
from hpplan.problem import Position, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

PROGRESS = Path("data", "progress")
"""Where a workspace has what was reported."""

LIMIT = "HPPLAN_MAX_MIB"
DEFAULT_LIMIT, LARGEST_LIMIT = 32, 100_000

POINTER = b"version https://git-lfs.github.com/spec/"
"""How the pointer begins that git LFS leaves in place of a file that it holds elsewhere."""

SHOWN = 5
"""How many files that are in the way are named."""


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
        # A pipe would have whoever opens it wait; a folder is refused by the system, in its words.
        if not stat.S_ISREG(mode := path.stat().st_mode) and not stat.S_ISDIR(mode):
            return b"", Problem(code, _("this is no regular file"), Position(name))
        with path.open("rb") as file:
            data = file.read(min(most * 2**20, os.fstat(file.fileno()).st_size) + 1)
    except OSError as error:
        return b"", unreadable(error, name, code)
    if len(data) > most * 2**20:
        return b"", file_too_large(name, most)
    if data.startswith(POINTER):
        message = _("only a pointer of git LFS stands here, not what the file says")
        hint = _("fetch it with git lfs pull; better, leave plan and progress out of LFS")
        return b"", Problem(code, message, Position(name), hint)
    return data, None


def file_too_large(name: str, most: int) -> Problem:
    """What is wrong with a file of more than so many MiB."""
    message = _("the file is larger than {n} MiB, and is not read").format(n=most)
    hint = _("if it is what it should be, set HPPLAN_MAX_MIB to a larger number")
    return Problem("HP106", message, Position(name), hint)


def is_beside(name: str) -> bool:
    """Whether a file by its name is hidden, or lies beside one that a program has open.

    macOS puts ._waitan.csv beside waitan.csv on a share, an office program ~$waitan.csv.
    """
    return name.startswith((".", "~$"))


def unreadable(error: OSError, name: str, code: str) -> Problem:
    """What the system says of a file that cannot be read."""
    message = _("the file cannot be read: {why}").format(why=reason(error))
    return Problem(code, message, Position(name))


class InTheWayError(HpplanError):
    """Files that hold something else than what was to be written, and were left as they are.

    Attributes:
        names: their names.
    """

    def __init__(self, names: list[str]) -> None:
        shown = _(", ").join(names[:SHOWN]) + ("…" if len(names) > SHOWN else "")
        message = _("already there, with other content: {names}").format(names=shown)
        super().__init__(message)
        self.names = names


def write_whole(path: Path, data: bytes) -> None:
    """Put a file in its place in one step: whoever looks sees the old one or the new one, whole.

    A link is replaced, not followed; an old file's permissions stay.

    Raises:
        OSError: it cannot be written; nothing is left of the attempt, and an old file is untouched.
    """
    _put({path: data})


def write_all(folder: Path, files: Mapping[str, bytes], *, force: bool) -> None:
    """Write files into a folder, which is made where it is missing: all of them, or none.

    Each is put in its place in one step; one that holds these bytes already is left alone.

    Args:
        folder: the folder.
        files: the bytes of each file by its name below the folder, as data/source/plan.txt.
        force: replace files that hold something else.

    Raises:
        InTheWayError: without `force`, there are such files.
        OSError: the system refuses. Nothing was written, unless it refused to put one in its
            place when all were ready, as where another program has the old one open.
    """
    wanted = {
        folder / name: data for name, data in files.items() if not _holds(folder / name, data)
    }
    in_the_way = [path.relative_to(folder).as_posix() for path in wanted if os.path.lexists(path)]
    if in_the_way and not force:
        raise InTheWayError(in_the_way)
    try:
        for each in dict.fromkeys((folder, *(path.parent for path in wanted))):
            each.mkdir(parents=True, exist_ok=True)
    except FileExistsError:  # a file of that name, or a link that leads to nowhere
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder)) from None
    _put(wanted)


def _holds(path: Path, data: bytes) -> bool:
    """Whether there is a file with these very bytes."""
    return path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data


def _put(files: Mapping[Path, bytes]) -> None:
    """Put files in their places, once all of them are on the disk under other names."""
    modes = {path: _mode(path) for path in files}
    with ExitStack() as undone:
        drafts = {}
        for number, (path, data) in enumerate(files.items()):
            draft = drafts[path] = path.with_name(f".hpplan-{os.getpid()}-{number}.new")
            undone.callback(draft.unlink, missing_ok=True)
            write_new(draft, data, modes[path])
        for path, draft in drafts.items():
            draft.replace(path)
    for folder in {path.parent for path in files}:
        sync_folder(folder)


def _mode(path: Path) -> int | None:
    """The permissions of a file that may be replaced; None where there is none, or a link."""
    if not os.path.lexists(path) or path.is_symlink():
        return None
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not stat.S_ISREG(mode):
        raise OSError(errno.EINVAL, _("this is no regular file"))
    if not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    return stat.S_IMODE(mode)


def write_new(path: Path, data: bytes, mode: int | None) -> None:
    """Write a file that nobody else has open, and have it on the disk.

    Args:
        path: the file, which is removed where it is there already.
        data: its bytes.
        mode: its permissions, which nobody finds wider meanwhile; None for those of a new file.

    Raises:
        OSError: it cannot be written.
    """
    path.unlink(missing_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with open(os.open(path, flags, 0o666 if mode is None else mode), "wb") as file:  # noqa: PTH123 (never a link)
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    if mode is not None:
        path.chmod(mode)


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
