"""How each status looks, wherever it is shown; its words stand in `words/text.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hpplan.judging.status import Status


BAD, WARNING, GOOD, SILENCE, PLAIN = ("red3", "dark_goldenrod", "green4", "magenta3", "turquoise4")
"""Colours of a terminal, as Rich names them: each stands out from white and from black by 3 : 1 or
more (WCAG 2.1, 1.4.11), which the eight basic ones, whose shades a terminal chooses, do not. Where
there are only those, Rich takes red, yellow, green, magenta and cyan."""


class StatusLook(NamedTuple):
    """How a status looks; none rests on its colour, as a glyph, a sign or its word stands beside.

    Its colours on a page, by day and by night, are the styles of its class in
    `html/assets/report.css`.

    Attributes:
        glyph: what a bar on a terminal is drawn with, the higher the worse.
        style: the style of that, and of its word, as Rich names it.
        sign: its shape on a page, as SVG around 0, five to each side.
        ink: the colour of its word in a workbook's cell.
        tint: the ground of that cell.
        solid: its colour in a workbook's chart.
        form_ink: the colour of its word in a form; none where it looks like any other text.
    """

    glyph: str
    style: str
    sign: str
    ink: str
    tint: str
    solid: str
    form_ink: str = ""


STATUS_LOOKS: Mapping[Status, StatusLook] = {
    "overdue": StatusLook(
        glyph="█",
        style=f"bold {BAD}",
        sign='<path d="M-4-4h8v8h-8z"/>',
        ink="#9E1B1B",
        tint="#FADBD8",
        solid="#B3261E",
        form_ink="#B42318",
    ),
    "off-track": StatusLook(
        glyph="▆",
        style=BAD,
        sign='<path d="M-5-3.8h10L0 5z"/>',
        ink="#8F3A0C",
        tint="#FCE4D2",
        solid="#E07B39",
        form_ink="#B42318",
    ),
    "at-risk": StatusLook(
        glyph="▄",
        style=WARNING,
        sign='<path d="M0-5.2L5.2 0 0 5.2-5.2 0z"/>',
        ink="#735000",
        tint="#FBF0CC",
        solid="#E9C261",
        form_ink="#9A5B00",
    ),
    "silent": StatusLook(
        glyph="▂",
        style=SILENCE,
        sign='<circle r="3.6" class="hollow"/>',
        ink="#58407A",
        tint="#EBE3F5",
        solid="#B79AD9",
        form_ink="#6B3FA0",
    ),
    "unrated": StatusLook(
        glyph="▁",
        style=PLAIN,
        sign='<path class="hollow" d="M-3.4-3.4h6.8v6.8h-6.8z"/>',
        ink="#0A5A64",
        tint="#D9F0F3",
        solid="#73B9C4",
    ),
    "on-track": StatusLook(
        glyph="─",
        style=GOOD,
        sign='<circle r="4.2"/>',
        ink="#2B673D",
        tint="#E9F3EB",
        solid="#B9D8C0",
    ),
    "kept": StatusLook(
        glyph="─",
        style=GOOD,
        sign='<path d="M-4.4-1.5h8.8v3h-8.8z"/>',
        ink="#4C6851",
        tint="#F1F6F2",
        solid="#DCE8DE",
    ),
    "met": StatusLook(
        glyph="═",
        style=f"bold {GOOD}",
        sign='<path class="stroke" d="M-4 .4L-1.2 3.4 4.2-3.4"/>',
        ink="#185A36",
        tint="#D5EBDD",
        solid="#4E9A6B",
        form_ink="#1B6E3C",
    ),
    "upcoming": StatusLook(
        glyph="·",
        style="dim",
        sign='<circle r="1.8"/>',
        ink="#58606A",
        tint="#EEF0F2",
        solid="#CBD0D6",
    ),
    "suspended": StatusLook(
        glyph="·",
        style="dim",
        sign='<path class="stroke" d="M-2-4v8M2-4v8"/>',
        ink="#58606A",
        tint="#EEF0F2",
        solid="#B7BDC5",
    ),
    "withdrawn": StatusLook(
        glyph="·",
        style="dim",
        sign='<path class="stroke" d="M-3.4-3.4l6.8 6.8M-3.4 3.4l6.8-6.8"/>',
        ink="#58606A",
        tint="#EEF0F2",
        solid="#A4ABB4",
    ),
}

PLAIN_LOOK = StatusLook(
    glyph="+",
    style="",
    sign='<path class="stroke" d="M-4 0h8M0-4v8"/>',
    ink="#333333",
    tint="#FFFFFF",
    solid="#888888",
)
"""How a status looks that has no look of its own."""


def look_of(status: Status) -> StatusLook:
    """Return how a status looks."""
    return STATUS_LOOKS.get(status, PLAIN_LOOK)
