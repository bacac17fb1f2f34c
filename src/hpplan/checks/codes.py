"""What each problem code means, read from the page that documents them."""

from __future__ import annotations

import re
from typing import NamedTuple

from hpplan.i18n import spoken
from hpplan.problem import is_warning
from hpplan.shipped import shipped

_EXAMPLE = re.compile(r"\n[^\n]+[:：]\n\n```")
_WIDE_BREAK = re.compile(r"(?<=[^\x00-\x7f])\n(?=[^\x00-\x7f])")
_HEADING = re.compile(r"^## (HP\d{3}): (.+)$", re.MULTILINE)


class Section(NamedTuple):
    """What the page says of one code.

    Attributes:
        code: the code.
        title: what is wrong, in a few words.
        text: meaning, examples and remedy, in Markdown.
    """

    code: str
    title: str
    text: str

    @property
    def is_warning(self) -> bool:
        """Whether what it names is only doubtful."""
        return is_warning(self.code)

    @property
    def meaning(self) -> str:
        """What the code means, without the examples, each paragraph on one line."""
        before = _EXAMPLE.split(self.text)[0].strip()
        return "\n\n".join(map(unwrapped, before.split("\n\n")))


def unwrapped(paragraph: str) -> str:
    """A paragraph on one line; between Chinese characters a line's end is no blank."""
    return " ".join(_WIDE_BREAK.sub("", paragraph.strip()).split())


def sections() -> dict[str, Section]:
    """The sections of the page by code, in its order, in the language that is spoken."""
    page = shipped(spoken().codes).read_text(encoding="utf-8")
    _introduction, *parts = _HEADING.split(page)
    thirds = zip(parts[::3], parts[1::3], parts[2::3], strict=True)
    return {code: Section(code, title, text.strip()) for code, title, text in thirds}
