"""What the cells of a unit's rows lead to: its items, and the figures reported on them."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from itertools import compress, islice
from string import ascii_lowercase
from typing import TYPE_CHECKING

from hpplan.csvtext import folded, text_of
from hpplan.errors import CellError
from hpplan.i18n import _, ngettext
from hpplan.phrases import meant, nearest, shortened, some
from hpplan.plan.period import period_of
from hpplan.progress import cells as cell

if TYPE_CHECKING:
    from hpplan.numbers import Number
    from hpplan.plan.items import Catalogue, Item
    from hpplan.plan.model import Kind
    from hpplan.progress.cells import Statement

_ALIKE = str.maketrans("\u0430\u0441\u0435\u0456\u0458\u043e\u0440\u0455\u0445\u0443", "aceijopsxy")
"""Cyrillic letters that look like Latin ones."""

MEMORY = 50_000
"""Distinct figures of one kind that are remembered while reading."""


class _Days(dict["str | bytes", date]):
    """Dates by their cells, as text or in UTF-8; dates repeat, so each is read once."""

    def __missing__(self, text: str | bytes) -> date:
        self[text] = found = cell.day(text_of(text))
        return found


class _Figures(dict[str, "Number | Statement | None"]):
    """Figures of one kind, and statements in place of one, by their cells."""

    def __init__(self, kind: Kind, uoms: tuple[str | None, ...]) -> None:
        self.kind: Kind = kind
        self.uom, *self.others = uoms

    def __missing__(self, text: str) -> Number | Statement | None:
        found = self._read(text)
        if len(self) < MEMORY:
            self[text] = found
        return found

    def _read(self, text: str) -> Number | Statement | None:
        """What a cell says, in the first unit of measure that it fits."""
        for uom in self.others:
            with suppress(CellError):
                return cell.reading(text, self.kind, uom)
        return cell.reading(text, self.kind, self.uom)


class Memory:
    """What the cells read so far say; share one among the files of a workspace."""

    def __init__(self) -> None:
        self.days = _Days()
        self._figures: dict[tuple[Kind, tuple[str | None, ...]], _Figures] = {}

    def figures(self, kind: Kind, uoms: tuple[str | None, ...]) -> _Figures:
        """The figures of one kind, in any of some units of measure."""
        return self._figures.setdefault((kind, uoms), _Figures(kind, uoms))


class Entries:
    """The rows of one item while its file is being read.

    Attributes:
        item: the item; None for the bare id of a target that recurs, where the date decides.
        figures: how its figures are read.
        days: the day of each sound row, in order of their places.
        values: the figure of each.
        moments: the recorded cell of each.
        lines: the line of each, where rows are kept.
        notes: the note cell of each, where rows are kept.
        evidence: the evidence cell of each, where rows are kept.
        periods: of the bare id of a target that recurs, the entries of each period.
    """

    __slots__ = (
        "days",
        "evidence",
        "figures",
        "item",
        "lines",
        "moments",
        "notes",
        "periods",
        "values",
    )

    def __init__(
        self,
        item: Item | None,
        figures: _Figures,
        periods: Periods | None = None,
    ) -> None:
        self.item = item
        self.figures = figures
        self.days: list[date] = []
        self.values: list[Number | Statement | None] = []
        self.moments: list[str] = []
        self.lines: list[int] = []
        self.notes: list[str] = []
        self.evidence: list[str] = []
        self.periods = periods

    def keep(self, wanted: list[bool]) -> None:
        """Keep the rows at some places alone."""
        for name in ("days", "values", "moments", "lines", "notes", "evidence"):
            if column := getattr(self, name):
                setattr(self, name, list(compress(column, wanted)))


class Periods(dict[date, Entries]):
    """The entries of a target that recurs, by the days of the rows that name it alone."""

    def __init__(self, own: list[tuple[Item, Entries]]) -> None:
        super().__init__()
        self._own = own

    def __missing__(self, day: date) -> Entries:
        for item, entries in self._own:
            if item.period and item.period.holds(day):
                self[day] = entries
                return entries
        raise LookupError(day)

    def of_items(self) -> list[Item]:
        """The items of all periods."""
        return [item for item, _entries in self._own]


class Table(dict[str, Entries]):
    """What a target cell of one unit's file leads to; LookupError where that is nothing."""

    def __init__(self, unit: str, catalogue: Catalogue, memory: Memory) -> None:
        self.unit = unit
        self.catalogue = catalogue
        self.memory = memory
        self.by_item: dict[str, Entries] = {}

    def __missing__(self, text: str) -> Entries:
        name = folded(text)
        if item := self.catalogue.item(name):
            found = self._of_item(item)
        elif name in self.catalogue.targets:
            found = self._of_target(name)
        else:
            raise LookupError(text)
        self[text] = found
        return found

    def passes_over(self, text: str) -> bool:
        """Whether a target cell names what the plan's own faults leave nobody to know."""
        if not self.catalogue.unusable:
            return False
        name = folded(text).partition("@")[0]
        return not self.catalogue.unusable.isdisjoint({name, name.rstrip(ascii_lowercase)})

    def _of_item(self, item: Item) -> Entries:
        if self.unit not in item.reporters:
            raise no_reporter(self.catalogue, self.unit, [item], item.id)
        if item.id not in self.by_item:
            figures = self.memory.figures(item.target.kind, item.target.uoms())
            self.by_item[item.id] = Entries(item, figures)
        return self.by_item[item.id]

    def _of_target(self, target: str) -> Entries:
        """A bare id: the unit's own item of a target for each, that of the date where it recurs."""
        items = self.catalogue.of_target[target]
        own = [item for item in items if self.unit in item.reporters]
        if not own:
            raise no_reporter(self.catalogue, self.unit, items, target)
        entries = [self._of_item(item) for item in own]
        if not own[0].target.every:
            return entries[0]
        return Entries(None, entries[0].figures, Periods([*zip(own, entries, strict=True)]))


def unknown_target(catalogue: Catalogue, text: str, *, hints: bool = True) -> CellError:
    """A name that is no target's and no item's; with hints, what may have been meant."""
    name = folded(text)
    if not name:
        return CellError("HP305", _("the target is empty"), _("write a target's id, as 1.1d"))
    if clause := catalogue.clauses.get(name):
        message = _("“{name}” is a clause, not a target").format(name=name)
        ids = [target.id for target in clause.targets]
        hint = (
            _("its targets are {first} to {last}").format(first=ids[0], last=ids[-1]) if ids else ""
        )
        return CellError("HP305", message, hint)
    if part := catalogue.part(name):
        message = _("“{name}” stands for several items").format(name=name)
        return CellError("HP305", message, _("name one of them, as {item}").format(item=part[0].id))
    if unfit := _unfit(catalogue, name, hints=hints):
        return unfit
    from hpplan.progress import damage

    happened = damage.of_cell(text, name, _("write a target's id, as 1.1d"))
    if happened and name[0] not in damage.MARKS:
        return CellError("HP305", *happened)
    message = _("there is no target “{name}”").format(name=shortened(name))
    return CellError("HP305", message, _meant(catalogue, name) if hints else "")


def _meant(catalogue: Catalogue, name: str) -> str:
    """A hint at what an unknown target's name may stand for."""
    from hpplan.plan.lookup import part_hint
    from hpplan.progress import damage

    known = [*catalogue.targets, *catalogue.items]
    mangled, why = damage.name(name, known)
    if why:
        return _("did you mean {near}? {why}").format(near=mangled, why=why)
    if mangled:
        return meant(mangled)
    if shorn := damage.shorn(name, catalogue.targets):
        return _("its first characters are lost; write it in full, as {names}").format(
            names=some(shorn, 3)
        )
    hint = part_hint(catalogue, name)
    near = nearest(name.translate(_ALIKE), known)
    if name.isascii() or not near:
        return hint
    strange = [f"U+{ord(character):04X}" for character in name if not character.isascii()]
    if strange:
        return _("did you mean {near}? The name holds {characters}, which only looks alike").format(
            near=near, characters=", ".join(strange[:3])
        )
    return hint


def no_period(target: str, day: date, items: list[Item]) -> CellError:
    """The bare id of a target that recurs with a date that lies in none of its periods."""
    every = items[0].target.every or "year"
    owed = sorted((item.period for item in items if item.period), key=lambda each: each.start)
    message = _("{target} is owed in {first} to {last}, and the date lies in {period}").format(
        target=target,
        first=owed[0].label,
        last=owed[-1].label,
        period=period_of(every, day).label,
    )
    near = owed[0] if day < owed[0].start else owed[-1]
    hint = _("to report on a period by another date write its item, as {item}").format(
        item=f"{target}@{near.label}"
    )
    return CellError("HP305", message, hint)


def _unfit(catalogue: Catalogue, name: str, *, hints: bool) -> CellError | None:
    """The fault of an item's name whose target there is, with a period or member that it has not.

    None of any other name.
    """
    target, at, _rest = name.partition("@")
    items = catalogue.of_target.get(target) if at else None
    if not items:
        return None
    every, parts = items[0].target.every, [item.id for item in items]
    if parts == [target]:
        message = _("{target} is one item, without a period or member").format(target=target)
        return CellError("HP318", message, _("write {name}").format(name=target))
    cadences = {
        "year": _("{target} is owed each year, and has no item “{name}”"),
        "half": _("{target} is owed each half-year, and has no item “{name}”"),
        "quarter": _("{target} is owed each quarter, and has no item “{name}”"),
        "month": _("{target} is owed each month, and has no item “{name}”"),
    }
    by_member = _("{target} is owed by each member, and has no item “{name}”")
    message = (cadences[every] if every else by_member).format(target=target, name=shortened(name))
    hint = _("its items are {first} to {last}").format(first=parts[0], last=parts[-1])
    near = nearest(name, parts) if hints and not every else None
    return CellError("HP318", message, meant(near) or hint)


def no_reporter(catalogue: Catalogue, unit: str, items: list[Item], name: str) -> CellError:
    """A unit that may not report on an item, or on any item of a target."""
    reporters = dict.fromkeys(reporter for item in items for reporter in item.reporters)
    message = _("{unit} does not report on {name}; those who do: {reporters}").format(
        unit=catalogue.name(unit),
        name=name,
        reporters=some([catalogue.name(reporter) for reporter in reporters]),
    )
    hint = _(
        "name the unit among the target's reporters in plan.yaml, with a handover if it has passed"
        " the target on; or take the row out"
    )
    return CellError("HP307", message, hint)


def shifted(cells: list[str], columns: dict[str, int], table: Table) -> CellError | None:
    """The fault of a row whose cells stand beside their columns; None of one that is in place.

    Such a row has a day and a target, each just as far from its column as the other. Moved to the
    left its day is gone: a target stands in place of the day, and a figure in that of the target.

    Args:
        cells: the row.
        columns: the place of each column that is known.
        table: what a target cell leads to.
    """

    def at(name: str, shift: int) -> str:
        place = columns[name] + shift
        return cells[place] if 0 <= place < len(cells) else ""

    def leads(text: str) -> bool:
        name = folded(text)
        return name in table.catalogue.targets or name in table.catalogue.items

    alone = len(list(islice(filter(str.strip, cells), 2))) == 1
    if alone or leads(at("target", 0)):
        return None
    for shift in (1, 2, -1):
        if not leads(at("target", shift)):
            continue
        if shift > 0 and is_day(at("date", shift)):
            message = ngettext(
                "the cells of this row stand {n} column too far to the right",
                "the cells of this row stand {n} columns too far to the right",
                shift,
            ).format(n=shift)
            return CellError("HP317", message, _("move them to the left, the day under date"))
        if shift < 0 and not is_day(at("date", 0)) and _is_figure(at("value", shift)):
            message = _("the cells of this row stand one column too far to the left")
            hint = _("move them to the right, and write the day under date")
            return CellError("HP317", message, hint)
    return None


def is_day(text: str) -> bool:
    """Whether a cell holds a day."""
    try:
        cell.day(text)
    except CellError:
        return False
    return True


def _is_figure(text: str) -> bool:
    """Whether a cell holds a figure of any kind, or none at all as a duty's does."""
    if not text.strip():
        return True
    try:
        cell.figure(text, "milestone" if folded(text).endswith("%") else "amount")
    except CellError:
        return folded(text).casefold() in cell.DONE
    return True
