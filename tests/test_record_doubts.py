"""`record` asks before it writes what `check` would warn of, and writes nothing twice."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from hpplan.cli import app, collect
from hpplan.cli import prompts as asking
from hpplan.errors import DoubtfulError
from hpplan.forms.collector import Collector
from hpplan.progress.record import Entry, append
from hpplan.workspace import open_workspace
from plans import HEADER
from running import Shown, ran

if TYPE_CHECKING:
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
chapters:
  - id: "1"
    title: 章
    clauses:
      - id: "1.1"
        title: 一
        leads: [jianguan]
        text: 加梯30个，绿道12.5公里，方案，巡查，每年2次
        targets:
          - {id: 1.1a, name: 加梯, quote: 加梯30个, kind: count, at_least: 30, uom: 个}
          - {id: 1.1b, name: 绿道, quote: 绿道12.5公里, kind: amount, at_least: 12.5, uom: 公里}
          - {id: 1.1d, name: 方案, quote: 方案, kind: milestone}
          - {id: 1.1e, name: 巡查, quote: 巡查, kind: duty}
          - {id: 1.1f, name: 宣传, quote: 每年2次, kind: count, at_least: 2, uom: 次, every: year}
      - id: "1.2"
        title: 二
        leads: [jianguan, lvhua]
        text: 绿地40公顷
        targets:
          - {id: 1.2a, name: 绿地, quote: 绿地40公顷, kind: amount, at_least: 40, uom: 公顷}
"""

ROWS = {"jianguan": "2025-03-31,1.1a,12,,照片,\n", "lvhua": "2025-03-31,1.2a,5,,照片,\n"}
MARCH = ("--date", "2025-03-31")
JULY = ("--date", "2025-07-01")
MOMENT = re.compile("[0-9-]{10}T[0-9:]{8}[+]08:00")

pytestmark = pytest.mark.workspace(PLAN, ROWS, today=date(2025, 7, 10))


def held(place: Path) -> list[str]:
    """The rows that were added, without their moments."""
    text = (place / "data/progress/jianguan.csv").read_text(encoding="utf-8-sig")
    return [
        line.rpartition(",")[0]
        for line in text.removeprefix(HEADER).removeprefix(ROWS["jianguan"]).splitlines()
    ]


def sit(*args: str, answers: str = "") -> Shown:
    """What `record` shows to somebody at a terminal."""
    result = CliRunner().invoke(app, ["record", *args], input=answers, catch_exceptions=False)
    return Shown(MOMENT.sub("(now)", result.stdout), result.stderr, result.exit_code)


DOUBTFUL = {
    "HP353": ("1.1a", "7", *JULY),
    "HP354": ("1.1b", "12500", *JULY, "--evidence", "x"),
    "HP355": ("1.2a", "3", *JULY, "--unit", "jianguan"),
    "HP357": ("1.1d", "done", *JULY),
    "HP358": ("1.1a", "13", "--date", "2026-01-31"),
    "HP360": ("1.1d", "0.75", *JULY),
    "HP362": ("1.1e", "", *JULY),
    "HP368": ("1.1a", "120", *JULY, "--evidence", "x"),
}


@pytest.mark.parametrize("code", DOUBTFUL)
def test_without_a_terminal_a_doubtful_row_is_refused_unless_forced(
    workspace: Path, code: str
) -> None:
    shown = ran("record", *DOUBTFUL[code])
    assert (shown.code, shown.stdout, held(workspace)) == (2, "", [])
    assert re.findall("HP3[0-9]{2}", shown.stderr) == [code]
    assert shown.reason == (
        "Error: Invalid value: nothing was recorded; if it is meant like this, add --force\n"
    )
    shown = ran("record", *DOUBTFUL[code], "--force")
    assert (shown.code, len(held(workspace))) == (0, 1)
    assert re.findall("HP3[0-9]{2}", shown.stderr) == [code]


@pytest.mark.parametrize("code", DOUBTFUL)
@pytest.mark.usefixtures("workspace")
def test_check_warns_of_just_what_was_asked_about(code: str) -> None:
    before = set(re.findall("HP3[0-9]{2}", ran("check").stdout))
    ran("record", *DOUBTFUL[code], "--force")
    assert set(re.findall("HP3[0-9]{2}", ran("check").stdout)) - before == {code}


@pytest.mark.parametrize(
    ("answers", "code", "added"),
    [
        ("y\n", 0, ["2025-07-01,1.1a,120,,x"]),
        ("n\n", 3, []),
        ("q\n", 3, []),
        ("", 3, []),
        ("\nja\nn\n", 3, []),
    ],
)
def test_at_a_terminal_it_is_asked(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, answers: str, code: int, added: list[str]
) -> None:
    monkeypatch.setattr(asking, "at_terminal", lambda: True)
    shown = sit("1.1a", "120", *JULY, "--evidence", "x", answers=answers)
    assert "Write this row all the same? (y/n):" in shown.stdout
    assert "HP368" in shown.stderr
    assert (shown.code, held(workspace)) == (code, added)
    said = "Recorded in data/progress/jianguan.csv." if added else "Nothing was recorded."
    assert said in shown.stderr


def test_whoever_wants_no_question_is_not_asked(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "at_terminal", lambda: True)
    shown = sit("1.1a", "120", *JULY, "--no-input", answers="y\n")
    assert (shown.code, held(workspace)) == (2, [])


def test_a_trial_needs_no_leave(workspace: Path) -> None:
    shown = ran("record", *DOUBTFUL["HP368"], "--dry-run")
    assert (shown.code, held(workspace)) == (0, [])
    assert "HP368" in shown.stderr
    assert shown.stdout.startswith("Not written; it would stand in")


def test_a_sound_row_is_written_without_a_word(workspace: Path) -> None:
    shown = ran("record", "1.1a", "60", *JULY, "--evidence", "x")
    assert (shown.code, shown.stderr) == (0, "")
    assert held(workspace) == ["2025-07-01,1.1a,60,,x"]


def test_what_was_not_shown_was_not_agreed_to(workspace: Path) -> None:
    """Between the question and the writing somebody else may have written."""
    opened, _problems = open_workspace(workspace / "plan.yaml", keep_rows=True)
    assert opened is not None
    entry = Entry("1.1a", "13", "jianguan", date(2025, 7, 1), evidence="x")
    tried = append(opened, entry, dry_run=True)
    assert tried.warnings == []
    assert ran("record", "1.1a", "20", "--date", "2025-06-30").code == 0
    with pytest.raises(DoubtfulError) as caught:
        append(opened, entry, agreed=tried.warnings)
    assert [each.code for each in caught.value.problems] == ["HP353"]
    assert held(workspace) == ["2025-06-30,1.1a,20,,"]


# What stands there already

AGAIN = [
    (("1.1a", "12", *MARCH, "--evidence", "照片"), 2),
    (("1.1a", "１２", "--date", "2025年3月31日", "--evidence", " 照片 "), 2),
    (("1.1a", "+0", *MARCH, "--evidence", "照片"), 2),
]


@pytest.mark.parametrize(("args", "line"), AGAIN)
def test_an_identical_row_is_not_written_again(
    workspace: Path, args: tuple[str, ...], line: int
) -> None:
    for more in ((), ("--dry-run",), ("--force",)):
        shown = ran("record", *args, *more)
        assert (shown.code, shown.stdout) == (0, "")
        assert shown.stderr == (
            f"data/progress/jianguan.csv:{line} says just this already; nothing was written.\n"
        )
    assert held(workspace) == []


@pytest.mark.parametrize(
    "args",
    [
        ("1.1f", "1", *MARCH),
        ("1.1e", "", *MARCH, "--note", "巡查三次"),
        ("1.1b", "2.50", *MARCH, "--note", "一", "--evidence", "=x"),
        ("1.2a", "不涉及", *MARCH, "--note", "职能已划出", "--unit", "jianguan"),
        ("1.1b", "", *MARCH, "--note", "下一步招标"),
    ],
)
def test_twice_is_once(workspace: Path, args: tuple[str, ...]) -> None:
    assert [ran("record", *args).code for _time in range(3)] == [0, 0, 0]
    assert len(held(workspace)) == 1


def test_an_item_is_the_same_by_either_name(workspace: Path) -> None:
    ran("record", "1.1f", "1", *MARCH)
    shown = ran("record", "1.1f@2025", "1", *MARCH)
    assert (shown.code, len(held(workspace))) == (0, 1)


def test_another_note_or_evidence_is_another_row(workspace: Path) -> None:
    for more in (("--note", "一"), ("--note", "二"), ("--evidence", "照片2")):
        assert ran("record", "1.1a", "12", *MARCH, *more).code == 0
    assert len(held(workspace)) == 3


def test_a_correction_may_be_taken_back(workspace: Path) -> None:
    for value in ("13", "12", "12"):
        assert ran("record", "1.1a", value, *MARCH, "--evidence", "照片").code == 0
    assert held(workspace) == ["2025-03-31,1.1a,13,,照片", "2025-03-31,1.1a,12,,照片"]


def test_an_interview_says_so_too(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "at_terminal", lambda: True)
    answers = "1.1a\n12\n2025-03-31\n\n照片\nn\n"
    shown = sit("--unit", "jianguan", answers=answers)
    assert "says just this already; nothing was written." in shown.stderr
    assert "Write this row?" not in shown.stdout
    assert (shown.code, held(workspace)) == (3, [])


# Forms


def test_the_question_about_a_form_counts_its_doubts(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def refusing(question: str) -> bool:
        asked.append(question)
        return False

    monkeypatch.setattr(collect, "confirmed", refusing)
    (workspace / "区建管委.csv").write_text(
        "事项,日期,数值,说明,佐证\n1.1a,2025-07-01,120,,\n1.1b,2025-07-01,3,,\n", encoding="utf-8"
    )
    opened, _problems = open_workspace(workspace / "plan.yaml")
    assert opened is not None
    form = Collector(opened).take(workspace / "区建管委.csv", dry_run=True)
    assert form.sound, form
    collect._wanted([form])  # noqa: SLF001 (a terminal is not to be had here)
    assert asked == ["check will warn of 2 things noted above. Add 2 rows? (y/n):"]
