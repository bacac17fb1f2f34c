"""Write the division of work into plan.yaml: who reports, who helps, how it is counted, by when."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from hpplan.errors import CellError
from hpplan.i18n import _
from hpplan.phrases import listed, meant, nearest
from hpplan.plan.items import Catalogue
from hpplan.plan.model import Checkpoint, figure_text
from hpplan.plan.rewrite import (
    PlanEdit,
    PlanFile,
    Revised,
    Rewritten,
    data_with,
)
from hpplan.plan.settings import with_settings
from hpplan.plan.structure import each_target
from hpplan.plan.timing import STRUCTURE_RULES
from hpplan.plan.types import LONGEST_TEXT
from hpplan.progress import cells
from hpplan.progress.append import locked

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from hpplan.plan.document import Key
    from hpplan.plan.edit import Setting
    from hpplan.plan.model import Clause, Plan, Target
    from hpplan.plan.structure import PlanFault
    from hpplan.progress.points import Point
    from hpplan.workspace import LoadedWorkspace

KEYS = ("reporters", "support", "definition", "path")
"""The keys of a target that say how its work is divided, in their order."""

_BREAK = re.compile("[\r\n\x85\u2028\u2029]+")


class Refusal(NamedTuple):
    """Why one of the keys cannot be set so."""

    key: str
    message: str
    hint: str = ""


class Division(NamedTuple):
    """What is to be changed at a target.

    Attributes:
        where: the way to it.
        old: the target as it is.
        new: the target as it will be.
        settings: what is written under each key that changes; None where it is taken out.
    """

    where: tuple[Key, ...]
    old: Target
    new: Target
    settings: dict[str, Setting]


class Divider:
    """Works out what a division of work changes in a plan, and refuses what does not fit.

    Attributes:
        catalogue: the plan.
        today: the day on which it is divided: a unit that ended before it takes nothing on.
        force: whether units that reported on a target may be left out.
    """

    def __init__(self, workspace: LoadedWorkspace, today: date, *, force: bool = False) -> None:
        self.workspace = workspace
        self.catalogue = workspace.catalogue
        self.today = today
        self.force = force
        self.places = {
            target.id: (where, clause, target)
            for where, clause, target in each_target(workspace.plan)
        }
        units, groups = workspace.plan.units, workspace.plan.groups
        self.names = {unit.now: unit.id for unit in units if unit.now}
        """The id of each unit and group by all of its names."""
        self.names |= {name: each.id for each in groups for name in (each.id, each.name)}
        self.names |= {name: each.id for each in units for name in (each.id, each.name)}
        self.heard: dict[str, list[str]] = {}
        """The units of which there are rows, by target."""
        for item, by_unit in workspace.reports().items():
            target = self.catalogue.items[item].target.id
            self.heard.setdefault(target, []).extend(by_unit)

    def divided(self, target: str, asked: Mapping[str, Any]) -> tuple[Division, list[Refusal]]:
        """What a target's division changes; keys that are refused are left as they are.

        Args:
            target: its id.
            asked: by key what was typed: names of units, a text, or points; empty to take it out.
        """
        where, clause, old = self.places[target]
        readers: dict[str, Any] = {
            "reporters": self._reporters,
            "support": self._support,
            "definition": self._definition,
            "path": self._path,
        }
        given: dict[str, Any] = {}
        refused: list[Refusal] = []
        for key, typed in asked.items():
            try:
                given[key] = readers[key](old, clause, typed)
            except CellError as error:
                refused.append(Refusal(key, error.message, error.hint))
        new = old.model_copy(update={key: value or _NONE[key] for key, value in given.items()})
        for found in (*self._doubled(new), *self._silenced(clause, old, new), *self._unfit(new)):
            refused.append(found)
            new = new.model_copy(update={found.key: getattr(old, found.key)})
        settings = {
            key: _setting(key, getattr(new, key))
            for key in KEYS
            if getattr(new, key) != getattr(old, key)
        }
        return Division(where, old, new, settings), list(dict.fromkeys(refused))

    def unit(self, name: str) -> str:
        """The id of a unit or group by its id or name.

        Raises:
            CellError: the plan has none of this name.
        """
        name = name.strip()
        if found := self.names.get(name):
            return found
        message = _("there is no unit “{name}”").format(name=name)
        near = meant(nearest(name, list(self.names)))
        hint = near or _("write its name as plan.yaml has it, or its id")
        raise CellError("HP422", message, hint)

    def reporting(self, target: Target, clause: Clause) -> tuple[str, ...]:
        """The ids of the units and groups that report on a target, as the plan names them."""
        return target.reporters or ((target.each,) if target.each else clause.leads)

    # What was typed for each key

    def _reporters(self, target: Target, clause: Clause, names: Sequence[str]) -> tuple[str, ...]:
        ids = tuple(dict.fromkeys(map(self.unit, names)))
        now = self.reporting(target, clause)
        if not ids or self._same(ids, now, target, clause):
            return target.reporters or () if ids else ()
        if target.each:
            raise self._each(target, ids)
        known = self.catalogue.members(now)
        for unit in ids:
            self._refuse_ended(unit, known)
        return ids

    def _same(
        self, ids: tuple[str, ...], now: tuple[str, ...], target: Target, clause: Clause
    ) -> bool:
        """Whether the work is divided so already: a single lead need not be named."""
        members = self.catalogue.members
        if set(members(ids)) != set(members(now)):
            return False
        return bool(target.reporters or target.each) or len(members(clause.leads)) == 1

    def _each(self, target: Target, ids: tuple[str, ...]) -> CellError:
        """Why the members of a group cannot be named one by one."""
        group = self.catalogue.groups[target.each or ""]
        places = {"target": target.id, "group": group.name}
        outside = [unit for unit in self.catalogue.members(ids) if unit not in group.members]
        if outside:
            names = listed(map(self.catalogue.name, outside))
            message = _("{target} is owed by each of {group}; not one of them: {units}")
            message = message.format(units=names, **places)
            return CellError("HP422", message, _("name a unit that helps as support"))
        message = _("{target} is owed by each of {group} by itself, and divided already")
        return CellError("HP422", message.format(**places), _("name no unit, or the group"))

    def _refuse_ended(self, unit: str, known: Sequence[str]) -> None:
        """Refuse a unit that is named anew and has ended."""
        found = self.catalogue.units.get(unit)
        if found is None or found.until is None or found.until >= self.today or unit in known:
            return
        message = _("{unit} ended on {day}").format(unit=found.name, day=found.until)
        heirs = listed(map(self.catalogue.name, found.into))
        hint = _("name who took over: {units}").format(units=heirs) if heirs else ""
        raise CellError("HP422", message, hint)

    def _support(self, target: Target, clause: Clause, names: Sequence[str]) -> tuple[str, ...]:
        ids = tuple(dict.fromkeys(map(self.unit, names)))
        members = self.catalogue.members
        now = target.support or clause.support
        if not ids and clause.support and not target.support:
            message = _("clause {clause} names its support for all of its targets")
            hint = _("change it at the clause, in plan.yaml")
            raise CellError("HP422", message.format(clause=clause.id), hint)
        if set(members(ids)) == set(members(now)):
            return target.support
        for unit in ids:
            self._refuse_ended(unit, members(now))
        return ids

    def _definition(self, target: Target, _clause: Clause, text: str) -> str | None:
        if code := cells.control_in(text):
            message = _("the text holds the control character {code}").format(code=code)
            raise CellError("HP404", message, _("type the text again"))
        text = joined_lines(text)
        if len(text) > LONGEST_TEXT:
            message = _("expected text of at most {n} characters").format(n=LONGEST_TEXT)
            raise CellError("HP404", message)
        return target.definition if text == joined_lines(target.definition or "") else text

    def _path(
        self, target: Target, _clause: Clause, points: Sequence[Point]
    ) -> tuple[Checkpoint, ...]:
        if points and target.kind == "duty":
            raise CellError("HP423", _("a duty has no path"), _("leave its checkpoints out"))
        known = {point.by: point for point in target.path}
        found = []
        for by, typed, what in sorted(points, key=lambda point: point.by):
            value = cells.figure(typed, target.kind, target.uom) or 0
            old = known.get(by)
            same = old is not None and old.value == value
            note = old.note if old and same else None
            seen = old.what if old and same and what is None else what
            if old and what is not None and joined_lines(what) == joined_lines(old.what or ""):
                seen = old.what
            point = Checkpoint.model_construct(by=by, value=value, what=_line(seen), note=note)
            found.append(point)
        return tuple(found)

    # What the keys come to together

    def _doubled(self, new: Target) -> Iterator[Refusal]:
        """Refuse units that are named both to report and to help."""
        members = self.catalogue.members
        twice = [unit for unit in members(new.support) if unit in members(new.reporters or ())]
        if twice:
            names = listed(map(self.catalogue.name, twice))
            message = _("named both to report and to help: {units}").format(units=names)
            yield Refusal("support", message, _("keep each in one place"))

    def _silenced(self, clause: Clause, old: Target, new: Target) -> Iterator[Refusal]:
        """Refuse to leave out units that reported: their rows would be faults."""
        if self.force or new.reporters == old.reporters or old.id not in self.heard:
            return
        catalogue = Catalogue(_alone(self.catalogue.plan, clause, new))
        answering = {unit for item in catalogue.of_target[new.id] for unit in item.reporters}
        lost = [unit for unit in dict.fromkeys(self.heard[old.id]) if unit not in answering]
        if lost:
            names = listed(map(self.catalogue.name, lost))
            message = _("units that reported on {target} would be left out: {units}")
            hint = _("name them too, or write a handover; with --force their rows no longer count")
            yield Refusal("reporters", message.format(target=old.id, units=names), hint)

    def _unfit(self, new: Target) -> Iterator[Refusal]:
        """Refuse checkpoints that the rules of structure do not admit."""
        _where, clause, old = self.places[new.id]
        if new.path == old.path:
            return
        plan = _alone(self.catalogue.plan, clause, new)
        for fault in (fault for rule in STRUCTURE_RULES for fault in rule(plan)):
            if "path" in fault.where:
                yield Refusal("path", fault.message, fault.hint or self._span(fault, new))

    def _span(self, fault: PlanFault, target: Target) -> str:
        """What a checkpoint's day or figure may be."""
        plan, required = self.catalogue.plan, target.judged_by()
        if fault.where[-1] == "by":
            start, due = target.start or plan.start, target.due or plan.end
            message = _("give rising days, behind {start} and up to {due}")
            return message.format(start=start, due=due)
        if fault.where[-1] == "value" and required:
            figure = figure_text(required[1], target.measured_in())
            return _("give figures that do not turn back, up to {figure}").format(figure=figure)
        return ""


_NONE: dict[str, Any] = {"reporters": None, "support": (), "definition": None, "path": ()}
"""What a target has where a key is taken out."""


def joined_lines(text: str) -> str:
    """A text on one line: a line's end becomes ；, or nothing behind a mark of punctuation."""
    parts = [part.strip() for part in _BREAK.split(text.strip()) if part.strip()]
    marked = [part if part[-1] in "，。；：、！？,;.:!?" else f"{part}；" for part in parts[:-1]]
    return "".join([*marked, *parts[-1:]])


def _line(text: str | None) -> str | None:
    return joined_lines(text or "") or None


def _alone(plan: Plan, clause: Clause, target: Target) -> Plan:
    """The plan with a single target in it, so that rules look at that one alone."""
    single = clause.model_copy(update={"targets": (target,)})
    return plan.model_copy(update={"chapters": (), "closing": single})


def _setting(key: str, value: Any) -> Setting:
    """What is written under a key; None where it is to be taken out."""
    if not value:
        return None
    if key != "path":
        return value if isinstance(value, str) else list(value)
    entries = []
    for point in value:
        texts = {"what": point.what, "note": point.note}
        given = {name: text for name, text in texts.items() if text}
        entries.append({"by": point.by, "value": point.value, **given})
    return entries


def assign(
    workspace: LoadedWorkspace, change: Division, *, as_of: date | None = None, write: bool
) -> Revised:
    """Write the division of one target, and judge it before and after.

    Raises:
        RecordError: the file cannot be written so.
    """
    day = as_of or workspace.today()
    plan, where = PlanFile(workspace), change.where
    keys = [key for key, value in change.settings.items() if value is not None]

    def edited(text: str) -> str:
        return with_settings(text, {where: change.settings})

    edit = PlanEdit(
        where, tuple(keys[:1]), edited, data_with(workspace.loaded, change.where, change.settings)
    )
    if not write:
        return plan.change(edit, day, write=False)
    with locked(plan.real, plan.name):
        return plan.change(edit, day, write=True)


def assign_all(
    workspace: LoadedWorkspace,
    changes: Sequence[Division],
    *,
    as_of: date | None = None,
    write: bool,
) -> Rewritten:
    """Write the division of several targets, all or none.

    Raises:
        RecordError: the file cannot be written so.
    """
    day = as_of or workspace.today()
    plan = PlanFile(workspace)
    settings = {change.where: change.settings for change in changes}
    wanted = {
        change.where: data_with(workspace.loaded, change.where, change.settings)
        for change in changes
    }

    def rewritten() -> Rewritten:
        return plan.rewritten(lambda text: with_settings(text, settings), wanted, day)

    if not write:
        return rewritten()
    with locked(plan.real, plan.name):
        done = rewritten()
        plan.put(done)
    return done
