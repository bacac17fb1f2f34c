"""A fault is one value everywhere: `path:line:col: CODE message`.

Faults are collected, sorted and returned; no layer of the core raises them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from hpplan.i18n import _
from hpplan.phrases import shortened

if TYPE_CHECKING:
    from collections.abc import Iterable

_LINE_END = re.compile("\r\n|\r|\n")

Severity = Literal["error", "warning"]

LAST_ERROR = 50
"""The last two digits of a code up to which it stands for an error."""

HINTS = 20
"""Faults of a file for which a near name is looked for."""

MOST = 1000
"""Errors, and warnings, of one file that are listed; the rest is counted."""

LONGEST_MESSAGE = 1000
"""Characters of a message, which may hold words of a file."""

LONGEST_LINE = 2000
"""Characters of a line that are shown whole, or wrapped, in a frame."""


class Position(NamedTuple):
    """A place in a file.

    Attributes:
        path: the file, as a person would name it.
        line: 1-based line; 0 where the fault is the file itself.
        column: 1-based column, counted in characters; 0 where the fault is the file itself.
        sheet: of a workbook the sheet, whose rows and columns are meant.
    """

    path: str
    line: int = 0
    column: int = 0
    sheet: str = ""

    def __str__(self) -> str:
        if self.sheet:
            return (
                f"{self.path}:{self.sheet}!{self.cell}"
                if self.line
                else f"{self.path}:{self.sheet}"
            )
        return f"{self.path}:{self.line}:{self.column}" if self.line else self.path

    @property
    def inside(self) -> str:
        """The place without its file: 进度!E7, or the line."""
        if self.sheet:
            return f"{self.sheet}!{self.cell}"
        return _("row {n}").format(n=self.line)

    @property
    def cell(self) -> str:
        """A workbook's cell as a spreadsheet names it: E7."""
        return f"{column_letters(self.column)}{self.line}"


def column_letters(number: int) -> str:
    """The letters by which a spreadsheet names a column, 1-based: AA for 27."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


class Acceptance(NamedTuple):
    """Why a warning is accepted for good.

    Attributes:
        why: the reason.
        by: who decided; None where that is not said.
    """

    why: str
    by: str | None = None

    def __str__(self) -> str:
        return _("{why} ({by})").format(why=self.why, by=self.by) if self.by else self.why


class Problem(NamedTuple):
    """One fault in a file.

    Attributes:
        code: stable, `HP` and three digits: 1xx files and YAML, 2xx the plan, 3xx progress files,
            4xx forms that were handed in.
            The last two digits run from 01 for errors and from 51 for warnings.
        message: what is wrong and what was expected, one line.
        position: where.
        hint: how to mend it; empty where the message says it all.
        excerpt: the line of the file, for a source frame; empty where there is none.
        width: how many characters of the excerpt the fault covers.
        begin: how many characters of a long line stand before the excerpt.
        at: what it is about by a name that stays: a row's file, date and item, an id, a key; empty
            where the file's name says it.
        accepted: why it is accepted, of a warning that the plan accepts.
    """

    code: str
    message: str
    position: Position
    hint: str = ""
    excerpt: str = ""
    width: int = 1
    begin: int = 0
    at: str = ""
    accepted: Acceptance | None = None

    @property
    def severity(self) -> Severity:
        """`warning` for the codes from 51 on, else `error`."""
        return "warning" if is_warning(self.code) else "error"

    def __str__(self) -> str:
        message = self.message
        if self.accepted:
            message = _("accepted: {message}; reason: {why}").format(
                message=message, why=self.accepted
            )
        elif self.severity == "warning":
            message = _("warning: {message}").format(message=message)
        return f"{self.position}: {self.code} {message}"


def at_line(
    code: str,
    message: str,
    position: Position,
    line: str,
    *,
    hint: str = "",
    width: int = 1,
    at: str = "",
) -> Problem:
    """A problem with the line of the file that it stands on; of a long one, what is around it."""
    begin, message = 0, shortened(message, LONGEST_MESSAGE)
    if len(line) > LONGEST_LINE:
        begin = max(position.column - 1 - LONGEST_LINE // 4, 0)
        line = line[begin : begin + LONGEST_LINE]
    return Problem(code, message, position, hint, line, width, begin, at)


def capped(problems: Iterable[Problem]) -> list[Problem]:
    """The problems, so many of each file and severity at most, and which files have more."""
    found: list[Problem] = []
    counts: dict[tuple[str, Severity], int] = {}
    for problem in problems:
        key = problem.position.path, problem.severity
        counts[key] = counts.get(key, 0) + 1
        if counts[key] <= MOST:
            found.append(problem)
        elif counts[key] == MOST + 1:
            found.append(unlisted(problem.position.path))
    return found


def unlisted(path: str) -> Problem:
    """That a file has more faults than are listed."""
    message = _("the file has more faults than the {n} that are listed").format(n=MOST)
    return Problem("HP151", message, Position(path), _("mend these first"))


def is_warning(code: str) -> bool:
    """Whether a code stands for a warning: those whose last two digits are 51 or more do."""
    return int(code[-2:]) > LAST_ERROR


def place(before: str) -> tuple[int, int]:
    """Line and column behind a piece of text from its file's start, both 1-based."""
    lines = _LINE_END.split(before)
    return len(lines), len(lines[-1]) + 1


def in_order(problems: list[Problem]) -> list[Problem]:
    """The problems by place and code, each once: errors, warnings, and last what is accepted."""

    def place_in_list(problem: Problem) -> tuple[bool, Severity, Position, str, str]:
        accepted = problem.accepted is not None
        return accepted, problem.severity, problem.position, problem.code, problem.message

    return sorted(dict.fromkeys(problems), key=place_in_list)


def unaccepted(problems: Iterable[Problem]) -> list[Problem]:
    """Those that nobody has accepted."""
    return [problem for problem in problems if problem.accepted is None]


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """Those that are more than warnings."""
    return [problem for problem in problems if problem.severity == "error"]
