"""Write problems as lines or frames, and what was checked in a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpplan.i18n import _, ngettext
from hpplan.output.words.text import inert
from hpplan.problem import in_order

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
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
    from hpplan.output.terminal.layout import fit

    lines = [fit(problem_line(problem), width)]
    if problem.excerpt.strip() and problem.position.line:
        number = str(problem.position.line)
        shown, before, marked = _window(problem)
        lines.append(f"  {number} | {shown}")
        lines.append(f"  {' ' * len(number)} | {' ' * before}{'^' * marked}")
    if problem.hint and not problem.accepted:
        lines += hint_lines(problem.hint, width)
    return "\n".join(lines)


def hint_lines(hint: str, width: int) -> list[str]:
    """Write a hint below what it is said of, wrapped."""
    from hpplan.output.terminal.layout import wrap

    text = _("hint: {hint}").format(hint=inert(hint))
    return [f"  {part}" for part in wrap(text, max(width - 2, 1))]


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
        return "\n\n".join(problem_frame(problem, frames) for problem in _hinted_once(ordered))
    return "\n".join(problem_line(problem) for problem in ordered)


def _hinted_once(problems: Iterable[Problem]) -> list[Problem]:
    """Return problems of which a hint that holds for several is said of the first."""
    found, hints = [], set[str]()
    for problem in problems:
        found.append(problem._replace(hint="") if problem.hint in hints else problem)
        hints.add(problem.hint)
    return found


def grouped_frames(problems: Sequence[Problem], width: int) -> str:
    """Write problems framed, file by file, those with errors first; each file says how many."""
    files: dict[str, list[Problem]] = {}
    for problem in in_order(list(problems)):
        files.setdefault(problem.position.path, []).append(problem)
    told = iter(_hinted_once(problem for own in files.values() for problem in own))
    parts = []
    for path, own in files.items():
        if path and len(files) > 1:
            parts.append(_rule(f"{inert(path)} · {problems_tally(own, whole=False)}", width))
        parts += [problem_frame(next(told), width) for _problem in own]
    return "\n\n".join(parts)


def _rule(title: str, width: int) -> str:
    """Return a heading as a line across the screen."""
    from rich.cells import cell_len

    text = f"── {title} "
    return text + "─" * max(width - cell_len(text), 2)


def problems_tally(problems: Sequence[Problem], *, whole: bool = True) -> str:
    """Count errors, warnings, and where there are any the warnings that are accepted.

    Args:
        problems: the problems.
        whole: whether it is also said of which of the first two there are none.
    """
    errors = sum(problem.severity == "error" for problem in problems)
    accepted = sum(problem.accepted is not None for problem in problems)
    warnings = len(problems) - errors - accepted
    words = (
        ngettext("{n} error", "{n} errors", errors).format(n=errors),
        ngettext("{n} warning", "{n} warnings", warnings).format(n=warnings),
    )
    if whole or bool(errors) == bool(warnings):
        tally = _("{errors}, {warnings}").format(errors=words[0], warnings=words[1])
    else:
        tally = words[0] if errors else words[1]
    return _("{tally}, {n} accepted").format(tally=tally, n=accepted) if accepted else tally


def check_text(view: CheckView) -> str:
    """Write what `check` found; empty where it found nothing."""
    if not view.problems:
        return ""
    if view.width:
        return f"{grouped_frames(view.problems, view.width)}\n"
    return f"{problems_text(view.problems)}\n"


def next_step(extent: Extent | None, problems: Sequence[Problem]) -> str:
    """Say in one line what to do next."""
    found = in_order([each for each in problems if each.accepted is None])
    if not found:
        rows = extent.rows if extent else 0
        command = "hpplan status" if rows else "hpplan form --all -o forms"
        return _("next: {command}").format(command=command)
    first = found[0]
    place = inert(str(first.position))
    explained = f"hpplan explain {first.code}"
    if first.code == "HP271":
        path = inert(str(first.position.path))
        return _("next: confirm what is left of the draft: {command}").format(
            command=f"hpplan draft --review -o {path}"
        )
    message = _("next: look into {place} ({explained}), or accept it in plan.yaml")
    if first.severity == "error":
        message = _("next: mend {place} ({explained}), then hpplan check again")
    return message.format(place=place, explained=explained)


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
