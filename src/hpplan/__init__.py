"""hpplan: track the targets of a published government plan in plain files.

    >>> import hpplan
    >>> plan = hpplan.open("demo")
    >>> [each.item.id for each in plan.status() if each.status == "overdue"]

`open` gives a `Workspace`, which judges (`status`, and `records` as plain values), lists what was
reported (`reports`) and checks the files (`check`). docs/library.md shows it at work. What is not
named here is not for other programs, and may change from one version to the next.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hpplan.api import Workspace, open  # noqa: A004 (as in gzip.open)
    from hpplan.errors import HpplanError, PlanError
    from hpplan.judging.assess import Assessment
    from hpplan.problem import Position, Problem

__all__ = [
    "Assessment",
    "HpplanError",
    "PlanError",
    "Position",
    "Problem",
    "Workspace",
    "__version__",
    "open",
]

__version__ = "0.1.0"

_HOMES = {
    "Assessment": "hpplan.judging.assess",
    "HpplanError": "hpplan.errors",
    "PlanError": "hpplan.errors",
    "Position": "hpplan.problem",
    "Problem": "hpplan.problem",
    "Workspace": "hpplan.api",
    "open": "hpplan.api",
}
"""Where each public name is defined; its module is imported when it is first asked for."""


if not TYPE_CHECKING:  # or any name at all would pass for one of type object

    def __getattr__(name: str) -> object:
        """A public name from the module that defines it."""
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        found: object = getattr(import_module(_HOMES[name]), name)
        globals()[name] = found
        return found


def __dir__() -> list[str]:
    """The public names."""
    return list(__all__)
