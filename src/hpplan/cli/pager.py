"""Show a text in the user's pager, as git does."""

import os
import shlex
import shutil
import subprocess
from contextlib import suppress


def page(text: str) -> bool:
    """Show a text in HPPLAN_PAGER, PAGER or less; return whether there is such a program.

    An empty one, or `cat`, stands for none. `less` ends at once where the text fits the window,
    keeps its colours, and leaves it on the screen.
    """
    asked = os.environ.get("HPPLAN_PAGER", os.environ.get("PAGER", "less"))
    try:
        words = shlex.split(asked)
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
