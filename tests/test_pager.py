"""What is longer than the window of a terminal goes to the person's pager; a fake of both."""

from __future__ import annotations

import sys
from datetime import date
from typing import TYPE_CHECKING

import pytest

from plans import BASE
from running import on_fake_terminal, ran

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.workspace(BASE, today=date(2026, 11, 22))


class FakePager:
    """Takes what is written to a pager, and how that was called."""

    def __init__(self, *, leaves: bool = False) -> None:
        self.leaves = leaves
        self.command: list[str] = []
        self.environment: dict[str, str] = {}
        self.text = ""
        self.looks = 0

    def __call__(self, command: list[str], *, env: dict[str, str], **_more: object) -> FakePager:
        self.command, self.environment = command, env
        return self

    def communicate(self, text: str) -> None:
        self.text = text
        if self.leaves:
            raise BrokenPipeError

    def poll(self) -> int | None:
        self.looks += 1
        return 0 if self.looks > 2 else None

    def wait(self) -> None:
        if self.looks == 1:
            raise KeyboardInterrupt  # typed by whoever searches in the pager


@pytest.fixture
def long(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """What `status` says, which is longer than the window of the terminal that is set up."""
    del workspace
    monkeypatch.setenv("LINES", "10")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.delenv("LESS", raising=False)
    text = ran("status", "--all").stdout
    assert len(text.splitlines()) > 10
    return text


def on_screen(monkeypatch: pytest.MonkeyPatch, *more: str) -> str:
    """What `status` writes to the terminal itself."""
    shown = on_fake_terminal(monkeypatch, "status", "--all", *more)
    assert (shown.stderr, shown.code) == ("", 0)
    return shown.stdout


@pytest.mark.parametrize("leaves", [False, True])
def test_a_long_text_goes_to_the_pager_and_an_interruption_there_is_the_pagers(
    *, long: str, leaves: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = FakePager(leaves=leaves)
    monkeypatch.setattr("hpplan.cli.pager.subprocess.Popen", found)
    monkeypatch.setenv("HPPLAN_PAGER", f"'{sys.executable}' -S 'two words'")
    assert on_screen(monkeypatch) == ""
    assert found.text == long
    assert found.command == [sys.executable, "-S", "two words"]
    assert (found.environment["LESS"], found.environment["LESSCHARSET"]) == ("FRX", "utf-8")
    assert found.looks == 3  # waited for to its end


def test_what_the_person_set_for_less_stays(long: str, monkeypatch: pytest.MonkeyPatch) -> None:
    found = FakePager()
    monkeypatch.setattr("hpplan.cli.pager.subprocess.Popen", found)
    monkeypatch.setenv("PAGER", f"'{sys.executable}'")
    monkeypatch.setenv("LESS", "S")
    assert on_screen(monkeypatch) == ""
    assert (found.text, found.environment["LESS"]) == (long, "S")


@pytest.mark.parametrize("named", ["", "cat", "no-such-pager", "'"])
def test_without_a_pager_all_is_shown_at_once(
    long: str, named: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HPPLAN_PAGER", named)
    assert on_screen(monkeypatch) == long


def test_a_pager_that_cannot_be_started_loses_nothing(
    long: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_given: object, **_more: object) -> None:
        raise PermissionError

    monkeypatch.setattr("hpplan.cli.pager.subprocess.Popen", refuse)
    monkeypatch.setenv("HPPLAN_PAGER", f"'{sys.executable}'")
    assert on_screen(monkeypatch) == long


def test_no_pager_is_asked_where_none_is_wanted(long: str, monkeypatch: pytest.MonkeyPatch) -> None:
    found = FakePager()
    monkeypatch.setattr("hpplan.cli.pager.subprocess.Popen", found)
    monkeypatch.setenv("HPPLAN_PAGER", f"'{sys.executable}'")
    assert on_screen(monkeypatch, "--no-pager") == long
    monkeypatch.setenv("TERM", "dumb")
    assert on_screen(monkeypatch) == long
    assert found.command == []
