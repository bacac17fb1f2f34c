"""What a spreadsheet computed is rounded to what is kept, whichever way it comes in."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from hpplan.numbers import as_kept, computed
from hpplan.progress.cells import kept_cell
from running import ran
from workbooks import Formula, Percent, form

FORMS = Path(__file__).parent / "forms"
FILE = Path("data/progress/jianguan.csv")

pytestmark = pytest.mark.workspace(FORMS / "_base")


def last_values(n: int) -> list[str]:
    """The value cells of the last rows of the unit's file."""
    return [line.split(",")[2] for line in FILE.read_text(encoding="utf-8").splitlines()[-n:]]


@pytest.mark.parametrize(
    ("typed", "figure"),
    [
        ("3.33333333333333", "3.333333333"),
        ("3.3333333333333335", "3.333333333"),
        ("0.000000333333333333333", "0.000000333"),
        ("2.9999999999999996", "3"),
        ("12345.6789012345678", "12345.6789012345678"),  # more digits than a spreadsheet has
        ("0.1234567891", "0.1234567891"),  # typed: refused, not rounded
        ("3.333333333", "3.333333333"),
        ("1000000000000000", "1000000000000000"),
    ],
)
def test_a_computed_figure_has_more_digits_than_people_type(typed: str, figure: str) -> None:
    assert computed(typed) == figure


def test_it_is_rounded_as_people_round() -> None:
    assert as_kept("0.0009765625") == "0.000976563"


def test_noise_is_nothing() -> None:
    assert as_kept("-0.0000000000000000555111512312578") == "0"


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("33.3333333333333%", "33.333333333%"),
        ("1,234.33333333333", "1234.333333333"),
        ("３.３３３３３３３３３３３３３３", "3.333333333"),
        (" 1,200 ", "1,200"),
        ("完成", "完成"),
    ],
)
def test_the_cell_that_is_written(cell: str, written: str) -> None:
    assert kept_cell(cell) == written


@pytest.mark.usefixtures("workspace")
def test_record_writes_what_is_kept() -> None:
    for target, value in (("1.1b", "3.3333333333333335"), ("1.1c", "33.3333333333333%")):
        more = ("--unit", "jianguan", "--date", "2025-06-30", "--as-of", "2025-07-10")
        assert ran("record", target, value, *more).code == 0
    assert last_values(2) == ["3.333333333", "33.333333333%"]


def test_a_form_adds_what_is_kept_once(workspace: Path) -> None:
    folder = workspace / "in"
    folder.mkdir()
    with form(folder) as sheet:
        sheet.row("1.1c", "覆盖率", date(2025, 6, 30), Percent(1 / 3))
        sheet.row("1.1b", "绿道", date(2025, 6, 30), Formula("=10/3", 10 / 3))
    assert ran("collect", "in", "--yes", "--as-of", "2025-07-10").code == 0
    assert last_values(2) == ["33.333333333%", "3.333333333"]
    again = ran("collect", "in", "--yes", "--as-of", "2025-07-10")
    assert "2 rows are known." in again.stdout
