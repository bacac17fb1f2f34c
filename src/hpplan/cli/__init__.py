"""The command line: open the streams, heed signals, run a command, end with its exit code."""

import atexit
import gc
import os
import signal
import sys
from contextlib import suppress
from typing import NoReturn

from hpplan.cli.language import speak
from hpplan.i18n import _, preferred
from hpplan.phrases import reason

# The texts of all helps are made on import, so the language is chosen before.
speak(preferred(sys.argv[1:], os.environ))

from hpplan.cli.app import app  # noqa: E402
from hpplan.cli.console import (  # noqa: E402
    NOTHING_DONE,
    OUR_FAULT,
    print_note,
)

# The help lists the commands in this order.
# isort: off
from hpplan.cli import status, show, changes, report, notice, record  # noqa: E402, F401
from hpplan.cli import form, collect, check, explain, schema, revise, fill, demo  # noqa: E402, F401
# isort: on

__all__ = ["app", "main"]


def _open_streams() -> None:
    """Make the standard streams take any text; one that the caller closed discards it.

    Left closed, its number would be that of the next file that is opened.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def _leave(number: int, _frame: object) -> NoReturn:
    """Leave as whoever ends the program wants, but not without taking back what is half done."""
    sys.exit(128 + number)


def _heed_signals() -> None:
    """Have what ends a program end it in order, unless the caller has it ignored, as nohup does."""
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number and signal.getsignal(number) == signal.SIG_DFL:
            signal.signal(number, _leave)


def main() -> None:
    """Run the command line; a fault of our own is one sentence and exit 70."""
    # One command lives too briefly for the collector to be worth its time, its end included.
    gc.disable()
    atexit.register(gc.freeze)
    _open_streams()
    _heed_signals()
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
