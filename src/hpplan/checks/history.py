"""Whether the rows of a revision still stand: rows are appended, and corrected by new ones."""

from __future__ import annotations

from datetime import date, datetime
from functools import cached_property
from shlex import quote
from typing import TYPE_CHECKING, NamedTuple

from hpplan.checks.edits import Heard, Plans, edited
from hpplan.csvtext import encoding_of
from hpplan.errors import CellError
from hpplan.files import PROGRESS
from hpplan.i18n import _, ngettext
from hpplan.phrases import shortened
from hpplan.plan.items import Catalogue
from hpplan.plan.load import plan_from
from hpplan.problem import Position, Problem
from hpplan.progress import cells as cell
from hpplan.progress.header import RecordReader
from hpplan.progress.reader import read_progress
from hpplan.progress.row import sound_row
from hpplan.progress.series import ProgressFile
from hpplan.progress.targets import Memory, Table
from hpplan.workspace import display

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import tzinfo

    from hpplan.checks.git import GitRevision
    from hpplan.workspace import LoadedWorkspace


class Comparison(NamedTuple):
    """What a comparison with a revision found.

    Attributes:
        rows: how many sound rows the revision's progress files hold.
        problems: what no longer stands.
    """

    rows: int
    problems: list[Problem]


class Record(NamedTuple):
    """A row as it stands in a file.

    Attributes:
        line: its first line, 1-based.
        cells: its cells by column, without surrounding blanks.
        read: what they say: item, day, value, note, evidence and moment; None where a cell that
            counts cannot be read.
    """

    line: int
    cells: dict[str, str]
    read: tuple[object, ...] | None

    @property
    def text(self) -> str:
        """The row on one line."""
        return shortened(",".join(self.cells[name] for name in cell.HEADERS).rstrip(","), 80)


def compare_history(workspace: LoadedWorkspace, base: GitRevision) -> Comparison:
    """What stood in a revision and was removed, altered, or edited instead of revised.

    Rows are compared as they are read: their order, their file's encoding, its line ends and the
    way a date is written are of no account. A row that could not be read may be mended.

    Raises:
        GitError: git cannot read the revision.
    """
    now = workspace.loaded.document
    text = (base.read(workspace.path.name) or b"").decode("utf-8-sig", "replace")
    is_same_plan = text == now.text
    loaded = workspace.loaded if is_same_plan else plan_from(text, workspace.path.name)[0]
    catalogue = Catalogue(loaded.plan) if loaded and not is_same_plan else workspace.catalogue
    rows, problems = 0, []
    for path in base.files(PROGRESS.as_posix()):
        if not path.endswith(".csv"):
            continue
        old = base.read(path) or b""
        name, unit = display(workspace.root / path), path.rpartition("/")[2].removesuffix(".csv")
        file = workspace.files.get(unit)
        new = file.again() if file else b""
        if file and _continues(old, new):
            is_counted = is_same_plan and new == old
            rows += file.rows if is_counted else read_progress(old, name, unit, catalogue).rows
            continue
        found = records(old, name, unit, catalogue, workspace.zone)
        before = [record for record in found if record.read]
        rows += len(before)
        if file is None:
            if before and not (workspace.root / path).exists():
                problems.append(_deleted(name, len(before), base))
        elif file.columns:
            after = list(records(new, name, unit, workspace.catalogue, workspace.zone))
            problems += rewritten(before, after, file, base.short)
    if loaded and not is_same_plan:
        plans = Plans(catalogue, workspace.catalogue, now, base.short, _Hearing(base, catalogue))
        problems += edited(plans)
    return Comparison(rows, problems)


class _Hearing:
    """What had been reported on targets in a revision; its rows are read where that is asked."""

    def __init__(self, base: GitRevision, catalogue: Catalogue) -> None:
        self.base = base
        self.catalogue = catalogue

    def __call__(self, target: str) -> Heard:
        """What had been reported on a target."""
        return self._by_target.get(target, Heard())

    @cached_property
    def _by_target(self) -> dict[str, Heard]:
        found: dict[str, Heard] = {}
        for path in self.base.files(PROGRESS.as_posix()):
            unit = path.rpartition("/")[2].removesuffix(".csv")
            if unit not in self.catalogue.units or not path.endswith(".csv"):
                continue
            data = self.base.read(path) or b""
            for series in read_progress(data, path, unit, self.catalogue).series.values():
                target = series.item.target.id
                days, declined = found.get(target, Heard())
                found[target] = Heard(
                    days.union(series.days),
                    declined | ({unit} if series.has_declined(date.max) else set()),
                )
        return found


def _deleted(name: str, rows: int, base: GitRevision) -> Problem:
    """The fault of a progress file that is gone."""
    message = ngettext(
        "the file was deleted; in {revision} it held {n} row",
        "the file was deleted; in {revision} it held {n} rows",
        rows,
    ).format(revision=base.short, n=rows)
    hint = _("bring it back: {command}").format(
        command=f"git restore --source={quote(base.short)} -- {quote(name)}"
    )
    return Problem("HP316", message, Position(name), hint)


def _continues(old: bytes, new: bytes) -> bool:
    """Whether a file begins with all lines of another: nothing was done but appending."""
    if not new.startswith(old) or encoding_of(old, "")[0] != encoding_of(new, "")[0]:
        return False
    return old.endswith(b"\n") or new[len(old) : len(old) + 1] in b"\r\n"


def records(
    data: bytes, path: str, unit: str, catalogue: Catalogue, zone: tzinfo
) -> Iterator[Record]:
    """The rows of a progress file, corrected ones included; none where it has no sound header."""
    encoding, problems = encoding_of(data, path)
    if not encoding:
        return
    file = ProgressFile(path, unit, encoding, data, problems=problems)
    reader, table = RecordReader(file), Table(unit, catalogue, Memory())
    for line, row in reader.open() or ():
        if reader.skips(line, row):
            continue
        cells = dict.fromkeys(cell.HEADERS, "")
        cells |= {name: row[at].strip() for name, at in file.columns.items() if at < len(row)}
        over = any(text.strip() for text in row[file.width :])
        read = None if over else _read(cells, table, zone)
        yield Record(line, cells, read)


def _read(cells: dict[str, str], table: Table, zone: tzinfo) -> tuple[object, ...] | None:
    """What the cells of a row say; None where one that counts cannot be read."""
    try:
        day, entries, value = sound_row(
            cells["date"], cells["target"], cells["value"], cells["note"], table
        )
    except (CellError, LookupError):
        return None
    # A row that was brought on one line says what it said.
    note, evidence = (cell.written(cells[name]) for name in ("note", "evidence"))
    item = entries.item.id if entries.item else ""
    return (item, day, value, note, evidence, moment(cells["recorded"], zone))


def moment(text: str, zone: tzinfo) -> datetime | str | None:
    """The moment of a recorded cell; the cell itself where it is none."""
    try:
        return cell.recorded(text, zone)
    except CellError:
        return text


def rewritten(
    before: list[Record], after: list[Record], file: ProgressFile, revision: str
) -> Iterator[Problem]:
    """The rows of a revision that no longer stand in a file: each with what it said, and says now.

    Passes: the same rows in any order, one of them twice, further rows. Fails: a row is gone
    (HP314), or one of its cells says something else (HP315).
    """
    standing = {record.read for record in after} | {_texts(record) for record in after}
    standing |= {_to_the_minute(record) for record in after if _lacks_seconds(record)}
    known = {record.read for record in before} | {_texts(record) for record in before}
    fresh = [record for record in after if not {record.read, _texts(record)} & known]
    open_ = {key: record for record in reversed(fresh) for key in _keys(record)}
    taken: set[int] = set()
    for old in {record.read: record for record in before}.values():
        if {old.read, _texts(old), _to_the_minute(old)} & standing:
            continue
        if _faulty(old) and any(_mends(new, old) for new in after):
            continue
        partners = (open_[key] for key in _keys(old) if key in open_)
        new = next((each for each in partners if each.line not in taken), None)
        if new is None:
            yield _removed(old, file, revision)
        else:
            taken.add(new.line)
            yield _altered(old, new, file, revision)


def _faulty(record: Record) -> list[int]:
    """Which parts of what a row says are no more than what is left of a damaged or faulty cell."""
    said = record.read or ()
    return [
        at
        for at, part in enumerate(said)
        if isinstance(part, str) and ("\ufffd" in part or at == len(said) - 1)
    ]


def _mends(new: Record, old: Record) -> bool:
    """Whether a row says what another one says, but for the cells of that one that had a fault."""
    faulty = _faulty(old)
    pairs = enumerate(zip(new.read or (), old.read or (), strict=False))
    return bool(new.read) and all(at in faulty or a == b for at, (a, b) in pairs)


def _texts(record: Record) -> tuple[str, ...]:
    return tuple(record.cells.values())


def _lacks_seconds(record: Record) -> bool:
    """Whether a spreadsheet wrote the moment of a row anew, without its seconds."""
    return record.cells["recorded"].count(":") == 1


def _to_the_minute(record: Record) -> tuple[object, ...] | None:
    """What a row says, but for the seconds of its moment."""
    if record.read is None:
        return None
    *said, recorded = record.read
    if isinstance(recorded, datetime):
        recorded = recorded.replace(second=0, microsecond=0)
    return *said, recorded


def _keys(record: Record) -> list[tuple[str, object]]:
    """What tells which row an altered one has been, the surest first."""
    cells = record.cells
    keys: list[tuple[str, object]] = [("cells", (cells["date"], cells["target"]))]
    if record.read:
        keys.append(("item", record.read[:2]))
    if cells["recorded"]:
        keys.append(("recorded", cells["recorded"]))
    told = (name for name in ("date", "target", "note") if cells[name])
    return [*keys, *(("line", (record.line, name, cells[name])) for name in told)]


def _removed(old: Record, file: ProgressFile, revision: str) -> Problem:
    message = _("a row of {revision} is gone; it stood on line {line}: {row}").format(
        revision=revision, line=old.line, row=old.text
    )
    hint = _("put it back; a correction is a new row of the same date and target")
    line = min(old.line, max(len(file.lines), 1))
    return Problem("HP314", message, Position(file.path, line, 1), hint)


def _altered(old: Record, new: Record, file: ProgressFile, revision: str) -> Problem:
    names = ("target", "date", "value", "note", "evidence", "recorded")
    differ = [name for name in cell.HEADERS if old.cells[name] != new.cells[name]]
    if old.read and new.read:
        same = {name for name, a, b in zip(names, old.read, new.read, strict=True) if a == b}
        differ = [name for name in differ if name not in same]
    changes = ", ".join(
        f"{name} “{shortened(old.cells[name])}” → “{shortened(new.cells[name])}”" for name in differ
    )
    message = _("a row of {revision} was altered; it stood on line {line}: {changes}").format(
        revision=revision, line=old.line, changes=changes
    )
    hint = _("put the old one back, and append what is right now as a row of its own")
    at = min((file.columns[name] for name in differ if name in file.columns), default=0)
    line, column, width = file.span(new.line, at)
    return file.problem("HP315", message, line, column, hint, width)
