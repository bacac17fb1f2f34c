"""`hpplan changes` from end to end, and each kind of change by itself.

The plan of the workspace runs for the two years 2025 and 2026. The last meeting was on 2026-03-31,
the next is on 2026-06-30; a row without a recorded moment was known on its date.
"""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from hpplan.judging.changes import KINDS, Change, compare, corrections, evidence_of, kinds_of
from hpplan.plan.items import Catalogue
from hpplan.progress.cells import known_on
from hpplan.progress.reader import read_progress
from hpplan.workspace import as_known, open_plan, open_workspace
from plans import HEADER, START, Rows, day, item_of, judge, lay_out, plan_of, series_of, target
from running import ran

if TYPE_CHECKING:
    import random
    from pathlib import Path

    from golden import Golden
    from hpplan.judging.assess import Assessment
    from hpplan.workspace import LoadedWorkspace

SINCE, DAY = "2026-03-31", "2026-06-30"

PLAN = """\
format: 1
title: 城市管理精细化行动计划（2025—2026年）
number: 府办发〔2025〕1号
issued: 2025-01-01
start: 2025-01-01
end: 2026-12-31
units:
  - {id: fangguan, name: 区房管局}
  - {id: lvhua, name: 区绿化市容局}
  - {id: waitan, name: 外滩街道}
  - {id: yuyuan, name: 豫园街道}
groups:
  - {id: jiedao, name: 各街道, members: [waitan, yuyuan]}
chapters:
  - id: "1"
    title: 焕新城市面貌
    clauses:
      - id: "1.1"
        title: 推进居住环境品质提升
        leads: [fangguan]
        text: 改造旧里；加梯30个；达标95%；示范小区；修缮40幢；公厕12座。
        targets:
          - {id: 1.1a, name: 改造零星二级旧里以下房屋, quote: 改造旧里, kind: milestone,
             due: 2026-05-31}
          - {id: 1.1b, name: 规模化加梯全覆盖, quote: 加梯30个, kind: count, at_least: 30, uom: 个}
          - {id: 1.1c, name: 物业达标率, quote: 达标95%, kind: level, at_least: 95, uom: "%",
             baseline: {date: 2025-01-01, value: 80}}
          - {id: 1.1d, name: 打造一批加梯示范小区, quote: 示范小区, kind: milestone}
          - {id: 1.1e, name: 修缮老旧住房, quote: 修缮40幢, kind: count, at_least: 40, uom: 幢,
             revisions: [{on: 2026-05-06, due: 2027-06-30, at_least: 44, why: 资金延后。,
                          by: 区政府常务会议}]}
          - {id: 1.1f, name: 改造公厕, quote: 公厕12座, kind: count, at_least: 12, uom: 座}
      - id: "1.2"
        title: 规划建设更新街区
        leads: [lvhua, jiedao]
        text: 每个街道打造2片街区，新增绿道2公里，日常巡查，口袋公园6座，立体绿化3处，花境5处。
        targets:
          - {id: 1.2a, name: 打造更新街区, quote: 每个街道打造2片街区, kind: count,
             at_least: 2, uom: 片, each: jiedao, due: 2026-04-30}
          - {id: 1.2b, name: 新增绿道, quote: 新增绿道2公里, kind: amount, at_least: 2, uom: 公里,
             reporters: [lvhua, waitan]}
          - {id: 1.2c, name: 日常巡查, quote: 日常巡查, kind: duty, reporters: [lvhua]}
          - {id: 1.2d, name: 新建口袋公园, quote: 口袋公园6座, kind: count, at_least: 6, uom: 座,
             reporters: [lvhua]}
          - {id: 1.2e, name: 立体绿化, quote: 立体绿化3处, kind: count, at_least: 3, uom: 处,
             reporters: [lvhua], revisions: [{on: 2026-06-01, withdrawn: true, why: 并入1.2d。,
             by: 区政府}]}
          - {id: 1.2f, name: 花境, quote: 花境5处, kind: count, at_least: 5, uom: 处,
             reporters: [yuyuan]}
"""

ROWS = {
    "fangguan": (
        "2026-03-31,1.1a,80,,,\n"
        # Handed in late: at the last meeting it was silent.
        "2026-03-10,1.1b,20,补报一季度,,2026-04-10T09:00:00+08:00\n"
        "2026-03-31,1.1c,91,,,\n"
        "2026-06-20,1.1c,87,两个小区复查未通过,,\n"
        "2026-03-31,1.1d,60,,,\n"
        "2026-06-10,1.1d,done,全部挂牌,验收单-12.pdf,2026-06-11T16:30:00+08:00\n"
        "2026-03-31,1.1e,25,,,\n"
        "2026-03-31,1.1f,9,,,2026-03-31T10:00:00+08:00\n"
        # The figure of that day is corrected, after the last meeting.
        "2026-03-31,1.1f,8,一座重复统计,,2026-04-02T10:00:00+08:00\n"
    ),
    "lvhua": (
        "2026-03-31,1.2b,0.9,,,\n"
        "2026-06-25,1.2b,1.1,,,\n"
        "2026-01-15,1.2c,,巡查三次,,\n"
        "2026-03-31,1.2d,3,,,\n"
        "2026-06-20,1.2d,5,,,\n"
    ),
    "waitan": "2026-03-31,1.2a,1,,,\n2026-03-31,1.2b,0.6,,,\n2026-06-25,1.2b,0.5,,,\n",
    "yuyuan": "2026-06-01,1.2f,4,首次填报,,\n",
}


in_workspace = pytest.mark.usefixtures("workspace")
pytestmark = pytest.mark.workspace(PLAN, ROWS)


def changes(*arguments: str, since: str = SINCE, as_of: str = DAY) -> str:
    """The output of a run in which all is well."""
    result = ran("changes", "--since", since, "--as-of", as_of, *arguments)
    assert (result.code, result.stderr) == (0, "")
    return result.stdout


def found(*arguments: str, **days: str) -> dict[str, list[str]]:
    """The items that are listed, each with what happened to it."""
    data = json.loads(changes("--format", "json", *arguments, **days))
    return {each["item"]: each["kinds"] for each in data["changes"]}


def squeezed(text: str) -> str:
    return " ".join(text.split())


def came_in(*arguments: str) -> int:
    """How many rows came in, which the head says, and how they are listed."""
    count = len(json.loads(changes("--format", "json", "--rows", *arguments))["rows"])
    said = re.search("days, ([0-9]+) rows? came in", squeezed(changes(*arguments)))
    assert said
    assert int(said[1]) == count
    return count


# Tables, which stand in golden/changes


@in_workspace
def test_the_agenda_at_eighty_columns(golden: Golden) -> None:
    golden("agenda.en.txt", changes())


@in_workspace
def test_all_and_the_rows_at_eighty_columns(golden: Golden) -> None:
    golden("all-and-rows.en.txt", changes("--all", "--rows"))


@pytest.mark.parametrize("width", [80, 109, 110, 200])
@in_workspace
def test_no_line_is_wider_than_the_terminal_and_no_row_is_cut(
    width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    text = changes("--all", "--rows")
    assert [line for line in text.splitlines() if cell_len(line) > width] == []
    assert [line for line in text.splitlines() if line != line.rstrip()] == []
    assert "…" not in (text if width == 200 else text.partition("Rows that came in")[2])
    for words in ("打造一批加梯示范小区", "首次填报", "1.2a"):
        assert words in text


@in_workspace
def test_nothing_moved(golden: Golden) -> None:
    days = {"since": "2026-06-01", "as_of": "2026-06-02"}
    golden("nothing-moved.en.txt", changes("1.1", **days))
    golden("nothing-moved-no-rows.en.txt", changes("1.1", "--rows", **days))


@pytest.mark.workspace(PLAN, {"lvhua": "2026-03-01,1.2d,3,,,\n2026-03-10,1.2d,3,,,\n"})
@in_workspace
def test_a_row_that_changes_nothing_is_counted(golden: Golden) -> None:
    golden("one-row.en.txt", changes("1.2d", since="2026-03-05", as_of="2026-03-15"))


@in_workspace
def test_where_only_figures_moved_that_is_said(golden: Golden) -> None:
    days = {"since": "2026-06-19", "as_of": "2026-06-24"}
    golden("figures-alone.en.txt", changes("lvhua", **days))
    golden("figures-alone-all.en.txt", changes("lvhua", "--all", **days))


@pytest.mark.workspace(
    PLAN.replace("each: jiedao, due: 2026-04-30", "each: jiedao, every: year"),
    {"waitan": "2025-12-31,1.2a,1,,,\n"},
)
@in_workspace
def test_the_misses_of_a_closed_year_stand_together(golden: Golden) -> None:
    text = changes("1.2a", since="2025-12-31", as_of="2026-01-05")
    assert "\n1.2a@2025 " in text
    assert "2025@" not in text
    golden("closed-year.en.txt", text)
    assert len(found("1.2a", since="2025-12-31", as_of="2026-01-05")) == 2


# For programs


@in_workspace
def test_the_agenda_as_json(golden: Golden) -> None:
    data = json.loads(changes("--format", "json", "1.1d", "1.2d", "1.1e"))
    assert {key: data[key] for key in ("version", "since", "as_of")} == {
        "version": 1,
        "since": SINCE,
        "as_of": DAY,
    }
    status = ran("status", "--format", "json")
    assert data["plan"] == json.loads(status.stdout)["plan"]
    counts = {"met": 1, "revised": 1, "moved": 1}
    assert data["summary"] == dict.fromkeys(KINDS, 0) | counts
    assert list(data) == ["version", "plan", "since", "as_of", "summary", "changes"]
    done, revised, moved = data["changes"]
    golden.says([done[day].pop("explanation") for day in ("then", "now")])
    assert done == {
        "item": "1.1d",
        "name": "打造一批加梯示范小区",
        "who": "区房管局",
        "kinds": ["met"],
        "then": {
            "status": "on-track",
            "late": False,
            "value": 60,
            "spi": pytest.approx(0.9634361233),
            "forecast": "2027-01-28",
            "due": "2026-12-31",
            "reasons": ["on-track"],
        },
        "now": {
            "status": "met",
            "late": False,
            "value": 100,
            "spi": pytest.approx(1.3885714285),
            "forecast": None,
            "due": "2026-12-31",
            "reasons": ["met"],
        },
        "slipped_days": None,
        "evidence": "验收单-12.pdf",
        "note": "全部挂牌",
    }
    assert (revised["item"], revised["slipped_days"], revised["note"]) == ("1.1e", 181, None)
    # Who names an item outright wants to see it.
    assert (moved["item"], moved["kinds"], moved["evidence"]) == ("1.2d", ["moved"], None)


@in_workspace
def test_the_rows_as_json() -> None:
    assert "rows" not in json.loads(changes("--format", "json"))
    rows = json.loads(changes("--format", "json", "--rows"))["rows"]
    assert len(rows) == 8
    assert rows[2] == {
        "unit": "fangguan",
        "date": "2026-06-10",
        "item": "1.1d",
        "value": 100,
        "note": "全部挂牌",
        "evidence": "验收单-12.pdf",
        "recorded": "2026-06-11T16:30:00+08:00",
    }
    assert rows[4] == {
        "unit": "lvhua",
        "date": "2026-06-20",
        "item": "1.2d",
        "value": 5,
        "note": None,
        "evidence": None,
        "recorded": None,
    }


@in_workspace
def test_the_agenda_as_csv() -> None:
    rows = list(csv.DictReader(io.StringIO(changes("--format", "csv", "--all"))))
    listed = found("--all")
    assert {row["item"]: row["kinds"].split() for row in rows} == listed
    revised = next(row for row in rows if row["item"] == "1.1e")
    assert (revised["then_due"], revised["now_due"], revised["slipped_days"]) == (
        "2026-12-31",
        "2027-06-30",
        "181",
    )
    came = list(csv.DictReader(io.StringIO(changes("--format", "csv", "--rows"))))
    data = json.loads(changes("--format", "json", "--rows"))["rows"]
    assert [row["item"] for row in came] == [row["item"] for row in data]
    assert came[2]["evidence"] == "验收单-12.pdf"


@in_workspace
def test_the_agenda_as_markdown(golden: Golden) -> None:
    golden("agenda.en.md", changes("--format", "markdown", "--rows", "1.1d"))


# What is chosen


@in_workspace
def test_items_are_named_as_in_status(golden: Golden) -> None:
    everything = found()
    assert set(found("1.1")) == {item for item in everything if item.startswith("1.1")}
    assert set(found("--unit", "外滩街道")) == {"1.2a@waitan", "1.2b"}
    assert set(found("--clause", "1.2", "--unit", "yuyuan")) == {"1.2a@yuyuan", "1.2f"}
    assert set(found("yuyuan", "1.1a")) == {"1.1a", "1.2a@yuyuan", "1.2f"}
    golden("unit-and-rows.en.txt", changes("--unit", "yuyuan", "--rows"))


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--since", "x"),
        ("--since", "2026-07-01"),
        ("--since", "2024-12-31"),
        ("--since", SINCE, "9.9"),
        ("--since", SINCE, "--unit", "fanguan"),
        ("--since", SINCE, "--format", "xml"),
    ],
    ids=" ".join,
)
@in_workspace
def test_what_cannot_be_meant_is_a_usage_error(arguments: tuple[str, ...], golden: Golden) -> None:
    result = ran("changes", "--as-of", DAY, *arguments)
    assert (result.code, result.stdout) == (2, "")
    golden.says(result.reason)


@in_workspace
def test_without_an_as_of_day_it_is_today() -> None:
    result = ran("changes", "--since", "2025-01-01")
    assert result.code == 0
    today = datetime.now(ZoneInfo("Asia/Shanghai")).date()
    before = today - timedelta(days=1)  # midnight may have passed
    head = result.stdout.splitlines()[1]
    assert str(today) in head or str(before) in head


# Faults


def test_bad_rows_are_left_out_and_told_of(workspace: Path, golden: Golden) -> None:
    with (workspace / "data/progress/waitan.csv").open("a", encoding="utf-8") as file:
        file.write("2026-06-26,1.2a,约2,,,\n")
    result = ran("changes", "--since", SINCE, "--as-of", DAY)
    assert result.code == 1
    golden("agenda.en.txt", result.stdout)
    golden.says(result.stderr)


def test_a_faulty_moment_is_told_of_and_its_row_counts_from_its_date(
    workspace: Path, golden: Golden
) -> None:
    with (workspace / "data/progress/waitan.csv").open("a", encoding="utf-8") as file:
        file.write("2026-06-26,1.2a,2,,,昨天\n")
    result = ran("changes", "1.2a@waitan", "--since", SINCE, "--as-of", DAY, "--format", "json")
    assert result.code == 1
    golden.says(result.stderr)
    (change,) = json.loads(result.stdout)["changes"]
    assert (change["kinds"], change["now"]["late"]) == (["met"], True)


def test_a_broken_plan(workspace: Path) -> None:
    (workspace / "plan.yaml").write_text("format: 2\n", encoding="utf-8")
    result = ran("changes", "--since", SINCE)
    assert (result.code, result.stdout) == (3, "")
    assert "HP2" in result.stderr


HOSTILE = "\x1b]8;;http://x\x07点\u202e[bold]x[/bold] ::error::| a\ufe0f" + "很长" * 200


@pytest.mark.parametrize("fmt", ["table", "json", "csv", "markdown"])
def test_text_from_files_is_harmless(workspace: Path, fmt: str) -> None:
    cell = HOSTILE.replace(",", "，")
    text = f'2026-06-11,1.1d,done,"{cell}","=cmd|{cell}",2026-06-11T16:30:00+08:00\n'
    (workspace / "data/progress/fangguan.csv").write_text(HEADER + text, encoding="utf-8")
    shown = changes("--rows", "--all", "--format", fmt)
    assert not set("\x1b\x07\u202e") & set(shown)
    if fmt != "json":
        assert "::error" not in shown
        assert "\ufe0f" not in shown
    if fmt == "table":
        assert "[bold]" in shown
        assert [line for line in shown.splitlines() if cell_len(line) > 80] == []
    if fmt == "csv":
        assert ",=cmd" not in shown
        assert '"=cmd' not in shown
    if fmt == "markdown":
        assert {line.replace("\\|", "").count("|") for line in shown.splitlines()} == {8, 0}


# When a row is known


def known(workspace: Path, by: str, item: str) -> list[tuple[str, Any]]:
    """The rows of an item that were known by a day, as they count."""
    read, problems = open_workspace(workspace / "plan.yaml", known=date.fromisoformat(by))
    assert read is not None, problems
    series = read.reports().get(item, {})
    return [
        (str(on), value)
        for each in series.values()
        for on, value in zip(each.days, each.values, strict=True)
    ]


def test_a_correction_hides_nothing_of_what_was_known_before(workspace: Path) -> None:
    assert known(workspace, "2026-03-30", "1.1f") == []
    assert known(workspace, "2026-03-31", "1.1f") == [("2026-03-31", 9)]
    assert known(workspace, "2026-04-01", "1.1f") == [("2026-03-31", 9)]
    assert known(workspace, "2026-04-02", "1.1f") == [("2026-03-31", 8)]


def test_a_late_row_is_news_although_its_date_is_old(workspace: Path) -> None:
    assert known(workspace, "2026-04-09", "1.1b") == []
    assert known(workspace, "2026-04-10", "1.1b") == [("2026-03-10", 20)]
    assert found("1.1b") == {"1.1b": ["first-report"]}
    assert found("1.1b", since="2026-04-10") == {}


@pytest.mark.workspace(
    PLAN,
    {
        "fangguan": (
            "2026-03-31,1.1f,8,,,2026-04-02T10:00:00+08:00\n"
            "2026-03-31,1.1f,9,,,2026-03-31T10:00:00+08:00\n"
        )
    },
)
def test_a_correction_that_stands_first_in_the_file_is_still_the_later(workspace: Path) -> None:
    assert found("1.1f") == {"1.1f": ["corrected"]}
    assert known(workspace, "2026-04-01", "1.1f") == [("2026-03-31", 9)]
    assert known(workspace, "2026-04-02", "1.1f") == [("2026-03-31", 8)]


@pytest.mark.workspace(PLAN, {"lvhua": "2026-05-01,1.2d,3,,,2026-03-01T10:00:00+08:00\n"})
@in_workspace
def test_a_row_entered_ahead_counts_from_its_own_day() -> None:
    assert found("1.2d") == {"1.2d": ["first-report"]}
    assert came_in("1.2d") == 1
    assert found("1.2d", since="2026-05-01") == {}


@pytest.mark.workspace(PLAN, {"lvhua": "2026-05-01,1.2d,3,好,,\n" * 2 + "2026-05-01,1.2d,3,,,\n"})
@in_workspace
def test_the_same_row_twice_came_in_once() -> None:
    assert came_in("1.2d") == 2


SHANGHAI, NEW_YORK = ZoneInfo("Asia/Shanghai"), ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("moment", "zone", "expected"),
    [
        ("", SHANGHAI, "2026-03-01"),
        ("  ", SHANGHAI, "2026-03-01"),
        ("昨天", SHANGHAI, "2026-03-01"),
        ("2026-02-30T10:00:00+08:00", SHANGHAI, "2026-03-01"),
        ("2026-02-01T10:00:00+08:00", SHANGHAI, "2026-03-01"),
        ("2026-03-31T23:59:59+08:00", SHANGHAI, "2026-03-31"),
        ("2026-04-01T00:00:00+08:00", SHANGHAI, "2026-04-01"),
        ("2026-03-31T15:59:59Z", SHANGHAI, "2026-03-31"),
        ("2026-03-31T16:00:00Z", SHANGHAI, "2026-04-01"),
        ("2026-03-31T23:59:59", SHANGHAI, "2026-03-31"),
        ("2026-04-01T03:59:59Z", NEW_YORK, "2026-03-31"),
        ("2026-04-01T04:00:00Z", NEW_YORK, "2026-04-01"),
        ("2026-04-01T11:00:00+08:00", NEW_YORK, "2026-03-31"),
        ("2026/4/1 0:05", SHANGHAI, "2026-04-01"),
        ("9999-12-31T23:00:00Z", SHANGHAI, "2026-03-01"),
    ],
)
def test_the_day_from_which_a_row_is_known(moment: str, zone: ZoneInfo, expected: str) -> None:
    assert str(known_on(date(2026, 3, 1), moment, zone)) == expected


@pytest.mark.workspace(PLAN)
def test_midnight_is_that_of_the_plan(workspace: Path) -> None:
    row = "2026-03-30,1.2d,3,,,2026-03-31T16:30:00Z\n"  # 00:30 of 1 April in Shanghai
    lay_out(workspace, rows={"lvhua": row})
    assert found("1.2d") == {"1.2d": ["first-report"]}
    zone = PLAN.replace("end: 2026-12-31\n", "end: 2026-12-31\ntimezone: Europe/London\n", 1)
    lay_out(workspace, zone, {"lvhua": row})
    assert found("1.2d") == {}


@given(
    st.lists(
        st.tuples(
            st.integers(-6, 6),
            st.integers(-4, 4),
            st.integers(0, 86399),
            st.one_of(st.none(), st.integers(-23 * 60 - 59, 23 * 60 + 59)),
            st.sampled_from(["", "x", None]),
        ),
        max_size=8,
    ),
    st.integers(-3, 3),
)
def test_rows_are_left_out_by_the_day_on_which_they_were_known(
    rows: list[tuple[int, int, int, int | None, str | None]], by: int
) -> None:
    plan = plan_of(target("count", at_least=30))
    middle = day(100)
    lines, days = [HEADER], []
    for number, (on, later, second, offset, other) in enumerate(rows):
        zone = SHANGHAI if offset is None else timezone(timedelta(minutes=offset))
        own = middle + timedelta(days=on)
        moment = datetime.combine(own, datetime.min.time(), tzinfo=zone)
        moment += timedelta(days=later, seconds=second)
        cell = moment.isoformat() if other is None else other
        if offset is None:
            cell = cell.removesuffix("+08:00")
        lines.append(f"{own},1.1a,{number},,,{cell}\n")
        days.append(known_on(own, cell, SHANGHAI))
    last = middle + timedelta(days=by)
    for since in (None, last - timedelta(days=2)):
        file = read_progress(
            "".join(lines).encode(),
            "a.csv",
            "a",
            Catalogue(plan),
            zone=SHANGHAI,
            keep_rows=since is not None,
            known=last,
            since=since,
        )
        assert file.rows == sum(each <= last for each in days)
        if since:
            came = [number for number, each in enumerate(days) if since < each <= last]
            assert sorted(arrival.row.value or 0 for arrival in file.arrivals) == came


# Each kind by itself. The plan runs from day 0 to day 300: of an amount of 300 one a day.

AMOUNT = target("amount", at_least=300)
LEVEL = target("level", at_least=900, baseline={"date": day(0), "value": 600})
FALLING = target("level", at_most=6, baseline={"date": day(0), "value": 9})
ALONE = target("level", at_least=900)
DUTY = target("duty")


def revised(on: int, **more: Any) -> dict[str, Any]:
    return target("amount", at_least=300, revisions=[{"on": day(on), "why": "原因", **more}])


EXAMPLES: dict[str, tuple[dict[str, Any], Rows, int, Rows, int, list[str]]] = {
    "overdue": (AMOUNT, [(280, 290)], 300, [(280, 290)], 301, ["newly-overdue"]),
    "off track": (AMOUNT, [(100, 95)], 100, [(200, 100)], 200, ["newly-off-track"]),
    "at risk": (AMOUNT, [(100, 95)], 100, [(200, 150)], 200, ["newly-at-risk"]),
    "recovered": (AMOUNT, [(100, 50)], 100, [(200, 200)], 200, ["recovered"]),
    "red and met": (AMOUNT, [(100, 50)], 100, [(200, 300)], 200, ["met"]),
    "late and met": (AMOUNT, [(280, 290)], 305, [(310, 300)], 310, ["met"]),
    "overdue, then given more time": (
        revised(310, due=day(400)),
        [(290, 200)],
        305,
        [(290, 200)],
        320,
        ["newly-at-risk", "revised"],
    ),
    "revised": (revised(150, due=day(330)), [(100, 100)], 110, [(100, 100)], 160, ["revised"]),
    "required less": (
        revised(150, at_least=200),
        [(100, 100)],
        110,
        [(100, 100)],
        160,
        ["revised"],
    ),
    "required less, and met by that": (
        revised(150, at_least=100),
        [(100, 100)],
        110,
        [(100, 100)],
        160,
        ["met", "revised"],
    ),
    "withdrawn": (revised(150, withdrawn=True), [], 110, [], 160, ["revised"]),
    "decided before both days": (
        revised(100, due=day(330)),
        [(90, 90)],
        100,
        [(90, 90)],
        160,
        [],
    ),
    "corrected": (AMOUNT, [(100, 95)], 110, [(100, 90)], 120, ["corrected"]),
    "a total that falls": (AMOUNT, [(100, 130)], 110, [(120, 125)], 120, ["corrected"]),
    "a level that falls": (LEVEL, [(100, 800)], 100, [(110, 790)], 110, ["moved"]),
    "a level that is corrected": (LEVEL, [(100, 800)], 100, [(100, 790)], 110, ["corrected"]),
    "a level that is corrected upwards": (LEVEL, [(100, 790)], 100, [(100, 800)], 110, ["moved"]),
    "less is better": (FALLING, [(100, 7)], 100, [(100, 8)], 110, ["corrected"]),
    "less is better, and it is less": (FALLING, [(100, 8)], 100, [(100, 7)], 110, ["moved"]),
    "silent": (AMOUNT, [(10, 10)], 100, [(10, 10)], 131, ["newly-silent"]),
    "red and silent": (AMOUNT, [(100, 50)], 110, [(100, 50)], 230, ["newly-silent"]),
    "a duty that falls silent": (DUTY, [(10, None)], 20, [(10, None)], 140, ["newly-silent"]),
    "a duty that is heard of again": (
        DUTY,
        [(10, None)],
        140,
        [(10, None), (150, None)],
        160,
        ["changed"],
    ),
    "a duty that is reported on again": (
        DUTY,
        [(10, None)],
        20,
        [(10, None), (30, None)],
        40,
        [],
    ),
    "first report": (AMOUNT, [], 10, [(20, 20)], 20, ["first-report"]),
    "first report, and red": (
        AMOUNT,
        [],
        100,
        [(100, 10)],
        110,
        ["newly-off-track", "first-report"],
    ),
    "first report, and met": (AMOUNT, [], 100, [(100, 300)], 110, ["met", "first-report"]),
    "heard of again": (AMOUNT, [(10, 10)], 140, [(150, 150)], 150, ["changed"]),
    "rated at last": (ALONE, [(100, 700)], 100, [(100, 700), (150, 800)], 150, ["changed"]),
    "moved": (AMOUNT, [(100, 100)], 100, [(110, 110)], 110, ["moved"]),
    "reported again, and the same": (AMOUNT, [(100, 100)], 100, [(101, 100)], 101, []),
    "no longer met": (
        LEVEL,
        [(100, 900)],
        100,
        [(100, 900), (110, 890)],
        110,
        ["newly-at-risk"],
    ),
    "its time began": (AMOUNT | {"start": day(50)}, [], 10, [], 60, []),
    "its time began, and nobody says a word": (
        AMOUNT | {"start": day(50)},
        [],
        10,
        [],
        180,
        ["newly-silent"],
    ),
}


@pytest.mark.parametrize(
    ("what", "before", "then", "after", "now", "expected"), EXAMPLES.values(), ids=EXAMPLES
)
def test_what_happened(
    what: dict[str, Any], before: Rows, then: int, after: Rows, now: int, expected: list[str]
) -> None:
    plan = plan_of(what)
    assert list(kinds_of(judge(plan, before, then), judge(plan, after, now))) == expected


def test_every_kind_has_an_example() -> None:
    assert {kind for *_example, kinds in EXAMPLES.values() for kind in kinds} == set(KINDS)


def test_the_most_important_stands_first_and_the_plan_s_order_is_kept() -> None:
    plan = plan_of(AMOUNT, AMOUNT | {"id": "1.1b"}, AMOUNT | {"id": "1.1c"})

    def at(on: int, *figures: int) -> list[Assessment]:
        ids = ("1.1a", "1.1b", "1.1c")
        return [judge(plan, [(on, n)], on, item) for item, n in zip(ids, figures, strict=True)]

    then, now = at(100, 100, 50, 95), at(200, 190, 300, 100)
    assert [(change.item.id, change.kind) for change in compare(then, now)] == [
        ("1.1c", "newly-off-track"),
        ("1.1b", "met"),
        ("1.1a", "moved"),
    ]
    assert compare(reversed(then), now) == compare(then, now)
    assert compare(then[:1], now) == [Change(now[0].item, then[0], now[0], ("moved",))], (
        "what was not judged on both days is no change"
    )


def test_a_correction_names_the_reporter_and_both_figures() -> None:
    plan = plan_of(AMOUNT, leads=["a", "b"])
    then = judge(plan, {"a": [(90, 50)], "b": [(100, 60)]}, 100)
    now = judge(plan, {"a": [(90, 50), (110, 80)], "b": [(100, 55)]}, 110)
    (correction,) = corrections(then, now)
    assert (correction.unit, correction.then, correction.now) == (
        "b",
        (day(100), 60),
        (day(100), 55),
    )


def test_how_far_the_due_date_slipped_and_which_decisions_did_it() -> None:
    revisions = [
        {"on": day(100), "due": day(320), "why": "一"},
        {"on": day(200), "due": day(310), "why": "二"},
    ]
    plan = plan_of(target("amount", at_least=300, revisions=revisions))

    def between(then: int, now: int) -> Change:
        rows = [(90, 90)]
        (change,) = compare([judge(plan, rows, then)], [judge(plan, rows, now)])
        return change

    assert between(99, 100).slipped == 20
    assert between(100, 200).slipped == -10
    assert between(99, 200).slipped == 10
    assert [each.why for each in between(99, 200).decisions] == ["一", "二"]
    assert [each.why for each in between(150, 200).decisions] == ["二"]
    silent = compare([judge(plan, [], 90)], [judge(plan, [], 99)])
    assert silent == []


@pytest.mark.parametrize(
    ("evidence", "expected"),
    [
        (["早先", "照片", "后来"], "照片"),
        (["早先", "", "后来"], "后来"),
        (["早先", " ", ""], ""),
    ],
)
def test_the_evidence_is_that_of_the_row_that_met_it_or_of_a_later_one(
    evidence: list[str], expected: str
) -> None:
    plan = plan_of(AMOUNT)
    rows: Rows = [(100, 100), (200, 300), (210, 300)]
    series = series_of(item_of(plan), "a", rows)
    series.lines, series.notes, series.evidence = [2, 3, 4], ["", "", ""], evidence
    assert evidence_of(judge(plan, rows, 220), {"a": series}) == expected


# Properties


def opened(folder: Path) -> LoadedWorkspace:
    workspace, problems = open_plan(folder / "plan.yaml")
    assert workspace is not None, problems
    return workspace


ITEMS = {
    "fangguan": ["1.1a", "1.1b", "1.1c", "1.1d", "1.1e", "1.1f"],
    "lvhua": ["1.2b", "1.2c", "1.2d", "1.2e"],
    "waitan": ["1.2a", "1.2b"],
    "yuyuan": ["1.2a", "1.2f"],
}
DAYS = st.integers(0, 729).map(lambda n: START + timedelta(days=n))


@st.composite
def reports(draw: st.DrawFn) -> dict[str, list[str]]:
    """Rows of all units, each recorded on its date, no two of one item and day."""
    found: dict[str, list[str]] = {}
    for unit, items in ITEMS.items():
        pairs = st.tuples(st.sampled_from(items), DAYS)
        for item, on in draw(st.lists(pairs, max_size=6, unique=True)):
            value = "" if item == "1.2c" else str(draw(st.integers(0, 60)))
            recorded = draw(st.sampled_from(["", f"{on}T00:00:00+08:00", f"{on}T15:59:59Z"]))
            found.setdefault(unit, []).append(f"{on},{item},{value},,,{recorded}\n")
    return found


calm = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.mark.slow
@calm
@given(reports(), DAYS, st.randoms(use_true_random=False))
def test_what_was_recorded_on_its_date_is_judged_as_status_judges_it(
    workspace: Path, rows: dict[str, list[str]], on: date, chance: random.Random
) -> None:
    for unit in ITEMS:
        lines = list(rows.get(unit, []))
        (workspace / f"data/progress/{unit}.csv").write_text(HEADER + "".join(lines), "utf-8")
    plain, problems = open_workspace(workspace / "plan.yaml")
    assert plain is not None, problems
    judged = as_known(opened(workspace), on).assess(on)
    assert judged == plain.assess(on)
    assert compare(judged, judged) == []
    for unit, lines in rows.items():
        chance.shuffle(lines)
        (workspace / f"data/progress/{unit}.csv").write_text(HEADER + "".join(lines), "utf-8")
    assert as_known(opened(workspace), on).assess(on) == judged


@in_workspace
def test_a_day_has_no_changes_from_itself() -> None:
    for on in ("2025-01-01", SINCE, DAY, "2026-12-31", "2027-03-01"):
        data = json.loads(changes("--all", "--rows", "--format", "json", since=on, as_of=on))
        assert (data["changes"], data["rows"]) == ([], [])


def test_the_order_of_rows_does_not_matter(workspace: Path) -> None:
    before = changes("--all", "--rows", "--format", "json")
    for unit, text in ROWS.items():
        lines = text.splitlines(keepends=True)[::-1]
        (workspace / f"data/progress/{unit}.csv").write_text(HEADER + "".join(lines), "utf-8")
    assert changes("--all", "--rows", "--format", "json") == before


@in_workspace
def test_both_days_are_those_of_status(workspace: Path) -> None:
    # Without what was handed in late or corrected, status says the same of each day.
    text = "".join(
        line for line in ROWS["fangguan"].splitlines(keepends=True) if "-04-" not in line
    )
    (workspace / "data/progress/fangguan.csv").write_text(HEADER + text, encoding="utf-8")
    data = json.loads(changes("--all", "--format", "json"))
    for key, on in (("then", SINCE), ("now", DAY)):
        status = ran("status", "--all", "--as-of", on, "--format", "json")
        items = {each["item"]: each for each in json.loads(status.stdout)["items"]}
        for change in data["changes"]:
            shown = change[key]
            assert shown == {name: items[change["item"]][name] for name in shown}
