"""`hpplan record` on a terminal: what it asks, what it makes of the answers, and what it writes."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from hpplan.cli import app
from hpplan.cli import prompts as asking
from plans import HEADER
from running import Shown, Terminal, on_terminal, ran

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from golden import Golden

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

ROWS = "2025-03-31,1.1a,12,,照片,\n2025-03-31,1.1e,,巡查,,\n"

pytestmark = pytest.mark.workspace(PLAN, {"jianguan": ROWS}, today=date(2025, 7, 10))

UNIT = ("--unit", "jianguan")
MOMENT = re.compile("[0-9-]{10}T[0-9:]{8}[+]08:00")
LEFT = "whoever leaves"
ASKED = "): "
"""How a question ends."""


@pytest.fixture
def place(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace as the current folder, and somebody at a terminal of 80 columns."""
    monkeypatch.setenv("LINES", "24")
    monkeypatch.setattr(asking, "at_terminal", lambda: True)
    return workspace


def sit(*answers: str, args: tuple[str, ...] = UNIT) -> Shown:
    """What a sitting shows: data and questions beside each other, what is said, the exit code."""
    given = "".join(f"{answer}\n" for answer in answers)
    result = CliRunner().invoke(
        app, ["record", *args], input=given, catch_exceptions=False, prog_name="hpplan"
    )
    return Shown(MOMENT.sub("(now)", result.stdout), result.stderr, result.exit_code)


def screen(shown: Shown) -> str:
    """All of a sitting: what is said stands behind data and questions."""
    return f"{shown.stdout}\n{shown.stderr}"


def rows(place: Path, unit: str = "jianguan") -> list[str]:
    """The rows that a unit's file holds behind those that were there, without their moments."""
    path = place / "data" / "progress" / f"{unit}.csv"
    if not path.exists():
        return []
    text = path.read_text(encoding="utf-8-sig").removeprefix(HEADER).removeprefix(ROWS)
    return [line.rpartition(",")[0] for line in text.splitlines()]


# A whole sitting


def test_a_sitting_from_the_unit_to_the_row(place: Path, golden: Golden) -> None:
    shown = sit("1", "5", "+3", "2025-06-30", "新增3处", "验收单.pdf", "y", "n", args=())
    golden("whole-sitting.en.txt", screen(shown))
    assert shown.code == 0
    assert rows(place) == ["2025-06-30,1.1a,15,新增3处,验收单.pdf"]


def test_enter_takes_today_and_leaves_note_and_evidence_empty(place: Path) -> None:
    shown = sit("1.1b", "2.5", "", "", "", "y", "n")
    assert (shown.code, rows(place)) == (0, ["2025-07-10,1.1b,2.5,,"])


def test_as_of_is_the_day_that_enter_takes(place: Path) -> None:
    args = ("--unit", "jianguan", "--as-of", "2025-05-05")
    shown = sit("1.1b", "2.5", "", "", "", "y", "n", args=args)
    assert " 2025-05-05): " in shown.stdout
    assert (shown.code, rows(place)) == (0, ["2025-05-05,1.1b,2.5,,"])


def test_several_reports_are_given_in_one_sitting(place: Path, golden: Golden) -> None:
    first = ("1.1b", "2.5", "", "", "", "y", "y")
    shown = sit(*first, "1.1b", "+1", "", "再增1公里", "", "y", "n")
    golden("two-reports.en.txt", screen(shown))
    assert shown.code == 0
    assert rows(place) == ["2025-07-10,1.1b,2.5,,", "2025-07-10,1.1b,3.5,再增1公里,"]


def test_what_was_given_on_the_command_line_is_not_asked_for(place: Path, golden: Golden) -> None:
    args = ("--unit", "jianguan", "--date", "2025-06-30", "--note", "说明", "--evidence", "照片")
    shown = sit("1.1b", "2.5", "y", "n", args=args)
    golden("nothing-to-ask-but-the-figure.en.txt", screen(shown))
    assert (shown.code, rows(place)) == (0, ["2025-06-30,1.1b,2.5,说明,照片"])


def test_the_note_of_the_command_line_is_of_the_first_report_alone(place: Path) -> None:
    args = ("--unit", "jianguan", "--note", "说明")
    sit("1.1b", "2", "", "", "y", "y", "1.1c", "70", "", "", "", "y", "n", args=args)
    assert rows(place) == ["2025-07-10,1.1b,2,说明,", "2025-07-10,1.1c,70,,"]


def test_a_dry_run_asks_but_writes_nothing(place: Path, golden: Golden) -> None:
    shown = sit("1.1b", "2", "", "", "", "n", args=("--unit", "jianguan", "--dry-run"))
    golden("dry-run.en.txt", screen(shown))
    assert (shown.code, rows(place)) == (3, [])


def test_warnings_stand_before_the_question(place: Path) -> None:
    shown = sit("1.1b", "125.5", "", "", "", "n", "n")
    assert shown.stdout.endswith(ASKED)
    assert re.findall("HP3[0-9]{2}", shown.stderr) == ["HP354", "HP357"]
    assert rows(place) == []


# What is expected of each kind


@pytest.mark.parametrize("item", ["1.1b", "1.1c", "1.1d"])
def test_what_is_expected_is_said(place: Path, item: str, golden: Golden) -> None:
    golden(f"expected-{item}.en.txt", screen(sit(item, "q")))
    assert rows(place) == []


def test_a_duty_is_asked_for_its_note_alone(place: Path, golden: Golden) -> None:
    shown = sit("6", "巡查46次", "", "", "y", "n")
    golden("duty.en.txt", screen(shown))
    assert (shown.code, rows(place)) == (0, ["2025-07-10,1.1e,,巡查46次,"])


@pytest.mark.parametrize(
    ("item", "figure"),
    [
        ("1.1a", "约50"),
        ("1.1a", "1.5"),
        ("1.1a", "+约3"),
        ("1.1d", "101"),
        ("1.1d", "+3"),
        ("1.1c", "+3"),
        ("1.1c", "-3"),
    ],
)
def test_a_faulty_figure_is_asked_for_again(
    place: Path, item: str, figure: str, golden: Golden
) -> None:
    shown = sit(item, figure, "9", "q")
    # Which item, the figure twice, and the day.
    assert shown.stdout.count(ASKED) == 4
    golden.says(shown.stderr)
    assert rows(place) == []


def test_a_faulty_day_is_asked_for_again(place: Path, golden: Golden) -> None:
    shown = sit("1.1b", "2", "25-3-31", "2025-02-30", "2025年3月31日", "", "", "y", "n")
    assert shown.stdout.count(" 2025-07-10): ") == 3
    golden.says(shown.stderr)
    assert rows(place) == ["2025-03-31,1.1b,2,,"]


def test_what_the_file_refuses_is_said_and_nothing_is_lost(place: Path, golden: Golden) -> None:
    shown = sit("1.1b", "2", "", "一\x07二", "", "y", "1.1b", "2", "", "", "", "y", "n")
    golden.says(shown.stderr)
    assert (shown.code, rows(place)) == (0, ["2025-07-10,1.1b,2,,"])


# Which unit, which item


@pytest.mark.parametrize("named", ["2", "lvhua", "LVHUA", "区绿化市容局", "绿化", "lv", "２"])
def test_a_unit_is_named_in_many_ways(place: Path, named: str) -> None:
    shown = sit(named, "1", "5", "", "", "", "y", "n", args=())
    asked = shown.stdout.split(ASKED)
    assert "lvhua" in asked[0]
    assert "1.2a" in asked[1]
    assert rows(place, "lvhua") == ["2025-07-10,1.2a,5,,"]


def test_an_unknown_unit_suggests_the_nearest_and_is_asked_for_again(
    place: Path, golden: Golden
) -> None:
    shown = sit("外滩街到", "99", "q", args=())
    golden("unknown-unit.en.txt", screen(shown))
    assert (shown.code, rows(place)) == (3, [])


def test_an_unknown_unit_of_the_command_line_is_a_usage_error(place: Path, golden: Golden) -> None:
    shown = sit(args=("--unit", "外滩街到"))
    assert (shown.stdout, shown.code) == ("", 2)
    golden.says(shown.reason)
    assert rows(place) == []


def test_a_unit_without_items_is_told_so(place: Path, golden: Golden) -> None:
    shown = sit(args=("--unit", "waitan"))
    assert (shown.stdout, shown.code) == ("", 3)
    golden.says(shown.stderr)
    assert rows(place) == []


def test_a_part_of_a_name_or_id_shows_those_that_have_it(place: Path, golden: Golden) -> None:
    shown = sit("绿", "1.1", "", "梯", "q")
    asked = shown.stdout.split(ASKED)
    assert [line.split()[:2] for line in asked[1].splitlines()[1:-1]] == [
        ["2", "1.1b"],
        ["4", "1.2a"],
    ]
    assert asked[3] == asked[0]  # at first, and after Enter
    assert asked[4].startswith("1.1a 加梯\n")
    golden("part-of-a-name.en.txt", screen(shown))
    assert rows(place) == []


def test_enter_at_the_figure_goes_back_to_the_list(place: Path) -> None:
    asked = sit("1.1b", "", "1.1e", "", "q").stdout.split(ASKED)
    assert asked[0] == asked[2] == asked[4]
    assert asked[5:] == [""]
    assert rows(place) == []


def test_a_long_list_is_shown_page_by_page(
    place: Path, monkeypatch: pytest.MonkeyPatch, golden: Golden
) -> None:
    monkeypatch.setenv("LINES", "8")
    golden("pages.en.txt", screen(sit("", "", "4", "q")))
    assert rows(place) == []


@pytest.mark.parametrize("columns", [40, 60, 100])
def test_no_line_of_the_list_is_wider_than_the_terminal(
    place: Path, monkeypatch: pytest.MonkeyPatch, columns: int, golden: Golden
) -> None:
    from rich.cells import cell_len

    plan = PLAN.replace("name: 绿道", "name: 建设贯通开放的滨水绿道并完善沿线各类公共服务设施")
    (place / "plan.yaml").write_text(plan, encoding="utf-8")
    monkeypatch.setenv("COLUMNS", str(columns))
    *lines, _question = sit("q").stdout.partition(ASKED)[0].splitlines()
    golden.says(lines)
    assert len(lines) == 7
    assert [line for line in lines if cell_len(line) > columns] == []


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
    place: Path, answers: tuple[str, ...], word: str, golden: Golden
) -> None:
    shown = sit(*answers, word)
    golden.says(shown.stderr, LEFT)
    assert (shown.code, rows(place)) == (3, [])


def test_the_end_of_input_leaves_as_well(place: Path, golden: Golden) -> None:
    shown = sit("1.1b", "2")
    assert shown.stdout.endswith(" 2025-07-10): \n")
    golden.says(shown.stderr, LEFT)
    assert (shown.code, rows(place)) == (3, [])


def test_an_interrupt_leaves_as_well(
    place: Path, monkeypatch: pytest.MonkeyPatch, golden: Golden
) -> None:
    def interrupted(_question: str) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr("builtins.input", interrupted)
    shown = sit()
    golden("interrupted.en.txt", shown.stdout)
    golden.says(shown.stderr, LEFT)
    assert shown.code == 3
    assert rows(place) == []


def test_whoever_leaves_later_keeps_what_was_written(place: Path, golden: Golden) -> None:
    shown = sit("1.1b", "2", "", "", "", "y", "y", "1.1c", "q")
    golden.says(shown.stderr)
    assert (shown.code, rows(place)) == (0, ["2025-07-10,1.1b,2,,"])


def test_no_is_an_answer_and_anything_else_is_none(place: Path, golden: Golden) -> None:
    shown = sit("1.1b", "2", "", "", "", "好吧", "", "否", "n")
    golden("no-answer.en.txt", screen(shown))
    assert (shown.code, rows(place)) == (3, [])


# In Chinese


def test_a_sitting_in_chinese(place: Path, golden: Golden) -> None:
    shown = sit("巡查", "巡查46次", "", "", "是", "否", args=("--lang", "zh", *UNIT))
    golden("whole-sitting.zh.txt", screen(shown))
    assert (shown.code, rows(place)) == (0, ["2025-07-10,1.1e,,巡查46次,"])


# When it does not ask


def test_with_no_input_what_is_missing_is_a_usage_error(place: Path, golden: Golden) -> None:
    shown = ran("record", "--no-input")
    assert (shown.stdout, shown.code) == ("", 2)
    golden.says(shown.stderr)
    assert rows(place) == []


def test_where_there_is_no_terminal_nothing_is_asked(
    place: Path, monkeypatch: pytest.MonkeyPatch, golden: Golden
) -> None:
    monkeypatch.undo()
    monkeypatch.chdir(place)
    shown = sit("1", args=())
    assert (shown.stdout, shown.code) == ("", 2)
    golden.says(shown.stderr)
    assert not asking.at_terminal()


def test_a_missing_figure_alone_is_asked_for(place: Path, golden: Golden) -> None:
    shown = sit("约15", "+3", args=("1.1a", "--date", "2025-06-30"))
    golden("figure-alone.en.txt", screen(shown))
    assert (shown.code, rows(place)) == (0, ["2025-06-30,1.1a,15,,"])


@pytest.mark.parametrize("answers", [("",), ("q",), ()])
def test_a_missing_figure_that_is_not_given_leaves(
    place: Path, answers: tuple[str, ...], golden: Golden
) -> None:
    shown = sit(*answers, args=("1.1a",))
    golden.says(shown.stderr, LEFT)
    assert (shown.code, rows(place)) == (3, [])


def test_a_duty_lacks_no_figure(place: Path) -> None:
    shown = sit(args=("1.1e", "--note", "巡查"))
    assert ASKED not in shown.stdout
    assert (shown.code, rows(place)) == (0, ["2025-07-10,1.1e,,巡查,"])


def test_an_empty_figure_is_one_that_was_given(place: Path, golden: Golden) -> None:
    shown = sit("3", args=("1.1a", ""))
    golden.says(shown.reason)
    assert shown.code == 2
    assert rows(place) == []


@pytest.mark.parametrize("target", ["1.1z", "1.2a"])
def test_no_figure_is_asked_for_where_none_could_be_recorded(
    place: Path, target: str, golden: Golden
) -> None:
    shown = sit("3", args=(target,))
    assert (shown.stdout, shown.code) == ("", 2)
    golden.says(shown.reason)
    assert rows(place) == []


# On a real terminal


@pytest.fixture
def terminal(place: Path) -> Iterator[Terminal]:
    """The program on a pseudo-terminal."""
    arguments = ("record", "--as-of", "2025-07-10", "--plan", str(place))
    with on_terminal(place, *arguments, TERM="xterm") as running:
        yield running


def test_on_a_pseudo_terminal_answers_are_typed_and_edited(
    place: Path, terminal: Terminal, golden: Golden
) -> None:
    terminal.until(ASKED)
    terminal.type("外滩".encode() + b"\x7f\x7f" + "建管\n".encode())
    assert "1.1b  绿道" in terminal.until(ASKED)
    terminal.type("绿道\n".encode())
    # The figure, the day, the note, the evidence, whether to write it, and whether to go on.
    for answer in ("2.5", "", "一期", "", "y", "n"):
        terminal.until(ASKED)
        terminal.type(f"{answer}\n".encode())
    golden.says(terminal.until(None))
    assert terminal.code() == 0
    assert rows(place) == ["2025-07-10,1.1b,2.5,一期,"]


@pytest.mark.parametrize("key", [b"\x03", b"\x04"], ids=["Ctrl-C", "Ctrl-D"])
def test_on_a_pseudo_terminal_keys_leave(
    place: Path, terminal: Terminal, key: bytes, golden: Golden
) -> None:
    terminal.until(ASKED)
    terminal.type(b"1\n")
    terminal.until(ASKED)
    terminal.type(key)
    golden.says(terminal.until(None).splitlines()[-1], "whoever leaves on a terminal")
    assert terminal.code() == 3
    assert rows(place) == []
