"""Formats, column widths and row heights of a reporting form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hpplan.i18n import _
from hpplan.judging.status import record_of
from hpplan.output.looks import look_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

    from hpplan.judging.status import Status

COLUMN_WIDTHS = {
    "asked": 11,
    "target": 11,
    "clause": 8,
    "name": 14,
    "quote": 22,
    "definition": 13,
    "required": 10,
    "due": 12.5,
    "status": 9.5,
    "last_date": 12.5,
    "last_value": 8.5,
    "date": 12.5,
    "value": 9.5,
    "increment": 8.5,
    "note": 17,
    "evidence": 11,
    "cause": 13,
    "measures": 13,
    "expected": 12.5,
}
"""Widths of the columns, in digits; a day fits in the wide digits of another font too."""

LINE_POINTS, TALLEST_ROW = 14.5, 409
"""Points of a line of text, and of the tallest row that a spreadsheet has."""

COLUMNS_OF_A_DIGIT = 1.05
"""Columns of text that take the width of a digit, by which a spreadsheet measures its columns."""

LEAST_LINES = 2
"""Lines for which a row has room at least: something is to be written into it."""

_INK, _GREY, _WHITE, _BLUE = "#1F2933", "#F3F5F7", "#FFFFFF", "#1D4F8C"
_BASE = {
    "font_name": "微软雅黑",
    "font_size": 10,
    "font_color": _INK,
    "valign": "vcenter",
    "text_wrap": True,
    "border": 1,
    "border_color": "#C9D1DA",
    "bg_color": _GREY,
}
_PLAIN = {"text_wrap": False, "border": 0, "bg_color": _WHITE}
_CENTRE, _RIGHT = {"align": "center"}, {"align": "right", "indent": 1}
_FILLED_IN = {"bg_color": _WHITE, "locked": False}
_DAY = {**_CENTRE, "num_format": "yyyy-mm-dd"}
_COUNT = {**_RIGHT, "num_format": "#,##0"}
# In such cells 40% stays 40%, and what begins with = or + is no formula.
_AS_TYPED = {"num_format": "@"}
# Text that begins like a formula stays text when its cell is edited.
_TEXT = {"quote_prefix": True}
_LOOKS: dict[str, dict[str, Any]] = {
    "title": {**_PLAIN, **_TEXT, "font_size": 16, "bold": True},
    "subtitle": {**_PLAIN, **_TEXT, "font_size": 11},
    "legend": {**_PLAIN, "font_color": _BLUE},
    "stamp": {**_PLAIN, "font_size": 8, "font_color": "#9AA5B1"},
    "head": {**_CENTRE, "bold": True, "bg_color": "#D9E0E8"},
    "head, filled in": {**_CENTRE, "bold": True, "bg_color": _BLUE, "font_color": _WHITE},
    "id": {**_CENTRE, **_AS_TYPED, "bold": True},
    "text": _TEXT,
    "centred": {**_CENTRE, **_TEXT},
    "asked": {**_CENTRE, **_TEXT, "bold": True, "font_color": "#B42318"},
    "asked if involved": {**_CENTRE, **_TEXT, "bold": True, "font_color": "#9A5B00"},
    "day": _DAY,
    "count": _COUNT,
    "figure": _RIGHT,
    "percent": {**_RIGHT, **_AS_TYPED},
    "nothing": {"bg_color": "#E1E5EA"},
    "text, filled in": {**_FILLED_IN, **_AS_TYPED},
    "day, filled in": {**_FILLED_IN, **_DAY},
    "count, filled in": {**_FILLED_IN, **_COUNT},
    "figure, filled in": {**_FILLED_IN, **_RIGHT},
    "percent, filled in": {**_FILLED_IN, **_RIGHT, **_AS_TYPED},
    "number": {**_PLAIN, **_CENTRE, "valign": "top", "font_color": _BLUE, "bold": True},
    "topic": {**_PLAIN, "valign": "top", "bold": True},
    "advice": {**_PLAIN, **_TEXT, "valign": "top", "text_wrap": True},
}


class FormLooks(dict[str, "Format"]):
    """The cell formats of a form by name, each made when it is first used."""

    def __init__(self, book: Workbook) -> None:
        super().__init__()
        self.book = book

    def __missing__(self, name: str) -> Format:
        made = self[name] = self.book.add_format({**_BASE, **_LOOKS[name]})
        return made

    def status(self, status: Status) -> Format:
        """Return the look of a status: in its colour, and bold where it needs attention."""
        key, ink = f"status {status}", look_of(status).form_ink
        if not ink:
            return self["centred"]
        if key not in self:
            bold = {"bold": True} if record_of(status).attention else {}
            self[key] = self.book.add_format({**_BASE, **_CENTRE, **bold, "font_color": ink})
        return self[key]

    def wrong(self) -> Format:
        """Return the look of a cell that holds what cannot be read."""
        return self.book.add_format({"bg_color": "#FDE2E1", "font_color": "#B42318"})

    def increment(self, name: str) -> Format:
        """Return the look of an increment: red, with a word of warning before it, where negative.

        Args:
            name: the look of the totals between which it lies.
        """
        key = f"{name}, increment"
        if key not in self:
            figure = _LOOKS[name].get("num_format", "General")
            warned = _('"fewer by "{figure}').format(figure=figure)
            shown = f"{figure};[Red]{warned};0"
            self[key] = self.book.add_format({**_BASE, **_LOOKS[name], "num_format": shown})
        return self[key]


def text_columns(text: str) -> int:
    """Return the columns that a text takes, two for a Chinese character."""
    return len(text) if text.isascii() else len(text.encode("gb18030", "replace"))


def row_height(texts: Iterable[tuple[str, float]], least: int = LEAST_LINES) -> float:
    """Return the height of a row in points, since not every spreadsheet fits rows to their text.

    Args:
        texts: what stands in its cells, each with the width of its column.
        least: lines for which there is room in any case.
    """
    lines = least
    for text, width in texts:
        full = int(width * COLUMNS_OF_A_DIGIT)
        lines = max(lines, sum(_lines(text_columns(part), full) for part in text.split("\n")))
    return min(lines * LINE_POINTS + LINE_POINTS / 3, TALLEST_ROW)


def _lines(columns: int, full: int) -> int:
    """Return the lines of a text, where most lines end before a word that would not fit."""
    return 1 if columns <= full else -(-columns // (full - 1))
