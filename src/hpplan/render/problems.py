"""Problems as lines, as frames around the faulty place, and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hpplan.problem import in_order
from hpplan.render.text import inert
from hpplan.words import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hpplan.problem import Problem

WIDEST = 66


def line(problem: Problem) -> str:
    """A problem on one line: `path:line:col: CODE message`."""
    return inert(str(problem))


def frame(problem: Problem, width: int) -> str:
    """A problem with the line of the file, a mark under the fault, and the hint."""
    from hpplan.render.layout import fit, wrap

    lines = [fit(line(problem), width)]
    if problem.excerpt.strip() and problem.position.line:
        number = str(problem.position.line)
        shown, before, width = _window(problem)
        lines.append(f"  {number} | {shown}")
        lines.append(f"  {' ' * len(number)} | {' ' * before}{'^' * width}")
    if problem.hint:
        hint = _("hint: {hint}").format(hint=inert(problem.hint))
        lines += [f"  {part}" for part in wrap(hint, width - 2)]
    return "\n".join(lines)


def _window(problem: Problem) -> tuple[str, int, int]:
    """What to show of the line, the columns before the mark, and the mark's own columns."""
    from rich.cells import cell_len, chop_cells

    text = problem.excerpt
    at = max(problem.position.column - 1, 0)
    lead = text[:at].lstrip()
    if cell_len(inert(lead)) > WIDEST // 2:
        lead = "…" + lead[-20:]
    lead = inert(lead)
    rest = inert(text[at:])
    room = WIDEST - cell_len(lead)
    if cell_len(rest) > room:
        rest = chop_cells(rest, room - 1)[0] + "…"
    marked = cell_len(inert(text[at : at + problem.width]))
    return lead + rest, cell_len(lead), max(1, min(marked, cell_len(rest)))


def text(problems: Sequence[Problem], *, frames: int = 0) -> str:
    """All problems in order, a line each, or framed for a terminal of so many columns."""
    ordered = in_order(list(problems))
    if frames:
        return "\n\n".join(frame(problem, frames) for problem in ordered)
    return "\n".join(line(problem) for problem in ordered)


def tally(problems: Sequence[Problem]) -> str:
    """How many errors and warnings there are."""
    errors = sum(problem.severity == "error" for problem in problems)
    warnings = len(problems) - errors
    return _("{errors}, {warnings}").format(
        errors=ngettext("{n} error", "{n} errors", errors).format(n=errors),
        warnings=ngettext("{n} warning", "{n} warnings", warnings).format(n=warnings),
    )


def data(problems: Sequence[Problem]) -> dict[str, Any]:
    """The problems as plain JSON values."""
    ordered = in_order(list(problems))
    return {
        "version": 1,
        "summary": {
            "errors": sum(problem.severity == "error" for problem in ordered),
            "warnings": sum(problem.severity == "warning" for problem in ordered),
        },
        "problems": [
            {
                "code": problem.code,
                "severity": problem.severity,
                "message": problem.message,
                "hint": problem.hint or None,
                "path": problem.position.path,
                "line": problem.position.line or None,
                "column": problem.position.column or None,
            }
            for problem in ordered
        ],
    }
