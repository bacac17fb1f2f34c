"""What an OpenDocument spreadsheet (.ods) says that the library reading its cells does not.

See `xlsx` for what that is. Here a few bytes can stand for very much: a cell or a row says how
often it is repeated, and a text how many blanks stand in it. The library makes room for each of
them, so they are counted first, each text as often as it is repeated.
"""

from __future__ import annotations

import re

from hpplan.forms.kinds import kind_of_package
from hpplan.forms.package import Package, opened, too_large_unpacked
from hpplan.forms.parts import Marks, Parts, damaged, protected

NOTED_BYTES = 100
"""Room that a noted cell takes."""

MIMETYPE = b"application/vnd.oasis.opendocument.spreadsheet"
CONTENT, MANIFEST = "content.xml", "meta-inf/manifest.xml"

_COUNT = re.compile(r"[1-9]\d{0,8}", re.ASCII).fullmatch
_CELLS = {"table:table-cell", "table:covered-table-cell"}


def inspect_ods(data: bytes, most: int) -> Parts:
    """Look through the parts of an OpenDocument spreadsheet.

    Args:
        data: the file's bytes.
        most: bytes that a file may have.

    Raises:
        WorkbookError: it is no workbook, it is damaged, or it is out of bounds.
    """
    with opened(data, most) as package:
        return _parts(package)


def _parts(package: Package) -> Parts:
    mimetype = package.beginning("mimetype", 100)
    if "encrypted-package" in package.names:
        raise protected()
    if mimetype.strip() != MIMETYPE:
        raise kind_of_package(package)
    package.keep("mimetype", MIMETYPE)
    package.read(MANIFEST, _refuse_encrypted)
    reader = _Content(package.most)
    package.read(CONTENT, reader.start, reader.end, reader.text)
    return Parts(package.copied(), reader.sheets, from_1904=False)


def _refuse_encrypted(tag: str, _given: dict[str, str]) -> None:
    if tag.endswith("encryption-data"):
        raise protected()


def _times(given: dict[str, str], name: str) -> int:
    """How often something is repeated, or how much it spans.

    Raises:
        WorkbookError: that is no number.
    """
    number = given.get(name, "1")
    if not _COUNT(number):
        raise damaged()
    return int(number)


class _Content:
    """Notes of the cells of all sheets what their values do not tell."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.sheets: dict[str, Marks] = {}
        self.marks: Marks | None = None
        self.row = self.column = 0
        self.rows = self.columns = 1
        self.given: dict[str, str] | None = None
        self.words: list[str] = []
        self.depth = 0
        self.taken = 0
        """Bytes of all texts, each as often as it is repeated."""

    def start(self, tag: str, given: dict[str, str]) -> None:
        """An element opens."""
        if tag == "table:table":
            name = given.get("table:name", "")
            if self.marks is not None or name in self.sheets:
                raise damaged()
            self.marks = self.sheets[name] = Marks()
            self.row = 0
        elif tag == "table:table-row":
            self.rows, self.column = _times(given, "table:number-rows-repeated"), 0
        elif tag in _CELLS:
            self.columns = _times(given, "table:number-columns-repeated")
            self.given, self.words = given, []
        elif tag == "text:s" and self.given is not None:
            count = _times(given, "text:c")
            self._take(count)
            self.words.append(" " * count)
        elif tag == "office:annotation":
            self.depth += 1

    def end(self, tag: str) -> None:
        """An element closes."""
        if tag == "table:table":
            self.marks = None
        elif tag == "table:table-row":
            self.row += self.rows
        elif tag in _CELLS and self.given is not None:
            self._cell(self.given, "".join(self.words))
            self.given = None
            self.column += self.columns
        elif tag == "office:annotation":
            self.depth -= 1

    def text(self, text: str) -> None:
        """Characters between the elements; of a comment none."""
        if self.given is not None and not self.depth:
            self.words.append(text)

    def _take(self, count: int) -> None:
        """Count bytes that the library will make room for.

        Raises:
            WorkbookError: they are too many.
        """
        self.taken += count * self.rows * self.columns
        if self.taken > self.most:
            raise too_large_unpacked(self.most)

    def _cell(self, given: dict[str, str], words: str) -> None:
        """Note a cell, and those that repeat it."""
        kind = given.get("office:value-type")
        formula = "table:formula" in given
        if self.marks is None or not (kind or words or formula):
            return
        last = self.row + self.rows, self.column + self.columns
        self.marks.hold(last)
        self._take(len(words) + len(given.get("office:string-value", "")) + 1)
        if (down := _times(given, "table:number-rows-spanned")) > 1:
            across = _times(given, "table:number-columns-spanned")
            begin = self.row + 1, self.column + 1
            self.marks.merged.append((begin[0], self.row + down, begin[1], self.column + across))
        places = (
            (row, column)
            for row in range(self.row + 1, last[0] + 1)
            for column in range(self.column + 1, last[1] + 1)
        )
        is_error = given.get("calcext:value-type") == "error"
        if is_error or kind == "percentage" or (formula and kind is None):
            self._take(NOTED_BYTES)
        if is_error:
            self.marks.errors.update(dict.fromkeys(places, words))
        elif formula and kind is None:
            self.marks.uncalculated.update(places)
        elif kind == "percentage":
            self.marks.percents.update(places)
