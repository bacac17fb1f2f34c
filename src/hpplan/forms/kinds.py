"""What a file is that is no workbook and no CSV, whatever its name says, and what to do with it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hpplan.forms.parts import WorkbookError
from hpplan.i18n import _

if TYPE_CHECKING:
    from hpplan.forms.package import Package

HEAD_BYTES = 4096
"""Bytes in which a file says what it is."""

_COMMENTS = re.compile(r"(?:\s|\ufeff|<!--.{0,2000}?-->)*", re.DOTALL)
_PAGE = re.compile(
    r"<(?:!doctype\s+html|html|head|meta|body|table|style|script|div)\b", re.IGNORECASE
)
_XML_SPREADSHEET = re.compile("urn:schemas-microsoft-com:office:spreadsheet|progid=.Excel.Sheet")
_SIGNATURES = (
    (b"%PDF", "pdf"),
    (b"{\\rtf", "document"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"BM", "picture"),
    (b"Rar!", "packed"),
    (b"7z\xbc\xaf", "packed"),
    (b"\x1f\x8b", "packed"),
)
_MARKUP = {"page", "archive", "xml-spreadsheet", "flat", "xml"}


def kind_of_file(data: bytes) -> WorkbookError | None:
    """What a file is by its first bytes, and what to do with it; None where that cannot be told."""
    found = next((kind for begin, kind in _SIGNATURES if data.startswith(begin)), None)
    if found == "picture" and data.startswith(b"BM") and b"\0" not in data[:HEAD_BYTES]:
        found = None  # a text that begins so
    found = found or _markup(data)
    return _told(found) if found else None


def kind_of_package(package: Package) -> WorkbookError:
    """What a package of parts is that is no workbook, and what to do with it."""
    names = package.names
    if "xl/workbook.bin" in names:
        return _told("binary")
    mimetype = package.beginning("mimetype", 100)
    if "word/document.xml" in names or b"opendocument.text" in mimetype:
        return _told("document")
    if "ppt/presentation.xml" in names or b"opendocument.presentation" in mimetype:
        return _told("slides")
    return _told("packed")


def _markup(data: bytes) -> str | None:
    """Which of the texts it is that a spreadsheet writes, or a web site under a workbook's name."""
    is_wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    head = data[:HEAD_BYTES].decode("utf-16" if is_wide else "utf-8-sig", "replace")
    begin = _COMMENTS.match(head)
    text = head[begin.end() if begin else 0 :]
    if _PAGE.match(text):
        return "page"
    if text[:13].lower() == "mime-version:":
        return "archive"
    if not text.startswith("<?xml"):
        return None
    if _XML_SPREADSHEET.search(text):
        return "xml-spreadsheet"
    if "<office:document" in text:
        return "flat"
    return "page" if "<html" in text else "xml"


def _told(kind: str) -> WorkbookError:
    """That files of a kind are not read, and what to do with one."""
    kinds = {
        "page": _("a web page"),
        "archive": _("an archived web page"),
        "xml-spreadsheet": _("an XML spreadsheet of 2003"),
        "flat": _("an OpenDocument in one piece (.fods)"),
        "xml": _("an XML file"),
        "binary": _("a binary workbook (.xlsb)"),
        "pdf": _("a PDF"),
        "picture": _("a picture"),
        "document": _("a text document"),
        "slides": _("a presentation"),
        "packed": _("a packed folder"),
    }
    if kind in _MARKUP or kind == "binary":
        hint = _("open it in the spreadsheet, and save it as .xlsx")
    elif kind == "packed":
        hint = _("unpack it, and collect what is in it")
    else:
        hint = _("copy its table into a spreadsheet, and save that as .xlsx")
    message = _("the file is {kind}, which is not read").format(kind=kinds[kind])
    return WorkbookError(message, hint)
