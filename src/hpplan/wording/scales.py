"""The words that multiply a figure: 万, 亿 and their like, before a unit of measure."""

from __future__ import annotations

import re

from hpplan.wording.folding import fold

SCALES = {
    "": 1,
    "十": 10,
    "百": 100,
    "千": 1000,
    "万": 10**4,
    "十万": 10**5,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
    "万亿": 10**12,
}
"""What each of them stands for."""

SCALE_WORD = "万亿|百万(?!分)|千万|十万|[万亿]|千(?![瓦米克卡伏帕兆字])|百(?![分年])"
"""A pattern of them: 千瓦, 千米 and 百分 hold none."""

_SCALE_OF_UNIT = re.compile(SCALE_WORD)


def scale_of(uom: str) -> int:
    """What the scale word that a unit of measure begins with stands for.

    >>> scale_of("万平方米"), scale_of("亿元"), scale_of("千米"), scale_of("个")
    (10000, 100000000, 1, 1)
    """
    found = _SCALE_OF_UNIT.match(fold(uom))
    return SCALES[found[0]] if found else 1
