"""A batch of workspaces judged into one part of the roll-up, which is named by their content.

The name is a hash of everything that decides about what stands in it. Whoever is to make a part
that is there already returns it: that is how a batch is tried again, an interrupted run goes on,
and a run of the same day costs next to nothing. What judges is imported where a part is made.
"""

from __future__ import annotations

import gc
import json
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple

from hpplan.i18n import speaking
from hpplan.rollup.content import hash_of, key_of
from hpplan.rollup.memory import contents_of
from hpplan.rollup.schema import FORMAT, ITEM_TYPES, UNIT_TYPES
from hpplan.rollup.tables import RowFile, placed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from hpplan.problem import Problem
    from hpplan.rollup.judge import JudgedWorkspace, Values
    from hpplan.rollup.sources import Reference

_ONE_AT_A_TIME = Lock()
"""A process speaks one language, and has one connection to write by."""


@dataclass(frozen=True, slots=True)
class RunSettings:
    """What is the same for all workspaces of a run.

    Attributes:
        as_of: the day, by whose end everything is judged.
        day: the day on which the run began; rows dated later are faulty.
        language: the code of the language of explanations and messages.
        folder: where the parts are written; the same for all who judge.
    """

    as_of: date
    day: date
    language: str
    folder: str

    @property
    def decisive(self) -> list[str]:
        """What of it decides about a part."""
        return [self.as_of.isoformat(), self.day.isoformat(), self.language]


class Part(NamedTuple):
    """What became of a batch.

    Attributes:
        key: the name of its files.
        plans: the row of each workspace.
        faults: their faults.
        items: how many items there are.
    """

    key: str
    plans: list[Values]
    faults: list[Values]
    items: int


class _Opened(NamedTuple):
    """A workspace in reach: its folder or archive, or why there is none, and its content's hash."""

    reference: Reference
    root: Path
    content: str
    archive: bytes | None = None
    problem: Problem | None = None


def judge_batch(references: Sequence[Reference], settings: RunSettings) -> Part:
    """Judge some workspaces into a part of the roll-up, or find that part where it was made.

    This is what is given to another process or machine: it can be pickled, and called as often as
    one likes.

    Args:
        references: the workspaces.
        settings: what is the same for all of them.

    Raises:
        RollupError: DuckDB is missing, or cannot write.
        OSError: the part's record cannot be written.
    """
    gc.enable()  # the program turns it off, as one command alone lives too briefly for it
    with _ONE_AT_A_TIME, speaking(settings.language), ExitStack() as stack:
        folder = Path(settings.folder)
        opened = list(_opened(references, folder))
        named = [(each.reference.name, each.reference.region, each.content) for each in opened]
        key = key_of([*settings.decisive, named])
        found = _recorded(folder, key)
        if found is None:
            scratch = Path(stack.enter_context(TemporaryDirectory(prefix="hpplan-")))
            found = _made(opened, folder, key, scratch, settings.as_of)
        return found


def items_path(folder: Path, key: str) -> Path:
    """Return the file of a part's items."""
    return folder / "items" / f"{key}.parquet"


def units_path(folder: Path, key: str) -> Path:
    """Return the file of a part's units."""
    return folder / "units" / f"{key}.parquet"


def record_path(folder: Path, key: str) -> Path:
    """Return the file of a part's record, which is written last."""
    return folder / "items" / f"{key}.json"


def _opened(references: Sequence[Reference], folder: Path) -> Iterator[_Opened]:
    """Reach each workspace, and find the hash of its content."""
    roots = [each.path for each in references if not each.is_archive]
    contents = dict(zip(roots, contents_of(roots, folder), strict=True))
    for each in references:
        if each.is_archive:
            yield _unpackable(each)
        else:
            yield _Opened(each, Path(each.path), contents[each.path])


def _unpackable(reference: Reference) -> _Opened:
    """Reach a workspace that is one file."""
    from hpplan.rollup.archives import archive_bytes

    data, problem = archive_bytes(reference, reference.name)
    content = hash_of(str(problem).encode() if problem else data)
    return _Opened(reference, Path(reference.path), content, data, problem)


def _recorded(folder: Path, key: str) -> Part | None:
    """Return a part that was made before; None where there is none, or not all of it."""
    try:
        record: dict[str, Any] = json.loads(record_path(folder, key).read_bytes())
        sizes = [path(folder, key).stat().st_size for path in (items_path, units_path)]
        if (record["format"], record["sizes"]) != (FORMAT, sizes):
            return None
        return Part(key, record["plans"], record["faults"], record["items"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def _made(opened: Sequence[_Opened], folder: Path, key: str, scratch: Path, as_of: date) -> Part:
    """Judge workspaces, and write the part."""
    part = Part(key, [], [], 0)
    with (
        RowFile(scratch / "items", ITEM_TYPES) as items,
        RowFile(scratch / "units", UNIT_TYPES) as units,
    ):
        for number, each in enumerate(opened):
            judged = _judged(each, scratch / str(number), as_of)
            part.plans.append({**judged.plan, "content": each.content, "part": key})
            part.faults.extend(judged.faults)
            items.add(judged.items)
            units.add(judged.units)
        items.write(items_path(folder, key))
        units.write(units_path(folder, key))
    part = part._replace(items=items.count)
    sizes = [path(folder, key).stat().st_size for path in (items_path, units_path)]
    record = {"format": FORMAT, "sizes": sizes, **part._asdict()}
    with placed(record_path(folder, key)) as draft:
        draft.write_text(json.dumps(record, ensure_ascii=True), encoding="utf-8")
    return part


def _judged(opened: _Opened, scratch: Path, as_of: date) -> JudgedWorkspace:
    """Judge one workspace, unpacked where it is an archive."""
    from hpplan.rollup.archives import unpack
    from hpplan.rollup.judge import judge_workspace, unjudged

    reference, problem, root = opened.reference, opened.problem, opened.root
    if opened.archive is not None and not problem:
        scratch.mkdir()
        root, problem = scratch, unpack(opened.archive, scratch, reference.name)
    if problem:
        return unjudged(reference, "unreadable", [problem])
    return judge_workspace(reference, root, as_of)
