"""The commands in groups: every command is in one, and every example can be typed as it stands."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
import typer
import typer.main
from rich.cells import cell_len

from hpplan.cli import COMMANDS, app
from hpplan.cli.commands import command_of
from hpplan.i18n import LANGUAGES, speaking
from hpplan.judging.status import STATUSES
from plans import TESTS
from running import NO_SETTINGS, Shown, ran

if TYPE_CHECKING:
    from golden import Golden

PLAN = (TESTS.parent / "plan.yaml").read_text(encoding="utf-8")
EXAMPLES = [each.call for name in COMMANDS for each in command_of(name).examples]


def test_without_a_command_the_groups_are_shown(golden: Golden) -> None:
    shown = ran()
    assert (shown.code, shown.stderr) == (0, "")
    golden("overview.en.txt", shown.stdout)
    assert [line for line in shown.stdout.splitlines() if cell_len(line) > 80] == []
    listed = re.findall(r"^  (\w+)", shown.stdout, re.MULTILINE)
    assert tuple(listed) == COMMANDS
    assert ran("--no-pager") == shown


def test_each_command_has_a_module_and_an_example_or_more() -> None:
    folder = TESTS.parent / "src" / "hpplan" / "cli"
    assert [name for name in COMMANDS if not (folder / f"{name}.py").is_file()] == []
    written = {
        each.stem for each in folder.glob("*.py") if "@app.command" in each.read_text("utf-8")
    }
    assert sorted(written) == sorted(COMMANDS)
    lengths = {name: len(command_of(name).examples) for name in COMMANDS}
    assert [name for name, n in lengths.items() if n < 2] == ["schema"]


@pytest.mark.parametrize("call", EXAMPLES)
def test_an_example_can_be_typed_as_it_stands(call: str) -> None:
    name, *arguments = shlex.split(call.partition(" > ")[0])
    group: Any = typer.main.get_command(app)
    root = group.make_context("hpplan", [name])
    group.get_command(root, name).make_context(name, arguments, root)
    for target in re.findall(r"\b\d\.\d+[a-z]?\b(?!\.)", " ".join(arguments[:1])):
        assert re.search(rf"""id: ["']?{re.escape(target)}["']?""", PLAN), target
    for unit in ("fangguan", "lvhua", "jianguan"):
        assert unit not in arguments or f"id: {unit}" in PLAN


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_option_lists_every_status(code: str) -> None:
    from hpplan.cli.options import StatusesOption
    from hpplan.i18n import _
    from hpplan.output.words.text import status_word

    said = StatusesOption.__metadata__[0].help  # type: ignore[attr-defined]
    with speaking(code):
        listed = _(said).rstrip(".。").rpartition("：" if code != "en" else ": ")[2]
        words = listed.split("、" if code != "en" else ", ")
        assert sorted(words) == sorted(status_word(status) for status in STATUSES)


@pytest.mark.parametrize("language", ["zh", "zh_Hant"])
@pytest.mark.parametrize("columns", [80, 120])
def test_help_in_chinese_takes_the_width_of_the_window(language: str, columns: int) -> None:
    """All pages of a language in one process; help is made when the program starts."""
    script = (
        "from hpplan.cli import COMMANDS, app\n"
        "for name in COMMANDS:\n    app([name, '-h'], prog_name='hpplan', standalone_mode=False)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={
            **NO_SETTINGS,
            "HPPLAN_LANG": language,
            "COLUMNS": str(columns),
            "PYTHONUTF8": "1",
            "PYTHONPATH": str(TESTS.parent / "src"),
        },
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    lines = done.stdout.splitlines()
    assert len(lines) > 300
    # An example is never broken: whoever copies it has it whole.
    wide = [each for each in lines if cell_len(each) > columns and "  hpplan " not in each]
    assert wide == []
    assert max(map(cell_len, lines)) > columns - 12
    jargon = re.compile(r"\[[a-z]+[<>]=?|<[a-z]+\||\b(DATE|UNIT|FILE|TARGET|TEXT|PATH)\b|\{")
    assert [line for line in lines if jargon.search(line)] == []


def said(shown: Shown) -> str:
    return shown.reason.strip()


def test_nothing_behind_an_option_of_all_is_taken_for_a_command() -> None:
    assert said(ran("--width", "80", "stauts")).endswith("did you mean status?")
