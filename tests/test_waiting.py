"""Which items of a unit wait for a report: which there are, and in which order they stand."""

from __future__ import annotations

from string import ascii_lowercase
from typing import Any

from hpplan.judging.assess import assess
from hpplan.judging.waiting import is_shared, waiting
from hpplan.plan.items import Catalogue
from plans import Rows, day, judge, plan_of, series_of, target

# One target for each place in the order, given to the plan the other way round. Judged on day 220.
TARGETS: dict[str, tuple[dict[str, Any], Rows]] = {
    "withdrawn": ({"at_least": 300, "revisions": [{"on": day(50), "withdrawn": True}]}, []),
    "upcoming": ({"at_least": 300, "start": day(250)}, []),
    "met": ({"at_least": 300}, [(200, 300)]),
    "met, and due earlier": ({"at_least": 300, "due": day(210)}, [(200, 300)]),
    "shared": ({"at_least": 300, "reporters": ["a", "b"]}, [(215, 215)]),
    "own, another": ({"at_least": 300}, [(215, 215)]),
    "own": ({"at_least": 300}, [(215, 215)]),
    "own and silent, due earlier": ({"at_least": 300, "due": day(290)}, [(90, 93)]),
    "at risk": ({"at_least": 300}, [(215, 165)]),
    "off track": ({"at_least": 300, "reporters": ["a", "b"]}, [(215, 20)]),
    "overdue, the later": ({"at_least": 300, "due": day(212)}, [(215, 299)]),
    "overdue": ({"at_least": 300, "due": day(211)}, [(215, 299)]),
    "of others": ({"at_least": 300, "reporters": ["b"]}, []),
}


def named(unit: str) -> list[str]:
    """The names of a unit's waiting items of TARGETS, in their order."""
    plan = plan_of(
        *(
            {**target("amount", **more), "id": f"1.1{letter}", "name": name}
            for letter, (name, (more, _rows)) in zip(ascii_lowercase, TARGETS.items(), strict=False)
        )
    )
    judged = []
    for item in Catalogue(plan).items.values():
        rows = TARGETS[item.target.name][1]
        reports = {"a": series_of(item, "a", rows)} if rows and "a" in item.reporters else {}
        judged.append(assess(item, reports, plan, day(220)))
    return [each.item.target.name for each in waiting(judged, unit)]


def test_what_must_be_filled_in_comes_first_then_what_is_in_order_and_last_what_is_met() -> None:
    assert named("a") == [
        "overdue",
        "overdue, the later",
        "off track",
        "at risk",
        "own and silent, due earlier",
        "own, another",
        "own",
        "shared",
        "met, and due earlier",
        "met",
    ]


def test_a_unit_has_its_items_alone() -> None:
    assert named("b") == ["off track", "shared", "of others"]
    assert named("d") == []


def test_an_item_is_shared_where_several_take_part_in_it() -> None:
    assert is_shared(judge(plan_of(target("milestone", reporters=["a", "b"])), {}, 10))
    of_each = plan_of(target("milestone", each="team"))
    assert not is_shared(judge(of_each, {}, 10, item="1.1a@b"))
