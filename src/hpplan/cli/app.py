"""The Typer application: its commands, and the options that all of them share."""

import os
import sys
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from hpplan import __version__
from hpplan.cli.console import NOTHING_DONE, USAGE, Color, print_note, refuse, set_screen
from hpplan.cli.help import (
    CommandGroup,
    LocalizedCommand,
    root_first,
    usage_message,
)
from hpplan.cli.language import speak
from hpplan.cli.mistakes import UsageError
from hpplan.i18n import LANGUAGES, _, language, spoken
from hpplan.phrases import alternatives

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class _Commands(CommandGroup):
    """All commands; what none of them could do is printed in the user's language."""

    def main(self, args: "Sequence[str] | None" = None, *_more: Any, **named: Any) -> Any:
        shared, rest = root_first(sys.argv[1:] if args is None else args)
        given = [*shared, *rest]
        if not named.get("standalone_mode", True):
            return super().main(given, **named)
        try:
            code = super().main(given, **{**named, "standalone_mode": False})
        except UsageError as error:
            print(usage_message(error), file=sys.stderr)
            sys.exit(USAGE)
        except Exception as error:
            from hpplan.errors import HpplanError

            if not isinstance(error, HpplanError):
                raise
            print_note(error.message, error.hint)
            sys.exit(NOTHING_DONE)
        sys.exit(code if isinstance(code, int) else 0)


_Run = TypeVar("_Run", bound="Callable[..., Any]")


class _App(typer.Typer):
    """A Typer application whose commands have help in the user's language."""

    def command(self, *names: Any, **named: Any) -> "Callable[[_Run], _Run]":
        named = {"cls": LocalizedCommand, "options_metavar": _("[OPTIONS]"), **named}
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
            help=_("The language to speak, {languages}; else that of the locale.").format(
                languages=alternatives(list(LANGUAGES))
            ),
            show_default=False,
        ),
    ] = None,
    color: Annotated[
        Color, typer.Option("--color", help=_("Whether to colour what is shown."))
    ] = Color.auto,
    no_pager: Annotated[
        bool,
        typer.Option("--no-pager", help=_("Never show what is longer than the window in a pager.")),
    ] = False,
    _debug: Annotated[
        bool, typer.Option("--debug", help=_("Show the traceback of a fault of hpplan itself."))
    ] = False,
) -> None:
    """Track the targets of a published government plan in plain files."""
    set_screen(color, pager=not no_pager)
    if lang is not None:
        found = language(lang)
        if found is None:
            names = alternatives([f"{each.code} ({each.name})" for each in LANGUAGES.values()])
            refuse(
                _("there is no language “{lang}”").format(lang=lang),
                _("choose {languages}").format(languages=names),
            )
        if found != spoken():
            speak(found)
    if "HPPLAN_MAX_MIB" in os.environ:
        from hpplan.files import limit

        try:
            limit()
        except ValueError as error:
            message = _("HPPLAN_MAX_MIB is “{given}”, no whole number from 1 to 100000")
            refuse(message.format(given=error))
