"""Many simulated workspaces: the same bytes each time, in regions, two broken in known ways."""

from __future__ import annotations

import csv
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

import hpplan
from hpplan.demo.shelf import make_shelf, shelf_places
from hpplan.progress.cells import SIMULATED
from running import ran

DAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shelf") / "s"
    make_shelf(folder, 20, seed=1, rows=None, as_of=DAY)
    return folder


def listed(shelf: Path) -> list[dict[str, str]]:
    with (shelf / "list.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def content(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def rows_of(workspace: Path) -> list[dict[str, str]]:
    found = []
    for path in sorted((workspace / "data" / "progress").glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            found += list(csv.DictReader(file))
    return found


def test_the_list_names_every_workspace_with_its_region(shelf: Path) -> None:
    found = listed(shelf)
    assert [*found[0]] == ["name", "path", "region"]
    assert len({row["name"] for row in found}) == 20
    plans = {path.parent.relative_to(shelf).as_posix() for path in shelf.rglob("plan.yaml")}
    assert {row["path"] for row in found} == plans
    assert all(row["path"].startswith(row["region"] + "/") for row in found)
    assert {row["region"] for row in found} == {
        "甲省/子市/角区",
        "乙省/子市/角区",
        "甲省/丑市/角区",
        "乙省/丑市/角区",
        "甲省/子市/亢区",
    }


def test_the_same_seed_and_day_give_the_same_bytes(shelf: Path, tmp_path: Path) -> None:
    make_shelf(tmp_path / "again", 20, seed=1, rows=None, as_of=DAY)
    assert content(tmp_path / "again") == content(shelf)
    make_shelf(tmp_path / "other", 20, seed=2, rows=None, as_of=DAY)
    assert listed(tmp_path / "other") == listed(shelf)
    assert content(tmp_path / "other") != content(shelf)


def test_every_row_and_every_title_says_that_it_is_simulated(shelf: Path) -> None:
    for place in listed(shelf):
        workspace = shelf / place["path"]
        assert SIMULATED in (workspace / "plan.yaml").read_text(encoding="utf-8").split("\n")[2]
        assert all(SIMULATED in row["note"] for row in rows_of(workspace))


def test_two_are_broken_in_known_ways_and_the_rest_pass_check(shelf: Path) -> None:
    faults = {}
    for place in listed(shelf):
        try:
            problems = hpplan.open(shelf / place["path"]).check()
        except hpplan.PlanError as error:
            problems = list(error.problems)
        faults[place["name"]] = [each.code for each in problems if each.severity == "error"]
    assert {name: codes for name, codes in faults.items() if codes} == {
        "乙省子市角区教育提升": ["HP103"],
        "乙省丑市角区交通治理": ["HP304"],
    }


def test_some_fall_silent_and_some_never_report(shelf: Path) -> None:
    last = {
        place["name"]: max((row["date"] for row in rows_of(shelf / place["path"])), default="")
        for place in listed(shelf)
    }
    assert [name for name, day in last.items() if not day] == ["甲省丑市角区教育提升"]
    silent = {name: day for name, day in last.items() if day and day <= "2026-01-26"}
    assert len(silent) == 2


def test_names_stay_apart_however_many_there_are() -> None:
    places = list(shelf_places(30_000))
    assert len({place.name for place in places}) == len({place.path for place in places}) == 30_000
    assert sum("（2）" in place.path for place in places) > 0


def test_the_command_says_what_it_made_and_what_is_broken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    shown = ran("demo", "many", "--plans", "8", "--as-of", str(DAY), "--rows", "40")
    rows = sum(len(rows_of(path.parent)) for path in Path("many").rglob("plan.yaml"))
    assert shown.stderr == ""
    assert shown.stdout == (
        f"many: 8 invented plans, and {rows} simulated rows. Each row says that it is simulated.\n"
        "Broken on purpose: the plan of 甲省子市角区生态环境 ends in the middle, and a row of"
        " 乙省子市角区生态环境 is dated on the 31st of February.\n"
        "They are listed, with their regions, in many/list.csv.\n"
    )
    assert ran("demo", "few", "--plans", "1", "--as-of", str(DAY)).stdout.startswith(
        "few: 1 invented plan, and "
    )


def test_a_folder_that_holds_something_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").write_text("x", encoding="utf-8")
    shown = ran("demo", "full", "--plans", "2")
    assert (shown.code, shown.stderr) == (3, "full is no empty folder; name a new one\n")


def test_a_plan_is_not_taken_beside_invented_ones(tmp_path: Path) -> None:
    shown = ran("demo", str(tmp_path / "x"), "--plans", "2", "--plan", "plan.yaml")
    assert shown.code == 2
    assert "--plans invents its plans, and takes none by --plan" in shown.stderr
    assert not (tmp_path / "x").exists()
