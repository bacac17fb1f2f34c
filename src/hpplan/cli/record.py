"""`record`: append one row to a unit's progress file."""

import os
import re
from datetime import date
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from hpplan.cli import interview, prompts
from hpplan.cli.app import app
from hpplan.cli.completing import completer
from hpplan.cli.console import NOTHING_DONE, print_note, print_problems, refuse
from hpplan.cli.mistakes import RefusedCallError, unknown_option
from hpplan.cli.options import AsOfOption, EffectOnlyOption, PlanOption, parse_as_of
from hpplan.cli.workspaces import open_or_exit
from hpplan.i18n import _, pgettext

if TYPE_CHECKING:
    from hpplan.progress.record import Entry
    from hpplan.workspace import LoadedWorkspace


# A negative figure is an argument, not an option: its message is about figures.
@app.command(
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
            autocompletion=completer("reporter"),
            show_default=False,
        ),
    ] = None,
    day: Annotated[
        date | None,
        typer.Option(
            "--date",
            parser=parse_as_of,
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
    dry_run: EffectOnlyOption = False,
    force: Annotated[
        bool, typer.Option("--force", help=_("Write it although check would warn of it."))
    ] = False,
    no_input: Annotated[
        bool, typer.Option("--no-input", help=_("Never ask; what is missing is an error."))
    ] = False,
    as_of: AsOfOption = None,
    plan: PlanOption = None,
) -> None:
    from hpplan.errors import DoubtfulError, RecordError
    from hpplan.progress.record import Entry, append

    _refuse_options(context, target, value)
    entry = Entry(target or "", value or "", unit, day, note, evidence)
    asking = not no_input and prompts.at_terminal()
    if target is None:
        if not asking:
            raise RefusedCallError(
                _("{name} is missing").format(name=pgettext("metavar", "TARGET")), context
            )
        interview.interview(entry, as_of=as_of, dry_run=dry_run, plan=plan)
        return
    workspace = open_or_exit(plan, as_of)
    try:
        if value is None and asking:
            entry = interview.ask_missing_figure(workspace, entry, as_of=as_of)
        agreed = None if force else ()
        done = append(workspace, entry, as_of=as_of, dry_run=dry_run, agreed=agreed)
    except prompts.Cancelled:
        _nothing_recorded()
    except DoubtfulError as doubt:
        if not asking:
            print_problems(doubt.problems)
            refuse(_("nothing was recorded"), _("if it is meant like this, add --force"))
        _ask_all_the_same(workspace, entry, as_of)
        return
    except RecordError as error:
        if error.usage:
            refuse(error.message, error.hint)
        interview.report_refusal(error)
        raise typer.Exit(NOTHING_DONE) from None
    if done.stands:
        interview.print_standing(done)
        return
    try:
        interview.show_recorded(workspace, done, is_asked=dry_run)
    except OSError:
        # The row is on the disk: whoever reads of a failure would record it again.
        print_note(
            _("The row was recorded in {path}; it could not be shown.").format(path=done.path)
        )
        os._exit(0)
    if not done.counts:
        print_note(
            _("The row does not count: another row of that day was recorded later, so it says.")
        )


def _refuse_options(context: typer.Context, *given: str | None) -> None:
    """Refuse an option that there is not; whatever begins with one dash is a figure's matter."""
    for text in given:
        if text and re.match("--[a-z]", text):
            refuse(*unknown_option(context, text))


def _ask_all_the_same(workspace: "LoadedWorkspace", entry: "Entry", as_of: date | None) -> None:
    """Ask whether a row of which `check` would warn is to be written; exit 3 if it is not."""
    from hpplan.errors import RecordError
    from hpplan.progress.record import append

    question = _("Write this row all the same? (y/n):")
    try:
        tried = append(workspace, entry, as_of=as_of, dry_run=True)
        if interview.write_if_agreed(workspace, entry, tried, as_of=as_of, question=question):
            return
    except RecordError as error:
        interview.report_refusal(error)
        raise typer.Exit(NOTHING_DONE) from None
    except prompts.Cancelled:
        pass
    _nothing_recorded()


def _nothing_recorded() -> NoReturn:
    print_note(_("Nothing was recorded."))
    raise typer.Exit(NOTHING_DONE)
