"""Cut a clause's text into its commitments: half-sentences with their means and purposes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hpplan.drafting.verbs import has_verb, is_lead_in, is_purpose
from hpplan.wording.dates import date_spans
from hpplan.wording.folding import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_OPEN, _CLOSE = "（［〔【“《‘", "）］〕】”》’"
_ENDS = "。；！？\n\t"
_BARE_FIGURE = re.compile(
    r"\t[^\u4e00-\u9fff\t\n，。；]{0,3}(?:不少于|不低于|达到?|约|≥)?\s?\d[^\t\n，。；]{0,8}(?=[\t\n]|$)"
)
"""A cell that holds a figure alone, which belongs to the words of the cell before it."""

_EFFORT = re.compile(
    "(?:持续|不断|进一步|切实|全面|着力|深入|有序)?"
    "(?:加强|强化|完善|提升|提高|规范|健全|深化|加大|优化|落实|做强|做优|拓宽|压实|严厉|补充)"
)
_REACHED = re.compile(r"(?:到20\d\d年(?:底|末)?，?)?(?:基本|全面)?(?:实现|(?<=全面)完成)")
_LINE_MARK = re.compile(r"\s*(?:[-•●▪*·—]+\s*)?")
_ONLY_DATE = re.compile(
    r"(?:力争|争取|确保|预计|计划|其中|到|至|截至|截止|于|在|从|自|用|经过|，|、|和|起|开始|前|之前|以前|期间|内|时|左右|的?努力|的?时间|\s|每年|每年度|每季度|每月|同时|此外|全[省市区县]|今后|未来)*"
)


@dataclass(frozen=True)
class Piece:
    """A stretch of text between two commas.

    Attributes:
        start: where it begins in the text.
        end: the place behind it.
        sentence: the number of its sentence: what stands between 。 ； or line ends.
    """

    start: int
    end: int
    sentence: int


@dataclass(frozen=True)
class Commitment:
    """Several pieces of one sentence that commit to one thing.

    Attributes:
        start: where the first begins.
        end: the place behind the last.
        core: the piece with the verb.
        sentence: the number of the sentence.
    """

    start: int
    end: int
    core: Piece
    sentence: int


def pieces(text: str, skipped: Sequence[tuple[int, int]] = ()) -> list[Piece]:
    """The pieces of a text between commas, marks in quotation marks and brackets left alone.

    Args:
        text: the text.
        skipped: places that are no part of any sentence, as brackets that name units.
    """
    plain = fold(text)
    found: list[Piece] = []
    sentence, begin, depth = 0, 0, 0
    at = 0
    while at <= len(plain):
        skip = next((end for start, end in skipped if start == at), None)
        if skip is not None or at == len(plain):
            found += _piece(plain, begin, at, sentence)
            sentence += 1
            at = begin = skip if skip is not None else at + 1
            continue
        each = plain[at]
        if each in _OPEN:
            depth += 1
        elif each in _CLOSE:
            depth = max(depth - 1, 0)
        elif each in _ENDS and (not depth or each in "\n\t"):
            if _BARE_FIGURE.match(plain, at):
                at += 1
                continue
            found += _piece(plain, begin, at, sentence)
            sentence, begin, depth = sentence + 1, at + 1, 0
        elif each == "，" and not depth:
            found += _piece(plain, begin, at, sentence)
            begin = at + 1
        at += 1
    return found


def is_bare_figure(cell: str) -> bool:
    """Whether a cell holds a figure alone, with words that make it a floor at most."""
    return bool(_BARE_FIGURE.fullmatch("\t" + fold(cell).strip()))


def _piece(plain: str, start: int, end: int, sentence: int) -> Iterator[Piece]:
    mark = _LINE_MARK.match(plain, start, end)
    if mark:
        start = mark.end()
    while end > start and plain[end - 1] in " ，、。；":
        end -= 1
    if any(each.isalnum() for each in plain[start:end]):
        yield Piece(start, end, sentence)


def commitments(
    text: str, found: Sequence[Piece], has_figure: Callable[[Piece], bool]
) -> list[Commitment]:
    """The commitments that the pieces of a text make, in order; together they hold every piece.

    Args:
        text: the text.
        found: its pieces.
        has_figure: whether a piece holds a figure that must be reached.
    """
    plain = fold(text)
    made: list[Commitment] = []
    for _sentence, group in _by_sentence(found):
        made += _of_sentence(plain, group, has_figure)
    return made


def _by_sentence(found: Sequence[Piece]) -> Iterator[tuple[int, list[Piece]]]:
    group: list[Piece] = []
    for each in found:
        if group and each.sentence != group[-1].sentence:
            yield group[-1].sentence, group
            group = []
        group.append(each)
    if group:
        yield group[-1].sentence, group


def _of_sentence(
    plain: str, group: list[Piece], has_figure: Callable[[Piece], bool]
) -> list[Commitment]:
    made: list[Commitment] = []
    without_figure: set[Piece] = set()
    pending: Piece | None = None
    for n, piece in enumerate(group):
        words = plain[piece.start : piece.end]
        figure = has_figure(piece)
        last = n + 1 == len(group)
        if not last and not figure and (is_only_date(words) or is_lead_in(words)):
            pending = pending or piece
            continue
        dated = bool(
            re.match(
                r"(?:到|至|于|在|力争|确保)*\s?(?:20\d\d\s?年|\d{1,2}\s?月|年底|年内|[一二三四上下]半?[季年])",
                words,
            )
        ) and bool(date_spans(words, 2000))
        if (
            not figure
            and not dated
            and made
            and pending is None
            and (is_purpose(words) or not has_verb(words))
        ):
            made[-1] = Commitment(made[-1].start, piece.end, made[-1].core, piece.sentence)
            continue
        if not last and not figure and not has_verb(words):
            pending = pending or piece
            continue
        start = pending.start if pending else piece.start
        is_plain = not figure and not dated
        if made and pending is None and made[-1].core in without_figure:
            before = plain[made[-1].core.start : made[-1].core.end]
            if _goes_on(before, words, is_plain=is_plain):
                start = made.pop().start
        if is_plain:
            without_figure.add(piece)
        made.append(Commitment(start, piece.end, piece, piece.sentence))
        pending = None
    if pending:
        made.append(Commitment(pending.start, group[-1].end, pending, pending.sentence))
    return made


def _goes_on(before: str, words: str, *, is_plain: bool) -> bool:
    """Whether a piece belongs to the one before it, which has neither a figure nor a date.

    What is reached by it (持续推进提标，到2025年底基本实现全覆盖), or more of the same kind of
    effort (加强监测预警，健全响应机制).
    """
    if before.startswith("每"):
        return False
    if is_plain and _EFFORT.match(words):
        return bool(_EFFORT.match(before))
    return bool(_REACHED.match(words))


def is_only_date(words: str) -> bool:
    """Whether words are a date and nothing else."""
    found = date_spans(words, 2000, None)
    rest = words
    for each in reversed(found):
        rest = rest[: each.start] + rest[each.end :]
    if not found and not re.search(r"\d+年内|[一二三四五六七八九十]年内|每年", words):
        return bool(re.fullmatch("同时|此外|其中|另外|今后|未来", words))
    rest = re.sub(r"\d+年(?:之|以)?内|[一二三四五六七八九十]年(?:之|以)?内|[“”]", "", rest)
    return bool(_ONLY_DATE.fullmatch(rest))
