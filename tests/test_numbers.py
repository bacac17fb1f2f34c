from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hpplan.numbers import Number, decimal_text, exact, in_range, percent, rounded


@pytest.mark.parametrize("value", [30, Decimal(30), Decimal("30.00"), Fraction(60, 2)])
def test_whole_numbers_are_ints(value: int | Decimal | Fraction) -> None:
    assert exact(value) == 30
    assert type(exact(value)) is int


def test_decimals_lose_nothing() -> None:
    assert exact(Decimal("0.1")) + exact(Decimal("0.2")) == exact(Decimal("0.3"))
    assert exact(Decimal("15.1")) == Fraction(151, 10)


@pytest.mark.parametrize(
    ("value", "fits"),
    [
        (10**15 - 1, True),
        (10**15, False),
        (-(10**15), False),
        (Decimal("999999999999999.999999999"), True),
        (Decimal("1E+15"), False),
        (Decimal("0.000000001"), True),
        (Decimal("0.0000000001"), False),
        (Decimal("NaN"), False),
        (Decimal("-Infinity"), False),
    ],
)
def test_figures_have_a_range(value: int | Decimal, *, fits: bool) -> None:
    assert in_range(value) is fits


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (1200, "1200"),
        (-3, "-3"),
        (Fraction(151, 10), "15.1"),
        (Fraction(1, 20), "0.05"),
        (Fraction(-1, 4), "-0.25"),
        (Fraction(1, 10**9), "0.000000001"),
        (Fraction(1, 3), "0.333333333"),
        (Fraction(2, 3), "0.666666667"),
    ],
)
def test_numbers_are_written_in_full(value: Number, text: str) -> None:
    assert decimal_text(value) == text


@settings(deadline=None)
@given(st.decimals(min_value=-(10**15), max_value=10**15, places=9))
def test_what_was_written_in_full_reads_back(value: Decimal) -> None:
    assert exact(Decimal(decimal_text(exact(value)))) == exact(value)


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (Fraction(3, 4), 2, "0.75"),
        (Fraction(40, 3), 2, "13.33"),
        (1, 2, "1.00"),
        (Fraction(1, 200), 2, "0.01"),  # half goes away from zero, as people round
        (Fraction(5, 2), 0, "3"),
        (Fraction(-5, 2), 0, "-3"),
        (Fraction(1999, 1000), 2, "2.00"),
        (Fraction(-1, 1000), 2, "0.00"),
    ],
)
def test_numbers_are_rounded_as_people_do(value: Number, decimals: int, text: str) -> None:
    assert rounded(value, decimals) == text


def test_shares_are_percentages() -> None:
    assert percent(Fraction(3, 4)) == "75%"
    assert percent(Fraction(1, 200)) == "1%"
    assert percent(2) == "200%"
