"""Say what is wrong with a YAML text that its parser refuses, and how to mend it."""

from __future__ import annotations

import re

from hpplan.i18n import _

_OPEN_QUOTE = re.compile(r"""(?:: |- )(?:"[^"]*|'[^']*)$""")
_FULL_WIDTH_COLON = re.compile(r"\s*+(?:-\s++)?[{]?\s*+(\w++)：")


def syntax_message(said: str, character: str) -> tuple[str, str]:
    """What is wrong with a YAML text and how to mend it, for what either parser says of a place."""
    quotes = _("put the text in quotes")
    if character == "\t" or "tab" in said:
        return _("a tab stands where only blanks may"), _("set lines in by blanks")
    for pattern, why, hint in (
        (r"quoted scalar.*(stream|document)", _("a quote opens here and is never closed"), ""),
        (r"escape|hex", _("an escape is no character"), _("use ' in place of the quotes")),
        (
            r"mapping (values|keys)",
            _("a colon is not expected here"),
            _("put a text that holds a colon in quotes, or set the line in as its neighbours are"),
        ),
        (r"node content", _("a value is expected here"), quotes),
        (r"sequence entries", _("a dash is not expected here"), _("begin the list on a new line")),
        (r"any token|alias|anchor|tag|directive", _("no text can begin like this"), quotes),
        (r"block scalar", _("nothing may stand here behind | or >"), quotes),
        (r"flow", _("a bracket is not closed, or a comma is missing"), ""),
        (r"':'", _("a colon is missing behind the key"), _("write it as “key: value”")),
        (
            r"document start|expected key|block",
            _("the line does not fit those above it"),
            _("set what belongs together in by the same number of blanks"),
        ),
    ):
        if re.search(pattern, said):
            return why, hint
    return _("nothing like this is expected here"), quotes


def syntax_hint(lines: list[str], line: int) -> str:
    """Whether a full-width colon or an open quote before a line looks like the cause."""
    for number in range(min(line, len(lines)), max(line - 4, 0), -1):
        if found := _FULL_WIDTH_COLON.match(lines[number - 1]):
            return _("line {line}: write “{key}: ” with an ASCII colon and a space, not ：").format(
                line=number, key=found[1]
            )
    for number in range(min(line, len(lines)), 0, -1):
        if _OPEN_QUOTE.search(lines[number - 1]):
            return _("line {line}: is a quote opened here and never closed?").format(line=number)
    return ""
