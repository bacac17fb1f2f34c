"""Taking in the forms of many units, file by file."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from hpplan import forms
from hpplan.collect.form import Fault, Form, Said
from hpplan.collect.reader import Memories, find_heads, read_form
from hpplan.files import limit, read_bytes
from hpplan.problem import Position, Problem, errors
from hpplan.progress import Memory, read_progress
from hpplan.record import RecordError, append_all
from hpplan.sheets import Grid, read_grids
from hpplan.words import _
from hpplan.workspace import PROGRESS, display, read_inside

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from hpplan.model import Unit
    from hpplan.workspace import Workspace

SUFFIXES = (".xlsx", ".xlsm", ".xls", ".et", ".csv")
"""The files of a folder that are taken for forms."""


def files_of(paths: Iterable[Path]) -> tuple[list[Path], list[Path]]:
    """The files named, and the forms in the folders named; and what else is in these folders.

    Folders in them, hidden files, and what a spreadsheet puts beside an open file are passed over.

    Raises:
        OSError: a folder cannot be read.
    """
    found: list[Path] = []
    others: list[Path] = []
    for path in paths:
        if not path.is_dir():
            found.append(path)
            continue
        for each in sorted(path.iterdir()):
            if not each.is_dir() and not each.name.startswith((".", "~$")):
                (found if each.suffix.lower() in SUFFIXES else others).append(each)
    return list(dict.fromkeys(found)), others


class Collector:
    """Reads forms, and appends what they report to the progress files of a workspace.

    What was read before counts as said: a second form of a unit adds what is new in it, and is
    refused where it says something else of the same item and day.
    """

    def __init__(
        self, workspace: Workspace, *, unit: Unit | None = None, as_of: date | None = None
    ) -> None:
        self.workspace = workspace
        self.unit = unit
        self.as_of = as_of or workspace.today()
        self.memory = Memory()
        self.memories = Memories(workspace.catalogue, self.memory, self._known)
        self.plan = forms.identity(workspace.plan)

    def read(self, path: Path) -> Form:
        """Read a form; what is wrong with it is among its faults."""
        form = Form(display(path))
        if (grid := self._grid(form, path)) is not None:
            read_form(form, grid, self.memories, self.plan, self.unit, path.stem)
        return form

    def add(self, form: Form, *, dry_run: bool) -> None:
        """Append the rows of a sound form to its unit's file, or try what that would do."""
        if not form.sound or not form.entries:
            return
        try:
            form.rows = append_all(self.workspace, form.entries, as_of=self.as_of, dry_run=dry_run)
        except RecordError as error:
            if not error.usage:
                form.refused = error
                return
            place = form.places[error.at]
            problem = replace(place.problem, message=error.message, hint=error.hint)
            form.faults.append(place._replace(problem=problem))

    def _grid(self, form: Form, path: Path) -> Grid | None:
        """The one table of a file that has the columns of a form."""

        def refuse(code: str, message: str, hint: str = "") -> None:
            form.faults.append(Fault(Problem(code, message, Position(form.path), hint)))

        if path.exists() and not path.is_file():
            refuse("HP401", _("this is no regular file"))
            return None
        data, problem = read_bytes(path, form.path, "HP401")
        if problem:
            form.faults.append(Fault(problem))
            return None
        grids, problems = read_grids(data, form.path, limit() * 2**20)
        faulty = errors(problems)
        form.faults += map(Fault, faulty)
        form.notices += [each for each in problems if each not in faulty]
        tables = [grid for grid in grids if find_heads(grid)]
        if len(tables) > 1:
            names = "、".join(grid.sheet for grid in tables)
            message = _("several sheets hold a table to be filled in: {names}").format(names=names)
            refuse("HP402", message, _("keep one of them in the file"))
            return None
        if not tables and not faulty:
            heads = ", ".join(forms.title(key) for key in ("target", "date", "value", "note"))
            message = _("there is no table with the columns of a form")
            refuse("HP402", message, _("its heads are: {heads}").format(heads=heads))
        return tables[0] if tables else None

    def _known(self, unit: str) -> set[Said]:
        """What the unit's file says, rows that were corrected since included."""
        workspace = self.workspace
        path = workspace.root / PROGRESS / f"{unit}.csv"
        if not path.exists():
            return set()
        file = read_progress(
            read_inside(workspace.root, path)[0],
            display(path),
            unit,
            workspace.catalogue,
            zone=workspace.zone,
            memory=self.memory,
            keep_rows=True,
            known=date.max,
            since=date.min,
        )
        return {
            Said(each.item.id, each.row.day, each.row.value, each.row.note, each.row.evidence)
            for each in file.arrivals
        }
