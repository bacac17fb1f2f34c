"""What forms and files have said already, while forms are taken in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpplan.progress.cells import Statement

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from hpplan.forms.received import Said
    from hpplan.numbers import Number
    from hpplan.plan.items import Catalogue
    from hpplan.problem import Position
    from hpplan.progress.targets import Memory


class Memories:
    """What was said in the files and forms read so far, and by the one that is being read.

    Attributes:
        totals: gives what the file of a unit says that it reached of an item, by day.
        read: the same of what the forms say.
        said: the rows of each unit.
        places: where among the forms a unit's item and day were reported on.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        memory: Memory,
        known: Callable[[str], set[Said]],
        totals: Callable[[str, str], dict[date, Number]],
    ) -> None:
        self.catalogue = catalogue
        self.memory = memory
        self.known = known
        self.totals = totals
        self.read: dict[tuple[str, str], dict[date, Number]] = {}
        self.said: dict[str, set[Said]] = {}
        self.places: dict[tuple[str, str, date], Position] = {}
        self.new: list[tuple[str, Said]] = []
        self.begun: list[tuple[str, str, date]] = []

    def has(self, unit: str, said: Said) -> bool:
        """Whether a unit has said this."""
        if unit not in self.said:
            self.said[unit] = self.known(unit)
        return said in self.said[unit]

    def place(self, unit: str, said: Said, place: Position) -> Position:
        """Where a unit's item and day were reported on first: at this place, if nowhere else."""
        key = unit, said.item, said.day
        if key not in self.places:
            self.places[key] = place
            self.begun.append(key)
        return self.places[key]

    def last_total(self, unit: str, item: str, day: date) -> Number | None:
        """What a unit had reached of an item before a day: 0 where it had reported nothing.

        None where one of the forms has reported on a later day already: its total may rest on what
        is new here.
        """
        read = self.read.get((unit, item), {})
        if any(each > day for each in read):
            return None
        totals = self.totals(unit, item) | read
        before = [each for each in totals if each < day]
        return totals[max(before)] if before else 0

    def add(self, unit: str, said: Said) -> None:
        """Remember what the form that is being read says."""
        self.said[unit].add(said)
        self.new.append((unit, said))
        if said.value is not None and not isinstance(said.value, Statement):
            self.read.setdefault((unit, said.item), {})[said.day] = said.value

    def settle(self, *, keep: bool) -> None:
        """The form is read; forget what it said if it is not taken in."""
        if not keep:
            for unit, said in self.new:
                self.said[unit].discard(said)
                self.read.get((unit, said.item), {}).pop(said.day, None)
            for key in self.begun:
                del self.places[key]
        self.new.clear()
        self.begun.clear()
