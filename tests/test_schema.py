from __future__ import annotations

import copy
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest
import yaml
from typer.testing import CliRunner

from hpplan.cli import app
from hpplan.plan.load import plan_from

if TYPE_CHECKING:
    from golden import Golden


ROOT = Path(__file__).resolve().parents[1]

# It comes without types.
Draft202012Validator = pytest.importorskip("jsonschema").Draft202012Validator

Change: TypeAlias = Callable[[dict[str, Any]], Any]


def plain(value: Any) -> Any:
    """YAML's values as JSON has them: days are strings."""
    if isinstance(value, dict):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    result = CliRunner().invoke(app, ["schema"])
    assert (result.exit_code, result.stderr) == (0, "")
    found: dict[str, Any] = json.loads(result.stdout)
    return found


@pytest.fixture(scope="module")
def shipped() -> dict[str, Any]:
    text = (ROOT / "plan.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = plain(yaml.safe_load(text))
    return found


def small() -> dict[str, Any]:
    """A plan that uses every key that a district may use."""
    target = {
        "id": "1.1a",
        "name": "加梯",
        "quote": "加梯30个",
        "kind": "count",
        "at_least": 30,
        "uom": "个",
        "start": "2025-02-01",
        "due": "2026-06-30",
        "approximate": True,
        "reporters": ["a"],
        "context": {"9": "不是目标值"},
        "path": [{"by": "2025-06-30", "value": 12, "note": "牵头单位排的"}],
        "definition": "一个小区计1个",
        "note": "请确认",
        "revisions": [{"on": "2025-11-03", "due": "2026-12-31", "why": "延期", "by": "联席会议"}],
    }
    level = {
        "id": "1.1b",
        "name": "达标",
        "quote": "达标95.5%",
        "kind": "level",
        "at_least": 95.5,
        "uom": "%",
        "baseline": {"date": "2025-01-01", "value": 80.5},
    }
    yearly = {
        "id": "1.1c",
        "name": "街区",
        "quote": "街区",
        "kind": "milestone",
        "every": "year",
        "each": "team",
    }
    lost = {
        "id": "1.1d",
        "name": "管道",
        "quote": "管道□5.1公里",
        "kind": "amount",
        "illegible": {"at_least": "□5.1"},
        "uom": "公里",
    }
    clause = {
        "id": "1.1",
        "title": "条",
        "leads": ["a", "team"],
        "text": "加梯30个，达标95.5%，街区，管道□5.1公里，坚持",
        "note": "注",
        "set_aside": [{"quote": "坚持", "why": "套话"}],
        "targets": [target, level, yearly, lost],
    }
    return {
        "format": 1,
        "title": "计划",
        "number": "1号",
        "issuer": "区政府",
        "issued": "2025-01-01",
        "start": "2025-01-01",
        "end": "2026-12-31",
        "timezone": "Asia/Shanghai",
        "coordinator": "a",
        "policy": {"at_risk_spi": 0.8, "due_soon": 30},
        "units": [{"id": "a", "name": "甲局"}, {"id": "b", "name": "乙街道", "note": "注"}],
        "groups": [{"id": "team", "name": "各街道", "members": ["b"]}],
        "preamble": "为了",
        "chapters": [{"id": "1", "title": "章", "clauses": [clause]}],
        "closing": {"id": "0.1", "leads": ["a"], "text": "统筹", "targets": []},
    }


def first_target(plan: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = plan["chapters"][0]["clauses"][0]["targets"][0]
    return found


def test_it_is_a_schema_of_the_draft_that_it_names(schema: dict[str, Any]) -> None:
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(schema)


def test_the_shipped_plan_fits(schema: dict[str, Any], shipped: dict[str, Any]) -> None:
    assert list(Draft202012Validator(schema).iter_errors(shipped)) == []


def test_a_plan_that_uses_every_key_fits_and_loads(schema: dict[str, Any]) -> None:
    assert list(Draft202012Validator(schema).iter_errors(small())) == []
    loaded, problems = plan_from(json.dumps(small()), "plan.yaml")
    assert problems == []
    assert loaded is not None


# How to spoil a plan, and where the schema and the program must both object.
WRONG: dict[str, Change] = {
    "a required key is missing": lambda plan: plan.pop("title"),
    "no chapters": lambda plan: plan.update(chapters=[]),
    "an unknown key": lambda plan: plan.update(tittle="x"),
    "an unknown key of a target": lambda plan: first_target(plan).update(owner="x"),
    "another format": lambda plan: plan.update(format=2),
    "a format in quotes": lambda plan: plan.update(format="1"),
    "a number for a title": lambda plan: plan.update(title=5),
    "an empty title": lambda plan: plan.update(title=""),
    "an id that reads as a number": lambda plan: plan["chapters"][0].update(id=1),
    "a unit's id in Chinese": lambda plan: plan["units"][0].update(id="房管"),
    "a target's id without its letter": lambda plan: first_target(plan).update(id="1.1"),
    "a kind that there is not": lambda plan: first_target(plan).update(kind="rate"),
    "a figure in quotes": lambda plan: first_target(plan).update(at_least="30"),
    "every week": lambda plan: first_target(plan).update(every="week"),
    "leads that are no list": lambda plan: plan["chapters"][0]["clauses"][0].update(leads="a"),
    "no reporters": lambda plan: first_target(plan).update(reporters=[]),
    "a doubt that is none": lambda plan: first_target(plan).update(confirm=["sure"]),
    "a truth in quotes": lambda plan: first_target(plan).update(approximate="yes"),
    "a legible figure as illegible": (
        lambda plan: first_target(plan).update(illegible={"at_least": "15.1"})
    ),
    "half a day": lambda plan: plan["policy"].update(due_soon=0.5),
    "a day as a number": lambda plan: plan.update(issued=20250101),
}


@pytest.mark.parametrize("change", WRONG.values(), ids=WRONG)
def test_a_wrong_plan_does_not_fit_and_does_not_load(
    schema: dict[str, Any], change: Change
) -> None:
    plan = copy.deepcopy(small())
    change(plan)
    assert list(Draft202012Validator(schema).iter_errors(plan)) != []
    loaded, problems = plan_from(json.dumps(plan), "plan.yaml")
    assert loaded is None
    assert problems != []


def test_editors_are_told_what_a_key_means(schema: dict[str, Any], golden: Golden) -> None:
    target = schema["$defs"]["Target"]["properties"]
    assert set(target) >= {"id", "name", "quote", "kind", "at_least", "uom", "due", "every"}
    golden.says(target["id"]["description"])
    assert target["kind"]["enum"] == ["count", "amount", "level", "milestone", "duty"]
    assert schema["properties"]["issued"]["format"] == "date"


def test_a_default_is_what_its_key_takes(schema: dict[str, Any]) -> None:
    properties = schema["$defs"]["Policy"]["properties"]
    assert {name: of["default"] for name, of in properties.items()} == {
        "at_risk_spi": 0.8,
        "off_track_spi": 0.6,
        "at_risk_tspi": 1.1,
        "at_risk_slowing": 1.1,
        "off_track_tspi": 2,
        "due_soon": 30,
        "silent_after": 120,
    }
    for of in (
        *properties.values(),
        {**schema["$defs"]["Policy"], **schema["properties"]["policy"]},
    ):
        resolved = {"$defs": schema["$defs"], **of}
        resolved.pop("$ref", None)
        assert list(Draft202012Validator(resolved).iter_errors(of["default"])) == []


@pytest.mark.parametrize(
    "requirement",
    [
        {"kind": "count", "uom": "个"},
        {"kind": "count", "uom": "个", "at_least": 3, "at_most": 5},
        {"kind": "count", "at_least": 3},
        {"kind": "duty", "at_least": 3},
        {"kind": "milestone", "due": "2025/1/1"},
    ],
)
def test_a_target_with_a_wrong_requirement_does_not_fit(
    schema: dict[str, Any], requirement: dict[str, Any]
) -> None:
    target = {"id": "1.1a", "name": "加梯", "quote": "加梯", **requirement}
    of = {"$defs": schema["$defs"], "$ref": "#/$defs/Target"}
    assert list(Draft202012Validator(of).iter_errors(target)) != []
