"""Parquet by DuckDB: rows written, whole files put in their place, tables read back."""

from __future__ import annotations

import os
import re
from contextlib import contextmanager, suppress
from functools import cache
from typing import TYPE_CHECKING, Any, Self

from hpplan.errors import HpplanError
from hpplan.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

MEMORY_MIB = 64
"""What DuckDB may take in a process that judges."""

LINE_BYTES = 2**20
"""Bytes of a row for which DuckDB makes room; more where a longer one is to be written."""

_UNWRITABLE = re.compile("[\0\ud800-\udfff]")
"""What no text of a Parquet file can hold."""


class RollupError(HpplanError):
    """Why nothing can be rolled up, or a roll-up cannot be read."""


def duckdb_connection(**settings: Any) -> Any:
    """Open a database in memory that loads nothing from anywhere.

    Raises:
        RollupError: DuckDB is not installed.
    """
    try:
        import duckdb
    except ImportError:
        message = _("rolling up plans needs {package}, which is not installed")
        raise RollupError(
            message.format(package="duckdb"), _("install hpplan with [rollup]")
        ) from None
    closed = {"autoinstall_known_extensions": False, "autoload_known_extensions": False}
    return duckdb.connect(":memory:", config={**closed, **settings})


@cache
def _writer() -> Any:
    """Return the one connection by which this process writes."""
    return duckdb_connection(threads=1, memory_limit=f"{MEMORY_MIB}MiB", temp_directory="")


class RowFile:
    """Rows on their way into a Parquet file, held on the disk meanwhile.

    Attributes:
        count: how many there are.
    """

    def __init__(self, path: Path, types: Mapping[str, str]) -> None:
        """Begin without rows.

        Args:
            path: a file that is free to be written.
            types: the SQL type of each column by its name.
        """
        self.path = path
        self.types = types
        self.count = 0
        self._longest = LINE_BYTES
        self._file = path.open("wb")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._file.close()

    def add(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Add rows; a column that a row lacks is null in it."""
        for row in rows:
            line = _line(row)
            self._longest = max(self._longest, len(line))
            self._file.write(line)
            self.count += 1

    def write(self, target: Path, select: str = "SELECT * FROM rows", **named: Any) -> None:
        """Write a Parquet file of the rows in one step.

        Args:
            target: the file.
            select: what of the `rows` to write.
            named: settings of DuckDB.

        Raises:
            RollupError: it cannot be written.
        """
        self._file.close()
        connection = duckdb_connection(**named) if named else _writer()
        columns = ", ".join(f"{quoted(name)}: '{kind}'" for name, kind in self.types.items())
        if self.count:
            rows = (
                f"read_json({literal(self.path)}, format = 'newline_delimited',"
                f" columns = {{{columns}}}, maximum_object_size = {self._longest + 1})"
            )
        else:
            rows = empty(self.types)
        with placed(target) as draft:
            run_sql(
                connection,
                f"COPY (WITH rows AS (FROM {rows}) {select}) TO {literal(draft)}"
                " (FORMAT parquet, COMPRESSION zstd)",
                target,
            )


def _line(row: Mapping[str, Any]) -> bytes:
    """Return a row as a line of JSON."""
    from pydantic_core import PydanticSerializationError, to_json  # much faster than json

    try:
        line = to_json(row)
    except PydanticSerializationError:  # half of a character
        line = b""
    if not line or b"\\u0000" in line:
        line = to_json(_writable(row))
    return line + b"\n"


def _writable(value: Any) -> Any:
    """Return plain values without what no text of a Parquet file can hold."""
    if isinstance(value, dict):
        return {key: _writable(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_writable(each) for each in value]
    return _UNWRITABLE.sub("\ufffd", value) if isinstance(value, str) else value


def empty(types: Mapping[str, str]) -> str:
    """Return a table without rows, as SQL."""
    columns = ", ".join(f"NULL::{kind} AS {quoted(name)}" for name, kind in types.items())
    return f"(SELECT {columns} WHERE false)"


def run_sql(connection: Any, sql: str, target: Path) -> None:
    """Run what writes a file.

    Raises:
        RollupError: it cannot be written.
    """
    import duckdb

    try:
        connection.execute(sql)
    except duckdb.Error as error:
        why = str(error).partition("\n")[0]
        message = _("{path} cannot be written: {why}").format(path=target, why=why)
        raise RollupError(message) from None


@contextmanager
def placed(target: Path) -> Iterator[Path]:
    """Yield a name to write under; what was written is then put in its place in one step."""
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}-{os.getpid()}.new")
    try:
        yield draft
        draft.replace(target)
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def quoted(name: str) -> str:
    """Return a column's name as SQL."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str | Path) -> str:
    """Return a text, or a path, as SQL."""
    return "'" + str(text).replace("'", "''") + "'"
