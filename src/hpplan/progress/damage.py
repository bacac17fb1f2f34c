"""What spreadsheets and wrong encodings do to cells, told from what is left of them.

Nothing here is on the way of a sound cell: whoever could not read one asks what happened to it, to
say so in place of a bare refusal. A cell is never mended, only explained.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from hpplan.csvtext import SERIAL_ZERO
from hpplan.i18n import _
from hpplan.phrases import shortened

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST_DAMAGED = 400
"""Characters of a cell beyond which it is not looked at."""

MARKS = "'‘’`＇"
"""What a spreadsheet puts in front of a cell to keep it as text."""

_HIGH, _LOW = range(0xE4, 0xEA), range(0x80, 0xC0)
"""The first and the second byte of a Chinese character in UTF-8."""

QUESTION_MARKS = 3
"""Question marks in a cell without any Chinese from which on they stand for lost characters."""

# Patterns are compiled when a cell is looked at, which in most runs none is.
_NARROW = "#{2,}"
_ERROR = r"(?ai)#(?:REF!|VALUE!|N/A|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!)"
_SCIENTIFIC = r"(?ai)[+-]?\d+(?:\.\d+)?E[+-]?\d{1,3}"
_SERIAL = r"(?a)([34567]\d{4})(\.\d{1,17})?"
_DAY_NOUGHT = r"(?a)1900[-/年]0?1[-/月]0?0日?(?: 0?0:00(?::00)?)?"
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_SHORT_DAY = (
    rf"(?ai)\d{{1,2}}[-/ ](?:{_MONTHS})[a-z]*(?:[-/ ]\d{{1,4}})?|(?:{_MONTHS})[a-z]*[-/ ]\d{{1,4}}"
    r"|\d{1,2}[-/]\d{1,2}|\d{1,2}月\d{1,2}日?"
)
_TIMED = r"(?a)\d{4}[-/年]\d{1,2}[-/月]\d{1,2}日?[ T]\d{1,2}:\d\d.*"

_CHINESE = "[\u4e00-\u9fff]"
_LOST = "\ufffd|锟斤拷|烫烫烫|屯屯屯"
# Text in UTF-8 that was read in another encoding: Chinese begins with the bytes E3 to E9 and EF.
_AS_LATIN = "[ãäåæçèéï][\x80-\xff€‚ƒ„…†‡ˆ‰Š‹Œ\u017d\u2018-\u201d•–—˜™š›œ\u017eŸ]"
_AS_GBK = "[\u4e00-\u9fff\ue000-\uf8ff€][\u3000-\u9fff\ue000-\uf8ff€]"
_DOTS = "[。、．，·・•｡,]"
_READABLE = "[\u0020-\u007e\u3000-\u303f\u4e00-\u9fff\uff00-\uffef“”‘’—…·]+"


class Damage(NamedTuple):
    """What happened to a cell, and what to type instead."""

    message: str
    hint: str


def of_day(cell: str, text: str) -> Damage | None:
    """What happened to a date cell that holds no day; None where nothing known did.

    Args:
        cell: the cell as it stands in its file.
        text: the same, folded.
    """
    if len(text) > LONGEST_DAMAGED:
        return None
    shown, day = shortened(cell), _("write the day as 2025-03-31")
    if found := re.fullmatch(_SERIAL, text):
        hint = _("a spreadsheet writes {day} as this number; write the day itself")
        meant = SERIAL_ZERO + timedelta(days=int(found[1]))
        return Damage(_("“{cell}” is no date").format(cell=shown), hint.format(day=meant))
    if re.fullmatch(_SHORT_DAY, text):
        message = _("“{cell}” lacks its year, or is a day as a spreadsheet shortens it")
        day = _("write the whole day with its year, as 2025-03-31")
    elif re.fullmatch(_TIMED, text):
        message = _("“{cell}” holds a time of day")
        day = _("write the day alone, as 2025-03-31")
    else:
        return of_cell(cell, text, day)
    return Damage(message.format(cell=shown), day)


def of_no_day(cell: str, text: str) -> Damage | None:
    """What happened to a date cell that holds a day that there never was; None where nothing."""
    if not re.fullmatch(_DAY_NOUGHT, text):
        return None
    message = _("“{cell}” is what a spreadsheet makes of an empty date")
    return Damage(message.format(cell=shortened(cell)), _("write the day as 2025-03-31"))


def of_figure(cell: str, text: str, instead: str) -> Damage | None:
    """What happened to a value cell that holds no figure; None where nothing known did."""
    if len(text) > LONGEST_DAMAGED:
        return None
    if re.fullmatch(_SCIENTIFIC, text):
        message = _("“{cell}” is a figure as a spreadsheet shortens it; digits may be lost")
        return Damage(
            message.format(cell=shortened(cell)), _("write the full figure, digit by digit")
        )
    return of_cell(cell, text, instead)


def of_moment(cell: str, text: str) -> Damage | None:
    """What happened to a recorded cell that holds no moment; None where nothing known did."""
    if len(text) > LONGEST_DAMAGED:
        return None
    if found := re.fullmatch(_SERIAL, text):
        moment = datetime.combine(SERIAL_ZERO, datetime.min.time()) + timedelta(
            days=int(found[1]), seconds=round(float(found[2] or 0) * 86400)
        )
        hint = _("a spreadsheet writes {moment} as this number; write the moment itself")
        message = _("“{cell}” is no moment").format(cell=shortened(cell))
        return Damage(message, hint.format(moment=moment.isoformat(timespec="seconds")))
    return of_cell(cell, text, _("leave it empty if the moment is not known"))


def of_cell(cell: str, text: str, instead: str) -> Damage | None:
    """What happened to any cell: an error, a column too narrow, a mark in front, lost characters.

    Args:
        cell: the cell as it stands in its file.
        text: the same, folded.
        instead: what to type, where the cell does not tell.
    """
    if len(text) > LONGEST_DAMAGED:
        return None
    shown = shortened(cell)
    if re.fullmatch(_ERROR, text):
        message = _("“{cell}” is the error of a spreadsheet's formula").format(cell=shown)
        return Damage(message, instead)
    if re.fullmatch(_NARROW, text):
        message = _("“{cell}” is what a spreadsheet shows where a column is too narrow")
        return Damage(message.format(cell=shown), instead)
    if text[:1] and text[0] in MARKS:
        message = _("“{cell}” begins with the mark by which a spreadsheet keeps text")
        return Damage(message.format(cell=shown), _("take the mark ' away"))
    if lost(text):
        message = _("the characters of “{cell}” were lost when the file was saved")
        return Damage(message.format(cell=shown), instead)
    if before := unscrambled(text):
        message = _("“{cell}” is “{before}”, read in a wrong encoding")
        return Damage(message.format(cell=shown, before=before), instead)
    return None


def is_error(text: str) -> bool:
    """Whether a cell is the error of a spreadsheet's formula."""
    return bool(re.fullmatch(_ERROR, text.strip()))


def lost(text: str) -> bool:
    """Whether characters of a text were replaced by others for good."""
    if text.isascii():  # no Chinese is left: ??3????
        return text.count("?") >= QUESTION_MARKS and "??" in text
    return bool(re.search(_LOST, text))


def unscrambled(text: str) -> str:
    """What a text was that was written in UTF-8 and read in another encoding; else empty."""
    if text.isascii() or len(text) > LONGEST_DAMAGED:
        return ""
    if re.search(_AS_LATIN, text):
        bytes_ = b"".join(_latin(character) for character in text)
        return _chinese_of(bytes_)
    if re.search(_AS_GBK, text):
        try:
            bytes_ = text.rstrip("?\ufffd").encode("gb18030")
        except UnicodeEncodeError:  # half a character from beyond Unicode
            return ""
        return _chinese_of(bytes_)
    return ""


def _latin(character: str) -> bytes:
    """The byte that reads as a character in Latin-1 or in Windows' variant of it."""
    for encoding in ("cp1252", "latin-1"):
        try:
            return character.encode(encoding)
        except UnicodeEncodeError:
            continue
    return b"\xff"


def _chinese_of(bytes_: bytes) -> str:
    """The Chinese that bytes spell in UTF-8, the last character aside if it is cut; else empty."""
    try:
        text = bytes_.decode("utf-8")
    except UnicodeDecodeError as error:
        if len(bytes_) - error.start > 2:  # noqa: PLR2004 (of three bytes of a character, two)
            return ""
        text = bytes_[: error.start].decode("utf-8")
    return text if re.search(_CHINESE, text) and re.fullmatch(_READABLE, text) else ""


@cache
def _traces() -> re.Pattern[str]:
    """One of these characters stands in every text that lost its own.

    They are the signs of what was replaced, what the first bytes of Chinese in UTF-8 read as in
    Latin-1, and what its first two read as in GBK: hardly a Chinese text has one of these.
    """
    leads = [(0xE3, 0x80), (0xEF, 0xBC), *((high, low) for high in _HIGH for low in _LOW)]
    of_gbk = "".join(bytes(pair).decode("gbk", "ignore") for pair in leads)
    return re.compile(f"[#?\ufffd锟烫屯ãäåæçèéï{of_gbk}]")


def traces(texts: Iterable[str]) -> bool:
    """Whether one of many texts may be harmed: a quick look at all of them together."""
    return bool(_traces().search("\n".join(texts)))


def harmed(text: str) -> bool:
    """Whether a note or the name of evidence lost characters, or is an error of a formula."""
    return lost(text) or bool(unscrambled(text)) or is_error(text)


def name(text: str, known: Iterable[str]) -> tuple[str, str]:
    """The name that a mangled one stands for, and what happened to it; both empty where unclear.

    Args:
        text: the name as it stands in its cell.
        known: the names that there are.
    """
    if len(text) > LONGEST_DAMAGED:
        return "", ""
    names = {each.casefold(): each for each in known}
    plain = re.sub(_DOTS, ".", text.strip()).casefold()
    bare = plain.removeprefix("mailto:").lstrip(MARKS)
    found = names.get("".join(bare.split()), "")
    if not found:
        return "", ""
    if plain.startswith("mailto:"):
        return found, _("A spreadsheet made a mail address of it")
    if plain[0] in MARKS:
        return found, _("A spreadsheet keeps a cell as text by the mark in front")
    if plain != text.strip().casefold():
        return found, _("Its point is another character, which only looks alike")
    if bare.split() != [bare]:
        return found, _("It holds a blank")
    return found, ""


def shorn(text: str, known: Iterable[str]) -> list[str]:
    """The names that a name may be whose first characters were lost, as .1d of 1.1d."""
    rest = text.strip().casefold()
    if not re.fullmatch(r"\.?\d+[a-z](?:@.+)?", rest, re.ASCII):
        return []
    return [each for each in known if each.casefold().endswith(rest)]
