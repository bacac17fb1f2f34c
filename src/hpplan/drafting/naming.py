"""Name targets shortly by the words that commit to them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hpplan.drafting.sentences import is_only_date
from hpplan.drafting.verbs import bare, sense
from hpplan.wording.dates import date_spans
from hpplan.wording.folding import fold

if TYPE_CHECKING:
    from hpplan.drafting.reading import Reading

_LONGEST_NAME = 40
_SHORTEST_NAME = 4
_ANY_YEAR = 2000
_BEFORE_DATE = re.compile("(?:力争|确保|争取)?(?:到|至|于|在|截至)?")
_EACH_OF = re.compile("[、和及与]")


def target_name(quote: str, plain: str) -> str:
    """A short name for a target: the half-sentence that commits, without dates and adverbs."""
    start, best = 0, (0, 0)
    for part in re.split("[，\n]", plain):
        if part.strip() and not is_only_date(part.strip()):
            best = (start, start + len(part))
            if sense(part)[0] != "none" or re.search(r"\d", part):
                break
        start += len(part) + 1
    words = quote[best[0] : best[1]].strip()
    words = _undated(words)
    short = bare(fold(words))
    if _SHORTEST_NAME <= len(short) < len(words):
        words = words[len(words) - len(short) :]
    words = words.strip(" -。；;，,、")
    if len(words) > _LONGEST_NAME:
        words = words[: _LONGEST_NAME - 1] + "…"
    return words or quote[:_LONGEST_NAME]


def _undated(words: str) -> str:
    """Words without the date that they begin with, where they say more than that."""
    found = date_spans(words, _ANY_YEAR)
    if not found or not _BEFORE_DATE.fullmatch(fold(words[: found[0].start]).strip()):
        return words
    return words[found[0].end :].lstrip("，, ") or words


def by_turns(reading: Reading, n: int) -> str:
    """The name of one of several figures that belong to as many things in turn; else empty.

    A率、B率分别达到90%、80% names A率达到90% and B率达到80%.
    """
    piece = reading.piece_of(n)
    words = reading.plain[piece.start : piece.end]
    at = words.find("分别")
    held = reading.held(piece.start + at, piece.end) if at > 0 else []
    things = [each for each in _EACH_OF.split(_undated(reading.text[piece.start :][:at])) if each]
    if n not in held or len(held) != len(things) or len(held) == 1:
        return ""
    first, own = reading.figures[held[0]], reading.figures[n]
    verb = reading.text[piece.start + at + len("分别") : first.start].strip()
    figure = reading.text[own.start : own.uom_end]
    name = things[held.index(n)].strip() + verb + figure
    return name if len(name) <= _LONGEST_NAME else ""
