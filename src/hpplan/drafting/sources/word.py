"""Read a Word document: its paragraphs with the numbers that Word counts, and its tables' rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hpplan.drafting.sources.archive import word_parts
from hpplan.drafting.sources.lines import DocumentError, Line, rejoined, trimmed
from hpplan.drafting.sources.numbering import child, local, numbering, value
from hpplan.drafting.tables import ABOVE, LEFT
from hpplan.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hpplan.drafting.sources.numbering import Numbering

_MAIN, _LISTS, _STYLES = "word/document.xml", "word/numbering.xml", "word/styles.xml"
_LEFT_OUT = {"del", "moveFrom", "Fallback", "instrText", "delText", "rt", "pPr", "rPr", "object"}
_AS_TEXT = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_HOLDERS = {"sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag", "body"}
_DEEPEST = 60
"""How deep elements may lie in one another."""


def word_lines(data: bytes) -> list[Line]:
    """The lines of a Word document.

    Raises:
        DocumentError: it cannot be read.
        ImportError: lxml, which reads XML, is not installed.
    """
    parts = word_parts(data, (_MAIN, _LISTS, _STYLES))
    body = child(parts[_MAIN], "body") if _MAIN in parts else None
    if body is None:
        raise DocumentError(
            _("it is no Word document"), _("save it as .docx, without macros and password")
        )
    reader = _Reader(numbering(parts.get(_LISTS), parts.get(_STYLES)))
    lines = list(reader.lines(body, 0))
    if all(isinstance(line, str) for line in lines):
        return [*rejoined([line for line in lines if isinstance(line, str)])]
    return lines


class _Reader:
    """Reads the elements of a document in their order, since its numbers count on."""

    def __init__(self, lists: Numbering) -> None:
        self.lists = lists

    def lines(self, holder: Any, depth: int) -> Iterator[Line]:
        """The lines of what an element holds."""
        for each in holder:
            name = local(each)
            if name == "p":
                yield from filter(None, map(trimmed, self._paragraph(each, depth).split("\n")))
            elif name == "tbl":
                yield from self._table(each, depth + 1)
            elif name in _HOLDERS:
                self._refuse(depth)
                yield from self.lines(each, depth + 1)

    @staticmethod
    def _refuse(depth: int) -> None:
        if depth > _DEEPEST:
            raise DocumentError(
                _("it is no Word document"), _("save it as .docx, without macros and password")
            )

    def _paragraph(self, element: Any, depth: int, *, bare_number: bool = False) -> str:
        """The text of a paragraph behind its number, then what stands in its text boxes."""
        boxes: list[str] = []
        text = "".join(self._texts(element, boxes, depth))
        label = self.lists.label(child(element, "pPr"))
        if label and (text.strip() or bare_number):
            text = label + (" " if label[-1].isalnum() else "") + text.lstrip()
        return "\n".join(filter(None, [text, *boxes]))

    def _texts(self, element: Any, boxes: list[str], depth: int) -> Iterator[str]:
        self._refuse(depth)
        for each in element:
            name = local(each)
            if name in _LEFT_OUT or not name:
                continue
            if name == "t":
                yield each.text or ""
            elif name in _AS_TEXT:
                yield "" if value(each, "type") == "page" else _AS_TEXT[name]
            elif name == "txbxContent":
                boxes += [line for line in self.lines(each, depth + 1) if isinstance(line, str)]
            elif name == "r" and child(each, "rPr", "vanish") is not None:
                continue
            elif name != "p":
                yield from self._texts(each, boxes, depth + 1)

    def _table(self, table: Any, depth: int) -> Iterator[Line]:
        """The rows of a table; the lines of one that has a single column."""
        self._refuse(depth)
        rows = [self._row(row, depth) for row in _below(table, "tr", depth)]
        width = max(map(len, rows), default=0)
        for row in rows:
            if width == 1:
                yield from filter(None, row[0].split("\n"))
            elif row:
                yield (*row, *[LEFT] * (width - len(row)))

    def _row(self, row: Any, depth: int) -> tuple[str, ...]:
        properties = child(row, "trPr")
        if properties is not None and child(properties, "del") is not None:
            return ()
        cells = [""] * _number(properties, "gridBefore")
        for cell in _below(row, "tc", depth):
            of_cell = child(cell, "tcPr")
            merge = child(of_cell, "vMerge") if of_cell is not None else None
            if merge is not None and value(merge) != "restart":
                text = ABOVE
            else:
                text = self._cell(cell, depth)
            span = max(_number(of_cell, "gridSpan"), 1)
            cells += [text, *[LEFT] * (min(span, 64) - 1)]
        cells += [""] * _number(properties, "gridAfter")
        return tuple(cells)

    def _cell(self, cell: Any, depth: int) -> str:
        """The text of a cell, a paragraph a line; a number that Word counts is text too."""
        found: list[str] = []
        for each in cell:
            if local(each) == "p":
                text = self._paragraph(each, depth + 1, bare_number=True)
                found += filter(None, map(trimmed, text.split("\n")))
            elif local(each) == "tbl" or local(each) in _HOLDERS:
                for line in self.lines([each], depth + 1):
                    words = (line,) if isinstance(line, str) else line
                    found += [word for word in words if word and word not in {ABOVE, LEFT}]
        return "\n".join(found)


def _below(element: Any, name: str, depth: int) -> Iterator[Any]:
    """The rows or cells of an element, those within content controls included."""
    for each in element:
        if local(each) == name:
            yield each
        elif local(each) in _HOLDERS and depth <= _DEEPEST:
            yield from _below(each, name, depth + 1)


def _number(properties: Any, name: str) -> int:
    """A small number among the properties of a row or cell; 0 where there is none."""
    given = value(child(properties, name)) if properties is not None else ""
    return min(int(given), 64) if given.isdigit() else 0
