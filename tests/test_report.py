"""`hpplan report` from end to end: what it writes, what it says, and what it leaves alone."""

from __future__ import annotations

import csv
import io
import os
import stat
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from helpers import HEADER
from hpplan.cli import app
from hpplan.output.data.items import ITEM_COLUMNS
from hpplan.output.writers import WRITERS
from test_show import PLAN, ROWS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from typer.testing import Result

DAY = "2026-06-30"

POSIX = pytest.mark.skipif(os.name == "nt", reason="of systems with POSIX files")
PLAIN = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may write anywhere"
)

# Judged as in test_show; in the order of what is worst.
MARKDOWN = """\
# 城市管理精细化行动计划（2025—2026年）

As of 2026-06-30 \\| 75% of the time elapsed, 184 days to the end

1 of 11 measurable items met

overdue 2, off-track 2, at-risk 2, silent 1, unrated 2, on-track 2, kept 2, met 1, withdrawn 1
"""
ATTENTION = """\
## Overdue: only the closing figure is missing (2)

| item | name | who | value | due | why |
| --- | --- | --- | --- | --- | --- |
| 1.2b@2025 | 打造更新街区 | 区绿化市容局 | 1 of 2 片 | 2025-12-31, 181 days over | \
1 of 2 片 by 2025-11-30. Even progress, an assumption, expects 1 片. \
Due 2025-12-31, 181 days ago: the closing figure is missing, as no \
report is dated 2025-12-31 or later. The last report is dated 2025-11-30, 212 days ago (more than \
120). |
"""
SILENT = """\
## Silent (1)

| who | own items | shared items | longest silence |
| --- | --- | --- | --- |
| 豫园街道 | 1 | 0 | 545 days |
"""
LOST = """\
## Figures that the source lost

| target | name | figure |
| --- | --- | --- |
| 2.1b | 检查燃气管道 | □5.1 公里: not filled in yet |
"""


@pytest.fixture(autouse=True)
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    (tmp_path / "data" / "progress").mkdir(parents=True)
    for unit, rows in ROWS.items():
        path = tmp_path / "data" / "progress" / f"{unit}.csv"
        path.write_text(HEADER + rows, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def report(*arguments: str, as_of: str = DAY) -> Result:
    return CliRunner().invoke(app, ["report", "--as-of", as_of, *arguments], catch_exceptions=False)


def written(name: str, *arguments: str) -> str:
    """What a report holds that is written without a complaint."""
    done = report("-o", name, *arguments)
    assert (done.stderr, done.exit_code) == ("", 0)
    with open(name, "rb") as file:  # noqa: PTH123
        return file.read().decode()


def section(text: str, title: str) -> str:
    """A section of a Markdown report."""
    begin = text.index(f"## {title}")
    end = text.find("\n## ", begin)
    return text[begin : end + 1 if end >= 0 else len(text)]


def lines_of(text: str, title: str) -> list[str]:
    """The first cells of a section's table."""
    rows = section(text, title).rstrip("\n").split("\n")[4:]
    return [row.split(" | ")[0].removeprefix("| ") for row in rows]


# What it writes


def test_markdown_says_what_a_meeting_talks_about() -> None:
    text = written("r.md")
    assert text.startswith(MARKDOWN)
    titles = [line for line in text.split("\n") if line.startswith("## ")]
    assert titles == [
        "## Overdue: only the closing figure is missing (2)",
        "## Off track (2)",
        "## At risk (2)",
        "## Silent (1)",
        "## Units",
        "## Revised targets",
        "## Figures that the source lost",
    ]
    assert ATTENTION in text
    assert SILENT in text
    assert text.endswith(LOST)
    assert "| 1.1b | 改造管道 | By the decision of 2025-11-03 it is due 2027-06-30" in text
    assert "| 1.1f | 示范小区 | Withdrawn by the decision of 2026-01-15: 并入1.1a. Decided" in text


def test_markdown_with_since_tells_what_moved_as_changes_does() -> None:
    text = written("r.md", "--since", "2026-06-01")
    told = lines_of(text, "Since 2026-06-01")
    changes = CliRunner().invoke(
        app, ["changes", "--since", "2026-06-01", "--as-of", DAY, "--format", "csv"]
    )
    rows = list(csv.DictReader(io.StringIO(changes.stdout)))
    assert len(told) == len(rows) == 9
    for row in rows:
        assert f"| {row['item']} |" in section(text, "Since 2026-06-01")


def test_nothing_that_moved_is_said() -> None:
    text = written("r.md", "--since", DAY)
    assert "## Since 2026-06-30\n\nNo status changed.\n" in text


def test_csv_holds_every_item_and_opens_in_a_spreadsheet() -> None:
    text = written("r.csv")
    assert text.startswith("\ufeffitem,clause,name,")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert tuple(rows[0]) == ITEM_COLUMNS
    assert [row[0] for row in rows[1:]] == [
        "1.1a", "1.1b", "1.1c", "1.1d", "1.1e", "1.1f", "1.2a", "1.2b@2025", "1.2b@2026",
        "1.2c@waitan", "1.2c@yuyuan", "1.2d", "2.1a", "2.1b", "2.1c",
    ]  # fmt: skip
    status = CliRunner().invoke(app, ["status", "--all", "--as-of", DAY, "--format", "csv"])
    assert text.removeprefix("\ufeff") == status.stdout


def test_the_page_is_html() -> None:
    assert written("r.html").startswith('<!DOCTYPE html>\n<html lang="en">')


@pytest.mark.parametrize("suffix", sorted(f".{fmt}" for fmt in WRITERS["report"]))
def test_the_same_input_gives_the_same_bytes(suffix: str, workspace: Path) -> None:
    for name in ("a", "b"):
        assert report("-o", f"{name}{suffix}", "--since", "2026-06-01").exit_code == 0
    first, second = (workspace / f"{name}{suffix}" for name in ("a", "b"))
    assert first.read_bytes() == second.read_bytes() != b""


def test_one_line_says_what_was_written(workspace: Path) -> None:
    done = report("-o", "r.md")
    size = -(-(workspace / "r.md").stat().st_size // 1024)
    assert done.stdout == f"r.md: 15 items as of 2026-06-30, {size} KiB\n"
    assert done.stderr == ""
    assert (
        report("-o", "R.MD", "--clause", "1.1a").stdout == "R.MD: 1 item as of 2026-06-30, 1 KiB\n"
    )


def test_a_report_on_a_unit_says_that_it_is_no_more() -> None:
    text = written("r.md", "--unit", "外滩街道")
    assert "Only the items of 外滩街道\n" in text
    assert lines_of(text, "Units") == ["外滩街道"]
    assert "1.1a" not in text


def test_a_report_on_a_group_names_its_members() -> None:
    assert "Only the items of 外滩街道、豫园街道\n" in written("r.md", "--unit", "jiedao")


def test_a_report_on_a_chapter() -> None:
    text = written("r.md", "--clause", "2")
    assert "Only the items of 2\n" in text
    assert "1.1a" not in text


def test_a_plan_on_which_nothing_was_reported(workspace: Path) -> None:
    for path in (workspace / "data" / "progress").iterdir():
        path.write_text(HEADER, encoding="utf-8")
    text = written("r.md")
    assert "Nothing has been reported yet, 545 days after the plan was issued.\n" in text
    assert "Simulated" not in text


# What is simulated


def with_notes(workspace: Path, *notes: str) -> str:
    for path in (workspace / "data" / "progress").iterdir():
        path.write_text(HEADER, encoding="utf-8")
    rows = "".join(f"2026-06-{n + 1:02},1.1a,{n},{note},,\n" for n, note in enumerate(notes))
    path = workspace / "data" / "progress" / "fangguan.csv"
    path.write_text(HEADER + rows, encoding="utf-8")
    return written("r.md")


@pytest.mark.parametrize(
    ("notes", "expected"),
    [
        (
            ("模拟数据 simulated",) * 2,
            "Simulated data: every row says in its note that it is simulated.",
        ),
        (
            ("模拟数据 simulated", "实测"),
            "Simulated data: 1 of 2 rows says in its note that it is simulated.",
        ),
        (
            ("模拟数据 simulated", "实测", "补：模拟数据 simulated"),
            "Simulated data: 2 of 3 rows say in their notes that they are simulated.",
        ),
    ],
)
def test_simulated_rows_are_owned_up_to(
    workspace: Path, notes: Sequence[str], expected: str
) -> None:
    text = with_notes(workspace, *notes)
    assert text.split("\n")[2] == expected


def test_a_drill_is_no_simulated_row(workspace: Path) -> None:
    assert "imulated" not in with_notes(workspace, "开展模拟演练", "")


# Rows that are left out


def test_rows_with_faults_are_owned_up_to_and_the_rest_is_written(workspace: Path) -> None:
    with (workspace / "data" / "progress" / "waitan.csv").open("a", encoding="utf-8") as file:
        file.write("2026-06-26,1.2a,约70,,,\n")
    done = report("-o", "r.md")
    assert done.exit_code == 1
    assert done.stdout.startswith("r.md: 15 items as of 2026-06-30, ")
    assert "data/progress/waitan.csv:4:17: HP306 “约70” is no exact figure" in done.stderr
    assert done.stderr.endswith("1 row with faults was left out; hpplan check says more.\n")
    text = (workspace / "r.md").read_text(encoding="utf-8")
    assert "1 row with faults was left out; hpplan check says more.\n" in text


# What is not written


def refused(*arguments: str) -> str:
    """What is said of a report that is called for wrongly."""
    done = report(*arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    return done.stderr


@pytest.mark.parametrize("name", ["report", "report.docx", ".html", "report.html.bak"])
def test_another_suffix_is_refused_with_those_that_there_are(workspace: Path, name: str) -> None:
    text = refused("-o", name)
    suffixes = ", ".join(f".{fmt}" for fmt in WRITERS["report"])
    assert (
        f"“{name}” does not say how to write the report; end its name in one of {suffixes}" in text
    )
    assert not (workspace / name).exists()


def test_the_suffix_is_looked_at_before_the_plan() -> None:
    assert "does not say how" in refused("-o", "r.doc", "--plan", "nowhere.yaml")


def test_a_file_must_be_named() -> None:
    assert "--output" in refused()


@pytest.mark.parametrize(
    "name", ["data/progress/waitan.csv", "data/progress/new.csv", "data/../data/progress/x.md"]
)
def test_no_progress_file_is_written_over(workspace: Path, name: str) -> None:
    before = {path: path.read_bytes() for path in (workspace / "data").rglob("*.csv")}
    text = refused("-o", name)
    assert f"{name} belongs to the workspace, and no report is written over it" in text
    assert {path: path.read_bytes() for path in (workspace / "data").rglob("*.*")} == before


def test_the_source_is_not_written_over(workspace: Path) -> None:
    (workspace / "source.md").write_text("原文", encoding="utf-8")
    with (workspace / "plan.yaml").open("a", encoding="utf-8") as file:
        file.write("source: source.md\n")
    assert "source.md belongs to the workspace" in refused("-o", "source.md")
    assert (workspace / "source.md").read_text(encoding="utf-8") == "原文"


@POSIX
def test_a_link_to_a_progress_file_is_not_followed(workspace: Path) -> None:
    (workspace / "r.csv").symlink_to(workspace / "data" / "progress" / "waitan.csv")
    assert "belongs to the workspace" in refused("-o", "r.csv")


@POSIX
def test_a_link_that_leads_to_itself_is_replaced(workspace: Path) -> None:
    (workspace / "r.md").symlink_to("r.md")
    assert written("r.md").startswith("# 城市管理")
    assert not (workspace / "r.md").is_symlink()


@POSIX
def test_a_device_is_left_alone(workspace: Path) -> None:
    os.mkfifo(workspace / "r.md")
    assert unwritten("r.md") == "r.md cannot be written: this is no regular file\n"
    assert stat.S_ISFIFO((workspace / "r.md").stat().st_mode)


@pytest.mark.parametrize(
    ("since", "expected"),
    [
        ("2026-07-01", "--since names 2026-07-01, which is after 2026-06-30"),
        ("2024-12-31", "--since names 2024-12-31, when there was no plan yet"),
        ("soon", "Invalid value"),
    ],
)
def test_a_day_that_cannot_be_compared_with(since: str, expected: str) -> None:
    assert expected in refused("-o", "r.md", "--since", since)


def test_an_unknown_unit_is_refused(workspace: Path) -> None:
    assert "there is no unit “外滩”; did you mean 外滩街道?" in refused(
        "-o", "r.md", "--unit", "外滩"
    )
    assert not (workspace / "r.md").exists()


# Where it cannot be written


def unwritten(name: str) -> str:
    done = report("-o", name)
    assert (done.exit_code, done.stdout) == (3, "")
    return done.stderr


def test_a_folder_that_is_not_there(workspace: Path) -> None:
    assert unwritten("no/r.md") == "no/r.md cannot be written: No such file or directory\n"
    assert not (workspace / "no").exists()


def test_a_folder_of_that_name(workspace: Path) -> None:
    (workspace / "r.md").mkdir()
    assert unwritten("r.md") == "r.md cannot be written: Is a directory\n"


@POSIX
@PLAIN
def test_a_folder_that_may_not_be_written(workspace: Path) -> None:
    (workspace / "shut").mkdir(mode=0o500)
    assert unwritten("shut/r.md") == "shut/r.md cannot be written: Permission denied\n"


def test_what_fails_half_way_leaves_the_old_report(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (workspace / "r.md").write_text("old", encoding="utf-8")
    before = sorted(path.name for path in workspace.iterdir())

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert unwritten("r.md") == "r.md cannot be written: No space left on device\n"
    assert (workspace / "r.md").read_text(encoding="utf-8") == "old"
    assert sorted(path.name for path in workspace.iterdir()) == before


def test_an_old_report_is_replaced_and_nothing_else_is_left(workspace: Path) -> None:
    before = {path.name for path in workspace.iterdir()}
    (workspace / "r.md").write_text("old", encoding="utf-8")
    assert written("r.md").startswith("# 城市管理")
    assert {path.name for path in workspace.iterdir()} == before | {"r.md"}


@POSIX
def test_others_may_read_a_report_as_any_file(workspace: Path) -> None:
    old = os.umask(0o022)
    try:
        written("r.md")
    finally:
        os.umask(old)
    assert stat.S_IMODE((workspace / "r.md").stat().st_mode) == 0o644
    (workspace / "r.md").chmod(0o664)
    written("r.md")
    assert stat.S_IMODE((workspace / "r.md").stat().st_mode) == 0o664


def test_without_a_plan_there_is_no_report(workspace: Path) -> None:
    (workspace / "plan.yaml").unlink()
    assert "There is no plan.yaml here or above" in unwritten("r.md")
    assert not (workspace / "r.md").exists()
