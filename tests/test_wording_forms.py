"""Rarer forms of dates, figures, names and sentences that say who is responsible."""

from __future__ import annotations

from datetime import date

import pytest

from hpplan.wording.brackets import unit_brackets
from hpplan.wording.dates import date_spans
from hpplan.wording.figures import quantities
from hpplan.wording.subjects import subjects
from hpplan.wording.units import responsible


@pytest.mark.parametrize(
    ("text", "due", "use"),
    [
        ("2025年6月中旬完成", "2025-06-20", "due"),
        ("2025年6月中完成", "2025-06-15", "due"),
        ("下半年完成", "2024-12-31", "due"),
        ("2025年初完成", "2025-01-31", "due"),
        ("明年上半年建成", "2025-06-30", "due"),
        ("明年建成", "2025-12-31", "due"),
        ("“十四五”末建成", "2025-12-31", "due"),
        ("十五五期间建成", "2030-12-31", "bare"),
        ("覆盖率2026年达到80%", "2026-12-31", "due"),
        ("总结，2025年报告的经验", "2025-12-31", "named"),
    ],
)
def test_days_in_rarer_words(text: str, due: str, use: str) -> None:
    [span] = date_spans(text, 2024, date(2024, 1, 1))
    assert (str(span.due), span.use) == (due, use)


@pytest.mark.parametrize(
    "text",
    [
        "2025年13月",
        "2026年至2025年",
        "2025年9月至3月",
        "2025年三、二季度",
        "每年年底",
        "30个工作日内",
        "〇年内",
    ],
)
def test_what_names_no_span(text: str) -> None:
    found = date_spans(text, None, date(2024, 1, 1))
    assert [each for each in found if each.precision in {"span", "within", "day"}] == []


def test_a_share_in_words_that_is_no_number() -> None:
    assert [each.uom for each in quantities("百分之十十")] == []
    assert [(str(each.value), each.uom) for each in quantities("减少三成。")] == [("3", "成")]
    assert [str(each.value) for each in quantities("站点二十五个，一点五个")] == ["25", "1.5"]


@pytest.mark.parametrize(
    ("text", "leads", "support"),
    [
        ("区住建局牵头、区发改局、区城管局参与", ["区住建局"], ["区发改局", "区城管局"]),
        ("区市监局；参加单位：区税务局", ["区市监局"], ["区税务局"]),
        ("区农业局，区林业局配合", ["区农业局"], ["区林业局"]),
        ("区自然资源局负责牵头落实", ["区自然资源局"], []),
        ("区建管委牵头，燃气公司实施", ["区建管委"], ["燃气公司"]),
        ("责任单位：区建管委按职责分工负责，区财政局配合", ["区建管委"], ["区财政局"]),
        ("牵头、配合单位：区建管委", ["区建管委"], []),
        ("由区水务局会同区城管局办理", ["区水务局"], ["区城管局"]),
        ("由县供销社会同县市监局负责", ["县供销社"], ["县市监局"]),
        ("区大数据中心牵头，各部门按职责分工", ["区大数据中心"], ["各部门"]),
        ("区科委、各运营商", ["区科委", "各运营商"], []),
        ("区水务局、 ，区城管局、。", ["区水务局", "区城管局"], []),
        ("各区、县（市）政府，相关部门", ["各区、县（市）政府"], []),
    ],
)
def test_names_and_the_words_around_them(text: str, leads: list[str], support: list[str]) -> None:
    said = responsible(text)
    assert [list(said.named(role)) for role in ("lead", "support")] == [leads, support]


def test_a_bracket_that_does_not_close_names_nobody() -> None:
    assert unit_brackets("建设公园。（区绿化局牵头") == []
    assert unit_brackets("建设）公园（含两处绿地）。") == []


@pytest.mark.parametrize(
    ("text", "leads", "asked"),
    [
        ("由区人社局牵头，区财政局配合，建立机制。", ["区人社局"], ()),
        (
            "区教育局要推动合作。区人社局负责建设市场5个。",
            ["区教育局", "区人社局"],
            ("label-unknown",),
        ),
        ("区工信局会同区商务局推进改造。", ["区工信局"], ("label-unknown",)),
        ("各单位要高度重视。", [], ()),
        ("改造任务要求较高。由专人负责管理。", [], ()),
    ],
)
def test_units_that_are_the_subject_of_a_sentence(
    text: str, leads: list[str], asked: tuple[str, ...]
) -> None:
    found = subjects(text)
    assert [name for each in found for name in each.said.named("lead")] == leads
    assert tuple(dict.fromkeys(code for each in found for code in each.said.asked)) == asked
    for each in found:
        assert all(text[unit.start : unit.end] == unit.name for unit in each.said.units)
