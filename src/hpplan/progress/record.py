"""Appending rows to a unit's progress file: validated first, durable, safe beside others."""

from __future__ import annotations

from bisect import bisect_right
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from hpplan.csvtext import BOM, folded, join_record, newline_of
from hpplan.errors import CellError, DoubtfulError, RecordError
from hpplan.files import PROGRESS
from hpplan.i18n import _
from hpplan.judging.assess import Assessment, assess
from hpplan.phrases import listed, meant
from hpplan.plan.model import ADDING_UP
from hpplan.plan.spelling import spelled
from hpplan.problem import errors
from hpplan.progress import cells as cell
from hpplan.progress.append import ChangedError, append_bytes, locked
from hpplan.progress.doubts import row_doubts, standing_line
from hpplan.progress.reader import read_progress
from hpplan.progress.row import read_row
from hpplan.progress.targets import Memory, Table, no_period, no_reporter, unknown_target
from hpplan.workspace import LoadedWorkspace, display, inside, leads_out, read_inside

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from hpplan.plan.items import Catalogue, Item
    from hpplan.problem import Problem
    from hpplan.progress.row import RowMeaning
    from hpplan.progress.series import ProgressFile

HEADER = ",".join(cell.HEADERS)
ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """What a person asks to be recorded; unit and day where given."""

    target: str
    value: str
    unit: str | None = None
    day: date | None = None
    note: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Recorded:
    """What was recorded, and what it changes.

    Attributes:
        path: the file, as a person would name it.
        unit: id of the unit.
        day: the day that the figure speaks of.
        row: the row as it stands in the file.
        line: its line of the file, 1-based.
        before: the item without the row.
        after: the item with it.
        warnings: what `check` says since the row is there.
        counts: whether it counts; not where a row of its day was recorded later.
        written: whether it was written, or only tried.
        stands: whether the file said just this already, so that nothing is written.
    """

    path: str
    unit: str
    day: date
    row: str
    line: int
    before: Assessment
    after: Assessment
    warnings: list[Problem]
    counts: bool
    written: bool
    stands: bool = False


def append(
    workspace: LoadedWorkspace,
    entry: Entry,
    *,
    as_of: date | None = None,
    dry_run: bool = False,
    agreed: Collection[Problem] | None = None,
) -> Recorded:
    """Append a row, and judge its item before and after.

    Raises:
        DoubtfulError: `check` would say of it what was not agreed to.
        RecordError: the row is faulty, or its file cannot be written.
    """
    return append_all(workspace, [entry], as_of=as_of, dry_run=dry_run, agreed=agreed)[0]


def append_all(
    workspace: LoadedWorkspace,
    entries: Sequence[Entry],
    *,
    as_of: date | None = None,
    dry_run: bool = False,
    agreed: Collection[Problem] | None = None,
) -> list[Recorded]:
    """Append the rows of one unit, all or none, and judge the item of each before and after all.

    An increment adds to the last total in the file, not to that of another row. A row that says
    what the file says already is not written again.

    Args:
        workspace: the workspace.
        entries: the rows.
        as_of: the day to judge by; today unless given.
        dry_run: try it, and write nothing.
        agreed: what `check` may say of the rows once they stand there; anything where it is None.

    Raises:
        DoubtfulError: `check` would say of them what was not agreed to.
        RecordError: a row is faulty, or the file cannot be written.
    """
    draft = _Draft(workspace, entries, as_of, agreed)
    if dry_run:
        return draft.append(write=False)
    with locked(draft.path, draft.name, _("is it open in a spreadsheet, or write-protected?")):
        for _attempt in range(1, ATTEMPTS):
            with suppress(ChangedError):
                return draft.append(write=True)
        return draft.append(write=True)


class _Row:
    """A row on its way into a file."""

    def __init__(
        self, catalogue: Catalogue, entry: Entry, unit: str | None, as_of: date, at: int
    ) -> None:
        self.catalogue = catalogue
        self.entry = replace(entry, target=folded(entry.target))
        self.at = at
        self.unit = unit or self._unit()
        self.day = entry.day or as_of
        self.item = self._item()

    def fault(self, message: str, hint: str = "", *, usage: bool = True) -> RecordError:
        """What is wrong with the row."""
        return RecordError(message, hint, usage=usage, at=self.at)

    # What is meant

    def _unit(self) -> str:
        """Who reports: the unit named, or the target's only reporter."""
        entry, catalogue = self.entry, self.catalogue
        if entry.unit:
            found = catalogue.unit(spelled(catalogue.plan, entry.unit))
            if found:
                return found.id
            message = _("there is no unit “{name}”").format(name=entry.unit)
            raise self.fault(message, meant(catalogue.near_unit(entry.unit)))
        reporters = dict.fromkeys(unit for item in self._items() for unit in item.reporters)
        if len(reporters) == 1:
            return next(iter(reporters))
        message = _("several units report on {target}: {units}").format(
            target=entry.target, units=listed(catalogue.name(unit) for unit in reporters)
        )
        raise self.fault(message, _("name yours with --unit, or in HPPLAN_UNIT"))

    def _items(self) -> list[Item]:
        """The items that the target named has; of an id with a period those of that period."""
        target, catalogue = self.entry.target, self.catalogue
        if item := catalogue.item(target):
            return [item]
        if target in catalogue.of_target:
            return catalogue.of_target[target]
        if part := catalogue.part(target):
            return part
        fault = unknown_target(catalogue, target)
        raise self.fault(fault.message, fault.hint)

    def _item(self) -> Item:
        """The one item that the unit's row of that day speaks of."""
        target, items = self.entry.target, self._items()
        own = [item for item in items if self.unit in item.reporters]
        if not own:
            fault = no_reporter(self.catalogue, self.unit, items, target)
            raise self.fault(fault.message)
        of_day = [item for item in own if not item.period or item.period.holds(self.day)]
        if len(own) > 1 and not of_day:
            fault = no_period(target, self.day, own)
            raise self.fault(fault.message, fault.hint)
        return (of_day or own)[0]

    # Into the file

    def cells(self, file: ProgressFile, moment: str) -> list[str]:
        """The row's cells in the file's own columns."""
        texts = {
            "date": self.day.isoformat(),
            "target": self._target(),
            "value": self._value(file),
            "note": cell.written(self.entry.note),
            "evidence": cell.written(self.entry.evidence),
            "recorded": moment,
        }
        for name in ("value", "note", "evidence"):
            if texts[name] and name not in file.columns:
                message = _("{path} has no column {name}").format(path=file.path, name=name)
                raise self.fault(message, _("add it to the file's header"), usage=False)
            if code := cell.control_in(texts[name]):
                message = _("the {name} holds the control character {code}")
                raise self.fault(message.format(name=name, code=code))
        row = [""] * file.width
        for name, at in file.columns.items():
            row[at] = texts[name]
        return row

    def _target(self) -> str:
        """The target cell: as given, or the item that was meant."""
        given = self.entry.target
        return given if given in self.catalogue.targets else self.item.id

    def _value(self, file: ProgressFile) -> str:
        """The value cell: what was given, or the last total and an increment."""
        text, target = folded(self.entry.value), self.item.target
        if not text.startswith("+"):
            return cell.kept_cell(self.entry.value)
        if target.kind not in ADDING_UP:
            message = _("only a count or an amount can be added to; {item} is a {kind}").format(
                item=self.item.id, kind=target.kind
            )
            raise self.fault(message, _("give the figure itself"))
        try:
            more = cell.figure(text[1:] or self.entry.value, target.kind, target.uom) or 0
        except CellError as error:
            raise self.fault(error.message, error.hint) from None
        series = file.series.get(self.item.id)
        count = bisect_right(series.days, self.day) if series else 0
        last = series.values[count - 1] if series and count else None
        return cell.figure_cell((last or 0) + more)


class _Draft:
    """Rows of one unit on their way into its file."""

    def __init__(
        self,
        workspace: LoadedWorkspace,
        entries: Sequence[Entry],
        as_of: date | None,
        agreed: Collection[Problem] | None,
    ) -> None:
        self.workspace = workspace
        self.agreed = agreed
        self.as_of = as_of or workspace.today()
        self.memory = Memory()
        self.rows: list[_Row] = []
        unit = None
        for at, entry in enumerate(entries):
            self.rows.append(_Row(workspace.catalogue, entry, unit, self.as_of, at))
            unit = self.rows[0].unit
        self.unit = self.rows[0].unit
        self.path = workspace.root / PROGRESS / f"{self.unit}.csv"
        self.name = display(self.path)
        if inside(workspace.root, f"{PROGRESS}/{self.unit}.csv") is None:
            raise _unusable([leads_out(self.name)])

    def append(self, *, write: bool) -> list[Recorded]:
        """Validate the rows, judge their items with and without them, and write if asked to."""
        existing = self._data()
        data = existing or b""
        newline = newline_of(data)
        head = b"" if data else BOM
        if not data.removeprefix(BOM).strip():
            head += _on_new_line(data, newline) + HEADER.encode() + newline.encode()
        entered = datetime.now(self.workspace.zone)
        now = max(entered, self.workspace.now())
        old = self._read(data + head, now)
        if not old.columns:
            raise _unusable(errors(old.problems))
        moment = entered.isoformat(timespec="seconds")
        lines: list[str] = []
        places: list[tuple[int, str, bool]] = []
        for row in self.rows:
            # Beside a moment that has not come yet, only a row without one counts for good.
            is_ahead = (row.item.id, row.day) in old.ahead
            cells = row.cells(old, "" if is_ahead else moment)
            text = join_record(cells, newline)
            standing = standing_line(old, self._validate(old, row, cells))
            if standing:
                places.append((standing, old.lines[standing - 1], True))
                continue
            places.append((len(old.lines) + 1 + len(lines), text, False))
            lines.append(text)
        addition = "".join(lines).encode("gb18030" if old.encoding == "gb18030" else "utf-8")
        addition = head + _on_new_line(data + head, newline) + addition
        new = self._read(data + addition, now)
        if new.rows != old.rows + len(lines) or len(new.problems) > len(old.problems):
            raise _unusable(errors(new.problems))
        items = {row.item.id: row.item for row in self.rows}
        before, after = (
            {name: self._assess(file, item) for name, item in items.items()} for file in (old, new)
        )
        warnings = row_doubts(self.workspace, old, new, items)
        done = [
            Recorded(
                self.name,
                self.unit,
                row.day,
                line.rstrip("\r\n"),
                number,
                before[row.item.id],
                after[row.item.id],
                warnings,
                counts=stands or _counting(new, row) > len(old.lines),
                written=write and not stands,
                stands=stands,
            )
            for row, (number, line, stands) in zip(self.rows, places, strict=True)
        ]
        if write and lines:
            known = {(each.code, each.message) for each in self.agreed or ()}
            doubts = ((each.code, each.message) for each in warnings)
            if self.agreed is not None and not known.issuperset(doubts):
                raise DoubtfulError(warnings)
            append_bytes(self.path, self.name, existing, addition)
        return done

    def _data(self) -> bytes | None:
        """The file's bytes; None where there is no file yet."""
        if not self.path.exists() and not self.path.is_symlink():
            return None
        data, problem = read_inside(self.workspace.root.resolve(), self.path, self.name)
        if problem:
            raise _unusable([problem])
        return data

    def _read(self, data: bytes, now: datetime) -> ProgressFile:
        return read_progress(
            data,
            self.name,
            self.unit,
            self.workspace.catalogue,
            zone=self.workspace.zone,
            now=now,
            memory=self.memory,
            keep_rows=True,
        )

    def _assess(self, file: ProgressFile, item: Item) -> Assessment:
        """An item, with this file in place of the one that was read before."""
        files = {**self.workspace.files, self.unit: file}
        reports = {
            unit: each.series[item.id] for unit, each in files.items() if item.id in each.series
        }
        return assess(item, reports, self.workspace.plan, self.as_of)

    def _validate(self, file: ProgressFile, row: _Row, cells: list[str]) -> RowMeaning:
        """Read a row as `check` would, under the file's own columns; refuse what it refuses."""

        def text(name: str) -> str:
            return cells[file.columns[name]] if name in file.columns else ""

        table = Table(self.unit, self.workspace.catalogue, self.memory)
        meaning = read_row(text, table, zone=self.workspace.zone)
        for fault in meaning.faults.values():
            raise row.fault(fault.message, fault.hint)
        return meaning


def _counting(file: ProgressFile, row: _Row) -> int:
    """The line of the row that counts for the row's item and day."""
    parts = file.series[row.item.id].parts()
    lines = [part.lines[part.days.index(row.day)] for part in parts if row.day in part.days]
    return max(lines, default=0)


def _unusable(problems: list[Problem]) -> RecordError:
    """The faults of a file to which nothing can be appended."""
    first, *others = problems
    return RecordError(str(first), first.hint, usage=False, problems=others)


def _on_new_line(data: bytes, newline: str) -> bytes:
    """The line end that is missing before something can be appended."""
    return b"" if data in {b"", BOM} or data.endswith((b"\n", b"\r")) else newline.encode()
