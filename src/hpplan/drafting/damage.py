"""Find what a text lost on its way: readings in brackets, mixed scripts, characters that are none.

Damage is always found; it is repaired only when somebody asks for it.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hpplan.drafting.sources.lines import Line

_TONED = "āáǎàăēéěèĕīíǐìĭōóǒòŏūúǔùŭǖǘǚǜüńňǹḿɑɡ"
_SYLLABLE = rf"[a-z{_TONED}]{{0,5}}[{_TONED}][a-z{_TONED}]{{0,5}}"
_READING = re.compile(
    rf"(?<=[\u3400-\u9fffA-Za-z])\s?[（(]\s?(?:{_SYLLABLE}|[a-z]{{2,6}})\s?[）)]\s?"
)
_TORN = re.compile(rf"[?？\ufffd](?:{_SYLLABLE})[）)]")
_ODD = re.compile(
    "[\ufffd\ue000-\uf8ff\u0080-\u009f\u200b-\u200f\ufeff]"
    "|(?<=[\u3400-\u9fff，、；])\\?(?=[\u3400-\u9fff\\d□]|$)"
    "|\\?(?=[\\d□])|(?<=\\d)\\?(?=[\u3400-\u9fff])"
    "|(?<=[\u3400-\u9fff])\\?(?=[a-zA-Z])"
    f"|[{_TONED}]"
    "|[\u3400-\u4dbf]|ࡱ|锟斤拷|烫烫烫|â€|Ã."
)


class TextDamage(NamedTuple):
    """What is damaged in a text.

    Attributes:
        readings: how many readings in brackets stand behind characters, as 发(fā).
        odd: the places of characters that cannot be right, none of them in a reading.
    """

    readings: int
    odd: tuple[int, ...]

    def __bool__(self) -> bool:
        return bool(self.readings or self.odd)


def damage(text: str) -> TextDamage:
    """What is damaged in a text.

    >>> damage("企業(yè)為民").readings, damage("按照?執行").odd
    (1, (2,))
    """
    readings = [each.span() for each in _READING.finditer(text)]
    return TextDamage(len(readings) + len(_TORN.findall(text)), odd_places(text))


def odd_places(text: str) -> tuple[int, ...]:
    """The places of characters that cannot be right; those of readings in brackets left out."""
    inside = [each.span() for each in _READING.finditer(text)]
    found: list[int] = []
    for each in _TORN.finditer(text):
        found += range(*each.span())
    for each in _ODD.finditer(text):
        if not any(begin <= each.start() < end for begin, end in inside):
            found += range(*each.span())
    rare = {each for each in set(text) if "\u4e00" <= each <= "\u9fff" and not _in_use(each)}
    found += [at for at, character in enumerate(text) if character in rare]
    return tuple(sorted(set(found)))


def with_boxes(text: str) -> str:
    """The text with a □ for each character beside a digit that cannot be right.

    A figure beside one cannot be trusted: a digit of it may be what was lost.

    >>> with_boxes("燃气管道?5.1公里")
    '燃气管道□5.1公里'
    """
    odd = set(odd_places(text))
    return "".join(
        "□"
        if at in odd and (text[at + 1 : at + 2].isdigit() or text[at - 1 : at].isdigit())
        else each
        for at, each in enumerate(text)
    )


@cache
def _in_use(character: str) -> bool:
    """Whether a character is in everyday use, simplified (GB 2312) or traditional (Big5)."""
    for encoding in ("gb2312", "big5", "shift_jis"):
        try:
            character.encode(encoding)
        except UnicodeEncodeError:
            continue
        return True
    return False


def repaired_lines(lines: Sequence[Line]) -> list[Line]:
    """The lines of a document, repaired where any of them is damaged.

    Raises:
        ImportError: OpenCC, which simplifies, is not installed.
    """
    words = [cell for line in lines for cell in ((line,) if isinstance(line, str) else line)]
    if not any(map(damage, words)):
        return list(lines)
    from opencc import OpenCC

    convert = OpenCC("t2s").convert

    def mended(text: str) -> str:
        return str(convert(_TORN.sub("?", _READING.sub("", text))))

    return [mended(each) if isinstance(each, str) else tuple(map(mended, each)) for each in lines]
