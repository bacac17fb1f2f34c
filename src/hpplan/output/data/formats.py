"""Write plain values as JSON, CSV or a Markdown table, harmless to whatever opens them."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING, Any

from hpplan.output.words.text import HIDING, inert

if TYPE_CHECKING:
    from collections.abc import Sequence

# JSON may hold these as they are; a terminal that shows the JSON should not.
_UNSAFE = re.compile(f"[{HIDING}]")


def json_text(data: Any) -> str:
    """Write data as an indented JSON document: Chinese as it is, invisible marks escaped."""
    text = json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    return _UNSAFE.sub(lambda found: json.dumps(found[0]).strip('"'), text)


def csv_cell(value: object) -> object:
    """Make a cell that no spreadsheet runs: text that begins like a formula gets a leading '."""
    if isinstance(value, bool):
        return str(value).lower()
    if not isinstance(value, str):
        return value
    text = inert(value)
    return f"'{text}" if text[:1] in {"=", "+", "-", "@"} or value[:1] in {"\t", "\r"} else text


def csv_text(rows: Sequence[Sequence[object]]) -> str:
    """Write rows as CSV."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([csv_cell(cell) for cell in row] for row in rows)
    return out.getvalue()


def markdown_table(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Write a Markdown table whose cells stay text."""
    lines = [_markdown_row(heads), _markdown_row(["---"] * len(heads), raw=True)]
    return "\n".join([*lines, *(_markdown_row(row) for row in rows)]) + "\n"


def _markdown_row(cells: Sequence[object], *, raw: bool = False) -> str:
    texts = [str(cell) if raw else _markdown_cell(str(cell)) for cell in cells]
    return f"| {' | '.join(texts)} |"


def _markdown_cell(text: str) -> str:
    return re.sub(r"([\\`*_\[\]<>|#~&])", r"\\\1", inert(text))
