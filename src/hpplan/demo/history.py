"""A simulated history of reports: how each unit's figures move, and the rows that say so."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING

from hpplan.csvtext import BOM
from hpplan.demo.wording import declared_note, evidence_name, progress_note, remark_note
from hpplan.numbers import Number, exact
from hpplan.plan.items import goal, terms_of
from hpplan.plan.model import ADDING_UP, FALLING
from hpplan.progress.cells import HEADERS, figure_cell

if TYPE_CHECKING:
    import random
    from collections.abc import Mapping, Sequence
    from datetime import tzinfo
    from pathlib import Path

    from hpplan.demo.division import SimulatedDivision
    from hpplan.plan.items import Catalogue, Item

EVERY = 91
"""Days between two reports, where no number of rows is asked for."""

PACES = tuple(Fraction(percent, 100) for percent in (120, 110, 105, 105, 100, 95, 75, 40))
"""How fast a simulated item moves, beside even progress."""

SILENT = 0.08
"""The share of reporters that fall silent half-way."""

EXPLAINED = 0.4
"""The share of these that say why, in a remark."""

LAGS = (0, 0, 3, 8, 15, 24, 38)
"""Days before the day of the demo on which units reported last; each unit has its own."""

UNHEARD = 0.04
"""The share of reporters that have never said anything, where others report as well."""

UNPROVEN = 0.1
"""The share of reporters that give no evidence."""

INVOLVED = 2
"""How many of its units report on an undivided item that is not a milestone or duty."""

_NO_PART = "不涉及"


@dataclass(frozen=True, slots=True)
class Made:
    """What was made: how many rows, by how many units."""

    rows: int
    units: int


@dataclass(frozen=True, slots=True)
class _Course:
    """How one reporter's figure on one item moves: to its share of what is required."""

    item: Item
    unit: str
    pace: Fraction
    last: date
    proven: bool
    goal: Number
    remark: date | None = None


class History:
    """Simulated courses of all items, and the rows that report them.

    Of `paces`, a course draws from those of its target; from PACES where it has none.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        division: SimulatedDivision,
        chance: random.Random,
        as_of: date,
        paces: Mapping[str, Sequence[Fraction]] | None = None,
    ) -> None:
        self.catalogue = catalogue
        self.paces = paces or {}
        self.division = division
        self.as_of = as_of
        self.chance = chance
        self.lags = {unit: chance.choice(LAGS) for unit in catalogue.units}
        self.courses = [
            course for item in catalogue.items.values() for course in self._courses(item)
        ]

    def _courses(self, item: Item) -> list[_Course]:
        """Return the courses of an item's units; none of those that declare to have no part."""
        declined = self.division.declined.get(item.target.id, ())
        units = [unit for unit in item.reporters if unit not in declined]
        if item.start > self.as_of or not units:
            return []
        adds_up = item.target.kind in ADDING_UP
        if item.target.id in self.division.undivided and (adds_up or item.target.kind == "level"):
            units = self.chance.sample(units, min(INVOLVED, len(units)))
        elif item.target.id not in self.division.reporters and adds_up:
            units = [self.chance.choice(units)]
        found: list[_Course] = []
        for unit, part in zip(units, self._parts(item, len(units)), strict=True):
            pace = self.chance.choice(self.paces.get(item.target.id, PACES))
            reported = max(self.as_of - timedelta(days=self.lags[unit]), item.start)
            last, remark = min(reported, item.due), None
            if self.chance.random() < SILENT:
                last = item.start + (last - item.start) // 2
                if self.chance.random() < EXPLAINED and item.target.kind != "duty":
                    remark = last + (self.as_of - last) // 2
            proven = self.chance.random() >= UNPROVEN
            if found and self.chance.random() < UNHEARD:
                continue
            found.append(_Course(item, unit, pace, last, proven, part, remark))
        return found

    def _parts(self, item: Item, number: int) -> Sequence[Number]:
        """Return what each of an item's units has to reach."""
        target = goal(item, terms_of(item, self.as_of))
        whole = 10 if target is None else target
        if item.target.kind == "count":
            return [int(whole) // number + (at < int(whole) % number) for at in range(number)]
        if item.target.kind == "amount":
            return [exact(Fraction(whole) / number)] * number
        return [whole] * number

    def write(self, folder: Path, rows: int | None, zone: tzinfo) -> Made:
        """Write each unit's file."""
        days = sum((course.last - course.item.start).days + 1 for course in self.courses)
        by_unit: dict[str, list[tuple[str, ...]]] = {unit: [] for unit in self.catalogue.units}
        for course in self.courses:
            length = (course.last - course.item.start).days + 1
            count = max(round(rows * length / days), 1) if rows else max(length // EVERY, 1)
            by_unit[course.unit] += self._rows(course, count, zone)
        for target, units in self.division.declined.items():
            for item in self.catalogue.of_target[target]:
                for unit in units if item.start <= self.as_of else ():
                    day = item.start + (min(self.as_of, item.due) - item.start) // 2
                    note = declared_note(orphaned=target == self.division.orphan)
                    by_unit[unit].append(self._row(item, day, _NO_PART, note, "", zone))
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
        """Return rows at even distances, the last on the course's last day; then its remark."""
        item = course.item
        length = (course.last - item.start).days
        found: list[tuple[str, ...]] = []
        before: Number | None = None
        for number in range(1, count + 1):
            day = item.start + timedelta(days=length * number // count)
            value = self._figure(course, day)
            note = progress_note(item.target, value, before, self.chance)
            evidence = evidence_name(day, self.chance) if course.proven else ""
            found.append(self._row(item, day, figure_cell(value), note, evidence, zone))
            before = value
        if course.remark:
            note = remark_note(self.chance)
            found.append(self._row(item, course.remark, "", note, "", zone))
        return found

    def _row(
        self, item: Item, day: date, value: str, note: str, evidence: str, zone: tzinfo
    ) -> tuple[str, ...]:
        """Return a row's cells, recorded on its day."""
        delay = timedelta(seconds=self.chance.randrange(9 * 3600, 18 * 3600))
        moment = datetime.combine(day, time(), tzinfo=zone) + delay
        return day.isoformat(), item.id, value, note, evidence, moment.isoformat()

    def _figure(self, course: _Course, day: date) -> Number | None:
        """Return the figure that the course has reached by a day."""
        item, target = course.item, course.goal
        if item.target.kind == "duty":
            return None
        terms = terms_of(item, self.as_of)
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
