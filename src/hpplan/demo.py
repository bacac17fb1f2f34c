"""A workspace to try things in: the plan, and a simulated history that says so in each row."""

from __future__ import annotations

import csv
import io
import random
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING

from hpplan.csvtext import BOM
from hpplan.errors import HpplanError
from hpplan.i18n import _
from hpplan.numbers import Number, exact
from hpplan.phrases import reason
from hpplan.plan.items import goal, terms_of
from hpplan.plan.model import FALLING
from hpplan.progress.cells import HEADERS, SIMULATED, figure_cell
from hpplan.workspace import PROGRESS, LoadedWorkspace, inside

if TYPE_CHECKING:
    from datetime import tzinfo
    from pathlib import Path

    from hpplan.plan.items import Item

EVERY = 91
"""Days between two reports, where no number of rows is asked for."""

PACES = tuple(Fraction(percent, 100) for percent in (120, 110, 105, 105, 100, 95, 75, 40))
"""How fast a simulated item moves, beside even progress."""

SILENT = 0.08
"""The share of reporters that fall silent half-way."""

UNPROVEN = 0.1
"""The share of reporters that give no evidence."""


class DemoError(HpplanError):
    """Why no workspace was made."""


@dataclass(frozen=True, slots=True)
class Made:
    """What was made: how many rows, by how many units."""

    rows: int
    units: int


def make_demo(
    workspace: LoadedWorkspace, folder: Path, *, seed: int, rows: int | None, as_of: date
) -> Made:
    """Write a workspace with simulated reports up to a day.

    Args:
        workspace: where plan and source are taken from.
        folder: where to; new or empty.
        seed: the same seed, day and number of rows give the same files.
        rows: about how many rows; else one a quarter for each item and reporter.
        as_of: the last day that may be reported on.

    Raises:
        DemoError: the folder holds something, or cannot be written.
    """
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise DemoError(_("{folder} is no empty folder; name a new one").format(folder=folder))
        (folder / PROGRESS).mkdir(parents=True, exist_ok=True)
        (folder / "plan.yaml").write_bytes(workspace.path.read_bytes())
        source = inside(workspace.root, workspace.plan.source or "")
        if source and source.is_file():
            copy = folder / source.resolve().relative_to(workspace.root.resolve())
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(source.read_bytes())
        history = _History(workspace, seed, as_of)
        return history.write(folder / PROGRESS, rows)
    except OSError as error:
        message = _("{folder} cannot be written: {why}").format(folder=folder, why=reason(error))
        raise DemoError(message) from None


@dataclass(frozen=True, slots=True)
class _Course:
    """How one reporter's figure on one item moves."""

    item: Item
    unit: str
    pace: Fraction
    last: date
    evidence: str


class _History:
    """Simulated courses of all items, and the rows that report them."""

    def __init__(self, workspace: LoadedWorkspace, seed: int, as_of: date) -> None:
        self.workspace = workspace
        self.as_of = as_of
        self.chance = random.Random(seed)  # noqa: S311 (a simulation)
        self.courses = [
            course for item in workspace.catalogue.items.values() for course in self._courses(item)
        ]

    def _courses(self, item: Item) -> list[_Course]:
        if item.start > self.as_of:
            return []
        reporters = list(item.reporters)
        if item.target.kind in {"count", "amount", "level"}:
            reporters = [self.chance.choice(reporters)]
        found = []
        for unit in reporters:
            pace = self.chance.choice(PACES)
            last = min(self.as_of, item.due)
            if self.chance.random() < SILENT:
                last = item.start + (last - item.start) // 2
            evidence = "" if self.chance.random() < UNPROVEN else SIMULATED
            found.append(_Course(item, unit, pace, last, evidence))
        return found

    def write(self, folder: Path, rows: int | None) -> Made:
        """Write each unit's file."""
        zone = self.workspace.zone
        days = sum((course.last - course.item.start).days + 1 for course in self.courses)
        by_unit: dict[str, list[tuple[str, ...]]] = {
            unit.id: [] for unit in self.workspace.plan.units
        }
        for course in self.courses:
            length = (course.last - course.item.start).days + 1
            count = max(round(rows * length / days), 1) if rows else max(length // EVERY, 1)
            by_unit[course.unit] += self._rows(course, count, zone)
        written = 0
        for unit, found in by_unit.items():
            found.sort(key=lambda row: row[-1])
            out = io.StringIO()
            writer = csv.writer(out, lineterminator="\n")
            writer.writerow(HEADERS)
            writer.writerows(found)
            (folder / f"{unit}.csv").write_bytes(BOM + out.getvalue().encode())
            written += len(found)
        return Made(written, sum(bool(found) for found in by_unit.values()))

    def _rows(self, course: _Course, count: int, zone: tzinfo) -> list[tuple[str, ...]]:
        """Rows at even distances, the last on the course's last day."""
        item = course.item
        length = (course.last - item.start).days
        found: list[tuple[str, ...]] = []
        for number in range(1, count + 1):
            day = item.start + timedelta(days=length * number // count)
            delay = timedelta(seconds=self.chance.randrange(9 * 3600, 18 * 3600))
            moment = datetime.combine(day, time(), tzinfo=zone) + delay
            value = figure_cell(self._figure(course, day))
            row = (day.isoformat(), item.id, value, SIMULATED, course.evidence, moment.isoformat())
            found.append(row)
        return found

    def _figure(self, course: _Course, day: date) -> Number | None:
        """The figure that the course has reached by a day."""
        item = course.item
        if item.target.kind == "duty":
            return None
        terms = terms_of(item, self.as_of)
        target = goal(item, terms)
        if target is None:
            target = 10
        part = min(
            Fraction((day - item.start).days + 1, (terms.due - item.start).days + 1) * course.pace,
            Fraction(1),
        )
        if item.target.kind == "level" and terms.requirement:
            falling = terms.requirement[0] in FALLING
            zero = Fraction(target) * (2 if falling else Fraction(1, 2))
            return exact(Fraction(round((zero + (target - zero) * part) * 10), 10))
        whole = item.target.kind in {"count", "milestone"}
        reached = target * part
        return (
            int(reached)
            if whole
            else exact(Fraction(ceil(reached * 10) if part == 1 else int(reached * 10), 10))
        )
