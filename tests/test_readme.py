"""The README's session is run, and what it shows is what is printed."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = (
    "python3 -m venv .venv && .venv/bin/pip install -q -c constraints.txt . && .venv/bin/hpplan status",  # noqa: E501
    "python3 -m venv .venv && .venv/bin/pip install -q -c constraints.txt -e '.[dev]' && .venv/bin/pytest",  # noqa: E501
)
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00")


def session() -> list[tuple[str, str]]:
    """Each command of the console blocks with the output that is shown under it."""
    blocks = re.findall(r"```console\n\$ ([^\n]*)\n(.*?)```", README, re.DOTALL)
    return [(command, output) for command, output in blocks]


def run(command: str, folder: Path) -> str:
    """What a command prints, stdout first; moments are not told."""
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.pathsep.join(sys.path),
        "PYTHONIOENCODING": "utf-8",
        "COLUMNS": "80",
        "HPPLAN_LANG": "en",
    }
    done = subprocess.run(
        [sys.executable, "-m", *shlex.split(command)],
        cwd=folder,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return MOMENT.sub("2026-11-22T09:30:00+08:00", done.stdout + done.stderr)


def test_the_two_commands_stand_word_for_word() -> None:
    lines = README.splitlines()
    assert [line for line in lines if line in COMMANDS] == list(COMMANDS)


def test_the_session_prints_what_the_readme_shows(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "data", tmp_path / "data")
    shutil.copy(ROOT / "plan.yaml", tmp_path)
    shown = session()
    assert len(shown) == 6
    make = next(index for index, (command, _output) in enumerate(shown) if "demo" in command)
    order = [shown[make], *shown[:make], *shown[make + 1 :]]
    assert [(command, run(command, tmp_path)) for command, _output in order] == order


def test_every_command_is_documented() -> None:
    from hpplan.cli import app

    for command in app.registered_commands:
        assert command.callback is not None
        assert f"hpplan {command.name or command.callback.__name__}" in README
