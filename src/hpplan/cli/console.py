"""Print data, tables and notes; raise usage errors; name the exit codes."""

import os
import re
import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NoReturn

from hpplan.cli.mistakes import RefusedError
from hpplan.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hpplan.problem import Problem

FINDINGS, USAGE, NOTHING_DONE, OUR_FAULT = 1, 2, 3, 70
"""Exit codes: faults or matches were found; a wrong call; nothing could be done; our own fault."""

_PLAIN_SIGNS: "dict[str, str | int | None]" = {
    "█": "#",
    "░": ".",
    "┃": "|",
    "━": "=",
    "─": "-",
    "▲": "+",
    "▼": "-",
    "∅": "!",
    "–": "-",
}
"""What stands for the signs of bars and marks where an encoding, as GBK, lacks one of them."""

LEAST_COLUMNS = 20
"""Columns below which lines run over the edge of the terminal."""


def print_note(*texts: str) -> None:
    """Print lines for the person on stderr, on a terminal wrapped to its width."""
    from hpplan.output.words.text import inert

    lines = [inert(line) for text in texts if text for line in text.split("\n")]
    if columns := terminal_columns(sys.stderr):
        from rich.cells import cell_len

        from hpplan.output.terminal.layout import fit

        lines = [fit(line, columns) if cell_len(line) > columns else line for line in lines]
    for line in lines:
        print(line, file=sys.stderr)


def print_remark(*texts: str) -> None:
    """Print lines for the person that tell of no fault; nothing where they want it quiet."""
    if not _Screen.quiet:
        print_note(*texts)


def print_done(text: str) -> None:
    """Print what was made on stdout; nothing where the person wants it quiet."""
    from hpplan.output.words.text import inert

    if not _Screen.quiet:
        print("\n".join(map(inert, text.split("\n"))))


def refuse(message: str, hint: str = "") -> NoReturn:
    """Raise a usage error (exit 2) with a message and a hint."""
    from hpplan.output.words.text import inert

    raise RefusedError(inert(_("; ").join([message, hint] if hint else [message])))


def print_problems(problems: "Sequence[Problem]") -> None:
    """Print problems on stderr, framed on a terminal."""
    from hpplan.output.terminal.problems import problems_text

    if problems:
        print_note(problems_text(problems, frames=terminal_columns(sys.stderr)))


def terminal_columns(stream: Any) -> int:
    """Return the columns of a terminal; 0 where the stream is none."""
    import shutil

    if not stream.isatty():
        return 0
    return _Screen.width or shutil.get_terminal_size().columns


class Color(StrEnum):
    """When what is shown has colours."""

    auto = "auto"
    always = "always"
    never = "never"


class _Screen:
    """How the running command shows things, as its options say."""

    color = Color.auto
    pager = True
    quiet = False
    width: int | None = None


def set_screen(color: Color, *, pager: bool, quiet: bool, width: int | None) -> None:
    """Set how to show things.

    Args:
        color: when to colour.
        pager: whether to page what is longer than the window.
        quiet: whether to leave out what was not asked for and is no fault.
        width: columns; None for those of the window.
    """
    _Screen.color, _Screen.pager, _Screen.quiet, _Screen.width = color, pager, quiet, width


def never_page() -> None:
    """Show everything at once from here on, however long it is."""
    _Screen.pager = False


def is_quiet() -> bool:
    """Tell whether only what was asked for, and faults, are to be shown."""
    return _Screen.quiet


def open_console() -> Any:
    """Return a console of Rich's for stdout."""
    from rich.console import Console

    chosen = _Screen.color
    # Rich's own reading of NO_COLOR would leave bold and italic in the text.
    unwanted = chosen is Color.never or (chosen is Color.auto and os.environ.get("NO_COLOR"))
    always = chosen is Color.always
    console = Console(
        file=sys.stdout,
        color_system=None if unwanted else "256" if always else "auto",
        force_terminal=True if always else None,
        no_color=False if always else None,
        highlight=False,
        markup=False,
        emoji=False,
    )
    console.width = _Screen.width or max(console.width, LEAST_COLUMNS)
    return console


def print_data(text: str) -> None:
    """Print data for a program or a file, in UTF-8 whatever the system's encoding."""
    if not sys.stdout.isatty() and hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    sys.stdout.write(text)


def print_view(command: str, fmt: str, view: Any) -> None:
    """Print what a command shows in one of its formats.

    Args:
        command: whose writers to look up in `output.writers`.
        fmt: the format.
        view: what is shown; for people it is told the columns of the terminal.
    """
    from hpplan.output.writers import writer

    write = writer(command, fmt)
    if fmt == "table":
        console = open_console()
        _print_paged(_drawn(console, write(view._replace(width=console.width))))
    elif fmt == "text":
        sys.stdout.write(write(view._replace(width=terminal_columns(sys.stdout))))
    else:
        print_data(write(view))


def print_parts(console: Any, *parts: Any) -> None:
    """Print Rich renderables without trailing blanks."""
    sys.stdout.write(_drawn(console, parts))


def _drawn(console: Any, parts: "Sequence[Any]") -> str:
    """Return Rich renderables as text without trailing blanks, in signs that stdout can show."""
    with console.capture() as captured:
        for part in parts:
            console.print(part, no_wrap=True, overflow="ignore", crop=False)
    drawn = captured.get()
    if "\x1b" in drawn:  # the end of a style may stand behind the blanks
        drawn = re.sub(r"[ ]+((?:\x1b\[[0-9;]*m)+)$", r"\1", drawn, flags=re.MULTILINE)
    text = "\n".join(line.rstrip() for line in drawn.split("\n"))
    try:
        "".join(_PLAIN_SIGNS).encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        return text.translate(str.maketrans(_PLAIN_SIGNS))
    return text


def _print_paged(text: str) -> None:
    """Print text; in a pager where it is longer than the window of a terminal that can do so."""
    import shutil

    fits = text.count("\n") < shutil.get_terminal_size().lines
    if fits or not _Screen.pager or not sys.stdout.isatty() or os.environ.get("TERM") == "dumb":
        sys.stdout.write(text)
        return
    from hpplan.cli.pager import page

    if not page(text):
        sys.stdout.write(text)
