"""Recording a row, as the person at the keyboard and everybody else's file see it."""

from __future__ import annotations

import csv
import errno
import io
import json
import os
import re
import stat
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone, tzinfo
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

import hpplan
from hpplan.cli import app
from hpplan.errors import RecordError
from hpplan.numbers import exact
from hpplan.output.terminal import record as rendering
from hpplan.progress import append as appending
from hpplan.progress import record as recording
from hpplan.workspace import LoadedWorkspace, open_workspace
from plans import lay_out
from running import NO_SETTINGS, our_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from golden import Golden

PLAN = """\
format: 1
title: 计划
issued: 2025-01-01
start: 2025-01-01
end: 2026-12-31
timezone: Asia/Shanghai
units:
  - {id: jianguan, name: 区建管委}
  - {id: lvhua, name: 区绿化市容局}
  - {id: waitan, name: 外滩街道}
  - {id: yuyuan, name: 豫园街道}
groups:
  - {id: jiedao, name: 各街道, members: [waitan, yuyuan]}
chapters:
  - id: "1"
    title: 章
    clauses:
      - id: "1.1"
        title: 一
        leads: [jianguan]
        text: 加梯30个，绿道12.5公里，覆盖率90%，方案，巡查，每年街区10个
        targets:
          - {id: 1.1a, name: 加梯, quote: 加梯30个, kind: count, at_least: 30, uom: 个}
          - {id: 1.1b, name: 绿道, quote: 绿道12.5公里, kind: amount, at_least: 12.5, uom: 公里}
          - id: 1.1c
            name: 覆盖率
            quote: 覆盖率90%
            kind: level
            at_least: 90
            uom: "%"
            baseline: {date: 2025-01-01, value: 60}
          - {id: 1.1d, name: 方案, quote: 方案, kind: milestone}
          - {id: 1.1e, name: 巡查, quote: 巡查, kind: duty}
          - id: 1.1f
            name: 街区
            quote: 每年街区10个
            kind: count
            at_least: 10
            uom: 个
            every: year
      - id: "1.2"
        title: 二
        leads: [jianguan, lvhua]
        text: 绿地40公顷，满意度95分
        targets:
          - {id: 1.2a, name: 绿地, quote: 绿地40公顷, kind: amount, at_least: 40, uom: 公顷}
          - {id: 1.2b, name: 满意度, quote: 满意度95分, kind: level, at_least: 95, uom: 分}
      - id: "1.3"
        title: 三
        leads: [jiedao]
        text: 花园5座，每年课堂4次
        targets:
          - id: 1.3a
            name: 花园
            quote: 花园5座
            kind: count
            at_least: 5
            uom: 座
            each: jiedao
          - id: 1.3b
            name: 课堂
            quote: 每年课堂4次
            kind: count
            at_least: 4
            uom: 次
            each: jiedao
            every: year
"""

BOM = b"\xef\xbb\xbf"
HEADER = b"date,target,value,note,evidence,recorded\n"
TODAY = date(2025, 7, 10)
MOMENT = "2025-07-10T09:30:00+08:00"
JIANGUAN = "data/progress/jianguan.csv"
MARCH = ("--date", "2025-03-31")
JUNE = ("--date", "2025-06-30")
CANNOT_BE_WRITTEN = "a file that cannot be written"
PROTECTED = "a file that is write-protected"
AS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
posix = pytest.mark.skipif(os.name != "posix", reason="POSIX alone")


class Noon(datetime):
    """A clock that stands still."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Noon:
        del tz
        return cls(2025, 7, 10, 9, 30, tzinfo=timezone(timedelta(hours=8)))


@dataclass(frozen=True)
class Ran:
    """What a command gave."""

    code: int
    out: str
    err: str

    @property
    def reason(self) -> str:
        """Its last word: why it was refused."""
        return self.err.rstrip("\n").rpartition("\n")[2].removeprefix("Error: ")


def run(*args: str, **env: str) -> Ran:
    result = CliRunner().invoke(app, list(args), env=env, prog_name="hpplan")
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Ran(result.exit_code, result.stdout, result.stderr)


@dataclass(frozen=True)
class Place:
    """A workspace."""

    root: Path

    def path(self, unit: str = "jianguan") -> Path:
        return self.root / "data" / "progress" / f"{unit}.csv"

    def put(self, data: bytes, unit: str = "jianguan") -> bytes:
        self.path(unit).write_bytes(data)
        return data

    def data(self, unit: str = "jianguan") -> bytes:
        return self.path(unit).read_bytes()

    def added(self, before: bytes, unit: str = "jianguan") -> bytes:
        """What stands behind the bytes that were there."""
        now = self.data(unit)
        assert now.startswith(before)
        return now[len(before) :]

    def names(self) -> set[str]:
        """All that lies in the progress folder but locks."""
        names = {path.name for path in self.path().parent.iterdir()}
        return {name for name in names if not name.endswith(".lock")}


pytestmark = pytest.mark.workspace(PLAN)


@pytest.fixture(autouse=True)
def _clocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Clocks that stand still."""
    monkeypatch.setattr(LoadedWorkspace, "today", lambda _self: TODAY)
    monkeypatch.setattr(recording, "datetime", Noon)


@pytest.fixture
def place(workspace: Path) -> Place:
    return Place(workspace)


def row(day: str, target: str, value: str, note: str = "", evidence: str = "") -> bytes:
    return f"{day},{target},{value},{note},{evidence},{MOMENT}\n".encode()


def refused(ran: Ran) -> str:
    """Why it was a usage error; nothing else was said."""
    assert (ran.code, ran.out) == (2, "")
    return ran.reason


def not_done(ran: Ran) -> str:
    """Why nothing could be done; the words of the system, which are its own, are left out."""
    assert (ran.code, ran.out) == (3, "")
    return our_words(ran.err)


# Who reports, on what


@pytest.mark.parametrize("unit", ["lvhua", "区绿化市容局", " lvhua "])
def test_the_unit_is_named_by_id_or_name(place: Place, unit: str) -> None:
    before = place.put(HEADER, "lvhua")
    ran = run("record", "1.2a", "3", "--unit", unit, *MARCH)
    assert (ran.code, ran.err) == (0, "")
    assert place.added(before, "lvhua") == row("2025-03-31", "1.2a", "3")
    assert place.names() == {"lvhua.csv"}


def test_the_unit_comes_from_the_environment(place: Place) -> None:
    before = place.put(HEADER, "lvhua")
    assert run("record", "1.2a", "3", *MARCH, HPPLAN_UNIT="lvhua").code == 0
    assert place.added(before, "lvhua") == row("2025-03-31", "1.2a", "3")


def test_the_option_goes_before_the_environment(place: Place) -> None:
    before = place.put(HEADER)
    args = ("record", "1.2a", "3", *MARCH, "--unit", "jianguan")
    assert run(*args, HPPLAN_UNIT="lvhua").code == 0
    assert place.added(before) == row("2025-03-31", "1.2a", "3")
    assert place.names() == {"jianguan.csv"}


def test_the_only_reporter_need_not_be_named(place: Place) -> None:
    before = place.put(HEADER, "yuyuan")
    assert run("record", "1.3a@yuyuan", "3", *MARCH).code == 0
    assert place.added(before, "yuyuan") == row("2025-03-31", "1.3a@yuyuan", "3")


@pytest.mark.parametrize("target", ["1.2a", "1.3a"])
def test_several_reporters_are_named(place: Place, target: str, golden: Golden) -> None:
    golden.says(refused(run("record", target, "3")))
    assert place.names() == set()


@pytest.mark.parametrize(
    "args",
    [
        ["1.1z", "3"],
        ["1.1а", "3"],
        ["1.1A", "3"],
        ["1.1f@2027", "3"],
        ["jianguan", "3"],
        ["", "3"],
        ["1.2a", "3", "--unit", "jianguann"],
        ["1.2a", "3", "--unit", "绿化市容局"],
        ["1.2a", "3", "--unit", "  "],
    ],
    ids=" ".join,
)
def test_an_unknown_name_suggests_the_nearest(
    place: Place, args: list[str], golden: Golden
) -> None:
    golden.says(refused(run("record", *args)))
    assert place.names() == set()


def test_blanks_around_a_target_do_no_harm(place: Place) -> None:
    before = place.put(HEADER)
    assert run("record", " 1.1a ", "3", *MARCH).code == 0
    assert place.added(before).split(b",")[1].strip() == b"1.1a"


def test_a_unit_that_does_not_report_is_told_who_does(place: Place, golden: Golden) -> None:
    golden.says(refused(run("record", "1.1a", "3", "--unit", "lvhua")))
    golden.says(refused(run("record", "1.3a@yuyuan", "3", "--unit", "waitan")))
    assert place.names() == set()


def test_all_who_report_on_a_target_for_each_are_named(place: Place, golden: Golden) -> None:
    golden.says(refused(run("record", "1.3a", "3", "--unit", "lvhua")))
    assert place.names() == set()


@pytest.mark.parametrize(
    ("args", "unit", "target", "item"),
    [
        (["1.1f", "2", *MARCH], "jianguan", "1.1f", "1.1f@2025"),
        (["1.1f", "2", "--date", "2026-02-28"], "jianguan", "1.1f", "1.1f@2026"),
        (["1.1f@2025", "2", "--date", "2026-02-28"], "jianguan", "1.1f@2025", "1.1f@2025"),
        (["1.3a", "2", *MARCH, "--unit", "waitan"], "waitan", "1.3a", "1.3a@waitan"),
        (["1.3a@waitan", "2", *MARCH], "waitan", "1.3a@waitan", "1.3a@waitan"),
        (["1.3b", "2", *MARCH, "--unit", "豫园街道"], "yuyuan", "1.3b", "1.3b@2025@yuyuan"),
        (["1.3b@2026@yuyuan", "2", *MARCH], "yuyuan", "1.3b@2026@yuyuan", "1.3b@2026@yuyuan"),
    ],
)
def test_annual_targets_and_those_for_each(
    place: Place, args: list[str], unit: str, target: str, item: str
) -> None:
    before = place.put(HEADER, unit)
    ran = run("record", *args, "--force")
    day = args[args.index("--date") + 1]
    assert ran.code == 0
    assert place.added(before, unit) == row(day, target, "2")
    assert f"\n{item} " in ran.out
    workspace, _problems = open_workspace(place.root / "plan.yaml")
    assert workspace is not None
    assert list(workspace.files[unit].series) == [item]


# What is refused is what `check` refuses, in the same words

FAULTY = [
    *(
        ("1.1a", value)
        for value in [
            *("", " ", "-5", "－5", "−5", "--5", "约50", "50万", "≥90", "1.5", "75%", "1e3"),
            *("１２．５", "12,34", "1,2345", "3个", "三", "0x10", "1_000", "1 000", "done", "完成"),
            *("1" * 16, "9" * 100, "9" * 100_000, "NaN", "inf", "1.", ".5", "٣", "x" * 100, "=3"),
            *("3\t4", "3\n4", "3,4", 'a"b', '"', "'3", "@", "²"),
        ]
    ),
    *(("1.1b", value) for value in ["", "1.1234567891", "12.5公里", "5%", "1" * 16, "-0.5"]),
    *(("1.1c", value) for value in ["", "done", "-1%", "90%%", "%", "九成"]),
    *(("1.1d", value) for value in ["", "101", "100.1%", "half", "-1", "Done!", "未完成"]),
    *(("1.1e", value) for value in ["3", "0", "x", "75%"]),
    ("1.2b", "90%"),
]


def check_says(target: str, value: str, *, day: str = "2025-03-31") -> str:
    """What `check` says of the only row of a file: message and hint."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow([day, target, value, "", "", ""])
    with tempfile.TemporaryDirectory() as folder:
        other = Place(lay_out(Path(folder) / "w", PLAN))
        other.put(BOM + HEADER + out.getvalue().encode())
        ran = run("check", "--format", "json", "--plan", str(other.root))
    assert ran.code == 1
    (fault,) = [each for each in json.loads(ran.out)["problems"] if each["severity"] == "error"]
    assert fault["path"].endswith("jianguan.csv")
    return "; ".join(filter(None, (fault["message"], fault["hint"])))


@pytest.mark.parametrize(("target", "value"), FAULTY, ids=lambda text: ascii(text[:12]))
def test_a_value_that_check_refuses_is_refused(place: Place, target: str, value: str) -> None:
    before = place.put(HEADER)
    args = ("record", target, "--date", "2025-03-31", "--unit", "jianguan", "--", value)
    said = f": {check_says(target, value)}"
    assert refused(run(*args)).endswith(said)
    assert refused(run(*args[:-2], "--dry-run", "--", value)).endswith(said)
    assert place.data() == before
    assert place.names() == {"jianguan.csv"}


def test_a_faulty_value_makes_no_file(place: Place) -> None:
    assert run("record", "1.1a", "约50").code == 2
    assert place.names() == set()


def test_a_negative_value_is_called_negative(place: Place, golden: Golden) -> None:
    golden.says(refused(run("record", "1.1a", "-5")))
    assert place.names() == set()


@pytest.mark.parametrize("day", ["2024-12-31", "2027-01-01"])
def test_a_year_without_item_is_refused(place: Place, day: str) -> None:
    before = place.put(HEADER)
    ran = run("record", "1.1f", "3", "--date", day)
    assert refused(ran).endswith(f": {check_says('1.1f', '3', day=day)}")
    assert place.data() == before


@pytest.mark.parametrize(
    "day",
    ["", " ", "2025", "25-03-31", "2025.3", "2025-13-01", "2025-02-29", "2025-03-31 10:00"],
)
def test_a_date_that_check_refuses_is_refused(place: Place, day: str) -> None:
    before = place.put(HEADER)
    ran = run("record", "1.1a", "3", "--date", day)
    assert refused(ran).endswith(f" --date: {check_says('1.1a', '3', day=day)}")
    assert place.data() == before


@pytest.mark.parametrize("day", ["yesterday", "2025-03-31x", "2025-03", "\0", "2025-03-31\0"])
def test_odd_dates_are_usage_errors(place: Place, day: str, golden: Golden) -> None:
    golden.says(refused(run("record", "1.1a", "3", "--date", day)))
    assert place.names() == set()


@pytest.mark.parametrize(
    "day", ["2025-3-31", "2025/3/31", "2025年3月31日", "２０２５－０３－３１", " 2025-03-31 "]
)
def test_a_date_is_written_one_way(place: Place, day: str) -> None:
    before = place.put(HEADER)
    assert run("record", "1.1a", "3", "--date", day).code == 0
    assert place.added(before) == row("2025-03-31", "1.1a", "3")


def test_today_where_no_date_is_given(place: Place) -> None:
    before = place.put(HEADER)
    assert run("record", "1.1a", "3").code == 0
    assert place.added(before) == row("2025-07-10", "1.1a", "3")


# Values


@pytest.mark.parametrize(
    ("target", "value", "figure"),
    [
        ("1.1a", "12", 12),
        ("1.1a", "0", 0),
        ("1.1a", " 12 ", 12),
        ("1.1a", "１２", 12),
        ("1.1a", "1,200", 1200),
        ("1.1a", "999999999999999", 999999999999999),
        ("1.1b", "12.125", exact(Decimal("12.125"))),
        ("1.1b", "0.000000001", exact(Decimal("1e-9"))),
        ("1.1c", "75.5%", exact(Decimal("75.5"))),
        ("1.1c", "75", 75),
        ("1.1d", "75%", 75),
        ("1.1d", "75", 75),
        ("1.1d", "done", 100),
        ("1.1d", "DONE", 100),
        ("1.1d", "完成", 100),
        ("1.1d", "已完成", 100),
        ("1.1d", "100%", 100),
        ("1.1e", "", None),
        ("1.1e", "完成", None),
    ],
)
def test_a_value_is_read_back(place: Place, target: str, value: str, figure: object) -> None:
    before = place.put(HEADER)
    assert run("record", target, value, *MARCH, "--evidence", "e.pdf", "--force").code == 0
    assert place.added(before).count(b"\n") == 1
    workspace, problems = open_workspace(place.root / "plan.yaml")
    assert workspace is not None
    assert [*problems, *workspace.problems] == []
    series = workspace.files["jianguan"].series[target]
    assert (series.days, series.values) == ([date(2025, 3, 31)], [figure])


def test_a_duty_needs_no_value(place: Place) -> None:
    before = place.put(HEADER)
    ran = run("record", "1.1e", *MARCH, "--note", "巡查三次")
    assert (ran.code, ran.err) == (0, "")
    assert place.added(before) == row("2025-03-31", "1.1e", "", "巡查三次")


@pytest.mark.parametrize("value", ["+3", "＋３", "+ 3", " +3 "])
def test_an_increment_adds_to_the_last_total(place: Place, value: str) -> None:
    before = place.put(HEADER + row("2025-01-31", "1.1a", "9") + row("2025-02-28", "1.1a", "12"))
    assert run("record", "1.1a", value, *MARCH).code == 0
    assert place.added(before) == row("2025-03-31", "1.1a", "15")


def test_the_last_total_is_the_last_by_date_up_to_the_day(place: Place) -> None:
    rows = [("2025-06-30", "20"), ("2025-01-31", "4"), ("2025-02-28", "7"), ("2025-05-31", "18")]
    before = place.put(HEADER + b"".join(row(day, "1.1a", value) for day, value in rows))
    assert run("record", "1.1a", "+3", *MARCH).code == 0
    assert place.added(before) == row("2025-03-31", "1.1a", "10")


def test_an_increment_on_the_same_day_adds_to_that_day(place: Place) -> None:
    before = place.put(HEADER)
    for _time in range(3):
        assert run("record", "1.1a", "+3", *MARCH).code == 0
    assert place.added(before) == b"".join(row("2025-03-31", "1.1a", n) for n in ("3", "6", "9"))


def test_an_increment_adds_to_a_corrected_total(place: Place) -> None:
    before = place.put(HEADER + row("2025-01-31", "1.1a", "9") + row("2025-01-31", "1.1a", "5"))
    assert run("record", "1.1a", "+3", *MARCH).code == 0
    assert place.added(before) == row("2025-03-31", "1.1a", "8")


def test_an_increment_without_earlier_row_is_the_total(place: Place) -> None:
    before = place.put(HEADER + row("2025-06-30", "1.1a", "20") + row("2025-01-31", "1.1b", "2"))
    assert run("record", "1.1a", "+3", *MARCH).code == 0
    assert place.added(before) == row("2025-03-31", "1.1a", "3")


def test_an_increment_adds_to_this_units_total_alone(place: Place) -> None:
    place.put(HEADER + row("2025-01-31", "1.2a", "20"), "lvhua")
    before = place.put(HEADER + row("2025-01-31", "1.2a", "2"))
    assert run("record", "1.2a", "+3", *MARCH, "--unit", "jianguan").code == 0
    assert place.added(before) == row("2025-03-31", "1.2a", "5")


def test_an_increment_begins_anew_each_year(place: Place) -> None:
    before = place.put(HEADER + row("2025-12-31", "1.1f", "9"))
    assert run("record", "1.1f", "+3", "--date", "2026-01-31", "--force").code == 0
    assert run("record", "1.1f@2025", "+3", "--date", "2026-01-31", "--force").code == 0
    added = row("2026-01-31", "1.1f", "3") + row("2026-01-31", "1.1f@2025", "12")
    assert place.added(before) == added


def test_increments_are_exact(place: Place) -> None:
    before = place.put(HEADER + row("2025-01-31", "1.1b", "0.1"))
    assert run("record", "1.1b", "+0.2", *MARCH).code == 0
    assert place.added(before) == row("2025-03-31", "1.1b", "0.3")


def test_a_faulty_row_is_no_last_total(place: Place) -> None:
    before = place.put(HEADER + row("2025-01-31", "1.1a", "9") + row("2025-02-28", "1.1a", "约50"))
    assert run("record", "1.1a", "+3", *MARCH).code == 0
    assert place.added(before) == row("2025-03-31", "1.1a", "12")


@pytest.mark.parametrize("target", ["1.1c", "1.1d"])
def test_nothing_is_added_to_a_level_or_milestone(
    place: Place, target: str, golden: Golden
) -> None:
    before = place.put(HEADER + row("2025-01-31", target, "9"))
    golden.says(refused(run("record", target, "+3")))
    assert place.data() == before


@pytest.mark.parametrize("value", ["+-3", "++3", "+1e3", "+约3", "+0.5", "+3%"])
def test_an_increment_that_is_none_is_refused(place: Place, value: str, golden: Golden) -> None:
    before = place.put(HEADER + row("2025-01-31", "1.1a", "9"))
    golden.says(refused(run("record", "1.1a", value)))
    assert place.data() == before


@pytest.mark.parametrize("value", ["+", " + ", "＋"])
def test_a_plus_alone_is_not_called_empty(place: Place, value: str) -> None:
    before = place.put(HEADER + row("2025-01-31", "1.1a", "9"))
    ran = run("record", "1.1a", value)
    assert ran.code == 2
    assert f"“{value.strip()}”" in ran.reason
    assert place.data() == before


def test_a_total_beyond_all_figures_is_refused(place: Place, golden: Golden) -> None:
    before = place.put(HEADER + row("2025-01-31", "1.1a", "999999999999999"))
    for value in ("+1", "+" + "9" * 100_000):
        golden.says(refused(run("record", "1.1a", value)), "a total beyond all figures")
    assert place.data() == before


# The file


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"], ids=ascii)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("ended", [True, False])
def test_encoding_and_line_ends_are_kept(
    place: Place, encoding: str, newline: str, *, ended: bool
) -> None:
    lines = ["日期,事项,数值,说明", "2025-01-31,1.1a,3,一月", "2025-02-28,1.1a,5,二月"]
    text = newline.join(lines) + newline * ended
    before = place.put(text.encode(encoding))
    assert run("record", "1.1a", "+3", *MARCH, "--note", "三月𠮷").code == 0
    added = f"{newline * (not ended)}2025-03-31,1.1a,8,三月𠮷{newline}"
    assert place.added(before) == added.encode(encoding.removesuffix("-sig"))
    assert place.data().decode(encoding) == text + added
    workspace, _problems = open_workspace(place.root / "plan.yaml")
    assert workspace is not None
    assert workspace.files["jianguan"].encoding == encoding
    assert workspace.files["jianguan"].series["1.1a"].values == [3, 5, 8]


@pytest.mark.parametrize(
    ("header", "added"),
    [
        ("recorded,evidence,note,value,target,date", f"{MOMENT},e,n,3,1.1a,2025-03-31"),
        ("填报时间,佐证,说明,数值,事项,日期", f"{MOMENT},e,n,3,1.1a,2025-03-31"),
        ("日期,target,数值,note,佐证,recorded", f"2025-03-31,1.1a,3,n,e,{MOMENT}"),
        (" Date , TARGET,ｖａｌｕｅ,note,evidence", "2025-03-31,1.1a,3,n,e"),
        (",date,,target,value,,note,evidence", ",2025-03-31,,1.1a,3,,n,e"),
        ('"date","target","value","note","evidence"', "2025-03-31,1.1a,3,n,e"),
        ("\n\ndate,target,value,note,evidence", "2025-03-31,1.1a,3,n,e"),
    ],
    ids=ascii,
)
def test_the_row_goes_by_the_files_own_columns(place: Place, header: str, added: str) -> None:
    before = place.put(f"{header}\n".encode())
    assert run("record", "1.1a", "3", *MARCH, "--note", "n", "--evidence", "e").code == 0
    assert place.added(before) == f"{added}\n".encode()


@pytest.mark.parametrize("header", ["date,target,value,,", "date,target,value,区域,备注二"])
def test_a_row_is_as_wide_as_the_header(place: Place, header: str) -> None:
    before = place.put(f"{header}\n".encode())
    assert run("record", "1.1a", "3", *MARCH).code == 0
    assert place.added(before) == b"2025-03-31,1.1a,3,,\n"


def test_optional_columns_may_be_missing(place: Place) -> None:
    before = place.put(b"date,target,value\n")
    assert run("record", "1.1a", "3", *MARCH).code == 0
    assert place.added(before) == b"2025-03-31,1.1a,3\n"


@pytest.mark.parametrize("column", ["note", "evidence"])
def test_what_has_no_column_is_not_dropped(place: Place, column: str, golden: Golden) -> None:
    before = place.put(b"date,target,value\n")
    ran = run("record", "1.1a", "3", f"--{column}", "x")
    golden.says(not_done(ran))
    assert place.data() == before


def test_a_missing_file_is_made(place: Place) -> None:
    assert run("record", "1.1a", "3", *MARCH, "--note", "三月").code == 0
    assert place.data() == BOM + HEADER + row("2025-03-31", "1.1a", "3", "三月")


def test_a_missing_folder_is_made(place: Place) -> None:
    place.path().parent.rmdir()
    place.path().parent.parent.rmdir()
    assert run("record", "1.1a", "3", *MARCH).code == 0
    assert place.data() == BOM + HEADER + row("2025-03-31", "1.1a", "3")


@pytest.mark.parametrize(
    ("empty", "kept"),
    [
        (b"", BOM),
        (BOM, BOM),
        (b"\n", b"\n"),
        (b" \r\n\r\n", b" \r\n\r\n"),
        (BOM + b"\n", BOM + b"\n"),
        (b"  ", b"  \n"),
    ],
)
def test_an_empty_file_gets_its_header(place: Place, empty: bytes, kept: bytes) -> None:
    """Behind what stands there: nothing is ever taken out of a file."""
    place.put(empty)
    assert run("record", "1.1a", "3", *MARCH).code == 0
    newline = "\r\n" if b"\r\n" in empty else "\n"
    added = (HEADER + row("2025-03-31", "1.1a", "3")).replace(b"\n", newline.encode())
    assert place.data() == kept + added
    assert run("check").code == 0


@posix
@pytest.mark.parametrize(("mask", "mode"), [(0o022, 0o644), (0o002, 0o664), (0o077, 0o600)])
def test_a_made_file_follows_the_umask(place: Place, mask: int, mode: int) -> None:
    """In a folder that a group shares, all of it may add rows."""
    before = os.umask(mask)
    try:
        assert run("record", "1.1a", "3", *MARCH).code == 0
    finally:
        os.umask(before)
    assert stat.S_IMODE(place.path().stat().st_mode) == mode


# A faulty row, and the last total that remains.
FAULTY_ROWS = [
    (b"2025-02-30,1.1a,3,,,\n", 9),
    (b"2025-02-28,1.9z,3,,,\n", 9),
    (b"2025-02-28,1.1a,3,a,b,c,d,e\n", 9),
    (b'2025-02-28,1.1a,3,"never closed,,\n', 9),
    (b'2025-02-28,1.1a,3,"closed" too soon,,\n', 9),
    (b"<<<<<<< HEAD\n2025-02-28,1.1a,3,,,\n=======\n>>>>>>> theirs\n", 3),
    (b"2025-02-28,1.3a,3,,,\n", 9),
    (b"\n,,,,,\n", 9),
    (HEADER, 9),
    (b"\x00\x01\x02\n", 9),
    (b"2025-02-28,1.1a,3,\xff\xfe\xfd,,\n", 3),
    # cut within a character: each of these bytes would be text in GB18030
    (b"2025-02-28,1.1a,3,\xe4\xb8,,\n", 3),
]


@pytest.mark.parametrize(("faulty", "total"), FAULTY_ROWS, ids=range(len(FAULTY_ROWS)))
@pytest.mark.parametrize("ended", [True, False])
def test_faulty_rows_do_not_hinder(place: Place, faulty: bytes, total: int, *, ended: bool) -> None:
    data = BOM + HEADER + row("2025-01-31", "1.1a", "9") * 40 + faulty
    before = place.put(data if ended else data.rstrip(b"\n"))
    assert run("record", "1.1a", "+4", *MARCH).code == 0
    newline = b"" if before.endswith(b"\n") else b"\n"
    assert place.added(before) == newline + row("2025-03-31", "1.1a", str(total + 4))
    workspace, _problems = open_workspace(place.root / "plan.yaml")
    assert workspace is not None
    assert workspace.files["jianguan"].encoding == "utf-8-sig"
    assert workspace.files["jianguan"].series["1.1a"].days[-1] == date(2025, 3, 31)


@pytest.mark.parametrize("rows", [b"", b"1,x,2025-01-31,1.1a\n"])
def test_an_open_quote_swallows_no_row(place: Place, rows: bytes) -> None:
    """A row is a line, with a number of quotes that is even: it closes none that was open."""
    before = place.put(b"value,note,date,target\n" + rows + b'"')
    assert run("record", "1.1a", "3", *MARCH, "--note", ',"\n"').code == 0
    assert place.added(before) == '\n3,",""；""",2025-03-31,1.1a\n'.encode()
    workspace, _problems = open_workspace(place.root / "plan.yaml", keep_rows=True)
    assert workspace is not None
    assert workspace.files["jianguan"].series["1.1a"].rows[-1].note == ',"；"'


@pytest.mark.parametrize(
    "header", ["date,target\n", "date,target,value,日期\n", "date,target,valeu\n"]
)
def test_a_broken_header_is_refused(place: Place, header: str, golden: Golden) -> None:
    before = place.put(header.encode())
    golden.says(not_done(run("record", "1.1a", "3")))
    assert place.data() == before


def test_the_headers_own_fault_is_named(place: Place, golden: Golden) -> None:
    before = place.put("日期,事项,说明\n2025-01-31,1.1a,一月\n".encode("gb18030"))
    golden.says(not_done(run("record", "1.1a", "3")))
    assert place.data() == before


def test_all_faults_of_a_header_are_named(place: Place, golden: Golden) -> None:
    before = place.put("地区,date,target\n".encode())
    golden.says(not_done(run("record", "1.1a", "3")))
    assert place.data() == before


def test_a_header_is_shown_without_its_controls(place: Place) -> None:
    place.put(b"date,target,\x1b[2Jvalue\n")
    ran = run("record", "1.1a", "3")
    assert ran.code == 3
    assert "\x1b" not in ran.err
    assert "“<U+001B>[2Jvalue”" in ran.err


def test_a_file_that_is_no_text_is_refused(place: Place, golden: Golden) -> None:
    before = place.put("date,target,value\n".encode("utf-16"))
    golden.says(not_done(run("record", "1.1a", "3")))
    assert place.data() == before


@pytest.fixture
def long_cells() -> Iterator[None]:
    """Have the csv module take cells of any length, as a test reads them with."""
    before = csv.field_size_limit(2**31 - 1)
    yield
    csv.field_size_limit(before)


@pytest.mark.parametrize(
    "note",
    [
        "一,二,三",
        '他说"完成"',
        '"',
        '",',
        "emoji 🏗️ 𠮷",
        "tab\there",
        "'quoted'",
        "a=b",
        "#注释",
        "很长" * 5000,
        "x" * 1_000_000,
        "\ufeffbom",
        "\u202eright to left",
        "line\u2028separator",
    ],
    ids=lambda note: ascii(note[:12]),
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=ascii)
@pytest.mark.usefixtures("long_cells")
def test_a_note_is_read_back_whole(place: Place, note: str, newline: str) -> None:
    before = place.put(HEADER.replace(b"\n", newline.encode()))
    assert run("record", "1.1a", "3", *MARCH, "--note", note, "--evidence", note).code == 0
    added = place.added(before).decode()
    assert added.endswith(f",{MOMENT}{newline}")
    cells = ["2025-03-31", "1.1a", "3", note, note, MOMENT]
    assert list(csv.reader(io.StringIO(added, newline=""), strict=True)) == [cells]
    workspace, _problems = open_workspace(place.root / "plan.yaml", keep_rows=True)
    assert workspace is not None
    assert workspace.problems == []
    (found,) = workspace.files["jianguan"].series["1.1a"].rows
    assert (found.note, found.evidence) == (note, note)


@pytest.mark.parametrize(
    "note", ["第一行\r\n第二行", "第一行\r第二行", "第一行\n第二行"], ids=ascii
)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"], ids=ascii)
def test_a_note_of_several_lines_becomes_one(place: Place, note: str, newline: str) -> None:
    """A note pasted from elsewhere is a line in the file, and so is each row behind it."""
    before = place.put(HEADER.replace(b"\n", newline.encode()))
    assert run("record", "1.1a", "3", *MARCH, "--note", note).code == 0
    assert run("record", "1.1a", "4", *JUNE).code == 0
    last = row("2025-06-30", "1.1a", "4").replace(b"\n", newline.encode())
    first = row("2025-03-31", "1.1a", "3", note="第一行；第二行").replace(b"\n", newline.encode())
    assert place.added(before) == first + last
    workspace, _problems = open_workspace(place.root / "plan.yaml", keep_rows=True)
    assert workspace is not None
    assert workspace.problems == []


@pytest.mark.parametrize("text", ["=1+1", "+86 21", "-见附件", "@某人", " =HYPERLINK(1)", "\t=1"])
@pytest.mark.parametrize("column", ["note", "evidence"])
def test_a_text_that_begins_like_a_formula_is_guarded(place: Place, column: str, text: str) -> None:
    before = place.put(HEADER)
    assert run("record", "1.1a", "3", *MARCH, f"--{column}={text}").code == 0
    assert place.added(before) == row("2025-03-31", "1.1a", "3", **{column: f"'{text.strip()}"})


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a\0b", "0000"),
        ("a\x1b[31mb", "001B"),
        ("a\x07b", "0007"),
        ("a\x7fb", "007F"),
        ("a\x85b", "0085"),
        ("a\x0cb", "000C"),
        ("a\udcffb", "DCFF"),
        ("\ud800", "D800"),
    ],
    ids=ascii,
)
@pytest.mark.parametrize("column", ["note", "evidence"])
def test_control_characters_are_refused(
    place: Place, column: str, text: str, code: str, golden: Golden
) -> None:
    before = place.put(HEADER)
    ran = run("record", "1.1a", "3", f"--{column}", text)
    reason = refused(ran)
    assert f"U+{code}" in reason
    golden.says(reason.replace(f"U+{code}", "U+…"), f"a control character in the {column}")
    assert place.data() == before


@pytest.mark.parametrize(
    "note", ["a\n" * 1200 + "b", "x\n2025-01-01,1.1a,3", "x\n2025-01-01,1.1b,3\ny"], ids=[0, 1, 2]
)
def test_a_note_of_any_lines_is_no_row_and_swallows_none(place: Place, note: str) -> None:
    before = place.put(HEADER)
    assert run("record", "1.1a", "3", "--note", note).code == 0
    assert place.added(before).count(b"\n") == 1
    workspace, _problems = open_workspace(place.root / "plan.yaml", keep_rows=True)
    assert workspace is not None
    assert workspace.problems == []
    (found,) = workspace.files["jianguan"].series["1.1a"].rows
    assert found.note == note.replace("\n", "；")


@pytest.mark.parametrize("target", ["1.1a", "1.1d", "1.1e"])
@pytest.mark.parametrize("value", ["\0", "3\0", "\udcff", "3\udcff", "\x1b[31m3"])
def test_odd_characters_in_a_value_are_its_own_fault(place: Place, target: str, value: str) -> None:
    before = place.put(HEADER)
    ran = run("record", target, value)
    assert ran.code == 2
    assert "the file" not in ran.reason
    assert place.data() == before


@pytest.mark.parametrize("text", ["1.1a\0", "1.1a\udcff", "\x1b[31m", "x" * 100_000], ids=range(4))
@pytest.mark.parametrize("where", ["target", "unit"])
def test_odd_names_are_usage_errors(place: Place, where: str, text: str, golden: Golden) -> None:
    args = [text, "3"] if where == "target" else ["1.2a", "3", "--unit", text]
    golden.says(refused(run("record", *args))[:200])
    assert place.names() == set()


# What goes in comes out

DAYS = st.dates(date(2025, 1, 1), date(2026, 12, 31))
TEXTS = st.text(
    st.one_of(
        st.sampled_from(",\"'\n\t =+-@;|，。"),
        st.characters(exclude_categories=["Cs", "Cc"]),
    ),
    max_size=30,
)
FIGURES = {
    "1.1a": st.integers(0, 10**15 - 1).map(lambda n: (str(n), exact(n))),
    "1.1b": st.decimals(0, 10**6, places=3).map(lambda n: (str(n), exact(n))),
    "1.1c": st.decimals(0, 100, places=1).map(lambda n: (f"{n}%", exact(n))),
    "1.1d": st.one_of(
        st.sampled_from([("done", 100), ("完成", 100), ("已完成", 100)]),
        st.integers(0, 100).map(lambda n: (f"{n}%", n)),
    ),
    "1.1e": st.just(("", None)),
    "1.1f": st.integers(0, 10**6).map(lambda n: (f"{n:,}", n)),
}
MARKS = "，。；：、！？…—,.;:!?"
ENTRIES = st.sampled_from(sorted(FIGURES)).flatmap(
    lambda target: st.tuples(st.just(target), FIGURES[target])
)


def guarded(text: str) -> str:
    """A text on one line, its lines parted by ； where no mark parts them, and no formula."""
    first, *others = [each.strip() for each in re.split(r"[\r\n]", text) if each.strip()] or [""]
    text = first
    for line in others:
        parted = text[-1] in MARKS or line[0] in MARKS
        text += line if parted else f"；{line}"
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text


@contextmanager
def workspace_with(data: bytes) -> Iterator[Place]:
    with tempfile.TemporaryDirectory() as folder:
        made = Place(lay_out(Path(folder) / "w", PLAN))
        made.put(data)
        yield made


@pytest.mark.slow
@settings(deadline=None, max_examples=60)
@example(("1.1e", ("", None)), date(2025, 1, 1), "一\n二。\n三", "四 \n五", "\n", "utf-8")
@given(
    entry=ENTRIES,
    day=DAYS,
    note=TEXTS,
    evidence=TEXTS,
    newline=st.sampled_from(["\n", "\r\n"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "gb18030"]),
)
def test_what_is_recorded_is_read_back(
    entry: tuple[str, tuple[str, object]],
    day: date,
    note: str,
    evidence: str,
    newline: str,
    encoding: str,
) -> None:
    target, (value, figure) = entry
    header = "日期,事项,数值,说明,佐证,填报时间" + newline
    with workspace_with(header.encode(encoding)) as made:
        path = made.root / "plan.yaml"
        ran = run(
            *("record", target, value, "--date", day.isoformat(), "--plan", str(path)),
            *(f"--note={note}", f"--evidence={evidence}", "--force"),
        )
        assert ran.code == 0
        workspace, _problems = open_workspace(path, keep_rows=True)
        assert workspace is not None
        file = workspace.files["jianguan"]
        assert [each.code for each in file.problems if each.severity == "error"] == []
        (series,) = file.series.values()
        (found,) = series.rows
        assert series.item.id == (f"1.1f@{day.year}" if target == "1.1f" else target)
        assert (found.day, found.value) == (day, figure)
        assert found.note == guarded(note)
        assert found.evidence == guarded(evidence)


HEADERS = st.sampled_from(
    [
        "date,target,value,note,evidence,recorded",
        "日期,事项,数值,说明",
        "value,,note,date,target,evidence",
        "date,target",
        "recorded,date,target,value,note,evidence,,",
    ]
)
LINES = st.one_of(
    st.sampled_from(
        [
            "2025-01-31,1.1a,3,x,,",
            '2025-01-31,1.1a,3,"a\nb",,',
            '2025-01-31,1.1a,3,"open,,',
            "约,1.9z,x",
            "",
            "=======",
        ]
    ),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
)
FILES = st.one_of(
    st.binary(max_size=60),
    st.builds(
        lambda header, lines, newline, encoding, end, tail: (
            newline.join([header, *lines]).encode(encoding) + newline.encode() * end + tail
        ),
        HEADERS,
        st.lists(LINES, max_size=4),
        st.sampled_from(["\n", "\r\n", "\r"]),
        st.sampled_from(["utf-8", "utf-8-sig", "gb18030"]),
        st.booleans(),
        st.one_of(st.just(b""), st.binary(max_size=4)),
    ),
)


@pytest.mark.slow
@settings(deadline=None, max_examples=100)
@given(
    data=FILES,
    value=st.sampled_from(["3", "+3", "约3"]),
    note=st.sampled_from(["", "一", "a\nb", ',"\n"']),
)
@example(data=b'note,date,target,value\n"oops,2025-01-01,1.1a,1\n', value="3", note=",x\ny")
@example(data=HEADER + "2025-01-31,1.1a,3,一季度".encode()[:-1], value="3", note="二季度")
def test_bytes_that_were_there_stay(data: bytes, value: str, note: str) -> None:
    """Whatever the file: it is recorded behind its bytes, or refused with none of them changed."""
    with workspace_with(data) as made:
        plan = str(made.root / "plan.yaml")
        ran = run("record", "1.1a", value, *MARCH, "--note", note, "--plan", plan)
        now = made.data()
        if ran.code:
            assert ran.code in {2, 3}
            assert ran.err
            assert now == data
            return
        assert now.startswith(data) or not data.removeprefix(BOM).strip()
        workspace, _problems = open_workspace(made.root / "plan.yaml", keep_rows=True)
        assert workspace is not None
        series = workspace.files["jianguan"].series["1.1a"]
        found = series.rows[series.days.index(date(2025, 3, 31))]
        assert found.note == note.replace("\n", "；")


# What is said


def test_the_whole_output(place: Place, golden: Golden) -> None:
    place.put(HEADER + row("2025-03-31", "1.1a", "9"))
    ran = run("record", "1.1a", "+3", *JUNE, "--note", "二季度新增3个", "--evidence", "验收.pdf")
    assert (ran.code, ran.err) == (0, "")
    assert f"\n  2025-06-30,1.1a,12,二季度新增3个,验收.pdf,{MOMENT}\n" in ran.out
    golden("recorded.en.txt", ran.out)


def test_the_effect_as_of_another_day(place: Place, golden: Golden) -> None:
    place.put(HEADER)
    ran = run("record", "1.1d", "done", *JUNE, "--evidence", "x", "--as-of", "2025-06-29")
    assert ran.code == 0
    golden("as-of-another-day.en.txt", ran.out)


def test_a_dry_run_writes_nothing(place: Place, golden: Golden) -> None:
    before = place.put(HEADER)
    names = sorted(place.path().parent.iterdir())
    changed = place.path().parent.stat().st_mtime_ns
    ran = run("record", "1.1d", "done", *MARCH, "--dry-run")
    assert ran.code == 0
    assert f"\n  2025-03-31,1.1d,done,,,{MOMENT}\n" in ran.out
    golden("dry-run.en.txt", ran.out)
    assert ran.err.startswith(f"{JIANGUAN}:2:17: HP357 ")
    assert place.data() == before
    assert sorted(place.path().parent.iterdir()) == names
    assert place.path().parent.stat().st_mtime_ns == changed


def test_a_dry_run_makes_no_file_nor_folder(place: Place, golden: Golden) -> None:
    place.path().parent.rmdir()
    place.path().parent.parent.rmdir()
    ran = run("record", "1.1a", "3", "--dry-run")
    assert ran.code == 0
    golden.says(ran.out.splitlines()[0])
    assert [path.name for path in place.root.iterdir()] == ["plan.yaml"]


OTHER = HEADER + row("2025-03-31", "1.2a", "2") + row("2025-03-31", "1.2b", "92")


@pytest.mark.parametrize(
    ("args", "warnings"),
    [
        (["1.1a", "7", "--date", "2025-06-30"], ["HP353"]),
        (["1.1b", "125000", "--evidence", "x"], ["HP354"]),
        (["1.2a", "3", "--unit", "jianguan"], ["HP355"]),
        (["1.2b", "90", "--unit", "jianguan"], []),
        (["1.1a", "30"], ["HP357"]),
        (["1.1a", "30", "--evidence", "x"], []),
        (["1.1a", "20", "--date", "2025-07-11"], ["HP358"]),
        (["1.1b", "1", "--date", "2024-12-31"], ["HP358"]),
        (["1.1d", "0.75"], ["HP360"]),
        (["1.1a", "400", "--date", "2025-07-11"], ["HP358", "HP354", "HP357"]),
        (["1.1a", "12"], []),
    ],
    ids=lambda value: " ".join(value) or "none",
)
def test_the_rows_warnings_are_shown(
    place: Place, args: list[str], warnings: list[str], golden: Golden
) -> None:
    place.put(OTHER, "lvhua")
    # What is wrong with other rows, the last one's neighbour included, is not said again.
    before = place.put(HEADER + row("2025-03-31", "1.1a", "9") + row("2024-03-31", "1.1c", "9"))
    ran = run("record", *args, "--force")
    assert ran.code == 0
    assert place.added(before).count(b"\n") == 1
    assert [line.split(" ")[:2] for line in ran.err.splitlines()] == [
        [f"{JIANGUAN}:4:{1 if code == 'HP358' else 17}:", code] for code in warnings
    ]
    golden.says(ran.err)


def test_the_first_report_on_a_level_that_nobody_was_named_to_measure(
    place: Place, golden: Golden
) -> None:
    place.put(HEADER)
    ran = run("record", "1.2b", "90", "--unit", "jianguan", "--force")
    assert [line.split(" ")[:2] for line in ran.err.splitlines()] == [["plan.yaml:47:13:", "HP259"]]
    golden.says(ran.err)


def test_a_backdated_total_above_a_later_one_is_warned_of(place: Place, golden: Golden) -> None:
    place.put(HEADER + row("2025-06-30", "1.1a", "5"))
    ran = run("record", "1.1a", "20", *MARCH, "--force")
    assert ran.code == 0
    golden.says(ran.err)


def test_a_row_that_another_outdates_is_warned_of(place: Place) -> None:
    """By a day to come, a row that will have been recorded by then corrects one of today."""
    before = place.put(HEADER + b"2025-03-31,1.1a,5,,,2099-01-01T00:00:00+08:00\n")
    ran = run("record", "1.1a", "7", *MARCH, "--as-of", "2099-12-31")
    assert "The row does not count: another row of that day was recorded later" in ran.err
    assert place.data().startswith(before)


def test_controls_in_the_files_rows_do_not_reach_the_terminal(place: Place) -> None:
    place.put(HEADER + b"2025-03-31,1.1a,9,\x1b[2J,,\n")
    ran = run("record", "1.1a", "12", "--note", "a\u202eb\u2028c\nd")
    assert ran.code == 0
    assert f"\n  2025-07-10,1.1a,12,a<U+202E>b<U+2028>c；d,,{MOMENT}\n" in ran.out
    assert "\x1b" not in ran.out + ran.err


@pytest.mark.parametrize(
    ("plan", "line"),
    [("format: 1\ntitle: [\n", "plan.yaml:"), (PLAN.replace("kind: duty", "kind: dooty"), "plan.")],
)
def test_a_broken_plan_leaves_all_as_it_is(
    place: Place, plan: str, line: str, golden: Golden
) -> None:
    before = place.put(HEADER)
    (place.root / "plan.yaml").write_text(plan, encoding="utf-8")
    ran = run("record", "1.1a", "3")
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.startswith(line)
    golden.says(ran.err.splitlines()[-1], "a broken plan")
    assert place.data() == before


def test_no_plan_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    ran = run("record", "1.1a", "3", "--plan", "nowhere/plan.yaml")
    assert (ran.code, ran.out) == (3, "")
    assert "nowhere/plan.yaml" in ran.err
    assert list(tmp_path.iterdir()) == []


def test_from_a_folder_below(place: Place, monkeypatch: pytest.MonkeyPatch, golden: Golden) -> None:
    before = place.put(HEADER)
    monkeypatch.chdir(place.path().parent)
    ran = run("record", "1.1a", "3", *MARCH)
    assert ran.code == 0
    golden.says(ran.out.splitlines()[0])
    assert place.added(before) == row("2025-03-31", "1.1a", "3")


# When it cannot be written


@dataclass
class Disk:
    """What happens to a progress file, with a fault where a test wants one."""

    path: Path
    events: list[str]

    def holds(self, handle: int) -> bool:
        """Whether a handle is the file's, or that of the draft which becomes it."""
        draft = self.path.with_name(f".{self.path.name}.new")
        there = [path.stat() for path in (self.path, draft) if path.exists()]
        return any(os.path.samestat(os.fstat(handle), each) for each in there)


@pytest.fixture
def disk(place: Place, monkeypatch: pytest.MonkeyPatch) -> Disk:
    made = Disk(place.path(), [])
    write, sync, effect = os.write, os.fsync, rendering.record_effect

    def written(handle: int, data: bytes) -> int:
        if made.holds(handle):
            made.events.append(f"write {len(data)}")
        return write(handle, data)

    def synced(handle: int) -> None:
        if made.holds(handle):
            made.events.append("fsync")
        sync(handle)

    def shown(*args: Any, **more: Any) -> Any:
        made.events.append("shown")
        return effect(*args, **more)

    monkeypatch.setattr(os, "write", written)
    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(rendering, "record_effect", shown)
    return made


@pytest.mark.slow
@pytest.mark.parametrize("before", [b"", HEADER, HEADER.rstrip(), HEADER * 20_000])
def test_one_write_and_one_fsync_before_success_is_said(
    place: Place, disk: Disk, before: bytes
) -> None:
    place.put(before)
    assert run("record", "1.1a", "3", *MARCH, "--note", "很长" * 10_000).code == 0
    assert disk.events == [f"write {len(place.added(before))}", "fsync", "shown"]


def test_a_new_file_is_on_the_disk_before_success_is_said(place: Place, disk: Disk) -> None:
    assert run("record", "1.1a", "3", *MARCH).code == 0
    assert disk.events == [f"write {len(place.data())}", "fsync", "shown"]
    assert place.names() == {"jianguan.csv"}


def full(_handle: int, _data: bytes) -> int:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def no_room_after(count: int) -> Callable[[int, bytes], int]:
    write = os.write

    def half(handle: int, data: bytes) -> int:
        return write(handle, data[:count])

    return half


def failing(_handle: int) -> None:
    raise OSError(errno.EIO, os.strerror(errno.EIO))


FAILURES = [
    ("write", full, errno.ENOSPC),
    ("write", no_room_after(10), errno.ENOSPC),
    ("write", no_room_after(0), errno.ENOSPC),
    ("fsync", failing, errno.EIO),
]


@pytest.mark.parametrize(("call", "fault", "why"), FAILURES, ids=["full", "10", "0", "fsync"])
@pytest.mark.parametrize("before", [None, b"", BOM, b"\n", HEADER, HEADER.rstrip()])
def test_a_failing_disk_leaves_the_file_as_it_was(
    place: Place,
    monkeypatch: pytest.MonkeyPatch,
    call: str,
    fault: Callable[..., object],
    why: int,
    before: bytes | None,
    golden: Golden,
) -> None:
    if before is not None:
        place.put(before)
    made = Disk(place.path(), [])
    original: Callable[..., object] = getattr(os, call)
    monkeypatch.setattr(os, call, lambda h, *more: (fault if made.holds(h) else original)(h, *more))
    ran = run("record", "1.1a", "3")
    assert os.strerror(why) in ran.err
    golden.says(not_done(ran), CANNOT_BE_WRITTEN)
    assert (place.data() if place.path().exists() else None) == before
    assert place.names() == (set() if before is None else {"jianguan.csv"})


@posix
def test_a_file_that_may_not_grow_stays_as_it_was(place: Place, golden: Golden) -> None:
    """The operating system itself writes the first bytes of a row, and no more."""
    before = place.put(HEADER)
    script = (
        "import resource, signal, sys\n"
        "from hpplan.cli import main\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({len(before) + 10},) * 2)\n"
        "sys.argv = ['hpplan', 'record', '1.1a', '3']\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    ran = Ran(done.returncode, done.stdout, done.stderr)
    golden.says(not_done(ran), CANNOT_BE_WRITTEN)
    assert place.data() == before


@posix
@pytest.mark.skipif(AS_ROOT, reason="root may write everywhere")
@pytest.mark.parametrize("what", ["file", "folder"])
def test_what_may_not_be_written_is_left(place: Place, what: str, golden: Golden) -> None:
    before = place.put(HEADER)
    path = place.path() if what == "file" else place.path().parent
    mode = path.stat().st_mode
    path.chmod(0o444 if what == "file" else 0o555)
    try:
        ran = run("record", "1.1a", "3")
    finally:
        path.chmod(mode)
    assert os.strerror(errno.EACCES) in ran.err
    golden.says(not_done(ran), PROTECTED)
    assert place.data() == before


@pytest.mark.parametrize(
    ("code", "case"), [(errno.EACCES, PROTECTED), (errno.EROFS, CANNOT_BE_WRITTEN)]
)
def test_a_file_that_does_not_open_is_left(
    place: Place, monkeypatch: pytest.MonkeyPatch, code: int, case: str, golden: Golden
) -> None:
    before, open_ = place.put(HEADER), os.open

    def refuse(path: Any, flags: int, *more: Any, **named: Any) -> int:
        if str(path).endswith("jianguan.csv") and flags & (os.O_WRONLY | os.O_RDWR):
            raise OSError(code, os.strerror(code))
        return open_(path, flags, *more, **named)

    monkeypatch.setattr(os, "open", refuse)
    ran = run("record", "1.1a", "3")
    assert os.strerror(code) in ran.err
    golden.says(not_done(ran), case)
    assert place.data() == before
    assert place.names() == {"jianguan.csv"}


@pytest.mark.parametrize("folder", ["data", "data/progress"])
def test_a_file_in_place_of_a_folder(place: Place, folder: str) -> None:
    place.path().parent.rmdir()
    if folder == "data":
        place.path().parent.parent.rmdir()
    (place.root / folder).write_bytes(b"x")
    ran = run("record", "1.1a", "3")
    assert (ran.code, ran.out) == (3, "")
    assert JIANGUAN in ran.err
    assert (place.root / folder).read_bytes() == b"x"


def test_a_folder_in_place_of_the_file(place: Place, golden: Golden) -> None:
    place.path().mkdir()
    golden.says(not_done(run("record", "1.1a", "3")))
    assert list(place.path().iterdir()) == []


@posix
@pytest.mark.parametrize("exists", [True, False])
def test_a_file_that_leads_out_of_the_workspace(
    place: Place, tmp_path: Path, golden: Golden, *, exists: bool
) -> None:
    outside = tmp_path / "outside.csv"
    if exists:
        outside.write_bytes(HEADER)
    place.path().symlink_to(outside)
    golden.says(not_done(run("record", "1.1a", "3")))
    assert outside.exists() == exists
    assert not exists or outside.read_bytes() == HEADER


@posix
@pytest.mark.parametrize("folder", ["data", "data/progress"])
def test_a_folder_that_leads_out_of_the_workspace(
    place: Place, tmp_path: Path, folder: str
) -> None:
    place.path().parent.rmdir()
    if folder == "data":
        place.path().parent.parent.rmdir()
    outside = tmp_path / "outside"
    outside.mkdir()
    (place.root / folder).symlink_to(outside)
    ran = run("record", "1.1a", "3")
    assert (ran.code, ran.out) == (3, "")
    assert list(outside.iterdir()) == []


@posix
def test_a_link_within_the_workspace_is_followed(place: Place) -> None:
    inside = place.root / "elsewhere.csv"
    inside.write_bytes(HEADER)
    place.path().symlink_to(inside)
    assert run("record", "1.1a", "3", *MARCH).code == 0
    assert place.path().is_symlink()
    assert inside.read_bytes() == HEADER + row("2025-03-31", "1.1a", "3")


@posix
def test_a_lock_that_is_a_link_harms_nothing(place: Place) -> None:
    place.put(HEADER)
    (place.path().parent / ".jianguan.csv.lock").symlink_to(place.root / "plan.yaml")
    ran = run("record", "1.1a", "3")
    assert ran.code in {0, 3}
    assert (place.root / "plan.yaml").read_text(encoding="utf-8") == PLAN


# Several at once


def environment(**more: str) -> dict[str, str]:
    """The environment of another process."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith("HPPLAN_")}
    folder = str(Path(hpplan.__file__).parents[1])
    return {
        **kept,
        "PYTHONPATH": folder,
        "PYTHONUTF8": "1",
        "HPPLAN_LANG": "en",
        **NO_SETTINGS,
        **more,
    }


ADDING = """
import sys
from typer.testing import CliRunner
from hpplan.cli import app
for n in range(25):
    note = f"{sys.argv[1]}-{n} " + "很长" * 200
    args = ["record", "1.1a", "+1", "--date", "2025-03-31", "--note", note, "--force"]
    result = CliRunner().invoke(app, args)
    assert result.exit_code == 0, result.stderr
"""


@pytest.mark.slow
def test_eight_at_once_lose_nothing(place: Place) -> None:
    before = place.put(BOM + HEADER)
    working = [
        subprocess.Popen([sys.executable, "-c", ADDING, str(n)], env=environment())
        for n in range(8)
    ]
    assert [each.wait(timeout=60) for each in working] == [0] * 8
    rows = list(csv.reader(io.StringIO(place.added(before).decode(), newline=""), strict=True))
    assert {len(cells) for cells in rows} == {6}
    # Each saw the total that the one before had written.
    assert [cells[2] for cells in rows] == [str(n) for n in range(1, 201)]
    notes = {f"{who}-{n} " + "很长" * 200 for who in range(8) for n in range(25)}
    assert {cells[3] for cells in rows} == notes
    workspace, _problems = open_workspace(place.root / "plan.yaml")
    assert workspace is not None
    assert (workspace.files["jianguan"].rows, workspace.left_out) == (200, 0)


HOLDING = """
import sys
from filelock import FileLock
with FileLock("data/progress/.jianguan.csv.lock"):
    print("held", flush=True)
    sys.stdin.readline()
"""


def test_another_writer_is_waited_for_and_then_named(
    place: Place, monkeypatch: pytest.MonkeyPatch, golden: Golden
) -> None:
    before = place.put(HEADER)
    other = place.put(HEADER, "lvhua")
    monkeypatch.setattr(appending, "LOCK_SECONDS", 0.2)
    with subprocess.Popen(
        [sys.executable, "-c", HOLDING], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdin is not None
        assert holder.stdout.readline() == b"held\n"
        golden.says(not_done(run("record", "1.1a", "3")))
        assert place.data() == before
        # Nobody has to wait for another unit's file, or to try something.
        assert run("record", "1.2a", "3", *MARCH, "--unit", "lvhua").code == 0
        assert place.added(other, "lvhua") == row("2025-03-31", "1.2a", "3")
        assert run("record", "1.1a", "3", "--dry-run").code == 0
        holder.stdin.write(b"\n")
        holder.stdin.close()
        holder.wait(timeout=10)
    assert run("record", "1.1a", "3", *MARCH).code == 0
    assert place.added(before) == row("2025-03-31", "1.1a", "3")


def test_a_lock_left_behind_does_not_hinder(place: Place) -> None:
    before = place.put(HEADER)
    (place.path().parent / ".jianguan.csv.lock").write_bytes(b"left by one that died")
    assert run("record", "1.1a", "3", *MARCH).code == 0
    assert place.added(before) == row("2025-03-31", "1.1a", "3")


DYING = """
import os, sys
from hpplan.cli import main
write = os.write
def die(handle, data):
    if b"1.1a" in data:
        write(handle, data[:int(sys.argv.pop())])
        os._exit(9)
    return write(handle, data)
os.write = die
sys.argv[1:1] = ["record", "1.1a", "7", "--date", "2025-03-31", "--note", "一，二\\n三,四"]
cut = sys.argv[-1]
import hpplan.cli
hpplan.cli.app(args=sys.argv[1:-1], prog_name="hpplan")
"""


@pytest.mark.parametrize("cut", [0, 1, 12, 19, 21, 31, 40])
def test_a_row_cut_short_by_a_crash_costs_itself_alone(place: Place, cut: int) -> None:
    before = place.put(BOM + HEADER + row("2025-01-31", "1.1a", "5"))
    done = subprocess.run(
        [sys.executable, "-c", DYING, str(cut)],
        env=environment(),
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (9, b"", b"")
    half = place.data()
    assert half.startswith(before)
    assert len(half) == len(before) + cut
    # The lock died with its holder; the next row stands on a line of its own, and counts.
    assert run("record", "1.1a", "8", *JUNE).code == 0
    assert place.added(half) == b"\n" * (cut > 0) + row("2025-06-30", "1.1a", "8")
    workspace, _problems = open_workspace(place.root / "plan.yaml")
    assert workspace is not None
    series = workspace.files["jianguan"].series["1.1a"]
    assert (series.days[0], series.values[0]) == (date(2025, 1, 31), 5)
    assert (series.days[-1], series.values[-1]) == (date(2025, 6, 30), 8)


@pytest.mark.slow
@posix
def test_bytes_of_the_command_line_that_are_no_text(place: Place) -> None:
    before = place.put(HEADER)
    for args in (
        [b"1.1a", b"3\xff"],
        [b"1.1a\xff", b"3"],
        [b"1.1a", b"3", b"--note", b"\xd6\xd0"],
        [b"1.1a", b"3", b"--unit", b"\xff"],
        [b"1.1a", b"3", b"--date", b"\xff"],
        [b"1.1e", b"\xff"],
    ):
        done = subprocess.run(
            [sys.executable, "-m", "hpplan", "record", *args],
            env=environment(),
            capture_output=True,
            check=False,
        )
        assert (args, done.returncode, done.stdout) == (args, 2, b"")
        assert b"Error: " in done.stderr
    assert place.data() == before


@posix
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
def test_a_row_that_was_written_is_not_called_a_failure(place: Place) -> None:
    """Who cannot be shown the effect must not record the same increment again."""
    before = place.put(HEADER)
    with Path("/dev/full").open("wb") as nowhere:
        done = subprocess.run(
            [sys.executable, "-m", "hpplan", "record", "1.1a", "+3", *MARCH],
            env=environment(),
            stdout=nowhere,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert place.added(before).count(b"\n") == 1
    assert done.returncode != 70
    assert b"hpplan itself failed" not in done.stderr


# What others have reported


@pytest.mark.usefixtures("place")
def test_what_other_units_share_keeps_nobody_from_recording() -> None:
    for unit, total in (("jianguan", "4"), ("lvhua", "5")):
        assert run("record", "1.2a", total, *MARCH, "--unit", unit, "--force").code == 0
    ran = run("record", "1.3a", "1", *MARCH, "--unit", "waitan")
    assert (ran.code, ran.err) == (0, "")


def test_a_year_of_a_target_for_each_is_the_units_own(place: Place) -> None:
    before = place.put(HEADER, "waitan")
    year = ["--date", "2025-12-31", "--unit", "waitan"]
    assert run("record", "1.3b@2025", "1", *year, "--force").code == 0
    assert place.added(before, "waitan") == row("2025-12-31", "1.3b@2025@waitan", "1")


@pytest.mark.usefixtures("place")
def test_a_clause_is_no_target(golden: Golden) -> None:
    golden.says(refused(run("record", "1.2", "5", "--unit", "lvhua")))


def test_the_day_is_the_one_that_is_judged_unless_given(place: Place) -> None:
    before = place.put(HEADER)
    assert run("record", "1.1a", "3", "--as-of", "2025-03-31").code == 0
    assert place.added(before) == row("2025-03-31", "1.1a", "3")


def test_a_report_on_a_duty_that_says_nothing_is_warned_of(place: Place, golden: Golden) -> None:
    place.put(HEADER)
    ran = run("record", "1.1e", *MARCH, "--force")
    assert ran.code == 0
    golden.says(ran.err)


# Several rows at once


@pytest.fixture
def opened(place: Place) -> LoadedWorkspace:
    """The workspace, read."""
    workspace, problems = open_workspace(place.root / "plan.yaml", keep_rows=True)
    assert workspace is not None, problems
    return workspace


def entries(*rows: tuple[str, str]) -> list[recording.Entry]:
    day = date(2025, 6, 30)
    return [recording.Entry(target, value, "jianguan", day, "说明") for target, value in rows]


def test_several_rows_are_written_in_their_order(place: Place, opened: LoadedWorkspace) -> None:
    done = recording.append_all(
        opened, entries(("1.1a", "12"), ("1.1b", "2.5"), ("1.1f", "3")), as_of=TODAY
    )
    assert [row.after.item.id for row in done] == ["1.1a", "1.1b", "1.1f@2025"]
    assert [row.line for row in done] == [2, 3, 4]
    assert {row.written for row in done} == {True}
    with (place.root / JIANGUAN).open(encoding="utf-8-sig", newline="") as file:
        assert [row[:4] for row in csv.reader(file)][1:] == [
            ["2025-06-30", "1.1a", "12", "说明"],
            ["2025-06-30", "1.1b", "2.5", "说明"],
            ["2025-06-30", "1.1f", "3", "说明"],
        ]


def test_a_faulty_row_keeps_all_of_them_out_and_is_named(
    place: Place, opened: LoadedWorkspace, golden: Golden
) -> None:
    before = (place.root / JIANGUAN).exists() and (place.root / JIANGUAN).read_bytes()
    for rows, at in (
        ([("1.1a", "12"), ("1.1b", "约2")], 1),
        ([("1.1a", "12"), ("1.1b", "2"), ("1.9z", "1")], 2),
        ([("1.3a", "1"), ("1.1b", "2")], 0),
    ):
        with pytest.raises(RecordError) as caught:
            recording.append_all(opened, entries(*rows), as_of=TODAY)
        golden.says(str(caught.value))
        assert (caught.value.at, caught.value.usage) == (at, True)
    after = (place.root / JIANGUAN).exists() and (place.root / JIANGUAN).read_bytes()
    assert after == before


def test_a_note_of_several_lines_moves_no_row_behind_it(opened: LoadedWorkspace) -> None:
    first, second = entries(("1.1a", "12"), ("1.1b", "2.5"))
    first = replace(first, note="一\r\n二\n三")
    done = recording.append_all(opened, [first, second], as_of=TODAY, dry_run=True)
    assert [row.line for row in done] == [2, 3]


def test_what_check_would_say_is_said_of_all_rows(opened: LoadedWorkspace) -> None:
    done = recording.append_all(
        opened, entries(("1.1a", "30"), ("1.1d", "0.5")), as_of=TODAY, dry_run=True
    )
    assert {(each.code, each.position.line) for each in done[0].warnings} == {
        ("HP357", 2),
        ("HP360", 3),
    }
    assert done[0].warnings == done[1].warnings
