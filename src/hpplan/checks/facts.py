"""What the rules look at, and how they name a place in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hpplan.judging.assess import assess
from hpplan.plan.items import terms_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from hpplan.judging.assess import Assessment
    from hpplan.numbers import Number
    from hpplan.plan.items import Catalogue, Item
    from hpplan.plan.load import LoadedPlan
    from hpplan.plan.model import Operator
    from hpplan.problem import Problem
    from hpplan.progress.series import ProgressFile, Series


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rules look at.

    Attributes:
        loaded: the plan and its document.
        catalogue: the plan's items.
        source: the document's text, where the plan names one that could be read.
        source_path: that file, as a person would name it.
        files: the progress files, with their rows.
        today: the day on which the check is made.
    """

    loaded: LoadedPlan
    catalogue: Catalogue
    source: str | None
    source_path: str
    files: tuple[ProgressFile, ...]
    today: date
    _required: dict[str, tuple[Operator, Number] | None] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def required(self, item: Item) -> tuple[Operator, Number] | None:
        """Return what an item requires today, revisions included; worked out once."""
        if item.id not in self._required:
            self._required[item.id] = terms_of(item, self.today).requirement
        return self._required[item.id]

    def judged(self, item: Item) -> Assessment:
        """Return an item as it stands today."""
        reports = {file.unit: file.series[item.id] for file in self.files if item.id in file.series}
        return assess(item, reports, self.loaded.plan, self.today)


# Files are long and faults are few: each rule looks at a series as a whole first, and at its rows
# one by one only where something is wrong with one of them.


def each_series(facts: Facts) -> Iterator[tuple[ProgressFile, Series]]:
    """The series whose rows are at hand."""
    for file in facts.files:
        for series in file.series.values():
            if series.lines:
                yield file, series


def each_part(facts: Facts) -> Iterator[tuple[ProgressFile, Series]]:
    """The same, with the series of remarks and of declarations."""
    for file in facts.files:
        for series in file.series.values():
            yield from ((file, part) for part in series.parts() if part.lines)


def row_problem(
    file: ProgressFile, code: str, message: str, line: int, at: str, hint: str = ""
) -> Problem:
    """A problem at the cell of a column in the row that begins on a line."""
    of_line, column, width = file.span(line, file.columns[at])
    problem = file.problem(code, message, of_line, column, hint, width)
    return problem._replace(at=_row_name(file, line))


def _row_name(file: ProgressFile, line: int) -> str:
    """A row by its file, date and item, which stay where its line does not."""
    for series in file.series.values():
        for part in series.parts():
            if line in part.lines:
                day = part.days[part.lines.index(line)]
                return f"{file.unit}.csv {day} {series.item.id}"
    return ""
