"""Reading the tables of a file."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from hpplan.csvtext import CsvText, encoding_of
from hpplan.files import limit, read_bytes
from hpplan.forms.grid import Grid, Value
from hpplan.forms.kinds import HEAD_BYTES, kind_of_file
from hpplan.forms.ods import CONTENT, inspect_ods
from hpplan.forms.package import part_names
from hpplan.forms.parts import Parts, WorkbookError, damaged, protected
from hpplan.forms.xls import inspect_xls
from hpplan.forms.xlsx import MAIN, inspect_xlsx
from hpplan.i18n import _
from hpplan.phrases import listed
from hpplan.problem import MOST, Position, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

ZIP, COMPOUND = b"PK\x03\x04", bytes.fromhex("d0cf11e0a1b11ae1")
"""How an .xlsx or an .ods begins, and how an .xls or an encrypted .xlsx does."""

UTF_16 = (b"\xff\xfe", b"\xfe\xff")
"""How a text in UTF-16 begins."""

READ_ALL_THE_SAME = "HP351"
"""The notice that a CSV is in GB18030, as spreadsheets in China save it: no fault of a form's."""

STDERR = 2


def table_of(
    path: Path, name: str, has_heads: Callable[[Grid], object]
) -> tuple[Grid | None, list[Grid], list[Problem]]:
    """The one table of a file that has the heads that are looked for.

    Args:
        path: the file.
        name: the file, as a person would name it.
        has_heads: whether a table has them.

    Returns:
        The table, None where there is none or more than one; all tables; what is wrong.
    """
    data, problem = read_bytes(path, name, "HP401")
    if problem:
        return None, [], [problem]
    if not data:
        return None, [], [Problem("HP401", _("the file is empty"), Position(name))]
    grids, problems = read_grids(data, name, limit() * 2**20)
    problems = [each for each in problems if each.code != READ_ALL_THE_SAME]
    tables = [grid for grid in grids if has_heads(grid)]
    if len(tables) > 1:
        names = listed(grid.sheet for grid in tables)
        message = _("several sheets hold a table to be filled in: {names}").format(names=names)
        hint = _("keep one of them in the file")
        problems.append(Problem("HP402", message, Position(name), hint))
    return tables[0] if len(tables) == 1 else None, grids, problems


def read_grids(data: bytes, path: str, most: int) -> tuple[list[Grid], list[Problem]]:
    """The tables of a file: a workbook's visible sheets, or the one of a CSV.

    Args:
        data: the file's bytes.
        path: the file, as a person would name it.
        most: bytes that a file may have.
    """
    try:
        if data.startswith(ZIP):
            names = part_names(data)
            is_open = CONTENT in names and MAIN not in names
            inspect = inspect_ods if is_open else inspect_xlsx
            return _workbook(inspect(data, most), path), []
        if data.startswith(COMPOUND):
            return _workbook(inspect_xls(data), path), []
    except WorkbookError as error:
        return [], [Problem("HP401", error.message, Position(path), error.hint)]
    if found := kind_of_file(data):
        return [], [Problem("HP401", found.message, Position(path), found.hint)]
    return _csv(data, path)


def _workbook(parts: Parts, path: str) -> list[Grid]:
    from python_calamine import CalamineError, PasswordError

    try:
        with _quiet():
            return list(_sheets(parts, path))
    except PasswordError:
        raise protected() from None
    except CalamineError:
        raise damaged() from None
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # the library's own, of a hostile file
            raise
        raise damaged() from None


def _sheets(parts: Parts, path: str) -> Iterator[Grid]:
    """The sheets that are to be seen."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    workbook = CalamineWorkbook.from_filelike(parts.data)
    for about in workbook.sheets_metadata:
        if about.visible != SheetVisibleEnum.Visible or about.typ != SheetTypeEnum.WorkSheet:
            continue
        if about.name not in parts.sheets:
            raise damaged()
        sheet = workbook.get_sheet_by_name(about.name)
        yield Grid(
            path,
            about.name,
            list(enumerate(sheet.to_python(skip_empty_area=False), 1)),
            [
                (top + 1, bottom + 1, begin + 1, end + 1)
                for (top, begin), (bottom, end) in sheet.merged_cell_ranges or ()
            ]
            + parts.sheets[about.name].merged,
            parts.sheets[about.name],
            parts.from_1904,
        )


@contextmanager
def _quiet() -> Iterator[None]:
    """Have the library, which is no Python, print nothing of faults that it raises as well."""
    try:
        kept = os.dup(STDERR)
    except OSError:  # there is nothing to print to
        yield
        return
    nothing = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nothing, STDERR)
        yield
    finally:
        os.dup2(kept, STDERR)
        os.close(nothing)
        os.close(kept)


def _csv(data: bytes, path: str) -> tuple[list[Grid], list[Problem]]:
    encoding, problems = encoding_of(data, path)
    is_text = encoding and b"\0" not in data[:HEAD_BYTES]
    if not is_text and not data.startswith(UTF_16):
        message = _("the file is neither a workbook nor a CSV")
        hint = _("save it from the spreadsheet as .xlsx")
        return [], [Problem("HP401", message, Position(path), hint)]
    if not encoding:
        return [], problems
    text = CsvText(path, encoding, data)

    def note(line: int) -> None:
        if len(problems) < MOST:
            problems.append(text.record_problem(line))

    rows = [(line, list[Value](cells)) for line, cells in text.records(note)]
    return [Grid(path, rows=rows, text=text)], problems
