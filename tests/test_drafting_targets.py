"""What a text commits to: figures that must be reached and those that must not, and its doubts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from hpplan.drafting.plan import DraftPlan, Wanted, draft

if TYPE_CHECKING:
    from hpplan.drafting.targets import DraftTarget

WANTED = Wanted(start=date(2025, 1, 1), end=date(2025, 12, 31), issued=date(2025, 2, 1))


def plan_of(*items: str, wanted: Wanted = WANTED) -> DraftPlan:
    return draft(["某区2025年工作方案", "一、主要任务", *items], wanted)


def targets(text: str, units: str = "责任单位：区房管局") -> list[DraftTarget]:
    plan = plan_of(f"1.加强治理。{text}（{units}）", "2.抓好落实。做好工作。（责任单位：区民政局）")
    return list(plan.chapters[0].clauses[0].targets)


def required(text: str) -> list[str]:
    """Each figure that a sentence requires: operator, figure, unit of measure."""
    return [f"{each.op} {each.figure} {each.uom}" for each in targets(text) if each.op]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("完成12个老旧小区改造，惠及居民3200户。", ["at_least 12 个", "at_least 3200 户"]),
        ("选择10个社区开展试点。", ["at_least 10 个"]),
        ("地表水27个断面优良率96.3%。", ["at_least 96.3 %"]),
        ("PM2.5年均浓度不高于30微克/立方米。", ["at_most 30 微克/立方米"]),
        ("5G网络覆盖率100%。", ["at_least 100 %"]),
        ("新建社区食堂三个。", ["at_least 3 个"]),
        ("培训家政人员１，２００人次。", ["at_least 1200 人次"]),
        ("发放“15分钟便民地图”5万份。", ["at_least 5 万份"]),
        ("12345热线办结率达到98%以上。", ["at_least 98 %"]),
        ("平均办理时限压缩至3个工作日以内。", ["at_most 3 个工作日"]),
        ("新建居住建筑执行标准的比例超过50%。", ["more_than 50 %"]),
        ("城镇调查失业率控制在5.5%左右。", ["at_most 5.5 %"]),
        ("供水管网漏损率低于8%。", ["less_than 8 %"]),
        ("新增学位2.5万场次。", ["at_least 25000 场次"]),
        ("完成投资3.5亿元。", ["at_least 3.5 亿元"]),
    ],
)
def test_figures_to_be_reached(text: str, expected: list[str]) -> None:
    assert required(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "防止二次污染，走出一条高质量发展道路。",
        "安远路899号地块完成场地平整。",
        "推进“15分钟社区生活圈”建设。",
        "落实“十四五”规划和“3+2”体系。",
        "推进轨道交通19号线建设。",
        "对2023年以前建成的小区开展摸排。",
        "每两年开展一次评估。",
        "加强500平方米以上公共建筑的管理。",
    ],
)
def test_figures_that_are_none_to_be_reached(text: str) -> None:
    assert required(text) == []


def test_every_figure_that_is_not_required_is_explained() -> None:
    [target] = targets("安远路899号地块完成场地平整。")
    assert set(target.context) == {"899"}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("完成12个小区改造。", "count"),
        ("新建管网150公里。", "amount"),
        ("办结率达到98%以上。", "level"),
        ("建成区级指挥平台。", "milestone"),
        ("加强日常巡查。", "duty"),
    ],
)
def test_kinds(text: str, kind: str) -> None:
    assert [each.kind for each in targets(text)] == [kind]


@pytest.mark.parametrize(
    ("text", "every"),
    [("每年打造一片街区。", "year"), ("每季度召开1次会议。", "quarter"), ("打造一片街区。", "")],
)
def test_recurrence(text: str, every: str) -> None:
    assert [each.every for each in targets(text)] == [every]


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("6月底前，完成12个小区改造。", "2025-06-30"),
        ("完成12个小区改造，10月底前建成公园2座。", "2025-10-31"),
        ("到2025年底，绿地达到20公顷。", "2025-12-31"),
    ],
)
def test_stated_days(text: str, due: str) -> None:
    assert str(targets(text)[-1].due) == due


def test_words_like_about_make_a_figure_approximate() -> None:
    assert [each.approximate for each in targets("新增绿地约2.5万平方米，公园20座。")] == [
        True,
        False,
    ]


def test_each_member_of_a_group_owes_it() -> None:
    [target] = targets("每个街道至少打造1处口袋公园。", "责任单位：区绿化局、各街道")
    assert (target.each, target.op, target.figure) == ("各街道", "at_least", "1")


def test_a_group_that_another_clause_names_is_found() -> None:
    plan = plan_of(
        "1.增绿。每个街道至少打造1处口袋公园。（责任单位：区绿化局）",
        "2.抓好落实。做好工作。（责任单位：各街道）",
    )
    assert plan.chapters[0].clauses[0].targets[0].each == "各街道"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("建设5个站点3000平方米。", "several-figures"),
        ("每两年开展一次评估。", "recurrence"),
        ("培育企业。", "kind-from-verb"),
        ("每个企业至少建立1项制度。", "group-members"),
    ],
)
def test_doubts(text: str, code: str) -> None:
    if code == "group-members":
        [target] = targets("每个社区至少建立1项制度。")
        assert code in target.asked
    else:
        assert any(code in each.asked for each in targets(text))


def test_a_heading_that_states_a_day_asks() -> None:
    plan = draft(
        [
            "某区2025年工作方案",
            "一、2025年6月底前完成的任务",
            "1.完成12个小区改造。（责任单位：区房管局）",
            "2.建成公园2座。（责任单位：区绿化局）",
        ],
        WANTED,
    )
    found = [target for clause in plan.chapters[0].clauses for target in clause.targets]
    assert [str(each.due) for each in found] == ["2025-06-30"] * 2
    assert all("date-from-heading" in each.asked for each in found)


def test_words_beside_a_list_are_quoted() -> None:
    found = targets("新建公园5座、绿道12公里，完成投资3.5亿元。")
    assert [each.quote for each in found] == ["新建公园5座", "绿道12公里", "完成投资3.5亿元"]


def test_a_call_to_fulfil_the_plan_is_set_aside() -> None:
    plan = plan_of(
        "1.抓好治理。完成改造。各部门要落实责任。（责任单位：区房管局）",
        "2.做好。做好工作。（责任单位：区民政局）",
    )
    assert [each.why for each in plan.chapters[0].clauses[0].asides] == ["call"]


def test_parts_of_a_clause_with_units_of_their_own() -> None:
    plan = plan_of(
        "1.治理。淘汰货车15辆。（市环境局负责）新增公交车30辆。（市交通局负责）",
        "2.做好。做好工作。（市民政局负责）",
    )
    clause = plan.chapters[0].clauses[0]
    assert clause.source.named("lead") == ("市环境局", "市交通局")
    assert [each.reporters for each in clause.targets] == [("市环境局",), ("市交通局",)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("到2025年，处理率、覆盖率分别达到97.8%、96.8%。", ["处理率达到97.8%", "覆盖率达到96.8%"]),
        ("处理率、覆盖率分别达到97%、96%、95%。", ["处理率、覆盖率分别达到97%"]),
        ("8月31日前完成3600个排污口排查。", ["完成3600个排污口排查"]),
        ("到2025年底，新建公园5个。", ["新建公园5个"]),
    ],
)
def test_names(text: str, names: list[str]) -> None:
    found = [each.name for each in targets(text)]
    assert found[: len(names)] == names


def test_rates_in_a_list_with_indicators_of_their_own_count_apart() -> None:
    made = targets("城镇调查失业率5%以内、居民消费价格涨幅2%左右、新增就业3万人。")
    assert [each.asked for each in made] == [(), (), ("several-figures",)]
