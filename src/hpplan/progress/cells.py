"""What a cell of a progress file may be, and how it is read.

Read with kindness, never by guessing: full-width digits, `2025/3/31`, `2025年3月31日`, `1,200`,
`75%` and 完成 are understood; anything else is a fault of its cell, with what to type instead.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

from hpplan.csvtext import folded
from hpplan.errors import CellError
from hpplan.i18n import _
from hpplan.numbers import (
    DECIMALS,
    DIGITS,
    LARGEST,
    Number,
    computed,
    decimal_text,
    exact,
    in_range,
)
from hpplan.phrases import shortened

if TYPE_CHECKING:
    from datetime import tzinfo

    from hpplan.plan.model import Kind

HEADERS = {
    "date": "日期",
    "target": "事项",
    "value": "数值",
    "note": "说明",
    "evidence": "佐证",
    "recorded": "填报时间",
}

SIMULATED = "（模拟）"
"""What the note of a simulated row ends with."""

PERCENT = 100
REQUIRED = ("date", "target", "value")

PLAIN_MOMENT = len("2025-04-03T10:12:00")
"""Characters of a moment in front of its offset."""

LONGEST_FIGURE = 60
"""Characters of a figure beyond which it is not read at all."""

_TRADITIONAL = dict(zip(HEADERS, ("日期", "事項", "數值", "說明", "佐證", "填報時間"), strict=True))
_COLUMNS = {title: name for name in HEADERS for title in (name, HEADERS[name], _TRADITIONAL[name])}
DONE = frozenset({"done", "完成", "已完成"})
"""What stands for 100% of a milestone."""

_LINE_ENDS = re.compile(r"[^\S\r\n]*[\r\n]\s*")
_MARKS = "，。；：、！？…—,.;:!?"
_CONTROL = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]"  # compiled where it is needed
_DATE = re.compile(
    r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|\.(\d{1,2})\.(\d{1,2})|(\d\d)(\d\d)"
    r"|\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?[日号號])",
    re.ASCII,
).fullmatch
# A spreadsheet's day often ends with the midnight at which it begins: 2025-03-31 00:00:00.
_MIDNIGHT = re.compile(r"(.{8,11})[ T]0?0:00(?::00(?:\.0{1,6})?)?", re.ASCII).fullmatch
_NUMBER = re.compile(r"(\d+|\d{1,3}(?:,\d{3})+)(\.\d+)?", re.ASCII).fullmatch
_BEHIND_A_WORD = re.compile(r"[^\d.,+=-]+(\d{1,15}(?:\.\d{1,9})?)", re.ASCII).fullmatch
_RECORDED = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:\d\d)?", re.ASCII
).fullmatch
# A day that there is: the days up to the 28th, those that most months have, and leap days.
_REAL_DAY = (
    r"20(?:\d\d-(?:(?:0[1-9]|1[0-2])-(?:[01][1-9]|10|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)"
    r"|(?:0[13578]|1[02])-31)|(?:[02468][048]|[13579][26])-02-29)"
)
_ALL_RECORDED = (  # compiled where it is needed, as the above
    rf"(?:(?:{_REAL_DAY}T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d"
    r"(?:\+08:00|Z|[+-](?:0\d|1[0-4]):00))?\n)*+"
)
# As a spreadsheet writes it: 2025/4/3 10:12.
_SHEET_MOMENT = re.compile(
    r"(\d{4})[-/](\d{1,2})[-/](\d{1,2}) (\d{1,2}):(\d\d)(?::(\d\d))?", re.ASCII
).fullmatch


@lru_cache(maxsize=256)
def column(title: str) -> str | None:
    """The column that a heading names; None for an unknown one."""
    return _COLUMNS.get(folded(title).casefold())


def day(cell: str) -> date:
    """The day in a date cell.

    Raises:
        CellError: the cell is no such day.
    """
    text = folded(cell)
    found = _DATE(text)
    if not found and (midnight := _MIDNIGHT(text)):
        found = _DATE(midnight[1])
    if not found:
        if not text:
            raise CellError("HP304", _("the date is empty"), _("write the day as 2025-03-31"))
        from hpplan.progress import damage

        happened = damage.of_day(cell, text) or (
            _("“{cell}” is no date").format(cell=shortened(cell)),
            _("write the day as 2025-03-31"),
        )
        raise CellError("HP304", *happened)
    year, month, of_month = (int(part) for part in found.groups() if part)
    try:
        return date(year, month, of_month)
    except ValueError:
        from hpplan.progress import damage

        happened = damage.of_no_day(cell, text) or (
            _("there is no day “{cell}”").format(cell=shortened(cell)),
            _("write the day as 2025-03-31"),
        )
        raise CellError("HP304", *happened) from None


def figure(cell: str, kind: Kind, uom: str | None = None) -> Number | None:
    """The figure in a value cell, for a target of this kind; None for a duty.

    Raises:
        CellError: the cell holds no figure that such a target can have.
    """
    text = folded(cell)
    if kind == "duty":
        if text and text.casefold() not in DONE:
            from hpplan.progress import damage

            if happened := damage.of_cell(cell, text, _("leave the value empty")):
                raise CellError("HP306", *happened)
            message = _("a duty has no figure, but “{cell}” is given").format(cell=shortened(cell))
            raise CellError(
                "HP306", message, _("leave the value empty; the note says what was done")
            )
        return None
    if kind == "milestone" and text.casefold() in DONE:
        return PERCENT
    number = text.removesuffix("%").rstrip() if text.endswith("%") else text
    if not _NUMBER(number):
        raise CellError("HP306", *_no_figure(cell, text, kind, uom))
    plain = computed(number.replace(",", ""))
    value: int | Decimal = LARGEST
    if len(plain) <= LONGEST_FIGURE:
        value = int(plain) if plain.isdigit() else Decimal(plain)
    if not in_range(value):
        message = _("a figure has at most 15 digits before the point and {n} behind it").format(
            n=DECIMALS
        )
        raise CellError("HP306", message)
    if text.endswith("%") and not is_percentage(kind, uom):
        message = _("“{cell}” is a percentage, but the figure is counted in {uom}").format(
            cell=shortened(cell), uom=uom or "个"
        )
        raise CellError("HP306", message, _("write the figure itself, without %"))
    result = exact(value)
    if kind == "count" and not isinstance(result, int):
        message = _("“{cell}” is not whole, but this target counts whole things").format(
            cell=shortened(cell)
        )
        raise CellError("HP306", message, _("write a whole number"))
    if kind == "milestone" and result > PERCENT:
        message = _("“{cell}” is over 100%").format(cell=shortened(cell))
        raise CellError("HP306", message, _("write a percentage from 0 to 100, or done"))
    return result


class Statement(Enum):
    """What a row says that reports no figure."""

    remark = "remark"
    """The value is empty: the note says how things stand, and no figure changes."""

    none = "none"
    """The unit has no part in the item (不涉及), until it reports a figure."""


NOT_INVOLVED = frozenset(
    {"none", "不涉及", "无关", "無關", "非我单位", "非我單位", "不涉及本单位", "不涉及本單位"}
)
"""What stands for a unit that has no part in an item."""


_PLAIN_FIGURE = re.compile(
    rf"([0-9]{{1,{DIGITS}}})(?:\.([0-9]{{1,{DECIMALS}}}))?", re.ASCII
).fullmatch
_NUMBERED = (frozenset({"count", "amount", "level"}), frozenset({"amount", "level"}))
"""The kinds of targets whose figures are whole numbers, and those with decimals."""


def reading(cell: str, kind: Kind, uom: str | None = None) -> Number | Statement | None:
    """Read a value cell: a figure, or one of the statements that need no figure.

    Raises:
        CellError: the cell holds neither.
    """
    if (plain := _PLAIN_FIGURE(cell)) and kind in _NUMBERED[bool(plain[2])]:
        whole, decimals = plain.groups("")  # most are such, and take a fifth of the time so
        number = int(whole + decimals)
        return exact(Fraction(number, 10 ** len(decimals))) if decimals else number
    text = folded(cell)
    if text.casefold() in NOT_INVOLVED:
        return Statement.none
    if not text and kind != "duty":
        return Statement.remark
    return figure(cell, kind, uom)


def unexplained(cell: str, statement: Statement, kind: Kind) -> CellError:
    """Return the fault of a statement without a note."""
    if statement is Statement.none:
        message = _("“{cell}” needs a note that says why").format(cell=shortened(cell))
        return CellError("HP306", message, _("write into the note whose task it is, or why"))
    message, hint = _no_figure(cell, "", kind, None)
    more = _("{hint}, or into the note what there is to say").format(hint=hint)
    return CellError("HP306", message, more)


def entered_in_order(moments: list[bytes]) -> bool:
    """Whether recorded cells never go back in time, as far as their texts tell.

    They do where all are empty, and where all are moments with the same offset, written alike.
    """
    if not any(moments):
        return True
    length, offset = len(moments[0]), moments[0][PLAIN_MOMENT:]
    text = b"\n".join([*moments, b""])
    return (
        len(offset) > 0
        and text.isascii()
        and text.count(b"\n") == text.count(offset + b"\n") == len(moments)
        and text[length :: length + 1] == b"\n" * len(moments)
        and sorted(moments) == moments
    )


def is_percentage(kind: Kind, uom: str | None) -> bool:
    """Whether the figures of a target are percentages."""
    return kind == "milestone" or (kind == "level" and uom in {"%", "％"})


def _no_figure(cell: str, text: str, kind: Kind, uom: str | None) -> tuple[str, str]:
    """What is wrong with a value cell that is no figure, and what to type instead."""
    from hpplan.progress import damage

    percentage = _("write a percentage from 0 to 100, or done")
    if not text:
        return _("the value is empty"), percentage if kind == "milestone" else _("write a figure")
    itself = percentage if kind == "milestone" else _("write the figure itself")
    if happened := damage.of_figure(cell, text, itself):
        return happened
    shown = shortened(cell)
    negative, increment = re.match(r"[-−–]\s*\d", text), text.startswith("+")
    message = _("“{cell}” is no exact figure").format(cell=shown)
    if negative:
        message = _("“{cell}” is negative").format(cell=shown)
    elif increment:
        message = _("“{cell}” is an increment").format(cell=shown)
    if kind == "milestone":
        return message, percentage
    if (negative or increment) and kind == "level":
        return message, _("write the value as it was measured, 0 or more")
    if negative:
        return message, _("write the running total, 0 or more")
    if increment:
        return message, _("write the running total since the start")
    behind, alone = _BEHIND_A_WORD(text), text.removesuffix(uom or "").rstrip()
    example = behind[1] if behind else alone if _NUMBER(alone) else "12"
    return message, _("write the exact figure, for example {example}").format(example=example)


def recorded(cell: str, zone: object = None) -> datetime | None:
    """The moment in a recorded cell; None where it is empty. Without an offset, in `zone`.

    Raises:
        CellError: the cell is no such moment.
    """
    text = cell if (plain := _RECORDED(cell)) else folded(cell)
    if not text:
        return None
    if plain or _RECORDED(text):
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            pass
        else:
            return moment if moment.tzinfo else moment.replace(tzinfo=zone)  # type: ignore[arg-type]
    if found := _SHEET_MOMENT(text):
        try:
            return datetime(*(int(part) for part in found.groups("0")), tzinfo=zone)  # type: ignore[arg-type,misc]
        except ValueError:
            pass
    from hpplan.progress import damage

    message = _("“{cell}” is no moment").format(cell=shortened(cell))
    hint = _("write the moment as 2025-04-03T10:12:00+08:00, or leave it empty")
    raise CellError("HP309", *(damage.of_moment(cell, text) or (message, hint)))


def entered(cell: str, zone: tzinfo, now: datetime | None) -> datetime | None:
    """The moment at which a row was entered, as far as it counts.

    None where the recorded cell is empty or cannot be read, and where it lies in the future: then
    the clock that it was taken from was wrong. Which row corrects which, and from when a row is
    known, rest on this alone, whoever asks.

    Args:
        cell: the recorded cell.
        zone: the time zone of a moment without an offset.
        now: the moment behind which the future begins; None where there is none.
    """
    try:
        moment = recorded(cell, zone)
    except CellError:
        return None
    return None if moment is None or is_ahead(moment, now) else moment


def is_ahead(moment: datetime, now: datetime | None) -> bool:
    """Whether a moment lies in the future."""
    return now is not None and moment > now


def known_on(row_day: date, cell: str, zone: tzinfo, now: datetime | None = None) -> date:
    """The day, in a zone, from which a row is known: that of the moment at which it was entered.

    It is the row's own day where there is no such moment, and where the row was entered ahead of
    the day that it speaks of.
    """
    if not cell or (moment := entered(cell, zone, now)) is None:
        return row_day
    try:
        return max(row_day, moment.astimezone(zone).date())
    except OverflowError:  # at the edge of the calendar
        return row_day


def all_recorded(cells: list[str]) -> bool:
    """Whether each of many recorded cells is empty, or a moment as `record` writes it.

    Many are looked at together, which takes a fraction of the time; of some other moments it says
    no as well, so that each has to be looked at by itself.
    """
    joined = "\n".join(cells) + "\n"
    if joined.count("\n") > len(cells):
        return False
    return re.fullmatch(_ALL_RECORDED, joined, re.ASCII) is not None


def figure_cell(value: Number | None) -> str:
    """How a figure is written into a value cell."""
    return "" if value is None else decimal_text(value)


def kept_cell(cell: str) -> str:
    """A value cell as it is written: a computed figure with the decimals that are kept."""
    number = folded(cell).removesuffix("%").rstrip()
    typed = number.replace(",", "")
    plain = computed(typed) if _NUMBER(number) else typed
    if plain == typed:
        return cell.strip()
    return f"{plain}%" if folded(cell).endswith("%") else plain


def written(text: str) -> str:
    """A text as a cell of a progress file holds it.

    It is one line, since git merges lines: a line end, with the blanks around it, becomes ；, or
    nothing where a mark of punctuation stands already. No spreadsheet takes it for a formula: one
    that begins like one gets a leading '.
    """

    def between(found: re.Match[str]) -> str:
        text = found.string
        return "" if text[found.start() - 1] in _MARKS or text[found.end()] in _MARKS else "；"

    text = _LINE_ENDS.sub(between, text.strip())
    return f"'{text}" if text[:1] in {"=", "+", "-", "@"} else text


def control_in(text: str) -> str:
    """The first character of a text that no cell may hold, as U+0007; empty where there is none."""
    found = re.search(_CONTROL, text)
    return f"U+{ord(found[0]):04X}" if found else ""
