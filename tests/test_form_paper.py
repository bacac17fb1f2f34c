"""What a form shows on paper and refuses in its cells: whole ids, wide pages, days to come."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from hpplan.output.form.looks import COLUMN_WIDTHS
from running import ran
from test_show import PLAN, ROWS

DAY = "2026-06-30"

pytestmark = [pytest.mark.workspace(PLAN, ROWS), pytest.mark.usefixtures("workspace")]


def sheet(unit: str) -> Any:
    assert ran("form", unit, "-o", "forms", "--as-of", DAY).code == 0
    (path,) = Path("forms").iterdir()
    return load_workbook(path).worksheets[0]


def test_the_longest_id_stands_on_one_line() -> None:
    found = sheet("waitan")
    assert max((str(cell.value) for cell in found["B"][5:]), key=len) == "1.2c@waitan"
    assert found.column_dimensions["B"].width == pytest.approx(len("1.2c@waitan") + 2, abs=1)
    assert found.column_dimensions["B"].width > COLUMN_WIDTHS["target"] + 1


def test_a_day_that_is_still_to_come_is_refused_by_the_cell() -> None:
    checks = sheet("waitan").data_validations.dataValidation
    days = [check for check in checks if check.type == "date" and "TODAY()" in str(check.formula2)]
    (cells,) = [str(check.sqref) for check in days]
    assert cells.startswith("L6")
    assert [check.errorStyle or "stop" for check in days] == ["stop"]
    assert all(check.showErrorMessage and check.operator in {None, "between"} for check in days)
