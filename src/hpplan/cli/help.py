"""Usage, help and usage errors in the user's language."""

from __future__ import annotations

from typing import Any

from typer._click.shell_completion import CompletionItem
from typer.core import TyperCommand, TyperGroup

from hpplan.cli.commands import COMMANDS, command_groups, command_of
from hpplan.cli.mistakes import (
    choices_of,
    metavar_of,
    mistake_message,
    name_of,
    read_kindly,
    unknown_command,
)
from hpplan.cli.options import ROOT_OPTIONS
from hpplan.cli.settings import read_settings, shown_path
from hpplan.i18n import _, spoken

WIDEST_HELP = 122
"""Columns up to which help takes the width of the window, two for its margin: longer lines tire."""

OPTION_COLUMNS, EXAMPLE_COLUMNS, OVERVIEW_COLUMNS = 30, 36, 26
"""Columns up to which an option, or an example, stands beside what it means."""


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
        del ctx
        for paragraph in (self.help or "").split("\n\n"):
            formatter.write_paragraph()
            with formatter.indentation():
                _write_paragraph(formatter, paragraph)

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """What can be given to the command, and where the options of all commands are told."""
        _write_parameters(self, ctx, formatter)
        formatter.write_paragraph()
        told = _("For all commands (hpplan --help): {options}")
        _write_paragraph(
            formatter,
            told.format(
                options=_(", ").join(each for each in ROOT_OPTIONS if each.startswith("--"))
            ),
        )

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        """Calls of the command, each with what it does."""
        del ctx
        rows = [(f"hpplan {each.call}", each.does) for each in command_of(str(self.name)).examples]
        if rows:
            _write_list(formatter, _("Examples:"), rows, EXAMPLE_COLUMNS)

    def get_help_option(self, ctx: Any) -> Any:
        """The option for help."""
        return _described(super().get_help_option(ctx))

    def shell_complete(self, ctx: Any, incomplete: str) -> Any:
        """Offer the options of all commands too, which may stand behind a command."""
        found = super().shell_complete(ctx, incomplete)
        if incomplete.startswith("-") and ctx.parent is not None:
            offered = ctx.parent.command.shell_complete(ctx.parent, incomplete)
            found += [each for each in offered if each.value in ROOT_OPTIONS]
        return found


class CommandGroup(TyperGroup):
    """The group of all commands, with usage and help in the user's language."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command; where there is none of this name, say which was meant."""
        known = self.get_command(ctx, args[0]) if args else None
        if args and not args[0].startswith("-") and known is None and not ctx.resilient_parsing:
            error = unknown_command(args[0], self.list_commands(ctx))
            error.ctx = ctx
            raise error
        return super().resolve_command(ctx, args)

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """The usage line."""
        _write_usage(self, ctx, formatter)

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """The commands in groups, and the options of all of them."""
        _write_overview(formatter)
        _write_parameters(self, ctx, formatter)

    def get_help_option(self, ctx: Any) -> Any:
        """The option for help."""
        return _described(super().get_help_option(ctx))

    def list_commands(self, ctx: Any) -> list[str]:
        """The names of all commands, whether or not their modules are loaded."""
        del ctx
        return list(COMMANDS)

    def shell_complete(self, ctx: Any, incomplete: str) -> Any:
        """Offer the commands with what they do, and the options of all of them."""
        offered = [
            CompletionItem(name, help=command.does)
            for group in command_groups()
            for name, command in group.commands.items()
            if name.startswith(incomplete)
        ]
        return [*offered, *super(TyperGroup, self).shell_complete(ctx, incomplete)]

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
    pieces = [command.options_metavar or ""]
    for param in command.get_params(ctx):
        if param.param_type_name == "argument":
            name = name_of(param) if param.required else f"[{name_of(param)}]"
            pieces.append(name if param.nargs == 1 else f"{name}...")
    if isinstance(command, TyperGroup):
        pieces.append(command.subcommand_metavar or "")
    formatter.write_usage(ctx.command_path, " ".join(pieces), prefix=_("Usage: "))


def overview(ctx: Any) -> str:
    """Return what is shown where no command is named: the commands in groups, with examples."""
    formatter = ctx.make_formatter()
    _write_paragraph(formatter, ctx.command.help or "")
    _write_overview(formatter)
    formatter.write_paragraph()
    last = _("hpplan COMMAND --help tells of a command, hpplan --help of the options of all.")
    _write_paragraph(formatter, last)
    return str(formatter.getvalue())


def _write_overview(formatter: Any) -> None:
    """The commands in groups, each as an example of its use, in the same columns."""
    for group in command_groups():
        rows = [
            (_shortened_call(each.examples[0].call), each.does) for each in group.commands.values()
        ]
        _write_list(formatter, group.title, rows, OVERVIEW_COLUMNS, OVERVIEW_COLUMNS)


def _shortened_call(call: str) -> str:
    """Leave out the last words of a call that takes more than the columns of the overview."""
    words = call.split()
    while _columns(" ".join(words)) > OVERVIEW_COLUMNS:
        words[-2:] = ["…"]
    return " ".join(words)


def _write_parameters(command: Any, ctx: Any, formatter: Any) -> None:
    found: dict[str, list[tuple[str, str]]] = {"argument": [], "option": []}
    for param in command.get_params(ctx):
        if not param.hidden:
            found[param.param_type_name].append((_term(param), _meaning(param)))
    for kind, title in (("argument", _("Arguments:")), ("option", _("Options:"))):
        if found[kind]:
            _write_list(formatter, title, found[kind], OPTION_COLUMNS)


def _term(param: Any) -> str:
    """A parameter as it is typed: `-n, --limit N`."""
    if param.param_type_name == "argument":
        return name_of(param)
    names = ", ".join(sorted(param.opts, key=len))
    return names if param.is_flag else f"{names} {metavar_of(param)}"


def _meaning(param: Any) -> str:
    """What a parameter is for, the words that it takes, and what holds where it is not given."""
    more = []
    if words := choices_of(param):
        more.append(_("one of {words}").format(words=_(", ").join(words)))
    if param.envvar and param.param_type_name == "option":
        more.append(_("env var: {var}").format(var=param.envvar))
    default = param.default
    if param.show_default and default is not None and not isinstance(default, bool):
        more.append(_("default: {default}").format(default=getattr(default, "value", default)))
    if param.required and param.param_type_name == "option":
        more.append(_("required"))
    text = param.help or ""
    return f"{text}  [{_('; ').join(more)}]" if more else text


def _write_paragraph(formatter: Any, text: str) -> None:
    """Write prose, wrapped as the language wants it."""
    indent = " " * formatter.current_indent
    for line in _wrapped(text, formatter.width - formatter.current_indent):
        formatter.write(f"{indent}{line}\n")


def _write_list(
    formatter: Any, title: str, rows: list[tuple[str, str]], most: int, least: int = 0
) -> None:
    """Write a heading, and terms with what they mean.

    Args:
        formatter: where to.
        title: the heading.
        rows: terms with their meanings.
        most: columns of a term beyond which it stands on a line of its own.
        least: columns that the terms have at least.
    """
    formatter.write_paragraph()
    formatter.write(f"{title}\n")
    room = max([least, *(size for name, _text in rows if (size := _columns(name)) <= most)]) + 2
    for name, text in rows:
        first, *rest = _lines(text, formatter.width - room - 2)
        if _columns(name) + 2 > room:
            formatter.write(f"  {name}\n  {'':<{room}}{first}\n")
        else:
            formatter.write(f"  {name}{' ' * (room - _columns(name))}{first}\n")
        for line in rest:
            formatter.write(f"  {'':<{room}}{line}\n")


def _lines(text: str, width: int) -> list[str]:
    """Wrap a meaning; a remark in brackets at its end, as 必填, stays in one piece if it can."""
    words, gap, remark = text.rpartition("  [")
    lines = _wrapped(words or text, width)
    if gap and _columns(f"{lines[-1]}{gap}{remark}") <= width:
        lines[-1] += gap + remark
    elif gap:
        lines += _wrapped(f"[{remark}", width)
    return lines


def _wrapped(text: str, width: int) -> list[str]:
    """Wrap a text: Chinese by its columns, other languages between words alone."""
    if spoken().breaks_anywhere:
        from hpplan.output.terminal.layout import wrap

        return wrap(text, width)
    import textwrap

    return textwrap.wrap(text, width, break_on_hyphens=False, break_long_words=False) or [""]


def _columns(text: str) -> int:
    """Columns of a text, of which a Chinese character takes two."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def usage_message(error: Any) -> str:
    """Return the message of a usage error, with the usage of its command."""
    context = error.ctx
    lines = []
    if context is not None:
        lines.append(context.get_usage())
        if names := context.help_option_names:
            command = f"{context.command_path} {names[0]}"
            lines.append(_("Try '{command}' for help.").format(command=command))
        lines.append("")
    lines.append(_("Error: {message}").format(message=mistake_message(error)))
    if context is not None:
        lines += settings_used(context)
    return "\n".join(lines)


def settings_used(context: Any) -> list[str]:
    """Say which of a command's options came from the person's settings, and from where."""
    from hpplan.output.words.text import inert

    found = []
    settings = read_settings()
    for name in context.default_map or ():
        source = context.get_parameter_source(name)
        if source is not None and source.name == "DEFAULT_MAP" and name in settings.values:
            told = _("{place}: {key} is set to “{value}”")
            value, line = settings.values[name]
            place = f"{shown_path(settings.path)}:{line}" if settings.path else ""
            found.append(told.format(place=place, key=name, value=inert(value)))
    return found
