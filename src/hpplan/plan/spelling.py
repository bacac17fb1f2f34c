"""Names as a person types them, and as the plan spells them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpplan.csvtext import folded

if TYPE_CHECKING:
    from hpplan.plan.model import Plan


def spelled(plan: Plan, name: str) -> str:
    """An id or name as the plan spells it, blanks around it and full-width forms aside."""
    name = name.strip()
    if name.isascii():
        return name
    names = [*(unit.name for unit in plan.units), *(group.name for group in plan.groups)]
    if name in names:
        return name
    plain = folded(name)
    alike = next((each for each in names if folded(each) == plain), None)
    return alike or (plain if plain.isascii() else name)
