"""The language of the command line, Typer's own texts included."""

import gettext
import os

from hpplan.i18n import DOMAIN, LOCALE, Language, use


def speak(language: Language) -> None:
    """Speak a language from here on.

    What Typer says for itself passes through the settings that gettext and the environment have for
    the whole process, which are a program's to set and no library's.
    """
    use(language.code)
    os.environ["LANGUAGE"] = language.code
    gettext.bindtextdomain(DOMAIN, LOCALE)
    gettext.textdomain(DOMAIN)
