"""Which items a person means by a unit, chapter, clause, target or item."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpplan.errors import HpplanError
from hpplan.i18n import _
from hpplan.phrases import meant, nearest

if TYPE_CHECKING:
    from hpplan.plan.items import Catalogue


class UnknownNameError(HpplanError):
    """A name that leads to nothing in the plan.

    Attributes:
        near: the name that was probably meant, where one is near.
    """

    def __init__(self, message: str, near: str | None) -> None:
        super().__init__(message, meant(near))
        self.near = near


def units(catalogue: Catalogue, name: str) -> set[str]:
    """The ids of the units that a unit's or group's id or name stands for; none of others."""
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
        raise UnknownNameError(message, catalogue.near_unit(name))
    return {item.id for item in catalogue.items.values() if members.intersection(item.reporters)}


def of_part(catalogue: Catalogue, name: str) -> set[str]:
    """The ids of the items of a chapter, clause, target or item.

    Raises:
        UnknownNameError: the plan has no such part.
    """
    items = catalogue.items.values()
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
    known = [*catalogue.targets, *catalogue.items, *catalogue.clauses, *catalogue.chapters]
    message = _("there is no chapter, clause, target or item “{name}”").format(name=name)
    raise UnknownNameError(message, nearest(name, known))


def outright(catalogue: Catalogue, names: list[str]) -> set[str]:
    """The ids of the items that are named by a target's id or by their own."""
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
            raise UnknownNameError(message, error.near or other.near) from None
