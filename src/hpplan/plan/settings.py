"""Keys of mappings set anew in plan.yaml, or taken out, every other byte left as it is."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

from hpplan.i18n import _
from hpplan.plan.edit import (
    LINE_END,
    REST_OF_LINE,
    EditError,
    composed,
    inserted_below,
    inserted_into_flow,
    line_span,
    newline_at,
    node_end,
    place_in,
)
from hpplan.plan.model import Target

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from hpplan.plan.edit import Key, Setting, TargetPlace

_COMMA_BEFORE = re.compile(r",\s*\Z")
_KEYS = [field.alias or name for name, field in Target.model_fields.items()]
"""The keys of a target in the order in which they are written."""


class Rendered(tuple[str, ...]):
    """The lines of a key as they are to stand, set in, with their comments."""

    __slots__ = ()


def with_settings(
    text: str,
    changes: Mapping[tuple[Key, ...], Mapping[str, Setting]],
    *,
    keys: Sequence[str] = _KEYS,
    below: Mapping[int, Sequence[str]] | None = None,
) -> str:
    """The text with keys of targets or other mappings set anew, or taken out.

    A key that is new to its target stands behind those that come before it in the model; one that
    is there keeps its place.

    Args:
        text: the YAML text of a plan that can be loaded.
        changes: by the way to each target its keys: a text, a list of ids, a list of entries, or
            None to take the key out.
        keys: the keys in the order in which they are written; those of a target unless given.
        below: lines that go below the one on which a place of the text lies, by the place.

    Raises:
        EditError: a target is laid out in a way that this knows nothing of.
    """
    root = composed(text)
    splices = [
        splice
        for where, settings in changes.items()
        for splice in _splices(text, place_in(root, where), settings, keys)
    ]
    for at, lines in (below or {}).items():
        splices.append(_Splice(at, partial(inserted_below, at=at, lines=list(lines))))
    # From the end on, so that the places of what is still to be changed hold.
    for splice in sorted(splices, key=lambda each: each.at, reverse=True):
        text = splice.apply(text)
    return text


class _Splice(NamedTuple):
    """A change of the text that leaves all before `at` where it is."""

    at: int
    apply: Callable[[str], str]


def _splices(
    text: str, place: TargetPlace, settings: Mapping[str, Setting], keys: Sequence[str]
) -> Iterator[_Splice]:
    """What sets a target's keys anew, takes them out and adds them."""
    target = place.target
    kept = [pair for pair in target.value if settings.get(pair[0].value, "") is not None]
    there = {pair[0].value for pair in target.value}
    for number, (key, value) in enumerate(target.value):
        if key.value in settings and settings[key.value] is None:
            yield _without(text, target, number)
        elif key.value in settings:
            yield _replaced(text, place, key, value, settings[key.value])
    behind: dict[int, dict[str, Setting]] = {}
    for key in sorted(settings, key=keys.index):
        if key not in there and settings[key] is not None:
            before = keys[: keys.index(key)]
            at = max((n for n, pair in enumerate(kept) if pair[0].value in before), default=-1)
            behind.setdefault(at, {})[key] = settings[key]
    for at, added in behind.items():
        yield _added(text, place, kept[at], added)


def _added(text: str, place: TargetPlace, pair: Any, added: Mapping[str, Setting]) -> _Splice:
    """What adds keys behind a pair of a target."""
    target, style = place.target, place.style
    end = node_end(text, pair[1])
    if target.flow_style:
        _refuse_rendered(added)
        parts = ", ".join(
            f"{style.key(key)}: {style.inline(value)}" for key, value in added.items()
        )
        return _Splice(end, lambda text: inserted_into_flow(text, target, pair, parts))
    column = target.start_mark.column
    lines: list[str] = []
    for key, value in added.items():
        if isinstance(value, Rendered):
            lines += value
            continue
        first, *rest = style.lines(key, value, column, place)
        lines += [" " * column + first, *rest]
    return _Splice(end, lambda text: inserted_below(text, end, lines))


def _replaced(text: str, place: TargetPlace, key: Any, value: Any, new: Setting) -> _Splice:
    """What puts another value under a key, from its colon on where either stands on more lines."""
    style, column = place.style, place.target.start_mark.column
    begin, end = value.start_mark.index, node_end(text, value)
    if place.target.flow_style:
        _refuse_rendered({key.value: new})
        shown = style.inline(new)
    elif isinstance(new, Rendered):
        begin, end = key.start_mark.index, line_span(text, end)[1]
        shown = newline_at(text, begin).join(new).lstrip()
    else:
        lines = style.lines(key.value, new, column, place)
        block = isinstance(value, yaml.CollectionNode) and not value.flow_style
        shown = lines[0].partition(": ")[2]
        if block or len(lines) > 1:
            begin = key.end_mark.index
            shown = newline_at(text, begin).join(
                [lines[0][len(style.key(key.value)) :], *lines[1:]]
            )
    return _Splice(begin, lambda text: text[:begin] + shown + text[end:])


def _refuse_rendered(settings: Mapping[str, Setting]) -> None:
    """Refuse whole lines for a mapping between braces.

    Raises:
        EditError: there are some.
    """
    if any(isinstance(value, Rendered) for value in settings.values()):
        raise EditError(_("it stands between braces, on lines that cannot be parted"))


def _without(text: str, target: Any, number: int) -> _Splice:
    """What takes a pair out of a target, with its line where it has one of its own."""
    key, value = target.value[number]
    begin, end = key.start_mark.index, node_end(text, value)
    line, line_end = line_span(text, begin)[0], line_span(text, end)[1]
    own_line = not text[line:begin].strip()
    if not number and len(target.value) > 1:
        end = target.value[1][0].start_mark.index
    elif own_line and (not target.flow_style or REST_OF_LINE.fullmatch(text, end, line_end)):
        found = LINE_END.match(text, line_end)
        begin, end = line, found.end() if found else line_end
        if not found:  # the last line has no end, and keeps none
            begin -= len(newline_at(text, 0))
    elif comma := _COMMA_BEFORE.search(text, line, begin):
        begin = comma.start()
    return _Splice(begin, lambda text: text[:begin] + text[end:])
