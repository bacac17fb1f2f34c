"""Collecting forms, as the person at the keyboard and the units' files see it."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

import hpplan
from forming import DAY, HEADS, Percent, form
from hpplan.cli import app
from hpplan.forms.collector import Collector, files_of
from hpplan.workspace import open_workspace
from running import on_terminal

BASE = Path(__file__).parent / "forms" / "_base"
SRC = Path(hpplan.__file__).parents[1]
AS_OF = ("--as-of", "2025-07-10")
HEADER = "date,target,value,note,evidence,recorded"
JIANGUAN = "data/progress/jianguan.csv"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace, which is the current folder, with an empty folder `in` for the forms."""
    monkeypatch.setenv("COLUMNS", "80")
    workspace = tmp_path / "w"
    shutil.copytree(BASE, workspace)
    (workspace / "in").mkdir()
    monkeypatch.chdir(workspace)
    return workspace


def collect(*arguments: str, lang: str = "en") -> tuple[int, str, str]:
    """Exit code and both streams of `hpplan collect`."""
    command = ["--lang", lang, "collect", *arguments, *AS_OF]
    result = CliRunner().invoke(app, command, catch_exceptions=False)
    return result.exit_code, result.stdout, result.stderr


def rows(folder: Path, unit: str = "jianguan") -> list[list[str]]:
    """The rows of a unit's file without their moments."""
    text = (folder / "data" / "progress" / f"{unit}.csv").read_text(encoding="utf-8-sig")
    return [row[:5] for row in csv.reader(io.StringIO(text, newline=""))][1:]


OLD = [
    ["2025-03-31", "1.1a", "6", "", "加梯一览表.xlsx"],
    ["2025-03-31", "1.1d", "20", "", ""],
]


def hand_in(folder: Path, name: str = "jianguan.xlsx", value: Any = 12) -> None:
    """Put a sound form into `in`."""
    with form(folder / "in", name) as sheet:
        sheet.row("1.1a", "加梯", DAY, value, "二季度新增6台", "清单.pdf")
        sheet.row("1.1d", "方案", DAY, Percent(0.4))
        sheet.row("1.1b", "绿道")


# What is taken in


def test_rows_are_appended_as_they_were_filled_in(folder: Path) -> None:
    hand_in(folder)
    assert collect("in", "--yes") == (
        0,
        """\
in/jianguan.xlsx: 区建管委
  2 rows were added. 1 row was not filled in.
  item  name  date        value         status
  1.1a  加梯  2025-06-30  6 个 → 12 个  on-track
  1.1d  方案  2025-06-30  20% → 40%     on-track
""",
        "",
    )
    assert rows(folder) == [
        *OLD,
        ["2025-06-30", "1.1a", "12", "二季度新增6台", "清单.pdf"],
        ["2025-06-30", "1.1d", "40%", "", ""],
    ]


def test_a_clerk_reads_it_in_chinese(folder: Path) -> None:
    hand_in(folder, value="约50")
    code, out, _err = collect("in", "--yes", lang="zh")
    assert (code, out) == (
        1,
        """\
in/jianguan.xlsx：区建管委
  未收取：1处错误。
  进度!D2“本次累计”：写的是“约50”，不是确切数字；请填写确切数字，例如50（HP306）
""",
    )
    hand_in(folder)
    code, out, _err = collect("in", "--yes", lang="zh")
    assert (code, out) == (
        0,
        """\
in/jianguan.xlsx：区建管委
  已追加2行。1行未填写。
  事项  名称  日期        完成情况    状态
  1.1a  加梯  2025-06-30  6个 → 12个  正常推进
  1.1d  方案  2025-06-30  20% → 40%   正常推进
""",
    )


def test_a_dry_run_writes_nothing(folder: Path) -> None:
    hand_in(folder)
    code, out, err = collect("in", "--dry-run")
    assert (code, out.split("\n")[1], err) == (
        0,
        "  2 rows to add. 1 row was not filled in.",
        "",
    )
    assert rows(folder) == OLD


def test_the_same_form_twice_adds_nothing(folder: Path) -> None:
    hand_in(folder)
    collect("in", "--yes")
    before = (folder / JIANGUAN).read_bytes()
    assert collect("in", "--yes") == (
        0,
        """\
in/jianguan.xlsx: 区建管委
  There is nothing to add. 2 rows are known. 1 row was not filled in.
""",
        "",
    )
    assert (folder / JIANGUAN).read_bytes() == before


def test_a_form_adds_nothing_once_its_rows_were_corrected(folder: Path) -> None:
    hand_in(folder)
    collect("in", "--yes")
    arguments = ["record", "1.1a", "11", "--date", "2025-06-30", "--unit", "jianguan"]
    assert CliRunner().invoke(app, arguments).exit_code == 0
    before = (folder / JIANGUAN).read_bytes()
    assert collect("in", "--yes")[0] == 0
    assert (folder / JIANGUAN).read_bytes() == before


def test_a_later_form_corrects_an_earlier_one(folder: Path) -> None:
    hand_in(folder)
    collect("in", "--yes")
    hand_in(folder, value=13)
    code, out, _err = collect("in", "--yes")
    assert (code, out.split("\n")[1:4]) == (
        0,
        [
            "  1 row was added. 1 row is known. 1 row was not filled in.",
            "  item  name  date        value          status",
            "  1.1a  加梯  2025-06-30  12 个 → 13 个  on-track",
        ],
    )
    assert rows(folder)[-1][:3] == ["2025-06-30", "1.1a", "13"]


def test_of_a_file_all_rows_are_added_or_none(folder: Path) -> None:
    with form(folder / "in", "jianguan.xlsx") as sheet:
        sheet.row("1.1a", "加梯", DAY, 12)
        sheet.row("1.1b", "绿道", DAY, "2公里")
    assert collect("in", "--yes")[0] == 1
    assert rows(folder) == OLD


def test_two_forms_of_a_unit_add_what_each_has_of_its_own(folder: Path) -> None:
    hand_in(folder, "jianguan-1.xlsx")
    with form(folder / "in", "jianguan-2.xlsx") as sheet:
        sheet.row("1.1d", "方案", DAY, "40%")
        sheet.row("1.1b", "绿道", DAY, 2.5)
    code, out, _err = collect("in", "--yes")
    assert (code, out.partition("\n\n")[2]) == (
        0,
        """\
in/jianguan-2.xlsx: 区建管委
  1 row was added. 1 row is known.
  item  name  date        value     status
  1.1b  绿道  2025-06-30  2.5 公里  silent → on-track

Handed in
  from      file                rows  known  faults
  区建管委  in/jianguan-1.xlsx     2      0       0
  区建管委  in/jianguan-2.xlsx     1      1       0
  in all                           3      1       0
  Nothing came from 3 of 4 units: 区绿化市容局、外滩街道、豫园街道.
""",
    )
    assert [row[1] for row in rows(folder)] == ["1.1a", "1.1d", "1.1a", "1.1d", "1.1b"]


def test_of_two_forms_that_conflict_the_later_is_refused(folder: Path) -> None:
    hand_in(folder, "jianguan-1.xlsx")
    hand_in(folder, "jianguan-2.xlsx", value=13)
    code, out, _err = collect("in", "--yes")
    assert code == 1
    assert (
        "  进度!A2 “编号”: 1.1a is reported on twice for 2025-06-30: in/jianguan-1.xlsx:\n"
        "  进度!A2 says something else; keep the row that is right (HP405)\n"
    ) in out
    assert len(rows(folder)) == 4


def test_a_faulty_form_is_no_reason_to_think_that_its_rows_are_known(folder: Path) -> None:
    with form(folder / "in", "jianguan-1.xlsx") as sheet:
        sheet.row("1.1a", "加梯", DAY, 12)
        sheet.row("1.1b", "绿道", DAY, "约2")
    with form(folder / "in", "jianguan-2.xlsx") as sheet:
        sheet.row("1.1a", "加梯", DAY, 12)
    assert collect("in", "--yes")[0] == 1
    assert rows(folder)[2:] == [["2025-06-30", "1.1a", "12", "", ""]]


def test_forms_of_several_units_come_in_at_once(folder: Path) -> None:
    hand_in(folder)
    with form(folder / "in", "外滩街道.xlsx") as sheet:
        sheet.row("1.3a", "花园", DAY, 2)
    text = "日期,事项,数值\n2025-06-30,1.2a,12.5\n"
    (folder / "in" / "lvhua.csv").write_bytes(text.encode("gb18030"))
    (folder / "in" / "说明.docx").write_bytes(b"x")
    code, out, _err = collect("in", "--yes")
    assert (code, out.partition("Handed in\n")[2]) == (
        0,
        """\
  from          file              rows  known  faults
  区建管委      in/jianguan.xlsx     2      0       0
  区绿化市容局  in/lvhua.csv         1      0       0
  外滩街道      in/外滩街道.xlsx     1      0       0
  in all                             4      0       0
  Nothing came from 1 of 4 units: 豫园街道.
  These files are no forms, and were not read:
  in/说明.docx
""",
    )
    assert rows(folder, "waitan") == [["2025-06-30", "1.3a@waitan", "2", "", ""]]
    assert rows(folder, "lvhua") == [["2025-06-30", "1.2a", "12.5", "", ""]]


def test_what_two_units_report_may_be_counted_twice(folder: Path) -> None:
    (folder / "in" / "lvhua.csv").write_text(
        "日期,事项,数值\n2025-06-29,1.2a,5\n", encoding="utf-8"
    )
    (folder / "in" / "jianguan.csv").write_text(
        "日期,事项,数值\n2025-06-30,1.2a,3\n", encoding="utf-8"
    )
    assert collect("in/lvhua.csv", "--yes")[0] == 0
    said = " ".join(collect("in/jianguan.csv", "--dry-run")[1].split())
    assert said.endswith(
        "区绿化市容局、区建管委 add up on 1.2a, and may be counted twice;"
        " name who reports on it as its reporters in plan.yaml (HP355)"
    )
    said = "".join(collect("in/jianguan.csv", "--dry-run", lang="zh")[1].split())
    assert said.endswith(
        "区绿化市容局、区建管委的数值均计入1.2a，可能重复计算；"
        "在plan.yaml中把负责填报的单位列为reporters（HP355）"
    )


def test_late_parts_become_labelled_parts_of_the_note(folder: Path) -> None:
    heads = ("编号", "统计截止日", "本次累计", "说明", "滞后原因", "下一步措施", "预计完成时间")
    with form(folder / "in", heads=heads) as sheet:
        sheet.row("1.1a", DAY, 12, "进展慢。", "居民意见不一", "逐户协商", date(2026, 3, 31))
    assert collect("in", "--yes")[0] == 0
    assert rows(folder)[-1][3] == (
        "进展慢；滞后原因：居民意见不一；下一步措施：逐户协商；预计完成时间：2026-03-31"
    )


def test_what_looks_like_a_formula_is_none_in_the_units_file(folder: Path) -> None:
    with form(folder / "in") as sheet:
        sheet.row("1.1a", "加梯", DAY, 12, "=HYPERLINK(1)", "@x\r\ny")
    assert collect("in", "--yes")[0] == 0
    assert rows(folder)[-1][3:] == ["'=HYPERLINK(1)", "'@x\ny"]
    assert "1 row is known" in collect("in", "--yes")[1]


# Whose form it is


def test_the_unit_can_be_named(folder: Path) -> None:
    hand_in(folder, "填报表.xlsx")
    assert collect("in/填报表.xlsx", "--yes", "--unit", "区建管委")[0] == 0
    assert len(rows(folder)) == 4


def test_a_unit_that_is_named_must_be_there(folder: Path) -> None:
    hand_in(folder)
    code, _out, err = collect("in", "--yes", "--unit", "jianguann")
    assert code == 2
    assert "there is no unit “jianguann”; did you mean jianguan?" in " ".join(
        err.replace("│", "").split()
    )


@pytest.mark.usefixtures("folder")
def test_a_form_of_another_unit_than_the_one_named_is_refused() -> None:
    arguments = ["form", "jianguan", "-o", "in", *AS_OF]
    assert CliRunner().invoke(app, arguments).exit_code == 0
    assert collect("in", "--yes", "--unit", "lvhua")[1].split("\n")[2] == (
        "  Progress!A4: the form is of 区建管委, not of 区绿化市容局 (HP403)"
    )


def test_a_form_that_nobody_filled_in_adds_nothing(folder: Path) -> None:
    arguments = ["form", "--all", "-o", "in", *AS_OF]
    assert CliRunner().invoke(app, arguments).exit_code == 0
    code, out, _err = collect("in", "--yes")
    assert (code, out) == (
        0,
        """\
Handed in
  from          file                                   rows  known  faults
  区建管委      in/jianguan-区建管委-2025-07-10.xlsx      0      0       0
  区绿化市容局  in/lvhua-区绿化市容局-2025-07-10.xlsx     0      0       0
  外滩街道      in/waitan-外滩街道-2025-07-10.xlsx        0      0       0
  豫园街道      in/yuyuan-豫园街道-2025-07-10.xlsx        0      0       0
  in all                                                  0      0       0
""",
    )
    assert rows(folder) == OLD


# What lies in the units' files


def test_a_units_faulty_file_is_left_alone(folder: Path) -> None:
    (folder / JIANGUAN).write_text("日期,事项\n", encoding="utf-8")
    hand_in(folder)
    code, out, _err = collect("in", "--yes")
    assert (code, out) == (
        3,
        """\
in/jianguan.xlsx: 区建管委
  Not taken in.
  in/jianguan.xlsx: data/progress/jianguan.csv:1:1: HP303 the header has no
  column value; the first line is: date,target,value,note,evidence,recorded
""",
    )
    assert (folder / JIANGUAN).read_text(encoding="utf-8") == "日期,事项\n"


def test_a_file_that_somebody_else_writes_holds_up_its_unit_alone(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from filelock import FileLock

    monkeypatch.setattr("hpplan.progress.append.LOCK_SECONDS", 0.1)
    hand_in(folder)
    with form(folder / "in", "waitan.xlsx") as sheet:
        sheet.row("1.3a", "花园", DAY, 2)
    with FileLock(folder / "data" / "progress" / ".jianguan.csv.lock"):
        code, out, _err = collect("in", "--yes")
    assert code == 1
    assert (
        "  in/jianguan.xlsx: data/progress/jianguan.csv is being written by someone else;\n"
        "  try again in a moment\n"
    ) in out
    assert (rows(folder), len(rows(folder, "waitan"))) == (OLD, 1)


def test_a_unit_without_a_file_gets_one(folder: Path) -> None:
    (folder / JIANGUAN).unlink()
    hand_in(folder)
    assert collect("in", "--yes")[0] == 0
    assert [row[:3] for row in rows(folder)] == [
        ["2025-06-30", "1.1a", "12"],
        ["2025-06-30", "1.1d", "40%"],
    ]


def test_a_file_in_gb18030_stays_so(folder: Path) -> None:
    text = f"{HEADER}\n2025-03-31,1.1a,6,说明,,\n"
    (folder / JIANGUAN).write_bytes(text.encode("gb18030"))
    hand_in(folder)
    assert collect("in", "--yes")[0] == 0
    assert "二季度新增6台" in (folder / JIANGUAN).read_bytes().decode("gb18030")


# For programs


def test_json_says_all_of_it(folder: Path) -> None:
    with form(folder / "in", heads=(*HEADS, "经办人")) as sheet:
        sheet.row("1.1a", "加梯", DAY, 12, "说明", "", "张三")
        sheet.row("1.1e", "巡查", DAY, None, "巡查12次")
    (folder / "in" / "waitan.csv").write_text("日期,事项,数值\n上月,1.3a,2\n", encoding="utf-8")
    (folder / "in" / "x.txt").write_text("x", encoding="utf-8")
    code, out, err = collect("in", "--dry-run", "--format", "json")
    assert (code, err) == (1, "")
    data = json.loads(out)
    assert {key: data[key] for key in ("version", "as_of", "no_forms", "missing")} == {
        "version": 1,
        "as_of": "2025-07-10",
        "no_forms": ["in/x.txt"],
        "missing": ["lvhua", "yuyuan"],
    }
    place = {"path": "in/jianguan.xlsx", "sheet": "进度"}
    assert data["forms"] == [
        {
            "path": "in/jianguan.xlsx",
            "unit": "jianguan",
            "written": False,
            "rows": [
                {
                    "item": "1.1a",
                    "date": "2025-06-30",
                    "value": 12,
                    "note": "说明",
                    "evidence": "",
                    "before": "on-track",
                    "after": "on-track",
                    "counts": True,
                },
                {
                    "item": "1.1e",
                    "date": "2025-06-30",
                    "value": None,
                    "note": "巡查12次",
                    "evidence": "",
                    "before": "silent",
                    "after": "kept",
                    "counts": True,
                },
            ],
            "known": 0,
            "blank": 0,
            "faults": [],
            "notices": [
                {
                    "code": "HP451",
                    **place,
                    "message": "the column “经办人” is read over",
                    "hint": "what is to be kept belongs into the note",
                    "cell": "G1",
                    "row": 1,
                    "column": 7,
                    "heading": None,
                    "value": None,
                },
            ],
            "refused": None,
        },
        {
            "path": "in/waitan.csv",
            "unit": "waitan",
            "written": False,
            "rows": [],
            "known": 0,
            "blank": 0,
            "faults": [
                {
                    "code": "HP304",
                    "path": "in/waitan.csv",
                    "message": "“上月” is no date",
                    "hint": "write the day as 2025-03-31",
                    "sheet": None,
                    "cell": None,
                    "row": 2,
                    "column": 1,
                    "heading": "日期",
                    "value": "上月",
                }
            ],
            "notices": [],
            "refused": None,
        },
    ]


def test_without_anybody_to_ask_it_must_be_said(folder: Path) -> None:
    hand_in(folder)
    for arguments in (("in",), ("in", "--format", "json")):
        code, out, err = collect(*arguments)
        assert (code, out) == (2, "")
        assert "there is nobody to ask; add --yes to append, or --dry-run to look" in " ".join(
            err.replace("│", "").split()
        )
    assert rows(folder) == OLD


def test_a_folder_without_forms(folder: Path) -> None:
    assert collect("in", "--yes") == (
        3,
        "",
        "There is no form in it: no workbook (.xlsx, .xlsm, .xls) and no CSV.\n",
    )
    assert folder.exists()


@pytest.mark.usefixtures("folder")
def test_a_form_that_is_not_there() -> None:
    code, out, err = collect("nowhere.xlsx", "--yes")
    assert (code, err) == (1, "")
    assert out == (
        "nowhere.xlsx\n  Not taken in: 1 fault.\n"
        "  the file cannot be read: No such file or directory (HP401)\n"
    )


@pytest.mark.usefixtures("folder")
def test_a_name_that_no_system_takes() -> None:
    code, out, _err = collect("x" * 300 + ".xlsx", "--yes")
    assert code == 1
    assert "the file cannot be read: File name too long (HP401)" in " ".join(out.split())


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may read anything"
)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_may_not_be_read_keeps_nothing_else_from_being_read(folder: Path, lang: str) -> None:
    hand_in(folder)
    (folder / "shut").mkdir(mode=0)
    (folder / "z.csv").touch(mode=0)
    code, out, err = collect("shut", "z.csv", "in", "--yes", lang=lang)
    (folder / "shut").chmod(0o700)
    assert (code, err) == (1, "")
    assert out.count("Permission denied") == 2
    assert len(rows(folder)) == 4


@pytest.mark.skipif(os.name == "nt", reason="no folder goes there while a program is in it")
def test_a_folder_that_is_gone_is_nothing_but_a_name(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_in(folder)
    monkeypatch.chdir(gone := tmp_path_factory.mktemp("gone"))
    gone.rmdir()
    plan, forms = str(folder / "plan.yaml"), (folder / "in").as_posix()
    code, out, err = collect(forms, "--yes", "--plan", plan)
    assert (code, err) == (0, "")
    assert out.replace("\n", "").replace(" ", "").startswith(f"{forms}/jianguan.xlsx:区建管委2rows")
    assert len(rows(folder)) == 4


def test_the_files_of_folders(tmp_path: Path) -> None:
    for name in ("b.XLSX", "a.csv", ".x.csv", "~$b.xlsx", "c.pdf", "d.et"):
        (tmp_path / name).touch()
    (tmp_path / "e.xlsx").mkdir()
    found, others = files_of([tmp_path, tmp_path / "a.csv", tmp_path / "f"])
    assert [path.name for path in found] == ["a.csv", "b.XLSX", "d.et", "f"]
    assert [path.name for path in others] == ["c.pdf"]


# On a terminal


def typed(folder: Path, answer: str, *arguments: str) -> tuple[int, str]:
    """Run `collect` on a terminal, and type an answer once it asks."""
    with on_terminal(
        folder, "collect", *arguments, *AS_OF, HPPLAN_LANG="en", TERM="dumb", COLUMNS="80"
    ) as terminal:
        shown = terminal.until("(y/n):")
        if "(y/n):" in shown:
            terminal.type(answer.encode())
            shown += terminal.until(None)
        return terminal.code(), shown


@pytest.mark.parametrize(
    ("answer", "said", "added"),
    [
        ("y\n", "2 rows were added.", 2),
        ("n\n", "Nothing was added.", 0),
        ("maybe\n是\n", "2 rows were added.", 2),
        ("\nn\n", "Nothing was added.", 0),
        ("q\n", "Nothing was added.", 0),
        ("\x03", "Nothing was added.", 0),
        ("\x04", "Nothing was added.", 0),
    ],
    ids=["yes", "no", "asked again", "nothing", "left", "interrupted", "closed"],
)
def test_it_asks_before_it_writes(folder: Path, answer: str, said: str, added: int) -> None:
    hand_in(folder)
    code, shown = typed(folder, answer, "in")
    assert "2 rows to add. 1 row was not filled in." in shown
    assert "Add 2 rows? (y/n):" in shown
    assert shown.rstrip().endswith(said)
    assert code == 0
    assert len(rows(folder)) == 2 + added


def test_what_was_changed_since_it_was_shown_is_not_added_to(folder: Path) -> None:
    hand_in(folder)
    row = "2025-06-30,1.1a,99,,,2025-07-10T09:00:00+08:00\n"
    with on_terminal(
        folder, "collect", "in", *AS_OF, HPPLAN_LANG="en", TERM="dumb", COLUMNS="80"
    ) as terminal:
        terminal.until("(y/n):")
        with (folder / JIANGUAN).open("a", encoding="utf-8") as file:
            file.write(row)
        terminal.type(b"y\n")
        shown = terminal.until(None)
        assert terminal.code() == 3
    assert shown.rstrip().endswith(
        "in/jianguan.xlsx: data/progress/jianguan.csv was changed by another program\n"
        "meanwhile; collect the form again\n0 rows were added."
    )
    assert (folder / JIANGUAN).read_text(encoding="utf-8").endswith(row)
    assert len(rows(folder)) == 3


def test_forms_of_one_unit_that_were_shown_together_are_added_together(folder: Path) -> None:
    hand_in(folder)
    text = "编号,日期,数值\n1.1b,2025-06-30,3\n"
    (folder / "in" / "z-jianguan.csv").write_text(text, encoding="utf-8")
    code, shown = typed(folder, "y\n", "in")
    assert shown.rstrip().endswith("3 rows were added.")
    assert code == 0
    assert len(rows(folder)) == 5


def test_whoever_interrupts_learns_what_was_added(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_in(folder)
    (folder / "in" / "z.csv").write_text("", encoding="utf-8")
    take = Collector.take

    def interrupted(self: Collector, path: Path, *, dry_run: bool) -> Any:
        if path.name == "z.csv":
            raise KeyboardInterrupt
        return take(self, path, dry_run=dry_run)

    monkeypatch.setattr(Collector, "take", interrupted)
    assert collect("in", "--yes") == (130, "", "2 rows were added.\n")
    assert len(rows(folder)) == 4


def test_it_does_not_ask_where_there_is_nothing_to_add(folder: Path) -> None:
    hand_in(folder, value="约50")
    code, shown = typed(folder, "y\n", "in")
    assert "(y/n)" not in shown
    assert shown.rstrip().endswith("There is nothing to add.")
    assert code == 1


# What is written comes back

TEXTS = st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn", "Co")), max_size=20).filter(
    lambda text: "_x" not in text
)


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(
    days=st.lists(
        st.dates(date(2025, 1, 1), date(2025, 7, 10)), min_size=1, max_size=6, unique=True
    ),
    figures=st.lists(st.integers(0, 999_999_999), min_size=6, max_size=6),
    notes=st.lists(TEXTS, min_size=6, max_size=6),
    as_csv=st.booleans(),
    hours=st.booleans(),
)
def test_what_was_written_comes_back(
    tmp_path_factory: pytest.TempPathFactory,
    days: list[date],
    figures: list[int],
    notes: list[str],
    *,
    as_csv: bool,
    hours: bool,
) -> None:
    folder = tmp_path_factory.mktemp("written")
    shutil.copytree(BASE, folder, dirs_exist_ok=True)
    (folder / JIANGUAN).write_text(f"{HEADER}\n", encoding="utf-8")
    wanted = list(zip(days, figures, notes, strict=False))
    path = folder / ("jianguan.csv" if as_csv else "jianguan.xlsx")
    if as_csv:
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(HEADS)
            writer.writerows(["1.1b", "", day, figure / 1000, note] for day, figure, note in wanted)
    else:
        with form(folder) as sheet:
            for day, figure, note in wanted:
                shown: Any = f"{day:%Y年%m月%d日}" if hours else day
                sheet.row("1.1b", "", shown, figure / 1000, note)
    workspace, problems = open_workspace(folder / "plan.yaml", keep_rows=True)
    assert workspace is not None, problems
    taken = Collector(workspace, as_of=date(2025, 7, 10)).take(path, dry_run=False)
    assert taken.faults == []
    again, _problems = open_workspace(folder / "plan.yaml", keep_rows=True)
    assert again is not None
    found = {row.day: row for row in again.files["jianguan"].series["1.1b"].rows}
    assert {day: row.value for day, row in found.items()} == {
        day: Fraction(figure, 1000) for day, figure, _note in wanted
    }
    for day, _figure, note in wanted:
        kept = found[day].note
        assert kept.removeprefix("'") == note.strip().removeprefix("'") or kept == note.strip()
    twice = Collector(workspace, as_of=date(2025, 7, 10)).take(path, dry_run=False)
    assert (twice.faults, twice.entries, twice.known) == ([], [], len(wanted))


# What it takes


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="as Linux tells it")
def test_a_form_of_ten_thousand_rows_is_read_in_bounds(folder: Path) -> None:
    items = ("1.1a", "1.1b", "1.1c", "1.1d", "1.1e", "1.2a", "1.2b")
    with form(folder / "in", heads=(*HEADS, *("滞后原因", "下一步措施"))) as sheet:
        for at in range(10_000):
            day = date.fromordinal(date(2021, 8, 1).toordinal() + at // len(items))
            item = items[at % len(items)]
            figure = None if item == "1.1e" else 5
            sheet.row(item, "事项", day, figure, f"第{at}行", None, "原因", "措施")
    # The largest resident set of the program itself: what rusage tells includes its parent's.
    program = (
        "import sys\n"
        "from hpplan.cli import app\n"
        "try:\n    app(prog_name='hpplan')\n"
        "finally:\n"
        "    status = open('/proc/self/status', encoding='ascii').read()\n"
        "    print(status.split('VmHWM:')[1].split()[0], file=sys.stderr)\n"
    )
    command = [sys.executable, "-c", program, "collect", "in", "--dry-run", *AS_OF]
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(SRC)},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    unit = 1024 if sys.platform == "darwin" else 1
    assert done.stdout.split("\n")[1] == "  10000 rows to add."
    assert int(done.stderr.split()[-1]) / unit < 150 * 1024
