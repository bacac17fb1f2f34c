"""Find and open the workspace, and look up what the arguments name in it."""

import os
import shlex
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from hpplan.cli.completing import plan_file
from hpplan.cli.console import FINDINGS, NOTHING_DONE, print_note, print_problems, refuse
from hpplan.cli.settings import last_meeting_set
from hpplan.i18n import _
from hpplan.phrases import reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from hpplan.plan.items import Catalogue, Item
    from hpplan.plan.model import Unit
    from hpplan.workspace import LoadedWorkspace

LONGEST_PLACE = 24
"""Characters of a path beyond which a hint leaves it out."""


def plan_path(plan: Path | None) -> Path:
    from hpplan.workspace import find_plan

    path = plan or find_plan(current_folder())
    if path is None:
        print_note(
            _("There is no plan.yaml here or above; name one with --plan, or try: hpplan demo DIR")
        )
        raise typer.Exit(NOTHING_DONE)
    return plan_file(path)


def current_folder() -> Path:
    """Return the current folder; exit 3 where it is gone."""
    try:
        return Path.cwd()
    except OSError as error:
        print_note(_("This folder cannot be used: {why}").format(why=reason(error)))
        raise typer.Exit(NOTHING_DONE) from None


def open_or_exit(
    plan: Path | None, as_of: date | None = None, *, rows: bool = True
) -> "LoadedWorkspace":
    """Open the workspace; where its plan cannot be loaded, print its faults and exit 3.

    The day that was named is taken for today. Without rows, the progress files are left for later.
    """
    from hpplan.workspace import open_plan, open_workspace

    workspace, problems = (open_workspace if rows else open_plan)(plan_path(plan), as_of=as_of)
    if workspace is None:
        print_problems(problems)
        print_note(_("The plan cannot be used as it stands; nothing was done."))
        raise typer.Exit(NOTHING_DONE)
    return workspace


def plan_named(workspace: "LoadedWorkspace") -> str:
    """Return what names this plan in a command, as `try`; empty where hpplan finds it by itself.

    A long path is an ellipsis: it would push the rest of a line out of sight.
    """
    from hpplan.workspace import find_plan

    found = find_plan(current_folder())
    path = workspace.path
    if os.environ.get("HPPLAN_PLAN") or (
        found and os.path.realpath(found) == os.path.realpath(path)
    ):
        return ""
    place = shlex.quote(str(path.parent if path.name == "plan.yaml" else path))
    return place if len(place) <= LONGEST_PLACE else "…"


def report_faults_and_exit(workspace: "LoadedWorkspace") -> None:
    """Print the faults for which rows were left out, and exit 1; return where there are none."""
    from hpplan.problem import errors

    faults = errors(workspace.problems)
    if not faults:
        return
    from hpplan.output.words.outline import left_out_line

    print_problems(faults)
    print_note(left_out_line(workspace.left_out))
    raise typer.Exit(FINDINGS)


def is_among_progress(workspace: "LoadedWorkspace", path: Path) -> bool:
    """Tell whether a path is the progress folder or leads into it."""
    from hpplan.files import PROGRESS

    # Unlike Path.resolve, this takes a link that leads to itself as well.
    root, real = (Path(os.path.realpath(each)) for each in (workspace.root, path))
    return real.is_relative_to(root / PROGRESS)


def spare_workspace(output: Path, path: Path, source: str | None) -> None:
    """Refuse to write over a file that hpplan reads: a plan, its source, a progress file."""
    from hpplan.files import PROGRESS

    # Unlike Path.resolve, this takes a link that leads to itself as well.
    real, root = (Path(os.path.realpath(each)) for each in (output, path.parent))
    read = {Path(os.path.realpath(each)) for each in (path, path.parent / (source or ""))}
    if real in read or real.is_relative_to(root / PROGRESS):
        message = _("{file} belongs to the workspace, and nothing is written over it")
        refuse(message.format(file=output), _("name another file"))


def refuse_progress_folder(workspace: "LoadedWorkspace", folder: Path) -> None:
    """Refuse to write documents into the folder of the progress files."""
    if is_among_progress(workspace, folder):
        message = _("{folder} is for the progress files alone").format(folder=folder)
        refuse(message, _("name another folder"))


def ids_named(workspace: "LoadedWorkspace", named: "Iterable[tuple[Any, str]]") -> set[str]:
    """Return the ids of the items that all lookups select; names of one lookup add up."""
    from hpplan.plan.lookup import UnknownNameError

    chosen: dict[Any, set[str]] = {}
    for lookup, name in named:
        try:
            chosen.setdefault(lookup, set()).update(lookup(workspace.catalogue, name))
        except UnknownNameError as error:
            listing = _("hpplan status --all lists the items, --by unit the units")
            refuse(error.message, error.hint or listing)
    everything = set(workspace.catalogue.items)
    return set.intersection(everything, *chosen.values())


def items_named(
    workspace: "LoadedWorkspace",
    what: list[str] | None,
    unit: list[str] | None,
    clause: list[str] | None,
) -> "list[Item]":
    """Return the items that the arguments name, in the plan's order; all unless any are."""
    from hpplan.plan import lookup as select

    named = [(select.of_any, name) for name in what or ()]
    named += [(select.of_unit, name) for name in unit or ()]
    named += [(select.of_part, name) for name in clause or ()]
    ids = ids_named(workspace, named)
    return [item for item in workspace.catalogue.items.values() if item.id in ids]


def unit_named(catalogue: "Catalogue", name: str) -> "Unit":
    """Return the unit of an id or name; a usage error where there is none."""
    from hpplan.phrases import meant
    from hpplan.plan.spelling import spelled

    found = catalogue.unit(spelled(catalogue.plan, name))
    if found is None:
        message = _("there is no unit “{name}”").format(name=name)
        refuse(message, meant(catalogue.near_unit(name)))
    return found


def meeting_day(workspace: "LoadedWorkspace", since: date | None, day: date) -> date | None:
    """Return the day to compare with: the one named, else the last meeting before the day.

    That is the plan's, or where it names none the one in the person's settings.

    A usage error where nothing can have happened since the day that was named.
    """
    if since is not None:
        check_span(workspace, since, day)
        return since
    last = workspace.plan.last_meeting or last_meeting_set()
    first = min(workspace.plan.issued, workspace.plan.start)
    return last if last is not None and first <= last < day else None


def check_span(workspace: "LoadedWorkspace", since: date, day: date) -> None:
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


def units_named(catalogue: "Catalogue", names: list[str] | None) -> "list[Unit]":
    """Return the units and members of groups named, in the plan's order; all unless any are."""
    from hpplan.plan import lookup as select

    if not names:
        return list(catalogue.plan.units)
    ids: set[str] = set()
    for name in names:
        ids |= select.units(catalogue, name.strip()) or {unit_named(catalogue, name).id}
    return [unit for unit in catalogue.plan.units if unit.id in ids]


def write_or_exit(folder: Path, files: "Mapping[str, bytes]", *, force: bool, hint: str) -> None:
    """Write files into a folder, all or none; exit 3 where they cannot be.

    The hint says what helps where others are in the way.
    """
    from hpplan.files import InTheWayError, write_all

    try:
        write_all(folder, files, force=force)
    except InTheWayError as error:
        print_note(_("Nothing was written: {message}").format(message=error.message), hint)
    except OSError as error:
        message = _("{folder} cannot be written: {why}")
        print_note(message.format(folder=folder, why=reason(error)))
    else:
        return
    raise typer.Exit(NOTHING_DONE)
