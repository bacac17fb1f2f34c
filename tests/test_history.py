"""`hpplan check --base REV`: what stood in a revision still stands, and what no longer does."""

from __future__ import annotations

import csv
import io
import shutil
from datetime import date, timedelta
from itertools import permutations
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from hpplan.checks.git import GitRevision
from hpplan.checks.history import compare_history
from hpplan.csvtext import encoding_of
from hpplan.plan.items import Catalogue
from hpplan.plan.load import plan_from
from hpplan.progress.cells import HEADERS
from hpplan.progress.reader import read_progress
from hpplan.workspace import LoadedWorkspace
from plans import HEADER, placed
from running import git, identity, run

if TYPE_CHECKING:
    from collections.abc import Callable

    from golden import Golden

PLAN = """\
format: 1
title: 城市管理行动计划
issued: 2024-01-10
start: 2024-01-01
end: 2026-12-31
units:
  - {id: waitan, name: 外滩街道}
  - {id: yuyuan, name: 豫园街道}
groups:
  - {id: jiedao, name: 各街道, members: [waitan, yuyuan]}
chapters:
  - id: "1"
    title: 焕新城市面貌
    clauses:
      - id: "1.1"
        title: 提升居住环境
        leads: [waitan]
        text: 完成3000户加梯，新增绿道15.5公里，达标率达到95%。到2025年底，路灯全覆盖。持续巡查。
        targets:
          - id: 1.1a
            name: 加梯
            quote: 完成3000户加梯
            kind: count
            at_least: 3000
            uom: 户
          - id: 1.1b
            name: 绿道
            quote: 新增绿道15.5公里
            kind: amount
            at_least: 15.5
            uom: 公里
          - id: 1.1c
            name: 达标率
            quote: 达标率达到95%
            kind: level
            at_least: 95
            uom: "%"
          - id: 1.1d
            name: 路灯
            quote: 到2025年底，路灯全覆盖
            kind: milestone
            due: 2025-12-31
          - id: 1.1e
            name: 巡查
            quote: 持续巡查
            kind: duty
      - id: "1.2"
        title: 完善公共空间
        leads: [jiedao]
        text: 打造2处示范点；建成1处口袋公园；走访2次。整治河道□5.1公里，疏通□7公里，修缮房屋20处。
        targets:
          - id: 1.2a
            name: 示范点
            quote: 打造2处示范点
            kind: count
            at_least: 2
            uom: 处
            every: year
            reporters: [waitan]
          - id: 1.2b
            name: 口袋公园
            quote: 建成1处口袋公园
            kind: count
            at_least: 1
            uom: 处
            each: jiedao
          - id: 1.2c
            name: 走访
            quote: 走访2次
            kind: count
            at_least: 2
            uom: 次
            every: year
            each: jiedao
          - id: 1.2d
            name: 河道
            quote: 整治河道□5.1公里
            kind: amount
            illegible: {at_least: □5.1}
            uom: 公里
          - id: 1.2e
            name: 管道
            quote: 疏通□7公里
            kind: amount
            illegible: {at_least: □7}
            at_least: 17
            uom: 公里
          - id: 1.2f
            name: 房屋
            quote: 修缮房屋20处
            kind: count
            at_least: 20
            uom: 处
            start: 2024-02-01
            revisions:
              - {on: 2025-11-03, due: 2026-06-30, why: 先行加固, by: 联席会议}
"""

WAITAN = (
    HEADER
    + """\
2025-03-31,1.1a,1200,一季度1200户,,2025-04-03T10:12:30+08:00
2025-03-31,1.1b,12.5,滨江绿道,图纸.pdf,2025-04-03T10:13:00+08:00
2025-03-31,1.1c,75,一季度测评,,
2025-06-30,1.1d,100,全部点亮,验收单.pdf,
2025-06-30,1.1e,,巡查46次,,
2025-06-30,1.2a,1,第一处,照片.jpg,
2025-06-30,1.2b,1,街角公园,照片.jpg,
2025-06-30,1.2c,1,入户走访,,
"""
)
ROWS = WAITAN.splitlines()[1:]
PROGRESS = Path("data", "progress")

Change = tuple[int, str]
"""A line of waitan.csv, and what stands there now."""


def write(folder: Path, name: str, content: str | bytes) -> None:
    """Write a file of the workspace as it is given."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)


def commit(folder: Path, message: str = "报送") -> None:
    """Commit everything that is in a repository."""
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", message)


@pytest.fixture(scope="module")
def committed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository whose one commit is a sound workspace; it is only ever copied."""
    folder = tmp_path_factory.mktemp("committed")
    write(folder, "plan.yaml", PLAN)
    write(folder, "data/progress/waitan.csv", WAITAN)
    write(folder, "data/progress/yuyuan.csv", HEADER)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in identity(folder.parent).items():
            patch.setenv(name, value)
        git(folder, "init", "-q", "-b", "main", "--template=")
        commit(folder)
    return folder


@pytest.fixture
def workspace(committed: Path, surrounding: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of that repository, as the current folder."""
    shutil.copytree(committed, surrounding / "w")
    monkeypatch.chdir(surrounding / "w")
    return surrounding / "w"


def check(base: str = "main") -> str:
    """What `hpplan check --base` prints, and its exit code."""
    shown = run("--base", base)
    return f"{shown.stdout}exit {shown.code}\n"


def named() -> tuple[list[str], str]:
    """The faults that it names, each by its place and code, and all that it prints."""
    said = check()
    return placed(said.splitlines()[:-1]), said


def codes(base: str = "main") -> list[str]:
    """The code of each line that `hpplan check --base` prints."""
    return [line.split()[1] for line in run("--base", base).stdout.splitlines()]


def with_line(change: Change, text: str = WAITAN) -> str:
    """The file of waitan with another line in a place; an empty one takes the line out."""
    number, line = change
    lines = text.splitlines(keepends=True)
    lines[number - 1] = line and f"{line}\n"
    return "".join(lines)


def test_nothing_has_changed(workspace: Path, golden: Golden) -> None:
    assert workspace == Path.cwd()
    shown = run("--base", "main")
    assert (shown.stdout, shown.code) == ("", 0)
    golden.says(shown.stderr)


def test_without_a_base_nothing_is_compared(workspace: Path, golden: Golden) -> None:
    write(workspace, "data/progress/waitan.csv", HEADER)
    shown = run()
    assert (shown.stdout, shown.code) == ("", 0)
    golden.says(shown.stderr)


# What still stands


SAME: dict[str, Change] = {
    "a date with slashes": (2, ROWS[0].replace("2025-03-31", "2025/3/31")),
    "a Chinese date": (2, ROWS[0].replace("2025-03-31", "2025年3月31日")),
    "a figure with a comma": (2, ROWS[0].replace(",1200,", ',"1,200",')),
    "full-width digits": (2, ROWS[0].replace(",1200,", ",１２００,")),
    "a zero behind the figure": (3, ROWS[1].replace("12.5", "12.50")),
    "a zero before the figure": (3, ROWS[1].replace("12.5", "012.5")),
    "a per cent sign": (4, ROWS[2].replace("75", "75%")),
    "a full-width per cent sign": (4, ROWS[2].replace("75", "75％")),
    "完成 for 100": (5, ROWS[3].replace("100", "完成")),
    "done for 100": (5, ROWS[3].replace("100", "done")),
    "100% for 100": (5, ROWS[3].replace("100", "100%")),
    "done for a duty": (6, ROWS[4].replace("1.1e,,", "1.1e,done,")),
    "the item of the same year": (7, ROWS[5].replace("1.2a", "1.2a@2025")),
    "the member's own item": (8, ROWS[6].replace("1.2b", "1.2b@waitan")),
    "the member's own item of the year": (9, ROWS[7].replace("1.2c", "1.2c@2025@waitan")),
    "cells that are missing at the end": (6, "2025-06-30,1.1e,,巡查46次"),
    "more empty cells": (6, ROWS[4] + ",,"),
    "blanks around the cells": (3, ROWS[1].replace(",", " , ")),
    "quotes around the cells": (4, '"2025-03-31","1.1c","75","一季度测评","",""'),
    "recorded without seconds": (
        2,
        ROWS[0].replace("2025-04-03T10:12:30+08:00", "2025/4/3 10:12"),
    ),
    "recorded with its seconds": (
        2,
        ROWS[0].replace("2025-04-03T10:12:30+08:00", "2025-4-3 10:12:30"),
    ),
    "recorded in another time zone": (
        2,
        ROWS[0].replace("2025-04-03T10:12:30+08:00", "2025-04-03T02:12:30Z"),
    ),
    "recorded in the plan's time zone": (
        2,
        ROWS[0].replace("2025-04-03T10:12:30+08:00", "2025-04-03T10:12:30"),
    ),
    "a blank line before it": (2, "\n" + ROWS[0]),
    "twice": (3, f"{ROWS[1]}\n{ROWS[1]}"),
    "a correction behind it": (2, f"{ROWS[0]}\n2025-03-31,1.1a,1100,更正,,"),
}


@pytest.mark.parametrize("change", SAME.values(), ids=SAME)
def test_a_row_that_reads_the_same_still_stands(change: Change, workspace: Path) -> None:
    now = with_line(change)
    assert now != WAITAN
    write(workspace, "data/progress/waitan.csv", now)
    assert check() == "exit 0\n"


CHINESE = ",".join(HEADERS.values()) + "\n"
APPENDED = "2025-09-30,1.1a,2000,三季度800户,,2025-10-03T10:12:00+08:00\n"
OTHER_ORDER: tuple[tuple[str, ...], ...] = (
    ("value", "target", "date", "recorded", "evidence", "note"),
    ("note", "evidence", "recorded", "date", "target", "value"),
)


def in_order(names: tuple[str, ...]) -> str:
    """The file of waitan with its columns in another order."""
    rows = csv.DictReader(io.StringIO(WAITAN))
    return "".join(f"{','.join(row)}\n" for row in [names, *([r[n] for n in names] for r in rows)])


STANDS: dict[str, str | bytes] = {
    "as it was": WAITAN,
    "a row appended": WAITAN + APPENDED,
    "rows appended behind blank lines": WAITAN + "\n\n" + APPENDED + "\n" + APPENDED,
    "a row put before the others": HEADER + APPENDED + WAITAN.removeprefix(HEADER),
    "the rows the other way round": HEADER + "\n".join([*reversed(ROWS), ""]),
    "the rows the other way round, and one appended": HEADER
    + "\n".join([*reversed(ROWS), APPENDED]),
    "all rows twice": WAITAN + WAITAN.removeprefix(HEADER),
    "without the last line end": WAITAN.removesuffix("\n"),
    "a Chinese header": WAITAN.replace(HEADER, CHINESE),
    "a header in capitals": WAITAN.replace(HEADER, HEADER.upper()),
    **{f"columns from {names[0]} on": in_order(names) for names in OTHER_ORDER},
    "one more column": WAITAN.replace("recorded\n", "recorded,\n"),
    "CRLF": WAITAN.replace("\n", "\r\n"),
    "CR": WAITAN.replace("\n", "\r"),
    "CRLF, and a row appended": WAITAN.replace("\n", "\r\n") + APPENDED,
    "a byte order mark": b"\xef\xbb\xbf" + WAITAN.encode(),
}


@pytest.mark.parametrize("now", STANDS.values(), ids=STANDS)
def test_a_file_that_reads_the_same_still_stands(now: str | bytes, workspace: Path) -> None:
    write(workspace, "data/progress/waitan.csv", now)
    assert check() == "exit 0\n"


def test_a_file_rewritten_in_gb18030_is_one_warning(workspace: Path, golden: Golden) -> None:
    write(workspace, "data/progress/waitan.csv", (WAITAN + APPENDED).encode("gb18030"))
    found, said = named()
    assert found == [at(2, 22, "HP351")]
    golden.says(said)


def test_a_file_that_was_in_gb18030_may_turn_into_utf_8(workspace: Path) -> None:
    write(workspace, "data/progress/waitan.csv", WAITAN.encode("gb18030"))
    commit(workspace)
    write(workspace, "data/progress/waitan.csv", b"\xef\xbb\xbf" + WAITAN.encode())
    assert check() == "exit 0\n"


def test_a_repeated_header_stays_a_warning(workspace: Path, golden: Golden) -> None:
    write(workspace, "data/progress/waitan.csv", WAITAN + HEADER + APPENDED)
    found, said = named()
    assert found == [at(10, 1, "HP352")]
    golden.says(said)


def test_a_correction_may_be_appended(workspace: Path, golden: Golden) -> None:
    write(workspace, "data/progress/waitan.csv", WAITAN + "2025-03-31,1.1a,1000,更正,,\n")
    shown = run("--base", "main")
    assert (shown.stdout, shown.code) == ("", 0)
    golden.says(shown.stderr)


def test_one_of_two_identical_rows_may_go(workspace: Path) -> None:
    write(workspace, "data/progress/waitan.csv", f"{WAITAN}{ROWS[0]}\n")
    commit(workspace)
    write(workspace, "data/progress/waitan.csv", WAITAN)
    assert check() == "exit 0\n"


def test_a_repeated_header_may_go(workspace: Path) -> None:
    write(workspace, "data/progress/waitan.csv", WAITAN + HEADER)
    commit(workspace)
    write(workspace, "data/progress/waitan.csv", WAITAN)
    assert check() == "exit 0\n"


FAULTY = {
    "a figure that is a guess": "2025-09-30,1.1a,约5,,,",
    "no date": "九月,1.1a,5,,,",
    "no target": "2025-09-30,1.1z,5,,,",
    "another unit's target": "2025-09-30,1.2b@yuyuan,1,,,",
    "too many cells": "2025-09-30,1.1a,5,a,b,,c",
    "a quote that is never closed": '2025-09-30,1.1a,5,"甲,,',
    "a merge conflict": "=======",
    "another year": "2023-09-30,1.2a,1,,,",
}


@pytest.mark.parametrize("faulty", FAULTY.values(), ids=FAULTY)
@pytest.mark.parametrize("mended", ["", APPENDED], ids=["taken out", "mended"])
def test_a_faulty_row_may_be_mended_or_taken_out(faulty: str, mended: str, workspace: Path) -> None:
    write(workspace, "data/progress/waitan.csv", f"{WAITAN}{faulty}\n")
    assert run().code == 1
    commit(workspace)
    write(workspace, "data/progress/waitan.csv", WAITAN + mended)
    assert check() == "exit 0\n"


@pytest.mark.parametrize("recorded", ["", "2025-04-03T10:13:00+08:00"])
def test_a_faulty_moment_may_be_mended(recorded: str, workspace: Path) -> None:
    # The row counts, but as long as its moment is faulty check fails: it has to be mended.
    good = "2025-04-03T10:13:00+08:00"
    write(workspace, "data/progress/waitan.csv", WAITAN.replace(good, "昨天"))
    assert "HP309" in codes("HEAD")
    commit(workspace)
    write(workspace, "data/progress/waitan.csv", WAITAN.replace(good, recorded))
    assert check() == "exit 0\n"


def test_a_damaged_note_may_be_mended(workspace: Path) -> None:
    broken = WAITAN.encode().replace("第一处".encode(), "第一处".encode()[:-1])
    write(workspace, "data/progress/waitan.csv", broken)
    assert "HP302" in codes("HEAD")
    commit(workspace)
    write(workspace, "data/progress/waitan.csv", WAITAN)
    assert check() == "exit 0\n"


def test_a_faulty_header_may_be_mended(workspace: Path) -> None:
    write(workspace, "data/progress/waitan.csv", WAITAN.replace("target", "任务"))
    commit(workspace)
    write(workspace, "data/progress/waitan.csv", WAITAN + APPENDED)
    assert check() == "exit 0\n"


def test_a_file_named_wrongly_may_be_renamed(workspace: Path) -> None:
    (workspace / PROGRESS / "waitan.csv").rename(workspace / PROGRESS / "外滩街道.csv")
    commit(workspace)
    (workspace / PROGRESS / "外滩街道.csv").rename(workspace / PROGRESS / "waitan.csv")
    assert check() == "exit 0\n"


def test_a_file_without_rows_that_was_deleted_is_one_warning(
    workspace: Path, golden: Golden
) -> None:
    (workspace / PROGRESS / "yuyuan.csv").unlink()
    found, said = named()
    assert found == ["data/progress/yuyuan.csv: HP359"]
    golden.says(said)


def test_a_file_that_is_new_stands_for_itself(workspace: Path) -> None:
    (workspace / PROGRESS / "yuyuan.csv").unlink()
    commit(workspace)
    write(workspace, "data/progress/yuyuan.csv", HEADER + "2025-06-30,1.2b,0,选址,,\n")
    assert check() == "exit 0\n"


def test_a_line_end_within_a_cell_is_no_alteration(workspace: Path) -> None:
    quoted = '2025-09-30,1.1a,2000,"三季度\n800户","a.pdf\nb.pdf",\n'
    write(workspace, "data/progress/waitan.csv", WAITAN + quoted)
    commit(workspace)
    write(workspace, "data/progress/waitan.csv", (WAITAN + quoted).replace("\n", "\r\n"))
    assert codes("HEAD") == ["HP365"]
    mended = quoted.replace('"', "").replace("度\n8", "度；8").replace("f\nb", "f；b")
    write(workspace, "data/progress/waitan.csv", WAITAN + mended)
    assert check() == "exit 0\n"


def test_seconds_put_into_a_moment_are_an_alteration(workspace: Path, golden: Golden) -> None:
    write(workspace, "data/progress/waitan.csv", with_line(SAME["recorded without seconds"]))
    commit(workspace)
    write(workspace, "data/progress/waitan.csv", WAITAN)
    found, said = named()
    assert found == [altered(2, 32)]
    golden.says(said)


# What no longer stands


def at(line: int, column: int, code: str) -> str:
    """A fault of the file of waitan."""
    return f"data/progress/waitan.csv:{line}:{column}: {code}"


def altered(line: int, column: int) -> str:
    """A row that was altered."""
    return at(line, column, "HP315")


def removed(line: int) -> str:
    """A row that is gone, where it stood or would stand."""
    return at(line, 1, "HP314")


ALTERED: dict[str, tuple[Change, list[str]]] = {
    "its value": (
        (2, ROWS[0].replace(",1200,", ",1300,")),
        [altered(2, 17)],
    ),
    "its date": (
        (2, ROWS[0].replace("2025-03-31", "2025-03-30")),
        [altered(2, 1)],
    ),
    "its target": (
        (2, ROWS[0].replace("1.1a", "1.2d")),
        [altered(2, 12)],
    ),
    "its year": (
        (7, ROWS[5].replace("1.2a", "1.2a@2026")),
        [altered(7, 12), at(7, 1, "HP358")],
    ),
    "its note": (
        (3, ROWS[1].replace("滨江绿道", "滨江绿道二期")),
        [altered(3, 22)],
    ),
    "a blank in its note": (
        (3, ROWS[1].replace("滨江绿道", "滨江 绿道")),
        [altered(3, 22)],
    ),
    "its evidence": (
        (3, ROWS[1].replace("图纸.pdf", "")),
        [altered(3, 27)],
    ),
    "its moment": (
        (3, ROWS[1].replace("10:13:00", "10:14:00")),
        [altered(3, 34)],
    ),
    "its moment by a minute, as a spreadsheet writes it": (
        (2, ROWS[0].replace("2025-04-03T10:12:30+08:00", "2025/4/3 10:13")),
        [altered(2, 32)],
    ),
    "its moment taken out": (
        (3, ROWS[1].replace("2025-04-03T10:13:00+08:00", "")),
        [altered(3, 34)],
    ),
    "a moment put in": (
        (6, ROWS[4] + "2025-07-01T09:00:00+08:00"),
        [altered(6, 25)],
    ),
    "two cells": (
        (2, ROWS[0].replace(",1200,一季度1200户", ",1300,一季度1300户")),
        [altered(2, 17)],
    ),
    "all but its date, target and note": (
        (3, "2025-03-31,1.1b,9,滨江绿道,,"),
        [altered(3, 17)],
    ),
    "its date written otherwise, and its value": (
        (3, "2025/3/31,1.1b,9,滨江绿道,图纸.pdf,2025-04-03T10:13:00+08:00"),
        [altered(3, 16)],
    ),
    "a long note": (
        (3, ROWS[1].replace("滨江绿道", "滨" * 60)),
        [altered(3, 22)],
    ),
    "a note over two lines": (
        (3, ROWS[1].replace("滨江绿道", '"滨江\n绿道"')),
        [altered(3, 22), at(3, 1, "HP365")],
    ),
    "its value, one line further down": (
        (2, APPENDED + ROWS[0].replace(",1200,", ",1300,")),
        [altered(3, 17)],
    ),
    "a level in per cent": (
        (4, ROWS[2].replace("75", "76%")),
        [altered(4, 17)],
    ),
    "100 to 99": ((5, ROWS[3].replace("100", "99")), [altered(5, 17)]),
}


@pytest.mark.parametrize(("change", "expected"), ALTERED.values(), ids=ALTERED)
def test_an_altered_row_is_named_with_what_it_said_and_says(
    change: Change, expected: list[str], workspace: Path, golden: Golden
) -> None:
    write(workspace, "data/progress/waitan.csv", with_line(change))
    found, said = named()
    assert found == expected
    golden.says(said)


def test_the_cell_that_was_altered_is_named_where_the_columns_stand_in_another_order(
    workspace: Path, golden: Golden
) -> None:
    now = in_order(OTHER_ORDER[0]).replace("1200,1.1a", "1300,1.1a")
    write(workspace, "data/progress/waitan.csv", now)
    found, said = named()
    assert found == [altered(2, 1)]
    golden.says(said)


def test_a_row_altered_into_a_faulty_one(workspace: Path, golden: Golden) -> None:
    write(workspace, "data/progress/waitan.csv", WAITAN.replace(",1200,", ",约1200,"))
    found, said = named()
    assert found == [at(2, 17, "HP306"), altered(2, 17)]
    golden.says(said)


def test_a_digit_appended_to_a_last_line_without_its_end(workspace: Path, golden: Golden) -> None:
    short = HEADER + "2025-03-31,1.1a,120"
    write(workspace, "data/progress/waitan.csv", short)
    commit(workspace)
    write(workspace, "data/progress/waitan.csv", short + "0\n")
    found, said = named()
    assert found == [altered(2, 17)]
    golden.says(said)


def test_all_rows_in_another_order_and_one_of_them_altered(workspace: Path, golden: Golden) -> None:
    rows = [row.replace("12.5", "12.6") for row in reversed(ROWS)]
    write(workspace, "data/progress/waitan.csv", HEADER + "\n".join([*rows, ""]))
    found, said = named()
    assert found == [altered(8, 17)]
    golden.says(said)


def test_a_column_that_was_taken_out(workspace: Path, golden: Golden) -> None:
    lines = (line.rpartition(",")[0] for line in WAITAN.splitlines())
    write(workspace, "data/progress/waitan.csv", "\n".join([*lines, ""]))
    shown = run("--base", "main")
    assert shown.code == 1
    assert [line.split()[1] for line in shown.stdout.splitlines()] == ["HP315", "HP315"]
    golden.says(shown.stdout)
    assert shown.stdout.startswith("data/progress/waitan.csv:2:")


REMOVED: dict[str, tuple[str, list[str]]] = {
    "the first": (with_line((2, "")), [removed(2)]),
    "one in the middle": (with_line((5, "")), [removed(5)]),
    "the last": (with_line((9, "")), [removed(8)]),
    "two of them": (HEADER + "\n".join([*ROWS[2:], ""]), [removed(2), removed(3)]),
    "one in the middle, while another is appended": (with_line((5, "")) + APPENDED, [removed(5)]),
    "the last, while another is appended": (with_line((9, "")) + APPENDED, [removed(9)]),
    "all of them": (HEADER, [removed(1)] * len(ROWS)),
    "one, while the header stands twice": (
        with_line((4, HEADER.strip())),
        [removed(4), at(4, 1, "HP352")],
    ),
    "one, while another stands twice": (with_line((3, ROWS[0])), [removed(3)]),
}


@pytest.mark.parametrize(("now", "expected"), REMOVED.values(), ids=REMOVED)
def test_a_removed_row_is_shown(
    now: str, expected: list[str], workspace: Path, golden: Golden
) -> None:
    write(workspace, "data/progress/waitan.csv", now)
    found, said = named()
    assert found == expected
    golden.says(said)


def test_a_last_row_without_a_note_that_makes_room_for_another_is_removed(
    workspace: Path, golden: Golden
) -> None:
    bare = "2025-07-31,1.2a,1,,,\n"
    write(workspace, "data/progress/waitan.csv", WAITAN + bare)
    commit(workspace)
    write(workspace, "data/progress/waitan.csv", WAITAN + "2025-10-31,1.1b,13,,,\n")
    found, said = named()
    assert found == [removed(10)]
    golden.says(said)


def test_a_removed_row_with_one_more_blank_cell_is_found(workspace: Path, golden: Golden) -> None:
    write(workspace, "data/progress/waitan.csv", WAITAN + APPENDED.replace("\n", ", \n"))
    assert check("HEAD") == "exit 0\n"
    commit(workspace)
    write(workspace, "data/progress/waitan.csv", WAITAN)
    found, said = named()
    assert found == [removed(9)]
    golden.says(said)


def test_an_original_that_was_removed_behind_its_correction(
    workspace: Path, golden: Golden
) -> None:
    correction = "2025-03-31,1.1a,1100,更正,,2025-05-03T10:12:00+08:00\n"
    write(workspace, "data/progress/waitan.csv", WAITAN + correction)
    commit(workspace)
    write(workspace, "data/progress/waitan.csv", with_line((2, "")) + correction)
    found, said = named()
    assert found == [removed(2)]
    golden.says(said)


def test_one_row_is_not_taken_for_what_two_old_ones_were_altered_into(
    workspace: Path, golden: Golden
) -> None:
    before = WAITAN + "2025-03-31,1.1a,1100,更正,,\n"
    write(workspace, "data/progress/waitan.csv", before)
    commit(workspace)
    now = with_line((2, ROWS[0].replace(",1200,", ",1300,")))
    write(workspace, "data/progress/waitan.csv", now)
    found, said = named()
    assert found == [altered(2, 17), removed(9)]
    golden.says(said)


def test_a_removed_row_is_shown_harmless_and_on_one_line(workspace: Path, golden: Golden) -> None:
    hostile = '2025-09-30,1.1a,2000,"::error::x\n\x1b[31m%0A",,\n'
    write(workspace, "data/progress/waitan.csv", WAITAN + hostile)
    commit(workspace)
    write(workspace, "data/progress/waitan.csv", WAITAN)
    found, said = named()
    assert found == [removed(9)]
    assert said.endswith(" 2025-09-30,1.1a,2000,<U+003A>:error::x <U+001B>[31m%0A\nexit 1\n")
    golden.says(said)


def test_notes_that_read_otherwise_for_what_was_appended_are_found(workspace: Path) -> None:
    # What was UTF-8 is GB18030 as a whole, with the bytes of the old row as they were.
    before = HEADER + "2025-03-31,1.1a,12,①②,,\n"
    write(workspace, "data/progress/waitan.csv", before)
    commit(workspace)
    now = before.encode() + "2025-06-30,1.1a,15,二季度,,\n".encode("gb18030")
    write(workspace, "data/progress/waitan.csv", now)
    assert codes() == ["HP315", "HP351"]


def test_a_deleted_file(workspace: Path, golden: Golden) -> None:
    (workspace / PROGRESS / "waitan.csv").unlink()
    found, said = named()
    assert found == ["data/progress/waitan.csv: HP316", "data/progress/waitan.csv: HP359"]
    golden.says(said)


def test_a_renamed_file(workspace: Path, golden: Golden) -> None:
    (workspace / PROGRESS / "waitan.csv").rename(workspace / PROGRESS / "外滩.csv")
    found, said = named()
    assert found == [
        "data/progress/waitan.csv: HP316",
        "data/progress/外滩.csv: HP312",
        "data/progress/waitan.csv: HP359",
    ]
    golden.says(said)


def test_a_file_that_was_renamed_to_another_units(workspace: Path) -> None:
    (workspace / PROGRESS / "waitan.csv").replace(workspace / PROGRESS / "yuyuan.csv")
    assert "HP316" in codes()


def test_a_deleted_folder(workspace: Path) -> None:
    shutil.rmtree(workspace / "data")
    assert codes() == ["HP316", "HP359", "HP359"]


def test_a_folder_in_place_of_a_file(workspace: Path, golden: Golden) -> None:
    (workspace / PROGRESS / "waitan.csv").unlink()
    (workspace / PROGRESS / "waitan.csv").mkdir()
    found, said = named()
    assert found == ["data/progress/waitan.csv: HP301"]
    golden.says(said)


def link(path: Path, target: Path) -> None:
    """Put a symbolic link in place of a file, or skip the test where the system has none."""
    path.unlink()
    try:
        path.symlink_to(target)
    except (OSError, NotImplementedError) as error:
        pytest.skip(f"no symbolic links here: {error}")


def test_a_link_out_of_the_workspace_in_place_of_a_file(workspace: Path, golden: Golden) -> None:
    write(workspace.parent, "outside.csv", WAITAN)
    link(workspace / PROGRESS / "waitan.csv", workspace.parent / "outside.csv")
    found, said = named()
    assert found == ["data/progress/waitan.csv: HP313"]
    golden.says(said)


def test_a_link_to_another_units_file_in_place_of_a_file(workspace: Path) -> None:
    link(workspace / PROGRESS / "waitan.csv", workspace / PROGRESS / "yuyuan.csv")
    assert codes() == ["HP314"] * 8


def test_a_link_to_nothing_in_place_of_a_file(workspace: Path, golden: Golden) -> None:
    link(workspace / PROGRESS / "waitan.csv", workspace / "nothing.csv")
    found, said = named()
    assert "data/progress/waitan.csv: HP301" in found
    golden.says(said)


def test_a_file_that_was_a_link_in_the_revision_held_no_rows(
    workspace: Path, golden: Golden
) -> None:
    write(workspace, "data/rows.csv", WAITAN)
    link(workspace / PROGRESS / "waitan.csv", Path("..", "rows.csv"))
    commit(workspace)
    (workspace / PROGRESS / "waitan.csv").unlink()
    write(workspace, "data/progress/waitan.csv", HEADER)
    golden.says(run("--base", "main").stderr)


# The plan


def in_plan(base: str = "main") -> list[str]:
    """The lines that speak of edits of the plan."""
    lines = run("--base", base).stdout.splitlines()
    return [line for line in lines if "HP253" in line]


EDITED: dict[str, tuple[str, str, str]] = {
    "the quote": (
        "quote: 完成3000户加梯",
        "quote: 3000户加梯",
        "22:20",
    ),
    "the kind": (
        "kind: duty",
        "kind: milestone",
        "46:19",
    ),
    "the figure": (
        "at_least: 3000",
        "at_least: 2000",
        "24:23",
    ),
    "the operator": (
        "at_least: 95",
        "more_than: 95",
        "36:24",
    ),
    "the unit of measure": (
        "uom: 户",
        "uom: 台",
        "24:23",
    ),
    "the start": (
        "start: 2024-02-01",
        "start: 2024-03-01",
        "94:20",
    ),
    "the start taken out": (
        "            start: 2024-02-01\n",
        "",
        "88:13",
    ),
    "the due date": (
        "due: 2025-12-31\n",
        "due: 2026-12-31\n",
        "42:18",
    ),
    "the due date taken out": (
        "            due: 2025-12-31\n",
        "",
        "38:13",
    ),
    "a due date put in": (
        "            kind: duty\n",
        "            kind: duty\n            due: 2025-12-31\n",
        "47:18",
    ),
    "every": (
        "            every: year\n            reporters",
        "            reporters",
        "52:13",
    ),
    "each": (
        "            uom: 处\n            each: jiedao\n",
        "            uom: 处\n",
        "60:13",
    ),
    "the plan's start": (
        "\nstart: 2024-01-01",
        "\nstart: 2024-01-11",
        "4:8",
    ),
    "the plan's end": (
        "\nend: 2026-12-31",
        "\nend: 2027-12-31",
        "5:6",
    ),
    "the pattern of a lost figure": (
        "illegible: {at_least: □5.1}",
        "illegible: {at_least: □6.1}",
        "79:24",
    ),
    "the figure in place of the pattern": (
        "illegible: {at_least: □7}\n            at_least: 17",
        "at_least: 17",
        "81:13",
    ),
    "a filled-in figure": (
        "at_least: 17",
        "at_least: 27",
        "86:23",
    ),
    "the unit of measure of a lost figure": (
        "illegible: {at_least: □5.1}\n            uom: 公里",
        "illegible: {at_least: □5.1}\n            uom: 米",
        "80:18",
    ),
    "a decision": (
        "due: 2026-06-30",
        "due: 2026-09-30",
        "96:15",
    ),
    "a decision taken out": (
        PLAN[PLAN.index("            revisions:") :],
        "",
        "88:13",
    ),
}


@pytest.mark.parametrize(("old", "new", "expected"), EDITED.values(), ids=EDITED)
def test_an_edit_of_the_plan_is_a_warning_at_its_place(
    old: str, new: str, expected: str, workspace: Path, golden: Golden
) -> None:
    assert PLAN.count(old) == 1
    write(workspace, "plan.yaml", PLAN.replace(old, new))
    said = in_plan()
    assert placed(said) == [f"plan.yaml:{expected}: HP253"]
    golden.says(said)


def test_an_edit_of_the_plan_alone_does_not_fail(workspace: Path, golden: Golden) -> None:
    write(workspace, "plan.yaml", PLAN.replace("end: 2026-12-31", "end: 2027-12-31"))
    found, said = named()
    assert found == ["plan.yaml:5:6: HP253"]
    golden.says(said)
    assert run("--base", "main", "--strict").code == 1


NO_EDITS: dict[str, tuple[str, str]] = {
    "a lost figure filled in": (
        "illegible: {at_least: □5.1}",
        "illegible: {at_least: □5.1}\n            at_least: 15.1",
    ),
    "a decision added": (
        "联席会议}\n",
        "联席会议}\n              - {on: 2026-01-05, at_least: 18, why: 两处已拆除, by: 区长}\n",
    ),
    "the first decision of a target": (
        "at_least: 3000\n",
        (
            "at_least: 3000\n"
            "            revisions: [{on: 2026-01-05, withdrawn: true, why: 并入, by: 区长}]\n"
        ),
    ),
    "a path": (
        "at_least: 20\n",
        "at_least: 20\n            path: [{by: 2025-06-30, value: 12}]\n",
    ),
    "a note": ("at_least: 3000\n", "at_least: 3000\n            note: 以验收为准\n"),
    "a definition": ("at_least: 3000\n", "at_least: 3000\n            definition: 按户计\n"),
    "a name": ("name: 加梯", "name: 老旧小区加梯"),
    "reporters": ("at_least: 3000\n", "at_least: 3000\n            reporters: [waitan]\n"),
    "the figure written otherwise": ("at_least: 15.5", "at_least: 15.50"),
    "the targets of a clause in another order": (
        PLAN[PLAN.index("          - id: 1.1d") : PLAN.index('      - id: "1.2"')],
        PLAN[PLAN.index("          - id: 1.1e") : PLAN.index('      - id: "1.2"')]
        + PLAN[PLAN.index("          - id: 1.1d") : PLAN.index("          - id: 1.1e")],
    ),
}


@pytest.mark.parametrize(("old", "new"), NO_EDITS.values(), ids=NO_EDITS)
def test_what_may_be_changed_in_a_plan(old: str, new: str, workspace: Path) -> None:
    assert PLAN.count(old) == 1
    write(workspace, "plan.yaml", PLAN.replace(old, new))
    assert check() == "exit 0\n"


WITHOUT_1_1E = PLAN.replace(
    """\
          - id: 1.1e
            name: 巡查
            quote: 持续巡查
            kind: duty
""",
    "",
)


def test_a_target_taken_out_with_its_rows(workspace: Path, golden: Golden) -> None:
    write(workspace, "plan.yaml", WITHOUT_1_1E)
    write(workspace, "data/progress/waitan.csv", with_line((6, "")))
    found, said = named()
    assert found == [removed(6), "plan.yaml:18:59: HP213", "plan.yaml:20:11: HP253"]
    golden.says(said)


def test_a_target_taken_out_while_its_rows_stand(workspace: Path) -> None:
    write(workspace, "plan.yaml", WITHOUT_1_1E)
    assert codes() == ["HP305", "HP213", "HP253"]


def test_a_clause_taken_out(workspace: Path, golden: Golden) -> None:
    write(workspace, "plan.yaml", PLAN[: PLAN.index('      - id: "1.2"')])
    said = in_plan()
    assert placed(said) == ["plan.yaml:12:3: HP253"] * 6
    golden.says(said)


@pytest.mark.parametrize("then", ["", "format: 1\n", "{", "\x00", None])
def test_where_the_revisions_plan_cannot_be_used_its_rows_are_compared(
    then: str | None, workspace: Path, golden: Golden
) -> None:
    if then is None:
        git(workspace, "rm", "-q", "plan.yaml")
    else:
        write(workspace, "plan.yaml", then)
    git(workspace, "commit", "-q", "-a", "-m", "无计划")
    write(workspace, "plan.yaml", PLAN.replace("end: 2026", "end: 2027"))
    assert check() == "exit 0\n"
    write(workspace, "data/progress/waitan.csv", with_line((2, "")))
    shown = run("--base", "main")
    assert placed(shown.stdout.splitlines()) == [removed(2)]
    golden.says(shown.stderr, "compared without the revision's plan")


def test_where_todays_plan_cannot_be_used_nothing_is_compared(
    workspace: Path, golden: Golden
) -> None:
    write(workspace, "plan.yaml", "format: 1\n")
    write(workspace, "data/progress/waitan.csv", HEADER)
    shown = run("--base", "main")
    assert shown.code == 3
    assert "HP314" not in shown.stdout
    golden.says(shown.stderr)


# Any rows


class Said(NamedTuple):
    """What a row says."""

    target: str
    day: date
    value: int
    note: str
    evidence: str
    hour: int


LOADED = plan_from(PLAN, "plan.yaml")[0]
assert LOADED is not None
HERE = LoadedWorkspace(Path("plan.yaml"), LOADED, Catalogue(LOADED.plan))
ZONE = ZoneInfo("Asia/Shanghai")
TARGETS = {
    "1.1a": ["1.1a"],
    "1.1c": ["1.1c"],
    "1.1d": ["1.1d"],
    "1.2a": ["1.2a", "1.2a@2025"],
    "1.2c": ["1.2c", "1.2c@2025@waitan"],
}
WORDS = st.text('加梯户1,"\n：=', max_size=5).map(str.strip)
SAYINGS = st.builds(
    Said,
    st.sampled_from(sorted(TARGETS)),
    st.dates(date(2025, 1, 1), date(2025, 12, 30)),
    st.integers(0, 99),
    WORDS,
    WORDS,
    st.integers(0, 22),
)


class Held(GitRevision):
    """A revision that holds the file of waitan alone."""

    held = b""

    def files(self, folder: str) -> list[str]:
        return [f"{folder}/waitan.csv"]

    def read(self, path: str) -> bytes | None:
        return self.held if path.endswith(".csv") else None


@st.composite
def written(draw: st.DrawFn, rows: list[Said]) -> bytes:
    """Rows as a file may hold them."""
    names = draw(st.sampled_from(list(permutations(HEADERS))))
    header = draw(st.sampled_from([names, tuple(HEADERS[name] for name in names)]))
    text = io.StringIO()
    ends = draw(st.sampled_from(["\n", "\r\n"]))
    writer = csv.writer(text, lineterminator=ends)
    writer.writerow(header)
    for said in rows:
        value = str(said.value)
        values = [value, f"{value}.0", f"0{value}"] + (
            [f"{value}%"] if said.target in {"1.1c", "1.1d"} else []
        )
        day = said.day
        cells = {
            "date": draw(
                st.sampled_from(
                    [str(day), f"{day:%Y/}{day.month}/{day.day}", f"{day:%Y年%m月%d日}"]
                )
            ),
            "target": draw(st.sampled_from(TARGETS[said.target])),
            "value": draw(st.sampled_from(values)),
            "note": said.note,
            "evidence": said.evidence,
            "recorded": draw(
                st.sampled_from(
                    [
                        f"2026-01-02T{said.hour:02}:07:00+08:00",
                        f"2026-01-02T{said.hour:02}:07",
                        f"2026/1/2 {said.hour}:07",
                    ]
                )
            ),
        }
        writer.writerow([cells[name] for name in names])
    encoding = draw(st.sampled_from(["utf-8", "utf-8-sig", "gb18030"]))
    data = text.getvalue().encode(encoding)
    assume(encoding_of(data, "")[0] in {encoding, "utf-8" if data.isascii() else encoding})
    return data


def found(then: bytes, now: bytes) -> list[str]:
    """The codes of what no longer stands."""
    file = read_progress(now, "waitan.csv", "waitan", HERE.catalogue, zone=ZONE, keep_rows=True)
    file.again = lambda: now
    assert {problem.code for problem in file.problems} <= {"HP351"}
    HERE.files["waitan"] = file
    base = Held(Path(), "main", "0" * 40)
    base.held = then
    return [problem.code for problem in compare_history(HERE, base).problems]


BACK: dict[str, tuple[str | bytes, str]] = {
    **{
        name: (with_line(change), WAITAN + change[1].partition("\n")[2])
        for name, change in SAME.items()
        if name not in {"recorded without seconds", "a blank line before it"}
    },
    **{name: (then, WAITAN + APPENDED) for name, then in STANDS.items()},
}


@pytest.mark.parametrize(("then", "now"), BACK.values(), ids=BACK)
def test_what_reads_the_same_may_be_written_back(then: str | bytes, now: str) -> None:
    assert found(then if isinstance(then, bytes) else then.encode(), now.encode()) == []


@pytest.mark.slow
@settings(deadline=None)
@given(st.data())
def test_any_rows_still_stand_among_others_in_any_order(data: st.DataObject) -> None:
    old = data.draw(st.lists(SAYINGS, max_size=6))
    new = data.draw(st.permutations([*old, *data.draw(st.lists(SAYINGS, max_size=4))]))
    assert found(data.draw(written(old)), data.draw(written(new))) == []


@pytest.mark.slow
@settings(deadline=None)
@given(st.data())
def test_any_row_that_is_removed_is_found(data: st.DataObject) -> None:
    old = data.draw(st.lists(SAYINGS, min_size=1, max_size=6))
    gone = data.draw(st.sampled_from(old))
    others = [each for each in [*old, *data.draw(st.lists(SAYINGS, max_size=4))] if each != gone]
    new = data.draw(st.permutations(others))
    codes = found(data.draw(written(old)), data.draw(written(new)))
    assert codes in (["HP314"], ["HP315"])


ALTERATIONS: list[Callable[[Said], Said]] = [
    lambda said: said._replace(target="1.1a" if said.target != "1.1a" else "1.2c"),
    lambda said: said._replace(day=said.day + timedelta(days=1)),
    lambda said: said._replace(value=said.value + 1),
    lambda said: said._replace(note=f"{said.note}改"),
    lambda said: said._replace(evidence=f"{said.evidence}改"),
    lambda said: said._replace(hour=said.hour + 1),
]


@pytest.mark.slow
@settings(deadline=None)
@given(st.data(), st.sampled_from(ALTERATIONS))
def test_any_row_that_is_altered_is_found(
    data: st.DataObject, alter: Callable[[Said], Said]
) -> None:
    old = data.draw(st.lists(SAYINGS, min_size=1, max_size=6, unique=True))
    at = data.draw(st.integers(0, len(old) - 1))
    new = [*old]
    new[at] = alter(old[at])
    codes = found(data.draw(written(old)), data.draw(written(data.draw(st.permutations(new)))))
    # Where too little of the row is as it was, it looks as if it were gone.
    assert codes in (["HP314"], ["HP315"])
