"""What a meeting is shown: read once, judged as elsewhere, and each day as it was known."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from helpers import HEADER
from hpplan.judging.briefing import Meeting, gather
from hpplan.judging.status import STATUSES
from hpplan.progress.cells import SIMULATED
from hpplan.workspace import open_plan, open_workspace
from test_show import PLAN, ROWS

if TYPE_CHECKING:
    from pathlib import Path

    from hpplan.workspace import LoadedWorkspace

DAY = date(2026, 6, 30)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    (tmp_path / "data" / "progress").mkdir(parents=True)
    for unit, rows in ROWS.items():
        path = tmp_path / "data" / "progress" / f"{unit}.csv"
        path.write_text(HEADER + rows, encoding="utf-8")
    return tmp_path


def opened(folder: Path) -> LoadedWorkspace:
    workspace, problems = open_plan(folder / "plan.yaml")
    assert workspace is not None, problems
    return workspace


def met_on(folder: Path, day: date = DAY, **more: Any) -> Meeting:
    workspace = opened(folder)
    return gather(workspace, day, list(workspace.catalogue.items.values()), **more)


def test_items_are_judged_as_status_judges_them(folder: Path) -> None:
    meeting = met_on(folder)
    workspace, _problems = open_workspace(folder / "plan.yaml")
    assert workspace is not None
    assert meeting.assessments == workspace.assess(DAY)
    assert meeting.changes is None
    assert sum(meeting.counts.values()) == len(meeting.assessments) == 15
    assert list(meeting.counts) == list(STATUSES)


def test_figures_of_the_headline(folder: Path) -> None:
    meeting = met_on(folder)
    assert (meeting.met, len(meeting.measurable)) == (1, 11)
    assert meeting.elapsed == Fraction(546, 730)
    assert met_on(folder, date(2024, 1, 1)).elapsed == 0
    assert met_on(folder, date(2030, 1, 1)).elapsed == 1


def test_what_needs_attention_stands_in_the_plans_order(folder: Path) -> None:
    assert [each.item.id for each in met_on(folder).attention] == [
        "1.1a", "1.1b", "1.1e", "1.2a", "1.2b@2025", "1.2c@yuyuan", "2.1a",
    ]  # fmt: skip


def test_every_sound_row_up_to_the_day_is_there_the_corrected_too(folder: Path) -> None:
    meeting = met_on(folder)
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


def test_changes_are_those_that_were_known_on_each_day(folder: Path) -> None:
    meeting = met_on(folder, since=date(2026, 6, 1))
    assert meeting.changes is not None
    found = {each.item.id: each for each in meeting.changes.found}
    # Corrected on 2026-07-10: on the day itself 270 was believed, though it is known better now.
    assert (found["1.1b"].kind, found["1.1b"].now.value) == ("met", 270)
    assert {each.item.id: each.value for each in meeting.assessments}["1.1b"] == 27
    assert (meeting.changes.since, meeting.changes.as_of) == (date(2026, 6, 1), DAY)


def test_where_nothing_came_in_later_nothing_is_judged_twice(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    judged: list[date] = []
    from hpplan.workspace import LoadedWorkspace

    assess = LoadedWorkspace.assess

    def counted(self: LoadedWorkspace, as_of: date, items: Any = None) -> Any:
        judged.append(as_of)
        return assess(self, as_of, items)

    monkeypatch.setattr(LoadedWorkspace, "assess", counted)
    meeting = met_on(folder, date(2026, 7, 31), since=date(2026, 6, 1))
    assert judged == [date(2026, 7, 31), date(2026, 6, 1)]
    assert meeting.changes is not None
    assert {each.now.value for each in meeting.changes.found if each.item.id == "1.1b"} == {33}


def test_items_of_clauses_and_units(folder: Path) -> None:
    meeting = met_on(folder)
    assert {name: len(items) for name, items in meeting.of_clause.items()} == {
        "1.1": 6, "1.2": 6, "2.1": 3,
    }  # fmt: skip
    assert {name: len(items) for name, items in meeting.of_unit.items()} == {
        "yuyuan": 6, "lvhua": 4, "fangguan": 6, "waitan": 3,
    }  # fmt: skip
    assert [score.unit for score in meeting.scores] == list(meeting.of_unit)


def test_a_part_of_the_plan_has_its_clauses_alone(folder: Path) -> None:
    workspace = opened(folder)
    items = [item for item in workspace.catalogue.items.values() if item.clause.id == "2.1"]
    meeting = gather(workspace, DAY, items, parts=["2.1"])
    assert [clause.id for clause in meeting.clauses] == ["2.1"]
    assert {each.item.clause.id for each in meeting.arrivals} == {"2.1"}
    assert [clause.id for clause in met_on(folder).clauses] == ["1.1", "1.2", "2.1"]


def test_revised_and_lost(folder: Path) -> None:
    meeting = met_on(folder)
    assert [each.item.id for each in meeting.revised] == ["1.1b", "1.1f"]
    assert [target.id for target in meeting.lost] == ["2.1b"]
    # Before the first decision nothing is revised.
    assert met_on(folder, date(2025, 11, 2)).revised == []


def test_a_trajectory_ends_on_the_day(folder: Path) -> None:
    meeting = met_on(folder)
    (pipes,) = [each for each in meeting.assessments if each.item.id == "1.1b"]
    assert meeting.trajectory(pipes).reported == (
        (date(2025, 6, 30), Fraction(91, 10)),
        (date(2026, 6, 25), 27),
    )


def test_rows_that_say_so_are_simulated(folder: Path) -> None:
    assert met_on(folder).simulated == 0
    with (folder / "data" / "progress" / "lvhua.csv").open("a", encoding="utf-8") as file:
        file.write(f"2026-06-20,1.2d,,{SIMULATED},,\n2026-07-20,1.2d,,{SIMULATED},,\n")
    assert met_on(folder).simulated == 1
    assert met_on(folder, date(2026, 7, 20)).simulated == 2


def test_faults_and_what_is_left_out(folder: Path) -> None:
    with (folder / "data" / "progress" / "lvhua.csv").open("a", encoding="utf-8") as file:
        file.write("2026-06-20,1.2a,约80,,,\n")
    meeting = met_on(folder)
    assert [problem.code for problem in meeting.problems] == ["HP306"]
    assert meeting.workspace.left_out == 1
