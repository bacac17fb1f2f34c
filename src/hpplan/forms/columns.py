"""What a reporting form holds: its columns, how it is named, and the stamp that says whose it is.

A form goes out as a workbook, is filled in by a unit, and comes back as a workbook or a CSV. What
both directions must agree on stands here.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from hpplan.i18n import spoken
from hpplan.progress import cells

if TYPE_CHECKING:
    from hpplan.plan.model import Plan, Unit

TITLES: dict[str, tuple[str, str]] = {
    "target": ("Item", "编号"),
    "clause": ("Clause", "条款"),
    "name": ("Name", "任务事项"),
    "quote": ("Words of the document", "原文"),
    "definition": ("How it is counted", "统计口径"),
    "required": ("Required", "目标值"),
    "due": ("Due", "时限"),
    "status": ("Status", "状态"),
    "group": ("Group", "填报类别"),
    "last_date": ("Last reported for", "上次统计日"),
    "last_value": ("Last total", "上次累计"),
    "date": ("Date", "统计截止日"),
    "value": ("Total", "本次累计"),
    "increment": ("New since", "本期新增"),
    "note": ("Note", "说明"),
    "evidence": ("Evidence", "佐证"),
    "cause": ("Why it is late", "滞后原因"),
    "measures": ("Next steps", "下一步措施"),
    "expected": ("Expected completion", "预计完成时间"),
}
"""The columns of a form by their key: their titles in English and in Chinese."""

FILLED_IN = ("date", "value", "note", "evidence", "cause", "measures", "expected")
"""The columns that a unit fills in; the others tell, and are read over when the form comes back."""

LABELLED = ("cause", "measures", "expected")
"""The columns that become labelled parts of a row's note."""

LONGEST_NAME = 40
"""Characters of a unit's name in the name of its file and in a footer."""

DIGITS = 12
"""Hexadecimal digits by which a plan is known."""

_STAMP = re.compile(
    rf"hpplan-form/1 plan=([0-9a-f]{{{DIGITS}}}) unit=([a-z0-9_-]+) as-of=(\d{{4}}-\d\d-\d\d)",
    re.ASCII,
)
_COLUMNS = {title.casefold(): key for key, titles in TITLES.items() for title in titles}


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
    return hashlib.sha256(words.encode()).hexdigest()[:DIGITS]


def file_name(unit: Unit, as_of: date, suffix: str) -> str:
    """The name of a file for a unit, in letters that any system has: `waitan-外滩街道-2026-11-22`.

    Args:
        unit: whom the file is for.
        as_of: the day as of which it was made.
        suffix: what the name ends in, as `.xlsx`.
    """
    safe = re.sub("[^0-9A-Za-z\u3400-\u9fff\U00020000-\U0003ffff]", "", unit.name)
    parts = (unit.id, safe[:LONGEST_NAME], as_of.isoformat())
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
    english, chinese = TITLES[key]
    return chinese if spoken() == "zh" else english


def column(text: str) -> str | None:
    """The column that a heading names, on a form or in a progress file; None for another one."""
    return cells.column(text) or _COLUMNS.get(cells.folded(text).casefold())


def note_of(texts: dict[str, str]) -> str:
    """A row's note: what was written as such, and behind it the labelled parts."""
    labelled = [
        f"{TITLES[key][1]}：{text}" for key in LABELLED if (text := texts.get(key, "").strip())
    ]
    note = texts.get("note", "").strip()
    if not labelled:
        return note
    return "；".join(part.rstrip("；;。") for part in (note, *labelled) if part)
