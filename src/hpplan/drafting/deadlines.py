"""Find by when something is due, how often it recurs, and whether each member owes it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from hpplan.wording.folding import fold

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from hpplan.drafting.clauses import ClauseText
    from hpplan.drafting.reading import Calendar, Reading
    from hpplan.drafting.sentences import Commitment
    from hpplan.wording.dates import DateSpan

_EVERY = re.compile(r"(?<!每[人户生村校])每(?:一)?(?:年度?|个?(?P<unit>半年|季度?|月))(?!年)")
_UNITS = {"": "year", "半年": "half", "季度": "quarter", "季": "quarter", "月": "month"}
_ODDLY = re.compile(
    r"每(?:\d+|[一二两三四五六七八九十]+)(?:年|个月|月|天|周)|每(?:周|日|天)|逐年|按年|平均每年"
)
_LASTING = re.compile("持续|长期|常态")
_MEMBER = (
    "街道|镇街|街镇|乡镇|镇|区县|县区|区|县|市|社区|村|部门|单位|县（市、区）|县（区）|市（州）"
)
_OWED = (
    r"要|应|须|均|都|原则上|至少|不少于|不低于|打造|建成|建设|完成|创建|培育|新建|选|确定|有|每年|新增|设立|配备"
    r"|[^，。；]{0,4}(?:至少|不少于)"
)
_EACH = re.compile(
    r"各(?P<group>[\u4e00-\u9fff]{1,6}?)(?:要|应|须)?(?:分别|各自|至少|均要|都要|原则上至少)"
    rf"|每(?:个|一个)?(?P<one>{_MEMBER})(?=\s?(?:{_OWED}))"
)
_JOINED = {"和", "、", "及", "与"}
_NEAR = 24
_DAYS_A_YEAR = 365.25


class When(NamedTuple):
    """By when something is due.

    Attributes:
        due: the day that the text states, if any.
        begins: the day from which on, where the text states a span.
        asked: codes of what a person should confirm.
    """

    due: date | None = None
    begins: date | None = None
    asked: tuple[str, ...] = ()


def when(
    clause: ClauseText,
    reading: Reading,
    commitment: Commitment,
    at: int,
    calendar: Calendar,
    heading: DateSpan | None,
) -> When:
    """By when what stands at a place is due.

    A date governs what follows it, to the next date, ； or 。; behind it come the date that the
    clause as a whole bears (a table's column, a bracket) and the one of a heading above.
    """
    start = reading.sentence_start(commitment.sentence)
    span = _by_turns(reading, at, start) or _governing(reading, at, commitment.end, start)
    asked: list[str] = []
    if span is None:
        span = _of_clause(clause, at, calendar)
    if span is None and heading is not None:
        span = heading
        asked.append("date-from-heading")
    if span is None:
        return When()
    if span.vague:
        asked.append("period-words")
    if span.precision == "within":
        if _is_whole_plan(span, calendar):
            return When()
        if span.due > calendar.end:
            return When(asked=tuple(asked))
    begins = span.first if span.precision == "span" and span.use == "due" else None
    if begins and begins <= calendar.start:
        begins = None
    return When(span.due, begins, tuple(asked))


def _governing(reading: Reading, at: int, end: int, sentence_start: int) -> DateSpan | None:
    """The date that governs a place: its half-sentence's own, else the last deadline before it."""
    piece = reading.piece_at(at)
    if piece and at == piece.start:
        own = [
            each
            for each in reading.spans
            if at <= each.start < min(piece.end, at + _NEAR) and each.use == "due"
        ]
        if own:
            return own[0]
    before = [
        each
        for each in reading.spans
        if sentence_start <= each.start < at and each.use in {"due", "from"}
    ]
    if before:
        return before[-1] if before[-1].use == "due" else None
    behind = [each for each in reading.spans if at <= each.start < end and each.use == "due"]
    if behind and "：" not in reading.plain[at : behind[0].start]:
        return behind[0]
    return None


def _by_turns(reading: Reading, at: int, sentence_start: int) -> DateSpan | None:
    """The date of one of several figures that belong to as many dates (到2022年和2030年，2和3%)."""
    before = [
        each for each in reading.spans if sentence_start <= each.start < at and each.use == "due"
    ]
    group = before[-1:]
    while len(group) < len(before):
        earlier = before[-len(group) - 1]
        if reading.plain[earlier.end : group[0].start].strip() not in _JOINED:
            break
        group.insert(0, earlier)
    piece = reading.piece_at(at)
    if piece is None or len(group) == 1:
        return None
    held = [reading.figures[n].start for n in reading.held(piece.start, piece.end)]
    return group[held.index(at)] if at in held and len(held) == len(group) else None


def _of_clause(clause: ClauseText, at: int, calendar: Calendar) -> DateSpan | None:
    """The date that the clause, or a row of the table below it, bears as a whole."""
    words = next((words for start, end, words in clause.parts if start <= at < end), clause.dated)
    if _LASTING.search(words):
        return None
    found = [each for each in calendar.spans(words) if each.use in {"due", "bare", "named"}]
    return found[-1] if found else None


def _is_whole_plan(span: DateSpan, calendar: Calendar) -> bool:
    """Whether a span of N years is the plan's own."""
    own = calendar.end.year - calendar.start.year + 1
    return round((span.due - span.first).days / _DAYS_A_YEAR) == own


def recurrence(plain: str, start: int, at: int) -> tuple[str, tuple[str, ...]]:
    """How often something recurs by the words between two places, and the doubt.

    >>> recurrence("每季度至少召开1次会议", 0, 6)
    ('quarter', ())
    """
    words = plain[start:at]
    doubt = ("recurrence",) if _ODDLY.search(words) else ()
    found = list(_EVERY.finditer(words))
    if not found:
        return "", doubt
    return _UNITS[found[-1]["unit"] or ""], doubt


def owed_by_each(
    clause: ClauseText, plain: str, start: int, end: int, groups: Sequence[str] = ()
) -> tuple[str, tuple[str, ...]]:
    """The group of which every member owes something by itself, and the doubt.

    Args:
        clause: the clause, whose own groups come first.
        plain: its text, folded.
        start: where the words begin that may say so.
        end: the place behind them.
        groups: the groups that the plan names elsewhere.
    """
    found = _EACH.search(plain, start, end)
    if found is None:
        return "", ()
    group = found["group"] or found["one"]
    for name in (*clause.named("lead"), *clause.named("support"), *groups):
        if fold(name).startswith("各") and group in fold(name):
            return name, ()
    return "", ("group-members",)
