"""Words and names as messages quote them."""

from __future__ import annotations

import pytest

from hpplan.words import LONGEST_WORD, nearest, shortened, some


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一", "一"),
        ("一\n二\t三", "一 二 三"),
        ("x" * 40, "x" * 40),
        ("x" * 41, "x" * 40 + "…"),
        (" " * 100_000 + "x", "x"),
        ("x y" * 100_000, ("x y" * 20)[:40] + "…"),
    ],
)
def test_a_text_is_quoted_on_one_line(text: str, expected: str) -> None:
    assert shortened(text) == expected


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ([], ""),
        (["甲", "乙"], "甲、乙"),
        (["甲", "乙", "丙"], "甲、乙 and 1 more"),
        (["甲", "乙", "丙", "丁"], "甲、乙 and 2 more"),
    ],
)
def test_of_many_names_the_first_are_said(names: list[str], expected: str) -> None:
    assert some(names, 2) == expected


def test_the_nearest_word_is_found_whatever_its_case() -> None:
    assert nearest("Waitna", ["yuyuan", "waitan"]) == "waitan"
    assert nearest("x", ["yuyuan", "waitan"]) is None
    assert nearest("waitan" + "n" * LONGEST_WORD, ["waitan" + "n" * LONGEST_WORD]) is None
