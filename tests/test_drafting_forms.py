"""Odd forms of plans: what stands around them, headings, numbers, tables and their cells."""

from __future__ import annotations

import sys
from datetime import date

import pytest

from hpplan.drafting.front import front
from hpplan.drafting.ids import unit_ids
from hpplan.drafting.outline import numbered, outline
from hpplan.drafting.plan import Wanted, draft
from hpplan.drafting.sources.document import document_lines
from hpplan.drafting.sources.lines import DocumentError

WANTED = Wanted(start=date(2025, 1, 1), end=date(2025, 12, 31))


def clauses(
    *lines: str | tuple[str, ...],
) -> list[tuple[str, str, str, tuple[str, ...], tuple[str, ...]]]:
    """Chapter, title, text, leads and support of each clause."""
    return [
        (
            chapter.title,
            clause.source.title,
            clause.source.text,
            clause.source.named("lead"),
            clause.source.named("support"),
        )
        for chapter in draft(list(lines), WANTED).chapters
        for clause in chapter.clauses
    ]


# What stands around a plan --------------------------------------------------------------------


def test_a_day_that_there_is_not_signs_nothing() -> None:
    found = front(["某区工作方案", "一、任务", "某区人民政府", "2025年2月30日"])
    assert (found.issuer, found.issued) == ("", None)


def test_title_and_day_at_the_head() -> None:
    found = front(
        ["《某区城市更新行动方案》", "2025年3月1日", "各有关单位：", "一、任务", "1.做好工作。"]
    )
    assert (found.title, found.issued) == ("某区城市更新行动方案", date(2025, 3, 1))
    assert found.body == ("一、任务", "1.做好工作。")


def test_a_title_within_the_notice_that_issues_it() -> None:
    found = front(["某区政府关于印发《某区水务工作要点》的通知", "一、任务", "1.做好工作。"])
    assert found.title == "某区水务工作要点"
    untitled = front(["一、任务，按照印发《某区水务计划》的通知执行。", "1.做好工作。"])
    assert untitled.title == "某区水务计划"


@pytest.mark.parametrize(
    ("title", "start", "end"),
    [
        ("某区“十四五”水务规划", "2021-01-01", "2025-12-31"),
        ("某区第十五个五年规划", "2026-01-01", "2030-12-31"),
        ("某区水务三年行动方案", "2024-01-01", "2026-12-31"),
        ("某区水务5年攻坚方案", "2024-01-01", "2028-12-31"),
    ],
)
def test_the_days_of_a_plan_by_its_title(title: str, start: str, end: str) -> None:
    made = draft([title, "一、任务", "1.2024年6月底前完成整治。（区水务局）"])
    assert (str(made.start), str(made.end)) == (start, end)


def test_a_plan_that_says_within_how_many_years() -> None:
    made = draft(
        ["某区水务方案", "用三年内时间完成。", "一、任务", "1.2024年整治河道。（区水务局）"]
    )
    assert (str(made.start), str(made.end)) == ("2024-01-01", "2026-12-31")


# Headings and numbers -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "style", "number"),
    [("②归集数据", "circled", 2), ("三是抓整治", "ordinal", 3), ("第二十条 其他", "article", 20)],
)
def test_styles_of_numbers(line: str, style: str, number: int) -> None:
    assert [(each.style, each.number) for each in numbered(line)] == [(style, number)]


def test_what_is_no_number_in_chinese() -> None:
    assert numbered("一十十、无此数") == []


def test_numbers_and_blanks_are_items_where_the_next_follows() -> None:
    root = outline(["1 新建公园", "说明一", "2 修缮道路", "说明二", "3 其他"])
    assert [node.line for node in root.children] == ["新建公园", "修缮道路", "其他"]
    assert outline(["1 新建公园", "没有下一项"]).children == []


def test_figures_that_look_like_numbers_are_none() -> None:
    root = outline(
        ["一、任务", "1.建设管网。", "1.5米宽的步道若干。", "2.修缮道路。", "2.5公里以内。"]
    )
    assert [node.line for node in root.children[0].children] == ["建设管网。", "修缮道路。"]
    assert outline(["1.5米宽的步道。", "说明"]).children == []


def test_a_sentence_with_a_full_stop_of_half_width_is_no_heading() -> None:
    root = outline(["一、目标", "到2025年底,平台建成.", "二、任务", "1.建设平台.", "2.共享数据."])
    assert [node.line for node in root.children] == ["目标", "任务"]


def test_a_chapter_of_its_own_begins_no_other_list() -> None:
    root = outline(["一、甲", "二、乙", "一、不是新的一章", "三、丙"])
    assert [node.number for node in root.children] == [1, 2, 3]


def test_a_closing_behind_steps_of_the_last_clause() -> None:
    made = draft(
        [
            *("某区方案", "一、任务", "（一）新建公园。新建公园2座。（区绿化局）"),
            *("（二）整治河道。", "①清淤河道3条；", "②加固堤防。（区水务局）"),
            "区水务局要抓好落实，各单位按时报送。",
        ],
        WANTED,
    )
    assert made.closing is not None
    assert made.closing.source.text == "区水务局要抓好落实，各单位按时报送。"
    assert made.closing.source.named("lead") == ("区水务局",)
    assert made.chapters[0].clauses[1].source.text == "①清淤河道3条；\n②加固堤防。"


def test_units_behind_a_title_hold_for_all_below_it() -> None:
    found = clauses(
        *("某区方案", "一、任务", "1.新建公园（牵头单位：区绿化局；完成时限：2025年6月底前）"),
        *("新建公园2座，整治绿地3处。", "2.修缮道路。修缮道路8条。（区建管委）"),
    )
    assert found[0] == ("任务", "新建公园", "新建公园2座，整治绿地3处。", ("区绿化局",), ())
    made = draft(
        [
            *("某区方案", "一、任务", "1.新建公园（牵头单位：区绿化局；完成时限：2025年6月底前）"),
            *("新建公园2座，整治绿地3处。", "2.修缮道路。修缮道路8条。（区建管委）"),
        ],
        WANTED,
    )
    assert {str(each.due) for each in made.chapters[0].clauses[0].targets} == {"2025-06-30"}


def test_a_heading_that_commits_is_a_clause_and_one_that_explains_is_not() -> None:
    made = draft(
        [
            *(
                "某区方案",
                "一、总体目标。全年新建公园9座。",
                "（一）生态。改善环境质量。（区生态局）",
            ),
            *("（二）绿化。扩大绿地面积。（区绿化局）", "二、保障", "各单位要提高认识。"),
            *("（一）督查。加强督查。（区府办）", "（二）考核。强化考核。（区府办）"),
        ],
        WANTED,
    )
    assert [(each.title, each.intro, len(each.clauses)) for each in made.chapters] == [
        ("总体目标", "", 3),
        ("保障", "各单位要提高认识。", 2),
    ]
    assert made.chapters[0].clauses[0].source.text == "全年新建公园9座。"


def test_a_title_before_a_colon_or_wide_blank() -> None:
    found = clauses(
        *("某区方案", "一、任务", "1.公园建设：新建公园2座。（区绿化局）"),
        "2.道路修缮  完成道路修缮8条，同步更新路灯。（区建管委）",
    )
    assert [(title, text) for _chapter, title, text, _leads, _support in found] == [
        ("公园建设", "新建公园2座。"),
        ("道路修缮", "完成道路修缮8条，同步更新路灯。"),
    ]


# Tables ---------------------------------------------------------------------------------------


def test_words_and_empty_rows_around_tables() -> None:
    made = draft(
        [
            *("某区任务表", ("", "", ""), ("不是表头", "也不是", "同样")),
            *(("序号", "任务", "责任单位"), ("", "", ""), ("1", "新建公园2座", "区绿化局")),
            *(
                "二、道路",
                ("2", "修缮道路8条", "区建管委"),
                "表下的一句说明不属于任何任务",
                ("3", "少一格"),
            ),
        ],
        WANTED,
    )
    assert [chapter.title for chapter in made.chapters] == ["某区任务表", "道路"]
    assert made.left_out == ("表下的一句说明不属于任何任务",)


def test_a_column_without_a_known_name_that_holds_sentences_is_a_task() -> None:
    made = draft(
        [
            ("序号", "任务", "主要抓手", "责任单位"),
            ("1", "新建公园", "全年新建公园2座，同步建设停车场和配套用房", "区绿化局"),
        ],
        WANTED,
    )
    (clause,) = made.chapters[0].clauses
    assert "2座" in clause.source.text


def test_a_column_called_unit_names_who_is_responsible() -> None:
    assert clauses(("序号", "任务", "单位"), ("1", "新建公园2座", "区绿化局")) == [
        ("（标题）", "", "新建公园2座", ("区绿化局",), ())
    ]


def test_a_row_with_lead_and_responsible_units_asks() -> None:
    made = draft(
        [
            ("序号", "任务", "牵头单位", "责任单位"),
            ("1", "新建公园2座", "区绿化局", "未定，等待研究决定以后再行明确"),
        ],
        WANTED,
    )
    assert made.chapters[0].clauses[0].source.asked == ("label-unknown",)


# Sources --------------------------------------------------------------------------------------


def page(body: str) -> list[object]:
    return list(document_lines(f"<html><body>{body}</body></html>".encode(), "a.html"))


def test_numbers_that_a_page_counts() -> None:
    found = page("<ol><li>新建公园</li><li>2.修缮道路</li></ol><ul><li>其他</li></ul>")
    assert found == ["1.新建公园", "2.修缮道路", "其他"]
    assert page('<ol style="list-style:none"><li>新建公园</li></ol>') == ["新建公园"]


def test_what_a_page_hides_and_tables_that_lay_it_out() -> None:
    hidden = "甲<script>x</script>乙<p>丙<b style='display:none'>丁</b>戊</p>"
    assert page(hidden) == ["甲乙", "丙戊"]
    assert page("<table><tr><td><table><tr><td>一、任务</td></tr></table></td></tr></table>") == [
        "一、任务"
    ]


def test_a_cell_that_spans_three_rows_and_one_that_spans_the_earth() -> None:
    rows = "<tr><td rowspan=3>甲</td><td>乙</td></tr><tr><td>丙</td></tr><tr><td>丁</td></tr>"
    assert [row[1] for row in page(f"<table>{rows}</table>")] == ["乙", "丙", "丁"]  # type: ignore[index]
    wide = page("<table><tr><td colspan=999>甲</td><td>乙</td></tr><tr><td>丙</td></tr></table>")
    assert len(wide) == 2


@pytest.mark.parametrize("body", ["", "<script>x</script>"])
def test_a_page_without_text(body: str) -> None:
    with pytest.raises(DocumentError, match="holds no text"):
        page(body)


def test_a_package_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    monkeypatch.delitem(sys.modules, "hpplan.drafting.sources.pdf", raising=False)
    with pytest.raises(DocumentError) as caught:
        document_lines(b"%PDF-1.7", "a.pdf")
    assert (caught.value.message, caught.value.hint) == (
        "reading this format needs pypdfium2, which is not installed",
        "install hpplan with [draft]",
    )


def test_ids_without_the_package_that_spells_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypinyin", None)
    assert unit_ids(["区水务局", "区水务局", "区建管委"]) == {
        "区水务局": "unit",
        "区建管委": "unit2",
    }
