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
    (1, ("已排摸底数，制定方案", "前期准备中，已明确责任科室", "已开展现场踏勘，方案起草中")),
    (30, ("方案已定，进场实施", "已落实责任人和进度安排", "完成招标，首批点位开工")),
    (60, ("按计划推进", "主体工作过半", "中段任务已铺开，每周调度", "已完成阶段性验收")),
    (100, ("进入收尾", "正在查漏补缺，准备验收", "剩余点位集中攻坚", "资料整理中，拟下月申请验收")),
)
"""What is said of a milestone below each percentage."""

STALLED = (
    "本期无进展，设计方案修改后再次报审",
    "本期无进展，意见征询尚未达到规定比例",
    "本期无进展，等待上级部门批复",
    "进度未动，专项资金尚未下达",
    "进度未动，与管线单位协调搬迁中",
    "现场因防汛停工，复工时间待定",
)
"""What is said of a milestone that stands where it stood, short of its end."""

COMPLETED = ("已完成，通过验收", "已完成，材料已归档", "已完成，转入日常管理", "已完成，公示无异议")
UNMOVED = (
    "本期无新增，项目在前期阶段",
    "本期无新增，抓紧推进",
    "本期无新增，施工许可办理中",
    "本期无新增，招标文件审核中",
    "本期无新增，已排入下季度计划",
    "本期无新增，产权单位尚未签约",
)
REST = (
    "",
    "",
    "，均已验收",
    "，其余点位正办理开工手续",
    "，其余已落实施工单位",
    "，居民反映良好",
    "，余下的下季度实施",
    "，现场抽查合格",
)
"""What may stand behind what was added; most often that is nothing."""

MEASURED_AS = (
    "按月度台账测算",
    "取本季度末监测值",
    "取三个月均值",
    "依据第三方测评报告",
    "由系统自动统计，已人工复核",
)
KEPT = (
    "按计划开展，列入日常工作",
    "开展专项检查{n}次，问题已督促整改",
    "召开工作例会，明确下步安排",
    "组织培训{n}场，宣传同步开展",
    "会同有关单位联合巡查{n}次",
    "开展夜间突击检查，发现问题当场整改",
    "更新问题台账，销号{n}件",
    "走访重点点位{n}处，收集意见并答复",
    "完成本季度抽查，结果已通报",
    "修订操作手册，组织基层学习",
    "受理投诉{n}件，均在时限内办结",
)
"""What is said of a duty; {n} is a number that was made up like the rest."""

REMARKS = (
    "涉及多家单位协调，进度放缓；下季度恢复推进",
    "方案调整报批中，批复后补报数据",
    "承办科室人员变动，正在核实数据，月底前补报",
    "数据口径与上级部门核对中，核定后报送",
    "现场交通组织方案未定，暂缓实施",
)
NOT_OURS, NOTHING_HERE = "该项不属我单位职责，请统筹部门明确填报单位", "辖区内没有此类点位"
EVIDENCE = ("工作小结", "验收资料", "统计台账", "会议纪要", "现场照片", "测评报告")


def progress_note(
    target: Target, value: Number | None, before: Number | None, chance: random.Random
) -> str:
    """Say how a target moved from one report to the next."""
    if value is None:
        said = chance.choice(KEPT).format(n=chance.randint(2, 15))
    elif target.kind == "milestone":
        found = next((texts for below, texts in STEPS if value < below), COMPLETED)
        said = chance.choice(STALLED if value == before and found is not COMPLETED else found)
    elif target.kind == "level":
        said = chance.choice(MEASURED_AS)
    elif value == (before or 0):
        said = chance.choice(UNMOVED)
    else:
        added = figure_text(value - (before or 0), target.uom).replace(" ", "")
        said = f"本期新增{added}{chance.choice(REST)}"
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
