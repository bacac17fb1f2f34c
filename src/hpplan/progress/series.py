"""What a progress file holds: its rows, and what they report."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from itertools import compress
from typing import TYPE_CHECKING, Any, NamedTuple

from hpplan.csvtext import CsvText

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from hpplan.numbers import Number
    from hpplan.plan.items import Item
    from hpplan.problem import Problem
    from hpplan.progress.cells import Statement


class Row(NamedTuple):
    """One row that counts: no later row corrects it.

    Attributes:
        day: the day that the figure speaks of.
        value: the figure; None for a duty.
        line: the row's first line in its file, 1-based.
        note: what was done.
        evidence: a link or a file's name.
        statement: what it says in place of a figure.
    """

    day: date
    value: Number | None
    line: int
    note: str
    evidence: str
    statement: Statement | None = None


class Arrival(NamedTuple):
    """One sound row that came in between two days, whether or not a later one corrects it.

    Attributes:
        item: the item reported on.
        unit: id of the unit.
        row: the row.
        recorded: its recorded cell.
        known: the day from which it was known.
    """

    item: Item
    unit: str
    row: Row
    recorded: str
    known: date


class Tail(NamedTuple):
    """How a series ends, in a few words.

    Attributes:
        last: the line of its last row.
        met: the line of the row since which it satisfies the requirement by itself; 0 where it
            does not.
        proven: whether a row from there on, or any row where there is none, names evidence.
    """

    last: int
    met: int
    proven: bool


@dataclass(slots=True)
class Series:
    """What one unit has reported on one item: the rows that count, in order of their days.

    Attributes:
        item: the item reported on.
        unit: id of the unit.
        days: the days reported, each once, rising.
        values: the figure of each of those days.
        lines: the line of each in its file, 1-based; like what follows, only while rows are kept.
        notes: what was done, of each.
        evidence: a link or a file's name, of each.
        tail: what is remembered of the rows once they are forgotten.
        remarks: the rows that say something without a figure, likewise; they correct one another
            alone.
        declared: the rows by which the unit says that it has no part, likewise.
    """

    item: Item
    unit: str
    days: list[date] = field(default_factory=list)
    values: list[Number | None] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    evidence: list[str] = field(default_factory=list)
    tail: Tail | None = None
    remarks: Series | None = None
    declared: Series | None = None

    def map(self, choose: Callable[[list[Any]], list[Any]]) -> Series:
        """The series with the same choice made in each of its columns."""
        lines, notes, evidence = (
            choose(column) if column else [] for column in (self.lines, self.notes, self.evidence)
        )
        return Series(
            self.item, self.unit, choose(self.days), choose(self.values), lines, notes, evidence
        )

    def since(self, day: date) -> Series:
        """The series without the figures of earlier days."""
        first = bisect_left(self.days, day)
        series = self.map(lambda column: column[first:])
        series.remarks, series.declared = self.remarks, self.declared
        return series

    def at(self, wanted: list[bool]) -> Series:
        """The series of the rows that are wanted, one by one."""
        return self.map(lambda column: list(compress(column, wanted)))

    def figure(self, at: int, count: int) -> tuple[date, Number] | None:
        """The day and the figure at a place; None outside of the first `count`, or without one."""
        if not 0 <= at < count or (value := self.values[at]) is None:
            return None
        return self.days[at], value

    def row(self, at: int) -> Row:
        """The row at a place of the series, while rows are kept."""
        return Row(
            self.days[at], self.values[at], self.lines[at], self.notes[at], self.evidence[at]
        )

    def has_declined(self, day: date) -> bool:
        """Whether the unit has declared by a day that it has no part, and has no figure since."""
        if self.declared is None:
            return False
        declared = self.declared.days
        count = bisect_right(declared, day)
        if not count:
            return False
        return bisect_right(self.days, day) == bisect_right(self.days, declared[count - 1])

    def parts(self) -> list[Series]:
        """The series itself, and those of its statements."""
        return [self, *(more for more in (self.remarks, self.declared) if more)]

    @property
    def rows(self) -> list[Row]:
        """The rows themselves, where they are kept."""
        return [self.row(at) for at in range(len(self.lines))]

    def forget(self) -> None:
        """Let go of what only a look at single rows needs."""
        self.lines, self.notes, self.evidence = [], [], []
        for more in (self.remarks, self.declared):
            if more:
                more.forget()


class ProgressFile(CsvText):
    """What was read from one file, beside its text.

    Attributes:
        unit: id of its unit.
        columns: the place of each known column in the header, from 0; none where it is faulty.
        width: how many cells the header has.
        series: what was reported, by item id.
        arrivals: the rows that came in since the day that was asked for.
        rows: how many rows were read and are sound, corrected ones included.
        left_out: how many rows had faults and count for nothing.
        ahead: item and day of the rows whose moment lies in the future, where rows are kept.
        problems: the faults found.
    """

    def __init__(
        self, path: str, unit: str, encoding: str, data: bytes, problems: list[Problem]
    ) -> None:
        super().__init__(path, encoding, data)
        self.unit = unit
        self.columns: dict[str, int] = {}
        self.width = 0
        self.series: dict[str, Series] = {}
        self.arrivals: list[Arrival] = []
        self.rows = 0
        self.left_out = 0
        self.ahead: set[tuple[str, date]] = set()
        self.problems = problems

    def forget(self) -> None:
        """Let go of the text and the rows; the figures and their days stay."""
        super().forget()
        for series in self.series.values():
            series.forget()
