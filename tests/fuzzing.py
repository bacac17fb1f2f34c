"""What must hold for any bytes in place of a plan or a progress file."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from hpplan.checks import Facts, check, sum_up
from hpplan.checks.history import records, rewritten
from hpplan.judging.assess import assess
from hpplan.output.terminal import problems as render
from hpplan.output.words.text import HIDING
from hpplan.plan.items import Catalogue
from hpplan.plan.load import plan_from
from hpplan.progress.reader import read_progress
from hpplan.workspace import zone_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hpplan.plan.load import LoadedPlan
    from hpplan.problem import Problem

INVALID = Path(__file__).parent / "invalid"
BASE = INVALID / "_base"
AS_OF = date(2026, 11, 22)
MOST_ITEMS = 10_000
RAW = re.compile(f"[\x00-\x09\x0b-\x1f{HIDING}]")


def base() -> LoadedPlan:
    """The sound plan that progress files are read under."""
    loaded, problems = plan_from((BASE / "plan.yaml").read_text(encoding="utf-8"), "plan.yaml")
    assert loaded, problems
    return loaded


LOADED = base()
CATALOGUE = Catalogue(LOADED.plan)


def corpus(name: str) -> list[bytes]:
    """What the cases of tests/invalid hold in files of this name."""
    return [path.read_bytes() for path in sorted(INVALID.rglob(name))]


def plan(data: bytes) -> None:
    """A plan is loaded, or has faults; what is loaded can be checked and judged."""
    text = data.decode("utf-8", "surrogateescape")
    loaded, problems = plan_from(text, "plan.yaml")
    assert (loaded is None) == bool(problems)
    shown(problems, len(text.splitlines()) + 1)
    if loaded is None:
        return
    years = loaded.plan.end.year - loaded.plan.start.year + 1
    units = len(loaded.plan.units)
    if years * units * sum(len(clause.targets) for clause in loaded.plan.clauses()) > MOST_ITEMS:
        return
    catalogue = Catalogue(loaded.plan)
    facts = Facts(loaded, catalogue, text, "plan.txt", (), AS_OF)
    shown(list(check(facts)), len(text.splitlines()) + 1)
    for item in catalogue.items.values():
        assess(item, {}, loaded.plan, AS_OF)


def progress(data: bytes) -> None:
    """Rows are read, or have faults at places of the file; reading twice gives the same."""
    zone = zone_of(LOADED.plan)
    file, again = (
        read_progress(data, "waitan.csv", "waitan", CATALOGUE, zone=zone, keep_rows=keep)
        for keep in (True, False)
    )
    moments = [problem for problem in file.problems if problem.code == "HP309"]
    assert [each for each in file.problems if each not in moments] == again.problems
    assert (file.rows, file.left_out) == (again.rows, again.left_out)
    for item, series in file.series.items():
        assert (series.days, series.values) == (again.series[item].days, again.series[item].values)
        assert series.days == sorted(set(series.days))
        assert len(series.rows) == len(series.days)
        assess(series.item, {"waitan": series}, LOADED.plan, AS_OF)
    lines = len(file.lines) if file.encoding else 0
    shown(file.problems, lines)
    facts = Facts(LOADED, CATALOGUE, None, "", (file,), AS_OF)
    shown(list(check(facts)), lines)
    before = [row for row in records(data, "waitan.csv", "waitan", CATALOGUE, zone) if row.read]
    assert len(before) == file.rows
    assert list(rewritten(before, before, file, "HEAD")) == []
    sum_up(facts)


def shown(problems: list[Problem], lines: int) -> None:
    """Problems stand at places of the file, and nothing of it reaches a terminal raw."""
    for problem in problems:
        if problem.position.path == "waitan.csv":  # others stand in the plan
            assert 0 <= problem.position.line <= max(lines, 1)
        assert (problem.position.line == 0) == (problem.position.column == 0)
    for text in (render.problems_text(problems), render.problems_text(problems, frames=80)):
        assert not RAW.search(text)


TARGETS: dict[str, tuple[Callable[[bytes], None], str]] = {
    "plan": (plan, "plan.yaml"),
    "progress": (progress, "waitan.csv"),
}


def seeds() -> Iterator[tuple[str, bytes]]:
    """Every target with every file of its corpus."""
    for name, (_target, file) in TARGETS.items():
        for data in corpus(file):
            yield name, data
