"""`draft --review`: go through what a draft left open, one question after the other."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from hpplan.cli.console import NOTHING_DONE, open_console, print_note, refuse
from hpplan.cli.prompts import Cancelled, ask_text, ask_value, ask_yes_no, at_terminal
from hpplan.cli.workspaces import open_or_exit
from hpplan.i18n import _, ngettext

if TYPE_CHECKING:
    from hpplan.plan.document import Key
    from hpplan.workspace import LoadedWorkspace

EDIT, ASIDE, SKIP = "e", "s", "n"
TAKE_OUT = "-"


@dataclass(frozen=True)
class Question:
    """Something that a draft left open.

    Attributes:
        workspace: the workspace as it is now.
        where: the way to it in the plan.
        about: the plan, unit, group, clause or target.
        clause: the clause of a target.
    """

    workspace: "LoadedWorkspace"
    where: "tuple[Key, ...]"
    about: Any
    clause: Any


def review_plan(path: Path) -> None:
    """Ask about everything that is open, and write each answer; exit 3 if none was given."""
    if not at_terminal():
        refuse(
            _("--review asks at a terminal, and there is none"),
            _("correct plan.yaml by hand, and delete each line confirm that is right"),
        )
    if not _open_questions(open_or_exit(path, rows=False)):
        print_note(_("Nothing is to be confirmed."))
        return
    settled = 0
    with suppress(Cancelled):
        _ask_for_ids(path)
        open_ids = list(_open_questions(open_or_exit(path, rows=False)))
        for number, ident in enumerate(open_ids, 1):
            settled += _answered(path, ident, f"[{number}/{len(open_ids)}]")
    left = len(_open_questions(open_or_exit(path, rows=False)))
    print_note(
        ngettext("{n} question was settled", "{n} questions were settled", settled).format(
            n=settled
        )
        + _("; ")
        + ngettext("{n} is open.", "{n} are open.", left).format(n=left)
    )
    if not settled:
        raise typer.Exit(NOTHING_DONE)


def _ask_for_ids(path: Path) -> None:
    """Show the ids of units while nobody has reported, and ask which are to be others.

    Raises:
        Cancelled: the person goes on later.
    """
    from hpplan.errors import RecordError
    from hpplan.output.words.text import inert
    from hpplan.plan.rename import rename_unit

    workspace = open_or_exit(path)
    if any(file.rows or file.left_out for file in workspace.files.values()):
        return
    while True:
        workspace = open_or_exit(path, rows=False)
        named: list[Any] = [*workspace.plan.units, *workspace.plan.groups]
        wide = max((len(each.id) for each in named), default=0)
        print(_("Units, whose ids can be changed until the first report:"))
        print("\n".join(inert(f"  {each.id:{wide}}  {each.name}") for each in named))
        while answer := ask_text(_("Another id, as shuili=water (Enter: they are right):")):
            old, is_pair, new = answer.partition("=")
            if not is_pair:
                print_note(_("write the id, an equals sign, and the new id"))
                continue
            try:
                rename_unit(open_or_exit(path, rows=False), old.strip(), new.strip())
            except RecordError as error:
                print_note(_("Nothing was written: {message}").format(message=error.message))
                print_note(error.hint)
                continue
            break
        else:
            return


def _open_questions(workspace: "LoadedWorkspace") -> dict[str, Question]:
    """What is open, by id; the plan itself has none."""
    from hpplan.plan.doubts import open_doubts

    found: dict[str, Question] = {}
    for doubt in open_doubts(workspace.plan):
        about: Any = workspace.plan
        clause = None
        for step in doubt.where:
            clause = about if hasattr(about, "targets") else clause
            about = about[step] if isinstance(step, int) else getattr(about, step)
        found.setdefault(doubt.id, Question(workspace, doubt.where, about, clause))
    return found


def _answered(path: Path, ident: str, head: str) -> bool:
    """Ask one question until it is answered; return whether it was settled.

    Raises:
        Cancelled: the person goes on later.
    """
    from hpplan.errors import RecordError
    from hpplan.output.terminal.question import question_lines

    while True:
        question = _open_questions(open_or_exit(path, rows=False)).get(ident)
        if question is None:  # somebody else settled it meanwhile
            return False
        width = open_console().width
        catalogue = question.workspace.catalogue
        lines = question_lines(question.about, question.clause, catalogue, head, width)
        print("\n".join(["", *lines]))
        try:
            if (settled := _one_answer(question)) is not None:
                return settled
        except RecordError as error:
            print_note(_("Nothing was written: {message}").format(message=error.message))
            print_note(error.hint)


def _one_answer(question: Question) -> bool | None:
    """Ask for one answer and write it; None where it was none."""
    from hpplan.output.words.text import inert
    from hpplan.plan.confirm import set_words_aside, settle
    from hpplan.plan.model import Group, Target

    is_target = isinstance(question.about, Target)
    answer = ask_text(
        _("Enter: accept, e: edit, s: set aside, n: next, q: go on later:")
        if is_target
        else _("Enter: accept, e: edit, n: next, q: go on later:")
    ).casefold()
    if answer == SKIP:
        return False
    if not answer:
        if isinstance(question.about, Group) and not question.about.members:
            empty = _("{group} has no members; is it to stay empty? (y/n):")
            if not ask_yes_no(empty.format(group=inert(question.about.name))):
                return None
        settle(question.workspace, question.where, {})
    elif answer == EDIT:
        settle(question.workspace, question.where, _edited(question))
    elif answer == ASIDE and is_target:
        why = ask_text(_("Why it is no target (Enter: back):"))
        if not why:
            return None
        set_words_aside(question.workspace, question.where, why)
    else:
        print_note(_("Please answer by one of these letters, or Enter."))
        return None
    return True


def _edited(question: Question) -> dict[str, Any]:
    """Ask for each value that can be corrected; Enter leaves it as it is."""
    from hpplan.plan.model import Clause, Group, Target, Unit

    about = question.about
    if isinstance(about, Target):
        return _edited_target(about)
    if isinstance(about, Clause):
        return _units(question, ("leads", "support"))
    if isinstance(about, Group):
        return _units(question, ("members",))
    if isinstance(about, Unit):
        return _given({"name": _asked("name", about.name, str)})
    return _given({key: _asked_day(key, getattr(about, key)) for key in ("issued", "start", "end")})


def _given(answers: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in answers.items() if value is not None}


def _asked(key: str, now: Any, reader: Callable[[str], Any]) -> Any:
    """Ask for a value by its key; None for Enter alone."""
    question = _("{key} (Enter: {now}):").format(key=key, now=now or TAKE_OUT)
    return ask_value(question, reader)


def _asked_day(key: str, now: Any) -> Any:
    return _asked(key, now, _day)


def _edited_target(target: Any) -> dict[str, Any]:
    """Ask for kind, requirement, days and recurrence of a target."""
    from hpplan.numbers import decimal_text
    from hpplan.plan.confirm import required_anew, typed_requirement
    from hpplan.plan.model import MEASURED, figure_of

    kind = _asked("kind", target.kind, _one_of("count", "amount", "level", "milestone", "duty"))
    kind = kind or target.kind
    given, required = None, figure_of(target)
    if kind in MEASURED:
        now = f"{required[0]} {decimal_text(required[1])} {target.uom}" if required else ""
        question = _("requirement, as ≥30个")

        def reader(text: str) -> Any:
            return typed_requirement(text, kind, target.uom or "")

        given = _asked(question, now, reader)
        while given is None and not required and not target.illegible:
            given = _asked(question, now, reader)
    keys = required_anew(target, kind, given)
    due = _asked("due", target.due, _or_none(_day))
    every = _asked("every", target.every, _or_none(_one_of("year", "half", "quarter", "month")))
    for key, value in (("due", due), ("every", every)):
        if value is not None:
            keys[key] = None if value == TAKE_OUT else value
    return {key: value for key, value in keys.items() if value != (getattr(target, key) or None)}


def _day(text: str) -> Any:
    """Read a day, also in words that name its year, as 2027年底."""
    from hpplan.progress.cells import day
    from hpplan.wording.dates import date_spans

    found = date_spans(text)
    if len(found) == 1 and (found[0].start, found[0].end) == (0, len(text)):
        return found[0].due
    return day(text)


def _or_none(reader: Callable[[str], Any]) -> Callable[[str], Any]:
    """Return a reader that takes a dash for having none."""
    return lambda text: TAKE_OUT if text == TAKE_OUT else reader(text)


def _one_of(*words: str) -> Callable[[str], str]:
    """Return a reader that takes one of several words."""
    from hpplan.errors import CellError

    def reader(text: str) -> str:
        if text not in words:
            message = _("“{text}” is none of {words}").format(text=text, words=_(", ").join(words))
            raise CellError("HP422", message)
        return text

    return reader


def _units(question: Question, keys: tuple[str, ...]) -> dict[str, Any]:
    """Ask for lists of units, by id or name."""
    import re

    from hpplan.errors import CellError
    from hpplan.phrases import meant, nearest

    plan = question.workspace.plan
    names = {each.name: each.id for each in plan.units} | {each.id: each.id for each in plan.units}
    if "members" not in keys:
        names |= {name: each.id for each in plan.groups for name in (each.id, each.name)}

    def reader(text: str) -> list[str]:
        ids = []
        for name in filter(None, re.split(r"[\s,，、]+", text)):
            if name not in names:
                near = meant(nearest(name, list(names)))
                raise CellError("HP422", _("there is no unit “{name}”").format(name=name), near)
            ids.append(names[name])
        return list(dict.fromkeys(ids))

    catalogue = question.workspace.catalogue
    answers = {}
    for key in keys:
        now = "、".join(map(catalogue.name, getattr(question.about, key)))
        answers[key] = _asked(key, now, lambda text: [] if text == TAKE_OUT else reader(text))
    return {
        key: value or None if key == "support" else value for key, value in _given(answers).items()
    }
