"""Chapters, clauses and units of a document: by its headings, and by the rows of its tables."""

from __future__ import annotations

from datetime import date

import pytest

from hpplan.drafting.plan import DraftPlan, draft
from hpplan.drafting.tables import ABOVE, LEFT

HEAD = ("序号", "重点任务", "牵头单位", "配合单位", "完成时限", "备注")


def clauses(plan: DraftPlan) -> list[tuple[str, str, tuple[str, ...], tuple[str, ...]]]:
    """Chapter, text, leads and supporting units of each clause."""
    return [
        (chapter.title, each.source.text, each.source.named("lead"), each.source.named("support"))
        for chapter in plan.chapters
        for each in chapter.clauses
    ]


def test_a_title_that_begins_with_a_digit_is_no_item() -> None:
    plan = draft(
        [
            "某区2025年工作要点",
            "1.完成改造。（责任单位：区房管局）",
            "2.121人才工程。培养人才。（责任单位：区人社局）",
            "3.5G网络。建成网络。（责任单位：区科经委）",
        ]
    )
    assert [each.source.label for each in plan.chapters[0].clauses] == ["1.", "2.", "3."]
    assert plan.chapters[0].clauses[1].source.title == "121人才工程"


def test_three_levels() -> None:
    plan = draft(
        [
            "某区行动计划（2024—2026年）",
            "一、主要任务",
            "（一）提升品质",
            "1.完成改造。（责任单位：区房管局）",
            "（二）改善环境",
            "2.建成公园。（责任单位：区绿化局）",
        ]
    )
    assert [(each.parts, each.title) for each in plan.chapters] == [
        (("主要任务",), "提升品质"),
        (("主要任务",), "改善环境"),
    ]
    assert (plan.start, plan.end) == (date(2024, 1, 1), date(2026, 12, 31))


def test_units_on_a_line_of_their_own() -> None:
    plan = draft(
        [
            "某市2023年工作任务",
            "一、经济",
            "1.消费增长5%。",
            "责任单位:市商务局",
            "2.出口增长6%。",
            "责任单位:市商务局、市财政局",
        ]
    )
    assert clauses(plan) == [
        ("经济", "消费增长5%。", ("市商务局",), ()),
        ("经济", "出口增长6%。", ("市商务局", "市财政局"), ()),
    ]


def test_a_notice_before_the_plan_and_annexes_behind_it() -> None:
    plan = draft(
        [
            "某区人民政府关于印发《某区2025年工作方案》的通知",
            "某政发〔2025〕3号",
            "各街道，各部门：",
            "现将《某区2025年工作方案》印发给你们，请认真贯彻执行。",
            "某区人民政府",
            "2025年2月1日",
            "某区2025年工作方案",
            "一、主要任务",
            "1.完成改造。完成12个小区改造。（责任单位：区房管局）",
            "2.建成公园。建成公园2座。（责任单位：区绿化局）",
            "附件：1",
            "联系人名单",
        ]
    )
    assert (plan.title, plan.number, plan.issuer) == (
        "某区2025年工作方案",
        "某政发〔2025〕3号",
        "某区人民政府",
    )
    assert plan.issued == date(2025, 2, 1)
    assert len(clauses(plan)) == 2
    assert plan.left_out == ("附件：1",)
    assert "联系人名单" not in plan.source


def test_the_closing_names_who_is_told() -> None:
    plan = draft(
        [
            "某区2025年工作方案",
            "一、主要任务",
            "1.完成改造。完成12个小区改造。（责任单位：区房管局）",
            "2.建成公园。建成公园2座。（责任单位：区绿化局）",
            "区房管局要加强统筹推进。各部门要落实责任。",
        ]
    )
    assert plan.closing is not None
    assert plan.closing.source.named("lead") == ("区房管局",)
    assert plan.closing.source.asked == ("label-unknown",)


def test_a_table_with_chapters_and_merged_cells() -> None:
    plan = draft(
        [
            "某区2026年重点工作任务分解表",
            HEAD,
            ("一、城市更新", LEFT, LEFT, LEFT, LEFT, LEFT),
            ("1", "改造小区30万平方米", "区房管局", "区建委\n区民政局", "2026年6月", "x"),
            ("2", "新建公园2座", "区绿化局", "/", ABOVE, ""),
            ("二、民生", LEFT, LEFT, LEFT, LEFT, LEFT),
            ("3", "开展培训20场", ABOVE, "", "2026年10月", ""),
        ]
    )
    assert clauses(plan) == [
        ("城市更新", "改造小区30万平方米", ("区房管局",), ("区建委", "区民政局")),
        ("城市更新", "新建公园2座", ("区绿化局",), ()),
        ("民生", "开展培训20场", ("区绿化局",), ()),
    ]
    dues = [each.targets[0].due for chapter in plan.chapters for each in chapter.clauses]
    assert dues == [date(2026, 6, 30), date(2026, 6, 30), date(2026, 10, 31)]
    assert plan.left_out == ("备注",)
    assert plan.source[2] == "1\t改造小区30万平方米\t区房管局\t区建委\n区民政局\t2026年6月"


def test_a_number_that_reaches_over_rows_is_one_clause() -> None:
    plan = draft(
        [
            "某区2026年任务表",
            ("序号", "任务", "责任单位", "完成时限"),
            ("1", "开展培训20场", "区人社局", "2026年6月"),
            (ABOVE, "建成基地3个", "区财政局", "2026年9月"),
            ("2", "出台办法", "区府办", "2026年12月"),
        ]
    )
    first = plan.chapters[0].clauses[0]
    assert first.source.named("lead") == ("区人社局", "区财政局")
    assert [(each.figure, str(each.due), each.reporters) for each in first.targets] == [
        ("20", "2026-06-30", ("区人社局",)),
        ("3", "2026-09-30", ("区财政局",)),
    ]
    assert first.source.asked == ("merged-cell",)


def test_a_figure_in_a_column_of_its_own_belongs_to_the_task() -> None:
    plan = draft(
        [
            "某区2026年任务表",
            ("序号", "任务", "目标", "责任单位"),
            ("1", "新建口袋公园", "2座", "区绿化局"),
            ("2", "改造泵站", "不少于3座", "区水务局"),
        ]
    )
    found = [each.targets[0] for each in plan.chapters[0].clauses]
    assert [(each.quote, each.op, each.figure, each.uom) for each in found] == [
        ("新建口袋公园\t2座", "at_least", "2", "座"),
        ("改造泵站\t不少于3座", "at_least", "3", "座"),
    ]


def test_a_column_of_measure_words() -> None:
    plan = draft(
        [
            "某县2026年指标分解表",
            ("序号", "指标名称", "单位", "2026年目标", "责任单位"),
            ("1", "新增就业", "万人", "1.2", "县人社局"),
            ("2", "空气优良率", "%", "90", "县环保局"),
        ]
    )
    found = [each.targets[0] for each in plan.chapters[0].clauses]
    assert [(each.kind, each.figure, each.uom) for each in found] == [
        ("count", "12000", "人"),
        ("level", "90", "%"),
    ]


def test_names_of_units_below_one_head() -> None:
    plan = draft(
        [
            "某市2026年任务表",
            ("序号", "任务", "责任单位", LEFT, "时限"),
            (ABOVE, ABOVE, "牵头", "配合", ABOVE),
            ("1", "实施项目10个", "市发改委", "市财政局", "9月底"),
            ("2", "培育企业5家", "市工信局", "市财政局", "12月底"),
        ]
    )
    assert [(leads, support) for _chapter, _text, leads, support in clauses(plan)] == [
        (("市发改委",), ("市财政局",)),
        (("市工信局",), ("市财政局",)),
    ]


def test_a_task_left_of_another_is_a_chapter_or_a_title() -> None:
    head = ("重点任务", "工作举措", "责任单位")
    merged = draft(
        [
            "某县工作分工",
            head,
            ("提升品质", "新建公厕3座。", "县城管局"),
            (ABOVE, "改造管网5.2公里。", "县住建局"),
        ]
    )
    assert [each[0] for each in clauses(merged)] == ["提升品质", "提升品质"]
    single = draft(
        [
            "某县工作分工",
            head,
            ("提升品质", "新建公厕3座。", "县城管局"),
            ("优化服务", "办结率达到98%以上。", "县住建局"),
        ]
    )
    assert [each.source.title for each in single.chapters[0].clauses] == ["提升品质", "优化服务"]


def test_a_row_without_units_asks() -> None:
    plan = draft(
        [
            "某区2026年任务表",
            ("序号", "任务", "责任单位"),
            ("1", "新建公园2座", "区绿化局"),
            ("2", "改造泵站3座", ""),
        ]
    )
    assert [each.source.asked for each in plan.chapters[0].clauses] == [(), ("merged-cell",)]


@pytest.mark.parametrize("mark", ["|", "\n"])
def test_a_table_as_text(mark: str) -> None:
    rows = [
        ("序号", "工作任务", "牵头单位", "完成时间"),
        ("1", "新增企业30家。", "省经信厅", "2026年12月"),
        ("2", "新建基地2个。", "省数据局", "2026年6月"),
    ]
    lines = ["某省2026年工作任务表", *(mark.join(row) for row in rows)]
    plan = draft([part for line in lines for part in line.split("\n")])
    assert clauses(plan) == [
        ("某省2026年工作任务表", "新增企业30家。", ("省经信厅",), ()),
        ("某省2026年工作任务表", "新建基地2个。", ("省数据局",), ()),
    ]


def test_prose_that_names_units_wins_over_a_table_that_names_none() -> None:
    plan = draft(
        [
            "某区2025年工作方案",
            "一、主要任务",
            "1.完成改造。完成12个小区改造。（责任单位：区房管局）",
            "2.建成公园。建成公园2座。（责任单位：区绿化局）",
            ("序号", "任务", "时限"),
            ("1", "改造", "6月"),
        ]
    )
    assert [leads for _chapter, _text, leads, _support in clauses(plan)] == [
        ("区房管局",),
        ("区绿化局",),
    ]
