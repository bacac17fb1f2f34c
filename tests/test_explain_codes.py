"""`hpplan explain`: what docs/codes.md says of a code, for reading in a terminal."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest
from rich.cells import cell_len
from typer.testing import CliRunner

from hpplan.cli import app

PAGE = (Path(__file__).parents[1] / "docs" / "codes.md").read_text(encoding="utf-8")
TITLES = dict(re.findall(r"^## (HP\d{3}): (.+)$", PAGE, re.MULTILINE))


class Shown(NamedTuple):
    """What a run of the program shows."""

    stdout: str
    stderr: str
    code: int


@pytest.fixture(autouse=True)
def surrounding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal of 80 columns, in a folder without a plan."""
    monkeypatch.chdir(tmp_path)
    for name in ("HPPLAN_PLAN", "HPPLAN_MAX_MIB", "FORCE_COLOR", "LANGUAGE", "LC_ALL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HPPLAN_LANG", "en")
    monkeypatch.setenv("COLUMNS", "80")


def explain(*codes: str) -> Shown:
    """What `hpplan explain` shows."""
    result = CliRunner().invoke(app, ["explain", *codes], catch_exceptions=False)
    return Shown(result.stdout, result.stderr, result.exit_code)


def without_blanks(text: str) -> str:
    """A text without the blanks and line ends that lay it out."""
    return "".join(text.split())


HP352 = """\
HP352: The header stands a second time

Somewhere below the first line stands the header once more, usually because one
file was pasted under another. It is read over, and the rows below it count. It
is worth a look whether these rows were meant to come along.

Fails:

    date,target,value,note
    2025-03-31,1.1a,12,一季度完成12个小区
    date,target,value,note
    2025-06-30,1.1a,15,二季度完成3个小区

Passes:

    date,target,value,note
    2025-03-31,1.1a,12,一季度完成12个小区
    2025-06-30,1.1a,15,二季度完成3个小区

To mend it: Delete the second header.

"""


def test_a_code_is_explained_with_examples_and_a_remedy() -> None:
    assert explain("HP352") == Shown(HP352, "", 0)


@pytest.mark.parametrize("code", ["hp352", "Hp352", " HP352 "])
def test_how_a_code_may_be_written(code: str) -> None:
    assert explain(code) == Shown(HP352, "", 0)


def test_several_codes_stand_in_the_order_in_which_they_were_named() -> None:
    assert explain("HP352", "HP203") == Shown(HP352 + explain("HP203").stdout, "", 0)


def test_without_a_code_all_are_listed_a_line_each() -> None:
    assert len(TITLES) > 40
    listed = "".join(f"{code}  {title}\n" for code, title in TITLES.items())
    assert explain() == Shown(listed, "", 0)


@pytest.mark.parametrize("code", TITLES)
def test_each_section_is_shown_whole_and_fits_a_terminal(code: str) -> None:
    shown = explain(code)
    assert (shown.stderr, shown.code) == ("", 0)
    lines = shown.stdout.split("\n")
    assert lines[0] == f"{code}: {TITLES[code]}"
    assert lines[-3].strip()
    assert lines[-2:] == ["", ""]
    assert {"Fails:", "Passes:"} <= set(lines)
    assert [line for line in lines if cell_len(line) > 80 and not line.startswith("    ")] == []
    assert [line for line in lines if line != line.rstrip() or "```" in line] == []
    section = PAGE.partition(f"## {code}: ")[2].partition("\n## ")[0]
    said = without_blanks(shown.stdout.partition(": ")[2])
    assert said == without_blanks(re.sub(r"```\w*", "", section))


@pytest.mark.parametrize("code", TITLES)
def test_examples_are_set_in_as_they_stand(code: str) -> None:
    section = PAGE.partition(f"## {code}: ")[2].partition("\n## ")[0]
    shown = explain(code).stdout
    blocks = re.findall(r"^```\w+\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)
    assert len(blocks) == 2
    for block in blocks:
        assert "\n\n" + "".join(f"    {line}\n" for line in block.splitlines()) + "\n" in shown


def test_on_a_wide_terminal_paragraphs_are_as_wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    lines = explain("HP352").stdout.splitlines()
    assert lines[2].startswith("Somewhere below")
    assert lines[2].endswith("come along.") or cell_len(lines[2]) > 150


USAGE = """\
Usage: hpplan explain [OPTIONS] [CODE]...
Try 'hpplan explain -h' for help.

"""


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("HP999", "there is no code “HP999”; did you mean HP359?"),
        ("HP2033", "there is no code “HP2033”; did you mean HP203?"),
        ("203", "there is no code “203”; did you mean HP203?"),
        ("P203", "there is no code “P203”; did you mean HP203?"),
        ("xyz", "there is no code “XYZ”"),
        ("", "there is no code “”"),
        ("\x1b[31m", "there is no code “<U+001B>[31M”"),
    ],
)
def test_an_unknown_code_is_a_usage_error_with_a_near_one(code: str, message: str) -> None:
    assert explain(code) == Shown("", f"{USAGE}Error: Invalid value: {message}\n", 2)


def test_nothing_is_explained_where_one_of_several_codes_is_unknown() -> None:
    shown = explain("HP352", "HP99")
    assert (shown.stdout, shown.code) == ("", 2)


def test_nothing_is_written(tmp_path: Path) -> None:
    assert explain("HP101").code == 0
    assert list(tmp_path.iterdir()) == []
