"""How large the figures of the progress files are: which are probably slips of the pen."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from hpplan.checks.facts import each_series, row_problem
from hpplan.i18n import _
from hpplan.judging.doubt import TOO_LARGE, leaps, too_much
from hpplan.numbers import decimal_text
from hpplan.plan.model import figure_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hpplan.checks.facts import Facts
    from hpplan.numbers import Number
    from hpplan.problem import Problem
    from hpplan.progress.series import Series

_THOUSANDS = re.compile(r"\s*\d{3}(\.\d+)?\s*", re.ASCII).fullmatch


def too_large(facts: Facts) -> Iterator[Problem]:
    """A value is not over ten times the requirement, nor does one counted in 万 leap to it.

    Passes: 12 of 12 万平方米, behind 9. Warns: 120000 of 12 万平方米, or 20 as the first report.
    """
    for file, series in each_series(facts):
        target, required = series.item.target, facts.required(series.item)
        if not required or required[1] <= 0:
            continue
        limit = TOO_LARGE * required[1]
        for line, value in _between(series, limit, None):
            message = _("{value} is over ten times what {item} requires, {required}").format(
                value=decimal_text(value),
                item=series.item.id,
                required=figure_text(required[1], target.uom),
            )
            hint = _("was it typed in another unit of measure than {uom}?").format(uom=target.uom)
            yield row_problem(file, "HP354", message, line, "value", hint)
        for at, now in enumerate(series.values):
            before = series.values[at - 1] if at else None
            if now is None or now > limit or not leaps(now, before, required[1], target):
                continue
            message = _("one report takes {item} to {value}, past the {required} required").format(
                item=series.item.id,
                value=figure_text(now, target.uom),
                required=figure_text(required[1], target.uom),
            )
            hint = _("was it typed in another unit of measure than {uom}?").format(uom=target.uom)
            yield row_problem(file, "HP354", message, series.lines[at], "value", hint)


def over_fulfilled(facts: Facts) -> Iterator[Problem]:
    """A total is not over twice what its item requires.

    Passes: 36 of 30; 5 of 1. Warns: 120 of 30 (a digit too many?).
    """
    hint = _("is a digit too many in it, or another target's figure?")
    for file, series in each_series(facts):
        target, required = series.item.target, facts.required(series.item)
        if target.kind not in {"count", "amount"} or not required:
            continue
        for at, now in enumerate(series.values):
            before = series.values[at - 1] if at else None
            if now is None or not too_much(required[1]) < now <= TOO_LARGE * required[1]:
                continue
            if leaps(now, before, required[1], target):
                continue  # which `too_large` says
            message = _("{value} is over twice what {item} requires, {required}").format(
                value=decimal_text(now),
                item=series.item.id,
                required=figure_text(required[1], target.uom),
            )
            yield row_problem(file, "HP368", message, series.lines[at], "value", hint)


def _between(series: Series, low: Number, high: Number | None) -> Iterator[tuple[int, Number]]:
    """Line and value of the rows whose value lies above the one and below the other."""
    values = {value for value in set(series.values) if value is not None and value > low}
    found = {value for value in values if high is None or value < high}
    if found:
        for line, value in zip(series.lines, series.values, strict=True):
            if value is not None and value in found:
                yield line, value


def small_percentages(facts: Facts) -> Iterator[Problem]:
    """A percentage is written as 75, not as 0.75.

    Passes: 75. Warns: 0.75 of a milestone, or of a level that requires 95%; it is read as less than
    one per cent.
    """
    for file, series in each_series(facts):
        target, required = series.item.target, facts.required(series.item)
        is_rate = target.uom in {"%", "％"} and required and required[1] > TOO_LARGE
        if target.kind != "milestone" and not (target.kind == "level" and is_rate):
            continue
        for line, value in _between(series, 0, 1):
            message = _("{value} is read as {value}%, less than one per cent").format(
                value=decimal_text(value)
            )
            hint = _("write {percent} if that is meant").format(percent=decimal_text(value * 100))
            yield row_problem(file, "HP360", message, line, "value", hint)


def thousands(facts: Facts) -> Iterator[Problem]:
    """A figure with a comma stands in quotes.

    Passes: `"1,200"`. Warns: `1,200`, which is read as 1 with the note 200.
    """
    hint = _("put a figure with a comma in quotes")
    for file, series in each_series(facts):
        if file.columns["value"] + 1 != file.columns.get("note"):
            continue
        if series.item.target.kind == "duty" or not any(map(_THOUSANDS, set(series.notes))):
            continue
        for at, note in enumerate(series.notes):
            value = series.values[at]
            if value is not None and _THOUSANDS(note):
                rest = [note.strip(), series.evidence[at].strip()]
                groups = takewhile(_THOUSANDS, rest) if "evidence" in file.columns else rest[:1]
                message = _("the note of {item} is only a number: is the value {value}?").format(
                    item=series.item.id, value=",".join([decimal_text(value), *groups])
                )
                yield row_problem(file, "HP361", message, series.lines[at], "value", hint)
