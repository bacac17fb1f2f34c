"""Last year's closing figure under a bare id, which the date takes for the new year's."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from plans import lay_out
from running import ran

if TYPE_CHECKING:
    from pathlib import Path

PLAN = """\
format: 1
title: 测试计划
issued: 2024-01-01
start: 2024-01-01
end: 2026-12-31
units:
  - {id: aa, name: 甲局}
  - {id: bb, name: 乙街道}
groups:
  - {id: team, name: 各街道, members: [bb]}
chapters:
  - id: "1"
    title: 第一章
    clauses:
      - id: "1.1"
        title: 推进工作
        leads: [aa]
        text: "每年打造3处示范点，各街道每年建成2处公园，满意率每年达到90%，完成30个小区改造。"
        targets:
          - id: 1.1a
            name: 示范点
            quote: 每年打造3处示范点
            kind: count
            at_least: 3
            uom: 处
            every: year
          - id: 1.1b
            name: 公园
            quote: 各街道每年建成2处公园
            kind: count
            at_least: 2
            uom: 处
            every: year
            each: team
          - id: 1.1c
            name: 满意率
            quote: 满意率每年达到90%
            kind: level
            at_least: 90
            uom: "%"
            every: year
          - {id: 1.1d, name: 改造, quote: 完成30个小区改造, kind: count, at_least: 30, uom: 个}
"""
YEAR = "2025-09-30,1.1a,2,,x,\n"

pytestmark = pytest.mark.workspace(PLAN)


def warned(workspace: Path, rows: str, unit: str = "aa") -> list[str]:
    """Where `check` doubts that a figure is of the year in which it lands."""
    lay_out(workspace, rows={unit: rows})
    shown = json.loads(ran("check", "--as-of", "2026-03-31", "--format", "json").stdout)
    return [
        f"{each['line']}:{each['column']} {each['message']} | {each['hint']}"
        for each in shown["problems"]
        if each["code"] == "HP366"
    ]


def test_a_closing_figure_in_january_is_asked_about(workspace: Path) -> None:
    assert warned(workspace, YEAR + "2026-01-05,1.1a,3,,x,\n") == [
        (
            "3:12 3 by 2026-01-05 meets 1.1a@2026 in its first month, where 1.1a@2025 had 2 in"
            " all: is it the closing figure of that year? | if so, append it as 1.1a@2025, and for"
            " 2026-01-05 what 1.1a@2026 really has"
        )
    ]


@pytest.mark.parametrize(
    "row",
    [
        "2026-01-01,1.1a,3,,x,\n",
        "2026-01-31,1.1a,3,,x,\n",
        "2026-01-05,1.1a@2026,3,,x,\n",
        "2026-01-05,1.1a,1,,x,\n2026-01-20,1.1a,4,,x,\n",
    ],
)
def test_so_is_any_row_of_the_first_month_that_meets_the_year(workspace: Path, row: str) -> None:
    assert len(warned(workspace, YEAR + row)) == 1


@pytest.mark.parametrize(
    "rows",
    [
        YEAR + "2026-01-05,1.1a@2025,3,,x,\n",
        YEAR + "2026-02-01,1.1a,3,,x,\n",
        YEAR + "2026-01-05,1.1a,2,,x,\n",
        "2025-12-31,1.1a,3,,x,\n2026-01-20,1.1a,3,,x,\n",
        "2024-01-20,1.1a,3,,x,\n",
        YEAR + "2026-01-05,1.1a,,无新增,,\n",
        "2025-09-30,1.1c,85,,x,\n2026-01-05,1.1c,91,,x,\n",
        "2025-09-30,1.1d,20,,x,\n2026-01-05,1.1d,30,,x,\n",
        YEAR + "2026-01-05,1.1a,3,,x,\n2026-01-05,1.1a,0,更正,,\n2026-01-05,1.1a@2025,3,,x,\n",
    ],
    ids=[
        "named by its year",
        "in February",
        "not met by it",
        "no more than the year before",
        "no year before",
        "a remark",
        "a level does not begin anew",
        "no annual item",
        "corrected",
    ],
)
def test_what_may_well_be_of_the_new_year_is_not(workspace: Path, rows: str) -> None:
    assert warned(workspace, rows) == []


def test_each_member_is_asked_about_its_own_year(workspace: Path) -> None:
    rows = "2025-09-30,1.1b,1,,x,\n2026-01-05,1.1b,2,,x,\n"
    (said,) = warned(workspace, rows, "bb")
    assert "meets 1.1b@2026@bb in its first month, where 1.1b@2025@bb had 1 in all" in said


def test_a_year_of_which_nothing_was_reported_had_nothing(workspace: Path) -> None:
    (said,) = warned(workspace, "2026-01-05,1.1a,3,,x,\n")
    assert "where 1.1a@2025 had 0 in all" in said


def test_record_says_so_beside_the_year_before(workspace: Path) -> None:
    lay_out(workspace, rows={"aa": YEAR})
    words = ("record", "1.1a", "3", "--date", "2026-01-05", "--evidence", "x", "--no-input")
    shown = ran(*words, "--as-of", "2026-01-10", "--dry-run")
    assert "HP366" in shown.stderr
    assert "1.1a@2025 had 2 in all" in " ".join(shown.stderr.split())


def test_collect_says_so_at_the_row_of_the_form(workspace: Path) -> None:
    lay_out(workspace, rows={"aa": YEAR})
    form = workspace / "aa.csv"
    form.write_text("编号,统计截止日,本次累计,佐证\n1.1a,2026-01-05,3,x\n", encoding="utf-8")
    shown = ran("collect", "aa.csv", "--dry-run", "--as-of", "2026-01-10", "--format", "json")
    notices = json.loads(shown.stdout)["forms"][0]["notices"]
    assert [(each["code"], each["row"]) for each in notices] == [("HP366", 2)]
