"""What may stand in the source between two pieces of the plan: numbers, headings, and units."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hpplan.wording.brackets import names_persons
from hpplan.wording.dates import date_spans
from hpplan.wording.folding import fold
from hpplan.wording.units import responsible

if TYPE_CHECKING:
    from collections.abc import Iterable

_NUMBER = r"第?(?:\d+|[一二三四五六七八九十百]+)[章节条款部分是]*"
_NUMBERING = re.compile(rf"[\W_]*(?:(?:{_NUMBER}|[①-⑳⑴-⒇ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ])(?:[\W_]+|$)){{0,3}}")
_NUMBER_BEHIND = re.compile(rf"[\s（(]*{_NUMBER}[\s、.．)）]*$")
_WHEN = re.compile(
    r"完成时[限间]|时限|期限|全面|完成|启动|实施|投用|投入使用|建成|动工|开工|竣工|交付|坚持|常年|常态化|每年度?|每季度|每月|年度|以?前|底|之|持续|推进|长期|全年|[至到\d]|[\W_]"
)
_UNIT = "甲局"
"""What stands for a name of the plan while the words around it are read."""

_ANY_YEAR = 2000


def explained(text: str, names: Iterable[str], headings: Iterable[str]) -> bool:
    """Whether a stretch of the source only names units of the plan, headings, dates and numbers.

    Who leads and who helps is said in many ways (（A、B负责）, 牵头单位：A, lines of their own).
    The same reader as a draft's tells what is part of saying so.

    Args:
        text: what stands between two pieces.
        names: the names of the units and groups of the clause before it.
        headings: titles that may stand there by themselves.
    """
    pattern = _pattern(names)
    above = {_bare(each) for heading in headings for each in (heading, *heading.split())}
    for line in re.split(r"[\n\t]", text):
        words = line[_behind_number(line) :]
        if not _bare(words) or _bare(words) in above or _bare(line) in above:
            continue
        if not _names_units(_NUMBER_BEHIND.sub("", pattern.sub(_UNIT, words))):
            return False
    return True


def named_in(text: str, names: Iterable[str]) -> list[str]:
    """Those of some names that a text holds, each once, in the text's order.

    >>> named_in("省广电局、广电局、区人大", ["广电局", "省广电局"])
    ['省广电局', '广电局']
    """
    return list(dict.fromkeys(_pattern(names).findall(text)))


def _pattern(names: Iterable[str]) -> re.Pattern[str]:
    """A pattern of any of some names, of two that begin alike the longer one."""
    by_length = sorted(set(names), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, by_length)) or "(?!)")


def _behind_number(line: str) -> int:
    found = _NUMBERING.match(line)
    return found.end() if found and not line[: found.end()].rstrip().endswith("（") else 0


def _bare(text: str) -> str:
    return re.sub(r"[\W_]", "", text)


def _names_units(line: str) -> bool:
    """Whether a line says who is responsible, or by when, and nothing else."""
    plain = fold(line)
    if _is_date(plain) or plain.strip() == "无" or names_persons(plain):
        return True
    said = responsible(re.sub(r"[（）［］〔〕【】]", "，", plain))
    known = all(each.name == _UNIT for each in said.units)
    return (
        known
        and not said.unread
        and bool(said.units or said.due)
        and all(map(_is_date, said.due and said.due.split("；")))
    )


def _is_date(words: str) -> bool:
    """Whether words give a day, or one of each year, and no more."""
    words = words.removeprefix("每年")
    for span in reversed(date_spans(words, _ANY_YEAR, None)):
        words = words[: span.start] + words[span.end :]
    return not _WHEN.sub("", words)
