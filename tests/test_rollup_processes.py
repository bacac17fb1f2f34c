"""Many workspaces judged in real processes, some of which die."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from rolling import InlinePool, lay_out_shelf, rows_of, surroundings
from running import ran

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="POSIX alone"),
]

AS_OF = ("--as-of", "2026-11-22")
ROLLUP = (sys.executable, "-m", "hpplan", "rollup", "shelf", "--into", "out", *AS_OF)


def undisturbed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, object]]:
    """The items of the same shelf, judged in this process."""
    monkeypatch.chdir(folder)
    monkeypatch.setattr("hpplan.rollup.pools.ProcessPool", lambda _size: InlinePool())
    assert ran("rollup", "shelf", "--into", "expected", *AS_OF).code == 0
    return rows_of("expected/items/*.parquet", "plan, item")


def listed_items(folder: Path) -> list[dict[str, object]]:
    """The items of the parts that a roll-up lists."""
    parts = json.loads((folder / "rollup.json").read_bytes())["parts"]
    found = [row for key in parts for row in rows_of(folder / f"items/{key}.parquet")]
    return sorted(found, key=lambda row: (row["plan"], row["item"]))


def test_a_worker_that_is_killed_costs_nothing_and_a_deadly_workspace_is_lost_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay_out_shelf(tmp_path / "shelf", 8)
    expected = undisturbed(tmp_path, monkeypatch)
    rules = f"02={tmp_path / 'once'} 05=die"
    done = subprocess.run(
        [*ROLLUP, "--workers", "2"],
        cwd=tmp_path,
        env=surroundings(tmp_path, TAMPERING=rules),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith("8 plans  ")
    assert (tmp_path / "once").exists()
    plans = rows_of(tmp_path / "out/plans.parquet")
    assert [row["plan"] for row in plans if row["state"] == "lost"] == ["05"]
    assert listed_items(tmp_path / "out") == [row for row in expected if row["plan"] != "05"]


def test_a_driver_that_is_killed_takes_its_workers_along_and_leaves_what_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = lay_out_shelf(tmp_path / "shelf", 8)
    expected = undisturbed(tmp_path, monkeypatch)
    with subprocess.Popen(
        [*ROLLUP, "--workers", "1"],
        cwd=tmp_path,
        env=surroundings(tmp_path, TAMPERING=f"{names[-1]}=sleep:60"),
        stdout=subprocess.PIPE,  # open in the workers too, so that its end is theirs
    ) as process:
        assert process.stdout
        items, limit = tmp_path / "out/items", time.monotonic() + 30
        while not list(items.glob("*.json")) and time.monotonic() < limit:
            time.sleep(0.05)
        process.kill()
        assert process.stdout.read() == b""
    kept = {path: path.stat().st_mtime_ns for path in items.glob("*.json")}
    assert kept
    assert ran("rollup", "shelf", "--into", "out", *AS_OF).code == 0
    assert kept.items() < {path: path.stat().st_mtime_ns for path in items.glob("*.json")}.items()
    assert listed_items(tmp_path / "out") == expected
