"""Usage, help and usage errors in the user's language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from typer.core import TyperCommand, TyperGroup

from hpplan.cli.mistakes import mistake_message, read_kindly, unknown_command
from hpplan.i18n import _, spoken

if TYPE_CHECKING:
    from collections.abc import Sequence

# What Typer writes around an argument says more of Python than of the argument.
_PYTHON_TYPE = re.compile(r" <(list\[\w+\]|str)>")
_BRACES = re.compile("[{}]")

WIDEST_TERM = 30
"""Columns of a term in a list at most."""


class LocalizedCommand(TyperCommand):
    """A command whose usage and help are in the user's language."""

    def parse_args(self, ctx: Any, args: list[str]) -> Any:
        """Read words of a choice and numbers with kindness."""
        return super().parse_args(ctx, read_kindly(self.params, args))

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """The usage line."""
        _write_usage(self, ctx, formatter)

    def format_help_text(self, ctx: Any, formatter: Any) -> None:
        """What the command is for; Chinese is wrapped by its columns."""
        if not spoken().breaks_anywhere:
            super().format_help_text(ctx, formatter)
            return
        from hpplan.output.terminal.layout import wrap

        for paragraph in (self.help or "").split("\n\n"):
            formatter.write_paragraph()
            for line in wrap(paragraph, formatter.width - 2):
                formatter.write(f"  {line}\n")

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """What can be given to the command."""
        _write_parameters(self, ctx, formatter)

    def get_help_option(self, ctx: Any) -> Any:
        """The option for help."""
        return _described(super().get_help_option(ctx))


class CommandGroup(TyperGroup):
    """The group of all commands, with usage and help in the user's language."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command; where there is none of this name, say which was meant."""
        if args and not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            error = unknown_command(args[0], self.list_commands(ctx))
            error.ctx = ctx
            raise error
        return super().resolve_command(ctx, args)

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """The usage line."""
        _write_usage(self, ctx, formatter)

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """The options of all commands, and the commands."""
        _write_parameters(self, ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """The commands, each with what it is for."""
        rows = []
        for name in self.list_commands(ctx):
            command = self.get_command(ctx, name)
            if command is not None and not command.hidden:
                rows.append((name, command.get_short_help_str(formatter.width)))
        if rows:
            _write_list(formatter, _("Commands:"), rows)

    def get_help_option(self, ctx: Any) -> Any:
        """The option for help."""
        return _described(super().get_help_option(ctx))

    def get_params(self, ctx: Any) -> Any:
        """The options of all commands; those that Typer adds are described in our words."""
        return [_described(param) for param in super().get_params(ctx)]


def _described(param: Any) -> Any:
    """Describe an option that Typer adds in our own words."""
    words = {
        "help": _("Show this message and exit."),
        "install_completion": _("Install completion for the current shell."),
        "show_completion": _("Show completion for the current shell, to copy or adapt it."),
    }
    if param is not None and param.name in words:
        param.help = words[param.name]
    return param


def _write_usage(command: Any, ctx: Any, formatter: Any) -> None:
    pieces = _BRACES.sub("", " ".join(command.collect_usage_pieces(ctx)))
    formatter.write_usage(ctx.command_path, pieces, prefix=_("Usage: "))


def _write_parameters(command: Any, ctx: Any, formatter: Any) -> None:
    found: dict[str, list[tuple[str, str]]] = {"argument": [], "option": []}
    for param in command.get_params(ctx):
        if record := param.get_help_record(ctx):
            name, text = record
            found[param.param_type_name].append((_PYTHON_TYPE.sub("", name), text))
    for kind, title in (("argument", _("Arguments:")), ("option", _("Options:"))):
        if found[kind]:
            _write_list(formatter, title, found[kind])


def _write_list(formatter: Any, title: str, rows: list[tuple[str, str]]) -> None:
    """Write terms with what they mean; a Chinese character takes two columns."""
    formatter.write_paragraph()
    formatter.write(f"{title}\n")
    with formatter.indentation():
        if not spoken().breaks_anywhere:
            formatter.write_dl(rows)
            return
        room = min(max(len(name) for name, _text in rows) + 2, WIDEST_TERM)
        for name, text in rows:
            first, *rest = _lines(text, formatter.width - room - 2)
            if len(name) + 2 > room:
                formatter.write(f"  {name}\n")
                rest, first, name = [first, *rest], "", ""  # noqa: PLW2901
            if first:
                formatter.write(f"  {name:<{room}}{first}\n")
            for line in rest:
                formatter.write(f"  {'':<{room}}{line}\n")


def _lines(text: str, width: int) -> list[str]:
    """Wrap Chinese help; a remark in brackets at its end, as 必填, stays in one piece."""
    from rich.cells import cell_len

    from hpplan.output.terminal.layout import wrap

    words, gap, remark = text.rpartition("  [")
    lines = wrap(words or text, width)
    if gap and cell_len(f"{lines[-1]}{gap}{remark}") <= width:
        lines[-1] += gap + remark
    elif gap:
        lines += wrap(f"[{remark}", width)
    return lines


def usage_message(error: Any) -> str:
    """Return the message of a usage error, with the usage of its command."""
    context = error.ctx
    if type(error).__name__ == "NoArgsIsHelpError":
        return str(context.get_help())
    lines = []
    if context is not None:
        lines.append(context.get_usage())
        if names := context.help_option_names:
            command = f"{context.command_path} {names[0]}"
            lines.append(_("Try '{command}' for help.").format(command=command))
        lines.append("")
    return "\n".join([*lines, _("Error: {message}").format(message=mistake_message(error))])


ROOT_OPTIONS = {"--lang": True, "--color": True, "--no-pager": False}
"""The options of all commands that may stand behind the command too, and if they take a value."""


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
