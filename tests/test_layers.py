"""Who may import whom: read from the imports, those inside functions and of types included."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import hpplan

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(hpplan.__file__).parent

# Each module on the lowest layer that its imports allow; a module imports from lower layers only.
LAYERS: tuple[tuple[str, ...], ...] = (
    ("words", "numbers", "shipped"),
    ("problem", "model", "schedule", "git", "edit", "damage"),
    ("items", "files", "cells", "codes", "schema", "segments"),
    ("document",),
    ("load", "progress", "select", "forms"),
    ("rules", "assess", "sheets"),
    ("workspace", "changes", "waiting", "notice", "summary"),
    ("record", "demo", "history", "meeting"),
    ("revise", "collect"),
    ("render",),
    ("usage",),
    ("cli",),
    ("__main__",),
)
RANKS = {name: rank for rank, layer in enumerate(LAYERS) for name in layer}

CLOCK = {("date", "today"), ("datetime", "now"), ("datetime", "today"), ("datetime", "utcnow")}
CLOCK |= {("time", "time"), ("time", "localtime"), ("time", "gmtime")}


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def room(path: Path) -> str:
    """The name under which a module stands in LAYERS: `assess`, or `render` for all of it."""
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def imported(tree: ast.AST) -> Iterator[str]:
    """Every name of hpplan's own that a module imports, wherever in the module it does."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names if name.name.startswith("hpplan"))
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports of hpplan are absolute"
            if node.module == "hpplan":
                yield from (f"hpplan.{name.name}" for name in node.names)
            elif node.module and node.module.startswith("hpplan."):
                yield node.module


def rooms(source: str) -> set[str]:
    """The rooms that a module's imports lead to; the package's own version is none."""
    names = set(imported(ast.parse(source))) - {"hpplan.__version__"}
    return {name.split(".")[1] for name in names}


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


def test_every_module_has_its_layer() -> None:
    assert {room(path) for path in modules()} - {"__init__"} == set(RANKS)


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_module_imports_from_lower_layers_only(path: Path) -> None:
    here = room(path)
    lead = rooms(path.read_text(encoding="utf-8"))
    if here == "__init__":
        assert lead == set()
        return
    own = {here} if path.parent != PACKAGE else set()
    assert {name for name in lead - own if RANKS[name] >= RANKS[here]} == set()


def test_nothing_but_the_command_line_knows_how_things_look() -> None:
    knowing = {
        room(path) for path in modules() if "render" in rooms(path.read_text(encoding="utf-8"))
    }
    assert knowing == {"cli", "usage", "render"}


def test_only_cli_prints() -> None:
    printing = {
        room(path)
        for path in modules()
        if {"print", "input"} & calls(path.read_text(encoding="utf-8"))
    }
    assert printing == {"cli"}


def test_nothing_but_cli_writes_to_the_streams_or_ends_the_program() -> None:
    for path in modules():
        if room(path) in {"cli", "__main__"}:
            continue
        text = path.read_text(encoding="utf-8")
        assert not {"exit", "quit"} & calls(text)
        names = {
            f"{node.value.id}.{node.attr}"
            for node in ast.walk(ast.parse(text))
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
        }
        assert not {"sys.stdout", "sys.stderr", "sys.stdin", "sys.exit", "os._exit"} & names


def test_the_clock_is_read_in_two_places() -> None:
    found = {
        path.relative_to(PACKAGE).as_posix(): readings
        for path in modules()
        if (readings := clock_readings(path.read_text(encoding="utf-8")))
    }
    assert found == {
        "workspace.py": {("datetime", "now")},  # today, in the plan's time zone
        "record.py": {("datetime", "now")},  # the moment that a row is entered, in that zone
    }


# The reading itself: a test that looks for arrows must be able to find one.


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("from hpplan.cli import app", {"cli"}),
        ("import hpplan.render.table", {"render"}),
        ("from hpplan import rules, __version__", {"rules"}),
        ("def f():\n    from hpplan.workspace import find_plan", {"workspace"}),
        ("if TYPE_CHECKING:\n    from hpplan.record import Entry", {"record"}),
        ("import json\nfrom rich.text import Text", set()),
    ],
)
def test_imports_are_found_wherever_they_stand(source: str, expected: set[str]) -> None:
    assert rooms(source) == expected


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
