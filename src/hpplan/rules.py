"""What `check` holds a sound plan and its reports to; one rule, one function, one registry.

A rule is a function of the facts that yields problems. Nothing here keeps `status` from judging:
faults that would are found while loading.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from hpplan.cells import shortened
from hpplan.items import terms_of
from hpplan.load import LoadedPlan, each_clause, each_target
from hpplan.model import figure_of, figure_text, lost_figure, satisfies
from hpplan.numbers import decimal_text
from hpplan.problem import Position, Problem, place
from hpplan.words import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hpplan.document import Key
    from hpplan.items import Catalogue
    from hpplan.model import Clause, Operator, Target
    from hpplan.numbers import Number
    from hpplan.progress import ProgressFile, Row, Series

    Where = tuple[Key, ...]

_FIGURE = re.compile(r"□?[0-9]+(?:\.[0-9]+)?")
_DATE = re.compile(r"(?P<year>\d{4})年(?:(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日)?)?", re.ASCII)
_BORDER = re.compile("[。；]")
_MARKS = re.compile(r"[\W_]*")
_NUMBERING = re.compile(r"[\W_]*(?:第?[\d一二三四五六七八九十百]+[章节条款]?[\W_]+){0,3}")
_LABEL = re.compile(r"[（(、，]*(?:(?:牵头|责任|主责|配合|协同)(?:单位|部门)[：:]?)?$")
_NAMED = re.compile(r"(?:(?:牵头|责任|主责|配合|协同)(?:单位|部门)|、)[\W_]*\w")
_LEADING = re.compile(r"[\W_]*(?:(?:牵头|责任|主责|配合|协同)(?:单位|部门)[\W_]*)?")
_THOUSANDS = re.compile(r"\d{3}(\.\d+)?", re.ASCII)
_NUMERALS = {
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
    "十": 10,
}

TOO_LARGE = 10
"""A value this many times the requirement is probably in another unit of measure."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rules look at.

    Attributes:
        loaded: the plan and its document.
        catalogue: the plan's items.
        source: the document's text, where the plan names one that could be read.
        source_path: that file, as a person would name it.
        files: the progress files, with their rows.
        today: the day on which the check is made.
    """

    loaded: LoadedPlan
    catalogue: Catalogue
    source: str | None
    source_path: str
    files: tuple[ProgressFile, ...]
    today: date


def check(facts: Facts) -> list[Problem]:
    """All problems that the rules find."""
    return [problem for rule in RULES for problem in rule(facts)]


# The plan against its source


class _Piece(NamedTuple):
    """A piece of the plan that stands in the source.

    Attributes:
        where: the way to it in the plan.
        text: its words.
        between: what may stand between it and the piece before it.
    """

    where: Where
    text: str
    between: re.Pattern[str]


def source_in_order(facts: Facts) -> Iterator[Problem]:
    """Title, text and lead names of each clause stand in the source, in order, nothing left over.

    Passes: every paragraph of the source is some clause's. Fails: a character of a text differs
    (HP211); a sentence of the source is in no clause (HP212).
    """
    source = facts.source
    if source is None:
        return
    at, aligned = 0, False  # what stands before the first piece is no part of the plan
    skipped: Where | None = None
    for where, text, between in _pieces(facts):
        if skipped == where[:-1]:
            continue  # a lead behind one that was not found
        is_lead = where[-2:-1] == ("leads",)
        end = _end_of_line(source, at) if is_lead else len(source)
        found = source.find(text, at, end)
        other = found >= 0 and is_lead and bool(_NAMED.search(source, at, found))
        if found < 0 or other:
            yield _differs(facts, source, at, where, text)
            if not source[at:].strip():
                return
            aligned, skipped = False, where[:-1] if is_lead else None
            continue
        if aligned and not between.fullmatch(source, at, found):
            yield _left_over(facts, source, at, found)
        at, aligned = found + len(text), True
    if aligned and not _MARKS.fullmatch(source, at):
        yield _left_over(facts, source, at, len(source))


def _end_of_line(source: str, at: int) -> int:
    """The end of the line on which the next word stands."""
    end = source.find("\n", _behind(_MARKS, source, at))
    return end if end >= 0 else len(source)


def _behind(pattern: re.Pattern[str], source: str, at: int) -> int:
    """The place behind what a pattern matches from a place on."""
    found = pattern.match(source, at)
    return found.end() if found else at


def _pieces(facts: Facts) -> Iterator[_Piece]:
    """The plan's pieces of the source, in order."""
    plan = facts.loaded.plan
    if plan.preamble:
        yield _Piece(("preamble",), plan.preamble, _NUMBERING)
    chapter = None
    for where, clause in each_clause(plan):
        if where[:2] != chapter and len(where) > 1:
            chapter = where[:2]
            yield _Piece((*chapter, "title"), plan.chapters[int(where[1])].title, _NUMBERING)
        if clause.title:
            yield _Piece((*where, "title"), clause.title, _NUMBERING)
        yield _Piece((*where, "text"), clause.text, _MARKS if clause.title else _NUMBERING)
        if not clause.title:
            continue
        for n, lead in enumerate(clause.leads):
            between = _MARKS if n else _LEADING
            yield _Piece((*where, "leads", n), facts.catalogue.name(lead), between)


def _differs(facts: Facts, source: str, at: int, where: Where, text: str) -> Problem:
    """A piece that does not stand in the source behind a place."""
    begin = source.find(text[:4], at) if where[-1] == "text" else -1
    if begin < 0:
        begin = _behind(_LEADING, source, at)
    offset = 0
    while offset < len(text) and source[begin + offset : begin + offset + 1] == text[offset]:
        offset += 1
    reads = source[begin + offset : begin + offset + 40].split("\n", maxsplit=1)[0]
    if reads:
        message = _("the source reads “{source}” where the plan reads “{plan}”").format(
            source=shortened(reads, 12), plan=shortened(text[offset:], 12)
        )
    else:
        message = _("the source ends where the plan reads “{plan}”").format(
            plan=shortened(text[offset:], 12)
        )
    return facts.loaded.document.problem("HP211", message, where, offset=offset)


def _left_over(facts: Facts, source: str, at: int, end: int) -> Problem:
    """Words of the source between two places that no clause holds."""
    while at < end and not source[at].isalnum():
        at += 1
    words = _LABEL.sub("", source[at:end].split("\n", maxsplit=1)[0].strip())
    if words.count("）") > words.count("（"):
        words = words.removesuffix("）")
    line, column = place(source[:at])
    excerpt = source[source.rfind("\n", 0, at) + 1 :].split("\n", maxsplit=1)[0]
    message = _("no clause of the plan holds “{text}”").format(text=shortened(words, 24))
    hint = _("take it into the text of its clause, word for word")
    position = Position(facts.source_path, line, column)
    return Problem("HP212", message, position, hint, excerpt, len(words))


# Accounted for, to the character


def quotes(facts: Facts) -> Iterator[Problem]:
    """Quotes are exact substrings of their clause, and do not cross 。 or ；.

    Passes: `quote: 新增绿道2公里`. Fails: `quote: 新增绿道 2公里`, or one that spans two sentences.
    """
    document = facts.loaded.document
    for where, clause in each_clause(facts.loaded.plan):
        for way, quote, _target in _quotes(where, clause):
            places = [text for text in (clause.text, clause.title or "") if quote in text]
            if not places:
                agreed = max(
                    (_agreed(quote, text) for text in (clause.text, clause.title or "")), key=len
                )
                message = _("clause {clause} does not say “{quote}”").format(
                    clause=clause.id, quote=shortened(quote)
                )
                hint = _("it agrees up to “{words}”").format(words=agreed[-16:]) if agreed else ""
                yield document.problem("HP214", message, way, hint=hint, offset=len(agreed))
            elif border := _BORDER.search(quote.rstrip("。；")):
                message = _("the quote goes over a “{border}”").format(border=border[0])
                hint = _("make one target for each sentence, or end the quote before it")
                yield document.problem("HP214", message, way, hint=hint, offset=border.start())


def _quotes(where: Where, clause: Clause) -> Iterator[tuple[Where, str, Target | None]]:
    """Every quote of a clause with the way to it, and the target it belongs to."""
    for n, aside in enumerate(clause.set_aside):
        yield (*where, "set_aside", n, "quote"), aside.quote, None
    for n, target in enumerate(clause.targets):
        yield (*where, "targets", n, "quote"), target.quote, target


def _agreed(quote: str, text: str) -> str:
    """The longest beginning of a quote that stands in a text."""
    length = 0
    while length < len(quote) and quote[: length + 1] in text:
        length += 1
    return quote[:length]


def _spans(text: str, quote: str) -> Iterator[tuple[int, int]]:
    """Every place in a text where a quote stands."""
    begin = text.find(quote)
    while begin >= 0:
        yield begin, begin + len(quote)
        begin = text.find(quote, begin + 1)


def accounted(facts: Facts) -> Iterator[Problem]:
    """Every character of a clause's text but punctuation is quoted, or set aside with a reason.

    Passes: the quotes together hold the whole text. Fails: a half-sentence that none of them holds.
    """
    for where, clause in each_clause(facts.loaded.plan):
        for begin, end in unaccounted(clause):
            message = _("“{text}” is neither quoted by a target nor set aside").format(
                text=shortened(clause.text[begin:end], 30)
            )
            hint = _(
                "quote it in a target of clause {clause}, or set it aside with a reason"
            ).format(clause=clause.id)
            yield facts.loaded.document.problem(
                "HP213", message, (*where, "text"), hint=hint, offset=begin, width=end - begin
            )


def unaccounted(clause: Clause) -> list[tuple[int, int]]:
    """The stretches of a clause's text that no quote holds, from and to, without punctuation."""
    text = clause.text
    open_ = [character.isalnum() for character in text]
    for _way, quote, _target in _quotes((), clause):
        for begin, end in _spans(text, quote):
            open_[begin:end] = [False] * (end - begin)
    stretches: list[tuple[int, int]] = []
    for at, missing in enumerate(open_):
        if not missing:
            continue
        if stretches and not any(character.isalnum() for character in text[stretches[-1][1] : at]):
            stretches[-1] = (stretches[-1][0], at + 1)
        else:
            stretches.append((at, at + 1))
    return stretches


def figures(facts: Facts) -> Iterator[Problem]:
    """Every figure is required, part of a borne date, set aside, or explained in a context.

    Passes: 30 in 完成30个小区 with `at_least: 30`. Fails: 9个景观湖 without `context: {"9": …}`.
    """
    document = facts.loaded.document
    for where, clause in each_clause(facts.loaded.plan):
        for key, text in (("title", clause.title or ""), ("text", clause.text)):
            for found in _FIGURE.finditer(text):
                held = [each for each in _quotes((), clause) if _holds(each[1], text, found)]
                if any(_accounts(target, text, found) for _way, _quote, target in held):
                    continue
                if not held and key == "text":
                    continue  # all words around it are unaccounted for
                message = _("the figure {figure} is nobody's requirement").format(figure=found[0])
                hint = _(
                    "require it, give the date that it belongs to, explain it in the context of the"
                    " target that quotes it, or set it aside"
                )
                yield document.problem(
                    "HP215",
                    message,
                    (*where, key),
                    hint=hint,
                    offset=found.start(),
                    width=len(found[0]),
                )


def _holds(quote: str, text: str, found: re.Match[str]) -> bool:
    """Whether a quote holds this figure of a text."""
    return any(begin <= found.start() and found.end() <= end for begin, end in _spans(text, quote))


def _accounts(target: Target | None, text: str, found: re.Match[str]) -> bool:
    """Whether a target whose quote holds a figure, or None for words set aside, accounts for it."""
    if target is None or found[0] in target.context or _requires(target, found[0]):
        return True
    return any(
        _bears(target, each)
        for each in _DATE.finditer(text)
        if each.start() <= found.start() < each.end()
    )


def _requires(target: Target, figure: str) -> bool:
    """Whether a figure of the document is the one that a target requires."""
    lost = lost_figure(target)
    if lost and lost[1] == figure:
        return True
    required = figure_of(target)
    if required is None or "□" in figure:
        return False
    return Decimal(figure) == Decimal(decimal_text(required[1]))


def _bears(target: Target, found: re.Match[str]) -> bool:
    """Whether a target states the date that the document names."""
    borne = [target.start, target.due, *(point.by for point in target.path)]
    year, month, day = (int(part) if part else None for part in found.group("year", "month", "day"))
    return any(
        each is not None
        and each.year == year
        and month in {None, each.month}
        and day in {None, each.day}
        for each in borne
    )


def own_figure(facts: Facts) -> Iterator[Problem]:
    """A required figure stands in the target's own quote, in digits or as 一.

    Passes: `at_least: 1` with 每年打造一片. Fails: `at_least: 30` with a quote that says 20.
    """
    for where, _clause, target in each_target(facts.loaded.plan):
        required, lost = figure_of(target), lost_figure(target)
        if lost and lost[1] not in target.quote:
            message = _("the quote does not hold the figure {figure}").format(figure=lost[1])
            way = (*where, "illegible", lost[0])
            yield facts.loaded.document.problem("HP216", message, way)
        if not required or lost:
            continue
        said = {Decimal(each) for each in _FIGURE.findall(target.quote) if "□" not in each}
        said |= {Decimal(_NUMERALS[each]) for each in target.quote if each in _NUMERALS}
        if Decimal(decimal_text(required[1])) not in said:
            message = _("the quote does not hold the figure {figure}").format(
                figure=decimal_text(required[1])
            )
            yield facts.loaded.document.problem("HP216", message, (*where, required[0]))


def contexts(facts: Facts) -> Iterator[Problem]:
    """A context explains figures that its own quote holds.

    Passes: `context: {"9": …}` with 9个景观湖 in the quote. Warns: the quote has no such figure.
    """
    for where, _clause, target in each_target(facts.loaded.plan):
        for figure in target.context:
            if figure not in _FIGURE.findall(target.quote):
                message = _("the quote holds no figure {figure} to be explained").format(
                    figure=figure
                )
                way = (*where, "context", figure)
                yield facts.loaded.document.problem("HP251", message, way, key=True)


def governing_dates(facts: Facts) -> Iterator[Problem]:
    """A date governs what follows it, to the next date, ； or 。.

    Passes: `due: 2026-12-31` for what follows 到2026年底. Warns: another due date, or none.
    """
    for where, clause, target in each_target(facts.loaded.plan):
        begin = clause.text.find(target.quote)
        if begin < 0 or target.every:
            continue
        end = begin + len(target.quote)
        sentence = max(
            (found.end() for found in _BORDER.finditer(clause.text, 0, begin)), default=0
        )
        dates = [
            found
            for found in _DATE.finditer(clause.text, sentence, end)
            if clause.text[found.start() - 1 : found.start()] == "到"
        ]
        if dates and (stated := _last_day(dates[-1])) and target.due != stated:
            message = _("the document states {stated} for this, the target {due}").format(
                stated=stated, due=target.due or _("no date")
            )
            key = "due" if target.due else "quote"
            yield facts.loaded.document.problem("HP252", message, (*where, key))


def _last_day(found: re.Match[str]) -> date | None:
    """The last day of the year, month or day that the document names."""
    year = int(found["year"])
    month = int(found["month"] or 12)
    try:
        return date(year, month, int(found["day"] or monthrange(year, month)[1]))
    except ValueError:
        return None


# The rows


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
    """The series of items on which several units report, and their names.

    The first unit's is left out, as the fault lies in what the others add, unless the rows of the
    others are not at hand.
    """
    found: dict[str, list[tuple[Series, ProgressFile]]] = {}
    for file in facts.files:
        for item, series in file.series.items():
            found.setdefault(item, []).append((series, file))
    for pairs in found.values():
        if len(pairs) > 1:
            names = "、".join(facts.catalogue.name(file.unit) for _series, file in pairs)
            later = [pair for pair in pairs[1:] if pair[0].rows]
            for series, file in later or pairs[:1]:
                yield series, file, names


def met_without_evidence(facts: Facts) -> Iterator[Problem]:
    """The row that meets a requirement names its evidence.

    Passes: done, with a link. Warns: done, and the evidence is empty.
    """
    for file in facts.files:
        for series in file.series.values():
            required = _required(facts, series)
            if not required:
                continue
            operator, figure = required
            row = next(
                (
                    each
                    for each in series.rows
                    if each.value is not None and satisfies(operator, each.value, figure)
                ),
                None,
            )
            if row and not any(
                each.evidence.strip() for each in series.rows if each.day >= row.day
            ):
                message = _("{item} is met by this row, which names no evidence").format(
                    item=series.item.id
                )
                hint = _("add a link or a file's name as its evidence")
                yield _at_value(file, "HP357", message, row, hint)


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


Rule = Callable[[Facts], Iterable[Problem]]

PLAN_RULES: tuple[Rule, ...] = (
    source_in_order,
    quotes,
    accounted,
    figures,
    own_figure,
    contexts,
    governing_dates,
)
ROW_RULES: tuple[Rule, ...] = (
    falling_totals,
    too_large,
    small_percentages,
    thousands,
    counted_twice,
    several_on_a_level,
    met_without_evidence,
    days_in_range,
)
RULES: tuple[Rule, ...] = (*PLAN_RULES, *ROW_RULES)
