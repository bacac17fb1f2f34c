from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from hpplan.plan.items import Catalogue
from plans import item_of, plan_of, target

if TYPE_CHECKING:
    from hpplan.plan.model import Plan

YEARS = {"start": "2024-01-01", "end": "2026-12-31"}


def ids(plan: Plan) -> list[str]:
    return list(Catalogue(plan).items)


def test_a_plain_target_is_one_item_with_the_plans_time() -> None:
    plan = plan_of(target("count", at_least=30), **YEARS)
    item = item_of(plan)
    assert ids(plan) == ["1.1a"]
    assert (item.period, item.member) == (None, None)
    assert (item.start, item.due) == (date(2024, 1, 1), date(2026, 12, 31))


def test_a_targets_own_days_hold_before_the_plans() -> None:
    own = target("count", at_least=30, start="2024-07-01", due="2025-12-31")
    item = item_of(plan_of(own, **YEARS))
    assert (item.start, item.due) == (date(2024, 7, 1), date(2025, 12, 31))


def test_a_revised_due_date_leaves_the_items_own_as_it_was() -> None:
    revised = target("milestone", revisions=[{"on": "2025-11-03", "due": "2027-06-30"}])
    assert item_of(plan_of(revised, **YEARS)).due == date(2026, 12, 31)


def test_an_annual_target_is_an_item_for_each_calendar_year() -> None:
    plan = plan_of(target("count", at_least=2, every="year"), **YEARS)
    assert [
        (i.id, i.period and i.period.plain, i.start, i.due) for i in Catalogue(plan).items.values()
    ] == [
        ("1.1a@2024", 2024, date(2024, 1, 1), date(2024, 12, 31)),
        ("1.1a@2025", 2025, date(2025, 1, 1), date(2025, 12, 31)),
        ("1.1a@2026", 2026, date(2026, 1, 1), date(2026, 12, 31)),
    ]


def test_an_annual_items_time_lies_within_the_targets() -> None:
    own = target("count", at_least=2, every="year", start="2024-07-01", due="2025-06-30")
    plan = plan_of(own, **YEARS)
    assert [(i.id, i.start, i.due) for i in Catalogue(plan).items.values()] == [
        ("1.1a@2024", date(2024, 7, 1), date(2024, 12, 31)),
        ("1.1a@2025", date(2025, 1, 1), date(2025, 6, 30)),
    ]


def test_a_target_for_each_member_is_an_item_that_the_member_alone_reports_on() -> None:
    plan = plan_of(target("milestone", each="team"), leads=["a", "team"])
    assert [(i.id, i.member, i.reporters) for i in Catalogue(plan).items.values()] == [
        ("1.1a@b", "b", ("b",)),
        ("1.1a@c", "c", ("c",)),
    ]


def test_an_annual_target_for_each_member_is_an_item_for_each_year_and_member() -> None:
    yearly = target("count", at_least=2, every="year", each="team")
    plan = plan_of(yearly, start="2025-01-01", end="2026-12-31")
    assert sorted(ids(plan)) == ["1.1a@2025@b", "1.1a@2025@c", "1.1a@2026@b", "1.1a@2026@c"]
    item = item_of(plan, "1.1a@2026@c")
    assert item.period
    assert (item.period.plain, item.member, item.reporters) == (2026, "c", ("c",))
    assert (item.start, item.due) == (date(2026, 1, 1), date(2026, 12, 31))


def test_the_leads_report_unless_reporters_are_named() -> None:
    assert item_of(plan_of(target("milestone"), leads=["d", "a"])).reporters == ("d", "a")
    named = target("milestone", reporters=["c"])
    assert item_of(plan_of(named, leads=["d", "a"])).reporters == ("c",)


def test_a_group_stands_for_its_members_each_of_them_once() -> None:
    plan = plan_of(target("milestone"), leads=["c", "team", "a"])
    assert item_of(plan).reporters == ("c", "b", "a")
    named = target("milestone", reporters=["team"])
    assert item_of(plan_of(named)).reporters == ("b", "c")


def test_items_stand_in_the_documents_order_the_closing_paragraph_last() -> None:
    closing = {
        "id": "0.1",
        "leads": ["d"],
        "text": "事项",
        "targets": [target("duty", id="0.1a")],
    }
    plan = plan_of(target("duty", id="1.1b"), target("duty", id="1.1a"), closing=closing)
    assert ids(plan) == ["1.1b", "1.1a", "0.1a"]
    assert item_of(plan, "0.1a").reporters == ("d",)


def test_units_are_found_by_id_or_name() -> None:
    catalogue = Catalogue(plan_of(target("duty")))
    by_id, by_name = catalogue.unit("b"), catalogue.unit("b局")
    assert by_id is not None
    assert by_id is by_name
    assert catalogue.unit("各队") is None
    assert (catalogue.name("team"), catalogue.name("b")) == ("各队", "b局")
