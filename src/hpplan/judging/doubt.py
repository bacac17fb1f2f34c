"""Which figures are probably in another unit of measure, or have a digit too many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpplan.plan.model import ADDING_UP
from hpplan.wording.scales import scale_of

if TYPE_CHECKING:
    from hpplan.judging.reported import Reported
    from hpplan.numbers import Number
    from hpplan.plan.items import Item
    from hpplan.plan.model import Target

TOO_LARGE = 10
"""A value this many times the requirement is probably in another unit of measure."""

TOO_MUCH = 2
"""A total beyond this many times the requirement is probably a slip: a digit typed too many makes
ten of one, and so more than the double of what was half done."""

ONE_DIGIT = 9
"""Up to this no digit can be too many: 5 of 1 is no slip."""


def too_much(figure: Number) -> Number:
    """The total beyond which a requirement is probably exceeded by a slip."""
    return max(TOO_MUCH * figure, ONE_DIGIT)


def leaps(value: Number, before: Number | None, figure: Number, target: Target) -> bool:
    """Whether one report takes a total counted in 万 or 亿 from below half to the whole.

    6 reported of 5 万户 may be 6 户: what a unit counts by ones passes the requirement at once.
    """
    return (
        value >= figure
        and target.kind in ADDING_UP
        and TOO_MUCH * (before or 0) < figure
        and scale_of(target.uom or "") > 1
    )


def doubted(item: Item, figure: Number | None, reported: Reported) -> tuple[str, ...]:
    """Which units' latest figures are probably not what they mean.

    Args:
        item: the item.
        figure: what it requires; None where that cannot be told.
        reported: what was reported on it.
    """
    if figure is None or figure <= 0:
        return ()
    adds_up = item.target.kind in ADDING_UP
    limit = too_much(figure) if adds_up else TOO_LARGE * figure
    found = []
    for unit, (_day, value) in reported.latest.items():
        if value is None:
            continue
        series, count = reported.series[unit]
        before = series.values[count - 2] if count > 1 else None
        if value > limit or leaps(value, before, figure, item.target):
            found.append(unit)
    return tuple(found)
