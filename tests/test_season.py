"""A year's path as the year before ran: proposed in the sheet, and taken only where it is copied.

The quarters' figures are worked out by hand: shares of last year's closing figure, led to 2025's
requirement.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from hpplan.forms.division import division_title
from hpplan.judging.season import seasonal_paths
from hpplan.workspace import LoadedWorkspace, open_workspace
from running import ran, run

if TYPE_CHECKING:
    from golden import Golden
    from hpplan.judging.season import SeasonalPath

TARGETS = {
    "1.1a": "kind: count, at_least: 30, uom: 个, every: year",
    "1.1b": "kind: amount, at_least: 7.5, uom: 公里, every: year",
    "1.1c": "kind: milestone, every: year",
    "1.1d": "kind: count, more_than: 12, uom: 个, every: year",
    "1.1e": "kind: count, at_least: 30, uom: 个",
    "1.1f": "kind: level, at_least: 90, uom: '%', every: year",
    "1.1g": "kind: count, at_least: 4, uom: 次, every: quarter",
    "1.1h": "kind: count, at_least: 10, uom: 个, every: year, each: jiedao",
}
PLAN = """\
format: 1
title: 计划
issued: 2024-01-01
start: 2024-01-01
end: 2026-12-31
units:
  - {id: lvhua, name: 区绿化市容局}
  - {id: waitan, name: 外滩街道}
groups:
  - {id: jiedao, name: 各街道, members: [waitan]}
chapters:
  - id: "1"
    title: 章
    clauses:
      - id: "1.1"
        title: 条
        leads: [lvhua]
        text: 事项。
        targets:
""" + "".join(
    f"          - {{id: {name}, name: 事项, quote: 事项, {keys}}}\n"
    for name, keys in TARGETS.items()
)
ENDS = ("03-31", "06-30", "09-30", "12-31")


def reported(name: str, *figures: str) -> str:
    """Rows of the quarters' ends of 2024; an empty figure is no report."""
    rows = zip(ENDS, figures, strict=True)
    return "".join(f"2024-{day},{name}@2024,{figure},,,\n" for day, figure in rows if figure)


# In 2024 a third of the count was done by half-year: 3, 8, 11 and 24 of 24.
ROWS = {
    "lvhua": reported("1.1a", "3", "8", "11", "24")
    + reported("1.1b", "1", "", "2", "3")
    + reported("1.1c", "10", "20", "20", "80")
    + reported("1.1d", "0", "5", "3", "9")
    + "2024-03-31,1.1e,10,,,\n2024-12-31,1.1e,20,,,\n"
    + reported("1.1f", "70", "75", "80", "95")
    + "2024-03-31,1.1g@2024Q1,4,,,\n2024-12-31,1.1g@2024Q4,4,,,\n",
    "waitan": "2024-03-31,1.1h@2024@waitan,1,,,\n2024-12-31,1.1h@2024@waitan,9,,,\n",
}

pytestmark = pytest.mark.workspace(PLAN, ROWS)

DAY = "2025-02-01"


def opened() -> LoadedWorkspace:
    workspace, problems = open_workspace(Path("plan.yaml"))
    assert workspace is not None
    assert problems == []
    return workspace


def proposals(as_of: date = date(2025, 2, 1)) -> dict[str, SeasonalPath]:
    workspace = opened()
    return seasonal_paths(workspace.catalogue, workspace.reports(), as_of)


def figures(of: str, as_of: date = date(2025, 2, 1)) -> list[str]:
    """The figures proposed for a target, at the quarters' ends."""
    return [str(value) for _by, value in proposals(as_of).get(of, ())]


def path_faults() -> list[str]:
    """What `check` says of the paths."""
    lines = run().stdout.splitlines()
    return [line.split(": ", 1)[1] for line in lines if " HP208 " in line]


def assign(*arguments: str) -> Any:
    return ran("assign", *arguments, "--as-of", DAY)


def sheet_of(path: str = "a.xlsx") -> Any:
    shown = assign("--sheet", "-o", path, "--force")
    assert (shown.code, shown.stderr) == (0, "")
    return openpyxl.load_workbook(path)


def cells(sheet: Any, key: str) -> dict[str, str | None]:
    """What stands in a column, by target."""
    (place,) = (cell.column for cell in sheet[5] if cell.value == division_title(key))
    rows = range(6, sheet.max_row + 1)
    return {sheet.cell(row, 2).value: sheet.cell(row, place).value for row in rows}


@pytest.mark.usefixtures("workspace")
def test_this_year_runs_as_the_year_before() -> None:
    # 30·3/24 = 3.75, 30·8/24 = 10, 30·11/24 = 13.75: whole things.
    assert figures("1.1a") == ["3", "10", "13", "30"]
    # Day 90 of 2024 has 1, day 273 has 2, so day 181 1 + 91/183: of 3, .33, .499 and .667 in whole
    # hundredths of 7.5.
    assert figures("1.1b") == ["99/40", "147/40", "99/20", "15/2"]
    assert figures("1.1c") == ["12", "25", "25", "100"]
    # 5 was taken back to 3, a third of 9; a path leads up to the 12 that are to be exceeded.
    assert figures("1.1d") == ["0", "4", "4", "12"]
    assert [by.isoformat()[5:] for by, _value in proposals()["1.1a"]] == [*ENDS]


@pytest.mark.usefixtures("workspace")
def test_of_others_nothing_is_proposed() -> None:
    assert list(proposals()) == ["1.1a", "1.1b", "1.1c", "1.1d"]
    assert proposals(date(2024, 6, 30)) == {}  # no year before
    assert proposals(date(2026, 6, 30)) == {}  # of which nothing was reported


@pytest.mark.parametrize(
    "rows",
    [
        reported("1.1a", "", "", "", "24"),
        reported("1.1a", "3", "8", "11", ""),
        reported("1.1a", "0", "0", "0", "0"),
    ],
    ids=["on one day", "not to the end", "nothing"],
)
def test_reports_that_do_not_show_the_year(rows: str, workspace: Path) -> None:
    file = workspace / "data/progress/lvhua.csv"
    head = file.read_text(encoding="utf-8").splitlines(keepends=True)[0]
    file.write_text(head + rows, encoding="utf-8")
    assert figures("1.1a") == []


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("revisions: [{on: 2025-01-10, at_least: 24, why: 减}]", ["3", "8", "11", "24"]),
        ("revisions: [{on: 2025-01-10, at_least: 48, why: 增}]", []),
        ("revisions: [{on: 2025-01-10, at_least: 24, uom: 处, why: 改}]", []),
        ("revisions: [{on: 2024-12-01, suspended: true, why: 缓}]", []),
        ("start: 2024-02-01", []),
        ("due: 2025-10-31", []),
        ("path: [{by: 2025-06-30, value: 9}]", []),
        ("path: [{by: 2024-06-30, value: 9}]", ["3", "10", "13", "30"]),
    ],
)
def test_what_this_year_is_held_to(keys: str, expected: list[str], workspace: Path) -> None:
    plan = PLAN.replace(TARGETS["1.1a"], f"{TARGETS['1.1a']}, {keys}", 1)
    (workspace / "plan.yaml").write_text(plan, encoding="utf-8")
    assert figures("1.1a") == expected


@pytest.mark.usefixtures("workspace")
def test_the_sheet_shows_the_proposal_beside_the_checkpoints(golden: Golden) -> None:
    sheet = sheet_of().worksheets[0]
    shown = cells(sheet, "as ran")
    lines = [f"{name}\n{text or '—'}" for name, text in shown.items()]
    golden("proposals.en.txt", "\n".join([division_title("as ran"), *lines, ""]))
    prompts = {str(each.sqref): each.prompt for each in sheet.data_validations.dataValidation}
    golden.says(prompts["O6:O13"], "prompt")
    assert set(cells(sheet, "path").values()) == {None}
    assert sheet["O6"].protection.locked
    assert not sheet.column_dimensions["O"].hidden


@pytest.mark.usefixtures("workspace")
def test_without_a_proposal_its_column_is_hidden() -> None:
    assert ran("assign", "--sheet", "-o", "b.xlsx", "--as-of", "2024-06-30").code == 0
    sheet = openpyxl.load_workbook("b.xlsx").worksheets[0]
    assert sheet.column_dimensions["O"].hidden
    assert set(cells(sheet, "as ran").values()) == {None}


def test_a_proposal_is_taken_only_where_it_is_copied(golden: Golden, workspace: Path) -> None:
    book = sheet_of()
    assert assign("a.xlsx", "--yes") == (
        "",
        "The sheet says what the plan says; nothing was changed.\n",
        0,
    )
    assert (workspace / "plan.yaml").read_text(encoding="utf-8") == PLAN
    sheet = book.worksheets[0]
    for row in range(6, 10):
        sheet.cell(row, 12).value = sheet.cell(row, 15).value
    book.save("b.xlsx")
    shown = assign("b.xlsx", "--yes")
    assert (shown.code, shown.stderr) == (0, "")
    golden("copied.en.txt", shown.stdout)
    assert path_faults() == []
    assert proposals() == {}
    sheet = sheet_of().worksheets[0]
    assert (cells(sheet, "path")["1.1c"] or "").split() == [
        *("2025-03-31=12%", "2025-06-30=25%", "2025-09-30=25%", "2025-12-31=100%"),
    ]


@pytest.mark.parametrize(
    ("item", "day", "expected"),
    [("1.1a@2025", "2025-06-30", "10"), ("1.1a@2024", "2024-06-30", "14")],
)
def test_a_year_is_judged_by_its_own_checkpoints(
    item: str, day: str, expected: str, workspace: Path
) -> None:
    """Half of 2025 expects the path's 10; of 2024, 181 of 365 days, an even 30·181/365."""
    path = "path: [{by: 2025-06-30, value: 10}]"
    plan = PLAN.replace(TARGETS["1.1a"], f"{TARGETS['1.1a']}, {path}", 1)
    (workspace / "plan.yaml").write_text(plan, encoding="utf-8")
    loaded = opened()
    at = date.fromisoformat(day)
    (found,) = loaded.assess(at, [loaded.catalogue.items[item]])
    assert str(found.planned and int(found.planned)) == expected
    assert bool(found.terms.path) is (item == "1.1a@2025")


def test_a_path_starts_anew_in_each_year(workspace: Path) -> None:
    good = "path: [{by: 2024-12-31, value: 30}, {by: 2025-06-30, value: 9}]"
    plan = PLAN.replace(TARGETS["1.1a"], f"{TARGETS['1.1a']}, {good}", 1)
    (workspace / "plan.yaml").write_text(plan, encoding="utf-8")
    assert path_faults() == []
    plan = plan.replace("by: 2024-12-31", "by: 2025-03-31")
    (workspace / "plan.yaml").write_text(plan, encoding="utf-8")
    assert path_faults() == ["HP208 the path turns back here, from 30 to 9"]
