"""The Typer application: its commands, and the options that all of them share."""

import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer
from typer.main import get_command_from_info

from hpplan import __version__
from hpplan.cli.commands import COMMANDS, command_of
from hpplan.cli.console import NOTHING_DONE, USAGE, Color, print_note, refuse, set_screen
from hpplan.cli.habits import with_habits
from hpplan.cli.help import WIDEST_HELP, CommandGroup, LocalizedCommand, overview, usage_message
from hpplan.cli.language import speak
from hpplan.cli.mistakes import UsageError
from hpplan.cli.options import (
    ColorOption,
    LanguageOption,
    NoPagerOption,
    QuietOption,
    WidthOption,
    root_first,
)
from hpplan.cli.settings import Settings, read_settings
from hpplan.i18n import LANGUAGES, _, language, spoken
from hpplan.phrases import alternatives

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class _Commands(CommandGroup):
    """All commands; what none of them could do is printed in the user's language."""

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Find a command; its module is loaded when it is first asked for.

        To import a command and to set it up takes as long as to read a small plan.
        """
        if cmd_name in COMMANDS and cmd_name not in self.commands:
            import_module(f"hpplan.cli.{cmd_name}")
            (info,) = (
                each
                for each in app.registered_commands
                if each.callback is not None and each.callback.__name__ == cmd_name
            )
            self.commands[cmd_name] = get_command_from_info(
                info, pretty_exceptions_short=False, rich_markup_mode=None
            )
        return super().get_command(ctx, cmd_name)

    def parse_args(self, ctx: Any, args: list[str]) -> Any:
        """Show the overview where nothing is given: to read no options takes longer than that."""
        if args or ctx.resilient_parsing:
            return super().parse_args(ctx, args)
        _print_faults(read_settings())
        print(overview(ctx), end="")
        return ctx.exit()

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
    """A Typer application whose commands have help in the user's language, and common habits.

    A command without a help of its own has its line of the overview for one.
    """

    def command(
        self, *names: Any, is_watchable: bool = False, **named: Any
    ) -> "Callable[[_Run], _Run]":
        register = super().command

        def add(run: _Run) -> _Run:
            usual: dict[str, Any] = {
                "cls": LocalizedCommand,
                "options_metavar": _("[OPTIONS]"),
                "help": command_of(run.__name__).does,
            }
            add_to_app = register(*names, **usual | named)
            add_to_app(with_habits(run, is_watchable=is_watchable))
            return run

        return add


app = _App(
    name="hpplan",
    cls=_Commands,
    options_metavar=_("[OPTIONS]"),
    subcommand_metavar=_("COMMAND [ARGS]..."),
    help=_("Track the targets of a published government plan in plain files."),
    invoke_without_command=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": WIDEST_HELP},
)


def _version(wanted: bool) -> None:  # noqa: FBT001
    if wanted:
        print(f"hpplan {__version__}")
        raise typer.Exit


@app.callback()
def root(
    context: typer.Context,
    _show_version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_version, is_eager=True, help=_("Print the version and exit.")
        ),
    ] = False,
    lang: LanguageOption = None,
    color: ColorOption = None,
    width: WidthOption = None,
    quiet: QuietOption = False,
    no_pager: NoPagerOption = False,
    _debug: Annotated[
        bool, typer.Option("--debug", help=_("Show the traceback of a fault of hpplan itself."))
    ] = False,
) -> None:
    """Track the targets of a published government plan in plain files."""
    settings = read_settings()
    set_screen(_color(color, settings), pager=not no_pager, quiet=quiet, width=width)
    _print_faults(settings)
    if unit := settings.get("unit"):
        context.default_map = {"record": {"unit": unit}}
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
    if context.invoked_subcommand is None:
        print(overview(context), end="")


def _print_faults(settings: Settings) -> None:
    """Say what in a person's settings does not count."""
    if settings.faults:
        print_note(*map(str, settings.faults))


def _color(given: Color | None, settings: Settings) -> Color:
    """Return when to colour: as an option, else the environment, else the settings say."""
    if given is not None or os.environ.get("NO_COLOR"):
        return given or Color.auto
    return Color(settings.get("color") or Color.auto)
