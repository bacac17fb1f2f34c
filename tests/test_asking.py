"""`hpplan record` on a terminal: what it asks, what it makes of the answers, and what it writes."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from hpplan.cli import app
from hpplan.cli import prompts as asking
from hpplan.workspace import LoadedWorkspace
from running import Terminal, on_terminal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PLAN = """\
format: 1
title: 计划
issued: 2025-01-01
start: 2025-01-01
end: 2026-12-31
units:
  - {id: jianguan, name: 区建管委}
  - {id: lvhua, name: 区绿化市容局}
  - {id: waitan, name: 外滩街道}
chapters:
  - id: "1"
    title: 章
    clauses:
      - id: "1.1"
        title: 一
        leads: [jianguan]
        text: 加梯30个，绿道12.5公里，覆盖率90%，方案，巡查
        targets:
          - id: 1.1a
            name: 加梯
            quote: 加梯30个
            kind: count
            at_least: 30
            uom: 个
            definition: 通过竣工验收的
          - {id: 1.1b, name: 绿道, quote: 绿道12.5公里, kind: amount, at_least: 12.5, uom: 公里}
          - id: 1.1c
            name: 覆盖率
            quote: 覆盖率90%
            kind: level
            at_least: 90
            uom: "%"
            baseline: {date: 2025-01-01, value: 60}
          - {id: 1.1d, name: 方案, quote: 方案, kind: milestone, due: 2025-06-30}
          - {id: 1.1e, name: 巡查, quote: 巡查, kind: duty}
      - id: "1.2"
        title: 二
        leads: [jianguan, lvhua]
        text: 绿地40公顷
        targets:
          - {id: 1.2a, name: 绿地, quote: 绿地40公顷, kind: amount, at_least: 40, uom: 公顷}
"""

HEADER = "date,target,value,note,evidence,recorded\n"
ROWS = HEADER + "2025-03-31,1.1a,12,,照片,\n2025-03-31,1.1e,,巡查,,\n"

USAGE = """\
Usage: hpplan record [OPTIONS] [TARGET] [VALUE]
Try 'hpplan record -h' for help.

"""

UNITS = " 1  区建管委 (jianguan)    2  区绿化市容局 (lvhua)   3  外滩街道 (waitan)\n"

ITEMS = """\
   item  name    last report       due         status
1  1.1d  方案    -                 2025-06-30  overdue
2  1.1a  加梯    2025-03-31 12 个  2026-12-31  on-track
3  1.1b  绿道    -                 2026-12-31  silent
4  1.1c  覆盖率  -                 2026-12-31  silent
5  1.1e  巡查    2025-03-31        2026-12-31  kept
6  1.2a  绿地    -                 2026-12-31  silent
"""

UNIT = ("--unit", "jianguan")

WHICH_UNIT = "Which unit reports? Number, id or name (q: leave): "
WHICH = "Which item? Number, id or part of its name (q: leave): "
FIGURE = "Figure (Enter: back to the list): "
DONE = "What was done (Enter: back to the list): "
REST = (
    "Day that it speaks of (Enter: 2025-07-10): "
    "Note (Enter: none): "
    "Evidence, a link or a file's name (Enter: none): "
)
WRITE = "Write this row? (y/n): "
ANOTHER = "Another item of 区建管委? (y/n): "


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace as the current folder, and somebody at a terminal of 80 columns."""
    progress = tmp_path / "data" / "progress"
    progress.mkdir(parents=True)
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    (progress / "jianguan.csv").write_text(ROWS, encoding="utf-8", newline="")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HPPLAN_LANG", "en")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("LINES", "24")
    monkeypatch.setattr(LoadedWorkspace, "today", lambda _self: date(2025, 7, 10))
    monkeypatch.setattr(asking, "at_terminal", lambda: True)
    return tmp_path


def sit(*answers: str, args: tuple[str, ...] = UNIT) -> tuple[str, str, int]:
    """What a sitting shows beside each other: data and questions, what is said, the exit code."""
    given = "".join(f"{answer}\n" for answer in answers)
    result = CliRunner().invoke(
        app, ["record", *args], input=given, catch_exceptions=False, prog_name="hpplan"
    )
    return result.stdout, result.stderr, result.exit_code


def rows(place: Path, unit: str = "jianguan") -> list[str]:
    """The rows that a unit's file holds behind those that were there, without their moments."""
    path = place / "data" / "progress" / f"{unit}.csv"
    if not path.exists():
        return []
    text = path.read_text(encoding="utf-8-sig").removeprefix(ROWS).removeprefix(HEADER)
    return [line.rpartition(",")[0] for line in text.splitlines()]


# A whole sitting


def test_a_sitting_from_the_unit_to_the_row(place: Path) -> None:
    out, err, code = sit("1", "2", "+3", "2025-06-30", "新增3处", "验收单.pdf", "y", "n", args=())
    moment = out.partition("验收单.pdf,")[2].partition("\n")[0]
    assert out == (
        f"{UNITS}{WHICH_UNIT}{ITEMS}{WHICH}"
        "1.1a 加梯\n"
        "  加梯30个\n"
        "  on-track, due 2026-12-31. 12 of 30 个 by 2025-03-31. Even progress, an\n"
        "  assumption, expects 3 个. SPI 3.28. The rest needs 0.68 times the planned\n"
        "  pace. Forecast: 2025-08-12 (range 2025-08-12 to 2026-06-12).\n"
        "  How it is counted: 通过竣工验收的\n"
        "  Last report of 区建管委: 2025-03-31 12 个\n"
        "  Expected: the unit's own running total since 2025-01-01, in 个; +3 adds 3 to\n"
        "  the last one.\n"
        f"{FIGURE}{REST}"
        "Not written; it would stand in data/progress/jianguan.csv:\n"
        f"  2025-06-30,1.1a,15,新增3处,验收单.pdf,{moment}\n"
        "1.1a 加梯, reported by 区建管委 for 2025-06-30\n"
        "before: on-track. 12 of 30 个 by 2025-03-31. Even progress, an assumption,\n"
        "expects 3 个. SPI 3.28. The rest needs 0.68 times the planned pace. Forecast:\n"
        "2025-08-12 (range 2025-08-12 to 2026-06-12).\n"
        "after: on-track. 15 of 30 个 by 2025-06-30. Even progress, an assumption,\n"
        "expects 7 个. SPI 2.03. The rest needs 0.66 times the planned pace. Forecast:\n"
        "2025-12-27 (range 2025-12-27 to 2026-06-30).\n"
        f"{WRITE}{ANOTHER}"
    )
    assert err == "Recorded in data/progress/jianguan.csv.\n1 row was recorded.\n"
    assert code == 0
    assert rows(place) == ["2025-06-30,1.1a,15,新增3处,验收单.pdf"]


def test_enter_takes_today_and_leaves_note_and_evidence_empty(place: Path) -> None:
    out, _err, code = sit("1.1b", "2.5", "", "", "", "y", "n")
    assert out.endswith(WRITE + ANOTHER)
    assert (code, rows(place)) == (0, ["2025-07-10,1.1b,2.5,,"])


def test_as_of_is_the_day_that_enter_takes(place: Path) -> None:
    args = ("--unit", "jianguan", "--as-of", "2025-05-05")
    out, _err, code = sit("1.1b", "2.5", "", "", "", "y", "n", args=args)
    assert "Day that it speaks of (Enter: 2025-05-05): " in out
    assert (code, rows(place)) == (0, ["2025-05-05,1.1b,2.5,,"])


def test_several_reports_are_given_in_one_sitting(place: Path) -> None:
    first = ("1.1b", "2.5", "", "", "", "y", "y")
    out, err, code = sit(*first, "1.1b", "+1", "", "再增1公里", "", "y", "n")
    assert "2  1.1b  绿道    2025-07-10 2.5 公里  2026-12-31  at-risk\n" in out
    assert err.splitlines()[-1] == "2 rows were recorded."
    assert code == 0
    assert rows(place) == ["2025-07-10,1.1b,2.5,,", "2025-07-10,1.1b,3.5,再增1公里,"]


def test_what_was_given_on_the_command_line_is_not_asked_for(place: Path) -> None:
    args = ("--unit", "jianguan", "--date", "2025-06-30", "--note", "说明", "--evidence", "照片")
    out, _err, code = sit("1.1b", "2.5", "y", "n", args=args)
    assert "Enter: none" not in out
    assert "Day that it speaks of" not in out
    assert (code, rows(place)) == (0, ["2025-06-30,1.1b,2.5,说明,照片"])


def test_the_note_of_the_command_line_is_of_the_first_report_alone(place: Path) -> None:
    args = ("--unit", "jianguan", "--note", "说明")
    sit("1.1b", "2", "", "", "y", "y", "1.1c", "70", "", "", "", "y", "n", args=args)
    assert rows(place) == ["2025-07-10,1.1b,2,说明,", "2025-07-10,1.1c,70,,"]


def test_a_dry_run_asks_but_writes_nothing(place: Path) -> None:
    out, err, code = sit("1.1b", "2", "", "", "", "n", args=("--unit", "jianguan", "--dry-run"))
    assert "Not written; it would stand in data/progress/jianguan.csv:\n" in out
    assert WRITE not in out
    assert (err, code, rows(place)) == ("Nothing was recorded.\n", 3, [])


def test_warnings_stand_before_the_question(place: Path) -> None:
    out, err, _code = sit("1.1b", "125.5", "", "", "", "n", "n")
    assert out.endswith(WRITE + ANOTHER)
    assert [line.split(": ")[1] for line in err.splitlines()[:-1] if "HP3" in line] == [
        "HP354 warning",
        "HP357 warning",
    ]
    assert rows(place) == []


# What is expected of each kind


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ("1.1b", "the unit's own running total since 2025-01-01, in 公里; +3 adds 3 to"),
        ("1.1c", "the value measured, in %.\n"),
        ("1.1d", "a percentage from 0 to 100, or done.\n"),
    ],
)
def test_what_is_expected_is_said(place: Path, item: str, expected: str) -> None:
    out, _err, _code = sit(item, "q")
    assert f"\n  区建管委 has not reported on it yet.\n  Expected: {expected}" in out
    assert rows(place) == []


def test_a_duty_is_asked_for_its_note_alone(place: Path) -> None:
    out, _err, code = sit("5", "巡查46次", "", "", "y", "n")
    assert FIGURE not in out
    assert "  A duty has no figure; the note says what was done.\n" + DONE in out
    assert "Note (Enter: none)" not in out
    assert (code, rows(place)) == (0, ["2025-07-10,1.1e,,巡查46次,"])


@pytest.mark.parametrize(
    ("item", "figure", "said"),
    [
        ("1.1a", "约50", "“约50” is no exact figure; write the exact figure, for example 50"),
        ("1.1a", "1.5", "“1.5” is not whole, but this target counts whole things; write a whole"),
        ("1.1a", "+约3", "“约3” is no exact figure; write the exact figure, for example 3"),
        ("1.1d", "101", "“101” is over 100%; write a percentage from 0 to 100, or done"),
        ("1.1d", "+3", "“+3” is an increment; write a percentage from 0 to 100, or done"),
        ("1.1c", "+3", "“+3” is an increment; write the value as it was measured, 0 or more"),
        ("1.1c", "-3", "“-3” is negative; write the value as it was measured, 0 or more"),
    ],
)
def test_a_faulty_figure_is_asked_for_again(place: Path, item: str, figure: str, said: str) -> None:
    out, err, _code = sit(item, figure, "9", "q")
    assert out.count(FIGURE) == 2
    assert "Day that it speaks of" in out
    assert err.startswith(said)
    assert rows(place) == []


def test_a_faulty_day_is_asked_for_again(place: Path) -> None:
    out, err, _code = sit("1.1b", "2", "25-3-31", "2025-02-30", "2025年3月31日", "", "", "y", "n")
    assert out.count("Day that it speaks of") == 3
    assert err.splitlines()[:2] == [
        "“25-3-31” is no date; write the day as 2025-03-31",
        "there is no day “2025-02-30”; write the day as 2025-03-31",
    ]
    assert rows(place) == ["2025-03-31,1.1b,2,,"]


def test_what_the_file_refuses_is_said_and_nothing_is_lost(place: Path) -> None:
    out, err, code = sit("1.1b", "2", "", "一\x07二", "", "y", "1.1b", "2", "", "", "", "y", "n")
    assert err.splitlines()[0] == (
        "Nothing was recorded: the note holds the control character U+0007"
    )
    assert out.count(ANOTHER) == 2
    assert (code, rows(place)) == (0, ["2025-07-10,1.1b,2,,"])


# Which unit, which item


@pytest.mark.parametrize("named", ["2", "lvhua", "LVHUA", "区绿化市容局", "绿化", "lv", "２"])
def test_a_unit_is_named_in_many_ways(place: Path, named: str) -> None:
    out, _err, _code = sit(named, "1", "5", "", "", "", "y", "n", args=())
    assert out.startswith(UNITS + WHICH_UNIT + "   item  name  last report")
    assert rows(place, "lvhua") == ["2025-07-10,1.2a,5,,"]


def test_an_unknown_unit_suggests_the_nearest_and_is_asked_for_again(place: Path) -> None:
    out, err, code = sit("外滩街到", "99", "q", args=())
    assert out == UNITS + 3 * WHICH_UNIT
    assert err.splitlines() == [
        "there is no unit “外滩街到”; did you mean 外滩街道?",
        "there is no unit “99”",
        "Nothing was recorded.",
    ]
    assert (code, rows(place)) == (3, [])


def test_an_unknown_unit_of_the_command_line_is_a_usage_error(place: Path) -> None:
    out, err, code = sit(args=("--unit", "外滩街到"))
    assert (out, code) == ("", 2)
    assert (
        err == f"{USAGE}Error: Invalid value: there is no unit “外滩街到”; did you mean 外滩街道?\n"
    )
    assert rows(place) == []


def test_a_unit_without_items_is_told_so(place: Path) -> None:
    out, err, code = sit(args=("--unit", "waitan"))
    assert (out, code) == ("", 3)
    assert err == "No item of 外滩街道 waits for a report.\nNothing was recorded.\n"
    assert rows(place) == []


def test_a_part_of_a_name_or_id_shows_those_that_have_it(place: Path) -> None:
    out, err, _code = sit("绿", "1.1", "", "梯", "q")
    assert (
        "   item  name  last report  due         status\n"
        "3  1.1b  绿道  -            2026-12-31  silent\n"
        "6  1.2a  绿地  -            2026-12-31  silent\n"
    ) in out
    assert out.count(ITEMS) == 2  # at first, and after Enter
    assert out.endswith(FIGURE)
    assert "1.1a 加梯\n  加梯30个\n" in out
    assert err == "Nothing was recorded.\n"
    assert rows(place) == []


def test_enter_at_the_figure_goes_back_to_the_list(place: Path) -> None:
    out, _err, _code = sit("1.1b", "", "1.1e", "", "q")
    assert out.count(ITEMS) == 3
    assert out.endswith(DONE + ITEMS + WHICH)
    assert rows(place) == []


def test_a_long_list_is_shown_page_by_page(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINES", "8")
    first, second = ITEMS.splitlines(keepends=True)[:5], ITEMS.splitlines(keepends=True)[5:]
    out, _err, _code = sit("", "", "6", "q")
    pages = out.split(WHICH)
    assert pages[0] == "".join(first) + "[Enter: 2 more]\n"
    assert [line.split()[1] for line in pages[1].splitlines()[1:]] == [
        line.split()[1] for line in second
    ]
    assert pages[2] == "".join(first) + "[Enter: 2 more]\n"
    assert "1.2a 绿地\n" in pages[3]
    assert rows(place) == []


@pytest.mark.parametrize("columns", [40, 60, 100])
def test_no_line_of_the_list_is_wider_than_the_terminal(
    place: Path, monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    from rich.cells import cell_len

    plan = PLAN.replace("name: 绿道", "name: 建设贯通开放的滨水绿道并完善沿线各类公共服务设施")
    (place / "plan.yaml").write_text(plan, encoding="utf-8")
    monkeypatch.setenv("COLUMNS", str(columns))
    out, _err, _code = sit("q")
    lines = out.partition(WHICH)[0].splitlines()
    assert len(lines) == 7
    assert [line for line in lines if cell_len(line) > columns] == []
    assert all(line.endswith(("status", "silent", "overdue", "on-track", "kept")) for line in lines)


# Leaving


@pytest.mark.parametrize("word", ["q", "Q", "quit", "退出"])
@pytest.mark.parametrize(
    "answers",
    [
        (),
        ("1.1b",),
        ("1.1b", "2"),
        ("1.1b", "2", ""),
        ("1.1b", "2", "", ""),
        ("1.1b", "2", "", "", ""),
        ("1.1e",),
    ],
)
def test_whoever_leaves_has_written_nothing(
    place: Path, answers: tuple[str, ...], word: str
) -> None:
    _out, err, code = sit(*answers, word)
    assert (err, code, rows(place)) == ("Nothing was recorded.\n", 3, [])


def test_the_end_of_input_leaves_as_well(place: Path) -> None:
    out, err, code = sit("1.1b", "2")
    assert out.endswith("Day that it speaks of (Enter: 2025-07-10): \n")
    assert (err, code, rows(place)) == ("Nothing was recorded.\n", 3, [])


def test_an_interrupt_leaves_as_well(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_question: str) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr("builtins.input", interrupted)
    assert sit() == (ITEMS + "\n", "Nothing was recorded.\n", 3)
    assert rows(place) == []


def test_whoever_leaves_later_keeps_what_was_written(place: Path) -> None:
    _out, err, code = sit("1.1b", "2", "", "", "", "y", "y", "1.1c", "q")
    assert err == "Recorded in data/progress/jianguan.csv.\n1 row was recorded.\n"
    assert (code, rows(place)) == (0, ["2025-07-10,1.1b,2,,"])


def test_no_is_an_answer_and_anything_else_is_none(place: Path) -> None:
    out, err, code = sit("1.1b", "2", "", "", "", "好吧", "", "否", "n")
    assert out.count(WRITE) == 3
    assert err == 2 * "Please answer y or n.\n" + "Nothing was recorded.\n"
    assert (code, rows(place)) == (3, [])


# In Chinese


def test_a_sitting_in_chinese(place: Path) -> None:
    out, err, code = sit("巡查", "巡查46次", "", "", "是", "否", args=("--lang", "zh", *UNIT))
    moment = out.partition("巡查46次,,")[2].partition("\n")[0]
    assert out == (
        "   事项  名称    最近报送         完成时限    状态\n"
        "1  1.1d  方案    -                2025-06-30  逾期\n"
        "2  1.1a  加梯    2025-03-31 12个  2026-12-31  正常推进\n"
        "3  1.1b  绿道    -                2026-12-31  长期未报\n"
        "4  1.1c  覆盖率  -                2026-12-31  长期未报\n"
        "5  1.1e  巡查    2025-03-31       2026-12-31  正常履行\n"
        "6  1.2a  绿地    -                2026-12-31  长期未报\n"
        "填报哪个事项？输入序号、编号或名称中的几个字（q：退出）： "
        "1.1e 巡查\n"
        "  巡查\n"
        "  正常履行，完成时限2026-12-31。最近一次报送截至2025年3月31日。\n"
        "  区建管委上次报送：2025-03-31\n"
        "  常态工作不填数值，工作情况写入说明。\n"
        "工作情况（回车：返回列表）： "
        "统计截止日（回车：2025-07-10）： "
        "佐证，链接或文件名（回车：无）： "
        "尚未写入；将写入data/progress/jianguan.csv：\n"
        f"  2025-07-10,1.1e,,巡查46次,,{moment}\n"
        "1.1e 巡查，区建管委填报，截至2025年7月10日\n"
        "原状态：正常履行。最近一次报送截至2025年3月31日。\n"
        "现状态：正常履行。最近一次报送截至2025年7月10日。\n"
        "写入这一行？（y/n）： "
        "继续填报区建管委的其他事项？（y/n）： "
    )
    assert err == "已写入data/progress/jianguan.csv。\n共填报1行。\n"
    assert (code, rows(place)) == (0, ["2025-07-10,1.1e,,巡查46次,"])


# When it does not ask


MISSING = f"{USAGE}Error: TARGET is missing\n"


def test_with_no_input_what_is_missing_is_a_usage_error(place: Path) -> None:
    result = CliRunner().invoke(app, ["record", "--no-input"], prog_name="hpplan")
    assert (result.stdout, result.stderr, result.exit_code) == ("", MISSING, 2)
    assert rows(place) == []


def test_where_there_is_no_terminal_nothing_is_asked(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    monkeypatch.chdir(place)
    result = CliRunner().invoke(app, ["record"], prog_name="hpplan", input="1\n")
    assert (result.stdout, result.stderr, result.exit_code) == ("", MISSING, 2)
    assert not asking.at_terminal()


def test_a_missing_figure_alone_is_asked_for(place: Path) -> None:
    args = ("1.1a", "--date", "2025-06-30")
    out, err, code = sit("约15", "+3", args=args)
    assert out.startswith("1.1a 加梯\n  加梯30个\n  on-track, due 2026-12-31. 12 of 30 个")
    assert out.count("Figure (Enter: none, leave): ") == 2
    assert "Recorded in data/progress/jianguan.csv:\n  2025-06-30,1.1a,15," in out
    assert err == "“约15” is no exact figure; write the exact figure, for example 15\n"
    assert (code, rows(place)) == (0, ["2025-06-30,1.1a,15,,"])


@pytest.mark.parametrize("answers", [("",), ("q",), ()])
def test_a_missing_figure_that_is_not_given_leaves(place: Path, answers: tuple[str, ...]) -> None:
    _out, err, code = sit(*answers, args=("1.1a",))
    assert (err, code, rows(place)) == ("Nothing was recorded.\n", 3, [])


def test_a_duty_lacks_no_figure(place: Path) -> None:
    out, _err, code = sit(args=("1.1e", "--note", "巡查"))
    assert out.startswith("Recorded in data/progress/jianguan.csv:\n")
    assert (code, rows(place)) == (0, ["2025-07-10,1.1e,,巡查,"])


def test_an_empty_figure_is_one_that_was_given(place: Path) -> None:
    _out, err, code = sit("3", args=("1.1a", ""))
    assert (err.removeprefix(USAGE), code) == (
        "Error: Invalid value: the value is empty; write a figure\n",
        2,
    )
    assert rows(place) == []


@pytest.mark.parametrize("target", ["1.1z", "1.2a"])
def test_no_figure_is_asked_for_where_none_could_be_recorded(place: Path, target: str) -> None:
    out, err, code = sit("3", args=(target,))
    assert (out, code) == ("", 2)
    assert err.startswith(f"{USAGE}Error: Invalid value: ")
    assert rows(place) == []


# On a real terminal


@pytest.fixture
def terminal(place: Path) -> Iterator[Terminal]:
    """The program on a pseudo-terminal."""
    arguments = ("record", "--as-of", "2025-07-10", "--plan", str(place))
    with on_terminal(place, *arguments, TERM="xterm") as running:
        yield running


def test_on_a_pseudo_terminal_answers_are_typed_and_edited(place: Path, terminal: Terminal) -> None:
    terminal.until(WHICH_UNIT)
    terminal.type("外滩".encode() + b"\x7f\x7f" + "建管\n".encode())
    assert "1.1b  绿道" in terminal.until(WHICH)
    terminal.type("绿道\n".encode())
    for question, answer in (
        (FIGURE, "2.5"),
        ("2025-07-10):", ""),
        ("Note (Enter: none):", "一期"),
        ("name (Enter: none):", ""),
        (WRITE, "y"),
        (ANOTHER, "n"),
    ):
        terminal.until(question)
        terminal.type(f"{answer}\n".encode())
    assert "1 row was recorded." in terminal.until(None)
    assert terminal.code() == 0
    assert rows(place) == ["2025-07-10,1.1b,2.5,一期,"]


@pytest.mark.parametrize("key", [b"\x03", b"\x04"], ids=["Ctrl-C", "Ctrl-D"])
def test_on_a_pseudo_terminal_keys_leave(place: Path, terminal: Terminal, key: bytes) -> None:
    terminal.until(WHICH_UNIT)
    terminal.type(b"1\n")
    terminal.until(WHICH)
    terminal.type(key)
    assert "Nothing was recorded." in terminal.until(None)
    assert terminal.code() == 3
    assert rows(place) == []
