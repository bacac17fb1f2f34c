"""Explanations: whole sentences, of every status and every reason.

The plan of the examples runs from day 0 (2025-01-01) to day 300 (2025-10-28). Of an amount of 300
one a day is planned, so that SPI after 100 days is the hundredth part of what was reported.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import Figure, Rows, day, judge, plan_of, target
from hpplan.judging.assess import STATUSES, Reason
from hpplan.output.words.explain import explain
from hpplan.plan.items import Catalogue

if TYPE_CHECKING:
    from collections.abc import Mapping

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


# What happens: target, rows, as-of day; the status, its reasons, and the sentence.
EXAMPLES: dict[str, tuple[dict[str, Any], Rows, int, str, set[str], str]] = {
    "withdrawn": (
        withdrawn(),
        [(40, 1)],
        60,
        "withdrawn",
        {"withdrawn"},
        "Withdrawn by the decision of 2025-02-20.",
    ),
    "withdrawn, with a reason": (
        withdrawn(why="并入1.2a。"),
        [],
        60,
        "withdrawn",
        {"withdrawn"},
        "Withdrawn by the decision of 2025-02-20: 并入1.2a.",
    ),
    "upcoming": (
        target("amount", at_least=300, start=day(10)),
        [],
        8,
        "upcoming",
        {"upcoming"},
        "It starts on 2025-01-11, in 2 days.",
    ),
    "a level whose baseline is measured later": (
        LEVEL | {"baseline": {"date": day(50), "value": 600}},
        [],
        49,
        "upcoming",
        {"upcoming"},
        "It starts on 2025-02-20, in 1 day.",
    ),
    "met": (
        AMOUNT,
        [(200, 300)],
        210,
        "met",
        {"met"},
        "300 of 300 个 by 2025-07-20. Met on 2025-07-20, 100 days before the due date.",
    ),
    "met, with more to come": (
        AMOUNT,
        [(200, 300), (205, 320)],
        210,
        "met",
        {"met"},
        "320 of 300 个 by 2025-07-25. Met on 2025-07-20, 100 days before the due date.",
    ),
    "met on the due day": (
        AMOUNT,
        [(300, 300)],
        320,
        "met",
        {"met"},
        "300 of 300 个 by 2025-10-28. Met on 2025-10-28, the due date.",
    ),
    "met late": (
        AMOUNT,
        [(301, 300)],
        320,
        "met",
        {"met", "met-late"},
        "300 of 300 个 by 2025-10-29. Met on 2025-10-29, 1 day after the due date.",
    ),
    "a level met, judged by a report before its due day": (
        RATE,
        [(100, 91)],
        301,
        "met",
        {"met"},
        (
            "91% (at least 90%) on 2025-04-11. Met on 2025-04-11, 200 days before the due date. "
            "Judged by the report of 2025-04-11, 200 days before the due date."
        ),
    ),
    "a level met late": (
        RATE,
        [(100, 70), (310, 90)],
        320,
        "met",
        {"met", "met-late"},
        "90% (at least 90%) on 2025-11-07. Met on 2025-11-07, 10 days after the due date.",
    ),
    "a milestone met": (
        MILESTONE,
        [(200, 100)],
        210,
        "met",
        {"met"},
        "100% by 2025-07-20. Met on 2025-07-20, 100 days before the due date.",
    ),
    "kept": (
        DUTY,
        [(100, None)],
        110,
        "kept",
        {"kept"},
        "The last report is dated 2025-04-11.",
    ),
    "overdue": (
        AMOUNT,
        [(300, 200)],
        301,
        "overdue",
        {"overdue", "spi-at-risk"},
        (
            "200 of 300 个 by 2025-10-28. Even progress, an assumption, expects 300 个. "
            "SPI 0.67 (at-risk below 0.80). Forecast: 2026-03-27 (range 2026-02-05 to 2026-03-27). "
            "Due 2025-10-28, 1 day ago."
        ),
    ),
    "overdue, the closing figure missing": (
        AMOUNT,
        [(299, 299)],
        302,
        "overdue",
        {"overdue", "no-closing-figure"},
        (
            "299 of 300 个 by 2025-10-27. Even progress, an assumption, expects 299 个. SPI 1.00. "
            "The rest needs 1.00 times the planned pace. Due 2025-10-28, 2 days ago: the closing"
            " figure is missing, as no report is dated 2025-10-28 or later."
        ),
    ),
    "overdue, never heard from": (
        AMOUNT,
        [],
        301,
        "overdue",
        {"overdue", "no-closing-figure", "silent"},
        "Due 2025-10-28, 1 day ago: nothing was ever reported.",
    ),
    "overdue and silent": (
        AMOUNT,
        [(150, 150)],
        301,
        "overdue",
        {"overdue", "no-closing-figure", "silent"},
        (
            "150 of 300 个 by 2025-05-31. Even progress, an assumption, expects 150 个. SPI 1.00. "
            "The rest needs 1.00 times the planned pace. Due 2025-10-28, 1 day ago: the closing"
            " figure is missing, as no report is dated 2025-10-28 or later. "
            "The last report is dated 2025-05-31, 151 days ago (more than 120)."
        ),
    ),
    "off-track by SPI": (
        AMOUNT,
        [(100, 59)],
        100,
        "off-track",
        {"spi-off-track", "tspi-at-risk"},
        (
            "59 of 300 个 by 2025-04-11. Even progress, an assumption, expects 100 个. "
            "SPI 0.59 (off-track below 0.60). The rest needs 1.21 times the planned pace"
            " (at-risk above 1.10). Forecast: 2026-05-25 (range 2025-12-08 to 2026-05-25)."
        ),
    ),
    "off-track by the pace that the rest needs": (
        AMOUNT,
        [(260, 219)],
        260,
        "off-track",
        {"tspi-off-track"},
        (
            "219 of 300 个 by 2025-09-18. Even progress, an assumption, expects 260 个. SPI 0.84. "
            "The rest needs 2.03 times the planned pace (off-track above 2.00). "
            "Forecast: 2025-12-24 (range 2025-12-08 to 2025-12-24)."
        ),
    ),
    "off-track with nothing achieved": (
        AMOUNT,
        [(100, 0)],
        110,
        "off-track",
        {"spi-off-track", "tspi-at-risk"},
        (
            "0 of 300 个 by 2025-04-11. Even progress, an assumption, expects 100 个. "
            "SPI 0.00 (off-track below 0.60). The rest needs 1.50 times the planned pace"
            " (at-risk above 1.10)."
        ),
    ),
    "worse than its baseline": (
        RATE,
        [(50, 59)],
        50,
        "off-track",
        {"worse-than-zero", "spi-off-track", "tspi-at-risk"},
        (
            "59% (at least 90%) on 2025-02-20. The baseline is 60% (2025-01-01). "
            "Even progress, an assumption, expects 65%. SPI 0.00 (off-track below 0.60). "
            "The rest needs 1.20 times the planned pace (at-risk above 1.10). "
            "It is worse than where it began."
        ),
    ),
    "no longer met": (
        RATE,
        [(100, 90), (150, 85)],
        150,
        "off-track",
        {"no-longer-met"},
        (
            "85% (at least 90%) on 2025-05-31. The baseline is 60% (2025-01-01). "
            "Even progress, an assumption, expects 75%. SPI 1.67. "
            "The rest needs 0.33 times the planned pace. "
            "It no longer satisfies what it once did (at least 90%). "
            "Forecast: 2025-06-30 (range 2025-06-30 to 2025-07-20)."
        ),
    ),
    "a level that falls too slowly": (
        FALLING,
        [(100, "8.5")],
        110,
        "off-track",
        {"spi-off-track", "tspi-at-risk"},
        (
            "8.5 个月 (at most 6 个月) on 2025-04-11. The baseline is 9 个月 (2025-01-01). "
            "Even progress, an assumption, expects 8 个月. SPI 0.50 (off-track below 0.60). "
            "The rest needs 1.25 times the planned pace (at-risk above 1.10). "
            "Forecast: 2026-08-24 (range 2025-12-17 to 2026-08-24)."
        ),
    ),
    "red and silent": (
        AMOUNT,
        [(100, 59)],
        221,
        "off-track",
        {"spi-off-track", "tspi-at-risk", "silent"},
        (
            "59 of 300 个 by 2025-04-11. Even progress, an assumption, expects 100 个. "
            "SPI 0.59 (off-track below 0.60). The rest needs 1.21 times the planned pace"
            " (at-risk above 1.10). Forecast: 2026-05-25 (range 2025-12-08 to 2026-05-25). "
            "The last report is dated 2025-04-11, 121 days ago (more than 120)."
        ),
    ),
    "at-risk by SPI": (
        AMOUNT,
        [(50, 39)],
        50,
        "at-risk",
        {"spi-at-risk"},
        (
            "39 of 300 个 by 2025-02-20. Even progress, an assumption, expects 50 个. "
            "SPI 0.78 (at-risk below 0.80). The rest needs 1.04 times the planned pace. "
            "Forecast: 2026-01-21 (range 2025-11-08 to 2026-01-21)."
        ),
    ),
    "at-risk by the pace that the rest needs": (
        AMOUNT,
        [(200, 189)],
        200,
        "at-risk",
        {"tspi-at-risk"},
        (
            "189 of 300 个 by 2025-07-20. Even progress, an assumption, expects 200 个. SPI 0.95. "
            "The rest needs 1.11 times the planned pace (at-risk above 1.10). "
            "Forecast: 2025-11-15 (range 2025-11-08 to 2025-11-15)."
        ),
    ),
    "due soon": (
        AMOUNT,
        [(270, 267)],
        270,
        "at-risk",
        {"due-soon"},
        (
            "267 of 300 个 by 2025-09-28. Even progress, an assumption, expects 270 个. SPI 0.99. "
            "The rest needs 1.10 times the planned pace. "
            "Forecast: 2025-11-01 (range 2025-10-31 to 2025-11-01). "
            "Due in 30 days, and the forecast is later."
        ),
    ),
    "silent": (
        AMOUNT,
        [(100, 100)],
        221,
        "silent",
        {"silent"},
        (
            "100 of 300 个 by 2025-04-11. Even progress, an assumption, expects 100 个. SPI 1.00. "
            "The rest needs 1.00 times the planned pace. Forecast: 2025-10-28. "
            "The last report is dated 2025-04-11, 121 days ago (more than 120)."
        ),
    ),
    "silent from the start": (
        AMOUNT,
        [],
        121,
        "silent",
        {"silent"},
        "Nothing reported in 121 days (more than 120).",
    ),
    "a silent duty": (
        DUTY,
        [(100, None)],
        221,
        "silent",
        {"silent"},
        "The last report is dated 2025-04-11, 121 days ago (more than 120).",
    ),
    "a duty silent from the start": (
        DUTY,
        [],
        121,
        "silent",
        {"silent"},
        "Nothing reported in 121 days (more than 120).",
    ),
    "a level that was met, and is not spoken of any more": (
        RATE,
        [(100, 90)],
        221,
        "silent",
        {"silent"},
        (
            "90% (at least 90%) on 2025-04-11. The baseline is 60% (2025-01-01). "
            "Even progress, an assumption, expects 70%. SPI 3.00. "
            "The rest needs 0.00 times the planned pace. "
            "The last report is dated 2025-04-11, 121 days ago (more than 120)."
        ),
    ),
    "a lost figure": (
        ILLEGIBLE,
        [(100, "4.5")],
        110,
        "unrated",
        {"illegible"},
        (
            "4.5 of □5.1 公里 by 2025-04-11. "
            "The source lost the required figure (□5.1): nothing to measure against."
        ),
    ),
    "a lost figure and silence": (
        ILLEGIBLE,
        [(100, "4.5")],
        221,
        "silent",
        {"silent", "illegible"},
        (
            "4.5 of □5.1 公里 by 2025-04-11. "
            "The source lost the required figure (□5.1): nothing to measure against. "
            "The last report is dated 2025-04-11, 121 days ago (more than 120)."
        ),
    ),
    "a first measurement": (
        ALONE,
        [(100, 700)],
        110,
        "unrated",
        {"no-baseline"},
        (
            "700 个 (at least 900 个) on 2025-04-11. "
            "It is the first measurement, and there is no baseline to judge its pace by."
        ),
    ),
    "a second measurement": (
        ALONE,
        [(100, 700), (200, 800)],
        210,
        "on-track",
        {"on-track"},
        (
            "800 个 (at least 900 个) on 2025-07-20. The first report was 700 个 (2025-04-11). "
            "Even progress, an assumption, expects 800 个. SPI 1.00. "
            "The rest needs 1.00 times the planned pace. Forecast: 2025-10-28."
        ),
    ),
    "on track": (
        AMOUNT,
        [(100, 120)],
        110,
        "on-track",
        {"on-track"},
        (
            "120 of 300 个 by 2025-04-11. Even progress, an assumption, expects 100 个. SPI 1.20. "
            "The rest needs 0.90 times the planned pace. "
            "Forecast: 2025-09-08 (range 2025-09-08 to 2025-10-08)."
        ),
    ),
    "on a path": (
        AMOUNT | {"path": [{"by": day(200), "value": 60}]},
        [(100, 30)],
        100,
        "on-track",
        {"on-track"},
        (
            "30 of 300 个 by 2025-04-11. The path expects 30 个. SPI 1.00. "
            "The rest needs 1.00 times the planned pace. Forecast: 2025-10-28."
        ),
    ),
    "an expected value with many decimals": (
        MILESTONE,
        [(100, 33)],
        110,
        "on-track",
        {"on-track"},
        (
            "33% by 2025-04-11. Even progress, an assumption, expects 33.33%. SPI 0.99. "
            "The rest needs 1.01 times the planned pace. "
            "Forecast: 2025-11-01 (range 2025-10-29 to 2025-11-01)."
        ),
    ),
    "a first report awaited": (
        AMOUNT,
        [],
        120,
        "on-track",
        {"first-report-awaited"},
        "Nothing reported yet; a first report is expected by 2025-05-01.",
    ),
    "a first report on a duty awaited": (
        DUTY,
        [],
        1,
        "on-track",
        {"first-report-awaited"},
        "Nothing reported yet; a first report is expected by 2025-05-01.",
    ),
}


def said(plan: Plan, reports: Mapping[str, Rows] | Rows, as_of: int, item: str = "1.1a") -> str:
    return explain(judge(plan, reports, as_of, item), Catalogue(plan))


@pytest.mark.parametrize(
    ("of", "rows", "as_of", "status", "reasons", "sentence"), EXAMPLES.values(), ids=EXAMPLES
)
def test_explanation(
    of: dict[str, Any], rows: Rows, as_of: int, status: str, reasons: set[str], sentence: str
) -> None:
    plan = plan_of(of)
    judged = judge(plan, rows, as_of)
    assert (judged.status, set(judged.reasons)) == (status, reasons)
    assert explain(judged, Catalogue(plan)) == sentence


def test_every_status_and_every_reason_is_explained() -> None:
    assert {example[3] for example in EXAMPLES.values()} == set(STATUSES)
    assert set().union(*(example[4] for example in EXAMPLES.values())) == set(get_args(Reason))


# Several reporters

PACE = (
    "Even progress, an assumption, expects 100 个. SPI 1.00. "
    "The rest needs 1.00 times the planned pace. Forecast: 2025-10-28."
)


def test_it_names_who_was_never_heard_from() -> None:
    plan = plan_of(AMOUNT, leads=["a", "team"])
    assert said(plan, {"a": [(100, 100)]}, 110) == (
        f"100 of 300 个 by 2025-04-11. {PACE} Never heard from: b局、c局."
    )


def test_it_counts_those_who_were_never_heard_from_beyond_three() -> None:
    units = [{"id": unit, "name": f"{unit}局"} for unit in "abcdef"]
    plan = plan_of(DUTY, leads=list("abcdef"), units=units, groups=[])
    assert said(plan, {"a": [(100, None)]}, 110) == (
        "The last report is dated 2025-04-11. Never heard from: b局、c局、d局 and 2 more."
    )


def test_it_names_the_range_of_days_where_they_differ() -> None:
    plan = plan_of(AMOUNT, leads=["a", "b"])
    assert said(plan, {"a": [(150, 50)], "b": [(100, 50)]}, 160) == (
        f"100 of 300 个 by reports of 2025-04-11 to 2025-05-31. {PACE}"
    )


def test_it_names_who_is_left_aside() -> None:
    plan = plan_of(AMOUNT, leads=["a", "b"])
    assert said(plan, {"a": [(200, 190)], "b": [(79, 10)]}, 210) == (
        "200 of 300 个 by 2025-07-20. Even progress, an assumption, expects 200 个. SPI 1.00. "
        "The rest needs 1.00 times the planned pace. Forecast: 2025-10-28. "
        "b局 reported last more than 120 days before the others."
    )


def test_it_names_all_of_it_together() -> None:
    plan = plan_of(AMOUNT, leads=["a", "b", "c", "d"])
    reports: dict[str, Rows] = {"a": [(200, 10)], "b": [(79, 10)], "c": [(180, 160)]}
    assert said(plan, reports, 210) == (
        "180 of 300 个 by reports of 2025-06-30 to 2025-07-20. "
        "Even progress, an assumption, expects 180 个. SPI 1.00. "
        "The rest needs 1.00 times the planned pace. Forecast: 2025-10-28. "
        "b局 reported last more than 120 days before the others. Never heard from: d局."
    )


def test_nobody_is_named_where_nobody_was_heard_from() -> None:
    plan = plan_of(AMOUNT, leads=["a", "b"])
    assert said(plan, {}, 121) == "Nothing reported in 121 days (more than 120)."


def test_a_members_item_speaks_of_that_member_alone() -> None:
    plan = plan_of(target("count", at_least=3, each="team"))
    assert said(plan, {"b": [(100, 1)]}, 110, "1.1a@b") == (
        "1 of 3 个 by 2025-04-11. Even progress, an assumption, expects 1 个. SPI 1.00. "
        "The rest needs 1.00 times the planned pace. Forecast: 2025-10-28."
    )


# What the plan says otherwise


def test_the_policys_own_limits_are_named() -> None:
    policy = {"at_risk_spi": 0.9, "off_track_spi": 0.7, "at_risk_tspi": 1.2, "silent_after": 60}
    plan = plan_of(AMOUNT, policy=policy)
    assert said(plan, [(100, 69)], 161) == (
        "69 of 300 个 by 2025-04-11. Even progress, an assumption, expects 100 个. "
        "SPI 0.69 (off-track below 0.70). The rest needs 1.16 times the planned pace. "
        "Forecast: 2026-03-12 (range 2025-11-28 to 2026-03-12). "
        "The last report is dated 2025-04-11, 61 days ago (more than 60)."
    )


def test_the_reason_of_a_withdrawal_is_text() -> None:
    plan = plan_of(withdrawn(why="[red]并入\u202e1.2a"))
    assert said(plan, [], 60) == ("Withdrawn by the decision of 2025-02-20: [red]并入<U+202E>1.2a.")


def test_before_its_issue_a_plan_can_have_no_reports() -> None:
    plan = plan_of(AMOUNT, issued=day(50))
    assert re.search("-[0-9]+ day", said(plan, [], 20)) is None


def test_a_duty_is_judged_as_of_its_end_and_its_silence_is_counted_to_there() -> None:
    """Long after the end it is not true any more that the last report is so few days old."""
    text = said(plan_of(DUTY), [(100, None)], 700)
    assert "2025-04-11" in text
    assert "200 days ago" not in text


# What must hold of any sentence

LIMIT = re.compile(r"([0-9.]+)[^0-9(]*\((?:off-track|at-risk) (below|above) ([0-9.]+)\)")


@pytest.mark.parametrize(
    ("on", "figure"),
    [(100, 59), (100, 79), (100, "59.9"), (100, "79.9"), (200, "189.9"), (260, "219.9")],
)
def test_a_figure_lies_where_it_is_said_to_lie(on: int, figure: Figure) -> None:
    """“SPI 0.80 (at-risk below 0.80)” cannot be read aloud."""
    found = LIMIT.findall(said(plan_of(AMOUNT), [(on, figure)], on))
    assert found
    for shown, side, limit in found:
        assert float(shown) < float(limit) if side == "below" else float(shown) > float(limit)


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
    assert re.search(r"(^|[^0-9])-[0-9]", text) is None
    assert "Fraction" not in text
    # Only a measure that lies close to its limit has more than two decimals.
    assert re.search(r"[0-9]\.[0-9]{3}", LIMIT.sub("", text)) is None
