"""`assign`: write the division of work into the plan, from arguments or from a sheet."""

import os
import sys
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hpplan.cli.app import app
from hpplan.cli.completing import completer
from hpplan.cli.console import (
    FINDINGS,
    open_console,
    print_done,
    print_note,
    print_parts,
    print_problems,
    refuse,
)
from hpplan.cli.options import (
    AsOfOption,
    DiffOnlyOption,
    OfClauseOption,
    OfUnitOption,
    PlanOption,
)
from hpplan.cli.prompts import at_terminal, confirmed
from hpplan.cli.rewriting import refusing, show_diff, show_effect, showing
from hpplan.cli.workspaces import (
    items_named,
    open_or_exit,
    refuse_progress_folder,
    report_faults_and_exit,
    write_or_exit,
)
from hpplan.i18n import _, ngettext, pgettext

if TYPE_CHECKING:
    from hpplan.judging.assess import Assessment
    from hpplan.plan.assign import Division
    from hpplan.plan.items import Item
    from hpplan.workspace import LoadedWorkspace


class Clearable(StrEnum):
    """What `assign --clear` takes out."""

    reporters = "reporters"
    support = "support"
    definition = "definition"
    path = "path"


@app.command(
    help=_(
        "Write who does what into the plan: which units report on a target, which help, how it is"
        " counted, what is to be reached by when. Shows the change, asks, and leaves every other"
        " byte alone. With a target alone, shows how it is divided; a sheet is read back."
    ),
)
def assign(
    what: Annotated[
        str | None,
        typer.Argument(
            metavar="TARGET",
            help=_("The target, as 1.1d; or the file of a sheet that was filled in."),
            autocompletion=completer("target"),
            show_default=False,
        ),
    ] = None,
    units: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="UNIT",
            help=_("The units that report on it, by id or name."),
            autocompletion=completer("units"),
            show_default=False,
        ),
    ] = None,
    *,
    support: Annotated[
        list[str] | None,
        typer.Option(
            "--support",
            metavar="UNIT",
            help=_("A unit that helps; may be given several times."),
            autocompletion=completer("units"),
            show_default=False,
        ),
    ] = None,
    definition: Annotated[
        str | None,
        typer.Option(
            "--definition", metavar="TEXT", help=_("How it is counted."), show_default=False
        ),
    ] = None,
    path: Annotated[
        list[str] | None,
        typer.Option(
            "--path",
            metavar="DATE=VALUE[=WHAT]",
            help=_(
                "A checkpoint: the figure by that day, and what is to be seen by then. All of them"
                " together take the place of the old ones."
            ),
            show_default=False,
        ),
    ] = None,
    clear: Annotated[
        list[Clearable] | None,
        typer.Option(
            "--clear",
            metavar="KEY",
            help=_("Take out reporters, support, definition or path; may be given several times."),
            show_default=False,
        ),
    ] = None,
    sheet: Annotated[
        bool,
        typer.Option("--sheet", help=_("Write the sheet of all targets, to be filled in.")),
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            readable=False,
            help=_("The workbook to write with --sheet."),
            show_default=False,
        ),
    ] = None,
    unit: OfUnitOption = None,
    clause: OfClauseOption = None,
    yes: Annotated[bool, typer.Option("--yes", help=_("Write without asking."))] = False,
    dry_run: DiffOnlyOption = False,
    force: Annotated[
        bool,
        typer.Option(
            "--force",
            help=_("Leave out units that reported already; with --sheet, replace the file."),
        ),
    ] = False,
    as_of: AsOfOption = None,
    plan: PlanOption = None,
) -> None:
    asked = _asked(units or [], support, definition, path, clear)
    if sheet != (out is not None) or (sheet and (what or asked)):
        refuse(_("--sheet goes with -o FILE, --unit and --clause alone"))
    if not sheet and (what is None or unit or clause):
        refuse(_("name a target and its units, or a sheet"), _("see hpplan assign --help"))
    workspace = open_or_exit(plan, as_of)
    day = as_of or workspace.today()
    if out is not None:
        _write_sheet(workspace, out, items_named(workspace, None, unit, clause), day, force=force)
        return
    named = what or ""
    if _is_sheet(named):
        if asked:
            refuse(_("a sheet says itself what is asked for; give it alone"))
        _require_answer(yes=yes, dry_run=dry_run)
        _read_sheet(workspace, Path(named), day, yes=yes, dry_run=dry_run, force=force)
        return
    target = _target(workspace, named)
    if not asked:
        _show(workspace, target, day)
        return
    _require_answer(yes=yes, dry_run=dry_run)
    change = _divided(workspace, target, asked, day, force=force)
    if not change.settings:
        message = _("{target} is divided so already; nothing was changed.")
        print_note(message.format(target=target))
        return
    _write_one(workspace, change, day, yes=yes, dry_run=dry_run)


def _asked(
    units: list[str],
    support: list[str] | None,
    definition: str | None,
    path: list[str] | None,
    clear: list[Clearable] | None,
) -> dict[str, Any]:
    """Return what was typed, by the key of the plan that it is for; empty where it is to go."""
    from hpplan.errors import CellError
    from hpplan.progress.points import checkpoint

    try:
        points = [checkpoint(text) for text in path or ()]
    except CellError as error:
        refuse(error.message, error.hint)
    given = {
        "reporters": units,
        "support": support,
        "definition": (definition or "").strip(),
        "path": points,
    }
    asked: dict[str, Any] = {key: value for key, value in given.items() if value}
    if definition is not None and not asked.get("definition"):
        refuse(_("the text of --definition is empty"), _("take it out with --clear definition"))
    for key in clear or ():
        if key in asked:
            refuse(_("{key} is either set or cleared").format(key=key))
        asked[key.value] = ()
    if "definition" in asked:
        asked["definition"] = asked["definition"] or ""
    return asked


def _target(workspace: "LoadedWorkspace", name: str) -> str:
    """Return the id of the target that is meant; a usage error where there is none."""
    from hpplan.plan.rewrite import target_named

    with refusing():
        return target_named(workspace, name)[1].id


def _divided(
    workspace: "LoadedWorkspace", target: str, asked: dict[str, Any], day: date, *, force: bool
) -> "Division":
    """Return what changes at a target; a usage error where it cannot be divided so."""
    from hpplan.plan.assign import Divider

    change, refused = Divider(workspace, day, force=force).divided(target, asked)
    if refused:
        places = {"reporters": pgettext("metavar", "UNIT"), "path": "--path"}
        place = places.get(refused[0].key, f"--{refused[0].key}")
        refuse(
            _("{place}: {message}").format(place=place, message=refused[0].message),
            refused[0].hint,
        )
    return change


def _require_answer(*, yes: bool, dry_run: bool) -> None:
    """Refuse to write where nobody can be asked."""
    if not (yes or dry_run or at_terminal()):
        refuse(
            _("there is no terminal to ask at whether to write"),
            _("add --dry-run to look, or --yes to write"),
        )


def _write_one(
    workspace: "LoadedWorkspace", change: "Division", day: date, *, yes: bool, dry_run: bool
) -> None:
    """Show what changes at a target, ask, and write it."""
    from hpplan.plan.assign import assign as write

    if not yes:
        with refusing():
            tried = write(workspace, change, as_of=day, write=False)
        show_diff(tried)
        if dry_run:
            print_problems(tried.warnings)
            return
        if not confirmed(_("Write this into the plan? (y/n):")):
            print_note(_("Nothing was written."))
            return
    with refusing():
        done = write(workspace, change, as_of=day, write=True)
    show_effect(done, workspace)
    print_problems(done.warnings)


def _show(workspace: "LoadedWorkspace", target: str, day: date) -> None:
    """Show how a target is divided at present."""
    from hpplan.output.pages.blocks import terminal_blocks
    from hpplan.output.pages.division import division_page

    items = workspace.catalogue.of_target[target]
    undivided = any(each.undivided or each.orphaned for each in workspace.assess(day, items))
    console = open_console()
    page = division_page(items[0], workspace.catalogue, undivided=undivided)
    print_parts(console, *terminal_blocks(page, console.width))


def _is_sheet(name: str) -> bool:
    """Tell whether an argument names a file, not a target."""
    from hpplan.forms.collector import SUFFIXES

    return name.lower().endswith(SUFFIXES) or os.path.isfile(name)  # noqa: PTH113 (raises nothing)


def _write_sheet(
    workspace: "LoadedWorkspace", out: Path, items: "list[Item]", day: date, *, force: bool
) -> None:
    """Write the sheet of the targets of some items."""
    from hpplan.judging.season import seasonal_paths
    from hpplan.output.form.division import division_workbook
    from hpplan.workspace import display

    if out.suffix.lower() != ".xlsx":
        refuse(_("the sheet is a workbook; its name must end in .xlsx"))
    refuse_progress_folder(workspace, out.parent)
    judged: dict[str, Assessment] = {}
    for each in workspace.assess(day, items):
        # Of several items the one that nobody divided says it for the target.
        if each.item.target.id not in judged or each.undivided or each.orphaned:
            judged[each.item.target.id] = each
    shown = [each for each in judged.values() if each.terms.withdrawn is None]
    proposals = seasonal_paths(workspace.catalogue, workspace.reports(), day)
    data = division_workbook(shown, workspace.catalogue, day, proposals)
    hint = _("It may be filled in: name another file, or replace it with --force.")
    write_or_exit(out.parent, {out.name: data}, force=force, hint=hint)
    n = len(shown)
    counted = ngettext("{path}: {n} target", "{path}: {n} targets", n)
    print_done(counted.format(path=display(out), n=n))
    report_faults_and_exit(workspace)


def _read_sheet(
    workspace: "LoadedWorkspace", path: Path, day: date, *, yes: bool, dry_run: bool, force: bool
) -> None:
    """Show what a sheet changes and what is wrong with it, ask, and write it in one step."""
    from hpplan.forms.divided import read_division
    from hpplan.output.pages.collect import fault_line, notice_line
    from hpplan.output.pages.division import division_changes
    from hpplan.plan.assign import Divider, assign_all
    from hpplan.workspace import display

    read = read_division(path, display(path), Divider(workspace, day, force=force))
    console = open_console()
    print_parts(console, *division_changes(read.changes, workspace.catalogue, console.width))
    sys.stdout.flush()
    print_note(*map(fault_line, read.faults))
    print_note(*(notice_line(read.path, each) for each in read.notices))
    if read.changes:
        with refusing():
            tried = assign_all(workspace, read.changes, as_of=day, write=False)
        print_problems(tried.warnings)
        if not dry_run and (yes or confirmed(_("Write this into the plan? (y/n):"))):
            with refusing():
                assign_all(workspace, read.changes, as_of=day, write=True)
            n = len(read.changes)
            counted = ngettext("{n} target was changed.", "{n} targets were changed.", n)
            with showing(display(workspace.path)):
                print_done(counted.format(n=n))
        else:
            print_note(_("Nothing was written."))
    elif not read.faults:
        print_note(_("The sheet says what the plan says; nothing was changed."))
    if read.faults:
        raise typer.Exit(FINDINGS)
