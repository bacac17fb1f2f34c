"""How long commands take, as ratios to a bare `python -c pass` of the same environment.

Run it by hand, on an installed hpplan: `python tests/bench/bench.py [--rounds 11] [--large]`.
Each command is timed in turn with a bare interpreter, so that both meet the same machine; the
medians of the pairs are compared. Peak memory is the largest resident set of the child, or this
program's own if that is larger, so this one loads nothing heavy. With `--large` it makes and reads
a million rows as well.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PLAN = Path(__file__).parents[2] / "plan.yaml"
AS_OF = "2026-11-22"
FILL_IN = Path(__file__).with_name("fill_forms.py")


def timed(command: list[str], folder: Path) -> tuple[float, int]:
    """Seconds and peak KiB of one run."""
    kept = {key: value for key, value in os.environ.items() if "HPPLAN" not in key}
    # Installed programs are compiled once, not anew at each start.
    environment = {**kept, "PYTHONDONTWRITEBYTECODE": ""}
    begin = time.perf_counter()
    child = subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _pid, _status, usage = os.wait4(child.pid, 0)
    return time.perf_counter() - begin, usage.ru_maxrss


def measure(
    name: str,
    command: list[str],
    folder: Path,
    rounds: int,
    *,
    makes: str = "",
    kept: Path | None = None,
) -> None:
    """Print one command's ratio and memory; what it makes is removed before each round.

    Where something is kept, what it makes is put back as it was.
    """
    bare, ratios, memory = [], [], []
    for _ in range(rounds):
        if makes:
            shutil.rmtree(folder / makes, ignore_errors=True)
        if kept:
            shutil.copytree(kept, folder / makes)
        base = timed([sys.executable, "-c", "pass"], folder)[0]
        seconds, peak = timed([sys.executable, "-m", "hpplan", *command], folder)
        bare.append(base)
        ratios.append(seconds / base)
        memory.append(peak)
    print(
        f"{name:<34} {statistics.median(ratios):7.1f} times bare"
        f" ({statistics.median(bare) * 1000:.1f} ms), {max(memory) / 1024:6.1f} MiB"
    )


def main() -> None:
    """Measure what a person waits for."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rounds", type=int, default=11)
    arguments.add_argument("--large", action="store_true")
    options = arguments.parse_args()
    sizes = {"16,000 rows": 16_000}
    if options.large:
        sizes["1,000,000 rows"] = 1_000_000
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(temporary)
        measure("--help", ["--help"], root, options.rounds)
        for size, rows in sizes.items():
            folder = root / str(rows)
            command = ["demo", str(folder), "--rows", str(rows), "--as-of", AS_OF]
            subprocess.run(
                [sys.executable, "-m", "hpplan", *command, "--plan", str(PLAN)],
                check=True,
                stdout=subprocess.DEVNULL,
            )
            rounds = options.rounds if rows < 100_000 else min(options.rounds, 5)
            day = ["--as-of", AS_OF]
            record = ["record", "1.5b", "4", "--dry-run", "--date", AS_OF]
            measure(f"status, {size}", ["status", *day], folder, rounds)
            measure(
                f"status --format json, {size}",
                ["status", "--format", "json", *day],
                folder,
                rounds,
            )
            measure(f"check, {size}", ["check", *day], folder, rounds)
            measure(f"record --dry-run, {size}", record, folder, rounds)
            measure(f"show, {size}", ["show", "1.3c", *day], folder, rounds)
            changes = ["changes", "--since", "2026-10-01", *day]
            measure(f"changes, {size}", changes, folder, rounds)
            form = ["form", "--all", "-o", "forms", *day]
            measure(f"form --all, {size}", form, folder, rounds, makes="forms")
            page = str(root / "report.html")
            report = ["report", "-o", page, *day]
            measure(f"report -o report.html, {size}", report, folder, rounds)
            measure(
                f"the same, --since, {size}", [*report, "--since", "2026-10-01"], folder, rounds
            )
            book = str(root / "report.xlsx")
            workbook = ["report", "-o", book, *day]
            measure(f"report -o report.xlsx, {size}", workbook, folder, rounds)
            notices = ["notice", "--all", "--force", "-o", str(root / "notices"), *day]
            measure(f"notice --all, {size}", notices, folder, rounds)
            subprocess.run([sys.executable, str(FILL_IN), str(folder / "forms"), AS_OF], check=True)
            shutil.copytree(folder / "data", root / "kept")
            collect = ["collect", "forms", "--yes", *day]
            measure(
                f"collect of all, {size}", collect, folder, rounds, makes="data", kept=root / "kept"
            )
            shutil.rmtree(root / "kept")


if __name__ == "__main__":
    main()
