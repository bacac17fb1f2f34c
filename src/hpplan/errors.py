"""The exceptions that hpplan raises: one base with a message and a hint, and its kinds.

A fault of a file is a `Problem` and is returned, never raised; an exception says that what was
asked for could not be done.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hpplan.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hpplan.problem import Problem


class HpplanError(Exception):
    """What was asked for cannot be done.

    Attributes:
        message: what is wrong, one sentence.
        hint: how to mend it; empty where the message says it all.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return self.message

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel to another process by its attributes, whatever its kind is made from."""
        return _made_again, (type(self), self.__dict__)


def _made_again(kind: type[HpplanError], attributes: dict[str, Any]) -> HpplanError:
    error = kind.__new__(kind)
    error.__dict__.update(attributes)
    return error


class PlanError(HpplanError):
    """A plan that cannot be loaded.

    Attributes:
        message: the problems, one a line.
        problems: the same as values; at least one.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)), self.problems[0].hint)


class CellError(HpplanError):
    """A cell that cannot be read, of a progress file, a form, or what was typed for one.

    Attributes:
        code: the code of the problem that it becomes at its place in a file.
        hint: what to type instead.
    """

    def __init__(self, code: str, message: str, hint: str = "") -> None:
        super().__init__(message, hint)
        self.code = code


class RecordError(HpplanError):
    """Why nothing was recorded in a progress file, or decided in the plan.

    Attributes:
        usage: whether it lies in what was asked for, not in the files.
        problems: further faults of the file that it comes from.
        at: which of several entries it lies in, from 0.
    """

    def __init__(
        self,
        message: str,
        hint: str = "",
        *,
        usage: bool = True,
        problems: Sequence[Problem] = (),
        at: int = 0,
    ) -> None:
        super().__init__(message, hint)
        self.usage = usage
        self.problems = problems
        self.at = at


class DoubtfulError(RecordError):
    """Rows of which `check` would warn, while nobody has agreed to that; nothing was written.

    Attributes:
        problems: the warnings.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        message, hint = _("check would warn of it"), _("is it what was meant?")
        super().__init__(message, hint, usage=False, problems=problems)
