"""Read task tables: the header row by its names, a row a clause, merged cells and chapters.

A table comes as rows of cells, or flattened, a cell a line, as web pages and PDF give it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from hpplan.drafting.columns import (
    UNIT_COLUMNS,
    cell_kind,
    column_kind,
    header,
    stands_for_nothing,
)
from hpplan.drafting.outline import numbered
from hpplan.drafting.rows import Cell, row_clause, without_number
from hpplan.drafting.sentences import is_bare_figure
from hpplan.drafting.titles import is_title
from hpplan.wording.folding import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hpplan.drafting.clauses import ClauseText

ABOVE, LEFT = "\ufdd0", "\ufdd1"
"""What stands in a row for a cell that is merged with the one above it, or left of it."""

_LONGEST_CHAPTER = 40
_WIDEST = 12
"""How many columns a flattened header has at most."""

_TELLING = 10
"""From which mean length on the cells of a column without a known name are tasks."""


class TaskTable(NamedTuple):
    """The tables of a text that assign tasks.

    Attributes:
        clauses: a clause for each row.
        lines: the rows as lines of text, the cells parted by tabs, merged ones filled down.
        left_out: the names of columns and the words of lines that are no part of it.
    """

    clauses: tuple[ClauseText, ...]
    lines: tuple[str, ...]
    left_out: tuple[str, ...]


def flattened(lines: Sequence[str]) -> tuple[int, int] | None:
    """Where the header of a flattened table stands: first line and the one behind; None if none."""
    for at, line in enumerate(lines):
        if column_kind(line) not in {"number", "task"}:
            continue
        end = at
        while end < min(len(lines), at + _WIDEST) and column_kind(lines[end]):
            end += 1
        if header(lines[at:end]) and end < len(lines):
            return at, end
    return None


def flat_table(lines: Sequence[str], start: int, end: int) -> list[ClauseText]:
    """The clauses of a flattened table, whose header stands between two lines.

    A line with the next number begins a row; what is a unit, a date or a task shows in the cell.
    """
    columns = header(lines[start:end]) or ()
    if "number" not in columns:
        return []
    rows: list[tuple[str, list[str]]] = []
    chapter = ""
    for line in lines[end:]:
        plain = fold(line).strip(" .、")
        found = numbered(line)
        if plain.isdigit() and int(plain) == len(rows) + 1:
            rows.append((chapter, []))
        elif rows and not (found and found[0].style in {"hanzi", "bracket"}):
            rows[-1][1].append(line)
        else:
            chapter = without_number(line)
    return [
        row_clause(
            (chapter,) if chapter else (),
            str(n),
            [
                Cell(kind, cell, "\n")
                for kind, cell in zip(_kinds(columns, cells), cells, strict=True)
            ],
        )
        for n, (chapter, cells) in enumerate(rows, 1)
        if cells
    ]


def _kinds(columns: Sequence[str], cells: list[str]) -> list[str]:
    """What each cell of a flattened row is: columns stand in order, cells may repeat."""
    order = [each for each in columns if each and each != "number"]
    of_units = [n for n, each in enumerate(order) if each in UNIT_COLUMNS]
    kinds: list[str] = []
    at = -1
    for n, cell in enumerate(cells):
        shape = cell_kind(cell, first=not n)
        if shape in {"units", "none"}:
            at = next((k for k in of_units if k > at), at)
            known = at >= 0 and order[at] in UNIT_COLUMNS
            kinds.append("person" if shape == "none" else order[at] if known else "responsible")
        else:
            kinds.append(shape)
            at = -1 if shape == "task" else at
    return kinds


def task_table(lines: Sequence[str | tuple[str, ...]], *, ragged: bool = False) -> TaskTable | None:
    """The tables of a text that assign tasks; None where no row is a header with tasks.

    A full-width row or a short numbered line between two tables is a chapter; a row whose number
    or only task is merged with the one above continues its clause.

    Args:
        lines: the rows, and the words around the tables.
        ragged: whether rows below a merged cell may lack its place, as in text with bars.
    """
    reader = _Rows(lines, ragged=ragged)
    for line in lines:
        reader.take(line)
    reader.finish()
    if not reader.clauses:
        return None
    left = [*dict.fromkeys(reader.dropped)]
    return TaskTable(tuple(reader.clauses), tuple(reader.lines), tuple(left))


class _Rows:
    """Makes clauses of rows, one after the other."""

    def __init__(self, lines: Sequence[str | tuple[str, ...]], *, ragged: bool) -> None:
        self.ragged = ragged
        self.tables = [line for line in lines if not isinstance(line, str)]
        self.columns: tuple[str, ...] = ()
        self.above: dict[int, str] = {}
        self.chapter: tuple[str, ...] = ()
        self.heading: set[int] = set()
        self.headed: dict[int, str] = {}
        self.held: tuple[tuple[str, ...], str, list[Cell]] | None = None
        self.measure = ""
        self.upper: Sequence[str] = ()
        self.clauses: list[ClauseText] = []
        self.lines: list[str] = []
        self.dropped: list[str] = []

    def take(self, line: str | tuple[str, ...]) -> None:
        """Take a line: a row, or words between two tables."""
        if isinstance(line, str):
            self._words(line)
            return
        filled = [cell for cell in line if cell.strip() and cell not in {ABOVE, LEFT}]
        if not filled:
            return
        names = _below(self.upper, line)
        self.upper = line
        if header(names):
            self._begin(names)
        elif not self.columns or (len(line) != len(self.columns) and not self.ragged):
            return
        elif ABOVE not in line and len(set(filled)) == 1 and len(self.columns) > 1:
            if not filled[0].isdigit():
                self._chapter(filled[0])
        else:
            cells = [cell.strip() for cell in line]
            self._row(_aligned(self.columns, cells) if self.ragged else cells)

    def _words(self, line: str) -> None:
        if not self.columns:
            return
        if numbered(line) and len(line) <= _LONGEST_CHAPTER:
            self._chapter(line)
        else:
            self.dropped.append(line)

    def _chapter(self, words: str) -> None:
        self.finish()
        self.chapter, self.headed = (without_number(words),), {}
        self.lines.append(words)

    def _begin(self, names: Sequence[str]) -> None:
        """Begin a table below its header."""
        self.finish()
        columns = list(header(names) or ())
        rows = [row for row in self.tables if len(row) == len(columns)]
        for n, kind in enumerate(columns):
            if not kind and names[n] not in {ABOVE, LEFT, ""}:
                cells = [row[n] for row in rows if row[n] not in {ABOVE, LEFT, "", names[n]}]
                if cells and sum(map(len, cells)) >= _TELLING * len(cells):
                    columns[n] = "task"
            if columns[n] in {"", "person"} and names[n].strip(ABOVE + LEFT):
                self.dropped.append(re.sub(r"\s", "", names[n]))
        self.columns = tuple(columns)
        self.above, self.headed = {}, {}
        tasks = [n for n, kind in enumerate(columns) if kind == "task"]
        self.heading = {n for n in tasks[:-1] if any(_heads(self.columns, row, n) for row in rows)}

    def _row(self, cells: list[str]) -> None:
        follows = self.held is not None and _continues(self.columns, cells)
        if not follows:
            self.finish()
        kept: list[Cell] = []
        label = measure = ""
        for n, (kind, cell) in enumerate(zip(self.columns, cells, strict=True)):
            if cell == LEFT:
                continue
            if cell == ABOVE and kind in UNIT_COLUMNS | {"due"} and not follows:
                cell = self.above.get(n, "")  # noqa: PLW2901 (what the merged cell says)
            elif cell == ABOVE:
                continue
            self.above[n] = cell
            role = self._role(n, cells)
            if role == "chapter":
                self._heading(n, cell)
            elif role == "number":
                label = cell or label
            elif role == "measure":
                measure = cell
            elif role in {"task", "title"} or (
                role in UNIT_COLUMNS | {"due"} and not stands_for_nothing(cell)
            ):
                kept.append(Cell(role, cell, "\t"))
        if follows and self.held:
            if kept:
                kept[0] = kept[0]._replace(gap="\n")
            self.held[2].extend(kept)
        elif any(cell.kind == "task" and cell.text for cell in kept):
            path = (*self.chapter, *(self.headed[n] for n in sorted(self.headed)))
            self.held, self.measure = (path, label, kept), measure

    def _role(self, n: int, cells: Sequence[str]) -> str:
        """What a cell is: of its column's kind; a task left of another may head it.

        It is a chapter where one of its column has the number of one or reaches over several rows,
        and else the title of its row's clause, where it is shorter than the task.
        """
        kind, cell = self.columns[n], cells[n]
        later = [
            each
            for each_kind, each in zip(self.columns[n + 1 :], cells[n + 1 :], strict=True)
            if each_kind == "task" and each not in {"", ABOVE, LEFT}
        ]
        if kind != "task" or not later or not cell:
            return kind
        if n in self.heading:
            return "chapter"
        is_heading = is_title(cell) and len(later[0]) > len(cell)
        return "title" if is_heading and not is_bare_figure(later[0]) else "task"

    def _heading(self, n: int, cell: str) -> None:
        """Begin the chapter that a cell names, where it is filled."""
        if cell:
            self.headed = {k: words for k, words in self.headed.items() if k < n}
            self.headed[n] = without_number(cell)
            self.lines.append(cell)

    def finish(self) -> None:
        """Make the clause of the row that is held."""
        if self.held is None:
            return
        chapter, label, cells = self.held
        self.held = None
        made = replace(row_clause(chapter, label, cells), measure=self.measure)
        if UNIT_COLUMNS.intersection(self.columns) and not made.scopes:
            made = replace(made, asked=(*made.asked, "merged-cell"))
        self.clauses.append(made)
        line = "".join(cell.gap + cell.text for cell in cells).lstrip("\t\n")
        self.lines.append(f"{label}\t{line}" if label else line)


def _continues(columns: Sequence[str], cells: Sequence[str]) -> bool:
    """Whether a row continues the clause above: its number is merged with it, or its only task."""
    if "number" in columns:
        return cells[columns.index("number")] == ABOVE
    tasks = [cell for kind, cell in zip(columns, cells, strict=True) if kind == "task"]
    return all(cell == ABOVE for cell in tasks)


def _heads(columns: Sequence[str], row: Sequence[str], n: int) -> bool:
    """Whether a cell is a chapter: by its number, or since it reaches over several rows."""
    if row[n] == ABOVE:
        return not _continues(columns, row)
    found = numbered(row[n])
    is_numbered = bool(found) and found[0].style in {"hanzi", "bracket"}
    return is_numbered and len(row[n]) <= _LONGEST_CHAPTER and LEFT not in row[n + 1 : n + 2]


def _below(upper: Sequence[str], lower: Sequence[str]) -> Sequence[str]:
    """The names of columns in a header of one row, or of two where the lower one parts a cell."""
    if len(upper) != len(lower) or ABOVE not in lower or not header(upper):
        return lower
    names: list[str] = []
    whole = ""
    for n, (above, below) in enumerate(zip(upper, lower, strict=True)):
        if below in {ABOVE, LEFT, ""}:
            names.append(above)
        elif above != LEFT and LEFT not in upper[n + 1 : n + 2]:
            return lower
        else:
            whole = above if above != LEFT else whole
            names.append(below if column_kind(below) else below + whole)
    return names


def _aligned(columns: Sequence[str], cells: list[str]) -> list[str]:
    """A row's cells below their columns: moved right where a merged cell above stands for some."""
    filled = list(cells)
    while filled and not filled[-1]:
        filled.pop()
    headed = sum(kind in {"task", "chapter"} for kind in columns)
    short = len(columns) - len(filled)
    if short > 0 and headed > 1 and filled[0] and len(cells) <= len(columns):
        return [""] * short + filled
    return [*cells, *[""] * (len(columns) - len(cells))][: len(columns)]
