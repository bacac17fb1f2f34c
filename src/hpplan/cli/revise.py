"""`revise`: write a decision that changes a target into the plan."""

from datetime import date
from typing import Annotated, Any

import typer

from hpplan.cli.app import app
from hpplan.cli.completing import completer
from hpplan.cli.console import refuse
from hpplan.cli.options import AsOfOption, DiffOnlyOption, PlanOption, parse_day
from hpplan.cli.rewriting import rewrite_plan
from hpplan.i18n import _


@app.command(
    help=_(
        "Write a decision that revises a target into the plan: a new due date, a new requirement,"
        " another wording, its suspension or its withdrawal, or that either is taken back. The"
        " original stays, and shows beside it."
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
    uom: Annotated[
        str,
        typer.Option(
            "--uom",
            metavar="TEXT",
            help=_("The unit of measure of the new requirement, where it is another."),
            show_default=False,
        ),
    ] = "",
    text: Annotated[
        str,
        typer.Option(
            "--text", metavar="TEXT", help=_("The clause's new wording."), show_default=False
        ),
    ] = "",
    withdraw: Annotated[
        bool, typer.Option("--withdraw", help=_("Give the target up, from that day on."))
    ] = False,
    reinstate: Annotated[
        bool, typer.Option("--reinstate", help=_("Take its withdrawal back."))
    ] = False,
    suspend: Annotated[
        bool,
        typer.Option("--suspend", help=_("Let the target rest: it is not judged until resumed.")),
    ] = False,
    resume: Annotated[
        bool, typer.Option("--resume", help=_("Judge the suspended target again."))
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
    dry_run: DiffOnlyOption = False,
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
    decision = Decision(
        target,
        why,
        by,
        on,
        due,
        figures,
        uom,
        _decided(withdraw=withdraw, reinstate=reinstate),
        _decided(suspend=suspend, resume=resume),
        text,
        note,
    )
    rewrite_plan(decision, as_of=as_of, dry_run=dry_run, plan=plan)


def _decided(**options: bool) -> bool | None:
    """Return what two options that exclude one another decide, the first for, the second against.

    None where neither is given; a usage error where both are.
    """
    yes, no = options.values()
    if yes and no:
        first, second = options
        refuse(_("--{first} and --{second} exclude one another").format(first=first, second=second))
    return True if yes else False if no else None
