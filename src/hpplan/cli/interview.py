"""`record` on a terminal: what was not given is asked for, one question after the other."""

import shutil
import sys
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import typer

from hpplan.cli.console import put, say, tell, terminal
from hpplan.cli.exits import NOTHING_DONE
from hpplan.cli.workspaces import opened, unit_of
from hpplan.i18n import _, ngettext
from hpplan.phrases import meant, nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date
    from pathlib import Path

    from hpplan.judging.assess import Assessment
    from hpplan.plan.items import Item
    from hpplan.plan.model import Unit
    from hpplan.progress.record import Entry
    from hpplan.workspace import Workspace

LEAVE = frozenset({"q", "quit", "exit", "退出"})
YES = frozenset({"y", "yes", "是"})
NO = frozenset({"n", "no", "否"})

BESIDE = 4
"""Lines of the terminal that a page of a list leaves for its head, its end and the question."""


class Left(Exception):  # noqa: N818 (no fault: the person has had enough)
    """The person leaves: by q, Ctrl-C or Ctrl-D."""


def at_terminal() -> bool:
    """Whether somebody sits there who can be asked."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def ask(question: str) -> str:
    """The answer to a question, without blanks around it.

    Raises:
        Left: the person leaves.
    """
    with suppress(ImportError):  # Windows edits lines by itself
        import readline  # noqa: F401 (input() edits lines and Chinese once it is there)
    while True:
        try:
            answer = input(f"{question} ").strip()
        except UnicodeError:
            say(_("That could not be read; please type it again."))
            continue
        except (EOFError, KeyboardInterrupt):
            print()
            raise Left from None
        if answer.casefold() in LEAVE:
            raise Left
        return answer


def agreed(question: str) -> bool:
    """Whether the person says yes.

    Raises:
        Left: the person leaves.
    """
    while True:
        answer = ask(question).casefold()
        if answer in YES | NO:
            return answer in YES
        say(_("Please answer y or n."))


def chosen(
    options: "Sequence[tuple[str, str]]",
    show: "Callable[[list[int]], None]",
    question: str,
    unknown: str,
    *,
    on_a_line: int = 1,
) -> int:
    """The place of the one of several options, (id, name), that the person names.

    By its number, counted from 1, its id or its name; a part of either shows those that have it,
    and is enough where one alone has it.

    Args:
        options: what there is to choose from.
        show: shows the options at some places, a page of them.
        question: what is asked.
        unknown: what is said of an `answer` that names none.
        on_a_line: how many options it shows on a line.

    Raises:
        Left: the person leaves.
    """
    shown = everything = list(range(len(options)))
    at = 0
    while True:
        size = max(shutil.get_terminal_size().lines - BESIDE, BESIDE) * on_a_line
        show(shown[at : at + size])
        rest = len(shown[at + size :])
        if rest:
            print(_("[Enter: {n} more]").format(n=rest))
        while answer := ask(question):
            found = _named(options, answer)
            if len(found) == 1:
                return found[0]
            if found:
                shown, at = found, 0
                break
            near = meant(nearest(answer, [text for option in options for text in option]))
            message = unknown.format(answer=answer)
            say(_("; ").join([message, near] if near else [message]))
        else:
            shown, at = (shown, at + size) if rest else (everything, 0)


def _named(options: "Sequence[tuple[str, str]]", answer: str) -> list[int]:
    """The places of the options that an answer names, wholly or in part."""
    from hpplan.progress.cells import folded

    wanted = folded(answer).casefold()
    if wanted.isdecimal() and 0 < int(wanted[:9]) <= len(options):
        return [int(wanted[:9]) - 1]
    texts = [tuple(text.casefold() for text in option) for option in options]
    whole = [at for at, option in enumerate(texts) if wanted in option]
    return whole or [
        at for at, (id_, name) in enumerate(texts) if id_.startswith(wanted) or wanted in name
    ]


def read(question: str, reader: "Callable[[str], Any]", *, empty: Any = None) -> Any:
    """What an answer says; asked again while its reader refuses it. Enter alone is `empty`.

    Raises:
        Left: the person leaves.
    """
    from hpplan.progress.cells import CellError

    while answer := ask(question):
        try:
            return reader(answer)
        except CellError as error:
            say(_("; ").join([error.message, error.hint] if error.hint else [error.message]))
    return empty


def figure_of(item: "Item") -> "Callable[[str], str]":
    """Checks an answer as a figure of an item, an increment of a total as well."""
    from hpplan.progress import cells

    target = item.target

    def reader(answer: str) -> str:
        text = cells.folded(answer)
        adds = text.startswith("+") and target.kind in {"count", "amount"}
        cells.figure(text[1:] or answer if adds else answer, target.kind, target.uom)
        return answer

    return reader


class Questions:
    """One sitting: the reports that somebody gives for one unit."""

    def __init__(self, workspace: "Workspace", given: "Entry", as_of: "date | None") -> None:
        self.workspace = workspace
        self.given = given
        self.as_of = as_of or workspace.today()
        self.unit = self._unit()

    def _unit(self) -> "Unit":
        """The unit that reports: as given, or asked for."""
        from hpplan.output.terminal import interview as render

        units = self.workspace.plan.units
        if self.given.unit:
            return unit_of(self.workspace.catalogue, self.given.unit)

        def show(places: list[int]) -> None:
            console = terminal()
            put(console, *render.units([(at + 1, units[at]) for at in places], console.width))

        return units[
            chosen(
                [(each.id, each.name) for each in units],
                show,
                _("Which unit reports? Number, id or name (q: leave):"),
                _("there is no unit “{answer}”"),
                on_a_line=render.across(units, terminal().width),
            )
        ]

    def item(self) -> "Assessment":
        """The item that is reported on.

        Raises:
            Left: the person leaves, or the unit has none that waits for a report.
        """
        from hpplan.judging.waiting import waiting
        from hpplan.output.terminal import interview as render

        judged = waiting(self.workspace.assess(self.as_of), self.unit.id)
        if not judged:
            message = _("No item of {unit} waits for a report.")
            say(message.format(unit=self.unit.name))
            raise Left

        def show(places: list[int]) -> None:
            console = terminal()
            numbered = [(at + 1, judged[at]) for at in places]
            put(console, *render.items(numbered, self.unit.id, console.width))

        return judged[
            chosen(
                [(each.item.id, each.item.target.name) for each in judged],
                show,
                _("Which item? Number, id or part of its name (q: leave):"),
                _("no item of this unit is called “{answer}”"),
            )
        ]

    def entry(self, judged: "Assessment") -> "Entry | None":
        """What is reported on an item; None where the person goes back to the list."""
        from hpplan.output.terminal import interview as render
        from hpplan.progress.cells import day

        console, given, item = terminal(), self.given, judged.item
        put(console, *render.about(judged, self.unit.id, self.workspace.catalogue, console.width))
        value, note = given.value, given.note
        if item.target.kind == "duty":
            note = note or read(_("What was done (Enter: back to the list):"), str)
            if not note:
                return None
        else:
            value = value or read(_("Figure (Enter: back to the list):"), figure_of(item))
            if not value:
                return None
        of_day = given.day or read(
            _("Day that it speaks of (Enter: {day}):").format(day=self.as_of), day, empty=self.as_of
        )
        if item.target.kind != "duty":
            note = note or read(_("Note (Enter: none):"), str, empty="")
        evidence = given.evidence or read(
            _("Evidence, a link or a file's name (Enter: none):"), str, empty=""
        )
        return replace(
            given,
            target=item.id,
            value=value,
            unit=self.unit.id,
            day=of_day,
            note=note,
            evidence=evidence,
        )


def sitting(given: "Entry", *, as_of: "date | None", dry_run: bool, plan: "Path | None") -> None:
    """Ask for one report after the other until the person leaves; exit 3 where none was written."""
    count, another = 0, True
    with suppress(Left):
        questions = Questions(opened(plan), given, as_of)
        while another:
            entry = None
            while entry is None:
                entry = questions.entry(questions.item())
            count += _reported(questions, entry, dry_run=dry_run)
            another = agreed(_("Another item of {unit}? (y/n):").format(unit=questions.unit.name))
            # What else was given on the command line was of the first report.
            questions.given = replace(given, value="", note="", evidence="")
            questions.workspace = opened(plan)
    if not count:
        say(_("Nothing was recorded."))
        raise typer.Exit(NOTHING_DONE)
    say(ngettext("{n} row was recorded.", "{n} rows were recorded.", count).format(n=count))


def _reported(questions: Questions, entry: "Entry", *, dry_run: bool) -> bool:
    """Show what a report would change, and write it if the person agrees; whether it was."""
    from hpplan.output.terminal.record import effect
    from hpplan.progress.record import RecordError, append

    workspace, as_of = questions.workspace, questions.as_of
    try:
        done = append(workspace, entry, as_of=as_of, dry_run=True)
        console = terminal()
        put(console, *effect(done, workspace.catalogue, width=console.width))
        tell(done.warnings)
        if dry_run or not agreed(_("Write this row? (y/n):")):
            return False
        done = append(workspace, entry, as_of=as_of)
        say(_("Recorded in {path}.").format(path=done.path))
    except RecordError as error:
        told(error)
        if not error.usage:
            raise typer.Exit(NOTHING_DONE) from None
        return False
    return done.written


def told(error: Any) -> None:
    """Say why nothing was recorded."""
    from hpplan.output.words.text import inert

    say(inert(_("Nothing was recorded: {message}").format(message=error.message)))
    say(error.hint)
    tell(error.problems)


def missing_figure(workspace: "Workspace", given: "Entry", *, as_of: "date | None") -> "Entry":
    """The entry with a figure that was asked for, where its item has one and none was given.

    Raises:
        RecordError: such a row could not be recorded whatever its figure.
    """
    from hpplan.output.terminal import interview as render
    from hpplan.progress.cells import folded
    from hpplan.progress.record import append

    target = workspace.catalogue.targets.get(folded(given.target).partition("@")[0])
    if target is None or target.kind == "duty":
        return given
    # A row tried with any figure tells which item and which unit it would be of.
    tried = append(workspace, replace(given, value="0"), as_of=as_of, dry_run=True)
    console = terminal()
    put(console, *render.about(tried.before, tried.unit, workspace.catalogue, console.width))
    value = read(_("Figure (Enter: none, leave):"), figure_of(tried.before.item))
    if not value:
        raise Left
    return replace(given, value=value)
