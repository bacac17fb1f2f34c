"""Forms as tests make them: filled in by a spreadsheet, or put together part by part."""

from __future__ import annotations

import zipfile
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

import xlsxwriter

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

HEADS = ("编号", "任务事项", "统计截止日", "本次累计", "说明", "佐证")
DAY = date(2025, 6, 30)

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
NAMES = f'xmlns="{MAIN}" xmlns:r="{OFFICE}"'
MANIFEST = (
    f'<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)


class Percent(NamedTuple):
    """A number that is shown as a percentage."""

    value: float
    number_format: str = "0%"


class Formula(NamedTuple):
    """A formula, and the value that was calculated."""

    text: str
    value: Any


class Sheet:
    """A sheet that is filled in cell by cell."""

    def __init__(self, book: Any, name: str | None, heads: Sequence[Any]) -> None:
        self.book = book
        self.sheet = book.add_worksheet(name)
        self.at = 0
        if heads:
            self.row(*heads)

    def row(self, *values: Any) -> int:
        """Write the next row; its number, from 0."""
        for column, value in enumerate(values):
            self.cell(self.at, column, value)
        self.at += 1
        return self.at - 1

    def cell(self, row: int, column: int, value: Any) -> None:
        """Write a cell as a spreadsheet keeps what was typed."""
        if isinstance(value, (date, datetime)):
            shown = "yyyy-mm-dd hh:mm" if isinstance(value, datetime) else "yyyy-mm-dd"
            self.sheet.write_datetime(row, column, value, self.shown_as(shown))
        elif isinstance(value, Percent):
            self.sheet.write_number(row, column, value.value, self.shown_as(value.number_format))
        elif isinstance(value, Formula):
            self.sheet.write_formula(row, column, value.text, None, value.value)
        elif isinstance(value, str):
            self.sheet.write_string(row, column, value)
        elif value is not None:
            self.sheet.write(row, column, value)

    def shown_as(self, number_format: str) -> Any:
        """A format of cells."""
        return self.book.add_format({"num_format": number_format})


@contextmanager
def form(
    folder: Path,
    name: str = "jianguan.xlsx",
    sheet: str | None = "进度",
    heads: Sequence[Any] = HEADS,
    **options: Any,
) -> Iterator[Sheet]:
    """A workbook with one sheet, which bears the heads of a form."""
    book = xlsxwriter.Workbook(str(folder / name), options)
    try:
        yield Sheet(book, sheet, heads)
    finally:
        book.close()


def inline(row: int, *values: str) -> str:
    """The cells of a row as XML; texts stand in them, and what begins with < stands as it is."""
    cells = []
    for column, value in enumerate(values):
        name = f"{chr(ord('A') + column)}{row}"
        if value.startswith("<"):
            cells.append(value.replace("<c", f'<c r="{name}"', 1))
        elif value:
            cells.append(f'<c r="{name}" t="inlineStr"><is><t>{value}</t></is></c>')
    return f'<row r="{row}">{"".join(cells)}</row>'


FORM = inline(1, *HEADS) + inline(2, "1.1a", "加梯", "2025-06-30", "<c><v>12</v></c>")
"""The rows of a sound form."""


def parts(
    rows: str = FORM, behind: str = "", more: Mapping[str, str | bytes] | None = None
) -> dict[str, str | bytes]:
    """The parts of a workbook with one sheet.

    Args:
        rows: the rows of its sheet.
        behind: what stands behind them.
        more: parts that are added, or take another's place.
    """
    sheet = '<sheet name="进度" sheetId="1" r:id="rId1"/>'
    relation = f'<Relationship Id="rId1" Type="{OFFICE}/'
    relations = f'<Relationships xmlns="{PACKAGE}/relationships">{relation}'
    found: dict[str, str | bytes] = {
        "[Content_Types].xml": MANIFEST,
        "_rels/.rels": f'{relations}officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f"<workbook {NAMES}><sheets>{sheet}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": (
            f'{relations}worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
        ),
        "xl/worksheets/sheet1.xml": (
            f"<worksheet {NAMES}><sheetData>{rows}</sheetData>{behind}</worksheet>"
        ),
    }
    return found | dict(more or {})


ODS_NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text", "style", "manifest")
)


def open_document(
    rows: str, more: Mapping[str, str | bytes] | None = None
) -> dict[str, str | bytes]:
    """The parts of an OpenDocument spreadsheet with one sheet.

    Args:
        rows: the rows of its sheet.
        more: parts that are added, or take another's place.
    """
    sheet = f'<table:table table:name="进度">{rows}</table:table>'
    found: dict[str, str | bytes] = {
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "META-INF/manifest.xml": f"<manifest:manifest {ODS_NAMES}/>",
        "content.xml": (
            f"<office:document-content {ODS_NAMES} xmlns:calcext='urn:calcext'>"
            f"<office:body><office:spreadsheet>{sheet}</office:spreadsheet></office:body>"
            "</office:document-content>"
        ),
    }
    return found | dict(more or {})


def ods_row(*cells: str, times: int = 1) -> str:
    """A row of an OpenDocument; texts stand in its cells, and what begins with < as it is."""
    made = [
        cell
        if cell.startswith("<")
        else '<table:table-cell office:value-type="string">'
        f"<text:p>{cell}</text:p></table:table-cell>"
        for cell in cells
    ]
    return (
        f'<table:table-row table:number-rows-repeated="{times}">{"".join(made)}</table:table-row>'
    )


def ods_cell(kind: str, value: str, more: str = "", shown: str = "") -> str:
    """A cell of an OpenDocument with a value of some kind, and what it shows."""
    name = {"date": "date-value", "string": "string-value"}.get(kind, "value")
    about = f'office:value-type="{kind}" office:{name}="{value}" {more}'
    return f"<table:table-cell {about}><text:p>{shown}</text:p></table:table-cell>"


def pack(
    folder: Path, given: Mapping[str, str | bytes] | None = None, name: str = "jianguan.xlsx"
) -> Path:
    """Make a workbook of parts."""
    path = folder / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, data in (parts() if given is None else given).items():
            archive.writestr(part, data)
    return path
