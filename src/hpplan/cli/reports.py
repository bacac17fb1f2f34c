"""The commands that report: status, show and changes."""

import sys
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hpplan.cli.app import app
from hpplan.cli.exits import FINDINGS
from hpplan.cli.options import (
    AsOfOption,
    FormatOption,
    OfClauseOption,
    OfUnitOption,
    PlanOption,
    StatusFormat,
    WhatArgument,
    completer,
    day_of,
)
from hpplan.cli.talk import data_in_utf8, put, refuse, terminal
from hpplan.cli.workspaces import items_of, opened, own_up
from hpplan.words import _

if TYPE_CHECKING:
    from hpplan.assess import Assessment
    from hpplan.changes import Change, Changes
    from hpplan.workspace import Workspace


class By(StrEnum):
    """What `status` sums up by."""

    unit = "unit"


@app.command(
    short_help=_("Show what needs attention, and who is silent."),
    help=_(
        "Show what needs attention: what is overdue, off track or at risk, and who is silent.\n\n"
        "SPI, the schedule performance index, says how fast an item moves beside its plan: 1 is on"
        " plan, 0.5 half as fast. The forecast is the day of completion at that pace; its range"
        " reaches to the day if the rest goes as planned."
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
    only: Annotated[
        str | None,
        typer.Option(
            "--status",
            metavar="STATUS,...",
            help=_("Only items of these statuses, as overdue,at-risk."),
            show_default=False,
        ),
    ] = None,
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
    shared: Annotated[
        bool,
        typer.Option(
            "--shared",
            help=_("Only items that several units report on, while nobody divided the work."),
        ),
    ] = False,
    by: Annotated[
        By | None,
        typer.Option("--by", help=_("Sum up by unit: the scoreboard."), show_default=False),
    ] = None,
    fmt: FormatOption = StatusFormat.table,
    fail_on: Annotated[
        str | None,
        typer.Option(
            "--fail-on",
            metavar="STATUS,...",
            help=_("Exit with 1 if an item has one of these statuses."),
            show_default=False,
        ),
    ] = None,
    as_of: AsOfOption = None,
    plan: PlanOption = None,
) -> None:
    from hpplan import select
    from hpplan.assess import ATTENTION, SETTLED
    from hpplan.items import is_undivided

    wanted, failing = statuses_in(only), statuses_in(fail_on)
    workspace = opened(plan)
    items = items_of(workspace, what, unit, clause)
    day = as_of or workspace.today()
    everything = workspace.assess(day, items)
    if wanted:
        shown = wanted
    elif every or shared or due_within is not None:
        shown = {each.status for each in everything}
    else:
        shown = set(ATTENTION)
    # Who names a target or an item outright wants to see it.
    outright = select.outright(workspace.catalogue, [*(what or ()), *(clause or ())])
    chosen = [
        each
        for each in everything
        if each.status in shown or (each.item.id in outright and not wanted)
    ]
    if due_within is not None:
        chosen = [
            each
            for each in chosen
            if 0 <= each.days_left <= due_within
            and each.status not in SETTLED
            and each.item.target.kind != "duty"
        ]
    if shared:
        chosen = [each for each in chosen if is_undivided(each.item)]
    summed = not (wanted or every or shared or due_within is not None)
    units = set[str]().union(
        *(select.units(workspace.catalogue, name) for name in (*(what or ()), *(unit or ())))
    )
    _print_status(workspace, chosen, everything, day, fmt, by, summed=summed, units=units)
    own_up(workspace)
    if any(each.status in failing for each in everything):
        raise typer.Exit(FINDINGS)


def statuses_in(text: str | None) -> set[str]:
    """The statuses in a list separated by commas."""
    from hpplan.assess import STATUSES
    from hpplan.words import meant, nearest

    found = {word.strip() for word in (text or "").replace("，", ",").split(",") if word.strip()}
    for word in found:
        if word not in STATUSES:
            near = nearest(word, list(STATUSES))
            hint = meant(near) or _("choose from {statuses}").format(statuses=", ".join(STATUSES))
            refuse(_("there is no status “{word}”").format(word=word), hint)
    return found


def _print_status(
    workspace: "Workspace",
    chosen: "list[Assessment]",
    everything: "list[Assessment]",
    day: date,
    fmt: StatusFormat,
    by: By | None,
    *,
    summed: bool,
    units: set[str],
) -> None:
    catalogue = workspace.catalogue
    if fmt is StatusFormat.table:
        from hpplan.render import table

        console = terminal()
        rows = sum(file.rows for file in workspace.files.values())
        parts = table.headline(everything, catalogue, day, rows=rows, width=console.width)
        if by:
            parts += table.scoreboard(everything, catalogue, width=console.width, units=units)
        elif chosen:
            parts += table.status_report(
                chosen, catalogue, width=console.width, sections=summed, units=units
            )
        else:
            nothing = _("Nothing needs attention here; --all shows the rest.")
            parts += ["", nothing if summed and everything else _("There is no such item.")]
        put(console, *parts)
        return
    from hpplan.render import data

    data_in_utf8()
    if fmt is StatusFormat.json:
        if by:
            print(data.score_json(everything, catalogue, day, units))
        else:
            print(data.status_json(chosen, everything, catalogue, day))
        return
    if by:
        heads, score = data.score_rows(everything, catalogue, units)
        csv = fmt is StatusFormat.csv
        text = data.csv_text([heads, *score]) if csv else data.markdown_table(heads, score)
    elif fmt is StatusFormat.csv:
        text = data.status_csv(chosen, catalogue)
    else:
        text = data.status_markdown(chosen, catalogue)
    sys.stdout.write(text)


@app.command(
    short_help=_("Show one target, item, clause, chapter or unit in full."),
    help=_(
        "Show one target, item, clause, chapter or unit in full: the document's words, the"
        " requirement, the reports, and the arithmetic behind the status."
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
    fmt: FormatOption = StatusFormat.table,
    as_of: AsOfOption = None,
    plan: PlanOption = None,
) -> None:
    from hpplan.render import show as render
    from hpplan.workspace import as_known

    workspace = as_known(opened(plan, rows=False), date.max, since=date.min)
    day, name = as_of or workspace.today(), name.strip()
    assessments = workspace.assess(day, items_of(workspace, [name], None, None))
    view = render.View(
        workspace.catalogue,
        day,
        {each.item.id: each for each in assessments},
        workspace.reports(),
        workspace.arrivals(),
    )
    _print_page(view, name, fmt)
    own_up(workspace)


def _print_page(view: Any, name: str, fmt: StatusFormat) -> None:
    from hpplan.render import page as pages
    from hpplan.render import show as render

    if fmt is StatusFormat.table:
        console = terminal()
        page = render.page(view._replace(width=console.width), name)
        put(console, *pages.terminal(page, console.width))
        return
    data_in_utf8()
    if fmt is StatusFormat.json:
        from hpplan.render.data import json_text
        from hpplan.render.show_data import page_data

        print(json_text(page_data(view, name)))
    elif fmt is StatusFormat.markdown:
        sys.stdout.write(pages.markdown(render.page(view, name)))
    else:
        from hpplan.render.show_data import page_csv

        sys.stdout.write(page_csv(view))


@app.command(
    short_help=_("Show what moved between two days: the agenda of the next meeting."),
    help=_(
        "Show what moved between two days, each judged as it was known on its day: a row counts"
        " from the day on which it was recorded, so that a late report is news. It is the agenda"
        " of the next meeting."
    ),
)
def changes(
    what: WhatArgument = None,
    *,
    since: Annotated[
        date,
        typer.Option(
            "--since",
            parser=day_of,
            metavar="DATE",
            help=_("The day to compare with, as that of the last meeting."),
            show_default=False,
        ),
    ],
    every: Annotated[
        bool, typer.Option("--all", help=_("List items of which only the figure moved as well."))
    ] = False,
    unit: OfUnitOption = None,
    clause: OfClauseOption = None,
    rows: Annotated[
        bool,
        typer.Option("--rows", help=_("List the rows that came in; in CSV, these alone.")),
    ] = False,
    fmt: FormatOption = StatusFormat.table,
    as_of: AsOfOption = None,
    plan: PlanOption = None,
) -> None:
    from hpplan import select
    from hpplan.changes import Changes, compare
    from hpplan.workspace import as_known

    workspace = opened(plan, rows=False)
    day = as_of or workspace.today()
    _check_span(workspace, since, day)
    items = items_of(workspace, what, unit, clause)
    before, after = as_known(workspace, since), as_known(workspace, day, since=since)
    ids = {item.id for item in items}
    arrivals = [each for each in after.arrivals() if each.item.id in ids]
    then, now = before.assess(since, items), after.assess(day, items)
    found = compare(then, now, after.reports(), arrivals)
    outright = select.outright(workspace.catalogue, [*(what or ()), *(clause or ())])
    listed = [each for each in found if every or each.kind != "moved" or each.item.id in outright]
    between = Changes(since, day, found, arrivals)
    _print_changes(workspace, between, listed, fmt, rows=rows)
    own_up(after)


def _check_span(workspace: "Workspace", since: date, day: date) -> None:
    """Refuse two days between which there is nothing to tell."""
    if since > day:
        message = _("--since names {since}, which is after {day}, the day to judge")
        hint = _("name an earlier day, or a later one with --as-of")
        refuse(message.format(since=since, day=day), hint)
    first = min(workspace.plan.issued, workspace.plan.start)
    if since < first:
        message = _("--since names {since}, when there was no plan yet")
        hint = _("the first day is {first}").format(first=first)
        refuse(message.format(since=since), hint)


def _print_changes(
    workspace: "Workspace",
    between: "Changes",
    listed: "list[Change]",
    fmt: StatusFormat,
    *,
    rows: bool,
) -> None:
    catalogue = workspace.catalogue
    if fmt is StatusFormat.table:
        from hpplan.render.changes import changes_report

        console = terminal()
        width = console.width
        put(console, *changes_report(between, listed, catalogue, rows=rows, width=width))
        return
    from hpplan.render import news

    write = {
        StatusFormat.json: news.changes_json,
        StatusFormat.csv: news.changes_csv,
        StatusFormat.markdown: news.changes_markdown,
    }[fmt]
    data_in_utf8()
    sys.stdout.write(write(between, listed, catalogue, rows=rows))
