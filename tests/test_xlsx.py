"""Looking through the parts of a workbook before a library reads its cells."""

from __future__ import annotations

import zipfile
import zlib
from typing import TYPE_CHECKING

import pytest

from hpplan.forms.parts import MOST_CELLS, Marks, Parts, WorkbookError, shows_percentage
from hpplan.forms.xlsx import inspect_xlsx
from workbooks import FORM, NAMES, inline, pack, parts

if TYPE_CHECKING:
    from pathlib import Path

    from golden import Golden

MIB = 2**20
SHEET = "xl/worksheets/sheet1.xml"


def inspected(folder: Path, given: dict[str, str | bytes]) -> Parts:
    return inspect_xlsx(pack(folder, given).read_bytes(), MIB)


def refused(folder: Path, given: dict[str, str | bytes]) -> str:
    """Why a workbook is not read."""
    with pytest.raises(WorkbookError) as caught:
        inspected(folder, given)
    return caught.value.message


def test_the_library_gets_the_parts_that_were_looked_through_alone(tmp_path: Path) -> None:
    more: dict[str, str | bytes] = {
        "xl/vbaProject.bin": b"macro",
        "xl/externalLinks/externalLink1.xml": "<externalLink/>",
        "../../evil": "x",
        "xl/sharedStrings.xml": f"<sst {NAMES}/>",
    }
    given = parts(more=more)
    found = inspected(tmp_path, given)
    with zipfile.ZipFile(found.data) as copy:
        assert {name: copy.read(name) for name in copy.namelist()} == {
            name: str(given[name]).encode()
            for name in given
            if name not in more and name != "[Content_Types].xml"
        } | {"xl/sharedStrings.xml": str(more["xl/sharedStrings.xml"]).encode()}


def test_of_a_part_that_is_longer_than_it_says_no_more_is_read(
    tmp_path: Path, golden: Golden
) -> None:
    sheet = str(parts()[SHEET]).encode()
    path = pack(tmp_path, parts(more={SHEET: sheet + b" " * MIB}))
    data = bytearray(path.read_bytes())
    at = data.rindex(SHEET.encode()) - 46
    data[at + 16 : at + 20] = zlib.crc32(sheet).to_bytes(4, "little")
    data[at + 24 : at + 28] = len(sheet).to_bytes(4, "little")
    with zipfile.ZipFile(inspect_xlsx(bytes(data), MIB).data) as copy:
        assert copy.read(SHEET) == sheet
    data[at + 16 : at + 20] = bytes(4)
    with pytest.raises(WorkbookError) as caught:
        inspect_xlsx(bytes(data), MIB)
    golden.says(caught.value.message, "damaged")


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="A0"><v>1</v></c>',
        '<c r="1A"><v>1</v></c>',
        '<c r="a1"><v>1</v></c>',
        '<c r=""><v>1</v></c>',
        '<c r="XFE1"><v>1</v></c>',
        '<c r="A1048577"><v>1</v></c>',
        '<c r="A99999999"><v>1</v></c>',
        '<c r="A3" t="s"><v>-1</v></c>',
        '<c r="A3" t="s"><v>x</v></c>',
    ],
)
def test_cells_that_no_sheet_has(tmp_path: Path, cell: str, golden: Golden) -> None:
    row = f"{FORM}<row>{cell}</row>"
    golden.says(refused(tmp_path, parts(row)), "damaged")


@pytest.mark.parametrize("number", ["0", "-1", "x", "", "12345678"])
def test_rows_that_no_sheet_has(tmp_path: Path, number: str, golden: Golden) -> None:
    row = f'{FORM}<row r="{number}"/>'
    golden.says(refused(tmp_path, parts(row)), "damaged")


@pytest.mark.parametrize("claimed", ["4000000000", "-1", "x", "20"])
def test_more_texts_than_a_part_can_hold(tmp_path: Path, claimed: str, golden: Golden) -> None:
    texts = f'<sst {NAMES} uniqueCount="{claimed}"><si/></sst>'
    given = parts(more={"xl/sharedStrings.xml": texts})
    if claimed == "20":
        assert list(inspected(tmp_path, given).sheets) == ["进度"]
    else:
        golden.says(refused(tmp_path, given), "damaged")


@pytest.mark.parametrize(
    "more",
    [
        {"xl/workbook.xml": b"<workbook>"},
        {"xl/workbook.xml": b"\xff\xfe<\0a\0/\0>\0"},
        {"xl/styles.xml": b'<?xml version="1.0" encoding="latin-1"?><a/>'},
        {"xl/styles.xml": b"<a>\xff</a>"},
        {"xl/styles.xml": b""},
    ],
)
def test_parts_that_are_no_xml(
    tmp_path: Path, more: dict[str, str | bytes], golden: Golden
) -> None:
    golden.says(refused(tmp_path, parts(more=more)), "damaged")


def test_cells_without_places_follow_one_another(tmp_path: Path) -> None:
    row = '<row><c><v>1</v></c><c t="e"><v>#N/A</v></c></row><row r="4"><c/><c r="D4"/>'
    row += '<c t="e"><v>#REF!</v></c></row><row><c t="e"><v>#NUM!</v></c></row>'
    marks = inspected(tmp_path, parts(row)).sheets["进度"]
    assert marks.errors == {(1, 2): "#N/A", (4, 5): "#REF!", (5, 1): "#NUM!"}
    assert (marks.rows, marks.columns) == (5, 5)


def test_formulas_without_a_value_were_never_calculated(tmp_path: Path) -> None:
    cells = ("<c><f>1</f></c>", "<c><f>1</f><v></v></c>", "<c><f>1</f><v>2</v></c>")
    row = inline(1, *cells, '<c t="str"><f>A1</f><v></v></c>', "<c/>", "<c><v>1</v></c>")
    assert inspected(tmp_path, parts(row)).sheets["进度"].uncalculated == {(1, 1), (1, 2)}


def test_a_sheet_spans_from_its_first_cell(golden: Golden) -> None:
    marks = Marks()
    marks.hold((1, MOST_CELLS))
    with pytest.raises(WorkbookError) as caught:
        marks.hold((2, 1))
    golden.says(caught.value.message)


@pytest.mark.parametrize(
    ("number_format", "shows"),
    [
        ("0%", True),
        ("0.00%;[Red]-0.00%", True),
        ("General", False),
        ('0"%"', False),
        (r"0\%", False),
        ('"a"0%"b"', True),
        ("", False),
    ],
)
def test_formats_that_show_percentages(number_format: str, *, shows: bool) -> None:
    assert shows_percentage(number_format) is shows
