"""A workbook that is a package of parts: looked through within bounds, and copied as seen."""

from __future__ import annotations

import io
import zipfile
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

from hpplan.forms.parts import WorkbookError, damaged, protected
from hpplan.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

UNPACKED = 4
"""How many times the limit of a file its parts may take when they are unpacked."""

BLOCK_BYTES = 2**16


class Package:
    """The parts of one workbook.

    Attributes:
        names: the parts by their names in small letters; those that were read are no longer there.
        most: bytes that all parts together may take.
    """

    def __init__(self, archive: zipfile.ZipFile, most: int) -> None:
        self.archive = archive
        self.most = most
        members = archive.infolist()
        self.names = {each.filename.lower().lstrip("/"): each for each in members}
        if len(self.names) < len(members):
            raise damaged()
        if any(each.flag_bits & 1 for each in members):
            raise protected()
        if sum(each.file_size for each in members) > most:
            raise too_large_unpacked(most)
        self._copy = io.BytesIO()
        self._kept = zipfile.ZipFile(self._copy, "w", zipfile.ZIP_STORED)

    def read(
        self,
        name: str,
        start: Callable[[str, dict[str, str]], None] | None = None,
        end: Callable[[str], None] | None = None,
        text: Callable[[str], None] | None = None,
    ) -> None:
        """Stream a part, where there is one, past some handlers and into the copy."""
        if (member := self.names.pop(name, None)) is None:
            return
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = start
        parser.EndElementHandler = end
        parser.CharacterDataHandler = text
        parser.StartDoctypeDeclHandler = _refuse_doctype
        parser.XmlDeclHandler = _refuse_encoding
        copied = member.filename.lstrip("/")
        with self.archive.open(member) as part, self._kept.open(copied, "w") as copy:
            _stream(part, parser, copy)

    def close(self) -> None:
        """Have the copy closed, whatever was found."""
        self._kept.close()

    def copied(self) -> io.BytesIO:
        """A package of the parts that were read, as they were seen."""
        self.close()
        self._copy.seek(0)
        return self._copy

    def beginning(self, name: str, count: int) -> bytes:
        """The first bytes of a part; none where there is no such part."""
        member = self.names.get(name)
        if member is None:
            return b""
        with self.archive.open(member) as part:
            return part.read(count)

    def keep(self, name: str, data: bytes) -> None:
        """Put a part that was read whole into the copy."""
        self._kept.writestr(name, data)


@contextmanager
def opened(data: bytes, most: int) -> Iterator[Package]:
    """Open a package.

    Args:
        data: the file's bytes.
        most: bytes that a file may have.

    Raises:
        WorkbookError: it is damaged, or out of bounds.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            package = Package(archive, most * UNPACKED)
            try:
                yield package
            finally:
                package.close()
    except (
        zipfile.BadZipFile,
        zlib.error,
        expat.ExpatError,
        EOFError,
        NotImplementedError,
        OSError,
        ValueError,
    ):
        raise damaged() from None


def part_names(data: bytes) -> set[str]:
    """The names of a package's parts in small letters; none of one that is damaged."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return {name.lower().lstrip("/") for name in archive.namelist()}
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError):
        return set()


def too_large_unpacked(most: int) -> WorkbookError:
    """That a workbook would take too much room once it is unpacked."""
    message = _("unpacked, the workbook would be larger than {n} MiB, and is not read")
    hint = _("delete the sheets and pictures that do not belong to the form")
    return WorkbookError(message.format(n=most // 2**20), hint)


def _stream(part: Any, parser: expat.XMLParserType, copy: Any) -> None:
    """Parse a part block by block, and copy it."""
    begins = True
    while block := part.read(BLOCK_BYTES):
        if begins and block.startswith((b"\xff\xfe", b"\xfe\xff", b"\0")):
            raise damaged()  # UTF-16, which no spreadsheet writes and the library cannot read
        begins = False
        parser.Parse(block, False)  # noqa: FBT003 (expat's own order)
        copy.write(block)
    parser.Parse(b"", True)  # noqa: FBT003


def _refuse_doctype(*_given: Any) -> None:
    message = _("the workbook declares XML entities, as no spreadsheet does, and is not read")
    raise WorkbookError(message, _("open it in the spreadsheet and save it again as .xlsx"))


def _refuse_encoding(_version: str, encoding: str | None, _standalone: int) -> None:
    """Refuse a part that is not in UTF-8: the library would read it as something else."""
    if encoding and encoding.lower() not in {"utf-8", "us-ascii"}:
        raise damaged()


def plain_name(tag: str) -> str:
    """An element's name without the prefix of its namespace."""
    return tag.rpartition(":")[2]
