"""The document accounted for, to the character: each word quoted by a target or set aside."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hpplan.i18n import _
from hpplan.phrases import shortened
from hpplan.plan.structure import each_clause

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hpplan.checks.facts import Facts
    from hpplan.plan.document import Key
    from hpplan.plan.model import Clause, Target
    from hpplan.problem import Problem

    Where = tuple[Key, ...]

BORDER = re.compile("[。；]")
"""What a quote does not cross, and behind which no date governs."""


def quotes(facts: Facts) -> Iterator[Problem]:
    """Quotes are exact substrings of their clause, and do not cross 。 or ；.

    Passes: `quote: 新增绿道2公里`. Fails: `quote: 新增绿道 2公里`, or one that spans two sentences.
    """
    document = facts.loaded.document
    for where, clause in each_clause(facts.loaded.plan):
        for way, quote, _target in quotes_of(clause, where):
            places = [text for text in (clause.text, clause.title or "") if quote in text]
            if not places:
                agreed = max(
                    (_agreed(quote, text) for text in (clause.text, clause.title or "")), key=len
                )
                message = _("clause {clause} does not say “{quote}”").format(
                    clause=clause.id, quote=shortened(quote)
                )
                hint = _("it agrees up to “{words}”").format(words=agreed[-16:]) if agreed else ""
                yield document.problem("HP214", message, way, hint=hint, offset=len(agreed))
            elif border := BORDER.search(quote.rstrip("。；")):
                message = _("the quote goes over a “{border}”").format(border=border[0])
                hint = _("make one target for each sentence, or end the quote before it")
                yield document.problem("HP214", message, way, hint=hint, offset=border.start())


def quotes_of(clause: Clause, where: Where = ()) -> Iterator[tuple[Where, str, Target | None]]:
    """Every quote of a clause with the way to it, and the target it belongs to."""
    for n, aside in enumerate(clause.set_aside):
        yield (*where, "set_aside", n, "quote"), aside.quote, None
    for n, target in enumerate(clause.targets):
        yield (*where, "targets", n, "quote"), target.quote, target


def _agreed(quote: str, text: str) -> str:
    """The longest beginning of a quote that stands in a text."""
    low, high = 0, len(quote)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if quote[:middle] in text else (low, middle - 1)
    return quote[:low]


def _covered(text: str, quote: str) -> Iterator[tuple[int, int]]:
    """The stretches of a text that a quote covers, each of places that touch or overlap."""
    begin = text.find(quote)
    while begin >= 0:
        last = begin
        while (further := text.rfind(quote, last + 1, last + 2 * len(quote))) >= 0:
            last = further
        yield begin, last + len(quote)
        begin = text.find(quote, last + len(quote))


def accounted(facts: Facts) -> Iterator[Problem]:
    """Every character of a clause's text but punctuation is quoted, or set aside with a reason.

    Passes: the quotes together hold the whole text. Fails: a half-sentence that none of them holds.
    """
    for where, clause in each_clause(facts.loaded.plan):
        for begin, end in unaccounted(clause):
            message = _("“{text}” is neither quoted by a target nor set aside").format(
                text=shortened(clause.text[begin:end], 30)
            )
            hint = _(
                "quote it in a target of clause {clause}, or set it aside with a reason"
            ).format(clause=clause.id)
            yield facts.loaded.document.problem(
                "HP213", message, (*where, "text"), hint=hint, offset=begin, width=end - begin
            )


def unaccounted(clause: Clause) -> list[tuple[int, int]]:
    """The stretches of a clause's text that no quote holds, from and to, without punctuation."""
    text = clause.text
    open_ = [character.isalnum() for character in text]
    for _way, quote, _target in quotes_of(clause):
        for begin, end in _covered(text, quote):
            open_[begin:end] = [False] * (end - begin)
    stretches: list[tuple[int, int]] = []
    for at, missing in enumerate(open_):
        if not missing:
            continue
        if stretches and not any(character.isalnum() for character in text[stretches[-1][1] : at]):
            stretches[-1] = (stretches[-1][0], at + 1)
        else:
            stretches.append((at, at + 1))
    return stretches
