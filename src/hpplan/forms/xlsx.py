"""What the parts of an .xlsx workbook say that the library reading its cells does not.

The library gives an error cell as an empty one, a percentage as its fraction, and memory to every
cell between the first and the last, to whatever number of texts a part claims to have. So the parts
are looked through first: once, as a stream, and within bounds. It is then given a workbook of these
parts alone, so that nothing reaches it which was not seen: a part that is longer than it says, one
that stands twice, an entity.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from functools import cache
from posixpath import join, normpath
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

from hpplan.forms.parts import (
    BUILT_IN_PERCENT,
    Marks,
    Parts,
    WorkbookError,
    damaged,
    protected,
    shows_percentage,
)
from hpplan.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable

UNPACKED = 4
"""How many times the limit of a file its parts may take when they are unpacked."""

BLOCK_BYTES = 2**16
SHORTEST_TEXT = len("<si/>")
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384

_ROW = re.compile(r"[1-9]\d{0,6}", re.ASCII).fullmatch
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})", re.ASCII).fullmatch
_RANGE = re.compile(r"[A-Z]{1,3}[1-9]\d{0,6}(:[A-Z]{1,3}[1-9]\d{0,6})?", re.ASCII).fullmatch
_COUNT = re.compile(r"\d{1,9}", re.ASCII).fullmatch
_MAIN = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"


def inspect_xlsx(data: bytes, most: int) -> Parts:
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
        if _MAIN not in self.names:
            message = _("the file is no .xlsx workbook")
            raise WorkbookError(message, _("save it from the spreadsheet as .xlsx"))
        self.copy = io.BytesIO()

    def parts(self) -> Parts:
        """Go through all that the library reads."""
        with zipfile.ZipFile(self.copy, "w", zipfile.ZIP_STORED) as self.kept:
            sheets, from_1904 = self._parts()
        self.copy.seek(0)
        return Parts(self.copy, sheets, from_1904)

    def _parts(self) -> tuple[dict[str, Marks], bool]:
        sheets: list[tuple[str, str]] = []
        from_1904 = False

        def of_workbook(tag: str, given: dict[str, str]) -> None:
            nonlocal from_1904
            tag = _plain(tag)
            if tag == "sheet":
                sheets.append((given.get("name", ""), _local(given, "id")))
            elif tag == "workbookPr":
                from_1904 = given.get("date1904", "0") in {"1", "true"}

        self._read("_rels/.rels")
        self._read(_MAIN, of_workbook)
        paths: dict[str, str] = {}

        def of_relations(tag: str, given: dict[str, str]) -> None:
            if _plain(tag) == "Relationship":
                paths[given.get("Id", "")] = given.get("Target", "")

        self._read(_RELATIONS, of_relations)
        self._read("xl/sharedstrings.xml", self._texts())
        percents = self._percents()
        marks = {}
        for name, relation in sheets:
            if name in marks:
                raise damaged()
            reader = _SheetReader(percents)
            path = normpath(join("/xl", paths.get(relation, ""))).lstrip("/").lower()
            self._read(path, reader.start, reader.end, reader.text)
            marks[name] = reader.marks
        return marks, from_1904

    def _texts(self) -> Callable[[str, dict[str, str]], None]:
        """Hold the number of shared texts against the room that they take."""
        member = self.names.get("xl/sharedstrings.xml")
        most = member.file_size // SHORTEST_TEXT if member else 0

        def of_texts(tag: str, given: dict[str, str]) -> None:
            if _plain(tag) == "sst":
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
            tag = _plain(tag)
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

        self._read("xl/styles.xml", of_styles)
        return found

    def _read(
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
        with self.archive.open(member) as part, self.kept.open(copied, "w") as copy:
            _stream(part, parser, copy)


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


def _plain(tag: str) -> str:
    """An element's name without the prefix of its namespace."""
    return tag.rpartition(":")[2]


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
            tag = _plain(tag)
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
            tag = _plain(tag)
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
