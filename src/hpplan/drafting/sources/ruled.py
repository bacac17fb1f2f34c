"""Find the tables of a printed page by the rules around their cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from hpplan.drafting.tables import ABOVE, LEFT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_THIN, _NEAR = 3.0, 4.0
"""How thick a rule is at most, and within what distance two of them are one, in points."""

_SHORTEST = 6.0
_MOST_RULES, _MOST_CELLS = 4000, 4000


class Box(NamedTuple):
    """A rectangle on a page, in points from the page's lower left corner."""

    left: float
    bottom: float
    right: float
    top: float


class Ruled(NamedTuple):
    """A table by its rules.

    Attributes:
        columns: where its columns begin, and where the last one ends.
        rows: where its rows begin, from the highest, and where the last one ends.
        cells: for each place, the row and column at which the cell begins that covers it.
    """

    columns: tuple[float, ...]
    rows: tuple[float, ...]
    cells: dict[tuple[int, int], tuple[int, int]]

    @property
    def box(self) -> Box:
        """The rectangle that the table covers."""
        return Box(self.columns[0], self.rows[-1], self.columns[-1], self.rows[0])

    def cell_at(self, x: float, y: float) -> tuple[int, int] | None:
        """The cell that a point lies in; None where it lies in none."""
        column = next(
            (n for n in range(len(self.columns) - 1) if self.columns[n] <= x < self.columns[n + 1]),
            None,
        )
        row = next(
            (n for n in range(len(self.rows) - 1) if self.rows[n] >= y > self.rows[n + 1]), None
        )
        return None if row is None or column is None else self.cells[row, column]

    def cell_box(self, cell: tuple[int, int]) -> Box:
        """The rectangle of a cell with all the places that it covers."""
        places = [place for place, root in self.cells.items() if root == cell]
        return Box(
            self.columns[min(column for _row, column in places)],
            self.rows[max(row for row, _column in places) + 1],
            self.columns[max(column for _row, column in places) + 1],
            self.rows[min(row for row, _column in places)],
        )

    def filled(self, words: Callable[[tuple[int, int]], str]) -> list[tuple[str, ...]]:
        """The rows with the words of their cells, merged ones marked."""
        rows = []
        for row in range(len(self.rows) - 1):
            cells = []
            for column in range(len(self.columns) - 1):
                root = self.cells[row, column]
                if root == (row, column):
                    cells.append(words(root))
                else:
                    cells.append(LEFT if root[1] < column else ABOVE)
            rows.append(tuple(cells))
        return rows


def ruled_tables(drawn: Iterable[Box]) -> list[Ruled]:
    """The tables that the shapes drawn on a page make, each of two rows and columns at least.

    Args:
        drawn: the rectangles around the shapes: rules, or frames of cells.
    """
    across: list[Box] = []
    down: list[Box] = []
    for box in drawn:
        wide, high = box.right - box.left, box.top - box.bottom
        if high <= _THIN and wide >= _SHORTEST:
            across.append(box)
        elif wide <= _THIN and high >= _SHORTEST:
            down.append(box)
        elif wide >= _SHORTEST and high >= _SHORTEST:
            across += [box._replace(top=box.bottom), box._replace(bottom=box.top)]
            down += [box._replace(right=box.left), box._replace(left=box.right)]
        if len(across) + len(down) > _MOST_RULES:
            return []
    found = []
    for group in _connected(across, down):
        table = _table(*group)
        if table is not None:
            found.append(table)
    return sorted(found, key=lambda table: -table.box.top)


def _touch(one: Box, other: Box) -> bool:
    return (
        one.left - _NEAR <= other.right
        and other.left - _NEAR <= one.right
        and one.bottom - _NEAR <= other.top
        and other.bottom - _NEAR <= one.top
    )


def _connected(across: list[Box], down: list[Box]) -> list[tuple[list[Box], list[Box]]]:
    """The rules in groups that touch one another."""
    left = [(box, True) for box in across] + [(box, False) for box in down]
    groups: list[tuple[list[Box], list[Box]]] = []
    while left:
        group, fresh = [left[0]], [left.pop(0)]
        while fresh:
            box, _is_across = fresh.pop()
            near = [each for each in left if _touch(box, each[0])]
            left = [each for each in left if not _touch(box, each[0])]
            group += near
            fresh += near
        groups.append(
            ([box for box, flat in group if flat], [box for box, flat in group if not flat])
        )
    return groups


def _places(values: Iterable[float]) -> list[float]:
    """Places that differ, each for all that lie near it."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _NEAR:
            found.append(value)
    return found


def _table(across: Sequence[Box], down: Sequence[Box]) -> Ruled | None:
    columns = _places((box.left + box.right) / 2 for box in down)
    rows = _places((box.bottom + box.top) / 2 for box in across)[::-1]
    wide, high = len(columns) - 1, len(rows) - 1
    if wide < 2 or high < 2 or wide * high > _MOST_CELLS:  # noqa: PLR2004 (one of a kind is a frame)
        return None
    roots = {(row, column): (row, column) for row in range(high) for column in range(wide)}

    def root(place: tuple[int, int]) -> tuple[int, int]:
        while roots[place] != place:
            place = roots[place]
        return place

    for row in range(high):
        middle = (rows[row] + rows[row + 1]) / 2
        for column in range(wide):
            x = (columns[column] + columns[column + 1]) / 2
            if column + 1 < wide and not _crossed(down, columns[column + 1], middle, flat=False):
                one, other = sorted((root((row, column)), root((row, column + 1))))
                roots[other] = one
            if row + 1 < high and not _crossed(across, rows[row + 1], x, flat=True):
                one, other = sorted((root((row, column)), root((row + 1, column))))
                roots[other] = one
    return Ruled(tuple(columns), tuple(rows), {place: root(place) for place in roots})


def _crossed(rules: Sequence[Box], at: float, along: float, *, flat: bool) -> bool:
    """Whether a rule runs at a place between two cells."""
    if flat:
        return any(
            abs((each.bottom + each.top) / 2 - at) <= _NEAR
            and each.left - 1 <= along <= each.right + 1
            for each in rules
        )
    return any(
        abs((each.left + each.right) / 2 - at) <= _NEAR and each.bottom - 1 <= along <= each.top + 1
        for each in rules
    )
