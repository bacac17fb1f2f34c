"""The README is short and its commands are real; the session of docs/start.md prints what it shows,
and its picture."""

from __future__ import annotations

import os
import re
import runpy
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from running import ran

ROOT = Path(__file__).parents[1]
READMES = {
    "en": (ROOT / "README.md").read_text(encoding="utf-8"),
    "zh": (ROOT / "README.zh-CN.md").read_text(encoding="utf-8"),
}
README = READMES["en"]
STARTS = {
    "en": (ROOT / "docs" / "start.md").read_text(encoding="utf-8"),
    "zh": (ROOT / "docs" / "start.zh-CN.md").read_text(encoding="utf-8"),
}
COMMANDS = (
    "python3 -m venv .venv && .venv/bin/pip install -q -c constraints.txt . && .venv/bin/hpplan status",  # noqa: E501
    "python3 -m venv .venv && .venv/bin/pip install -q -c constraints.txt -e '.[dev]' && .venv/bin/pytest",  # noqa: E501
)
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00")
LARGEST = 8_000
PICTURES: dict[str, Any] = runpy.run_path(str(ROOT / "tools" / "pictures.py"))


def session(language: str) -> list[tuple[str, str]]:
    """Each command of the console blocks with the output that is shown under it."""
    blocks = re.findall(r"```console\n\$ ([^\n]*)\n(.*?)```", STARTS[language], re.DOTALL)
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


def code_of(page: str) -> list[tuple[str, str]]:
    """The language and the text of each block of code of a page.

    Sessions and remarks are left out, which each language has its own of.
    """
    fences = re.findall(r"^```(\w*)\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)
    return [
        (language, re.sub(r" +# .*$", "", text, flags=re.MULTILINE))
        for language, text in fences
        if language != "console"
    ]


@pytest.mark.parametrize("texts", [READMES, STARTS], ids=["README", "start"])
@pytest.mark.parametrize("language", READMES)
def test_the_two_commands_stand_word_for_word(language: str, texts: dict[str, str]) -> None:
    lines = texts[language].splitlines()
    assert [line for line in lines if line in COMMANDS] == list(COMMANDS)


@pytest.mark.parametrize("language", READMES)
def test_a_readme_is_read_in_a_minute(language: str) -> None:
    assert len(READMES[language].encode("utf-8")) < LARGEST


def test_what_the_readme_says_to_type_can_be_typed() -> None:
    """Each command and option is known; what they do is tested where they are at home."""
    typed = re.findall(r"^\.venv/bin/hpplan\b(.*)$", README, re.MULTILINE)
    assert len(typed) == 17
    for line in typed:
        arguments = shlex.split(line, comments=True)
        shown = ran(*arguments, "--help")
        assert shown.code == 0, (line, shown.stderr)


@pytest.mark.slow
@pytest.mark.parametrize("language", READMES)
def test_the_session_prints_what_the_page_shows(language: str, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "data", tmp_path / "data")
    shutil.copy(ROOT / "plan.yaml", tmp_path)
    shown = session(language)
    assert len(shown) == 6
    assert shown[0][0] == f"hpplan {PICTURES['DEMO']}"
    for command, output in shown:
        assert (command, run(command, tmp_path, language)) == (command, output)
        if command == shown[0][0]:
            printed = PICTURES["shown"](PICTURES["COMMAND"], tmp_path, language)
            name = PICTURES["LANGUAGES"][language]
            drawn = (ROOT / "docs" / "pictures" / name).read_text(encoding="utf-8")
            assert PICTURES["picture"](PICTURES["COMMAND"], printed) == drawn, (
                "python tools/pictures.py takes the picture anew"
            )


@pytest.mark.parametrize("language", READMES)
def test_the_readmes_picture_is_whole_and_asks_nobody_for_anything(language: str) -> None:
    name = PICTURES["LANGUAGES"][language]
    assert f"](docs/pictures/{name})" in READMES[language]
    text = (ROOT / "docs" / "pictures" / name).read_text(encoding="utf-8")
    root = ET.fromstring(text)  # noqa: S314
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert re.findall(r"https?://[^\"]*", text) == ["http://www.w3.org/2000/svg"]
    assert "@import" not in text
    words = " ".join(root.itertext()).replace("\u00a0", " ")
    assert f"$ hpplan {PICTURES['COMMAND']}" in words


@pytest.mark.parametrize("texts", [READMES, STARTS], ids=["README", "start"])
def test_both_languages_show_the_same_code(texts: dict[str, str]) -> None:
    assert code_of(texts["en"]) == code_of(texts["zh"])
    assert len(code_of(texts["en"])) >= 5


def test_both_sessions_are_of_the_same_commands() -> None:
    commands = [[command for command, _output in session(language)] for language in STARTS]
    assert commands[0] == commands[1]


def test_every_command_is_documented() -> None:
    """Most stand in docs/start.md; each has at least a place on some page of each language."""
    from hpplan.cli import COMMANDS

    pages = {path: path.read_text(encoding="utf-8") for path in (ROOT / "docs").glob("*.md")}
    chinese = [text for path, text in pages.items() if path.name.endswith(".zh-CN.md")]
    english = [text for path, text in pages.items() if "." not in path.stem]
    for command in COMMANDS:
        name = f"hpplan {command}"
        for texts in (chinese, english):
            assert any(re.search(rf"{name}\b", text) for text in texts), name
