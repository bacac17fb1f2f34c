from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, datetime, timedelta, timezone
from fractions import Fraction
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hpplan.errors import CellError
from hpplan.progress import cells

if TYPE_CHECKING:
    from collections.abc import Callable

    from golden import Golden
    from hpplan.numbers import Number
    from hpplan.plan.model import Kind

SHANGHAI = ZoneInfo("Asia/Shanghai")


def refused(read: Callable[[], object]) -> tuple[str, list[str]]:
    """Code of a cell that must not be readable, and what is said: message and hint."""
    with pytest.raises(CellError) as caught:
        read()
    return caught.value.code, [caught.value.message, caught.value.hint]


@pytest.mark.parametrize(
    "cell",
    [
        "2025-03-31",
        "2025/3/31",
        "2025/03/31",
        "2025年3月31日",
        "2025年03月31日",
        "2025-3-31",
        "2025.3.31",
        "2025.03.31",
        "20250331",
        "２０２５０３３１",
        "2025年3月31号",
        "2025 年 3 月 31 日",
        "20250331 00:00",
        " 2025-03-31 ",
        "\u30002025-03-31",
        "２０２５－０３－３１",
        "２０２５／３／３１",
        "２０２５年３月３１日",
        "2025-03-31 00:00:00",
        "2025-03-31T00:00",
        "2025/3/31 0:00",
        "2025年3月31日 0:00:00",
        "2025-03-31 00:00:00.000000",
    ],
)
def test_days_that_are_understood(cell: str) -> None:
    assert cells.day(cell) == date(2025, 3, 31)


@pytest.mark.parametrize(
    "cell",
    [
        "25-03-31",
        "250331",
        "2025331",
        "2025.331",
        "2025.3",
        "25/3/31",
        "3/31/2025",
        "2025-03",
        "2025年3月",
        "2025年3月31",
        "2025-W13-1",
        "2025-090",
        "2025-03 00:00:00",
        "25-03-31 00:00:00",
        "2025-03/31",
        "2025/3-31",
        "+2025-03-31",
        "12025-03-31",
        "约2025-03-31",
        "三月底",
        "٢٠٢٥-٠٣-٣١",
    ],
)
def test_days_that_would_have_to_be_guessed(cell: str, golden: Golden) -> None:
    code, said = refused(lambda: cells.day(cell))
    assert code == "HP304"
    golden.says(said)


@pytest.mark.parametrize(
    ("cell", "meant"), [("45747", "2025-03-31"), ("30000", "1982-02-18"), ("79999", "2119-01-10")]
)
def test_a_spreadsheets_serial_number_is_told_from_a_date(
    cell: str, meant: str, golden: Golden
) -> None:
    code, said = refused(lambda: cells.day(cell))
    assert code == "HP304"
    golden.says(said)
    assert meant in said[1]


@pytest.mark.parametrize(
    "cell", ["2025-02-30", "2025/2/29", "2025年13月1日", "2025-00-10", "2025-01-00", "0000-01-01"]
)
def test_days_that_do_not_exist(cell: str, golden: Golden) -> None:
    code, said = refused(lambda: cells.day(cell))
    assert code == "HP304"
    golden.says(said)


@pytest.mark.parametrize("cell", ["", " ", "\u3000"])
def test_an_empty_day(cell: str, golden: Golden) -> None:
    code, said = refused(lambda: cells.day(cell))
    assert code == "HP304"
    golden.says(said, "an empty day")


FIGURES: list[tuple[str, Kind, str | None, Number | None]] = [
    ("12", "count", "个", 12),
    ("0", "count", "个", 0),
    (" 12 ", "count", "个", 12),
    ("１２", "count", "个", 12),
    ("012", "count", "个", 12),
    ("1,200", "count", "个", 1200),
    ("1，200", "count", "个", 1200),
    ("1,234,567", "count", "个", 1234567),
    ("12.0", "count", "个", 12),
    ("999999999999999", "count", "个", 999999999999999),
    ("12.5", "amount", "公里", Fraction(25, 2)),
    ("１２．５", "amount", "公里", Fraction(25, 2)),
    ("1,200.5", "amount", "公里", Fraction(2401, 2)),
    ("0.000000001", "amount", "公里", Fraction(1, 10**9)),
    ("95", "level", "%", 95),
    ("95%", "level", "%", 95),
    ("95 %", "level", "%", 95),
    ("９５％", "level", "%", 95),
    ("95%", "level", "％", 95),
    ("7.5", "level", "天", Fraction(15, 2)),
    ("75", "milestone", None, 75),
    ("75%", "milestone", None, 75),
    ("0.75", "milestone", None, Fraction(3, 4)),
    ("0", "milestone", None, 0),
    ("100", "milestone", None, 100),
    ("100%", "milestone", None, 100),
    ("done", "milestone", None, 100),
    ("Done", "milestone", None, 100),
    ("完成", "milestone", None, 100),
    ("已完成", "milestone", None, 100),
    (" 完成 ", "milestone", None, 100),
    ("", "duty", None, None),
    (" ", "duty", None, None),
]


@pytest.mark.parametrize(("cell", "kind", "uom", "expected"), FIGURES)
def test_figures_that_are_understood(
    cell: str, kind: Kind, uom: str | None, expected: Number | None
) -> None:
    found = cells.figure(cell, kind, uom)
    assert found == expected
    assert type(found) is type(expected)


GUESSES = [
    "约50",
    "50左右",
    "50余",
    "近50",
    "50万",
    "50个",
    "≥90",
    ">90",
    "90+",
    "1_000",
    "1 000",
    "1.000.000",
    "1,20",
    "12,00",
    ",200",
    "1,2000",
    "12,",
    "5.",
    ".5",
    "1/2",
    "0x1F",
    "nan",
    "NaN",
    "inf",
    "∞",
    "五十",
    "²",
    "٣",
    "½",
    "①",
    "完成",
    "N/A",
    "=1+1",
    "5-6",
    "5%%",
    "%",
]


@pytest.mark.parametrize("cell", GUESSES)
def test_figures_that_would_have_to_be_guessed(cell: str, golden: Golden) -> None:
    code, said = refused(lambda: cells.figure(cell, "count", "个"))
    assert code == "HP306"
    golden.says(said)


@pytest.mark.parametrize("cell", ["50万", "1_000", "1,20", ".5", "5-6", "1/2", "1.000.000"])
def test_a_hint_does_not_guess_either(cell: str) -> None:
    _code, (_message, hint) = refused(lambda: cells.figure(cell, "amount", "公里"))
    assert re.findall("[0-9]+", hint) == ["12"]


@pytest.mark.parametrize(
    ("cell", "uom", "example"),
    [
        ("3条", "条", "3"),
        ("1,200 个", "个", "1,200"),
        ("１２．５公里", "公里", "12.5"),
        ("3条", "个", "12"),
        ("3条个", "个", "12"),
        ("180万平方米", "万平方米", "180"),
        ("180万平方米", "平方米", "12"),
    ],
)
def test_a_hint_leaves_off_the_unit_of_measure(cell: str, uom: str, example: str) -> None:
    _code, (_message, hint) = refused(lambda: cells.figure(cell, "amount", uom))
    assert re.findall("[0-9,.]*[0-9]", hint) == [example]


@pytest.mark.parametrize("cell", ["-1", "－1", "−1", "–1", "- 1", "-0"])
def test_negative_figures(cell: str, golden: Golden) -> None:
    code, said = refused(lambda: cells.figure(cell, "count", "个"))
    assert code == "HP306"
    golden.says(said)


@pytest.mark.parametrize("kind", ["amount", "level", "milestone"])
def test_what_to_write_for_a_negative_figure(kind: Kind, golden: Golden) -> None:
    code, said = refused(lambda: cells.figure("-1", kind, "个"))
    assert code == "HP306"
    golden.says(said)


@pytest.mark.parametrize("cell", ["+3", "＋3", "+0"])
def test_increments(cell: str, golden: Golden) -> None:
    code, said = refused(lambda: cells.figure(cell, "count", "个"))
    assert code == "HP306"
    golden.says(said)


@pytest.mark.parametrize("kind", ["amount", "level", "milestone"])
def test_what_to_write_for_an_increment(kind: Kind, golden: Golden) -> None:
    code, said = refused(lambda: cells.figure("+3", kind, "个"))
    assert code == "HP306"
    golden.says(said)


REFUSED: list[tuple[str, Kind, str | None]] = [
    ("", "count", "个"),
    ("  ", "level", "%"),
    ("", "milestone", None),
    ("12.5", "count", "个"),
    ("75%", "count", "个"),
    ("75％", "amount", "公里"),
    ("75%", "level", "天"),
    ("101", "milestone", None),
    ("100.000000001%", "milestone", None),
    ("3", "duty", None),
    ("1000000000000000", "amount", "公里"),
    ("0.0000000001", "amount", "公里"),
    ("9" * 5000, "amount", "公里"),
    ("1." + "0" * 5000, "amount", "公里"),
]


@pytest.mark.parametrize(
    ("cell", "kind", "uom"), REFUSED, ids=[f"{kind}, {cell[:20]}" for cell, kind, _uom in REFUSED]
)
def test_figures_that_such_a_target_cannot_have(
    cell: str, kind: Kind, uom: str | None, golden: Golden
) -> None:
    code, said = refused(lambda: cells.figure(cell, kind, uom))
    assert code == "HP306"
    golden.says(said)


@settings(deadline=None, max_examples=200)
@given(st.integers(0, 10**15 - 1), st.integers(0, 9), st.booleans(), st.booleans())
def test_a_figure_reads_back_as_it_was_written(
    digits: int,
    decimals: int,
    separated: bool,  # noqa: FBT001
    wide: bool,  # noqa: FBT001
) -> None:
    whole, rest = divmod(digits, 10**decimals)
    text = f"{whole:,}" if separated else str(whole)
    if decimals:
        text += f".{rest:0{decimals}d}"
    if wide:
        text = "".join(chr(ord(each) + 0xFEE0) for each in text)
    assert cells.figure(text, "amount", "公里") == Fraction(digits, 10**decimals)


@settings(deadline=None, max_examples=100)
@given(st.integers(0, 10**15 - 1), st.integers(1, 10**9))
def test_a_figure_cell_is_read_as_the_figure(whole: int, billionths: int) -> None:
    value = whole + Fraction(billionths, 10**9)
    if value < 10**15:
        text = cells.figure_cell(value if value.denominator > 1 else value.numerator)
        assert cells.figure(text, "amount", "公里") == value


def test_no_figure_is_an_empty_cell() -> None:
    assert cells.figure_cell(None) == ""


@settings(deadline=None, max_examples=300)
@given(st.text(max_size=12), st.sampled_from(["count", "amount", "level", "milestone", "duty"]))
def test_a_cell_is_read_or_refused_and_nothing_else(cell: str, kind: Kind) -> None:
    for read in (
        lambda: cells.day(cell),
        lambda: cells.figure(cell, kind, "%"),
        lambda: cells.recorded(cell, SHANGHAI),
    ):
        with suppress(CellError):
            read()


EAST = timezone(timedelta(hours=8))


@pytest.mark.parametrize(
    ("cell", "moment"),
    [
        ("", None),
        ("  ", None),
        ("2025-04-03T10:12:00+08:00", datetime(2025, 4, 3, 10, 12, tzinfo=EAST)),
        ("2025-04-03T02:12:00Z", datetime(2025, 4, 3, 10, 12, tzinfo=EAST)),
        ("2025-04-03T10:12+08:00", datetime(2025, 4, 3, 10, 12, tzinfo=EAST)),
        ("2025-04-03T10:12:00", datetime(2025, 4, 3, 10, 12, tzinfo=EAST)),
        ("2025-04-03T10:12", datetime(2025, 4, 3, 10, 12, tzinfo=EAST)),
        ("2025-04-03T10:12:00.5", datetime(2025, 4, 3, 10, 12, 0, 500000, tzinfo=EAST)),
        (" 2025-04-03T10:12 ", datetime(2025, 4, 3, 10, 12, tzinfo=EAST)),
        ("２０２５－０４－０３Ｔ１０：１２", datetime(2025, 4, 3, 10, 12, tzinfo=EAST)),
    ],
)
def test_moments_that_are_understood(cell: str, moment: datetime | None) -> None:
    found = cells.recorded(cell, SHANGHAI)
    assert found == moment
    assert found is None or found.tzinfo is not None


@pytest.mark.parametrize(
    "cell",
    [
        "昨天",
        "2025-04-03",
        "2025-02-30T10:12",
        "2025-04-03T25:00",
        "2025-04-03T10:12+08",
        "2025-04-03T10:12+24:00",
        "2025-W14-4T10:12",
        "10:12",
    ],
)
def test_moments_that_are_not(cell: str, golden: Golden) -> None:
    code, said = refused(lambda: cells.recorded(cell, SHANGHAI))
    assert code == "HP309"
    golden.says(said)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("date", "date"),
        ("Date", "date"),
        (" DATE ", "date"),
        ("ｄａｔｅ", "date"),
        ("日期", "date"),
        ("事项", "target"),
        ("数值", "value"),
        ("说明", "note"),
        ("佐证", "evidence"),
        ("填报时间", "recorded"),
        ("dates", None),
        ("", None),
        ("备注", None),
    ],
)
def test_columns_by_their_headings(title: str, name: str | None) -> None:
    assert cells.column(title) == name
