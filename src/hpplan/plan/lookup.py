"""Which items a person means by a unit, chapter, clause, target or item."""

from __future__ import annotations

import re
from string import ascii_lowercase
from typing import TYPE_CHECKING

from hpplan.errors import HpplanError
from hpplan.i18n import _
from hpplan.phrases import meant, nearest
from hpplan.plan.spelling import spelled

if TYPE_CHECKING:
    from hpplan.plan.items import Catalogue

_ID = re.compile(r"[0-9]+(?:\.[0-9]+[a-z]*)?").fullmatch
"""An id that is well formed, of a chapter, clause or target."""


class UnknownNameError(HpplanError):
    """A name that leads to nothing in the plan."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message, hint)


def part_hint(catalogue: Catalogue, name: str) -> str:
    """What may have been meant by the id of a chapter, clause, target or item that there is not.

    Of an item whose target is known its own items alone; of an id that is well formed its clause's
    targets or nothing, since another id is no slip of it.
    """
    target, at, rest = name.partition("@")
    if at and target in catalogue.of_target:
        items = [item.id for item in catalogue.of_target[target]]
        if items == [target]:
            return meant(target)
        alike = [each for each in items if _digits(each) == _digits(name)]
        near = nearest(name, alike) if any(map(str.isalpha, rest)) else None
        return meant(near) or _("its items are {first} to {last}").format(
            first=items[0], last=items[-1]
        )
    clause = catalogue.clauses.get(target.rstrip(ascii_lowercase))
    if clause and clause.targets:
        return _("clause {clause} has {first} to {last}").format(
            clause=clause.id, first=clause.targets[0].id, last=clause.targets[-1].id
        )
    if _ID(target):
        return ""
    known = [*catalogue.targets, *catalogue.items, *catalogue.clauses, *catalogue.chapters]
    return meant(nearest(name, known))


def _digits(name: str) -> str:
    return "".join(filter(str.isdigit, name))


def units(catalogue: Catalogue, name: str) -> set[str]:
    """The ids of the units that a unit's or group's id or name stands for; none of others."""
    name = spelled(catalogue.plan, name)
    if unit := catalogue.unit(name):
        return {unit.id}
    group = next((each for each in catalogue.plan.groups if name in {each.id, each.name}), None)
    return set(group.members) if group else set()


def of_unit(catalogue: Catalogue, name: str) -> set[str]:
    """The ids of the items that a unit leads or reports on.

    Raises:
        UnknownNameError: the plan has no unit or group of this id or name.
    """
    members = units(catalogue, name)
    if not members:
        message = _("there is no unit “{name}”").format(name=name)
        raise UnknownNameError(message, meant(catalogue.near_unit(name)))
    return {item.id for item in catalogue.items.values() if members.intersection(item.reporters)}


def of_part(catalogue: Catalogue, name: str) -> set[str]:
    """The ids of the items of a chapter, clause, target or item.

    Raises:
        UnknownNameError: the plan has no such part.
    """
    name, items = spelled(catalogue.plan, name), catalogue.items.values()
    if item := catalogue.item(name):
        return {item.id}
    if name in catalogue.targets:
        return {item.id for item in catalogue.of_target[name]}
    if name in catalogue.clauses:
        return {item.id for item in items if item.clause.id == name}
    if name in catalogue.chapters:
        clauses = {clause.id for clause in catalogue.chapters[name].clauses}
        return {item.id for item in items if item.clause.id in clauses}
    if part := catalogue.part(name):
        return {item.id for item in part}
    message = _("there is no chapter, clause, target or item “{name}”").format(name=name)
    raise UnknownNameError(message, part_hint(catalogue, name))


def outright(catalogue: Catalogue, names: list[str]) -> set[str]:
    """The ids of the items that are named by a target's id or by their own."""
    names = [spelled(catalogue.plan, name) for name in names]
    named = [name for name in names if name in catalogue.targets or catalogue.item(name)]
    return set().union(*(of_part(catalogue, name) for name in named))


def of_any(catalogue: Catalogue, name: str) -> set[str]:
    """The ids of the items that any name stands for.

    Raises:
        UnknownNameError: the plan has nothing of this name.
    """
    try:
        return of_part(catalogue, name)
    except UnknownNameError as error:
        try:
            return of_unit(catalogue, name)
        except UnknownNameError as other:
            message = _("there is no “{name}” in the plan").format(name=name)
            raise UnknownNameError(message, error.hint or other.hint) from None
