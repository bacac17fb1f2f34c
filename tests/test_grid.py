"""The cells of a table, as text with their places."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hpplan.errors import CellError
from hpplan.forms.grid import Grid, Value
from hpplan.forms.parts import Marks
from hpplan.forms.tables import read_grids

if TYPE_CHECKING:
    from golden import Golden


MIB = 2**20


def grid(*values: Value, marks: Marks | None = None, from_1904: bool = False) -> Grid:
    """A sheet of one row."""
    return Grid("a.xlsx", "表", [(1, list(values))], [], marks or Marks(), from_1904)


def text_of(value: Value, marks: Marks | None = None, *, percentage: bool = False) -> str:
    return grid(value, marks=marks).cell(1, 0, [value], percentage=percentage)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("文字 ", "文字 "),
        (12.0, "12"),
        (12, "12"),
        (0.1 + 0.2, "0.3"),
        (1e20, "100000000000000000000"),
        (1e-7, "0.0000001"),
        (-2.5, "-2.5"),
        (1234567.891, "1234567.891"),
        (True, "TRUE"),
        (False, "FALSE"),
        (date(2025, 6, 30), "2025-06-30"),
        (datetime(2025, 6, 30), "2025-06-30"),  # noqa: DTZ001
        (datetime(2025, 6, 30, 9, 30), "2025-06-30 09:30:00"),  # noqa: DTZ001
        (time(9, 30), "09:30:00"),
        (timedelta(hours=30), "1 day, 6:00:00"),
        (float("nan"), "NaN"),
        (float("-inf"), "-Infinity"),
    ],
)
def test_a_cell_is_what_a_person_would_have_typed(value: Value, text: str) -> None:
    assert text_of(value) == text


@pytest.mark.parametrize(("value", "text"), [(0.4, "40%"), (1, "100%"), (0.07, "7%"), (0, "0%")])
def test_a_number_that_is_shown_as_a_percentage_is_one(value: float, text: str) -> None:
    assert text_of(value, Marks(percents={(1, 1)}), percentage=True) == text


@pytest.mark.parametrize("value", [0.4, 0.999, 0.0001, 1])
def test_a_share_may_be_two_percentages(value: float, golden: Golden) -> None:
    with pytest.raises(CellError) as caught:
        text_of(value, percentage=True)
    golden.says(caught.value.message)
    assert text_of(value) == str(value)


@pytest.mark.parametrize("value", [0, 1.5, 40, "0.4", "1"])
def test_what_is_no_share_is_no_riddle(value: Value) -> None:
    assert text_of(value, percentage=True) == str(value)


@pytest.mark.parametrize("text", ["#REF!", "#N/A", " #DIV/0! ", "＃ＲＥＦ！", "#NAME?", "########"])
def test_a_text_that_shows_an_error_is_one(text: str, golden: Golden) -> None:
    with pytest.raises(CellError, match="“#") as caught:
        text_of(text)
    golden.says(caught.value.message)


@pytest.mark.parametrize("text", ["#", "#1楼", "见#REF!", "N/A", "##"])
def test_other_texts_are_texts(text: str) -> None:
    assert text_of(text) == text


def test_cells_of_errors_and_uncalculated_ones_hold_something(golden: Golden) -> None:
    marks = Marks(errors={(1, 1): "#NUM!"}, uncalculated={(1, 2)})
    row: list[Value] = ["", "", " ", ""]
    found = grid(*row, marks=marks)
    assert [found.holds(1, at, row) for at in range(6)] == [True, True, False, False, False, False]
    for at in (0, 1):
        with pytest.raises(CellError) as caught:
            found.cell(1, at, row)
        golden.says(caught.value.message)
    assert found.cell(1, 5, row) == ""


@pytest.mark.parametrize(
    ("value", "day"),
    [
        (45838, "2025-06-30"),
        (45838.0, "2025-06-30"),
        (45838.5, "45838.5"),
        (12, "12"),
        ("45838", "45838"),
        (True, "TRUE"),
        (datetime(2025, 6, 30, 9, 30), "2025-06-30"),  # noqa: DTZ001
        ("2025/6/30 0:00:00", "2025/6/30"),
        ("2025年6月30日 09:30", "2025年6月30日"),
        ("2025-06-30T09:30:00", "2025-06-30"),
        ("９:30", "9:30"),
    ],
)
def test_a_day_is_a_serial_number_a_moment_or_what_was_typed(value: Value, day: str) -> None:
    assert grid(value).day(1, 0, [value]) == day


def test_a_serial_number_from_1904() -> None:
    assert grid(44376, from_1904=True).day(1, 0, [44376]) == "2025-06-30"


@given(st.floats(0, 999_999_999, allow_nan=False))
def test_a_number_keeps_fifteen_digits(value: float) -> None:
    text = text_of(value)
    assert "e" not in text
    assert float(text) == float(format(value, ".15g"))


def test_a_fault_names_sheet_and_cell() -> None:
    problem = grid().problem(CellError("HP404", "text", "hint"), 7, 27)
    assert str(problem) == "a.xlsx:表!AB7: HP404 text"


def test_a_csv_names_line_and_column() -> None:
    (found,), problems = read_grids(b'a,"b\nc",d\n1,2,3\n', "a.csv", MIB)
    assert problems == []
    assert found.rows == [(1, ["a", "b\nc", "d"]), (3, ["1", "2", "3"])]
    assert str(found.problem(CellError("HP404", "text"), 1, 2).position) == "a.csv:2:4"
