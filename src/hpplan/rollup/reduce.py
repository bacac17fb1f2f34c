"""Sum a roll-up's tables up in files of their own, for whoever asks them without hpplan."""

from __future__ import annotations

from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from hpplan.rollup import statements
from hpplan.rollup.queries import BY_UNIT, QUERYING
from hpplan.rollup.store import database
from hpplan.rollup.tables import literal, placed, run_sql

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hpplan.rollup.store import Rollup

COMPACT = {"items.parquet": "items", "units.parquet": "units"}
"""The tables that are written as one file each where that is asked for."""

SUMMARIES: Mapping[str, str] = {
    "by-region.parquet": f"{statements.REGION_SUMMARY} ORDER BY level, region",
    BY_UNIT: f"{statements.UNITS_SUMMED} ORDER BY region, name",
}
"""The summaries, and what is asked for them."""


def write_summaries(rollup: Rollup) -> None:
    """Write what the plans come to by region and by unit, and drop what is old beside it.

    Raises:
        RollupError: the tables cannot be read, or nothing can be written.
    """
    for name in COMPACT:
        (rollup.folder / name).unlink(missing_ok=True)
    _write(rollup, SUMMARIES)


def write_compact(rollup: Rollup) -> None:
    """Write all parts as one file, and the rows of the units as another, sorted by region and plan.

    Raises:
        RollupError: the tables cannot be read, or nothing can be written.
    """
    _write(rollup, {n: f"FROM {table} ORDER BY region, plan" for n, table in COMPACT.items()})


def _write(rollup: Rollup, selects: Mapping[str, str]) -> None:
    """Write each table into its file of the folder, in one step."""
    with (
        TemporaryDirectory(prefix="hpplan-") as spare,
        database(rollup, **QUERYING, temp_directory=spare) as connection,
    ):
        for name, select in selects.items():
            target = rollup.folder / name
            with placed(target) as draft:
                copied = f"COPY ({select}) TO {literal(draft)} (FORMAT parquet, COMPRESSION zstd)"
                run_sql(connection, copied, target)
