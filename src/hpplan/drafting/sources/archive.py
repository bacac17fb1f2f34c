"""Read parts of a zip file that may be hostile: bounded, without passwords, macros or DTDs."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Any

from hpplan.drafting.sources.lines import DocumentError
from hpplan.i18n import _

_LARGEST_PART = 32
"""MiB that a part may have when it is unpacked."""

_MACROS = "vbaproject.bin"


def word_parts(data: bytes, names: tuple[str, ...]) -> dict[str, Any]:
    """The roots of a Word document's XML parts, by name; a part that it lacks is left out.

    Raises:
        DocumentError: it is damaged, out of bounds, or holds what no such document needs.
        ImportError: lxml, which reads XML, is not installed.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = {each.filename.lower().lstrip("/"): each for each in archive.infolist()}
            if any(each.endswith(_MACROS) for each in members) or any(
                each.flag_bits & 1 for each in members.values()
            ):
                raise _no_word_document()
            return {
                name: _root(_unpacked(archive, members[name])) for name in names if name in members
            }
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        OSError,
        RuntimeError,
        ValueError,
    ):
        raise _no_word_document() from None


def _no_word_document() -> DocumentError:
    return DocumentError(
        _("it is no Word document"), _("save it as .docx, without macros and password")
    )


def _unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    most = _LARGEST_PART * 2**20
    with archive.open(member) as part:
        data = part.read(most + 1) if member.file_size <= most else b""
    if member.file_size > most or len(data) > most:
        message = _("it expands to more than {n} MiB").format(n=_LARGEST_PART)
        raise DocumentError(message, _("save the plan alone as a document of its own"))
    return data


def _root(data: bytes) -> Any:
    """The root of an XML part, with no entity resolved and nothing fetched."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        raise _no_word_document() from None
    if root.getroottree().docinfo.doctype:
        raise _no_word_document()
    return root
