"""The tables of files: workbooks of both kinds, read alike, and CSV."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import python_calamine

from hpplan.forms.tables import read_grids
from workbooks import DAY, HEADS, Formula, Percent, form, pack, parts

if TYPE_CHECKING:
    from golden import Golden
    from hpplan.forms.grid import Grid

FORMS = Path(__file__).parent / "forms"
MIB = 2**20


def grid_of(path: Path) -> Grid:
    """The one table of a file."""
    grids, problems = read_grids(path.read_bytes(), path.name, 32 * MIB)
    assert problems == []
    (found,) = grids
    return found


def test_the_old_kind_is_read_like_the_new_one() -> None:
    found = grid_of(FORMS / "file-of-the-old-kind" / "jianguan.xls")
    assert found.sheet == "进度"
    assert found.rows[:3] == [
        (1, ["编号", "任务事项", "统计截止日", "本次累计", "说明", "佐证"]),
        (2, ["1.1a", "加梯", date(2025, 6, 30), 12, "说明", ""]),
        (3, ["1.1d", "方案", date(2025, 6, 30), 0.4, "", ""]),
    ]
    assert found.marks is not None
    assert found.marks.percents == {(3, 4), (6, 4)}
    assert found.marks.errors == {(4, 4): "#DIV/0!", (5, 6): "#N/A"}
    assert (found.marks.rows, found.marks.columns) == (7, 6)


def test_what_the_library_does_not_tell_of_a_workbook(tmp_path: Path) -> None:
    with form(tmp_path) as sheet:
        sheet.row("1.1a", "加梯", DAY, Percent(0.5), Formula("=1/0", "#DIV/0!"), 0.5)
        sheet.row("1.1a", "加梯", DAY, Percent(0.5, "0.0%"), Formula("=A1", ""))
        sheet.row("1.1a", "加梯", DAY, Percent(0.5, '0"%"'), Percent(0.5, r"0\%"))
    found = grid_of(tmp_path / "jianguan.xlsx")
    assert found.marks is not None
    assert found.marks.percents == {(2, 4), (3, 4)}
    assert found.marks.errors == {(2, 5): "#DIV/0!"}
    assert not found.from_1904


def test_only_sheets_that_are_seen_are_read(tmp_path: Path) -> None:
    with form(tmp_path) as sheet:
        sheet.book.add_worksheet("藏").hide()
        sheet.book.add_worksheet("空")
    grids, _problems = read_grids((tmp_path / "jianguan.xlsx").read_bytes(), "a", MIB)
    assert [(each.sheet, each.rows) for each in grids] == [("进度", [(1, list(HEADS))]), ("空", [])]


def test_the_limit_holds_for_what_is_unpacked(tmp_path: Path, golden: Golden) -> None:
    data = pack(tmp_path, parts(more={"xl/media/a.bin": bytes(5 * MIB)})).read_bytes()
    assert read_grids(data, "a", 2 * MIB)[1] == []
    _grids, (problem,) = read_grids(data, "a", MIB)
    golden.says(problem.message)


def test_a_fault_of_the_library_itself_is_damage(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    golden: Golden,
) -> None:
    class PanicException(BaseException):
        pass

    def fail(_data: object) -> None:
        os.write(2, b"thread panicked")
        raise PanicException

    monkeypatch.setattr("hpplan.forms.tables._sheets", lambda parts, _path: fail(parts))
    _grids, (problem,) = read_grids(pack(tmp_path).read_bytes(), "a", MIB)
    golden.says(problem.message)
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("PasswordError", "the workbook is protected by a password"),
        ("CalamineError", "the workbook is damaged"),
    ],
)
def test_what_the_library_refuses_is_said(
    name: str, expected: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_data: object) -> None:
        raise getattr(python_calamine, name)

    monkeypatch.setattr("hpplan.forms.tables._sheets", lambda parts, _path: fail(parts))
    _grids, (problem,) = read_grids(pack(tmp_path).read_bytes(), "a", MIB)
    assert (problem.code, problem.message) == ("HP401", expected)
