"""`demo`: make a workspace with simulated reports."""

from pathlib import Path
from typing import Annotated

import typer

from hpplan.cli.app import app
from hpplan.cli.console import print_done
from hpplan.cli.options import AsOfOption, PlanOption
from hpplan.cli.workspaces import current_folder, open_or_exit
from hpplan.i18n import _


@app.command(
    short_help=_("Make a workspace with simulated reports."),
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
    from hpplan.demo import make_demo
    from hpplan.shipped import shipped
    from hpplan.workspace import find_plan

    source = plan or find_plan(current_folder()) or shipped("plan.yaml")
    workspace = open_or_exit(source)
    made = make_demo(workspace, folder, seed=seed, rows=rows, as_of=as_of or workspace.today())
    print_done(
        _(
            "{folder}: the plan, and {rows} simulated rows by {units} units."
            " Each row says that it is simulated.\nTry: hpplan status --plan {plan}"
        ).format(folder=folder, rows=made.rows, units=made.units, plan=folder / "plan.yaml")
    )
