"""Collecting forms, as the person at the keyboard and the units' files see it."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import hpplan
from hpplan.forms.collector import Collector, files_of
from hpplan.workspace import open_workspace
from running import Shown, on_terminal, our_words, ran
from workbooks import DAY, HEADS, Percent, form

if TYPE_CHECKING:
    from golden import Golden

BASE = Path(__file__).parent / "forms" / "_base"
SRC = Path(hpplan.__file__).parents[1]
AS_OF = ("--as-of", "2025-07-10")
HEADER = "date,target,value,note,evidence,recorded"
JIANGUAN = "data/progress/jianguan.csv"


pytestmark = pytest.mark.workspace(BASE)


@pytest.fixture
def folder(workspace: Path) -> Path:
    """A workspace, which is the current folder, with an empty folder `in` for the forms."""
    (workspace / "in").mkdir()
    return workspace


def collect(*arguments: str, lang: str = "en") -> Shown:
    """What `hpplan collect` shows."""
    return ran("--lang", lang, "collect", *arguments, *AS_OF)


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


def test_rows_are_appended_as_they_were_filled_in(folder: Path, golden: Golden) -> None:
    hand_in(folder)
    shown = collect("in", "--yes")
    assert (shown.code, shown.stderr) == (0, "")
    golden("added.en.txt", shown.stdout)
    assert rows(folder) == [
        *OLD,
        ["2025-06-30", "1.1a", "12", "二季度新增6台", "清单.pdf"],
        ["2025-06-30", "1.1d", "40%", "", ""],
    ]


def test_a_clerk_reads_it_in_chinese(folder: Path, golden: Golden) -> None:
    hand_in(folder, value="约50")
    shown = collect("in", "--yes", lang="zh")
    assert shown.code == 1
    golden("faulty.zh.txt", shown.stdout)
    hand_in(folder)
    shown = collect("in", "--yes", lang="zh")
    assert shown.code == 0
    golden("added.zh.txt", shown.stdout)


def test_a_dry_run_writes_nothing(folder: Path, golden: Golden) -> None:
    hand_in(folder)
    shown = collect("in", "--dry-run")
    assert (shown.code, shown.stderr) == (0, "")
    golden("dry-run.en.txt", shown.stdout)
    assert rows(folder) == OLD


def test_the_same_form_twice_adds_nothing(folder: Path, golden: Golden) -> None:
    hand_in(folder)
    collect("in", "--yes")
    before = (folder / JIANGUAN).read_bytes()
    shown = collect("in", "--yes")
    assert (shown.code, shown.stderr) == (0, "")
    golden("nothing-to-add.en.txt", shown.stdout)
    assert (folder / JIANGUAN).read_bytes() == before


def test_a_form_adds_nothing_once_its_rows_were_corrected(folder: Path) -> None:
    hand_in(folder)
    collect("in", "--yes")
    arguments = ["record", "1.1a", "11", "--date", "2025-06-30", "--unit", "jianguan"]
    assert ran(*arguments).code == 0
    before = (folder / JIANGUAN).read_bytes()
    assert collect("in", "--yes").code == 0
    assert (folder / JIANGUAN).read_bytes() == before


def test_a_later_form_corrects_an_earlier_one(folder: Path, golden: Golden) -> None:
    hand_in(folder)
    collect("in", "--yes")
    hand_in(folder, value=13)
    shown = collect("in", "--yes")
    assert shown.code == 0
    golden("corrected.en.txt", shown.stdout)
    assert rows(folder)[-1][:3] == ["2025-06-30", "1.1a", "13"]


def test_a_figure_that_falls_is_marked(folder: Path) -> None:
    with form(folder / "in", "jianguan.xlsx") as sheet:
        sheet.row("1.1a", "加梯", DAY, 6)
        sheet.row("1.1d", "方案", DAY, Percent(0.1))
    shown = collect("in", "--dry-run").stdout
    assert "20% → 10% (falls)" in shown
    assert shown.count("(falls)") == 1


def test_of_a_file_all_rows_are_added_or_none(folder: Path) -> None:
    with form(folder / "in", "jianguan.xlsx") as sheet:
        sheet.row("1.1a", "加梯", DAY, 12)
        sheet.row("1.1b", "绿道", DAY, "2公里")
    assert collect("in", "--yes").code == 1
    assert rows(folder) == OLD


def test_two_forms_of_a_unit_add_what_each_has_of_its_own(folder: Path, golden: Golden) -> None:
    hand_in(folder, "jianguan-1.xlsx")
    with form(folder / "in", "jianguan-2.xlsx") as sheet:
        sheet.row("1.1d", "方案", DAY, "40%")
        sheet.row("1.1b", "绿道", DAY, 2.5)
    shown = collect("in", "--yes")
    assert shown.code == 0
    golden("two-forms.en.txt", shown.stdout)
    assert [row[1] for row in rows(folder)] == ["1.1a", "1.1d", "1.1a", "1.1d", "1.1b"]


def test_of_two_forms_that_conflict_the_later_is_refused(folder: Path, golden: Golden) -> None:
    hand_in(folder, "jianguan-1.xlsx")
    hand_in(folder, "jianguan-2.xlsx", value=13)
    shown = collect("in", "--yes")
    assert shown.code == 1
    golden("conflict.en.txt", shown.stdout)
    assert len(rows(folder)) == 4


def test_a_faulty_form_is_no_reason_to_think_that_its_rows_are_known(folder: Path) -> None:
    with form(folder / "in", "jianguan-1.xlsx") as sheet:
        sheet.row("1.1a", "加梯", DAY, 12)
        sheet.row("1.1b", "绿道", DAY, "约2")
    with form(folder / "in", "jianguan-2.xlsx") as sheet:
        sheet.row("1.1a", "加梯", DAY, 12)
    assert collect("in", "--yes").code == 1
    assert rows(folder)[2:] == [["2025-06-30", "1.1a", "12", "", ""]]


def test_forms_of_several_units_come_in_at_once(folder: Path, golden: Golden) -> None:
    hand_in(folder)
    with form(folder / "in", "外滩街道.xlsx") as sheet:
        sheet.row("1.3a", "花园", DAY, 2)
    text = "日期,事项,数值\n2025-06-30,1.2a,12.5\n"
    (folder / "in" / "lvhua.csv").write_bytes(text.encode("gb18030"))
    (folder / "in" / "说明.docx").write_bytes(b"x")
    shown = collect("in", "--yes")
    assert shown.code == 0
    golden("several-units.en.txt", shown.stdout)
    assert rows(folder, "waitan") == [["2025-06-30", "1.3a@waitan", "2", "", ""]]
    assert rows(folder, "lvhua") == [["2025-06-30", "1.2a", "12.5", "", ""]]


def test_what_two_units_report_may_be_counted_twice(folder: Path, golden: Golden) -> None:
    (folder / "in" / "lvhua.csv").write_text(
        "日期,事项,数值\n2025-06-29,1.2a,5\n", encoding="utf-8"
    )
    (folder / "in" / "jianguan.csv").write_text(
        "日期,事项,数值\n2025-06-30,1.2a,3\n", encoding="utf-8"
    )
    assert collect("in/lvhua.csv", "--yes").code == 0
    said = collect("in/jianguan.csv", "--dry-run").stdout
    assert "HP355" in said
    golden("counted-twice.en.txt", said)
    golden("counted-twice.zh.txt", collect("in/jianguan.csv", "--dry-run", lang="zh").stdout)


def test_late_parts_become_labelled_parts_of_the_note(folder: Path) -> None:
    heads = ("编号", "统计截止日", "本次累计", "说明", "滞后原因", "下一步措施", "预计完成时间")
    with form(folder / "in", heads=heads) as sheet:
        sheet.row("1.1a", DAY, 12, "进展慢。", "居民意见不一", "逐户协商", date(2026, 3, 31))
    assert collect("in", "--yes").code == 0
    assert rows(folder)[-1][3] == (
        "进展慢；滞后原因：居民意见不一；下一步措施：逐户协商；预计完成时间：2026-03-31"
    )


def test_what_looks_like_a_formula_is_none_in_the_units_file(folder: Path) -> None:
    with form(folder / "in") as sheet:
        sheet.row("1.1a", "加梯", DAY, 12, "=HYPERLINK(1)", "@x\r\ny")
    assert collect("in", "--yes").code == 0
    assert rows(folder)[-1][3:] == ["'=HYPERLINK(1)", "'@x；y"]
    again = json.loads(collect("in", "--yes", "--format", "json").stdout)
    assert [form["known"] for form in again["forms"]] == [1]


# Whose form it is


def test_the_unit_can_be_named(folder: Path) -> None:
    hand_in(folder, "填报表.xlsx")
    assert collect("in/填报表.xlsx", "--yes", "--unit", "区建管委").code == 0
    assert len(rows(folder)) == 4


def test_a_unit_that_is_named_must_be_there(folder: Path, golden: Golden) -> None:
    hand_in(folder)
    shown = collect("in", "--yes", "--unit", "jianguann")
    assert shown.code == 2
    golden.says(shown.reason)


@pytest.mark.usefixtures("folder")
def test_a_form_of_another_unit_than_the_one_named_is_refused(golden: Golden) -> None:
    arguments = ["form", "jianguan", "-o", "in", *AS_OF]
    assert ran(*arguments).code == 0
    shown = collect("in", "--yes", "--unit", "lvhua")
    golden("another-unit.en.txt", shown.stdout)


def test_a_form_that_nobody_filled_in_adds_nothing(folder: Path, golden: Golden) -> None:
    arguments = ["form", "--all", "-o", "in", *AS_OF]
    assert ran(*arguments).code == 0
    shown = collect("in", "--yes")
    assert shown.code == 0
    golden("not-filled-in.en.txt", shown.stdout)
    assert rows(folder) == OLD


# What lies in the units' files


def test_a_units_faulty_file_is_left_alone(folder: Path, golden: Golden) -> None:
    (folder / JIANGUAN).write_text("日期,事项\n", encoding="utf-8")
    hand_in(folder)
    shown = collect("in", "--yes")
    assert shown.code == 3
    golden("faulty-file-of-the-unit.en.txt", shown.stdout)
    assert (folder / JIANGUAN).read_text(encoding="utf-8") == "日期,事项\n"


def test_a_file_that_somebody_else_writes_holds_up_its_unit_alone(
    folder: Path, monkeypatch: pytest.MonkeyPatch, golden: Golden
) -> None:
    from filelock import FileLock

    monkeypatch.setattr("hpplan.progress.append.LOCK_SECONDS", 0.1)
    hand_in(folder)
    with form(folder / "in", "waitan.xlsx") as sheet:
        sheet.row("1.3a", "花园", DAY, 2)
    with FileLock(folder / "data" / "progress" / ".jianguan.csv.lock"):
        shown = collect("in", "--yes")
    assert shown.code == 1
    golden("somebody-else-writes.en.txt", shown.stdout)
    assert (rows(folder), len(rows(folder, "waitan"))) == (OLD, 1)


def test_a_unit_without_a_file_gets_one(folder: Path) -> None:
    (folder / JIANGUAN).unlink()
    hand_in(folder)
    assert collect("in", "--yes").code == 0
    assert [row[:3] for row in rows(folder)] == [
        ["2025-06-30", "1.1a", "12"],
        ["2025-06-30", "1.1d", "40%"],
    ]


def test_a_file_in_gb18030_stays_so(folder: Path) -> None:
    text = f"{HEADER}\n2025-03-31,1.1a,6,说明,,\n"
    (folder / JIANGUAN).write_bytes(text.encode("gb18030"))
    hand_in(folder)
    assert collect("in", "--yes").code == 0
    assert "二季度新增6台" in (folder / JIANGUAN).read_bytes().decode("gb18030")


# For programs


def test_json_says_all_of_it(folder: Path, golden: Golden) -> None:
    with form(folder / "in", heads=(*HEADS, "经办人")) as sheet:
        sheet.row("1.1a", "加梯", DAY, 12, "说明", "", "张三")
        sheet.row("1.1e", "巡查", DAY, None, "巡查12次")
    (folder / "in" / "waitan.csv").write_text("日期,事项,数值\n上月,1.3a,2\n", encoding="utf-8")
    (folder / "in" / "x.txt").write_text("x", encoding="utf-8")
    shown = collect("in", "--dry-run", "--format", "json")
    assert (shown.code, shown.stderr) == (1, "")
    data = json.loads(shown.stdout)
    for each in data["forms"]:
        for problem in (*each["faults"], *each["notices"]):
            golden.says([problem.pop("message"), problem.pop("hint")], problem["code"])
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
                    "says": "figure",
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
                    "says": "figure",
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


def test_without_anybody_to_ask_it_must_be_said(folder: Path, golden: Golden) -> None:
    hand_in(folder)
    for arguments in (("in",), ("in", "--format", "json")):
        shown = collect(*arguments)
        assert (shown.code, shown.stdout) == (2, "")
        golden.says(shown.reason, "no terminal")
    assert rows(folder) == OLD


def test_a_folder_without_forms(folder: Path, golden: Golden) -> None:
    shown = collect("in", "--yes")
    assert (shown.code, shown.stdout) == (3, "")
    golden.says(shown.stderr)
    assert folder.exists()


@pytest.mark.usefixtures("folder")
def test_a_form_that_is_not_there(golden: Golden) -> None:
    shown = collect("nowhere.xlsx", "--yes")
    assert (shown.code, shown.stderr) == (1, "")
    golden.says(our_words(shown.stdout))


@pytest.mark.usefixtures("folder")
def test_a_name_that_no_system_takes() -> None:
    shown = collect("x" * 300 + ".xlsx", "--yes", "--format", "json")
    assert shown.code == 1
    (form,) = json.loads(shown.stdout)["forms"]
    assert [fault["code"] for fault in form["faults"]] == ["HP401"]


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may read anything"
)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_may_not_be_read_keeps_nothing_else_from_being_read(folder: Path, lang: str) -> None:
    hand_in(folder)
    (folder / "shut").mkdir(mode=0)
    (folder / "z.csv").touch(mode=0)
    shown = collect("shut", "z.csv", "in", "--yes", lang=lang)
    (folder / "shut").chmod(0o700)
    assert (shown.code, shown.stderr) == (1, "")
    assert shown.stdout.count("HP401") == 2
    assert len(rows(folder)) == 4


@pytest.mark.skipif(os.name == "nt", reason="no folder goes there while a program is in it")
def test_a_folder_that_is_gone_is_nothing_but_a_name(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_in(folder)
    monkeypatch.chdir(gone := tmp_path_factory.mktemp("gone"))
    gone.rmdir()
    plan, forms = str(folder / "plan.yaml"), (folder / "in").as_posix()
    shown = collect(forms, "--yes", "--plan", plan)
    assert (shown.code, shown.stderr) == (0, "")
    assert f"{forms}/jianguan.xlsx:" in shown.stdout.replace("\n", "").replace(" ", "")
    assert len(rows(folder)) == 4


def test_the_files_of_folders(tmp_path: Path) -> None:
    for name in ("b.XLSX", "a.csv", ".x.csv", "~$b.xlsx", "c.pdf", "d.et"):
        (tmp_path / name).touch()
    (tmp_path / "e.xlsx").mkdir()
    found, others = files_of([tmp_path, tmp_path / "a.csv", tmp_path / "f"])
    assert [path.name for path in found] == ["a.csv", "b.XLSX", "d.et", "f"]
    assert [path.name for path in others] == ["c.pdf"]
    pattern = tmp_path / "gone" / "*.xlsx"
    assert files_of([pattern]) == ([pattern], [])  # which is then said to be missing, as typed


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
    ("answer", "added"),
    [
        ("y\n", 2),
        ("n\n", 0),
        ("maybe\n是\n", 2),
        ("\nn\n", 0),
        ("q\n", 0),
        ("\x03", 0),
        ("\x04", 0),
    ],
    ids=["yes", "no", "asked again", "nothing", "left", "interrupted", "closed"],
)
def test_it_asks_before_it_writes(folder: Path, answer: str, added: int, golden: Golden) -> None:
    hand_in(folder)
    code, shown = typed(folder, answer, "in")
    asked, _question, after = shown.partition("(y/n):")
    golden("asked.en.txt", asked)
    golden.says(after.rstrip().splitlines()[-1], f"{added} rows added at a terminal")
    assert code == 0
    assert len(rows(folder)) == 2 + added


def test_what_was_changed_since_it_was_shown_is_not_added_to(folder: Path, golden: Golden) -> None:
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
    golden.says(shown.strip().splitlines()[-3:])
    assert (folder / JIANGUAN).read_text(encoding="utf-8").endswith(row)
    assert len(rows(folder)) == 3


def test_forms_of_one_unit_that_were_shown_together_are_added_together(folder: Path) -> None:
    hand_in(folder)
    text = "编号,日期,数值\n1.1b,2025-06-30,3\n"
    (folder / "in" / "z-jianguan.csv").write_text(text, encoding="utf-8")
    code, shown = typed(folder, "y\n", "in")
    assert re.findall("[0-9]+", shown)[-1] == "3"
    assert code == 0
    assert len(rows(folder)) == 5


def test_whoever_interrupts_learns_what_was_added(
    folder: Path, monkeypatch: pytest.MonkeyPatch, golden: Golden
) -> None:
    hand_in(folder)
    (folder / "in" / "z.csv").write_text("", encoding="utf-8")
    take = Collector.take

    def interrupted(self: Collector, path: Path, *, dry_run: bool) -> Any:
        if path.name == "z.csv":
            raise KeyboardInterrupt
        return take(self, path, dry_run=dry_run)

    monkeypatch.setattr(Collector, "take", interrupted)
    shown = collect("in", "--yes")
    assert (shown.code, shown.stdout) == (130, "")
    golden.says(shown.stderr)
    assert len(rows(folder)) == 4


def test_it_does_not_ask_where_there_is_nothing_to_add(folder: Path, golden: Golden) -> None:
    hand_in(folder, value="约50")
    code, shown = typed(folder, "y\n", "in")
    assert "(y/n)" not in shown
    golden.says(shown.rstrip().splitlines()[-1])
    assert code == 1


# What is written comes back

TEXTS = st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn", "Co")), max_size=20).filter(
    lambda text: "_x" not in text and not text.startswith("#")  # as errors of formulas do
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
    assert "10000" in done.stdout.split("\n")[1]
    assert int(done.stderr.split()[-1]) / unit < 150 * 1024
