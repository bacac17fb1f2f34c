"""Languages: which there are, which one is spoken, and the translation of messages into it.

Messages are whole sentences with named places, `_("{name} is missing").format(name=…)`, so that
another language can order them as it likes. The English ones stand in the code. Another language is
one catalogue, locale/CODE/LC_MESSAGES/hpplan.po, and one `Language` in `LANGUAGES`; code that
differs by language asks a field of `spoken()` and never which language it is.

Nothing here has an effect outside this module: neither on the environment nor on gettext's own
settings. A program speaks English until `use` is called, and it speaks one language at a time.
"""

import gettext as _gettext
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import NamedTuple

LOCALE = Path(__file__).parent / "locale"
DOMAIN = "hpplan"


class Language(NamedTuple):
    """A language, and whatever in its texts is no message.

    Attributes:
        code: what `--lang` and `use` take, and the name of its catalogue's folder.
        name: its name in itself.
        tag: what the `lang` attribute of HTML says (BCP 47).
        locales: beginnings of the names of locales that speak it, in lower case and with `_`
            between their parts; of several that fit a name, the longest decides.
        day: how a sentence writes a `day`, as `str.format` takes it.
        month: how it writes the month of a `day`, likewise.
        between_sentences: what stands between two sentences of a paragraph.
        between_names: what stands between the names of units, which are in the plan's language.
        before_unit: what stands between a figure and its unit of measure.
        repeats_unit: whether each of two figures that are compared has its unit of measure.
        breaks_anywhere: whether a line may end behind any character, and not only at a blank.
        numerals: the numerals from one to ten by which headings are counted; empty for digits.
        codes: the page that documents the problem codes.
    """

    code: str
    name: str
    tag: str
    locales: tuple[str, ...]
    day: str = "{day}"
    month: str = "{day.year:04d}-{day.month:02d}"
    between_sentences: str = " "
    between_names: str = "、"
    before_unit: str = " "
    repeats_unit: bool = False
    breaks_anywhere: bool = False
    numerals: str = ""
    codes: str = "docs/codes.md"


SOURCE = Language(code="en", name="English", tag="en", locales=("en", "english"))
"""The language of the messages in the code, which needs no catalogue."""

LANGUAGES = {
    language.code: language
    for language in (
        Language(
            code="zh",
            name="简体中文",
            tag="zh-CN",
            locales=("zh", "chinese"),
            day="{day.year}年{day.month}月{day.day}日",
            month="{day.year}年{day.month}月",
            between_sentences="",
            before_unit="",
            repeats_unit=True,
            breaks_anywhere=True,
            numerals="一二三四五六七八九十",
            codes="docs/codes.zh-CN.md",
        ),
        Language(
            code="zh_Hant",
            name="繁體中文",
            tag="zh-Hant",
            locales=(
                *("zh_hant", "zh_tw", "zh_hk", "zh_mo", "zh_cht", "yue"),
                *("chinese_traditional", "chinese_taiwan", "chinese_hong_kong"),
                *("chinese_macao", "chinese_macau"),
            ),
            day="{day.year}年{day.month}月{day.day}日",
            month="{day.year}年{day.month}月",
            between_sentences="",
            before_unit="",
            repeats_unit=True,
            breaks_anywhere=True,
            numerals="一二三四五六七八九十",
            codes="docs/codes.zh-Hant.md",
        ),
        SOURCE,
    )
}
"""The languages by their code, in the order in which they are offered."""

_BY_LOCALE = {locale: language for language in LANGUAGES.values() for locale in language.locales}
_NO_LETTER = re.compile("[^a-z0-9]+")

_spoken = SOURCE
_catalogue = _gettext.NullTranslations()


def language(text: str) -> Language | None:
    """The language of a locale's name; None where hpplan does not speak it.

    Args:
        text: a name as POSIX, BCP 47 or Windows have it: `zh_CN.UTF-8`, `zh-Hans`,
            `Chinese (Simplified)_China.936`.
    """
    name = _NO_LETTER.sub("_", text.strip().lower().partition(".")[0].partition("@")[0])
    while name and name not in _BY_LOCALE:
        name = name.rpartition("_")[0]
    return _BY_LOCALE.get(name)


def preferred(
    arguments: Sequence[str], environment: Mapping[str, str], configured: str | None = None
) -> Language:
    """The language asked for, and by what: the first of these that names one.

    --lang, HPPLAN_LANG, what the person configured, the locale, the system's own settings.
    """
    for at, argument in enumerate(arguments):
        if argument == "--":
            break
        option, equals, value = argument.partition("=")
        if option == "--lang":
            given = value if equals else "".join(arguments[at + 1 : at + 2])
            if found := language(given):
                return found
    own = environment.get("HPPLAN_LANG", "")
    if not own.strip() and configured and (found := language(configured)):
        return found
    for name in ("HPPLAN_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(name, "").strip():
            return language(environment[name]) or SOURCE
    return _of_windows() or SOURCE


def _of_windows() -> Language | None:
    """The language that Windows shows its user; None on other systems."""
    if sys.platform == "win32":
        import ctypes
        import locale

        number = ctypes.windll.kernel32.GetUserDefaultUILanguage()
        return language(locale.windows_locale.get(number, ""))
    return None


def use(code: str) -> None:
    """Speak the language of a code from here on.

    Raises:
        KeyError: no language has this code.
    """
    global _catalogue, _spoken  # noqa: PLW0603 (a program speaks one language at a time)
    _spoken = LANGUAGES[code]
    _catalogue = translations(_spoken)


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Speak the language of a code for a while, and then the one before again.

    Raises:
        KeyError: no language has this code.
    """
    before = _spoken.code
    use(code)
    try:
        yield
    finally:
        use(before)


def spoken() -> Language:
    """The language in use."""
    return _spoken


def translations(language: Language) -> _gettext.NullTranslations:
    """The translations into a language; messages stay English where none is compiled."""
    if language is SOURCE:
        return _gettext.NullTranslations()
    return _gettext.translation(DOMAIN, LOCALE, [language.code], fallback=True)


def prose(day: date | None) -> str:
    """A day as a sentence says it: 2025-06-30, or 2025年6月30日; `-` where there is none."""
    return "-" if day is None else _spoken.day.format(day=day)


def prose_month(day: date) -> str:
    """The month of a day as a sentence says it: 2025-06, or 2025年6月."""
    return _spoken.month.format(day=day)


def _(message: str) -> str:
    """The message in the user's language."""
    return _catalogue.gettext(message)


def ngettext(singular: str, plural: str, n: int) -> str:
    """The message in the user's language, in the form that `n` things take."""
    return _catalogue.ngettext(singular, plural, n)


def pgettext(context: str, message: str) -> str:
    """The message in the user's language, where what it means depends on where it stands."""
    return _catalogue.pgettext(context, message)


def noted(context: str, message: str) -> str:
    """The message itself, for catalogues to have; `pgettext` translates it where it is used."""
    del context
    return message
