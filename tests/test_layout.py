from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from hpplan.output.terminal.layout import GAP, beside, fit, flow, share_out, wrap

CLOSING = "，。、；：！？”’）》】」』％…—.,;:!?)"

words = st.text(st.sampled_from("abcdeXYZ0123456789-@%/<>+="), min_size=1, max_size=9)
hanzi = st.text(st.sampled_from("街一路更新居住环境品质提升区"), min_size=1, max_size=12)
closed = st.builds("".join, st.tuples(hanzi | words, st.sampled_from(CLOSING)))
opened = st.builds("“{}”".format, hanzi)
sentences = st.lists(hanzi | words | closed | opened | st.just(" ") | st.just("12 个"), max_size=30)
# Chinese, perhaps a word, perhaps a mark behind it: no piece longer than twelve columns.
phrases = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["", "“", "（"]),
    hanzi,
    st.just("") | st.text("abc019@%", min_size=1, max_size=8),
    st.just("") | st.sampled_from(CLOSING),
)
# Whatever a name or a note may hold; controls and invisible marks are made visible before.
anything = st.text(st.characters(exclude_categories=("Cc", "Cf", "Cs", "Co", "Cn", "Me", "Mn")))


def without_blanks(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, [""]),
        ("   ", 10, [""]),
        ("规模化加梯", 10, ["规模化加梯"]),
        ("规模化加梯", 9, ["规模化加", "梯"]),
        ("12 of 30 个", 8, ["12 of 30", "个"]),
        ("SPI 0.57 (off-track below 0.60).", 18, ["SPI 0.57", "(off-track below", "0.60)."]),
        ("even progress expects 12 万平方米", 25, ["even progress expects 12", "万平方米"]),
        # a mark stays with what it closes, and takes it along to the next line
        ("街道、街区", 4, ["街", "道、", "街区"]),
        ("街道、街区", 5, ["街", "道、", "街区"]),
        ("街道、街区", 6, ["街道、", "街区"]),
        ("改造。）再说", 6, ["改", "造。）", "再说"]),
        ("达到75%，还差", 9, ["达到75%，", "还差"]),
        ("达到75%，还差", 8, ["达到", "75%，还", "差"]),
        # an opening mark goes along with what it opens
        ("一片“一街一路”", 6, ["一片", "“一街", "一路”"]),
        ("打造（街区）", 6, ["打造", "（街", "区）"]),
        # a blank at a break is the break
        ("ab   cd", 3, ["ab", "cd"]),
        # an id is not torn while it fits
        ("见 1.2b@2025@waitan 一项", 16, ["见", "1.2b@2025@waitan", "一项"]),
        # what no line can hold is cut, and its mark still begins none
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("abcdefg。", 4, ["abcd", "ef", "g。"]),
    ],
)
def test_wrap(text: str, width: int, lines: list[str]) -> None:
    assert wrap(text, width) == lines


@given(sentences.map("".join) | anything, st.integers(min_value=4, max_value=60))
def test_nothing_is_lost_and_every_line_fits(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert without_blanks("".join(lines)) == without_blanks(text)
    assert max(cell_len(line) for line in lines) <= width


@given(st.lists(phrases).map("".join), st.integers(min_value=12, max_value=60))
def test_no_line_begins_with_a_closing_mark(text: str, width: int) -> None:
    assert [line for line in wrap(text, width) if line.startswith(tuple(CLOSING))] == []


@given(sentences.map("".join), st.integers(min_value=4, max_value=60))
def test_no_line_begins_or_ends_with_a_blank_and_none_is_empty(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert [line for line in lines if line != line.strip()] == []
    assert lines == [""] or all(lines)


@given(sentences.map("".join), st.integers(min_value=4, max_value=60))
def test_a_text_that_fits_stays_on_one_line(text: str, width: int) -> None:
    text = " ".join(text.split())
    if cell_len(text) <= width:
        assert wrap(text, width) == [text]


@given(sentences.map("".join), st.integers(min_value=4, max_value=60))
def test_a_line_is_not_broken_earlier_than_need_be(text: str, width: int) -> None:
    """Two lines that would fit on one are one."""
    for one, other in pairwise(wrap(" ".join(text.split()), width)):
        assert cell_len(f"{one} {other}") > width


def test_fit_keeps_the_breaks_of_the_text() -> None:
    assert fit("2026-12-31\n39 days left", 12) == "2026-12-31\n39 days left"
    assert fit("2026-12-31\n39 days left", 10) == "2026-12-31\n39 days\nleft"


def test_cells_stand_side_by_side_each_column_at_its_place() -> None:
    cells = ("1.1d", "规模化加梯全覆盖", "区房管局", "2026-12-31\n39 days left")
    assert beside(cells, (4, 8, 8, 12)) == [
        "1.1d  规模化加  区房管局  2026-12-31",
        "      梯全覆盖            39 days left",
    ]


def test_an_odd_width_leaves_a_blank_behind_chinese() -> None:
    assert beside(("街区路", "x"), (5, 1)) == ["街区   x", "路"]


@given(
    st.lists(st.tuples(sentences.map("".join), st.integers(4, 30)), min_size=1, max_size=5),
)
def test_cells_never_run_into_their_neighbours(columns: list[tuple[str, int]]) -> None:
    lines = beside([text for text, _width in columns], [width for _text, width in columns])
    room = sum(width + GAP for _text, width in columns) - GAP
    assert max(cell_len(line) for line in lines) <= room
    joined = without_blanks("".join(lines))
    assert sorted(joined) == sorted(without_blanks("".join(text for text, _width in columns)))


@pytest.mark.parametrize(
    ("room", "wanted", "weights", "widths"),
    [
        (60, [10, 20, 5], (4, 4, 3), [10, 20, 5]),  # room for all
        (35, [10, 20, 5], (4, 4, 3), [10, 20, 5]),  # just so
        (40, [10, 50, 5], (4, 4, 3), [10, 25, 5]),  # what some leave, another takes
        (44, [99, 99, 99], (4, 4, 3), [16, 16, 12]),
        (40, [99, 99], (3, 1), [30, 10]),
        (6, [99, 99, 99], (4, 4, 3), [4, 4, 4]),  # two Chinese characters at the least
    ],
)
def test_a_room_is_shared_out(
    room: int, wanted: list[int], weights: tuple[int, ...], widths: list[int]
) -> None:
    assert share_out(room, wanted, weights) == widths


@given(
    st.integers(min_value=12, max_value=120),
    st.tuples(*[st.integers(min_value=4, max_value=90)] * 3),
)
def test_shares_are_within_the_room_and_what_is_wanted(
    room: int, wanted: tuple[int, int, int]
) -> None:
    widths = share_out(room, wanted, (1, 1, 1))
    assert sum(widths) <= room
    assert all(4 <= width <= most for width, most in zip(widths, wanted, strict=True))
    if sum(wanted) > room:  # hardly a column is given away
        assert sum(widths) > room - 3


@pytest.mark.parametrize(
    ("entries", "width", "lines"),
    [
        ([], 10, ""),
        (["逾期 1"], 3, "逾期 1"),
        (["逾期 1", "met 2"], 13, "逾期 1  met 2"),
        (["逾期 1", "met 2"], 12, "逾期 1\nmet 2"),
        (["a 1", "b 2", "c 3"], 8, "a 1  b 2\nc 3"),
    ],
)
def test_entries_are_never_broken(entries: list[str], width: int, lines: str) -> None:
    assert flow(entries, width) == lines
