"""Find the brackets, lines and sentences of a text that name who is responsible."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from hpplan.wording.dates import date_spans
from hpplan.wording.folding import fold
from hpplan.wording.labels import LABEL, PERSONS, TIMES
from hpplan.wording.units import CLOSE, OPEN, is_unit, responsible

if TYPE_CHECKING:
    from collections.abc import Iterator


class UnitBracket(NamedTuple):
    """A bracket, a line or a sentence within a text that names who is responsible.

    Attributes:
        start: where it begins, its opening bracket included.
        end: the place behind it.
        inner: the place of what it says: start and end.
    """

    start: int
    end: int
    inner: tuple[int, int]


_SHORTEST, _LONGEST = 2, 1500
_SOME_YEAR = 2000
_SAYS = re.compile(
    "牵头|配合|负责|主责|责任(?:单位|部门|主体|科室)|落实|按职责|依责|参与单位|协办|主办|承办|实施单位|推进单位"
    "|参加单位|支持单位|推进|协助|完成时限|完成时间"
)
_SENTENCE = re.compile(
    r"(?:^|(?<=[。；\n）］〕】 ]))由"
    r"(?P<inner>[^。；\n]{2,200}?(?:负责|牵头|配合|落实|实施)(?:落实|实施|办理)?)(?=[。；\n]|$)"
)
_LABELLED = re.compile(
    r"(?:^|(?<=[。；\n）］〕】 ]))(?P<inner>(?:[（(][^）)]{1,6}[）)])?"
    r"(?:牵头|责任|主责|主办|承办|配合|协办|协同|参与|参加|实施|落实|推进|协助|支持)"
    r"(?:及配合|和配合|、配合|和责任|及责任)?(?:单位|部门|主体|科室|处室)\s?：[^\n]*)"
)
_OWN_LINE = re.compile(rf"^\s*(?P<inner>{LABEL.pattern}(?P<said>[^\n]+))$", re.MULTILINE)
"""A line of its own under a label of any name: 落实单位：…, 完成时限：…, 分管领导：…."""

_LASTING = re.compile("长期|持续|常态|全年|常年|年内")
_PERSON = re.compile(
    r"[\u4e00-\u9fff·]{2,4}(?:（[^）]*）)?(?:[、，；\s]+[\u4e00-\u9fff·]{2,4}(?:（[^）]*）)?)*"
)


def unit_brackets(text: str) -> list[UnitBracket]:
    """Every place of a text that names who is responsible, in order.

    >>> unit_brackets("开展检测。（商务部负责）")[0].inner
    (6, 11)
    """
    plain = fold(text)
    outer = list(_brackets(plain))
    found: list[UnitBracket] = []
    for pattern in (_SENTENCE, _LABELLED, _OWN_LINE):
        for each in pattern.finditer(plain):
            at = each.start("inner")
            if any(begin < at < end for begin, end, _inner in outer) or any(
                begin <= at < end for begin, end, _inner in found
            ):
                continue
            if pattern is _OWN_LINE:
                names_them = _is_label_line(each["what"], each["said"])
            else:
                said = responsible(each["inner"])
                names_them = bool((said.units and not said.unread) or said.due)
            if names_them:
                stop = each.end() + (plain[each.end() : each.end() + 1] == "。")
                found.append(UnitBracket(each.start(), stop, each.span("inner")))
    lines = [(each.start, each.end) for each in found]
    found += [
        each
        for each in outer
        if not any(begin <= each.start < end for begin, end in lines)
        and _is_responsible(plain, each)
    ]
    return sorted(found)


def names_persons(line: str) -> bool:
    """Whether a line only says which person answers for something (分管领导：王芳)."""
    found = LABEL.match(fold(line).strip())
    return bool(
        found
        and found["what"] in PERSONS
        and _is_label_line(found["what"], fold(line).strip()[found.end() :])
    )


def _is_label_line(what: str, said: str) -> bool:
    """Whether what stands behind a label is what the label promises: names, a date, persons."""
    if what in TIMES:
        return bool(date_spans(said, _SOME_YEAR) or _LASTING.search(said))
    if what in PERSONS:
        return bool(_PERSON.fullmatch(said.strip()))
    named = responsible(said)
    return bool(named.units) and all(is_unit(each.name) for each in named.units)


def _brackets(plain: str) -> Iterator[UnitBracket]:
    """The outermost brackets of a text."""
    at = 0
    while at < len(plain):
        if plain[at] not in OPEN:
            at += 1
            continue
        close = _closing(plain, at)
        if close < 0:
            at += 1
            continue
        yield UnitBracket(at, close + 1, (at + 1, close))
        at = close + 1


def _closing(plain: str, at: int) -> int:
    """The place of the bracket that closes the one at a place; below 0 where none does."""
    depth = 0
    for n in range(at, min(len(plain), at + _LONGEST)):
        if plain[n] in OPEN:
            depth += 1
        elif plain[n] in CLOSE:
            depth -= 1
            if not depth:
                return n
    return -1


def _is_responsible(plain: str, bracket: UnitBracket) -> bool:
    inner = plain[slice(*bracket.inner)]
    before = plain[: bracket.start].rstrip()
    behind = plain[bracket.end :].lstrip(" ")
    at_end = not behind or behind[0] in "\n。；（［〔【"
    closed = not before or before[-1] in "。；！）］〕】”" or at_end
    if not closed or len(inner) < _SHORTEST:
        return False
    said = responsible(inner)
    if any(LABEL.finditer(inner)) and (said.units or said.due):
        return True
    if not said.units:
        return False
    if said.unread or not all(is_unit(each.name) for each in said.units):
        return bool(_SAYS.search(inner)) and before[-1:] in "。；）" and len(said.unread) == 0
    if _SAYS.search(inner):
        return True
    return before[-1:] in "。；！" and at_end
