"""What the parts of an .xlsx workbook say that the library reading its cells does not.

The library gives an error cell as an empty one, a percentage as its fraction, and memory to every
cell between the first and the last, to whatever number of texts a part claims to have. So the parts
are looked through first: once, as a stream, and within bounds. It is then given a workbook of these
parts alone, so that nothing reaches it which was not seen: a part that is longer than it says, one
that stands twice, an entity.
"""

from __future__ import annotations

import re
from functools import cache
from posixpath import join, normpath
from typing import TYPE_CHECKING

from hpplan.forms.kinds import kind_of_package
from hpplan.forms.package import Package, opened, plain_name
from hpplan.forms.parts import (
    BUILT_IN_PERCENT,
    Marks,
    Parts,
    damaged,
    shows_percentage,
)

if TYPE_CHECKING:
    from collections.abc import Callable

SHORTEST_TEXT = len("<si/>")
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384

_ROW = re.compile(r"[1-9]\d{0,6}", re.ASCII).fullmatch
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})", re.ASCII).fullmatch
_RANGE = re.compile(r"[A-Z]{1,3}[1-9]\d{0,6}(:[A-Z]{1,3}[1-9]\d{0,6})?", re.ASCII).fullmatch
_COUNT = re.compile(r"\d{1,9}", re.ASCII).fullmatch
MAIN = "xl/workbook.xml"
"""The part that lists the sheets."""

_RELATIONS = "xl/_rels/workbook.xml.rels"


def inspect_xlsx(data: bytes, most: int) -> Parts:
    """Look through a workbook's parts.

    Args:
        data: the file's bytes.
        most: bytes that a file may have.

    Raises:
        WorkbookError: it is no workbook, it is damaged, or it is out of bounds.
    """
    with opened(data, most) as package:
        return _Workbook(package).parts()


class _Workbook:
    """The parts of one workbook."""

    def __init__(self, package: Package) -> None:
        self.package = package
        if MAIN not in package.names:
            raise kind_of_package(package)

    def parts(self) -> Parts:
        """Go through all that the library reads."""
        sheets, from_1904 = self._parts()
        return Parts(self.package.copied(), sheets, from_1904)

    def _parts(self) -> tuple[dict[str, Marks], bool]:
        sheets: list[tuple[str, str]] = []
        from_1904 = False

        def of_workbook(tag: str, given: dict[str, str]) -> None:
            nonlocal from_1904
            tag = plain_name(tag)
            if tag == "sheet":
                sheets.append((given.get("name", ""), _local(given, "id")))
            elif tag == "workbookPr":
                from_1904 = given.get("date1904", "0") in {"1", "true"}

        self.package.read("_rels/.rels")
        self.package.read(MAIN, of_workbook)
        paths: dict[str, str] = {}

        def of_relations(tag: str, given: dict[str, str]) -> None:
            if plain_name(tag) == "Relationship":
                paths[given.get("Id", "")] = given.get("Target", "")

        self.package.read(_RELATIONS, of_relations)
        self.package.read("xl/sharedstrings.xml", self._texts())
        percents = self._percents()
        marks = {}
        for name, relation in sheets:
            if name in marks:
                raise damaged()
            reader = _SheetReader(percents)
            path = normpath(join("/xl", paths.get(relation, ""))).lstrip("/").lower()
            self.package.read(path, reader.start, reader.end, reader.text)
            marks[name] = reader.marks
        return marks, from_1904

    def _texts(self) -> Callable[[str, dict[str, str]], None]:
        """Hold the number of shared texts against the room that they take."""
        member = self.package.names.get("xl/sharedstrings.xml")
        most = member.file_size // SHORTEST_TEXT if member else 0

        def of_texts(tag: str, given: dict[str, str]) -> None:
            if plain_name(tag) == "sst":
                count = given.get("uniqueCount", "0")
                if not _COUNT(count) or int(count) > most:
                    raise damaged()

        return of_texts

    def _percents(self) -> set[str]:
        """The numbers of the cell styles that show percentages."""
        formats = dict.fromkeys(BUILT_IN_PERCENT, "%")
        found: set[str] = set()
        count = -1

        def of_styles(tag: str, given: dict[str, str]) -> None:
            nonlocal count
            tag = plain_name(tag)
            if tag == "numFmt":
                formats[given.get("numFmtId", "")] = given.get("formatCode", "")
            elif tag == "cellXfs":
                count = 0
            elif tag == "cellStyles":
                count = -1
            elif tag == "xf" and count >= 0:
                if shows_percentage(formats.get(given.get("numFmtId", ""), "")):
                    found.add(str(count))
                count += 1

        self.package.read("xl/styles.xml", of_styles)
        return found


def _local(given: dict[str, str], name: str) -> str:
    """An attribute by its name in whatever namespace; one without a prefix is another's."""
    return next((value for key, value in given.items() if key.endswith(f":{name}")), "")


class _SheetReader:
    """Notes of the cells of a sheet what their values do not tell."""

    def __init__(self, percents: set[str]) -> None:
        self.percents = percents
        self.marks = Marks()
        self.row = self.column = 0
        self.given: dict[str, str] = {}
        self.formula = self.filled = self.inside = False
        self.value: list[str] = []

    def start(self, tag: str, given: dict[str, str]) -> None:
        """An element opens."""
        if ":" in tag:
            tag = plain_name(tag)
        if tag == "c":
            # Most cells are empty; where they lie is not looked at.
            if "r" not in given:
                self.row, self.column = self._place()
                self.column += 1
            self.given, self.formula, self.filled = given, False, False
        elif tag == "row":
            number = given.get("r")
            if number is not None and not _ROW(number):
                raise damaged()
            self.row = int(number) if number else self.row + 1
            self.column, self.given = 0, {}
        elif tag in {"f", "v", "is", "t"}:
            if not self.filled:
                self.filled, self.value = True, []
            self.formula |= tag == "f"
            self.inside = tag in {"v", "t"}
        elif tag in {"mergeCell", "dimension"} and not _RANGE(given.get("ref", "")):
            raise damaged()

    def end(self, tag: str) -> None:
        """An element closes."""
        if ":" in tag:
            tag = plain_name(tag)
        if tag in {"v", "t"}:
            self.inside = False
        elif tag == "c" and self.filled:
            self._cell(self._place(), "".join(self.value))

    def text(self, text: str) -> None:
        """Characters between the elements."""
        if self.inside:
            self.value.append(text)

    def _place(self) -> tuple[int, int]:
        """Where the cell lies that was read last: where it says, or behind the one before it."""
        reference = self.given.get("r")
        return (self.row, self.column) if reference is None else _place(reference)

    def _cell(self, place: tuple[int, int], value: str) -> None:
        self.marks.hold(place)
        kind = self.given.get("t", "n")
        if kind == "s" and not _COUNT(value):
            raise damaged()
        if kind == "e":
            self.marks.errors[place] = value
        elif self.formula and not value and kind != "str":
            self.marks.uncalculated.add(place)
        elif value and kind == "n" and self.given.get("s") in self.percents:
            self.marks.percents.add(place)


def _place(reference: str) -> tuple[int, int]:
    """Row and column that a reference names, as E7.

    Raises:
        WorkbookError: no sheet has such a cell.
    """
    if not (found := _REFERENCE(reference)):
        raise damaged()
    row, column = int(found[2]), column_number(found[1])
    if row > LAST_ROW or column > LAST_COLUMN:
        raise damaged()
    return row, column


@cache
def column_number(letters: str) -> int:
    """The number of a column, 1-based: 27 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
