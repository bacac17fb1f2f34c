"""A drafted plan.yaml: it is sound YAML, bears a comment at each doubt, and accounts for all."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, cast

import pytest
import yaml

from hpplan.check import check_workspace
from hpplan.drafting.filing import draft_files
from hpplan.drafting.ids import unit_ids
from hpplan.drafting.layout import COMMENTS, plan_yaml, scalar
from hpplan.drafting.plan import Wanted, draft
from hpplan.plan.doubts import doubt_words, open_doubts
from hpplan.plan.load import plan_from
from hpplan.shipped import shipped

if TYPE_CHECKING:
    from pathlib import Path

    from hpplan.plan.types import Doubt

TEXT = [
    "某区行动计划（2024—2026年）",
    "一、主要任务",
    (
        "1.完成改造。培育企业5家，建设5个站点3000平方米，安远路899号地块完成场地平整。"
        "（牵头单位：区房管局；配合单位：各街道）"
    ),
    "2.建成公园。2025年6月底前，建成公园2座。（牵头单位：区绿化局）",
]


@pytest.mark.parametrize(
    "text",
    [
        "a: b",
        "true",
        "2024",
        "- x",
        "",
        " x",
        "#x",
        "区 #1",
        "“x”",
        "x:",
        "null",
        "1.5",
        "%",
        "@a",
        "a\tb",
    ],
)
def test_a_scalar_is_read_as_the_text_that_it_was(text: str) -> None:
    assert yaml.safe_load(f"key: {scalar(text)}") == {"key": text}


def test_a_drafted_plan() -> None:
    plan = yaml.safe_load(plan_yaml(draft(TEXT, Wanted(issued=date(2024, 1, 31)))))
    assert (plan["format"], plan["start"], plan["end"]) == (1, date(2024, 1, 1), date(2026, 12, 31))
    assert plan["units"] == [
        {"id": "fangguan", "name": "区房管局"},
        {"id": "lvhua", "name": "区绿化局"},
    ]
    assert plan["groups"] == [
        {"id": "jiedao", "name": "各街道", "members": [], "confirm": ["group-members"]}
    ]
    first, second = plan["chapters"][0]["clauses"]
    assert (first["leads"], first["support"]) == (["fangguan"], ["jiedao"])
    assert [target["id"] for target in first["targets"]][:2] == ["1.1a", "1.1b"]
    assert second["targets"][0]["due"] == date(2025, 6, 30)
    assert {"899"} <= {key for target in first["targets"] for key in target.get("context", {})}


def test_each_doubt_has_a_comment_beside_it() -> None:
    lines = [line for line in plan_yaml(draft(TEXT)).split("\n") if "confirm: [" in line]
    assert lines
    assert all("]  # " in line for line in lines)


@pytest.mark.parametrize("code", COMMENTS)
def test_each_code_is_asked_in_words(code: str) -> None:
    assert doubt_words(cast("Doubt", code))


def test_the_questions_are_those_of_the_file() -> None:
    plan = draft(TEXT)
    read = yaml.safe_load(plan_yaml(plan))
    held = list(read.get("confirm", []))
    held += [code for group in read["groups"] for code in group["confirm"]]
    for clause in read["chapters"][0]["clauses"]:
        held += clause.get("confirm", [])
        held += [code for target in clause["targets"] for code in target.get("confirm", [])]
    loaded, problems = plan_from(plan_yaml(plan), "plan.yaml")
    assert problems == []
    assert loaded is not None
    assert [each.code for each in open_doubts(loaded.plan)] == held


def test_the_same_text_gives_the_same_bytes() -> None:
    assert plan_yaml(draft(TEXT)) == plan_yaml(draft(TEXT))


def settled(plan: dict[str, Any]) -> dict[str, Any]:
    """A drafted plan once a person has settled it: without doubts, groups filled in."""
    for group in plan.get("groups", []):
        group["members"] = [plan["units"][0]["id"]]
    clauses = [clause for chapter in plan["chapters"] for clause in chapter["clauses"]]
    if "closing" in plan:
        clauses.append(plan["closing"])
    targets = [target for clause in clauses for target in clause["targets"]]
    for each in (plan, *plan.get("groups", []), *clauses, *targets):
        each.pop("confirm", None)
    return plan


def test_the_shipped_plan_drafted_anew_passes_check(tmp_path: Path) -> None:
    source = shipped("plan.yaml").parent / "data" / "source" / "plan.txt"
    lines = [line.strip() for line in source.read_text(encoding="utf-8").split("\n")]
    plan = draft([line for line in lines if line], Wanted(issued=date(2024, 11, 28)))
    for name, data in draft_files(plan, "plan.yaml", b"", ".txt").items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    written = tmp_path / "plan.yaml"
    done = settled(yaml.safe_load(written.read_text(encoding="utf-8")))
    written.write_text(yaml.safe_dump(done, allow_unicode=True, sort_keys=False), encoding="utf-8")
    workspace, problems = check_workspace(written)
    assert workspace is not None
    assert list(map(str, problems)) == []


@pytest.mark.parametrize(
    ("name", "ident"),
    [
        ("长宁区政府", "changningquzhengfu"),
        ("闵行区发改委", "minhangqufagai"),
        ("长沙市财政局", "changshashicaizheng"),
        ("区府办", "fuban"),
    ],
)
def test_places_are_spelled_as_they_sound(name: str, ident: str) -> None:
    assert unit_ids([name]) == {name: ident}


def test_no_id_is_given_that_is_taken() -> None:
    assert unit_ids(["市水利局", "水利部门"], ["shuili"]) == {
        "市水利局": "shuili2",
        "水利部门": "shuilibumen",
    }
