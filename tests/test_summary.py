from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from hpplan.judging.assess import Assessment, assess
from hpplan.judging.status import STATUSES
from hpplan.judging.summary import Score, Silence, counts, grouped_misses, scores, silences
from hpplan.judging.summary import measurable as is_measurable
from hpplan.plan.items import Catalogue
from plans import Rows, day, plan_of, series_of, target

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hpplan.plan.model import Plan


def named(name: str, kind: str, **more: Any) -> dict[str, Any]:
    """A target of the clause by its letter."""
    return target(kind, **more) | {"id": f"1.1{name}"}


def judged(
    plan: Plan, as_of: int, reports: Mapping[str, Mapping[str, Rows]] | None = None
) -> tuple[list[Assessment], Catalogue]:
    """All items of a plan, judged by the rows of each item's units."""
    catalogue, given = Catalogue(plan), reports or {}
    return [
        assess(
            item,
            {unit: series_of(item, unit, rows) for unit, rows in given.get(item.id, {}).items()},
            plan,
            day(as_of),
        )
        for item in catalogue.items.values()
    ], catalogue


# Counts


def test_every_status_is_counted_those_without_items_too() -> None:
    plan = plan_of(
        named("a", "milestone"), named("b", "milestone"), named("c", "duty"), named("d", "duty")
    )
    assessments, _catalogue = judged(
        plan,
        210,
        {"1.1a": {"a": [(200, 100)]}, "1.1b": {"a": [(200, 100)]}, "1.1c": {"a": [(200, None)]}},
    )
    found = counts(assessments)
    assert list(found) == list(STATUSES)
    assert {status: n for status, n in found.items() if n} == {"met": 2, "kept": 1, "silent": 1}
    assert sum(found.values()) == 4


def test_nothing_is_counted_of_nothing() -> None:
    assert counts([]) == dict.fromkeys(STATUSES, 0)


@pytest.mark.parametrize(
    ("of", "can"),
    [
        (target("milestone"), True),
        (target("count", at_least=30), True),
        (target("level", at_least=30), True),
        (target("duty"), False),
        (target("amount", illegible={"at_least": "□5.1"}), False),
        (target("amount", illegible={"at_least": "□5.1"}, at_least=15.1), True),
        (target("milestone", revisions=[{"on": day(50), "withdrawn": True}]), False),
    ],
)
def test_what_can_be_met(of: dict[str, Any], can: bool) -> None:  # noqa: FBT001
    (only,), _catalogue = judged(plan_of(of), 110)
    assert is_measurable(only) is can


# Silence by unit


def test_silence_is_counted_by_unit_own_items_apart_from_shared_ones() -> None:
    plan = plan_of(
        named("a", "milestone"),
        named("b", "milestone", reporters=["a"]),
        named("c", "duty", reporters=["c", "a"]),
        leads=["a", "b"],
    )
    assert silences(*judged(plan, 150)) == [
        Silence("a", own=1, shared=2, longest=150, due_soon=0),
        Silence("b", own=0, shared=1, longest=150, due_soon=0),
        Silence("c", own=0, shared=1, longest=150, due_soon=0),
    ]


def test_who_has_most_own_items_stands_first_then_shared_ones_then_the_plans_order() -> None:
    plan = plan_of(
        named("a", "duty", reporters=["d"]),
        named("b", "duty", reporters=["d"]),
        named("c", "duty", reporters=["c"]),
        named("d", "duty", reporters=["a", "b"]),
        named("e", "duty", reporters=["c", "b"]),
    )
    assert [(each.unit, each.own, each.shared) for each in silences(*judged(plan, 150))] == [
        ("d", 2, 0),
        ("c", 1, 1),
        ("b", 0, 2),
        ("a", 0, 1),
    ]


def test_items_that_are_not_silent_make_nobody_silent() -> None:
    plan = plan_of(named("a", "duty"), named("b", "milestone"), named("c", "milestone"))
    reports: dict[str, dict[str, Rows]] = {
        "1.1a": {"a": [(100, None)]},
        "1.1b": {"a": [(60, 1)]},
    }
    # kept, off-track for all its silence, and silent
    assessments, catalogue = judged(plan, 190, reports)
    assert [each.status for each in assessments] == ["kept", "off-track", "silent"]
    assert silences(assessments, catalogue) == [Silence("a", 1, 0, 190, 0)]


def test_the_longest_silence_is_the_units_own() -> None:
    """One that was never heard from has been silent from the start, whatever others report."""
    plan = plan_of(target("amount", at_least=300), leads=["a", "b", "c"])
    reports: dict[str, Rows] = {"a": [(100, 60)], "b": [(60, 40)]}
    assessments, catalogue = judged(plan, 221, {"1.1a": reports})
    assert [each.status for each in assessments] == ["silent"]
    assert silences(assessments, catalogue) == [
        Silence("c", own=0, shared=1, longest=221, due_soon=0),
        Silence("b", own=0, shared=1, longest=161, due_soon=0),
        Silence("a", own=0, shared=1, longest=121, due_soon=0),
    ]


def test_silence_before_the_issue_does_not_count() -> None:
    plan = plan_of(target("duty"), issued=day(50))
    assert silences(*judged(plan, 170)) == []
    assert silences(*judged(plan, 171)) == [Silence("a", 1, 0, 121, 0)]


@pytest.mark.parametrize(("as_of", "soon"), [(269, 0), (270, 1), (300, 1)])
def test_what_falls_due_within_the_policys_days_is_counted(as_of: int, soon: int) -> None:
    assert silences(*judged(plan_of(target("milestone")), as_of)) == [
        Silence("a", own=1, shared=0, longest=as_of, due_soon=soon)
    ]


# The scoreboard


def test_a_units_row() -> None:
    plan = plan_of(
        named("a", "milestone"),
        named("b", "milestone", reporters=["a"]),
        named("c", "duty", reporters=["a"]),
        named("d", "amount", illegible={"at_least": "□5.1"}, reporters=["a"]),
        named("e", "milestone", revisions=[{"on": day(50), "withdrawn": True}], reporters=["a"]),
        leads=["a", "b"],
    )
    reports: dict[str, dict[str, Rows]] = {
        "1.1a": {"a": [(100, 40)], "b": [(100, 35)]},
        "1.1b": {"a": [(60, 100)]},
        "1.1c": {"a": [(80, None)]},
    }
    assert scores(*judged(plan, 110, reports)) == [
        Score(
            "a",
            Counter({"on-track": 2, "met": 1, "kept": 1, "withdrawn": 1}),
            unreported=1,
            done=1,
            last=day(100),
            own=4,
            shared=1,
            met=1,
            measurable=2,
            longest=110,  # 1.1d, of which nothing was ever reported
        ),
        Score("b", Counter({"on-track": 1}), last=day(100), shared=1, measurable=1, longest=10),
    ]


def test_a_unit_without_items_has_no_row() -> None:
    assert [each.unit for each in scores(*judged(plan_of(target("duty")), 10))] == ["a"]


def test_who_needs_a_call_first_stands_first() -> None:
    plan = plan_of(
        named("a", "milestone", reporters=["a"]),  # on track
        named("b", "milestone", reporters=["b"], due=day(100)),  # overdue
        named("c", "milestone", reporters=["c"], due=day(100)),  # overdue
        named("d", "milestone", reporters=["c"]),  # off-track
        named("e", "milestone", reporters=["d"]),  # silent
    )
    reports: dict[str, dict[str, Rows]] = {
        "1.1a": {"a": [(140, 60)]},
        "1.1d": {"c": [(140, 10)]},
    }
    assert [each.unit for each in scores(*judged(plan, 150, reports))] == ["c", "b", "d", "a"]


def test_a_silence_ends_with_the_units_own_report() -> None:
    plan = plan_of(target("duty"), leads=["a", "b"])
    rows = scores(*judged(plan, 110, {"1.1a": {"a": [(100, None)]}}))
    assert {row.unit: row.longest for row in rows} == {"a": 10, "b": 110}


def test_settled_items_are_no_silence() -> None:
    plan = plan_of(named("a", "milestone"), named("b", "milestone", start=day(200)))
    (row,) = scores(*judged(plan, 110, {"1.1a": {"a": [(50, 100)]}}))
    assert row.counts == {"met": 1, "upcoming": 1}
    assert (row.met, row.measurable, row.longest) == (1, 2, 0)


# Misses of a closed year


def test_the_members_misses_of_one_target_in_one_year_stand_together() -> None:
    plan = plan_of(
        named("a", "count", at_least=1, every="year", each="team"),
        named("b", "count", at_least=1, every="year"),
        named("c", "milestone", each="team"),
        start="2025-01-01",
        end="2027-12-31",
    )
    assessments, _catalogue = judged(plan, 800)
    overdue = [each for each in assessments if each.status == "overdue"]
    assert [[each.item.id for each in group] for group in grouped_misses(overdue)] == [
        ["1.1a@2025@b", "1.1a@2025@c"],
        ["1.1a@2026@b", "1.1a@2026@c"],
        ["1.1b@2025"],
        ["1.1b@2026"],
    ]


def test_members_items_without_a_year_stand_apart() -> None:
    assessments, _catalogue = judged(plan_of(target("milestone", each="team")), 301)
    assert [[each.item.id for each in group] for group in grouped_misses(assessments)] == [
        ["1.1a@b"],
        ["1.1a@c"],
    ]


# Whose turn it is


def test_what_a_unit_is_to_move_is_told_from_what_waits_for_others() -> None:
    plan = plan_of(
        named("a", "milestone", due=day(100)),  # overdue by b
        named("b", "milestone"),  # off-track by b, never heard of a
        named("c", "milestone", reporters=["a"]),  # silent
        leads=["a", "b"],
    )
    reports: dict[str, dict[str, Rows]] = {
        "1.1a": {"a": [(90, 100)], "b": [(140, 50)]},
        "1.1b": {"b": [(145, 10)]},
    }
    b, a = sorted(scores(*judged(plan, 150, reports)), key=lambda score: -score.of("overdue"))
    assert (b.unit, dict(+b.moves), b.to_move) == ("b", {"overdue": 1, "off-track": 1}, 2)
    assert (b.unreported, b.waits, b.done, b.last) == (0, 0, 0, day(145))
    assert (a.unit, dict(+a.moves), a.to_move) == ("a", {"off-track": 1}, 1)
    assert (a.unreported, a.waits, a.done, a.last) == (1, 1, 0, day(90))
    assert (a.counts["overdue"], a.of("overdue"), a.of("silent")) == (1, 0, 1)
    assert a.days_since(day(150)) == 60


def test_a_unit_that_ended_keeps_its_row_and_is_asked_for_nothing() -> None:
    units = [
        {"id": "a", "name": "a局", "until": day(60), "into": ["b"]},
        {"id": "b", "name": "b局"},
    ]
    plan = plan_of(target("milestone"), units=units, groups=[])
    rows = {each.unit: each for each in scores(*judged(plan, 250, {"1.1a": {"a": [(50, 20)]}}))}
    assert (rows["a"].ended, rows["a"].to_move, rows["a"].own) == (True, 0, 0)
    assert rows["a"].last == day(50)
    assert (rows["b"].ended, rows["b"].own, rows["b"].last) == (False, 1, None)
    assert rows["b"].days_since(day(250)) is None
