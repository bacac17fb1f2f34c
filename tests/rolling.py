"""Many workspaces, and who judges them in the process of the tests."""

from __future__ import annotations

import shutil
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

import duckdb

from plans import BASE, TESTS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

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
