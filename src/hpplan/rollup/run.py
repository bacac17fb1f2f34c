"""A roll-up from its sources to its folder: judged, gathered into tables, and said to be whole."""

from __future__ import annotations

import shutil
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from hpplan import __version__
from hpplan.i18n import _
from hpplan.rollup.batches import batches_of, judge_batches
from hpplan.rollup.memory import STAMPS
from hpplan.rollup.reduce import COMPACT, SUMMARIES, write_summaries
from hpplan.rollup.schema import FAULT_TYPES, PLAN_TYPES, STATES
from hpplan.rollup.store import FAULTS, PLANS, RECORD, TREND, Rollup, write_rollup
from hpplan.rollup.tables import RollupError, RowFile, duckdb_connection, literal, placed
from hpplan.rollup.tidy import remove_old_parts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hpplan.rollup.batches import Unheard
    from hpplan.rollup.parts import RunSettings
    from hpplan.rollup.pools import Pool
    from hpplan.rollup.sources import Reference

GATHERING = {"memory_limit": "512MiB", "threads": 2}
"""What DuckDB may take in the process that gathers the tables."""

OURS = {RECORD, PLANS, FAULTS, TREND, STAMPS, "items", "units", *SUMMARIES, *COMPACT}
"""What may stand in a folder into which a roll-up goes."""

_NAMED_ALIKE = """
SELECT * EXCLUDE (first_content, first_plan) REPLACE (
    CASE WHEN content IS NOT NULL AND first_content <> plan THEN first_content END
        AS same_content_as,
    CASE WHEN number IS NOT NULL AND first_plan <> plan THEN first_plan END AS same_plan_as
)
FROM (
    SELECT *, min(plan) OVER (PARTITION BY content) AS first_content,
        min(plan) OVER (PARTITION BY title, issuer, number) AS first_plan
    FROM rows
)
ORDER BY plan
"""


def check_folder(folder: Path) -> None:
    """Refuse a folder that holds something else than a roll-up, finished or begun.

    Raises:
        RollupError: it does, or it cannot be looked into.
    """
    try:
        others = [each.name for each in folder.iterdir() if each.name not in OURS]
    except FileNotFoundError:
        return
    except OSError as error:
        from hpplan.phrases import reason

        message = _("{folder} cannot be written: {why}")
        raise RollupError(message.format(folder=folder, why=reason(error))) from None
    if any(not name.startswith(".") for name in others):
        message = _("{folder} holds something else than a roll-up; name a new one")
        raise RollupError(message.format(folder=folder))


def roll_up(
    references: Sequence[Reference],
    sources: Sequence[str],
    settings: RunSettings,
    pool: Pool,
    advance: Callable[[int], Any] = lambda _count: None,
    silent: Unheard = lambda _seconds, _names: None,
) -> Rollup:
    """Judge workspaces, and gather what comes of it in the folder of the settings.

    What was judged before an interruption stays there, and the next run takes it up.

    Args:
        references: the workspaces, by name.
        sources: where they were looked for, to be remembered.
        settings: the day, the language and the folder.
        pool: who judges.
        advance: told how many workspaces are done, each time some are.
        silent: told when nothing has come back for long.

    Raises:
        RollupError: the folder cannot be written, or nobody is left who could judge.
        OSError: likewise.
    """
    folder = Path(settings.folder)
    folder.mkdir(parents=True, exist_ok=True)
    plan_of = {each.name: each.plan for each in references}
    keys: list[str] = []
    items = 0
    with ExitStack() as stack:
        scratch = Path(stack.enter_context(TemporaryDirectory(prefix="hpplan-")))
        plans = stack.enter_context(RowFile(scratch / "plans", PLAN_TYPES))
        faults = stack.enter_context(RowFile(scratch / "faults", FAULT_TYPES))
        for part in judge_batches(pool, batches_of(references), settings, silent):
            plans.add({**row, "path": plan_of[row["plan"]]} for row in part.plans)
            faults.add(part.faults)
            items += part.items
            keys += [part.key] if part.key else []
            advance(len(part.plans))
        gathering = {**GATHERING, "temp_directory": str(scratch)}
        plans.write(folder / PLANS, _NAMED_ALIKE, **gathering)
        faults.write(folder / FAULTS, "SELECT * FROM rows ORDER BY ALL", **gathering)
    with placed(folder / TREND / f"as_of={settings.as_of.isoformat()}.parquet") as draft:
        shutil.copyfile(folder / PLANS, draft)
    rollup = Rollup(
        folder,
        settings.as_of,
        settings.day,
        settings.language,
        __version__,
        tuple(sources),
        len(plan_of),
        items,
        _states(folder),
        tuple(sorted(keys)),
    )
    write_summaries(rollup)
    write_rollup(rollup)
    remove_old_parts(rollup)
    return rollup


def _states(folder: Path) -> dict[str, int]:
    """Return how many plans have each state."""
    with duckdb_connection() as connection:
        counted = dict(
            connection.execute(
                f"SELECT state, count(*) FROM {literal(folder / PLANS)} GROUP BY ALL"  # noqa: S608
            ).fetchall()
        )
    return {state: counted.get(state, 0) for state in STATES}
