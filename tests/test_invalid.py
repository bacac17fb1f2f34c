"""`hpplan check` on small broken workspaces: each is a folder beside the output expected of it.

A case holds what differs from the sound workspace in `_base`, and `expected.txt`: what is printed,
and a last line with the exit code.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from hpplan.cli import app

INVALID = Path(__file__).parent / "invalid"
BASE = INVALID / "_base"
CASES = sorted(path for path in INVALID.iterdir() if path.is_dir() and path != BASE)

PYYAMLS_WORDS = "this is not valid YAML"
"""What stands behind these words is libyaml's; the pure parser says it a little differently."""

HEADER = "date,target,value,note,evidence,recorded\n"


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the sound workspace, as the current folder."""
    shutil.copytree(BASE, tmp_path / "w")
    monkeypatch.chdir(tmp_path / "w")
    for name in ("HPPLAN_PLAN", "HPPLAN_UNIT", "COLUMNS", "FORCE_COLOR", "LANGUAGE", "LC_ALL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HPPLAN_LANG", "en")
    return tmp_path / "w"


def check(*more: str) -> str:
    """What `hpplan check` prints in the current folder, and its exit code."""
    args = ["check", "--as-of", "2026-11-22", *more]
    result = CliRunner().invoke(app, args, catch_exceptions=False)
    return f"{result.stdout}exit {result.exit_code}\n"


def files_in(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def link(path: Path, target: Path) -> None:
    """Make a symbolic link, or skip the test where the system has none."""
    try:
        path.symlink_to(target, target_is_directory=target.is_dir())
    except (OSError, NotImplementedError) as error:
        pytest.skip(f"no symbolic links here: {error}")


def test_the_sound_workspace_has_no_problem(workspace: Path) -> None:
    assert (workspace / "plan.yaml").is_file()
    assert check() == "exit 0\n"


def test_cases_are_found() -> None:
    assert len(CASES) >= 75


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Path, workspace: Path) -> None:
    expected = (case / "expected.txt").read_text(encoding="utf-8")
    if PYYAMLS_WORDS in expected and not yaml.__with_libyaml__:
        pytest.skip("the words are libyaml's")
    shutil.copytree(case, workspace, dirs_exist_ok=True)
    (workspace / "expected.txt").unlink()
    before = files_in(workspace)
    assert before != files_in(BASE), "the case differs from the sound workspace"
    assert check() == expected
    assert files_in(workspace) == before, "check writes nothing"


# What git cannot keep, or Windows cannot hold, is made here.


def test_a_progress_file_that_leads_out_of_the_workspace(workspace: Path) -> None:
    outside = workspace.parent / "outside.csv"
    outside.write_text(HEADER + "2025-03-31,1.1a,约5,,,\n", encoding="utf-8")
    path = workspace / "data" / "progress" / "waitan.csv"
    path.unlink()
    link(path, outside)
    assert check() == (
        "data/progress/waitan.csv: HP313 the file leads out of the workspace, and is not read\n"
        "exit 1\n"
    )


def test_a_progress_file_that_is_a_link_inside_the_workspace_is_read(workspace: Path) -> None:
    inside = workspace / "data" / "elsewhere.csv"
    inside.write_text(HEADER + "2025-03-31,1.1a,约5,,,\n", encoding="utf-8")
    path = workspace / "data" / "progress" / "waitan.csv"
    path.unlink()
    link(path, inside)
    assert check() == (
        "data/progress/waitan.csv:2:17: HP306 “约5” is no exact figure\n"
        "exit 1\n"
    )  # fmt: skip


def test_a_progress_file_that_leads_nowhere(workspace: Path) -> None:
    path = workspace / "data" / "progress" / "waitan.csv"
    path.unlink()
    link(path, workspace / "data" / "nothing.csv")
    assert check() == "data/progress/waitan.csv: HP301 this is no regular file\nexit 1\n"


def test_a_progress_file_that_leads_to_itself(workspace: Path) -> None:
    path = workspace / "data" / "progress" / "waitan.csv"
    path.unlink()
    link(path, path)
    lines = check().splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("data/progress/waitan.csv: HP301 ")
    assert lines[-1] == "exit 1"


def test_a_source_that_leads_out_of_the_workspace(workspace: Path) -> None:
    source = workspace / "data" / "source" / "plan.txt"
    outside = workspace.parent / "plan.txt"
    source.rename(outside)
    link(source, outside)
    assert check() == (
        "plan.yaml:7:9: HP210 the source leads out of the workspace, and is not read\n"
        "exit 1\n"
    )  # fmt: skip


def test_a_source_that_leads_to_itself(workspace: Path) -> None:
    source = workspace / "data" / "source" / "plan.txt"
    source.unlink()
    link(source, source)
    lines = check().splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("plan.yaml:7:9: HP210 the source ")
    assert lines[-1] == "exit 1"


def test_a_folder_in_place_of_a_progress_file(workspace: Path) -> None:
    path = workspace / "data" / "progress" / "waitan.csv"
    path.unlink()
    path.mkdir()
    assert check() == "data/progress/waitan.csv: HP301 this is no regular file\nexit 1\n"


def test_a_plan_that_is_not_there(workspace: Path) -> None:
    (workspace / "plan.yaml").unlink()
    assert check("--plan", "plan.yaml") == "plan.yaml: HP101 there is no such file\nexit 3\n"


@pytest.mark.skipif(os.name == "nt" or not hasattr(os, "geteuid"), reason="needs a pipe")
def test_a_pipe_in_place_of_a_progress_file_is_not_waited_for(workspace: Path) -> None:
    path = workspace / "data" / "progress" / "waitan.csv"
    path.unlink()
    os.mkfifo(path)
    assert check() == "data/progress/waitan.csv: HP301 this is no regular file\nexit 1\n"


def test_a_workspace_without_progress_files(workspace: Path) -> None:
    shutil.rmtree(workspace / "data" / "progress")
    assert check() == (
        "data/progress/waitan.csv: HP359 warning: 外滩街道 has no progress file\n"
        "data/progress/yuyuan.csv: HP359 warning: 豫园街道 has no progress file\n"
        "exit 0\n"
    )


def test_no_plan_at_all(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    empty = workspace / "data" / "progress"
    (workspace / "plan.yaml").unlink()
    monkeypatch.chdir(empty)
    assert check() == "exit 3\n"


def test_problems_are_named_as_seen_from_here(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = workspace / "data" / "progress" / "waitan.csv"
    path.write_text(HEADER + "2025-03-31,1.1a,约5,,,\n", encoding="utf-8")
    monkeypatch.chdir(workspace / "data")
    assert check() == (
        "progress/waitan.csv:2:17: HP306 “约5” is no exact figure\n"
        "exit 1\n"
    )  # fmt: skip
