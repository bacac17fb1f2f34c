"""Read a published document by what it is: text, web page, Word, PDF or workbook."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hpplan.drafting.sources.lines import DocumentError, missing
from hpplan.i18n import _

if TYPE_CHECKING:
    from hpplan.drafting.sources.lines import Line

_ZIP, _COMPOUND, _PDF = b"PK\x03\x04", bytes.fromhex("d0cf11e0a1b11ae1"), b"%PDF-"
_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body|table|div|p)\b", re.IGNORECASE)
_WORD = b"word/document.xml"
_NO_PAGES = (".txt", ".md", ".csv")


def document_lines(data: bytes, name: str, sheet: str = "") -> list[Line]:
    """The lines of a document, and the rows of its tables.

    Args:
        data: the file's bytes.
        name: the file, as a person would name it.
        sheet: of a workbook, the sheet to take; the first with a task table unless given.

    Raises:
        DocumentError: it cannot be read, or a package that its format needs is not installed.
    """
    try:
        lines = _read(data, name, sheet)
    except ImportError as error:
        raise missing(error.name or "") from None
    if not lines:
        raise DocumentError(_("the document holds no text"))
    return lines


def _read(data: bytes, name: str, sheet: str) -> list[Line]:
    low = name.lower()
    if data.startswith(_PDF) or _PDF in data[:1024]:
        from hpplan.drafting.sources.pdf import pdf_lines

        return pdf_lines(data)
    if data.startswith(_ZIP) and (_WORD in data or low.endswith((".docx", ".docm"))):
        from hpplan.drafting.sources.word import word_lines

        return word_lines(data)
    if data.startswith(_COMPOUND) and low.endswith(".doc"):
        message = _("a .doc document of old Word is not read")
        raise DocumentError(message, _("open it in Word or WPS and save it as .docx"))
    if data.startswith((_ZIP, _COMPOUND)) or low.endswith(".csv"):
        from hpplan.drafting.sources.sheets import sheet_lines

        return sheet_lines(data, name, sheet)
    if not low.endswith(_NO_PAGES) and _PAGE.search(data[:4096]):
        from hpplan.drafting.sources.pages import page_lines

        return page_lines(data)
    from hpplan.drafting.sources.plain import text_lines

    return text_lines(data)
