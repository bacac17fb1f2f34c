"""The commands that write plans: revise, fill and demo."""

import os
import sys
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from hpplan.cli.app import app
from hpplan.cli.exits import NOTHING_DONE
from hpplan.cli.options import AsOfOption, PlanOption, completer, day_of
from hpplan.cli.talk import put, refuse, say, tell, terminal
from hpplan.cli.workspaces import here, opened
from hpplan.words import _


@app.command(
    short_help=_("Write a decision that revises a target into the plan."),
    help=_(
        "Write a decision that revises a target into the plan: a new due date, a new requirement,"
        " or its withdrawal. The original stays, and shows beside it."
    ),
)
def revise(
    target: Annotated[
        str,
        typer.Argument(
            metavar="TARGET",
            help=_("The target, as 1.1d."),
            autocompletion=completer("target"),
        ),
    ],
    *,
    due: Annotated[
        date | None,
        typer.Option(
            "--due",
            parser=day_of,
            metavar="DATE",
            help=_("The new due date."),
            show_default=False,
        ),
    ] = None,
    at_least: Annotated[
        str | None,
        typer.Option(
            "--at-least",
            metavar="FIGURE",
            help=_("The new requirement: this or more."),
            show_default=False,
        ),
    ] = None,
    more_than: Annotated[
        str | None,
        typer.Option(
            "--more-than",
            metavar="FIGURE",
            help=_("The new requirement: more than this."),
            show_default=False,
        ),
    ] = None,
    at_most: Annotated[
        str | None,
        typer.Option(
            "--at-most",
            metavar="FIGURE",
            help=_("The new requirement of a level: this or less."),
            show_default=False,
        ),
    ] = None,
    less_than: Annotated[
        str | None,
        typer.Option(
            "--less-than",
            metavar="FIGURE",
            help=_("The new requirement of a level: less than this."),
            show_default=False,
        ),
    ] = None,
    withdraw: Annotated[
        bool, typer.Option("--withdraw", help=_("Give the target up, from that day on."))
    ] = False,
    why: Annotated[
        str,
        typer.Option("--why", metavar="TEXT", help=_("The reason; required."), show_default=False),
    ] = "",
    by: Annotated[
        str,
        typer.Option("--by", metavar="WHO", help=_("Who decided; required."), show_default=False),
    ] = "",
    on: Annotated[
        date | None,
        typer.Option(
            "--on",
            parser=day_of,
            metavar="DATE",
            help=_("The day of the decision; else today."),
            show_default=False,
        ),
    ] = None,
    note: Annotated[
        str, typer.Option("--note", metavar="TEXT", help=_("A note."), show_default=False)
    ] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Show the change as a diff, write nothing."))
    ] = False,
    as_of: AsOfOption = None,
    plan: PlanOption = None,
) -> None:
    from hpplan.revise import Decision

    given = {
        "at_least": at_least,
        "more_than": more_than,
        "at_most": at_most,
        "less_than": less_than,
    }
    figures: Any = {operator: figure for operator, figure in given.items() if figure is not None}
    decision = Decision(target, why, by, on, due, figures, withdraw, note)
    _rewrite(decision, as_of=as_of, dry_run=dry_run, plan=plan)


@app.command(
    short_help=_("Write a figure that the source had lost into the plan."),
    help=_(
        "Write a figure that the source had lost into the plan, beside what is legible of it. It"
        " must fit that, and is no decision."
    ),
)
def fill(
    target: Annotated[
        str,
        typer.Argument(
            metavar="TARGET",
            help=_("The target, as 1.1d."),
            autocompletion=completer("target"),
        ),
    ],
    figure: Annotated[
        str, typer.Argument(metavar="FIGURE", help=_("The figure, as the official copy has it."))
    ],
    *,
    note: Annotated[
        str,
        typer.Option(
            "--note",
            metavar="TEXT",
            help=_("Where the figure was found; it is added to the target's note."),
            show_default=False,
        ),
    ] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Show the change as a diff, write nothing."))
    ] = False,
    as_of: AsOfOption = None,
    plan: PlanOption = None,
) -> None:
    from hpplan.revise import Filling

    _rewrite(Filling(target, figure, note), as_of=as_of, dry_run=dry_run, plan=plan)


def _rewrite(asked: Any, *, as_of: date | None, dry_run: bool, plan: Path | None) -> None:
    """Write a decision or a figure into the plan, and show what that changes."""
    from hpplan.record import RecordError
    from hpplan.revise import revise as write

    workspace = opened(plan)
    try:
        done = write(workspace, asked, as_of=as_of, dry_run=dry_run)
    except RecordError as error:
        if error.usage:
            refuse(error.message, error.hint)
        say(_("Nothing was written: {message}").format(message=error.message), error.hint)
        raise typer.Exit(NOTHING_DONE) from None
    from hpplan.render import revise as render

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


@app.command(
    short_help=_("Make a workspace with simulated reports to try things in."),
    help=_("Make a workspace to try things in: the plan, and a simulated history of reports."),
)
def demo(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", readable=False, help=_("A new or empty folder."))
    ],
    *,
    seed: Annotated[int, typer.Option("--seed", help=_("Another seed, another history."))] = 1,
    rows: Annotated[
        int | None,
        typer.Option(
            "--rows", min=1, max=10_000_000, help=_("About so many rows."), show_default=False
        ),
    ] = None,
    as_of: AsOfOption = None,
    plan: PlanOption = None,
) -> None:
    from hpplan.demo import DemoError, make_demo
    from hpplan.shipped import shipped
    from hpplan.workspace import find_plan

    source = plan or find_plan(here()) or shipped("plan.yaml")
    workspace = opened(source)
    try:
        made = make_demo(workspace, folder, seed=seed, rows=rows, as_of=as_of or workspace.today())
    except DemoError as error:
        say(str(error))
        raise typer.Exit(NOTHING_DONE) from None
    print(
        _(
            "{folder}: the plan, and {rows} simulated rows by {units} units."
            " Each row says that it is simulated.\nTry: hpplan status --plan {plan}"
        ).format(folder=folder, rows=made.rows, units=made.units, plan=folder / "plan.yaml")
    )
