"""What went wrong for users of other tools, tried here: files, terminals, hands and systems."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
import typer.core

from hpplan.cli import app
from plans import HEADER, ONE_COUNT, lay_out
from running import git, ran, run
from workbooks import HEADS, form, inline, pack, parts

ROW = "2025-01-31,1.1a,5,,,\n"
FORM = "编号,统计截止日,本次累计,说明\n1.1a,2025-06-30,12,\n"
POINTER = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a21\nsize 12345\n"
DAY = ("--as-of", "2025-07-02")

here = pytest.mark.usefixtures("workspace")
needs_git = pytest.mark.skipif(not shutil.which("git"), reason="needs git")
pytestmark = pytest.mark.workspace(ONE_COUNT, {"aa": ROW})


def taken(*names: str) -> list[dict[str, object]]:
    """What collect says of forms as data."""
    shown = ran("collect", *names, "--unit", "aa", "--yes", *DAY, "--format", "json")
    found: list[dict[str, object]] = json.loads(shown.stdout)["forms"]
    return found


def last() -> str:
    """The last row of the progress file."""
    return Path("data/progress/aa.csv").read_text("utf-8-sig").splitlines()[-1]


# Files that somebody else puts there


@pytest.mark.parametrize("name", ["._aa.csv", "~$aa.csv", ".aa.csv"])
def test_what_lies_beside_a_file_is_no_unit(workspace: Path, name: str) -> None:
    (workspace / "data/progress" / name).write_bytes(b"\0\5\x16\7" + bytes(4000))
    assert run().code == 0
    assert name not in run().stdout + run().stderr


@pytest.mark.parametrize("name", ["aa (1).csv", "aa - 副本.csv", "aa.sync-conflict-20250101.csv"])
def test_a_copy_that_a_person_or_a_share_made_is_named(workspace: Path, name: str) -> None:
    shutil.copy(workspace / "data/progress/aa.csv", workspace / "data/progress" / name)
    shown = run()
    assert shown.code == 1
    assert f"data/progress/{name}: HP312" in shown.stdout


def test_a_pointer_in_place_of_a_progress_file_is_said_so(workspace: Path) -> None:
    file = workspace / "data/progress/aa.csv"
    file.write_text(POINTER)
    assert run().stdout.splitlines()[0] == (
        "data/progress/aa.csv: HP301 only a pointer of git LFS stands here, not what the file says"
    )
    shown = ran("record", "1.1a", "6", "--date", "2025-06-30", *DAY)
    assert shown.code != 0
    assert "git lfs pull" in shown.stderr
    assert file.read_text() == POINTER


def test_a_pointer_in_place_of_the_plan_is_said_so(workspace: Path) -> None:
    (workspace / "plan.yaml").write_text(POINTER)
    assert "plan.yaml: HP101 only a pointer of git LFS stands here" in run().stdout


@pytest.mark.parametrize("name", ["aa.csv", "aa.xlsx"])
def test_a_pointer_in_place_of_a_form_is_said_so(workspace: Path, name: str) -> None:
    (workspace / name).write_text(POINTER)
    (faults,) = [each["faults"] for each in taken(name)]
    assert "only a pointer of git LFS stands here" in str(faults)
    assert "HP401" in str(faults)


@needs_git
def test_a_revision_of_pointers_is_not_taken_for_one_without_rows(surrounding: Path) -> None:
    lay_out(surrounding, ONE_COUNT)
    (surrounding / "data/progress/aa.csv").write_text(POINTER)
    committed(surrounding)
    lay_out(surrounding, rows={"aa": ROW})
    shown = run("--base", "HEAD")
    assert shown.code == 3
    assert "of data/progress/aa.csv only a pointer of git LFS stands in the revision" in (
        shown.stderr
    )


# Cells that stand apart by something else


@pytest.mark.parametrize("mark", "，；")
def test_full_width_commas_are_named_in_a_form(workspace: Path, mark: str) -> None:
    (workspace / "f.csv").write_text(FORM.replace(",", mark), "utf-8")
    (faults,) = [str(each["faults"]) for each in taken("f.csv")]
    assert f"the cells stand apart by full-width “{mark}”, not by ASCII commas" in faults


@pytest.mark.parametrize("mark", "，；")
def test_full_width_commas_are_named_in_a_progress_file(workspace: Path, mark: str) -> None:
    text = (HEADER + ROW).replace(",", mark)
    (workspace / "data/progress/aa.csv").write_text(text, "utf-8")
    assert run().stdout.splitlines()[0] == (
        "data/progress/aa.csv:1:1: HP303 the cells stand apart by full-width"
        f" “{mark}”, not by ASCII commas"
    )


def test_a_line_that_names_the_separator_is_read_over(workspace: Path) -> None:
    (workspace / "f.csv").write_text("sep=,\n" + FORM, "utf-8")
    assert [each["faults"] for each in taken("f.csv")] == [[]]
    assert last().startswith("2025-06-30,1.1a,12,")


def test_a_row_in_which_a_comma_is_missing_shifts_nothing_silently(workspace: Path) -> None:
    (workspace / "f.csv").write_text(FORM.replace("1.1a,", "1.1a"), "utf-8")
    (faults,) = [str(each["faults"]) for each in taken("f.csv")]
    assert "there is no target “1.1a2025-06-30”" in faults
    assert "“12” is no date" in faults
    assert last() == ROW.strip()


@pytest.mark.parametrize("figure", [12, "12", "1,200", "90%"])
def test_a_figure_in_the_column_of_the_day_is_not_passed_over(
    workspace: Path, figure: int | str
) -> None:
    with form(workspace, "aa.xlsx") as sheet:
        sheet.row("1.1a", "", figure)
    (faults,) = [str(each["faults"]) for each in taken("aa.xlsx")]
    assert f"“{figure}” is no date" in faults


def test_a_day_alone_is_no_report(workspace: Path) -> None:
    with form(workspace, "aa.xlsx") as sheet:
        for day in (date(2025, 6, 30), 45838, "2025-06-30", "20250630", "6月底", ""):
            sheet.row("1.1a", "", day)
    (found,) = taken("aa.xlsx")
    assert (found["faults"], last()) == ([], ROW.strip())


@pytest.mark.parametrize("figure", ["1.080", "12\u00a0", "\u202f12"])
def test_blanks_that_do_not_break_are_blanks_and_a_dot_is_a_dot(
    workspace: Path, figure: str
) -> None:
    (workspace / "f.csv").write_text(FORM.replace(",12,", f",{figure},"), "utf-8")
    faults = str([each["faults"] for each in taken("f.csv")])
    assert ("HP306" in faults) == (figure == "1.080")
    assert last().split(",")[2] == ("5" if figure == "1.080" else "12")


def test_an_escaped_line_end_in_a_workbook_is_a_line_end(workspace: Path) -> None:
    note = "四月_x000D_\n五月 _x005F_x000D_"
    rows = inline(1, *HEADS) + inline(2, "1.1a", "", "2025-06-30", "12", note)
    pack(workspace, parts(rows), "aa.xlsx")
    assert [each["faults"] for each in taken("aa.xlsx")] == [[]]
    assert last().split(",")[3] == "四月；五月 _x000D_"


# A plan that was typed with a Chinese keyboard, or pasted


@pytest.mark.parametrize(
    ("old", "new", "hint"),
    [
        ("  - {id: aa", "\u3000\u3000- {id: aa", "line 7: write an ordinary blank"),
        ("        title: 推", "\u00a0       title: 推", "line 13: write an ordinary blank"),
        ("title: 推", "title:\u3000推", "line 13: write an ordinary blank"),
        ("aa, name", "aa， name", "line 7: write an ASCII comma between the keys"),
        ("count, at", "count，at", "line 17: write an ASCII comma between the keys"),
    ],
)
def test_a_wide_mark_in_yaml_is_named_with_its_line(
    workspace: Path, old: str, new: str, hint: str
) -> None:
    lay_out(workspace, ONE_COUNT.replace(old, new))
    shown = json.loads(run("--format", "json").stdout)
    (problem,) = [each for each in shown["problems"] if each["code"] == "HP103"]
    assert hint in problem["hint"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('id: "1.1"', "id: 1.10", "plan.yaml:12:13: HP203 expected a clause's id in quotes"),
        ("at_least: 30", "at_least: 0:30", "HP203 expected a number"),
        ("at_least: 30", "at_least: 30, at_least: 300", "HP105 the key at_least stands twice"),
        ("aa", "con", "HP203 expected another id: Windows keeps con for itself"),
        ("chapters", "---\nchapters", "HP104 a second document may not stand in a plan"),
    ],
)
def test_what_yaml_reads_otherwise_than_it_looks_is_named(
    workspace: Path, old: str, new: str, said: str
) -> None:
    lay_out(workspace, ONE_COUNT.replace(old, new))
    assert said in run().stdout


def test_no_is_an_id_and_030_is_thirty(workspace: Path) -> None:
    text = ONE_COUNT.replace("aa", "no").replace("at_least: 30", "at_least: 030")
    lay_out(workspace, text, {"no": ROW})
    (workspace / "data/progress/aa.csv").unlink()
    assert run().code == 0


# Days


def test_a_plan_that_begins_on_a_leap_day_has_its_years(workspace: Path) -> None:
    text = ONE_COUNT.replace("2024-01-01", "2024-02-29").replace("2026-12-31", "2028-02-29")
    text = text.replace("完成30个", "每年完成30个").replace("uom: 个", "uom: 个, every: year")
    lay_out(workspace, text)
    shown = ran("status", "--all", "--format", "csv", "--as-of", "2027-02-28")
    assert re.findall("1.1a@....", shown.stdout) == [f"1.1a@{year}" for year in range(2024, 2029)]
    assert run().code == 0


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Pacific/Kiritimati", "No/Such", ""])
@here
def test_the_day_is_the_plans_wherever_one_travels(
    monkeypatch: pytest.MonkeyPatch, zone: str
) -> None:
    expected = ran("status").stdout
    monkeypatch.setenv("TZ", zone)
    assert ran("status").stdout == expected


def test_a_workbook_whose_days_count_from_1904_says_the_same_day(workspace: Path) -> None:
    with form(workspace, "aa.xlsx", date_1904=True) as sheet:
        sheet.row("1.1a", "", date(2025, 6, 30), 12)
    assert [each["faults"] for each in taken("aa.xlsx")] == [[]]
    assert last().startswith("2025-06-30,1.1a,12,")


# The command line


def test_a_shell_that_leaves_patterns_as_they_are_may_name_forms_by_one(workspace: Path) -> None:
    for name in ("甲.csv", "乙.csv", "~$乙.csv", "丙.txt"):
        (workspace / name).write_text(FORM, "utf-8")
    assert [each["path"] for each in taken("*.csv")] == ["乙.csv", "甲.csv"]


@here
def test_a_pattern_that_fits_nothing_is_named_as_it_was_typed() -> None:
    (found,) = taken("*.xls")
    assert found["path"] == "*.xls"
    assert "No such file" in str(found["faults"])


@here
def test_a_note_is_no_pattern_on_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    class Windows:
        name = "nt"

        def __getattr__(self, name: str) -> object:
            return getattr(os, name)

    monkeypatch.setattr(typer.core, "os", Windows())
    monkeypatch.setenv("HOME", "/nowhere")
    call = ["record", "1.1a", "6", "--date", "2025-06-30", "--note", "*", "--evidence", "~/$HOME"]
    monkeypatch.setattr(sys, "argv", ["hpplan", *call, *DAY])
    with pytest.raises(SystemExit):
        app(prog_name="hpplan")
    assert last().split(",")[3:5] == ["*", "~/$HOME"]


@here
def test_a_negative_figure_is_no_option() -> None:
    shown = ran("record", "1.1a", "-5", "--date", "2025-06-30", *DAY)
    assert shown.code == 2
    assert (
        shown.reason
        == "Error: Invalid value: “-5” is negative; write the running total, 0 or more\n"
    )


def test_nobody_is_asked_where_nobody_sits(workspace: Path) -> None:
    (workspace / "f.csv").write_text(FORM, "utf-8")
    shown = ran("collect", "f.csv", *DAY)
    assert shown.code == 2
    assert "there is no terminal to ask at whether to append; add --dry-run" in shown.stderr
    assert last() == ROW.strip()


@here
def test_files_that_a_hook_hands_over_are_named_as_too_many() -> None:
    shown = ran("check", "data/progress/aa.csv")
    assert shown.code == 2
    assert shown.reason == "Error: nothing more is expected: data/progress/aa.csv\n"


@pytest.mark.parametrize("columns", ["0", "-3", "abc", "5", "100000"])
@here
def test_any_width_of_a_terminal_is_one(monkeypatch: pytest.MonkeyPatch, columns: str) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    shown = ran("status", "--all")
    assert shown.code == 0
    assert "1.1a" in shown.stdout


# Another system around it


@pytest.mark.parametrize(
    "surroundings",
    [{"PYTHONOPTIMIZE": "2", "PYTHONWARNINGS": "error"}, {"PYTHONUTF8": "0", "LC_ALL": "C"}],
    ids=["without docstrings, warnings as errors", "without a locale"],
)
@here
def test_python_may_be_told_otherwise(surroundings: dict[str, str]) -> None:
    call = [sys.executable, "-m", "hpplan", "status", "--all", "--format", "csv"]
    plain, other = (
        subprocess.run(call, capture_output=True, env=os.environ | more, check=True)
        for more in ({}, surroundings)
    )
    assert (other.stdout, other.stderr) == (plain.stdout, plain.stderr)


@needs_git
@pytest.mark.parametrize("kind", ["sha1", "sha256"])
def test_a_repository_of_any_hash_in_a_folder_of_any_name(surrounding: Path, kind: str) -> None:
    top = surrounding / "top"
    root = top / "工 作" / "计划#1"
    lay_out(root, ONE_COUNT, {"aa": ROW + "2025-03-31,1.1a,9,,,\n"})
    git(top, "init", "-q", f"--object-format={kind}")
    committed(top)
    for setting in ("color.ui=always", "core.quotePath=true", "diff.noprefix=true"):
        git(top, "config", *setting.split("="))
    lay_out(root, rows={"aa": ROW})
    os.chdir(root)
    shown = run("--base", git(top, "rev-parse", "HEAD"))
    assert "HP314 a row of" in shown.stdout
    assert shown.code == 1
    sarif = run("--base", "HEAD", "--format", "sarif").stdout
    assert '"%E5%B7%A5%20%E4%BD%9C/%E8%AE%A1%E5%88%92%231/data/progress/aa.csv"' in sarif


def committed(folder: Path) -> None:
    """Commit all that lies in a folder."""
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "x")
