"""The program as a process calls it, in this process: what it sets for the process as a whole."""

from __future__ import annotations

import atexit
import gc
import os
import runpy
import sys
from errno import ENOSPC
from functools import partial
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from hpplan import __version__, cli
from hpplan.__main__ import program

if TYPE_CHECKING:
    from collections.abc import Callable


class Process:
    """What the program asks of the process it runs in, in place of that."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.at_exit: list[Callable[[], object]] = []

    def disable(self) -> None:
        self.asked.append("no collector")

    def register(self, call: Callable[..., object], *given: object) -> None:
        self.at_exit.append(partial(call, *given))

    def leave(self, code: int) -> None:
        self.asked.append(f"left with {code}")

    def end(self) -> None:
        """Do what the interpreter does at its end."""
        for call in reversed(self.at_exit):
            call()


@pytest.fixture
def process(monkeypatch: pytest.MonkeyPatch) -> Process:
    found = Process()
    monkeypatch.setattr(gc, "disable", found.disable)
    monkeypatch.setattr(atexit, "register", found.register)
    monkeypatch.setattr(os, "_exit", found.leave)
    monkeypatch.setattr(sys, "argv", ["hpplan", "--version"])
    monkeypatch.delenv("PYDANTIC_DISABLE_PLUGINS", raising=False)
    monkeypatch.setenv("PYDANTIC_DISABLE_PLUGINS", "")  # so that it is taken back
    monkeypatch.delenv("PYDANTIC_DISABLE_PLUGINS")
    return found


@pytest.mark.parametrize("how", ["program", "module"])
def test_a_process_runs_one_command_without_collector_and_plugins(
    how: str,
    process: Process,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delitem(sys.modules, "hpplan.__main__")  # which is run anew
    with pytest.raises(SystemExit) as caught:
        program() if how == "program" else runpy.run_module("hpplan", run_name="__main__")
    assert (capsys.readouterr(), caught.value.code) == ((f"hpplan {__version__}\n", ""), 0)
    process.end()
    assert process.asked == ["no collector", "left with 0"]
    assert os.environ["PYDANTIC_DISABLE_PLUGINS"] == "__all__"


def test_plugins_that_somebody_wants_stay(
    process: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYDANTIC_DISABLE_PLUGINS", "one")
    with pytest.raises(SystemExit):
        program()
    assert os.environ["PYDANTIC_DISABLE_PLUGINS"] == "one"
    assert process.asked != []


def test_it_does_not_leave_at_once_where_something_is_still_to_be_said(
    process: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full() -> None:
        raise OSError(ENOSPC, "No space left on device")

    with pytest.raises(SystemExit):
        program()
    monkeypatch.setattr(sys, "stdout", SimpleNamespace(flush=full))
    process.end()
    assert process.asked == ["no collector"]


def test_a_fault_ends_the_process_as_python_does(
    process: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise RuntimeError

    monkeypatch.setattr(cli, "main", fail)
    with pytest.raises(RuntimeError):
        program()
    process.end()
    assert process.asked == ["no collector"]
