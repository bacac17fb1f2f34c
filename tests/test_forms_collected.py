"""Forms as they come back, damaged or hostile: each case is a folder beside what `collect` says.

A case holds the files that were handed in, or a `build_….py` that makes them where git cannot hold
them or a spreadsheet would not write them, and `expected.txt`: what is printed, and a last line
with the exit code. The workspace that they are collected into is `forms/_base`. Whatever a file
holds, the command ends as designed, prints nothing that a terminal acts upon, and a dry run writes
nothing.
"""

from __future__ import annotations

import os
import runpy
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from test_hostile import Ran, assert_said, assert_sound, run_apart, run_here, snapshot
from test_hostile import collector as _collector
from test_hostile import root as _root

if TYPE_CHECKING:
    from collections.abc import Iterator

root, collector = _root, _collector

FORMS = Path(__file__).parent / "forms"
COLLECT = ("collect", "in", "--dry-run", "--as-of", "2025-07-10")


class Case(NamedTuple):
    """A folder with forms that were handed in; a big one is collected in a process of its own."""

    folder: Path
    builders: list[Path]
    big: bool

    @property
    def expected(self) -> list[str]:
        return (self.folder / "expected.txt").read_text(encoding="utf-8").split("\n")

    def build(self, workspace: Path) -> None:
        """Make the workspace, and in it the folder `in` with the forms."""
        shutil.copytree(FORMS / "_base", workspace)
        leave = shutil.ignore_patterns("expected.txt", "build_*.py", "__pycache__")
        shutil.copytree(self.folder, workspace / "in", ignore=leave)
        try:
            for builder in self.builders:
                runpy.run_path(str(builder))["build"](workspace / "in")
        except (OSError, AttributeError, NotImplementedError) as error:
            if sys.platform == "linux":
                raise
            pytest.skip(f"this system cannot hold it: {error}")


def cases() -> Iterator[Case]:
    for folder in sorted(path for path in FORMS.iterdir() if path.is_dir()):
        builders = sorted(folder.glob("build_*.py"))
        big = any("\nBIG = True\n" in path.read_text(encoding="utf-8") for path in builders)
        if folder.name != "_base":
            yield Case(folder, builders, big)


ALL = list(cases())


def name(case: Case) -> str:
    return case.folder.name


def test_cases_are_found() -> None:
    assert len(ALL) >= 60
    assert {path.name for case in ALL for path in case.builders} == {
        f"build_{name(case).replace('-', '_')}.py" for case in ALL if case.builders
    }


@pytest.mark.usefixtures("collector")
@pytest.mark.parametrize("case", ALL, ids=name)
def test_collect_says_what_is_wrong_and_what_is_right(
    case: Case, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if "cannot be read: " in "\n".join(case.expected) and os.name == "nt":
        pytest.skip("the words are another system's")
    case.build(root)
    before = snapshot(root)
    commands = (COLLECT, (*COLLECT, "--format", "json"))
    if case.big:
        found = run_apart(commands, root)
    else:
        monkeypatch.chdir(root)
        found = [run_here(command, monkeypatch) for command in commands]
    for ran, command in zip(found, commands, strict=True):
        assert_sound(ran, command)
    assert_said(joined(found[0]), case.expected)
    assert found[1].code == found[0].code
    assert snapshot(root) == before, "a dry run writes nothing"


def joined(ran: Ran) -> Ran:
    """A run with what it said beside the data behind it."""
    return Ran(ran.code, ran.out + ran.err, "")
