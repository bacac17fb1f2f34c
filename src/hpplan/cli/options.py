"""Arguments and options that several commands take, and how they are parsed."""

import os
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from hpplan.cli.console import refuse
from hpplan.i18n import _

TODAY = frozenset({"today", "今天", "今日"})
"""Words for the day on which the command is called."""


class SortBy(StrEnum):
    """By what a list is sorted, each an order of `judging.standing.ORDERS`."""

    gap = "gap"
    due = "due"
    id = "id"
    unit = "unit"
    forecast = "forecast"


class StatusFormat(StrEnum):
    """The formats of `status`, `changes`, `backtest` and `show --format`."""

    table = "table"
    json = "json"
    csv = "csv"
    markdown = "markdown"


def parse_day(text: str) -> date:
    from hpplan.errors import CellError
    from hpplan.progress.cells import day

    try:
        return day(text)
    except CellError as error:
        refuse(error.message, error.hint)


def parse_as_of(text: str) -> date | None:
    """Read a day to judge by, in words too; None is today in the plan's time zone."""
    return None if folded_word(text) in TODAY else parse_day(text)


def folded_word(text: str) -> str:
    from hpplan.csvtext import folded

    return folded(text).casefold()


def parse_statuses(text: str | None) -> set[str]:
    """Parse statuses separated by commas, in words of any language; a usage error if unknown."""
    if not text:
        return set()
    from hpplan.judging.status import STATUSES

    words = {word.strip() for word in text.replace("，", ",").replace("、", ",").split(",")} - {""}
    known: dict[str, str] = {status: status for status in STATUSES}
    if not words <= known.keys():
        from hpplan.output.words.text import status_names

        known |= status_names()
    found = set()
    for word in words:
        if word.casefold() not in known:
            from hpplan.phrases import meant, nearest

            near = nearest(word, list(known))
            hint = meant(near) or _("choose from {statuses}").format(
                statuses=_(", ").join(STATUSES)
            )
            refuse(_("there is no status “{word}”").format(word=word), hint)
        found.add(known[word.casefold()])
    return set(found)


def plan_file(path: Path) -> Path:
    """Return the plan's file where its folder may be named instead."""
    return path / "plan.yaml" if os.path.isdir(path) else path  # noqa: PTH112 (it raises nothing)


def completer(kind: str) -> Any:
    """Return a function that completes ids from the plan at hand."""

    def complete(incomplete: str) -> list[tuple[str, str]]:
        from hpplan.plan.items import Catalogue
        from hpplan.plan.load import load_plan
        from hpplan.workspace import find_plan

        given = os.environ.get("HPPLAN_PLAN")
        path = plan_file(Path(given)) if given else find_plan(Path.cwd())
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


DiffOnlyOption = Annotated[
    bool, typer.Option("--dry-run", help=_("Show the change as a diff, write nothing."))
]
EffectOnlyOption = Annotated[
    bool, typer.Option("--dry-run", help=_("Show the effect, write nothing."))
]
PlanOption = Annotated[
    Path | None,
    typer.Option(
        "--plan",
        envvar="HPPLAN_PLAN",
        metavar="PATH",
        readable=False,  # what cannot be read is said by whoever reads it
        help=_("The plan; else the nearest plan.yaml, here or above."),
        show_default=False,
    ),
]
AsOfOption = Annotated[
    date | None,
    typer.Option(
        "--as-of",
        parser=parse_as_of,
        metavar="DATE",
        help=_("Judge as of this day; else today in the plan's time zone."),
        show_default=False,
    ),
]
LimitOption = Annotated[
    int,
    typer.Option(
        "-n",
        "--limit",
        metavar="N",
        min=0,
        help=_("At most so many lines a section; 0 for all."),
        show_default=False,
    ),
]
SortOption = Annotated[
    SortBy,
    typer.Option(
        "--sort", help=_("By the gap to plan, the due date, id, unit to call, or the forecast.")
    ),
]
VerboseOption = Annotated[
    bool, typer.Option("-v", "--verbose", help=_("Show the reasons below each line."))
]
SinceOption = Annotated[
    date | None,
    typer.Option(
        "--since",
        parser=parse_day,
        metavar="DATE",
        help=_("The day to compare with; else the plan's last_meeting."),
        show_default=False,
    ),
]
FailOnOption = Annotated[
    str | None,
    typer.Option(
        "--fail-on",
        metavar="STATUS,...",
        help=_("Exit with 1 if an item has one of these statuses."),
        show_default=False,
    ),
]
FormatOption = Annotated[StatusFormat, typer.Option("--format", help=_("How to write."))]
WhatArgument = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="ID",
        help=_("Units, chapters, clauses, targets or items; all unless given."),
        autocompletion=completer("any"),
        show_default=False,
    ),
]
UnitsArgument = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="UNIT",
        help=_("Units or groups of them, by id or name."),
        autocompletion=completer("unit"),
        show_default=False,
    ),
]
OfUnitOption = Annotated[
    list[str] | None,
    typer.Option(
        "--unit",
        metavar="UNIT",
        help=_("Only items that this unit reports on, by id or name."),
        autocompletion=completer("unit"),
        show_default=False,
    ),
]
OfClauseOption = Annotated[
    list[str] | None,
    typer.Option(
        "--clause",
        metavar="ID",
        help=_("Only items of this chapter, clause or target."),
        autocompletion=completer("clause"),
        show_default=False,
    ),
]
