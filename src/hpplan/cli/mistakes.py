"""Say what is wrong with a call in our own words, never in those of Typer or pydantic.

What they raise is told by its kind and by the parameter that it speaks of; a message of theirs that
is not known here is replaced by a sentence of ours.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import typer

from hpplan.cli.commands import command_of
from hpplan.i18n import _, noted, pgettext
from hpplan.phrases import meant, nearest, shortened

if TYPE_CHECKING:
    from collections.abc import Iterable

UsageError: Any = typer.BadParameter.__base__
"""Every way to call a command wrongly; Typer names only this one of them."""


class RefusedError(typer.BadParameter):
    """A call that hpplan itself refuses: its message is ours."""


def mistake_message(error: Any) -> str:
    """Say what is wrong with the arguments."""
    from hpplan.output.words.text import inert

    message, hint = _mistake(error)
    said = inert(_("; ").join([message, hint] if hint else [message]))
    name = error.param_hint if isinstance(error, typer.BadParameter) else None
    param = getattr(error, "param", None)
    if not isinstance(error, typer.BadParameter) or type(error).__name__ == "MissingParameter":
        return said
    if name is None and param is None:
        return _("Invalid value: {message}").format(message=said)
    name = name or name_of(param)
    return _("Invalid value for {name}: {message}").format(name=name, message=said)


def name_of(param: Any) -> str:
    """A parameter as it is typed: the name of an option, or what stands for an argument."""
    if param.param_type_name == "option":
        return str(param.opts[0])
    return metavar_of(param)


def metavar_of(param: Any) -> str:
    """What stands for the value of a parameter in usage and help, in the user's language."""
    name = param.opts[0].lstrip("-") if param.param_type_name == "option" else param.name
    return pgettext("metavar", param.metavar or name.upper())


METAVARS = (
    noted("metavar", "ADDRESS"),
    noted("metavar", "CODE"),
    noted("metavar", "COLUMNS"),
    noted("metavar", "DATE"),
    noted("metavar", "DATE=VALUE[=WHAT]"),
    noted("metavar", "DAYS"),
    noted("metavar", "DIR"),
    noted("metavar", "FIGURE"),
    noted("metavar", "FILE"),
    noted("metavar", "FORMAT"),
    noted("metavar", "ID"),
    noted("metavar", "KEY"),
    noted("metavar", "KIND,..."),
    noted("metavar", "LANG"),
    noted("metavar", "N"),
    noted("metavar", "ORDER"),
    noted("metavar", "PATH"),
    noted("metavar", "REV"),
    noted("metavar", "PROCESSES"),
    noted("metavar", "ROWS"),
    noted("metavar", "SEED"),
    noted("metavar", "SHARE"),
    noted("metavar", "SHEET"),
    noted("metavar", "SOURCE"),
    noted("metavar", "STATUS,..."),
    noted("metavar", "TARGET"),
    noted("metavar", "TEXT"),
    noted("metavar", "UNIT"),
    noted("metavar", "VALUE"),
    noted("metavar", "WHAT"),
    noted("metavar", "WHEN"),
    noted("metavar", "WHO"),
)
"""What stands for values, for the catalogues to have."""


def unknown_option(context: Any, option: str) -> tuple[str, str]:
    """That there is no such option, and which was meant."""
    return _("there is no option {option}").format(option=option), _near_option(context, option)


def unknown_command(name: str, known: Iterable[str]) -> Any:
    """The error that there is no such command, with the one that was meant."""
    from hpplan.csvtext import folded

    message = _("there is no command “{name}”").format(name=shortened(name))
    near = meant(nearest(folded(name), list(known)))
    return RefusedCallError(_("; ").join([message, near] if near else [message]))


class RefusedCallError(UsageError):  # type: ignore[misc]
    """A call that lacks something, or names no command: its message is ours."""


def _mistake(error: Any) -> tuple[str, str]:
    """What is wrong, and a hint."""
    kind = type(error).__name__
    if isinstance(error, RefusedError | RefusedCallError):
        return str(error.message), ""
    if kind == "NoSuchOption":
        return unknown_option(error.ctx, error.option_name)
    if kind == "MissingParameter" and error.param is not None:
        return _missing(error)
    if kind == "BadParameter":
        return _wrong_value(error)
    for pattern, words in (
        (
            r"Got unexpected extra argument\(s\) \((?P<rest>.*)\)",
            _("nothing more is expected: {rest}"),
        ),
        (r"Option '(?P<option>.*)' requires an argument\.", _("{option} needs a value")),
        (r"Option '(?P<option>.*)' does not take a value\.", _("{option} takes no value")),
    ):
        if found := re.fullmatch(pattern, str(error.format_message()), re.DOTALL):
            rest = found.groupdict().get("rest", "")
            if rest.startswith("--"):
                return unknown_option(error.ctx, rest.split()[0])
            return words.format(**found.groupdict()), ""
    return _("the call cannot be understood"), ""


def _missing(error: Any) -> tuple[str, str]:
    """Say what is missing, and how a call looks that has it."""
    param, name, begun = error.param, name_of(error.param), " "
    if param.param_type_name == "option":
        short = min(param.opts, key=len)
        name, begun = f"{short} {metavar_of(param)}", f" {short} "
    calls = [each.call for each in command_of(error.ctx.command.name).examples]
    call = next((each for each in calls if begun in each), "")
    hint = _("for example: {call}").format(call=f"hpplan {call}") if call else ""
    return _("{name} is missing").format(name=name), hint


def _wrong_value(error: Any) -> tuple[str, str]:
    """What a parameter expects in place of what was given."""
    faults: list[dict[str, Any]] = getattr(error.__cause__, "errors", list)()
    fault = faults[0] if faults else {}
    given = shortened(str(fault.get("input", "")))
    choices = choices_of(error.param)
    if choices:
        message = _("“{value}” is not one of {choices}").format(
            value=given, choices=_(", ").join(choices)
        )
        return message, meant(nearest(given, choices))
    limits, kind = fault.get("ctx", {}), str(fault.get("type", ""))
    if kind == "greater_than_equal":
        return _("expected {n} or more").format(n=limits["ge"]), ""
    if kind == "less_than_equal":
        return _("expected {n} or less").format(n=limits["le"]), ""
    if kind.startswith("int_"):
        return _("expected a whole number"), ""
    if kind.startswith(("float_", "finite_")):
        return _("expected a number"), ""
    return _("“{value}” cannot be read").format(value=given), ""


def choices_of(param: Any) -> list[str]:
    """The words that a parameter takes; none where it takes others."""
    descriptor = getattr(param, "type_descriptor", None)
    choices = getattr(descriptor, "choices", None) or ()
    return [str(getattr(each, "value", each)) for each in choices]


def takes_number(param: Any) -> bool:
    """Whether a parameter takes a number."""
    return getattr(getattr(param, "type_descriptor", None), "annotation", None) in {int, float}


def read_kindly(params: Iterable[Any], arguments: list[str]) -> list[str]:
    """The arguments, with options' words of a choice and numbers in the form that is expected.

    Full-width forms become ASCII, and capitals small: `--format ＪＳＯＮ` is json.
    """
    if all(each.isascii() and each == each.casefold() for each in arguments):
        return arguments
    from hpplan.csvtext import folded

    plain: dict[str, list[str]] = {}
    for param in params:
        if takes_number(param) or choices_of(param):
            plain.update(dict.fromkeys(param.opts, choices_of(param)))
    found, last = list[str](), ""
    for argument in arguments:
        name, equals, value = argument.partition("=")
        known = name if equals and name in plain else last
        text = value if known == name and equals else argument
        if known in plain:
            read = folded(text)
            choices = plain[known]
            read = read.casefold() if read.casefold() in choices or not choices else text
            found.append(f"{name}={read}" if known == name and equals else read)
        else:
            found.append(argument)
        last = argument if argument in plain else ""
    return found


def _near_option(context: Any, option: str) -> str:
    """A hint at the option that was meant, of the command or of all commands."""
    word = option.lstrip("-").partition("=")[0]
    params = [] if context is None else list(context.command.get_params(context))
    for param in params:
        if word in choices_of(param):
            return meant(f"{param.opts[0]} {word}")
    around = context.parent if context is not None else None
    params += [] if around is None else list(around.command.get_params(around))
    names = [name for param in params for name in param.opts if name.startswith("--")]
    options = {name.lstrip("-"): name for name in names}
    begun = [name for name in options if len(word) > 1 and name.startswith(word)]
    near = begun[0] if len(begun) == 1 else nearest(word, list(options))
    return meant(options[near]) if near else ""
