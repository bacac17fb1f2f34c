"""Explain the letters of earned schedule, which keep their names from the literature."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpplan.i18n import _

if TYPE_CHECKING:
    from collections.abc import Collection


def terms_used(used: Collection[str]) -> tuple[tuple[str, str], ...]:
    """Return each term that an item's arithmetic uses, and what it is called in plain words.

    The terms are those of earned schedule (Lipke 2003): PC stands in TSPI alone.
    """
    meanings = (
        ("AT", _("actual time: from the start to the day that the reports speak of")),
        ("PD", _("planned duration: from the start to the due date")),
        ("PV", _("planned value: what should have been done by then")),
        ("ES", _("earned schedule: how far into the plan what is done belongs")),
        ("SPI", _("schedule performance index: 1 is on plan, 0.5 half as fast")),
        ("PC", _("planned completion: when the plan has all of it done")),
        ("TSPI", _("to-complete index: how many times as fast as planned the rest has to go")),
        ("IEAC", _("independent estimate at completion: when it is done at the average pace")),
    )
    needed = {*used, *(("PC",) if "TSPI" in used else ())}
    return tuple(row for row in meanings if row[0] in needed)
