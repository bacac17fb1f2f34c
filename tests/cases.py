"""Cases on disk: folders of hostile or damaged input beside the output expected of a command.

A case holds files, or a function of a registry makes them where they would be too large for git or
it cannot hold them, and `expected.txt`: what is printed, where `… 990 lines` stands for so many
lines, and a last line with the exit code. Whatever the input, a command ends as designed, and
prints nothing that a terminal, a spreadsheet or a CI log would act upon.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn, TypeAlias

import pytest
import yaml

from hpplan.cli import main

if TYPE_CHECKING:
    from collections.abc import Collection

    from _pytest.mark import ParameterSet

    from golden import Golden

SOURCES = Path(__file__).parent.parent / "src"
DESIGNED = {0, 1, 2, 3}
SAFETY = 60
"""Seconds after which a command hangs."""

MOST_MEMORY = 1536 * 2**20

# Controls but the line feed, what turns the line, and what takes no room.
RAW = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\U000e0000-\U000e007f]"
)
# What CI services take for a command where a line begins with it.
CI_COMMAND = re.compile(r"^\s*(::|##\[|##vso\[)", re.MULTILINE)
NUMBER = re.compile(r"-?\d+(\.\d+)?(e[-+]\d+)?").fullmatch
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

Builder: TypeAlias = Callable[[Path], None]


class Builders:
    """Functions that make the files of cases, each named as the case's folder."""

    def __init__(self) -> None:
        self.of: dict[str, Builder] = {}
        self.bigs: set[str] = set()

    def case(self, build: Builder) -> Builder:
        """Register what makes a case's files."""
        self.of[build.__name__.replace("_", "-")] = build
        return build

    def big(self, build: Builder) -> Builder:
        """Register what makes a case that is read in processes of its own."""
        self.bigs.add(build.__name__.replace("_", "-"))
        return self.case(build)


class Ran(NamedTuple):
    """How a command ended, and what it printed."""

    code: int
    out: str
    err: str


class Case(NamedTuple):
    """A folder of input; a big one is read in processes of its own."""

    folder: Path
    build: Builder | None
    big: bool

    @property
    def expected(self) -> Path:
        """What is printed."""
        return self.folder / "expected.txt"

    def fill(self, place: Path) -> None:
        """Put there what the case holds, or skip the test where the system cannot hold it."""
        leave = shutil.ignore_patterns("expected.txt")
        shutil.copytree(self.folder, place, dirs_exist_ok=True, ignore=leave)
        try:
            if self.build:
                self.build(place)
        except (OSError, AttributeError, NotImplementedError) as error:
            if sys.platform == "linux":
                raise
            pytest.skip(f"this system cannot hold it: {error}")

    def lay_upon(self, base: Path, root: Path) -> None:
        """Make a workspace: a sound one, and what differs from it."""
        shutil.copytree(base, root)
        self.fill(root)
        if "alike" in self.folder.name and (root / "PLAN.YAML").exists():
            pytest.skip("this system takes small and capital letters for the same")

    def skip_where_words_differ(self) -> None:
        """Skip where the expected words are those of another library or system."""
        words = self.expected.read_text(encoding="utf-8")
        if "this is not valid YAML" in words and not yaml.__with_libyaml__:
            pytest.skip("the words are libyaml's")
        if "cannot be read: " in words and os.name == "nt":
            pytest.skip("the words are another system's")


def cases(among: Path, builders: Builders) -> list[Case]:
    """The cases in a folder; what they are laid upon, `_base`, is none."""
    folders = sorted(path for path in among.iterdir() if path.is_dir() and path.name != "_base")
    return [
        Case(folder, builders.of.get(folder.name), folder.name in builders.bigs)
        for folder in folders
    ]


def name(case: Case) -> str:
    """What a case is called."""
    return case.folder.name


def each(found: list[Case], *, long: Collection[str] = ()) -> list[ParameterSet]:
    """The cases as parameters by their names; those that are big or take long are slow tests."""
    slow = [pytest.mark.slow]
    return [
        pytest.param(case, id=name(case), marks=slow if case.big or name(case) in long else [])
        for case in found
    ]


def ended(code: int) -> NoReturn:
    """End as `os._exit` does, but in a way that can be caught."""
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
                env={**os.environ, "PYTHONPATH": str(SOURCES), "PYTHONUTF8": "1"},
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


def abridged(lines: list[str], expected: list[str]) -> list[str]:
    """Lines without those that are left out of the expected ones: how many stands for them."""
    marks = [at for at, line in enumerate(expected) if OMITTED(line)]
    found, at = [], 0
    for number, line in enumerate(expected):
        if omitted := OMITTED(line):
            count = int(omitted[1])
            if number == marks[-1]:
                count = len(lines) - at - (len(expected) - number - 1)
            found += [f"… {count} lines"] * (count > 0)
            at += max(count, 0)
        elif at < len(lines):
            found.append(lines[at])
            at += 1
    return found + lines[at:]


def assert_said(ran: Ran, case: Case, golden: Golden) -> None:
    """That a command printed what is expected, line by line."""
    lines = f"{ran.out}exit {ran.code}\n".split("\n")
    expected = case.expected.read_text(encoding="utf-8").split("\n")
    golden.file(case.expected, "\n".join(abridged(lines, expected)))


def assert_made(found: list[Case], builders: Builders) -> None:
    """That each case has files or what makes them, and nothing is made for a case that is none."""
    assert set(builders.of) <= {name(case) for case in found}
    for case in found:
        assert case.build or len(list(case.folder.iterdir())) > 1, name(case)


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
