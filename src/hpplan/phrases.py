"""Parts of sentences that many messages share: shortened texts, lists of names, near words."""

import errno

from hpplan.i18n import _, ngettext, spoken

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST_WORD = 100
"""Characters of a word beyond which nothing known can have been meant."""


def reason(error: OSError) -> str:
    """Why the system refused; what it says most often in the user's language."""
    known = {
        errno.ENOENT: _("No such file or directory"),
        errno.EACCES: _("Permission denied"),
        errno.EPERM: _("Operation not permitted"),
        errno.EISDIR: _("Is a directory"),
        errno.ENOTDIR: _("Not a directory"),
        errno.ENOSPC: _("No space left on device"),
        errno.ENAMETOOLONG: _("File name too long"),
        errno.EROFS: _("Read-only file system"),
    }
    said = error.strerror or str(error)
    return known.get(error.errno or 0, said)


def sentences(parts: "list[str]") -> str:
    """Whole sentences, one behind the other."""
    return spoken().between_sentences.join(parts)


def listed(names: "Iterable[str]") -> str:
    """Names of units, one behind the other."""
    return spoken().between_names.join(names)


def alternatives(words: "list[str]") -> str:
    """Words of which one is to be chosen: `a, b or c`."""
    return _("{words} or {last}").format(words=_(", ").join(words[:-1]), last=words[-1])


def shortened(text: str, most: int = 40) -> str:
    """The text on one line, cut where it is too long to quote."""
    text = " ".join(text.lstrip()[: 8 * most].split())
    return text if len(text) <= most else f"{text[:most]}…"


def some(names: "list[str]", most: int = 6) -> str:
    """The first names, and how many more there are."""
    shown, more = listed(names[:most]), len(names) - most
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
