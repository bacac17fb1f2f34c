"""The blocks that pages are made of, and how to draw them on a terminal or in Markdown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from rich.cells import cell_len
from rich.text import Text

from hpplan.output.data.formats import markdown_table
from hpplan.output.terminal.layout import GAP, beside, fit, share_out, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

SHORT, LONGEST_ID, LEAST = 10, 26, 6
"""Columns up to which a column is kept whole, and one of ids; what the others have at least."""

_LIST = re.compile(r"^(\s*\d*)([-+.)](?:\s|$))")

LABEL_COLUMNS = 18
"""Columns of a field's label at most."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; the first of a page is its title."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, which fills lines."""

    text: str


@dataclass(frozen=True, slots=True)
class Fields:
    """Labels, each with its value; those without a value are left out."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class DataTable:
    """A table: heads, rows of as many cells, and which columns hold numbers, counted from 0."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines that stay as they are, such as a chart."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list: of each entry what stands out, and what is said of it."""

    entries: tuple[tuple[str, str], ...]


Block: TypeAlias = Heading | Paragraph | Fields | DataTable | Lines | Bullets


def terminal_blocks(blocks: Sequence[Block], width: int) -> list[RenderableType]:
    """Draw blocks for a terminal of so many columns."""
    parts: list[RenderableType] = []
    for block in blocks:
        if isinstance(block, Heading):
            if parts:
                parts.append(Text(""))
            parts.append(Text(fit(block.text, width), style="bold"))
        elif isinstance(block, Paragraph):
            parts.append(Text("\n".join(f"  {line}" for line in wrap(block.text, width - 2))))
        elif isinstance(block, Fields):
            parts += _fields(block, width)
        elif isinstance(block, DataTable):
            parts += _grid(block, width)
        elif isinstance(block, Bullets):
            told = (wrap(f"{lead} {text}", width - 4) for lead, text in block.entries)
            parts += [Text("  - " + "\n    ".join(lines)) for lines in told]
        else:
            parts += [Text(f"  {line}") for line in block.lines]
    return parts


def _fields(block: Fields, width: int) -> list[RenderableType]:
    rows = [row for row in block.rows if row[1]]
    if not rows:
        return []
    label = min(max(cell_len(name) for name, _value in rows), LABEL_COLUMNS)
    widths = (label, width - label - GAP - 2)
    return [
        Text("\n".join(f"  {line}" for line in beside((name, value), widths)))
        for name, value in rows
    ]


def _grid(block: DataTable, width: int) -> list[RenderableType]:
    columns = list(zip(block.heads, *block.rows, strict=True))
    wanted = [max(cell_len(cell) for cell in column) for column in columns]
    whole = [
        most <= SHORT
        or (most <= LONGEST_ID and all(cell.isascii() and " " not in cell for cell in column[1:]))
        for most, column in zip(wanted, columns, strict=True)
    ]
    room = width - 2 - GAP * (len(wanted) - 1)
    room -= sum(most for most, keep in zip(wanted, whole, strict=True) if keep)
    rest = [most for most, keep in zip(wanted, whole, strict=True) if not keep]
    shares = iter(share_out(max(room, LEAST * len(rest)), rest, [1] * len(rest)))
    widths = [most if keep else next(shares) for most, keep in zip(wanted, whole, strict=True)]
    lines = [Text(f"  {line}", style="bold") for line in beside(block.heads, widths, block.numbers)]
    for row in block.rows:
        lines += [Text(f"  {line}") for line in beside(row, widths, block.numbers)]
    return list(lines)


def markdown_blocks(blocks: Sequence[Block]) -> str:
    """Write blocks as Markdown."""
    parts = []
    for number, block in enumerate(blocks):
        if isinstance(block, Heading):
            parts.append(f"{'##' if number else '#'} {_plain(block.text)}")
        elif isinstance(block, Paragraph):
            parts.append(_plain(block.text))
        elif isinstance(block, Fields):
            rows = [f"- **{name}**: {_plain(value)}" for name, value in block.rows if value]
            parts.append("\n".join(rows))
        elif isinstance(block, DataTable):
            parts.append(markdown_table(block.heads, block.rows).rstrip("\n"))
        elif isinstance(block, Bullets):
            entries = [f"- **{_plain(lead)}** {_plain(text)}" for lead, text in block.entries]
            parts.append("\n".join(entry.rstrip() for entry in entries))
        else:
            parts.append("\n".join(f"    {line}".rstrip() for line in block.lines))
    return "\n\n".join(part for part in parts if part) + "\n"


def _plain(text: str) -> str:
    """Escape what Markdown would take for markup."""
    for mark in "\\`*_[]<>#|~&":
        text = text.replace(mark, f"\\{mark}")
    return _LIST.sub(r"\1\\\2", text)
