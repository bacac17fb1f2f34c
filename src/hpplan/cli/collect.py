"""`collect`: take in the forms that units filled in."""

import os
import sys
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn, TypeVar

import typer

from hpplan.cli.app import app
from hpplan.cli.completing import completer
from hpplan.cli.console import (
    FINDINGS,
    NOTHING_DONE,
    print_note,
    print_remark,
    print_view,
    refuse,
)
from hpplan.cli.options import AsOfOption, EffectOnlyOption, PlanOption
from hpplan.cli.prompts import at_terminal, confirmed
from hpplan.cli.workspaces import open_or_exit, unit_named
from hpplan.i18n import _, ngettext
from hpplan.phrases import sentences

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hpplan.forms.received import Form

_Thing = TypeVar("_Thing")


class CollectFormat(StrEnum):
    """The formats of `collect --format`."""

    table = "table"
    json = "json"


@app.command(
    help=_(
        "Take in the forms that units filled in: workbooks or CSV, or folders of them. Shows what"
        " each adds, asks, and appends it to the units' progress files; of each file all rows or"
        " none."
    ),
)
def collect(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE", readable=False, help=_("Forms, or folders of forms.")),
    ],
    *,
    unit: Annotated[
        str | None,
        typer.Option(
            "--unit",
            metavar="UNIT",
            help=_("Who reports, where the file does not say so, by id or name."),
            autocompletion=completer("unit"),
            show_default=False,
        ),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help=_("Append without asking."))] = False,
    dry_run: EffectOnlyOption = False,
    fmt: Annotated[
        CollectFormat, typer.Option("--format", help=_("How to write."))
    ] = CollectFormat.table,
    as_of: AsOfOption = None,
    plan: PlanOption = None,
) -> None:
    from hpplan.forms.collector import Collector, files_of
    from hpplan.forms.received import Collected
    from hpplan.output.views import CollectView
    from hpplan.workspace import display

    paths, others = files_of(files)
    if not (yes or dry_run or (fmt is CollectFormat.table and at_terminal())):
        _refuse_to_ask(paths)
    workspace = open_or_exit(plan, as_of)
    named = None if unit is None else unit_named(workspace.catalogue, unit)
    collector = Collector(workspace, unit=named, as_of=as_of)
    if not paths:
        print_note(_("There is no form in it: no workbook (.xlsx, .xlsm, .xls, .ods) and no CSV."))
        raise typer.Exit(NOTHING_DONE)
    asks = not yes and not dry_run
    forms: list[Form] = []
    with _owning_up(forms):
        forms.extend(
            collector.take(path, dry_run=asks or dry_run) for path in _shown(_("reading"), paths)
        )
    units = {form.unit.id for form in forms if form.unit}
    ended = {
        each.id for each in workspace.plan.units if each.until and each.until < collector.as_of
    }
    missing = [each for each in workspace.plan.units if each.id not in units | ended]
    found = Collected(forms, [display(path) for path in others], missing, collector.as_of)
    print_view("collect", fmt, CollectView(workspace.catalogue, found))
    sound = [form for form in forms if form.sound and form.entries]
    if asks and _wanted(sound):
        with _owning_up(sound):
            for form in _shown(_("adding"), sound):
                collector.add(form)
        _say_done(sound)
    if not all(form.sound for form in forms):
        refused = [form for form in forms if form.refused]
        raise typer.Exit(NOTHING_DONE if len(refused) == len(forms) else FINDINGS)


def _refuse_to_ask(paths: "Sequence[Path]") -> NoReturn:
    """Refuse to append where nobody can be asked; what is not there at all is said first."""
    if gone := [str(path) for path in paths if not os.path.lexists(path)]:
        refuse(_("there is no file or folder {names}").format(names=_(", ").join(gone)))
    refuse(
        _("there is no terminal to ask at whether to append"),
        _("add --dry-run to look, or --yes to append"),
    )


def _shown(what: str, things: "Sequence[_Thing]") -> "Iterator[_Thing]":
    """Iterate over things; where there are several, with a progress bar on the terminal."""
    if len(things) < 2 or not sys.stderr.isatty():  # noqa: PLR2004
        yield from things
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(things, what, console=Console(stderr=True), transient=True)


def _wanted(sound: "Sequence[Form]") -> bool:
    """Ask whether to append the rows of the sound forms."""
    if not sound:
        print_note(_("There is nothing to add."))
        return False
    n = sum(len(form.entries) for form in sound)
    question = ngettext("Add {n} row? (y/n):", "Add {n} rows? (y/n):", n).format(n=n)
    if doubts := sum(len(form.rows[0].warnings) for form in sound if form.rows):
        noted = ngettext(
            "check will warn of {n} thing noted above.",
            "check will warn of {n} things noted above.",
            doubts,
        )
        question = sentences([noted.format(n=doubts), question])
    wanted = confirmed(question)
    if not wanted:
        print_note(_("Nothing was added."))
    return wanted


@contextmanager
def _owning_up(forms: "Sequence[Form]") -> "Iterator[None]":
    """Print what was appended so far when interrupted."""
    try:
        yield
    except KeyboardInterrupt:
        _say_done(forms)
        raise


def _say_done(forms: "Sequence[Form]") -> None:
    """Print what was appended, and what could not be."""
    from hpplan.output.pages.collect import form_complaints

    for form in forms:
        print_note(*form_complaints(form))
    n = sum(row.written for form in forms for row in form.rows)
    print_remark(ngettext("{n} row was added.", "{n} rows were added.", n).format(n=n))
