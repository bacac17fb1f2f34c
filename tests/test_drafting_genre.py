"""Forms of published plans that are less common: labels of all kinds, 1.1, steps within a line."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from hpplan.check import check_workspace
from hpplan.drafting.plan import DraftPlan, draft
from hpplan.wording.brackets import unit_brackets
from hpplan.wording.units import responsible
from running import ran

if TYPE_CHECKING:
    from pathlib import Path


def leads_and_helpers(plan: DraftPlan) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Who leads and who helps, of each clause."""
    return [
        (each.source.named("lead"), each.source.named("support"))
        for chapter in plan.chapters
        for each in chapter.clauses
    ]


def figures(plan: DraftPlan) -> list[tuple[str, str, str, date | None, tuple[str, ...]]]:
    """Sign, figure, measure word, day and doubts of each figure to be reached."""
    return [
        (target.op, target.figure, target.uom, target.due, target.asked)
        for chapter in plan.chapters
        for clause in chapter.clauses
        for target in clause.targets
        if target.op
    ]


def test_lines_under_labels_say_who_and_by_when() -> None:
    plan = draft(
        [
            "某区2023年民生实事责任分工",
            "一、教育",
            "（一）新建学校",
            "新建小学2所。",
            "落实单位：区教育局",
            "协办单位：相关镇街",
            "分管领导：王芳",
            "完成时限：2023年8月底前",
            "二、健康",
            "（二）免费筛查",
            "筛查3000人。",
            "落实单位：区卫健局",
            "完成时限：长期坚持",
        ]
    )
    assert leads_and_helpers(plan) == [(("区教育局",), ("相关镇街",)), (("区卫健局",), ())]
    assert [chapter.parts for chapter in plan.chapters] == [(), ()]
    assert figures(plan) == [
        ("at_least", "2", "所", date(2023, 8, 31), ()),
        ("at_least", "3000", "人", None, ()),
    ]
    assert [clause.source.text for chapter in plan.chapters for clause in chapter.clauses] == [
        "新建小学2所。",
        "筛查3000人。",
    ]
    assert plan.closing is None


@pytest.mark.parametrize(
    "line", ["工作进度：已完成大半", "责任人：由各村推选，报镇里备案后公布", "服务时间：另行公布"]
)
def test_a_label_without_what_it_promises_is_text(line: str) -> None:
    assert unit_brackets(f"完成改造。\n{line}") == []


def test_numbers_that_name_their_chapter() -> None:
    plan = draft(
        [
            "某市2024年招商工作要点",
            "一、突出招商",
            "1.1 抓产业链。引进企业20家。［牵头单位：市招商局］",
            "1.2 抓会展。5月举办对接会。［牵头单位：市商务局］",
            "1.5亿元以上项目另行安排。",
            "二、加快建设",
            "2.1 抓项目。实施项目480个。［牵头单位：市发改委］",
        ]
    )
    assert [
        (clause.source.label, clause.source.title)
        for chapter in plan.chapters
        for clause in chapter.clauses
    ] == [("1.1", "抓产业链"), ("1.2", "抓会展"), ("2.1", "抓项目")]
    assert [leads for leads, _helpers in leads_and_helpers(plan)] == [
        ("市招商局",),
        ("市商务局",),
        ("市发改委",),
    ]
    (fair,) = plan.chapters[0].clauses[1].targets[:1]
    assert (fair.kind, fair.due) == ("milestone", date(2024, 5, 31))


def test_steps_within_a_line_are_no_headings() -> None:
    plan = draft(
        [
            "某县2024年养老方案",
            "（一）构建网络",
            "1.完善设施。",
            "一是建成中心1所；二是新增站点45个。（县民政局牵头，县财政局配合）",
            "2.推广助餐。",
            "建设食堂30个。（县商务局负责）",
        ]
    )
    assert [
        (chapter.title, [clause.source.title for clause in chapter.clauses])
        for chapter in plan.chapters
    ] == [("构建网络", ["完善设施", "推广助餐"])]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("PM2.5年均浓度控制在32μg/m³以下", ("at_most", "32", "μg/m³", None, ())),
        ("环保类投诉按期办结率100%", ("at_least", "100", "%", None, ())),
    ],
)
def test_figures(words: str, expected: tuple[str, str, str, None, tuple[str, ...]]) -> None:
    plan = draft(["某区2025年工作要点", "一、治理", f"1.{words}。（责任单位：区生态环境局）"])
    assert figures(plan) == [expected]


def test_a_share_in_brackets_is_a_figure_and_asks() -> None:
    plan = draft(
        [
            "某区2025年要点",
            "一、停车",
            "1.新建充电桩600个（快充占比40%以上）。（责任单位：区城管局）",
        ]
    )
    assert [(op, figure, asked) for op, figure, _uom, _due, asked in figures(plan)] == [
        ("at_least", "600", ("several-figures",)),
        ("at_least", "40", ("scope-or-target", "several-figures")),
    ]


def test_what_recurs_for_the_old_recurs() -> None:
    plan = draft(
        [
            "某区2025年要点",
            "一、医养",
            "1.对失能老年人每年至少上门巡诊4次，每人每年补助3次。（责任单位：区卫健局）",
        ]
    )
    assert plan.chapters[0].clauses[0].targets[0].every == "year"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            "水、气报装时间分别不超过2个和3个工作日",
            [("at_most", "2", "个工作日"), ("at_most", "3", "个工作日")],
        ),
        ("开通中欧班列15列", [("at_least", "15", "列")]),
        ("新增监控探头6000路", [("at_least", "6000", "路")]),
        ("优化301路公交线路", []),
        ("户均配变容量提高到3.2千伏安", [("at_least", "3.2", "千伏安")]),
        ("新增三类医疗器械注册证20张", [("at_least", "20", "张")]),
    ],
)
def test_measure_words(words: str, expected: list[tuple[str, str, str]]) -> None:
    plan = draft(["某区2025年工作要点", "一、治理", f"1.{words}。（责任单位：区发改委）"])
    assert [found[:3] for found in figures(plan)] == expected


def test_a_period_before_what_is_done_in_it_is_its_day() -> None:
    plan = draft(
        [
            "某市行动方案（2025—2027年）",
            "一、产业",
            "1.推动晶圆项目2025年三季度投产。（责任单位：市经信局）",
        ]
    )
    (built,) = plan.chapters[0].clauses[0].targets
    assert built.due == date(2025, 9, 30)


def test_a_unit_marked_as_leading_leads_the_rest_of_its_list() -> None:
    marked = responsible("市经信局（牵头）、市发改委、市财政局")
    assert marked.named("lead") == ("市经信局",)
    assert marked.named("support") == ("市发改委", "市财政局")
    labelled = responsible("责任单位：市经信局（牵头）、市发改委")
    assert labelled.named("lead") == ("市经信局", "市发改委")
    assert labelled.asked == ("label-unknown",)


def test_a_year_of_its_own_ends_what_recurs() -> None:
    plan = draft(
        [
            "某区实施意见（2021—2025年）",
            "一、体育",
            "1.优良率每年提高1个百分点以上、2025年达到60%，补建健身中心二十个。（责任单位：区体育局）",
        ]
    )
    targets = plan.chapters[0].clauses[0].targets
    assert [(each.figure, each.every, each.due) for each in targets] == [
        ("1", "year", None),
        ("60", "", date(2025, 12, 31)),
        ("20", "", date(2025, 12, 31)),
    ]
    assert targets[2].asked == ("scope-or-target",)


@pytest.mark.parametrize(
    ("words", "op"),
    [
        ("旅游投诉结案率100%", "at_least"),
        ("事故发生率1%", "at_most"),
        ("亿元产值生产安全事故率0.5%", "at_most"),
    ],
)
def test_what_a_rate_is_of_tells_its_direction(words: str, op: str) -> None:
    plan = draft(["某区2025年工作要点", "一、治理", f"1.{words}。（责任单位：区发改委）"])
    assert [found[0] for found in figures(plan)] == [op]


def test_units_of_a_heading_lead_what_stands_below_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [
        "某市2024年残疾人事业重点任务",
        "一、提升就业（牵头单位：市残联）",
        "（1）落实就业。新增就业320人。配合单位：市人社局",
        "（2）开展培训。组织培训班12期，对56处服务场所进行改造。配合单位：市财政局",
        "二、完善康复（牵头单位：市卫健委）",
        "（1）实施救助。服务覆盖80%以上的县。配合单位：市医保局",
        "（2）做好预防。筛查3000人。责任单位：市妇联",
    ]
    (tmp_path / "text.txt").write_text("\n".join(lines), encoding="utf-8")
    plan = draft(lines)
    assert leads_and_helpers(plan) == [
        (("市残联",), ("市人社局",)),
        (("市残联",), ("市财政局",)),
        (("市卫健委",), ("市医保局",)),
        (("市妇联",), ()),
    ]
    assert [found[1:3] for found in figures(plan)] == [
        ("320", "人"),
        ("12", "期"),
        ("56", "处"),
        ("80", "%"),
        ("3000", "人"),
    ]
    monkeypatch.chdir(tmp_path)
    assert ran("draft", "text.txt").code == 0
    _workspace, problems = check_workspace(tmp_path / "plan.yaml")
    assert {each.code for each in problems} <= {"HP271", "HP272"}
