"""Arguments and options that several commands take, each declared once, and how they are parsed.

Those of all commands are named in `ROOT_OPTIONS`; what `habits` adds to each command that writes
tables is declared here too.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, get_args

import typer

from hpplan.cli.completing import complete_kinds, complete_statuses, completer
from hpplan.cli.console import LEAST_COLUMNS, Color, refuse
from hpplan.i18n import LANGUAGES, _
from hpplan.phrases import alternatives

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
    from hpplan.output.words.text import status_names, status_word

    shown: dict[str, str] = {status: status_word(status) for status in STATUSES}
    return _read_words(text, shown, status_names, _("there is no status “{word}”"))


def parse_kinds(text: str | None) -> set[str]:
    """Parse kinds of targets separated by commas, in words of any language, as statuses are."""
    if not text:
        return set()
    from hpplan.output.words.text import KIND_WORDS, kind_names

    shown: dict[str, str] = {kind: word() for kind, word in KIND_WORDS.items()}
    return _read_words(text, shown, kind_names, _("there is no kind “{word}”"))


def _read_words(
    text: str, shown: Mapping[str, str], names: Callable[[], Mapping[str, str]], unknown: str
) -> set[str]:
    """Read words of a list that is separated by commas.

    Args:
        text: the list as it was typed.
        shown: the codes that there are, with their words in the user's language.
        names: the codes by their words in every language, asked for where a word is no code.
        unknown: what is said of a word that is none of them.
    """
    words = {word.strip() for word in text.replace("，", ",").replace("、", ",").split(",")} - {""}
    known: dict[str, str] = {code: code for code in shown}
    if not words <= known.keys():
        known |= names()
    found = set()
    for word in words:
        if word.casefold() not in known:
            from hpplan.phrases import meant, nearest

            choices = _(", ").join(shown.values())
            near = meant(nearest(word, list(known)))
            refuse(
                unknown.format(word=word), near or _("choose from {words}").format(words=choices)
            )
        found.add(known[word.casefold()])
    return found


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
        "--sort",
        metavar="ORDER",
        help=_("By the gap to plan, the due date, id, unit to call, or the forecast."),
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
FormatOption = Annotated[
    StatusFormat, typer.Option("--format", metavar="FORMAT", help=_("How to write."))
]
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
        autocompletion=completer("units"),
        show_default=False,
    ),
]
OfUnitOption = Annotated[
    list[str] | None,
    typer.Option(
        "--unit",
        metavar="UNIT",
        help=_("Only items that this unit reports on, by id or name."),
        autocompletion=completer("units"),
        show_default=False,
    ),
]
OfClauseOption = Annotated[
    list[str] | None,
    typer.Option(
        "--clause",
        metavar="ID",
        help=_("Only items of this chapter, clause or target."),
        autocompletion=completer("part"),
        show_default=False,
    ),
]
StatusesOption = Annotated[
    str | None,
    typer.Option(
        "--status",
        metavar="STATUS,...",
        help=_(
            "Only items of these statuses, by their words in any language: overdue, off-track,"
            " at-risk, silent, unrated, on-track, upcoming, met, kept, suspended, withdrawn."
        ),
        autocompletion=complete_statuses,
        show_default=False,
    ),
]
KindsOption = Annotated[
    str | None,
    typer.Option(
        "--kind",
        metavar="KIND,...",
        help=_(
            "Only items of these kinds, by their words in any language: count, amount, level,"
            " milestone, duty."
        ),
        autocompletion=complete_kinds,
        show_default=False,
    ),
]
FailOnOption = Annotated[
    str | None,
    typer.Option(
        "--fail-on",
        metavar="STATUS,...",
        help=_("Exit with 1 if an item has one of these statuses, words as for --status."),
        autocompletion=complete_statuses,
        show_default=False,
    ),
]

JsonOption = Annotated[bool, typer.Option("--json", help=_("Short for --format json."))]
TableFileOption = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        readable=False,
        help=_("Write into this file; unless --format is given, its ending says how."),
        show_default=False,
    ),
]
ReplaceOption = Annotated[
    bool, typer.Option("--force", help=_("Replace the file of -o where it holds something else."))
]
WatchOption = Annotated[
    bool,
    typer.Option(
        "--watch",
        help=_("Show it anew whenever a file of the plan's folder changes; Ctrl-C ends it."),
    ),
]

LanguageOption = Annotated[
    str | None,
    typer.Option(
        "--lang",
        envvar="HPPLAN_LANG",
        metavar="LANG",
        help=_("The language to speak, {languages}; else that of the locale.").format(
            languages=alternatives(list(LANGUAGES))
        ),
        show_default=False,
    ),
]
ColorOption = Annotated[
    Color | None,
    typer.Option(
        "--color",
        metavar="WHEN",
        help=_("Whether to colour what is shown; else only on a terminal."),
        show_default=False,
    ),
]
WidthOption = Annotated[
    int | None,
    typer.Option(
        "--width",
        metavar="COLUMNS",
        min=LEAST_COLUMNS,
        max=1000,
        help=_("Columns of what is shown; else those of the window."),
        show_default=False,
    ),
]
QuietOption = Annotated[
    bool,
    typer.Option(
        "-q",
        "--quiet",
        help=_("Say nothing beside what was asked for and what is wrong."),
    ),
]
NoPagerOption = Annotated[
    bool,
    typer.Option("--no-pager", help=_("Never show what is longer than the window in a pager.")),
]

ROOT_OPTIONS = {
    name: get_args(each)[0] is not bool
    for each in (LanguageOption, ColorOption, WidthOption, QuietOption, NoPagerOption)
    for name in (get_args(each)[1].default, *(get_args(each)[1].param_decls or ()))
}
"""The options of all commands, which may stand behind the command too, and if they take a value."""


def root_first(arguments: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the options of all commands, wherever they were given, and all other arguments."""
    rest, found = list(arguments), list[str]()
    end = rest.index("--") if "--" in rest else len(rest)
    for at in reversed(range(end)):
        name, equals, _value = rest[at].partition("=")
        if name in ROOT_OPTIONS:
            taken = 2 if ROOT_OPTIONS[name] and not equals else 1
            found[:0] = rest[at : at + taken]
            del rest[at : at + taken]
    return found, rest
