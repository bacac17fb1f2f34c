"""The one door through which every text for people passes, in Chinese or in English.

Messages are whole sentences with named places, `_("{name} is missing").format(name=…)`, so that
another language can order them as it likes. The English ones stand in the code; `use` loads the
catalogue of the others, before the modules are imported whose help texts are asked for on import.
"""

import gettext as _gettext
import os
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

LANGUAGES = ("en", "zh")
LOCALE = Path(__file__).parent / "locale"
DOMAIN = "hpplan"

_catalogue = _gettext.NullTranslations()
_language = "en"


def language(text: str) -> str | None:
    """The language of a locale's name (zh_CN.UTF-8, zh-Hans, en); None where it is neither."""
    name = text.strip().lower().replace("-", "_").partition(".")[0].partition("_")[0]
    return name if name in LANGUAGES else None


def preferred(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """The language asked for: by --lang, HPPLAN_LANG, the locale, or the system's own settings."""
    for at, argument in enumerate(arguments):
        if argument == "--":
            break
        option, equals, value = argument.partition("=")
        if option == "--lang":
            given = value if equals else "".join(arguments[at + 1 : at + 2])
            if found := language(given):
                return found
    for name in ("HPPLAN_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(name, "").strip():
            return language(environment[name]) or "en"
    return _of_windows() or "en"


def _of_windows() -> str | None:
    """The language that Windows shows its user; None on other systems."""
    if sys.platform == "win32":
        import ctypes
        import locale

        number = ctypes.windll.kernel32.GetUserDefaultUILanguage()
        return language(locale.windows_locale.get(number, ""))
    return None


def use(name: str) -> None:
    """Speak a language from here on; one without a catalogue is English."""
    global _catalogue, _language  # noqa: PLW0603 (a program speaks one language at a time)
    _language = name
    _catalogue = _gettext.NullTranslations()
    if name != "en":
        _catalogue = _gettext.translation(DOMAIN, LOCALE, [name], fallback=True)
    # What Typer says for itself passes through gettext's own settings.
    os.environ["LANGUAGE"] = name
    _gettext.bindtextdomain(DOMAIN, LOCALE)
    _gettext.textdomain(DOMAIN)


def spoken() -> str:
    """The language in use: `en` or `zh`."""
    return _language


def prose(day: date | None) -> str:
    """A day as a sentence says it: 2025-06-30, or 2025年6月30日; `-` where there is none."""
    if day is None:
        return "-"
    return day.isoformat() if _language == "en" else f"{day.year}年{day.month}月{day.day}日"


def _(message: str) -> str:
    """The message in the user's language."""
    return _catalogue.gettext(message)


def ngettext(singular: str, plural: str, n: int) -> str:
    """The message in the user's language, in the form that `n` things take."""
    return _catalogue.ngettext(singular, plural, n)
