"""hpplan on hostile and broken input: each case is a folder beside the output expected of `check`.

A case holds what differs from the sound workspace in `invalid/_base`, or a `build_….py` that makes
it where a file would be too large or git cannot hold it, and `expected.txt`: what is printed, where
`… 990 lines` stands for so many lines, and a last line with the exit code. Whatever the input, a
command ends as designed, prints nothing that a terminal, a spreadsheet or a CI log would act upon,
and leaves the workspace as it was.
"""

from __future__ import annotations

import csv
import gc
import io
import json
import os
import re
import runpy
import shutil
import stat
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

import pytest
import yaml
from rich.cells import cell_len

from hpplan.check import check_workspace
from hpplan.cli import main
from hpplan.output.terminal import problems as render
from test_html import assert_whole

if TYPE_CHECKING:
    from collections.abc import Iterator

HOSTILE = Path(__file__).parent / "hostile"
BASE = Path(__file__).parent / "invalid" / "_base"
SOURCES = Path(__file__).parent.parent / "src"
AS_OF = ("--as-of", "2026-11-22")
DESIGNED = {0, 1, 2, 3}
SAFETY = 60
"""Seconds after which a command hangs."""

COLUMNS = 80
MOST_MEMORY = 1536 * 2**20

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
FEW: tuple[tuple[str, ...], ...] = (STATUS, (*STATUS, "--format", "json"))

# Controls but the line feed, what turns the line, and what takes no room.
RAW = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\U000e0000-\U000e007f]"
)
# What CI services take for a command where a line begins with it.
CI_COMMAND = re.compile(r"^\s*(::|##\[|##vso\[)", re.MULTILINE)
NUMBER = re.compile(r"-?\d+(\.\d+)?(e[-+]\d+)?").fullmatch
CARETS = re.compile(r" +\| +\^+").fullmatch
OMITTED = re.compile(r"… (\d+) lines").fullmatch

LIMITED = f"""
import sys
try:
    import resource
except ImportError:
    pass
else:
    resource.setrlimit(resource.RLIMIT_AS, ({MOST_MEMORY}, {MOST_MEMORY}))
from hpplan.cli import main
main()
"""


class Ran(NamedTuple):
    """How a command ended, and what it printed."""

    code: int
    out: str
    err: str


class Case(NamedTuple):
    """A folder of hostile input; a big one is read in processes of its own."""

    folder: Path
    builders: list[Path]
    big: bool

    @property
    def expected(self) -> list[str]:
        return (self.folder / "expected.txt").read_text(encoding="utf-8").split("\n")

    def fill(self, place: Path) -> None:
        """Put there what the case holds, or skip the test where the system cannot hold it."""
        leave = shutil.ignore_patterns("expected.txt", "build_*.py", "__pycache__")
        shutil.copytree(self.folder, place, dirs_exist_ok=True, ignore=leave)
        try:
            for builder in self.builders:
                runpy.run_path(str(builder))["build"](place)
        except (OSError, AttributeError, NotImplementedError) as error:
            if sys.platform == "linux":
                raise
            pytest.skip(f"this system cannot hold it: {error}")

    def build(self, root: Path) -> None:
        """Make the workspace."""
        shutil.copytree(BASE, root)
        self.fill(root)
        if "alike" in self.folder.name and (root / "PLAN.YAML").exists():
            pytest.skip("this system takes small and capital letters for the same")

    def skip_where_words_differ(self) -> None:
        """Skip where the expected words are those of another library or system."""
        words = "\n".join(self.expected)
        if "this is not valid YAML" in words and not yaml.__with_libyaml__:
            pytest.skip("the words are libyaml's")
        if "cannot be read: " in words and os.name == "nt":
            pytest.skip("the words are another system's")


def cases(among: Path) -> list[Case]:
    """The cases in a folder; what they are laid upon, `_base`, is none."""
    found = []
    for folder in sorted(path for path in among.iterdir() if path.is_dir()):
        builders = sorted(folder.glob("build_*.py"))
        big = any("\nBIG = True\n" in path.read_text(encoding="utf-8") for path in builders)
        if folder.name != "_base":
            found.append(Case(folder, builders, big))
    return found


ALL = cases(HOSTILE)
SMALL = [case for case in ALL if not case.big]
BIG = [case for case in ALL if case.big]


def name(case: Case) -> str:
    return case.folder.name


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the workspace is made; nothing of the outside tells the commands what to do."""
    for variable in ("HPPLAN_PLAN", "HPPLAN_UNIT", "HPPLAN_MAX_MIB", "FORCE_COLOR", "LANGUAGE"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("HPPLAN_LANG", "en")
    monkeypatch.setenv("COLUMNS", str(COLUMNS))
    monkeypatch.setenv("PYTHONPATH", str(SOURCES))
    monkeypatch.setenv("PYTHONUTF8", "1")
    return tmp_path / "w"


@pytest.fixture
def collector() -> Iterator[None]:
    """The garbage collector, which a command turns off, back on."""
    yield
    gc.enable()


def ended(code: int) -> NoReturn:
    raise SystemExit(code)


def run_here(args: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> Ran:
    """Run a command in this process."""
    streams = [io.TextIOWrapper(io.BytesIO(), "utf-8", newline="\n") for _stream in range(2)]
    with monkeypatch.context() as patch:
        patch.setattr(os, "_exit", ended)
        patch.setattr(sys, "argv", ["hpplan", *args])
        patch.setattr(sys, "stdout", streams[0])
        patch.setattr(sys, "stderr", streams[1])
        with pytest.raises(SystemExit) as ending:
            main()
    code = ending.value.code
    texts = []
    for stream in streams:
        stream.seek(0)
        texts.append(stream.read())
        stream.close()
    return Ran(code if isinstance(code, int) else 0, *texts)


def run_apart(commands: tuple[tuple[str, ...], ...], root: Path) -> list[Ran]:
    """Run commands side by side, each in a process of its own with so much memory at most."""
    processes: list[subprocess.Popen[bytes]] = []
    try:
        for args in commands:
            process = subprocess.Popen(
                [sys.executable, "-c", LIMITED, *args],
                cwd=root,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
            )
            processes.append(process)
        found = []
        for process in processes:
            out, err = process.communicate(timeout=SAFETY)
            ran = Ran(process.returncode, out.decode("utf-8"), err.decode("utf-8"))
            found.append(Ran(ran.code, ran.out.replace("\r\n", "\n"), ran.err))
        return found
    finally:
        for process in processes:
            process.kill()
            process.wait()
            for stream in (process.stdout, process.stderr):
                if stream:
                    stream.close()


def snapshot(root: Path) -> dict[str, tuple[int, bytes]]:
    """Name, type and bytes of everything in and beside a workspace; links are not followed."""
    found = {}
    for path in root.parent.rglob("*"):
        kind = stat.S_IFMT(path.lstat().st_mode)
        data = b""
        if stat.S_ISREG(kind):
            data = path.read_bytes()
        elif stat.S_ISLNK(kind):
            data = os.fsencode(path.readlink())
        found[str(path)] = kind, data
    return found


def assert_said(ran: Ran, expected: list[str]) -> None:
    """That a command printed what is expected, line by line."""
    lines, at = [*f"{ran.out}exit {ran.code}\n".split("\n")], 0
    for line in expected:
        if found := OMITTED(line):
            at += int(found[1])
            continue
        assert line == (lines[at] if at < len(lines) else "(nothing)"), f"line {at + 1}"
        at += 1
    assert lines[at:] == [], "and no more than that"


def assert_builders_are_named(found: list[Case]) -> None:
    """That no two builders of these cases are of one name, nor one of another's."""
    assert {path.name for case in found for path in case.builders} == {
        f"build_{name(case).replace('-', '_')}.py" for case in found if case.builders
    }


def assert_inert(text: str) -> None:
    """That nothing in a text is acted upon by a terminal or by what reads a CI log."""
    found = RAW.search(text)
    assert found is None, (
        f"raw U+{ord(found[0]):04X} in {text[max(found.start() - 60, 0) :][:80]!r}"
    )
    found = CI_COMMAND.search(text)
    assert found is None, f"a command of a CI: {text[found.start() :][:80]!r}"


def assert_sound(ran: Ran, args: tuple[str, ...]) -> None:
    """That a command ended as designed, and what it printed is harmless and well formed."""
    assert ran.code in DESIGNED, f"{args}: exit {ran.code}, {ran.err[-400:]}"
    for text in (ran.out, ran.err):
        assert "Traceback" not in text, f"{args}: {text[-400:]}"
        assert_inert(text)
    if "json" in args and ran.out:
        data: Any = json.loads(ran.out)
        assert data["version"] == 1
    if "csv" in args and ran.out:
        for row in csv.reader(io.StringIO(ran.out, newline=""), strict=True):
            for cell in row:
                assert not cell.startswith(("=", "+", "-", "@", "\t", "\r")) or NUMBER(cell), cell


def test_cases_are_found() -> None:
    assert len(ALL) >= 70
    assert_builders_are_named(ALL)


@pytest.mark.usefixtures("collector")
@pytest.mark.parametrize("case", SMALL, ids=name)
def test_check_names_the_fault(case: Case, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case.skip_where_words_differ()
    case.build(root)
    monkeypatch.chdir(root)
    before = snapshot(root)
    ran = run_here(CHECK, monkeypatch)
    assert_sound(ran, CHECK)
    assert_said(ran, case.expected)
    assert snapshot(root) == before, "check writes nothing"


@pytest.mark.usefixtures("collector")
@pytest.mark.parametrize("case", SMALL, ids=name)
def test_every_command_ends_as_designed(
    case: Case, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case.build(root)
    monkeypatch.chdir(root)
    before = snapshot(root)
    for args in COMMANDS:
        assert_sound(run_here(args, monkeypatch), args)
    assert snapshot(root) == before, "none of them writes anything"


@pytest.mark.usefixtures("collector")
@pytest.mark.parametrize("case", SMALL, ids=name)
def test_reports_are_harmless(
    case: Case,
    root: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    case.build(root)
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


@pytest.mark.parametrize("case", SMALL, ids=name)
def test_frames_are_harmless_and_fit(
    case: Case, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case.build(root)
    monkeypatch.chdir(root)
    _workspace, problems = check_workspace(Path("plan.yaml"), date(2026, 11, 22))
    text = render.problems_text(problems, frames=COLUMNS)
    # A name of a file that is no text is replaced when it is printed.
    text = text.encode("utf-8", "replace").decode("utf-8")
    assert_inert(text)
    for line in text.split("\n"):
        if CARETS(line):
            assert cell_len(line) <= COLUMNS, line


@pytest.mark.parametrize("case", BIG, ids=name)
def test_much_of_it_is_held_in_bounds(case: Case, root: Path) -> None:
    case.skip_where_words_differ()
    case.build(root)
    before = snapshot(root)
    checked, *others = run_apart((CHECK, *FEW), root)
    for ran, args in zip(others, FEW, strict=True):
        assert_sound(ran, args)
    assert_sound(checked, CHECK)
    assert_said(checked, case.expected)
    assert snapshot(root) == before, "none of them writes anything"
