"""The table of writers: every format of every command, and nothing beside it."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from hpplan.cli import app
from hpplan.cli.check import CheckFormat
from hpplan.cli.collect import CollectFormat
from hpplan.cli.config import ConfigFormat
from hpplan.cli.draft import DraftFormat
from hpplan.cli.options import StatusFormat
from hpplan.output.writers import WRITERS, writer
from plans import TESTS

if TYPE_CHECKING:
    from pathlib import Path

    from golden import Golden

DAY = "2026-06-30"
PLAN = TESTS.parent / "plan.yaml"
TITLE = "黄浦区城市管理精细化三年行动计划"

COMMANDS = {
    "status": ["status", "--as-of", DAY],
    "scoreboard": ["status", "--by", "unit", "--as-of", DAY],
    "parts": ["status", "--by", "chapter", "--as-of", DAY],
    "show": ["show", "1.1d", "--as-of", DAY],
    "changes": ["changes", "--since", "2026-03-31", "--rows", "--as-of", DAY],
    "backtest": ["backtest", "--as-of", DAY],
    "check": ["check", "--as-of", DAY],
}
FORMATS = [(command, fmt) for command in COMMANDS for fmt in WRITERS[command]]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo workspace, with a fault in one of its files."""
    folder = tmp_path_factory.mktemp("writers") / "demo"
    done = CliRunner().invoke(app, ["demo", str(folder), "--as-of", DAY, "--plan", str(PLAN)])
    assert done.exit_code == 0, done.output
    with (folder / "data" / "progress" / "fangguan.csv").open("a", encoding="utf-8") as file:
        file.write("2026-06-30,1.1d,约5,,,\n")
    return folder


def printed(demo: Path, command: str, fmt: str) -> str:
    arguments = [*COMMANDS[command], "--format", fmt, "--plan", str(demo)]
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 1, done.output  # of the fault
    assert done.stdout.endswith("\n")
    return done.stdout


def test_a_commands_formats_are_those_of_the_table() -> None:
    for command in ("status", "scoreboard", "parts", "show", "changes", "backtest", "rollup"):
        assert list(StatusFormat) == list(WRITERS[command])
    assert list(CheckFormat) == list(WRITERS["check"])
    assert list(CollectFormat) == list(WRITERS["collect"])
    assert list(DraftFormat) == list(WRITERS["draft"])
    assert list(DraftFormat) == list(WRITERS["draft --update"])
    assert list(ConfigFormat) == list(WRITERS["config"])
    files = {"collect", "config", "draft", "draft --update", "report", "brief", "rollup", "shelf"}
    assert set(WRITERS) == {*COMMANDS, *files}


@pytest.mark.parametrize("command", WRITERS)
def test_every_format_has_a_function_of_its_own(command: str) -> None:
    assert len({writer(command, fmt) for fmt in WRITERS[command]}) == len(WRITERS[command])


@pytest.mark.parametrize(("command", "fmt"), FORMATS)
def test_every_format_writes_the_demo(command: str, fmt: str, demo: Path) -> None:
    text = printed(demo, command, fmt)
    if fmt == "json":
        found = json.loads(text)
        assert found["version"] == 1
        assert len(found) > 2
    elif fmt == "sarif":
        codes = [each["ruleId"] for each in json.loads(text)["runs"][0]["results"]]
        assert codes.count("HP306") == 1
    elif fmt == "csv":
        rows = list(csv.reader(io.StringIO(text)))
        assert len(rows) > 2
        assert {len(row) for row in rows} == {len(rows[0])}
    elif fmt == "markdown":
        assert text.startswith(("| ", "# "))
        assert "\n| --- |" in text
    elif command == "check":
        assert "HP306" in text
    else:
        assert TITLE in text or text.startswith("1.1d ")


@pytest.mark.parametrize("fmt", WRITERS["collect"])
def test_every_format_of_collect_writes_the_demo(
    fmt: str, demo: Path, tmp_path: Path, golden: Golden
) -> None:
    made = CliRunner().invoke(
        app, ["form", "fangguan", "-o", str(tmp_path), "--plan", str(demo), "--as-of", DAY]
    )
    assert made.exit_code == 1, made.output
    arguments = ["collect", str(tmp_path), "--dry-run", "--format", fmt, "--as-of", DAY]
    done = CliRunner().invoke(app, [*arguments, "--plan", str(demo)])
    assert done.exit_code == 0, done.output
    if fmt == "json":
        assert [form["unit"] for form in json.loads(done.stdout)["forms"]] == ["fangguan"]
    else:
        golden.says(done.stdout.splitlines()[-1].partition(".")[0])


@pytest.mark.slow
@pytest.mark.parametrize("fmt", WRITERS["report"])
def test_every_format_of_a_report_writes_the_demo(fmt: str, demo: Path, tmp_path: Path) -> None:
    file = tmp_path / f"r.{fmt}"
    arguments = ["report", "-o", str(file), "--since", "2026-03-31", "--as-of", DAY]
    done = CliRunner().invoke(app, [*arguments, "--plan", str(demo)])
    assert done.exit_code == 1, done.output
    begins = {"html": b"<!DOCTYPE html>", "md": b"# ", "csv": b"\xef\xbb\xbfitem,", "xlsx": b"PK"}
    assert file.read_bytes().startswith(begins[fmt])
    assert TITLE.encode() in file.read_bytes() or fmt in {"csv", "xlsx"}
