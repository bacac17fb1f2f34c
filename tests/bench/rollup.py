"""How fast many plans are judged: `tests/bench/rollup.py FOLDER [--plans 400] [--rows 9000]`.

FOLDER keeps the workspaces between calls, and the results. Of each run the wall time, the
processor time of driver and workers, and the largest memory of one process are printed: where
others use the machine too, the processor time is what can be compared. `--cluster` measures the
same over TCP with Dask, `--driver` the driver alone, with the rows of 100,000 plans, `--parts` a
summary over 6,000 parts.
"""

from __future__ import annotations

import argparse
import gc
import os
import resource
import shutil
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

DAY = date(2026, 11, 22)
AS_OF = ["--as-of", DAY.isoformat()]
PLAN = Path(__file__).parents[2] / "plan.yaml"
BASES = 20
"""How many histories are simulated; further workspaces are copies of them under other titles."""

LOOP = 60
"""How many workspaces the bare loop judges."""

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
made = run.roll_up(shelf, ["shelf"], settings, Pool())
print(made.plans, made.items, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def make(shelf: Path, count: int, rows: int) -> None:
    """Write so many workspaces, as far as they are not there."""
    for number in range(count):
        folder, base = shelf / f"{number % 16:02}" / f"{number:05}", number % BASES
        if (folder / "plan.yaml").exists():
            continue
        if number < BASES:
            command = ["demo", str(folder), "--seed", str(number), "--rows", str(rows), *AS_OF]
            run([*command, "--plan", str(PLAN)])
            continue
        shutil.copytree(shelf / f"{base % 16:02}" / f"{base:05}", folder)
        text = (folder / "plan.yaml").read_text(encoding="utf-8")
        text = text.replace("title: ", f"title: {number:05} ", 1)
        (folder / "plan.yaml").write_text(text, encoding="utf-8")


def run(command: list[str]) -> tuple[float, float, int]:
    """Wall and processor seconds of a call and its children, and MiB of the largest of them."""
    begin = time.perf_counter()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, "-m", "hpplan", *command], check=False, stdout=subprocess.DEVNULL
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - begin, seconds, after.ru_maxrss // 1024


def measure(name: str, count: int, command: list[str]) -> None:
    """Print how fast a call is."""
    wall, used, memory = run(command)
    print(
        f"{name:<34} {wall:7.1f} s wall {count / wall:7.1f}/s, {used:7.1f} s processor"
        f" {count / used:7.1f}/s, {memory} MiB",
        flush=True,
    )


def bare_loop(shelf: Path) -> None:
    """Print how fast workspaces are judged one behind the other, with nothing around."""
    from hpplan.rollup.judge import judge_workspace
    from hpplan.rollup.sources import find_workspaces

    gc.enable()
    chosen = find_workspaces([str(shelf)]).references[:LOOP]
    for each in chosen[:3]:
        judge_workspace(each, Path(each.path), DAY)
    begin, used = time.perf_counter(), time.process_time()
    for each in chosen:
        judge_workspace(each, Path(each.path), DAY)
    wall, used = time.perf_counter() - begin, time.process_time() - used
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"{'bare loop':<34} {wall:7.1f} s wall {LOOP / wall:7.1f}/s, {used:7.1f} s processor"
        f" {LOOP / used:7.1f}/s, {memory} MiB",
        flush=True,
    )


def cluster(shelf: Path, out: Path, count: int) -> None:
    """Print how fast a cluster on this machine is, with one worker and with two."""
    dask = [sys.executable, "-m"]
    address = "tcp://127.0.0.1:18786"
    for workers in (1, 2):
        shutil.rmtree(out, ignore_errors=True)
        commands = [
            [*dask, "distributed.cli.dask_scheduler", "--host", address, "--no-dashboard"],
            [
                *dask,
                "distributed.cli.dask_worker",
                address,
                "--nworkers",
                str(workers),
                "--nthreads",
                "1",
                "--memory-limit",
                "256MiB",
                "--no-dashboard",
            ],
        ]
        started = [
            subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True)
            for command in commands
        ]
        time.sleep(8)
        measure(
            f"Dask, {workers} worker(s)",
            count,
            ["rollup", str(shelf), "--into", str(out), *AS_OF, "--on", address, "--insecure"],
        )
        for process in started:
            os.killpg(process.pid, 15)
            process.wait()


def many_parts(out: Path) -> None:
    """Print how long a summary takes over 6,000 parts, made of those that are there."""
    import json

    record = json.loads((out / "rollup.json").read_bytes())
    found = record["parts"]
    record["parts"] = [f"{found[n % len(found)]}{n:06}" for n in range(6000)]
    other = out.with_name("parts")
    shutil.rmtree(other, ignore_errors=True)
    for room in ("items", "units"):
        (other / room).mkdir(parents=True)
        for number, key in enumerate(record["parts"]):
            (other / room / f"{key}.parquet").hardlink_to(
                out / room / f"{found[number % len(found)]}.parquet"
            )
    for name in ("plans.parquet", "faults.parquet"):
        shutil.copy(out / name, other / name)
    (other / "rollup.json").write_text(json.dumps(record), encoding="utf-8")
    measure("summary over 6,000 parts", 6000, ["rollup", str(other)])


def main() -> None:
    """Measure what was asked for."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--plans", type=int, default=400)
    arguments.add_argument("--rows", type=int, default=9000)
    arguments.add_argument("--cluster", action="store_true")
    arguments.add_argument("--driver", action="store_true")
    arguments.add_argument("--parts", action="store_true")
    options = arguments.parse_args()
    shelf, out = options.folder / f"shelf-{options.rows}-{options.plans}", options.folder / "out"
    if options.driver:
        target = str(options.folder / "driver")
        done = subprocess.run(
            [sys.executable, "-c", DRIVER, target], check=True, capture_output=True, text=True
        )
        plans, items, memory = done.stdout.split()
        print(f"driver with {plans} plans and {items} items: {memory} MiB")
        return
    make(shelf, options.plans, options.rows)
    if options.parts:
        many_parts(out)
        return
    bare_loop(shelf)
    if options.cluster:
        cluster(shelf, out, options.plans)
        return
    for workers in (1, 2):
        shutil.rmtree(out, ignore_errors=True)
        call = ["rollup", str(shelf), "--into", str(out), *AS_OF, "--workers", str(workers)]
        measure(f"processes, {workers} worker(s)", options.plans, call)
    measure("unchanged, 2 workers", options.plans, call)


if __name__ == "__main__":
    main()
