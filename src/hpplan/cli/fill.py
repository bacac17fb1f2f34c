"""`fill`: write a figure that the source had lost into the plan."""

from typing import Annotated

import typer

from hpplan.cli.app import app
from hpplan.cli.completing import completer
from hpplan.cli.options import AsOfOption, DiffOnlyOption, PlanOption
from hpplan.cli.rewriting import rewrite_plan
from hpplan.i18n import _


@app.command(
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
            autocompletion=completer("lost"),
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
    dry_run: DiffOnlyOption = False,
    as_of: AsOfOption = None,
    plan: PlanOption = None,
) -> None:
    from hpplan.plan.revise import Filling

    rewrite_plan(Filling(target, figure, note), as_of=as_of, dry_run=dry_run, plan=plan)
