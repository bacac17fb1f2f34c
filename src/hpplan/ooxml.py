"""What the parts of an .xlsx workbook say that the library reading its cells does not.

The library gives an error cell as an empty one, a percentage as its fraction, and memory to every
cell between the first and the last. So the parts are looked through first: once, as a stream, and
within bounds.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import dataclass, field
from posixpath import join, normpath
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

from hpplan.words import _

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_CELLS = 2_000_000
"""Cells between the first and the last of a sheet, at most."""

UNPACKED = 4
"""How many times the limit of a file its parts may take when they are unpacked."""

BLOCK = 2**16

BUILT_IN_PERCENT = frozenset({"9", "10"})
"""The number formats 0% and 0.00%, which a workbook names by their numbers alone."""

_LITERAL = re.compile(r'"[^"]*"|\\.')
_ROW = re.compile(r"[1-9]\d{0,6}", re.ASCII).fullmatch
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})", re.ASCII).fullmatch

Place = tuple[int, int]
"""Row and column of a cell, both 1-based."""


class WorkbookError(Exception):
    """Why a workbook is not read: what is wrong, and how to mend it."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


@dataclass(slots=True)
class Marks:
    """What is to be known of a sheet's cells beside their values.

    Attributes:
        percents: the numbers that are shown as percentages.
        errors: what error cells show, as `#DIV/0!`.
        uncalculated: formulas whose value the file does not hold.
    """

    percents: set[Place] = field(default_factory=set)
    errors: dict[Place, str] = field(default_factory=dict)
    uncalculated: set[Place] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Parts:
    """What was found in a workbook.

    Attributes:
        sheets: the marks of each sheet by its name.
        from_1904: whether days are counted from 1904, as old Macs did.
    """

    sheets: dict[str, Marks]
    from_1904: bool


def inspect(data: bytes, most: int) -> Parts:
    """Look through a workbook's parts.

    Args:
        data: the file's bytes.
        most: bytes that a file may have.

    Raises:
        WorkbookError: it is no workbook, it is damaged, or it is out of bounds.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _Workbook(archive, most * UNPACKED).parts()
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, expat.ExpatError):
        raise damaged() from None


def damaged() -> WorkbookError:
    """That a workbook is not whole."""
    message = _("the workbook is damaged")
    return WorkbookError(message, _("open it in the spreadsheet and save it again as .xlsx"))


class _Workbook:
    """The parts of one workbook."""

    def __init__(self, archive: zipfile.ZipFile, most: int) -> None:
        self.archive = archive
        members = archive.infolist()
        self.names = {each.filename.lower().lstrip("/"): each for each in members}
        if len(self.names) < len(members):
            raise damaged()
        if any(each.flag_bits & 1 for each in members):
            raise protected()
        if sum(each.file_size for each in members) > most:
            message = _("unpacked, the workbook would be larger than {n} MiB, and is not read")
            hint = _("delete the sheets and pictures that do not belong to the form")
            raise WorkbookError(message.format(n=most // 2**20), hint)
        if "xl/workbook.xml" not in self.names:
            message = _("the file is no .xlsx workbook")
            raise WorkbookError(message, _("save it from the spreadsheet as .xlsx"))

    def parts(self) -> Parts:
        """Go through all that a reader of cells would read."""
        sheets: list[tuple[str, str]] = []
        from_1904 = False

        def of_workbook(tag: str, given: dict[str, str]) -> None:
            nonlocal from_1904
            if tag == "sheet":
                sheets.append((given.get("name", ""), _local(given, "id")))
            elif tag == "workbookPr":
                from_1904 = given.get("date1904", "0") in {"1", "true"}

        self._read("xl/workbook.xml", of_workbook)
        paths: dict[str, str] = {}

        def of_relations(tag: str, given: dict[str, str]) -> None:
            if tag == "Relationship":
                paths[given.get("Id", "")] = given.get("Target", "")

        self._read("xl/_rels/workbook.xml.rels", of_relations)
        self._read("xl/sharedstrings.xml", lambda _tag, _given: None)
        percents = self._percents()
        marks = {}
        for name, relation in sheets:
            reader = _SheetReader(percents)
            path = normpath(join("/xl", paths.get(relation, ""))).lstrip("/").lower()
            self._read(path, reader.start, reader.end, reader.text)
            marks[name] = reader.marks
        return Parts(marks, from_1904)

    def _percents(self) -> set[str]:
        """The numbers of the cell styles that show percentages."""
        formats = dict.fromkeys(BUILT_IN_PERCENT, "%")
        found: set[str] = set()
        count = -1

        def of_styles(tag: str, given: dict[str, str]) -> None:
            nonlocal count
            if tag == "numFmt":
                formats[given.get("numFmtId", "")] = given.get("formatCode", "")
            elif tag == "cellXfs":
                count = 0
            elif tag == "cellStyles":
                count = -1
            elif tag == "xf" and count >= 0:
                if "%" in _LITERAL.sub("", formats.get(given.get("numFmtId", ""), "")):
                    found.add(str(count))
                count += 1

        self._read("xl/styles.xml", of_styles)
        return found

    def _read(
        self,
        name: str,
        start: Callable[[str, dict[str, str]], None],
        end: Callable[[str], None] | None = None,
        text: Callable[[str], None] | None = None,
    ) -> None:
        """Stream a part, where there is one, past some handlers."""
        if (member := self.names.get(name)) is None:
            return
        parser = expat.ParserCreate()
        parser.StartElementHandler = lambda tag, given: start(tag.rpartition(":")[2], given)
        if end:
            parser.EndElementHandler = lambda tag: end(tag.rpartition(":")[2])
        if text:
            parser.CharacterDataHandler = text
        parser.StartDoctypeDeclHandler = _refuse_doctype
        with self.archive.open(member) as part:
            while block := part.read(BLOCK):
                parser.Parse(block, False)  # noqa: FBT003 (expat's own order)
        parser.Parse(b"", True)  # noqa: FBT003


def protected() -> WorkbookError:
    """That a workbook opens with a password alone."""
    message = _("the workbook is protected by a password")
    return WorkbookError(message, _("save it without a password"))


def _refuse_doctype(*_given: Any) -> None:
    message = _("the workbook declares XML entities, as no spreadsheet does, and is not read")
    raise WorkbookError(message, _("open it in the spreadsheet and save it again as .xlsx"))


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
        self.formula = self.inside = False
        self.value: list[str] = []
        self.rows: list[int] = []
        self.columns: list[int] = []

    def start(self, tag: str, given: dict[str, str]) -> None:
        """An element opens."""
        if tag == "row":
            number = given.get("r", "")
            self.row = int(number) if _ROW(number) else self.row + 1
            self.column = 0
        elif tag == "c":
            self.column += 1
            if found := _REFERENCE(given.get("r", "")):
                self.column, self.row = column_number(found[1]), int(found[2])
            self.given, self.formula, self.value = given, False, []
        elif tag == "f":
            self.formula = True
        elif tag in {"v", "t"}:
            self.inside = True

    def end(self, tag: str) -> None:
        """An element closes."""
        if tag in {"v", "t"}:
            self.inside = False
        elif tag == "c":
            self._cell((self.row, self.column), "".join(self.value))

    def text(self, text: str) -> None:
        """Characters between the elements."""
        if self.inside:
            self.value.append(text)

    def _cell(self, place: Place, value: str) -> None:
        kind = self.given.get("t", "n")
        if kind == "e":
            self.marks.errors[place] = value
        elif self.formula and not value and kind != "str":
            self.marks.uncalculated.add(place)
        if not value:
            return
        if kind == "n" and self.given.get("s") in self.percents:
            self.marks.percents.add(place)
        self._grow(self.rows, place[0])
        self._grow(self.columns, place[1])
        rows, columns = (ends[-1] - ends[0] + 1 for ends in (self.rows, self.columns))
        if rows * columns > MOST_CELLS:
            message = _("a sheet spans more than {n} cells, and is not read").format(n=MOST_CELLS)
            raise WorkbookError(message, _("delete what stands far to the right or far below"))

    @staticmethod
    def _grow(ends: list[int], at: int) -> None:
        """Widen first and last to hold a place."""
        ends[:] = [min(*ends, at), max(*ends, at)] if ends else [at, at]


def column_number(letters: str) -> int:
    """The number of a column, 1-based: 27 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
