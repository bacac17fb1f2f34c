"""On the shipped plan's demo nobody is asked for what is done, and each urgent item of somebody.

Notices, forms and scoreboard are read as they go out.
"""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from docx import Document
from openpyxl import load_workbook

from hpplan.demo import make_demo
from hpplan.i18n import speaking
from hpplan.judging.status import record_of
from hpplan.output.notice_values import article_of
from hpplan.output.words.text import item_called
from hpplan.workspace import LoadedWorkspace, open_plan, open_workspace
from running import ran

if TYPE_CHECKING:
    from hpplan.judging.assess import Assessment

DAY = date(2026, 11, 22)
FIRST = 6

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> LoadedWorkspace:
    """The demo as of a day, read again."""
    folder = tmp_path_factory.mktemp("asked") / "demo"
    plan, problems = open_plan(Path(__file__).parents[1] / "plan.yaml")
    assert plan is not None, problems
    make_demo(plan, folder, seed=1, rows=None, as_of=DAY)
    found, problems = open_workspace(folder / "plan.yaml")
    assert found is not None, problems
    return found


@pytest.fixture(scope="module")
def judged(demo: LoadedWorkspace) -> dict[str, Assessment]:
    return {each.item.id: each for each in demo.assess(DAY)}


@pytest.fixture(scope="module")
def notices(demo: LoadedWorkspace, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """By unit what its notice urges, and what it lists without a reply."""
    folder = tmp_path_factory.mktemp("notices") / "out"
    shown = ran("--lang", "zh", "notice", "--all", *at(demo), "-o", str(folder))
    assert shown.code == 0
    found = {}
    for path in folder.iterdir():
        unit = path.name.partition("-")[0]
        urged, *waits, _form = Document(str(path)).tables
        ids = named_for(demo, unit)
        found[unit] = (
            [ids[row.cells[1].text] for row in urged.rows if row.cells[0].text.isdigit()],
            [ids[row.cells[1].text] for table in waits for row in table.rows[1:]],
        )
    return found


def named_for(demo: LoadedWorkspace, unit: str) -> dict[str, str]:
    """By what a notice to a unit calls an item its id."""
    with speaking("zh"):
        return {
            f"{item_called(item)}（{article_of(item.clause, demo.catalogue)}）": item.id
            for item in demo.catalogue.items.values()
            if item.member in {None, unit}
        }


@pytest.fixture(scope="module")
def forms(demo: LoadedWorkspace, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """By unit what its form asks of each item."""
    folder = tmp_path_factory.mktemp("forms") / "out"
    assert ran("--lang", "zh", "form", "--all", *at(demo), "-o", str(folder)).code == 0
    found = {}
    for path in folder.iterdir():
        rows = load_workbook(path).worksheets[0].iter_rows(min_row=FIRST, max_col=2)
        asked = [(item.value, said.value.partition("\n")[0]) for said, item in rows]
        found[path.name.partition("-")[0]] = dict(asked)
    return found


def at(demo: LoadedWorkspace) -> list[str]:
    return ["--plan", str(demo.path), "--as-of", str(DAY)]


def is_done(each: Assessment, unit: str) -> bool:
    """Whether a unit's own part of an item stands done, by what it reported itself."""
    _day, figure = each.latest.get(unit, (None, None))
    return each.status == "met" or (each.item.target.kind == "milestone" and figure == 100)


def test_no_notice_urges_a_unit_whose_own_part_stands_done(
    judged: dict[str, Assessment], notices: dict[str, Any]
) -> None:
    entries = [(unit, item) for unit, (urged, _told) in notices.items() for item in urged]
    assert len(entries) > 50
    assert [(unit, item) for unit, item in entries if is_done(judged[item], unit)] == []
    told = [(unit, item) for unit, (_urged, told) in notices.items() for item in told]
    assert told
    assert [(unit, item) for unit, item in told if not is_done(judged[item], unit)] == []


def test_what_is_urgent_is_asked_of_somebody(
    judged: dict[str, Assessment], notices: dict[str, Any], forms: dict[str, Any]
) -> None:
    urgent = {item for item, each in judged.items() if record_of(each.status).urgent}
    assert len(urgent) > 30
    assert {item for urged, _told in notices.values() for item in urged} == urgent
    words = {"必填", "请回复是否涉及", "请明确填报单位"}
    asked = {item for form in forms.values() for item, word in form.items() if word in words}
    assert urgent <= asked


def test_a_form_asks_nothing_more_of_who_is_done(
    judged: dict[str, Assessment], forms: dict[str, Any]
) -> None:
    asked = Counter(word for form in forms.values() for word in form.values())
    assert set(asked) >= {"必填", "请回复是否涉及", "按期填报", "已完成本单位部分", "已填不涉及"}
    assert "请明确填报单位" in asked
    for unit, form in forms.items():
        for item, word in form.items():
            assert (word == "已完成本单位部分") == is_done(judged[item], unit), (unit, item)


def test_the_scoreboard_counts_what_the_notices_urge(
    demo: LoadedWorkspace, judged: dict[str, Assessment], notices: dict[str, Any]
) -> None:
    shown = ran("status", "--by", "unit", *at(demo), "--format", "json").stdout
    rows = {row["unit"]: row for row in json.loads(shown)["units"]}
    moves = {unit: row["to_move"] for unit, row in rows.items() if row["to_move"]}
    assert moves == {unit: len(urged) for unit, (urged, _told) in notices.items()}
    waiting = Counter(
        unit
        for each in judged.values()
        for unit in each.item.reporters
        if each.status != "met" and is_done(each, unit)
    )
    assert {unit: row["waiting"] for unit, row in rows.items() if row["waiting"]} == waiting
    assert all(waiting[unit] >= len(told) for unit, (_urged, told) in notices.items())
    assert all(
        row["contact"] and row["days_since_last_report"] is not None for row in rows.values()
    )


def test_the_ten_subdistricts_do_not_look_alike(demo: LoadedWorkspace) -> None:
    shown = ran("status", "--by", "unit", *at(demo), "--format", "csv").stdout
    members = demo.catalogue.groups["jiedao"].members
    keys = ("to_move", "not_reported", "waiting", "done", "overdue", "off-track", "on-track")
    rows = {
        tuple(row[key] for key in keys)
        for row in csv.DictReader(io.StringIO(shown))
        if row["unit"] in members
    }
    assert len(rows) >= 8
