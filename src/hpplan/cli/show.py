"""`show`: show one target, item, clause, chapter or unit in full."""

from datetime import date
from typing import Annotated

import typer

from hpplan.cli.app import app
from hpplan.cli.completing import completer
from hpplan.cli.console import print_view
from hpplan.cli.options import (
    AsOfOption,
    FormatOption,
    PlanOption,
    StatusFormat,
)
from hpplan.cli.workspaces import (
    items_named,
    open_or_exit,
    plan_named,
    report_faults_and_exit,
)
from hpplan.i18n import _


@app.command(
    help=_(
        "Show one target, item, clause, chapter or unit: how it stands in a sentence to be read"
        " aloud, whom to call, the document's words, and the newest reports. With -v in full: the"
        " arithmetic behind the status, the rules one by one, and all that the plan says of it."
    ),
)
def show(
    name: Annotated[
        str,
        typer.Argument(
            metavar="ID",
            help=_("A target, item, clause or chapter, or a unit by id or name."),
            autocompletion=completer("any"),
        ),
    ],
    *,
    verbose: Annotated[
        bool,
        typer.Option(
            "-v",
            "--verbose",
            help=_("Show the arithmetic, the rules, and all that the plan says of it."),
        ),
    ] = False,
    every_row: Annotated[
        bool, typer.Option("--rows", help=_("List all reports, and not the newest six alone."))
    ] = False,
    fmt: FormatOption = StatusFormat.table,
    as_of: AsOfOption = None,
    plan: PlanOption = None,
) -> None:
    from hpplan.output.views import ShowView
    from hpplan.plan.spelling import spelled
    from hpplan.workspace import as_known

    workspace = open_or_exit(plan, as_of, rows=False)
    day, name = as_of or workspace.today(), spelled(workspace.plan, name)
    items = items_named(workspace, [name], None, None)
    listed = {item.id for item in items}
    workspace = as_known(workspace, date.max, since=date.min, listed=listed)
    assessments = workspace.assess(day, items)
    view = ShowView(
        name,
        workspace.catalogue,
        day,
        {each.item.id: each for each in assessments},
        workspace.reports(),
        workspace.arrivals(),
        verbose,
        every_row,
        plan_named(workspace),
    )
    print_view("show", fmt, view)
    report_faults_and_exit(workspace)
