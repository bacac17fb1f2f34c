"""Read a clause's text once: its half-sentences, dates, and the figures that must be reached."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from hpplan.drafting.requirements import DraftRequirement, is_reached, requirement, setting, why_not
from hpplan.drafting.sentences import Piece, pieces
from hpplan.wording.dates import date_spans
from hpplan.wording.figures import quantities
from hpplan.wording.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from hpplan.wording.dates import DateSpan
    from hpplan.wording.figures import Quantity

_QUOTED = re.compile(r"“[^”]*”|《[^》]*》|‘[^’]*’")
_BRACKETED = re.compile(r"（[^（）]*）")
_LONGEST_NAME = 20
_RATES = {"%", "‰"}
_PER_SO_MANY = re.compile(r"/\s?(?:10|十|百)?万|‱")
_RANGE = re.compile(r"\s?(?:[-—~]+|至|到)\s?")
_YEARS = re.compile(r"(?:19|20)\d\d\s?[-—/]\s?(?:19|20)?\d\d|(?:19|20)\d\d\s?年")
_ALONE = re.compile("[≥≤><=约达到不少于低高超过]*")
_NAMED_SHARE = re.compile(
    "[\u4e00-\u9fff]{1,8}(?:率|占比|比例)(?:＿以上|(?:达到|达|不低于|不少于|超过)＿(?:以上)?)"
)
_AND_MORE = re.compile(r"(?:及?以上|以下|以内|左右)?\s?[、和及与]\s?")


@dataclass(frozen=True)
class Calendar:
    """The days that dates without a year are read by.

    Attributes:
        year: the plan's year, where it has one.
        issued: the day of issue, from which 5年内 counts.
        start: the plan's first day.
        end: its last day.
    """

    year: int
    issued: date | None
    start: date
    end: date

    def spans(self, text: str) -> list[DateSpan]:
        """The dates of a text."""
        return date_spans(text, self.year, self.issued or self.start)


@dataclass
class Reading:
    """A clause's text with what is read of it.

    Attributes:
        text: the text.
        plain: the same, folded.
        figures: its figures.
        spans: its dates.
        pieces: its half-sentences.
        why: why a figure is none to be reached, by its number.
        reached: the figures that must be reached, by number, each with the code of its doubt.
    """

    text: str
    plain: str
    figures: list[Quantity]
    spans: list[DateSpan]
    pieces: list[Piece]
    why: dict[int, str] = field(default_factory=dict)
    reached: dict[int, str] = field(default_factory=dict)

    def held(self, start: int, end: int) -> list[int]:
        """The numbers of the figures between two places that must be reached."""
        return [n for n in self.reached if start <= self.figures[n].start < end]

    def piece_at(self, at: int) -> Piece | None:
        """The half-sentence that a place lies in."""
        return next((each for each in self.pieces if each.start <= at < each.end), None)

    def piece_of(self, n: int) -> Piece:
        """The half-sentence of a figure that must be reached."""
        return next(each for each in self.pieces if each.start <= self.figures[n].start < each.end)

    def sentence_start(self, sentence: int) -> int:
        """Where a sentence begins."""
        return min((each.start for each in self.pieces if each.sentence == sentence), default=0)

    def item(self, n: int, among: Sequence[int] | None = None) -> tuple[int, int]:
        """The stretch of a half-sentence that belongs to one of its figures: its item of a list.

        Args:
            n: the figure's number.
            among: the figures that have items; all that have a measure word unless given.
        """
        piece, figure = self.piece_of(n), self.figures[n]
        start, end = piece.start, piece.end
        for k, each in enumerate(self.figures):
            listed = k in among if among is not None else bool(each.uom)
            if not listed or not piece.start <= each.start < piece.end:
                continue
            if each.start < figure.start and (
                cut := _list_marks(self.plain, each.uom_end, figure.start)
            ):
                start = max(start, cut[-1])
            elif each.start > figure.start and (
                cut := _list_marks(self.plain, figure.uom_end, each.start)
            ):
                end = min(end, cut[-1] - 1)
        return start, end

    def need(self, n: int) -> DraftRequirement:
        """What reaching a figure means; words that it shares with the one before count for both."""
        earlier = self.shared_with(n)
        own = requirement(setting(self.figures[n], self.plain, *self.item(n)))
        if earlier is None:
            return own
        before = self.need(earlier)
        return DraftRequirement(before.op, before.kind, own.approximate or before.approximate)

    def shared_with(self, n: int) -> int | None:
        """The figure before, where this one has no words of its own (不低于22%和30%)."""
        earlier = [m for m in self.held(self.piece_of(n).start, self.figures[n].start) if m < n]
        if not earlier or not _alike(self.figures[earlier[-1]].uom, self.figures[n].uom):
            return None
        between = self.plain[self.figures[earlier[-1]].uom_end : self.figures[n].start]
        return earlier[-1] if _AND_MORE.fullmatch(between) else None


def _alike(uom: str, other: str) -> bool:
    """Whether two figures may be measured by the same words: of one measure word, or both rates."""
    return uom == other or all(
        each in _RATES or _PER_SO_MANY.fullmatch(each) for each in (uom, other)
    )


def read(
    text: str, skipped: Sequence[tuple[int, int]], calendar: Calendar, measure: str = ""
) -> Reading:
    """Read a clause's text.

    Args:
        text: the text.
        skipped: places that are no part of any sentence, as brackets that name units.
        calendar: the days that dates without a year are read by.
        measure: the measure word of figures that stand alone in a cell.
    """
    plain = fold(text)
    figures, upper = _ranged(_completed(quantities(text), plain), plain)
    if measure:
        figures = [_measured(each, plain, measure) for each in figures]
    reading = Reading(text, plain, figures, calendar.spans(text), pieces(text, skipped))
    judge = _Judge(reading)
    for n in range(len(figures)):
        reading.why[n], doubt = ("range", "") if n in upper else judge.judged(n)
        if reading.why[n] == "scope" and reading.shared_with(n) is not None:
            reading.why[n] = doubt = ""  # 不超过2天和3天
        if not reading.why[n]:
            reading.reached[n] = "several-figures" if n + 1 in upper else doubt
    for n in list(_populations(reading)):
        del reading.reached[n]
        reading.why[n] = "population"
    return reading


def _measured(figure: Quantity, plain: str, measure: str) -> Quantity:
    """A figure with the measure word of its row, where it stands alone in its cell."""
    begin, end = plain.rfind("\t", 0, figure.start) + 1, (plain + "\t").find("\t", figure.end)
    if figure.uom or not begin or not _ALONE.fullmatch(plain[begin : figure.start]):
        return figure
    if plain[figure.end : end].strip(" 以上左右"):
        return figure
    scale, uom = (measure[0], measure[1:]) if measure[0] in "万亿" else ("", measure)
    return figure._replace(scale=figure.scale or scale, uom=uom, glued=False)


def _completed(figures: list[Quantity], plain: str) -> list[Quantity]:
    """Figures in which 2个和3个工作日 has the whole measure word twice."""
    for n, (one, other) in enumerate(pairwise(figures)):
        between = plain[one.uom_end : other.start].strip()
        longer = other.uom != one.uom and other.uom.startswith(one.uom)
        if one.uom == "个" and longer and between in {"、", "和", "及", "与"}:
            figures[n] = one._replace(uom=other.uom)
    return figures


def _ranged(figures: list[Quantity], plain: str) -> tuple[list[Quantity], set[int]]:
    """Figures in which the lower end of a range (1—2家) has the range's measure word.

    Returns the figures, and which of them are upper ends.
    """
    upper: set[int] = set()
    for n, (low, high) in enumerate(pairwise(figures)):
        between = plain[low.uom_end : high.start]
        if _RANGE.fullmatch(between) and high.uom and low.uom in {"", high.uom}:
            figures[n] = low._replace(
                scale=low.scale or high.scale, uom=high.uom, uom_end=high.uom_end, glued=False
            )
            upper.add(n + 1)
    return figures, upper


class _Judge:
    """Tells of each figure of a text whether it must be reached."""

    def __init__(self, reading: Reading) -> None:
        plain = reading.plain
        self.reading = reading
        self.quoted = [each.span() for each in _QUOTED.finditer(plain) if not _is_speech(each[0])]
        self.bracketed = [each.span() for each in _BRACKETED.finditer(plain)]

    def judged(self, n: int) -> tuple[str, str]:
        """Why a figure need not be reached, else empty; and the doubt with which it must."""
        reading, figure = self.reading, self.reading.figures[n]
        at, plain = figure.start, reading.plain
        if any(each.start <= at < each.end for each in reading.spans) or _in_years(plain, at):
            return "date", ""
        if any(begin <= at < end for begin, end in self.quoted):
            return "name", ""
        piece = reading.piece_at(at)
        if piece is None:
            return "aside", ""
        start, end = reading.item(n)
        aside = ""
        for begin, stop in self.bracketed:
            if begin <= at < stop:
                if not re.search("其中|当中", plain[begin:at]):
                    if not _is_indicator(figure, plain, begin + 1, stop - 1):
                        return "remark", ""
                    aside = "scope-or-target"
                start, end = begin + 1, stop - 1
        place = setting(figure, plain, start, end)
        if why := why_not(place):
            return why, ""
        yes, doubt = is_reached(place)
        if not yes:
            yes, doubt = is_reached(setting(figure, plain, piece.start, end))
        if not yes and start > piece.start:
            return "", aside  # an item of a list shares the verb before the list
        return ("" if yes else "scope"), doubt or aside


def _is_speech(quoted: str) -> bool:
    """Whether what stands in quotation marks is a sentence rather than a name."""
    return "，" in quoted and len(quoted) > _LONGEST_NAME


def _is_indicator(figure: Quantity, plain: str, start: int, end: int) -> bool:
    """Whether what a bracket holds is a share with its name and its floor (快充占比40%以上)."""
    words = f"{plain[start : figure.start]}＿{plain[figure.uom_end : end]}"
    return figure.uom in _RATES and bool(_NAMED_SHARE.fullmatch(words))


def _in_years(plain: str, at: int) -> bool:
    """Whether a figure is part of a year or of a span of years (2023-24)."""
    return any(
        found.start() <= at < found.end()
        for found in _YEARS.finditer(plain, max(0, at - 9), at + 9)
    )


def _populations(reading: Reading) -> Iterator[int]:
    """The counts that stand before a rate, which alone is required (27个断面优良率96.3%)."""
    for piece in reading.pieces:
        held = reading.held(piece.start, piece.end)
        rates = [n for n in held if reading.figures[n].uom in _RATES]
        for n in held:
            later = [rate for rate in rates if rate > n]
            if n in rates or not later:
                continue
            figure = reading.figures[n]
            between = reading.plain[figure.uom_end : reading.figures[later[0]].start]
            before = reading.plain[piece.start : figure.start]
            if "、" in between or re.search("完成|建成|新建|新增|达到|实现|培育|打造", before):
                continue
            yield n


def _list_marks(plain: str, start: int, end: int) -> list[int]:
    """The places behind the marks of a list between two figures, outside brackets and quotes.

    Where a 、 stands, it parts the items; 和 may then belong to a name.
    """
    found: list[int] = []
    depth = 0
    for at in range(start, end):
        if plain[at] in "（“《［〔":
            depth += 1
        elif plain[at] in "）”》］〕":
            depth = max(depth - 1, 0)
        elif not depth and plain[at] in "、和及与":
            found.append(at + 1)
    return [at for at in found if plain[at - 1] == "、"] or found
