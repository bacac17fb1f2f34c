"""What a reporting form holds: its columns, how it is named, and the stamp that says whose it is.

A form goes out as a workbook, is filled in by a unit, and comes back as a workbook or a CSV. What
both directions must agree on stands here.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from hpplan.csvtext import folded
from hpplan.i18n import LANGUAGES, noted, pgettext, translations
from hpplan.progress import cells

if TYPE_CHECKING:
    from hpplan.plan.model import Plan, Unit


TITLES = {
    "asked": noted("form", "What is asked"),
    "target": noted("form", "Item"),
    "clause": noted("form", "Clause"),
    "name": noted("form", "Name"),
    "quote": noted("form", "Words of the document"),
    "definition": noted("form", "How it is counted"),
    "required": noted("form", "Required"),
    "due": noted("form", "Due"),
    "status": noted("form", "Status"),
    "last_date": noted("form", "Last reported for"),
    "last_value": noted("form", "Last total"),
    "date": noted("form", "Date"),
    "value": noted("form", "Total"),
    "increment": noted("form", "New since"),
    "note": noted("form", "Note"),
    "evidence": noted("form", "Evidence"),
    "cause": noted("form", "Why it is late"),
    "measures": noted("form", "Next steps"),
    "expected": noted("form", "Expected completion"),
}
"""The columns of a form by their key: their titles in English.

A title once handed out is on forms that may yet come back: it is added to, but not changed.
"""

FORMER_TITLES = {"group": noted("form", "Group")}
"""Columns that forms had and have no more; those that come back are read all the same."""

FILLED_IN = ("date", "value", "note", "evidence", "cause", "measures", "expected")
"""The columns that a unit fills in; the others tell, and are read over when the form comes back."""

LABELLED = {"cause": "滞后原因", "measures": "下一步措施", "expected": "预计完成时间"}
"""The columns that become parts of a row's note, and their labels there.

They are data: the same whatever language is spoken, so that notes of all units read alike.
"""

_LABELS = re.compile(rf"(?:^|；)({'|'.join(LABELLED.values())})：")

LONGEST_UNIT_NAME = 40
"""Characters of a unit's name in the name of its file and in a footer."""

IDENTITY_DIGITS = 12
"""Hexadecimal digits by which a plan is known."""

_STAMP = re.compile(
    rf"hpplan-form/1 plan=([0-9a-f]{{{IDENTITY_DIGITS}}}) unit=([a-z0-9_-]+)"
    r" as-of=(\d{4}-\d\d-\d\d)",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Stamp:
    """Where a form belongs.

    Attributes:
        plan: what the plan is known by.
        unit: id of the unit that fills it in.
        as_of: the day as of which it was made.
    """

    plan: str
    unit: str
    as_of: date

    def __str__(self) -> str:
        return f"hpplan-form/1 plan={self.plan} unit={self.unit} as-of={self.as_of}"


def identity(plan: Plan) -> str:
    """What a plan is known by, whatever is decided or filled in later."""
    words = "\n".join((plan.title, plan.number or "", plan.issued.isoformat()))
    return hashlib.sha256(words.encode()).hexdigest()[:IDENTITY_DIGITS]


def file_name(unit: Unit, as_of: date, suffix: str) -> str:
    """The name of a file for a unit, in letters that any system has: `waitan-外滩街道-2026-11-22`.

    Args:
        unit: whom the file is for.
        as_of: the day as of which it was made.
        suffix: what the name ends in, as `.xlsx`.
    """
    safe = re.sub("[^0-9A-Za-z\u3400-\u9fff\U00020000-\U0003ffff]", "", unit.name)
    parts = (unit.id, safe[:LONGEST_UNIT_NAME], as_of.isoformat())
    return f"{'-'.join(part for part in parts if part)}{suffix}"


def stamp_in(text: str) -> Stamp | None:
    """The stamp in a cell's text; None where there is none."""
    if not (found := _STAMP.search(text)):
        return None
    try:
        return Stamp(found[1], found[2], date.fromisoformat(found[3]))
    except ValueError:
        return None


def title(key: str) -> str:
    """A column's title in the language spoken."""
    return pgettext("form", TITLES[key])


@cache
def titles(key: str) -> frozenset[str]:
    """A column's title in each language."""
    english = {**TITLES, **FORMER_TITLES}[key]
    return frozenset(
        translations(language).pgettext("form", english) for language in LANGUAGES.values()
    )


@cache
def _columns() -> dict[str, str]:
    """The columns by their titles in all languages, in lower case."""
    keys = (*TITLES, *FORMER_TITLES)
    return {title.casefold(): key for key in keys for title in titles(key)}


def form_column(text: str) -> str | None:
    """The column that a heading names, on a form or in a progress file; None for another one."""
    return cells.column(text) or _columns().get(folded(text).casefold())


def note_of(texts: dict[str, str]) -> str:
    """A row's note: what was written as such, and behind it the labelled parts."""
    labelled = [
        f"{label}：{text}"
        for key, label in LABELLED.items()
        if (text := texts.get(key, "").strip())
    ]
    note = texts.get("note", "").strip()
    if not labelled:
        return note
    return "；".join(part.rstrip("；;。") for part in (note, *labelled) if part)


def note_parts(note: str) -> dict[str, str]:
    """Take a row's note apart again: what was written as such, and the parts with a label."""
    first, *labelled = _LABELS.split(note)
    keys = {label: key for key, label in LABELLED.items()}
    parts = {keys[label]: text for label, text in zip(labelled[::2], labelled[1::2], strict=True)}
    return {"note": first, **parts}
