"""Read the tree of a text's numbered headings: 一、 above （一） above 1., and so on.

The styles of numbering nest in the order in which they first appear; continuity decides whether a
line that begins with a number is a heading (11.121人才梯队项目 behind item 10) or a figure (1.5米).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from hpplan.wording.figures import spelled_number
from hpplan.wording.folding import fold
from hpplan.wording.labels import LABEL

if TYPE_CHECKING:
    from collections.abc import Sequence

_CN = "[一二三四五六七八九十百零〇]{1,5}"
_STYLES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("part", re.compile(rf"第(?P<n>{_CN}|\d{{1,2}})(?:篇|部分|编)[\s、：]*")),
    ("chapter", re.compile(rf"第(?P<n>{_CN}|\d{{1,2}})章[\s、：]*")),
    ("section", re.compile(rf"第(?P<n>{_CN}|\d{{1,2}})节[\s、：]*")),
    ("article", re.compile(rf"第(?P<n>{_CN}|\d{{1,3}})条[\s、：]*")),
    ("hanzi", re.compile(rf"(?P<n>{_CN})\s?(?:、|\.|．|，(?=\D))\s*")),
    ("bracket", re.compile(rf"（\s?(?P<n>{_CN})\s?）\s?[、.．]?\s*")),
    ("digit-bracket", re.compile(r"（\s?(?P<n>\d{1,3})\s?）\s?[、.．]?\s*")),
    ("digit-half", re.compile(r"(?P<n>\d{1,3})\s?）\s*")),
    ("decimal", re.compile(r"\d{1,2}[.．](?P<n>\d{1,2})[\s、.．]*(?=[\u4e00-\u9fff“《])")),
    (
        "decimals",
        re.compile(r"\d{1,2}[.．]\d{1,2}[.．](?P<n>\d{1,2})[\s、.．]*(?=[\u4e00-\u9fff“《])"),
    ),
    ("digit", re.compile(r"(?P<n>\d{1,3})\s?(?:[.．、]|\s(?=[\u4e00-\u9fff“]))\s*")),
    ("circled", re.compile(r"(?P<n>[①-⑳])\s?")),
    ("ordinal", re.compile(rf"(?P<n>{_CN})是\s?(?=[\u4e00-\u9fff“])")),
)
_DECIMALS = {"decimal", "decimals"}
"""The styles of numbers that name the chapter they belong to: 2.1, 2.1.3."""

_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_QUANTITY = re.compile(
    r"\d*(?:\.\d+)?\s?(?:[万亿]|%|米|公里|公顷|亩|吨|元|个|倍|度|平方|立方|小时|年(?!\d))"
)
_NEXT_ORDINAL = re.compile(r"[。；，]\s?[二三四]是\s?(?=[\u4e00-\u9fff“])")
"""What makes a line that begins with 一是 a paragraph of several steps rather than a step."""

_WIDEST_GAP = 40


class Numbered(NamedTuple):
    """A line that may be a heading.

    Attributes:
        style: the style of its number.
        number: the number.
        label: the characters of the number, with what stands around it.
    """

    style: str
    number: int
    label: str


@dataclass
class Node:
    """A numbered heading with what stands below it.

    Attributes:
        style: the style of its number; empty for the root.
        number: its number.
        label: the number as it is written.
        line: what stands behind the number on the same line.
        paragraphs: the lines below it that are no headings.
        children: the headings below it.
    """

    style: str = ""
    number: int = 0
    label: str = ""
    line: str = ""
    paragraphs: list[str] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)


def numbered(line: str) -> list[Numbered]:
    """How a line may be read as a numbered heading."""
    plain = fold(line)
    found = []
    for style, pattern in _STYLES:
        match = pattern.match(plain)
        if match is None or (style == "ordinal" and _NEXT_ORDINAL.search(plain, match.end())):
            continue
        given = match["n"]
        if given in _CIRCLED:
            number = _CIRCLED.index(given) + 1
        elif given.isdigit():
            number = int(given)
        else:
            number = int(spelled_number(given) or 0)
        if number:
            found.append(Numbered(style, number, line[: match.end()]))
    return found


def outline(lines: Sequence[str]) -> Node:
    """The tree of a text's headings; what stands before the first is the root's paragraphs."""
    candidates = [numbered(line) for line in lines]
    root = Node()
    stack = [root]
    last: dict[str, int] = {}
    for at, line in enumerate(lines):
        chosen = next(
            (
                each
                for each in candidates[at]
                if _continues(each, line, stack, last, candidates[at + 1 :])
            ),
            None,
        )
        if chosen is None:
            if at + 1 < len(lines) and _is_bare_heading(line, candidates[at + 1]):
                _push_bare(stack, line, candidates[at + 1][0].style)
            else:
                stack[-1].paragraphs.append(line)
            continue
        depth = next(
            (n for n, node in enumerate(stack) if n and node.style == chosen.style), len(stack)
        )
        del stack[depth:]
        node = Node(chosen.style, chosen.number, chosen.label, line[len(chosen.label) :].strip())
        stack[-1].children.append(node)
        stack.append(node)
        last[_series(chosen)] = chosen.number
        rank = [style for style, _pattern in _STYLES]
        for style in rank[rank.index(chosen.style) + 1 :]:
            if style != "digit":  # 1 to 45 may run on through the chapters
                last.pop(style, None)
    return root


_BARE = "bare"
"""The style of a heading without a number."""

_LONGEST_BARE = 30


def _is_bare_heading(line: str, following: list[Numbered]) -> bool:
    """Whether a short line without a mark stands above an item: a heading without a number."""
    plain = fold(line)
    return (
        bool(following)
        and following[0].style in {"digit", "hanzi", "bracket"}
        and len(line) <= _LONGEST_BARE
        and not LABEL.match(plain)
        and not re.search(r"[。；：，、！？）”|.．]$|[。；]|\d{4}年\d|^[-•●*]", plain)
        and not re.match(r"(?:牵头|责任|配合|序号|附件|说明|注)", plain)
    )


def _push_bare(stack: list[Node], line: str, below: str) -> None:
    """Put a heading without a number above the style of the line that follows it."""
    style = f"{_BARE} {below}"
    depth = next(
        (n for n, node in enumerate(stack) if n and node.style in {style, below}), len(stack)
    )
    del stack[depth:]
    node = Node(style, len(stack[-1].children) + 1, "", line)
    stack[-1].children.append(node)
    stack.append(node)


def _continues(
    found: Numbered,
    line: str,
    stack: list[Node],
    last: dict[str, int],
    ahead: list[list[Numbered]],
) -> bool:
    """Whether a number continues what came before it, or begins something new."""
    if found.style in _DECIMALS:
        return _continues_decimal(found, line, last, ahead)
    before = last.get(found.style, 0)
    rest = fold(line)[len(found.label) :]
    tight = found.style == "digit" and rest[:1].isdigit() and found.label[-1:] in {".", "．"}
    figure = found.style in {"digit", "digit-half"} and bool(_QUANTITY.match(rest))
    if found.style == "digit" and found.label.strip()[-1:] not in {".", "．", "、"}:
        # A number and a blank: a row of a table, or a heading where the others look like it.
        alike = before > 1 and any(
            node.style == "digit" and node.label == node.label.rstrip("、.．") for node in stack
        )
        return found.number == before + 1 and (alike or _followed(found, ahead))
    if found.number == before + 1 and found.number > 1:
        return True
    if found.number == 1:
        open_now = any(node.style == found.style for node in stack[1:])
        if tight and not _followed(found, ahead):
            return False
        if found.style in {"hanzi", "part", "chapter"} and open_now and before > 1:
            return False
        if figure and open_now and before == 1:
            return False
        return not figure or _followed(found, ahead)
    if tight:
        return False
    return 0 < found.number - before <= _WIDEST_GAP and not figure


def _continues_decimal(
    found: Numbered, line: str, last: dict[str, int], ahead: list[list[Numbered]]
) -> bool:
    """Whether a number as 2.1 is the next within its chapter, and no figure (2.1万户)."""
    if _QUANTITY.match(fold(line)[len(found.label) :]):
        return False
    if found.number != 1:
        return found.number == last.get(_series(found), 0) + 1
    begun = any(each.startswith(f"{found.style} ") for each in last)
    return begun or _followed(found, ahead)


def _series(found: Numbered) -> str:
    """What a number goes on from: the numbers of its style, of 2.3 those that begin with 2."""
    if found.style not in _DECIMALS:
        return found.style
    return " ".join([found.style, *re.findall(r"\d+", fold(found.label))[:-1]])


def _followed(found: Numbered, ahead: list[list[Numbered]]) -> bool:
    """Whether the next number in the same style is one more."""
    for each in ahead:
        for other in _not_both(each):
            if _series(other) == _series(found):
                if other.number == found.number + 1:
                    return True
                if other.number <= found.number:
                    return False
    return False


def _not_both(found: list[Numbered]) -> list[Numbered]:
    """How a line may be read; 2.1 above all as that, rather than as 2 with a figure behind it."""
    decimal = [each for each in found if each.style in _DECIMALS]
    return decimal or found
