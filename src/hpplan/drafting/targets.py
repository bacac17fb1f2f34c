"""Propose the targets of a clause, with its words all accounted for, and mark every doubt."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hpplan.drafting.deadlines import When, owed_by_each, recurrence, when
from hpplan.drafting.measures import RATES
from hpplan.drafting.naming import by_turns, target_name
from hpplan.drafting.reading import Calendar, Reading, read
from hpplan.drafting.sentences import Commitment, Piece, commitments
from hpplan.drafting.verbs import sense
from hpplan.wording.figures import quantities

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from decimal import Decimal

    from hpplan.drafting.clauses import ClauseText
    from hpplan.wording.dates import DateSpan

_CALL = re.compile(
    r"(?:同时|各部门|各单位|各地|各级|各区|各街道|各有关|各相关|各责任|各牵头|全区|全市|全县)[^，。；]{0,14}(?:要|应|须)"
    r"(?:落实|强化|提高|认真|高度重视|切实)[^，。；]{0,12}(?:责任|认识|重视|领导|站位)"
    r"|抓好(?:贯彻)?(?:执行|落实)|(?:确保|抓好)[^，。；]{0,8}(?:落到实处|落地见效|贯彻落实|组织实施)"
)
_NOUN_BEHIND = re.compile("^(?:以上|左右|以内)?")
_ENDS = re.compile("完成|建成|建立|制定|全覆盖|达标")
_NEARLY = re.compile("基本(?:实现|完成|建成|消除|达到|形成)")
_SUBJECT = re.compile(
    r"(?:各[^，]{1,10}?|[^，]{2,16}?(?:局|委|部门|单位|政府|街道|办))(?:要|应当|应|须|需|分别|负责)"
)
_YEARS_APART = re.compile(r"每(?:隔)?(?:[2-9]|[二两三四五])年")
_SHORTEST_INDICATOR = 4
_NO_MEASURE = "值"
"""What stands for a measure word where the text has none: a plan's figures have one each."""

_ORDINAL = re.compile("[一二三四五六七八九十]是")
_DIGITS = re.compile(r"□*[\d,.０-９]*\d□*|[\u4e00-\u9fff]+")


@dataclass(frozen=True)
class DraftTarget:
    """A proposed target; its attributes are the keys of plan.yaml, empty where it has none.

    Attributes:
        start: where its quote begins in the clause's text.
        op: the key of its requirement, as at_least.
        illegible: the figure with a □ for each lost digit.
        begins: the day from which on, where the document states one.
        each: the name of the group of which every member owes it.
        context: why a figure of the quote is none to be reached, by the figure.
        asked: codes of what a person should confirm.
    """

    name: str
    quote: str
    start: int
    kind: str
    op: str = ""
    figure: str = ""
    uom: str = ""
    illegible: str = ""
    due: date | None = None
    begins: date | None = None
    every: str = ""
    each: str = ""
    approximate: bool = False
    reporters: tuple[str, ...] = ()
    context: dict[str, str] = field(default_factory=dict)
    asked: tuple[str, ...] = ()


@dataclass(frozen=True)
class Aside:
    """Words that commit to nothing.

    Attributes:
        quote: the words.
        why: units, due, call or title; what they are.
        words: the figures that they hold, of a title.
    """

    quote: str
    why: str
    words: str = ""


def propose(
    clause: ClauseText,
    calendar: Calendar,
    heading: DateSpan | None,
    odd: Sequence[int] = (),
    groups: Sequence[str] = (),
) -> tuple[list[DraftTarget], list[Aside]]:
    """The targets of a clause, and the words that are set aside.

    Args:
        clause: the clause.
        calendar: the days that dates without a year are read by.
        heading: the date that a heading above the text states, if any.
        odd: places of the text where a character is damaged.
        groups: the groups that the plan names, as 各街道.
    """
    reading = read(
        clause.text, [(start, end) for start, end, _why in clause.asides], calendar, clause.measure
    )
    proposer = _Proposer(clause, reading, calendar, heading, odd, groups)
    asides = [Aside(clause.text[start:end], why) for start, end, why in clause.asides]
    targets: list[DraftTarget] = []
    found = commitments(
        clause.text, reading.pieces, lambda piece: bool(reading.held(piece.start, piece.end))
    )
    for each in found:
        if _CALL.fullmatch(reading.plain[each.start : each.end]):
            asides.append(Aside(clause.text[each.start : each.end], "call"))
        else:
            targets += proposer.targets(each)
    named = [
        clause.title[each.start : each.end]
        for each in quantities(clause.title)
        if not each.spelled or each.number != 1
    ]
    if named:
        asides.append(Aside(clause.title, "title", "、".join(named)))
    return targets, asides


class _Proposer:
    """Makes targets of a clause's commitments."""

    def __init__(
        self,
        clause: ClauseText,
        reading: Reading,
        calendar: Calendar,
        heading: DateSpan | None,
        odd: Sequence[int],
        groups: Sequence[str],
    ) -> None:
        self.clause = clause
        self.reading = reading
        self.calendar = calendar
        self.heading = heading
        self.odd = odd
        self.groups = groups

    def targets(self, commitment: Commitment) -> list[DraftTarget]:
        """One target for each figure that a commitment must reach, or one for the whole."""
        held = self.reading.held(commitment.start, commitment.end)
        if not held:
            return [self._without_figure(commitment)]
        quotes = _stretches(self.reading, commitment, held)
        together = len(held) > 1 and len({self.reading.piece_of(n).start for n in held}) == 1
        return [
            self._with_figure(commitment, n, start, end, together=together)
            for n, (start, end) in zip(held, quotes, strict=True)
        ]

    def _when(self, commitment: Commitment, at: int) -> When:
        return when(self.clause, self.reading, commitment, at, self.calendar, self.heading)

    def _damaged(self, commitment: Commitment) -> list[str]:
        harmed = any(commitment.start <= place < commitment.end for place in self.odd)
        return ["damaged"] if harmed else []

    def _with_figure(
        self, commitment: Commitment, n: int, start: int, end: int, *, together: bool
    ) -> DraftTarget:
        reading, figure = self.reading, self.reading.figures[n]
        need = reading.need(n)
        due = self._when(commitment, figure.start)
        begin = reading.piece_of(n).start
        years = [
            span.end
            for span in reading.spans
            if begin <= span.start < figure.start and span.use == "due" and not span.yearless
        ]  # 每年提高1个百分点、2025年达到60%
        every, seldom = recurrence(reading.plain, max([begin, *years]), figure.start)
        each, missing = owed_by_each(
            self.clause, reading.plain, commitment.start, commitment.end, self.groups
        )
        doubt = reading.reached[n]
        if doubt == "requirement-without-verb" and reading.shared_with(n) is not None:
            doubt = ""
        in_turn = by_turns(reading, n)
        apart = "several-figures" if together and not in_turn and not self._is_apart(n) else ""
        asked = [*due.asked, *seldom, *missing, doubt, apart]
        quote = reading.text[start:end]
        named = [span for span in reading.spans if start <= span.start < end]
        if every and sum(span.precision == "year" for span in named) > 1:
            asked.append("recurrence")  # 2026年、2027年每年: of these years alone?
        number, uom = figure.number, figure.unit
        if need.kind == "count" and number != int(number):  # a count is whole: 25,000 for 2.5万
            number, uom = figure.value, figure.uom
        if not uom:  # an index, as PUE 1.3
            uom = _NO_MEASURE
            asked.append("scope-or-target")
        return DraftTarget(
            name=in_turn or target_name(quote, reading.plain[start:end]),
            quote=quote,
            start=start,
            kind=need.kind,
            op=need.op,
            figure=_shown(number),
            uom=uom,
            illegible=figure.lost,
            due=None if every else due.due,
            begins=due.begins,
            every=every,
            each=each,
            approximate=need.approximate,
            reporters=_reporters(self.clause, figure.start),
            context=_contexts(reading, start, end, n, due._replace(due=None) if every else due),
            asked=_codes([*asked, *self._damaged(commitment)]),
        )

    def _is_apart(self, n: int) -> bool:
        """Whether a rate has an indicator of its own in a list: 失业率5%以内、涨幅2%左右."""
        reading, figure, piece = self.reading, self.reading.figures[n], self.reading.piece_of(n)
        start, end = reading.item(n)
        is_item = (start, end) != (piece.start, piece.end)
        return is_item and figure.uom in RATES and figure.start - start >= _SHORTEST_INDICATOR

    def _without_figure(self, commitment: Commitment) -> DraftTarget:
        reading = self.reading
        start, end = commitment.start, commitment.end
        words = reading.plain[start:end]
        core = _undated(reading, commitment.core)
        kind, unsure = sense(core)
        due = self._when(commitment, commitment.core.start)
        every, seldom = recurrence(reading.plain, start, end)
        each, missing = owed_by_each(self.clause, reading.plain, start, end, self.groups)
        asked = list(due.asked)
        if kind == "none":
            kind = "duty"
        if due.due and kind == "duty" and not due.begins and "date-from-heading" not in due.asked:
            kind = "milestone"
            unsure = unsure or not (_ENDS.search(words) or self.clause.dated)
        if kind == "milestone":
            asked += [*seldom, *missing]
        elif every or _YEARS_APART.search(words):
            every = ""
            asked.append("recurrence")
        if unsure:
            asked.append("kind-from-verb")
        quote = reading.text[start:end]
        return DraftTarget(
            name=target_name(quote, words),
            quote=quote,
            start=start,
            kind=kind,
            due=None if every else due.due,
            begins=due.begins,
            every=every,
            each=each,
            approximate=kind == "milestone" and bool(_NEARLY.search(core)),
            reporters=_reporters(self.clause, start),
            context=_contexts(reading, start, end, None, due),
            asked=_codes([*asked, *self._damaged(commitment)]),
        )


def _codes(asked: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, asked)))


def _stretches(reading: Reading, commitment: Commitment, held: list[int]) -> list[tuple[int, int]]:
    """The quotes of a commitment's figures: the whole for one, an item each for several.

    The first holds the whole where words behind the list belong to all of its items, or where a
    word between two items would be quoted by none.
    """
    if len(held) == 1:
        return [(commitment.start, commitment.end)]
    plain, figures = reading.plain, reading.figures
    items: list[tuple[int, int]] = []
    for n in held:
        start, end = reading.item(n, held)
        start = max(start, items[-1][1]) if items else commitment.start
        items.append((start, end))
    items[-1] = (items[-1][0], commitment.end)
    for k, (start, end) in enumerate(items[:-1]):
        gap = plain[end : items[k + 1][0]]
        if any(each.isalnum() for each in gap) and gap not in {"和", "及", "与", "以及"}:
            items[k] = (start, items[k + 1][0])
    trimmed = [
        _trim(plain, start, end)
        if start <= figures[n].start < end
        else (commitment.start, commitment.end)
        for n, (start, end) in zip(held, items, strict=True)
    ]
    for k, n in enumerate(held):
        if k and reading.shared_with(n) is not None:
            trimmed[k] = (trimmed[k - 1][0], max(trimmed[k - 1][1], trimmed[k][1]))
    tail = _NOUN_BEHIND.sub("", plain[figures[held[-1]].uom_end : commitment.end])
    one_piece = len({reading.piece_of(n).start for n in held}) == 1
    two_share = len(held) == 2 and len(tail) > 2 and one_piece  # noqa: PLR2004
    if two_share or _is_left_out(plain, commitment, trimmed):
        trimmed[0] = _trim(plain, commitment.start, commitment.end)
    return trimmed


def _is_left_out(plain: str, commitment: Commitment, items: list[tuple[int, int]]) -> bool:
    """Whether a character of a commitment, 和 between two items, lies in none of its items."""
    return any(
        plain[at].isalnum() and not any(start <= at < end for start, end in items)
        for at in range(commitment.start, commitment.end)
    )


def _trim(plain: str, start: int, end: int) -> tuple[int, int]:
    while start < end and plain[start] in "、，和及与。； ":
        start += 1
    while end > start and plain[end - 1] in "、，。； ":
        end -= 1
    if plain[end - 1 : end] in {"和", "及", "与"} and end - start > 1:
        end -= 1
    return start, end


def _shown(number: Decimal) -> str:
    """A figure as plan.yaml writes it: 3.5, 1200."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _undated(reading: Reading, piece: Piece) -> str:
    """The words of a piece without the dates and the subject before its verb."""
    start = piece.start
    for each in reading.spans:
        if piece.start <= each.start < piece.end and each.start - start <= 6:  # noqa: PLR2004
            start = each.end
    words = reading.plain[start : piece.end].lstrip(" ，")
    words = _ORDINAL.sub("", words, count=1) if _ORDINAL.match(words) else words
    words = re.sub("^[到于在前]", "", words) if start > piece.start else words
    subject = _SUBJECT.match(words)
    return words[subject.end() :] if subject else words


def _reporters(clause: ClauseText, at: int) -> tuple[str, ...]:
    """Who reports on words at a place, where parts of a clause have units of their own."""
    scope = next((each for each in clause.scopes if each.start <= at < each.end), None)
    own = scope.said.named("lead") if scope and len(clause.scopes) > 1 else ()
    return own if own != clause.named("lead") else ()


def _contexts(reading: Reading, start: int, end: int, own: int | None, due: When) -> dict[str, str]:
    """Why figures of a quote are neither required nor part of its own date, by the figure.

    The reasons are those of `requirements.why_not`, and: date, range, population, remark, aside,
    other (another target's).
    """
    explained: dict[str, str] = {}
    for n, figure in enumerate(reading.figures):
        if n == own or not start <= figure.start < end:
            continue
        span = next((each for each in reading.spans if each.start <= figure.start < each.end), None)
        if span and due.due and span.due == due.due and span.use == "due":
            continue
        found = _DIGITS.match(reading.text[figure.start : figure.end])
        words = found[0] if found else reading.text[figure.start : figure.end]
        explained.setdefault(words, "date" if span else reading.why.get(n) or "other")
    return explained
