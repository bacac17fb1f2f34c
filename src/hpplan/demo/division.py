"""Who does what in a simulated history: the work of a plan, divided as an office might."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hpplan.plan.structure import each_target
from hpplan.progress.cells import SIMULATED

if TYPE_CHECKING:
    import random
    from collections.abc import Mapping, Sequence

    from hpplan.plan.document import Document, Mark
    from hpplan.plan.items import Catalogue
    from hpplan.plan.model import Clause, Plan, Target

UNDIVIDED = ("milestone", "level", "count")
"""The kinds of the targets that are left undivided, one of each where the plan has one."""

DECLINING = 2
"""How many units declare to have no part in the first of these, and how many that of the orphan."""

ALONE, TOGETHER = 0.55, 0.8
"""Up to which share of the draws one unit alone, or two, take a target; else members of a group."""

TWO = 2

DIVIDED_NOTE = f"填报单位由演示程序分定{SIMULATED}。"
CONTACT = f"办公室{SIMULATED}"

_LINE_END = re.compile("\r\n|\r|\n")
_SCALAR_HEAD = re.compile(r"[|>][^\r\n]*(?:\r\n|\r|\n)[ ]*|[\"']|")


@dataclass(frozen=True, slots=True)
class SimulatedDivision:
    """Who reports on what.

    Attributes:
        reporters: the ids of the units that report on each divided target.
        undivided: ids of the targets that are left as they are.
        declined: the units that declare to have no part in a target.
        orphan: the target in which all of its units declare so.
    """

    reporters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    undivided: Sequence[str] = ()
    declined: Mapping[str, Sequence[str]] = field(default_factory=dict)
    orphan: str | None = None


def divide(catalogue: Catalogue, chance: random.Random) -> SimulatedDivision:
    """Divide the work on each target that several units lead, but for a few that show what then is.

    A level goes to one unit, of anything else some to one, some to two, and some to members of a
    group. In a plan with few such targets fewer are left undivided, or none.
    """
    shared = [
        (clause, target)
        for _where, clause, target in each_target(catalogue.plan)
        if not target.reporters
        and not target.each
        and len(catalogue.of_target[target.id][0].reporters) > 1
    ]
    single = [target for _clause, target in shared if not target.every]
    undivided: list[str] = []
    for kind in UNDIVIDED[: len(single) // 2]:
        of_kind = [each.id for each in single if each.kind == kind]
        if of_kind:
            undivided.append(chance.choice(of_kind))
    rest = [each.id for each in single if each.id not in undivided and each.kind != "duty"]
    orphan = chance.choice(rest) if undivided and rest else None
    reporters: dict[str, Sequence[str]] = {}
    declined: dict[str, Sequence[str]] = {}
    for clause, target in shared:
        able = catalogue.of_target[target.id][0].reporters
        if target.id == orphan:
            reporters[target.id] = declined[target.id] = able[:DECLINING]
        elif target.id not in undivided:
            reporters[target.id] = _drawn(catalogue, clause, target, chance)
        elif target.id == undivided[0]:
            declined[target.id] = able[-min(DECLINING, len(able) - 1) :]
    return SimulatedDivision(reporters, undivided, declined, orphan)


def _drawn(
    catalogue: Catalogue, clause: Clause, target: Target, chance: random.Random
) -> list[str]:
    """Draw who reports on a target, of a count no more units than it counts things.

    A department that the target's note asks to confirm something comes before others.
    """
    departments = [lead for lead in clause.leads if lead in catalogue.units]
    members = [lead for lead in catalogue.members(clause.leads) if lead not in departments]
    requirement = target.requirement()
    most = int(requirement[1]) if target.kind == "count" and requirement else len(members) + 2
    drawn = 0 if target.kind == "level" else chance.random()
    if members and (drawn >= TOGETHER or not departments):
        number = chance.randint(2, max(len(members) // 2, 2))
        return _some(members, min(number, most), chance)
    asked = [unit for unit in departments if catalogue.name(unit) in (target.note or "")]
    first = chance.choice(asked or departments)
    if drawn < ALONE or most < TWO:
        return [first]
    others = _some([unit for unit in departments if unit != first], 1, chance)
    return sorted([first, *others], key=departments.index)


def _some(units: list[str], number: int, chance: random.Random) -> list[str]:
    """Draw so many of some units, or all, in their order."""
    return sorted(chance.sample(units, min(number, len(units))), key=units.index)


def divided_text(document: Document, plan: Plan, division: SimulatedDivision) -> str:
    """Return the plan's text with the reporters of each divided target, and whom to call.

    What is added says that it is simulated; every other character stays.
    """
    found: list[tuple[int, str]] = []
    places = _Places(document)
    for where, _clause, target in each_target(plan):
        if target.id in division.reporters:
            found += places.divided(where, target, division.reporters[target.id])
    if division.reporters:
        for number, unit in enumerate(plan.units):
            if unit.contact is None:
                found.append(places.key(("units", number), "name", {"contact": CONTACT}))
    text = document.text
    for at, addition in sorted(found, reverse=True):
        text = text[:at] + addition + text[at:]
    return text


class _Places:
    """Where the text of a plan can be added to."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = document.text
        ends = [found.end() for found in _LINE_END.finditer(self.text)]
        self.begins = [0, *ends]
        found = _LINE_END.search(self.text)
        self.newline = found[0] if found else "\n"

    def divided(
        self, where: tuple[str | int, ...], target: Target, units: Sequence[str]
    ) -> list[tuple[int, str]]:
        """Return what goes into a target, and where: its reporters, and a note that says so."""
        added = {"reporters": list(units)}
        if target.note is None:
            return [self.key(where, "kind", {**added, "note": DIVIDED_NOTE})]
        at = self._at(self.document.mark((*where, "note")))
        head = _SCALAR_HEAD.match(self.text, at)
        note = (head.end() if head else at, DIVIDED_NOTE)
        return [self.key(where, "kind", added), note]

    def key(
        self, where: tuple[str | int, ...], before: str, added: Mapping[str, str | list[str]]
    ) -> tuple[int, str]:
        """Return keys with their values as they are written before a key of a mapping."""
        mark = self.document.mark((*where, before), key=True)
        at = self._at(mark)
        quote = '"' if self.text[at] == '"' else ""
        pairs = [
            f"{quote}{key}{quote}: "
            + (
                f"{quote}{value}{quote}"
                if isinstance(value, str)
                else f"[{', '.join(_id(each, quote) for each in value)}]"
            )
            for key, value in added.items()
        ]
        in_flow = self.text[self._at(self.document.mark(where))] == "{"
        between = ", " if in_flow else self.newline + " " * (mark.column - 1)
        return at, "".join(pair + between for pair in pairs)

    def _at(self, mark: Mark) -> int:
        return self.begins[mark.line - 1] + mark.column - 1


def _id(unit: str, quote: str) -> str:
    """Return a unit's id as it is written; one that reads as a number is put in quotes."""
    return unit if unit[0].isalpha() and not quote else f'"{unit}"'
