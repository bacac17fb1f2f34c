"""`check`: whether plan, source and progress files are valid."""

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hpplan.cli.app import app
from hpplan.cli.console import (
    FINDINGS,
    NOTHING_DONE,
    data_in_utf8,
    print_note,
    refuse,
    terminal_columns,
)
from hpplan.cli.options import AsOfOption, PlanOption
from hpplan.cli.workspaces import plan_path
from hpplan.i18n import _, ngettext

if TYPE_CHECKING:
    from hpplan.problem import Problem
    from hpplan.workspace import Workspace


class CheckFormat(StrEnum):
    """How `check` writes."""

    text = "text"
    json = "json"
    github = "github"
    sarif = "sarif"


@app.command(
    short_help=_("Check the plan, its source and all progress files."),
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
    strict: Annotated[bool, typer.Option("--strict", help=_("Let warnings fail as well."))] = False,
    as_of: AsOfOption = None,
    plan: PlanOption = None,
) -> None:
    from hpplan.check import check_workspace
    from hpplan.output.terminal.problems import check_summary
    from hpplan.problem import errors, listed

    if base is not None and not base.strip():
        refuse(_("--base names no revision"), _("name one, as origin/main"))
    path = plan_path(plan)
    workspace, problems = check_workspace(path, as_of)
    rewritten, compared = _compare(workspace, base) if workspace and base else ([], [])
    problems = listed([*problems, *rewritten])
    _print_problems(problems, workspace, path, fmt)
    if workspace is None:
        print_note(_("The plan cannot be used as it stands; the progress files were not checked."))
        raise typer.Exit(NOTHING_DONE)
    print_note(check_summary(workspace, problems), *(compared or ()))
    if compared is None:
        raise typer.Exit(NOTHING_DONE)
    if errors(problems) or (strict and problems):
        raise typer.Exit(FINDINGS)


def _compare(workspace: "Workspace", base: str) -> "tuple[list[Problem], list[str] | None]":
    """What of a revision no longer stands, and what to say of it; None where git cannot tell."""
    from hpplan.checks.git import GitError, revision
    from hpplan.checks.history import compare

    try:
        found = revision(workspace.root.resolve(), base.strip())
        rows, problems = compare(workspace, found)
        merged = found.is_merged()
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


def _print_problems(
    problems: "list[Problem]", workspace: "Workspace | None", path: Path, fmt: CheckFormat
) -> None:
    from hpplan.output.terminal import problems as render

    if fmt is CheckFormat.text:
        if problems:
            print(render.problems_text(problems, frames=terminal_columns(sys.stdout)))
        return
    data_in_utf8()
    if fmt is CheckFormat.json:
        from hpplan.output.data.items import json_text

        print(json_text(render.problems_data(problems, workspace)))
        return
    from hpplan.output.data import ci

    top = _top(path)

    def place(name: str) -> str:
        folder, file = os.path.split(name)
        real = Path(os.path.realpath(folder), file)
        return Path(os.path.relpath(real, top)).as_posix()

    if fmt is CheckFormat.sarif:
        from hpplan.checks.codes import sections
        from hpplan.output.data.items import json_text

        print(json_text(ci.sarif(problems, place, sections().values())))
    elif problems:
        print(ci.github(problems, place))


def _top(path: Path) -> Path:
    """The root of the repository that a plan lies in; this folder where it lies in none."""
    folders = path.resolve().parents
    return next((folder for folder in folders if (folder / ".git").exists()), Path.cwd())
