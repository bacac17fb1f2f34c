"""The program and git as tests run them."""

from __future__ import annotations

import errno
import os
import re
import select
import subprocess
import sys
import time
from codecs import getincrementaldecoder
from contextlib import contextmanager, suppress
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from typer.main import get_command
from typer.testing import CliRunner

import hpplan
from hpplan.cli import app

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE = 60
"""Seconds after which the program on a terminal counts as stuck."""

SYSTEMS = (
    *(errno.EACCES, errno.EEXIST, errno.EFBIG, errno.EIO, errno.EISDIR, errno.ENOENT),
    *(errno.ENOSPC, errno.ENOTDIR, errno.EROFS),
)
"""Errors that the system words itself."""

INTERRUPT = b"\x03"

NO_SETTINGS = {"HPPLAN_CONFIG": os.devnull}
"""Variables of a surrounding without the settings of whoever runs the tests."""

# The leader of a new session takes the first terminal that it opens for its own. What runs in the
# background has interruptions ignored; whoever sits at a terminal has not.
TAKE_TERMINAL = """
import os, signal, sys
signal.signal(signal.SIGINT, signal.SIG_DFL)
os.close(os.open(os.ttyname(0), os.O_RDWR))
os.execv(sys.executable, [sys.executable, "-m", "hpplan", *sys.argv[1:]])
"""


class Shown(NamedTuple):
    """What a run of the program shows."""

    stdout: str
    stderr: str
    code: int

    @property
    def reason(self) -> str:
        """Why it was refused: what stands behind the usage."""
        return self.stderr.rpartition("\n\n")[2]


def ran(*arguments: str) -> Shown:
    """What the program shows in the current folder."""
    result = CliRunner().invoke(app, arguments, catch_exceptions=False)
    return Shown(result.stdout, result.stderr, result.exit_code)


def run(*arguments: str) -> Shown:
    """What `hpplan check` shows in the current folder."""
    result = CliRunner().invoke(
        app, ["check", "--as-of", "2026-11-22", *arguments], catch_exceptions=False
    )
    return Shown(result.stdout, result.stderr, result.exit_code)


def identity(folder: Path) -> dict[str, str]:
    """A surrounding in which git knows nothing of whoever runs the tests."""
    return {
        **{
            f"GIT_{role}_{what}": f"test{more}"
            for role in ("AUTHOR", "COMMITTER")
            for what, more in (("NAME", ""), ("EMAIL", "@example.org"))
        },
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CEILING_DIRECTORIES": str(folder),
    }


def git(folder: Path, *arguments: str) -> str:
    """What git prints."""
    done = subprocess.run(
        ["git", *arguments], cwd=folder, capture_output=True, encoding="utf-8", check=True
    )
    return done.stdout.strip()


def our_words(text: str) -> str:
    """A text without what the system says of its errors, which differs by system."""
    return re.sub("|".join(map(os.strerror, SYSTEMS)), "(the system's words)", text)


class FakeTerminal(StringIO):
    """Stands in for a terminal within this process: takes what is written, holds what is typed."""

    def isatty(self) -> bool:
        return True


def on_fake_terminal(
    monkeypatch: pytest.MonkeyPatch, *arguments: str, keys: FakeTerminal | None = None
) -> Shown:
    """What a terminal within this process shows of a run."""
    streams = {name: FakeTerminal() for name in ("stdout", "stderr")}
    code = 0
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stdin", keys or FakeTerminal())
        for name, stream in streams.items():
            patch.setattr(sys, name, stream)
        try:
            get_command(app).main(list(arguments))
        except SystemExit as left:
            code = left.code if isinstance(left.code, int) else 1
    return Shown(streams["stdout"].getvalue(), streams["stderr"].getvalue(), code)


class Terminal:
    """The program on a pseudo-terminal, and what it has shown there."""

    def __init__(self, process: subprocess.Popen[bytes], end: int) -> None:
        self.process = process
        self.end = end
        self.shown = ""
        self.interrupted = False
        self.decoder = getincrementaldecoder("utf-8")("replace")

    def until(self, awaited: str | None) -> str:
        """What has been shown, up to some words or, with None, to the end of the program."""
        limit = time.monotonic() + PATIENCE
        again = time.monotonic() + 1
        while awaited is None or awaited not in self.shown:
            assert time.monotonic() < limit, self.shown
            if self.interrupted and time.monotonic() > again:
                again = time.monotonic() + 1
                os.write(self.end, INTERRUPT)
            if not select.select([self.end], [], [], 0.2)[0]:
                continue
            block = b""
            with suppress(OSError):  # how Linux says that nobody is left at the other end
                block = os.read(self.end, 4096)
            if not block:
                break
            self.shown += self.decoder.decode(block).replace("\r", "")
        return self.shown

    def type(self, keys: bytes) -> None:
        """Type, and forget what was shown before.

        An interruption that falls between a question and the reading of its answer is not heard
        before the next key: it is typed again, each second, until the program ends.
        """
        self.shown = ""
        self.interrupted = keys == INTERRUPT
        os.write(self.end, keys)

    def code(self) -> int:
        """The exit code, once the program has ended."""
        return self.process.wait(PATIENCE)


@contextmanager
def on_terminal(folder: Path, *arguments: str, **variables: str) -> Iterator[Terminal]:
    """The program on a pseudo-terminal; where there is none, the test is skipped."""
    pty = pytest.importorskip("pty", reason="POSIX alone")
    end, other = pty.openpty()
    package = str(Path(hpplan.__file__).parents[1])
    process = subprocess.Popen(
        [sys.executable, "-c", TAKE_TERMINAL, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": package, "PYTHONUTF8": "1", **variables},
        stdin=other,
        stdout=other,
        stderr=other,
        start_new_session=True,
    )
    os.close(other)
    try:
        yield Terminal(process, end)
    finally:
        process.kill()
        process.wait()
        os.close(end)
