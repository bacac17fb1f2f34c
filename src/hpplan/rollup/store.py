"""The folder of a roll-up: what it says of itself, and its tables as a database."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from hpplan.files import read_bytes, write_whole
from hpplan.i18n import _
from hpplan.rollup.parts import items_path, units_path
from hpplan.rollup.schema import FAULT_TYPES, FORMAT, ITEM_TYPES, PLAN_TYPES, UNIT_TYPES
from hpplan.rollup.tables import RollupError, duckdb_connection, empty, literal

if TYPE_CHECKING:
    from pathlib import Path

RECORD, PLANS, FAULTS = "rollup.json", "plans.parquet", "faults.parquet"
"""What the folder says of itself, written last; one row a plan; one row a fault."""

TREND = "plans"
"""The folder that keeps the plans of each day, for trends."""


class Rollup(NamedTuple):
    """A finished roll-up.

    Attributes:
        folder: where it is.
        as_of: the day, by whose end everything was judged.
        day: the day on which it was made.
        language: the code of the language of its explanations and messages.
        version: the hpplan that made it.
        sources: what was named.
        plans: how many workspaces there were.
        items: how many items were judged.
        states: how many plans have each state.
        parts: the keys of its parts.
    """

    folder: Path
    as_of: date
    day: date
    language: str
    version: str
    sources: tuple[str, ...]
    plans: int
    items: int
    states: dict[str, int]
    parts: tuple[str, ...]


def is_rollup(folder: Path) -> bool:
    """Tell whether a folder holds a roll-up."""
    return (folder / RECORD).is_file()


def read_rollup(folder: Path) -> Rollup:
    """Return what a roll-up says of itself.

    Raises:
        RollupError: it cannot be read, or is of another format.
    """
    path = folder / RECORD
    data, problem = read_bytes(path, str(path), "HP101")
    if problem:
        raise RollupError(str(problem.message), problem.hint)
    try:
        said: dict[str, Any] = json.loads(data)
        if said["format"] == FORMAT:
            return Rollup(
                folder,
                date.fromisoformat(said["as_of"]),
                date.fromisoformat(said["day"]),
                str(said["language"]),
                str(said["version"]),
                tuple(map(str, said["sources"])),
                int(said["plans"]),
                int(said["items"]),
                {str(state): int(count) for state, count in said["states"].items()},
                tuple(map(_key, said["parts"])),
            )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        pass
    message = _("{path} is no roll-up of this version of hpplan")
    raise RollupError(message.format(path=path), _("roll the plans up anew, into a new folder"))


def _key(text: str) -> str:
    """Return the key of a part, which leads nowhere else.

    Raises:
        ValueError: it is none.
    """
    if not (text.isascii() and text.isalnum()):
        raise ValueError(text)
    return text


def write_rollup(rollup: Rollup) -> None:
    """Write what a roll-up says of itself, in one step.

    Raises:
        OSError: it cannot be written.
    """
    said = {**rollup._asdict(), "as_of": rollup.as_of.isoformat(), "day": rollup.day.isoformat()}
    del said["folder"]
    text = json.dumps({"format": FORMAT, **said}, ensure_ascii=False, indent=1)
    write_whole(rollup.folder / RECORD, text.encode() + b"\n")


def database(rollup: Rollup, **settings: Any) -> Any:
    """Return a connection to DuckDB with the views items, units, plans and faults.

    Args:
        rollup: the roll-up.
        settings: of DuckDB.

    Raises:
        RollupError: DuckDB is not installed, or a file of the roll-up is missing or damaged.
    """
    connection = duckdb_connection(**settings)
    import duckdb

    folder, parts = rollup.folder, rollup.parts
    tables = (
        ("items", ITEM_TYPES, [items_path(folder, key) for key in parts]),
        ("units", UNIT_TYPES, [units_path(folder, key) for key in parts]),
        ("plans", PLAN_TYPES, [folder / PLANS]),
        ("faults", FAULT_TYPES, [folder / FAULTS]),
    )
    try:
        for name, types, paths in tables:
            files = f"read_parquet([{', '.join(map(literal, paths))}])" if paths else empty(types)
            connection.execute(f"CREATE VIEW {name} AS FROM {files}")
    except duckdb.Error as error:
        message = _("{folder} cannot be read: {why}")
        why = str(error).partition("\n")[0]
        raise RollupError(
            message.format(folder=folder, why=why), _("roll the plans up again into it")
        ) from None
    return connection
