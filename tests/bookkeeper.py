"""What a bookkeeper would say of a target, going through calendar, decisions and rows one by one.

Written from the definitions alone, so that it shares no step with the program: the calendar is
walked day by day, decisions are crossed out as they are taken back, and each day is asked whether
the requirement was satisfied on it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby
from typing import Any, NamedTuple

FRESH = 120
"""Days for which the report of a level is fresh, unless the policy has others."""

DAY = timedelta(days=1)
DONE = 100


class Entry(NamedTuple):
    """A row of a unit's file: its date, what stands in its target cell, and its figure."""

    unit: str
    day: date
    cell: str
    figure: int


class Decision(NamedTuple):
    """A decision: its day, what it is about (a key of a revision), and what it says."""

    on: date
    key: str
    says: Any


@dataclass
class Order:
    """A target as it was ordered.

    Attributes:
        kind: count, milestone or level.
        need: what a count or level requires at least.
        every: the period in which it recurs, if it does.
        owners: who reports on it; each by itself, where it is for each.
        for_each: whether each owner owes it by itself.
        decisions: in the order in which they stand in the plan.
    """

    start: date
    due: date
    kind: str
    need: int
    every: str | None
    owners: list[str]
    for_each: bool
    decisions: list[Decision] = field(default_factory=list)


class Page(NamedTuple):
    """A page of the book: one item, from its first day to its last, and who owes it."""

    name: str
    first: date
    last: date
    owners: list[str]


class Line(NamedTuple):
    """What the bookkeeper says of an item on a day.

    Attributes:
        status: withdrawn, suspended, upcoming, met or overdue; else open.
        value: the figure that stands.
        need: what is required.
        due: the day on which it is due.
        met_on: since when it has been met.
    """

    status: str
    value: int | None
    need: int
    due: date
    met_on: date | None


def calendar_name(day: date, every: str | None) -> str:
    """What a calendar calls the stretch of time that a day lies in."""
    if every == "year":
        return f"@{day.year}"
    if every == "half":
        return f"@{day.year}H{1 if day.month < 7 else 2}"
    if every == "quarter":
        return f"@{day.year}Q{(day.month + 2) // 3}"
    return f"@{day.year}-{day.month:02}" if every == "month" else ""


def book(order: Order) -> list[Page]:
    """A page for each stretch of time, and for each owner where each owes it."""
    length = (order.due - order.start).days + 1
    days = [order.start + DAY * n for n in range(length)]
    pages = []
    for name, stretch in groupby(days, lambda day: calendar_name(day, order.every)):
        within = list(stretch)
        owners = [[owner] for owner in order.owners] if order.for_each else [order.owners]
        for group in owners:
            whose = f"@{group[0]}" if order.for_each else ""
            pages.append(Page(f"1.1a{name}{whose}", within[0], within[-1], group))
    return pages


def page_of(order: Order, entry: Entry) -> str:
    """The page that a row belongs on: the one that it names, or that of its date and unit."""
    if entry.cell != "1.1a":
        return entry.cell
    whose = f"@{entry.unit}" if order.for_each else ""
    return f"1.1a{calendar_name(entry.day, order.every)}{whose}"


def line(order: Order, page: Page, entries: list[Entry], today: date) -> Line:
    """What stands on a page on a day."""
    due, need = page.last, DONE if order.kind == "milestone" else order.need
    standing = {"withdrawn": False, "suspended": False}
    closed = min(today, page.last) if order.every else today
    for decision in sorted(order.decisions, key=lambda each: each.on):
        if decision.on > closed:
            continue
        if decision.key == "due":
            due = decision.says
        elif decision.key == "at_least":
            need = decision.says
        else:
            standing[decision.key] = decision.says
    mine = [each for each in entries if page_of(order, each) == page.name and each.day <= today]
    value = figure_on(order, page, mine, today)
    met_on = since_when(order, page, mine, today, due, need)
    if standing["withdrawn"]:
        return Line("withdrawn", value, need, due, None)
    if standing["suspended"]:
        return Line("suspended", value, need, due, None)
    if today < page.first:
        return Line("upcoming", value, need, due, None)
    if met_on:
        return Line("met", value, need, due, met_on)
    return Line("overdue" if today > due else "open", value, need, due, None)


def said_by(entries: list[Entry], unit: str, day: date) -> int | None:
    """The last figure of a unit up to a day; of one day the row that stands lowest."""
    found = None
    latest = date.min
    for each in entries:
        if each.unit == unit and latest <= each.day <= day:
            found, latest = each.figure, each.day
    return found


def figure_on(order: Order, page: Page, entries: list[Entry], day: date) -> int | None:
    """What all owners together come to on a day."""
    said = [said_by(entries, owner, day) for owner in page.owners]
    figures = [figure for figure in said if figure is not None]
    if not figures:
        return None
    return min(figures) if order.kind == "milestone" else sum(figures)


def is_satisfied(order: Order, page: Page, entries: list[Entry], day: date, need: int) -> bool:
    """Whether the requirement is satisfied by what was said up to a day, by all who owe it."""
    figure = figure_on(order, page, entries, day)
    if order.kind == "milestone":
        silent = any(said_by(entries, owner, day) is None for owner in page.owners)
        return not silent and figure is not None and figure >= need
    return figure is not None and figure >= need


def since_when(
    order: Order, page: Page, entries: list[Entry], today: date, due: date, need: int
) -> date | None:
    """The first day of the stretch of satisfied days that reaches up to now; None without one."""
    heard = sorted({each.day for each in entries})
    if not heard:
        return None
    until = today
    if order.kind == "level":
        before = [day for day in heard if day <= due]
        if today <= due and (today - heard[-1]).days > FRESH:
            return None
        if today > due:
            later = (
                day for day in heard if day > due and is_satisfied(order, page, entries, day, need)
            )
            if not before or not is_satisfied(order, page, entries, due, need):
                return next(later, None)
            until = due
    day = until
    while day >= heard[0] and is_satisfied(order, page, entries, day, need):
        day -= DAY
    return None if day == until else day + DAY
