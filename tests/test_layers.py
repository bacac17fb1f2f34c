"""Who may import whom: read from the imports, those inside functions and of types included."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import hpplan

PACKAGE = Path(hpplan.__file__).parent

ARCHITECTURE = PACKAGE.parents[1] / "ARCHITECTURE.md"


def layers() -> list[list[str]]:
    """The rooms of each layer of ARCHITECTURE.md, the lowest first."""
    text = ARCHITECTURE.read_text(encoding="utf-8")
    table = text.partition("| layer | rooms |")[2].partition("\n\n")[0]
    return [re.findall(r"`([^`]+)`", line) for line in table.splitlines()[2:]][::-1]


RANKS = {name: rank for rank, layer in enumerate(layers()) for name in layer}

CLOCK = {("date", "today"), ("datetime", "now"), ("datetime", "today"), ("datetime", "utcnow")}
CLOCK |= {("time", "time"), ("time", "localtime"), ("time", "gmtime")}


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def module(path: Path) -> str:
    """A module's dotted name below hpplan: `judging.assess`; empty for the package itself."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def room(name: str) -> str:
    """The room of ARCHITECTURE.md that a module stands in: its own, else its package's."""
    while name and name not in RANKS:
        name = name.rpartition(".")[0]
    return name


def is_module(name: str) -> bool:
    path = PACKAGE.joinpath(*name.split("."))
    return path.is_dir() or path.with_suffix(".py").exists()


def imported(source: str) -> set[str]:
    """Every module of hpplan's own that a module imports, wherever in the module it does."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {each.name for each in node.names if each.name.startswith("hpplan")}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports of hpplan are absolute"
            if node.module and node.module.partition(".")[0] == "hpplan":
                for each in node.names:
                    inner = f"{node.module}.{each.name}"
                    whole = is_module(inner.partition(".")[2])
                    found.add(inner if whole else node.module)
    return {name.partition(".")[2] for name in found} - {""}


def calls(source: str) -> set[str]:
    """The plain functions that a module calls."""
    return {
        node.func.id
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }


def clock_readings(source: str) -> set[tuple[str, str]]:
    """What reads the clock in a module: `date.today`, `datetime.now`, also by a longer path."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute):
            owner = node.value
            name = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
            if (name, node.attr) in CLOCK:
                found.add((name, node.attr))
    return found


def test_every_module_has_its_layer_and_every_room_is_there() -> None:
    names = {module(path) for path in modules()}
    assert {room(name) for name in names} - {""} == set(RANKS)


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_module_imports_from_lower_layers_only(path: Path) -> None:
    here = room(module(path))  # of the package itself none: it names what others may use
    lead = {room(name) for name in imported(path.read_text(encoding="utf-8"))}
    assert {name for name in lead - {here} if RANKS[name] >= RANKS.get(here, len(RANKS))} == set()


def test_no_module_leads_back_to_itself() -> None:
    waiting = {module(path): imported(path.read_text(encoding="utf-8")) for path in modules()}
    while free := {name for name, lead in waiting.items() if not lead & set(waiting) - {name}}:
        waiting = {name: lead for name, lead in waiting.items() if name not in free}
    assert waiting == {}


def test_nothing_but_command_line_and_library_knows_how_things_look() -> None:
    knowing = {
        name.partition(".")[0]
        for path in modules()
        for name in [module(path)]
        if any(each.startswith("output") for each in imported(path.read_text(encoding="utf-8")))
    }
    assert knowing == {"api", "cli", "output"}


def test_what_reads_tables_knows_nothing_of_progress() -> None:
    """A workbook or a CSV is read the same, whatever its cells mean."""
    below = ["csvtext", "forms/grid", "forms/parts", "forms/tables", "forms/xls", "forms/xlsx"]
    for name in below:
        found = imported((PACKAGE / f"{name}.py").read_text(encoding="utf-8"))
        assert found, name
        assert {each for each in found if each.partition(".")[0] in {"plan", "progress"}} == set()


def test_only_cli_prints() -> None:
    printing = {
        module(path).partition(".")[0]
        for path in modules()
        if {"print", "input"} & calls(path.read_text(encoding="utf-8"))
    }
    assert printing == {"cli"}


def test_nothing_but_cli_writes_to_the_streams_or_ends_the_program() -> None:
    for path in modules():
        if module(path).partition(".")[0] in {"cli", "__main__"}:
            continue
        text = path.read_text(encoding="utf-8")
        assert not {"exit", "quit"} & calls(text)
        names = {
            f"{node.value.id}.{node.attr}"
            for node in ast.walk(ast.parse(text))
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
        }
        assert not {"sys.stdout", "sys.stderr", "sys.stdin", "sys.exit", "os._exit"} & names


def test_the_clock_is_read_in_four_places() -> None:
    found = {
        path.relative_to(PACKAGE).as_posix(): readings
        for path in modules()
        if (readings := clock_readings(path.read_text(encoding="utf-8")))
    }
    assert found == {
        "workspace.py": {("datetime", "now")},  # today, in the plan's time zone
        "progress/record.py": {("datetime", "now")},  # the moment that a row is entered
        "rollup/scheduler.py": {("datetime", "now")},  # whether a certificate has expired
        "cli/watching.py": {("datetime", "now")},  # when a screen that is watched was drawn
    }


# The reading itself: a test that looks for arrows must be able to find one.


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("from hpplan.cli.app import app", {"cli.app"}),
        ("import hpplan.output.terminal.layout", {"output.terminal.layout"}),
        ("from hpplan import __version__, checks", {"checks"}),
        ("def f():\n    from hpplan.workspace import find_plan", {"workspace"}),
        ("if TYPE_CHECKING:\n    from hpplan.progress.record import Entry", {"progress.record"}),
        ("import json\nfrom rich.text import Text", set()),
    ],
)
def test_imports_are_found_wherever_they_stand(source: str, expected: set[str]) -> None:
    assert imported(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("date.today()", {("date", "today")}),
        ("x = datetime.datetime.now(zone)", {("datetime", "now")}),
        ("workspace.today()", set()),
    ],
)
def test_readings_of_the_clock_are_found(source: str, expected: set[tuple[str, str]]) -> None:
    assert clock_readings(source) == expected
