"""Forms as they come back, damaged or hostile: each case is a folder beside what `collect` says.

A case holds the files that were handed in, or a `build_….py` that makes them where git cannot hold
them or a spreadsheet would not write them, and `expected.txt`: what is printed, and a last line
with the exit code. The workspace that they are collected into is `forms/_base`. Whatever a file
holds, the command ends as designed, prints nothing that a terminal acts upon, and a dry run writes
nothing.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from test_hostile import (
    Case,
    Ran,
    assert_builders_are_named,
    assert_said,
    assert_sound,
    cases,
    name,
    run_apart,
    run_here,
    snapshot,
)
from test_hostile import collector as _collector
from test_hostile import root as _root

root, collector = _root, _collector

FORMS = Path(__file__).parent / "forms"
COLLECT = ("collect", "in", "--dry-run", "--as-of", "2025-07-10")

ALL = cases(FORMS)


def test_cases_are_found() -> None:
    assert len(ALL) >= 60
    assert_builders_are_named(ALL)


@pytest.mark.usefixtures("collector")
@pytest.mark.parametrize("case", ALL, ids=name)
def test_collect_says_what_is_wrong_and_what_is_right(
    case: Case, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case.skip_where_words_differ()
    shutil.copytree(FORMS / "_base", root)
    case.fill(root / "in")
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
