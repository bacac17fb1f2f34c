"""What a run into a folder that holds an earlier one does again, and what it does not."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

import hpplan
from hpplan.rollup import memory, pools
from hpplan.rollup.content import content_of, stamp_of
from hpplan.rollup.memory import SETTLED_NS
from hpplan.rollup.parts import Part, RunSettings, judge_batch
from hpplan.rollup.sources import find_workspaces
from hpplan.rollup.store import read_rollup
from hpplan.rollup.tidy import remove_old_parts
from plans import HEADER, ONE_COUNT, lay_out
from rolling import InlinePool
from running import ran

if TYPE_CHECKING:
    from collections.abc import Callable

AS_OF = ("--as-of", "2026-11-22")
ROW = "2026-06-30,1.1a,20,,,\n"
OTHER_ROW = "2026-06-30,1.1a,30,,,\n"
FIGURES = "shelf/甲市/a/data/progress/aa.csv"

needs_change_times = pytest.mark.skipif(
    not hasattr(os, "O_NOFOLLOW"), reason="only where the system keeps change times"
)


@pytest.fixture(autouse=True)
def _settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever these tests write counts as unchanged for long; all is judged in this process."""
    monkeypatch.setattr(memory, "SETTLED_NS", -(10**18))
    monkeypatch.setattr(pools, "ProcessPool", lambda _size: InlinePool())


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three sound workspaces in two regions, in a folder that is the current one's."""
    monkeypatch.chdir(tmp_path)
    for name in ("甲市/a", "甲市/b", "乙市/c"):
        lay_out(tmp_path / "shelf" / name, ONE_COUNT.replace("测试", name), {"aa": ROW})
    return tmp_path / "shelf"


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The folders that are read and hashed, by name."""
    found: list[str] = []

    def content(root: str) -> str:
        found.append(Path(root).name)
        return content_of(root)

    monkeypatch.setattr(memory, "content_of", content)
    return found


def gathered(folder: str) -> dict[str, Any]:
    """Everything that a roll-up says."""
    record = json.loads(Path(folder, "rollup.json").read_bytes())
    tables = {name: f"'{folder}/{name}.parquet'" for name in ("plans", "faults", "plans/*")}
    tables |= {name: f"'{folder}/by-{name}.parquet'" for name in ("region", "unit")}
    for name in ("items", "units"):
        tables[name] = str([f"{folder}/{name}/{key}.parquet" for key in record["parts"]])
    with duckdb.connect() as connection:
        return {"record": record} | {
            name: connection.execute(f"FROM read_parquet({paths}) ORDER BY ALL").fetchall()
            for name, paths in tables.items()
        }


def judged(folder: str) -> Part:
    """The part that all plans of the shelf make."""
    day = date(2026, 11, 22)
    found = find_workspaces(["shelf"]).references
    return judge_batch(found, RunSettings(day, day, "en", folder))


def write(path: str, text: str) -> None:
    Path(path).write_text(text, encoding="utf-8")


def alter(path: str, old: str, new: str) -> None:
    """Change a file to one of the same size and times."""
    times = Path(path).stat()
    text = Path(path).read_text(encoding="utf-8")
    assert len(old.encode()) == len(new.encode())
    assert old in text
    write(path, text.replace(old, new))
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def replace(path: str, text: str) -> None:
    """Put another file of the same times in a file's place."""
    times = Path(path).stat()
    write(f"{path}.new", text)
    os.utime(f"{path}.new", ns=(times.st_atime_ns, times.st_mtime_ns))
    Path(f"{path}.new").replace(path)


def overwrite(pattern: str, text: str) -> None:
    """Have all files of a pattern, of which there are some, hold this text."""
    found = list(Path().glob(pattern))
    assert found
    for path in found:
        path.write_text(text, encoding="utf-8")


def lead_elsewhere(path: str) -> None:
    """Put a file out of its workspace, and a link to it in its place."""
    Path(path).rename("aa.csv")
    Path(path).symlink_to(Path("aa.csv").absolute())


def swap(first: str, second: str) -> None:
    """Let two files change their names."""
    Path(first).rename("swapped")
    Path(second).rename(first)
    Path("swapped").rename(second)


BAD = ("", "[1]", '{"/a": 1}', '{"/a": ["x"]}', '{"/a": ["x", "y"]}', "[" * 100_000)
"""Texts that remember nothing of use."""

CHANGES: dict[str, Callable[[], object]] = {
    "nothing": lambda: None,
    "a row": lambda: write(FIGURES, HEADER + OTHER_ROW),
    "a row, size and times kept": lambda: alter(FIGURES, ",20,", ",30,"),
    "a file put in another's place": lambda: replace(FIGURES, HEADER + OTHER_ROW),
    "a plan": lambda: alter("shelf/甲市/b/plan.yaml", "at_least: 30", "at_least: 70"),
    "a file more": lambda: write("shelf/甲市/b/data/progress/bb.csv", HEADER),
    "a file less": lambda: Path(FIGURES).unlink(),
    "no progress": lambda: shutil.rmtree("shelf/甲市/a/data"),
    "a file that leads elsewhere": lambda: lead_elsewhere(FIGURES),
    "a plan more": lambda: lay_out(Path("shelf/甲市/d"), ONE_COUNT, {"aa": ROW}),
    "a plan less": lambda: shutil.rmtree("shelf/甲市/a"),
    "a plan renamed": lambda: Path("shelf/甲市/a").rename("shelf/甲市/e"),
    "a plan in another region": lambda: Path("shelf/甲市/a").rename("shelf/乙市/a"),
    "two plans that change places": lambda: swap("shelf/甲市/a", "shelf/乙市/c"),
    **{f"a memory of {text:.9}": partial(overwrite, "out/stamps/*", text) for text in BAD},
}


@pytest.mark.usefixtures("shelf")
@pytest.mark.parametrize("change", CHANGES)
def test_a_rerun_says_what_a_first_run_says(change: str) -> None:
    before = judged("out")
    CHANGES[change]()
    again = judged("out")
    assert again == judged("fresh")
    assert (again == before) == (change == "nothing" or change.startswith("a memory"))


@pytest.mark.usefixtures("shelf")
def test_a_rerun_gathers_what_a_first_run_gathers() -> None:
    ran("rollup", "shelf", "--into", "out", *AS_OF)
    Path("shelf/甲市/a").rename("shelf/乙市/a")
    Path("out/by-unit.parquet").unlink()
    overwrite("out/plans.parquet", "x")
    overwrite("out/by-region.parquet", "x")
    again = ran("rollup", "shelf", "--into", "out", *AS_OF)
    fresh = ran("rollup", "shelf", "--into", "fresh", *AS_OF)
    assert again.stdout.replace("rollup out", "rollup fresh") == fresh.stdout
    assert (again.code, again.stderr) == (0, "")
    assert gathered("out") == gathered("fresh")


@needs_change_times
@pytest.mark.usefixtures("shelf")
def test_what_is_unchanged_is_not_read_again(hashed: list[str]) -> None:
    judged("out")
    assert hashed == ["c", "a", "b"]
    judged("out")
    assert len(hashed) == 3
    alter(FIGURES, ",20,", ",30,")
    judged("out")
    assert hashed[3:] == ["a"]
    judged("out")
    assert len(hashed) == 4


@needs_change_times
@pytest.mark.usefixtures("shelf")
def test_what_was_changed_just_before_is_read_again(
    hashed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "SETTLED_NS", SETTLED_NS)
    judged("out")
    judged("out")
    assert hashed == ["c", "a", "b"] * 2


@needs_change_times
def test_a_link_or_a_pipe_has_no_stamp(shelf: Path) -> None:
    whole, root = shelf / "甲市/b", shelf / "甲市/a"
    assert stamp_of(str(root)) not in {None, stamp_of(str(whole))}
    (root / "data/progress/bb.csv").symlink_to(whole / "data/progress/aa.csv")
    assert stamp_of(str(root)) is None
    (root / "data/progress/bb.csv").unlink()
    assert stamp_of(str(root))
    os.mkfifo(root / "data/progress/bb.csv")
    assert stamp_of(str(root)) is None


@needs_change_times
@pytest.mark.usefixtures("shelf")
def test_another_limit_of_a_file_is_hashed_anew(
    hashed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    judged("out")
    monkeypatch.setenv("HPPLAN_MAX_MIB", "31")
    judged("out")
    assert len(hashed) == 6


@needs_change_times
@pytest.mark.usefixtures("shelf")
def test_stamps_that_are_not_used_are_removed_after_a_day(hashed: list[str]) -> None:
    ran("rollup", "shelf", "--into", "out", *AS_OF)
    used = set(Path("out/stamps").iterdir())
    old = Path("out/stamps", "0" * 32 + ".json")
    old.write_text("{}", encoding="utf-8")
    for path in (*used, old):
        os.utime(path, (0, 0))
    ran("rollup", "shelf", "--into", "out", *AS_OF)
    assert set(Path("out/stamps").iterdir()) == used
    assert len(hashed) == 3
    shutil.rmtree("out/stamps")
    part = Path("out/items", "0" * 32 + ".json")
    part.touch()
    os.utime(part, (0, 0))
    remove_old_parts(read_rollup(Path("out")))  # as on a shelf of archives alone
    assert not part.exists()


FOUND = """
import sys
from datetime import date
from hpplan.rollup.parts import RunSettings, judge_batch
from hpplan.rollup.sources import find_workspaces

day = date(2026, 11, 22)
part = judge_batch(find_workspaces(["shelf"]).references, RunSettings(day, day, "en", "out"))
print(part.items, *sorted({"pydantic", "yaml", "duckdb", "hpplan.workspace"} & set(sys.modules)))
"""


@pytest.mark.usefixtures("shelf")
def test_who_finds_a_part_loads_nothing_that_judges() -> None:
    judged("out")
    call = [sys.executable, "-c", FOUND]
    source = str(Path(hpplan.__file__).parents[1])
    for folder, loaded in (("out", ""), ("elsewhere", " duckdb hpplan.workspace pydantic yaml")):
        Path("out").rename(folder)
        done = subprocess.run(
            call,
            env={**os.environ, "PYTHONPATH": source},
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
        assert done.stdout == f"3{loaded}\n"
