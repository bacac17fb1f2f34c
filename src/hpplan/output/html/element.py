"""Compose HTML of elements: every text in them is harmless and escaped, whoever wrote it."""

from __future__ import annotations

from functools import lru_cache
from html import escape

from markupsafe import Markup

from hpplan.output.words.text import inert

VOID = frozenset({"br", "input", "link", "meta", "wbr"})
"""The elements that hold nothing, and have no end."""


def markup(text: str) -> Markup:
    """Mark our own pictures, style and script, whose texts are escaped already, as safe."""
    return Markup(text)  # noqa: S704


def as_html(inside: object) -> str:
    """Return what stands in an element or attribute: markup as it is, all else as harmless text."""
    return inside if isinstance(inside, Markup) else _harmless(str(inside))


@lru_cache(maxsize=1024)  # classes, names of units and the like come again and again
def _harmless(text: str) -> str:
    return escape(inert(text))


def fragment(*parts: object) -> Markup:
    """Put texts and elements one behind the other."""
    return markup("".join(map(as_html, parts)))


def element(name: str, /, *inside: object, **attributes: object) -> Markup:
    """Compose an element.

    Args:
        name: its name.
        inside: the texts and elements in it.
        attributes: its attributes, `_` for `-` and behind words of Python: `data_i`, `class_`;
            those that are None, False or "" are left out, but for an empty `value` of an option;
            True has no value.
    """
    parts = ["<", name]
    for key, value in attributes.items():
        if value is None or value is False or (value == "" and key != "value"):
            continue
        parts.append(f" {key.rstrip('_').replace('_', '-')}")
        if value is not True:
            parts.append(f'="{as_html(value)}"')
    parts.append(">")
    if name not in VOID:
        parts += map(as_html, inside)
        parts.append(f"</{name}>")
    return markup("".join(parts))
