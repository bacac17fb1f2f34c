"""A damaged text: always noticed, repaired when asked, and no figure of it trusted."""

from __future__ import annotations

import pytest

from hpplan.drafting.damage import damage, odd_places, repaired_lines, with_boxes
from hpplan.drafting.layout import plan_yaml
from hpplan.drafting.plan import draft

TEXT = [
    "某區2025年工(gōng)作方案",
    "一(yī)、主要任務",
    "1.完成改造。新建管道?5.1公里、泵站?0座。(責任單位:區房管局)",
    "2.建成公園。建成公園2座。(責任單位:區綠化局)",
]


@pytest.mark.parametrize(
    ("text", "readings", "odd"),
    [
        ("企業(yè)為民", 1, []),
        ("深入貫徹黨的二十大(dà)精神", 1, []),
        ("按照?執行", 0, [2]),
        ("管道\ufffd5公里", 0, [2]),
        ("是否完成？", 0, []),
        ("接入（kW）以上", 0, []),
        ("新建5G（NR）基站", 0, []),
        ("約3,300公頃，其中包括「明日大嶼」", 0, []),
    ],
)
def test_what_is_damaged(text: str, readings: int, odd: list[int]) -> None:
    assert (damage(text).readings, list(odd_places(text))) == (readings, odd)


def test_what_stands_beside_a_digit_is_marked() -> None:
    assert with_boxes("燃气管道?5.1公里") == "燃气管道□5.1公里"
    assert with_boxes("按照?执行") == "按照?执行"


@pytest.mark.parametrize("is_repaired", [False, True])
def test_no_figure_beside_an_odd_character_is_trusted(is_repaired: bool) -> None:  # noqa: FBT001
    plan = draft(repaired_lines(TEXT) if is_repaired else TEXT)
    assert "damaged" in plan.asked
    found = plan.chapters[0].clauses[0].targets
    assert [each.illegible for each in found] == ["□5.1", "□0"]
    assert 'illegible: {at_least: "□5.1"}' in plan_yaml(plan)
    assert plan.chapters[0].clauses[1].targets[0].illegible == ""


def test_repair_drops_readings_and_simplifies() -> None:
    assert repaired_lines(TEXT)[0] == "某区2025年工作方案"
    assert repaired_lines([("企業(yè)", "為民")]) == [("企业", "为民")]


def test_an_undamaged_text_is_left_as_it_is() -> None:
    assert repaired_lines(["為期一年的計劃"]) == ["為期一年的計劃"]
