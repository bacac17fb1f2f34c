"""Make a clause of a table's row: its tasks, who is responsible by the columns, and by when."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from hpplan.drafting.clauses import ClauseText, Scope
from hpplan.drafting.columns import UNIT_COLUMNS
from hpplan.drafting.outline import numbered
from hpplan.wording.units import Responsible, responsible

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Cell(NamedTuple):
    """A cell of a row that is kept.

    Attributes:
        kind: what its column is.
        text: its words.
        gap: what parts it from the cell before it: a tab, or the end of a line.
    """

    kind: str
    text: str
    gap: str


def row_clause(chapter: tuple[str, ...], label: str, cells: Sequence[Cell]) -> ClauseText:
    """The clause of a row: its text reaches from the first task to the last.

    What stands between two tasks is set aside; a unit or a date there belongs to those before it.
    """
    tasks = [n for n, cell in enumerate(cells) if cell.kind == "task" and cell.text]
    if not tasks:
        return ClauseText(chapter, label, "", "")
    body, behind = cells[tasks[0] : tasks[-1] + 1], cells[tasks[-1] + 1 :]
    asides: list[tuple[int, int, str]] = []
    parts: list[tuple[int, int, str]] = []
    scopes: list[Scope] = []
    text, begin = "", 0
    named: list[Cell] = []
    for before, cell in pairwise((Cell("task", "", ""), *body)):
        start = len(text) + len(cell.gap) if text else 0
        if cell.kind == "task" and before.kind != "task":
            if named:
                scopes.append(Scope(begin, start, _said(named)))
            begin, named = start, []
        text += (cell.gap if text else "") + cell.text
        if not cell.text or cell.kind == "task":
            continue
        asides.append((start, len(text), "due" if cell.kind == "due" else "units"))
        if cell.kind == "due":
            parts.append((begin, start, cell.text))
        elif cell.kind in UNIT_COLUMNS:
            named.append(cell)
    dated = "；".join(cell.text for cell in behind if cell.kind == "due" and cell.text)
    if dated and parts:
        parts.append((begin, len(text), dated))
        dated = ""
    named += [cell for cell in behind if cell.kind in UNIT_COLUMNS]
    if named:
        scopes.append(Scope(begin if scopes else 0, len(text), _said(named)))
    title = next((cell.text for cell in cells if cell.kind == "title"), "")
    if title:
        label, title, _cut = _own_number(label, title)
    label, text, cut = _own_number(label, text)
    asked = [code for scope in scopes for code in scope.said.asked]
    if parts or len(scopes) > 1:
        asked.append("merged-cell")
    return ClauseText(
        chapter,
        label.strip(),
        title.rstrip("。：:"),
        text,
        tuple(_moved(scopes, cut)),
        tuple((max(start - cut, 0), end - cut, why) for start, end, why in asides),
        dated,
        tuple((max(start - cut, 0), end - cut, words) for start, end, words in parts),
        tuple(dict.fromkeys(asked)),
    )


def _own_number(label: str, text: str) -> tuple[str, str, int]:
    """The number of a clause, its text without it, and how many characters were cut off."""
    found = numbered(text)
    if not found or found[0].style != "digit":
        return label, text, 0
    rest = text[len(found[0].label) :].lstrip()
    return label or found[0].label, rest, len(text) - len(rest)


def _moved(scopes: Iterable[Scope], cut: int) -> Iterable[Scope]:
    for each in scopes:
        if each.said.units:
            yield Scope(max(each.start - cut, 0), each.end - cut, each.said)


def _said(cells: Sequence[Cell]) -> Responsible:
    """Who is responsible by the cells of a row, each under its column."""
    units = []
    asked: list[str] = []
    if {"lead", "responsible"} <= {cell.kind for cell in cells}:
        asked.append("label-unknown")
    for cell in cells:
        said = responsible(cell.text)
        asked += said.asked
        for each in said.units:
            role = "support" if cell.kind == "support" else each.role
            units.append(each._replace(role=role))
        if said.unread:
            asked.append("label-unknown")
    return Responsible(tuple(units), "", tuple(dict.fromkeys(asked)))


def without_number(cell: str) -> str:
    """The words of a heading behind its number."""
    found = numbered(cell)
    return (cell[len(found[0].label) :] if found else cell).strip("。 ")
