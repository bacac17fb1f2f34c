"""What `revise` and `fill` share: writing into the plan, and showing what that changes."""

import os
import sys
from datetime import date
from pathlib import Path
from typing import Any

import typer

from hpplan.cli.console import put, refuse, say, tell, terminal
from hpplan.cli.exits import NOTHING_DONE
from hpplan.cli.workspaces import opened
from hpplan.i18n import _


def rewrite(asked: Any, *, as_of: date | None, dry_run: bool, plan: Path | None) -> None:
    """Write a decision or a figure into the plan, and show what that changes."""
    from hpplan.plan.revise import revise as write
    from hpplan.progress.record import RecordError

    workspace = opened(plan)
    try:
        done = write(workspace, asked, as_of=as_of, dry_run=dry_run)
    except RecordError as error:
        if error.usage:
            refuse(error.message, error.hint)
        say(_("Nothing was written: {message}").format(message=error.message), error.hint)
        raise typer.Exit(NOTHING_DONE) from None
    from hpplan.output.terminal import revise as render

    try:
        if dry_run:
            print(render.diff(done))
        else:
            console = terminal()
            put(console, *render.effect(done, workspace.catalogue, width=console.width))
        sys.stdout.flush()
    except OSError:
        if dry_run:
            raise
        # It is on the disk: whoever reads of a failure would write it again.
        say(_("The plan was changed in {path}; it could not be shown.").format(path=done.path))
        os._exit(0)
    tell(done.warnings)
