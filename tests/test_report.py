"""`hpplan report` from end to end: what it writes, what it says, and what it leaves alone."""

from __future__ import annotations

import csv
import errno
import io
import os
import stat
from typing import TYPE_CHECKING

import pytest

from hpplan.output.data.items import ITEM_COLUMNS
from hpplan.output.writers import WRITERS
from plans import HEADER, ONE_COUNT, lay_out
from running import Shown, our_words, ran
from test_show import PLAN, ROWS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from golden import Golden

DAY = "2026-06-30"

POSIX = pytest.mark.skipif(os.name == "nt", reason="of systems with POSIX files")
PLAIN = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may write anywhere"
)

pytestmark = [pytest.mark.workspace(PLAN, ROWS), pytest.mark.usefixtures("workspace")]


def report(*arguments: str, as_of: str = DAY) -> Shown:
    return ran("report", "--as-of", as_of, *arguments)


def written(name: str, *arguments: str) -> str:
    """What a report holds that is written without a complaint."""
    done = report("-o", name, *arguments)
    assert (done.stderr, done.code) == ("", 0)
    with open(name, "rb") as file:  # noqa: PTH123
        return file.read().decode()


# What it writes


def test_markdown_says_what_a_meeting_talks_about(golden: Golden) -> None:
    golden("meeting.en.md", written("r.md"))


def test_markdown_with_since_tells_what_moved_as_changes_does(golden: Golden) -> None:
    text = written("r.md", "--since", "2026-06-01")
    golden("since.en.md", text)
    changes = ran("changes", "--since", "2026-06-01", "--as-of", DAY, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(changes.stdout)))
    told = next(part for part in text.split("\n## ") if " 2026-06-01" in part.split("\n")[0])
    lines = [line for line in told.split("\n") if line.startswith("- **")]
    assert len(lines) == len(rows) == 9
    for row in rows:
        assert any(f" {row['item']} " in line for line in lines)


def test_nothing_that_moved_is_said(golden: Golden) -> None:
    text = written("r.md", "--since", DAY)
    golden.says(next(part for part in text.split("\n## ") if f" {DAY}" in part.split("\n")[0]))


def test_csv_holds_every_item_and_opens_in_a_spreadsheet() -> None:
    text = written("r.csv")
    assert text.startswith("\ufeffitem,clause,name,")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert tuple(rows[0]) == ITEM_COLUMNS
    assert [row[0] for row in rows[1:]] == [
        "1.1a", "1.1b", "1.1c", "1.1d", "1.1e", "1.1f", "1.2a", "1.2b@2025", "1.2b@2026",
        "1.2c@waitan", "1.2c@yuyuan", "1.2d", "2.1a", "2.1b", "2.1c",
    ]  # fmt: skip
    status = ran("status", "--all", "--as-of", DAY, "--format", "csv")
    assert text.removeprefix("\ufeff") == status.stdout


def test_the_page_is_html() -> None:
    assert written("r.html").startswith('<!DOCTYPE html>\n<html lang="en">')


def test_all_of_a_page_is_printed_where_that_is_asked_for(workspace: Path) -> None:
    assert report("-o", "r.html", "--full").code == 0
    assert '<body class="full">' in (workspace / "r.html").read_text(encoding="utf-8")
    assert '<body class="brief">' in written("r.html")


def test_what_moved_is_told_since_the_plans_last_meeting(workspace: Path) -> None:
    with (workspace / "plan.yaml").open("a", encoding="utf-8") as file:
        file.write("last_meeting: 2026-06-01\n")
    assert report("-o", "r.html").code == 0
    assert "Since 2026-06-01" in (workspace / "r.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("suffix", sorted(f".{fmt}" for fmt in WRITERS["report"]))
def test_the_same_input_gives_the_same_bytes(suffix: str, workspace: Path) -> None:
    for name in ("a", "b"):
        assert report("-o", f"{name}{suffix}", "--since", "2026-06-01").code == 0
    first, second = (workspace / f"{name}{suffix}" for name in ("a", "b"))
    assert first.read_bytes() == second.read_bytes() != b""


def test_one_line_says_what_was_written(workspace: Path, golden: Golden) -> None:
    done = report("-o", "r.md")
    size = -(-(workspace / "r.md").stat().st_size // 1024)
    assert done.stderr == ""
    golden.says(done.stdout.replace(f" {size} ", " (size) "))
    golden.says(report("-o", "R.MD", "--clause", "1.1a").stdout)


def test_a_report_on_a_unit_says_that_it_is_no_more(golden: Golden) -> None:
    text = written("r.md", "--unit", "外滩街道")
    golden("unit.en.md", text)
    assert "1.1a" not in text


def test_a_report_on_a_group_names_its_members(golden: Golden) -> None:
    golden.says(written("r.md", "--unit", "jiedao").partition("\n## ")[0])


def test_a_report_on_a_chapter(golden: Golden) -> None:
    text = written("r.md", "--clause", "2")
    golden("chapter.en.md", text)
    assert "1.1a" not in text


def test_a_plan_on_which_nothing_was_reported(workspace: Path, golden: Golden) -> None:
    for path in (workspace / "data" / "progress").iterdir():
        path.write_text(HEADER, encoding="utf-8")
    golden("nothing-reported.en.md", written("r.md"))


# What is simulated


def with_notes(workspace: Path, *notes: str) -> str:
    for path in (workspace / "data" / "progress").iterdir():
        path.write_text(HEADER, encoding="utf-8")
    rows = "".join(f"2026-06-{n + 1:02},1.1a,{n},{note},,\n" for n, note in enumerate(notes))
    path = workspace / "data" / "progress" / "fangguan.csv"
    path.write_text(HEADER + rows, encoding="utf-8")
    return written("r.md")


@pytest.mark.parametrize(
    "notes",
    [
        ("（模拟）",) * 2,
        ("（模拟）", "实测"),
        ("（模拟）", "实测", "补：（模拟）"),
    ],
    ids=["all", "one", "some"],
)
def test_simulated_rows_are_owned_up_to(
    workspace: Path, notes: Sequence[str], golden: Golden
) -> None:
    golden.says(with_notes(workspace, *notes).split("\n")[2])


def test_a_drill_is_no_simulated_row(workspace: Path, golden: Golden) -> None:
    golden.says(with_notes(workspace, "开展模拟演练", "").split("\n")[2])


# Rows that are left out


def test_rows_with_faults_are_owned_up_to_and_the_rest_is_written(
    workspace: Path, golden: Golden
) -> None:
    with (workspace / "data" / "progress" / "waitan.csv").open("a", encoding="utf-8") as file:
        file.write("2026-06-26,1.2a,约70,,,\n")
    done = report("-o", "r.md")
    assert done.code == 1
    assert done.stdout.startswith("r.md: ")
    golden.says(done.stderr)
    *_rest, left_out = done.stderr.splitlines()
    assert left_out in (workspace / "r.md").read_text(encoding="utf-8")


# What is not written


def refused(*arguments: str) -> str:
    """What is said of a report that is called for wrongly."""
    done = report(*arguments)
    assert (done.code, done.stdout) == (2, "")
    return done.reason


@pytest.mark.parametrize("name", ["report", "report.docx", ".html", "report.html.bak"])
def test_another_suffix_is_refused_with_those_that_there_are(
    workspace: Path, name: str, golden: Golden
) -> None:
    text = refused("-o", name)
    suffixes = ", ".join(f".{fmt}" for fmt in WRITERS["report"])
    assert suffixes in text
    golden.says(text)
    assert not (workspace / name).exists()


def test_all_of_it_on_paper_is_asked_of_a_page_alone(golden: Golden) -> None:
    golden.says(refused("-o", "r.xlsx", "--full"))


def test_the_suffix_is_looked_at_before_the_plan(golden: Golden) -> None:
    golden.says(refused("-o", "r.doc", "--plan", "nowhere.yaml"))


def test_a_file_must_be_named() -> None:
    assert refused() == "Error: -o FILE is missing; for example: hpplan report -o report.html\n"


@pytest.mark.parametrize(
    "name", ["data/progress/waitan.csv", "data/progress/new.csv", "data/../data/progress/x.md"]
)
def test_no_progress_file_is_written_over(workspace: Path, name: str, golden: Golden) -> None:
    before = {path: path.read_bytes() for path in (workspace / "data").rglob("*.csv")}
    golden.says(refused("-o", name))
    assert {path: path.read_bytes() for path in (workspace / "data").rglob("*.*")} == before


def test_the_source_is_not_written_over(workspace: Path, golden: Golden) -> None:
    (workspace / "source.md").write_text("原文", encoding="utf-8")
    with (workspace / "plan.yaml").open("a", encoding="utf-8") as file:
        file.write("source: source.md\n")
    golden.says(refused("-o", "source.md"))
    assert (workspace / "source.md").read_text(encoding="utf-8") == "原文"


@POSIX
def test_a_link_to_a_progress_file_is_not_followed(workspace: Path, golden: Golden) -> None:
    (workspace / "r.csv").symlink_to(workspace / "data" / "progress" / "waitan.csv")
    golden.says(refused("-o", "r.csv"))


@POSIX
def test_a_link_that_leads_to_itself_is_replaced(workspace: Path) -> None:
    (workspace / "r.md").symlink_to("r.md")
    assert written("r.md").startswith("# 城市管理")
    assert not (workspace / "r.md").is_symlink()


@POSIX
def test_a_device_is_left_alone(workspace: Path, golden: Golden) -> None:
    os.mkfifo(workspace / "r.md")
    golden.says(unwritten("r.md"))
    assert stat.S_ISFIFO((workspace / "r.md").stat().st_mode)


@pytest.mark.parametrize("since", ["2026-07-01", "2024-12-31", "soon"])
def test_a_day_that_cannot_be_compared_with(since: str, golden: Golden) -> None:
    golden.says(refused("-o", "r.md", "--since", since))


def test_an_unknown_unit_is_refused(workspace: Path, golden: Golden) -> None:
    golden.says(refused("-o", "r.md", "--unit", "外滩"))
    assert not (workspace / "r.md").exists()


# Where it cannot be written


def unwritten(name: str) -> str:
    """What is said of a report that cannot be written, but for the system's words."""
    done = report("-o", name)
    assert (done.code, done.stdout) == (3, "")
    return our_words(done.stderr)


def test_a_folder_that_is_not_there(workspace: Path, golden: Golden) -> None:
    golden.says(unwritten("no/r.md"))
    assert not (workspace / "no").exists()


def test_a_folder_of_that_name(workspace: Path, golden: Golden) -> None:
    (workspace / "r.md").mkdir()
    golden.says(unwritten("r.md"))


@POSIX
@PLAIN
def test_a_folder_that_may_not_be_written(workspace: Path, golden: Golden) -> None:
    (workspace / "shut").mkdir(mode=0o500)
    golden.says(unwritten("shut/r.md"))


def test_what_fails_half_way_leaves_the_old_report(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, golden: Golden
) -> None:
    (workspace / "r.md").write_text("old", encoding="utf-8")
    before = sorted(path.name for path in workspace.iterdir())

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    golden.says(unwritten("r.md"))
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


def test_without_a_plan_there_is_no_report(workspace: Path, golden: Golden) -> None:
    (workspace / "plan.yaml").unlink()
    golden.says(unwritten("r.md"))
    assert not (workspace / "r.md").exists()


def test_the_misses_of_several_members_stand_together_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, golden: Golden
) -> None:
    """Of three streets one is short in 2024 and two said nothing; nobody said anything in 2025."""
    monkeypatch.chdir(tmp_path)
    plan = (
        ONE_COUNT.replace(
            "units:\n", "units:\n  - {id: bb, name: 乙局}\n  - {id: cc, name: 丙局}\n"
        )
        .replace(
            "chapters:", "groups:\n  - {id: team, name: 各局, members: [aa, bb, cc]}\nchapters:"
        )
        .replace("uom: 个", "uom: 个, each: team, every: year")
    )
    lay_out(tmp_path, plan, {"aa": "2024-12-01,1.1a,20,,,\n"})
    assert ran("report", "-o", "r.md", "--as-of", "2026-11-22").code == 0
    said = (tmp_path / "r.md").read_text(encoding="utf-8").splitlines()
    golden.says([line for line in said if "1.1a@202" in line])
