"""Tell the kinds of measure words: levels, amounts, spans, and words that name a kind."""

from __future__ import annotations

import re

LEVEL_WORDS = re.compile(
    r"%|‰|‱|/(?:10|十|百)?万|个百分点|个基点|倍|度|分贝|小时|个小时|分钟|秒|毫秒|ms|天|个月|个工作日"
    r"|工作日|个自然日|个日历日|周|个星期|个季度|岁|年|成|[μµum]g/(?:m[3³]|L)|毫克/升|毫克/立方米|微克/立方米|微克|分|dB|摄氏度"
)
"""Measure words of what is measured, and does not add up."""

AMOUNTS = re.compile(
    r"(?:平方公里|平方千米|平方米|平方|平米|㎡|立方米|立方|公里|千米|公顷|公斤|千克|毫米|厘米|米|英亩|亩|吨标准煤"
    r"|吨标煤|吨|标准煤|克|升|斤|千瓦时|千瓦|兆瓦时|兆瓦|瓦|千伏安|度电|蒸吨|元|美元|港元|欧元|块钱|km2|km|m2|m3"
    r"|km²|m²|m³|m|hm2|kWh|kW|MWh|MW|GWh|GW|TB|GB|t|TEU|P|PFLOPS|EFLOPS|FLOPS|Mbps|Gbps)(?:/.+)?"
)
"""Measure words of what adds up, but is not counted in whole things."""

SPANS_AND_SIZES = re.compile(
    "小时|个小时|分钟|秒|毫秒|ms|天|个月|个工作日|工作日|个自然日|个日历日|周|个星期|个季度|年|kV|千伏|dB|分贝"
    "|GB|MB|TB|Mbps|Gbps|瓦|千伏安"
)
"""Measure words that say how long or how large something is, more often than a target."""

OF_KINDS = frozenset("级路型线环档层字期圈点岁令码届股度站") | {"千伏", "栋楼"}
"""Measure words that name a kind or a part of something (三级, 一期)."""

RATES = frozenset({"%", "‰", "个百分点", "倍", "成"})
"""Measure words of shares and multiples."""

OF_PEOPLE = frozenset({"户", "人", "层"})
"""Measure words of those that something is for."""
