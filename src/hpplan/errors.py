"""The exceptions that hpplan raises: one base with a message and a hint, and its kinds.

A fault of a file is a `Problem` and is returned, never raised; an exception says that what was
asked for could not be done.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hpplan.problem import Problem


class HpplanError(Exception):
    """What was asked for cannot be done.

    Attributes:
        message: what is wrong, one sentence.
        hint: how to mend it; empty where the message says it all.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message, hint)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return self.message


class PlanError(HpplanError):
    """A plan that cannot be loaded.

    Attributes:
        message: the problems, one a line.
        problems: the same as values; at least one.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)), self.problems[0].hint)
        self.args = (self.problems,)  # by which a copy is made in another process
