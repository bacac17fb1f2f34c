"""A workspace that is opened from elsewhere, under a name of its own."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from hpplan.workspace import as_known, open_plan, open_workspace
from plans import HEADER, ONE_COUNT

ROWS = "2026-13-01,1.1a,3,,,\n"


@pytest.mark.workspace(plan=ONE_COUNT, rows={"aa": ROWS})
def test_a_named_workspace_is_called_by_its_name(workspace: Path) -> None:
    (workspace / "data/progress/nobody.csv").write_text(HEADER + ROWS, encoding="utf-8")
    opened, problems = open_workspace(workspace / "plan.yaml", name="省/市/区")
    assert opened is not None
    assert problems == []
    assert [str(each.position) for each in opened.problems] == [
        "省/市/区/data/progress/aa.csv:2:1",
        "省/市/区/data/progress/nobody.csv",
    ]
    assert as_known(opened, date(2026, 11, 22)).problems == opened.problems


@pytest.mark.workspace(plan="format: 2\n")
def test_so_is_its_plan(workspace: Path) -> None:
    opened, problems = open_plan(workspace / "plan.yaml", name="县")
    assert opened is None
    assert {each.position.path for each in problems} == {"县/plan.yaml"}


@pytest.mark.workspace(plan=ONE_COUNT, rows={"aa": ROWS})
def test_another_has_its_path_from_the_current_folder(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(workspace.parent)
    opened, _problems = open_workspace(Path("w/plan.yaml"))
    assert opened is not None
    assert [str(each.position) for each in opened.problems] == ["w/data/progress/aa.csv:2:1"]
