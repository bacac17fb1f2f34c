"""What `revise`, `fill` and `assign` share: write into the plan and show the effect."""

import os
import sys
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from hpplan.cli.console import (
    NOTHING_DONE,
    is_quiet,
    open_console,
    print_note,
    print_parts,
    print_problems,
    refuse,
)
from hpplan.cli.workspaces import open_or_exit
from hpplan.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hpplan.plan.rewrite import Revised
    from hpplan.workspace import LoadedWorkspace


def rewrite_plan(asked: Any, *, as_of: date | None, dry_run: bool, plan: Path | None) -> None:
    """Write a decision or a figure into the plan, and show what that changes."""
    from hpplan.plan.revise import revise as write

    workspace = open_or_exit(plan, as_of)
    with refusing():
        done = write(workspace, asked, as_of=as_of, dry_run=dry_run)
    if dry_run:
        show_diff(done)
    else:
        show_effect(done, workspace)
    print_problems(done.warnings)


@contextmanager
def refusing() -> "Iterator[None]":
    """End the program with why nothing could be written."""
    from hpplan.errors import RecordError

    try:
        yield
    except RecordError as error:
        if error.usage:
            refuse(error.message, error.hint)
        print_note(_("Nothing was written: {message}").format(message=error.message), error.hint)
        raise typer.Exit(NOTHING_DONE) from None


def show_diff(done: "Revised") -> None:
    """Print the diff of what would be written."""
    from hpplan.output.terminal import revise as render

    print(render.revision_diff(done))
    sys.stdout.flush()


def show_effect(done: "Revised", workspace: "LoadedWorkspace") -> None:
    """Print what was written, and the target before and after it."""
    if is_quiet():
        return
    from hpplan.output.terminal import revise as render

    with showing(done.path):
        console = open_console()
        print_parts(
            console, *render.revision_effect(done, workspace.catalogue, width=console.width)
        )


@contextmanager
def showing(path: str) -> "Iterator[None]":
    """Say that the plan was changed where that cannot be shown in full.

    It is on the disk: whoever reads of a failure would write it again.
    """
    try:
        yield
        sys.stdout.flush()
    except OSError:
        print_note(_("The plan was changed in {path}; it could not be shown.").format(path=path))
        os._exit(0)
