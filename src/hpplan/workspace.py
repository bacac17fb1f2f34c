"""A folder with a plan, its source and its progress files, read and judged."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from hpplan.files import PROGRESS, is_beside, read_bytes, unreadable
from hpplan.i18n import _
from hpplan.judging.assess import Assessment, assess
from hpplan.phrases import nearest, reason
from hpplan.plan.items import Catalogue
from hpplan.plan.load import LoadedPlan, load_plan
from hpplan.problem import Position, Problem
from hpplan.progress.reader import read_progress
from hpplan.progress.targets import Memory

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable
    from datetime import date, datetime, tzinfo

    from hpplan.plan.items import Item
    from hpplan.plan.model import Plan
    from hpplan.progress.series import Arrival, ProgressFile, Series


@dataclass(slots=True)
class LoadedWorkspace:
    """A plan and what has been reported on it.

    Attributes:
        path: plan.yaml.
        loaded: the plan and its document.
        catalogue: the plan's items.
        files: what was read of each progress file, by unit.
        problems: the faults found while reading.
        as_of: the day that was named to be taken for today.
        name: what its folder is called in messages; None for its path from the current folder.
    """

    path: Path
    loaded: LoadedPlan
    catalogue: Catalogue
    files: dict[str, ProgressFile] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    as_of: date | None = None
    name: str | None = None

    @property
    def root(self) -> Path:
        """The folder of plan.yaml, on which all other paths rest."""
        return self.path.parent

    @property
    def plan(self) -> Plan:
        """The plan."""
        return self.loaded.plan

    @property
    def zone(self) -> tzinfo:
        """The plan's time zone."""
        return zone_of(self.plan)

    @property
    def left_out(self) -> int:
        """How many rows had faults and count for nothing."""
        return sum(file.left_out for file in self.files.values())

    def shown(self, path: Path) -> str:
        """Return a path in this workspace as a person would name it."""
        return display(path) if self.name is None else _named(self.name, path, self.root)

    def today(self) -> date:
        """Today in the plan's time zone."""
        return day_in(self.zone)

    def now(self) -> datetime:
        """The moment behind which the future begins: this one, or the end of a later day named."""
        from datetime import datetime, time

        now = datetime.now(self.zone)
        if self.as_of is None:
            return now
        return max(now, datetime.combine(self.as_of, time.max, self.zone))

    def arrivals(self) -> list[Arrival]:
        """The rows that came in since the day that was asked for, unit by unit."""
        order = {unit: number for number, unit in enumerate(self.catalogue.units)}
        return sorted(
            (arrival for file in self.files.values() for arrival in file.arrivals),
            key=lambda each: (order[each.unit], each.known, each.row.day, each.item.id),
        )

    def reports(self) -> dict[str, dict[str, Series]]:
        """The series of each item by unit."""
        found: dict[str, dict[str, Series]] = {}
        for unit, file in self.files.items():
            for item, series in file.series.items():
                found.setdefault(item, {})[unit] = series
        return found

    def assess(self, as_of: date, items: Iterable[Item] | None = None) -> list[Assessment]:
        """All items, or those given, judged on a day."""
        reports = self.reports()
        wanted = self.catalogue.items.values() if items is None else items
        return [assess(item, reports.get(item.id, {}), self.plan, as_of) for item in wanted]


def find_plan(folder: Path) -> Path | None:
    """The nearest plan.yaml, in this folder or above it."""
    for above in (folder, *folder.parents):
        path = above / "plan.yaml"
        # Whatever it is, a plan further up is not meant; what is wrong with it is said on reading.
        if os.path.lexists(path) and not os.path.isdir(path):  # noqa: PTH112 (it raises nothing)
            return path
    return None


def day_in(zone: tzinfo) -> date:
    """Return today in a time zone."""
    from datetime import datetime

    return datetime.now(zone).date()


def zone_of(plan: Plan) -> tzinfo:
    """A plan's time zone."""
    from zoneinfo import ZoneInfo

    return ZoneInfo(plan.timezone)


def display(path: Path) -> str:
    """A path as a person would name it here: relative to this folder where it lies below it."""
    try:
        relative = os.path.relpath(path)
    except (ValueError, OSError):  # another drive; a folder that is gone
        return path.as_posix()
    return path.as_posix() if relative.startswith("..") else Path(relative).as_posix()


def _named(name: str, path: Path, root: Path) -> str:
    """A path below a folder that has a name: 黄浦/2024/data/progress/waitan.csv."""
    return f"{name}/{path.relative_to(root).as_posix()}"


def open_plan(
    path: Path, *, as_of: date | None = None, name: str | None = None
) -> tuple[LoadedWorkspace | None, list[Problem]]:
    """The workspace around a plan, its progress files still unread; or None and what is wrong.

    Args:
        path: plan.yaml.
        as_of: the day that is taken for today, where one was named.
        name: what its folder is called in messages; its path from the current folder unless given.
    """
    shown = display(path) if name is None else _named(name, path, path.parent)
    loaded, problems = load_plan(path, shown)
    if loaded is None:
        return None, problems
    return LoadedWorkspace(path, loaded, Catalogue(loaded.plan), as_of=as_of, name=name), []


def open_workspace(
    path: Path,
    *,
    keep_rows: bool = False,
    known: date | None = None,
    as_of: date | None = None,
    name: str | None = None,
    visit: Callable[[LoadedWorkspace, ProgressFile], None] | None = None,
) -> tuple[LoadedWorkspace | None, list[Problem]]:
    """The workspace around a plan, or None and the faults that leave nothing to be done.

    Args:
        path: plan.yaml.
        keep_rows: keep the rows themselves, and check their recorded cells.
        known: leave out the rows that were not known by this day.
        as_of: the day that is taken for today, where one was named.
        name: what its folder is called in messages; its path from the current folder unless given.
        visit: what to do with each progress file once it is read, while its rows are there.
    """
    workspace, problems = open_plan(path, as_of=as_of, name=name)
    if workspace is not None:
        read_progress_files(workspace, keep_rows=keep_rows, known=known, visit=visit)
    return workspace, problems


def as_known(
    workspace: LoadedWorkspace,
    day: date,
    since: date | None = None,
    listed: Collection[str] | None = None,
) -> LoadedWorkspace:
    """The same workspace as it was known by a day; rows that came in later are left out.

    Args:
        workspace: the workspace, whose progress files need not have been read.
        day: the day.
        since: keep the rows, and list those that came in after this day.
        listed: ids of the items whose rows are listed; all unless given.
    """
    seen = LoadedWorkspace(
        workspace.path,
        workspace.loaded,
        workspace.catalogue,
        as_of=workspace.as_of,
        name=workspace.name,
    )
    read_progress_files(seen, keep_rows=since is not None, known=day, since=since, listed=listed)
    return seen


def read_progress_files(
    workspace: LoadedWorkspace,
    *,
    keep_rows: bool,
    known: date | None = None,
    since: date | None = None,
    listed: Collection[str] | None = None,
    visit: Callable[[LoadedWorkspace, ProgressFile], None] | None = None,
) -> None:
    """Read all progress files into the workspace."""
    folder, memory = workspace.root / PROGRESS, Memory()
    try:
        files = sorted(folder.iterdir())
    except FileNotFoundError:
        files = []
    except OSError as error:
        message = _("the folder cannot be read: {why}").format(why=reason(error))
        workspace.problems.append(Problem("HP301", message, Position(workspace.shown(folder))))
        files = []
    real = workspace.root.resolve()
    for file in files:
        if file.suffix.lower() != ".csv" or is_beside(file.name):
            continue
        read = _read(
            workspace,
            file,
            real,
            memory,
            keep_rows=keep_rows,
            known=known,
            since=since,
            listed=listed,
        )
        if read and visit:
            visit(workspace, read)


def _read(
    workspace: LoadedWorkspace,
    path: Path,
    real: Path,
    memory: Memory,
    *,
    keep_rows: bool,
    known: date | None,
    since: date | None,
    listed: Collection[str] | None,
) -> ProgressFile | None:
    """Read one progress file into the workspace, whose real root is given; None if it cannot be."""
    name, unit = workspace.shown(path), path.stem
    catalogue = workspace.catalogue
    if path.suffix != ".csv":
        message = _("the file is left out: its name must end in .csv")
        hint = _("rename it to {name}").format(name=f"{unit}.csv")
        workspace.problems.append(Problem("HP312", message, Position(name), hint))
        return None
    if unit not in catalogue.units:
        named = catalogue.unit(unit)
        near = named.id if named else nearest(unit, list(catalogue.units))
        message = _("there is no unit {unit} in the plan; the file is left out").format(unit=unit)
        hint = _("a unit's file is its id and .csv; did you mean {near}.csv?") if near else ""
        workspace.problems.append(Problem("HP312", message, Position(name), hint.format(near=near)))
        return None
    data, problem = read_inside(real, path, name)
    if problem:
        workspace.problems.append(problem)
        return None
    file = read_progress(
        data,
        name,
        unit,
        catalogue,
        zone=workspace.zone,
        now=workspace.now(),
        memory=memory,
        keep_rows=keep_rows,
        known=known,
        since=since,
        listed=listed,
    )
    file.again = lambda: read_inside(real, path, name)[0]
    workspace.files[unit] = file
    workspace.problems += file.problems
    return file


def inside(root: Path, name: str) -> Path | None:
    """A file of the workspace by the name that the plan gives; None where it leads out of it."""
    path = root / name
    try:
        return path if path.resolve().is_relative_to(root.resolve()) else None
    except RuntimeError:  # a link that leads to itself
        return None


def leads_out(name: str) -> Problem:
    """The fault of a progress file that is a link to somewhere else."""
    message = _("the file leads out of the workspace, and is not read")
    return Problem("HP313", message, Position(name))


def read_inside(root: Path, path: Path, name: str) -> tuple[bytes, Problem | None]:
    """The bytes of a regular file that lies in the workspace, or a problem.

    Args:
        root: the workspace's folder, with no link on the way to it.
        path: the file.
        name: the file, as a person would name it.
    """
    try:
        real = path.resolve()
        if not real.is_relative_to(root):
            return b"", leads_out(name)
        if not real.is_file():
            return b"", Problem("HP301", _("this is no regular file"), Position(name))
    except RuntimeError:  # a link that leads to itself
        return b"", Problem("HP301", _("this is no regular file"), Position(name))
    except OSError as error:
        return b"", unreadable(error, name, "HP301")
    return read_bytes(real, name, "HP301")
