"""The command line: each command parses, calls, prints and exits."""

import gc
import os
import re
import sys
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn, TypeVar

import typer

from hpplan import __version__
from hpplan.words import _, language, ngettext, preferred, spoken, use

# The texts of all helps are made on import, so the language is chosen before.
use(preferred(sys.argv[1:], os.environ))

from hpplan.usage import Command, Group, UsageError, told, with_language_first  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from hpplan.assess import Assessment
    from hpplan.changes import Change, Changes
    from hpplan.items import Item
    from hpplan.problem import Problem
    from hpplan.workspace import Workspace

FINDINGS, USAGE, NOTHING_DONE, OUR_FAULT = 1, 2, 3, 70
NARROWEST = 20
"""Columns below which lines run over the edge of the terminal."""


class _Commands(Group):
    """All commands; how one was called wrongly is said in the user's language."""

    def main(self, args: "Sequence[str] | None" = None, *_more: Any, **named: Any) -> Any:
        given = with_language_first(sys.argv[1:] if args is None else args)
        if not named.get("standalone_mode", True):
            return super().main(given, **named)
        try:
            code = super().main(given, **{**named, "standalone_mode": False})
        except UsageError as error:
            print(told(error), file=sys.stderr)
            sys.exit(USAGE)
        sys.exit(code if isinstance(code, int) else 0)


_Run = TypeVar("_Run", bound="Callable[..., Any]")


class _App(typer.Typer):
    """The program."""

    def command(self, *names: Any, **named: Any) -> "Callable[[_Run], _Run]":
        named = {"cls": Command, "options_metavar": _("[OPTIONS]"), **named}
        return super().command(*names, **named)


app = _App(
    name="hpplan",
    cls=_Commands,
    options_metavar=_("[OPTIONS]"),
    subcommand_metavar=_("COMMAND [ARGS]..."),
    help=_("Track the targets of a published government plan in plain files."),
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class StatusFormat(StrEnum):
    """How `status`, `changes` and `show` write."""

    table = "table"
    json = "json"
    csv = "csv"
    markdown = "markdown"


class CheckFormat(StrEnum):
    """How `check` writes."""

    text = "text"
    json = "json"
    github = "github"
    sarif = "sarif"


class By(StrEnum):
    """What `status` sums up by."""

    unit = "unit"


# Arguments


def _day(text: str) -> date:
    from hpplan.cells import CellError, day

    try:
        return day(text)
    except CellError as error:
        _refuse(error.message, error.hint)


def _complete(kind: str) -> Any:
    """A completer for ids of units or of targets and items, from the plan at hand."""

    def complete(incomplete: str) -> list[tuple[str, str]]:
        from hpplan.items import Catalogue
        from hpplan.load import load_plan
        from hpplan.workspace import find_plan

        given = os.environ.get("HPPLAN_PLAN")
        path = _plan_file(Path(given)) if given else find_plan(Path.cwd())
        loaded = load_plan(path, str(path))[0] if path else None
        # Bash takes an @ for the end of a word, and would put what is returned in place of it.
        if loaded is None or "@" in os.environ.get("COMP_WORDS", ""):
            return []
        catalogue = Catalogue(loaded.plan)
        units = [(unit.id, unit.name) for unit in loaded.plan.units]
        clauses = [(clause.id, clause.title or "") for clause in loaded.plan.clauses()]
        targets = [(target.id, target.name) for target in catalogue.targets.values()]
        items = [(item.id, item.target.name) for item in catalogue.items.values() if "@" in item.id]
        known = {
            "unit": units,
            "clause": clauses,
            "target": targets + (items if "@" in incomplete else []),
            "any": targets + clauses + units,
        }[kind]
        return [each for each in known if each[0].startswith(incomplete)]

    return complete


PlanOption = Annotated[
    Path | None,
    typer.Option(
        "--plan",
        envvar="HPPLAN_PLAN",
        metavar="PATH",
        help=_("The plan; else the nearest plan.yaml, here or above."),
        show_default=False,
    ),
]
AsOfOption = Annotated[
    date | None,
    typer.Option(
        "--as-of",
        parser=_day,
        metavar="DATE",
        help=_("Judge as of this day; else today in the plan's time zone."),
        show_default=False,
    ),
]


FormatOption = Annotated[StatusFormat, typer.Option("--format", help=_("How to write."))]
WhatArgument = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="ID",
        help=_("Units, chapters, clauses, targets or items; all unless given."),
        autocompletion=_complete("any"),
        show_default=False,
    ),
]
OfUnitOption = Annotated[
    list[str] | None,
    typer.Option(
        "--unit",
        metavar="UNIT",
        help=_("Only items that this unit reports on, by id or name."),
        autocompletion=_complete("unit"),
        show_default=False,
    ),
]
OfClauseOption = Annotated[
    list[str] | None,
    typer.Option(
        "--clause",
        metavar="ID",
        help=_("Only items of this chapter, clause or target."),
        autocompletion=_complete("clause"),
        show_default=False,
    ),
]


def _say(*texts: str) -> None:
    """Lines for the person, beside the data; on a terminal none wider than it."""
    from hpplan.render.text import inert

    lines = [inert(line) for text in texts if text for line in text.split("\n")]
    if columns := _columns(sys.stderr):
        from rich.cells import cell_len

        from hpplan.render.layout import fit

        lines = [fit(line, columns) if cell_len(line) > columns else line for line in lines]
    for line in lines:
        print(line, file=sys.stderr)


def _refuse(message: str, hint: str = "") -> NoReturn:
    """A usage error."""
    from hpplan.render.text import inert

    raise typer.BadParameter(inert(_("; ").join([message, hint] if hint else [message])))


def _plan_path(plan: Path | None) -> Path:
    from hpplan.workspace import find_plan

    path = plan or find_plan(_here())
    if path is None:
        _say(
            _("There is no plan.yaml here or above; name one with --plan, or try: hpplan demo DIR")
        )
        raise typer.Exit(NOTHING_DONE)
    return _plan_file(path)


def _here() -> Path:
    """This folder; exit 3 where it is gone."""
    try:
        return Path.cwd()
    except OSError as error:
        _say(_("This folder cannot be used: {why}").format(why=error.strerror or error))
        raise typer.Exit(NOTHING_DONE) from None


def _plan_file(path: Path) -> Path:
    """A plan's file, where its folder is named as well."""
    return path / "plan.yaml" if os.path.isdir(path) else path  # noqa: PTH112 (it raises nothing)


def _open(plan: Path | None, *, rows: bool = True) -> "Workspace":
    """The workspace at hand; where its plan cannot be loaded, its faults and exit 3.

    Without rows, the progress files are left for later.
    """
    from hpplan.workspace import open_plan, open_workspace

    workspace, problems = (open_workspace if rows else open_plan)(_plan_path(plan))
    if workspace is None:
        _report(problems)
        _say(_("The plan cannot be used as it stands; nothing was done."))
        raise typer.Exit(NOTHING_DONE)
    return workspace


def _report(problems: "Sequence[Problem]") -> None:
    """Problems beside the data, framed on a terminal."""
    from hpplan.render.problems import text

    if problems:
        _say(text(problems, frames=_columns(sys.stderr)))


def _columns(stream: Any) -> int:
    """The columns of a terminal; 0 where the stream is none."""
    import shutil

    return shutil.get_terminal_size().columns if stream.isatty() else 0


def _select(workspace: "Workspace", named: "Iterable[tuple[Any, str]]") -> set[str]:
    """The items that all the names stand for; where several select alike, any of them."""
    from hpplan.select import UnknownNameError, of_part, of_unit
    from hpplan.words import meant

    chosen: dict[Any, set[str]] = {}
    for lookup, name in named:
        try:
            chosen.setdefault(lookup, set()).update(lookup(workspace.catalogue, name))
        except UnknownNameError as error:
            near = meant(error.near)
            message = {
                of_unit: _("there is no unit “{name}”"),
                of_part: _("there is no chapter, clause, target or item “{name}”"),
            }.get(lookup, _("there is no “{name}” in the plan"))
            _refuse(message.format(name=error.name), near)
    everything = set(workspace.catalogue.items)
    return set.intersection(everything, *chosen.values())


def _items(
    workspace: "Workspace",
    what: list[str] | None,
    unit: list[str] | None,
    clause: list[str] | None,
) -> "list[Item]":
    """The items that are asked for, in the plan's order."""
    from hpplan import select

    named = [(select.of_any, name) for name in what or ()]
    named += [(select.of_unit, name) for name in unit or ()]
    named += [(select.of_part, name) for name in clause or ()]
    ids = _select(workspace, named)
    return [item for item in workspace.catalogue.items.values() if item.id in ids]


def _statuses(text: str | None) -> set[str]:
    """The statuses in a list separated by commas."""
    from hpplan.assess import STATUSES
    from hpplan.words import meant, nearest

    found = {word.strip() for word in (text or "").replace("，", ",").split(",") if word.strip()}
    for word in found:
        if word not in STATUSES:
            near = nearest(word, list(STATUSES))
            hint = meant(near) or _("choose from {statuses}").format(statuses=", ".join(STATUSES))
            _refuse(_("there is no status “{word}”").format(word=word), hint)
    return found


def _console() -> Any:
    from rich.console import Console

    # Rich's own reading of NO_COLOR would leave bold and italic in the text.
    colors: Any = None if os.environ.get("NO_COLOR") else "auto"
    console = Console(
        file=sys.stdout, color_system=colors, highlight=False, markup=False, emoji=False
    )
    console.width = max(console.width, NARROWEST)
    return console


def _data_in_utf8() -> None:
    """Have data that a program or a file receives in UTF-8, whatever the system's encoding."""
    if not sys.stdout.isatty() and hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")


def _print(console: Any, *parts: Any) -> None:
    """Print lines that fit, without the blanks with which tables fill them up."""
    with console.capture() as captured:
        for part in parts:
            console.print(part, no_wrap=True, overflow="ignore", crop=False)
    sys.stdout.write("\n".join(line.rstrip() for line in captured.get().split("\n")))


# Commands


def _version(wanted: bool) -> None:  # noqa: FBT001
    if wanted:
        print(f"hpplan {__version__}")
        raise typer.Exit


@app.callback()
def root(
    _show_version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_version, is_eager=True, help=_("Print the version and exit.")
        ),
    ] = False,
    lang: Annotated[
        str | None,
        typer.Option(
            "--lang",
            envvar="HPPLAN_LANG",
            metavar="LANG",
            help=_("The language to speak, zh or en; else that of the locale."),
            show_default=False,
        ),
    ] = None,
    _debug: Annotated[
        bool, typer.Option("--debug", help=_("Show the traceback of a fault of hpplan itself."))
    ] = False,
) -> None:
    """Track the targets of a published government plan in plain files."""
    if lang is not None:
        name = language(lang)
        if name is None:
            _refuse(_("there is no language “{lang}”").format(lang=lang), _("choose zh or en"))
        if name != spoken():
            use(name)
    if "HPPLAN_MAX_MIB" in os.environ:
        from hpplan.files import limit

        try:
            limit()
        except ValueError as error:
            message = _("HPPLAN_MAX_MIB is “{given}”, no whole number from 1 to 100000")
            _refuse(message.format(given=error))


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

    wanted, failing = _statuses(only), _statuses(fail_on)
    workspace = _open(plan)
    items = _items(workspace, what, unit, clause)
    day = as_of or workspace.today()
    everything = workspace.assess(day, items)
    if wanted:
        shown = wanted
    elif every or due_within is not None:
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
    summed = not (wanted or every or due_within is not None)
    units = set[str]().union(
        *(select.units(workspace.catalogue, name) for name in (*(what or ()), *(unit or ())))
    )
    _print_status(workspace, chosen, everything, day, fmt, by, summed=summed, units=units)
    _own_up(workspace)
    if any(each.status in failing for each in everything):
        raise typer.Exit(FINDINGS)


def _own_up(workspace: "Workspace") -> None:
    """Beside a report, the faults for which rows were left out of it, and exit 1."""
    from hpplan.problem import errors

    faults = errors(workspace.problems)
    if not faults:
        return
    _report(faults)
    left_out = workspace.left_out
    if left_out:
        _say(
            ngettext(
                "{n} row with faults was left out; hpplan check says more.",
                "{n} rows with faults were left out; hpplan check says more.",
                left_out,
            ).format(n=left_out)
        )
    raise typer.Exit(FINDINGS)


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

        console = _console()
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
        _print(console, *parts)
        return
    from hpplan.render import data

    _data_in_utf8()
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
            parser=_day,
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

    workspace = _open(plan, rows=False)
    day = as_of or workspace.today()
    _check_span(workspace, since, day)
    items = _items(workspace, what, unit, clause)
    before, after = as_known(workspace, since), as_known(workspace, day, since=since)
    ids = {item.id for item in items}
    arrivals = [each for each in after.arrivals() if each.item.id in ids]
    then, now = before.assess(since, items), after.assess(day, items)
    found = compare(then, now, after.reports(), arrivals)
    outright = select.outright(workspace.catalogue, [*(what or ()), *(clause or ())])
    listed = [each for each in found if every or each.kind != "moved" or each.item.id in outright]
    between = Changes(since, day, found, arrivals)
    _print_changes(workspace, between, listed, fmt, rows=rows)
    _own_up(after)


def _check_span(workspace: "Workspace", since: date, day: date) -> None:
    """Refuse two days between which there is nothing to tell."""
    if since > day:
        message = _("--since names {since}, which is after {day}, the day to judge")
        hint = _("name an earlier day, or a later one with --as-of")
        _refuse(message.format(since=since, day=day), hint)
    first = min(workspace.plan.issued, workspace.plan.start)
    if since < first:
        message = _("--since names {since}, when there was no plan yet")
        hint = _("the first day is {first}").format(first=first)
        _refuse(message.format(since=since), hint)


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

        console = _console()
        width = console.width
        _print(console, *changes_report(between, listed, catalogue, rows=rows, width=width))
        return
    from hpplan.render import news

    write = {
        StatusFormat.json: news.changes_json,
        StatusFormat.csv: news.changes_csv,
        StatusFormat.markdown: news.changes_markdown,
    }[fmt]
    _data_in_utf8()
    sys.stdout.write(write(between, listed, catalogue, rows=rows))


@app.command(
    short_help=_("Check the plan, its source and all progress files."),
    help=_(
        "Check the plan, its source and all progress files; with --base, also that nothing that"
        " stood in a revision was rewritten. Writes nothing."
    ),
)
def check(
    *,
    fmt: Annotated[
        CheckFormat, typer.Option("--format", help=_("How to write."))
    ] = CheckFormat.text,
    base: Annotated[
        str | None,
        typer.Option(
            "--base",
            metavar="REV",
            help=_("A git revision whose rows must still stand, as origin/main."),
            show_default=False,
        ),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help=_("Let warnings fail as well."))] = False,
    as_of: AsOfOption = None,
    plan: PlanOption = None,
) -> None:
    from hpplan.problem import errors, listed
    from hpplan.render.problems import summary
    from hpplan.workspace import check_workspace

    if base is not None and not base.strip():
        _refuse(_("--base names no revision"), _("name one, as origin/main"))
    path = _plan_path(plan)
    workspace, problems = check_workspace(path, as_of)
    rewritten, compared = _compare(workspace, base) if workspace and base else ([], [])
    problems = listed([*problems, *rewritten])
    _print_problems(problems, workspace, path, fmt)
    if workspace is None:
        _say(_("The plan cannot be used as it stands; the progress files were not checked."))
        raise typer.Exit(NOTHING_DONE)
    _say(summary(workspace, problems), *(compared or ()))
    if compared is None:
        raise typer.Exit(NOTHING_DONE)
    if errors(problems) or (strict and problems):
        raise typer.Exit(FINDINGS)


def _compare(workspace: "Workspace", base: str) -> "tuple[list[Problem], list[str] | None]":
    """What of a revision no longer stands, and what to say of it; None where git cannot tell."""
    from hpplan.git import GitError, revision
    from hpplan.history import compare

    try:
        found = revision(workspace.root.resolve(), base.strip())
        rows, problems = compare(workspace, found)
        merged = found.is_merged()
    except GitError as error:
        _say(_("The history was not checked: {message}").format(message=error.message), error.hint)
        return [], None
    said = [
        ngettext(
            "Compared with {revision}, which holds {n} row.",
            "Compared with {revision}, which holds {n} rows.",
            rows,
        ).format(revision=found.short, n=rows)
    ]
    if not merged:
        message = _(
            "{revision} holds commits that are not in what is checked out; until they are merged"
            " (git merge {revision}), rows that came with them look as if they were gone."
        )
        said.append(message.format(revision=found.short))
    return problems, said


def _print_problems(
    problems: "list[Problem]", workspace: "Workspace | None", path: Path, fmt: CheckFormat
) -> None:
    from hpplan.render import problems as render

    if fmt is CheckFormat.text:
        if problems:
            print(render.text(problems, frames=_columns(sys.stdout)))
        return
    _data_in_utf8()
    if fmt is CheckFormat.json:
        from hpplan.render.data import json_text

        print(json_text(render.data(problems, workspace)))
        return
    from hpplan.render import ci

    top = _top(path)

    def place(name: str) -> str:
        folder, file = os.path.split(name)
        real = Path(os.path.realpath(folder), file)
        return Path(os.path.relpath(real, top)).as_posix()

    if fmt is CheckFormat.sarif:
        from hpplan.codes import sections
        from hpplan.render.data import json_text

        print(json_text(ci.sarif(problems, place, sections().values())))
    elif problems:
        print(ci.github(problems, place))


def _top(path: Path) -> Path:
    """The root of the repository that a plan lies in; this folder where it lies in none."""
    folders = path.resolve().parents
    return next((folder for folder in folders if (folder / ".git").exists()), Path.cwd())


@app.command(
    short_help=_("Explain a problem code."),
    help=_("Explain a problem code: what it means, an example, and how to mend it."),
)
def explain(
    codes: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="CODE",
            help=_("Codes, as HP203; all codes unless given."),
            show_default=False,
        ),
    ] = None,
) -> None:
    from hpplan.codes import sections
    from hpplan.render import codes as render
    from hpplan.words import meant, nearest

    known, console = sections(), _console()
    if not codes:
        _print(console, *render.index(known.values(), console.width))
        return
    wanted = [code.strip().upper() for code in codes]
    for code in wanted:
        if code not in known:
            near = nearest(code, list(known))
            hint = meant(near)
            _refuse(_("there is no code “{code}”").format(code=code), hint)
    for code in wanted:
        _print(console, *render.section(known[code], console.width))


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
            autocompletion=_complete("any"),
        ),
    ],
    *,
    fmt: FormatOption = StatusFormat.table,
    as_of: AsOfOption = None,
    plan: PlanOption = None,
) -> None:
    from hpplan.render import show as render
    from hpplan.workspace import as_known

    workspace = as_known(_open(plan, rows=False), date.max, since=date.min)
    day, name = as_of or workspace.today(), name.strip()
    assessments = workspace.assess(day, _items(workspace, [name], None, None))
    view = render.View(
        workspace.catalogue,
        day,
        {each.item.id: each for each in assessments},
        workspace.reports(),
        workspace.arrivals(),
    )
    _print_page(view, name, fmt)
    _own_up(workspace)


def _print_page(view: Any, name: str, fmt: StatusFormat) -> None:
    from hpplan.render import page as pages
    from hpplan.render import show as render

    if fmt is StatusFormat.table:
        console = _console()
        page = render.page(view._replace(width=console.width), name)
        _print(console, *pages.terminal(page, console.width))
        return
    _data_in_utf8()
    if fmt is StatusFormat.json:
        from hpplan.render.data import json_text
        from hpplan.render.show_data import page_data

        print(json_text(page_data(view, name)))
    elif fmt is StatusFormat.markdown:
        sys.stdout.write(pages.markdown(render.page(view, name)))
    else:
        from hpplan.render.show_data import page_csv

        sys.stdout.write(page_csv(view))


# A negative figure is an argument, not an option: its message is about figures.
@app.command(
    help=_("Append one row to a unit's progress file."),
    context_settings={"ignore_unknown_options": True},
)
def record(
    target: Annotated[
        str,
        typer.Argument(
            metavar="TARGET",
            help=_("The target or item, as 1.1d or 1.3g@2025."),
            autocompletion=_complete("target"),
        ),
    ],
    value: Annotated[
        str,
        typer.Argument(
            metavar="VALUE",
            help=_(
                "The running total, measured value or percentage; +3 adds to the last total;"
                " done; nothing for a duty."
            ),
        ),
    ] = "",
    *,
    unit: Annotated[
        str | None,
        typer.Option(
            "--unit",
            envvar="HPPLAN_UNIT",
            metavar="UNIT",
            help=_("Who reports, by id or name; else the target's only reporter."),
            autocompletion=_complete("unit"),
            show_default=False,
        ),
    ] = None,
    day: Annotated[
        date | None,
        typer.Option(
            "--date",
            parser=_day,
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
    as_of: AsOfOption = None,
    plan: PlanOption = None,
) -> None:
    from hpplan.record import Entry, RecordError, append
    from hpplan.render.record import effect
    from hpplan.render.text import inert

    if re.match("--[a-z]", value):
        _refuse(_("there is no option {name}").format(name=value))
    workspace = _open(plan)
    entry = Entry(target, value, unit, day, note, evidence)
    try:
        done = append(workspace, entry, as_of=as_of, dry_run=dry_run)
    except RecordError as error:
        if error.usage:
            _refuse(error.message, error.hint)
        _say(inert(_("Nothing was recorded: {message}").format(message=error.message)))
        _say(error.hint)
        _report(error.problems)
        raise typer.Exit(NOTHING_DONE) from None
    console = _console()
    try:
        _print(console, *effect(done, workspace.catalogue, width=console.width))
        sys.stdout.flush()
    except OSError:
        # The row is on the disk: whoever reads of a failure would record it again.
        _say(_("The row was recorded in {path}; it could not be shown.").format(path=done.path))
        os._exit(0)
    _report(done.warnings)
    if not done.counts:
        _say(_("The row does not count: another row of that day was recorded later, so it says."))


@app.command(
    short_help=_("Write a decision that revises a target into the plan."),
    help=_(
        "Write a decision that revises a target into the plan: a new due date, a new requirement,"
        " or its withdrawal. The original stays, and shows beside it."
    ),
)
def revise(
    target: Annotated[
        str,
        typer.Argument(
            metavar="TARGET",
            help=_("The target, as 1.1d."),
            autocompletion=_complete("target"),
        ),
    ],
    *,
    due: Annotated[
        date | None,
        typer.Option(
            "--due",
            parser=_day,
            metavar="DATE",
            help=_("The new due date."),
            show_default=False,
        ),
    ] = None,
    at_least: Annotated[
        str | None,
        typer.Option(
            "--at-least",
            metavar="FIGURE",
            help=_("The new requirement: this or more."),
            show_default=False,
        ),
    ] = None,
    more_than: Annotated[
        str | None,
        typer.Option(
            "--more-than",
            metavar="FIGURE",
            help=_("The new requirement: more than this."),
            show_default=False,
        ),
    ] = None,
    at_most: Annotated[
        str | None,
        typer.Option(
            "--at-most",
            metavar="FIGURE",
            help=_("The new requirement of a level: this or less."),
            show_default=False,
        ),
    ] = None,
    less_than: Annotated[
        str | None,
        typer.Option(
            "--less-than",
            metavar="FIGURE",
            help=_("The new requirement of a level: less than this."),
            show_default=False,
        ),
    ] = None,
    withdraw: Annotated[
        bool, typer.Option("--withdraw", help=_("Give the target up, from that day on."))
    ] = False,
    why: Annotated[
        str,
        typer.Option("--why", metavar="TEXT", help=_("The reason; required."), show_default=False),
    ] = "",
    by: Annotated[
        str,
        typer.Option("--by", metavar="WHO", help=_("Who decided; required."), show_default=False),
    ] = "",
    on: Annotated[
        date | None,
        typer.Option(
            "--on",
            parser=_day,
            metavar="DATE",
            help=_("The day of the decision; else today."),
            show_default=False,
        ),
    ] = None,
    note: Annotated[
        str, typer.Option("--note", metavar="TEXT", help=_("A note."), show_default=False)
    ] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Show the change as a diff, write nothing."))
    ] = False,
    as_of: AsOfOption = None,
    plan: PlanOption = None,
) -> None:
    from hpplan.revise import Decision

    given = {
        "at_least": at_least,
        "more_than": more_than,
        "at_most": at_most,
        "less_than": less_than,
    }
    figures: Any = {operator: figure for operator, figure in given.items() if figure is not None}
    decision = Decision(target, why, by, on, due, figures, withdraw, note)
    _rewrite(decision, as_of=as_of, dry_run=dry_run, plan=plan)


@app.command(
    short_help=_("Write a figure that the source had lost into the plan."),
    help=_(
        "Write a figure that the source had lost into the plan, beside what is legible of it. It"
        " must fit that, and is no decision."
    ),
)
def fill(
    target: Annotated[
        str,
        typer.Argument(
            metavar="TARGET",
            help=_("The target, as 1.1d."),
            autocompletion=_complete("target"),
        ),
    ],
    figure: Annotated[
        str, typer.Argument(metavar="FIGURE", help=_("The figure, as the official copy has it."))
    ],
    *,
    note: Annotated[
        str,
        typer.Option(
            "--note",
            metavar="TEXT",
            help=_("Where the figure was found; it is added to the target's note."),
            show_default=False,
        ),
    ] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Show the change as a diff, write nothing."))
    ] = False,
    as_of: AsOfOption = None,
    plan: PlanOption = None,
) -> None:
    from hpplan.revise import Filling

    _rewrite(Filling(target, figure, note), as_of=as_of, dry_run=dry_run, plan=plan)


def _rewrite(asked: Any, *, as_of: date | None, dry_run: bool, plan: Path | None) -> None:
    """Write a decision or a figure into the plan, and show what that changes."""
    from hpplan.record import RecordError
    from hpplan.revise import revise as write

    workspace = _open(plan)
    try:
        done = write(workspace, asked, as_of=as_of, dry_run=dry_run)
    except RecordError as error:
        if error.usage:
            _refuse(error.message, error.hint)
        _say(_("Nothing was written: {message}").format(message=error.message), error.hint)
        raise typer.Exit(NOTHING_DONE) from None
    from hpplan.render import revise as render

    try:
        if dry_run:
            print(render.diff(done))
        else:
            console = _console()
            _print(console, *render.effect(done, workspace.catalogue, width=console.width))
        sys.stdout.flush()
    except OSError:
        if dry_run:
            raise
        # It is on the disk: whoever reads of a failure would write it again.
        _say(_("The plan was changed in {path}; it could not be shown.").format(path=done.path))
        os._exit(0)
    _report(done.warnings)


@app.command(help=_("Print the JSON Schema of plan.yaml, for editors."))
def schema() -> None:
    from hpplan.render.data import json_text
    from hpplan.schema import plan_schema

    _data_in_utf8()
    print(json_text(plan_schema()))


@app.command(
    short_help=_("Make a workspace with simulated reports to try things in."),
    help=_("Make a workspace to try things in: the plan, and a simulated history of reports."),
)
def demo(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help=_("A new or empty folder."))],
    *,
    seed: Annotated[int, typer.Option("--seed", help=_("Another seed, another history."))] = 1,
    rows: Annotated[
        int | None,
        typer.Option(
            "--rows", min=1, max=10_000_000, help=_("About so many rows."), show_default=False
        ),
    ] = None,
    as_of: AsOfOption = None,
    plan: PlanOption = None,
) -> None:
    from hpplan.demo import DemoError, make_demo
    from hpplan.shipped import shipped
    from hpplan.workspace import find_plan

    source = plan or find_plan(_here()) or shipped("plan.yaml")
    workspace = _open(source)
    try:
        made = make_demo(workspace, folder, seed=seed, rows=rows, as_of=as_of or workspace.today())
    except DemoError as error:
        _say(str(error))
        raise typer.Exit(NOTHING_DONE) from None
    print(
        _(
            "{folder}: the plan, and {rows} simulated rows by {units} units."
            " Each row says that it is simulated.\nTry: hpplan status --plan {plan}"
        ).format(folder=folder, rows=made.rows, units=made.units, plan=folder / "plan.yaml")
    )


def main() -> None:
    """Run the command line; a fault of our own is one sentence and exit 70."""
    # One command lives too briefly for the collector to be worth its time.
    gc.disable()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        app(prog_name="hpplan")
    except OSError as error:
        _say(_("The output cannot be written: {why}").format(why=error.strerror or error))
        os._exit(NOTHING_DONE)
    except Exception as error:
        if "--debug" in sys.argv:
            raise
        _say(
            _("hpplan itself failed ({error}); run it with --debug for the details.").format(
                error=f"{type(error).__name__}: {error}"
            )
        )
        sys.exit(OUR_FAULT)
