"""Reading a progress file in one pass, each fault named at its cell."""

from __future__ import annotations

import re
from datetime import UTC, date, timedelta
from itertools import compress
from operator import eq, le, lt, ne
from typing import TYPE_CHECKING, Any, cast

from hpplan.csvtext import encoding_of, utf8_of
from hpplan.errors import CellError
from hpplan.i18n import _
from hpplan.phrases import shortened
from hpplan.problem import HINTS
from hpplan.progress import cells as cell
from hpplan.progress.cells import Statement
from hpplan.progress.header import RecordReader
from hpplan.progress.plain import read_plain
from hpplan.progress.row import read_row, sound_row
from hpplan.progress.series import Arrival, ProgressFile, Row, Series
from hpplan.progress.targets import Memory, Table, shifted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import datetime, tzinfo

    from hpplan.numbers import Number
    from hpplan.plan.items import Catalogue, Item
    from hpplan.progress.targets import Entries

_GLUED = re.compile(r".*\d{4}-\d\d-\d\d$", re.ASCII).match

DAY = len("2025-04-03")

ZONES_APART = 2
"""Days by which the dates of one moment in two time zones can differ."""


def read_progress(
    data: bytes,
    path: str,
    unit: str,
    catalogue: Catalogue,
    *,
    zone: tzinfo = UTC,
    now: datetime | None = None,
    memory: Memory | None = None,
    keep_rows: bool = False,
    known: date | None = None,
    since: date | None = None,
    listed: Collection[str] | None = None,
) -> ProgressFile:
    """What a progress file reports; its faults are collected, and its other rows still count.

    Args:
        data: the file's bytes.
        path: the file, as a person would name it.
        unit: id of the unit whose file it is.
        catalogue: the plan's items.
        zone: the time zone of moments without an offset.
        now: the moment behind which a recorded cell counts as empty; none does unless given.
        memory: what the cells of other files said.
        keep_rows: keep the rows beside days and values, and check their recorded cells.
        known: leave out the rows that were not known by this day; they are no faults. Which row
            corrects which is decided among the others, as it was then.
        since: where rows are kept, list those that were not known by this day already.
        listed: ids of the items whose rows are listed; all unless given.
    """
    file = ProgressFile(path, unit, utf8_of(data), data, problems=[])
    reader = _Reader(file, catalogue, zone, memory or Memory(), keep_rows=keep_rows)
    reader.now, reader.known, reader.since, reader.listed = now, known, since, listed
    reader.read()
    if not keep_rows:
        file.forget()
    return file


class _Reader(RecordReader):
    """Reads one file's text into a ProgressFile."""

    def __init__(
        self,
        file: ProgressFile,
        catalogue: Catalogue,
        zone: tzinfo,
        memory: Memory,
        *,
        keep_rows: bool,
    ) -> None:
        super().__init__(file)
        self.zone = zone
        self.keep_rows = keep_rows
        self.now: datetime | None = None
        self.known: date | None = None
        self.since: date | None = None
        self.listed: Collection[str] | None = None
        self.table = Table(file.unit, catalogue, memory)

    def read(self) -> None:
        """Read header and rows."""
        file = self.file
        alone = not self.keep_rows and self.known is None  # figures and their days are asked for
        if not (alone and self._plain(keep_rows=False)) and not self._plain(keep_rows=True):
            file.encoding, file.problems = encoding_of(file.data, file.path)
            if file.encoding and (records := self.open()) is not None:
                self._rows(records)
        self._settle()
        self.finish()

    def _plain(self, *, keep_rows: bool) -> bool:
        """Read a file in which nothing is out of the ordinary; tell whether it is one."""
        if read_plain(self.file, self.table, keep_rows=keep_rows):
            return True
        table = self.table  # which holds what was read so far
        self.table = Table(table.unit, table.catalogue, table.memory)
        return False

    def _rows(self, records: Iterator[tuple[int, list[str]]]) -> None:
        columns = self.file.columns
        at_date, at_target, at_value = (columns[name] for name in cell.REQUIRED)
        at_recorded, at_note, at_evidence = (
            columns.get(name) for name in ("recorded", "note", "evidence")
        )
        width, table = self.file.width, self.table
        for line, cells in records:
            try:
                if len(cells) != width:
                    if len(cells) <= 1 and not "".join(cells).strip():
                        continue
                    _fill_up(cells, width)
                note = "" if at_note is None else cells[at_note]
                day, entries, value = sound_row(
                    cells[at_date], cells[at_target], cells[at_value], note, table
                )
            except (CellError, LookupError):
                self._faults(line, cells)
                continue
            entries.days.append(day)
            entries.values.append(value)
            entries.moments.append("" if at_recorded is None else cells[at_recorded])
            if self.keep_rows:
                entries.lines.append(line)
                entries.notes.append(note)
                entries.evidence.append("" if at_evidence is None else cells[at_evidence])

    def _faults(self, line: int, cells: list[str]) -> None:
        """Note every fault of a row that could not be read."""
        if self.skips(line, cells):
            return
        target = cells[self.file.columns["target"] : self.file.columns["target"] + 1]
        if any(map(self.table.passes_over, target)):
            return
        self.file.left_out += 1
        if self.full:
            return
        width = self.file.width
        if fault := shifted(cells, self.file.columns, self.table):
            first = next((at for at, text in enumerate(cells) if text.strip()), 0)
            self.cell_fault(fault, line, first)
            return
        if any(text.strip() for text in cells[width:]):
            at = next(at for at in range(width, len(cells)) if cells[at].strip())
            message = _("the row has {n} cells, but the header has {width}").format(
                n=len(cells), width=width
            )
            hint = _("put a cell that holds a comma in quotes")
            glued = [n for n in range(width - 1, len(cells)) if _GLUED(cells[n])]
            if glued:
                at = glued[0]
                hint = _("two rows stand on this line: begin a new line before the second date")
            self.cell_fault(CellError("HP311", message, hint), line, at)
            return
        columns = self.file.columns

        def text(name: str) -> str:
            at = columns.get(name, width)
            return cells[at] if at < len(cells) else ""

        hints = len(self.file.problems) < HINTS
        faults = read_row(text, self.table, zone=self.zone, hints=hints).faults
        for name in cell.REQUIRED:  # the moment of a row is looked at once the row counts
            if name in faults:
                self.cell_fault(faults[name], line, columns[name])

    def _check_recorded(self, entries: Entries, item: Item) -> None:
        """Note the recorded cells of an item that are no moments, or lie in the future."""
        moments, now = entries.moments, self.now
        edge = "" if now is None else str((now - timedelta(days=ZONES_APART)).date())
        if cell.all_recorded(moments) and (now is None or max(moments)[:DAY] < edge):
            return
        for day, text, line in zip(entries.days, moments, entries.lines, strict=True):
            try:
                moment = cell.recorded(text, self.zone)
            except CellError as error:
                self.cell_fault(error, line, self.file.columns["recorded"])
                continue
            if moment and cell.is_ahead(moment, now):
                self.file.ahead.add((item.id, day))
                message = _("{moment} has not come yet; the row counts as one without a moment")
                hint = _("set the clock right; what is to correct the row is a new row, as ever")
                ahead = CellError("HP364", message.format(moment=shortened(text.strip())), hint)
                self.cell_fault(
                    ahead,
                    line,
                    self.file.columns["recorded"],
                    name=f"{self.file.unit}.csv {day} {item.id}",
                )

    def _settle(self) -> None:
        """Turn the entries of each item into its series, in order of the days."""
        for entries in self.table.by_item.values():
            item = entries.item
            if not entries.days or item is None:
                continue
            if self.keep_rows:
                self._check_recorded(entries, item)
            if self.known is not None:
                self._as_known(entries, item, self.known)
            days = entries.days
            if not days:
                continue
            self.file.rows += len(days)
            series = Series(
                item,
                self.file.unit,
                days,
                cast("list[Number | None]", entries.values),
                entries.lines,
                entries.notes,
                entries.evidence,
            )
            if Statement in set(map(type, entries.values)):
                series = self._parted(series, entries.moments)
            elif not all(map(lt, days, days[1:])):
                series = self._that_count(series, entries.moments)
            self.file.series[item.id] = series

    def _as_known(self, entries: Entries, item: Item, by: date) -> None:
        """Keep the rows that were known by a day, and list those among them that are new."""
        zone, since = self.zone, self.since
        if not self.keep_rows or (self.listed is not None and item.id not in self.listed):
            since = None
        if since is None and by == date.max:
            return
        # What was entered well before both days is known, in whatever zone: its text tells.
        edge = min(by, since or by).toordinal() - ZONES_APART
        early = date.fromordinal(max(edge, 1)).isoformat()
        known = [
            day if "0" < moment[:DAY] <= early else cell.known_on(day, moment, zone, self.now)
            for day, moment in zip(entries.days, entries.moments, strict=True)
        ]
        if max(known) > by:
            entries.keep([day <= by for day in known])
            known = [day for day in known if day <= by]
        if since is None:
            return
        # An identical row is the same row; where each day stands once there is none.
        seen: set[tuple[object, ...]] | None = None
        if len(set(entries.days)) < len(known):
            seen = set()
        unit, arrivals = self.file.unit, self.file.arrivals
        columns = (
            known,
            entries.days,
            entries.values,
            entries.lines,
            entries.notes,
            entries.evidence,
            entries.moments,
        )
        for day, of, value, line, note, evidence, moment in zip(*columns, strict=True):
            if day <= since:
                continue
            if seen is not None:
                said = (of, value, note, evidence, moment)
                if said in seen:
                    continue
                seen.add(said)
            statement = value if isinstance(value, Statement) else None
            figure = None if isinstance(value, Statement) else value
            row = Row(of, figure, line, note, evidence, statement)
            arrivals.append(Arrival(item, unit, row, moment, day))

    def _parted(self, series: Series, moments: list[str]) -> Series:
        """The figures that count, with the remarks and declarations that do beside them.

        A declaration and a figure of one day correct each other; a remark corrects remarks alone.
        """
        values: list[Any] = list(series.values)
        is_remark = [value is Statement.remark for value in values]
        remarks = self._that_count(series.at(is_remark), list(compress(moments, is_remark)))
        others = [not each for each in is_remark]
        rest = self._that_count(series.at(others), list(compress(moments, others)))
        values = list(rest.values)
        is_figure = [value is not Statement.none for value in values]
        figures, declared = rest.at(is_figure), rest.at([not each for each in is_figure])
        for more in (remarks, declared):
            more.values = [None] * len(more.days)
        figures.remarks = remarks if remarks.days else None
        figures.declared = declared if declared.days else None
        return figures

    def _that_count(self, series: Series, moments: list[str]) -> Series:
        """The rows that no later one corrects, in order of their days.

        The later of two rows of a day is the one recorded later, where both say when, else the
        one that stands behind the other.
        """
        days = series.days
        if not all(map(le, days, days[1:])):
            order = sorted(range(len(days)), key=days.__getitem__)
            series = series.map(lambda column: [column[at] for at in order])
            days, moments = series.days, [moments[at] for at in order]
        if _in_order(moments):
            return series.at([*map(ne, days, days[1:]), True])
        counts, that = [True] * len(days), 0
        for at in compress(range(1, len(days)), map(eq, days, days[1:])):
            if days[that] != days[at]:
                that = at - 1
            earlier = self._is_earlier(moments[at], moments[that])
            counts[at if earlier else that] = False
            that = that if earlier else at
        return series.at(counts)

    def _is_earlier(self, moment: str, other: str) -> bool:
        """Whether one recorded cell names an earlier moment than another, and both count."""
        # Of two moments with the same offset the text tells, and takes less time.
        if _in_order([other, moment]):
            return False
        new, old = (cell.entered(each, self.zone, self.now) for each in (moment, other))
        return new is not None and old is not None and new < old


def _in_order(moments: list[str]) -> bool:
    return cell.entered_in_order(list(map(str.encode, moments)))


def _fill_up(cells: list[str], width: int) -> None:
    """Give a row the cells that are missing at its end; take empty ones behind it away.

    Raises:
        LookupError: something stands behind it.
    """
    if any(text.strip() for text in cells[width:]):
        raise LookupError
    del cells[width:]
    cells += [""] * (width - len(cells))
