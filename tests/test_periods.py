"""Targets that recur each half-year, quarter or month: their items, ids, rows and words."""

from __future__ import annotations

import csv
import json
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from hpplan.plan.items import Catalogue
from hpplan.plan.period import MONTHS, Cadence, count_of_periods, period_of, periods
from plans import item_of, lay_out, plan_of, target
from running import ran, run

if TYPE_CHECKING:
    from pathlib import Path

    from hpplan.plan.model import Plan

DAYS = st.dates(date(1900, 1, 1), date(2999, 12, 31))
CADENCES = st.sampled_from([*MONTHS])


@pytest.mark.parametrize(
    ("every", "day", "label", "first", "last"),
    [
        ("year", "2025-07-01", "2025", "2025-01-01", "2025-12-31"),
        ("half", "2025-06-30", "2025H1", "2025-01-01", "2025-06-30"),
        ("half", "2025-07-01", "2025H2", "2025-07-01", "2025-12-31"),
        ("quarter", "2025-03-31", "2025Q1", "2025-01-01", "2025-03-31"),
        ("quarter", "2025-12-31", "2025Q4", "2025-10-01", "2025-12-31"),
        ("month", "2024-02-29", "2024-02", "2024-02-01", "2024-02-29"),
        ("month", "2025-12-01", "2025-12", "2025-12-01", "2025-12-31"),
    ],
)
def test_the_period_of_a_day(every: Cadence, day: str, label: str, first: str, last: str) -> None:
    found = period_of(every, date.fromisoformat(day))
    assert (found.label, str(found.start), str(found.end)) == (label, first, last)
    assert found.cadence == every


@given(CADENCES, DAYS, DAYS)
def test_periods_lie_side_by_side(every: Cadence, one: date, other: date) -> None:
    start, due = min(one, other), max(one, other)
    due = min(due, start.replace(year=start.year + 3, day=1))
    due = max(start, due)
    found = periods(every, start, due)
    assert found[0].holds(start)
    assert found[-1].holds(due)
    assert len(found) == count_of_periods(every, start, due)
    assert len({each.label for each in found}) == len(found)
    for before, after in pairwise(found):
        assert (after.start - before.end).days == 1
    assert [each.label for each in found] == sorted(each.label for each in found)


YEARS = {"start": "2025-02-10", "end": "2026-05-20"}


def recurring(every: str, **more: object) -> Plan:
    """A plan from 10 February 2025 to 20 May 2026, of one target that recurs."""
    return plan_of(target("count", at_least=3, every=every, **more), **YEARS)


@pytest.mark.parametrize(
    ("every", "ids"),
    [
        ("year", ["1.1a@2025", "1.1a@2026"]),
        ("half", ["1.1a@2025H1", "1.1a@2025H2", "1.1a@2026H1"]),
        (
            "quarter",
            [f"1.1a@2025Q{n}" for n in (1, 2, 3, 4)] + ["1.1a@2026Q1", "1.1a@2026Q2"],
        ),
        (
            "month",
            [f"1.1a@2025-{month:02}" for month in range(2, 13)]
            + [f"1.1a@2026-{month:02}" for month in range(1, 6)],
        ),
    ],
)
def test_the_items_of_a_target_that_recurs(every: str, ids: list[str]) -> None:
    plan = recurring(every)
    items = list(Catalogue(plan).items.values())
    assert [item.id for item in items] == ids
    assert (str(items[0].start), str(items[-1].due)) == ("2025-02-10", "2026-05-20")


def test_an_item_lies_within_its_period_and_its_target() -> None:
    item = item_of(recurring("quarter", start="2025-02-15"), "1.1a@2025Q1")
    assert (str(item.start), str(item.due)) == ("2025-02-15", "2025-03-31")


def test_each_member_has_an_item_in_each_period() -> None:
    items = Catalogue(recurring("half", each="team")).items
    assert [*items][:3] == ["1.1a@2025H1@b", "1.1a@2025H1@c", "1.1a@2025H2@b"]


PLAN = """\
format: 1
title: 计划
issued: 2024-12-01
start: 2025-01-01
end: 2026-12-31
units:
  - {id: aa, name: 甲局}
chapters:
  - id: "1"
    title: 章
    clauses:
      - id: "1.1"
        title: 条
        leads: [aa]
        text: 每季度完成3次检查。每月走访2次。每半年评估1次。完成9处改造。
        targets:
          - id: 1.1a
            name: 检查
            quote: 每季度完成3次检查
            kind: count
            at_least: 3
            uom: 次
            every: quarter
          - id: 1.1b
            name: 走访
            quote: 每月走访2次
            kind: count
            at_least: 2
            uom: 次
            every: month
          - id: 1.1c
            name: 评估
            quote: 每半年评估1次
            kind: count
            at_least: 1
            uom: 次
            every: half
          - {id: 1.1d, name: 改造, quote: 完成9处改造, kind: count, at_least: 9, uom: 处}
"""


@pytest.fixture
def planned(workspace: Path) -> Path:
    """A workspace whose targets recur, without a row."""
    return lay_out(workspace, PLAN, {"aa": ""})


def values(*names: str) -> dict[str, str]:
    """Status and value of items by their ids, as `status --format csv` gives them."""
    shown = ran("status", *names, "--all", "--as-of", "2025-08-01", "--format", "csv")
    return {
        row["item"]: f"{row['status']} {row['value']}".strip()
        for row in csv.DictReader(shown.stdout.splitlines())
    }


def test_a_bare_id_means_the_period_that_holds_the_rows_date(planned: Path) -> None:
    rows = (
        "2025-03-31,1.1a,3,,表,\n2025-04-01,1.1a,1,,,\n2025-06-30,1.1a,2,,,\n"
        "2025-07-15,1.1b,2,,表,\n2025-07-31,1.1c,1,,表,\n"
    )
    lay_out(planned, rows={"aa": rows})
    assert run().stdout == ""
    found = values()
    assert found["1.1a@2025Q1"] == "met 3"
    assert found["1.1a@2025Q2"] == "overdue 2"
    assert found["1.1b@2025-06"] == "overdue"
    assert found["1.1b@2025-07"] == "met 2"
    assert found["1.1c@2025H1"] == "overdue"
    assert found["1.1c@2025H2"] == "met 1"
    assert found["1.1b@2025-08"] == "on-track"
    assert found["1.1b@2025-09"] == "upcoming"


def test_a_past_period_is_closed_late_by_its_item(planned: Path) -> None:
    lay_out(planned, rows={"aa": "2025-07-10,1.1a@2025Q2,3,,表,\n2025-07-10,1.1b@2025-06,2,,表,\n"})
    found = values("1.1a@2025Q2", "1.1b@2025-06")
    assert found == {"1.1a@2025Q2": "met 3", "1.1b@2025-06": "met 2"}


@pytest.mark.parametrize("name", ["1.1a@2025q2", "１．１ａ＠２０２５Ｑ２", " 1.1a@2025Q2 "])
def test_an_id_is_read_with_kindness(name: str, planned: Path) -> None:
    lay_out(planned, rows={"aa": f"2025-06-10,{name},3,,表,\n"})
    assert run().stdout == ""
    assert values("1.1a@2025q2") == {"1.1a@2025Q2": "met 3"}


UNFIT = {
    "1.1a@2025H1": "1.1a is owed each quarter, and has no item “1.1a@2025H1”",
    "1.1a@2025Q5": "1.1a is owed each quarter, and has no item “1.1a@2025Q5”",
    "1.1a@2027Q1": "1.1a is owed each quarter, and has no item “1.1a@2027Q1”",
    "1.1b@2025-13": "1.1b is owed each month, and has no item “1.1b@2025-13”",
    "1.1b@2025-7": "1.1b is owed each month, and has no item “1.1b@2025-7”",
    "1.1c@2025Q1": "1.1c is owed each half-year, and has no item “1.1c@2025Q1”",
    "1.1d@2025": "1.1d is one item, without a period or member",
}


@pytest.mark.parametrize(("name", "message"), UNFIT.items(), ids=UNFIT)
def test_a_period_that_does_not_fit_its_target(name: str, message: str, planned: Path) -> None:
    lay_out(planned, rows={"aa": f"2025-03-31,{name},1,,,\n"})
    assert run().stdout == f"data/progress/aa.csv:2:12: HP318 {message}\n"
    shown = ran("record", name, "1", "--date", "2025-03-31")
    assert shown.code == 2
    assert message in " ".join(shown.reason.split())


def test_a_year_stands_for_all_its_periods_where_items_are_chosen(planned: Path) -> None:
    assert [*values("1.1a@2026")] == [f"1.1a@2026Q{n}" for n in (1, 2, 3, 4)]
    lay_out(planned, rows={"aa": "2025-03-31,1.1a@2025,1,,,\n"})
    assert run().stdout == (
        "data/progress/aa.csv:2:12: HP305 “1.1a@2025” stands for several items\n"
    )


def test_a_date_outside_of_all_periods(planned: Path) -> None:
    lay_out(planned, rows={"aa": "2027-01-05,1.1a,3,,,\n2024-12-30,1.1b,3,,,\n"})
    assert run().stdout == (
        "data/progress/aa.csv:2:12: HP305 1.1a is owed in 2025Q1 to 2026Q4, and the date lies in"
        " 2027Q1\n"
        "data/progress/aa.csv:3:12: HP305 1.1b is owed in 2025-01 to 2026-12, and the date lies in"
        " 2024-12\n"
    )


def test_what_is_recorded_names_the_item_of_its_day(planned: Path) -> None:
    shown = ran("record", "1.1b", "2", "--date", "2025-07-20", "--evidence", "表", "--dry-run")
    assert shown.code == 0
    assert "1.1b@2025-07" in shown.stdout
    shown = ran("record", "1.1a@2025Q2", "+1", "--date", "2025-07-20", "--as-of", "2025-07-20")
    assert (
        shown.code,
        (planned / "data/progress/aa.csv").read_text("utf-8").count("1.1a@2025Q2"),
    ) == (
        0,
        1,
    )


def test_json_has_the_label_of_a_period(planned: Path) -> None:
    assert planned.is_dir()
    shown = ran("status", "--all", "--as-of", "2025-08-01", "--format", "json")
    found = {each["item"]: each["period"] for each in json.loads(shown.stdout)["items"]}
    assert found["1.1a@2025Q3"] == "2025Q3"
    assert found["1.1b@2025-07"] == "2025-07"
    assert found["1.1c@2026H2"] == "2026H2"
    assert found["1.1d"] is None


@pytest.mark.parametrize(
    ("name", "lang", "words"),
    [
        ("1.1a@2025Q2", "en", "2025-06-30, the end of quarter 2 of 2025"),
        ("1.1a@2025Q2", "zh", "2025-06-30，2025年第2季度末"),
        ("1.1b@2025-07", "zh", "2025-07-31，2025年7月末"),
        ("1.1c@2025H1", "zh_Hant", "2025-06-30，2025年上半年末"),
        ("1.1c@2025H2", "en", "2025-12-31, the end of the second half of 2025"),
        ("1.1a", "en", "in each quarter"),
        ("1.1b", "zh", "每月"),
        ("1.1c", "en", "in each half of a calendar year"),
    ],
)
def test_show_names_the_period(name: str, lang: str, words: str, planned: Path) -> None:
    assert planned.is_dir()
    shown = ran("--lang", lang, "show", name, "--as-of", "2025-08-01", "--format", "markdown")
    assert shown.code == 0
    assert words in shown.stdout


FAULTS = {
    "a duty that recurs": (
        "kind: count\n            at_least: 2\n            uom: 次\n            every: month",
        "kind: duty\n            every: month",
        "HP206",
    ),
    "a path": (
        "every: month",
        "every: month\n            path: [{by: 2025-06-30, value: 1}]",
        "HP208",
    ),
    "another due date": (
        "every: month",
        "every: month\n            revisions: [{on: 2025-02-01, due: 2025-12-31, why: 缓}]",
        "HP209",
    ),
    "a cadence that there is not": ("every: month", "every: week", "HP203"),
}


@pytest.mark.parametrize(("old", "new", "code"), FAULTS.values(), ids=FAULTS)
def test_what_cannot_recur(old: str, new: str, code: str, planned: Path) -> None:
    assert PLAN.count(old) == 1
    lay_out(planned, PLAN.replace(old, new))
    assert [line.split()[1] for line in run().stdout.splitlines()] == [code]


def test_a_revised_requirement_holds_for_the_periods_that_are_open(planned: Path) -> None:
    more = (
        "every: quarter\n"
        "            revisions: [{on: 2025-05-01, at_least: 2, why: 并入, by: 区长}]"
    )
    rows = "2025-03-31,1.1a,2,,表,\n2025-06-30,1.1a,2,,表,\n"
    lay_out(planned, PLAN.replace("every: quarter", more), {"aa": rows})
    found = values("1.1a")
    assert (found["1.1a@2025Q1"], found["1.1a@2025Q2"]) == ("overdue 2", "met 2")


def test_forms_and_collect_speak_of_the_period(planned: Path) -> None:
    rows = "2025-03-31,1.1a,3,,表,\n2025-06-30,1.1c,1,,表,\n"
    lay_out(planned, rows={"aa": rows})
    assert ran("form", "aa", "-o", "forms", "--as-of", "2025-08-01").code == 0
    (form,) = (planned / "forms").iterdir()
    cells = {cell.value for sheet in load_workbook(form) for row in sheet for cell in row}
    assert {"1.1b@2025-08", "走访 (month 8 of 2025)", "检查 (quarter 3 of 2025)"} <= cells
    (planned / "甲局.csv").write_text(
        "编号,日期,数值,说明,佐证\n1.1b@2025-07,2025-07-31,2,走访2次,表\n", encoding="utf-8"
    )
    shown = ran("collect", "甲局.csv", "--unit", "aa", "--yes", "--as-of", "2025-08-01")
    assert shown.code == 0, shown.stderr + shown.stdout
    assert values("1.1b@2025-07") == {"1.1b@2025-07": "met 2"}
