"""One name, one thing: no two public names are alike, and no module holds too much."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import hpplan

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(hpplan.__file__).parent


def defined(source: str) -> Iterator[str]:
    """The public classes, functions and constants of a module, in its order; what it imports not.

    A name that is given twice, as by an `if`, counts once: only what stands at the top does.
    """
    for node in ast.parse(source).body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            names = [node.name]
        elif isinstance(node, ast.Assign):
            parts = [part for target in node.targets for part in ast.walk(target)]
            stored = [part for part in parts if isinstance(part, ast.Name)]
            names = [part.id for part in stored if isinstance(part.ctx, ast.Store)]
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            names = [node.target.id]
        else:
            continue
        yield from (name for name in dict.fromkeys(names) if not name.startswith("_"))


def is_command(module: str, name: str) -> bool:
    """Whether a name is a command's function, which is called as its file is."""
    return module == f"cli.{name}"


def test_no_two_public_names_are_alike() -> None:
    modules = defaultdict(set)
    for path in PACKAGE.rglob("*.py"):
        module = ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
        for name in defined(path.read_text(encoding="utf-8")):
            if not is_command(module, name):
                modules[name].add(module)
    alike = {name: found for name, found in modules.items() if len(found) > 1}
    assert alike == {}


def test_no_module_is_longer_than_400_lines() -> None:
    lengths = {
        path.relative_to(PACKAGE).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for path in PACKAGE.rglob("*.py")
    }
    assert {path: n for path, n in lengths.items() if n > 400} == {}


# The reading itself: a test that looks for names must be able to find one.


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("class A:\n    b = 1\n    def c(self): ...", ["A"]),
        ("def a():\n    b = 1\n\nasync def c(): ...", ["a", "c"]),
        ("A, B = 1, 2\nC: int = 3\n_D = 4", ["A", "B", "C"]),
        ("from hpplan.i18n import _\nimport json\nA: Any", ["A"]),
        ("A.b = 1\nC[d] = 2", []),
    ],
)
def test_names_are_found_where_they_are_defined(source: str, expected: list[str]) -> None:
    assert list(defined(source)) == expected


def test_a_command_is_called_as_its_file() -> None:
    assert is_command("cli.check", "check")
    assert not is_command("cli.check", "CheckFormat")
    assert not is_command("checks.check", "check")
