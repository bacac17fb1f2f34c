"""Patterns whose compilation waits for a text that may hold a match.

Compiling all patterns of this package takes as long as reading a plan, and most plans need some of
them only.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class RarePattern:
    """A pattern that few texts match, compiled when the first text comes that may.

    Attributes:
        pattern: the pattern.
        sign: a short pattern that is found in every text that holds a match.
    """

    def __init__(self, pattern: str, sign: str) -> None:
        self.pattern = pattern
        self.sign = sign

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Yield the matches in a text, in order."""
        return self._compiled.finditer(text) if re.search(self.sign, text) else iter(())

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self.pattern)
