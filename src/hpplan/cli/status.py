"""`status`: show what needs attention, and who is silent."""

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from hpplan.cli.app import app
from hpplan.cli.console import FINDINGS, print_view, refuse
from hpplan.cli.options import (
    AsOfOption,
    FailOnOption,
    FormatOption,
    KindsOption,
    LimitOption,
    OfClauseOption,
    OfUnitOption,
    PlanOption,
    SinceOption,
    SortBy,
    SortOption,
    StatusesOption,
    StatusFormat,
    VerboseOption,
    WhatArgument,
    parse_day,
    parse_kinds,
    parse_statuses,
)
from hpplan.cli.workspaces import (
    items_named,
    meeting_day,
    open_or_exit,
    plan_named,
    report_faults_and_exit,
)
from hpplan.i18n import _

if TYPE_CHECKING:
    from hpplan.judging.parts import PartKind


class SumBy(StrEnum):
    """What `status --by` sums up by."""

    unit = "unit"
    clause = "clause"
    chapter = "chapter"


PARTS: "dict[SumBy, PartKind]" = {SumBy.clause: "clause", SumBy.chapter: "chapter"}
"""What is a part of the document, among what is summed up by."""


@app.command(
    is_watchable=True,
    help=_(
        "Show what needs attention: what is overdue, off track or at risk, and who is silent.\n\n"
        "SPI, the schedule performance index, says how fast an item moves beside its plan: 1 is on"
        " plan, 0.5 half as fast. The forecast is the middle of three months of completion: at the"
        " average pace, at that of the last half of the time, and at that of its last quarter. The"
        " quickest and the slowest of them stand beside it, and are no more than that: on"
        " commitments with a known end they held the true day in about half of the cases."
    ),
)
def status(
    what: WhatArgument = None,
    *,
    every: Annotated[
        bool, typer.Option("--all", help=_("Show all items, not only those that need attention."))
    ] = False,
    unit: OfUnitOption = None,
    clause: OfClauseOption = None,
    kind: KindsOption = None,
    only: StatusesOption = None,
    due_within: Annotated[
        int | None,
        typer.Option(
            "--due-within",
            metavar="DAYS",
            min=0,
            help=_("Only open items that fall due within so many days."),
            show_default=False,
        ),
    ] = None,
    due_by: Annotated[
        date | None,
        typer.Option(
            "--due-by",
            parser=parse_day,
            metavar="DATE",
            help=_("Only open items that fall due by this day."),
            show_default=False,
        ),
    ] = None,
    shared: Annotated[
        bool,
        typer.Option(
            "--shared",
            help=_("Only items that several units report on, while nobody divided the work."),
        ),
    ] = False,
    by: Annotated[
        SumBy | None,
        typer.Option(
            "--by",
            metavar="WHAT",
            help=_("Sum up by unit, clause or chapter."),
            show_default=False,
        ),
    ] = None,
    limit: LimitOption = 0,
    order: SortOption = SortBy.gap,
    since: SinceOption = None,
    verbose: VerboseOption = False,
    fmt: FormatOption = StatusFormat.table,
    fail_on: FailOnOption = None,
    as_of: AsOfOption = None,
    plan: PlanOption = None,
) -> None:
    from hpplan.judging.choosing import Choice
    from hpplan.output.views import StatusView
    from hpplan.plan import lookup as select

    wanted, failing, kinds = parse_statuses(only), parse_statuses(fail_on), parse_kinds(kind)
    if by and (limit or order is not SortBy.gap):
        refuse(_("--limit and --sort are for lists of items; --by shows every part in one row"))
    workspace = open_or_exit(plan, as_of)
    items = items_named(workspace, what, unit, clause)
    if kinds:
        items = [item for item in items if item.target.kind in kinds]
    day = as_of or workspace.today()
    everything = workspace.assess(day, items)
    # Who names a target or an item outright wants to see it.
    named = select.outright(workspace.catalogue, [*(what or ()), *(clause or ())])
    if due_by is not None:
        within = max((due_by - day).days, -1)
        due_within = within if due_within is None else min(within, due_within)
    choice = Choice(wanted, every, due_within, shared, named)
    units = set[str]().union(
        *(select.units(workspace.catalogue, name) for name in (*(what or ()), *(unit or ())))
    )
    view = StatusView(
        workspace.catalogue,
        day,
        everything,
        choice.of(everything),
        units,
        rows=sum(file.rows for file in workspace.files.values()),
        summed=not choice.particular,
        shared=shared,
        verbose=verbose,
        limit=limit,
        order=order,
        by=PARTS.get(by) if by else None,
        plan=plan_named(workspace),
    )
    compared = meeting_day(workspace, since, day) if fmt is StatusFormat.table else None
    if compared:
        from hpplan.workspace import as_known

        before = as_known(workspace, compared).assess(compared, items)
        view = view._replace(since=compared, before=before)
    print_view("status" if by is None else "parts" if view.by else "scoreboard", fmt, view)
    report_faults_and_exit(workspace)
    if any(each.status in failing for each in everything):
        raise typer.Exit(FINDINGS)
