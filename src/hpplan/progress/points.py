"""Checkpoints as a person types them: `2025-06-30=12`, `2025年底=50%=方案印发`."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import NamedTuple

from hpplan.csvtext import folded
from hpplan.errors import CellError
from hpplan.i18n import _
from hpplan.phrases import shortened
from hpplan.progress import cells

_QUARTERS = {"一": 3, "二": 6, "三": 9, "四": 12, "1": 3, "2": 6, "3": 9, "4": 12}
_HALVES = {"上": 6, "下": 12, "H1": 6, "H2": 12}
_PERIOD = re.compile(
    r"(?P<year>\d{4})年?-?(?:(?:度|全年)?(?:年?[底末])?|第?(?P<quarter>[一二三四1-4])季度[底末]?"
    r"|Q(?P<q>[1-4])|(?P<half>[上下])半年[底末]?|(?P<h>H[12])|年中"
    r"|(?P<month>\d{1,2})(?:月[底末]?)?)",
    re.ASCII | re.IGNORECASE,
)
_MID_YEAR = 6


class Point(NamedTuple):
    """A checkpoint as it was typed.

    Attributes:
        by: the day by which it is planned to be reached.
        value: the figure, as typed.
        what: what is to be seen by then; None where nothing was said of it.
    """

    by: date
    value: str
    what: str | None = None


def point_day(text: str) -> date:
    """The day of a checkpoint: a date, or the last day of a year, half, quarter or month.

    Raises:
        CellError: the text names no such day.
    """
    plain = folded(text)
    if found := period_end(plain):
        return found
    try:
        return cells.day(plain)
    except CellError as error:
        hint = _("write the day as 2025-06-30, or 2025年底, 2025年二季度, 2025年6月")
        raise CellError(error.code, error.message, hint) from None


def period_end(text: str) -> date | None:
    """The last day of a year, half, quarter or month of a year; None for any other text."""
    plain = "".join(folded(text).split())
    if not (found := _PERIOD.fullmatch(plain)):
        return None
    quarter, half = found["quarter"] or found["q"], found["half"] or found["h"]
    month = 12
    if quarter:
        month = _QUARTERS[quarter]
    elif half:
        month = _HALVES[half.upper()]
    elif found["month"]:
        month = int(found["month"])
    elif plain.endswith("年中"):
        month = _MID_YEAR
    year = int(found["year"])
    try:
        return date(year, month, monthrange(year, month)[1])
    except ValueError:
        return None


def checkpoint(text: str) -> Point:
    """A checkpoint, as `2025-06-30=12` or `2025-06-30=50%=方案印发`.

    Raises:
        CellError: it is not written so.
    """
    day, equals, rest = text.replace("＝", "=").partition("=")
    value, and_what, what = rest.partition("=")
    if not equals or not value.strip():
        message = _("“{text}” is no checkpoint").format(text=shortened(text))
        hint = _("write it as 2025-06-30=12, or 2025-06-30=50%=方案印发")
        raise CellError("HP423", message, hint)
    return Point(point_day(day), value.strip(), what.strip() if and_what else None)
