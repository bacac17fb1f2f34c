"""The command line: each command parses, calls, prints and exits."""

import gc
import os
import sys

from hpplan.words import _, preferred, use

# The texts of all helps are made on import, so the language is chosen before.
use(preferred(sys.argv[1:], os.environ))

from hpplan.cli.app import app  # noqa: E402
from hpplan.cli.exits import NOTHING_DONE, OUR_FAULT  # noqa: E402
from hpplan.cli.talk import say  # noqa: E402

# The help lists the commands in this order.
# isort: off
from hpplan.cli import reports, recording, forms, collecting, checking, planning  # noqa: E402, F401
# isort: on

__all__ = ["app", "main"]


def main() -> None:
    """Run the command line; a fault of our own is one sentence and exit 70."""
    # One command lives too briefly for the collector to be worth its time.
    gc.disable()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        app(prog_name="hpplan")
    except OSError as error:
        say(_("The output cannot be written: {why}").format(why=error.strerror or error))
        os._exit(NOTHING_DONE)
    except Exception as error:
        if "--debug" in sys.argv:
            raise
        say(
            _("hpplan itself failed ({error}); run it with --debug for the details.").format(
                error=f"{type(error).__name__}: {error}"
            )
        )
        sys.exit(OUR_FAULT)
