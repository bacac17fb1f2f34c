"""The program as its entry point runs it: streams, signals and faults of its own."""

from __future__ import annotations

import os
import signal
import sys
from io import BytesIO, TextIOWrapper
from typing import NoReturn

import pytest

from hpplan import cli


def fail(error: BaseException) -> object:
    """Commands that fail whatever is called."""

    def app(prog_name: str) -> NoReturn:
        del prog_name
        raise error

    return app


def ended(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int | str | None:
    """The code with which the program ends."""
    monkeypatch.setattr(sys, "argv", ["hpplan", *arguments])
    with pytest.raises(SystemExit) as left:
        cli.main()
    return left.value.code


def test_closed_streams_are_opened_on_nothing_and_closed_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, None)
    assert ended(monkeypatch, "--version") == 0
    assert (sys.stdin, sys.stdout, sys.stderr) == (None, None, None)


def test_a_stream_is_the_callers_again(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = TextIOWrapper(BytesIO(), encoding="gb18030", errors="strict")
    monkeypatch.setattr(sys, "stdout", stream)
    hook = sys.excepthook
    assert ended(monkeypatch, "--version") == 0
    assert (stream.encoding, stream.errors) == ("gb18030", "strict")
    assert sys.excepthook is hook


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_a_signal_ends_it_in_order_and_its_handler_goes(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = getattr(signal, name)
    before = signal.signal(number, signal.SIG_DFL)
    try:
        monkeypatch.setattr(cli, "app", lambda **_: os.kill(os.getpid(), number))
        assert ended(monkeypatch) == 128 + number
        assert signal.getsignal(number) == signal.SIG_DFL
        ignored = signal.signal(number, signal.SIG_IGN)
        assert ignored == signal.SIG_DFL
        cli.main()  # what the caller ignores, as nohup does, ends nothing
    finally:
        signal.signal(number, before)


def test_a_fault_of_its_own_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cli, "app", fail(LookupError("nothing")))
    assert ended(monkeypatch, "status") == 70
    assert capsys.readouterr().err == (
        "hpplan itself failed (LookupError: nothing); run it with --debug for the details.\n"
    )


def test_its_traceback_is_shown_to_who_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "app", fail(LookupError("nothing")))
    monkeypatch.setattr(sys, "argv", ["hpplan", "--debug", "status"])
    with pytest.raises(LookupError, match="nothing"):
        cli.main()


def test_what_cannot_be_written_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def leave(code: int) -> NoReturn:
        raise SystemExit(code)

    monkeypatch.setattr(os, "_exit", leave)
    monkeypatch.setattr(cli, "app", fail(OSError(28, "No space left on device")))
    assert ended(monkeypatch, "status") == 3
    assert capsys.readouterr().err == "The output cannot be written: No space left on device\n"
