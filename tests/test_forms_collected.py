"""Forms as they come back, damaged or hostile: each case is a folder beside what `collect` says.

A case holds the files that were handed in, or form_cases.py makes them, and `expected.txt`: what is
printed, and a last line with the exit code. The workspace that they are collected into is
`forms/_base`. Whatever a file holds, the command ends as designed, prints nothing that a terminal
acts upon, and a dry run writes nothing.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cases import (
    Case,
    Ran,
    assert_made,
    assert_said,
    assert_sound,
    cases,
    each,
    run_apart,
    run_here,
    snapshot,
)
from form_cases import FORMS as BUILDERS

if TYPE_CHECKING:
    from golden import Golden

FORMS = Path(__file__).parent / "forms"
COLLECT = ("collect", "in", "--dry-run", "--as-of", "2025-07-10")

ALL = cases(FORMS, BUILDERS)


def test_cases_are_found() -> None:
    assert len(ALL) >= 60
    assert_made(ALL, BUILDERS)


@pytest.mark.parametrize("case", each(ALL))
def test_collect_says_what_is_wrong_and_what_is_right(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, golden: Golden
) -> None:
    root = tmp_path / "w"
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
    assert_said(joined(found[0]), case, golden)
    assert found[1].code == found[0].code
    assert snapshot(root) == before, "a dry run writes nothing"


def joined(ran: Ran) -> Ran:
    """A run with what it said beside the data behind it."""
    return Ran(ran.code, ran.out + ran.err, "")
