"""`record` on a terminal: ask for what was not given, one question after the other."""

import sys
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import typer

from hpplan.cli.console import (
    NOTHING_DONE,
    is_quiet,
    open_console,
    print_note,
    print_parts,
    print_problems,
)
from hpplan.cli.prompts import Cancelled, ask_choice, ask_value, ask_yes_no
from hpplan.cli.workspaces import open_or_exit, plan_named, unit_named
from hpplan.i18n import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from hpplan.judging.assess import Assessment
    from hpplan.plan.items import Item
    from hpplan.plan.model import Unit
    from hpplan.progress.record import Entry, Recorded
    from hpplan.workspace import LoadedWorkspace


def figure_reader(item: "Item") -> "Callable[[str], str]":
    """Return a function that checks an answer: a figure of an item, +n of a total, or no part."""
    from hpplan.csvtext import folded
    from hpplan.plan.model import ADDING_UP
    from hpplan.progress import cells

    target = item.target

    def reader(answer: str) -> str:
        text = folded(answer)
        adds = text.startswith("+") and target.kind in ADDING_UP
        cells.reading(text[1:] or answer if adds else answer, target.kind, target.uom)
        return answer

    return reader


class ReportInterview:
    """One interview: the reports that somebody gives for one unit."""

    def __init__(self, workspace: "LoadedWorkspace", given: "Entry", as_of: "date | None") -> None:
        self.workspace = workspace
        self.given = given
        self.as_of = as_of or workspace.today()
        self.unit = self._unit()

    def _unit(self) -> "Unit":
        """Return the unit that reports: as given, or asked for."""
        from hpplan.output.terminal import interview as render

        units = self.workspace.plan.units
        if self.given.unit:
            return unit_named(self.workspace.catalogue, self.given.unit)

        def show(places: list[int]) -> None:
            console = open_console()
            print_parts(
                console,
                *render.numbered_units([(at + 1, units[at]) for at in places], console.width),
            )

        return units[
            ask_choice(
                [(each.id, each.name) for each in units],
                show,
                _("Which unit reports? Number, id or name (q: leave):"),
                _("there is no unit “{answer}”"),
                on_a_line=render.units_on_a_line(units, open_console().width),
            )
        ]

    def item(self) -> "Assessment":
        """Ask which item is reported on.

        Raises:
            Left: the person leaves, or the unit has none that waits for a report.
        """
        from hpplan.judging.waiting import waiting
        from hpplan.output.terminal import interview as render

        judged = waiting(self.workspace.assess(self.as_of), self.unit.id)
        if not judged:
            message = _("No item of {unit} waits for a report.")
            print_note(message.format(unit=self.unit.name))
            raise Cancelled

        def show(places: list[int]) -> None:
            console = open_console()
            numbered = [(at + 1, judged[at]) for at in places]
            print_parts(console, *render.numbered_items(numbered, self.unit.id, console.width))

        return judged[
            ask_choice(
                [(each.item.id, each.item.target.name) for each in judged],
                show,
                _("Which item? Number, id or part of its name (q: leave):"),
                _("no item of this unit is called “{answer}”"),
            )
        ]

    def entry(self, judged: "Assessment") -> "Entry | None":
        """Ask what is reported on an item; None where the person goes back to the list."""
        from hpplan.output.terminal import interview as render
        from hpplan.progress.cells import day

        console, given, item = open_console(), self.given, judged.item
        print_parts(
            console,
            *render.item_briefing(judged, self.unit.id, self.workspace.catalogue, console.width),
        )
        value, note = given.value, given.note
        if item.target.kind == "duty":
            note = note or ask_value(_("What was done (Enter: back to the list):"), str)
            if not note:
                return None
        else:
            value = value or ask_value(_("Figure (Enter: back to the list):"), figure_reader(item))
            if not value:
                return None
        of_day = given.day or ask_value(
            _("Day that it speaks of (Enter: {day}):").format(day=self.as_of), day, empty=self.as_of
        )
        if item.target.kind != "duty":
            note = note or ask_value(_("Note (Enter: none):"), str, empty="")
        evidence = given.evidence or ask_value(
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


def interview(given: "Entry", *, as_of: "date | None", dry_run: bool, plan: "Path | None") -> None:
    """Ask for one report after the other until the person leaves; exit 3 if none was written."""
    count, another = 0, True
    with suppress(Cancelled):
        questions = ReportInterview(open_or_exit(plan, as_of), given, as_of)
        while another:
            entry = None
            while entry is None:
                entry = questions.entry(questions.item())
            count += _reported(questions, entry, dry_run=dry_run)
            another = ask_yes_no(
                _("Another item of {unit}? (y/n):").format(unit=questions.unit.name)
            )
            # What else was given on the command line was of the first report.
            questions.given = replace(given, value="", note="", evidence="")
            questions.workspace = open_or_exit(plan, as_of)
    if not count:
        print_note(_("Nothing was recorded."))
        raise typer.Exit(NOTHING_DONE)
    print_note(ngettext("{n} row was recorded.", "{n} rows were recorded.", count).format(n=count))


def _reported(questions: ReportInterview, entry: "Entry", *, dry_run: bool) -> bool:
    """Show what a report would change and write it if agreed; return whether it was."""
    from hpplan.errors import RecordError
    from hpplan.progress.record import append

    workspace, as_of = questions.workspace, questions.as_of
    try:
        tried = append(workspace, entry, as_of=as_of, dry_run=True)
        if tried.stands:
            print_standing(tried)
            return False
        if dry_run:
            show_recorded(workspace, tried, is_asked=True)
            return False
        question = _("Write this row? (y/n):")
        return write_if_agreed(workspace, entry, tried, as_of=as_of, question=question)
    except RecordError as error:
        report_refusal(error)
        if not error.usage:
            raise typer.Exit(NOTHING_DONE) from None
        return False


def show_recorded(
    workspace: "LoadedWorkspace", done: "Recorded", *, is_asked: bool = False
) -> None:
    """Print what a row changes, where it is asked for or not to be quiet; and its doubts."""
    from hpplan.output.terminal.record import record_effect

    if is_asked or not is_quiet():
        console = open_console()
        effect = record_effect(
            done, workspace.catalogue, width=console.width, plan=plan_named(workspace)
        )
        print_parts(console, *effect)
        sys.stdout.flush()
    print_problems(done.warnings)


def write_if_agreed(
    workspace: "LoadedWorkspace",
    entry: "Entry",
    tried: "Recorded",
    *,
    as_of: "date | None",
    question: str,
) -> bool:
    """Show what a row would change and write it if agreed; return whether it was.

    Raises:
        RecordError: the row cannot be written, or `check` would warn of more than was shown.
    """
    from hpplan.progress.record import append

    show_recorded(workspace, tried, is_asked=True)
    if not ask_yes_no(question):
        return False
    done = append(workspace, entry, as_of=as_of, agreed=tried.warnings)
    print_note(_("Recorded in {path}.").format(path=done.path))
    return True


def print_standing(done: "Recorded") -> None:
    """Print where the file says already what was to be recorded."""
    message = _("{path}:{line} says just this already; nothing was written.")
    print_note(message.format(path=done.path, line=done.line))


def report_refusal(error: Any) -> None:
    """Print why nothing was recorded."""
    from hpplan.output.words.text import inert

    print_note(inert(_("Nothing was recorded: {message}").format(message=error.message)))
    print_note(error.hint)
    print_problems(error.problems)


def ask_missing_figure(
    workspace: "LoadedWorkspace", given: "Entry", *, as_of: "date | None"
) -> "Entry":
    """Return the entry with its figure, asked for if its item has one and none was given.

    Raises:
        RecordError: such a row could not be recorded whatever its figure.
    """
    from hpplan.csvtext import folded
    from hpplan.output.terminal import interview as render
    from hpplan.progress.record import append

    target = workspace.catalogue.targets.get(folded(given.target).partition("@")[0])
    if target is None or target.kind == "duty":
        return given
    # A row tried with any figure tells which item and which unit it would be of.
    tried = append(workspace, replace(given, value="0"), as_of=as_of, dry_run=True)
    console = open_console()
    print_parts(
        console, *render.item_briefing(tried.before, tried.unit, workspace.catalogue, console.width)
    )
    value = ask_value(_("Figure (Enter: none, leave):"), figure_reader(tried.before.item))
    if not value:
        raise Cancelled
    return replace(given, value=value)
