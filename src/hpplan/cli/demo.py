"""`demo`: make a workspace with simulated reports."""

import os
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from hpplan.cli.app import app
from hpplan.cli.console import print_done, refuse
from hpplan.cli.options import AsOfOption, PlanOption
from hpplan.cli.workspaces import current_folder, open_or_exit
from hpplan.i18n import _, ngettext


@app.command(
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
    plans: Annotated[
        int | None,
        typer.Option(
            "--plans",
            metavar="N",
            min=1,
            max=100_000,
            help=_("So many small invented plans in regions, and the list of them."),
            show_default=False,
        ),
    ] = None,
    as_of: AsOfOption = None,
    plan: PlanOption = None,
) -> None:
    from hpplan.demo import make_demo
    from hpplan.shipped import shipped
    from hpplan.workspace import find_plan

    if plans is not None:
        if plan and str(plan) != os.environ.get("HPPLAN_PLAN"):
            refuse(_("--plans invents its plans, and takes none by --plan"))
        _demo_shelf(folder, plans, seed, rows, as_of)
        return
    source = plan or find_plan(current_folder()) or shipped("plan.yaml")
    workspace = open_or_exit(source)
    made = make_demo(workspace, folder, seed=seed, rows=rows, as_of=as_of or workspace.today())
    print_done(
        _(
            "{folder}: the plan, and {rows} simulated rows by {units} units."
            " Each row says that it is simulated.\nTry: hpplan status --plan {plan}"
        ).format(folder=folder, rows=made.rows, units=made.units, plan=folder / "plan.yaml")
    )


def _demo_shelf(folder: Path, plans: int, seed: int, rows: int | None, as_of: date | None) -> None:
    """Make many workspaces of invented plans, and say which of them are broken."""
    from zoneinfo import ZoneInfo

    from hpplan.demo.shelf import SHELF_LIST, ZONE, make_shelf
    from hpplan.workspace import day_in

    day = as_of or day_in(ZoneInfo(ZONE))
    made = make_shelf(folder, plans, seed=seed, rows=rows, as_of=day)
    print_done(
        ngettext(
            "{folder}: {n} invented plan, and {rows} simulated rows."
            " Each row says that it is simulated.",
            "{folder}: {n} invented plans, and {rows} simulated rows."
            " Each row says that it is simulated.",
            made.plans,
        ).format(folder=folder, n=made.plans, rows=made.rows)
    )
    if made.cut_off:
        message = _(
            "Broken on purpose: the plan of {plan} ends in the middle, and a row of {row} is dated"
            " on the 31st of February."
        )
        print_done(message.format(plan=made.cut_off, row=made.misdated))
    print_done(
        _("They are listed, with their regions, in {file}.").format(file=folder / SHELF_LIST)
    )
