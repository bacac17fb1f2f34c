"""Explanations of every status and every reason; the sentences stand in golden/explain.

The plan of the examples runs from day 0 (2025-01-01) to day 300 (2025-10-28). Of an amount of 300
one a day is planned, so that SPI after 100 days is the hundredth part of what was reported.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hpplan.i18n import use
from hpplan.judging.reasons import Reason
from hpplan.judging.status import STATUSES
from hpplan.output.words.explain import explain
from hpplan.plan.items import Catalogue
from plans import Figure, Rows, day, judge, plan_of, target

if TYPE_CHECKING:
    from collections.abc import Mapping

    from golden import Golden
    from hpplan.plan.model import Plan

AMOUNT = target("amount", at_least=300)
LEVEL = target("level", at_least=900, baseline={"date": day(0), "value": 600})
RATE = target("level", at_least=90, baseline={"date": day(0), "value": 60}) | {"uom": "%"}
FALLING = target("level", at_most=6, baseline={"date": day(0), "value": 9}) | {"uom": "个月"}
ALONE = target("level", at_least=900)
MILESTONE = target("milestone")
DUTY = target("duty")
ILLEGIBLE = target("amount", illegible={"at_least": "□5.1"}) | {"uom": "公里"}


def withdrawn(**more: str) -> dict[str, Any]:
    revision = {"on": day(50), "withdrawn": True, **more}
    return target("amount", at_least=300, revisions=[revision])


def suspended(**more: str) -> dict[str, Any]:
    revision = {"on": day(50), "suspended": True, **more}
    return target("amount", at_least=300, revisions=[revision])


# What happens: target, rows, as-of day; the status, and its reasons.
EXAMPLES: dict[str, tuple[dict[str, Any], Rows, int, str, set[str]]] = {
    "withdrawn": (withdrawn(), [(40, 1)], 60, "withdrawn", {"withdrawn"}),
    "withdrawn, with a reason": (withdrawn(why="并入1.2a。"), [], 60, "withdrawn", {"withdrawn"}),
    "suspended": (suspended(), [(40, 1)], 60, "suspended", {"suspended"}),
    "suspended, with a reason": (suspended(why="方案未定。"), [], 60, "suspended", {"suspended"}),
    "upcoming": (target("amount", at_least=300, start=day(10)), [], 8, "upcoming", {"upcoming"}),
    "a level whose baseline is measured later": (
        LEVEL | {"baseline": {"date": day(50), "value": 600}},
        [],
        49,
        "upcoming",
        {"upcoming"},
    ),
    "met": (AMOUNT, [(200, 300)], 210, "met", {"met"}),
    "met, with more to come": (AMOUNT, [(200, 300), (205, 320)], 210, "met", {"met"}),
    "met on the due day": (AMOUNT, [(300, 300)], 320, "met", {"met"}),
    "met late": (AMOUNT, [(301, 300)], 320, "met", {"met", "met-late"}),
    "a level met, judged by a report before its due day": (RATE, [(100, 91)], 301, "met", {"met"}),
    "a level met late": (RATE, [(100, 70), (310, 90)], 320, "met", {"met", "met-late"}),
    "a milestone met": (MILESTONE, [(200, 100)], 210, "met", {"met"}),
    "kept": (DUTY, [(100, None)], 110, "kept", {"kept"}),
    "overdue": (AMOUNT, [(300, 200)], 301, "overdue", {"overdue"}),
    "overdue, the closing figure missing": (
        AMOUNT,
        [(299, 299)],
        302,
        "overdue",
        {"overdue", "no-closing-figure"},
    ),
    "overdue, never heard from": (
        AMOUNT,
        [],
        301,
        "overdue",
        {"overdue", "no-closing-figure", "silent"},
    ),
    "overdue and silent": (
        AMOUNT,
        [(150, 150)],
        301,
        "overdue",
        {"overdue", "no-closing-figure", "silent"},
    ),
    "off-track by SPI": (AMOUNT, [(100, 59)], 100, "off-track", {"spi-off-track", "tspi-at-risk"}),
    "off-track by the pace that the rest needs": (
        AMOUNT,
        [(260, 219)],
        260,
        "off-track",
        {"tspi-off-track"},
    ),
    "off-track with nothing achieved": (
        AMOUNT,
        [(100, 0)],
        110,
        "off-track",
        {"spi-off-track", "tspi-at-risk"},
    ),
    "worse than its baseline": (
        RATE,
        [(50, 59)],
        50,
        "off-track",
        {"worse-than-zero", "spi-off-track", "tspi-at-risk"},
    ),
    "no longer met": (RATE, [(100, 90), (150, 85)], 150, "at-risk", {"no-longer-met"}),
    "slowing": (AMOUNT, [(50, 45), (75, 70), (100, 90)], 100, "at-risk", {"slowing"}),
    "slowing, and too little left of the time": (
        AMOUNT,
        [(50, 45), (75, 65), (100, 75)],
        100,
        "at-risk",
        {"spi-at-risk", "tspi-at-risk", "slowing"},
    ),
    "open at the far end": (
        AMOUNT,
        [(100, 120), (150, 150), (200, 170)],
        200,
        "at-risk",
        {"tspi-at-risk", "slowing"},
    ),
    "asleep": (
        AMOUNT,
        [(80, 200), (150, 200), (200, 200)],
        200,
        "at-risk",
        {"slowing"},
    ),
    "asleep for a quarter": (
        AMOUNT,
        [(80, 150), (150, 200), (200, 200)],
        200,
        "at-risk",
        {"slowing"},
    ),
    "a level that falls too slowly": (
        FALLING,
        [(100, "8.5")],
        110,
        "off-track",
        {"spi-off-track", "tspi-at-risk"},
    ),
    "red and silent": (
        AMOUNT,
        [(100, 59)],
        221,
        "off-track",
        {"spi-off-track", "tspi-at-risk", "silent"},
    ),
    "at-risk by SPI": (AMOUNT, [(50, 39)], 50, "at-risk", {"spi-at-risk"}),
    "at-risk by the pace that the rest needs": (
        AMOUNT,
        [(200, 189)],
        200,
        "at-risk",
        {"tspi-at-risk"},
    ),
    "due soon": (AMOUNT, [(270, 267)], 270, "at-risk", {"due-soon"}),
    "silent": (AMOUNT, [(100, 100)], 221, "silent", {"silent"}),
    "silent from the start": (AMOUNT, [], 121, "silent", {"silent"}),
    "a silent duty": (DUTY, [(100, None)], 221, "silent", {"silent"}),
    "a duty silent from the start": (DUTY, [], 121, "silent", {"silent"}),
    "a level that was met, and is not spoken of any more": (
        RATE,
        [(100, 90)],
        221,
        "silent",
        {"silent"},
    ),
    "a lost figure": (ILLEGIBLE, [(100, "4.5")], 110, "unrated", {"illegible"}),
    "a lost figure and silence": (
        ILLEGIBLE,
        [(100, "4.5")],
        221,
        "silent",
        {"silent", "illegible"},
    ),
    "a first measurement": (ALONE, [(100, 700)], 110, "unrated", {"no-baseline"}),
    "a second measurement": (ALONE, [(100, 700), (200, 800)], 210, "on-track", {"on-track"}),
    "on track": (AMOUNT, [(100, 120)], 110, "on-track", {"on-track"}),
    "on a path": (
        AMOUNT | {"path": [{"by": day(200), "value": 60}]},
        [(100, 30)],
        100,
        "on-track",
        {"on-track"},
    ),
    "an expected value with many decimals": (MILESTONE, [(100, 33)], 110, "on-track", {"on-track"}),
    "a first report awaited": (AMOUNT, [], 120, "on-track", {"first-report-awaited"}),
    "a first report on a duty awaited": (DUTY, [], 1, "on-track", {"first-report-awaited"}),
}


NEGATIVE = "(^|[^0-9])-[0-9]"


def said(plan: Plan, reports: Mapping[str, Rows] | Rows, as_of: int, item: str = "1.1a") -> str:
    return explain(judge(plan, reports, as_of, item), Catalogue(plan))


@pytest.mark.parametrize("example", EXAMPLES)
def test_explanation(example: str, golden: Golden) -> None:
    of, rows, as_of, status, reasons = EXAMPLES[example]
    plan = plan_of(of)
    judged = judge(plan, rows, as_of)
    assert (judged.status, set(judged.reasons)) == (status, reasons)
    golden.says(explain(judged, Catalogue(plan)))
    use("zh")
    golden.says(explain(judged, Catalogue(plan)), lang="zh")


def test_every_status_and_every_reason_is_explained() -> None:
    assert {example[3] for example in EXAMPLES.values()} == set(STATUSES)
    found = set().union(*(example[4] for example in EXAMPLES.values()))
    assert found == set(get_args(Reason)) - {"undivided"}  # which takes several units


# Several reporters


def test_it_names_who_was_never_heard_from(golden: Golden) -> None:
    plan = plan_of(AMOUNT, leads=["a", "team"])
    golden.says(said(plan, {"a": [(100, 100)]}, 110))


def test_it_counts_those_who_were_never_heard_from_beyond_three(golden: Golden) -> None:
    units = [{"id": unit, "name": f"{unit}局"} for unit in "abcdef"]
    plan = plan_of(DUTY, leads=list("abcdef"), units=units, groups=[])
    golden.says(said(plan, {"a": [(100, None)]}, 110))


def test_it_names_the_range_of_days_where_they_differ(golden: Golden) -> None:
    plan = plan_of(AMOUNT, leads=["a", "b"])
    golden.says(said(plan, {"a": [(150, 50)], "b": [(100, 50)]}, 160))


def test_it_names_who_is_left_aside(golden: Golden) -> None:
    plan = plan_of(AMOUNT, leads=["a", "b"])
    golden.says(said(plan, {"a": [(200, 190)], "b": [(79, 10)]}, 210))


def test_it_names_all_of_it_together(golden: Golden) -> None:
    plan = plan_of(AMOUNT, leads=["a", "b", "c", "d"])
    reports: dict[str, Rows] = {"a": [(200, 10)], "b": [(79, 10)], "c": [(180, 160)]}
    golden.says(said(plan, reports, 210))


def test_nobody_is_named_where_nobody_was_heard_from(golden: Golden) -> None:
    plan = plan_of(AMOUNT, leads=["a", "b"])
    golden.says(said(plan, {}, 121))


def test_a_members_item_speaks_of_that_member_alone(golden: Golden) -> None:
    plan = plan_of(target("count", at_least=3, each="team"))
    golden.says(said(plan, {"b": [(100, 1)]}, 110, "1.1a@b"))


# What the plan says otherwise


def test_the_policys_own_limits_are_named(golden: Golden) -> None:
    policy = {"at_risk_spi": 0.9, "off_track_spi": 0.7, "at_risk_tspi": 1.2, "silent_after": 60}
    plan = plan_of(AMOUNT, policy=policy)
    golden.says(said(plan, [(100, 69)], 161))


def test_the_reason_of_a_withdrawal_is_text(golden: Golden) -> None:
    plan = plan_of(withdrawn(why="[red]并入\u202e1.2a"))
    golden.says(said(plan, [], 60))


def test_before_its_issue_a_plan_can_have_no_reports() -> None:
    plan = plan_of(AMOUNT, issued=day(50))
    assert re.search(NEGATIVE, said(plan, [], 20)) is None


def test_a_duty_is_judged_as_of_its_end_and_its_silence_is_counted_to_there(
    golden: Golden,
) -> None:
    """Long after the end it is not true any more that the last report is so few days old."""
    golden.says(said(plan_of(DUTY), [(100, None)], 700))


# What must hold of any sentence

LIMIT = re.compile(r"([0-9.]+)[^0-9(]*\([^0-9()]+ ([0-9.]+)\)")
"""A measure, and in brackets the limit that it lies beyond."""


@pytest.mark.parametrize(
    ("on", "figure"),
    [(100, 59), (100, 79), (100, "59.9"), (100, "79.9"), (200, "189.9"), (260, "219.9")],
)
def test_a_figure_lies_where_it_is_said_to_lie(on: int, figure: Figure) -> None:
    """“SPI 0.80 (at-risk below 0.80)” cannot be read aloud."""
    plan = plan_of(AMOUNT)
    reasons = judge(plan, [(on, figure)], on).reasons
    below = [reason.startswith("spi") for reason in reasons if "spi" in reason]
    found = LIMIT.findall(said(plan, [(on, figure)], on))
    assert found
    for (shown, limit), is_spi in zip(found, below, strict=True):
        assert float(shown) < float(limit) if is_spi else float(shown) > float(limit)


@given(
    st.sampled_from([AMOUNT, RATE, FALLING, ALONE, MILESTONE, DUTY, ILLEGIBLE]),
    st.lists(st.tuples(st.integers(0, 400), st.integers(0, 100)), max_size=4),
    st.integers(0, 500),
)
def test_sentences_end_and_hold_nothing_empty(
    of: dict[str, Any], reports: list[tuple[int, int]], as_of: int
) -> None:
    rows: Rows = [
        (on, None if of is DUTY else figure) for on, figure in sorted(dict(reports).items())
    ]
    text = said(plan_of(of), rows, as_of)
    assert text.endswith(".")
    assert "None" not in text
    assert "  " not in text
    assert re.search(NEGATIVE, text) is None
    assert "Fraction" not in text
    # Only a measure that lies close to its limit has more than two decimals.
    assert re.search(r"[0-9]\.[0-9]{3}", LIMIT.sub("", text)) is None
