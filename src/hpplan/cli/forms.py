"""The commands with which units report from a spreadsheet: form."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hpplan.cli.app import app
from hpplan.cli.exits import NOTHING_DONE
from hpplan.cli.options import AsOfOption, PlanOption, completer
from hpplan.cli.talk import refuse, say
from hpplan.cli.workspaces import opened, own_up
from hpplan.words import _, ngettext

if TYPE_CHECKING:
    from hpplan.items import Catalogue
    from hpplan.model import Unit


@app.command(
    short_help=_("Make the workbooks in which units report."),
    help=_(
        "Make the workbook in which a unit reports from Excel or WPS: a row for each of its items,"
        " what needs attention first. White cells are filled in, and it comes back."
    ),
)
def form(
    units: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="UNIT",
            help=_("Units or groups of them, by id or name."),
            autocompletion=completer("unit"),
            show_default=False,
        ),
    ] = None,
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
    from hpplan.files import InTheWayError, write_all
    from hpplan.render.form import name, workbook
    from hpplan.render.text import inert
    from hpplan.waiting import needs_attention, waiting
    from hpplan.workspace import display

    if bool(units) == every:
        refuse(_("name units, or give --all for all of them, not both"))
    workspace = opened(plan)
    day = as_of or workspace.today()
    asked = _units(workspace.catalogue, units)
    assessments = workspace.assess(day)
    files, lines = {}, []
    for unit in asked:
        items = waiting(assessments, unit.id)
        if not items:
            said = _("{unit} has nothing to report on; it gets no form.")
            say(said.format(unit=inert(unit.name)))
            continue
        file = name(unit, day)
        files[file] = workbook(unit, items, workspace.catalogue, day)
        pressing = sum(map(needs_attention, items))
        lines.append(_line(display(out / file), len(items), pressing))
    if not files:
        raise typer.Exit(NOTHING_DONE)
    try:
        write_all(out, files, force=force)
    except OSError as error:
        say(_("No form was written: {why}").format(why=error.strerror or error))
        if isinstance(error, InTheWayError):
            say(_("They may be filled in: name another folder, or replace them with --force."))
        raise typer.Exit(NOTHING_DONE) from None
    for line in lines:
        print(inert(line))
    own_up(workspace)


def _units(catalogue: "Catalogue", names: list[str] | None) -> "list[Unit]":
    """The units that are asked for, in the plan's order; all unless any are named."""
    from hpplan.select import UnknownNameError, known_units
    from hpplan.words import meant

    if not names:
        return list(catalogue.plan.units)
    ids: set[str] = set()
    for given in names:
        try:
            ids |= known_units(catalogue, given.strip())
        except UnknownNameError as error:
            refuse(_("there is no unit “{name}”").format(name=error.name), meant(error.near))
    return [unit for unit in catalogue.plan.units if unit.id in ids]


def _line(path: str, count: int, pressing: int) -> str:
    """What is said of a form that was made."""
    items = ngettext("{n} item", "{n} items", count).format(n=count)
    attention = ngettext("{n} needs attention", "{n} need attention", pressing).format(n=pressing)
    return _("{path}: {items}, {attention}").format(path=path, items=items, attention=attention)
