"""`record`: append one row to a unit's progress file."""

import os
import re
import sys
from datetime import date
from typing import Annotated

import typer

from hpplan.cli import interview, prompts
from hpplan.cli.app import app
from hpplan.cli.console import (
    NOTHING_DONE,
    open_console,
    print_note,
    print_parts,
    print_problems,
    refuse,
)
from hpplan.cli.help import UsageError
from hpplan.cli.options import AsOfOption, PlanOption, completer, parse_day
from hpplan.cli.workspaces import open_or_exit
from hpplan.i18n import _


# A negative figure is an argument, not an option: its message is about figures.
@app.command(
    help=_("Append one row to a unit's progress file."),
    context_settings={"ignore_unknown_options": True},
)
def record(
    context: typer.Context,
    target: Annotated[
        str | None,
        typer.Argument(
            metavar="TARGET",
            help=_("The target or item, as 1.1d or 1.3g@2025; asked for on a terminal."),
            autocompletion=completer("target"),
            show_default=False,
        ),
    ] = None,
    value: Annotated[
        str | None,
        typer.Argument(
            metavar="VALUE",
            help=_(
                "The running total, measured value or percentage; +3 adds to the last total;"
                " done; nothing for a duty."
            ),
            show_default=False,
        ),
    ] = None,
    *,
    unit: Annotated[
        str | None,
        typer.Option(
            "--unit",
            envvar="HPPLAN_UNIT",
            metavar="UNIT",
            help=_("Who reports, by id or name; else the target's only reporter."),
            autocompletion=completer("unit"),
            show_default=False,
        ),
    ] = None,
    day: Annotated[
        date | None,
        typer.Option(
            "--date",
            parser=parse_day,
            metavar="DATE",
            help=_("The day that the figure speaks of; else today."),
            show_default=False,
        ),
    ] = None,
    note: Annotated[
        str, typer.Option("--note", metavar="TEXT", help=_("What was done."), show_default=False)
    ] = "",
    evidence: Annotated[
        str,
        typer.Option(
            "--evidence", metavar="TEXT", help=_("A link, or a file's name."), show_default=False
        ),
    ] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Show the effect, write nothing."))
    ] = False,
    no_input: Annotated[
        bool, typer.Option("--no-input", help=_("Never ask; what is missing is an error."))
    ] = False,
    as_of: AsOfOption = None,
    plan: PlanOption = None,
) -> None:
    from hpplan.errors import RecordError
    from hpplan.output.terminal.record import record_effect
    from hpplan.progress.record import Entry, append

    for given in (target, value):
        if given and re.match("--[a-z]", given):
            refuse(_("there is no option {name}").format(name=given))
    entry = Entry(target or "", value or "", unit, day, note, evidence)
    asking = not no_input and prompts.at_terminal()
    if target is None:
        if not asking:
            raise UsageError(_("{name} is missing").format(name="TARGET"), context)
        interview.interview(entry, as_of=as_of, dry_run=dry_run, plan=plan)
        return
    workspace = open_or_exit(plan, as_of)
    try:
        if value is None and asking:
            entry = interview.ask_missing_figure(workspace, entry, as_of=as_of)
        done = append(workspace, entry, as_of=as_of, dry_run=dry_run)
    except prompts.Cancelled:
        print_note(_("Nothing was recorded."))
        raise typer.Exit(NOTHING_DONE) from None
    except RecordError as error:
        if error.usage:
            refuse(error.message, error.hint)
        interview.report_refusal(error)
        raise typer.Exit(NOTHING_DONE) from None
    console = open_console()
    try:
        print_parts(console, *record_effect(done, workspace.catalogue, width=console.width))
        sys.stdout.flush()
    except OSError:
        # The row is on the disk: whoever reads of a failure would record it again.
        print_note(
            _("The row was recorded in {path}; it could not be shown.").format(path=done.path)
        )
        os._exit(0)
    print_problems(done.warnings)
    if not done.counts:
        print_note(
            _("The row does not count: another row of that day was recorded later, so it says.")
        )
