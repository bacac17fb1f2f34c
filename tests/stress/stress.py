"""Whether `hpplan record` keeps its promises: many writers at once, and kills at random moments.

Run it by hand, on an installed hpplan: `python tests/stress/stress.py`. It takes some minutes,
works in a temporary folder, and prints what it counted:

- **writers**: so many processes (`--writers 8`) record so many rows each (`--rows 500`), one after
  the other, into a file that is not there at first, and as many into one that is. Every row has to
  be there once, with the total that follows from the one before. Meanwhile the file is looked at
  again and again: it is never empty or without its header.
- **kills**: a process that records rows is killed at a random moment (`--kills 200`, half of them
  while there is a file, half while there is none; `--seed 1` chooses the moments). After each kill
  every row whose message was printed has to be there, no row may be torn or stand twice, and the
  next row has to find its place. A kill hit in the middle if it left a row that was not
  acknowledged yet, or a file half made.

Exits with 1 if anything is not as promised, and names it.
"""

from __future__ import annotations

import argparse
import csv
import io
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from typer.testing import CliRunner

import hpplan
from hpplan.cli import app

PLAN = """\
format: 1
title: 计划
issued: 2025-01-01
start: 2025-01-01
end: 2026-12-31
units:
  - {id: jianguan, name: 区建管委}
chapters:
  - id: "1"
    title: 章
    clauses:
      - id: "1.1"
        title: 加梯
        leads: [jianguan]
        text: 加梯1000000个
        targets:
          - {id: 1.1a, name: 加梯, quote: 加梯1000000个, kind: count, at_least: 1000000, uom: 个}
"""
HEAD = b"\xef\xbb\xbfdate,target,value,note,evidence,recorded\n"

WRITING = """
import os, sys
from hpplan.progress import record
from hpplan.cli import app
record.LOCK_SECONDS = 600
print("ready", flush=True)
sys.stdin.readline()
if sys.argv[3:]:
    os.dup2(os.open(sys.argv[3], os.O_WRONLY | os.O_CREAT), 1)
for n in range(int(sys.argv[2])):
    args = ["record", "1.1a", "+1", "--date", "2025-03-31", "--note", f"{sys.argv[1]}-{n}"]
    if app(args, standalone_mode=False):
        sys.exit(1)
"""

RECORDED = re.compile(r"^  2025-03-31,1\.1a,\d+,([^,]*),,\S+$", re.MULTILINE)
"""The row in what `record` prints, with its note."""

LINES, CELLS = 5, 6
"""Lines of what `record` prints, and cells of a row."""


@dataclass
class Found:
    """What a file holds.

    Attributes:
        notes: the note of each row, which names it.
        totals: the figure of each row.
        torn: how many lines are no whole row.
    """

    notes: list[str] = field(default_factory=list)
    totals: list[int] = field(default_factory=list)
    torn: int = 0


@dataclass
class Place:
    """A workspace, and what was found to be wrong with it."""

    root: Path
    wrong: list[str] = field(default_factory=list)

    @property
    def path(self) -> Path:
        """The one progress file."""
        return self.root / "data" / "progress" / "jianguan.csv"

    @property
    def draft(self) -> Path:
        """Where a new file is made before it gets its name."""
        return self.path.with_name(".jianguan.csv.new")

    def run(self, *args: str) -> tuple[int, str]:
        """Exit code and output of a command."""
        result = CliRunner().invoke(app, [*args, "--plan", str(self.root)])
        return result.exit_code, result.output

    def expect(self, holds: object, what: str) -> None:
        """Note that something is not as promised."""
        if not holds:
            self.wrong.append(what)

    def read(self, when: str) -> Found:
        """The rows of the file, which has to be whole; none where there is no file."""
        found = Found()
        if not self.path.exists():
            return found
        data = self.path.read_bytes()
        self.expect(data.startswith(HEAD), f"{when}: the file does not begin with its header")
        self.expect(data.endswith(b"\n"), f"{when}: the last line does not end")
        text = data.removeprefix(HEAD).decode(errors="replace")
        for cells in csv.reader(io.StringIO(text, newline="")):
            if len(cells) == CELLS and cells[1] == "1.1a" and cells[5].count(":") > 1:
                found.notes.append(cells[3])
                found.totals.append(int(cells[2]))
            else:
                found.torn += 1
        self.expect(not found.torn, f"{when}: {found.torn} torn rows")
        rows = range(1, len(found.totals) + 1)
        self.expect(found.totals == list(rows), f"{when}: a total does not follow the one before")
        twice = [name for name, count in Counter(found.notes).items() if count > 1]
        self.expect(not twice, f"{when}: rows stand twice: {twice}")
        code, said = self.run("check")
        self.expect(code == 0 and f" {len(rows)} row" in said, f"{when}: check says {said}")
        return found


def place(root: Path) -> Place:
    """A workspace without progress files."""
    (root / "data" / "progress").mkdir(parents=True)
    (root / "plan.yaml").write_text(PLAN, encoding="utf-8")
    return Place(root)


def writer(at: Place, name: str, rows: int, *into: Path) -> subprocess.Popen[str]:
    """A process that waits for a line, records so many rows, and prints them, into a file if told.

    It is ready when this returns.
    """
    kept = {name: text for name, text in os.environ.items() if not name.startswith("HPPLAN_")}
    package = str(Path(hpplan.__file__).parents[1])
    process = subprocess.Popen(
        [sys.executable, "-c", WRITING, name, str(rows), *map(str, into)],
        cwd=at.root,
        env={
            **kept,
            "PYTHONPATH": package,
            "PYTHONUTF8": "1",
            "HPPLAN_LANG": "en",
            "HPPLAN_CONFIG": os.devnull,
        },
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    hear(process)
    return process


def start(process: subprocess.Popen[str]) -> None:
    """Let a process begin that is ready for it."""
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()


def hear(process: subprocess.Popen[str], lines: int = 1) -> str:
    """The next lines that a process prints."""
    assert process.stdout is not None
    return "".join(process.stdout.readline() for _line in range(lines))


def rest(process: subprocess.Popen[str]) -> str:
    """All that a process has still printed, once it has ended."""
    with process:
        assert process.stdout is not None
        return process.stdout.read()


def write_at_once(at: Place, writers: int, rows: int, folder: Path) -> None:
    """Have many write, look at the file meanwhile, and print what is there in the end."""
    begun = at.path.exists()
    printed = [folder / f"{at.root.name}-{who}.txt" for who in range(writers)]
    processes = [writer(at, str(who), rows, path) for who, path in enumerate(printed)]
    for process in processes:
        start(process)
    looks = half = 0
    while any(process.poll() is None for process in processes):
        with suppress(FileNotFoundError):
            data = at.path.read_bytes()
            looks += 1
            half += not data.endswith(b"\n")
            at.expect(data.startswith(HEAD), "a look: the file does not begin with its header")
        time.sleep(0.005)
    for process in processes:
        rest(process)
        at.expect(process.returncode == 0, "a writer failed")
    acknowledged = [note for path in printed for note in RECORDED.findall(path.read_text("utf-8"))]
    found = at.read("writers")
    lost = set(acknowledged) - set(found.notes)
    at.expect(not lost, f"rows were lost: {sorted(lost)}")
    at.expect(len(found.notes) == writers * rows, f"{len(found.notes)} rows, not {writers * rows}")
    print(
        f"{writers} writers into {'a file' if begun else 'no file yet'}:"
        f" {writers * rows} rows written, {len(acknowledged)} acknowledged,"
        f" {len(found.notes)} found, {found.torn} torn, {len(lost)} lost;"
        f" looked at {looks} times, in {half} of them the last line was not whole"
    )


def kill(at: Place, kills: int, moments: random.Random) -> None:
    """Kill one that writes, again and again, and print what was found after it."""
    acknowledged: set[str] = set()
    counts: Counter[str] = Counter()
    for number in range(kills):
        fresh = number % 2 == 1
        if fresh:  # half of them while there is no file
            at.path.unlink(missing_ok=True)
            acknowledged.clear()
        before = len(at.read(f"before kill {number}").notes)
        process = writer(at, str(number), 100_000)
        start(process)
        out = "" if fresh else hear(process, LINES * moments.randrange(4))
        time.sleep(moments.uniform(0, 0.06 if fresh else 0.03))
        process.kill()
        out += rest(process)
        new = RECORDED.findall(out)
        acknowledged.update(new)
        found = at.read(f"kill {number}")
        lost = acknowledged - set(found.notes)
        at.expect(not lost, f"kill {number}: rows were lost: {sorted(lost)}")
        unsaid = len(found.notes) - before - len(new)
        draft = at.draft.exists()
        counts["acknowledged"] += len(new)
        counts["found"] += len(found.notes) - before
        counts["torn"] += found.torn
        counts["lost"] += len(lost)
        counts["unsaid"] += unsaid
        counts["drafts"] += draft
        counts["middle"] += bool(unsaid or draft)
        at.expect(unsaid in {0, 1}, f"kill {number}: {unsaid} rows that nobody was told of")
        name = f"after {number}"
        code, said = at.run("record", "1.1a", "+1", "--date", "2025-03-31", "--note", name)
        at.expect(code == 0, f"kill {number}: the next row was refused: {said}")
        after = at.read(f"after kill {number}")
        at.expect(after.notes == [*found.notes, name], f"kill {number}: the next row is not last")
        acknowledged.add(name)
        at.draft.unlink(missing_ok=True)
    print(
        f"{kills} kills: {counts['acknowledged']} rows acknowledged, {counts['found']} found,"
        f" {counts['torn']} torn, {counts['lost']} lost; {counts['middle']} hit in the middle"
        f" ({counts['unsaid']} left a row that was not acknowledged,"
        f" {counts['drafts']} a file half made)"
    )


def main() -> int:
    """Write, kill, count; 1 if a promise was broken."""
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--writers", type=int, default=8)
    arguments.add_argument("--rows", type=int, default=500, help="rows of each writer")
    arguments.add_argument("--kills", type=int, default=200)
    arguments.add_argument("--seed", type=int, default=1)
    options = arguments.parse_args()
    os.environ["HPPLAN_LANG"] = "en"
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        places = [place(folder / name) for name in ("new", "begun", "killed")]
        new, begun, killed = places
        write_at_once(new, options.writers, options.rows, folder)
        begun.path.write_bytes(HEAD)
        write_at_once(begun, options.writers, options.rows, folder)
        kill(killed, options.kills, random.Random(options.seed))  # noqa: S311 (no secrets)
    wrong = [what for each in places for what in each.wrong]
    print(f"{len(wrong)} promises broken", *wrong, sep="\n  ")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
