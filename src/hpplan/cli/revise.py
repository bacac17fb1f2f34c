"""`revise`: write a decision that changes a target into the plan."""

from datetime import date
from typing import Annotated, Any

import typer

from hpplan.cli.app import app
from hpplan.cli.options import AsOfOption, PlanOption, completer, parse_day
from hpplan.cli.rewriting import rewrite_plan
from hpplan.i18n import _


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
            parser=parse_day,
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
            parser=parse_day,
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
    from hpplan.plan.revise import Decision

    given = {
        "at_least": at_least,
        "more_than": more_than,
        "at_most": at_most,
        "less_than": less_than,
    }
    figures: Any = {operator: figure for operator, figure in given.items() if figure is not None}
    decision = Decision(target, why, by, on, due, figures, withdraw, note)
    rewrite_plan(decision, as_of=as_of, dry_run=dry_run, plan=plan)
