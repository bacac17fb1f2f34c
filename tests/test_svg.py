"""Pictures: what they draw is where it belongs, and no label touches another."""

from __future__ import annotations

import re
from datetime import date, timedelta
from fractions import Fraction
from itertools import combinations, pairwise
from typing import NamedTuple
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hpplan.judging.assess import Trajectory
from hpplan.judging.schedule import planned_value
from hpplan.judging.status import STATUSES
from hpplan.output.html import svg
from hpplan.output.html.svg import LABEL_GAP, LETTER_HEIGHT, ChartWords, DayAxis, width_of
from hpplan.output.html.svg_item import ITEM_CHART_SIZE, item_chart

START, END = date(2024, 1, 1), date(2026, 12, 31)
WORDS = ChartWords("加梯", "due 2026-12-31", "today", "forecast 2030-01-01 →", "15 个", "due 30 个")

RIGHT = ITEM_CHART_SIZE[0] - width_of("due 30 个") - LABEL_GAP
"""Where the axis of days ends: behind it the ends of the lines are named."""

DAYS = st.dates(date(1, 1, 1), date(9999, 12, 31))


class Box(NamedTuple):
    """Where a text lies; its height is that of its letters."""

    left: float
    right: float
    y: float
    text: str


def parsed(picture: str) -> ET.Element:
    return ET.fromstring(picture)  # noqa: S314 (our own)


def boxes(picture: ET.Element) -> list[Box]:
    """Where each text of a picture lies."""
    found = []
    for each in picture.iter("text"):
        text, x = each.text or "", float(each.attrib["x"])
        left = x - width_of(text) if each.get("text-anchor") == "end" else x
        found.append(Box(left, left + width_of(text), float(each.attrib["y"]), text))
    return found


def clear(one: Box, other: Box) -> bool:
    apart = one.right <= other.left or other.right <= one.left
    return apart or abs(one.y - other.y) >= LETTER_HEIGHT


def assert_labels_are_clear(picture: ET.Element) -> None:
    _x, _y, width, height = map(float, picture.attrib["viewBox"].split())
    found = boxes(picture)
    for box in found:
        assert box.left >= -0.1, box
        assert box.right <= width + 0.1, box
        assert LETTER_HEIGHT <= box.y <= height, box
    for one, other in combinations(found, 2):
        assert clear(one, other), (one, other)


def way(picture: ET.Element, css: str) -> list[tuple[float, float]]:
    """The points of the line of a class."""
    (line,) = [each for each in picture.iter("path") if each.get("class") == css]
    pairs = re.findall(r"(-?[\d.]+) (-?[\d.]+)", line.attrib["d"])
    return [(float(x), float(y)) for x, y in pairs]


# Labels and axes


def test_chinese_is_as_wide_as_it_is_high() -> None:
    assert width_of("加梯") == 2 * LETTER_HEIGHT
    assert width_of("2026") == pytest.approx(2.4 * LETTER_HEIGHT)


def test_a_text_is_cut_where_it_is_wider_than_its_room() -> None:
    assert svg.cut_to_room("焕新城市面貌", 6 * LETTER_HEIGHT) == "焕新城市面貌"
    assert svg.cut_to_room("焕新城市面貌", 5 * LETTER_HEIGHT) == "焕新城市…"


def test_labels_that_would_touch_stand_on_lines_of_their_own() -> None:
    found = svg.place_labels([(50, "today"), (55, "due"), (200, "later"), (1, "start")], 0, 210)
    assert [(label.text, label.line) for label in found] == [
        ("today", 0),
        ("due", 1),
        ("later", 0),
        ("start", 1),
    ]
    assert found[2].x == 210 - width_of("later")
    assert found[3].x == 0


@given(st.lists(st.tuples(st.floats(-50, 450), st.sampled_from(["今", "today", "截至日"]))))
def test_no_labels_of_a_line_touch(labels: list[tuple[float, str]]) -> None:
    found = svg.place_labels(labels, 0, 400)
    assert [label.text for label in found] == [text for _middle, text in labels]
    for one, other in combinations(found, 2):
        if one.line == other.line:
            left, right = sorted((one, other), key=lambda label: label.x)
            assert left.x + width_of(left.text) + LABEL_GAP <= right.x + 1e-6


def test_the_ends_of_an_axis_are_its_first_and_last_day() -> None:
    days = DayAxis(START, END, 40, 380)
    assert (days.at(START), days.at(END)) == (40, 380)
    assert days.at(date(2025, 7, 2)) == pytest.approx(210, abs=0.2)
    assert (days.at(date(2020, 1, 1)), days.at(date(2030, 1, 1))) == (40, 380)


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        (date(2024, 4, 1), ["2024-01", "2024-02", "2024-03", "2024-04"]),
        (date(2024, 12, 31), ["2024-01", "2024-04", "2024-07", "2024-10"]),
        (date(2026, 12, 31), ["2024", "2025", "2026"]),
        (date(2050, 12, 31), ["2025", "2030", "2035", "2040", "2045", "2050"]),
    ],
)
def test_an_axis_is_labelled_by_months_or_years(last: date, expected: list[str]) -> None:
    ticks = DayAxis(START, last, 0, 300).ticks()
    assert [label for _x, label in ticks] == expected


@given(DAYS, DAYS)
def test_an_axis_of_any_length_has_few_labels_where_they_belong(one: date, other: date) -> None:
    if one == other:
        return
    days = DayAxis(min(one, other), max(one, other), 40, 340)
    ticks = days.ticks()
    assert len(ticks) <= 300 / (width_of("2026") + LABEL_GAP) + 1
    for x, label in ticks:
        day = date.fromisoformat(f"{label}-01-01"[:10])
        assert days.first <= day <= days.last
        assert x == days.at(day)
    assert [x for x, _label in ticks] == sorted({x for x, _label in ticks})


# One item over time


def found(
    *reported: tuple[date, int | Fraction], goal: int = 30, falling: bool = False
) -> Trajectory:
    sign = -1 if falling else 1
    zero = 60 if falling else 0
    planned = planned_value((END - START).days, zero * sign, goal * sign, [])
    return Trajectory(START, planned, falling, reported, {})


def drawn(trajectory: Trajectory, **changes: object) -> ET.Element:
    given_: dict[str, object] = {
        "due": END,
        "as_of": date(2026, 11, 22),
        "forecast": None,
        "uom": "个",
        "adds_up": True,
        "words": WORDS,
        **changes,
    }
    return parsed(item_chart(trajectory, **given_))  # type: ignore[arg-type]


def test_a_chart_draws_plan_and_reports_to_scale() -> None:
    picture = drawn(found((date(2024, 7, 1), 5), (date(2025, 7, 2), 15)))
    (x0, y0), (x1, y1) = way(picture, "planned")
    assert x1 == pytest.approx(RIGHT)
    (first_x, first_y), (x, y) = way(picture, "reported")
    # Half of the way at half of the time: on the planned line.
    assert (x - x0) / (x1 - x0) == pytest.approx(548 / 1095, abs=0.01)
    assert (y - y0) / (y1 - y0) == pytest.approx(0.5, abs=0.01)
    assert (first_y - y0) / (y1 - y0) == pytest.approx(5 / 30, abs=0.01)
    assert x0 < first_x < x
    assert [dot.attrib["cy"] for dot in picture.iter("circle")] == [
        f"{first_y:g}",
        f"{y:g}",
    ]
    # The last report is carried on to the day.
    carried = way(picture, "carried")
    today = way(picture, "today")
    assert carried == [(x, y), (today[0][0], y)]
    assert way(picture, "due")[0][0] == x1
    assert [box.text for box in boxes(picture)] == [
        "2024", "2025", "2026", "30 个", "0", "due 30 个", "15 个", "today", "due 2026-12-31",
    ]  # fmt: skip
    assert (picture.attrib["role"], picture.attrib["aria-label"]) == ("img", "加梯")
    assert_labels_are_clear(picture)


def test_a_near_forecast_lies_within_the_picture() -> None:
    day = date(2027, 1, 31)
    picture = drawn(found((date(2026, 1, 1), 20)), forecast=day)
    (_x, y), (end, goal) = way(picture, "ahead")
    assert end == pytest.approx(RIGHT)
    assert goal == way(picture, "planned")[1][1] < y
    assert "forecast 2030-01-01 →" not in [box.text for box in boxes(picture)]


def test_a_far_forecast_leads_out_of_the_picture_and_is_named() -> None:
    picture = drawn(found((date(2026, 1, 1), 10)), forecast=date(2030, 1, 1))
    (_x, y), (end, aim) = way(picture, "ahead")
    assert end == pytest.approx(RIGHT)
    assert way(picture, "planned")[1][1] < aim < y
    assert "forecast 2030-01-01 →" in [box.text for box in boxes(picture)]
    assert_labels_are_clear(picture)


def test_a_falling_level_falls() -> None:
    picture = drawn(found((date(2025, 1, 1), 50), falling=True), uom="天", adds_up=False)
    (_x0, y0), (_x1, y1) = way(picture, "planned")
    assert y0 < y1
    assert [box.text for box in boxes(picture)][3:5] == ["60 天", "30"]


def test_the_target_goes_on_beyond_the_due_date() -> None:
    picture = drawn(found((date(2024, 7, 1), 5)), due=date(2026, 12, 31), as_of=date(2028, 1, 1))
    (x0, y0), (x1, y1) = way(picture, "goal")
    assert (x0, y0) == way(picture, "planned")[-1]
    assert (x1, y1) == pytest.approx((RIGHT, y0))


def test_the_scale_of_sums_begins_at_0_and_that_of_a_level_where_it_was() -> None:
    known = Trajectory(START, None, False, ((START, 20), (END, 30)), {})  # noqa: FBT003
    scales = [
        [box.text for box in boxes(drawn(known, adds_up=adds_up))][3:5] for adds_up in (True, False)
    ]
    assert scales == [["30 个", "0"], ["30 个", "20"]]


@pytest.mark.parametrize(
    "trajectory",
    [
        Trajectory(START, None, False, (), {}),  # noqa: FBT003
        Trajectory(START, None, False, ((START, 3),), {}),  # noqa: FBT003
        Trajectory(START, None, False, ((START, 3), (END, 3)), {}),  # noqa: FBT003
    ],
)
def test_without_two_figures_nothing_is_drawn(trajectory: Trajectory) -> None:
    assert (
        item_chart(
            trajectory, due=END, as_of=END, forecast=None, uom=None, adds_up=True, words=WORDS
        )
        == ""
    )


def test_what_is_planned_is_drawn_before_anything_is_reported() -> None:
    picture = drawn(found())
    assert len(way(picture, "planned")) == 2
    assert "reported" not in {each.get("class") for each in picture.iter("path")}


def test_a_thousand_reports_are_one_line_with_few_dots() -> None:
    rows = tuple((START + timedelta(days=n), Fraction(n, 40)) for n in range(1000))
    picture = drawn(found(*rows))
    assert len(way(picture, "reported")) == 1000
    dots = list(picture.iter("circle"))
    assert len(dots) <= 41 + 1
    x, _y = way(picture, "reported")[-1]
    assert float(dots[-1].attrib["cx"]) == x


def test_texts_are_escaped() -> None:
    words = ChartWords('"><script>', "<b>", "&", "")
    picture = drawn(found((END, 3)), words=words, uom="<i>")
    assert picture.attrib["aria-label"] == '"><script>'
    assert {"<b>", "&", "30 <i>"} <= {box.text for box in boxes(picture)}


@given(
    start=st.dates(date(1, 1, 1), date(9970, 1, 1)),
    length=st.integers(1, 6000),
    until=st.integers(0, 9000) | st.integers(0, 3_000_000),
    ahead=st.none() | st.integers(0, 20000),
    goal=st.integers(1, 10**15),
    uom=st.sampled_from(["", "%", "万平方米", "个小区或居民区"]),
)
def test_no_labels_of_any_chart_touch(
    start: date, length: int, until: int, ahead: int | None, goal: int, uom: str
) -> None:
    due = start + timedelta(days=length)
    as_of = start + timedelta(days=min(until, (date.max - start).days))
    trajectory = Trajectory(
        start, planned_value(length, 0, goal, []), False, ((as_of, Fraction(goal, 3)),), {}  # noqa: FBT003
    )  # fmt: skip
    forecast = None
    if ahead is not None:
        forecast = as_of + timedelta(days=min(ahead, (date.max - as_of).days))
    ends = f"{goal // 3} {uom}", f"due {goal} {uom}"
    words = ChartWords("x", f"due {due}", "today", f"forecast {forecast} →", *ends)
    picture = drawn(trajectory, due=due, as_of=as_of, forecast=forecast, uom=uom, words=words)
    assert_labels_are_clear(picture)


# Shares


def test_the_parts_of_a_bar_are_in_proportion() -> None:
    picture = parsed(svg.share_bar([("overdue", 1), ("met", 0), ("kept", 3)], "4 items"))
    rects = [each.attrib for each in picture.iter("rect")]
    assert [(each["class"], float(each["x"]), float(each["width"])) for each in rects] == [
        ("overdue", 0, 248),
        ("kept", 250, 748),
    ]


def test_a_bar_shows_the_gap_between_progress_and_plan() -> None:
    picture = parsed(svg.gap_bar(Fraction(1, 4), Fraction(1, 2), "25%"))
    rects = [(each.attrib["class"], each.attrib["width"]) for each in picture.iter("rect")]
    assert rects == [("track", "100"), ("fill", "25"), ("missing", "25")]
    assert [each.get("x") for each in picture.iter("rect")][2] == "25"
    assert way(picture, "rule")[0][0] == 50


def test_a_bar_ahead_of_its_plan_lacks_nothing() -> None:
    picture = parsed(svg.gap_bar(Fraction(3, 4), Fraction(1, 3), "75%"))
    assert [each.attrib["class"] for each in picture.iter("rect")] == ["track", "fill"]
    assert way(picture, "rule")[0][0] == pytest.approx(33.3)  # not rounded to whole things


def test_a_bar_stays_within_its_ends() -> None:
    picture = parsed(svg.gap_bar(Fraction(3, 2), Fraction(-1, 2), ""))
    assert [each.attrib["width"] for each in picture.iter("rect")] == ["100", "100"]
    assert way(picture, "rule")[0][0] == 0


def test_a_bar_without_any_figure_is_all_gap_up_to_the_plan() -> None:
    picture = parsed(svg.gap_bar(None, Fraction(3, 5), "-"))
    assert [each.attrib["width"] for each in picture.iter("rect")] == ["100", "60"]


# Signs


def test_each_status_has_a_sign_of_its_own_shape() -> None:
    picture = parsed(svg.sign_symbols())
    shapes = {
        each.attrib["id"]: "".join(ET.tostring(part, encoding="unicode") for part in each)
        for each in picture.iter("symbol")
    }
    assert set(shapes) == {f"s-{status}" for status in STATUSES}
    assert all(one != other for one, other in combinations(shapes.values(), 2))


def test_ticks_rise() -> None:
    ticks = DayAxis(START, END, 0, 900).ticks()
    assert all(one[0] < other[0] for one, other in pairwise(ticks))
