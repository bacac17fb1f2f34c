"""Small plans and reports, said in a line or two, and workspaces that hold them.

Days are numbers counted from START.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from hpplan.judging.assess import Assessment, assess
from hpplan.numbers import exact
from hpplan.plan.items import Catalogue, Item
from hpplan.plan.load import plan_from
from hpplan.progress.series import Series

if TYPE_CHECKING:
    from hpplan.plan.model import Plan

TESTS = Path(__file__).parent
DEMO_DAY = "2026-11-22"
"""The day of the demo that the fixture `demo` makes."""

BASE = TESTS / "invalid" / "_base"
"""A sound workspace, which the cases of tests/invalid and tests/hostile are laid upon."""

HEADER = "date,target,value,note,evidence,recorded\n"
START = date(2025, 1, 1)
ONE_COUNT = """\
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
        text: "完成30个小区改造。"
        targets:
          - {id: 1.1a, name: 小区改造, quote: 完成30个小区改造, kind: count, at_least: 30, uom: 个}
"""
"""A plan of one unit that owes one count."""

Day: TypeAlias = int | date
Figure: TypeAlias = int | Fraction | str | None
Rows: TypeAlias = Sequence[tuple[Day, Figure]]


def day(n: Day) -> date:
    """The day `n` days after START; a date as it is."""
    return n if isinstance(n, date) else START + timedelta(days=n)


def target(kind: str, **more: Any) -> dict[str, Any]:
    """The target 1.1a."""
    measured = {"uom": "个"} if kind in {"count", "amount", "level"} else {}
    return {"id": "1.1a", "name": "事项", "quote": "事项", "kind": kind, **measured, **more}


def plan_of(*targets: dict[str, Any], leads: Sequence[str] = ("a",), **changes: Any) -> Plan:
    """A sound plan from START to day 300, issued on START: PD is 300 days, PD/6 is 50.

    Its units are a, b, c and d; b and c are the group `team`. Its one clause is 1.1.
    """
    clause = {"id": "1.1", "title": "条", "leads": leads, "text": "事项", "targets": targets}
    data = {
        "format": 1,
        "title": "计划",
        "issued": START,
        "start": START,
        "end": day(300),
        "units": [{"id": unit, "name": f"{unit}局"} for unit in "abcd"],
        "groups": [{"id": "team", "name": "各队", "members": ["b", "c"]}],
        "chapters": [{"id": "1", "title": "章", "clauses": [clause]}],
        **changes,
    }
    # JSON is YAML, and read as YAML its decimals are exact.
    loaded, problems = plan_from(json.dumps(data, default=str), "plan.yaml")
    assert loaded is not None, problems
    return loaded.plan


def of_several_kinds() -> Plan:
    """A plan with a count, a duty, a level and a count of each year: 1.1a to 1.1d."""
    return plan_of(
        target("count", at_least=30),
        target("duty") | {"id": "1.1b"},
        target("level", at_least=90) | {"id": "1.1c", "uom": "%"},
        target("count", at_least=5, every="year") | {"id": "1.1d"},
        start="2024-01-01",
    )


def item_of(plan: Plan, item: str = "1.1a") -> Item:
    """An item of a plan by its id."""
    return Catalogue(plan).items[item]


def series_of(item: Item, unit: str, rows: Rows) -> Series:
    """What a unit reported; a figure that is no whole number may be a text, as "0.5"."""
    days = [day(n) for n, _figure in rows]
    figures = [exact(Decimal(f)) if isinstance(f, str) else f for _n, f in rows]
    return Series(item, unit, days, figures)


def judge(
    plan: Plan, reports: Mapping[str, Rows] | Rows, as_of: Day, item: str = "1.1a"
) -> Assessment:
    """An item judged on a day by each unit's rows of (day, figure), unit a's if none is named."""
    found = item_of(plan, item)
    by_unit = reports if isinstance(reports, Mapping) else {"a": reports}
    series = {unit: series_of(found, unit, rows) for unit, rows in by_unit.items() if rows}
    return assess(found, series, plan, day(as_of))


def placed(problems: Iterable[object]) -> list[str]:
    """Where each problem stands and its code: `plan.yaml:1:4: HP104`, without what is said."""
    return [" ".join(str(problem).split(" ")[:2]) for problem in problems]


def lay_out(
    folder: Path,
    plan: str | Mapping[str, Any] | Path | None = None,
    rows: Mapping[str, str] | None = None,
) -> Path:
    """Write a workspace, or more into one that is there; its folder.

    Args:
        folder: where it is written.
        plan: the text of plan.yaml, what stands in it, or a workspace to copy.
        rows: the lines of each unit's progress file, under the usual header.
    """
    progress = folder / "data" / "progress"
    progress.mkdir(parents=True, exist_ok=True)
    if isinstance(plan, Path):
        shutil.copytree(plan, folder, dirs_exist_ok=True)
    elif plan is not None:
        text = plan if isinstance(plan, str) else json.dumps(plan, default=str)
        (folder / "plan.yaml").write_text(text, encoding="utf-8", newline="")
    for unit, lines in (rows or {}).items():
        (progress / f"{unit}.csv").write_text(HEADER + lines, encoding="utf-8", newline="")
    return folder
