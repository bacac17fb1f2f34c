"""`hpplan check` on small broken workspaces: each is a folder beside the output expected of it.

A case holds what differs from the sound workspace in `_base`, and `expected.txt`: what is printed,
and a last line with the exit code.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from plans import BASE, HEADER
from running import ran

if TYPE_CHECKING:
    from golden import Golden

INVALID = Path(__file__).parent / "invalid"
CASES = sorted(path for path in INVALID.iterdir() if path.is_dir() and path != BASE)

PYYAMLS_WORDS = "this is not valid YAML"
"""What stands behind these words is libyaml's; the pure parser says it a little differently."""

pytestmark = pytest.mark.workspace(BASE)


def check(*more: str) -> str:
    """What `hpplan check` prints in the current folder, and its exit code."""
    shown = ran("check", "--as-of", "2026-11-22", *more)
    return f"{shown.stdout}exit {shown.code}\n"


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
def test_case(case: Path, workspace: Path, golden: Golden) -> None:
    expected = (case / "expected.txt").read_text(encoding="utf-8")
    if PYYAMLS_WORDS in expected and not yaml.__with_libyaml__:
        pytest.skip("the words are libyaml's")
    shutil.copytree(case, workspace, dirs_exist_ok=True)
    (workspace / "expected.txt").unlink()
    before = files_in(workspace)
    assert before != files_in(BASE), "the case differs from the sound workspace"
    golden.file(case / "expected.txt", check())
    assert files_in(workspace) == before, "check writes nothing"


# What git cannot keep, or Windows cannot hold, is made here.


def test_a_progress_file_that_leads_out_of_the_workspace(workspace: Path, golden: Golden) -> None:
    outside = workspace.parent / "outside.csv"
    outside.write_text(HEADER + "2025-03-31,1.1a,约5,,,\n", encoding="utf-8")
    path = workspace / "data" / "progress" / "waitan.csv"
    path.unlink()
    link(path, outside)
    golden.says(check())


def test_a_progress_file_that_is_a_link_inside_the_workspace_is_read(
    workspace: Path, golden: Golden
) -> None:
    inside = workspace / "data" / "elsewhere.csv"
    inside.write_text(HEADER + "2025-03-31,1.1a,约5,,,\n", encoding="utf-8")
    path = workspace / "data" / "progress" / "waitan.csv"
    path.unlink()
    link(path, inside)
    golden.says(check())


def test_a_progress_file_that_leads_nowhere(workspace: Path, golden: Golden) -> None:
    path = workspace / "data" / "progress" / "waitan.csv"
    path.unlink()
    link(path, workspace / "data" / "nothing.csv")
    golden.says(check())


def test_a_progress_file_that_leads_to_itself(workspace: Path) -> None:
    path = workspace / "data" / "progress" / "waitan.csv"
    path.unlink()
    link(path, path)
    lines = check().splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("data/progress/waitan.csv: HP301 ")
    assert lines[-1] == "exit 1"


def test_a_source_that_leads_out_of_the_workspace(workspace: Path, golden: Golden) -> None:
    source = workspace / "data" / "source" / "plan.txt"
    outside = workspace.parent / "plan.txt"
    source.rename(outside)
    link(source, outside)
    golden.says(check())


def test_a_source_that_leads_to_itself(workspace: Path) -> None:
    source = workspace / "data" / "source" / "plan.txt"
    source.unlink()
    link(source, source)
    lines = check().splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("plan.yaml:7:9: HP210 ")
    assert lines[-1] == "exit 1"


def test_a_folder_in_place_of_a_progress_file(workspace: Path, golden: Golden) -> None:
    path = workspace / "data" / "progress" / "waitan.csv"
    path.unlink()
    path.mkdir()
    golden.says(check())


def test_a_plan_that_is_not_there(workspace: Path, golden: Golden) -> None:
    (workspace / "plan.yaml").unlink()
    golden.says(check("--plan", "plan.yaml"))


@pytest.mark.skipif(os.name == "nt" or not hasattr(os, "geteuid"), reason="needs a pipe")
def test_a_pipe_in_place_of_a_progress_file_is_not_waited_for(
    workspace: Path, golden: Golden
) -> None:
    path = workspace / "data" / "progress" / "waitan.csv"
    path.unlink()
    os.mkfifo(path)
    golden.says(check())


def test_a_workspace_without_progress_files(workspace: Path, golden: Golden) -> None:
    shutil.rmtree(workspace / "data" / "progress")
    golden.says(check())


def test_no_plan_at_all(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    empty = workspace / "data" / "progress"
    (workspace / "plan.yaml").unlink()
    monkeypatch.chdir(empty)
    assert check() == "exit 3\n"


def test_problems_are_named_as_seen_from_here(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, golden: Golden
) -> None:
    path = workspace / "data" / "progress" / "waitan.csv"
    path.write_text(HEADER + "2025-03-31,1.1a,约5,,,\n", encoding="utf-8")
    monkeypatch.chdir(workspace / "data")
    golden.says(check())
