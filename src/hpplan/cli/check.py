"""`check`: validate plan, source and progress files."""

import os
import sys
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hpplan.cli.app import app
from hpplan.cli.console import FINDINGS, NOTHING_DONE, print_note, print_remark, print_view, refuse
from hpplan.cli.options import AsOfOption, PlanOption
from hpplan.cli.workspaces import plan_path
from hpplan.i18n import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Callable

    from hpplan.problem import Problem
    from hpplan.workspace import LoadedWorkspace


class CheckFormat(StrEnum):
    """The formats of `check --format`."""

    text = "text"
    json = "json"
    github = "github"
    sarif = "sarif"


@app.command(
    help=_(
        "Check the plan, its source and all progress files; with --base, also that nothing that"
        " stood in a revision was rewritten. Writes nothing."
    ),
)
def check(
    *,
    fmt: Annotated[
        CheckFormat, typer.Option("--format", help=_("How to write."))
    ] = CheckFormat.text,
    base: Annotated[
        str | None,
        typer.Option(
            "--base",
            metavar="REV",
            help=_("A git revision whose rows must still stand, as origin/main."),
            show_default=False,
        ),
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help=_("Let warnings fail as well, but accepted ones."))
    ] = False,
    as_of: AsOfOption = None,
    plan: PlanOption = None,
) -> None:
    from hpplan.check import check_workspace, extent_of
    from hpplan.checks.accepted import with_acceptances
    from hpplan.output.terminal.problems import check_summary, next_step
    from hpplan.output.views import CheckView
    from hpplan.problem import capped, errors, unaccepted

    if base is not None and not base.strip():
        refuse(_("--base names no revision"), _("name one, as origin/main"))
    path = plan_path(plan)
    workspace, problems = check_workspace(path, as_of)
    rewritten, compared = _compare(workspace, base) if workspace and base else ([], [])
    problems = capped([*problems, *rewritten])
    if workspace:
        done = bool(base) and compared is not None
        problems = with_acceptances(problems, workspace.loaded, compared=done)
    extent = extent_of(workspace) if workspace else None
    print_view("check", fmt, CheckView(problems, extent, _place_below_root(path)))
    step = next_step(extent, problems) if sys.stderr.isatty() else ""
    if extent is None:
        print_note(
            _(
                "The plan cannot be used as it stands; what can be read of it was checked, and the"
                " progress files as far as it allows."
            ),
            step,
        )
        raise typer.Exit(NOTHING_DONE)
    print_remark(check_summary(extent, problems), *(compared or ()), step)
    if compared is None:
        raise typer.Exit(NOTHING_DONE)
    if errors(problems) or (strict and unaccepted(problems)):
        raise typer.Exit(FINDINGS)


def _compare(workspace: "LoadedWorkspace", base: str) -> "tuple[list[Problem], list[str] | None]":
    """Compare with a git revision: problems, and notes to print; None where git failed."""
    from hpplan.checks.git import GitError, NothingToCompareError, revision
    from hpplan.checks.history import compare_history

    try:
        found = revision(workspace.root.resolve(), base.strip())
        rows, problems = compare_history(workspace, found)
        merged = found.is_merged()
    except NothingToCompareError as error:
        return [], [_("There is nothing to compare with: {why}.").format(why=error.message)]
    except GitError as error:
        print_note(
            _("The history was not checked: {message}").format(message=error.message), error.hint
        )
        return [], None
    said = [
        ngettext(
            "Compared with {revision}, which holds {n} row.",
            "Compared with {revision}, which holds {n} rows.",
            rows,
        ).format(revision=found.short, n=rows)
    ]
    if not merged:
        message = _(
            "{revision} holds commits that are not in what is checked out; until they are merged"
            " (git merge {revision}), rows that came with them look as if they were gone."
        )
        said.append(message.format(revision=found.short))
    return problems, said


def _place_below_root(path: Path) -> "Callable[[str], str]":
    """Return a function that makes a problem's path relative to the repository's root."""

    @cache
    def root() -> Path:
        folders = path.resolve().parents
        return next((folder for folder in folders if (folder / ".git").exists()), Path.cwd())

    def place(name: str) -> str:
        folder, file = os.path.split(name)
        real = Path(os.path.realpath(folder), file)
        return Path(os.path.relpath(real, root())).as_posix()

    return place
