"""Write problems as lines or frames, and what was checked in a line."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hpplan.i18n import _, ngettext
from hpplan.output.words.text import inert
from hpplan.problem import in_order

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from hpplan.check import Extent
    from hpplan.output.views import CheckView
    from hpplan.problem import Problem

WIDEST_EXCERPT = 66
"""Columns of a line that are shown in a frame."""

EXCERPT_LEAD = 20
"""Characters that are shown before a fault which stands far behind in its line."""


def problem_line(problem: Problem) -> str:
    """Write a problem on one line: `path:line:col: CODE message`."""
    return inert(str(problem))


def problem_frame(problem: Problem, width: int) -> str:
    """Write a problem with the line of the file, a mark under the fault, and the hint."""
    from hpplan.output.terminal.layout import fit, wrap

    lines = [fit(problem_line(problem), width)]
    if problem.excerpt.strip() and problem.position.line:
        number = str(problem.position.line)
        shown, before, marked = _window(problem)
        lines.append(f"  {number} | {shown}")
        lines.append(f"  {' ' * len(number)} | {' ' * before}{'^' * marked}")
    if problem.hint and not problem.accepted:
        hint = _("hint: {hint}").format(hint=inert(problem.hint))
        lines += [f"  {part}" for part in wrap(hint, max(width - 2, 1))]
    return "\n".join(lines)


def _window(problem: Problem) -> tuple[str, int, int]:
    """Return what to show of the line, the columns before the mark, and the mark's width."""
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
    """Write all problems in order, a line each, or framed for so many columns."""
    ordered = in_order(list(problems))
    if frames:
        first: dict[str, Problem] = {}
        for problem in ordered:
            first.setdefault(problem.hint, problem)
        # A hint that holds for several is said of the first.
        told = [each if first[each.hint] is each else replace(each, hint="") for each in ordered]
        return "\n\n".join(problem_frame(problem, frames) for problem in told)
    return "\n".join(problem_line(problem) for problem in ordered)


def problems_tally(problems: Sequence[Problem]) -> str:
    """Count errors, warnings, and where there are any the warnings that are accepted."""
    errors = sum(problem.severity == "error" for problem in problems)
    accepted = sum(problem.accepted is not None for problem in problems)
    warnings = len(problems) - errors - accepted
    tally = _("{errors}, {warnings}").format(
        errors=ngettext("{n} error", "{n} errors", errors).format(n=errors),
        warnings=ngettext("{n} warning", "{n} warnings", warnings).format(n=warnings),
    )
    return _("{tally}, {n} accepted").format(tally=tally, n=accepted) if accepted else tally


def check_text(view: CheckView) -> str:
    """Write what `check` found; empty where it found nothing."""
    return f"{problems_text(view.problems, frames=view.width)}\n" if view.problems else ""


def check_summary(extent: Extent, problems: Sequence[Problem]) -> str:
    """Say what was checked, how much of the document is accounted for, what was found."""
    clauses, targets, accounted, files, rows, confirmed, is_draft = extent
    said = _(
        "{clauses}, {targets}, {share} of the document accounted for, {files}, {rows}: {tally}"
    ).format(
        clauses=ngettext("{n} clause", "{n} clauses", clauses).format(n=clauses),
        targets=ngettext("{n} target", "{n} targets", targets).format(n=targets),
        share=_floored(accounted),
        files=ngettext("{n} progress file", "{n} progress files", files).format(n=files),
        rows=ngettext("{n} row", "{n} rows", rows).format(n=rows),
        tally=problems_tally(problems),
    )
    if not is_draft:
        return said
    done = _("draft: {done} of {targets} targets confirmed").format(done=confirmed, targets=targets)
    return f"{said}\n{done}"


def _floored(part: Fraction) -> str:
    """Write a share in per cent, never rounded up: 100% is all of it."""
    tenths = part * 1000 // 1
    return "100%" if part == 1 else f"{tenths // 10}.{tenths % 10}%"
