"""Exact numbers: whole ones are ints, others are Fractions, and people see decimals."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

Number = int | Fraction

DIGITS = 15
LARGEST: int = 10**DIGITS
DECIMALS = 9

COMPUTED_DIGITS = range(12, 18)
"""Digits of a figure that a spreadsheet computed: it keeps up to 17, those at the end may be 0."""

_SCALE: int = 10**DECIMALS


def exact(value: int | Decimal | Fraction) -> Number:
    """The number as an int where it is whole, else as a Fraction."""
    if isinstance(value, int):
        return value
    fraction = value if isinstance(value, Fraction) else Fraction(value)
    return fraction.numerator if fraction.denominator == 1 else fraction


def in_range(value: int | Decimal) -> bool:
    """Whether a figure is finite, below 10^15 in size, and has at most nine decimals."""
    if isinstance(value, int):
        return abs(value) < LARGEST
    exponent = value.as_tuple().exponent
    # Looked at by its digits: to work with a number of a huge exponent takes forever.
    return isinstance(exponent, int) and exponent >= -DECIMALS and value.adjusted() < DIGITS


def computed(text: str) -> str:
    """A figure that a spreadsheet computed, with the decimals that are kept; any other as it is.

    A division gives 15 to 17 digits, which people do not type: 3.33333333333333 is 3.333333333. A
    figure of fewer digits with too many decimals was typed, and is not touched.

    >>> computed("3.3333333333333335"), computed("2.9999999999999996"), computed("0.1234567891")
    ('3.333333333', '3', '0.1234567891')
    """
    whole, point, fraction = text.partition(".")
    digits = len((whole + fraction).lstrip("0"))
    if not point or len(fraction) <= DECIMALS or digits not in COMPUTED_DIGITS:
        return text
    return as_kept(text)


def as_kept(text: str) -> str:
    """A decimal number with no more decimals than are kept, half away from zero."""
    from decimal import ROUND_HALF_UP, Decimal

    if len(text.partition(".")[2]) <= DECIMALS:
        return text
    plain = (
        format(Decimal(text).quantize(Decimal(1).scaleb(-DECIMALS), ROUND_HALF_UP), "f")
        .rstrip("0")
        .rstrip(".")
    )
    return "0" if plain == "-0" else plain


def decimal_text(value: Number) -> str:
    """The number in full: `15.1`; one that no decimal ends (1/3) with nine decimals."""
    if isinstance(value, int):
        return str(value)
    scaled = round(Fraction(value) * _SCALE)
    text = f"{abs(scaled):0{DECIMALS + 1}d}"
    text = f"{text[:-DECIMALS]}.{text[-DECIMALS:]}".rstrip("0").rstrip(".")
    return f"-{text}" if scaled < 0 else text


def rounded(value: Number, decimals: int) -> str:
    """The number to so many decimals, half away from zero, as people round: `0.75`."""
    scale: int = 10**decimals
    scaled = int(abs(Fraction(value)) * scale + Fraction(1, 2))
    sign = "-" if value < 0 and scaled else ""
    whole, rest = divmod(scaled, scale)
    return f"{sign}{whole}.{rest:0{decimals}d}" if decimals else f"{sign}{whole}"


def percent(value: Number) -> str:
    """A share of 1 as a whole percentage: `75%`."""
    return f"{rounded(value * 100, 0)}%"
