"""The chart of a trajectory: every mark at its place, and what holds of any chart.

In the examples 30 days take 31 columns, one a day, and 24 is a rise of three a row.
"""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hpplan.judging.assess import Trajectory
from hpplan.judging.schedule import PlannedValue, planned_value
from hpplan.numbers import Number, exact
from hpplan.output.terminal.chart import CHART_LINES, plain_chart
from plans import day

WIDTH = 35

RISING = [
    "24 |                       ..",
    "   |                    ... |",
    "   |                 ...    |",
    "   |              ... o------------",
    "12 |           ...          |",
    "   |        ...             |",
    "   |     ... o--------      |",
    "   |  ...                   |",
    " 0 |..                      |",
    "    2025-01-01           2025-01-31",
]


def rise(duration: int = 24, high: int = 24) -> PlannedValue | None:
    return planned_value(duration, 0, high, [])


def fall(duration: int = 24, high: int = 24) -> PlannedValue | None:
    """As the rise, from the top down: a falling level has its sign turned."""
    return planned_value(duration, -high, 0, [])


def moving(
    planned: PlannedValue | None, *reported: tuple[int, Number], falling: bool = False
) -> Trajectory:
    return Trajectory(day(0), planned, falling, tuple((day(n), v) for n, v in reported), {})


def bodies(lines: list[str]) -> list[str]:
    """The rows without their labels and the axis."""
    return [line.partition("|")[2] for line in lines[:CHART_LINES]]


# Marks at their places


def test_planned_reported_carried_forward_and_due() -> None:
    found = moving(rise(), (9, 6), (18, 15))
    assert plain_chart(found, day(24), day(30), WIDTH) == RISING


def test_a_falling_level_is_the_same_upside_down() -> None:
    found = moving(fall(), (9, 18), (18, 9), falling=True)
    lines = plain_chart(found, day(24), day(30), WIDTH)
    assert bodies(lines) == bodies(RISING)[::-1]
    assert [line[:2] for line in lines] == [line[:2] for line in RISING]


def test_a_report_is_carried_forward_to_the_as_of_day_alone() -> None:
    lines = plain_chart(moving(rise(30), (18, 15)), day(30), day(20), WIDTH)
    assert bodies(lines)[3] == " " * 17 + ".o--" + " " * 9 + "|"
    assert sum(line.count("-") for line in lines[:CHART_LINES]) == 2
    assert lines[CHART_LINES].split() == ["2025-01-01", "2025-01-31"]


def test_a_report_behind_the_due_date_moves_the_end() -> None:
    lines = plain_chart(moving(rise(), (30, 24)), day(24), day(30), WIDTH)
    assert bodies(lines)[0] == " " * 23 + ".." + " " * 5 + "o"
    assert {row[24:25] for row in bodies(lines)[1:]} == {"|"}
    assert lines[CHART_LINES].endswith("2025-01-31")


def test_a_report_before_the_start_stands_at_the_start() -> None:
    lines = plain_chart(moving(rise(), (-10, 12)), day(24), day(0), WIDTH)
    assert bodies(lines)[4].startswith("o")


def test_what_is_planned_is_drawn_before_anything_is_reported() -> None:
    lines = plain_chart(moving(rise(30)), day(30), day(20), WIDTH)
    assert sum(row.count(".") for row in bodies(lines)) == 31
    assert not {"o", "-"} & set("".join(bodies(lines)))


def test_a_path_that_stands_still_is_level() -> None:
    planned = PlannedValue(((0, 0), (10, 24), (30, 24)))
    lines = plain_chart(moving(planned), day(30), day(0), WIDTH)
    assert bodies(lines)[0] == " " * 10 + "." * 21


def test_without_a_plan_the_reports_alone_are_drawn() -> None:
    lines = plain_chart(moving(None, (0, 3), (30, 5)), day(30), day(30), WIDTH - 1)
    rows = bodies(lines)
    assert rows[0] == " " * 30 + "o"
    assert rows[8] == "o" + "-" * 29 + "|"
    assert [line[0] for line in lines[:CHART_LINES]] == [*"5   4   3"]


def test_labels_are_rounded_to_two_decimals() -> None:
    found = moving(None, (0, Fraction(1, 3)), (30, Fraction(5, 2)))
    labels = [
        line.partition("|")[0].strip() for line in plain_chart(found, day(30), day(30), WIDTH)
    ]
    assert [label for label in labels[:CHART_LINES] if label] == ["2.5", "1.42", "0.33"]


@pytest.mark.parametrize(
    ("found", "due", "as_of"),
    [
        (moving(None), 30, 20),
        (moving(None, (10, 5)), 30, 20),
        (moving(None, (10, 5), (20, 5)), 30, 20),
        (moving(None, (-5, 1), (0, 2)), 0, 0),
        (moving(rise()), -3, 0),
        (moving(rise()), -3, -5),
    ],
    ids=["nothing", "one report", "one value", "no time", "due before the start", "to come"],
)
def test_there_may_be_nothing_to_draw(found: Trajectory, due: int, as_of: int) -> None:
    assert plain_chart(found, day(due), day(as_of), WIDTH) == []


# What holds of any chart

figures = st.one_of(
    st.integers(0, 10**6), st.builds(Fraction, st.integers(0, 10**6), st.integers(1, 99))
)


@st.composite
def trajectories(draw: st.DrawFn) -> Trajectory:
    falling = draw(st.booleans())
    low, high = sorted(exact(Fraction(draw(figures))) for _n in range(2))
    points = draw(st.dictionaries(st.integers(-5, 500), figures, max_size=3))
    path = [(n, exact(Fraction(value)) * (-1 if falling else 1)) for n, value in points.items()]
    ends = (-high, -low) if falling else (low, high)
    planned = draw(st.sampled_from([None, planned_value(draw(st.integers(1, 500)), *ends, path)]))
    reported = draw(st.dictionaries(st.integers(-50, 900), figures, max_size=6))
    return moving(planned, *sorted(reported.items()), falling=falling)


@given(trajectories(), st.integers(-50, 900), st.integers(-50, 900), st.integers(40, 160))
def test_any_trajectory_is_drawn_within_its_width_or_not_at_all(
    found: Trajectory, due: int, as_of: int, width: int
) -> None:
    lines = plain_chart(found, day(due), day(as_of), width)
    if not lines:
        values = {value for _day, value in found.reported}
        last = max([due, as_of, *((then - day(0)).days for then, _value in found.reported)])
        assert last <= 0 or (found.planned is None and len(values) < 2)
        return
    assert len(lines) == CHART_LINES + 1
    assert all(line.isascii() and len(line) <= width and line == line.rstrip() for line in lines)
    end = max(day(due), day(as_of), *(then for then, _value in found.reported), day(0))
    assert lines[CHART_LINES].split() == ["2025-01-01", end.isoformat()]
    rows = bodies(lines)
    assert set("".join(rows)) <= set(" .o-|")
    length = (end - day(0)).days
    margin = lines[0].index("|") + 1
    columns = width - margin
    for then, _value in found.reported:
        at = min(max((then - day(0)).days * (columns - 1) // length, 0), columns - 1)
        assert "o" in {row[at : at + 1] for row in rows}
