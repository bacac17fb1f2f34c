"""The one door through which every text for people passes.

Messages are whole sentences with named places, `_("{name} is missing").format(name=…)`, so that
another language can order them as it likes. No catalogue is loaded yet: the messages are English.
"""

from gettext import NullTranslations

_catalogue = NullTranslations()

LONGEST_WORD = 100
"""Characters of a word beyond which nothing known can have been meant."""


def _(message: str) -> str:
    """The message in the user's language."""
    return _catalogue.gettext(message)


def ngettext(singular: str, plural: str, n: int) -> str:
    """The message in the user's language, in the form that `n` things take."""
    return _catalogue.ngettext(singular, plural, n)


def sentences(parts: "list[str]") -> str:
    """Whole sentences, one behind the other."""
    return _(" ").join(parts)


def shortened(text: str, most: int = 40) -> str:
    """The text on one line, cut where it is too long to quote."""
    text = " ".join(text.lstrip()[: 8 * most].split())
    return text if len(text) <= most else f"{text[:most]}…"


def some(names: "list[str]", most: int = 6) -> str:
    """The first names, and how many more there are."""
    shown, more = "、".join(names[:most]), len(names) - most
    if more <= 0:
        return shown
    return ngettext("{names} and {n} more", "{names} and {n} more", more).format(
        names=shown, n=more
    )


def nearest(word: str, known: "list[str]") -> str | None:
    """The known word that was probably meant, or None where none is near."""
    import difflib

    if len(word) > LONGEST_WORD:
        return None
    plain = {each.casefold(): each for each in reversed(known)}
    close = difflib.get_close_matches(word.casefold(), plain, n=1, cutoff=0.6)
    return plain[close[0]] if close else None


def meant(near: str | None) -> str:
    """A hint at the word that was probably meant; empty where none is near."""
    return _("did you mean {near}?").format(near=near) if near else ""
