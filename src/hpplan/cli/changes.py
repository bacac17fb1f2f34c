"""`changes`: list what changed between two days."""

from typing import Annotated

import typer

from hpplan.cli.app import app
from hpplan.cli.console import print_view, refuse
from hpplan.cli.options import (
    AsOfOption,
    FormatOption,
    LimitOption,
    OfClauseOption,
    OfUnitOption,
    PlanOption,
    SinceOption,
    StatusFormat,
    VerboseOption,
    WhatArgument,
)
from hpplan.cli.workspaces import items_named, meeting_day, open_or_exit, report_faults_and_exit
from hpplan.i18n import _


@app.command(
    help=_(
        "Show what moved between two days, each judged as it was known on its day: a row counts"
        " from the day on which it was recorded, so that a late report is news. It is the agenda"
        " of the next meeting. The day to compare with is --since, or last_meeting in plan.yaml."
    ),
)
def changes(
    what: WhatArgument = None,
    *,
    since: SinceOption = None,
    every: Annotated[
        bool, typer.Option("--all", help=_("List items of which only the figure moved as well."))
    ] = False,
    unit: OfUnitOption = None,
    clause: OfClauseOption = None,
    rows: Annotated[
        bool,
        typer.Option("--rows", help=_("List the rows that came in; in CSV, these alone.")),
    ] = False,
    limit: LimitOption = 0,
    verbose: VerboseOption = False,
    fmt: FormatOption = StatusFormat.table,
    as_of: AsOfOption = None,
    plan: PlanOption = None,
) -> None:
    from hpplan.judging import briefing as meeting
    from hpplan.output.views import ChangesView
    from hpplan.plan import lookup as select
    from hpplan.workspace import as_known

    workspace = open_or_exit(plan, as_of, rows=False)
    day = as_of or workspace.today()
    compared = meeting_day(workspace, since, day)
    if compared is None:
        refuse(
            _("there is no day to compare with"),
            _("name one with --since, or that of the last meeting as last_meeting in plan.yaml"),
        )
    items = items_named(workspace, what, unit, clause)
    before, after = as_known(workspace, compared), as_known(workspace, day, since=compared)
    between = meeting.between(before, after, compared, day, items)
    outright = select.outright(workspace.catalogue, [*(what or ()), *(clause or ())])
    listed = [
        each for each in between.found if every or each.kind != "moved" or each.item.id in outright
    ]
    print_view(
        "changes", fmt, ChangesView(workspace.catalogue, between, listed, rows, verbose, limit)
    )
    report_faults_and_exit(after)
