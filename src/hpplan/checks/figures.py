"""The document's figures and dates accounted for: required, borne, set aside, or explained."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from hpplan.checks.account import quotes_of, unaccounted
from hpplan.i18n import _
from hpplan.numbers import decimal_text
from hpplan.phrases import shortened
from hpplan.plan.model import figure_of, lost_figure, relative_to_baseline
from hpplan.plan.stated import (
    SENTENCE_ENDS,
    bears_date,
    bears_figure,
    date_around,
    is_due,
    requires_figure,
    stated_dates,
)
from hpplan.plan.structure import each_clause, each_target
from hpplan.wording.figures import names_of, quantities

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from hpplan.checks.facts import Facts
    from hpplan.plan.model import Clause, Plan, Target
    from hpplan.plan.stated import StatedDate
    from hpplan.problem import Problem
    from hpplan.wording.dates import DateSpan
    from hpplan.wording.figures import Quantity


def figures(facts: Facts) -> Iterator[Problem]:
    """Every figure is required, part of a borne date, set aside, or explained in a context.

    Passes: 30 in 完成30个小区 with `at_least: 30`. Fails: 9个景观湖 without `context: {"9": …}`.
    A figure in words is one from two on: 一 says which as often as how many.
    """
    hint = _(
        "require it, give the date or the checkpoint that it belongs to, explain it in"
        " the context of the target that quotes it, or set it aside"
    )
    plan = facts.loaded.plan
    for where, clause in each_clause(plan):
        for key, found in _unexplained(clause, plan):
            text = (clause.title or "") if key == "title" else clause.text
            message = _("the figure {figure} is nobody's requirement").format(
                figure=shortened(text[found.start : found.end])
            )
            yield facts.loaded.document.problem(
                "HP215",
                message,
                (*where, key),
                hint=hint,
                offset=found.start,
                width=found.end - found.start,
            )


def _unexplained(clause: Clause, plan: Plan) -> Iterator[tuple[str, Quantity]]:
    """The figures of a clause that no target accounts for, each with the key of its text."""
    for key, text in (("title", clause.title or ""), ("text", clause.text)):
        dates = stated_dates(text, plan)
        for found in quantities(text):
            held = [
                target for _way, quote, target in quotes_of(clause) if _holds(text, quote, found)
            ]
            stated = date_around(dates, found.start, found.end)
            if found.spelled and (found.number == 1 or (stated and not found.uom)):
                continue
            names = names_of(found, text)
            if any(_accounts(target, found, names, stated, plan) for target in held):
                continue
            # In a text that nobody quotes all words around it are unaccounted for.
            if held or key == "title":
                yield key, found


def accounted_share(plan: Plan) -> Fraction:
    """Which part of the words of all clauses' texts is quoted or set aside.

    A figure that nobody accounts for is not accounted for, whatever quotes it; one in a title
    counts among the words.
    """
    words = open_ = 0
    for clause in plan.clauses():
        words += sum(map(str.isalnum, clause.text))
        open_ += sum(
            sum(map(str.isalnum, clause.text[begin:end])) for begin, end in unaccounted(clause)
        )
        for key, found in _unexplained(clause, plan):
            open_ += found.end - found.start
            words += found.end - found.start if key == "title" else 0
    return max(Fraction(words - open_, words), Fraction(0)) if words else Fraction(1)


def _holds(text: str, quote: str, found: Quantity) -> bool:
    """Whether a figure of a text lies where a quote stands in it."""
    first = max(found.end - len(quote), 0)
    return text.find(quote, first, found.start + len(quote)) >= 0


def _accounts(
    target: Target | None,
    figure: Quantity,
    names: list[str],
    stated: StatedDate | None,
    plan: Plan,
) -> bool:
    """Whether a target whose quote holds a figure, or None for words set aside, accounts for it."""
    if target is None or bears_figure(target, figure):
        return True
    if any(name in target.context for name in names):
        return True
    return stated is not None and bears_date(target, stated, plan)


def own_figure(facts: Facts) -> Iterator[Problem]:
    """A required figure stands in the target's own quote, in digits or in words.

    Passes: `at_least: 1` with 每年打造一片. Fails: `at_least: 30` with a quote that says 20.
    """
    for where, _clause, target in each_target(facts.loaded.plan):
        required, lost = figure_of(target), lost_figure(target)
        if lost and lost[1] not in target.quote:
            message = _("the quote does not hold the figure {figure}").format(figure=lost[1])
            way = (*where, "illegible", lost[0])
            yield facts.loaded.document.problem("HP216", message, way)
        if not required or lost or relative_to_baseline(target):
            continue
        said = quantities(target.quote, phrases=True)
        if not any(requires_figure(target, each) for each in said):
            message = _("the quote does not hold the figure {figure}").format(
                figure=decimal_text(required[1])
            )
            yield facts.loaded.document.problem("HP216", message, (*where, required[0]))


def contexts(facts: Facts) -> Iterator[Problem]:
    """A context explains figures that its own quote holds.

    Passes: `context: {"9": …}` with 9个景观湖 in the quote. Warns: the quote has no such figure.
    """
    for where, _clause, target in each_target(facts.loaded.plan):
        if not target.context:
            continue
        quote = target.quote
        said = {name for each in quantities(quote, phrases=True) for name in names_of(each, quote)}
        for figure in target.context:
            if figure not in said:
                message = _("the quote holds no figure {figure} to be explained").format(
                    figure=figure
                )
                way = (*where, "context", figure)
                yield facts.loaded.document.problem("HP251", message, way, key=True)


def governing_dates(facts: Facts) -> Iterator[Problem]:
    """A date governs what follows it, to the next date, ； or 。.

    Passes: `due: 2026-12-31` for what follows 到2026年底. Warns: another due date, or none. Of
    dates in one list, each may be meant.
    """
    plan = facts.loaded.plan
    for where, clause in each_clause(plan):
        dates: list[StatedDate] | None = None
        for n, target in enumerate(clause.targets):
            if target.every or target.quote not in clause.text:
                continue
            dates = stated_dates(clause.text, plan) if dates is None else dates
            governing = _governing(clause, target, dates, plan)
            if governing is None:
                continue
            together = _joined(dates, governing, clause.text)
            if any(is_due(target.due, span, plan) for each in together for span in each.spans):
                continue
            message = _("the document states {stated} for this, the target no date")
            if target.due:
                message = _("the document states {stated} for this, the target {due}")
            stated = _meant(governing, target.due)
            message = message.format(stated=stated, due=target.due)
            way = (*where, "targets", n, "due" if target.due else "quote")
            yield facts.loaded.document.problem("HP252", message, way)


def _joined(dates: list[StatedDate], last: StatedDate, text: str) -> list[StatedDate]:
    """A date with those that stand before it in one list: 到2024年底、2025年底，分别达到5和8个."""
    found = [last]
    for each in reversed(dates[: dates.index(last)]):
        if text[each.end : found[0].start].strip() not in {"、", "和", "及", "与"}:
            break
        found.insert(0, each)
    return found


def _meant(governing: StatedDate, due: date | None) -> date:
    """The day that a date of the document says, of the due date's year where it names none."""
    days = [each.due for each in governing.spans]
    return next((day for day in days if due and day.year == due.year), days[0])


def _governing(
    clause: Clause, target: Target, dates: list[StatedDate], plan: Plan
) -> StatedDate | None:
    """The date that governs a target's required figure, or what it quotes where it has none."""
    text = clause.text
    begin = text.find(target.quote)
    end = begin + len(target.quote)
    sentence = 1 + max(text.rfind(mark, 0, begin) for mark in SENTENCE_ENDS)
    spans = [
        each
        for each in dates
        if sentence <= each.start < end
        and each.spans[0].use in {"due", "from"}
        and each.spans[-1].due >= plan.start
        and not _is_checkpoint(target, each)
    ]
    figure = next(
        (
            begin + each.start
            for each in quantities(target.quote, phrases=True)
            if requires_figure(target, each)
        ),
        end,
    )
    before = [each for each in spans if each.start < figure]
    governing = (before or spans)[-1:]
    return governing[0] if governing and _says_when(governing[0].spans[0], text) else None


def _says_when(span: DateSpan, text: str) -> bool:
    """Whether a date says by when; a year by itself only says so behind 到."""
    if span.use == "from" or span.precision != "year" or span.vague or span.before:
        return span.use == "due"
    says_end = text[span.start : span.end].endswith(("底", "末", "内", "终"))
    return says_end or text[: span.start].rstrip().endswith(("到", "至"))


def _is_checkpoint(target: Target, stated: StatedDate) -> bool:
    """Whether a date is that of an interim checkpoint, and not that of the requirement."""
    required = figure_of(target)
    return any(
        span.first <= point.by <= span.last and (required is None or point.value != required[1])
        for span in stated.spans
        for point in target.path
        if point.by != target.due
    )
