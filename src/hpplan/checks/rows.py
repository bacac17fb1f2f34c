"""What is doubtful in the rows of the progress files."""

from __future__ import annotations

from datetime import date
from itertools import chain, groupby, pairwise
from operator import attrgetter, gt
from typing import TYPE_CHECKING, NamedTuple

from hpplan.checks.facts import each_part, each_series, row_problem
from hpplan.i18n import _, ngettext
from hpplan.numbers import decimal_text
from hpplan.phrases import shortened, some
from hpplan.plan.model import ADDING_UP, satisfies
from hpplan.progress.series import ProgressFile, Tail

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hpplan.checks.facts import Facts
    from hpplan.numbers import Number
    from hpplan.plan.items import Item
    from hpplan.problem import Problem
    from hpplan.progress.series import Series


def falling_totals(facts: Facts) -> Iterator[Problem]:
    """A running total does not fall.

    Passes: 9, then 12. Warns: 12, then 3 (an increment typed for the total?).
    """
    hint = _("the value is the running total since the start; is it an increment?")
    for file, series in each_series(facts):
        if series.item.target.kind not in ADDING_UP:
            continue
        values = [value or 0 for value in series.values]
        if not any(map(gt, values, values[1:])):
            continue
        for at, (before, now) in enumerate(pairwise(values)):
            if now < before:
                message = _("the total of {item} falls from {before} ({day}) to {now}").format(
                    item=series.item.id,
                    before=decimal_text(before),
                    day=series.days[at],
                    now=decimal_text(now),
                )
                yield row_problem(file, "HP353", message, series.lines[at + 1], "value", hint)


def empty_reports(facts: Facts) -> Iterator[Problem]:
    """A report on a duty says what was done.

    Passes: a row with a note. Warns: a row that holds nothing but date and target.
    """
    hint = _("write into the note what was done; for a duty that is the report")
    for file, series in each_series(facts):
        if series.item.target.kind != "duty" or all(map(str.strip, series.notes)):
            continue
        for line, note in zip(series.lines, series.notes, strict=True):
            if not note.strip():
                message = _("the report on {item} says nothing").format(item=series.item.id)
                yield row_problem(file, "HP362", message, line, "value", hint)


def lost_characters(facts: Facts) -> Iterator[Problem]:
    """Notes and evidence read as they were written.

    Passes: 完成12个小区. Warns: ??12????, or 瀹屾垚 for 完成, as wrong encodings leave it. So does
    #REF!, the error of a spreadsheet's formula. It is said once of each file.
    """
    from hpplan.progress import damage

    for file in facts.files:
        parts = [part for series in file.series.values() for part in series.parts()]
        columns = ((each.notes, each.evidence) for each in parts)
        if any(problem.code == "HP302" for problem in file.problems):
            continue  # which says where the file is no text
        if not damage.traces(chain.from_iterable(chain.from_iterable(columns))):
            continue
        harmed = [
            (line, column, text)
            for series in parts
            for column, texts in (("note", series.notes), ("evidence", series.evidence))
            for line, text in zip(series.lines, texts, strict=True)
            if damage.harmed(text)
        ]
        if not harmed:
            continue
        line, at, text = min(harmed)
        before = "" if damage.lost(text) else damage.unscrambled(text)
        message = _("“{text}” was damaged when the file was saved, or is a formula's error")
        if len(harmed) > 1:
            message = _(
                "{n} texts were damaged when the file was saved, or are errors of formulas; the"
                " first is “{text}”"
            )
        message = message.format(text=shortened(text), n=len(harmed))
        hint = _("append the rows once more with these texts typed again, saved as UTF-8")
        if before:
            hint = _("it was “{before}”, read in a wrong encoding; append the rows once more")
        yield row_problem(file, "HP363", message, line, at, hint.format(before=shortened(before)))


def rows_are_lines(facts: Facts) -> Iterator[Problem]:
    """A row is one line, since git merges lines. It is said once of each file.

    Passes: `一月完成2个；二月完成1个`. Warns: the same note with a line end in quotes.
    """
    for file in facts.files:
        if n := len(file.long):
            message = ngettext(
                "{n} row goes over a line end, where a merge by git may tear it",
                "{n} rows go over line ends, where a merge by git may tear them; this is the first",
                n,
            ).format(n=n)
            hint = _("write it on one line, with ； for a line end, as hpplan record does")
            yield file.problem("HP365", message, file.long[0], 1, hint)


def days_in_range(facts: Facts) -> Iterator[Problem]:
    """A row's day lies between its item's start and today, and its unit exists on it.

    Passes: a day of the quarter just closed. Warns: 2052-03-31, or a day before the plan began, or
    one behind the unit's last.
    """
    for file, series in each_part(facts):
        start, until = series.item.start, facts.catalogue.units[file.unit].until
        if start <= series.days[0] and series.days[-1] <= min(facts.today, until or date.max):
            continue
        for line, day in zip(series.lines, series.days, strict=True):
            if day > facts.today:
                message = _("{day} has not come yet; until then the row does not count").format(
                    day=day
                )
                yield row_problem(file, "HP358", message, line, "date")
            elif day < start:
                message = _("{day} lies before the start of {item}, {start}").format(
                    day=day, item=series.item.id, start=start
                )
                yield row_problem(file, "HP358", message, line, "date")
            elif until and day > until:
                message = _("{day} lies behind the last day of {unit}, {until}").format(
                    day=day, unit=facts.catalogue.name(file.unit), until=until
                )
                hint = _("was the row meant for the unit that took over?")
                yield row_problem(file, "HP358", message, line, "date", hint)


# What several units' files say together: of each series only its tail is needed.


def tail(series: Series, facts: Facts) -> Tail | None:
    """How a series ends: remembered, or from its rows; None where neither is there."""
    if series.tail or not series.lines:
        return series.tail
    required = facts.required(series.item)
    begin = len(series.lines)
    while required and begin and satisfies(required[0], series.values[begin - 1] or 0, required[1]):
        begin -= 1
    alone = begin < len(series.lines)
    proven = any(map(str.strip, series.evidence[begin if alone else 0 :]))
    return Tail(series.lines[-1], series.lines[begin] if alone else 0, proven)


def counted_twice(facts: Facts) -> Iterator[Problem]:
    """Of several units that add up on one target it is known that they are to.

    Passes: one unit reports, or `reporters` names those that do. Warns: two leads report totals.
    """
    message = _("{names} add up on {item}, and may be counted twice")
    hint = _("name who reports on it as its reporters in plan.yaml")
    yield from _placed(
        [
            _Found(item.id, file, line, "HP355", message.format(names=names, item=item.id), hint)
            for item, file, line, names in _shared(facts)
            if item.target.kind in ADDING_UP and not item.target.reporters
        ]
    )


def several_on_a_level(facts: Facts) -> Iterator[Problem]:
    """One unit measures a level.

    Passes: one unit's rows. Warns: two that `reporters` names do, and the newest figure counts.
    While it names nobody, no figure does (`undivided_level`).
    """
    message = _("{names} report on the level {item}; the newest figure counts")
    hint = _("name the one that measures it as its reporter in plan.yaml")
    yield from _placed(
        [
            _Found(item.id, file, line, "HP356", message.format(names=names, item=item.id), hint)
            for item, file, line, names in _shared(facts)
            if item.target.kind == "level" and item.target.reporters
        ]
    )


class _Found(NamedTuple):
    """A problem of an item, at the row that begins on a line, before its cell is looked for."""

    item: str
    file: ProgressFile
    line: int
    code: str
    message: str
    hint: str


def _placed(found: list[_Found]) -> Iterator[Problem]:
    """The problems at their places, file by file, so that one file at a time is in memory."""
    path = attrgetter("file.path")
    for _name, group in groupby(sorted(found, key=path), path):
        for item, file, line, code, message, hint in group:
            yield row_problem(file, code, message, line, "value", hint)._replace(at=item)
        if not file.data:
            file.forget()


def _shared(facts: Facts) -> Iterator[tuple[Item, ProgressFile, int, str]]:
    """What several units report on: for each but the first its file, last line and their names."""
    for pairs in _by_item(facts):
        names = some([facts.catalogue.name(file.unit) for _series, file in pairs])
        for series, file in pairs[1:]:
            if end := tail(series, facts):
                yield series.item, file, end.last, names


def _by_item(facts: Facts) -> Iterator[list[tuple[Series, ProgressFile]]]:
    """The figures of each item, a series a unit; not of units that declared to have no part."""
    found: dict[str, list[tuple[Series, ProgressFile]]] = {}
    for file in facts.files:
        for item, series in file.series.items():
            if series.days and not series.has_declined(facts.today):
                found.setdefault(item, []).append((series, file))
    yield from found.values()


def met_without_evidence(facts: Facts) -> Iterator[Problem]:
    """The row that meets a requirement names its evidence, or a later one does.

    Of several units that meet it together, any row of theirs may.

    Passes: done, with a link. Warns: done, and the evidence is empty.
    """
    hint = _("name a link or a file as its evidence, in a new row of the same date")
    found = []
    for pairs in _by_item(facts):
        item = pairs[0][0].item
        required = facts.required(item)
        if not required or not satisfies(required[0], _together(pairs), required[1]):
            continue
        if item.target.kind == "level" and facts.judged(item).undivided:
            continue  # no figure of it is judged
        tails = [tail(series, facts) for series, _file in pairs]
        if any(end.proven for end in tails if end):
            continue
        at = max(range(len(pairs)), key=lambda at: (tails[at] is not None, pairs[at][0].days[-1]))
        end, (series, file) = tails[at], pairs[at]
        if end:
            message = _("{item} is met by this row, which names no evidence").format(
                item=series.item.id
            )
            line = end.met if len(pairs) == 1 else end.last
            found.append(_Found(series.item.id, file, line, "HP357", message, hint))
    yield from _placed(found)


def _together(pairs: list[tuple[Series, ProgressFile]]) -> Number:
    """What the units have reached together by their last rows."""
    kind = pairs[0][0].item.target.kind
    if kind == "level":
        return max(pairs, key=lambda pair: pair[0].days[-1])[0].values[-1] or 0
    values = [series.values[-1] or 0 for series, _file in pairs]
    return min(values) if kind == "milestone" else sum(values)
