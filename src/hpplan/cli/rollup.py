"""`rollup`: judge many plans at once, and show where what is late."""

import sys
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hpplan.cli.app import app
from hpplan.cli.console import FINDINGS, NOTHING_DONE, print_note, print_remark, refuse
from hpplan.cli.options import (
    FailOnOption,
    FormatOption,
    StatusFormat,
    parse_as_of,
    parse_statuses,
)
from hpplan.cli.shelf import (
    Asked,
    ByOption,
    CompactOption,
    DownOption,
    FaultsOption,
    ForUnitOption,
    LevelOption,
    PageOption,
    RegionOption,
    TopOption,
    TrendOption,
    show_shelf,
)
from hpplan.i18n import _, ngettext, spoken

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hpplan.rollup.pools import Pool
    from hpplan.rollup.sources import Found
    from hpplan.rollup.store import Rollup

INTERRUPTED = 130
"""The exit code of a program that Ctrl-C ended."""

NAMED_ALIKE = 5
"""How many workspaces that are alike are named."""


@app.command(
    help=_(
        "Judge many plans at once, each in its own folder, and gather the results in one folder."
        " What was judged once is not judged again on the same day: an interrupted run goes on"
        " where it ended. An earlier folder of results is only read."
    ),
)
def rollup(
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="SOURCE",
            help=_(
                "A folder that is searched for plan.yaml, a pattern, .zip archives, a list (CSV"
                " with the columns name, path and region), or the folder of an earlier run."
            ),
        ),
    ],
    *,
    into: Annotated[
        Path | None,
        typer.Option(
            "--into",
            metavar="DIR",
            readable=False,
            help=_("Keep the results in this folder."),
            show_default=False,
        ),
    ] = None,
    as_of: Annotated[
        date | None,
        typer.Option(
            "--as-of",
            parser=parse_as_of,
            metavar="DATE",
            help=_("Judge all plans as of this day; else today."),
            show_default=False,
        ),
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(
            "--workers",
            metavar="PROCESSES",
            min=1,
            max=256,
            help=_("Judge in so many processes; else one for each processor."),
            show_default=False,
        ),
    ] = None,
    on: Annotated[
        str | None,
        typer.Option(
            "--on",
            metavar="ADDRESS",
            help=_("Judge on a Dask cluster instead: its scheduler, as tls://HOST:8786."),
            show_default=False,
        ),
    ] = None,
    insecure: Annotated[
        bool,
        typer.Option("--insecure", help=_("Reach a scheduler on this machine without TLS.")),
    ] = False,
    fail_on: FailOnOption = None,
    by: ByOption = None,
    region: RegionOption = "",
    level: LevelOption = None,
    unit: ForUnitOption = "",
    down: DownOption = "",
    top: TopOption = None,
    faults: FaultsOption = False,
    since: TrendOption = None,
    fmt: FormatOption = StatusFormat.table,
    html: PageOption = None,
    compact: CompactOption = False,
) -> None:
    from hpplan.rollup.store import is_rollup, read_rollup

    failing = parse_statuses(fail_on)
    if (compact or since) and not into and not is_rollup(Path(sources[0])):
        refuse(_("--compact and --since need a folder that is kept: name one with --into"))
    asked = Asked(by, region, level, unit, down, top, faults, since, fmt, html, compact)
    if len(sources) == 1 and is_rollup(Path(sources[0])):
        if into or as_of or workers or on:
            message = _("{folder} is an earlier run, which is only read")
            hint = _("leave out --into, --as-of, --workers and --on")
            refuse(message.format(folder=sources[0]), hint)
        _end(read_rollup(Path(sources[0])), failing, asked, sources)
        return
    _check_pool_options(workers, on, insecure=insecure)
    found = _found(sources)
    if on is None:
        _note_protocols(found)
    with _folder(into) as folder:
        try:
            made = _judged(found, sources, folder, as_of, workers, on)
        except KeyboardInterrupt:
            kept = _("Interrupted. What was judged is kept, and the same call goes on with it.")
            print_note(kept if into else _("Interrupted. Without --into, nothing is kept."))
            raise typer.Exit(INTERRUPTED) from None
        _note_alike(made)
        _end(made, failing, asked, [str(into)] if into else sources)


def _check_pool_options(workers: int | None, on: str | None, *, insecure: bool) -> None:
    """Refuse to judge at two places, or where anybody could have code run."""
    if on is None:
        if insecure:
            refuse(_("--insecure says something of --on, which is missing"))
        return
    from hpplan.rollup.scheduler import check_address
    from hpplan.rollup.sources import SourceError

    if workers is not None:
        refuse(_("--workers and --on name two places to judge at; leave one out"))
    try:
        check_address(on, insecure=insecure)
    except SourceError as error:
        refuse(error.message, error.hint)


def _found(sources: list[str]) -> "Found":
    """Return the workspaces; a usage error where a source is none, exit 3 where there are none."""
    from hpplan.rollup.sources import SourceError, find_workspaces

    try:
        found = find_workspaces(sources)
    except SourceError as error:
        refuse(error.message, error.hint)
    print_note(*(_("not searched: {folder}").format(folder=each) for each in found.unsearched))
    if not found.references:
        print_note(_("There is no plan.yaml in {sources}").format(sources=_(", ").join(sources)))
        raise typer.Exit(NOTHING_DONE)
    return found


@contextmanager
def _folder(into: Path | None) -> "Iterator[Path]":
    """Yield the folder of the results; one that is gone afterwards where none was named."""
    from tempfile import TemporaryDirectory

    if into:
        yield into.absolute()
    else:
        with TemporaryDirectory(prefix="hpplan-") as temporary:
            yield Path(temporary)


def _judged(
    found: "Found",
    sources: list[str],
    folder: Path,
    as_of: date | None,
    workers: int | None,
    on: str | None,
) -> "Rollup":
    """Judge the workspaces; exit 3 where the results cannot be written."""
    import gc

    from hpplan.phrases import reason
    from hpplan.rollup.parts import RunSettings
    from hpplan.rollup.run import check_folder, roll_up
    from hpplan.rollup.tables import duckdb_connection
    from hpplan.workspace import day_in

    gc.enable()
    duckdb_connection().close()  # where it is missing, that is said at once
    today = day_in(_zone())
    settings = RunSettings(as_of or today, today, spoken().code, str(folder))
    pool = None
    try:
        check_folder(folder)
        pool = _pool(found, folder, workers, on)
        with _progress(len(found.references)) as advance:
            return roll_up(found.references, sources, settings, pool, advance, _note_silence)
    except OSError as error:
        message = _("{folder} cannot be written: {why}")
        print_note(message.format(folder=folder, why=reason(error)))
        raise typer.Exit(NOTHING_DONE) from None
    finally:
        if pool:
            pool.close()


def _pool(found: "Found", folder: Path, workers: int | None, on: str | None) -> "Pool":
    """Return who judges the workspaces."""
    if on:
        from hpplan.rollup.cluster import ClusterPool

        return ClusterPool(on, folder, found.references)
    from hpplan.rollup.pools import ProcessPool, check_pool, processors

    pool = ProcessPool(min(workers or processors(), len(found.references)))
    check_pool(pool)
    return pool


def _zone() -> Any:
    """Return the time zone of a plan that names none, in which a run begins."""
    from zoneinfo import ZoneInfo

    from hpplan.plan.model import Plan

    return ZoneInfo(Plan.model_fields["timezone"].default)


@contextmanager
def _progress(total: int) -> "Iterator[Any]":
    """Show on a terminal how many plans are done, and how many a second; yield what is told so."""
    if not sys.stderr.isatty():
        yield lambda _count: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[speed]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=total, speed="")

        def advance(count: int) -> None:
            progress.advance(task, count)
            speed = progress.tasks[0].speed
            said = _("{n} plans a second").format(n=f"{speed:.1f}") if speed else ""
            progress.update(task, speed=said)

        yield advance


def _note_protocols(found: "Found") -> None:
    """Say of which URLs nothing can be read, as a package is missing."""
    from hpplan.rollup.archives import unreadable_protocols

    if any(each.is_remote for each in found.references):
        for protocol, why in unreadable_protocols(found.references).items():
            message = _("no plan at {address} can be read: {why}")
            print_note(message.format(address=f"{protocol}://", why=why))


def _note_silence(seconds: int, names: list[str]) -> None:
    """Say that nothing has come back for long, and what is under way."""
    from hpplan.phrases import some

    message = _("nothing has come back for {n} s; being judged: {names}")
    print_remark(message.format(n=seconds, names=some(names)))


def _note_alike(made: "Rollup") -> None:
    """Name the workspaces that hold what another holds, or are of the same plan."""
    from hpplan.rollup.store import database

    with database(made) as connection:
        copies = connection.execute(
            "SELECT plan, same_content_as FROM plans WHERE same_content_as IS NOT NULL"
        ).fetchall()
        same = connection.execute(
            "SELECT plan, same_plan_as FROM plans"
            " WHERE same_plan_as IS NOT NULL AND same_content_as IS NULL"
        ).fetchall()
    if copies:
        message = ngettext(
            "{n} workspace holds the same files as another: {names}",
            "{n} workspaces hold the same files as another: {names}",
            len(copies),
        )
        print_note(message.format(n=len(copies), names=_pairs(copies)))
    if same:
        message = ngettext(
            "{n} workspace has the title, issuer and number of another: {names}",
            "{n} workspaces have the title, issuer and number of another: {names}",
            len(same),
        )
        print_note(message.format(n=len(same), names=_pairs(same)))


def _pairs(found: list[tuple[str, str]]) -> str:
    """Name some workspaces, each with the one that it is like."""
    names = [_("{plan} as {first}").format(plan=plan, first=first) for plan, first in found]
    return _(", ").join(names[:NAMED_ALIKE]) + ("…" if len(names) > NAMED_ALIKE else "")


def _end(made: "Rollup", failing: set[str], asked: Asked, again: list[str]) -> None:
    """Show what came of it, and end with the exit code that it calls for.

    Args:
        made: the roll-up.
        failing: the statuses of which no item may be.
        asked: what is to be shown of it.
        again: what to name to see it again.
    """
    import shlex

    from hpplan.rollup.schema import JUDGED, column_of
    from hpplan.rollup.store import database

    show_shelf(made, asked, shlex.join(["hpplan", "rollup", *again]))
    with database(made) as connection:
        counts = ", ".join(f"sum({column_of(status)})" for status in sorted(failing)) or "0"
        left_out, *matches = connection.execute(
            f"SELECT sum(left_out), {counts} FROM plans"  # noqa: S608 (statuses that are registered)
        ).fetchone()
    judged = sum(made.states[state] for state in JUDGED)
    if not judged:
        raise typer.Exit(NOTHING_DONE)
    if judged < made.plans or left_out or any(matches):
        raise typer.Exit(FINDINGS)
