"""What simulated rows say in their notes: short, as a clerk writes it, and that it is simulated.

They are data, the same in each language.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpplan.plan.model import figure_text
from hpplan.progress.cells import SIMULATED

if TYPE_CHECKING:
    import random
    from datetime import date

    from hpplan.numbers import Number
    from hpplan.plan.model import Target

STEPS = (
    (1, ("已排摸底数，制定方案", "前期准备中")),
    (30, ("方案已定，进场实施", "已落实责任人和进度安排")),
    (60, ("按计划推进", "主体工作过半")),
    (100, ("进入收尾", "正在查漏补缺，准备验收")),
)
"""What is said of a milestone below each percentage."""

COMPLETED = ("已完成，通过验收", "已完成，材料已归档")
UNMOVED = ("本期无新增，项目在前期阶段", "本期无新增，抓紧推进")
MEASURED_AS = ("按月度台账测算", "取本季度末监测值")
KEPT = (
    "按计划开展，列入日常工作",
    "开展专项检查，问题已督促整改",
    "召开工作例会，明确下步安排",
    "组织培训和宣传各一次",
    "会同有关单位联合巡查",
)
REMARKS = (
    "涉及多家单位协调，进度放缓；下季度恢复推进",
    "方案调整报批中，批复后补报数据",
    "承办科室人员变动，正在核实数据，月底前补报",
)
NOT_OURS, NOTHING_HERE = "该项不属我单位职责，请统筹部门明确填报单位", "辖区内没有此类点位"
EVIDENCE = ("工作小结", "验收资料", "统计台账", "会议纪要")


def progress_note(
    target: Target, value: Number | None, before: Number | None, chance: random.Random
) -> str:
    """Say how a target moved from one report to the next."""
    if value is None:
        said = chance.choice(KEPT)
    elif target.kind == "milestone":
        found = next((texts for below, texts in STEPS if value < below), COMPLETED)
        said = chance.choice(found)
    elif target.kind == "level":
        said = chance.choice(MEASURED_AS)
    elif value == (before or 0):
        said = chance.choice(UNMOVED)
    else:
        said = f"本期新增{figure_text(value - (before or 0), target.uom).replace(' ', '')}"
    return f"{said}{SIMULATED}"


def remark_note(chance: random.Random) -> str:
    """Say why no figure comes."""
    return f"{chance.choice(REMARKS)}{SIMULATED}"


def declared_note(*, orphaned: bool) -> str:
    """Say why a unit has no part in an item, of which others have one or none has."""
    return f"{NOT_OURS if orphaned else NOTHING_HERE}{SIMULATED}"


def evidence_name(day: date, chance: random.Random) -> str:
    """Name what proves a row."""
    return f"{chance.choice(EVIDENCE)}{day:%Y%m}{SIMULATED}"
