from __future__ import annotations

import csv
import json
import os
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from hpplan.cli import app
from hpplan.plan.load import load_plan
from hpplan.progress.cells import SIMULATED
from hpplan.shipped import shipped
from running import our_words

if TYPE_CHECKING:
    from golden import Golden

ROOT = Path(__file__).resolve().parents[1]
DAY = "2026-06-30"

NOTED = "填报单位由演示程序分定（模拟）。"
CONTACT = "contact: 办公室（模拟）, "

PLAN = """\
format: 1
title: 计划
issued: 2025-01-01
start: 2025-01-01
end: 2026-12-31
units:
  - {id: a, name: a局}
  - {id: b, name: b街道}
  - {id: c, name: c街道}
groups:
  - {id: team, name: 各街道, members: [b, c]}
chapters:
  - id: "1"
    title: 章
    clauses:
      - id: "1.1"
        title: 条
        leads: [a]
        text: 加梯30个，绿道2.5公里，达标95%，耗时6天，示范，巡查，管道□5.1公里，每年1片
        targets:
          - {id: 1.1a, name: 加梯, quote: 加梯30个, kind: count, at_least: 30, uom: 个}
          - {id: 1.1b, name: 绿道, quote: 绿道2.5公里, kind: amount, more_than: 2.5, uom: 公里}
          - {id: 1.1c, name: 达标, quote: 达标95%, kind: level, at_least: 95, uom: "%"}
          - {id: 1.1d, name: 耗时, quote: 耗时6天, kind: level, at_most: 6, uom: 天}
          - {id: 1.1e, name: 示范, quote: 示范, kind: milestone}
          - {id: 1.1f, name: 巡查, quote: 巡查, kind: duty}
          - {id: 1.1g, name: 管道, quote: 管道□5.1公里, kind: amount, illegible: {at_least: □5.1},
             uom: 公里}
          - {id: 1.1h, name: 街区, quote: 每年1片, kind: count, at_least: 1, uom: 片, every: year,
             each: team}
"""


@pytest.fixture
def hpplan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    """A command line in an empty folder, with a small plan beside it."""
    monkeypatch.setenv("COLUMNS", "80")
    (tmp_path / "small").mkdir()
    (tmp_path / "small" / "plan.yaml").write_text(PLAN, encoding="utf-8")
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    return CliRunner()


def make(hpplan: CliRunner, folder: str, *more: str, plan: str = "../small/plan.yaml") -> int:
    """Make a workspace of the small plan; how many rows it has, which the command says."""
    result = hpplan.invoke(app, ["demo", folder, "--as-of", DAY, "--plan", plan, *more])
    assert (result.exit_code, result.stderr) == (0, "")
    rows = rows_in(folder)
    units = {row["unit"] for row in rows}
    assert re.findall("[0-9]+", result.stdout) == [str(len(rows)), str(len(units))]
    return len(rows)


def rows_in(folder: str) -> list[dict[str, str]]:
    found = []
    for file in sorted(Path(folder, "data", "progress").glob("*.csv")):
        text = file.read_text(encoding="utf-8-sig")
        found += [{"unit": file.stem, **row} for row in csv.DictReader(text.splitlines())]
    return found


def files_in(folder: str) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in Path(folder).rglob("*")
        if path.is_file()
    }


def test_what_it_says(hpplan: CliRunner, golden: Golden) -> None:
    result = hpplan.invoke(app, ["demo", "new", "--as-of", DAY, "--plan", "../small/plan.yaml"])
    assert (result.exit_code, result.stderr) == (0, "")
    assert str(Path("new", "plan.yaml")) in result.stdout
    golden.says(re.sub("[0-9]+", "N", result.stdout.replace(os.sep, "/")))


def test_it_takes_the_plan_along_byte_by_byte(hpplan: CliRunner) -> None:
    make(hpplan, "new")
    assert sorted(files_in("new")) == [
        "data/progress/a.csv",
        "data/progress/b.csv",
        "data/progress/c.csv",
        "plan.yaml",
    ]
    assert Path("new", "plan.yaml").read_bytes() == PLAN.encode()


def test_every_row_says_that_it_is_simulated(hpplan: CliRunner) -> None:
    assert SIMULATED == "（模拟）"
    make(hpplan, "new")
    rows = rows_in("new")
    assert all(row["note"].endswith(SIMULATED) for row in rows)
    assert all(row["evidence"].endswith(SIMULATED) for row in rows if row["evidence"])
    assert len({row["note"] for row in rows}) > 10
    assert all(row["recorded"] for row in rows)


def test_notes_are_varied_and_fit_what_their_figures_say(hpplan: CliRunner) -> None:
    assert make(hpplan, "new", "--rows", "600") > 500
    rows = rows_in("new")
    notes = Counter(row["note"] for row in rows)
    assert max(notes.values()) < len(rows) / 8
    figures: dict[tuple[str, str], str] = {}
    stood = 0
    for row in rows:
        said, key = row["note"], (row["unit"], row["target"])
        before = figures.get(key)
        if said.startswith("本期新增"):
            assert float(row["value"]) > float(before or 0)
        elif said.startswith(("本期无", "进度未动")):
            assert float(row["value"]) == float(before or 0)
            stood += 1
        figures[key] = row["value"]
    assert stood > 0


def test_no_row_is_dated_after_the_day(hpplan: CliRunner) -> None:
    make(hpplan, "new")
    days = [row["date"] for row in rows_in("new")]
    assert "2025-01-01" <= min(days) <= max(days) <= DAY


def test_every_kind_of_target_is_reported_on(hpplan: CliRunner) -> None:
    make(hpplan, "new")
    reported = {row["target"].split("@")[0] for row in rows_in("new")}
    assert reported == {f"1.1{letter}" for letter in "abcdefgh"}


def test_the_same_seed_gives_the_same_bytes(hpplan: CliRunner) -> None:
    make(hpplan, "one", "--seed", "7")
    make(hpplan, "two", "--seed", "7")
    assert files_in("one") == files_in("two")


def test_another_seed_gives_another_history(hpplan: CliRunner) -> None:
    make(hpplan, "one", "--seed", "7")
    make(hpplan, "two", "--seed", "8")
    make(hpplan, "three")
    make(hpplan, "four", "--seed", "1")
    assert files_in("one") != files_in("two")
    assert files_in("three") == files_in("four")


@pytest.mark.parametrize("rows", [500, 5000])
def test_about_as_many_rows_as_asked_for(hpplan: CliRunner, rows: int) -> None:
    made = make(hpplan, "new", "--rows", str(rows))
    assert abs(made - rows) <= rows * 0.03


def test_check_finds_no_error_and_status_judges_it(hpplan: CliRunner) -> None:
    make(hpplan, "new")
    checked = hpplan.invoke(app, ["check", "--plan", "new", "--as-of", DAY, "--format", "json"])
    found = json.loads(checked.stdout)
    # The small plan has no source; its rows are what is looked at.
    rows = [problem for problem in found["problems"] if "progress" in problem["path"]]
    assert [problem for problem in rows if problem["severity"] == "error"] == []
    judged = hpplan.invoke(app, ["status", "--plan", "new", "--as-of", DAY, "--format", "json"])
    assert (judged.exit_code, judged.stderr) == (0, "")
    assert sum(json.loads(judged.stdout)["summary"].values()) == 11


def test_the_shipped_plan_is_there() -> None:
    plan = shipped("plan.yaml")
    assert plan.is_file()
    assert plan.read_bytes() == (ROOT / "plan.yaml").read_bytes()
    assert (plan.parent / "data" / "source" / "plan.txt").is_file()


def test_without_a_plan_at_hand_it_takes_the_shipped_one(hpplan: CliRunner) -> None:
    result = hpplan.invoke(app, ["demo", "new", "--as-of", DAY, "--rows", "3000"])
    assert (result.exit_code, result.stderr) == (0, "")
    assert_added((ROOT / "plan.yaml").read_text("utf-8"), Path("new", "plan.yaml"))
    source = "data/source/plan.txt"
    assert Path("new", source).read_bytes() == (ROOT / source).read_bytes()
    assert len(list(Path("new", "data", "progress").glob("*.csv"))) == 29
    checked = hpplan.invoke(app, ["check", "--plan", "new", "--as-of", DAY, "--format", "json"])
    assert checked.exit_code == 0
    assert json.loads(checked.stdout)["summary"]["errors"] == 0
    judged = hpplan.invoke(app, ["status", "--plan", "new", "--as-of", DAY, "--format", "json"])
    found = json.loads(judged.stdout)["summary"]
    shown = {status for status, count in found.items() if count}
    assert shown >= {"met", "kept", "overdue", "off-track", "at-risk", "silent", "on-track"}


def assert_added(before: str, path: Path) -> None:
    """A plan is an earlier one with reporters, contacts and what says so; nothing else differs."""
    text = path.read_text(encoding="utf-8")
    assert before != text
    added = rf" *reporters: \[[a-z, ]+\]\n(?: *note: {NOTED}\n)?"
    bare = re.sub(added, "", text.replace(CONTACT, ""))
    assert bare.replace(NOTED, "") == before
    assert text.count("reporters: [") == text.count(NOTED) > 100


def test_the_work_is_divided_but_for_a_few_items(hpplan: CliRunner) -> None:
    made = hpplan.invoke(app, ["demo", "new", "--as-of", DAY])
    assert made.exit_code == 0
    asked = ["status", "--plan", "new", "--as-of", DAY, "--format", "json", "--all"]
    judged = hpplan.invoke(app, asked)
    items = json.loads(judged.stdout)["items"]
    undivided = [item for item in items if item["undivided"]]
    assert {item["kind"] for item in undivided} == {"milestone", "level", "count"}
    assert len(undivided) == 3
    (orphan,) = [item for item in items if item["orphaned"]]
    assert orphan["value"] is None
    declared = {(row["unit"], row["target"]) for row in rows_in("new") if row["value"] == "不涉及"}
    assert {unit for unit, item in declared if item == orphan["item"]} == set(orphan["reporters"])
    others = [(unit, item) for unit, item in declared if item != orphan["item"]]
    assert len(others) == 2
    assert {item for _unit, item in others} <= {item["item"] for item in undivided}
    remarks = [row for row in rows_in("new") if not row["value"] and "，" in row["note"]]
    assert remarks
    assert any(item["unheard"] and item["behind"] for item in items)


SHARED = {
    "block": """
        targets:
          - id: 1.1a
            name: 加梯
            quote: 加梯30个
            kind: count
            at_least: 30
            uom: 个
            note: |
              统计口径待定
          - name: 绿道
            id: 1.1b
            quote: 绿道
            kind: milestone
            note: "绿道"
          - id: 1.1c
            kind: duty
            name: 巡查
            quote: 巡查
          - {id: 1.1d, name: 示范, quote: 示范, kind: milestone, note: 示范}
""",
    "flow": """
        targets: [{id: 1.1a, name: 加梯, quote: 加梯30个, kind: count, at_least: 30, uom: 个},
          {id: 1.1b, name: 绿道, quote: 绿道, kind: milestone, note: '绿道'},
          {"id": "1.1c", "name": "巡查", "quote": "巡查", "kind": "duty", "note": "巡查"},
          {id: 1.1d, name: 示范, quote: 示范, kind: milestone}]
""",
}


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("layout", SHARED)
def test_however_a_plan_is_laid_out_its_work_is_divided(
    hpplan: CliRunner, layout: str, newline: str
) -> None:
    text = PLAN.partition("        text:")[0].replace("leads: [a]", "leads: [a, team]")
    text += "        text: 加梯30个，绿道，巡查，示范" + SHARED[layout]
    Path("plan.yaml").write_text(text, encoding="utf-8", newline=newline)
    make(hpplan, "new", plan="plan.yaml")
    made = Path("new", "plan.yaml").read_bytes().decode()
    assert (made.count(newline), made.count("\n")) == (made.count("\n"), made.count("\n"))
    assert "reporters" in made
    loaded, problems = load_plan(Path("new", "plan.yaml"), "plan.yaml")
    assert loaded is not None, problems
    noted = [target for target in loaded.plan.clauses()[0].targets if target.reporters]
    assert noted
    assert all(target.note and NOTED in target.note for target in noted)
    assert {unit.contact for unit in loaded.plan.units} == {"办公室（模拟）"}


def test_a_plan_at_hand_is_taken_before_the_shipped_one(hpplan: CliRunner) -> None:
    Path("plan.yaml").write_text(PLAN, encoding="utf-8")
    result = hpplan.invoke(app, ["demo", "new", "--as-of", DAY])
    assert result.exit_code == 0
    assert Path("new", "plan.yaml").read_bytes() == PLAN.encode()


def test_an_empty_folder_will_do(hpplan: CliRunner) -> None:
    Path("new").mkdir()
    assert make(hpplan, "new") > 0


def test_a_folder_that_holds_something_is_left_alone(hpplan: CliRunner, golden: Golden) -> None:
    Path("old").mkdir()
    Path("old", "mine.txt").write_text("mine", encoding="utf-8")
    result = hpplan.invoke(app, ["demo", "old", "--as-of", DAY, "--plan", "../small/plan.yaml"])
    assert (result.exit_code, result.stdout) == (3, "")
    golden.says(result.stderr)
    assert files_in("old") == {"mine.txt": b"mine"}


def test_a_file_is_no_folder(hpplan: CliRunner, golden: Golden) -> None:
    Path("old").write_text("mine", encoding="utf-8")
    result = hpplan.invoke(app, ["demo", "old", "--as-of", DAY, "--plan", "../small/plan.yaml"])
    assert (result.exit_code, result.stdout) == (3, "")
    golden.says(our_words(result.stderr))
    assert Path("old").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("rows", ["0", "-1", "many"])
def test_a_number_of_rows_is_one_or_more(hpplan: CliRunner, rows: str) -> None:
    result = hpplan.invoke(app, ["demo", "new", "--rows", rows])
    assert (result.exit_code, result.stdout) == (2, "")
    assert "--rows" in result.stderr
    assert not Path("new").exists()
