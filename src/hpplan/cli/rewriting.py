"""What `revise` and `fill` share: write into the plan and show the effect."""

import os
import sys
from datetime import date
from pathlib import Path
from typing import Any

import typer

from hpplan.cli.console import (
    NOTHING_DONE,
    open_console,
    print_note,
    print_parts,
    print_problems,
    refuse,
)
from hpplan.cli.workspaces import open_or_exit
from hpplan.i18n import _


def rewrite_plan(asked: Any, *, as_of: date | None, dry_run: bool, plan: Path | None) -> None:
    """Write a decision or a figure into the plan, and show what that changes."""
    from hpplan.errors import RecordError
    from hpplan.plan.revise import revise as write

    workspace = open_or_exit(plan)
    try:
        done = write(workspace, asked, as_of=as_of, dry_run=dry_run)
    except RecordError as error:
        if error.usage:
            refuse(error.message, error.hint)
        print_note(_("Nothing was written: {message}").format(message=error.message), error.hint)
        raise typer.Exit(NOTHING_DONE) from None
    from hpplan.output.terminal import revise as render

    try:
        if dry_run:
            print(render.revision_diff(done))
        else:
            console = open_console()
            print_parts(
                console, *render.revision_effect(done, workspace.catalogue, width=console.width)
            )
        sys.stdout.flush()
    except OSError:
        if dry_run:
            raise
        # It is on the disk: whoever reads of a failure would write it again.
        print_note(
            _("The plan was changed in {path}; it could not be shown.").format(path=done.path)
        )
        os._exit(0)
    print_problems(done.warnings)
