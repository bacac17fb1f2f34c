"""Show a command's table anew whenever a file of the workspace changes, until Ctrl-C."""

import os
import shutil
import sys
import time
from contextlib import redirect_stderr, redirect_stdout, suppress
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from hpplan.cli.console import never_page, open_console
from hpplan.cli.workspaces import plan_path
from hpplan.i18n import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Callable

PAUSE = 1.0
"""Seconds between two looks at the files: a folder on a share tells of no changes by itself."""

_TOP, _END_OF_LINE, _BELOW = "\x1b[H", "\x1b[K", "\x1b[J"


class _Frame(StringIO):
    """What a command prints for a terminal, kept to be shown at once."""

    @property
    def encoding(self) -> str:  # type: ignore[override]
        """The encoding of the terminal."""
        return sys.__stdout__.encoding if sys.__stdout__ else "utf-8"

    def isatty(self) -> bool:
        """Tell that it goes to a terminal in the end."""
        return True


def watch(run: "Callable[[], object]", plan: Path | None) -> None:
    """Run a command again and again on a screen of its own, which is gone in the end.

    It is run at once, and then whenever a file, the window or the day is another.

    Args:
        run: the command, which prints; how it ends is of no matter here.
        plan: the plan's file or folder, as the command takes it.
    """
    path = plan_path(plan)
    never_page()
    seen: object = None
    with suppress(KeyboardInterrupt), open_console().screen():
        while True:
            size = shutil.get_terminal_size()
            found = _stamps(path), size, datetime.now().astimezone().date()
            if found != seen:
                seen = found
                sys.stdout.write(_screenful(run, size.lines))
                sys.stdout.flush()
            time.sleep(PAUSE)


def _stamps(path: Path) -> list[tuple[str, int, int, int]]:
    """Return what tells that the plan or a progress file is another than before."""
    from hpplan.files import PROGRESS

    files = [str(path)]
    with suppress(OSError), os.scandir(path.parent / PROGRESS) as entries:
        files += sorted(entry.path for entry in entries)
    stamps = []
    for file in files:
        with suppress(OSError):  # gone meanwhile
            found = os.stat(file)  # noqa: PTH116 (a path for each file each second)
            stamps.append((file, found.st_mtime_ns, found.st_size, found.st_ino))
    return stamps


def _screenful(run: "Callable[[], object]", lines: int) -> str:
    """Return what a command shows as far as the window holds it, and when that was.

    What is wrong with the files stands at the end, on a third of the window at most.
    """
    table, faults = _Frame(), _Frame()
    with redirect_stdout(table), redirect_stderr(faults), suppress(typer.Exit):
        run()
    told = faults.getvalue().splitlines()[: lines // 3]
    shown = table.getvalue().splitlines()
    room = lines - len(told) - 1
    more = len(shown) - room
    foot = _("{time}  Ctrl-C ends").format(time=f"{datetime.now().astimezone():%H:%M:%S}")
    if more > 0:
        foot += "  " + ngettext("{n} more line", "{n} more lines", more).format(n=more)
    kept = [*shown[:room], *told, foot]
    return _TOP + f"{_END_OF_LINE}\n".join(kept) + _END_OF_LINE + _BELOW
