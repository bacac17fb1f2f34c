"""Read the task table of a workbook: its rows, with merged cells marked as such."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from hpplan.drafting.columns import header
from hpplan.drafting.sources.lines import DocumentError, Line, trimmed
from hpplan.drafting.tables import ABOVE, LEFT
from hpplan.errors import CellError
from hpplan.files import limit
from hpplan.i18n import _

if TYPE_CHECKING:
    from hpplan.forms.grid import Grid, Value


def sheet_lines(data: bytes, name: str, sheet: str = "") -> list[Line]:
    """The rows of a workbook's task table, and the titles above it.

    Args:
        data: the file's bytes.
        name: the file, as a person would name it.
        sheet: the sheet to take; the first that holds a task table unless given.

    Raises:
        DocumentError: the workbook cannot be read, or has no such sheet or table.
    """
    from hpplan.forms.tables import read_grids

    grids, problems = read_grids(data, name, limit() * 2**20)
    if problems and not grids:
        raise DocumentError(problems[0].message, problems[0].hint)
    names = [grid.sheet for grid in grids]
    if sheet and sheet not in names:
        message = _("the workbook has no sheet “{sheet}”").format(sheet=sheet)
        raise DocumentError(message, _("it has: {names}").format(names=_(", ").join(names)))
    read = [_grid_lines(grid) for grid in grids if not sheet or grid.sheet == sheet]
    tables = [lines for lines in read if any(_is_head(line) for line in lines)]
    if not tables:
        message = _("no sheet has a row that names columns such as 任务 and 责任单位")
        raise DocumentError(message, _("name the sheet with --table, or mend its header row"))
    return tables[0]


def _is_head(line: Line) -> bool:
    return not isinstance(line, str) and header(line) is not None


def _grid_lines(grid: Grid) -> list[Line]:
    """The lines of a sheet: titles as words while no header came, rows as cells."""
    width = max((len(cells) for _number, cells in grid.rows), default=0)
    merged: dict[tuple[int, int], str] = {}
    for top, bottom, begin, end in grid.merged:
        for row in range(top, bottom + 1):
            for column in range(begin, min(end, width) + 1):
                if (row, column) != (top, begin):
                    merged[row, column] = LEFT if column > begin else ABOVE
    lines: list[Line] = []
    headed = False
    for number, cells in grid.rows:
        shown = tuple(
            merged.get((number, at + 1)) or _shown(grid, number, at, cells) for at in range(width)
        )
        filled = [cell for cell in shown if cell and cell not in {ABOVE, LEFT}]
        headed = headed or header(shown) is not None
        if len(filled) == 1 and not headed:
            lines.append(filled[0].replace("\n", ""))
        elif filled or ABOVE in shown:
            lines.append(shown)
    return lines


def _shown(grid: Grid, number: int, at: int, cells: list[Value]) -> str:
    """The words of a cell; a date on the first of a month stands for the month."""
    value = cells[at] if at < len(cells) else ""
    if isinstance(value, (date, datetime)):
        day = "" if value.day == 1 else f"{value.day}日"
        return f"{value.year}年{value.month}月{day}"
    try:
        text = grid.cell(number, at, cells)
    except CellError:
        return "□"  # it shows an error, and what stood there is lost
    return "\n".join(filter(None, map(trimmed, text.splitlines())))
