"""What holds for all tests: English unless a test asks for Chinese, eighty columns, and nothing of
the outside, as the settings of whoever runs them; a workspace of their own for those that take one.
"""

from __future__ import annotations

import os
import runpy
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

pytest_plugins = ("golden",)

BUILD = runpy.run_path(str(Path(__file__).parents[1] / "hatch_build.py"))

# Before anything of hpplan is imported: help texts are made on import.
TERMINAL = {"COLUMNS", "FORCE_COLOR", "NO_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE"}
for _name in [name for name in os.environ if name.startswith("HPPLAN_") or name in TERMINAL]:
    del os.environ[_name]
os.environ |= {"HPPLAN_LANG": "en", "COLUMNS": "80", "HPPLAN_CONFIG": os.devnull}

# A checkout that was not installed since a translation changed has no catalogue, or an old one.
for _po in BUILD["LOCALE"].glob("*/LC_MESSAGES/*.po"):
    _mo = _po.with_suffix(".mo")
    if not _mo.exists() or _mo.stat().st_mtime < _po.stat().st_mtime:
        BUILD["compiled"](_po)


# A command's help is made when its module is loaded, in whatever is spoken then.
for _name in import_module("hpplan.cli").COMMANDS:
    import_module(f"hpplan.cli.{_name}")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers",
        "workspace(plan, rows, today=None): what stands in the workspace of the fixture: the plan"
        " as a text or as a folder to copy, and the rows of each unit",
    )


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    """English, whatever a test had the program speak."""
    from hpplan.cli.language import speak
    from hpplan.i18n import SOURCE

    yield
    speak(SOURCE)


@pytest.fixture(autouse=True)
def _styles_anew() -> None:
    """No style as Rich remembers it: in the colours of the terminal that it was first drawn on."""
    from rich.style import Style

    Style.parse.cache_clear()
    Style._add.cache_clear()  # noqa: SLF001


@pytest.fixture
def workspace(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A workspace as the current folder, laid out as the mark `workspace` says."""
    from hpplan.workspace import LoadedWorkspace
    from plans import lay_out

    mark = request.node.get_closest_marker("workspace")
    given = dict(mark.kwargs) if mark else {}
    today: date | None = given.pop("today", None)
    folder = lay_out(tmp_path / "w", *(mark.args if mark else ()), **given)
    monkeypatch.chdir(folder)
    if today:
        monkeypatch.setattr(LoadedWorkspace, "today", lambda _workspace: today)
    return folder


@pytest.fixture
def surrounding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder outside of any repository, as the current one; git is set up by nobody."""
    from running import identity

    monkeypatch.chdir(tmp_path)
    for name in list(os.environ):
        if name.startswith("GIT_") or name in {"LC_ALL", "LANGUAGE"}:
            monkeypatch.delenv(name)
    for name, value in identity(tmp_path).items():
        monkeypatch.setenv(name, value)
    return tmp_path


@pytest.fixture(scope="session", autouse=True)
def _commands_built_once() -> Iterator[None]:
    """The commands in each language, which Typer builds anew for each call.

    A process of the program calls them once; the tests call them in one process thousands of times.
    """
    import typer.main
    import typer.testing

    from hpplan.i18n import spoken

    build = typer.main.get_command
    built: dict[object, Any] = {}

    def get_command(app: typer.Typer) -> Any:
        key = (app, spoken())
        if key not in built:
            built[key] = build(app)
        return built[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(typer.main, "get_command", get_command)
        patch.setattr(typer.testing, "_get_command", get_command)
        yield


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The demo of the plan that ships, as of `DEMO_DAY`, for tests that change nothing in it."""
    from plans import DEMO_DAY, TESTS
    from running import ran

    folder = tmp_path_factory.mktemp("shown") / "demo"
    plan = str(TESTS.parent / "plan.yaml")
    assert ran("demo", str(folder), "--as-of", DEMO_DAY, "--plan", plan).code == 0
    return str(folder)
