"""Who is responsible, by the words around the names of units."""

from __future__ import annotations

import pytest

from hpplan.wording.units import responsible


@pytest.mark.parametrize(
    ("text", "leads", "support"),
    [
        ("牵头单位：区房管局、区建管委", ["区房管局", "区建管委"], []),
        ("责任单位：区房管局；配合单位：各街道", ["区房管局"], ["各街道"]),
        ("牵头单位：市科技局，参与单位：市财政局", ["市科技局"], ["市财政局"]),
        ("市教育局、市公安局负责", ["市教育局", "市公安局"], []),
        ("市教育局牵头，市公安局、市财政局配合", ["市教育局"], ["市公安局", "市财政局"]),
        ("市教育局牵头，市公安局等按职责分工负责", ["市教育局"], ["市公安局"]),
        ("区生态环境局牵头，各街道负责落实", ["区生态环境局"], ["各街道"]),
        ("市教育局、市公安局按职责分工负责", ["市教育局", "市公安局"], []),
        ("責任單位：發展局", ["發展局"], []),
    ],
)
def test_who_is_responsible(text: str, leads: list[str], support: list[str]) -> None:
    said = responsible(text)
    assert [list(said.named(role)) for role in ("lead", "support")] == [leads, support]


def test_a_label_that_nobody_foresaw_helps_and_asks() -> None:
    said = responsible("牵头单位：市科技局；协调主体：市财政局")
    assert said.named("lead") == ("市科技局",)
    assert said.named("support") == ("市财政局",)
    assert "label-unknown" in said.asked


def test_the_day_in_a_bracket_of_units() -> None:
    said = responsible("牵头单位：市科技局；完成时限：2025年6月底")
    assert (said.named("lead"), said.due) == (("市科技局",), "2025年6月底")
