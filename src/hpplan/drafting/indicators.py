"""Tell indicators by their words: what should fall, what is measured per head, what counts."""

from __future__ import annotations

import re

_FALLING = re.compile(
    "失业率|死亡率|发病率|漏损率|流失率|空置率|不良率|事故|浓度|涨幅|物价|消费价格|能耗|排放量|排放强度|排放总量"
    "|污染指数|负债率|投诉|案发|发案|增长率控制|自然增长率|逾期率|违法率|辍学率|发生率|降解时间|时延|延时|办理时限"
    "|审批时限|周期|时限|用时|耗时|等候"
)
_SHARES = re.compile(
    "占比|比例|比重|覆盖面|[\u4e00-\u9fff](?<!发生)(?<!上升)(?<!增长)(?<!反弹)(?<!复发)(?<!重复)(?<!超标)(?<!排放)(?<!违规)率"
)
"""Shares that should rise, whatever they are shares of."""

_RATIO = re.compile(
    r"每(?:[百千万]|十万|百万)"
    r"(?:名|个|户|人|辆|平方公里|[\u4e00-\u9fff]{0,4}(?:人口|居民|老人|儿童|职工|学生))"
)


def should_fall(before: str) -> bool:
    """Whether the last indicator that words before a figure name is one that should fall.

    >>> should_fall("城镇调查失业率"), should_fall("事故发生率"), should_fall("投诉结案率")
    (True, True, False)
    """
    found = list(_FALLING.finditer(before))
    if not found:
        return False
    rate = before.startswith("率", found[-1].end())  # 事故率 is a rate of what should fall
    return not _SHARES.search(before, found[-1].end() + rate)


def is_ratio(before: str) -> bool:
    """Whether words before a figure say so many of one thing for so many of another.

    >>> is_ratio("每千名老年人配备社会工作者不少于")
    True
    """
    return bool(_RATIO.search(before))


def counts_things(uom: str, before: str) -> bool:
    """Whether 路 and 期, which name one of several more often, count what stands before them.

    >>> counts_things("期", "组织培训班"), counts_things("路", "优化")
    (True, False)
    """
    counted = {"路": "视频|摄像|探头|监控", "期": "班|培训|讲座|论坛|简报|活动"}.get(uom)
    return bool(counted and re.search(f"(?:{counted})$", before))
