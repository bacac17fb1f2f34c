"""Judging under decisions, periods and members, against a bookkeeper who goes day by day."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import oracle
from bookkeeper import Decision, Entry, Line, Order, Page, book, calendar_name, line, page_of
from hpplan.judging.assess import Assessment, assess
from hpplan.plan.items import Catalogue
from hpplan.progress.reader import read_progress
from plans import HEADER, plan_of, target

START, END = date(2025, 1, 1), date(2026, 12, 31)
SETTLED = {"withdrawn", "suspended", "upcoming", "met", "overdue"}

days = st.dates(START, END)
orders = st.builds(
    Order,
    start=st.dates(START, date(2025, 9, 1)),
    due=st.dates(date(2025, 9, 2), END),
    kind=st.sampled_from(["count", "milestone", "level"]),
    need=st.integers(1, 9),
    every=st.sampled_from([None, None, "year", "half", "quarter", "month"]),
    owners=st.sampled_from([["a"], ["b", "c"]]),
    for_each=st.booleans(),
)


@st.composite
def decisions(draw: st.DrawFn, order: Order) -> list[Decision]:
    """Up to four decisions, in any order, each of which a plan may hold."""
    keys = ["withdrawn", "suspended"]
    keys += ["at_least"] if order.kind != "milestone" else []
    keys += ["due"] if order.every is None else []
    said: dict[str, st.SearchStrategy[Any]] = {
        "withdrawn": st.booleans(),
        "suspended": st.booleans(),
        "at_least": st.integers(1, 9),
        "due": st.dates(order.start + timedelta(days=1), date(2027, 6, 30)),
    }
    chosen = draw(st.lists(st.sampled_from(keys), max_size=4))
    return [Decision(draw(days), key, draw(said[key])) for key in chosen]


@st.composite
def cases(draw: st.DrawFn) -> tuple[Order, list[Entry], date]:
    """A target with its decisions, what its owners reported, and the day on which it is judged."""
    order = draw(orders)
    if order.kind == "level" and not order.for_each:
        order.owners = order.owners[:1]  # a level is measured by one
    if order.for_each:
        order.owners = ["b", "c"]
    order.decisions = draw(decisions(order))
    pages = book(order)
    top = 100 if order.kind == "milestone" else 12
    figures = st.one_of(st.just(top), st.integers(0, top))
    entries = []
    for _number in range(draw(st.integers(0, 6))):
        unit, day = draw(st.sampled_from(order.owners)), draw(days)
        own = [page.name for page in pages if unit in page.owners]
        bare = page_of(order, Entry(unit, day, "1.1a", 0))
        cells = ["1.1a"] if bare in own else []
        cell = draw(st.sampled_from([*cells, draw(st.sampled_from(own))]))
        entries.append(Entry(unit, day, cell, draw(figures)))
    return order, entries, draw(st.dates(date(2024, 12, 1), date(2027, 12, 31)))


def judged(order: Order, entries: list[Entry], today: date) -> dict[str, Assessment]:
    """What the program says of each item, read from the units' files."""
    more: dict[str, Any] = {"start": order.start, "due": order.due}
    if order.kind != "milestone":
        more["at_least"] = order.need
    if order.kind == "level":
        more["baseline"] = {"date": date(2024, 12, 31), "value": 0}
    more |= {"each": "team"} if order.for_each else {"reporters": order.owners}
    if order.every:
        more["every"] = order.every
    more["revisions"] = [{"on": each.on, each.key: each.says} for each in order.decisions]
    plan = plan_of(target(order.kind, **more), start=START, end=END, issued=date(2024, 12, 1))
    catalogue = Catalogue(plan)
    files = {}
    for unit in "abc":
        rows = [each for each in entries if each.unit == unit]
        text = "".join(f"{each.day},{each.cell},{each.figure},,,\n" for each in rows)
        files[unit] = read_progress((HEADER + text).encode(), f"{unit}.csv", unit, catalogue)
        assert files[unit].problems == []
    return {
        item.id: assess(
            item,
            {unit: each.series[item.id] for unit, each in files.items() if item.id in each.series},
            plan,
            today,
        )
        for item in catalogue.items.values()
    }


def told(assessment: Assessment) -> Line:
    """What the program says of an item, in the bookkeeper's words."""
    status = assessment.status if assessment.status in SETTLED else "open"
    requirement, value = assessment.terms.requirement, assessment.value
    assert requirement is not None
    need = requirement[1]
    assert isinstance(need, int)
    assert value is None or isinstance(value, int)
    return Line(status, value, need, assessment.terms.due, assessment.met_on)


@pytest.mark.slow
@settings(deadline=None, max_examples=400)
@given(cases())
def test_the_program_says_what_the_bookkeeper_says(
    case: tuple[Order, list[Entry], date],
) -> None:
    order, entries, today = case
    found = judged(order, entries, today)
    pages = book(order)
    assert [*found] == [page.name for page in pages]
    for page in pages:
        assessment = found[page.name]
        assert (assessment.item.start, assessment.item.due) == (page.first, page.last)
        expected = line(order, page, entries, today)
        assert told(assessment) == expected, page.name
        assert assessment.late == (expected.met_on is not None and expected.met_on > expected.due)


@pytest.mark.slow
@settings(deadline=None, max_examples=300)
@given(cases())
def test_its_earned_schedule_is_that_of_what_is_required_by_then(
    case: tuple[Order, list[Entry], date],
) -> None:
    order, entries, today = case
    found = judged(order, entries, today)
    for page in book(order):
        expected = line(order, page, entries, today)
        lone = [each for each in entries if page_of(order, each) == page.name and each.day <= today]
        last = (expected.due - page.first).days
        if expected.value is None or len({each.unit for each in lone}) != 1 or last <= 0:
            continue
        way = oracle.walk(last, Fraction(0), Fraction(expected.need), [])
        actual = (max(each.day for each in lone) - page.first).days
        by_hand = oracle.expect(way, Fraction(expected.value), actual, whole=order.kind == "count")
        measures = found[page.name].measures
        assert measures is not None
        assert (measures.earned, measures.actual) == (by_hand.earned, actual)
        if expected.status == "overdue":
            assert (measures.spi, measures.tspi) == (None, None)
        else:
            assert (measures.spi, measures.tspi) == (by_hand.spi, by_hand.tspi)


# What the bookkeeper must be able to tell apart, so that the comparison says something.

ORDER = Order(START, END, "count", 5, "quarter", ["b", "c"], for_each=False)
WHOLE = Order(START, date(2025, 12, 31), "milestone", 0, None, ["b", "c"], for_each=False)
HALF: list[Entry] = [
    Entry("b", date(2025, 3, 1), "1.1a", 100),
    Entry("c", date(2025, 5, 1), "1.1a", 100),
]


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2025, 4, 30), ("open", 100, None)),
        (date(2025, 5, 1), ("met", 100, date(2025, 5, 1))),
    ],
)
def test_the_bookkeeper_waits_for_all_who_owe_a_milestone(
    today: date, expected: tuple[str, int, date | None]
) -> None:
    (page,) = book(WHOLE)
    found = line(WHOLE, page, HALF, today)
    assert (found.status, found.value, found.met_on) == expected
    assert told(judged(WHOLE, HALF, today)["1.1a"]) == found


def test_the_bookkeeper_has_a_page_for_each_quarter() -> None:
    assert [page.name for page in book(ORDER)][:2] == ["1.1a@2025Q1", "1.1a@2025Q2"]
    assert book(ORDER)[-1] == Page("1.1a@2026Q4", date(2026, 10, 1), END, ["b", "c"])
    assert calendar_name(date(2025, 7, 1), "half") == "@2025H2"


def test_the_bookkeeper_lets_a_closed_quarter_keep_what_held_at_its_end() -> None:
    order = Order(START, END, "count", 5, "quarter", ["b"], for_each=False)
    order.decisions = [Decision(date(2025, 5, 1), "at_least", 2)]
    rows = [Entry("b", date(2025, 3, 1), "1.1a", 3), Entry("b", date(2025, 6, 1), "1.1a", 3)]
    found = {page.name: line(order, page, rows, date(2025, 7, 10)) for page in book(order)}
    assert (found["1.1a@2025Q1"].status, found["1.1a@2025Q1"].need) == ("overdue", 5)
    assert (found["1.1a@2025Q2"].status, found["1.1a@2025Q2"].need) == ("met", 2)
