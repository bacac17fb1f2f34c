"""The labels that stand before units, persons and dates: 牵头单位：, 分管领导：, 完成时限：."""

from __future__ import annotations

import re

LABEL = re.compile(
    r"(?P<label>(?:[^\W\d]|（[^\W\d]{1,4}）|[和及、/]){0,10}?"
    r"(?P<what>单位|部门|主体|科室|处室|领导|责任人|负责人|联系人|时限|时间|期限|进度|节点))\s*：\s*"
)
PERSONS = {"领导", "责任人", "负责人", "联系人"}
"""The ends of labels that persons stand behind."""

TIMES = {"时限", "时间", "期限", "进度", "节点"}
"""The ends of labels that dates stand behind."""

BARE_LABELS = {"单位", "部门", "主体", "科室", "处室"}
"""Labels that only say that units follow."""

BEFORE_LABELS = "，；。、 \n（［〔【）］〕】|"
"""What a label may stand behind."""

MARKED_CHIEF = re.compile("（(?:牵头|主办|牵头单位|牵头部门)）")
"""What stands behind the name of the one that leads the others of its list."""
