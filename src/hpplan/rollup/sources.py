"""Where the plans are: a folder that is searched, a pattern, archives, or a list of them."""

from __future__ import annotations

import glob
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from hpplan.csvtext import CsvText, encoding_of, folded
from hpplan.errors import HpplanError
from hpplan.files import is_beside, read_bytes
from hpplan.i18n import _
from hpplan.phrases import reason

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PLAN_FILE, ARCHIVE, LIST = "plan.yaml", ".zip", ".csv"


class SourceError(HpplanError):
    """Sources that cannot be taken as they were given: none, unreadable, or a name twice."""


@dataclass(frozen=True, slots=True)
class Reference:
    """Where a workspace is, and what it is called.

    Attributes:
        name: its name, which no other has.
        region: where it belongs, the widest first: 省/市/区; empty where that is not known.
        path: its folder, or its archive as a file or URL.
    """

    name: str
    region: str
    path: str

    @property
    def is_remote(self) -> bool:
        """Whether it has to be fetched."""
        return "://" in self.path

    @property
    def is_archive(self) -> bool:
        """Whether it is one file that holds the workspace."""
        return self.is_remote or self.path.lower().endswith(ARCHIVE)

    @property
    def plan(self) -> str:
        """What `--plan` takes to go on with it."""
        return self.path if self.is_archive else os.path.join(self.path, PLAN_FILE)  # noqa: PTH118


class Found(NamedTuple):
    """What the sources hold.

    Attributes:
        references: the workspaces, by name.
        unsearched: folders that cannot be searched, each with the reason.
    """

    references: tuple[Reference, ...]
    unsearched: tuple[str, ...]


def find_workspaces(sources: Sequence[str]) -> Found:
    """Return the workspaces that the sources hold.

    Args:
        sources: folders, each searched for plan.yaml but not below one; patterns of them; archives;
            and lists (CSV with the columns name, path and region).

    Raises:
        SourceError: there is no such source, a list is faulty, or two workspaces have one name.
    """
    unsearched: list[str] = []
    found: list[Reference] = []
    base = _common(sources) if len(sources) > 1 else None
    for source in sources:
        found += _of_source(source, base, unsearched)
    by_name: dict[str, Reference] = {}
    for each in sorted(found, key=lambda each: each.name):
        first = by_name.setdefault(each.name, each)
        if first is each:
            continue
        message = _("two plans are called “{name}”: {first} and {second}")
        raise SourceError(
            message.format(name=each.name, first=first.path, second=each.path),
            _("name each once in a list with the columns name, path and region"),
        )
    return Found(tuple(by_name.values()), tuple(unsearched))


def _common(sources: Sequence[str]) -> Path:
    """Return the folder below which several sources are named."""
    parents = [os.path.abspath(Path(source).parent) for source in sources]  # noqa: PTH100 (no link is followed)
    try:
        return Path(os.path.commonpath(parents))
    except ValueError:  # several drives
        return Path(parents[0]).parent


def _of_source(source: str, base: Path | None, unsearched: list[str]) -> Iterator[Reference]:
    """Yield what one source holds, named from its own folder unless another is given."""
    path = Path(os.path.abspath(source))  # noqa: PTH100 (no link is followed)
    if path.is_dir():
        yield from _below(path, base or path, unsearched)
    elif source.lower().endswith(LIST) and path.is_file():
        yield from _listed(path)
    elif os.path.lexists(path):
        yield from _at(path, base or path.parent, unsearched)
    elif glob.has_magic(source):
        matches = sorted(glob.glob(source, recursive=True))  # noqa: PTH207 (absolute as well)
        for match in matches:
            whole = Path(os.path.abspath(match))  # noqa: PTH100
            yield from _at(whole, base or _fixed(source), unsearched)
    else:
        raise SourceError(
            _("{source}: there is no such folder, list or archive").format(source=source)
        )


def _fixed(pattern: str) -> Path:
    """Return the folder of a pattern in front of its first wildcard."""
    path = Path(os.path.abspath(pattern))  # noqa: PTH100
    while glob.has_magic(str(path)):
        path = path.parent
    return path


def _at(path: Path, base: Path, unsearched: list[str]) -> Iterator[Reference]:
    """Yield what stands at a path: a folder, a plan.yaml for its folder, or an archive."""
    if path.is_dir():
        yield from _below(path, base, unsearched)
    elif path.name == PLAN_FILE:
        yield _reference(path.parent, base)
    elif path.suffix.lower() == ARCHIVE:
        yield _reference(path, base)


def _below(folder: Path, base: Path, unsearched: list[str]) -> Iterator[Reference]:
    """Yield each folder with a plan.yaml; links are not followed, hidden folders passed over."""

    def note(error: OSError) -> None:
        from hpplan.workspace import display

        name = display(Path(os.fsdecode(error.filename or folder)))
        unsearched.append(_("{path}: {why}").format(path=name, why=reason(error)))

    for path, folders, files in os.walk(folder, onerror=note):
        if PLAN_FILE in files:
            folders.clear()
            yield _reference(Path(path), base)
        else:
            folders[:] = sorted(name for name in folders if not is_beside(name))


def _reference(path: Path, base: Path) -> Reference:
    """Return a workspace by its place below a folder: its name, and its parents as its region."""
    try:
        relative = path.relative_to(base)
    except ValueError:
        relative = Path(path.name)
    name = relative.as_posix() if relative.parts else path.name or path.as_posix()
    if path.suffix.lower() == ARCHIVE:
        name = name[: -len(ARCHIVE)]
    return Reference(name, name.rpartition("/")[0], str(path))


def _listed(path: Path) -> Iterator[Reference]:
    """Yield the workspaces of a list; their paths lead from its folder."""
    from hpplan.workspace import display

    shown = display(path)
    data, problem = read_bytes(path, shown, "HP301")
    if problem:
        raise SourceError(str(problem), problem.hint)
    encoding, problems = encoding_of(data, shown)
    if problems and problems[0].severity == "error":
        raise SourceError(str(problems[0]), problems[0].hint)
    file = CsvText(shown, encoding, data)
    heads: list[str] = []
    for line, texts in file.records(lambda line: _refuse_record(file, line)):
        cells = [folded(cell) for cell in texts]
        if not any(cells):
            continue
        if not heads:
            heads = [cell.casefold() for cell in cells]
            if "path" not in heads:
                raise SourceError(
                    _("{place}: the column path is missing").format(place=f"{file.path}:{line}:1"),
                    _("a list has the columns name, path and region"),
                )
            continue
        row = dict(zip(heads, cells, strict=False))
        if not (given := row.get("path")):
            message = _("{place}: the path is missing")
            raise SourceError(message.format(place=f"{file.path}:{line}:1"))
        place = given if "://" in given else os.path.abspath(path.parent / given)  # noqa: PTH100
        if Path(place).name == PLAN_FILE and "://" not in place:
            place = str(Path(place).parent)
        region = "/".join(part.strip() for part in row.get("region", "").split("/") if part.strip())
        yield Reference(row.get("name") or given.removesuffix(ARCHIVE), region, place)


def _refuse_record(file: CsvText, line: int) -> None:
    problem = file.record_problem(line)
    raise SourceError(str(problem), problem.hint)
