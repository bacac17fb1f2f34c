"""In which order a unit sees what it is to report on."""

from __future__ import annotations

from datetime import date

import pytest

from helpers import START, day, plan_of, series_of
from hpplan.assess import STATUSES, Assessment, assess
from hpplan.items import Catalogue
from hpplan.waiting import needs_attention, waiting

COUNT = {"name": "事项", "quote": "事项", "kind": "count", "at_least": 100, "uom": "个"}
PLAN = plan_of(
    {**COUNT, "id": "1.1a", "due": day(299), "reporters": ["a", "b"]},
    {**COUNT, "id": "1.1b", "due": day(290), "reporters": ["a", "b"]},
    {**COUNT, "id": "1.1c", "reporters": ["a"]},
    {**COUNT, "id": "1.1d", "reporters": ["a"]},
    {**COUNT, "id": "1.1e", "reporters": ["a"]},
    {**COUNT, "id": "1.1f", "reporters": ["a", "b"]},
    {**COUNT, "id": "1.1g", "due": day(150), "reporters": ["a", "b"]},
    {**COUNT, "id": "1.1h", "due": day(120), "reporters": ["a"]},
    {**COUNT, "id": "1.1i", "start": day(250), "reporters": ["a"]},
    {**COUNT, "id": "1.1j", "reporters": ["a"], "revisions": [{"on": START, "withdrawn": True}]},
    {**COUNT, "id": "1.1k", "reporters": ["b"]},
    {**COUNT, "id": "1.1l", "reporters": ["a"]},
)
# What unit a has reached by day 200 of 300, of 100.
REACHED = {"1.1c": 100, "1.1d": 66, "1.1e": 45, "1.1f": 30, "1.1l": 66, "1.1a": 67, "1.1b": 69}


def judged() -> list[Assessment]:
    items = Catalogue(PLAN).items.values()
    return [
        assess(
            item,
            {"a": series_of(item, "a", [(200, REACHED[item.id])])} if item.id in REACHED else {},
            PLAN,
            day(200),
        )
        for item in items
    ]


def test_what_needs_attention_is_first_then_what_is_its_own_and_what_is_met_last() -> None:
    found = [(each.item.id, each.status) for each in waiting(judged(), "a")]
    assert found == [
        ("1.1h", "overdue"),
        ("1.1g", "overdue"),
        ("1.1f", "off-track"),
        ("1.1e", "at-risk"),
        ("1.1d", "on-track"),
        ("1.1l", "on-track"),
        ("1.1b", "on-track"),
        ("1.1a", "on-track"),
        ("1.1c", "met"),
    ]


def test_what_others_report_on_does_not_wait() -> None:
    assert [each.item.id for each in waiting(judged(), "b")] == [
        *("1.1g", "1.1f", "1.1k", "1.1b", "1.1a")
    ]
    assert waiting(judged(), "c") == []


def test_the_order_of_those_given_decides_only_where_all_else_is_alike() -> None:
    backwards = [each.item.id for each in waiting(judged()[::-1], "a")]
    assert backwards == ["1.1h", "1.1g", "1.1f", "1.1e", "1.1l", "1.1d", "1.1b", "1.1a", "1.1c"]


@pytest.mark.parametrize("status", STATUSES)
def test_what_needs_attention(status: str) -> None:
    late = {"overdue", "off-track", "at-risk"}
    item = Catalogue(PLAN).items["1.1a"]
    terms = judged()[0].terms
    found = Assessment(item, date(2025, 6, 1), terms, status, ())  # type: ignore[arg-type]
    assert needs_attention(found) == (status in late)
