"""A table shown anew whenever a file of the workspace changes, on what stands in for a terminal.

The same on a real one is in test_habits.py.
"""

from __future__ import annotations

import re
from datetime import date
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from hpplan.cli import watching
from plans import BASE, lay_out
from running import on_fake_terminal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from golden import Golden

pytestmark = pytest.mark.workspace(BASE, today=date(2026, 11, 22))

TOP, END_OF_LINE, BELOW = "\x1b[H", "\x1b[K", "\x1b[J"
SCREEN, NO_SCREEN, NO_CURSOR, CURSOR = "\x1b[?1049h", "\x1b[?1049l", "\x1b[?25l", "\x1b[?25h"


def watched(
    monkeypatch: pytest.MonkeyPatch, lines: int, *meanwhile: Callable[[], object]
) -> list[str]:
    """The screens of `status --watch`, up to an interruption, as something happens before each."""
    for name, value in {"TERM": "xterm", "NO_COLOR": "1", "LINES": str(lines)}.items():
        monkeypatch.setenv(name, value)
    happening = iter(meanwhile)

    def sleep(seconds: float) -> None:
        assert seconds == watching.PAUSE
        try:
            next(happening)()
        except StopIteration:
            raise KeyboardInterrupt from None

    monkeypatch.setattr(watching, "time", SimpleNamespace(sleep=sleep))
    shown, said, code = on_fake_terminal(monkeypatch, "status", "--all", "--watch")
    assert (said, code) == ("", 0)
    assert shown.startswith(f"{SCREEN}{TOP}{NO_CURSOR}")
    assert shown.endswith(f"{NO_SCREEN}{CURSOR}")
    kept = shown.removeprefix(f"{SCREEN}{TOP}{NO_CURSOR}").removesuffix(f"{NO_SCREEN}{CURSOR}")
    frames = kept.split(TOP)
    assert frames.pop(0) == ""
    return [re.sub(r"\d\d:\d\d:\d\d", "HH:MM:SS", each) for each in frames]


def plain(frame: str) -> list[str]:
    """The lines of a screen, each of which wipes what stood behind it, and the last below it."""
    assert frame.endswith(END_OF_LINE + BELOW)
    lines = frame.removesuffix(BELOW).split("\n")
    assert all(line.endswith(END_OF_LINE) for line in lines)
    return [line.removesuffix(END_OF_LINE) for line in lines]


def test_a_screen_is_drawn_at_once_and_when_a_file_changes(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, golden: Golden
) -> None:
    lay_out(workspace, None, {"waitan": "2026-03-31,1.1a,4,,x,\n"})
    file = workspace / "data" / "progress" / "waitan.csv"

    def spoil() -> None:
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace("1.1a,4,", "1.1a,约4,"), encoding="utf-8")

    frames = watched(monkeypatch, 40, lambda: None, spoil, lambda: None, file.unlink)
    assert len(frames) == 3  # nothing changed twice
    golden.says("\n-----\n".join("\n".join(plain(each)) for each in frames) + "\n")


def test_a_window_shows_what_it_holds_and_says_how_much_more_there_is(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay_out(workspace, None, {"waitan": "2026-03-31,1.1a,约4,,x,\n"})
    (whole,) = map(plain, watched(monkeypatch, 60))
    (small,) = map(plain, watched(monkeypatch, 9))
    at = next(n for n, line in enumerate(whole) if "HP306" in line)
    told, room = whole[at : at + 3], 9 - 3 - 1
    assert small[:room] == whole[:room]
    assert small[room:-1] == told
    assert small[-1] == f"HH:MM:SS  Ctrl-C ends  {at - room} more lines"
    assert whole[-1] == "HH:MM:SS  Ctrl-C ends"


def test_a_plan_that_goes_away_is_said_until_it_is_back(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, golden: Golden
) -> None:
    plan, away = workspace / "plan.yaml", workspace / "plan.away"
    frames = watched(monkeypatch, 60, lambda: plan.rename(away), lambda: away.rename(plan))
    before, without, after = map(plain, frames)
    assert before == after
    golden.says(without)
