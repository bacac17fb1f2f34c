"""Ask the person at the terminal: a text, yes or no, one of several, a checked value."""

import shutil
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from hpplan.cli.console import print_note
from hpplan.i18n import _
from hpplan.phrases import meant, nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

LEAVE_WORDS = frozenset({"q", "quit", "exit", "退出"})
YES_WORDS = frozenset({"y", "yes", "是"})
NO_WORDS = frozenset({"n", "no", "否"})

BESIDE_A_LIST = 4
"""Lines of the terminal that a page of a list leaves for its head, its end and the question."""


class Cancelled(Exception):  # noqa: N818 (no fault: the person has had enough)
    """The person leaves by q, Ctrl-C or Ctrl-D."""


def at_terminal() -> bool:
    """Tell whether stdin and stdout are a terminal, so that somebody can be asked."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def ask_text(question: str) -> str:
    """Ask for a text, and return it stripped.

    Raises:
        Left: the person leaves.
    """
    with suppress(ImportError):  # Windows edits lines by itself
        import readline  # noqa: F401 (input() edits lines and Chinese once it is there)
    while True:
        try:
            answer = input(f"{question} ").strip()
        except UnicodeError:
            print_note(_("That could not be read; please type it again."))
            continue
        except (EOFError, KeyboardInterrupt):
            print()
            raise Cancelled from None
        if answer.casefold() in LEAVE_WORDS:
            raise Cancelled
        return answer


def ask_yes_no(question: str) -> bool:
    """Ask until the person says yes or no; return whether it was yes.

    Raises:
        Left: the person leaves.
    """
    while True:
        answer = ask_text(question).casefold()
        if answer in YES_WORDS | NO_WORDS:
            return answer in YES_WORDS
        print_note(_("Please answer y or n."))


def confirmed(question: str) -> bool:
    """Ask yes or no; whoever leaves says no."""
    with suppress(Cancelled):
        return ask_yes_no(question)
    return False


def ask_choice(
    options: "Sequence[tuple[str, str]]",
    show: "Callable[[list[int]], None]",
    question: str,
    unknown: str,
    *,
    on_a_line: int = 1,
) -> int:
    """Ask for one of several options, (id, name), and return its index.

    By its number, counted from 1, its id or its name; a part of either shows those that have it,
    and is enough where one alone has it.

    Args:
        options: what there is to choose from.
        show: shows the options at some places, a page of them.
        question: what is asked.
        unknown: what is said of an `answer` that names none.
        on_a_line: how many options it shows on a line.

    Raises:
        Left: the person leaves.
    """
    shown = everything = list(range(len(options)))
    at = 0
    while True:
        size = max(shutil.get_terminal_size().lines - BESIDE_A_LIST, BESIDE_A_LIST) * on_a_line
        show(shown[at : at + size])
        rest = len(shown[at + size :])
        if rest:
            print(_("[Enter: {n} more]").format(n=rest))
        while answer := ask_text(question):
            found = _named(options, answer)
            if len(found) == 1:
                return found[0]
            if found:
                shown, at = found, 0
                break
            near = meant(nearest(answer, [text for option in options for text in option]))
            message = unknown.format(answer=answer)
            print_note(_("; ").join([message, near] if near else [message]))
        else:
            shown, at = (shown, at + size) if rest else (everything, 0)


def _named(options: "Sequence[tuple[str, str]]", answer: str) -> list[int]:
    """Return the indices of the options that an answer names, wholly or in part."""
    from hpplan.csvtext import folded

    wanted = folded(answer).casefold()
    if wanted.isdecimal() and 0 < int(wanted[:9]) <= len(options):
        return [int(wanted[:9]) - 1]
    texts = [tuple(text.casefold() for text in option) for option in options]
    whole = [at for at, option in enumerate(texts) if wanted in option]
    return whole or [
        at for at, (id_, name) in enumerate(texts) if id_.startswith(wanted) or wanted in name
    ]


def ask_value(question: str, reader: "Callable[[str], Any]", *, empty: Any = None) -> Any:
    """Ask until the reader accepts the answer; return what it reads, `empty` for Enter alone.

    Raises:
        Left: the person leaves.
    """
    from hpplan.errors import CellError

    while answer := ask_text(question):
        try:
            return reader(answer)
        except CellError as error:
            print_note(_("; ").join([error.message, error.hint] if error.hint else [error.message]))
    return empty
