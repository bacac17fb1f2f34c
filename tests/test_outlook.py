"""When an item will be finished: three paces continued, and how far off it is, worked out by hand.

As in test_assess.py 300 are planned over 300 days from 2025-01-01, so that day 300 is 2025-10-28,
and what is behind day 600, 2026-08-24, takes over twice the planned time.
"""

from __future__ import annotations

from typing import Any

import pytest

from hpplan.i18n import speaking
from hpplan.output.words.outline import sections_of
from hpplan.output.words.pace import likely_month, pace_sentences
from plans import Rows, day, judge, plan_of, target

AMOUNT = target("amount", at_least=300)
LEVEL = target("level", at_least=900, baseline={"date": day(0), "value": 600})
EARLY = {**AMOUNT, "path": [{"by": day(150), "value": 300}]}


def told(of: dict[str, Any], rows: Rows, as_of: int, language: str = "en") -> str:
    """The sentence that says when it will be done; empty where none does."""
    plan = plan_of(of)
    with speaking(language):
        said = pace_sentences(judge(plan, rows, as_of), plan.policy)
        begins = {"en": "At the paces so far ", "zh": "照已有速度，", "zh_Hant": "照已有速度，"}
        found = [each for each in said if each.startswith(begins[language])]
    assert len(found) <= 1
    return found[0] if found else ""


@pytest.mark.parametrize(
    ("of", "rows", "as_of", "finishes"),
    [
        # 210 more at 0.90, 0.90 and 0.80: 233.3, 233.3 and 262.5 days behind day 100
        (AMOUNT, [(50, 45), (75, 70), (100, 90)], 100, (334, 334, 363)),
        # 100 more at 1.00, 50/100 and 10/50: 100, 200 and 500
        (AMOUNT, [(100, 150), (150, 190), (200, 200)], 200, (300, 400, 700)),
        # nothing in the last quarter
        (AMOUNT, [(100, 150), (150, 200), (200, 200)], 200, (300, 400, None)),
        # taken back: -50 in the last quarter, nothing in the half
        (AMOUNT, [(100, 150), (150, 200), (200, 150)], 200, (400, None, None)),
        # the whole is planned for day 150: 100 are ES 50, 100 days of the plan are left
        (EARLY, [(100, 100)], 100, (300, 300, 300)),
        # a level that fell back from 160 above its zero to 150: 106.7 on day 50, so 43.3 in the
        # half, and 150 more are 173.1 days; less than nothing in the quarter
        (LEVEL, [(75, 760), (100, 750)], 100, (200, 274, None)),
    ],
)
def test_three_paces_continued_to_the_whole(
    of: dict[str, Any], rows: Rows, as_of: int, finishes: tuple[int | None, ...]
) -> None:
    judged = judge(plan_of(of), rows, as_of)
    assert judged.outlook.finishes == tuple(None if n is None else day(n) for n in finishes)


@pytest.mark.parametrize(
    ("rows", "as_of", "likely", "first", "last"),
    [
        ([(100, 150), (150, 190), (200, 200)], 200, 400, 300, 700),
        ([(100, 150), (150, 200), (200, 200)], 200, 400, 300, None),
        ([(100, 150), (150, 200), (200, 150)], 200, None, 400, None),
        # by day 310 the quickest is over, by day 410 the middle too
        ([(100, 150), (150, 190), (200, 200)], 310, 400, 310, 700),
        ([(100, 150), (150, 190), (200, 200)], 410, None, 410, 700),
    ],
)
def test_the_likely_day_and_the_range(
    rows: Rows, as_of: int, likely: int | None, first: int, last: int | None
) -> None:
    judged = judge(plan_of(AMOUNT), rows, as_of)
    assert judged.likely == (None if likely is None else day(likely))
    assert judged.forecast_range == (day(first), None if last is None else day(last))


@pytest.mark.parametrize(
    ("of", "rows", "as_of"),
    [
        (AMOUNT, [(100, 0)], 100),  # nothing earned
        (AMOUNT, [(100, 300)], 100),  # met
        (AMOUNT, [], 100),
        (LEVEL, [(100, 590)], 100),  # worse than its zero
        (AMOUNT, [(100, 150), (150, 190), (200, 200)], 701),  # all three are over
        ({**AMOUNT, "start": day(50)}, [(20, 10)], 40),  # upcoming
    ],
)
def test_without_a_forecast_there_is_no_range_either(
    of: dict[str, Any], rows: Rows, as_of: int
) -> None:
    judged = judge(plan_of(of), rows, as_of)
    assert (judged.likely, judged.forecast_range) == (None, None)
    assert (told(of, rows, as_of), likely_month(judged)) == ("", "")


def test_a_pace_that_leads_beyond_the_calendar_leads_nowhere() -> None:
    judged = judge(plan_of(AMOUNT), [(100, 150), (200, "150.0001")], 200)
    assert judged.outlook.finishes == (day(400), None, None)


# In months


@pytest.mark.parametrize(
    ("rows", "as_of", "en", "zh"),
    [
        (
            [(100, 150), (150, 190), (200, 210)],  # 90 at 1.05, 0.60, 0.40: 286, 350, 425
            200,
            "At the paces so far it will be done about 2025-12 (2025-10 to 2026-03).",
            "照已有速度，约2025年12月完成（2025年10月至2026年3月）。",
        ),
        (
            [(100, 105)],  # 286 by all three
            100,
            "At the paces so far it will be done about 2025-10.",
            "照已有速度，约2025年10月完成。",
        ),
        (
            [(100, 150), (150, 190), (200, 200)],  # 300, 400, 700
            200,
            (
                "At the paces so far it will be done about 2026-02 (at the quickest 2025-10,"
                " at the slowest in more than twice its planned time)."
            ),
            "照已有速度，约2026年2月完成（最快2025年10月，最慢超过两倍工期）。",
        ),
        (
            [(100, 150), (150, 200), (200, 150)],  # 400 alone
            200,
            (
                "At the paces so far it takes more than twice its planned time"
                " (at the quickest 2026-02)."
            ),
            "照已有速度，所需时间超过计划工期的两倍（最快2026年2月完成）。",
        ),
        (
            [(100, 30)],  # day 1000
            100,
            "At the paces so far it takes more than twice its planned time.",
            "照已有速度，所需时间超过计划工期的两倍。",
        ),
        (
            [(100, 150), (150, 190), (200, 210)],  # 350 is over, 425 is not
            360,
            "At the paces so far it will be done from 2025-12 to 2026-03.",
            "照已有速度，2025年12月至2026年3月完成。",
        ),
        (
            [(100, 150), (150, 190), (200, 200)],  # 400 is over, 700 too far
            410,
            (
                "At the paces so far it will be done in 2026-02 at the quickest,"
                " and at the slowest in more than twice its planned time."
            ),
            "照已有速度，最快2026年2月完成，最慢超过两倍工期。",
        ),
    ],
)
def test_months_are_said(rows: Rows, as_of: int, en: str, zh: str) -> None:
    assert told(AMOUNT, rows, as_of) == en
    assert told(AMOUNT, rows, as_of, "zh") == zh


@pytest.mark.parametrize(("value", "month"), [("100", "2026-08"), ("99.9", "beyond")])
def test_the_plans_time_ends_once_more_the_planned_time_behind_the_due_date(
    value: str, month: str
) -> None:
    """300 × 200 / 100 is day 600 itself; 99.9 leads to day 601."""
    judged = judge(plan_of(AMOUNT), [(200, value)], 200)
    expected = month if month != "beyond" else "over twice its time"
    assert likely_month(judged) == expected


# How far off


@pytest.mark.parametrize(
    ("rows", "as_of", "lost"),
    [
        ([(100, 59)], 100, True),  # SPI 0.59
        ([(260, 219)], 260, False),  # forecast 356.2, by 375
        ([(275, 220)], 275, False),  # forecast 375 itself
        ([(275, "219.9")], 275, True),  # behind it
        ([(250, 170)], 250, True),  # TSPI 2.6, SPI 0.68: forecast 441
        ([(50, 39)], 50, None),  # at risk
    ],
)
def test_lost_or_within_reach(rows: Rows, as_of: int, *, lost: bool | None) -> None:
    assert judge(plan_of(AMOUNT), rows, as_of).lost is lost


def test_a_level_worse_than_its_zero_is_lost() -> None:
    assert judge(plan_of(LEVEL), [(100, 599)], 100).lost is True


def test_what_is_lost_stands_first_and_the_widest_gap_before_others() -> None:
    names = "abcd"
    plan = plan_of(*({**AMOUNT, "id": f"1.1{name}"} for name in names))
    rows: dict[str, Rows] = {
        "a": [(260, 219)],  # within reach, gap 41/300
        "b": [(260, 150)],  # lost, gap 110/300
        "c": [(260, 100)],  # lost, gap 160/300
        "d": [(260, 215)],  # within reach, gap 45/300
    }
    found = [judge(plan, rows[name], 260, f"1.1{name}") for name in names]
    assert [
        (title, [each.item.id for each in items]) for title, _note, items in sections_of(found)
    ] == [
        ("Off track: out of reach", ["1.1c", "1.1b"]),
        ("Off track: within reach", ["1.1d", "1.1a"]),
    ]
