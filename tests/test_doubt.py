"""A figure that is probably in another unit of measure is doubted wherever it counts."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest

from plans import judge, lay_out, plan_of, target
from running import ran

if TYPE_CHECKING:
    from pathlib import Path

    from plans import Rows

AS_OF = ("--as-of", "2025-07-02")
DOUBT = "The figure of 甲局 is doubtful: it may not be in 万户, or have a digit too many."


@pytest.mark.parametrize(
    ("kind", "uom", "figure", "rows", "doubted"),
    [
        ("amount", "万户", 5, [(10, "0.2"), (80, 2739)], True),  # 户 typed for 万户
        ("amount", "万户", 5, [(10, 30)], True),  # 30 户: six times 5 万户
        ("amount", "万户", 5, [(10, 6)], True),  # 6 户 as the first report
        ("amount", "万户", 5, [(10, 1), (80, 6)], True),
        ("amount", "万户", 5, [(10, 2), (80, "4.6"), (90, "5.1")], False),
        ("amount", "户", 50000, [(10, 2739), (80, 51000)], False),
        ("amount", "亿元", 3, [(80, 3)], True),
        ("amount", "公里", 5, [(80, 6)], False),
        ("count", "个", 30, [(80, 41)], False),
        ("count", "个", 30, [(80, 120)], True),
        ("level", "%", 90, [(80, 95)], False),
        ("level", "%", 5, [(80, 60)], True),
    ],
)
def test_what_is_doubted(kind: str, uom: str, figure: int, rows: Rows, *, doubted: bool) -> None:
    plan = plan_of(target(kind, at_least=figure, uom=uom))
    assert judge(plan, rows, 100).doubted == (("a",) if doubted else ())


def test_a_corrected_figure_is_no_longer_doubted() -> None:
    plan = plan_of(target("amount", at_least=5, uom="万户"))
    assert judge(plan, [(10, 2739), (80, "0.3")], 100).doubted == ()
    assert judge(plan, [(10, 2739), (80, "0.3")], 50).doubted == ("a",)


def test_of_several_units_only_the_one_whose_figure_is_doubtful() -> None:
    plan = plan_of(target("amount", at_least=5, uom="万户"), leads=("a", "b"))
    reports: dict[str, Rows] = {"a": [(10, "0.5")], "b": [(10, 20000)]}
    assert judge(plan, reports, 100).doubted == ("b",)


@pytest.fixture
def workspace_in_ten_thousands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A plan of 5万户, which one unit reports on in 户."""
    clause = {
        "id": "1.1",
        "title": "推进工作",
        "leads": ["aa"],
        "text": "完成全年5万户入户。",
        "targets": [
            {
                "id": "1.1a",
                "name": "入户",
                "quote": "完成全年5万户入户",
                "kind": "amount",
                "uom": "万户",
                "at_least": 5,
            }
        ],
    }
    plan = {
        "format": 1,
        "title": "测试计划",
        "issued": date(2024, 1, 1),
        "start": date(2024, 1, 1),
        "end": date(2026, 12, 31),
        "units": [{"id": "aa", "name": "甲局"}],
        "chapters": [{"id": "1", "title": "第一章", "clauses": [clause]}],
    }
    rows = (
        "2025-04-10,1.1a,0.2,,,2025-04-11T09:00:00+08:00\n"
        "2025-06-30,1.1a,2739,,报表,2025-07-01T09:00:00+08:00\n"
    )
    monkeypatch.chdir(lay_out(tmp_path, plan, {"aa": rows}))
    return tmp_path


@pytest.mark.usefixtures("workspace_in_ten_thousands")
def test_the_doubt_stands_in_every_view() -> None:
    status = ran("status", "--all", *AS_OF).stdout
    assert "\n1 met by a doubtful figure: 1.1a\n" in status
    assert " “!” doubtful figure " in status
    assert " 2739/5! " in status
    assert DOUBT in " ".join(ran("status", "--all", "-v", *AS_OF).stdout.split())
    changes = ran("changes", "--since", "2025-06-01", *AS_OF).stdout
    assert DOUBT in " ".join(changes.split())
    assert DOUBT in " ".join(ran("show", "1.1a", *AS_OF).stdout.split())
    [item] = json.loads(ran("status", "--all", "--format", "json", *AS_OF).stdout)["items"]
    assert (item["status"], item["doubted"]) == ("met", ["aa"])
    assert DOUBT in item["explanation"]


@pytest.mark.usefixtures("workspace_in_ten_thousands")
@pytest.mark.parametrize(
    ("suffix", "expected"),
    [
        ("html", "1 met by a doubtful figure: 1.1a"),
        ("md", "1 of 1 measurable items met, 1 by a doubtful figure: 1.1a"),
    ],
)
def test_the_doubt_stands_in_the_report(suffix: str, expected: str) -> None:
    shown = ran("report", "-o", f"report.{suffix}", *AS_OF)
    assert shown.code == 0
    with open(f"report.{suffix}", encoding="utf-8") as file:  # noqa: PTH123 (the current folder's)
        assert expected in file.read()


@pytest.mark.usefixtures("workspace_in_ten_thousands")
def test_check_doubts_what_leaps_past_the_requirement(workspace_in_ten_thousands: Path) -> None:
    lay_out(workspace_in_ten_thousands, rows={"aa": "2025-04-10,1.1a,6,,表,\n"})
    assert ran("check").stdout == (
        "data/progress/aa.csv:2:17: HP354 warning: one report takes 1.1a to 6 万户, past the"
        " 5 万户 required\n"
    )
