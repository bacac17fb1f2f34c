"""Show a text in the user's pager, as git does."""

import os
import shlex
import shutil
import subprocess
from contextlib import suppress

from hpplan.cli.settings import read_settings


def pager_of(configured: str | None) -> tuple[str, str]:
    """Return the pager and the variable that names it, empty for the configured one and for less.

    HPPLAN_PAGER, what the person configured, PAGER, less: the first of these that is set.
    """
    if "HPPLAN_PAGER" in os.environ:
        return os.environ["HPPLAN_PAGER"], "HPPLAN_PAGER"
    if configured is not None:
        return configured, ""
    return (os.environ["PAGER"], "PAGER") if "PAGER" in os.environ else ("less", "")


def page(text: str) -> bool:
    """Show a text in the pager of `pager_of`; return whether there is such a program.

    An empty one, or `cat`, stands for none. `less` ends at once where the text fits the window,
    keeps its colours, and leaves it on the screen.
    """
    try:
        words = shlex.split(pager_of(read_settings().get("pager"))[0])
    except ValueError:  # a quotation mark without its like
        return False
    program = shutil.which(words[0]) if words and words[0] != "cat" else None
    if program is None:
        return False
    environment = {"LESS": "FRX", "LESSCHARSET": "utf-8", **os.environ}
    try:
        process = subprocess.Popen(  # noqa: S603 (the user names it)
            [program, *words[1:]], stdin=subprocess.PIPE, env=environment, encoding="utf-8"
        )
    except OSError:
        return False
    with suppress(OSError):  # whoever has read enough leaves the pager before its end
        process.communicate(text)
    while process.poll() is None:
        with suppress(KeyboardInterrupt):  # an interruption is the pager's own to heed
            process.wait()
    return True
