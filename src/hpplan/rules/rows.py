"""What is doubtful in the rows of the progress files."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from hpplan.items import terms_of
from hpplan.model import figure_text, satisfies
from hpplan.numbers import decimal_text
from hpplan.words import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hpplan.document import Key
    from hpplan.model import Operator
    from hpplan.numbers import Number
    from hpplan.problem import Problem
    from hpplan.progress import ProgressFile, Row, Series
    from hpplan.rules.facts import Facts

    Where = tuple[Key, ...]

_THOUSANDS = re.compile(r"\d{3}(\.\d+)?", re.ASCII)

TOO_LARGE = 10
"""A value this many times the requirement is probably in another unit of measure."""


def _each_row(facts: Facts) -> Iterator[tuple[ProgressFile, Series, Row]]:
    for file in facts.files:
        for series in file.series.values():
            for row in series.rows:
                yield file, series, row


def _at_value(file: ProgressFile, code: str, message: str, row: Row, hint: str = "") -> Problem:
    """A problem at a row's value."""
    line, column, width = file.span(row.line, file.columns["value"])
    return file.problem(code, message, line, column, hint, width)


def _at_day(file: ProgressFile, code: str, message: str, row: Row) -> Problem:
    """A problem at a row's date."""
    line, column, width = file.span(row.line, file.columns["date"])
    return file.problem(code, message, line, column, width=width)


def _required(facts: Facts, series: Series) -> tuple[Operator, Number] | None:
    """What an item requires today, revisions included."""
    return terms_of(series.item, facts.today).requirement


def falling_totals(facts: Facts) -> Iterator[Problem]:
    """A running total does not fall.

    Passes: 9, then 12. Warns: 12, then 3 (an increment typed for the total?).
    """
    for file in facts.files:
        for series in file.series.values():
            if series.item.target.kind not in {"count", "amount"}:
                continue
            for before, row in pairwise(series.rows):
                if before.value is None or row.value is None or row.value >= before.value:
                    continue
                message = _("the total of {item} falls from {before} ({day}) to {now}").format(
                    item=series.item.id,
                    before=decimal_text(before.value),
                    day=before.day,
                    now=decimal_text(row.value),
                )
                hint = _("the value is the running total since the start; is it an increment?")
                yield _at_value(file, "HP353", message, row, hint)


def too_large(facts: Facts) -> Iterator[Problem]:
    """A value is not over ten times the requirement.

    Passes: 12 of 12 万平方米. Warns: 120000 of 12 万平方米.
    """
    for file, series, row in _each_row(facts):
        target, required = series.item.target, _required(facts, series)
        if required and row.value is not None and row.value > TOO_LARGE * required[1] > 0:
            message = _("{value} is over ten times what {item} requires, {required}").format(
                value=decimal_text(row.value),
                item=series.item.id,
                required=figure_text(required[1], target.uom),
            )
            hint = _("was it typed in another unit of measure than {uom}?").format(uom=target.uom)
            yield _at_value(file, "HP354", message, row, hint)


def small_percentages(facts: Facts) -> Iterator[Problem]:
    """A milestone's percentage is written as 75, not as 0.75.

    Passes: 75. Warns: 0.75, which is read as less than one per cent.
    """
    for file, series, row in _each_row(facts):
        if series.item.target.kind == "milestone" and row.value is not None and 0 < row.value < 1:
            message = _("{value} is read as {value}%, less than one per cent").format(
                value=decimal_text(row.value)
            )
            hint = _("write {percent} if that is meant").format(
                percent=decimal_text(row.value * 100)
            )
            yield _at_value(file, "HP360", message, row, hint)


def thousands(facts: Facts) -> Iterator[Problem]:
    """A figure with a comma stands in quotes.

    Passes: `"1,200"`. Warns: `1,200`, which is read as 1 with the note 200.
    """
    for file, series, row in _each_row(facts):
        note = row.note.strip()
        apart = file.columns["value"] + 1 == file.columns.get("note")
        if apart and row.value is not None and _THOUSANDS.fullmatch(note):
            message = _("the note of {item} is only a number: is the value {value},{note}?").format(
                item=series.item.id, value=decimal_text(row.value), note=note
            )
            yield _at_value(file, "HP361", message, row, _("put a figure with a comma in quotes"))


def empty_reports(facts: Facts) -> Iterator[Problem]:
    """A report on a duty says what was done.

    Passes: a row with a note. Warns: a row that holds nothing but date and target.
    """
    for file, series, row in _each_row(facts):
        if series.item.target.kind == "duty" and not row.note.strip():
            message = _("the report on {item} says nothing").format(item=series.item.id)
            hint = _("write into the note what was done; for a duty that is the report")
            yield _at_value(file, "HP362", message, row, hint)


def counted_twice(facts: Facts) -> Iterator[Problem]:
    """Of several units that add up on one target it is known that they are to.

    Passes: one unit reports, or `reporters` names those that do. Warns: two leads report totals.
    """
    message = _("{names} add up on {item}: is something counted twice?")
    hint = _("name who reports on it as its reporters in plan.yaml")
    for series, file, names in _shared(facts):
        target = series.item.target
        if target.kind in {"count", "amount"} and not target.reporters:
            text = message.format(names=names, item=series.item.id)
            yield _at_value(file, "HP355", text, series.rows[-1], hint)


def several_on_a_level(facts: Facts) -> Iterator[Problem]:
    """A level is measured by one unit.

    Passes: one unit reports the rate. Warns: two do, and the newest figure counts.
    """
    message = _("{names} report on the level {item}; the newest figure counts")
    hint = _("name the one that measures it as its reporter in plan.yaml")
    for series, file, names in _shared(facts):
        if series.item.target.kind == "level":
            text = message.format(names=names, item=series.item.id)
            yield _at_value(file, "HP356", text, series.rows[-1], hint)


def _shared(facts: Facts) -> Iterator[tuple[Series, ProgressFile, str]]:
    """The series of items on which several units report, but the first unit's, and their names."""
    for pairs in _by_item(facts):
        names = "、".join(facts.catalogue.name(file.unit) for _series, file in pairs)
        for series, file in pairs[1:]:
            if series.rows:
                yield series, file, names


def _by_item(facts: Facts) -> Iterator[list[tuple[Series, ProgressFile]]]:
    """The series of each item, one a unit."""
    found: dict[str, list[tuple[Series, ProgressFile]]] = {}
    for file in facts.files:
        for item, series in file.series.items():
            found.setdefault(item, []).append((series, file))
    yield from found.values()


def met_without_evidence(facts: Facts) -> Iterator[Problem]:
    """The row that meets a requirement names its evidence, or a later one does.

    Passes: done, with a link. Warns: done, and the evidence is empty.
    """
    for pairs in _by_item(facts):
        required = _required(facts, pairs[0][0])
        if not required or not satisfies(required[0], _together(pairs), required[1]):
            continue
        series, file = max(pairs, key=lambda pair: (bool(pair[0].rows), pair[0].days[-1]))
        rows = series.rows
        if len(pairs) == 1:
            begin = len(rows)
            while begin and satisfies(required[0], rows[begin - 1].value or 0, required[1]):
                begin -= 1
            rows = rows[begin:]
        proven = any(
            row.evidence.strip() for each, _file in pairs for row in each.rows[-len(rows) :]
        )
        if rows and not proven:
            message = _("{item} is met by this row, which names no evidence").format(
                item=series.item.id
            )
            hint = _("add a link or a file's name as its evidence")
            yield _at_value(file, "HP357", message, rows[0] if len(pairs) == 1 else rows[-1], hint)


def _together(pairs: list[tuple[Series, ProgressFile]]) -> Number:
    """What the units have reached together by their last rows."""
    kind = pairs[0][0].item.target.kind
    if kind == "level":
        return max(pairs, key=lambda pair: pair[0].days[-1])[0].values[-1] or 0
    values = [series.values[-1] or 0 for series, _file in pairs]
    return min(values) if kind == "milestone" else sum(values)


def days_in_range(facts: Facts) -> Iterator[Problem]:
    """A row's day lies between its item's start and today.

    Passes: a day of the quarter just closed. Warns: 2052-03-31, or a day before the plan began.
    """
    for file, series, row in _each_row(facts):
        if row.day > facts.today:
            message = _("{day} has not come yet; until then the row does not count").format(
                day=row.day
            )
            yield _at_day(file, "HP358", message, row)
        elif row.day < series.item.start:
            message = _("{day} lies before the start of {item}, {start}").format(
                day=row.day, item=series.item.id, start=series.item.start
            )
            yield _at_day(file, "HP358", message, row)
