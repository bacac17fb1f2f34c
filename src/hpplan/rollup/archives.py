"""A workspace that is one file: a .zip, here or at a URL, unpacked within bounds."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

from hpplan.files import PROGRESS, limit, read_bytes
from hpplan.i18n import _
from hpplan.problem import Position, Problem
from hpplan.rollup.sources import PLAN_FILE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hpplan.rollup.sources import Reference

TIMES_UNPACKED = 8
"""How many times the limit of a file the workspace may take when it is unpacked."""

DIRECTORY_BYTES = 2**20
"""Bytes of an archive's list of its files: some 10,000 names."""

_BLOCK_BYTES = 2**16

_PACKED = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
"""How files may be packed: what offices use; bzip2 and LZMA fail, and take memory, as others do."""

_END = struct.Struct("<4s4H2LH")
_END_MARK = b"PK\x05\x06"


def archive_bytes(reference: Reference, name: str) -> tuple[bytes, Problem | None]:
    """Return the bytes of a workspace's archive, up to the limit of a file.

    Args:
        reference: where it is.
        name: what it is called in messages.
    """
    if not reference.is_remote:
        return read_bytes(Path(reference.path), name, "HP101")
    try:
        import fsspec
    except ImportError:
        message = _("reading a URL needs fsspec, which is not installed")
        hint = _("install hpplan with [cluster], or fsspec itself")
        return b"", Problem("HP101", message, Position(name), hint)
    most = limit() * 2**20
    try:
        with fsspec.open(reference.path, "rb") as file:
            data: bytes = file.read(most + 1)
    except Exception as error:  # noqa: BLE001 (each kind of storage has its own)
        why, hint = _storage_reason(error)
        message = _("the file cannot be read: {why}").format(why=why)
        return b"", Problem("HP101", message, Position(name), hint)
    return (data, None) if len(data) <= most else (b"", _too_large(name, most))


def unreadable_protocols(references: Iterable[Reference]) -> dict[str, str]:
    """Return the protocols of URLs that nothing installed here reads, each with the reason."""
    protocols = sorted({each.path.partition("://")[0] for each in references if each.is_remote})
    try:
        from fsspec import get_filesystem_class
    except ImportError:
        return dict.fromkeys(protocols, _("reading a URL needs fsspec, which is not installed"))
    found = {}
    for protocol in protocols:
        try:
            get_filesystem_class(protocol)
        except (ImportError, ValueError) as error:
            found[protocol] = str(error)
    return found


def _storage_reason(error: Exception) -> tuple[str, str]:
    """Return why a storage gave nothing, in its own words, and what is to be done."""
    said = str(error).partition("\n")[0]
    if isinstance(error, ImportError):
        return said, _("install what is missing wherever plans are judged")
    kinds: dict[type[Exception], str] = {
        FileNotFoundError: _("No such file or directory"),
        PermissionError: _("Permission denied"),
    }
    return f"{kinds.get(type(error), type(error).__name__)}: {said}", ""


def unpack(data: bytes, folder: Path, name: str) -> Problem | None:
    """Unpack what a judgement rests on: the plan, and the progress files beside it.

    Args:
        data: the archive's bytes.
        folder: an empty folder.
        name: what the archive is called in messages.
    """
    if _listed_bytes(data) > DIRECTORY_BYTES:
        return _unusable(name, _("it lists too many files"))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _unpack(archive, folder, name)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        FileExistsError,
        NotImplementedError,
        UnicodeError,
        ValueError,
    ):
        return _unusable(name, _("it is damaged, or no ZIP archive"))
    except RuntimeError:  # how zipfile asks for a password
        return _unusable(name, _("it is protected by a password"))


def _listed_bytes(data: bytes) -> int:
    """Return how long an archive's list of files is, which is held in memory; 0 without any.

    One that says so in the 64-bit form, which nothing of this size needs, counts as too long.
    """
    at = data.rfind(_END_MARK)
    if at < 0 or at + _END.size > len(data):
        return 0
    if data[max(at - 20, 0) : at].startswith(b"PK\x06\x07"):
        return DIRECTORY_BYTES + 1
    return int(_END.unpack_from(data, at)[5])


def _unpack(archive: zipfile.ZipFile, folder: Path, name: str) -> Problem | None:
    members = {each.filename: each for each in archive.infolist()}
    plans = [path for path in members if path == PLAN_FILE or path.endswith(f"/{PLAN_FILE}")]
    plan = min(plans, key=lambda path: path.count("/"), default=None)
    if plan is None or plan.count("/") > 1:
        return _unusable(name, _("there is no plan.yaml in it, nor in its only folder"))
    inside = plan.removesuffix(PLAN_FILE)
    progress = f"{inside}{PROGRESS.as_posix()}/"
    left, most = limit() * 2**20 * TIMES_UNPACKED, limit() * 2**20
    (folder / PROGRESS).mkdir(parents=True)
    for path, member in members.items():
        base = path.removeprefix(progress)
        if path != plan and not (path.startswith(progress) and _is_plain(base)):
            continue
        if member.compress_type not in _PACKED:
            raise NotImplementedError
        target = folder / PLAN_FILE if path == plan else folder / PROGRESS / base
        with archive.open(member) as packed, target.open("xb") as file:
            # One byte more than may be read, so that whoever reads it says that it is too large.
            rest = most + 1
            while rest and (block := packed.read(min(_BLOCK_BYTES, rest))):
                rest -= len(block)
                left -= len(block)
                if left < 0:
                    return _too_large(name, most * TIMES_UNPACKED)
                file.write(block)
    return None


def _is_plain(base: str) -> bool:
    """Tell whether a progress file's name is one that leads nowhere else."""
    return base.lower().endswith(".csv") and not set(base) & set('/\\:*?"<>|\0')


def _too_large(name: str, most: int) -> Problem:
    message = _("the archive is larger than {n} MiB, and is not read").format(n=most // 2**20)
    hint = _("if it is what it should be, set HPPLAN_MAX_MIB to a larger number")
    return Problem("HP106", message, Position(name), hint)


def _unusable(name: str, why: str) -> Problem:
    message = _("the archive cannot be used: {why}").format(why=why)
    hint = _("put plan.yaml and data/progress into it, and nothing around them")
    return Problem("HP101", message, Position(name), hint)
