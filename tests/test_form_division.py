"""Forms where work is shared, declined, handed over, or a unit is another by now."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from hpplan.cli import app
from hpplan.forms.columns import TITLES

if TYPE_CHECKING:
    from golden import Golden

DAY = "2026-06-30"
FIRST = 6
PLAN = {
    "format": 1,
    "title": "计划",
    "issued": "2025-01-01",
    "start": "2025-01-01",
    "end": "2026-12-31",
    "units": [
        {"id": "fangguan", "name": "区房管局", "now": "区住建局", "contact": "综合科 王科长"},
        {"id": "lvhua", "name": "区绿化局"},
        {"id": "lao", "name": "老街道", "until": "2026-03-31", "into": ["xin"]},
        {"id": "xin", "name": "新街道"},
        {"id": "jiu", "name": "旧队", "until": "2026-03-31"},
    ],
    "chapters": [
        {
            "id": "1",
            "title": "章",
            "clauses": [
                {
                    "id": "1.1",
                    "title": "条",
                    "leads": ["fangguan", "lvhua"],
                    "text": "条文",
                    "targets": [
                        {"id": "1.1a", "kind": "count", "at_least": 30, "uom": "个"},
                        {"id": "1.1b", "kind": "amount", "at_least": 2, "uom": "公里"},
                        {"id": "1.1c", "kind": "level", "at_least": 95, "uom": "%"},
                        {"id": "1.1d", "kind": "level", "at_most": 3, "uom": "天"},
                        {"id": "1.1e", "kind": "milestone"},
                        {"id": "1.1f", "kind": "duty"},
                        {"id": "1.1g", "kind": "milestone", "due": "2026-03-31"},
                    ],
                },
                {
                    "id": "1.2",
                    "title": "条",
                    "leads": ["fangguan"],
                    "text": "条文",
                    "targets": [
                        {
                            "id": "1.2a",
                            "kind": "milestone",
                            "handover": [{"on": "2026-06-01", "from": "fangguan", "to": "lvhua"}],
                        },
                        {"id": "1.2b", "kind": "milestone", "reporters": ["lao"]},
                    ],
                },
            ],
        }
    ],
}
for _clause in PLAN["chapters"][0]["clauses"]:  # type: ignore[index]
    for _target in _clause["targets"]:
        _target |= {"name": "事项", "quote": "条文"}
ROWS = {
    "fangguan": "2026-06-30,1.1g,100,,证明,\n2026-05-31,1.2a,40,,,\n",
    "lvhua": "2026-06-30,1.1e,20,,,\n",
    "lao": "2026-03-31,1.2b,30,,,\n",
}
KINDS = ["1.1a", "1.1b", "1.1c", "1.1d", "1.1e", "1.1f"]

pytestmark = [pytest.mark.workspace(PLAN, ROWS), pytest.mark.usefixtures("workspace")]


def ran(*arguments: str) -> Any:
    return CliRunner().invoke(app, ["--lang", "zh", *arguments, "--as-of", DAY])


def made(unit: str, name: str) -> Path:
    result = ran("form", unit, "-o", "out")
    assert (result.stderr, result.exit_code) == ("", 0)
    return Path("out", f"{unit}-{name}-{DAY}.xlsx")


def asked(unit: str, name: str) -> dict[str, str]:
    """What a form asks of each item, in its order."""
    sheet = load_workbook(made(unit, name)).worksheets[0]
    return {row[1].value: row[0].value for row in sheet.iter_rows(min_row=FIRST)}


def filled_in(cells: dict[str, dict[str, str]]) -> Path:
    """The form of fangguan with cells of some items filled in."""
    path = made("fangguan", "区房管局")
    book = load_workbook(path)
    for row in book.worksheets[0].iter_rows(min_row=FIRST):
        for key, text in cells.get(row[1].value, {}).items():
            row[list(TITLES).index(key)].value = text
    book.save(path)
    return path


def collected(path: Path) -> dict[str, Any]:
    result = ran("collect", str(path), "--dry-run", "--format", "json")
    (form,) = json.loads(result.stdout)["forms"]
    found: dict[str, Any] = form
    return found


def test_each_row_says_what_is_asked_and_what_must_be_filled_in_stands_first() -> None:
    assert asked("fangguan", "区房管局") == {
        "1.1a": "请回复是否涉及\n共同填报",
        "1.1b": "请回复是否涉及\n共同填报",
        "1.1c": "请回复是否涉及\n共同填报",
        "1.1d": "请回复是否涉及\n共同填报",
        "1.1e": "请回复是否涉及\n共同填报",
        "1.1f": "请回复是否涉及\n共同填报",
        "1.1g": "已完成本单位部分\n共同填报",
    }
    of_other = asked("lvhua", "区绿化局")
    assert list(of_other.items())[:3] == [
        ("1.1e", "必填\n共同填报"),
        ("1.2a", "必填"),
        ("1.1g", "请回复是否涉及\n共同填报"),
    ]


def test_an_overdue_row_is_never_left_to_the_unit() -> None:
    """Of an undivided item a unit never heard from is asked, and one at 100% is done."""
    assert asked("lvhua", "区绿化局")["1.1g"].startswith("请回复是否涉及")
    assert "无分工可不填" not in json.dumps(asked("lvhua", "区绿化局"), ensure_ascii=False)


def test_what_was_handed_over_stands_in_the_form_of_who_took_it() -> None:
    assert "1.2a" not in asked("fangguan", "区房管局")
    assert asked("lvhua", "区绿化局")["1.2a"] == "必填"
    assert asked("xin", "新街道") == {"1.2b": "必填"}


def test_a_unit_that_ended_gets_no_form_and_the_reason_is_said() -> None:
    result = ran("form", "--all", "-o", "out")
    assert result.stderr.splitlines() == [
        "老街道已于2026年3月31日撤销或合并，由新街道接续，不生成填报表。",
        "旧队已于2026年3月31日撤销或合并，不生成填报表。",
    ]
    assert len(list(Path("out").iterdir())) == 3


def test_the_head_shows_what_a_unit_is_called_today_and_whom_to_call() -> None:
    sheet = load_workbook(made("fangguan", "区房管局")).worksheets[0]
    assert sheet["A2"].value == (
        "填报单位：区房管局（现区住建局）    截至2026年6月30日    7项    联系人：综合科 王科长"
    )


@pytest.mark.parametrize("word", ["不涉及", "none", "非我單位"])
def test_no_part_can_be_declared_of_any_kind(word: str) -> None:
    cells = {item: {"value": word, "note": "不属我局职责"} for item in KINDS}
    form = collected(filled_in(cells))
    assert form["faults"] == []
    assert {row["item"]: row["says"] for row in form["rows"]} == dict.fromkeys(KINDS, "none")


def test_no_part_wants_a_reason() -> None:
    form = collected(filled_in({item: {"value": "不涉及"} for item in KINDS}))
    assert [(fault["code"], fault["row"]) for fault in form["faults"]] == [
        ("HP306", row) for row in range(FIRST, FIRST + len(KINDS))
    ]
    assert form["rows"] == []


def test_a_note_without_a_figure_is_a_remark_in_any_row() -> None:
    cells = {item: {"note": "方案报批中，下月补报"} for item in KINDS}
    form = collected(filled_in(cells))
    assert form["faults"] == []
    said = {row["item"]: row["says"] for row in form["rows"]}
    # The note of a duty is its report.
    assert said == dict.fromkeys(KINDS, "remark") | {"1.1f": "figure"}
    assert {row["value"] for row in form["rows"]} == {None}


def test_what_is_declared_or_remarked_is_shown_before_it_is_taken_in(golden: Golden) -> None:
    cells = {"1.1a": {"value": "不涉及", "note": "不属我局职责"}, "1.1b": {"note": "报批中"}}
    cells |= {"1.1c": {"value": "91%", "note": "抽查"}, "1.1f": {"note": "巡查两次"}}
    result = ran("collect", str(filled_in(cells)), "--dry-run")
    assert result.exit_code == 0
    golden("declared-and-remarked.zh.txt", result.stdout)


def test_who_answered_is_asked_no_more_whether_he_has_a_part() -> None:
    cells = {"1.1a": {"value": "不涉及", "note": "不属我局职责"}, "1.1b": {"note": "报批中"}}
    assert ran("collect", str(filled_in(cells)), "--yes").exit_code == 0
    Path("out").rename("sent")
    found = asked("fangguan", "区房管局")
    assert found["1.1a"] == "已填不涉及"
    assert found["1.1b"] == "按期填报\n共同填报"  # a remark ends the silence
    assert list(found)[-1] == "1.1a"
    assert asked("lvhua", "区绿化局")["1.1a"] == "必填"
