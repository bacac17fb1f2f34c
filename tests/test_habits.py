"""What all commands with a table can do besides: --json, -o FILE, --width, -q and --watch."""

from __future__ import annotations

import json
import os
import re
import sys
from datetime import date
from typing import TYPE_CHECKING

import pytest

from plans import BASE, lay_out
from running import INTERRUPT, on_terminal, ran

if TYPE_CHECKING:
    from pathlib import Path

    from golden import Golden

pytestmark = [
    pytest.mark.workspace(BASE, today=date(2026, 11, 22)),
    pytest.mark.usefixtures("workspace"),
]

TABLES = (
    ("status",), ("status", "--by", "unit"), ("show", "1.1a"), ("backtest",), ("check",),
    ("changes", "--since", "2026-01-01"),
)  # fmt: skip


@pytest.mark.parametrize("command", TABLES, ids=" ".join)
def test_json_is_short_for_its_format(command: tuple[str, ...]) -> None:
    expected = ran(*command, "--format", "json")
    assert json.loads(expected.stdout)["version"] == 1
    assert ran(*command, "--json") == expected


@pytest.mark.parametrize("command", TABLES, ids=" ".join)
@pytest.mark.parametrize(
    ("ending", "option"), [("txt", ()), ("json", ("--json",)), ("csv", ()), ("md", ())]
)
def test_the_ending_of_a_file_says_how_it_is_written(
    command: tuple[str, ...], ending: str, option: tuple[str, ...], workspace: Path
) -> None:
    if command == ("check",) and ending in {"csv", "md"}:
        refused = ran(*command, "-o", f"t.{ending}")
        assert refused.code == 2
        assert refused.reason.endswith("end its name in one of .txt, .json, .sarif\n")
        return
    name = {"txt": option, "md": ("--format", "markdown")}.get(ending, ("--format", ending))
    expected = ran(*command, *name)
    shown = ran(*command, "-o", f"t.{ending}")
    written = (workspace / f"t.{ending}").read_text(encoding="utf-8")
    assert written == ("\ufeff" if ending == "csv" else "") + expected.stdout
    assert re.fullmatch(rf"t\.{ending}: written, \d+ KiB\n", shown.stdout)
    assert (shown.stderr, shown.code) == (expected.stderr, expected.code)


def test_a_format_that_is_named_wins_over_the_ending(workspace: Path) -> None:
    assert ran("status", "--format", "table", "-o", "t.json").code == 0
    assert (workspace / "t.json").read_text(encoding="utf-8") == ran("status").stdout
    assert ran("status", "--json", "-o", "list").code == 0
    assert json.loads((workspace / "list").read_text(encoding="utf-8"))["version"] == 1


def test_what_is_not_ours_is_replaced_by_force_alone(workspace: Path, golden: Golden) -> None:
    kept = workspace / "t.md"
    kept.write_text("mine", encoding="utf-8")
    refused = ran("status", "-o", "t.md")
    assert (refused.code, refused.stdout, kept.read_text(encoding="utf-8")) == (3, "", "mine")
    golden.says(refused.stderr)
    assert ran("status", "-o", "t.md", "--force").code == 0
    assert kept.read_text(encoding="utf-8") == ran("status", "--format", "markdown").stdout
    assert ran("status", "-o", "t.md").code == 0, "it holds the same already"


@pytest.mark.parametrize(
    ("file", "code"),
    [
        ("nowhere/t.md", 3), ("t.docx", 2), ("t", 2), ("data/progress/waitan.csv", 2),
        ("plan.yaml", 2),
    ],
)  # fmt: skip
def test_where_nothing_is_written(file: str, code: int, golden: Golden, workspace: Path) -> None:
    lay_out(workspace, None, {"waitan": "2026-03-31,1.1a,4,,x,\n"})
    before = {path: path.read_bytes() for path in workspace.rglob("*") if path.is_file()}
    shown = ran("status", "-o", file, "--force")
    assert (shown.code, shown.stdout) == (code, "")
    golden.says(shown.reason.strip())
    assert {path: path.read_bytes() for path in workspace.rglob("*") if path.is_file()} == before


def test_the_source_of_the_plan_is_never_written_over(workspace: Path) -> None:
    (workspace / "plan.txt").write_text("计划\n", encoding="utf-8")
    plan = (workspace / "plan.yaml").read_text(encoding="utf-8")
    text = re.sub("^source: .*", "source: plan.txt", plan, count=1, flags=re.MULTILINE)
    (workspace / "plan.yaml").write_text(text, encoding="utf-8")
    shown = ran("status", "-o", "plan.txt", "--force")
    assert (shown.code, shown.stdout) == (2, ""), shown
    assert (workspace / "plan.txt").read_text(encoding="utf-8") == "计划\n"


def test_beside_no_plan_a_file_is_replaced_and_a_workspace_elsewhere_is_spared(
    workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay_out(workspace, None, {"waitan": "2026-03-31,1.1a,4,,x,\n"})
    report = workspace / "data" / "progress" / "waitan.csv"
    before = report.read_bytes()
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    (tmp_path / "elsewhere" / "t.txt").write_text("older", encoding="utf-8")
    assert ran("config", "-o", "t.txt", "--force").code == 0
    for file in (report, report.with_name("new.csv")):
        shown = ran("status", "--plan", str(workspace), "-o", str(file), "--force")
        assert (shown.code, shown.stdout) == (2, "")
        shown = ran("rollup", str(workspace), "-o", str(file), "--force")
        assert (shown.code, shown.stdout) == (2, "")
    assert report.read_bytes() == before
    assert not report.with_name("new.csv").exists()


def test_faults_are_still_shown_and_end_as_ever(workspace: Path) -> None:
    lay_out(workspace, None, {"waitan": "2026-03-31,1.1a,约4,,x,\n"})
    shown = ran("status", "-o", "t.json")
    assert shown.code == 1
    assert "HP306" in shown.stderr
    assert json.loads((workspace / "t.json").read_text(encoding="utf-8"))["version"] == 1


def test_quiet_leaves_out_what_was_not_asked_for(workspace: Path) -> None:
    assert ran("-q", "check") == ran("check", "-q")
    assert ran("check", "-q").stderr == ""
    assert "0 errors" in ran("check").stderr
    record = ("record", "1.1a", "5", "--unit", "waitan", "--evidence", "x", "--quiet")
    assert (ran(*record).stdout, ran("status", "-q").stdout) == ("", ran("status").stdout)
    assert ran("status", "-o", "t.txt", "-q").stdout == ""
    assert ran("form", "--all", "-o", "forms", "-q").stdout == ""
    assert list((workspace / "forms").iterdir()) != []
    assert ran("show", "9.9", "-q").reason == ran("show", "9.9").reason


def test_the_width_is_that_of_the_option() -> None:
    widest = {
        columns: max(map(len, ran("show", "1.1a", "--width", str(columns)).stdout.splitlines()))
        for columns in (60, 100)
    }
    assert widest[60] <= 60 < widest[100] <= 100
    assert ran("status", "--width", "5").reason.endswith("expected 20 or more\n")


@pytest.mark.parametrize("more", [(), ("--json",), ("-o", "t.txt")])
def test_only_a_table_on_a_terminal_is_watched(more: tuple[str, ...], golden: Golden) -> None:
    shown = ran("status", "--watch", *more)
    assert (shown.code, shown.stdout) == (2, "")
    golden.says(shown.reason.strip())


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal is needed")
def test_a_change_is_shown_and_an_interruption_leaves_the_terminal_clean(workspace: Path) -> None:
    lay_out(workspace, None, {"waitan": "2026-03-31,1.1a,4,,x,\n"})
    file = workspace / "data" / "progress" / "waitan.csv"
    with on_terminal(workspace, "status", "--all", "--watch", TERM="xterm", NO_COLOR="1") as seen:
        assert "\x1b[?1049h" in seen.until("Ctrl-C ends")
        seen.shown = ""
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace("1.1a,4,", "1.1a,约4,"), encoding="utf-8")
        assert "HP306" in seen.until("Ctrl-C ends")
        before = os.times()
        seen.type(INTERRUPT)
        assert "\x1b[?1049l" in seen.until(None)
        assert "\x1b[?25h" in seen.shown
        assert seen.code() == 0
        assert os.times().elapsed - before.elapsed < 20
