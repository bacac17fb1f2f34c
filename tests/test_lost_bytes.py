"""NUL bytes in a progress file, as a loss of power leaves them: named by line, the rest is read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from plans import BASE, HEADER
from running import ran

ONE = "2025-03-31,1.1a,12,一季度,,\n"
TWO = "2025-06-30,1.1a,15,二季度,,\n"
FILE = Path("data", "progress", "waitan.csv")

pytestmark = pytest.mark.workspace(BASE)


def found(data: bytes) -> tuple[list[str], object]:
    """Code and place of the errors of a file, and the figure of 1.1a that is left."""
    FILE.write_bytes(data)
    shown = json.loads(ran("check", "--as-of", "2026-11-22", "--format", "json").stdout)
    errors = [
        f"{each['line']}:{each['column']} {each['code']}"
        for each in shown["problems"]
        if each["severity"] == "error"
    ]
    words = ("status", "1.1a", "--all", "--as-of", "2026-11-22", "--format", "json")
    return errors, json.loads(ran(*words).stdout)["items"][0]["value"]


@pytest.mark.usefixtures("workspace")
@pytest.mark.parametrize(
    ("rows", "errors", "value"),
    [
        (ONE + "\0" * 4096, ["3:1 HP319"], 12),
        (ONE + "\0" * 4096 + "\n" + TWO, ["3:1 HP319"], 15),
        (ONE + "\0" * 8 + TWO, ["3:1 HP319"], 12),
        ("2025-03-31,1.1a,1\0\0\0\n" + TWO, ["2:18 HP319"], 15),
        (ONE + "2025-06-30,1.1a,15,二\0度,,\n", ["3:21 HP319"], 12),
        (ONE + '2025-06-30,1.1a,15,"二\n季\0",,\n' + TWO, ["4:2 HP319"], 15),
        ("\0\n" + ONE + "\0\0\n" + TWO, ["2:1 HP319", "4:1 HP319"], 15),
        (ONE + '2025-06-30,1.1a,15,"二\n' + "\0\n" + TWO, ["3:20 HP308", "4:1 HP319"], 15),
    ],
    ids=["at the end", "before a row", "glued", "a figure", "a note", "quoted", "twice", "open"],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_the_line_is_named_and_all_others_are_read(
    rows: str, errors: list[str], value: int, encoding: str
) -> None:
    assert found((HEADER + rows).encode(encoding)) == (errors, value)


@pytest.mark.usefixtures("workspace")
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_loss_that_begins_within_a_character_costs_its_line_alone(encoding: str) -> None:
    torn = "2025-06-30,1.1a,15,二".encode(encoding)[:-1]
    data = (HEADER + ONE).encode(encoding) + torn + b"\0" * 100 + b"\n" + TWO.encode(encoding)
    assert found(data) == (["3:21 HP319"], 15)


@pytest.mark.usefixtures("workspace")
def test_a_file_in_gb18030_too() -> None:
    errors, value = found((HEADER + ONE + "\0\0\n" + TWO).encode("gb18030"))
    assert (errors, value) == (["3:1 HP319"], 15)


@pytest.mark.usefixtures("workspace")
@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_what_is_no_text_of_ours_from_its_first_line_on_is_not_read(encoding: str) -> None:
    FILE.write_bytes((HEADER + ONE).encode(encoding))
    shown = ran("check", "--as-of", "2026-11-22").stdout
    assert "HP301 the file is not UTF-8 text" in shown


@pytest.mark.usefixtures("workspace")
def test_a_row_is_recorded_behind_the_loss() -> None:
    lost = (HEADER + ONE + "\0" * 100).encode()
    FILE.write_bytes(lost)
    words = ("record", "1.1a", "15", "--date", "2025-06-30", "--unit", "waitan", "--no-input")
    assert ran(*words).code == 0
    data = FILE.read_bytes()
    assert data.startswith(lost + b"\n2025-06-30,1.1a,15,,,20")
    assert found(data) == (["3:1 HP319"], 15)


@pytest.mark.usefixtures("workspace")
def test_the_terminal_is_shown_no_such_byte() -> None:
    FILE.write_bytes((HEADER + ONE + "\0" * 3 + "\n").encode())
    shown = ran("check", "--as-of", "2026-11-22")
    assert "\0" not in shown.stdout + shown.stderr
    assert "waitan.csv:3:1: HP319 3 NUL bytes stand here in place of what was written" in (
        shown.stdout
    )
