"""The program as a process calls it, in this process: what it sets for the process as a whole."""

from __future__ import annotations

import atexit
import gc
import os
import runpy
import sys
from typing import TYPE_CHECKING

import pytest

from hpplan import __version__
from hpplan.__main__ import program

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def process(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the program asks of the process it runs in, in place of that."""
    asked: list[str] = []

    def at_exit(call: Callable[[], object]) -> None:
        asked.append(f"at exit {call.__name__}")

    monkeypatch.setattr(gc, "disable", lambda: asked.append("no collector"))
    monkeypatch.setattr(atexit, "register", at_exit)
    monkeypatch.setattr(sys, "argv", ["hpplan", "--version"])
    monkeypatch.delenv("PYDANTIC_DISABLE_PLUGINS", raising=False)
    monkeypatch.setenv("PYDANTIC_DISABLE_PLUGINS", "")  # so that it is taken back
    monkeypatch.delenv("PYDANTIC_DISABLE_PLUGINS")
    return asked


@pytest.mark.parametrize("how", ["program", "module"])
def test_a_process_runs_one_command_without_collector_and_plugins(
    how: str,
    process: list[str],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delitem(sys.modules, "hpplan.__main__")  # which is run anew
    with pytest.raises(SystemExit) as caught:
        program() if how == "program" else runpy.run_module("hpplan", run_name="__main__")
    assert (capsys.readouterr(), caught.value.code) == ((f"hpplan {__version__}\n", ""), 0)
    assert process == ["no collector", "at exit freeze"]
    assert os.environ["PYDANTIC_DISABLE_PLUGINS"] == "__all__"


def test_plugins_that_somebody_wants_stay(
    process: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYDANTIC_DISABLE_PLUGINS", "one")
    with pytest.raises(SystemExit):
        program()
    assert os.environ["PYDANTIC_DISABLE_PLUGINS"] == "one"
    assert process != []
