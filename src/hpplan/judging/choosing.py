"""Choose which of the judged items a list shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from hpplan.judging.status import attention, record_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from hpplan.judging.assess import Assessment


class Choice(NamedTuple):
    """By what items are chosen.

    Attributes:
        statuses: only items of these statuses; of any that needs attention where there are none.
        every: all items, not only those that need attention.
        due_within: only open items that fall due within so many days.
        shared: only items that several units report on, while nobody divided the work.
        named: ids of items that were named outright, and are listed whatever their status.
    """

    statuses: Collection[str] = ()
    every: bool = False
    due_within: int | None = None
    shared: bool = False
    named: Collection[str] = ()

    @property
    def particular(self) -> bool:
        """Whether something else was asked for than what needs attention."""
        return bool(self.statuses or self.every or self.shared or self.due_within is not None)

    def of(self, everything: Sequence[Assessment]) -> list[Assessment]:
        """Return the chosen items, in their order."""
        statuses = set(self.statuses or attention())
        return [
            each
            for each in everything
            if (each.status in statuses or self._listed_anyway(each)) and self._kept(each)
        ]

    def _listed_anyway(self, each: Assessment) -> bool:
        """Tell whether an item is listed whatever its status."""
        return not self.statuses and (self.particular or each.item.id in self.named)

    def _kept(self, each: Assessment) -> bool:
        """Tell whether an item is due as soon, and shared, as was asked for."""
        if self.due_within is not None and not (
            0 <= each.days_left <= self.due_within
            and not record_of(each.status).settled
            and each.item.target.kind != "duty"
        ):
            return False
        return not self.shared or each.undivided or each.orphaned
