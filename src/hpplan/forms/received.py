"""What a file that was handed in holds for one unit."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date

    from hpplan.errors import RecordError
    from hpplan.numbers import Number
    from hpplan.plan.model import Unit
    from hpplan.problem import Problem
    from hpplan.progress.cells import Statement
    from hpplan.progress.record import Entry, Recorded


class CellFault(NamedTuple):
    """What is wrong with a form, at a cell where it lies in one.

    Attributes:
        problem: the fault.
        heading: the head of the cell's column; empty where no cell is meant.
        value: what stands in the cell.
        item: the target or item that its row names; empty where it names none.
    """

    problem: Problem
    heading: str = ""
    value: str = ""
    item: str = ""


class Said(NamedTuple):
    """What a row says, as its unit's file holds it, to know it again by."""

    item: str
    day: date
    value: Number | Statement | None
    note: str
    evidence: str


@dataclass(slots=True)
class Form:
    """A file that was handed in.

    Attributes:
        path: the file, as a person would name it.
        unit: the unit that it comes from; None where that cannot be told.
        entries: the rows to be added.
        places: the fault that each of them would have, should the unit's file refuse it.
        known: how many rows the unit's file holds already.
        blank: how many rows were not filled in.
        faults: what is wrong with it.
        notices: what was read all the same, or read over, each as a fault would be.
        rows: what adding the rows does, or did.
        refused: why they cannot be added, where that lies in the unit's file.
    """

    path: str
    unit: Unit | None = None
    entries: list[Entry] = field(default_factory=list)
    places: list[CellFault] = field(default_factory=list)
    known: int = 0
    blank: int = 0
    faults: list[CellFault] = field(default_factory=list)
    notices: list[CellFault] = field(default_factory=list)
    rows: list[Recorded] = field(default_factory=list)
    refused: RecordError | None = None

    @property
    def sound(self) -> bool:
        """Whether it can be taken in."""
        return not self.faults and self.refused is None


@dataclass(frozen=True, slots=True)
class Collected:
    """What was handed in.

    Attributes:
        forms: the forms, in the order in which they were read.
        others: files in their folders that are no forms, as a person would name them.
        missing: the units that no form came from, less those that have ended.
        as_of: the day on which the items were judged.
    """

    forms: list[Form]
    others: list[str]
    missing: list[Unit]
    as_of: date
