"""`backtest`: hold the flags of earlier days against what became of the items."""

from typing import Annotated

import typer

from hpplan.cli.app import app
from hpplan.cli.console import print_view
from hpplan.cli.options import (
    AsOfOption,
    FormatOption,
    OfClauseOption,
    OfUnitOption,
    PlanOption,
    StatusFormat,
    WhatArgument,
)
from hpplan.cli.workspaces import items_named, open_or_exit, report_faults_and_exit
from hpplan.i18n import _


@app.command(
    help=_(
        "Show how far the flags of earlier days could be trusted: each item whose due date has"
        " passed is judged at a share of its time, by what was known then, and held against what"
        " became of it. How many of the flagged were missed, how many of the missed had been"
        " flagged, by kind and unit, and which threshold would have been better."
    ),
)
def backtest(
    what: WhatArgument = None,
    *,
    share: Annotated[
        float,
        typer.Option(
            "--as-of-share",
            min=0.05,
            max=0.95,
            metavar="SHARE",
            help=_("At which share of its time each item is judged."),
        ),
    ] = 0.5,
    unit: OfUnitOption = None,
    clause: OfClauseOption = None,
    fmt: FormatOption = StatusFormat.table,
    as_of: AsOfOption = None,
    plan: PlanOption = None,
) -> None:
    from fractions import Fraction

    from hpplan.judging import backtest as judging
    from hpplan.output.views import BacktestView
    from hpplan.workspace import as_known

    workspace = open_or_exit(plan, rows=False)
    day = as_of or workspace.today()
    items = items_named(workspace, what, unit, clause)
    after = as_known(workspace, day)
    found = judging.backtest(
        items,
        workspace.plan,
        Fraction(str(share)),
        day,
        lambda by: (after if by == day else as_known(workspace, by)).reports(),
    )
    print_view("backtest", fmt, BacktestView(workspace.catalogue, found))
    report_faults_and_exit(after)
