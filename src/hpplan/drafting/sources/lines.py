"""What a document is read into: lines and rows; why one is not read; lines joined again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

from hpplan.drafting.outline import numbered
from hpplan.errors import HpplanError
from hpplan.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence

Line: TypeAlias = str | tuple[str, ...]
"""A paragraph, or the cells of a table's row."""

_SPACES = re.compile(r"[ \t\u3000\u00a0\r\f\v]+")
_STOPS = ("。", "；", "：", "！", "？", ".", ";", ":")
_LEAST_LINES, _LEAST_WIDTH, _MOST_WIDTH = 8, 16, 80
_FULL = 0.5
"""What share of a text's lines is full, at least, where it was broken by width."""

_SLACK = 2
"""How many characters a full line may lack, since no mark begins a line."""


class DocumentError(HpplanError):
    """A document that no plan can be drafted from."""


def missing(package: str) -> DocumentError:
    """That a package is not installed which a format needs."""
    message = _("reading this format needs {package}, which is not installed")
    return DocumentError(message.format(package=package), _("install hpplan with [draft]"))


def trimmed(text: str) -> str:
    """The text of a line without blanks around it, several of them in it as one."""
    return _SPACES.sub(" ", text).strip()


def rejoined(lines: Sequence[str]) -> list[str]:
    """The paragraphs of a text, put together again where it was broken by width.

    It was, where many lines have the width of the longest ones and end within a sentence.
    """
    widths = sorted(len(line) for line in lines if line)
    if len(widths) < _LEAST_LINES:
        return list(lines)
    width = widths[-1 - len(widths) // 20]
    full = [line for line in lines if len(line) >= width - _SLACK]
    broken = [line for line in full if not line.endswith(_STOPS)]
    if not _LEAST_WIDTH <= width <= _MOST_WIDTH or len(broken) < len(widths) * _FULL:
        return list(lines)
    joined: list[str] = []
    open_line = False
    for line in lines:
        if open_line and line and not _begins(line):
            joined[-1] += line
        else:
            joined.append(line)
        open_line = len(line) >= width - _SLACK and not line.endswith(_STOPS[:1])
    return joined


def _begins(line: str) -> bool:
    """Whether a line begins a paragraph, whatever stands above it."""
    found = numbered(line)
    return bool(found) and found[0].style in {"hanzi", "bracket", "chapter", "section", "part"}
