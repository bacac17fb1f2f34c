"""What has slowed down: the paces of the last half and quarter, with figures worked out by hand.

As in test_assess.py an amount of 300 is planned over 300 days, one a day, so that ES is what has
been earned; each case is reckoned in its comment.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from hpplan.i18n import speaking
from hpplan.output.words.explain import explain
from hpplan.output.words.rules import rules_tried
from hpplan.plan.items import Catalogue
from plans import Rows, day, judge, plan_of, target

if TYPE_CHECKING:
    from hpplan.judging.assess import Assessment

AMOUNT = target("amount", at_least=300)
COUNT = target("count", at_least=30)
LEVEL = target("level", at_least=900, baseline={"date": day(0), "value": 600})
FALLING = target("level", at_most=300, baseline={"date": day(0), "value": 600})
PAUSE = {**AMOUNT, "path": [{"by": day(100), "value": 150}, {"by": day(200), "value": 150}]}

ASLEEP: Rows = [(50, 45), (75, 70), (100, 90)]


def paces(judged: Assessment) -> tuple[Any, Any]:
    """The paces of the last half and the last quarter."""
    assert judged.paces is not None
    return judged.paces.half, judged.paces.quarter


def slows(of: dict[str, Any], rows: Rows, as_of: int, **changes: Any) -> bool:
    """Whether slowing is among the reasons."""
    return "slowing" in judge(plan_of(of, **changes), rows, as_of).reasons


# The paces


@pytest.mark.parametrize(
    ("of", "rows", "half", "quarter"),
    [
        # reports at both moments: 45 in 50 days, 20 in 25
        (AMOUNT, ASLEEP, Fraction(45, 50), Fraction(20, 25)),
        # straight from 0 to the only report: 60/100 in every part of the time
        (AMOUNT, [(100, 60)], Fraction(3, 5), Fraction(3, 5)),
        # from (40, 60) to (100, 90): 65 at 50, 77.5 at 75
        (AMOUNT, [(40, 60), (100, 90)], Fraction(1, 2), Fraction(1, 2)),
        # 50 lies on the way from (0, 0) to (60, 30): 25; 75 from there to (90, 66): 48
        (AMOUNT, [(60, 30), (90, 66), (100, 70)], Fraction(45, 50), Fraction(22, 25)),
        # AT 101: 50.5 lies on (50, 45) to (75, 70): 45.5; 75.75 on (75, 70) to (101, 96): 70.75
        (AMOUNT, [(50, 45), (75, 70), (101, 96)], Fraction(101, 101), Fraction(101, 101)),
        # what was taken back: from 80 at 50 and 95 at 75 to 70
        (AMOUNT, [(50, 80), (75, 95), (100, 70)], Fraction(-10, 50), Fraction(-25, 25)),
        # a count's ES is the time held where its figure is planned: 50 of the 5th, 75 of the 7th
        # (called for on day 70, the next on day 80), and 90 where the 8th's time ended
        (COUNT, [(50, 5), (75, 7), (100, 8)], Fraction(40, 50), Fraction(15, 25)),
        # less is better: 45, 70 and 90 lower than 600
        (FALLING, [(50, 555), (75, 530), (100, 510)], Fraction(45, 50), Fraction(20, 25)),
        # a path that stands still from 100 to 200: 150 counts as the day itself; 100 at 50 is
        # where 150 were planned, 50 × 150/100 = 75 of them. AT 160: 80 lies on (50, 50) to
        # (120, 120): 80, and 120 is reported
        (PAUSE, [(50, 75), (120, 150), (160, 150)], Fraction(80, 80), Fraction(40, 40)),
    ],
)
def test_paces(of: dict[str, Any], rows: Rows, half: Fraction, quarter: Fraction) -> None:
    last = rows[-1][0]
    assert isinstance(last, int)
    assert paces(judge(plan_of(of), rows, last)) == (half, quarter)


def test_a_report_before_the_planned_value_begins_is_no_pace() -> None:
    """The baseline is of day 100: from 0 there to the 40 of 200 days on day 200."""
    later = {**LEVEL, "baseline": {"date": day(100), "value": 700}}
    judged = judge(plan_of(later), [(60, 720), (200, 740)], 200)
    assert judged.measures is not None
    assert (judged.measures.actual, judged.measures.earned) == (100, 40)
    assert paces(judged) == (Fraction(2, 5), Fraction(2, 5))


def test_the_figures_of_several_units_are_added_up_on_their_days() -> None:
    """30 + 10 on day 50, 45 + 10 on day 75, 45 + 30 by day 90 (r, as b says nothing later).

    r is 90: half of it is 45 days, on the way from (40, 10) to (50, 40) at 25; three quarters are
    67.5, from (50, 40) to (75, 55) at 50.5.
    """
    reports = {"a": [(50, 30), (75, 45), (100, 50)], "b": [(40, 10), (90, 30)]}
    judged = judge(plan_of(AMOUNT, leads=["a", "b"]), reports, 100)
    assert (judged.value, judged.reported) == (80, day(90))
    assert paces(judged) == (Fraction(55, 45), Fraction(2950, 2250))


@pytest.mark.parametrize(
    ("of", "rows", "as_of"),
    [
        (AMOUNT, [], 100),
        (AMOUNT, [(0, 3)], 100),  # no time has passed
        (AMOUNT, [(100, 300)], 100),  # met
        (target("duty"), [(50, None), (75, None), (100, None)], 100),
    ],
)
def test_without_time_or_figures_there_is_no_pace(
    of: dict[str, Any], rows: Rows, as_of: int
) -> None:
    assert judge(plan_of(of), rows, as_of).paces is None


# The reason


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (ASLEEP, True),  # TSPI 210/200 = 1.05 over 0.90 and 0.80 times 1.10
        ([(50, 45), (75, 70), (100, 93)], False),  # 1.035 under 1.10 × 0.96
        ([(50, 45), (75, 60), (100, 90)], False),  # 1.05 under 1.10 × 1.20 of the last quarter
        ([(50, 45), (100, 90)], False),  # reports on two days
        ([(49, 45), (74, 70), (99, 90)], False),  # before a third of the time
        ([(50, 60), (75, 82), (100, 100)], True),  # TSPI 1.00 over 0.80 and 0.72, SPI 1.00
        ([(50, 50), (75, 75), (100, 100)], False),  # on its path
    ],
)
def test_it_slows(rows: Rows, *, expected: bool) -> None:
    last = rows[-1][0]
    assert isinstance(last, int)
    assert slows(AMOUNT, rows, last) is expected


def test_just_at_the_limit_it_does_not_slow() -> None:
    """TSPI 220/200 = 1.10, and both paces 1.00: 1.10 times as much is not more."""
    rows: Rows = [(50, 30), (75, 55), (100, 80)]
    assert not slows(AMOUNT, rows, 100)
    assert slows(AMOUNT, [(50, "30.1"), (75, "55.1"), (100, 80)], 100)


def test_silence_does_not_hide_it() -> None:
    judged = judge(plan_of(AMOUNT), ASLEEP, 250)
    assert (judged.status, judged.reasons) == ("at-risk", ("slowing", "silent"))


def test_it_stands_beside_what_is_graver() -> None:
    """TSPI 290/200 = 1.45 over 0.08 and 0.04, SPI 0.10."""
    judged = judge(plan_of(AMOUNT), [(50, 6), (75, 9), (100, 10)], 100)
    assert judged.status == "off-track"
    assert judged.reasons == ("spi-off-track", "tspi-at-risk", "slowing")


def test_what_is_overdue_is_not_said_to_slow_but_was_not_on_course() -> None:
    judged = judge(plan_of(AMOUNT), [(125, 240), (187, 255), (250, 257)], 301)
    assert judged.reasons == ("overdue", "no-closing-figure")  # TSPI 43/50 over 17/125
    assert not judged.lacks_only_closing_figure


def test_a_plans_own_limit_holds() -> None:
    """1.05 is 1.17 times the pace of the last half."""
    assert slows(AMOUNT, ASLEEP, 100, policy={"at_risk_slowing": 1.16})
    assert not slows(AMOUNT, ASLEEP, 100, policy={"at_risk_slowing": 1.17})


# What people read


def test_the_sentence_names_the_paces() -> None:
    """TSPI 196/200 over 44/50 and 12/25."""
    plan = plan_of({**AMOUNT, "uom": "公里"})
    judged = judge(plan, [(50, 60), (75, 92), (100, 104)], 100)
    with speaking("en"):
        assert (
            "SPI 1.04. Slowing down: the rest needs 0.98 times the planned pace, while the last"
            " half of the time made 0.88, the last quarter 0.48. "
        ) in explain(judged, Catalogue(plan))
    with speaking("zh"):
        assert (
            "近期放缓：余下部分需按计划速度的0.98推进，"
            "而最近一半时间只有0.88，最近四分之一只有0.48。"
        ) in explain(judged, Catalogue(plan))
    with speaking("zh_Hant"):
        assert (
            "近期放緩：餘下部分需按計劃速度的0.98推進，"
            "而最近一半時間只有0.88，最近四分之一只有0.48。"
        ) in explain(judged, Catalogue(plan))


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        # 1.05 / 1.10 = 0.954…
        (ASLEEP, "pace of the last half 0.90, of the last quarter 0.80, limit 0.95"),
        # 2.40/2 = 1.20, over 1.10 is 1.09
        (
            [(100, 60)],
            (
                "pace of the last half 0.60, of the last quarter 0.60, limit 1.09;"
                " not judged in the first third of the time, or by reports on two days"
            ),
        ),
    ],
)
def test_show_lists_the_paces_with_what_would_do(rows: Rows, said: str) -> None:
    plan = plan_of(AMOUNT)
    judged = judge(plan, rows, 100)
    tried = {rule.status: rule.why for rule in rules_tried(judged, plan.policy)}
    assert said in tried["at-risk"]


# A level that is to be kept up


KEPT_UP = target("level", at_least=86, baseline={"date": day(0), "value": 88})


@pytest.mark.parametrize(
    ("rows", "status", "reasons"),
    [
        ([(40, 67)], "at-risk", ("no-longer-met",)),  # its baseline counts
        ([(60, 67)], "off-track", ("worse-than-zero", "no-longer-met")),
        ([(40, 86)], "met", ("met",)),
    ],
)
def test_the_baseline_counts_as_once_satisfied(
    rows: Rows, status: str, reasons: tuple[str, ...]
) -> None:
    judged = judge(plan_of(KEPT_UP), rows, 60)
    assert (judged.status, judged.reasons) == (status, reasons)
    assert (judged.progress, judged.planned_progress) == (None, None)


def test_a_level_that_only_falls_back_is_at_risk() -> None:
    judged = judge(plan_of(LEVEL), [(100, 900), (150, 850)], 150)
    assert (judged.status, judged.reasons) == ("at-risk", ("no-longer-met",))
