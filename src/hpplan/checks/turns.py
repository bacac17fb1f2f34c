"""What is doubtful where one year of an annual target ends and the next begins."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from hpplan.checks.facts import row_problem
from hpplan.i18n import _
from hpplan.numbers import decimal_text
from hpplan.plan.items import ONE_DAY, terms_of
from hpplan.plan.model import ADDING_UP, satisfies

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hpplan.checks.facts import Facts
    from hpplan.plan.items import Item
    from hpplan.problem import Problem
    from hpplan.progress.series import ProgressFile, Series

FIRST_MONTH = timedelta(days=31)
"""How long after the beginning of a year its requirement is not met by work of that year."""


def closing_figures(facts: Facts) -> Iterator[Problem]:
    """A bare id of an annual target means the date's year: last year's figure names its year.

    Passes: `2026-01-10,1.3g@2025,3`, or 1 by the end of January. Warns: `2026-01-10,1.3g,3`, where
    3 are required each year and 2 were reported for all of 2025.
    """
    for file in facts.files:
        for series in file.series.values():
            item = series.item
            if item.target.every != "year" or item.target.kind not in ADDING_UP:
                continue
            if not series.lines:
                continue
            early = [day - item.start < FIRST_MONTH for day in series.days]
            before = _year_before(facts, item)
            if before and any(early):
                yield from _met_at_once(facts, file, series.at(early), before)


def _year_before(facts: Facts, item: Item) -> Item | None:
    """The same item of the year before."""
    return next(
        (
            each
            for each in facts.catalogue.of_target[item.target.id]
            if each.member == item.member
            and each.period is not None
            and item.period is not None
            and each.period.end + ONE_DAY == item.period.start
        ),
        None,
    )


def _met_at_once(
    facts: Facts, file: ProgressFile, early: Series, before: Item
) -> Iterator[Problem]:
    """The first row of a year's first month that meets it by more than the year before had."""
    required = terms_of(early.item, facts.today).requirement
    last = file.series.get(before.id)
    total = (last.values[-1] if last and last.values else None) or 0
    for day, value, line in zip(early.days, early.values, early.lines, strict=True):
        met = required and value is not None and satisfies(required[0], value, required[1])
        if value is None or not met or value <= total:
            continue
        message = _(
            "{value} by {day} meets {item} in its first month, where {before} had {total} in all:"
            " is it the closing figure of that year?"
        ).format(
            value=decimal_text(value),
            day=day,
            item=early.item.id,
            before=before.id,
            total=decimal_text(total),
        )
        hint = _("if so, append it as {before}, and for {day} what {item} really has").format(
            before=before.id, day=day, item=early.item.id
        )
        yield row_problem(file, "HP366", message, line, "target", hint)
        return
