"""Ask a roll-up: which plans, regions, units, kinds, promises are how far, and what is wrong."""

from __future__ import annotations

import re
from contextlib import ExitStack
from datetime import date
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from hpplan.i18n import _
from hpplan.judging.status import STATUSES, record_of, urgent
from hpplan.judging.tallies import (
    GroupTally,
    ListedItem,
    PlanTally,
    PromisePlace,
    PromiseTally,
    RegionTally,
    ShelfFault,
    StatusCounts,
    UnitTally,
)
from hpplan.rollup import statements
from hpplan.rollup.schema import column_of
from hpplan.rollup.store import TREND, database
from hpplan.rollup.tables import RollupError, literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from hpplan.judging.status import Status
    from hpplan.rollup.store import Rollup

QUERYING = {"memory_limit": "800MiB", "threads": 2}
"""What DuckDB may take; what is more is put on the disk meanwhile.

A thread that has less than some 400 MiB sorts what it adds up into files, for twice the time.
"""

EVERYTHING = 2**62
"""More lines than there are."""

BY_UNIT = "by-unit.parquet"
"""The units of all plans, summed up when the roll-up was made."""

_TREND_FILE = re.compile(r"as_of=(\d{4}-\d{2}-\d{2})\.parquet")


class ShelfChoice(NamedTuple):
    """Of which plans of a roll-up is asked.

    Attributes:
        region: those of this region, and of all below it; of all where it is empty.
        unit: those in which this unit, by name or id, answers for something; else empty.
        plan: this one alone, by its name; else empty.
    """

    region: str = ""
    unit: str = ""
    plan: str = ""

    @property
    def depth(self) -> int:
        """How many levels the region has; 0 without one."""
        return len(self.region.split("/")) if self.region else 0


class Shelf:
    """Answers about the plans of a roll-up that are chosen.

    Attributes:
        choice: which are.
        then: the day with which is compared; None without any.
        lengths: how many lines the last lists had in all, of which some were asked for.
    """

    def __init__(self, rollup: Rollup, choice: ShelfChoice) -> None:
        """Open the tables, and choose.

        Raises:
            RollupError: a table is missing or damaged, or DuckDB is not installed.
        """
        self.choice = choice
        self.then: date | None = None
        self.lengths: dict[str, int] = {}
        self._folder = rollup.folder
        with ExitStack() as stack:
            spare = stack.enter_context(TemporaryDirectory(prefix="hpplan-"))
            self._database = database(rollup, **QUERYING, temp_directory=spare)
            stack.callback(self._database.close)
            self._choose()
            self._open = stack.pop_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_raised: object) -> None:
        self._open.close()

    def _choose(self) -> None:
        """Find the plans of the choice, and where their units are summed up."""
        summed = self._folder / BY_UNIT
        units = statements.UNITS_SUMMED
        if summed.is_file() and not summed.is_symlink():
            units = f"FROM read_parquet({literal(summed)})"
        self._run(f"CREATE TEMP VIEW by_unit AS {units}")
        where = {"region": self.choice.region, "plan": self.choice.plan}
        if self.choice.unit:
            self._run(statements.CHOSEN_OF_UNIT, unit=self.choice.unit, **where)
        else:
            self._run(statements.CHOSEN, **where)

    def compare(self, day: date) -> bool:
        """Compare with the last roll-up into this folder by a day; tell whether there is one."""
        found = [each for each in trend_days(self._folder) if each <= day]
        if not found:
            return False
        self.then = found[-1]
        path = self._folder / TREND / f"as_of={self.then}.parquet"
        self._run(statements.EARLIER, path=str(path))
        return True

    def plans(self, section: str = "", top: int = EVERYTHING) -> list[PlanTally]:
        """Return plans, the worst first.

        Args:
            section: those of one of the lists of `statements.SECTIONS`; else of all, one list
                behind the other.
            top: how many at most.
        """
        before = self._before(statements.PLANS_BEFORE)
        at = list(statements.SECTIONS).index(section) if section else -1
        return [
            PlanTally(
                row["plan"],
                row["region"],
                row["path"],
                row["state"],
                row["why"] or "",
                row["title"] or "",
                _counts(row),
                row["rows"] or 0,
                row["left_out"] or 0,
                row["last_report"],
                before.get(row["plan"]),
            )
            for row in self._listed(section or "plan", statements.SHELF_PLANS, section=at, top=top)
        ]

    def regions(self, level: int) -> list[RegionTally]:
        """Return the regions of a level with their plans, the worst first.

        Args:
            level: how many parts of its path make a region; with 0, all is one.
        """
        before = self._before(statements.REGIONS_BEFORE, level=level)
        states: dict[str, dict[str, int]] = {}
        for row in self._run(statements.STATES_OF_REGIONS, level=level):
            states.setdefault(row["region"], {})[row["state"]] = row["plans"]
        return [
            RegionTally(
                row["region"],
                row["plans"],
                states[row["region"]],
                row["counted"],
                row["left_out"],
                _counts(row),
                before.get(row["region"]),
            )
            for row in self._run(statements.REGIONS, level=level)
        ]

    def units(self, top: int = EVERYTHING) -> list[UnitTally]:
        """Return the units, those with most of their own to move first.

        A unit that was asked for has a row for each plan in place of one for each region.
        """
        if self.choice.unit:
            return [
                _unit(row) for row in self._run(statements.UNITS_BY_PLAN, unit=self.choice.unit)
            ]
        found = self._listed("unit", statements.UNITS, region=self.choice.region, top=top)
        return [_unit(row) for row in found]

    def groups(self, column: str) -> list[GroupTally]:
        """Return the items by `kind` or by `status`."""
        found = self._run(statements.grouped(column), unit=self.choice.unit)
        return [GroupTally(row["group"], row["plans"], _counts(row)) for row in found]

    def promises(self, level: int, top: int = EVERYTHING) -> list[PromiseTally]:
        """Return the promises of several plans, those of which the largest share fails first.

        Those of one plan come last.

        Args:
            level: how many parts of a region's path make the places that are told apart.
            top: how many at most.
        """
        unit = self.choice.unit
        found = self._listed("commitment", statements.PROMISES, level=level, top=top, unit=unit)
        return [
            PromiseTally(**{**row, "places": [PromisePlace(**each) for each in row["places"]]})
            for row in found
        ]

    def faults(self, top: int = EVERYTHING) -> list[ShelfFault]:
        """Return what is wrong with the plans: errors first, plan by plan."""
        return [
            ShelfFault(
                row["plan"],
                row["region"],
                ":".join(str(part) for part in (row["path"], row["line"], row["column"]) if part),
                row["code"] or "",
                row["severity"],
                row["message"],
                row["hint"] or "",
            )
            for row in self._listed("faults", statements.SHELF_FAULTS, top=top)
        ]

    def twins(self) -> list[tuple[str, str, bool]]:
        """Return plans that repeat another: their names, the other's, and if all bytes do."""
        found = self._run(statements.TWINS)
        return [(row["plan"], row["other"], row["whole"]) for row in found]

    def items(self) -> list[ListedItem]:
        """Return the items of the plans, the worst first, and the largest gap before others."""
        listed = [
            ListedItem(**{**row, "behind_names": tuple(row["behind_names"] or ())})
            for row in self._run(statements.ITEMS)
        ]
        return sorted(
            listed,
            key=lambda each: (
                record_of(each.status).rank,
                -(each.gap or 0),
                each.due,
                each.item,
            ),
        )

    def knows(self, of: str) -> bool:
        """Tell whether there is the `plan`, `region` or `unit` that was chosen."""
        return bool(self._run(statements.KNOWN[of], name=getattr(self.choice, of)))

    def names(self, of: str) -> list[str]:
        """Return all names that there are of a `plan`, `region` or `unit`."""
        return [row["name"] for row in self._run(statements.NAMES[of])]

    def _before(self, statement: str, **bound: Any) -> dict[str, StatusCounts]:
        """Return the counts of the day that is compared with, by plan or region."""
        if not self.then:
            return {}
        return {row["key"]: _counts(row) for row in self._run(statement, **bound)}

    def _listed(self, key: str, statement: str, **bound: Any) -> list[dict[str, Any]]:
        """Return the first rows of a list, and keep how many it has."""
        rows = self._run(statement, **bound)
        self.lengths[key] = rows[0]["whole"] if rows else 0
        return [{name: row[name] for name in row if name != "whole"} for row in rows]

    def _run(self, statement: str, **bound: Any) -> list[dict[str, Any]]:
        """Return the rows of a statement by the names of its columns.

        Raises:
            RollupError: a table is damaged, or has other columns.
        """
        import duckdb

        try:
            found = self._database.execute(statement, bound)
            names = [column[0] for column in found.description or ()]
            return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
        except duckdb.Error as error:
            message = _("{folder} cannot be read: {why}")
            why = str(error).partition("\n")[0]
            raise RollupError(
                message.format(folder=self._folder, why=why), _("roll the plans up again into it")
            ) from None


def trend_days(folder: Path) -> list[date]:
    """Return the days whose plans a roll-up's folder keeps, the first of them first."""
    return sorted(_days_kept(folder / TREND))


def _days_kept(folder: Path) -> Iterator[date]:
    try:
        paths = list(folder.iterdir())
    except OSError:
        return
    for path in paths:
        if (found := _TREND_FILE.fullmatch(path.name)) and not path.is_symlink():
            try:
                yield date.fromisoformat(found[1])
            except ValueError:  # a day that no calendar has
                continue


def _counts(row: Mapping[str, Any]) -> StatusCounts:
    """Return the counts of a row."""
    of: dict[Status, int] = {status: row[column_of(status)] or 0 for status in STATUSES}
    return StatusCounts(of, row["measurable"] or 0)


def _unit(row: Mapping[str, Any]) -> UnitTally:
    """Return a unit of a row."""
    return UnitTally(
        row["name"],
        row["region"],
        row["plan"],
        row["plans"],
        row["own"],
        row["shared"],
        {status: row[f"move_{column_of(status)}"] for status in urgent()},
        row["not_reported"],
        row["met_measurable"],
        row["measurable"],
        row["last_report"],
    )
