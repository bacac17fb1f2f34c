"""A clause's text in stretches, so that each word leads to what was made of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from hpplan.plan.model import Clause


class Segment(NamedTuple):
    """A stretch of a clause's text that the same quotes hold.

    Attributes:
        text: its words.
        targets: ids of the targets that quote it.
        aside: whether it is set aside.
    """

    text: str
    targets: tuple[str, ...]
    aside: bool


def segments(clause: Clause) -> list[Segment]:
    """A clause's text in stretches, each with the targets that quote it."""
    text = clause.text
    holding: list[list[str]] = [[] for _character in text]
    aside = [False] * len(text)
    for target in clause.targets:
        begin = text.find(target.quote)
        if begin >= 0:
            for at in range(begin, begin + len(target.quote)):
                holding[at].append(target.id)
    for each in clause.set_aside:
        begin = text.find(each.quote)
        if begin >= 0:
            aside[begin : begin + len(each.quote)] = [True] * len(each.quote)
    found: list[Segment] = []
    for at, character in enumerate(text):
        key = tuple(holding[at]), aside[at]
        if found and (found[-1].targets, found[-1].aside) == key:
            found[-1] = found[-1]._replace(text=found[-1].text + character)
        else:
            found.append(Segment(character, *key))
    return found
