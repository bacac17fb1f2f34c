"""The command line: open the streams, heed signals, run a command, end with its exit code."""

import os
import signal
import sys
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING, Any, NoReturn

from hpplan.cli.language import speak
from hpplan.cli.settings import read_settings
from hpplan.i18n import _, preferred
from hpplan.phrases import reason

if TYPE_CHECKING:
    from collections.abc import Iterator

# The texts of a help are made on import, so the language is chosen before.
speak(preferred(sys.argv[1:], os.environ, read_settings().get("language")))

from hpplan.cli.app import app  # noqa: E402
from hpplan.cli.commands import COMMANDS  # noqa: E402
from hpplan.cli.console import NOTHING_DONE, OUR_FAULT, print_note  # noqa: E402

__all__ = ["COMMANDS", "app", "main"]


@contextmanager
def _open_streams() -> "Iterator[None]":
    """Make the standard streams take any text; one that the caller closed discards it.

    Left closed, its number would be that of the next file that is opened.
    """
    with ExitStack() as afterwards:
        for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
            if getattr(sys, name) is None:
                nowhere = open(os.devnull, mode, encoding="utf-8")  # noqa: PTH123, SIM115
                setattr(sys, name, afterwards.enter_context(nowhere))
                afterwards.callback(setattr, sys, name, None)
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                afterwards.callback(_restore_stream, stream, stream.encoding, stream.errors)
                stream.reconfigure(errors="replace")
        yield


def _restore_stream(stream: Any, encoding: str, errors: str | None) -> None:
    """Give a stream back as it was; what it holds and cannot be written is its owner's affair."""
    with suppress(OSError):
        stream.reconfigure(encoding=encoding, errors=errors)


def _leave(number: int, _frame: object) -> NoReturn:
    """Leave as whoever ends the program wants, but not without taking back what is half done."""
    sys.exit(128 + number)


@contextmanager
def _signal_handlers() -> "Iterator[None]":
    """Have what ends a program end it in order, unless the caller has it ignored, as nohup does."""
    before = {}
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number and signal.getsignal(number) == signal.SIG_DFL:
            before[number] = signal.signal(number, _leave)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def main() -> None:
    """Run the command line; a fault of our own is one sentence and exit 70.

    Streams, signals and the hook that Typer takes are the caller's again behind it.
    """
    hook = sys.excepthook
    try:
        with _open_streams(), _signal_handlers():
            _run()
    finally:
        sys.excepthook = hook


def _run() -> None:
    """Run the commands, and end in SystemExit whatever comes of it."""
    try:
        app(prog_name="hpplan")
    except OSError as error:
        with suppress(OSError):  # what cannot be written may be this very stream
            print_note(_("The output cannot be written: {why}").format(why=reason(error)))
        os._exit(NOTHING_DONE)
    except Exception as error:
        if "--debug" in sys.argv:
            raise
        print_note(
            _("hpplan itself failed ({error}); run it with --debug for the details.").format(
                error=f"{type(error).__name__}: {error}"
            )
        )
        sys.exit(OUR_FAULT)
