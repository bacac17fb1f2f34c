"""What a person sets for all plans: one `key = "value"` a line, in the platform's own place.

The environment and options win over it. A line that cannot be read is a fault with its place, and
all others hold.
"""

import os
import re
import stat
import sys
from codecs import BOM_UTF8
from datetime import date
from pathlib import Path
from typing import NamedTuple

from hpplan.i18n import LANGUAGES, _, language
from hpplan.phrases import alternatives, meant, nearest, reason, shortened

FILE = "HPPLAN_CONFIG"
"""The variable that names the file of the settings; the null device stands for none."""

SETTING_KEYS = ("language", "unit", "last_meeting", "pager", "color")
"""The settings, in the order in which they are shown."""

COLORS = ("auto", "always", "never")

LARGEST_FILE = 1 << 16
"""Bytes of the file beyond which it can be no list of settings."""


class SetValue(NamedTuple):
    """A value, and the line that it stands in."""

    value: str
    line: int


class Fault(NamedTuple):
    """What is wrong with the file.

    Attributes:
        place: the file, and line and column where there are any.
        message: what is wrong.
        hint: how to mend it.
    """

    place: str
    message: str
    hint: str = ""

    def __str__(self) -> str:
        return f"{self.place}: " + _("; ").join(filter(None, (self.message, self.hint)))


class Settings(NamedTuple):
    """The settings of the person who calls.

    Attributes:
        path: the file; None where there is no place for one.
        values: what is set, by its key.
        faults: what is wrong with the file.
    """

    path: Path | None
    values: dict[str, SetValue]
    faults: tuple[Fault, ...] = ()

    def get(self, key: str) -> str | None:
        """Return what a key is set to; None where it is not."""
        return self.values[key].value if key in self.values else None


def settings_file() -> Path | None:
    """Return the file of the settings, whether it is there or not; None for no file at all."""
    given = os.environ.get(FILE)
    if given:
        return None if given == os.devnull else Path(given)
    folder = _settings_folder()
    return folder / "config.toml" if folder else None


def _settings_folder() -> Path | None:
    """Return the folder of the settings, as platformdirs says.

    Every command looks for it when it starts. Where the desktop specification of freedesktop.org
    holds, what it says of this one folder takes a hundredth of the time that it takes to import
    platformdirs; a test compares the two.
    """
    if not sys.platform.startswith(("linux", "freebsd", "openbsd")):
        from platformdirs import user_config_path

        return user_config_path("hpplan", appauthor=False)
    base = os.environ.get("XDG_CONFIG_HOME", "").strip() or os.path.expanduser("~/.config")  # noqa: PTH111 (raises nothing)
    return Path(base, "hpplan") if base.startswith("/") else None


def read_settings() -> Settings:
    """Read the settings; what is wrong with them is among the faults."""
    path = settings_file()
    if path is None:
        return Settings(None, {})
    try:
        # A pipe would have whoever opens it wait; a folder is refused by the system, in its words.
        if not stat.S_ISREG(mode := path.stat().st_mode) and not stat.S_ISDIR(mode):
            return Settings(path, {}, (Fault(shown_path(path), _("this is no regular file")),))
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except (FileNotFoundError, NotADirectoryError):
        return Settings(path, {})
    except OSError as error:
        message = _("the file cannot be read: {why}").format(why=reason(error))
        return Settings(path, {}, (Fault(shown_path(path), message),))
    return _parsed(path, data)


def _parsed(path: Path, data: bytes) -> Settings:
    """Read each line by itself, so that one that cannot be read spoils no other."""
    name = shown_path(path)
    if len(data) > LARGEST_FILE:
        return Settings(path, {}, (Fault(name, _("this is too long for a file of settings")),))
    values: dict[str, SetValue] = {}
    faults = []
    for number, raw in enumerate(data.removeprefix(BOM_UTF8).split(b"\n"), 1):
        found = _line(raw.rstrip(b"\r"))
        if isinstance(found, tuple):
            key, value, column = found
            at, message, hint = column, *_judged(key, value, values)
        else:
            key, at, message, hint = "", found, _not_read(), ""
        if message:
            faults.append(Fault(f"{name}:{number}:{at}", message, hint))
        elif key:
            values[key] = SetValue(str(value), number)
    return Settings(path, values, tuple(faults))


def _not_read() -> str:
    return _("expected a line as {example}").format(example='language = "zh"')


def _line(raw: bytes) -> tuple[str, object, int] | int:
    """Return the key, the value and the value's column; the column where it cannot be read."""
    import tomllib

    try:
        line = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return len(raw[: error.start].decode("utf-8", "replace")) + 1
    try:
        found = tomllib.loads(line)
    # Besides lines that are no TOML: brackets too deep for its parser, numbers too long for Python.
    except (ValueError, RecursionError) as error:
        column = re.search(r"column (\d+)", str(error))
        return int(column[1]) if column else len(line) + 1
    if not found:
        return "", "", 1
    ((key, value),) = list(found.items())[:1]
    begins = re.search(r"=\s*", line)
    return key, value, begins.end() + 1 if begins else 1


def _judged(key: str, value: object, known: dict[str, SetValue]) -> tuple[str, str]:
    """Say what is wrong with a setting, and how to mend it; two empty texts where nothing is."""
    if not key:
        return "", ""
    if key not in SETTING_KEYS:
        return unknown_setting(key)
    if key in known:
        line = known[key].line
        return _("{key} is set in line {line} already").format(key=key, line=line), ""
    if isinstance(value, bool | int | float | dict | list):
        return _("the value of {key} is a text in quotation marks").format(key=key), ""
    return fault_of(key, str(value))


def fault_of(key: str, value: str) -> tuple[str, str]:
    """Say what is wrong with the value of a setting, and how to mend it; empty where nothing is."""
    given = shortened(value)
    if not value.strip() or not value.isprintable():
        return _("the value of {key} is empty or no text").format(key=key), ""
    if key == "language" and language(value) is None:
        names = alternatives([f"{each.code} ({each.name})" for each in LANGUAGES.values()])
        message = _("there is no language “{lang}”").format(lang=given)
        return message, _("choose {languages}").format(languages=names)
    if key == "color" and value not in COLORS:
        message = _("“{value}” is not one of {choices}")
        near = meant(nearest(value, list(COLORS)))
        return message.format(value=given, choices=_(", ").join(COLORS)), near
    return _fault_of_day(value) if key == "last_meeting" else ("", "")


def _fault_of_day(value: str) -> tuple[str, str]:
    try:
        date.fromisoformat(value)
    except ValueError:
        # As a person writes it, which takes longer to load than a command may take to start.
        from hpplan.errors import CellError
        from hpplan.progress.cells import day

        try:
            day(value)
        except CellError as error:
            return error.message, error.hint
    return "", ""


def unknown_setting(key: str) -> tuple[str, str]:
    """Say that there is no such setting, and which was meant or which there are."""
    message = _("there is no setting “{key}”").format(key=shortened(key))
    choices = _("choose from {words}").format(words=_(", ").join(SETTING_KEYS))
    return message, meant(nearest(key, list(SETTING_KEYS))) or choices


def last_meeting_set() -> date | None:
    """Return the day of the last meeting that is set; None where none is."""
    from hpplan.progress.cells import day

    value = read_settings().get("last_meeting")
    return day(value) if value else None


def with_setting(data: bytes, key: str, value: str | None) -> bytes:
    """Return the text of the file with one setting changed, added, or with None taken out.

    All other lines stay as they are, those that cannot be read included.
    """
    own = re.compile(rb"\s*([\"']?)" + key.encode() + rb"\1\s*=")
    mark = BOM_UTF8 if data.startswith(BOM_UTF8) else b""
    lines = re.findall(rb"[^\n]*\n|[^\n]+", data.removeprefix(mark))
    end = b"\r\n" if lines and lines[0].endswith(b"\r\n") else b"\n"
    places = [at for at, line in enumerate(lines) if own.match(line)]
    if value is not None:
        new = f"{key} = {_quoted(value)}".encode() + end
        if places:
            lines[places.pop(0)] = new
        else:
            if lines and not lines[-1].endswith(b"\n"):
                lines[-1] += end
            lines.append(new)
    return mark + b"".join(line for at, line in enumerate(lines) if at not in places)


def _quoted(value: str) -> str:
    """Return a text as TOML has it between quotation marks."""
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def shown_path(path: Path) -> str:
    """Return a path as a person would type it, with ~ for the own folder."""
    home = os.path.expanduser("~")  # noqa: PTH111 (raises nothing)
    text = str(path)
    if home != "~" and text.startswith(home + os.sep):
        text = "~" + text[len(home) :]
    return text
