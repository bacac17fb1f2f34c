"""What every command with a --format can do besides: --json, and -o FILE; and --watch.

A command declares its formats and prints; the rest is added to its options here.
"""

import os
import sys
from contextlib import redirect_stdout
from functools import wraps
from inspect import Parameter, signature
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import typer

from hpplan.cli.completing import plan_file
from hpplan.cli.console import FINDINGS, NOTHING_DONE, print_done, print_note, refuse
from hpplan.cli.options import JsonOption, ReplaceOption, TableFileOption, WatchOption
from hpplan.cli.workspaces import spare_workspace
from hpplan.i18n import _
from hpplan.phrases import reason

if TYPE_CHECKING:
    from collections.abc import Callable

ENDINGS = {
    ".txt": ("table", "text"),
    ".json": ("json",),
    ".csv": ("csv",),
    ".md": ("markdown",),
    ".sarif": ("sarif",),
}
"""How a table is written into a file, by the ending of its name: the first format that there is."""

_MARK = "\ufeff"
"""What office programs want at the beginning of a CSV in UTF-8."""


def with_habits(run: "Callable[..., Any]", *, is_watchable: bool) -> "Callable[..., Any]":
    """Return a command with the options that all commands of its kind have.

    Args:
        run: the command's function; one with a parameter `fmt` gets --json, and -o and --force
            unless it has a file of its own to write.
        is_watchable: whether it gets --watch.
    """
    own = signature(run)
    if "fmt" not in own.parameters:
        return run
    added: dict[str, tuple[Any, Any]] = {"as_json": (JsonOption, False)}
    if "out" not in own.parameters:
        added |= {"table_file": (TableFileOption, None), "replace": (ReplaceOption, False)}
    if is_watchable:
        added["watch"] = (WatchOption, False)

    @wraps(run)
    def command(**named: Any) -> Any:
        context = named["context"] if "context" in own.parameters else named.pop("context")
        asked = {name: named.pop(name) for name in added}
        formats: Any = type(own.parameters["fmt"].default)
        if asked["as_json"]:
            named["fmt"] = formats("json")
        out: Path | None = asked.get("table_file")
        if asked.get("watch"):
            _refuse_unwatchable(out, str(named["fmt"]))
            from hpplan.cli.watching import watch

            watch(lambda: run(**named), named["plan"])
        elif out is None:
            run(**named)
        else:
            if not (asked["as_json"] or _is_given(context, "fmt")):
                named["fmt"] = formats(_format_of(out, list(formats)))
            _write(lambda: run(**named), out, named.get("plan"), replace=asked["replace"])

    options = [
        Parameter(name, Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
        for name, (annotation, default) in added.items()
    ]
    parameters = []
    if "context" not in own.parameters:
        parameters.append(Parameter("context", _EITHER_WAY, annotation=typer.Context))
    for parameter in own.parameters.values():
        parameters.append(parameter)
        parameters += options if parameter.name == "fmt" else ()
    command.__signature__ = own.replace(parameters=parameters)  # type: ignore[attr-defined]
    return command


_EITHER_WAY = Parameter.POSITIONAL_OR_KEYWORD


def _is_given(context: Any, name: str) -> bool:
    """Tell whether an option was typed, though it may be the same as its default."""
    return bool(context.get_parameter_source(name).name == "COMMANDLINE")


def _format_of(out: Path, formats: list[Any]) -> str:
    """Return the format that the ending of a file's name stands for."""
    by_ending = {
        ending: str(fmt) for ending, names in ENDINGS.items() for fmt in formats if fmt in names
    }
    ending = out.suffix.lower()
    if ending not in by_ending:
        message = _("“{file}” does not say how to write it").format(file=out.name)
        hint = _("end its name in one of {suffixes}").format(suffixes=_(", ").join(by_ending))
        refuse(message, hint)
    return by_ending[ending]


def _write(run: "Callable[[], Any]", out: Path, plan: Path | None, *, replace: bool) -> None:
    """Run a command, and write what it prints into a file; what is no table is still shown."""
    _spare_workspaces(out, plan)
    printed, end = StringIO(newline=""), None
    with redirect_stdout(printed):
        try:
            run()
        except typer.Exit as error:
            end = error
    if end is None or end.exit_code in {0, FINDINGS}:
        mark = _MARK if out.suffix.lower() == ".csv" else ""
        data = f"{mark}{printed.getvalue()}".encode(errors="backslashreplace")
        _put_in_place(out, data, replace=replace)
    if end is not None:
        raise end


def _spare_workspaces(out: Path, plan: Path | None) -> None:
    """Refuse a file of the workspace that is shown, or of the one in which it would lie."""
    from hpplan.workspace import find_plan

    around = find_plan(Path(os.path.realpath(out)).parent)
    for path in filter(None, (plan and plan_file(plan), around)):
        source = None
        if os.path.lexists(out):
            from hpplan.plan.load import load_plan

            loaded = load_plan(path, str(path))[0]
            source = loaded.plan.source if loaded else None
        spare_workspace(out, path, source)


def _put_in_place(out: Path, data: bytes, *, replace: bool) -> None:
    """Write a file, and say so; ask before another is replaced, and exit 3 where it cannot be."""
    from hpplan.cli.prompts import at_terminal, confirmed
    from hpplan.files import InTheWayError, write_all

    if not out.parent.is_dir():
        message = _("there is no folder {folder}").format(folder=out.parent)
        _nothing_written(out, message, _("make it first, or name another file"))
    try:
        try:
            write_all(out.parent, {out.name: data}, force=replace)
        except InTheWayError as error:
            if not at_terminal():
                _nothing_written(out, error.message, _("--force replaces it"))
            if not confirmed(_("{file} holds something else. Replace it? (y/n):").format(file=out)):
                print_note(_("Nothing was written."))
                raise typer.Exit(NOTHING_DONE) from None
            write_all(out.parent, {out.name: data}, force=True)
    except OSError as error:
        _nothing_written(out, reason(error), "")
    print_done(_("{file}: written, {size} KiB").format(file=out, size=-(-len(data) // 1024)))


def _nothing_written(out: Path, why: str, hint: str) -> NoReturn:
    print_note(_("{file} cannot be written: {why}").format(file=out, why=why), hint)
    raise typer.Exit(NOTHING_DONE)


def _refuse_unwatchable(out: Path | None, fmt: str) -> None:
    """Refuse to watch where nothing can be drawn anew."""
    if out is not None or fmt != "table":
        refuse(_("--watch shows tables on a terminal; it goes with no file and no other format"))
    if not sys.stdout.isatty():
        refuse(_("--watch needs a terminal to draw on"))
