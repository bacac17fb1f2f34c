"""Many workspaces, and who judges them in the process of the tests."""

from __future__ import annotations

import os
import shutil
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

import hpplan
from plans import BASE, ONE_COUNT, TESTS, lay_out

if TYPE_CHECKING:
    from collections.abc import Callable

CASES = sorted(path for path in (TESTS / "invalid").iterdir() if path.name != BASE.name)


class DeathError(Exception):
    """That whoever worked on a batch died."""


class InlinePool:
    """A pool whose calls are made at once, in this process.

    Attributes:
        poison: the names of workspaces that end whoever judges them, and how often they still do.
        calls: the names of each batch that was given out.
        renewed: how often the pool was made anew.
    """

    size = 1
    tries = 2
    deaths: tuple[type[Exception], ...] = (DeathError,)

    def __init__(self, _size: int = 1, **poison: int) -> None:
        self.poison = poison
        self.calls: list[list[str]] = []
        self.renewed = 0

    def submit(self, call: Callable[..., Any], *given: Any) -> Future[Any]:
        """Make a call, or die of it."""
        future: Future[Any] = Future()
        names = [each.name for each in given[0]] if given else []
        self.calls += [names] if given else []
        deadly = [name for name in names if self.poison.get(name)]
        for name in deadly[:1]:
            self.poison[name] -= 1
            future.set_exception(DeathError())
        if not deadly:
            try:
                future.set_result(call(*given))
            except Exception as error:  # noqa: BLE001 (as an executor does)
                future.set_exception(error)
        return future

    def renew(self) -> None:
        """Count how often that is asked for."""
        self.renewed += 1

    def check(self) -> None:
        """Somebody is always left."""

    def close(self) -> None:
        """Nothing is open."""


def copy_case(case: Path, folder: Path) -> Path:
    """Lay a case of tests/invalid upon the sound workspace."""
    shutil.copytree(BASE, folder)
    shutil.copytree(case, folder, dirs_exist_ok=True)
    return folder


def rows_of(path: Path | str, order: str = "ALL") -> list[dict[str, Any]]:
    """The rows of Parquet files as plain values."""
    with duckdb.connect() as connection:
        found = connection.execute(f"SELECT * FROM '{path}' ORDER BY {order}")  # noqa: S608
        columns = [column[0] for column in found.description or ()]
        return [dict(zip(columns, row, strict=True)) for row in found.fetchall()]


TAMPERING = """
import os, pathlib, signal, time

if rules := os.environ.get("TAMPERING"):
    from hpplan.rollup import judge as judging

    judge = judging.judge_workspace

    def tampered(reference, *rest):
        for rule in rules.split():
            name, what = rule.split("=")
            if not reference.name.endswith(name):
                continue
            if what.startswith("sleep:"):
                time.sleep(float(what[6:]))
            elif what == "die" or not pathlib.Path(what).exists():
                if what != "die":
                    pathlib.Path(what).touch()
                os.kill(os.getpid(), signal.SIGKILL)
        return judge(reference, *rest)

    judging.judge_workspace = tampered
"""
"""A sitecustomize.py by which judging a workspace sleeps, kills its process always, or once."""


def surroundings(folder: Path, **variables: str) -> dict[str, str]:
    """Variables of the environment in which processes of hpplan are tampered with."""
    (folder / "sitecustomize.py").write_text(TAMPERING, encoding="utf-8")
    source = Path(hpplan.__file__).parents[1]
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(source), str(folder)]),
        "PYTHONUTF8": "1",
        **variables,
    }


def lay_out_shelf(folder: Path, count: int) -> list[str]:
    """Write so many small workspaces, each with a plan and a figure of its own; their names."""
    names = [f"{number:02}" for number in range(count)]
    for number, name in enumerate(names):
        plan = ONE_COUNT.replace("测试计划", f"计划{name}")
        lay_out(folder / name, plan, {"aa": f"2026-06-30,1.1a,{number},,,\n"})
    return names
