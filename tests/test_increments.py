"""Forms in which what is new was filled in: taken for a total, or named."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from plans import HEADER, lay_out
from running import ran
from workbooks import Formula, form

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
chapters:
  - id: "1"
    title: 第一章
    clauses:
      - id: "1.1"
        title: 推进工作
        leads: [aa]
        text: "完成30个小区改造，新增绿道9.5公里，满意率达到90%，每年打造3处示范点，制定方案。"
        targets:
          - {id: 1.1a, name: 小区改造, quote: 完成30个小区改造, kind: count, at_least: 30, uom: 个}
          - {id: 1.1b, name: 绿道, quote: 新增绿道9.5公里, kind: amount, at_least: 9.5, uom: 公里}
          - {id: 1.1c, name: 满意率, quote: 满意率达到90%, kind: level, at_least: 90, uom: "%"}
          - id: 1.1d
            name: 示范点
            quote: 每年打造3处示范点
            kind: count
            at_least: 3
            uom: 处
            every: year
          - {id: 1.1e, name: 方案, quote: 制定方案, kind: milestone}
"""
ROWS = "2025-03-31,1.1a,7,,,\n2025-03-31,1.1b,1.5,,,\n2024-12-31,1.1d,3,,,\n"
HEADS = ("编号", "上次累计", "统计截止日", "本次累计", "本期新增", "说明")
DAY = "2025-06-30"

pytestmark = pytest.mark.workspace(PLAN, {"aa": ROWS})


def collected(*rows: str, heads: str = ",".join(HEADS), name: str = "aa.csv") -> dict[str, Any]:
    """What comes of a CSV with these rows."""
    with open(name, "w", encoding="utf-8") as file:  # noqa: PTH123
        file.write("\n".join([heads, *rows, ""]))
    return taken(name)


def taken(*names: str) -> dict[str, Any]:
    """What comes of the last of these files, taken in together."""
    shown = ran("collect", *names, "--yes", "--format", "json", "--as-of", "2025-07-10")
    form: dict[str, Any] = json.loads(shown.stdout)["forms"][-1]
    return form


def added(found: dict[str, Any]) -> dict[str, object]:
    assert found["faults"] == []
    return {row["item"]: row["value"] for row in found["rows"]}


def refused(found: dict[str, Any]) -> list[str]:
    assert found["rows"] == []
    return [f"{each['row']}:{each['column']} {each['message']}" for each in found["faults"]]


@pytest.mark.usefixtures("workspace")
@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (f"1.1a,7,{DAY},,5,", {"1.1a": 12}),
        (f"1.1a,,{DAY},,5,", {"1.1a": 12}),
        (f"1.1a,7,{DAY},,+5,", {"1.1a": 12}),
        (f"1.1b,1.5,{DAY},,0.25,", {"1.1b": 1.75}),
        (f"1.1d,,{DAY},,2,", {"1.1d@2025": 2}),
        (f"1.1a,7,{DAY},,5,新增五个", {"1.1a": 12}),
        (f"1.1a,7,{DAY},12,5,", {"1.1a": 12}),
        (f"1.1a,,{DAY},12,12,", {"1.1a": 12}),
        (f"1.1a,7,{DAY},12,,", {"1.1a": 12}),
        (f"1.1a,7,{DAY},12,略,", {"1.1a": 12}),
        ("1.1a,,2025-02-28,,4,", {"1.1a": 4}),
        (f"1.1a,7,{DAY},,0,", {}),
        (f"1.1a,7,{DAY},,-7,", {}),
        (f"1.1a,7,{DAY},,—,", {}),
    ],
)
def test_the_last_total_and_what_is_new_make_the_total(
    row: str, expected: dict[str, object]
) -> None:
    assert added(collected(row)) == expected


@pytest.mark.usefixtures("workspace")
@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (
            f"1.1a,7,{DAY},12,9,",
            "2:22 a total of 12 and 9 new do not fit; the last total is 7",
        ),
        (
            f"1.1b,1.5,{DAY},2,2,",
            "2:23 a total of 2 and 2 new do not fit; the last total is 1.5",
        ),
        (
            f"1.1a,6,{DAY},,5,",
            "2:20 only what is new is filled in; the last total is 7 by now, not 6",
        ),
        (f"1.1c,,{DAY},,5,", "2:19 only what is new is filled in, but such figures do not add up"),
        (f"1.1e,,{DAY},,20,", "2:19 only what is new is filled in, but such figures do not add up"),
        (f"1.1a,7,{DAY},,约5,", "2:20 “约5” is no exact figure"),
        (f"1.1a,7,{DAY},,2.5,", "2:20 “2.5” is not whole, but this target counts whole things"),
        (f"1.1a,7,{DAY},,-3,", "2:20 “-3” is negative"),
    ],
)
def test_what_does_not_fit_is_named_at_its_cell(row: str, expected: str) -> None:
    assert refused(collected(row)) == [expected]


@pytest.mark.usefixtures("workspace")
def test_a_form_of_increments_adds_nothing_when_it_is_taken_in_again() -> None:
    row = f"1.1a,7,{DAY},,5,"
    assert added(collected(row)) == {"1.1a": 12}
    again = collected(row)
    assert (again["rows"], again["known"], again["faults"]) == ([], 1, [])


@pytest.mark.usefixtures("workspace")
def test_rows_of_one_form_add_to_one_another_in_the_order_of_their_days() -> None:
    april, may = "1.1a,,2025-04-30,,3,", "1.1a,,2025-05-31,,2,"
    assert [row["value"] for row in collected(april, may)["rows"]] == [10, 12]


@pytest.mark.usefixtures("workspace")
def test_an_earlier_day_behind_a_later_one_is_named() -> None:
    april, may = "1.1a,,2025-04-30,,3,", "1.1a,,2025-05-31,,2,"
    assert refused(collected(may, april)) == [
        "3:19 only what is new is filled in, behind a row for a later day"
    ]


def test_forms_that_are_taken_in_together_add_to_one_another(workspace: Path) -> None:
    for month, row in ((4, "1.1a,,2025-04-30,,3,"), (5, "1.1a,,2025-05-31,,2,")):
        (workspace / f"aa-{month}.csv").write_text(f"{','.join(HEADS)}\n{row}\n", encoding="utf-8")
    words = ("collect", "aa-4.csv", "aa-5.csv", "--yes", "--as-of", "2025-07-10")
    assert ran(*words).code == 0
    text = (workspace / "data" / "progress" / "aa.csv").read_text(encoding="utf-8")
    assert [line.split(",")[2] for line in text.splitlines()[-2:]] == ["10", "12"]


def test_a_workbook_too_with_its_formulas(workspace: Path) -> None:
    """A formula says nothing of its own where the total is empty."""
    with form(workspace, "aa.xlsx", heads=HEADS) as sheet:
        sheet.row("1.1a", 7, DAY, None, 5, None)
        sheet.row("1.1b", 1.5, DAY, 2, Formula("=D3-B3", 0.5), None)
        sheet.row("1.1d", None, DAY, None, Formula('=IF(ISNUMBER(D4),D4-N(B4),"")', ""), None)
    assert added(taken("aa.xlsx")) == {"1.1a": 12, "1.1b": 2}


@pytest.mark.usefixtures("workspace")
def test_a_column_that_is_not_known_and_holds_figures_is_named_as_such() -> None:
    found = collected(f"1.1a,{DAY},,5,甲", heads="编号,统计截止日,本次累计,本月完成,经办人")
    assert [(each["code"], each["message"], each["hint"]) for each in found["notices"]] == [
        (
            "HP451",
            "the column “本月完成” holds figures, and is read over",
            "a figure that is to count belongs under “Total”",
        ),
        (
            "HP451",
            "the column “经办人” is read over",
            "what is to be kept belongs into the note",
        ),
    ]


def test_such_a_column_of_a_progress_file_is_a_fault(workspace: Path) -> None:
    lay_out(workspace, rows={"aa": ""})
    path = workspace / "data" / "progress" / "aa.csv"
    text = HEADER.replace("value,", "value,本期新增,") + "2025-03-31,1.1a,7,7,,,\n"
    path.write_text(text, encoding="utf-8")
    shown = ran("check", "--as-of", "2025-07-10")
    assert "aa.csv:1:19: HP303 there is no column “本期新增”" in shown.stdout
    assert shown.code == 1


def test_nothing_is_lost_of_a_form_that_is_refused(workspace: Path) -> None:
    before = (workspace / "data" / "progress" / "aa.csv").read_bytes()
    refused(collected(f"1.1a,7,{DAY},12,9,", f"1.1b,1.5,{DAY},2,,"))
    assert (workspace / "data" / "progress" / "aa.csv").read_bytes() == before
