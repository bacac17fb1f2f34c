"""`form`: make the workbooks in which units report."""

from pathlib import Path
from typing import Annotated

import typer

from hpplan.cli.app import app
from hpplan.cli.console import NOTHING_DONE, print_done, print_note, refuse
from hpplan.cli.options import AsOfOption, PlanOption, UnitsArgument
from hpplan.cli.workspaces import (
    open_or_exit,
    refuse_progress_folder,
    report_faults_and_exit,
    units_named,
    write_or_exit,
)
from hpplan.i18n import _, ngettext


@app.command(
    help=_(
        "Make the workbook in which a unit reports from Excel or WPS: a row for each of its items,"
        " what must be filled in first. White cells are filled in, and it comes back."
    ),
)
def form(
    units: UnitsArgument = None,
    *,
    every: Annotated[
        bool, typer.Option("--all", help=_("One for each unit that reports on something."))
    ] = False,
    out: Annotated[
        Path,
        typer.Option(
            "--output",
            "-o",
            metavar="DIR",
            readable=False,
            help=_("The folder to write them into; it is made where it is missing."),
            show_default=False,
        ),
    ],
    force: Annotated[
        bool,
        typer.Option("--force", help=_("Replace forms that are there already, filled in or not.")),
    ] = False,
    as_of: AsOfOption = None,
    plan: PlanOption = None,
) -> None:
    from hpplan.forms.columns import file_name
    from hpplan.judging.waiting import must_be_filled_in, waiting
    from hpplan.output.form.workbook import form_workbook
    from hpplan.output.words.asking import ended
    from hpplan.output.words.text import inert
    from hpplan.workspace import display

    if bool(units) == every:
        refuse(_("name units, or give --all for all of them, not both"))
    workspace = open_or_exit(plan, as_of)
    refuse_progress_folder(workspace, out)
    day = as_of or workspace.today()
    asked = units_named(workspace.catalogue, units)
    assessments = workspace.assess(day)
    files, lines = {}, []
    for unit in asked:
        items = waiting(assessments, unit.id)
        if not items:
            name, why = inert(unit.name), ended(unit, workspace.catalogue, day)
            said = _("{unit} has nothing to report on; it gets no form.").format(unit=name)
            if why:
                said = _("{unit} gets no form: {why}.").format(unit=name, why=why)
            print_note(said)
            continue
        file = file_name(unit, day, ".xlsx")
        files[file] = form_workbook(unit, items, workspace.catalogue, day)
        pressing = sum(must_be_filled_in(each, unit.id) for each in items)
        lines.append(_line(display(out / file), len(items), pressing))
    if not files:
        raise typer.Exit(NOTHING_DONE)
    hint = _("They may be filled in: name another folder, or replace them with --force.")
    write_or_exit(out, files, force=force, hint=hint)
    for line in lines:
        print_done(line)
    report_faults_and_exit(workspace)


def _line(path: str, count: int, pressing: int) -> str:
    """Describe a form that was made, in one line."""
    items = ngettext("{n} item", "{n} items", count).format(n=count)
    asked = ngettext("{n} to be filled in", "{n} to be filled in", pressing).format(n=pressing)
    return _("{path}: {items}, {attention}").format(path=path, items=items, attention=asked)
