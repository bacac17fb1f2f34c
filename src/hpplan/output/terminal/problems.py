"""Problems as lines, as frames around the faulty place, and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hpplan.i18n import _, ngettext
from hpplan.output.words.text import inert
from hpplan.problem import in_order

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from hpplan.problem import Problem
    from hpplan.workspace import Workspace

WIDEST_EXCERPT = 66
"""Columns of a line that are shown in a frame."""

EXCERPT_LEAD = 20
"""Characters that are shown before a fault which stands far behind in its line."""


def problem_line(problem: Problem) -> str:
    """A problem on one line: `path:line:col: CODE message`."""
    return inert(str(problem))


def problem_frame(problem: Problem, width: int) -> str:
    """A problem with the line of the file, a mark under the fault, and the hint."""
    from hpplan.output.terminal.layout import fit, wrap

    lines = [fit(problem_line(problem), width)]
    if problem.excerpt.strip() and problem.position.line:
        number = str(problem.position.line)
        shown, before, marked = _window(problem)
        lines.append(f"  {number} | {shown}")
        lines.append(f"  {' ' * len(number)} | {' ' * before}{'^' * marked}")
    if problem.hint:
        hint = _("hint: {hint}").format(hint=inert(problem.hint))
        lines += [f"  {part}" for part in wrap(hint, max(width - 2, 1))]
    return "\n".join(lines)


def _window(problem: Problem) -> tuple[str, int, int]:
    """What to show of the line, the columns before the mark, and the mark's own columns."""
    from rich.cells import cell_len, chop_cells

    text = problem.excerpt
    at = max(problem.position.column - 1 - problem.begin, 0)
    lead = inert(text[:at].lstrip())
    if cell_len(lead) > WIDEST_EXCERPT // 2:
        lead = "…" + lead[-EXCERPT_LEAD:]
    rest = inert(text[at:])
    room = WIDEST_EXCERPT - cell_len(lead)
    if cell_len(rest) > room:
        rest = chop_cells(rest, room - 1)[0] + "…"
    marked = cell_len(inert(text[at : at + problem.width]))
    return lead + rest, cell_len(lead), max(1, min(marked, cell_len(rest)))


def problems_text(problems: Sequence[Problem], *, frames: int = 0) -> str:
    """All problems in order, a line each, or framed for a terminal of so many columns."""
    ordered = in_order(list(problems))
    if frames:
        return "\n\n".join(problem_frame(problem, frames) for problem in ordered)
    return "\n".join(problem_line(problem) for problem in ordered)


def problems_tally(problems: Sequence[Problem]) -> str:
    """How many errors and warnings there are."""
    errors = sum(problem.severity == "error" for problem in problems)
    warnings = len(problems) - errors
    return _("{errors}, {warnings}").format(
        errors=ngettext("{n} error", "{n} errors", errors).format(n=errors),
        warnings=ngettext("{n} warning", "{n} warnings", warnings).format(n=warnings),
    )


def check_summary(workspace: Workspace, problems: Sequence[Problem]) -> str:
    """What was checked, how much of the document is accounted for, and what was found."""
    clauses, targets = _clauses(workspace), len(workspace.catalogue.targets)
    files, rows = len(workspace.files), _rows(workspace)
    return _(
        "{clauses}, {targets}, {share} of the document accounted for, {files}, {rows}: {tally}"
    ).format(
        clauses=ngettext("{n} clause", "{n} clauses", clauses).format(n=clauses),
        targets=ngettext("{n} target", "{n} targets", targets).format(n=targets),
        share=_floored(_share(workspace)),
        files=ngettext("{n} progress file", "{n} progress files", files).format(n=files),
        rows=ngettext("{n} row", "{n} rows", rows).format(n=rows),
        tally=problems_tally(problems),
    )


def _clauses(workspace: Workspace) -> int:
    return sum(len(chapter.clauses) for chapter in workspace.plan.chapters)


def _rows(workspace: Workspace) -> int:
    return sum(file.rows for file in workspace.files.values())


def _share(workspace: Workspace) -> Fraction:
    from hpplan.checks import share

    return share(workspace.plan)


def _floored(part: Fraction) -> str:
    """A share in per cent, never rounded up: 100% is all of it."""
    tenths = part * 1000 // 1
    return "100%" if part == 1 else f"{tenths // 10}.{tenths % 10}%"


def problems_data(
    problems: Sequence[Problem], workspace: Workspace | None = None
) -> dict[str, Any]:
    """The problems as plain JSON values, and what was checked where the plan could be loaded."""
    ordered = in_order(list(problems))
    return {
        "version": 1,
        "summary": {
            "errors": sum(problem.severity == "error" for problem in ordered),
            "warnings": sum(problem.severity == "warning" for problem in ordered),
            "clauses": _clauses(workspace) if workspace else None,
            "targets": len(workspace.catalogue.targets) if workspace else None,
            "accounted": float(_share(workspace)) if workspace else None,
            "files": len(workspace.files) if workspace else None,
            "rows": _rows(workspace) if workspace else None,
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
