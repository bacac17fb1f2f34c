"""The recipes, the page for contributors and the workflow name the same commands."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
JUST = (ROOT / "justfile").read_text(encoding="utf-8")
WORKFLOW: dict[str, Any] = yaml.safe_load(
    (ROOT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8")
)
VARIABLES = dict(re.findall(r'^(\w+) := "(.*)"$', JUST, re.MULTILINE))


def recipes() -> dict[str, str]:
    """The command of each recipe, its variables filled in and its options left out."""
    found = {}
    for name, body in re.findall(
        r"^([\w-]+)(?: \*options)?:\n((?:    .*\n?)+)", JUST, re.MULTILINE
    ):
        lines = [line.strip() for line in body.splitlines()]
        command = " && ".join(lines).replace(" {{ options }}", "")
        for variable, value in VARIABLES.items():
            command = command.replace(f"{{{{ {variable} }}}}", value)
        found[name] = command
    return found


RECIPES = recipes()
TABLE = re.findall(r"^\| [^|]+ \| `(.+)` \| `just ([\w-]+)` \|$", PAGE, re.MULTILINE)
STEPS = [step["run"] for job in WORKFLOW["jobs"].values() for step in job["steps"] if "run" in step]


def test_every_recipe_stands_in_the_table_or_sets_up() -> None:
    assert {name for _command, name in TABLE} == RECIPES.keys() - {"default", "setup"}
    assert RECIPES["setup"] in PAGE


@pytest.mark.parametrize(("command", "name"), TABLE)
def test_a_plain_command_and_its_recipe_are_the_same(command: str, name: str) -> None:
    assert command == RECIPES[name]


def test_the_workflow_runs_what_contributors_run() -> None:
    """But for the marks that it adds, since office programs and browsers are .ci/run's."""
    known = {*RECIPES.values()}
    plain = [re.sub(r' -m "[^"]*"', "", step) for step in STEPS]
    assert [step for step in plain if step not in known] == []
    assert {RECIPES["setup"], RECIPES["coverage"], RECIPES["ci"]} <= {*plain}
