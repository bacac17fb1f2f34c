"""Taking in the forms of many units, file by file."""

from __future__ import annotations

import hashlib
import os
from fnmatch import fnmatch
from itertools import chain
from typing import TYPE_CHECKING

from hpplan.csvtext import encoding_of
from hpplan.errors import CellError, RecordError
from hpplan.files import PROGRESS, is_beside
from hpplan.forms import columns as forms
from hpplan.forms.memories import Memories
from hpplan.forms.read import find_heads, read_form, separator
from hpplan.forms.received import CellFault, Form, Said
from hpplan.forms.tables import table_of
from hpplan.i18n import _
from hpplan.problem import Position, Problem, errors
from hpplan.progress.cells import written
from hpplan.progress.header import RecordReader, separated_by
from hpplan.progress.record import append_all
from hpplan.progress.row import sound_row
from hpplan.progress.series import ProgressFile
from hpplan.progress.targets import Memory, Table
from hpplan.workspace import display, read_inside

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date
    from pathlib import Path

    from hpplan.forms.grid import Grid
    from hpplan.numbers import Number
    from hpplan.plan.model import Unit
    from hpplan.workspace import LoadedWorkspace

SUFFIXES = (".xlsx", ".xlsm", ".xls", ".et", ".ods", ".csv")
"""The files of a folder that are taken for forms."""

LOOKED_FOR = ("target", "date", "value", "note")


def files_of(paths: Iterable[Path]) -> tuple[list[Path], list[Path]]:
    """The files named, and the forms in the folders named; and what else is in these folders.

    Folders in them, hidden files, and what a spreadsheet puts beside an open file are passed over.
    A folder that cannot be read is taken for a form, to which that is a fault.
    """
    found: list[Path] = []
    others: list[Path] = []
    for path in chain.from_iterable(map(_matching, paths)):
        try:
            held = sorted(path.iterdir())
        except OSError:  # no folder, or one that cannot be read
            found.append(path)
            continue
        for each in held:
            if not os.path.isdir(each) and not is_beside(each.name):  # noqa: PTH112
                (found if each.suffix.lower() in SUFFIXES else others).append(each)
    return list(dict.fromkeys(found)), others


def _matching(path: Path) -> list[Path]:
    """The files that *.xlsx stands for, which a shell of Windows hands over as it was typed."""
    if not set("*?") & set(path.name) or os.path.lexists(path):
        return [path]
    try:
        beside = sorted(path.parent.iterdir())
    except OSError:  # no folder, which is said of the path as it was typed
        return [path]
    found = [each for each in beside if fnmatch(each.name, path.name)]
    return [each for each in found if not is_beside(each.name)] or [path]


class Collector:
    """Takes forms in: reads them, and appends what they report to the files of a workspace.

    What was taken in before counts as said: a second form of a unit adds what is new in it, and is
    refused where it says something else of the same item and day.
    """

    def __init__(
        self, workspace: LoadedWorkspace, *, unit: Unit | None = None, as_of: date | None = None
    ) -> None:
        self.workspace = workspace
        self.unit = unit
        self.as_of = as_of or workspace.today()
        self.memory = Memory()
        self.memories = Memories(workspace.catalogue, self.memory, self._known, self._totals)
        self.plan = forms.identity(workspace.plan)
        self.seen: dict[str, bytes] = {}
        """What is known of each unit's file: its bytes in brief."""

    def take(self, path: Path, *, dry_run: bool) -> Form:
        """Read a form, and add its rows or try what that would do; its faults are noted in it."""
        form = Form(display(path))
        if (grid := self._grid(form, path)) is not None:
            read_form(form, grid, self.memories, self.plan, self.unit, path.stem)
            self._append(form, dry_run=dry_run)
            self.memories.settle(keep=form.sound)
        return form

    def add(self, form: Form) -> None:
        """Append the rows of a form that was tried; not to a file that was changed since.

        What was shown of the form, and agreed to, would be another thing by now.
        """
        unit = form.entries[0].unit or ""
        data, path = self._file(unit)
        if self.seen[unit] != _brief(data):
            message = _("{path} was changed by another program meanwhile").format(path=path)
            form.rows = []
            form.refused = RecordError(message, _("collect the form again"), usage=False)
            return
        self._append(form, dry_run=False)
        self.seen[unit] = _brief(self._file(unit)[0])

    def _append(self, form: Form, *, dry_run: bool) -> None:
        """Append the rows of a sound form to its unit's file, or try what that would do."""
        if not form.sound or not form.entries:
            return
        try:
            form.rows = append_all(self.workspace, form.entries, as_of=self.as_of, dry_run=dry_run)
        except RecordError as error:
            form.rows = []
            if not error.usage:
                form.refused = error
                return
            place = form.places[error.at]
            problem = place.problem._replace(message=error.message, hint=error.hint)
            form.faults.append(place._replace(problem=problem))

    def _grid(self, form: Form, path: Path) -> Grid | None:
        """The one table of a file that has the columns of a form."""

        def refuse(code: str, message: str, hint: str = "") -> None:
            form.faults.append(CellFault(Problem(code, message, Position(form.path), hint)))

        grid, grids, problems = table_of(path, form.path, find_heads)
        faulty = errors(problems)
        form.faults += map(CellFault, faulty)
        form.notices += [CellFault(each) for each in problems if each not in faulty]
        if grid is None and not faulty:
            self._refuse_table(grids, refuse)
        return grid

    @staticmethod
    def _refuse_table(grids: list[Grid], refuse: Callable[[str, str, str], None]) -> None:
        """Say why none of the tables is a form's."""
        mark = next(filter(None, map(separator, grids)), "")
        if mark:
            refuse("HP402", *separated_by(mark))
            return
        heads = _(", ").join(map(forms.title, LOOKED_FOR))
        message = _("there is no table with the columns of a form")
        refuse("HP402", message, _("its heads are: {heads}").format(heads=heads))

    def _known(self, unit: str) -> set[Said]:
        """What the unit's file says, rows that were corrected since included."""
        data, path = self._file(unit)
        self.seen[unit] = _brief(data)
        return set(_said_in(data, path, Table(unit, self.workspace.catalogue, self.memory)))

    def _totals(self, unit: str, item: str) -> dict[date, Number]:
        """What the unit's file says that it reached of an item, by day."""
        file = self.workspace.files.get(unit)
        series = file.series.get(item) if file else None
        if series is None:
            return {}
        pairs = zip(series.days, series.values, strict=True)
        return {day: value for day, value in pairs if value is not None}

    def _file(self, unit: str) -> tuple[bytes, str]:
        """The bytes of the unit's file, none where there is no file, and its name."""
        root = self.workspace.root
        path = root / PROGRESS / f"{unit}.csv"
        name = display(path)
        data = read_inside(root.resolve(), path, name)[0] if os.path.lexists(path) else b""
        return data, name


def _brief(data: bytes) -> bytes:
    """What bytes are known by."""
    return hashlib.sha256(data).digest()


def _said_in(data: bytes, path: str, table: Table) -> Iterator[Said]:
    """What the sound rows of a progress file say, whether or not a later one corrects them.

    Args:
        data: the file's bytes.
        path: the file, as a person would name it.
        table: what its target cells lead to.
    """
    encoding, problems = encoding_of(data, path)
    if not encoding:
        return
    file = ProgressFile(path, table.unit, encoding, data, problems)
    records = RecordReader(file).open()
    at_day, at_target, at_value, at_note, at_evidence = (
        file.columns.get(name, file.width)
        for name in ("date", "target", "value", "note", "evidence")
    )
    width = file.width + 1
    for _line, row in records or ():
        if len(row) < width:
            row.extend([""] * (width - len(row)))
        try:
            day, entries, value = sound_row(
                row[at_day], row[at_target], row[at_value], row[at_note], table
            )
        except (CellError, LookupError):
            continue
        if entries.item:
            yield Said(
                entries.item.id, day, value, written(row[at_note]), written(row[at_evidence])
            )
