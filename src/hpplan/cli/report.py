"""`report`: write a page, workbook or table for a meeting."""

from pathlib import Path
from typing import Annotated

import typer

from hpplan.cli.app import app
from hpplan.cli.console import NOTHING_DONE, print_done, print_note, refuse
from hpplan.cli.options import (
    AsOfOption,
    OfClauseOption,
    OfUnitOption,
    PlanOption,
    SinceOption,
)
from hpplan.cli.workspaces import (
    items_named,
    meeting_day,
    open_or_exit,
    report_faults_and_exit,
    spare_workspace,
)
from hpplan.i18n import _, ngettext
from hpplan.phrases import reason


@app.command(
    help=_(
        "Write a report for a meeting: what needs attention and why, how everything stands by"
        " chapter, clause and unit, and with --since what moved. The file's suffix says how: .html"
        " is a page to show and to print, .xlsx a workbook to filter and to count in, .md is for a"
        " chat or a wiki, .csv a table of all items."
    ),
)
def report(
    output: Annotated[
        Path,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            readable=False,
            help=_("The file to write; its suffix says how."),
            show_default=False,
        ),
    ],
    *,
    since: SinceOption = None,
    full: Annotated[
        bool,
        typer.Option(
            "--full", help=_("Of a page: print all of it, not only what a meeting needs on paper.")
        ),
    ] = False,
    brief: Annotated[
        bool,
        typer.Option(
            "--brief",
            help=_("Only what presses most, in 2,048 bytes of Markdown, for a chat robot."),
        ),
    ] = False,
    unit: OfUnitOption = None,
    clause: OfClauseOption = None,
    as_of: AsOfOption = None,
    plan: PlanOption = None,
) -> None:
    from hpplan.files import write_whole
    from hpplan.judging.briefing import gather
    from hpplan.output.writers import WRITERS, writer
    from hpplan.plan import lookup as select

    fmt = output.suffix.lower().removeprefix(".")
    if fmt not in WRITERS["report"]:
        message = _("“{file}” does not say how to write the report")
        suffixes = _(", ").join(f".{each}" for each in WRITERS["report"])
        hint = _("end its name in one of {suffixes}").format(suffixes=suffixes)
        refuse(message.format(file=output.name), hint)
    if full and fmt != "html":
        message = _("--full is for a page, and {file} is none")
        refuse(message.format(file=output.name), _("leave it out, or end the name in .html"))
    if brief and fmt not in WRITERS["brief"]:
        message = _("--brief writes Markdown alone, and no {suffix}").format(suffix=f".{fmt}")
        refuse(message, _("end its name in one of {suffixes}").format(suffixes=".md"))
    workspace = open_or_exit(plan, as_of, rows=False)
    spare_workspace(output, workspace.path, workspace.plan.source)
    day = as_of or workspace.today()
    since = meeting_day(workspace, since, day)
    items = items_named(workspace, None, unit, clause)
    units = set[str]().union(*(select.units(workspace.catalogue, name) for name in unit or ()))
    meeting = gather(workspace, day, items, since=since, units=units, parts=clause or ())
    write = writer("brief" if brief else "report", fmt)
    data: bytes = write(meeting, **({"full": True} if full else {}))
    try:
        write_whole(output, data)
    except OSError as error:
        message = _("{file} cannot be written: {why}")
        print_note(message.format(file=output, why=reason(error)))
        raise typer.Exit(NOTHING_DONE) from None
    size = _("{n} bytes").format(n=len(data)) if brief else f"{-(-len(data) // 1024)} KiB"
    written = ngettext(
        "{file}: {n} item as of {day}, {size}",
        "{file}: {n} items as of {day}, {size}",
        len(items),
    )
    print_done(written.format(file=output, n=len(items), day=day, size=size))
    report_faults_and_exit(meeting.workspace)
