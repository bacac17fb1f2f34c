"""Draw what a draft left open: the sentence with its figures marked, and what is proposed."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from hpplan.i18n import _
from hpplan.numbers import decimal_text
from hpplan.output.terminal.layout import wrap
from hpplan.output.words.text import inert
from hpplan.plan.doubts import doubt_words
from hpplan.plan.model import OPERATORS, Clause, Group, Plan, Target, Unit, lost_figure
from hpplan.wording.dates import date_spans
from hpplan.wording.figures import quantities

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hpplan.plan.items import Catalogue
    from hpplan.plan.types import Doubt

_INDENT = 2
_ENDS = "。；\n"

Doubtful = Plan | Unit | Group | Clause | Target
"""What a question can be about."""


def question_lines(
    about: Doubtful, clause: Clause | None, catalogue: Catalogue, head: str, width: int
) -> list[str]:
    """Draw one question of a draft.

    Args:
        about: the plan, unit, group, clause or target that is open.
        clause: the clause of a target.
        catalogue: the plan, for the names of units.
        head: what stands before its id, as [2/7].
        width: columns of the terminal.
    """
    lines = [f"{head} {inert(called(about))}"]
    lines += _wrapped([_asked(code) for code in about.confirm], width)
    if isinstance(about, Target) and clause:
        lines += _wrapped([with_marks(sentence(clause.text, about.quote))], width)
    elif isinstance(about, Clause):
        lines += _wrapped([inert(about.text)], width)
    lines += _wrapped([inert(each) for each in proposal(about, catalogue)], width)
    return lines


def called(about: Doubtful) -> str:
    """Id and name of what a question is about."""
    if isinstance(about, Target | Unit | Group):
        return f"{about.id} {about.name}"
    if isinstance(about, Clause):
        return f"{about.id} {about.title or ''}".rstrip()
    return str(about.title)


def proposal(about: Doubtful, catalogue: Catalogue) -> list[str]:
    """The keys and values that are proposed, as plan.yaml has them, units by their names."""
    if isinstance(about, Target):
        keys = ("kind", *OPERATORS, "uom", "start", "due", "every", "each", "approximate")
        shown = [(key, getattr(about, key)) for key in keys]
        if lost := lost_figure(about):
            shown.append(("illegible", " ".join(lost)))
        return ["  ".join(f"{key}: {_plain(value)}" for key, value in shown if value)]
    if isinstance(about, Clause):
        return [
            f"{key}: {'、'.join(map(catalogue.name, units))}"
            for key, units in (("leads", about.leads), ("support", about.support))
            if units
        ]
    if isinstance(about, Group):
        names = "、".join(map(catalogue.name, about.members))
        return [f"members: {names or '[]'}"]
    if isinstance(about, Unit):
        return [f"name: {about.name}"]
    return [f"issued: {about.issued}  start: {about.start}  end: {about.end}"]


def _plain(value: object) -> str:
    return (
        decimal_text(value)
        if isinstance(value, int | Fraction) and value is not True
        else str(value)
    )


def sentence(text: str, quote: str) -> str:
    """The sentence of a text in which a quote stands."""
    at = text.find(quote)
    begin = max(text.rfind(mark, 0, at) for mark in _ENDS) + 1
    ends = [place for mark in _ENDS if (place := text.find(mark, at + len(quote) - 1)) >= 0]
    return text[begin : min(ends, default=len(text)) + 1].strip()


def with_marks(text: str) -> str:
    """A text with its figures, but for those of dates, between 【 and 】.

    >>> with_marks("建成公园5个、绿道12公里")
    '建成公园【5个】、绿道【12公里】'
    """
    parts, at = [], 0
    days = date_spans(text)
    for each in quantities(text):
        if any(day.start <= each.start < day.end for day in days):
            continue
        parts += [text[at : each.start], "【", text[each.start : each.uom_end], "】"]
        at = each.uom_end
    return inert("".join([*parts, text[at:]]))


def _asked(code: Doubt) -> str:
    return _("{code}: {question}?").format(code=code, question=doubt_words(code))


def _wrapped(texts: Sequence[str], width: int) -> list[str]:
    indent = " " * _INDENT
    return [
        indent + line
        for text in texts
        for part in text.split("\n")
        for line in wrap(part, width - _INDENT)
    ]
