"""How fast many plans are judged, beside what is asked: `tests/bench/rollup.py FOLDER [WHAT ...]`.

FOLDER keeps the workspaces between calls: varied ones of the shipped plan with `--rows` simulated
rows in 29 files each. What is measured, on a system with /proc and with the extra `[cluster]`:

- `processes`: the bare loop over the function that judges, then one process and two;
- `cluster`: one worker and two of Dask over TCP;
- `rerun`: 3,000 plans judged, and once more though nothing changed (some 3 GB and minutes);
- `parts`: what a roll-up of 6,000 parts, made of those of `rerun`, says;
- `driver`: the memory of the process that gathers 100,000 plans with 20 million items.

Beside each figure stands how much of the processors others took meanwhile: above a few percent,
the wall times say little, and the processor times of several runs are what can be compared.
"""

from __future__ import annotations

import argparse
import csv
import gc
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

psutil: Any = import_module("psutil")  # comes with Dask

DAY = date(2026, 11, 22)
AS_OF = ["--as-of", DAY.isoformat()]
PLAN = Path(__file__).parents[2] / "plan.yaml"
ADDRESS = "tcp://127.0.0.1:18786"
PYTHON = [sys.executable, "-m"]
# Installed programs are compiled once, not anew at each start.
ENVIRONMENT = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}

BASES = 20
"""How many histories are simulated; further workspaces are copies of them under other titles."""

LOOP = 60
"""How many workspaces the bare loop judges."""

MANY, MANY_PARTS = 3000, 6000
"""How many plans are rolled up a second time, and how many parts are summed up."""

SHARE, EFFICIENCY, SECONDS = 0.9, 0.85, 5.0
WORKER_MIB, DASK_WORKER_MIB, DRIVER_MIB = 200, 256, 1024
"""What is asked."""

DRIVER = """
import resource, sys
from concurrent.futures import Future
from datetime import date
from pathlib import Path
from hpplan.rollup import batches, run
from hpplan.rollup.parts import Part, RunSettings
from hpplan.rollup.schema import PLAN_TYPES
from hpplan.rollup.sources import Reference

TEXT = {"VARCHAR": "x" * 32, "BIGINT": 123, "DATE": "2026-11-22"}

def judge(references, settings):
    rows = [
        {name: TEXT[kind] for name, kind in PLAN_TYPES.items()} | {"plan": each.name}
        for each in references
    ]
    return Part("k" * 32, rows, [], 200 * len(rows))

class Pool:
    size, tries, deaths = 2, 1, ()
    def submit(self, call, *given):
        future = Future()
        future.set_result(judge(*given))
        return future

names = [f"province/city/county{number:06}" for number in range(100_000)]
shelf = [Reference(name, "province/city", "/shelf/" + name) for name in names]
settings = RunSettings(date(2026, 11, 22), date(2026, 11, 22), "en", sys.argv[1])
run.write_summaries = lambda _made: None  # there are no parts
made = run.roll_up(shelf, ["shelf"], settings, Pool())
print(made.plans, made.items, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


class Run(NamedTuple):
    """What a call took.

    Attributes:
        wall: seconds.
        used: seconds of processors by each process of ours, by what it does.
        peaks: MiB at most of a process, by what it does.
        others: what share of the processors others took.
    """

    wall: float
    used: dict[str, float]
    peaks: dict[str, int]
    others: float


def say(what: str, found: str, asked: str = "", run: Run | None = None) -> None:
    """Print a figure, what is asked of it, and what the run behind it took."""
    took = ""
    if run:
        used = ", ".join(f"{role} {seconds:.1f}" for role, seconds in run.used.items())
        took = f"  ({run.wall:.1f} s wall; s of processors: {used}; others {run.others:.0%})"
    print(f"{what:<34} {found:>16}  {asked:<12}{took}", flush=True)


def role_of(process: Any) -> str:
    """What a process does: drive, judge, schedule, or start those who judge."""
    words = " ".join(process.cmdline())
    for sign, role in (
        ("spawn_main", "worker"),
        ("dask_scheduler", "scheduler"),
        ("dask_worker", "nanny"),
        ("hpplan", "driver"),
    ):
        if sign in words:
            return role
    return "rest"


def run(command: Sequence[str], beside: Sequence[subprocess.Popen[bytes]] = ()) -> Run:
    """Measure a call of hpplan, its children, and processes that run beside it."""
    before = busy_seconds(), {each: seconds(each) for each in family(beside)}
    begin = time.perf_counter()
    last: dict[Any, tuple[str, float, int]] = {}
    with subprocess.Popen(
        [*PYTHON, "hpplan", *command],
        env=ENVIRONMENT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        ended = False
        while not ended:
            for each in family([process, *beside]):
                with suppress(psutil.Error, OSError, IndexError):  # it has ended
                    last[each] = role_of(each), seconds(each), peak(each)
            with suppress(subprocess.TimeoutExpired):
                process.wait(0.1)
                ended = True
    wall = time.perf_counter() - begin
    used: dict[str, float] = {}
    peaks: dict[str, int] = {}
    for each, (role, spent, mib) in last.items():
        used[role] = used.get(role, 0) + spent - before[1].get(each, 0)
        peaks[role] = max(peaks.get(role, 0), mib)
    share = (busy_seconds() - before[0] - sum(used.values())) / (wall * psutil.cpu_count())
    return Run(wall, used, peaks, max(share, 0))


def family(processes: Sequence[subprocess.Popen[bytes]]) -> list[Any]:
    """Processes and all that they started."""
    found = []
    for each in processes:
        with suppress(psutil.Error):
            parent = psutil.Process(each.pid)
            found += [parent, *parent.children(recursive=True)]
    return found


def seconds(process: Any) -> float:
    """What a process took of the processors."""
    times = process.cpu_times()
    return float(times.user + times.system)


def busy_seconds() -> float:
    """What all processes of the machine took of the processors."""
    times = psutil.cpu_times()
    return float(times.user + times.nice + times.system)


def peak(process: Any) -> int:
    """MiB that a process had at most."""
    text = Path(f"/proc/{process.pid}/status").read_text(encoding="utf-8")
    return int(text.partition("VmHWM:")[2].split()[0]) // 1024


def make(folder: Path, count: int, rows: int) -> Path:
    """Write so many workspaces, as far as they are not there; return a list of them."""
    shelf = folder / f"shelf-{rows}"
    paths = [shelf / f"{number % 16:02}" / f"{number:05}" for number in range(count)]
    for number, path in enumerate(paths):
        if (path / "plan.yaml").exists():
            continue
        if number < BASES:
            demo = ["demo", str(path), "--seed", str(number), "--rows", str(rows), *AS_OF]
            run([*demo, "--plan", str(PLAN)])
            continue
        shutil.copytree(paths[number % BASES], path)
        text = (path / "plan.yaml").read_text(encoding="utf-8")
        text = text.replace("title: ", f"title: {number:05} ", 1)
        (path / "plan.yaml").write_text(text, encoding="utf-8")
    listed = folder / f"shelf-{rows}-{count}.csv"
    with listed.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["name", "path", "region"])
        writer.writerows([path.name, path, path.parent.name] for path in paths)
    return listed


def processes(folder: Path, count: int, rows: int) -> None:
    """Say how fast the bare loop is, and one process and two beside it."""
    from hpplan.rollup.judge import judge_workspace
    from hpplan.rollup.sources import find_workspaces

    listed, out = make(folder, count, rows), folder / "out"
    gc.enable()
    chosen = find_workspaces([str(listed)]).references[:LOOP]
    for each in chosen[:3]:
        judge_workspace(each, Path(each.path), DAY)
    begin = time.process_time()
    for each in chosen:
        judge_workspace(each, Path(each.path), DAY)
    bare = len(chosen) / (time.process_time() - begin)
    say("bare loop", f"{bare:.1f}/s")
    walls = []
    for workers in (1, 2):
        shutil.rmtree(out, ignore_errors=True)
        rollup = ["rollup", str(listed), "--into", str(out), *AS_OF, "--workers", str(workers)]
        done = run(rollup)
        walls.append(done.wall)
        say(f"{workers} process(es), {count} plans", f"{count / done.wall:.1f}/s", "", done)
        share = count / done.used["worker"] / bare
        say("  of the bare loop, a core", f"{share:.2f}", f"≥ {SHARE}")
        say("  memory of a worker", f"{done.peaks['worker']} MiB", f"≤ {WORKER_MIB} MiB")
    say("from one process to two", f"{walls[0] / walls[1] / 2:.2f}", f"≥ {EFFICIENCY}")


def cluster(folder: Path, count: int, rows: int) -> None:
    """Say how fast a cluster on this machine is, with one worker and with two."""
    listed, out = make(folder, count, rows), folder / "out"
    walls = []
    for workers in (1, 2):
        shutil.rmtree(out, ignore_errors=True)
        with dask(workers) as started:
            rollup = ["rollup", str(listed), "--into", str(out), *AS_OF, "--on", ADDRESS]
            done = run([*rollup, "--insecure"], started)
        walls.append(done.wall)
        say(f"{workers} worker(s) of Dask, {count} plans", f"{count / done.wall:.1f}/s", "", done)
        say("  memory of one", f"{done.peaks['worker']} MiB", f"≤ {DASK_WORKER_MIB} MiB")
    say("from one worker of Dask to two", f"{walls[0] / walls[1] / 2:.2f}", f"≥ {EFFICIENCY}")


@contextmanager
def dask(workers: int) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Yield a scheduler, and what starts so many workers, that have come up."""
    quiet = ["--no-dashboard"]
    each = ["--nworkers", str(workers), "--nthreads", "1"]
    memory = ["--memory-limit", f"{DASK_WORKER_MIB}MiB"]
    started = [
        subprocess.Popen(
            [*PYTHON, *command, *quiet],
            env=ENVIRONMENT,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        for command in (
            ["distributed.cli.dask_scheduler", "--host", ADDRESS],
            ["distributed.cli.dask_worker", ADDRESS, *each, *memory],
        )
    ]
    try:
        time.sleep(8)
        yield started
    finally:
        for process in started:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait()


def rerun(folder: Path, rows: int) -> None:
    """Say how long many plans take, and once more though nothing changed."""
    listed, out = make(folder, MANY, rows), folder / "many"
    rollup = ["rollup", str(listed), "--into", str(out), *AS_OF, "--workers", "2"]
    if not (out / "rollup.json").exists():
        done = run(rollup)
        say(f"2 processes, {MANY} plans", f"{MANY / done.wall:.1f}/s", "", done)
        say("  memory of the driver", f"{done.peaks['driver']} MiB")
    for _ in range(3):
        done = run(rollup)
        say("  unchanged", f"{done.wall:.1f} s", f"≤ {SECONDS:.0f} s", done)


def many_parts(folder: Path, rows: int) -> None:
    """Say how long answers take over many parts, made of those of a roll-up."""
    done, parts = folder / "many", folder / "parts"
    if not (done / "rollup.json").exists():
        rerun(folder, rows)
    record = json.loads((done / "rollup.json").read_bytes())
    found = record["parts"]
    record["parts"] = [f"{found[n % len(found)]}{n:06}" for n in range(MANY_PARTS)]
    shutil.rmtree(parts, ignore_errors=True)
    for room in ("items", "units"):
        (parts / room).mkdir(parents=True)
        for number, key in enumerate(record["parts"]):
            source = done / room / f"{found[number % len(found)]}.parquet"
            (parts / room / f"{key}.parquet").hardlink_to(source)
    for name in ("plans.parquet", "faults.parquet"):
        shutil.copy(done / name, parts / name)
    (parts / "rollup.json").write_text(json.dumps(record), encoding="utf-8")
    shown = run(["rollup", str(parts)])
    say(f"summary over {MANY_PARTS} parts", f"{shown.wall:.1f} s", f"≤ {SECONDS:.0f} s", shown)
    for by in ("kind", "status", "commitment"):
        shown = run(["rollup", str(parts), "--by", by])
        say(f"  --by {by}", f"{shown.wall:.1f} s", "", shown)
        say("    memory", f"{shown.peaks['driver']} MiB", f"≤ {DRIVER_MIB} MiB")


def driver(folder: Path) -> None:
    """Say how much memory the process takes that gathers very many plans."""
    done = subprocess.run(
        [sys.executable, "-c", DRIVER, str(folder / "driver")],
        check=True,
        capture_output=True,
        text=True,
    )
    plans, items, memory = done.stdout.split()
    say(f"driver, {plans} plans, {items} items", f"{memory} MiB", f"≤ {DRIVER_MIB} MiB")


def main() -> None:
    """Measure what was asked for, or everything."""
    choices = ("processes", "cluster", "rerun", "parts", "driver")
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("what", nargs="*", help=", ".join(choices))
    arguments.add_argument("--plans", type=int, default=400)
    arguments.add_argument("--rows", type=int, default=9000)
    given = arguments.parse_args()
    folder = given.folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    for what in given.what or choices:
        if what == "processes":
            processes(folder, given.plans, given.rows)
        elif what == "cluster":
            cluster(folder, given.plans, given.rows)
        elif what == "rerun":
            rerun(folder, given.rows)
        elif what == "parts":
            many_parts(folder, given.rows)
        elif what == "driver":
            driver(folder)
        else:
            arguments.error(f"{what}: choose from {', '.join(choices)}")


if __name__ == "__main__":
    main()
