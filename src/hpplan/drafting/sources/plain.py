"""Read plain text: UTF-8, GB18030, or UTF-16 by its mark; tables of cells parted by tabs."""

from __future__ import annotations

import codecs
import re

from hpplan.drafting.columns import header
from hpplan.drafting.sources.lines import DocumentError, Line, rejoined, trimmed
from hpplan.i18n import _

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BREAKS = re.compile(r"\r\n|[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")
_FEW = 0.02
"""What share of a text's characters may be unreadable, at most."""


def decoded(data: bytes, declared: str = "") -> str:
    """The text of bytes; a � for each place that cannot be read.

    Args:
        data: the bytes.
        declared: the encoding that the document names, if any.

    Raises:
        DocumentError: it is no text in any encoding that is known here.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _readable(data[len(mark) :].decode(encoding, "replace"))
    for encoding in (_known(declared), "utf-8"):
        if not encoding:
            continue
        try:
            return _readable(data.decode(encoding))
        except UnicodeDecodeError:
            continue
    # A text in UTF-8 with a few broken bytes is often valid GB18030, and nonsense.
    loose = data.decode("utf-8", "replace")
    if loose.count("\ufffd") <= len(loose) * _FEW:
        return _readable(loose)
    return _readable(data.decode("gb18030", "replace"))


def _known(declared: str) -> str:
    name = declared.lower().strip(" \"'")
    if name in {"gb2312", "gbk", "gb18030", "x-gbk", "gb_2312-80"}:
        return "gb18030"
    return name if name in {"utf-8", "utf8", "big5"} else ""


def _readable(text: str) -> str:
    """The text itself.

    Raises:
        DocumentError: much of it is no text.
    """
    bad = text.count("\ufffd") + len(re.findall(r"[\0-\x08\x0e-\x1b]", text))
    if bad > len(text) * _FEW:
        message = _("the file is no text that can be read")
        hint = _("give a .txt, .docx, .pdf, .html or .xlsx file")
        raise DocumentError(message, hint)
    return text


def text_lines(data: bytes) -> list[Line]:
    """The lines of a plain text, put together again where they were broken by width.

    Raises:
        DocumentError: it is no text.
    """
    raw = _BREAKS.split(decoded(data))
    if any("\t" in line and header(line.split("\t")) for line in raw):
        return _rows(raw)
    return [*filter(None, rejoined([trimmed(line) for line in raw]))]


def _rows(raw: list[str]) -> list[Line]:
    """Lines of which those with tabs are rows of a table."""
    widest = max(line.count("\t") for line in raw) + 1
    found: list[Line] = []
    for line in raw:
        if "\t" in line.strip():
            cells = [trimmed(cell) for cell in line.split("\t")]
            found.append((*cells, *[""] * (widest - len(cells))))
        elif trimmed(line):
            found.append(trimmed(line))
    return found
