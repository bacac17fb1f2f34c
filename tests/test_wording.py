"""The words of a document: figures and dates, read exactly and with their places."""

from __future__ import annotations

import time
from datetime import date
from decimal import Decimal

import pytest

from hpplan.wording.dates import date_spans
from hpplan.wording.figures import names_of, quantities, spelled_number
from hpplan.wording.folding import fold
from hpplan.wording.scales import scale_of

ISSUED = date(2024, 3, 28)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("新增绿道1,200米", [("1200", "米")]),
        ("新增绿道１，２００米", [("1200", "米")]),
        ("约 3,300 公頃", [("3300", "公頃")]),
        ("改造３０个小区", [("30", "个")]),
        ("3万平方米", [("30000", "平方米")]),
        ("3.5亿元", [("350000000", "元")]),
        ("1.2万亿元", [("1200000000000", "元")]),
        ("5万余人次", [("50000", "人次")]),
        ("公园三十个、十二项", [("30", "个"), ("12", "项")]),
        ("两千零五户", [("2005", "户")]),
        ("一万二千个", [("12000", "个")]),
        ("三万五千零六户", [("35006", "户")]),
        ("三点五万户", [("35000", "户")]),
        ("两千万元", [("20000000", "元")]),
        ("一万二个", []),
        ("百分之九十", [("90", "%")]),
        ("百分之九点五", [("9.5", "%")]),
        ("百分之９０", [("90", "%")]),
        ("千分之三", [("3", "‰")]),
        ("9.6％", [("9.6", "%")]),
        ("防止二次污染，走出一条高质量发展道路，办好一件事", []),
        ("十分重要，三部门联合，二级旧里，三级体检，三位一体，二十届三中全会，坚持四个相结合", []),
        ("几十个，上百个，第三个，统一", []),
        ("30微克/立方米", [("30", "微克/立方米")]),
        ("1500吨/日", [("1500", "吨/日")]),
        ("十五分钟生活圈", [("15", "分钟")]),
        ("5G网络，PM2.5，12345热线", [("5", ""), ("2.5", ""), ("12345", "")]),
    ],
)
def test_figures(text: str, expected: list[tuple[str, str]]) -> None:
    found = [(each.value, each.uom) for each in quantities(text)]
    assert found == [(Decimal(value), uom) for value, uom in expected]


@pytest.mark.parametrize(
    ("text", "lost"), [("□5.1公里", "□5.1"), ("□0片", "□0"), ("5□公里", "5□"), ("5.1公里", "")]
)
def test_a_figure_that_lost_a_digit(text: str, lost: str) -> None:
    assert [each.lost for each in quantities(text)] == [lost]


def test_a_numeral_in_a_set_phrase_is_a_figure_where_it_is_asked_for() -> None:
    assert quantities("打造一个平台") == []
    assert [each.value for each in quantities("打造一个平台", phrases=True)] == [1]


def test_the_place_and_the_names_of_a_figure() -> None:
    text = "新增绿地约２.5万余平方米，其中"
    [found] = quantities(text)
    assert text[found.start : found.end] == "２.5万"
    assert text[found.uom_end - len(found.uom) : found.uom_end] == "平方米"
    assert names_of(found, text) == ["２.5万", "２.5", "2.5", "25000"]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("三十", 30),
        ("十二", 12),
        ("一百零五", 105),
        ("两千", 2000),
        ("廿八", 28),
        ("三万五千零六", 35006),
        ("百三五十", None),
        ("一十十", None),
        ("一万二", None),
    ],
)
def test_chinese_numerals(text: str, number: int | None) -> None:
    assert spelled_number(text) == number


@pytest.mark.parametrize(
    ("uom", "scale"),
    [("万平方米", 10**4), ("亿元", 10**8), ("千米", 1), ("千人", 1000), ("百分点", 1), ("个", 1)],
)
def test_the_scale_in_a_unit_of_measure(uom: str, scale: int) -> None:
    assert scale_of(uom) == scale


def test_folding_keeps_every_place() -> None:
    text = "（一）約３，３００公頃,其中:"
    assert len(fold(text)) == len(text)
    assert fold(text) == "（一）约3,300公顷，其中："


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("到2025年底", "2025-12-31"),
        ("2025年年底前", "2025-12-31"),
        ("到2025年一季度", "2025-03-31"),
        ("到2025年上半年", "2025-06-30"),
        ("到2025年年中", "2025-06-30"),
        ("到2025年三季度末", "2025-09-30"),
        ("2025年第3季度", "2025-09-30"),
        ("2026年5月前", "2026-04-30"),
        ("2026年5月底前", "2026-05-31"),
        ("2026年前", "2025-12-31"),
        ("6月底前", "2024-06-30"),
        ("9月15日前", "2024-09-15"),
        ("十月底前", "2024-10-31"),
        ("六月三十日前", "2024-06-30"),
        ("二〇二五年六月底前", "2025-06-30"),
        ("5月初", "2024-05-10"),
        ("一季度", "2024-03-31"),
        ("三季度末", "2024-09-30"),
        ("上半年", "2024-06-30"),
        ("年中", "2024-06-30"),
        ("年底前", "2024-12-31"),
        ("年前", "2024-12-31"),
        ("２０２５年１０月底", "2025-10-31"),
        ("2023 年第一季或之前", "2023-03-31"),
        ("2024年2月底", "2024-02-29"),
        ("2025年6月1日至9月30日", "2025-09-30"),
        ("2025年3月—9月底", "2025-09-30"),
        ("2025年至2026年", "2026-12-31"),
        ("2025年6-9月", "2025-09-30"),
        ("2025年二、三季度", "2025-09-30"),
    ],
)
def test_the_day_by_which_something_is_due(text: str, due: str) -> None:
    [span] = date_spans(f"{text}完成改造", 2024, ISSUED)
    assert (span.due.isoformat(), span.use, span.end) == (due, "due", len(text))


def test_a_span_of_years_counts_from_the_day_of_issue() -> None:
    [span] = date_spans("5年内建成", 2024, ISSUED)
    assert (span.precision, span.due) == ("within", date(2029, 3, 27))


@pytest.mark.parametrize(
    "text",
    [
        "每年打造一片",
        "安远路899号",
        "2号线",
        "三年行动计划",
        "到2025年13月",
        "一年中",
        "从2025年起",
    ],
)
def test_what_is_no_deadline(text: str) -> None:
    assert [span for span in date_spans(text, 2024, ISSUED) if span.use == "due"] == []


@pytest.mark.parametrize(
    "sign", ["□", "在", "一", "百分之", "2025年", "1,", "5年内", "万", "年", "（", "1"]
)
def test_no_text_takes_long(sign: str) -> None:
    text = sign * (100_000 // len(sign))
    begin = time.process_time()
    quantities(text)
    date_spans(text, 2024, ISSUED)
    assert time.process_time() - begin < 10
