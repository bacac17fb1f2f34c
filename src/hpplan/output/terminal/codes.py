"""Draw what a problem code means."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hpplan.checks.codes import unwrapped
from hpplan.output.terminal.layout import fit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hpplan.checks.codes import Section

_BLOCK = re.compile(r"^```\w*\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def codes_index(sections: Iterable[Section], width: int) -> list[str]:
    """Return all codes with their titles, a line each."""
    return [fit(f"{section.code}  {section.title}", width) for section in sections]


def code_section(section: Section, width: int) -> list[str]:
    """Return what the page says of a code: paragraphs wrapped, examples indented."""
    lines = [fit(f"{section.code}: {section.title}", width)]
    for at, part in enumerate(_BLOCK.split(section.text)):
        if at % 2:
            lines += ["", *(f"    {line}".rstrip() for line in part.rstrip().split("\n"))]
        else:
            for paragraph in part.split("\n\n"):
                if paragraph.strip():
                    lines += ["", fit(unwrapped(paragraph), width)]
    return [*lines, ""]
