"""Judging: each status and each reason with exact numbers, the edges, and what holds of all.

The plan of the examples runs from day 0 to day 300, so PD is 300 days, PD/6 is 50 and PD/100 is 3.
Of an amount of 300 one a day is planned: PV(t) is t, and what has been earned is ES in days.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hpplan.judging.assess import Assessment, assess
from hpplan.judging.reasons import Reason
from hpplan.judging.status import STATUSES, Status
from hpplan.plan.items import Catalogue
from hpplan.progress.reader import read_progress
from plans import Rows, day, item_of, judge, plan_of, series_of, target

if TYPE_CHECKING:
    from hpplan.plan.model import Plan

AMOUNT = target("amount", at_least=300)
COUNT = target("count", at_least=30)
LEVEL = target("level", at_least=900, baseline={"date": day(0), "value": 600})
FALLING = target("level", at_most=300, baseline={"date": day(0), "value": 600})
ALONE = target("level", at_least=900)
MILESTONE = target("milestone")
DUTY = target("duty")
ILLEGIBLE = target("amount", illegible={"at_least": "□5.1"})
WITHDRAWN = target("amount", at_least=300, revisions=[{"on": day(50), "withdrawn": True}])
SUSPENDED = target("amount", at_least=300, revisions=[{"on": day(50), "suspended": True}])

LATE_START = target("amount", at_least=300, start=day(10))

EXAMPLES: dict[str, tuple[dict[str, Any], Rows, int, str, set[str]]] = {
    # what happens: target, rows, as-of day, status, reasons
    "withdrawn": (WITHDRAWN, [(40, 1)], 60, "withdrawn", {"withdrawn"}),
    "suspended": (SUSPENDED, [(40, 1)], 60, "suspended", {"suspended"}),
    "before its start": (LATE_START, [], 9, "upcoming", {"upcoming"}),
    "met": (AMOUNT, [(200, 300)], 210, "met", {"met"}),
    "met on the due day": (AMOUNT, [(300, 300)], 320, "met", {"met"}),
    "met late": (AMOUNT, [(301, 300)], 320, "met", {"met", "met-late"}),
    "a duty kept up": (DUTY, [(100, None)], 110, "kept", {"kept"}),
    "overdue": (AMOUNT, [(300, 299)], 301, "overdue", {"overdue"}),
    "no closing figure": (
        AMOUNT,
        [(299, 299)],
        301,
        "overdue",
        {"overdue", "no-closing-figure"},
    ),
    "nothing on the due day": (
        AMOUNT,
        [],
        301,
        "overdue",
        {"overdue", "no-closing-figure", "silent"},
    ),
    "SPI 59/100": (AMOUNT, [(100, 59)], 100, "off-track", {"spi-off-track", "tspi-at-risk"}),
    "TSPI 81/40": (AMOUNT, [(260, 219)], 260, "off-track", {"tspi-off-track"}),
    "worse than its baseline": (
        LEVEL,
        [(50, 599)],
        50,
        "off-track",
        {"worse-than-zero", "spi-off-track", "tspi-at-risk"},
    ),
    "no longer met": (LEVEL, [(100, 900), (150, 850)], 150, "at-risk", {"no-longer-met"}),
    "slowing": (AMOUNT, [(50, 45), (75, 70), (100, 90)], 100, "at-risk", {"slowing"}),
    "SPI 39/50": (AMOUNT, [(50, 39)], 50, "at-risk", {"spi-at-risk"}),
    "TSPI 111/100": (AMOUNT, [(200, 189)], 200, "at-risk", {"tspi-at-risk"}),
    "due soon": (AMOUNT, [(270, 267)], 270, "at-risk", {"due-soon"}),
    "silent": (AMOUNT, [(100, 100)], 221, "silent", {"silent"}),
    "never heard from": (AMOUNT, [], 121, "silent", {"silent"}),
    "a silent duty": (DUTY, [(100, None)], 221, "silent", {"silent"}),
    "a lost figure": (ILLEGIBLE, [(100, 1)], 110, "unrated", {"illegible"}),
    "a lone level": (ALONE, [(100, 700)], 110, "unrated", {"no-baseline"}),
    "on track": (AMOUNT, [(100, 100)], 110, "on-track", {"on-track"}),
    "a first report awaited": (AMOUNT, [], 120, "on-track", {"first-report-awaited"}),
}


@pytest.mark.parametrize(
    ("of", "rows", "as_of", "status", "reasons"), EXAMPLES.values(), ids=EXAMPLES
)
def test_example(
    of: dict[str, Any], rows: Rows, as_of: int, status: str, reasons: set[str]
) -> None:
    judged = judge(plan_of(of), rows, as_of)
    assert (judged.status, set(judged.reasons)) == (status, reasons)
    assert len(judged.reasons) == len(reasons)


def test_every_status_and_every_reason_has_an_example() -> None:
    assert {example[3] for example in EXAMPLES.values()} == set(STATUSES)
    # Of several units there are examples in test_acting.py.
    found = set().union(*(example[4] for example in EXAMPLES.values()))
    assert found == set(get_args(Reason)) - {"undivided"}


def status(of: dict[str, Any], rows: Rows, as_of: int, **changes: Any) -> Status:
    """The status alone of a plan's one target."""
    return judge(plan_of(of, **changes), rows, as_of).status


# The numbers beside a status


def test_the_arithmetic_of_an_amount_behind_its_path() -> None:
    judged = judge(plan_of(AMOUNT), [(50, 30), (100, 60)], 110)
    assert judged.status == "at-risk"
    assert judged.value == 60
    assert judged.reported == day(100)
    assert judged.expected == 100
    assert judged.progress == Fraction(1, 5)
    assert judged.measures is not None
    assert judged.measures.earned == 60
    assert judged.measures.spi == Fraction(3, 5)
    assert judged.measures.tspi == Fraction(6, 5)
    assert judged.forecast == day(500)
    assert judged.likely == day(500)  # both the half and the quarter made 0.60 as well
    assert judged.forecast_range == (day(500), day(500))
    assert judged.days_left == 190
    assert judged.met_on is None


def test_forecasts_are_rounded_up_to_a_day() -> None:
    judged = judge(plan_of(AMOUNT), [(100, 70)], 110)
    assert judged.forecast == day(429)  # 300 × 100 / 70 = 428.57…
    assert judged.forecast_range == (day(429), day(429))


def test_a_count_expects_whole_things() -> None:
    judged = judge(plan_of(COUNT), [(35, 3)], 35)
    assert judged.expected == 3
    assert judged.measures is not None
    assert judged.measures.spi == 1


def test_more_than_n_things_are_one_more() -> None:
    more = target("count", more_than=29)
    judged = judge(plan_of(more), [(100, 9)], 100)
    assert judged.measures is not None
    assert judged.measures.earned == 100  # the 9th on day 90, the 10th on day 100
    assert status(more, [(100, 29)], 100) == "on-track"
    assert status(more, [(100, 30)], 100) == "met"


def test_more_than_an_amount_is_not_met_by_the_amount() -> None:
    more = target("amount", more_than=300)
    judged = judge(plan_of(more), [(100, 300)], 100)
    assert judged.status == "on-track"
    assert judged.measures is not None
    assert judged.measures.earned == 300
    assert status(more, [(100, "300.1")], 100) == "met"


def test_a_falling_level_earns_by_falling() -> None:
    judged = judge(plan_of(FALLING), [(100, 520)], 110)
    assert judged.status == "on-track"
    assert judged.expected == 500
    assert judged.progress == Fraction(80, 300)
    assert judged.measures is not None
    assert judged.measures.spi == Fraction(4, 5)
    assert status(FALLING, [(100, 521)], 110) == "at-risk"
    assert status(FALLING, [(100, 601)], 110) == "off-track"
    assert status(FALLING, [(100, 300)], 110) == "met"


def test_less_than_is_not_met_by_the_figure() -> None:
    less = {**FALLING, "less_than": 300}
    del less["at_most"]
    assert status(less, [(100, 300)], 110) == "on-track"
    assert status(less, [(100, "299.9")], 110) == "met"


def test_an_approximate_requirement_is_judged_by_its_figure() -> None:
    assert status({**AMOUNT, "approximate": True}, [(200, "299.9")], 210) == "on-track"
    assert status({**AMOUNT, "approximate": True}, [(200, 300)], 210) == "met"


def test_a_path_says_what_is_expected() -> None:
    path = [{"by": day(200), "value": 60}]
    judged = judge(plan_of({**AMOUNT, "path": path}), [(100, 30)], 100)
    assert judged.expected == 30
    assert judged.measures is not None
    assert judged.measures.spi == 1
    assert judged.status == "on-track"


# Thresholds


@pytest.mark.parametrize(
    ("rows", "as_of", "expected"),
    [
        ([(100, 80)], 100, "on-track"),  # SPI 0.80, TSPI 220/200 = 1.10
        ([(100, "79.9")], 100, "at-risk"),
        ([(100, 60)], 100, "at-risk"),  # SPI 0.60
        ([(100, "59.9")], 100, "off-track"),
        ([(200, 190)], 200, "on-track"),  # TSPI 110/100 = 1.10
        ([(260, 220)], 260, "at-risk"),  # TSPI 80/40 = 2.00
        ([(260, "219.9")], 260, "off-track"),
    ],
)
def test_a_threshold_itself_is_not_passed(rows: Rows, as_of: int, expected: str) -> None:
    assert status(AMOUNT, rows, as_of) == expected


@pytest.mark.parametrize(("at", "expected"), [(49, "on-track"), (50, "off-track")])
def test_spi_is_not_judged_before_a_sixth_of_the_time(at: int, expected: str) -> None:
    """29 of 300: SPI is under 0.60 on both days, TSPI under 1.10."""
    assert status(AMOUNT, [(at, 29)], at) == expected


def test_it_is_the_time_of_the_report_that_counts_for_that() -> None:
    assert status(AMOUNT, [(49, 29)], 60) == "on-track"


@pytest.mark.parametrize(("at", "judged"), [(49, False), (50, True)])
def test_a_retreat_is_not_judged_before_a_sixth_of_the_time(at: int, *, judged: bool) -> None:
    reasons = judge(plan_of(LEVEL), [(at, 599)], at).reasons
    assert ("worse-than-zero" in reasons) is judged
    assert "tspi-at-risk" in reasons


def test_no_worse_than_its_baseline_is_no_retreat() -> None:
    assert "worse-than-zero" not in judge(plan_of(LEVEL), [(100, 600)], 100).reasons


def test_a_plans_own_policy_holds() -> None:
    policy = {"at_risk_spi": 0.95, "off_track_spi": 0.9, "at_risk_tspi": 5, "off_track_tspi": 9}
    assert status(AMOUNT, [(100, 95)], 100, policy=policy) == "on-track"
    assert status(AMOUNT, [(100, 94)], 100, policy=policy) == "at-risk"
    assert status(AMOUNT, [(100, 89)], 100, policy=policy) == "off-track"
    assert status(AMOUNT, [(100, 100)], 131, policy={"silent_after": 30}) == "silent"
    assert status(AMOUNT, [(269, 266)], 269, policy={"due_soon": 31}) == "at-risk"


# Due soon


@pytest.mark.parametrize(("as_of", "expected"), [(269, "on-track"), (270, "at-risk")])
def test_due_soon_begins_30_days_ahead(as_of: int, expected: str) -> None:
    """Forecast 300 × 269 / 266 = 303.4, behind the slack; TSPI 34/31 is under 1.10."""
    assert status(AMOUNT, [(269, 266)], as_of) == expected


@pytest.mark.parametrize(("value", "expected"), [("200", "on-track"), ("199.99", "at-risk")])
def test_a_forecast_within_a_hundredth_of_the_time_is_in_time(value: str, expected: str) -> None:
    """300 × 202 / 200 is day 303, which is the due day and PD/100."""
    judged = judge(plan_of(AMOUNT), [(202, value)], 270)
    assert judged.status == expected
    assert judged.forecast == day(303 if expected == "on-track" else 304)


def test_due_soon_and_on_the_due_day_itself() -> None:
    assert status(AMOUNT, [(300, 290)], 300) == "at-risk"
    assert status(AMOUNT, [(300, 299)], 300) == "on-track"  # forecast 301.003, within the slack


def test_due_soon_without_a_report_is_not_at_risk() -> None:
    assert status(AMOUNT, [], 280, issued=day(200)) == "on-track"


def test_due_soon_with_nothing_earned() -> None:
    """A count of 0 on its path has SPI 1, but no forecast."""
    slow = target("count", at_least=1)
    judged = judge(plan_of(slow), [(280, 0)], 280)
    assert judged.measures is not None
    assert judged.measures.spi == 1
    assert judged.forecast is None
    assert (judged.status, judged.reasons) == ("at-risk", ("due-soon",))


def test_a_forecast_before_the_as_of_day_is_not_shown_but_counts() -> None:
    rows = [(200, 290)]  # 300 × 200 / 290 = 206.9
    assert judge(plan_of(AMOUNT), rows, 207).forecast == day(207)
    assert judge(plan_of(AMOUNT), rows, 208).forecast is None
    due_soon = judge(plan_of(AMOUNT), rows, 280)
    assert (due_soon.forecast, due_soon.forecast_range) == (None, None)
    assert due_soon.status == "on-track"


def test_a_forecast_beyond_the_calendar_is_not_shown() -> None:
    judged = judge(plan_of(AMOUNT), [(200, "0.001")], 200)  # 60 million days
    assert (judged.forecast, judged.likely, judged.forecast_range) == (None, None, None)
    assert judged.status == "off-track"


@pytest.mark.parametrize("of", [DUTY, ILLEGIBLE])
def test_due_soon_is_never_said_of_what_has_no_figure_to_reach(of: dict[str, Any]) -> None:
    value = None if of is DUTY else 1
    assert "due-soon" not in judge(plan_of(of), [(280, value)], 285).reasons


# Silence


@pytest.mark.parametrize(("as_of", "expected"), [(220, "on-track"), (221, "silent")])
def test_silence_begins_after_120_days(as_of: int, expected: str) -> None:
    assert status(AMOUNT, [(50, 50), (100, 100)], as_of) == expected


@pytest.mark.parametrize(("as_of", "expected"), [(180, "on-track"), (181, "silent")])
def test_without_a_report_silence_counts_from_start_or_issue(as_of: int, expected: str) -> None:
    assert status(AMOUNT, [], as_of, issued=day(60)) == expected
    assert status({**AMOUNT, "start": day(60)}, [], as_of) == expected


def test_a_report_before_the_issue_is_not_silent_before_120_days_of_it() -> None:
    assert status(AMOUNT, [(10, 10)], 180, issued=day(60)) == "on-track"
    assert status(AMOUNT, [(10, 10)], 181, issued=day(60)) == "silent"


def test_silence_hides_nothing() -> None:
    judged = judge(plan_of(AMOUNT), [(100, 10)], 250)
    assert judged.status == "off-track"
    assert "silent" in judged.reasons
    assert judged.silent_days == 150


# Due


@pytest.mark.parametrize(("as_of", "expected"), [(300, "on-track"), (301, "overdue")])
def test_overdue_begins_on_the_day_after(as_of: int, expected: str) -> None:
    assert status(AMOUNT, [(299, 299)], as_of) == expected


def test_an_overdue_item_on_track_may_lack_its_closing_figure_alone() -> None:
    assert judge(plan_of(AMOUNT), [(299, 299)], 301).lacks_only_closing_figure
    assert not judge(plan_of(AMOUNT), [(300, 299)], 301).lacks_only_closing_figure
    assert not judge(plan_of(AMOUNT), [(250, 100)], 301).lacks_only_closing_figure
    assert not judge(plan_of(AMOUNT), [], 301).lacks_only_closing_figure


def test_an_overdue_item_says_what_else_holds() -> None:
    judged = judge(plan_of(AMOUNT), [(310, 100)], 320)
    assert judged.measures is not None
    assert (judged.measures.spi, judged.measures.tspi) == (None, None)
    assert set(judged.reasons) == {"overdue"}
    assert not judged.on_course


def test_an_illegible_requirement_is_never_overdue() -> None:
    assert status(ILLEGIBLE, [(290, 5)], 310) == "unrated"
    assert status(ILLEGIBLE, [(100, 5)], 310) == "silent"
    assert status(ILLEGIBLE, [], 110) == "on-track"


def test_an_illegible_requirement_is_judged_once_it_is_filled_in() -> None:
    filled = {**ILLEGIBLE, "at_least": 15.1}
    assert status(filled, [(290, 15)], 310) == "overdue"
    assert status(filled, [(290, "15.1")], 310) == "met"


# Met


def test_met_on_is_the_first_day_of_the_last_unbroken_run() -> None:
    rows = [(100, 300), (150, 290), (200, 310), (250, 320)]
    assert judge(plan_of(AMOUNT), rows, 260).met_on == day(200)
    assert judge(plan_of(AMOUNT), rows, 160).met_on is None
    assert judge(plan_of(AMOUNT), rows, 110).met_on == day(100)


def test_late_is_when_the_last_run_began_after_the_due_day() -> None:
    judged = judge(plan_of(AMOUNT), [(100, 300), (290, 290), (301, 300)], 320)
    assert (judged.status, judged.late, judged.met_on) == ("met", True, day(301))
    judged = judge(plan_of(AMOUNT), [(300, 300), (400, 310)], 420)
    assert (judged.status, judged.late, judged.met_on) == ("met", False, day(300))


def test_a_total_is_met_on_the_day_that_the_sum_gets_there() -> None:
    reports = {"a": [(100, 100), (200, 150)], "b": [(150, 120), (220, 150)]}
    judged = judge(plan_of(AMOUNT, leads=["a", "b"]), reports, 230)
    assert (judged.status, judged.value, judged.met_on) == ("met", 300, day(220))


def test_what_is_met_has_no_forecast_and_is_never_silent() -> None:
    judged = judge(plan_of(AMOUNT), [(100, 300)], 290)
    assert (judged.status, judged.reasons) == ("met", ("met",))
    assert (judged.forecast, judged.forecast_range) == (None, None)


# Levels


@pytest.mark.parametrize(("as_of", "expected"), [(220, "met"), (221, "silent")])
def test_before_its_due_day_a_level_is_met_while_its_report_is_fresh(
    as_of: int, expected: str
) -> None:
    assert status(LEVEL, [(100, 900)], as_of) == expected


@pytest.mark.parametrize(("as_of", "expected"), [(300, "silent"), (301, "met")])
def test_behind_its_due_day_a_level_is_judged_by_its_last_report_up_to_then(
    as_of: int, expected: str
) -> None:
    judged = judge(plan_of(LEVEL), [(100, 900)], as_of)
    assert judged.status == expected
    assert "due-soon" not in judged.reasons  # of a level that satisfies it is never said
    assert not judged.late


def test_a_level_is_held_to_its_due_day() -> None:
    rows = [(100, 850), (200, 900), (250, 910), (310, 850)]
    judged = judge(plan_of(LEVEL), rows, 320)
    assert (judged.status, judged.late, judged.met_on) == ("met", False, day(200))


def test_the_first_later_report_that_satisfies_makes_a_level_met_late() -> None:
    rows = [(200, 900), (290, 850), (310, 880), (320, 900), (330, 850)]
    judged = judge(plan_of(LEVEL), rows, 319)
    assert judged.status == "overdue"
    assert "no-longer-met" in judged.reasons
    judged = judge(plan_of(LEVEL), rows, 340)
    assert (judged.status, judged.late, judged.met_on) == ("met", True, day(320))


def test_a_level_met_before_and_not_on_its_due_day_is_overdue() -> None:
    rows = [(200, 900), (300, 899)]
    assert status(LEVEL, rows, 301) == "overdue"


def test_the_planned_value_of_a_level_begins_with_its_baseline() -> None:
    later = {**LEVEL, "baseline": {"date": day(100), "value": 700}}
    judged = judge(plan_of(later), [(200, 780)], 210)
    assert judged.start == day(100)
    assert judged.expected == 800
    assert judged.measures is not None
    assert (judged.measures.duration, judged.measures.actual) == (200, 100)
    assert judged.measures.spi == Fraction(4, 5)
    assert judged.progress == Fraction(80, 200)


def test_a_baseline_before_the_start_counts_from_the_start() -> None:
    earlier = {**LEVEL, "baseline": {"date": date(2024, 6, 30), "value": 600}}
    judged = judge(plan_of(earlier), [(100, 700)], 110)
    assert judged.start == day(0)
    assert judged.expected == 700


def test_without_baseline_the_first_report_is_where_a_level_begins() -> None:
    rows = [(60, 660), (180, 770)]
    judged = judge(plan_of(ALONE), rows, 190)
    assert (judged.start, judged.zero) == (day(60), 660)
    assert judged.expected == 780
    assert judged.measures is not None
    assert (judged.measures.duration, judged.measures.actual) == (240, 120)
    assert judged.measures.earned == 110
    assert judged.status == "on-track"
    assert status(ALONE, [(60, 660), (180, 650)], 190) == "off-track"


def test_a_lone_report_of_a_level_can_say_that_it_is_met() -> None:
    assert status(ALONE, [(60, 900)], 70) == "met"
    assert status(ALONE, [(60, 899)], 70) == "unrated"
    assert status(ALONE, [(60, 899)], 301) == "overdue"


def test_a_lone_report_of_a_level_that_is_due_soon() -> None:
    judged = judge(plan_of(ALONE), [(280, 899)], 285)
    assert judged.status == "at-risk"
    assert set(judged.reasons) == {"due-soon", "no-baseline"}


def test_a_level_is_its_newest_figure() -> None:
    plan = plan_of(LEVEL, leads=["a", "b"])
    judged = judge(plan, {"a": [(100, 650)], "b": [(150, 760)]}, 160)
    assert (judged.value, judged.reported) == (760, day(150))


def test_due_soon_is_never_said_of_a_level_that_satisfies() -> None:
    """Its one report is too old for it to be met, and gives no forecast."""
    judged = judge(plan_of(ALONE), [(100, 900)], 280)
    assert judged.forecast is None
    assert (judged.status, set(judged.reasons)) == ("silent", {"silent", "no-baseline"})


def test_of_two_figures_of_one_day_a_level_is_the_less_favourable() -> None:
    rising, falling = (plan_of(level, leads=["a", "b"]) for level in (LEVEL, FALLING))
    reports: dict[str, Rows] = {"a": [(100, 710)], "b": [(100, 720)]}
    assert judge(rising, reports, 110).value == 710
    assert judge(falling, reports, 110).value == 720


# Several reporters


def test_a_total_is_the_sum_as_of_its_oldest_part() -> None:
    plan = plan_of(COUNT, leads=["a", "b", "c"])
    judged = judge(plan, {"a": [(100, 10)], "b": [(150, 4)]}, 160)
    assert (judged.value, judged.reported) == (14, day(100))
    assert judged.unheard == ("c",)
    assert judged.latest == {"a": (day(100), 10), "b": (day(150), 4)}


@pytest.mark.parametrize(("newer", "held"), [(140, True), (141, False)])
def test_a_reporter_left_behind_does_not_hold_the_day_back(newer: int, *, held: bool) -> None:
    plan = plan_of(COUNT, leads=["a", "b"])
    judged = judge(plan, {"a": [(20, 10)], "b": [(newer, 4)]}, 150)
    assert judged.reported == day(20 if held else newer)
    assert judged.aside == (() if held else ("a",))
    assert judged.value == 14


def test_a_milestone_is_as_far_as_its_slowest_reporter() -> None:
    plan = plan_of(MILESTONE, leads=["a", "b"])
    judged = judge(plan, {"a": [(100, 99)], "b": [(200, 60)]}, 200)
    assert (judged.value, judged.reported) == (60, day(100))
    judged = judge(plan, {"a": [(100, 100)], "b": [(200, 60)]}, 200)
    assert (judged.value, judged.reported) == (60, day(200))  # a is done: nothing to wait for
    assert judged.measures is not None
    assert judged.measures.spi == Fraction(180, 200)


def test_a_milestone_is_met_when_all_of_them_are_done() -> None:
    plan = plan_of(MILESTONE, leads=["a", "b"])
    judged = judge(plan, {"a": [(100, 100)], "b": [(50, 40), (200, 100)]}, 210)
    assert (judged.status, judged.met_on) == ("met", day(200))


def test_units_that_do_not_report_on_it_do_not_count() -> None:
    assert judge(plan_of(COUNT), {"a": [(100, 10)], "b": [(100, 20)]}, 110).value == 10


# Corrections


def test_a_correction_takes_the_place_of_what_it_corrects() -> None:
    """A day is reported twice, as the file has it: the later row holds, whatever it says."""
    plan = plan_of(COUNT)
    text = f"date,target,value\n{day(100)},1.1a,10\n{day(110)},1.1a,30\n{day(110)},1.1a,11\n"
    file = read_progress(text.encode(), "a.csv", "a", Catalogue(plan))
    judged = assess(item_of(plan), {"a": file.series["1.1a"]}, plan, day(120))
    assert not file.problems
    assert (judged.status, judged.value, judged.reported) == ("on-track", 11, day(110))


def test_the_earlier_of_two_days_is_corrected_without_moving_the_report() -> None:
    plan = plan_of(COUNT)
    text = f"date,target,value\n{day(100)},1.1a,30\n{day(110)},1.1a,30\n{day(100)},1.1a,10\n"
    file = read_progress(text.encode(), "a.csv", "a", Catalogue(plan))
    judged = assess(item_of(plan), {"a": file.series["1.1a"]}, plan, day(120))
    assert (judged.status, judged.met_on) == ("met", day(110))


# Revisions


def test_a_revision_holds_from_the_day_of_its_decision() -> None:
    revised = {**AMOUNT, "revisions": [{"on": day(250), "due": day(400)}]}
    plan = plan_of(revised)
    assert judge(plan, [(240, 240)], 249).terms.due == day(300)
    judged = judge(plan, [(240, 240)], 250)
    assert judged.terms.due == day(400)
    assert judged.item.due == day(300)
    assert judged.expected == 180
    assert judge(plan, [(300, 290)], 301).status == "on-track"
    assert judge(plan, [(400, 290)], 401).status == "overdue"


def test_a_withdrawal_holds_from_the_day_of_its_decision() -> None:
    assert status(WITHDRAWN, [(40, 40)], 49) == "on-track"
    assert status(WITHDRAWN, [(40, 40)], 50) == "withdrawn"
    assert judge(plan_of(WITHDRAWN), [(40, 40)], 50).forecast is None
    assert status(WITHDRAWN, [(40, 300)], 50) == "withdrawn"
    assert status({**WITHDRAWN, "start": day(90)}, [], 60) == "withdrawn"


def test_the_later_of_two_revisions_holds() -> None:
    revisions = [{"on": day(150), "at_least": 200}, {"on": day(100), "at_least": 400}]
    plan = plan_of({**AMOUNT, "revisions": revisions})
    figures = [judge(plan, [(90, 90)], as_of).terms.requirement for as_of in (99, 100, 149, 150)]
    assert [figure[1] for figure in figures if figure] == [300, 400, 400, 200]


def test_a_revised_requirement_drops_the_checkpoints_beyond_it() -> None:
    path = [{"by": day(100), "value": 150}, {"by": day(200), "value": 250}]
    plan = plan_of({**AMOUNT, "path": path, "revisions": [{"on": day(120), "at_least": 200}]})
    assert judge(plan, [(110, 110)], 119).expected == 160
    judged = judge(plan, [(110, 110)], 120)
    assert judged.terms.path == ((day(100), 150),)
    assert judged.expected == Fraction(305, 2)  # 150, and a twentieth of the 50 that are left
    assert judge(plan, [(110, 200)], 119).status == "on-track"
    assert judge(plan, [(110, 200)], 120).status == "met"


def test_a_revised_falling_level_drops_the_checkpoints_below_it() -> None:
    path = [{"by": day(100), "value": 500}, {"by": day(200), "value": 350}]
    plan = plan_of({**FALLING, "path": path, "revisions": [{"on": day(120), "at_most": 400}]})
    assert judge(plan, [(110, 500)], 120).terms.path == ((day(100), 500),)


# Items by the year

YEARLY = target("count", at_least=12, every="year")
YEARS = {"start": "2024-01-01", "end": "2026-12-31", "issued": "2024-01-01"}


def test_a_surplus_does_not_carry_over() -> None:
    plan = plan_of(YEARLY, **YEARS)
    last = judge(plan, [(date(2024, 12, 31), 40)], date(2025, 7, 1), "1.1a@2024")
    this = judge(plan, [(date(2025, 6, 30), 1)], date(2025, 7, 1), "1.1a@2025")
    assert (last.status, last.value) == ("met", 40)
    assert (this.status, this.value) == ("off-track", 1)
    assert this.measures is not None
    assert (this.measures.actual, this.measures.duration) == (180, 364)


def test_years_to_come_are_upcoming_and_years_gone_overdue() -> None:
    plan = plan_of(YEARLY, **YEARS)
    assert judge(plan, [], date(2025, 1, 1), "1.1a@2024").status == "overdue"
    assert judge(plan, [], date(2024, 12, 31), "1.1a@2025").status == "upcoming"
    assert judge(plan, [], date(2025, 1, 1), "1.1a@2025").status == "on-track"


def test_a_past_year_can_be_closed_late() -> None:
    plan = plan_of(YEARLY, **YEARS)
    judged = judge(plan, [(date(2025, 2, 1), 12)], date(2025, 2, 2), "1.1a@2024")
    assert (judged.status, judged.late, judged.met_on) == ("met", True, date(2025, 2, 1))


def test_a_year_keeps_what_held_at_its_due_day() -> None:
    revisions: list[dict[str, Any]] = [
        {"on": "2024-12-31", "at_least": 10},
        {"on": "2025-01-01", "at_least": 20},
        {"on": "2026-06-30", "withdrawn": True},
    ]
    plan = plan_of({**YEARLY, "revisions": revisions}, **YEARS)
    as_of = date(2026, 7, 1)
    judged = [judge(plan, [], as_of, f"1.1a@{year}") for year in (2024, 2025, 2026)]
    assert [each.terms.requirement for each in judged] == [
        ("at_least", 10),
        ("at_least", 20),
        ("at_least", 20),
    ]
    assert [each.status for each in judged] == ["overdue", "overdue", "withdrawn"]


def test_each_member_is_judged_by_itself() -> None:
    plan = plan_of({**MILESTONE, "each": "team"})
    reports: dict[str, Rows] = {"b": [(100, 100)], "c": [(100, 10)]}
    assert judge(plan, reports, 110, "1.1a@b").status == "met"
    assert judge(plan, reports, 110, "1.1a@c").status == "off-track"


# Duties


@pytest.mark.parametrize(("as_of", "expected"), [(220, "kept"), (221, "silent")])
def test_a_duty_is_kept_while_its_report_is_fresh(as_of: int, expected: str) -> None:
    assert status(DUTY, [(100, None)], as_of) == expected


def test_a_duty_awaits_its_first_report() -> None:
    assert status(DUTY, [], 120) == "on-track"
    assert status(DUTY, [], 121) == "silent"


def test_a_duty_reported_long_ago_is_not_kept_by_a_later_issue() -> None:
    """The report is 250 days old; the issue, 50 days ago, only keeps it from being silent."""
    assert status(DUTY, [(10, None)], 260, issued=day(210)) == "on-track"


@pytest.mark.parametrize(("last", "expected"), [(180, "kept"), (179, "silent")])
def test_after_the_plans_end_a_duty_is_judged_as_of_its_end(last: int, expected: str) -> None:
    assert status(DUTY, [(last, None)], 900) == expected


def test_a_report_after_the_plans_end_does_not_keep_a_duty() -> None:
    rows: Rows = [(100, None), (310, None)]
    assert status(DUTY, rows, 300) == "silent"
    assert status(DUTY, rows, 320) == "silent"


# What holds of every item

PLAN = plan_of(
    AMOUNT,
    {**COUNT, "id": "1.1b", "path": [{"by": day(100), "value": 12}]},
    {**LEVEL, "id": "1.1c"},
    {**FALLING, "id": "1.1d"},
    {**ALONE, "id": "1.1e"},
    {**MILESTONE, "id": "1.1f", "revisions": [{"on": day(200), "due": day(350)}]},
    {**DUTY, "id": "1.1g"},
    {**ILLEGIBLE, "id": "1.1h"},
    {**WITHDRAWN, "id": "1.1i"},
    target("amount", id="1.1j", more_than=300, start=day(150)),
    leads=["a", "b", "c"],
)
ITEMS = Catalogue(PLAN).items


@st.composite
def reports_on(draw: st.DrawFn, name: str) -> dict[str, Rows]:
    kind = ITEMS[name].target.kind
    highest = {"milestone": 100, "count": 40}.get(kind, 700)
    figure = st.none() if kind == "duty" else st.integers(0, highest)
    row = st.tuples(st.integers(-20, 400), figure)
    rows = st.lists(row, max_size=5, unique_by=lambda each: each[0])
    units = draw(st.sets(st.sampled_from("abc")))
    return {unit: sorted(draw(rows), key=lambda each: each[0]) for unit in sorted(units)}


def judged_by(plan: Plan, name: str, reports: dict[str, Rows], as_of: int) -> Assessment:
    item = ITEMS[name]
    series = {unit: series_of(item, unit, rows) for unit, rows in reports.items()}
    return assess(item, series, plan, day(as_of))


@settings(deadline=None, max_examples=300)
@given(st.data(), st.sampled_from(sorted(ITEMS)), st.integers(-10, 420))
def test_judging_is_a_function_of_what_was_reported_by_that_day(
    data: st.DataObject, name: str, as_of: int
) -> None:
    """The same again; in another order; without the rows to come; beside a stranger's rows."""
    reports = data.draw(reports_on(name))
    judged = judged_by(PLAN, name, reports, as_of)
    assert judged_by(PLAN, name, reports, as_of) == judged
    assert judged_by(PLAN, name, dict(reversed(reports.items())), as_of) == judged
    known: dict[str, Rows] = {
        unit: [row for row in rows if day(row[0]) <= day(as_of)] for unit, rows in reports.items()
    }
    assert judged_by(PLAN, name, known, as_of) == judged
    assert judged_by(PLAN, name, {**reports, "d": [(0, 1)]}, as_of) == judged


@settings(deadline=None, max_examples=300)
@given(st.data(), st.sampled_from(sorted(ITEMS)), st.integers(-10, 420))
def test_what_a_status_promises(data: st.DataObject, name: str, as_of: int) -> None:
    reports = data.draw(reports_on(name))
    judged = judged_by(PLAN, name, reports, as_of)
    kind, due = judged.item.target.kind, judged.terms.due
    assert judged.reasons
    assert len(set(judged.reasons)) == len(judged.reasons)
    if judged.status == "overdue":
        assert day(as_of) > due
        assert kind != "duty"
        assert judged.terms.requirement
    if judged.status == "met":
        assert judged.met_on is not None
        assert judged.met_on <= day(as_of)
        assert judged.late == (judged.met_on > due) == ("met-late" in judged.reasons)
    else:
        assert judged.met_on is None
        assert not judged.late
    if judged.status in {"met", "withdrawn", "upcoming"}:
        assert (judged.forecast, judged.likely, judged.forecast_range) == (None, None, None)
    if judged.forecast is not None:
        assert judged.forecast_range is not None
        assert judged.forecast >= day(as_of)
        first, last = judged.forecast_range
        assert judged.forecast == judged.outlook.finishes[0]
        assert day(as_of) <= first <= judged.forecast
        assert last is None or last >= judged.forecast
    if judged.likely is not None:
        assert judged.likely in judged.outlook.finishes
    silent = judged.status not in {"met", "withdrawn", "upcoming"} and judged.silent_days > 120
    assert ("silent" in judged.reasons) == silent
    if judged.reported is not None:
        assert day(-20) <= judged.reported <= day(as_of)
