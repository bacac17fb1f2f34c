"""Say what is wrong with a YAML text that its parser refuses, and how to mend it."""

from __future__ import annotations

import re

from hpplan.i18n import _

_OPEN_QUOTE = re.compile(r"""(?:: |- )(?:"[^"]*|'[^']*)$""")
_WIDE_BLANK = re.compile(r" *+(?:- *+)?([\u00a0\u2002-\u200a\u202f\u3000])").match
_WIDE_BLANK_BEHIND = re.compile(r"\w:([\u00a0\u2002-\u200a\u202f\u3000])").search
_WIDE_COMMA = re.compile(r"，\s*+\w++:").search
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
    """Whether a full-width mark or an open quote before a line looks like the cause."""
    for number in range(min(line, len(lines)), max(line - 4, 0), -1):
        if hint := _wide(lines[number - 1]):
            return hint.replace("{line}", str(number))
    for number in range(min(line, len(lines)), 0, -1):
        if _OPEN_QUOTE.search(lines[number - 1]):
            return _("line {line}: is a quote opened here and never closed?").format(line=number)
    return ""


def _wide(text: str) -> str:
    """What to write for a full-width mark that stands where YAML has its own; empty without one."""
    if found := _FULL_WIDTH_COLON.match(text):
        return _("line {line}: write “{key}: ” with an ASCII colon and a space, not ：").replace(
            "{key}", found[1]
        )
    if found := _WIDE_BLANK(text) or _WIDE_BLANK_BEHIND(text):
        return _(
            "line {line}: write an ordinary blank for the wide or fixed one (U+{code})"
        ).replace("{code}", f"{ord(found[1]):04X}")
    found = _WIDE_COMMA(text)
    if found and set("[{") & set(text[: found.start()]):
        return _("line {line}: write an ASCII comma between the keys, not ，")
    return ""
