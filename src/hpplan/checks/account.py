"""The document accounted for, to the character: each word quoted by a target or set aside."""

from __future__ import annotations

import re
from bisect import bisect_right
from calendar import monthrange
from datetime import date
from decimal import Decimal
from fractions import Fraction
from operator import itemgetter
from typing import TYPE_CHECKING

from hpplan.i18n import _
from hpplan.numbers import decimal_text
from hpplan.phrases import shortened
from hpplan.plan.model import figure_of, lost_figure
from hpplan.plan.structure import each_clause, each_target

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hpplan.checks.facts import Facts
    from hpplan.plan.document import Key
    from hpplan.plan.model import Clause, Plan, Target
    from hpplan.problem import Problem

    Where = tuple[Key, ...]

_FIGURE = re.compile(r"□?[0-9]+(?:\.[0-9]+)?")
_DATE = re.compile(r"(?P<year>\d{4})年(?:(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日)?)?", re.ASCII)
_BORDER = re.compile("[。；]")
# One numeral before a measure word: 一片, but neither 统一 nor 一批 nor 二十个.
_COUNTED = re.compile(
    "(?<![一二两三四五六七八九十百千统同第])([一二两三四五六七八九十])(?=[片个条处座项户家所次套份栋支台间块幢])"
)
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
    low, high = 0, len(quote)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if quote[:middle] in text else (low, middle - 1)
    return quote[:low]


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
        done = 0
        for begin, end in _spans(text, quote):
            begin = max(begin, done)  # noqa: PLW2901
            open_[begin:end] = [False] * (end - begin)
            done = end
    stretches: list[tuple[int, int]] = []
    for at, missing in enumerate(open_):
        if not missing:
            continue
        if stretches and not any(character.isalnum() for character in text[stretches[-1][1] : at]):
            stretches[-1] = (stretches[-1][0], at + 1)
        else:
            stretches.append((at, at + 1))
    return stretches


def accounted_share(plan: Plan) -> Fraction:
    """Which part of the words of all clauses' texts is quoted or set aside."""
    words = sum(map(str.isalnum, "".join(clause.text for clause in plan.clauses())))
    open_ = sum(
        sum(map(str.isalnum, clause.text[begin:end]))
        for clause in plan.clauses()
        for begin, end in unaccounted(clause)
    )
    return Fraction(words - open_, words) if words else Fraction(1)


def figures(facts: Facts) -> Iterator[Problem]:
    """Every figure is required, part of a borne date, set aside, or explained in a context.

    Passes: 30 in 完成30个小区 with `at_least: 30`. Fails: 9个景观湖 without `context: {"9": …}`.
    """
    document = facts.loaded.document
    for where, clause in each_clause(facts.loaded.plan):
        for key, text in (("title", clause.title or ""), ("text", clause.text)):
            dates = list(_DATE.finditer(text))
            holding = [
                (target, list(_spans(text, quote))) for _way, quote, target in _quotes((), clause)
            ]
            for found in _FIGURE.finditer(text):
                held = [target for target, spans in holding if _within(spans, found)]
                date = next((each for each in dates if _within([each.span()], found)), None)
                if any(_accounts(target, found[0], date) for target in held):
                    continue
                if not held and key == "text":
                    continue  # all words around it are unaccounted for
                message = _("the figure {figure} is nobody's requirement").format(
                    figure=shortened(found[0])
                )
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


def _within(spans: list[tuple[int, int]], found: re.Match[str]) -> bool:
    """Whether a figure of a text stands in one of these places."""
    last = bisect_right(spans, found.start(), key=itemgetter(0))
    return any(found.end() <= end for _begin, end in spans[max(last - 1, 0) : last])


def _accounts(target: Target | None, figure: str, date: re.Match[str] | None) -> bool:
    """Whether a target whose quote holds a figure, or None for words set aside, accounts for it."""
    if target is None or figure in target.context or _requires(target, figure):
        return True
    return date is not None and _bears(target, date)


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
        said |= {Decimal(_NUMERALS[each]) for each in _COUNTED.findall(target.quote)}
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
            message = _("the document states {stated} for this, the target no date")
            if target.due:
                message = _("the document states {stated} for this, the target {due}")
            message = message.format(stated=stated, due=target.due)
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
