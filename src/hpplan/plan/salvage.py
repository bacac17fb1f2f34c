"""As much of a faulty plan as can be read, so that one fault does not hide all others.

What cannot be read is left out, or something stands in for it where the model needs a value.
Nothing is judged from such a plan: it serves to find its other faults, and those of the progress
files.
"""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import BaseModel, ValidationError

from hpplan.phrases import nearest
from hpplan.plan import model, structure, timing
from hpplan.plan.items import Catalogue
from hpplan.plan.model import Plan
from hpplan.plan.office import Office
from hpplan.plan.structure import each_clause
from hpplan.problem import HINTS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from hpplan.plan.document import Key
    from hpplan.plan.model import Clause
    from hpplan.plan.structure import PlanFault

    Where = tuple[Key, ...]

_MODELS: dict[str, type[BaseModel]] = {
    "policy": model.Policy,
    "office": Office,
    "units": model.Unit,
    "groups": model.Group,
    "chapters": model.Chapter,
    "clauses": model.Clause,
    "closing": model.Clause,
    "accepted": model.Accepted,
    "set_aside": model.SetAside,
    "targets": model.Target,
    "illegible": model.Illegible,
    "baseline": model.Baseline,
    "path": model.Checkpoint,
    "handover": model.Handover,
    "revisions": model.Revision,
}
_PARTS = frozenset({"units", "groups", "chapters", "clauses", "targets"})
"""The lists whose entries are parts of the plan that stand by themselves."""

_OPERATORS = frozenset(model.OPERATORS)
_READS: dict[Callable[[Plan], Iterable[PlanFault]], frozenset[str]] = {
    structure.size: frozenset({"start", "due", "end", "every", "each", "units", "groups"}),
    structure.thresholds: frozenset({"policy"}),
    structure.ids: frozenset({"id", "title", "name"}),
    structure.references: frozenset({"units", "groups"}),
    structure.tenures: frozenset({"id", "from", "until", "into", "handover"}),
    structure.requirements: _OPERATORS
    | {"kind", "illegible", "uom", "every", "baseline", "revisions"},
    timing.dates: frozenset({"start", "end", "due", "baseline", "path"}),
    timing.paths: _OPERATORS | {"kind", "illegible", "every", "baseline", "path"},
    timing.revisions: _OPERATORS | {"kind", "every", "start", "uom", "baseline", "revisions"},
}
"""The keys that a rule of structure looks at; one that is not named here looks at all of them."""

_IDS = frozenset({"leads", "support", "members", "reporters", "into"})
"""The lists of ids of units and groups, of which one can be read where another cannot."""

_UNREADABLE = "unreadable"
_STAND_INS: dict[str, Any] = {
    "format": 1,
    "kind": "milestone",
    "issued": "2000-01-01",
    "start": "2000-01-01",
    "end": "2099-12-31",
    "units": [{"id": _UNREADABLE, "name": _UNREADABLE}],
    "chapters": [{"id": "999", "title": _UNREADABLE, "clauses": []}],
    "clauses": [],
    "targets": [],
    "leads": [_UNREADABLE],
    "members": [_UNREADABLE],
}
_ITSELF = "\0"
"""Stands for a key where a part itself is meant; no key of YAML can be it."""

_BEARING = frozenset({"id", "leads", "targets", _ITSELF})
"""The keys of a clause without which nothing is known of its targets."""

_WHOLE = frozenset({"format", "start", "end", "units", "groups", "chapters", _ITSELF})
"""The keys of a plan without which nothing is known of any target."""


def known_keys(where: Where) -> list[str]:
    """The keys that the model knows of what holds the value at `where`."""
    fields = _model(where[:-1]).model_fields
    return [field.alias or name for name, field in fields.items()]


def _model(where: Where) -> type[BaseModel]:
    steps = [step for step in where if isinstance(step, str)]
    return _MODELS.get(steps[-1], Plan) if steps else Plan


def part_of(where: Where) -> tuple[Where, str]:
    """The part of the plan that a way leads into, and by which key."""
    end = 1 if where[:1] == ("closing",) else 0
    while where[end : end + 1] and where[end] in _PARTS and len(where) > end + 1:
        end += 2
    return where[:end], str(where[end]) if len(where) > end else _ITSELF


class Salvaged(NamedTuple):
    """What can be read of a plan.

    Attributes:
        plan: the plan, with something standing in for what cannot be read.
        ways: the ways to what is faulty.
        spoilt: by part of the plan its keys that cannot be read.
    """

    plan: Plan
    ways: tuple[Where, ...]
    spoilt: dict[Where, set[str]]

    def is_real(self, rule: Callable[[Plan], Iterable[PlanFault]], fault: PlanFault) -> bool:
        """Whether a fault of structure lies in what was read, not in what only stands in for it."""
        if any(fault.where[: len(way)] == way for way in self.ways):
            return False
        part, key = part_of(fault.where)
        if key in self.spoilt.get(part, ()):
            return False
        reads = _READS.get(rule)
        return not any(
            fault.where[: len(part)] == part and (_ITSELF in keys or not reads or reads & keys)
            for part, keys in self.spoilt.items()
        )

    def with_faults(self, faults: Iterable[PlanFault]) -> Salvaged:
        """The same, with faults of structure among what is faulty."""
        return self._replace(ways=(*self.ways, *(fault.where for fault in faults)))


def salvaged(data: dict[str, Any], ways: Collection[Where]) -> Salvaged | None:
    """Read what can be read of a plan's data.

    Args:
        data: the document.
        ways: the ways to what cannot be read: values that are missing, wrong or too many.
    """
    spoilt: dict[Where, set[str]] = {}
    rest, unknown = deepcopy(data), 0
    for way in sorted(ways, key=len):
        part, key = part_of(way)
        if len(way) > len(part) + 1 and key in _IDS:
            _holder(rest, way)[way[-1]] = _UNREADABLE
            continue
        keys = spoilt.setdefault(part, set())
        keys.add(key)
        known = known_keys((*part, key))
        if key not in {_ITSELF, *known} and (unknown := unknown + 1) <= HINTS:
            # A key that there is not was meant for another, whose value is missing now.
            keys.add(nearest(key, known) or key)
        if part[:1] in {("units",), ("groups",)} and key in {"id", _ITSELF}:
            spoilt.setdefault((), set()).add(str(part[0]))
        _mend(rest, part, key)
    try:
        plan = Plan.model_validate(rest)
    except ValidationError:  # what stands in for one thing does not go with another
        return None
    return Salvaged(plan, tuple(ways), spoilt)


def _holder(data: Any, where: Where) -> Any:
    """What holds the value at `where`."""
    for step in where[:-1]:
        data = data[step]
    return data


def _mend(data: Any, part: Where, key: str) -> None:
    """Leave out what cannot be read of a part, and have something stand in for what it needs."""
    fields = _model(part).model_fields
    needed = [field.alias or name for name, field in fields.items() if field.is_required()]
    if key == _ITSELF:
        _holder(data, part)[part[-1]] = {each: _stand_in(part, each) for each in needed}
        return
    bearer = _holder(data, (*part, key))
    bearer.pop(key, None)
    if key in needed:
        bearer[key] = _stand_in(part, key)


def _stand_in(part: Where, key: str) -> Any:
    if key != "id":
        return _STAND_INS.get(key, _UNREADABLE)
    number = 999 - int(part[-1]) % 900 if part and isinstance(part[-1], int) else 999
    kind = next((step for step in reversed(part) if isinstance(step, str)), "")
    ids = {"chapters": f"{number}", "clauses": f"999.{number}", "closing": "999.999"}
    return ids.get(kind, f"999.{number}zz" if kind == "targets" else f"{_UNREADABLE}-{number}")


class Usable(NamedTuple):
    """What of a faulty plan can be used to look for further faults.

    Attributes:
        plan: the plan, with the clauses that are faulty emptied.
        clauses: the ways to these clauses.
        outside: whether something outside of the targets is faulty as well.
        catalogue: the items of the targets that are sound, and which are not.
        units: whether the ids of all units are known.
    """

    plan: Plan
    clauses: tuple[Where, ...]
    outside: bool
    catalogue: Catalogue
    units: bool


def usable(found: Salvaged) -> Usable | None:
    """What of a faulty plan can be used; None where too much of it is faulty."""
    plan, parts = found.plan, [part_of(way) for way in found.ways]
    if any(not part and key in _WHOLE for part, key in parts):
        return None
    if any(part[-2:-1] == ("chapters",) and key in {"clauses", _ITSELF} for part, key in parts):
        return None
    if ((), "timezone") in parts:
        plan = plan.model_copy(update={"timezone": Plan.model_fields["timezone"].default})
    known = {*(unit.id for unit in plan.units), *(group.id for group in plan.groups)}
    faulty = {plan.units[int(part[1])].id for part, _key in parts if part[:1] == ("units",)}
    faulty |= {plan.groups[int(part[1])].id for part, _key in parts if part[:1] == ("groups",)}
    faulty |= {each.id for each in plan.groups if not known.issuperset(each.members)}
    faulty |= {each.id for each in plan.groups if faulty.intersection(each.members)}
    unusable: set[str] = set()
    emptied: dict[str, Any] = {}
    kept: dict[str, Any] = {}
    ways: list[Where] = []
    for where, clause in each_clause(plan):
        keys = {key for part, key in parts if part == where}
        bad = {
            part[-1]: key for part, key in parts if part[:-2] == where and len(part) > len(where)
        }
        targets = []
        for at, target in enumerate(clause.targets):
            named = {*clause.leads, *(target.reporters or ())}
            named |= {target.each} if target.each else set()
            if keys & _BEARING or at in bad or not named <= known or named & faulty:
                unusable.add(target.id)
            else:
                targets.append(target)
        if keys & _BEARING or "id" in bad.values() or _ITSELF in bad.values():
            unusable.add(clause.id)
        if keys or bad:
            ways.append(where)
            emptied[clause.id] = clause.model_copy(update={"targets": (), "set_aside": ()})
        kept[clause.id] = clause.model_copy(update={"targets": tuple(targets)})
    outside = any(not _is_target(part) for part, _key in parts)
    catalogue = Catalogue(_with_clauses(plan, kept))
    catalogue.unusable = frozenset(unusable)
    units = not any(part[:1] == ("units",) and key in {"id", _ITSELF} for part, key in parts)
    return Usable(_with_clauses(plan, emptied), tuple(ways), outside, catalogue, units)


def _is_target(part: Where) -> bool:
    return part[-2:-1] == ("targets",)


def _with_clauses(plan: Plan, clauses: dict[str, Clause]) -> Plan:
    """The plan with other clauses in place of those of the same ids."""
    chapters = tuple(
        chapter.model_copy(
            update={"clauses": tuple(clauses.get(each.id, each) for each in chapter.clauses)}
        )
        for chapter in plan.chapters
    )
    closing = plan.closing and clauses.get(plan.closing.id, plan.closing)
    return plan.model_copy(update={"chapters": chapters, "closing": closing})
