"""What a meeting is shown: read once, judged as elsewhere, and each day as it was known."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from hpplan.judging.briefing import Meeting, gather
from hpplan.judging.status import STATUSES
from hpplan.judging.summary import elapsed
from hpplan.progress.cells import SIMULATED
from hpplan.workspace import open_plan, open_workspace
from test_show import PLAN, ROWS

if TYPE_CHECKING:
    from pathlib import Path

    from hpplan.workspace import LoadedWorkspace

DAY = date(2026, 6, 30)


pytestmark = pytest.mark.workspace(PLAN, ROWS)


def opened(workspace: Path) -> LoadedWorkspace:
    loaded, problems = open_plan(workspace / "plan.yaml")
    assert loaded is not None, problems
    return loaded


def met_on(workspace: Path, day: date = DAY, **more: Any) -> Meeting:
    loaded = opened(workspace)
    return gather(loaded, day, list(loaded.catalogue.items.values()), **more)


def test_items_are_judged_as_status_judges_them(workspace: Path) -> None:
    meeting = met_on(workspace)
    loaded, _problems = open_workspace(workspace / "plan.yaml")
    assert loaded is not None
    assert meeting.assessments == loaded.assess(DAY)
    assert meeting.changes is None
    assert sum(meeting.counts.values()) == len(meeting.assessments) == 15
    assert list(meeting.counts) == list(STATUSES)


def test_figures_of_the_headline(workspace: Path) -> None:
    meeting = met_on(workspace)
    assert (meeting.met, len(meeting.measurable)) == (1, 11)
    days = (DAY, date(2024, 1, 1), date(2030, 1, 1))
    assert [elapsed(meeting.catalogue.plan, day) for day in days] == [Fraction(546, 730), 0, 1]


def test_what_needs_attention_stands_in_the_plans_order(workspace: Path) -> None:
    assert [each.item.id for each in met_on(workspace).attention] == [
        "1.1a", "1.1b", "1.1e", "1.2a", "1.2b@2025", "1.2c@yuyuan", "2.1a",
    ]  # fmt: skip


def test_every_sound_row_up_to_the_day_is_there_the_corrected_too(workspace: Path) -> None:
    meeting = met_on(workspace)
    rows = [
        (each.unit, each.row.day.isoformat(), each.row.value)
        for each in meeting.arrivals
        if each.item.id == "1.1b"
    ]
    assert rows == [
        ("fangguan", "2025-06-30", Fraction(91, 10)),
        ("fangguan", "2026-06-25", 270),
        ("fangguan", "2026-06-25", 27),
    ]
    # Of those that count there are two up to the day.
    assert meeting.reports["1.1b"]["fangguan"].days[:2] == [date(2025, 6, 30), date(2026, 6, 25)]
    assert len(meeting.notes) == len(meeting.arrivals) - 1 == 17


def test_changes_are_those_that_were_known_on_each_day(workspace: Path) -> None:
    meeting = met_on(workspace, since=date(2026, 6, 1))
    assert meeting.changes is not None
    found = {each.item.id: each for each in meeting.changes.found}
    # Corrected on 2026-07-10: on the day itself 270 was believed, though it is known better now.
    assert (found["1.1b"].kind, found["1.1b"].now.value) == ("met", 270)
    assert {each.item.id: each.value for each in meeting.assessments}["1.1b"] == 27
    assert (meeting.changes.since, meeting.changes.as_of) == (date(2026, 6, 1), DAY)


def test_where_nothing_came_in_later_nothing_is_judged_twice(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    judged: list[date] = []
    from hpplan.workspace import LoadedWorkspace

    assess = LoadedWorkspace.assess

    def counted(self: LoadedWorkspace, as_of: date, items: Any = None) -> Any:
        judged.append(as_of)
        return assess(self, as_of, items)

    monkeypatch.setattr(LoadedWorkspace, "assess", counted)
    meeting = met_on(workspace, date(2026, 7, 31), since=date(2026, 6, 1))
    assert judged == [date(2026, 7, 31), date(2026, 6, 1)]
    assert meeting.changes is not None
    assert {each.now.value for each in meeting.changes.found if each.item.id == "1.1b"} == {33}


def test_items_of_clauses_and_units(workspace: Path) -> None:
    meeting = met_on(workspace)
    assert {name: len(items) for name, items in meeting.of_clause.items()} == {
        "1.1": 6, "1.2": 6, "2.1": 3,
    }  # fmt: skip
    assert {name: len(items) for name, items in meeting.of_unit.items()} == {
        "yuyuan": 6, "lvhua": 4, "fangguan": 6, "waitan": 3,
    }  # fmt: skip
    assert [score.unit for score in meeting.scores] == list(meeting.of_unit)


def test_a_part_of_the_plan_has_its_clauses_alone(workspace: Path) -> None:
    loaded = opened(workspace)
    items = [item for item in loaded.catalogue.items.values() if item.clause.id == "2.1"]
    meeting = gather(loaded, DAY, items, parts=["2.1"])
    assert [clause.id for clause in meeting.clauses] == ["2.1"]
    assert {each.item.clause.id for each in meeting.arrivals} == {"2.1"}
    assert [clause.id for clause in met_on(workspace).clauses] == ["1.1", "1.2", "2.1"]


def test_revised_and_lost(workspace: Path) -> None:
    meeting = met_on(workspace)
    assert [each.item.id for each in meeting.revised] == ["1.1b", "1.1f"]
    assert [target.id for target in meeting.lost] == ["2.1b"]
    # Before the first decision nothing is revised.
    assert met_on(workspace, date(2025, 11, 2)).revised == []


def test_a_trajectory_ends_on_the_day(workspace: Path) -> None:
    meeting = met_on(workspace)
    (pipes,) = [each for each in meeting.assessments if each.item.id == "1.1b"]
    assert meeting.trajectory(pipes).reported == (
        (date(2025, 6, 30), Fraction(91, 10)),
        (date(2026, 6, 25), 27),
    )


def test_rows_that_say_so_are_simulated(workspace: Path) -> None:
    assert met_on(workspace).simulated == 0
    with (workspace / "data" / "progress" / "lvhua.csv").open("a", encoding="utf-8") as file:
        file.write(f"2026-06-20,1.2d,,{SIMULATED},,\n2026-07-20,1.2d,,{SIMULATED},,\n")
    assert met_on(workspace).simulated == 1
    assert met_on(workspace, date(2026, 7, 20)).simulated == 2


def test_faults_and_what_is_left_out(workspace: Path) -> None:
    with (workspace / "data" / "progress" / "lvhua.csv").open("a", encoding="utf-8") as file:
        file.write("2026-06-20,1.2a,约80,,,\n")
    meeting = met_on(workspace)
    assert [problem.code for problem in meeting.problems] == ["HP306"]
    assert meeting.workspace.left_out == 1
