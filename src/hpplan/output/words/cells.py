"""Word what a line of a list says of an item: few columns, the same figures as the explanation."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from hpplan.i18n import _
from hpplan.numbers import decimal_text, exact, rounded
from hpplan.output.words.pace import is_beyond_the_plan
from hpplan.output.words.text import inert
from hpplan.plan.model import lost_figure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hpplan.judging.assess import Assessment
    from hpplan.judging.standing import ListLine
    from hpplan.numbers import Number
    from hpplan.plan.items import Catalogue

NOTHING = "–"
"""What stands where there is no figure."""

MONTHS_FROM, YEARS_FROM = 90, 730
"""Days from which a span is told in months, and in years."""


def done_cell(line: ListLine, *, measured: bool) -> str:
    """Say how far a line is: `5/14项`, `40%`, `38–91%`, `52.5/75%`, `5/□3.3公里`.

    Of an overdue period, counts of all members are added up. With `measured`, the unit of measure
    stands behind it, then a `?` where only the closing report is missing, and a `!` where a figure
    is doubtful.
    """
    worst = line.worst
    target = worst.item.target
    if target.kind == "duty":
        return ""
    uom = target.measured_in() or ""
    uom = "%" if uom in {"%", "％"} else inert(uom) if measured else ""
    mark = _("?") if worst.lacks_only_closing_figure else ""
    if any(each.doubted for each in line.items):
        mark += _("!")
    if line.members:
        return f"{decimal_text(line.earned)}/{decimal_text(line.owed)}{uom}{mark}"
    value = _range([each.value for each in line.items])
    if target.kind == "milestone":
        return (f"{value}%" if value != NOTHING else value) + mark
    required = _required_figure(worst)
    return f"{value}/{required}{uom}{mark}" if required else f"{value}{uom}{mark}"


def unmeasured_word(assessment: Assessment) -> str:
    """Say why an item has no bar: `duty`, `illegible`, `unrated`; empty of what can be measured."""
    if assessment.item.target.kind == "duty":
        return _("duty")
    if assessment.terms.requirement is None:
        return _("illegible") if lost_figure(assessment.item.target) else _("unrated")
    return ""


def moved_cell(then: Sequence[Assessment], line: ListLine, *, measured: bool) -> str:
    """Say how far items were and how far they are: `83% → 91%`, `248 → 273/298户`."""
    now = done_cell(line, measured=measured)
    values = [each.value for each in then]
    before, after = _range(values), _range([each.value for each in line.items])
    if before == after or (before == NOTHING and line.worst.item.target.kind == "duty"):
        return now
    sign = "%" if line.worst.item.target.kind == "milestone" and before != NOTHING else ""
    return _("{then} → {now}").format(then=f"{before}{sign}", now=now)


def planned_cell(line: ListLine) -> str:
    """Say what is due by now; of what is overdue all of it, but for a missing closing figure."""
    worst = line.worst
    target, requirement = worst.item.target, worst.terms.requirement
    percent = "%" if target.kind == "milestone" or target.measured_in() in {"%", "％"} else ""
    if worst.status == "overdue" and not worst.lacks_only_closing_figure and requirement:
        if line.members:
            return decimal_text(line.owed)
        return f"{'100' if target.kind == 'milestone' else decimal_text(requirement[1])}{percent}"
    figure = worst.planned if worst.expected is None else worst.expected
    if figure is None:
        return ""
    if target.kind == "count":
        return decimal_text(int(figure))
    return f"{_short(figure, 0 if target.kind == 'milestone' else 1)}{percent}"


def _range(values: Sequence[Number | None]) -> str:
    """Return the least and the largest of some figures: `38–91`, `38`, `–`."""
    found = sorted(value for value in values if value is not None)
    if not found:
        return NOTHING
    low, high = decimal_text(found[0]), decimal_text(found[-1])
    return low if low == high else f"{low}–{high}"


def _short(figure: Number, decimals: int) -> str:
    text = rounded(figure, decimals)
    return text.rstrip("0").rstrip(".") if "." in text else text


def _required_figure(assessment: Assessment) -> str:
    """Return the figure required, with the sign of what is no floor: `30`, `约200`, `≤8`.

    Empty where there is none yet, as of a level that waits for its baseline.
    """
    target = assessment.item.target
    if assessment.terms.requirement is None:
        lost = lost_figure(target)
        return lost[1] if lost else ""
    operator, figure = assessment.terms.requirement
    text = decimal_text(figure)
    text = {"more_than": ">", "at_most": "≤", "less_than": "<"}.get(operator, "") + text
    return _("~{figure}").format(figure=text) if target.approximate else text


def month(day: date) -> str:
    """Return the month of a day: `2027-03`."""
    return f"{day.year}-{day.month:02d}"


def likely_cell(assessment: Assessment) -> str:
    """Return the month in which an item is likely done; `>` before the last of the plan's time.

    That is due + PD, behind which no forecast is told: measured on outcomes, the true day is too
    far from it for a month to say anything.
    """
    outlook = assessment.outlook
    if outlook.range and is_beyond_the_plan(assessment, outlook):
        try:
            last = assessment.terms.due + (assessment.terms.due - assessment.start)
        except OverflowError:
            last = date.max
        return f">{month(last)}"
    if outlook.likely is None:
        return NOTHING if assessment.reported else ""
    return month(outlook.likely)


def late_cell(assessment: Assessment) -> str:
    """Say by how much the likely day is later than the due date: `+66 d`, `+12 mo`, `+4.6 y`."""
    outlook, due = assessment.outlook, assessment.terms.due
    if outlook.range and is_beyond_the_plan(assessment, outlook):
        return f">{span_cell((due - assessment.start).days)}"
    day = outlook.likely
    return span_cell((day - due).days) if day and day > due else ""


def span_cell(count: int) -> str:
    """Say by how many days something is late, in months or years where that is enough."""
    if count < MONTHS_FROM:
        return _("+{n} d").format(n=count)
    if count < YEARS_FROM:
        return _("+{n} mo").format(n=rounded(exact(Fraction(count * 12, 365)), 0))
    return _("+{n} y").format(n=rounded(exact(Fraction(count * 100, 36525)), 1))


def days_cell(count: int) -> str:
    """Return a number of days, shortly: `326 d`."""
    return _("{n} d").format(n=count)


def call_cell(line: ListLine, catalogue: Catalogue) -> tuple[str, str]:
    """Say whom to call: a name, and behind it how many more there are and if none was heard of.

    Where nobody holds it back, the name is that of whoever answers for it.
    """
    if line.worst.orphaned:
        return _("nobody took it on"), ""
    units = line.to_call or _answering(line)
    if not units:
        return "", ""
    name, more = inert(catalogue.name(units[0])), len(units) - 1
    others = _("+{n}").format(n=more) if more else ""
    return name, f"{others} {_('∅')}" if line.to_call and line.unheard else others


def _answering(line: ListLine) -> tuple[str, ...]:
    """Return the units that answer for a line, those with a part first."""
    found = [
        unit
        for each in line.items
        for unit in (each.taking_part or each.item.acting(each.as_of) or each.item.reporters)
    ]
    return tuple(dict.fromkeys(found))


def last_report(assessment: Assessment) -> date | None:
    """Return the day of the newest report or word on an item; None without any."""
    heard = [day for day, _value in assessment.latest.values()]
    return max((*heard, *assessment.words.values()), default=None)


def silent_cell(assessment: Assessment) -> str:
    """Say how long nothing was heard of an item: `528 d`, `never`."""
    if last_report(assessment) is None:
        return _("never")
    return days_cell(assessment.silent_days)


def mark_notes(lines: Sequence[ListLine]) -> list[str]:
    """Say what the marks mean that stand in lines."""
    notes = []
    if any(line.worst.lacks_only_closing_figure for line in lines):
        notes.append(_("“?” lacks only the closing figure"))
    if any(each.doubted for line in lines for each in line.items):
        notes.append(_("“!” doubtful figure"))
    if any(line.to_call and line.unheard for line in lines) and _("∅") == "∅":
        notes.append(_("∅ never heard from"))
    return notes


def order_word(order: str) -> str:
    """Say in which order lines stand, of `standing.ORDERS`."""
    words = {
        "gap": _("largest gap first"),
        "due": _("earliest due date first"),
        "id": _("in the plan's order"),
        "unit": _("by unit to call"),
        "forecast": _("latest forecast first"),
    }
    return words[order]
