"""The README's session is run, and what it shows is what is printed."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
READMES = {
    "en": (ROOT / "README.md").read_text(encoding="utf-8"),
    "zh": (ROOT / "README.zh-CN.md").read_text(encoding="utf-8"),
}
README = READMES["en"]
COMMANDS = (
    "python3 -m venv .venv && .venv/bin/pip install -q -c constraints.txt . && .venv/bin/hpplan status",  # noqa: E501
    "python3 -m venv .venv && .venv/bin/pip install -q -c constraints.txt -e '.[dev]' && .venv/bin/pytest",  # noqa: E501
)
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00")


def session(language: str) -> list[tuple[str, str]]:
    """Each command of the console blocks with the output that is shown under it."""
    blocks = re.findall(r"```console\n\$ ([^\n]*)\n(.*?)```", READMES[language], re.DOTALL)
    return [(command, output) for command, output in blocks]


def run(command: str, folder: Path, language: str = "en") -> str:
    """What a command prints, stdout first; moments are not told."""
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.pathsep.join(sys.path),
        "PYTHONIOENCODING": "utf-8",
        "COLUMNS": "80",
        "HPPLAN_LANG": language,
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


@pytest.mark.parametrize("language", READMES)
def test_the_two_commands_stand_word_for_word(language: str) -> None:
    lines = READMES[language].splitlines()
    assert [line for line in lines if line in COMMANDS] == list(COMMANDS)


@pytest.mark.slow
@pytest.mark.parametrize("language", READMES)
def test_the_session_prints_what_the_readme_shows(language: str, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "data", tmp_path / "data")
    shutil.copy(ROOT / "plan.yaml", tmp_path)
    shown = session(language)
    assert len(shown) == 7
    make = next(index for index, (command, _output) in enumerate(shown) if "demo" in command)
    order = [shown[make], *shown[:make], *shown[make + 1 :]]
    printed = [(command, run(command, tmp_path, language)) for command, _output in order]
    assert printed == order


def test_both_readmes_show_the_same_code() -> None:
    fences = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
    blocks = {
        language: [block for block in fences.findall(text) if block[0] != "console"]
        for language, text in READMES.items()
    }
    assert blocks["en"] == blocks["zh"]
    assert len(blocks["en"]) >= 10
    commands = [[command for command, _output in session(language)] for language in READMES]
    assert commands[0] == commands[1]


def test_every_command_is_documented() -> None:
    from hpplan.cli import app

    for command in app.registered_commands:
        assert command.callback is not None
        for text in READMES.values():
            assert f"hpplan {command.name or command.callback.__name__}" in text
