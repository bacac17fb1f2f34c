"""plan.yaml with one thing added, every other byte left as it is.

The text is not written anew from its data: what is added goes in at the node's own place, in the
style of what stands around it. Whoever calls this reads the result back, and compares.
"""

from __future__ import annotations

import json
import re
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple
from unicodedata import east_asian_width

import yaml

from hpplan.errors import HpplanError
from hpplan.i18n import _
from hpplan.numbers import decimal_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Key = str | int
    Value = str | date | int | Fraction | bool
    Entries = Sequence[Mapping[str, Value]]
    Setting = Value | Sequence[str] | Entries | Mapping[str, Value] | None

WIDEST = 100
"""Columns of a line that is added, where it can be broken at all."""

STEP = 2
"""How far a list and what it holds are set in, where the file does not show it."""

LINE_END = re.compile("\r\n|\r|\n")
_LEADING = re.compile(r"[ \t]*")
REST_OF_LINE = re.compile(r"(?P<comma>[ \t]*,)?[ \t]*(?:(?<=[ \t,])#.*)?")
_KEEP = re.compile(r"[|>][1-9]?\+")

# What YAML or a reader of its older version takes for something else than text.
_OTHER = re.compile(r"~|null|true|false|yes|no|on|off|y|n|=|<<", re.IGNORECASE)
_FIGURES = re.compile(r"[-+.]?[0-9][-+.:_0-9a-fox]*|[-+]?\.(?:inf|nan)", re.IGNORECASE)
_SPECIAL = re.compile(r"[-?:,\[\]{}#&*!|>'\"%@`=<]|\.\.\.|---")
_BREAKS = re.compile(r":(?:\s|$)|\s#|\t")
_BREAKS_FLOW = re.compile(r"[,\[\]{}]")
_SINGLE = (str, date, int, Fraction)
"""What is written as one scalar; a bool is an int."""


class EditError(HpplanError):
    """Why a text cannot be edited here, and must be by hand."""


def with_revision(text: str, where: tuple[Key, ...], entry: Mapping[str, Value]) -> str:
    """The text with one more entry under a target's `revisions`; as `with_entry` says."""
    return with_entry(text, where, "revisions", entry)


def with_entry(text: str, where: tuple[Key, ...], listed: str, entry: Mapping[str, Value]) -> str:
    """The text with one more entry in a list of a target or a clause, as `revisions`.

    Args:
        text: the YAML text of a plan that can be loaded.
        where: the way to the target.
        listed: the key of the list.
        entry: the entry's keys and values, in the order in which they are written.

    Raises:
        EditError: the target is laid out in a way that this knows nothing of.
    """
    place = place_in(composed(text), where)
    target, style = place.target, place.style
    existing = _value(target, listed)
    if existing is None and target.flow_style:
        key = style.key(listed)
        return inserted_into_flow(text, target, target.value[-1], f"{key}: [{style.flow(entry)}]")
    if existing is None:
        column = target.start_mark.column
        lines = [" " * column + style.key(listed) + ":"]
        lines += style.item(entry, column + place.step, place.gap)
        return inserted_below(text, node_end(text, target), lines)
    if existing.flow_style:
        if existing.value:
            return inserted_into_flow(text, existing, existing.value[-1], style.flow(entry))
        at = existing.start_mark.index + 1
        return text[:at] + style.flow(entry) + text[at:]
    if not isinstance(existing, yaml.SequenceNode):
        raise EditError(_("its {key} are no list").format(key=listed))
    last = existing.value[-1]
    dash = existing.start_mark.column
    in_block = isinstance(last, yaml.MappingNode) and not last.flow_style
    gap = last.start_mark.column - dash if in_block else STEP
    lines = style.item(entry, dash, gap, in_block=in_block)
    return inserted_below(text, node_end(text, existing), lines)


def without_item(text: str, where: tuple[Key, ...]) -> str:
    """The text without an item of a list, which has others, and lines of its own.

    Raises:
        EditError: it has not.
    """
    node = composed(text)
    for step in where[:-1]:
        node = node.value[step] if isinstance(step, int) else _value(node, step)
    if node.flow_style or len(node.value) == 1:
        raise EditError(_("it stands between braces, on lines that cannot be parted"))
    item = node.value[int(where[-1])]
    begin, (_begin, end) = (
        line_span(text, item.start_mark.index)[0],
        line_span(text, node_end(text, item)),
    )
    found = LINE_END.match(text, end)
    if not found:  # the last line has no end, and keeps none
        return text[: begin - len(newline_at(text, 0))]
    return text[:begin] + text[found.end() :]


def with_figure(
    text: str, where: tuple[Key, ...], operator: str, figure: str, note: str = ""
) -> str:
    """The text with the figure of a requirement beside the `illegible` one, and a note.

    Args:
        text: the YAML text of a plan that can be loaded.
        where: the way to the target, which has `illegible`.
        operator: the key under which the figure goes.
        figure: the figure, as it is written.
        note: where it comes from; it goes behind the target's note, or becomes it.

    Raises:
        EditError: the target is laid out in a way that this knows nothing of.
    """
    place = place_in(composed(text), where)
    target, style = place.target, place.style
    pair = next((each for each in target.value if each[0].value == "illegible"), None)
    if pair is None:
        raise EditError(_("it has no illegible figure"))
    added = {operator: figure}
    existing = _value(target, "note") if note else None
    if existing is not None and existing.start_mark.index > pair[1].start_mark.index:
        text = _longer(text, existing, note, in_flow=target.flow_style)
    if note and existing is None:
        added["note"] = style.scalar(note, in_flow=target.flow_style)
    lines = [f"{style.key(key)}: {value}" for key, value in added.items()]
    if target.flow_style:
        text = inserted_into_flow(text, target, pair, ", ".join(lines))
    else:
        indent = " " * target.start_mark.column
        text = inserted_below(text, node_end(text, pair[1]), [indent + line for line in lines])
    if existing is not None and existing.start_mark.index < pair[1].start_mark.index:
        text = _longer(text, existing, note, in_flow=target.flow_style)
    return text


def lengthened(text: str, more: str) -> str:
    """A note with more behind it."""
    return text + more if text.endswith(("。", "；", "！", "？")) else f"{text} {more}"


class _Style(NamedTuple):
    """How the keys and values of a target are written: plainly, or as JSON has them."""

    quoted: bool

    def key(self, name: str) -> str:
        return name if name.isidentifier() and not self.quoted else f'"{name}"'

    def scalar(self, value: Value, *, in_flow: bool) -> str:
        """A value as it is written into a mapping."""
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, int | Fraction):
            return decimal_text(value)
        text = value.isoformat() if isinstance(value, date) else value
        plain = isinstance(value, date) or _is_plain(text, in_flow=in_flow)
        return text if plain and not self.quoted else _double_quoted(text)

    def inline(self, value: Setting) -> str:
        """A value, a list of ids or of entries, or a mapping, on one line."""
        if isinstance(value, _SINGLE):
            return self.scalar(value, in_flow=True)
        if isinstance(value, dict):
            return self.flow(value)
        listed: Any = value or ()
        parts = (
            self.scalar(each, in_flow=True) if isinstance(each, str) else self.flow(each)
            for each in listed
        )
        return f"[{', '.join(parts)}]"

    def lines(self, key: str, value: Setting, column: int, place: TargetPlace) -> list[str]:
        """A key with its value below one another, a list of entries with a line each."""
        if isinstance(value, list | tuple) and value and not isinstance(value[0], str):
            entries: Any = value
            dash = column + place.step
            items = (self.item(each, dash, place.gap) for each in entries)
            return [f"{self.key(key)}:", *(line for item in items for line in item)]
        shown = self.scalar(value, in_flow=False) if isinstance(value, str) else self.inline(value)
        return [f"{self.key(key)}: {shown}"]

    def flow(self, entry: Mapping[str, Value]) -> str:
        """An entry between braces, on one line."""
        pairs = (
            f"{self.key(key)}: {self.scalar(value, in_flow=True)}" for key, value in entry.items()
        )
        return f"{{{', '.join(pairs)}}}"

    def item(
        self, entry: Mapping[str, Value], dash: int, gap: int, *, in_block: bool = False
    ) -> list[str]:
        """An entry as an item of a list: on one line where it fits, else a line a key."""
        head = " " * dash + "-" + " " * (gap - 1)
        line = head + self.flow(entry)
        if not in_block and _columns(line) <= WIDEST:
            return [line]
        first, *others = (
            f"{self.key(key)}: {self.scalar(value, in_flow=False)}" for key, value in entry.items()
        )
        return [head + first, *(" " * (dash + gap) + other for other in others)]


class TargetPlace(NamedTuple):
    """A target in the text.

    Attributes:
        target: its node.
        style: how its keys and values are written.
        step: how far a list is set in below the mapping that holds it.
        gap: columns from the dash of an item to what stands behind it.
    """

    target: Any
    style: _Style
    step: int
    gap: int


def composed(text: str) -> Any:
    """The node of the whole text."""
    kind: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.compose(text, Loader=kind)


def place_in(root: Any, where: tuple[Key, ...]) -> TargetPlace:
    """The node of a target, or of another mapping, and the style of what stands around it."""
    node = root
    around = [node]
    for step in where:
        node = node.value[step] if isinstance(step, int) else _value(node, step)
        around.append(node)
    target = around[-1]
    if not isinstance(target, yaml.MappingNode) or not target.value:
        raise EditError(_("it is no mapping"))
    style = _Style(target.value[0][0].style == '"')
    if not where or not isinstance(where[-1], int):  # the plan itself, its closing clause
        return TargetPlace(target, style, STEP, STEP)
    holder, listed = around[-3:-1]
    if listed.flow_style or holder.flow_style or target.flow_style:
        return TargetPlace(target, style, STEP, STEP)
    dash = listed.start_mark.column
    step = dash - holder.start_mark.column
    return TargetPlace(target, style, step, target.start_mark.column - dash)


def _value(mapping: Any, key: Key) -> Any:
    """The node under a key of a mapping; None where it has no such key."""
    return next((value for of_key, value in mapping.value if of_key.value == key), None)


def node_end(text: str, node: Any) -> int:
    """Where the last character of a node ends; comments and empty lines behind it are no part."""
    while isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    end: int = node.end_mark.index
    if isinstance(node, yaml.ScalarNode) and node.style in {"|", ">"}:
        begin: int = node.start_mark.index
        if not _KEEP.match(text, begin):
            end = begin + len(text[begin:end].rstrip())
    return end


def inserted_below(text: str, at: int, lines: list[str]) -> str:
    """The text with lines behind the one on which `at` lies."""
    found = LINE_END.search(text, at)
    newline = newline_at(text, at)
    if at and text[at - 1] in "\r\n":
        head, tail = text[:at], text[at:]
    elif found:
        head, tail = text[: found.end()], text[found.end() :]
    else:  # the last line has no end, and keeps none
        return text + newline + newline.join(lines)
    return head + "".join(line + newline for line in lines) + tail


def newline_at(text: str, at: int) -> str:
    """The line end in use at a place: that of its line, else of the first."""
    found = LINE_END.search(text, at) or LINE_END.search(text)
    return found[0] if found else "\n"


def line_span(text: str, at: int) -> tuple[int, int]:
    """Where the line of a place begins, and where it ends."""
    begin = max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1
    found = LINE_END.search(text, at)
    return begin, found.start() if found else len(text)


def inserted_into_flow(text: str, whole: Any, last: Any, addition: str) -> str:
    """The text with an addition behind an element of a list or mapping between brackets.

    On its own line where the element before it has one, or where the line would be too long.
    """
    first, value = last if isinstance(last, tuple) else (last, last)
    begin, end = first.start_mark.index, value.end_mark.index
    line, line_end = line_span(text, end)
    leading = _LEADING.match(text, line_span(text, begin)[0])
    own_line = leading is not None and leading.end() == begin
    newline = newline_at(text, end)
    if own_line and leading and (rest := REST_OF_LINE.fullmatch(text, end, line_end)):
        lead = newline + leading[0] + addition
        if rest["comma"]:
            return f"{text[:line_end]}{lead},{text[line_end:]}"
        return f"{text[:end]},{text[end:line_end]}{lead}{text[line_end:]}"
    if not own_line and _columns(text[line:line_end] + addition) + 2 <= WIDEST:
        return f"{text[:end]}, {addition}{text[end:]}"
    on_first_line = line_span(text, whole.start_mark.index)[0] == line_span(text, begin)[0]
    head = whole.value[0]
    column = (head[0] if isinstance(head, tuple) else head).start_mark.column
    indent = " " * column if on_first_line or leading is None else leading[0]
    return f"{text[:end]},{newline}{indent}{addition}{text[end:]}"


def _longer(text: str, node: Any, more: str, *, in_flow: bool) -> str:
    """The text with more behind a scalar that stands in it."""
    if node.style in {"|", ">"} or not node.value:
        raise EditError(_("its note is not one that can be added to"))
    more = lengthened(node.value, more)[len(node.value) :]
    at = node.end_mark.index - (1 if node.style else 0)
    if node.style == "'":
        more = more.replace("'", "''")
    elif node.style:
        more = _double_quoted(more)[1:-1]
    elif not _is_plain(node.value + more, in_flow=in_flow):
        raise EditError(_("its note would have to be put in quotes"))
    return text[:at] + more + text[at:]


def _is_plain(text: str, *, in_flow: bool) -> bool:
    """Whether a text is read back as it is where it stands without quotes."""
    return not (
        not text
        or text != text.strip()
        or _OTHER.fullmatch(text)
        or _FIGURES.fullmatch(text)
        or _SPECIAL.match(text)
        or _BREAKS.search(text)
        or (in_flow and _BREAKS_FLOW.search(text))
    )


def _double_quoted(text: str) -> str:
    """A text between double quotes; JSON's escapes are YAML's."""
    return json.dumps(text, ensure_ascii=False)


def _columns(text: str) -> int:
    """The columns that a line takes; a Chinese character takes two."""
    return sum(2 if east_asian_width(each) in "WF" else 1 for each in text)
