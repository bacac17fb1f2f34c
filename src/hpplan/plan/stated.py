"""What a clause states beside what its targets hold: the same figures, and the same days."""

from __future__ import annotations

from bisect import bisect_right
from fractions import Fraction
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from hpplan.numbers import DIGITS, decimal_text
from hpplan.plan.model import figure_of, lost_figure, relative_to_baseline
from hpplan.wording.dates import date_spans
from hpplan.wording.scales import scale_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from hpplan.numbers import Number
    from hpplan.plan.model import Plan, Target
    from hpplan.wording.dates import DateSpan
    from hpplan.wording.figures import Quantity

MOST_YEARS = 30
"""Years of a plan in which a date without a year is looked for."""

SENTENCE_ENDS = "。；;\n"
"""Where what a date governs ends, be the punctuation Chinese or not, or a line."""

_YEAR_DAYS = 365.25


class StatedDate(NamedTuple):
    """A date as a clause states it.

    Attributes:
        start: where its first character stands.
        end: the place behind its last one.
        spans: what it may be: one date, or one of each year of the plan where it names no year;
            the likeliest first.
    """

    start: int
    end: int
    spans: tuple[DateSpan, ...]


def stated_dates(text: str, plan: Plan) -> list[StatedDate]:
    """The dates of a text, in order.

    A date without a year (9月底前) is of the year that a date before it in the same sentence names,
    else of any year of the plan, first of that in which it comes first behind the day of issue.
    5年内 is counted from that day.
    """
    first = plan.start.year
    found = {first: date_spans(text, first, plan.issued)}
    if any(span.yearless for span in found[first]):
        for year in range(first + 1, min(plan.end.year, first + MOST_YEARS) + 1):
            found[year] = date_spans(text, year, plan.issued)
    stated: list[StatedDate] = []
    named: DateSpan | None = None
    for n, span in enumerate(found[first]):
        if named and any(mark in text[named.end : span.start] for mark in SENTENCE_ENDS):
            named = None
        spans: tuple[DateSpan, ...] = (span,)
        if not span.yearless:
            named = span
        elif named and named.last.year in found:
            spans = (found[named.last.year][n],)
        else:
            spans = tuple(each[n] for each in found.values())
            spans = tuple(sorted(spans, key=lambda each: (each.last < plan.issued, each.last)))
        stated.append(StatedDate(span.start, span.end, spans))
    return stated


def date_around(dates: list[StatedDate], start: int, end: int) -> StatedDate | None:
    """The date of a text that a stretch of it belongs to."""
    at = bisect_right(dates, start, key=attrgetter("start"))
    found = dates[at - 1] if at else None
    return found if found and end <= found.end else None


def is_figure(quantity: Quantity, value: Number, uom: str | None) -> bool:
    """Whether a figure of the document is this value: 3万平方米 is 3 万平方米 and 30000 平方米."""
    number = quantity.number
    if quantity.lost or len(number.as_tuple().digits) > 3 * DIGITS:
        return False
    return Fraction(number) * quantity.times == Fraction(decimal_text(value)) * scale_of(uom or "")


def requires_figure(target: Target, quantity: Quantity) -> bool:
    """Whether a figure of the document is the one that a target requires."""
    lost, required = lost_figure(target), figure_of(target)
    if quantity.lost:
        return lost is not None and lost[1] == quantity.lost
    if required is None or relative_to_baseline(target):
        return False
    return is_figure(quantity, required[1], target.uom)


def bears_figure(target: Target, quantity: Quantity) -> bool:
    """Whether a figure is a target's required one, a checkpoint's, or its baseline's."""
    held = [point.value for point in target.path]
    if target.baseline:
        held.append(target.baseline.value)
    uom = target.measured_in()
    return requires_figure(target, quantity) or any(
        is_figure(quantity, value, uom) for value in held
    )


def bears_date(target: Target, stated: StatedDate, plan: Plan) -> bool:
    """Whether a target states the date that the document names, whatever it governs."""
    borne = [day for day in (target.start, target.due) if day]
    borne += [point.by for point in target.path]
    if target.baseline:
        borne.append(target.baseline.date)
    for span in stated.spans:
        if span.precision == "span":
            start, due = target.start or plan.start, target.due or plan.end
            if start.year == span.first.year and due == span.last:
                return True
        if span.precision == "within":
            if is_due(target.due, span, plan):
                return True
        elif any(span.first <= day <= span.last or day in _either_side(span) for day in borne):
            return True
    return False


def is_due(due: date | None, span: DateSpan, plan: Plan) -> bool:
    """Whether a due date is what a date of the document says.

    5年内 may end with the last of its years, or be the plan's own time; 月初 is any day of it, and
    with 前 the day before as well as the day itself.
    """
    if span.precision == "within":
        own = plan.end.year - plan.start.year + 1
        is_own = round((span.last - span.first).days / _YEAR_DAYS) == own
        if due in {None, plan.end} and is_own:
            return True
        return due in {span.last, span.last.replace(month=12, day=31), *_either_side(span)}
    if due is None:
        return span.precision == "span" and span.last == plan.end
    if span.vague and span.first <= due <= span.last:
        return True
    return due == span.due or due in _either_side(span)


def _either_side(span: DateSpan) -> Iterator[date]:
    """The days on both sides of the border that a 前 draws."""
    if span.before or span.precision == "within":
        yield span.due
        if span.due.toordinal() > 1 and span.due >= span.first:
            yield span.due.fromordinal(span.due.toordinal() - 1)
        if span.due < span.first or span.precision == "within":
            yield span.due.fromordinal(span.due.toordinal() + 1)
