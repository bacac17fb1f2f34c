"""Make short Latin ids for units: 区绿化市容局 is lvhuashirong."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hpplan.wording.folding import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_LEVEL = re.compile(
    r"^(?:国务院|国家|全国|[省市区县州旗盟镇乡](?=[\u4e00-\u9fff]{2})|各(?:有关|相关)?|有关|相关)"
)
_ENDING = re.compile(
    r"(?:委员会办公室|领导小组办公室|人民政府办公[厅室]|委员会|管理局|管委会|监督局|人民政府|办事处|有限公司|公司|总局|分局|[局委厅部办署处院科])$"
)
_PLACES = {
    name: tuple(sound.split())
    for name, sound in (
        *(("长宁", "chang ning"), ("长治", "chang zhi"), ("长海", "chang hai")),
        *(("长丰", "chang feng"), ("长岛", "chang dao"), ("长清", "chang qing")),
        *(("长垣", "chang yuan"), ("长葛", "chang ge"), ("长泰", "chang tai")),
        *(("长阳", "chang yang"), ("闵行", "min hang"), ("朝阳", "chao yang")),
        *(("六合", "lu he"), ("浚县", "xun xian"), ("单县", "shan xian")),
        *(("什邡", "shi fang"), ("洪洞", "hong tong"), ("繁峙", "fan shi")),
        *(("都匀", "du yun"), ("会稽", "kuai ji"), ("珲春", "hun chun")),
        *(("郫都", "pi du"), ("栎阳", "yue yang")),
    )
}
"""Places whose names sound otherwise than their characters mostly do."""

_PLACE = re.compile(f"({'|'.join(_PLACES)})")
_LONGEST, _LETTERS = 24, 26
_RESERVED = re.compile(r"con|prn|aux|nul|com\d|lpt\d")


def unit_ids(names: Iterable[str], given: Iterable[str] = ()) -> dict[str, str]:
    """An id for each name: lower-case letters, each id once, none of those given already.

    Read with pypinyin where it is installed; numbered (unit1, unit2) where it is not.
    """
    spell = _speller()
    ids: dict[str, str] = {}
    taken = set(given)
    for name in names:
        if name in ids:
            continue
        base = spell(name) or "unit"
        ident, n = base, 1
        while ident in taken or _RESERVED.fullmatch(ident):
            n += 1
            ident = f"{base}{n}"
        taken.add(ident)
        ids[name] = ident
    return ids


def _speller() -> Callable[[str], str]:
    """What spells a name; nothing where pypinyin is not installed."""
    try:
        from pypinyin import lazy_pinyin
    except ImportError:
        return lambda _name: ""

    def spell(name: str) -> str:
        plain = re.sub(r"（[^（）]*）|[^\u4e00-\u9fffA-Za-z0-9]", "", fold(name))
        whole = _LEVEL.sub("", plain)
        short = _ENDING.sub("", whole)
        short = short if len(short) > 1 else whole or plain  # 区府办, of which 府 would be left
        syllables = [
            syllable
            for part in _PLACE.split(short)
            for syllable in _PLACES.get(part) or lazy_pinyin(part, errors="ignore", v_to_u=False)
        ]
        whole = re.sub(r"[^a-z0-9]", "", "".join(syllables).lower())
        if len(whole) > _LONGEST:
            whole = "".join(each[0] for each in syllables if each)
            whole = re.sub(r"[^a-z0-9]", "", whole.lower())[:_LONGEST]
        return whole if whole[:1].isalpha() else f"u{whole}" if whole else ""

    return spell


def letters(n: int) -> str:
    """The letters of the n-th target of a clause: a to z, then aa to zz.

    >>> letters(0), letters(25), letters(26)
    ('a', 'z', 'aa')
    """
    return (letters(n // _LETTERS - 1) if n >= _LETTERS else "") + chr(ord("a") + n % _LETTERS)
