"""`config`: show a person's settings, and set them."""

import os
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from hpplan.cli.app import app
from hpplan.cli.completing import complete_setting, complete_value
from hpplan.cli.console import (
    FINDINGS,
    NOTHING_DONE,
    print_data,
    print_done,
    print_note,
    print_remark,
    print_view,
    refuse,
)
from hpplan.cli.settings import (
    FILE,
    SETTING_KEYS,
    Settings,
    fault_of,
    read_settings,
    settings_file,
    shown_path,
    unknown_setting,
    with_setting,
)
from hpplan.i18n import _
from hpplan.phrases import reason

if TYPE_CHECKING:
    from pathlib import Path

    from hpplan.output.views import SettingRow
    from hpplan.plan.items import Catalogue

VARIABLES = {"language": "HPPLAN_LANG", "unit": "HPPLAN_UNIT", "pager": "HPPLAN_PAGER"}
"""The variable that wins over a setting."""


class ConfigFormat(StrEnum):
    """The formats of `config --format`."""

    table = "table"
    json = "json"


@app.command(
    help=_(
        "Show your own settings, each with where it comes from, and change them: language, unit,"
        " last_meeting, pager and color. They hold for all plans; options and the environment win"
        " over them."
    ),
)
def config(
    key: Annotated[
        str | None,
        typer.Argument(
            metavar="KEY",
            help=_("A setting; alone, its value is printed."),
            autocompletion=complete_setting,
            show_default=False,
        ),
    ] = None,
    value: Annotated[
        str | None,
        typer.Argument(
            metavar="VALUE",
            help=_("What to set it to."),
            autocompletion=complete_value,
            show_default=False,
        ),
    ] = None,
    *,
    unset: Annotated[bool, typer.Option("--unset", help=_("Take the setting out."))] = False,
    fmt: Annotated[
        ConfigFormat, typer.Option("--format", metavar="FORMAT", help=_("How to write."))
    ] = ConfigFormat.table,
) -> None:
    if key is not None:
        key = _known(key.strip())
    if unset and (key is None or value is not None):
        refuse(_("--unset takes a setting and no value"))
    settings = read_settings()
    if key is not None and (unset or value is not None):
        _set(key, None if value is None else _checked(key, value.strip()))
        return
    rows = _rows(settings)
    if key is not None:
        found = next(each.value for each in rows if each.key == key)
        if found is None:
            raise typer.Exit(FINDINGS)
        print_data(f"{found}\n")
        return
    from hpplan.output.views import SettingsView

    path = settings.path
    there = path is not None and path.exists()
    faults = [str(each) for each in settings.faults]
    print_view("config", fmt, SettingsView(rows, shown_path(path) if path else "", there, faults))
    if faults:
        raise typer.Exit(FINDINGS)


def _known(key: str) -> str:
    """Return a setting's name; a usage error where there is none of this name."""
    name = key.replace("-", "_").casefold()
    if name not in SETTING_KEYS:
        refuse(*unknown_setting(key))
    return name


def _checked(key: str, value: str) -> str:
    """Return a value as it is to be kept; a usage error where it is none."""
    message, hint = fault_of(key, value)
    if message:
        refuse(message, hint)
    if key == "last_meeting":
        from hpplan.progress.cells import day

        return day(value).isoformat()
    if key == "language":
        from hpplan.i18n import language

        found = language(value)
        return found.code if found else value
    if key == "unit" and (catalogue := _plan_at_hand()):
        from hpplan.cli.workspaces import unit_named

        return unit_named(catalogue, value).id
    return value


def _plan_at_hand() -> "Catalogue | None":
    from hpplan.cli.completing import plan_in_use
    from hpplan.plan.items import Catalogue

    plan = plan_in_use(None)
    return Catalogue(plan) if plan else None


def _set(key: str, value: str | None) -> None:
    """Write a setting into the file, or take it out; exit 3 where that cannot be done."""
    from hpplan.files import read_bytes, write_all

    path = settings_file()
    if path is None:
        message = _("{variable} says that there is no file of settings").format(variable=FILE)
        print_note(_("Nothing was written: {message}").format(message=message))
        raise typer.Exit(NOTHING_DONE)
    data = b""
    if os.path.lexists(path):
        data, problem = read_bytes(path, shown_path(path), "HP106")
        if problem:
            _nothing_set(path, problem.message)
    new = with_setting(data, key, value)
    if value is None and new == data:
        print_remark(_("{key} is not set in {path}.").format(key=key, path=shown_path(path)))
        return
    real = path.__class__(os.path.realpath(path))  # a link stays, and leads where it led
    try:
        write_all(real.parent, {real.name: new}, force=True)
    except OSError as error:
        _nothing_set(path, reason(error))
    if value is None:
        print_done(_("{key} is not set any more ({path})").format(key=key, path=shown_path(path)))
    else:
        done = _("{key} is {value} from now on ({path})")
        print_done(done.format(key=key, value=value, path=shown_path(path)))
    variable = VARIABLES.get(key)
    if variable and os.environ.get(variable):
        print_remark(_("{variable} is set, and wins over it.").format(variable=variable))


def _nothing_set(path: "Path", why: str) -> NoReturn:
    print_note(_("{file} cannot be written: {why}").format(file=shown_path(path), why=why))
    raise typer.Exit(NOTHING_DONE)


def _rows(settings: Settings) -> "list[SettingRow]":
    """Return each setting as it holds, and where that comes from."""
    from hpplan.output.views import SettingRow

    found = {
        "language": _language_in_use(settings),
        "unit": _of_variable(settings, "unit"),
        "last_meeting": _last_meeting(settings),
        "pager": _pager(settings),
        "color": _color_in_use(settings),
    }
    return [SettingRow(key, *found[key]) for key in SETTING_KEYS]


def _line_of(settings: Settings, key: str) -> str:
    """Name the line of the file that sets a key; empty where none does."""
    if key not in settings.values or settings.path is None:
        return ""
    file, line = shown_path(settings.path), settings.values[key].line
    return _("{file}, line {line}").format(file=file, line=line)


def _of_variable(settings: Settings, key: str) -> tuple[str | None, str]:
    variable = VARIABLES[key]
    if given := os.environ.get(variable):
        return given, variable
    return settings.get(key), _line_of(settings, key)


def _language_in_use(settings: Settings) -> tuple[str | None, str]:
    from hpplan.i18n import language, preferred, spoken

    own = os.environ.get("HPPLAN_LANG", "").strip()
    if spoken() != preferred([], os.environ, settings.get("language")):
        return spoken().code, "--lang"
    if own:
        return spoken().code, "HPPLAN_LANG"
    if language(settings.get("language") or "") is not None:
        return spoken().code, _line_of(settings, "language")
    named = ("LC_ALL", "LC_MESSAGES", "LANG")
    variable = next((name for name in named if os.environ.get(name, "").strip()), "")
    return spoken().code, variable or _("the system")


def _last_meeting(settings: Settings) -> tuple[str | None, str]:
    from hpplan.cli.completing import plan_in_use

    plan = plan_in_use(None)
    if plan and plan.last_meeting:
        return plan.last_meeting.isoformat(), "plan.yaml"
    return settings.get("last_meeting"), _line_of(settings, "last_meeting")


def _pager(settings: Settings) -> tuple[str | None, str]:
    from hpplan.cli.pager import pager_of

    program, variable = pager_of(settings.get("pager"))
    return program, variable or _line_of(settings, "pager") or _("default")


def _color_in_use(settings: Settings) -> tuple[str | None, str]:
    from hpplan.cli.console import Color

    if os.environ.get("NO_COLOR"):
        return Color.never, "NO_COLOR"
    return settings.get("color") or Color.auto, _line_of(settings, "color") or _("default")
