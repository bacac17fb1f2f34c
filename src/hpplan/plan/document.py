"""YAML as plain values, each with its place in the file.

PyYAML's parser (libyaml where it is built in, else the pure one) delivers events; the values are
built from these one by one. So what a plan must not use (aliases, anchors, tags, merge keys, a
second document, deep nesting) is refused before anything recursive sees it, and scalars follow
YAML 1.2's core schema alone: `no`, `on`, `12:30`, `1_000` and `2025-12-31` are text.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

from hpplan.files import read_bytes, unreadable
from hpplan.i18n import _
from hpplan.phrases import shortened
from hpplan.problem import MOST, Position, Problem, at_line, place

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    Key = str | int

MAX_DEPTH = 50
MAX_VALUES = 200_000
MAX_NUMBER_LENGTH = 4000

_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_BOOL = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INT = re.compile(r"[-+]?[0-9]+").fullmatch
_BASED = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+").fullmatch
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?").fullmatch

# What YAML does not print, and the line breaks that editors and YAML count differently. (The marks
# apart from the controls: a class that holds both takes long to compile.)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_MARKS = ("\u2028", "\u2029", "\ufeff", "\ufffe", "\uffff")

_SURROGATE = re.compile("[\ud800-\udfff]")
_CONFLICT = re.compile(r"^(?:<{7} |={7}$|>{7} )", re.MULTILINE)


class Mark(NamedTuple):
    """Where a value stands.

    Attributes:
        line: 1-based line of its first character.
        column: 1-based column of its first character.
        verbatim: whether the value stands there character by character, on one line.
        parts: the marks of what it holds: by key those of key and value, or one by one.
        width: how many characters it takes, of a value that stands on one line; else 1.
    """

    line: int
    column: int
    verbatim: bool = False
    parts: dict[str, tuple[Mark, Mark]] | list[Mark] | None = None
    width: int = 1


class Document:
    """A YAML document: its data, and the place of each value.

    Attributes:
        path: the file, as a person would name it.
        text: the YAML text, without a byte order mark.
        data: dicts, lists, strings, ints, Decimals, booleans and None.
        lines: the file's lines, without their ends.
    """

    def __init__(self, path: str, text: str, data: Any, mark: Mark) -> None:
        self.path = path
        self.text = text
        self.data = data
        self.lines = text.splitlines()
        self._mark = mark

    def mark(self, where: tuple[Key, ...], *, key: bool = False) -> Mark:
        """The mark of the value at `where`, or of the nearest thing around it that exists.

        With `key`, the mark of the key that leads to it.
        """
        mark = self._mark
        for index, step in enumerate(where):
            last = index == len(where) - 1
            if isinstance(mark.parts, dict) and step in mark.parts:
                of_key, of_value = mark.parts[str(step)]
                mark = of_key if key and last else of_value
            elif isinstance(mark.parts, list) and isinstance(step, int) and step < len(mark.parts):
                mark = mark.parts[step]
            else:
                break
        return mark

    def problem(
        self,
        code: str,
        message: str,
        where: tuple[Key, ...],
        *,
        hint: str = "",
        key: bool = False,
        offset: int | None = None,
        width: int = 1,
    ) -> Problem:
        """A problem at the value that `where` leads to, or `offset` characters into it.

        It covers the whole value, or `width` characters from the offset on.
        """
        mark = self.mark(where, key=key)
        if offset is None:
            column, width = mark.column, mark.width
        else:
            column = mark.column + (offset if mark.verbatim else 0)
        excerpt = self.lines[mark.line - 1] if 0 < mark.line <= len(self.lines) else ""
        position = Position(self.path, mark.line, column)
        at = self.name_of(where)
        return at_line(code, message, position, excerpt, hint=hint, width=width, at=at)

    def name_of(self, where: tuple[Key, ...]) -> str:
        """What a value belongs to, by a name that stays: the nearest id, or else the first key."""
        name, data = str(where[0]) if where else "", self.data
        for step in where:
            if isinstance(data, dict) and isinstance(data.get("id"), str):
                name = data["id"]
            try:
                data = data[step]
            except (LookupError, TypeError):
                break
        else:
            name = (
                data["id"] if isinstance(data, dict) and isinstance(data.get("id"), str) else name
            )
        return name

    def extent(self, where: tuple[Key, ...]) -> range:
        """The lines on which the value at `where`, and what it holds, begin."""
        first = last = self.mark(where)
        while last.parts:
            held = last.parts
            marks = held if isinstance(held, list) else [value for _key, value in held.values()]
            last = max(marks, key=lambda mark: (mark.line, mark.column))
        return range(first.line, last.line + 1)


def read_text(path: Path, name: str) -> tuple[str | None, list[Problem]]:
    """The text of a UTF-8 file, without a byte order mark; None and a problem where it has none."""
    try:
        if not path.is_file():
            what = _("this is no file") if path.exists() else _("there is no such file")
            return None, [Problem("HP101", what, Position(name))]
    except OSError as error:
        return None, [unreadable(error, name, "HP101")]
    data, problem = read_bytes(path, name, "HP101")
    if problem:
        return None, [problem]
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError as error:
        line, column = place(data[: error.start].decode("utf-8"))
        message = _("the file is not UTF-8 from here on")
        hint = _("save it as UTF-8 (in Notepad: Save as, Encoding: UTF-8)")
        return None, [Problem("HP102", message, Position(name, line, column), hint)]


def parse(text: str, name: str, *, pure: bool = False) -> tuple[Document | None, list[Problem]]:
    """The document in a YAML text; None where the text cannot be read as one.

    Args:
        text: the YAML text.
        name: the file it comes from, as a person would name it.
        pure: use PyYAML's pure parser although libyaml is there.
    """
    builder = _Builder(name, text)
    for found in islice(_CONFLICT.finditer(text), MOST):
        message = _("a merge conflict was left in the file")
        hint = _("keep what is right of both sides, and delete the lines with the markers")
        builder.refuse("HP103", message, *place(text[: found.start()]), hint)
    if builder.problems:
        return None, builder.problems
    bad = _unprintable(text)
    if bad is not None:
        line, column = place(text[:bad])
        message = _("the character U+{code} may not stand in a YAML file").format(
            code=f"{ord(text[bad]):04X}"
        )
        builder.refuse("HP103", message, line, column, _("delete it"))
        return None, builder.problems
    kind: Any = yaml.SafeLoader if pure else getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    loader = kind(text)
    try:
        data, mark = builder.build(iter(loader.get_event, None))
    except yaml.MarkedYAMLError as error:
        from hpplan.plan.syntax import syntax_hint, syntax_message

        at = error.problem_mark or error.context_mark
        if error.context_mark and "quoted scalar" in str(error.context):
            at = error.context_mark  # where the quote opens that is never closed
        line, column = (at.line + 1, at.column + 1) if at else (1, 1)
        why, hint = syntax_message(f"{error.context}; {error.problem}", builder.at(line, column))
        message = _("this is not valid YAML: {why}").format(why=why)
        builder.refuse("HP103", message, line, column, syntax_hint(builder.lines, line) or hint)
        return None, builder.problems
    except ValueError:
        # The pure parser alone: an escape that is no character.
        line, column = getattr(loader, "line", 0) + 1, getattr(loader, "column", 0) + 1
        message = _("this is not valid YAML: {why}").format(why=_("an escape is no character"))
        builder.refuse("HP103", message, line, column)
        return None, builder.problems
    except _RefusedError:
        return None, builder.problems
    finally:
        loader.dispose()
    if builder.problems:
        return None, builder.problems
    return Document(name, text, data, mark), []


def _unprintable(text: str) -> int | None:
    """The place of the first character that may not stand in a YAML file."""
    found = _CONTROL.search(text)
    places = [found.start()] if found else []
    places += [at for mark in _MARKS if (at := text.find(mark)) >= 0]
    return min(places, default=None)


class _RefusedError(Exception):
    """Nothing behind this event can be read."""


class _Builder:
    """Builds values and marks from YAML's events, and collects what a plan must not use."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.lines = text.splitlines()
        self.problems: list[Problem] = []
        self.values = 0

    def refuse(self, code: str, message: str, line: int, column: int, hint: str = "") -> None:
        """Note a fault of the text."""
        excerpt = self.lines[line - 1] if line <= len(self.lines) else ""
        position = Position(self.name, line, column)
        self.problems.append(at_line(code, message, position, excerpt, hint=hint))
        if len(self.problems) > MOST:
            raise _RefusedError

    def at(self, line: int, column: int) -> str:
        """The character at a place; none behind the end."""
        return self.lines[line - 1][column - 1 : column] if line <= len(self.lines) else ""

    def build(self, events: Iterator[Any]) -> tuple[Any, Mark]:
        """The value and mark of the one document in a stream of events."""
        documents = 0
        result: tuple[Any, Mark] = (None, Mark(1, 1))
        event: Any
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._forbid(
                        event,
                        _("a second document may not stand in a plan"),
                        _("keep one plan in one file"),
                    )
                    raise _RefusedError
            elif isinstance(event, yaml.NodeEvent):
                result = self._node(event, events, 0)
        return result

    def _forbid(self, event: Any, message: str, hint: str = "") -> None:
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        self.refuse("HP104", message, line, column, hint)

    def _node(self, event: Any, events: Iterator[Any], depth: int) -> tuple[Any, Mark]:
        self.values += 1
        if self.values > MAX_VALUES:
            what = _("more than {n} values may not stand in a plan").format(n=MAX_VALUES)
            self._forbid(event, what)
            raise _RefusedError
        if depth > MAX_DEPTH:
            what = _("nesting deeper than {depth} levels may not stand in a plan").format(
                depth=MAX_DEPTH
            )
            self._forbid(event, what, "")
            raise _RefusedError
        if event.anchor is not None:
            alias = isinstance(event, yaml.AliasEvent)
            what = (
                _("the alias *{name} may not stand in a plan")
                if alias
                else _("the anchor &{name} may not stand in a plan")
            ).format(name=shortened(event.anchor))
            self._forbid(event, what, _("write the value out"))
            if alias:
                return None, Mark(event.start_mark.line + 1, event.start_mark.column + 1)
        if event.tag is not None:
            name = event.tag.replace("tag:yaml.org,2002:", "!!")
            what = _("the tag {name} may not stand in a plan").format(name=shortened(name))
            self._forbid(event, what, _("write the value without a tag"))
        start, end = event.start_mark, event.end_mark
        line, column = start.line + 1, start.column + 1
        if isinstance(event, yaml.ScalarEvent):
            plain = not event.style
            value = _scalar(event.value) if plain else event.value
            if event.style == '"' and _SURROGATE.search(event.value):
                message = _("this is not valid YAML: {why}").format(
                    why=_("an escape is no character")
                )
                self.refuse("HP103", message, line, column)
            on_line = self.lines[line - 1] if line <= len(self.lines) else ""
            verbatim = plain and on_line.startswith(event.value, column - 1)
            width = 1
            if end is not None and end.line == start.line:
                width = max(end.column - start.column, 1)
            return value, Mark(line, column, verbatim, width=width)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(events, depth, line, column)
        return self._mapping(events, depth, line, column)

    def _sequence(
        self, events: Iterator[Any], depth: int, line: int, column: int
    ) -> tuple[list[Any], Mark]:
        values: list[Any] = []
        marks: list[Mark] = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            value, mark = self._node(event, events, depth + 1)
            values.append(value)
            marks.append(mark)
        return values, Mark(line, column, parts=marks)

    def _mapping(
        self, events: Iterator[Any], depth: int, line: int, column: int
    ) -> tuple[dict[str, Any], Mark]:
        values: dict[str, Any] = {}
        marks: dict[str, tuple[Mark, Mark]] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            _value, of_key = self._node(event, events, depth + 1)
            if isinstance(event, yaml.AliasEvent):
                raise _RefusedError
            if not isinstance(event, yaml.ScalarEvent):
                self._forbid(
                    event, _("a key that is itself a list or a mapping may not stand in a plan"), ""
                )
                raise _RefusedError
            key = event.value
            if key == "<<" and not event.style:
                self._forbid(
                    event, _("the merge key << may not stand in a plan"), _("write the keys out")
                )
            elif key in marks:
                first = marks[key][0]
                message = _("the key {key} stands twice here; first at {line}:{column}").format(
                    key=shortened(key), line=first.line, column=first.column
                )
                self.refuse("HP105", message, of_key.line, of_key.column, _("keep one of them"))
            value, of_value = self._node(next(events), events, depth + 1)
            if key not in marks:
                values[key] = value
                marks[key] = (of_key, of_value)
        return values, Mark(line, column, parts=marks)


def _scalar(text: str) -> Any:
    """A plain scalar as YAML 1.2's core schema reads it; numbers exactly, infinities as text."""
    if text in _NULL:
        return None
    if text in _BOOL:
        return _BOOL[text]
    if text[0] in "+-.0123456789":
        if len(text) > MAX_NUMBER_LENGTH:
            return Decimal("Infinity") if _INT(text) or _FLOAT(text) else text
        if _INT(text):
            return int(text)
        if _BASED(text):
            return int(text, 0)
        if _FLOAT(text):
            try:
                return Decimal(text)
            except InvalidOperation:  # an exponent beyond all bounds
                return Decimal("Infinity")
    return text
