"""hpplan on hostile and broken input: each case is a folder beside the output expected of `check`.

A case holds what differs from the sound workspace in `invalid/_base`, or hostile_cases.py makes it.
Whatever the input, a command ends as designed, prints nothing that a terminal, a spreadsheet or a
CI log would act upon, and leaves the workspace as it was.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len

from cases import (
    Case,
    assert_inert,
    assert_made,
    assert_said,
    assert_sound,
    cases,
    each,
    run_apart,
    run_here,
    snapshot,
)
from hostile_cases import HOSTILE as BUILDERS
from hpplan.check import check_workspace
from hpplan.output.terminal import problems as render
from plans import BASE
from test_html import assert_whole

if TYPE_CHECKING:
    from golden import Golden

HOSTILE = Path(__file__).parent / "hostile"
AS_OF = ("--as-of", "2026-11-22")
COLUMNS = 80

CHECK = ("check", *AS_OF)
ROW = ("record", "1.2b@2026", "1", "--date", "2026-11-22", "--dry-run", *AS_OF)
STATUS = ("status", "--all", *AS_OF)
CHANGES = ("changes", "--since", "2025-03-01", "--all", *AS_OF)
COMMANDS: tuple[tuple[str, ...], ...] = (
    ("check", "--format", "json", *AS_OF),
    ("status", *AS_OF),
    STATUS,
    (*STATUS, "--format", "json"),
    (*STATUS, "--format", "csv"),
    (*STATUS, "--format", "markdown"),
    ("status", "--by", "unit", *AS_OF),
    (*CHANGES, "--rows"),
    (*CHANGES, "--rows", "--format", "json"),
    (*CHANGES, "--format", "csv"),
    (*CHANGES, "--rows", "--format", "csv"),
    (*CHANGES, "--rows", "--format", "markdown"),
    ("status", "--by", "unit", "--format", "csv", *AS_OF),
    ("status", "--all", "--as-of", "9999-12-31"),
    ("status", "--all", "--as-of", "0001-01-01"),
    ROW,
)
LIGHT = tuple(args for args in COMMANDS if "--all" not in args or "--format" in args)
"""What is asked of thousands of items: no whole table for a terminal, which takes seconds."""
FEW: tuple[tuple[str, ...], ...] = (STATUS, (*STATUS, "--format", "json"))

CARETS = re.compile(r" +\| +\^+").fullmatch

ALL = cases(HOSTILE, BUILDERS)
SMALL = [case for case in ALL if not case.big]
BIG = [case for case in ALL if case.big]
TABLES = {"plan-of-5000-units", "plan-quote-everywhere", "plan-of-10000-revisions"}
"""Big cases that fill a table, too."""
LONG = {"plan-of-the-year-1", "plan-to-the-year-9999"}
"""Small cases of many thousands of items, which take seconds to judge."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Where the workspace is made."""
    return tmp_path / "w"


def test_cases_are_found() -> None:
    assert len(ALL) >= 70
    assert_made(ALL, BUILDERS)


@pytest.mark.parametrize("case", each(SMALL, long=LONG))
def test_check_names_the_fault(
    case: Case, root: Path, monkeypatch: pytest.MonkeyPatch, golden: Golden
) -> None:
    case.skip_where_words_differ()
    case.lay_upon(BASE, root)
    monkeypatch.chdir(root)
    before = snapshot(root)
    ran = run_here(CHECK, monkeypatch)
    assert_sound(ran, CHECK)
    assert_said(ran, case, golden)
    assert snapshot(root) == before, "check writes nothing"


@pytest.mark.slow
@pytest.mark.parametrize("case", each(SMALL, long=LONG))
def test_every_command_ends_as_designed(
    case: Case, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case.lay_upon(BASE, root)
    monkeypatch.chdir(root)
    before = snapshot(root)
    for args in LIGHT if case.folder.name in LONG else COMMANDS:
        assert_sound(run_here(args, monkeypatch), args)
    assert snapshot(root) == before, "none of them writes anything"


@pytest.mark.slow
@pytest.mark.parametrize("case", each(SMALL, long=LONG))
def test_reports_are_harmless(
    case: Case,
    root: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    case.lay_upon(BASE, root)
    monkeypatch.chdir(root)
    before, out = snapshot(root), tmp_path_factory.mktemp("out")
    for suffix in ("html", "md", "csv"):
        args = ("report", "-o", str(out / f"r.{suffix}"), "--since", "2025-03-01", *AS_OF)
        assert_sound(run_here(args, monkeypatch), args)
    for path in out.iterdir():
        text = path.read_text(encoding="utf-8-sig")
        assert_inert(text)
        if path.suffix == ".html":
            assert_whole(text)
    assert snapshot(root) == before, "nothing is written beside them"


@pytest.mark.parametrize("case", each(SMALL, long=LONG))
def test_frames_are_harmless_and_fit(
    case: Case, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case.lay_upon(BASE, root)
    monkeypatch.chdir(root)
    _workspace, problems = check_workspace(Path("plan.yaml"), date(2026, 11, 22))
    text = render.problems_text(problems, frames=COLUMNS)
    # A name of a file that is no text is replaced when it is printed.
    text = text.encode("utf-8", "replace").decode("utf-8")
    assert_inert(text)
    for line in text.split("\n"):
        if CARETS(line):
            assert cell_len(line) <= COLUMNS, line


@pytest.mark.parametrize("case", each(BIG))
def test_much_of_it_is_held_in_bounds(case: Case, root: Path, golden: Golden) -> None:
    case.skip_where_words_differ()
    case.lay_upon(BASE, root)
    before = snapshot(root)
    # What is faulty outside the plan does not change what a table shows.
    few = FEW if case.folder.name in TABLES else FEW[1:]
    checked, *others = run_apart((CHECK, *few), root)
    for ran, args in zip(others, few, strict=True):
        assert_sound(ran, args)
    assert_sound(checked, CHECK)
    assert_said(checked, case, golden)
    assert snapshot(root) == before, "none of them writes anything"
