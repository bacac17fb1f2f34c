"""Problems as a person sees them on a terminal: the line, a mark under the very cell, the hint."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from hpplan.check import Extent
from hpplan.output.terminal import problems as render
from hpplan.problem import (
    LONGEST_LINE,
    MOST,
    Position,
    Problem,
    at_line,
    capped,
    in_order,
    is_warning,
)
from plans import placed

if TYPE_CHECKING:
    from golden import Golden


def problem(column: int, line: str, width: int = 1, hint: str = "", code: str = "HP306") -> Problem:
    return at_line(code, "错", Position("a.csv", 2, column), line, hint=hint, width=width)


def frame(*given: Problem, columns: int = 80) -> list[str]:
    return render.problems_text(given, frames=columns).split("\n")


def test_the_mark_stands_under_the_cell_where_chinese_takes_two_columns(golden: Golden) -> None:
    *shown, hint = frame(problem(16, "2025-03-31,加梯项,约50个,,,", 4, "write the exact figure"))
    assert shown == [
        "a.csv:2:16: HP306 错",
        "  2 | 2025-03-31,加梯项,约50个,,,",
        "    |                   ^^^^^^",
    ]
    golden.says(hint)


def test_a_hint_is_wrapped_to_the_terminal_not_to_the_mark(golden: Golden) -> None:
    hint = "require it, give the date that it belongs to, explain it in the context"
    lines = frame(problem(1, "x", 1, hint), columns=40)[3:]
    assert 30 < max(map(len, lines)) <= 40
    golden.says(lines)


def test_a_fault_far_behind_is_shown_with_what_stands_around_it() -> None:
    line = "".join(f"c{n:03d}," for n in range(100))
    _first, shown, mark, *_rest = frame(problem(251, line, 4))
    assert shown == "  2 | …c046,c047,c048,c049,c050,c051,c052,c053,c054,c055,c056,c057,c058…"
    assert mark == "    |                      ^^^^"


def test_controls_before_a_fault_take_the_columns_in_which_they_are_shown() -> None:
    _first, shown, mark = frame(problem(3, "\x1b[x", 1))
    assert (shown, mark) == ("  2 | <U+001B>[x", "    |          ^")


@pytest.mark.parametrize("column", [1, 1000, 30_000, 49_999])
def test_of_a_long_line_only_what_is_around_the_fault_is_kept(column: int) -> None:
    line = "".join(f"{n:05d}" for n in range(10_000))
    found = problem(column, line)
    assert len(found.excerpt) <= LONGEST_LINE
    assert found.excerpt[column - 1 - found.begin] == line[column - 1]
    _first, shown, mark = frame(found)
    assert shown[mark.index("^")] == line[column - 1]
    assert len(shown) <= 80


def test_problems_stand_in_order_and_once() -> None:
    second, first = problem(9, "x"), problem(2, "x")
    assert in_order([second, first, second]) == [first, second]


def test_of_one_file_so_many_errors_and_warnings_are_listed(golden: Golden) -> None:
    errors = [problem(n + 1, "") for n in range(MOST + 5)]
    warnings = [problem(n + 1, "", code="HP353") for n in range(MOST)]
    other = Problem("HP306", "错", Position("b.csv", 1, 1))
    found = capped([*errors, *warnings, other])
    assert len(found) == 2 * MOST + 2
    (more,) = (str(each) for each in found if each.code == "HP151")
    assert placed([more]) == ["a.csv: HP151"]
    golden.says(more)
    assert capped(errors[:MOST]) == errors[:MOST]


@pytest.mark.parametrize(
    ("code", "expected"), [("HP101", False), ("HP350", False), ("HP151", True), ("HP299", True)]
)
def test_codes_from_51_on_are_warnings(code: str, expected: bool) -> None:  # noqa: FBT001
    assert is_warning(code) == expected


def test_on_a_terminal_problems_stand_file_by_file(golden: Golden) -> None:
    found = [
        at_line("HP357", "已完成", Position("b.csv", 3, 1), "x", hint="name its evidence"),
        at_line("HP306", "错", Position("a.csv", 2, 1), "x", hint="write the figure"),
        at_line("HP357", "已完成", Position("a.csv", 9, 1), "x", hint="name its evidence"),
        at_line("HP306", "错", Position("b.csv", 1, 1), "x", hint="write the figure"),
    ]
    text = render.grouped_frames(found, 60)
    golden.says(text.split("\n"))
    paths = [line.split(":")[0] for line in text.split("\n") if ".csv:" in line]
    assert paths == ["a.csv", "a.csv", "b.csv", "b.csv"]
    assert text.count("name its evidence") == text.count("write the figure") == 1
    assert "──" not in render.grouped_frames(found[1:3], 60)  # one file alone


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (0, []),
        (7, []),
        (7, [problem(1, "x", code="HP357")]),
        (7, [problem(1, "x", code="HP357"), problem(5, "x")]),
        (0, [problem(9, "x", code="HP271")]),
    ],
)
def test_what_to_do_next_is_one_line(rows: int, found: list[Problem], golden: Golden) -> None:
    extent = Extent(1, 1, Fraction(1), 1, rows, 1, is_draft=False)
    said = render.next_step(extent, found)
    assert "\n" not in said
    golden.says(said, f"{rows} rows, {len(found)} found")
