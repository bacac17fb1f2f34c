"""Reading a sheet of the division of work: what it changes, and each fault named at its cell."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from hpplan.csvtext import folded
from hpplan.errors import CellError
from hpplan.forms import columns as forms
from hpplan.forms import division as sheet
from hpplan.forms.read import TOTALS
from hpplan.forms.received import CellFault
from hpplan.forms.tables import table_of
from hpplan.i18n import _
from hpplan.numbers import decimal_text
from hpplan.phrases import meant, nearest, shortened
from hpplan.plan.items import terms_of
from hpplan.problem import MOST, Position, Problem, errors
from hpplan.progress.points import Point, checkpoint, point_day

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from hpplan.forms.grid import Grid, Value
    from hpplan.plan.assign import Divider, Division, Refusal
    from hpplan.plan.model import Target

_ID = re.compile(r"\d{1,3}\.\d{1,3}[a-z]{1,2}(?![a-z])", re.ASCII)
_UNITS = re.compile(r"[、，,；;/／\n\r]+")
_POINTS = re.compile(r"[\n\r]+|[；;](?=\s*\d{4}[^=＝；;]*[=＝])")
_CODES = {"reporters": "HP422", "support": "HP422", "definition": "HP404", "path": "HP423"}


@dataclass(slots=True)
class DividedSheet:
    """What was read of a sheet.

    Attributes:
        path: the file, as a person would name it.
        changes: what it changes, target by target.
        same: how many rows say what the plan says already.
        faults: what is wrong, cell by cell; the rest holds all the same.
        notices: what was read over.
    """

    path: str
    changes: list[Division] = field(default_factory=list)
    same: int = 0
    faults: list[CellFault] = field(default_factory=list)
    notices: list[CellFault] = field(default_factory=list)


def read_division(path: Path, name: str, divider: Divider) -> DividedSheet:
    """What a sheet changes in a plan, and what is wrong with it.

    Args:
        path: the file.
        name: the file, as a person would name it.
        divider: works out what a division changes.
    """
    read = DividedSheet(name)
    grid, _grids, problems = table_of(path, name, sheet.find_division)
    faulty = errors(problems)
    read.faults += map(CellFault, faulty)
    read.notices += [CellFault(each) for each in problems if each not in faulty]
    heads = sheet.find_division(grid) if grid else None
    if grid and heads:
        _Rows(read, grid, heads, divider).read_all()
    elif not faulty:
        message = _("there is no table with a division of work")
        shown = _(", ").join(map(sheet.division_title, ("target", "quote", "reporters")))
        hint = _("its heads are: {heads}").format(heads=shown)
        read.faults.append(CellFault(Problem("HP402", message, Position(name), hint)))
    return read


class _Rows:
    """The rows of a sheet while they are being read."""

    def __init__(
        self, read: DividedSheet, grid: Grid, heads: sheet.DivisionHeads, divider: Divider
    ) -> None:
        self.result = read
        self.grid = grid
        self.head, self.texts, self.columns, self.days = heads
        self.divider = divider
        self.catalogue = divider.catalogue
        self.seen: dict[str, tuple[int, dict[str, Any]]] = {}
        self.own = False
        """Whether hpplan made the sheet."""
        if "reporters" not in self.columns and "leads" in self.columns:
            self.columns["reporters"] = self.columns["leads"]
        self.spread = dict(self.grid.rows)
        """The rows by their numbers, what was merged over several standing in each."""

    def read_all(self) -> None:
        """Read the stamp, the heads and all rows."""
        if not self._belongs():
            return
        self._spread_merged()
        self._name_unread()
        for number in sorted(self.spread):
            row = self.spread[number]
            if number > self.head and not self._is_passed_over(row):
                self._read(number, row)

    def _belongs(self) -> bool:
        """Whether the sheet is of this plan, or bears no stamp."""
        plan = forms.identity(self.catalogue.plan)
        for number, row in self.grid.rows:
            if number > self.head:
                break
            for at, cell in enumerate(row):
                stamp = sheet.stamped_plan(cell) if isinstance(cell, str) else None
                self.own = self.own or stamp is not None
                if stamp not in {None, plan}:
                    message = _("the sheet belongs to another plan")
                    hint = _("read it in the workspace of that plan")
                    self._fault(CellError("HP403", message, hint), number, at)
                    return False
        return True

    def _spread_merged(self) -> None:
        """Have what was merged over several rows stand in each: it speaks of all of them."""
        for top, bottom, begin, _end in self.grid.merged:
            value = (self.spread.get(top) or [])[begin - 1 : begin]
            if top <= self.head or bottom == top or not value:
                continue
            for number in range(top + 1, min(bottom, top + MOST) + 1):
                row = self.spread.get(number)
                if row is not None and begin <= len(row):
                    self.spread[number] = [*row[: begin - 1], *value, *row[begin:]]

    def _name_unread(self) -> None:
        """Name the columns that say something which is not read."""
        for at, text in enumerate(self.texts):
            known = at in self.days or at in self.columns.values()
            if known and (self.own or self.columns.get("contact") != at):
                continue
            used = any(
                number > self.head and at < len(row) and str(row[at]).strip()
                for number, row in self.grid.rows
            )
            if text.strip() and used and sheet.division_column(text) != "number":
                message = _("the column “{name}” is read over").format(name=shortened(text))
                self.result.notices.append(self._place(CellError("HP451", message), self.head, at))

    def _is_passed_over(self, row: list[Value]) -> bool:
        """Whether a row says nothing of any target: empty, a heading, a sum, the heads again."""
        places = {self.columns.get(key) for key in sheet.DIVIDED_BY} | set(self.days)
        filled = [at for at in places if at is not None and at < len(row) and str(row[at]).strip()]
        words = {"".join(folded(str(cell)).casefold().split()) for cell in row[:3]}
        again = self.columns.get("reporters", -1)
        heads_again = 0 <= again < len(row) and str(row[again]) == self.texts[again]
        return not filled or heads_again or not TOTALS.isdisjoint(words)

    # One row

    def _read(self, number: int, row: list[Value]) -> None:
        """Read what a row says of its target."""
        texts: dict[str, str] = {}
        broken = set()
        for key, at in self.columns.items():
            try:
                texts[key] = self.grid.cell(number, at, row).strip()
            except CellError as error:
                broken.add(key)
                if key in sheet.DIVIDED_BY:
                    self._fault(error, number, at, row)
        if not broken and texts.get("check") and texts["check"] == sheet.check_mark(texts):
            self.result.same += 1
            return
        target = self._target(number, row, texts)
        if target is None:
            return
        asked = self._asked(target, number, row, texts)
        if target.id in self.seen:
            first, before = self.seen[target.id]
            if before != asked:
                message = _("{target} stands twice, with something else in row {row}")
                message = message.format(target=target.id, row=first)
                twice = CellError("HP405", message, _("keep the row that is right"))
                self._fault(twice, number, self._key_place(), row)
            return
        self.seen[target.id] = number, asked
        self._compare_due(target, number, row)
        change, refused = self.divider.divided(target.id, asked)
        for each in refused:
            self._refuse(each, number, row)
        if change.settings:
            self.result.changes.append(change)
        elif not refused:
            self.result.same += 1

    def _key_place(self) -> int:
        """The place of the column by which a row's target is known."""
        return next(self.columns[key] for key in ("target", "name", "quote") if key in self.columns)

    def _target(self, number: int, row: list[Value], texts: dict[str, str]) -> Target | None:
        """The target that a row speaks of: by its id, else by its words or name exactly."""
        targets = self.catalogue.targets
        for key in ("target", "name"):
            given = _ID.match(folded(texts.get(key, "")))
            if given and given[0] in targets:
                return targets[given[0]]
            if given:
                message = _("there is no target {id}").format(id=given[0])
                hint = meant(nearest(given[0], list(targets)))
                self._fault(CellError("HP421", message, hint), number, self.columns[key], row)
                return None
        for key, attribute in (("quote", "quote"), ("name", "name"), ("name", "quote")):
            wanted = _bare(texts.get(key, ""))
            found = [each for each in targets.values() if _bare(getattr(each, attribute)) == wanted]
            if wanted and len(found) == 1:
                return found[0]
        said = texts.get("name") or texts.get("quote") or texts.get("target") or ""
        message = _("the row leads to no target: “{text}”").format(text=shortened(said))
        hint = _("write the target's id, as 1.1d, or its name or words exactly as in the plan")
        self._fault(CellError("HP421", message, hint), number, self._key_place(), row)
        return None

    def _asked(
        self, target: Target, number: int, row: list[Value], texts: dict[str, str]
    ) -> dict[str, Any]:
        """What a row asks for, by the key of the plan; cells with faults say nothing."""
        asked: dict[str, Any] = {}
        for key in ("reporters", "support"):
            text = texts.get(key, "")
            if text.casefold() in sheet.CLEARED:
                asked[key] = ()
            elif names := self._names(text):
                asked[key] = names
        if "leads" in self.columns and self.columns["reporters"] == self.columns["leads"]:
            self._drop_repeated_leads(target, asked)
        definition = texts.get("definition", "")
        if definition:
            asked["definition"] = "" if definition.casefold() in sheet.CLEARED else definition
        points = self._points(target, number, row, texts)
        if points is not None:
            asked["path"] = points
        return asked

    def _names(self, text: str) -> list[str]:
        """The names of units in a cell; one that is a unit's as a whole is that one."""
        if text in self.divider.names:
            return [text]
        return [part.strip() for part in _UNITS.split(text) if part.strip()]

    def _drop_repeated_leads(self, target: Target, asked: dict[str, Any]) -> None:
        """Take lead units that merely repeat the document's for what they are: no division."""
        clause = self.divider.places[target.id][1]
        members = self.catalogue.members
        ids = [self.divider.names.get(name, name) for name in asked.get("reporters", ())]
        if set(members(tuple(ids))) == set(members(clause.leads)):
            asked.pop("reporters", None)

    def _points(
        self, target: Target, number: int, row: list[Value], texts: dict[str, str]
    ) -> tuple[Point, ...] | None:
        """The checkpoints that a row asks for; None where it says nothing of them."""
        known = {p.by: Point(p.by, decimal_text(p.value)) for p in target.path}
        text, seen = texts.get("path", ""), texts.get("what", "")
        if text.casefold() in sheet.CLEARED:
            return ()
        try:
            if text:
                known = _typed(text)
        except CellError as error:
            self._fault(_of_point(error), number, self.columns["path"], row)
            return None
        of_days = self._by_columns(number, row)
        known |= of_days
        try:
            known = _with_what(known, seen)
        except CellError as error:
            self._fault(_of_point(error), number, self.columns["what"], row)
            return None
        return tuple(known.values()) if text or of_days or seen else None

    def _by_columns(self, number: int, row: list[Value]) -> dict[date, Point]:
        """The checkpoints that stand in columns of their own, under their days."""
        found = {}
        for at, day in self.days.items():
            try:
                text = self.grid.cell(number, at, row).strip()
                if text:
                    found[day] = checkpoint(f"{day}={text}")
            except CellError as error:
                self._fault(_of_point(error), number, at, row)
        return found

    def _compare_due(self, target: Target, number: int, row: list[Value]) -> None:
        """Refuse another due date: that is a decision, not a division of work."""
        at = self.columns.get("due")
        if at is None:
            return
        try:
            day = point_day(self.grid.day(number, at, row))
        except CellError:
            return  # 每年, 长期: whatever it says, it is no date that could differ
        due = self.catalogue.of_target[target.id][-1].due
        now = {
            terms_of(item, self.divider.today).due for item in self.catalogue.of_target[target.id]
        }
        if day not in {due, *now}:
            message = _("the due date is {due}; the sheet does not change it").format(due=due)
            hint = _("a decision that changes it is written with hpplan revise")
            self._fault(CellError("HP424", message, hint), number, at, row)

    def _refuse(self, found: Refusal, number: int, row: list[Value]) -> None:
        """Note at its cell why a key cannot be set so."""
        at = self.columns.get(found.key)
        if at is None:
            at = next(iter(self.days), self._key_place())
        self._fault(CellError(_CODES[found.key], found.message, found.hint), number, at, row)

    def _fault(self, error: CellError, number: int, at: int, row: Sequence[Value] = ()) -> None:
        """Note a fault of a cell."""
        if len(self.result.faults) < MOST:
            self.result.faults.append(self._place(error, number, at, row))

    def _place(
        self, error: CellError, number: int, at: int, row: Sequence[Value] = ()
    ) -> CellFault:
        """A fault of a cell, with the head of its column and what stands there."""
        heading = self.texts[at] if row and at < len(self.texts) else ""
        value = str(row[at]) if at < len(row) else ""
        return CellFault(self.grid.problem(error, number, at), shortened(heading), shortened(value))


def _of_point(error: CellError) -> CellError:
    """The fault of a checkpoint, whatever part of it could not be read."""
    return CellError("HP423", error.message, error.hint)


def _typed(text: str) -> dict[date, Point]:
    """The checkpoints of a cell by their days, a line each.

    Raises:
        CellError: one cannot be read, or two are of one day.
    """
    typed = [checkpoint(part) for part in _POINTS.split(text) if part.strip()]
    found = {point.by: point for point in typed}
    if len(found) < len(typed):
        message = _("a day stands twice among the checkpoints")
        raise CellError("HP423", message, _("keep one of them"))
    return found


def _with_what(points: dict[date, Point], text: str) -> dict[date, Point]:
    """Checkpoints with what is to be seen by then, from a cell's lines as 2025-06-30=方案印发.

    Raises:
        CellError: a line says no day, or one without a figure.
    """
    if text.casefold() in sheet.CLEARED:
        return {day: point._replace(what="") for day, point in points.items()}
    found = dict(points)
    for part in filter(str.strip, _POINTS.split(text)):
        named, equals, what = part.replace("＝", "=").partition("=")
        if not equals:
            message = _("“{text}” does not say by which day").format(text=shortened(part))
            raise CellError("HP423", message, _("write it as 2025-06-30=方案印发"))
        day = point_day(named)
        if day not in found:
            message = _("there is no figure for {day}").format(day=day)
            hint = _("write it among the checkpoints, as {day}=50%").format(day=day)
            raise CellError("HP423", message, hint)
        found[day] = found[day]._replace(what=what.strip())
    return found


def _bare(text: str) -> str:
    """A text without blanks and closing marks, to compare it with the plan's."""
    return "".join(folded(text).split()).rstrip("。；;")
