"""A form that was filled in with another spreadsheet comes back as it was typed.

LibreOffice runs once: a form is opened, filled in as a user types, calculated, and saved as .xlsx,
as .xls and as CSV in two encodings.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from hpplan.cli import app
from hpplan.forms.columns import TITLES
from hpplan.problem import column_letters

PLAN = Path(__file__).parents[2] / "plan.yaml"
DAY = "2026-11-22"
FORM = f"jianguan-区建管委-{DAY}.xlsx"
HEAD = 5
FILES = ("typed.xlsx", "typed.xls", "gb18030.csv", "utf-8.csv")
BRIDGE = "/usr/bin/python3"
"""The interpreter that Debian's python3-uno belongs to."""


class Typed(NamedTuple):
    """What is typed into a row, and what should arrive: the day, the figure, and the note."""

    cells: dict[str, str]
    day: str
    value: float | None
    note: str = ""
    evidence: str = ""


TYPED = {
    "1.1b": Typed({"value": "40%", "note": "=又完成5%"}, DAY, 40, "=又完成5%"),
    "1.1a": Typed({"value": "完成", "date": "2026年11月22日"}, DAY, 100),
    "1.5b": Typed({"value": "=1+2", "date": "2026/11/21"}, "2026-11-21", 3),
    "2.5b": Typed({"value": "1,200", "date": "2026-10-31"}, "2026-10-31", 1200),
    "4.2a": Typed({"value": "9.25", "evidence": "清单 2.pdf"}, DAY, 9.25, "", "清单 2.pdf"),
    "1.1c": Typed(
        {
            "value": "62.5%",
            "cause": "资金未到位",
            "measures": "已报区财政局",
            "expected": "2027-03-31",
        },
        DAY,
        62.5,
        "滞后原因：资金未到位；下一步措施：已报区财政局；预计完成时间：2027-03-31",
    ),
}


def has_bridge() -> bool:
    """Whether LibreOffice is there, and can be spoken to."""
    if not (shutil.which("soffice") and Path(BRIDGE).exists()):
        return False
    return not subprocess.run(
        [BRIDGE, "-c", "import uno"], capture_output=True, check=False
    ).returncode


pytestmark = [
    pytest.mark.office,
    pytest.mark.xdist_group("collect_office"),  # what the program makes of all cases is made once
    pytest.mark.skipif(
        not has_bridge(), reason="LibreOffice or its bridge to Python is not installed"
    ),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace, and beside its plan what LibreOffice made of a form."""
    folder = tmp_path_factory.mktemp("office")
    (folder / "data" / "progress").mkdir(parents=True)
    shutil.copy(PLAN, folder)
    arguments = ["form", "jianguan", "--plan", str(folder), "--as-of", DAY, "-o", str(folder)]
    assert CliRunner().invoke(app, arguments).exit_code == 0
    cells = {}
    for row in load_workbook(folder / FORM).worksheets[0].iter_rows(min_row=HEAD + 1):
        for key, text in TYPED[row[1].value].cells.items() if row[1].value in TYPED else ():
            cells[f"{column_letters(list(TITLES).index(key) + 1)}{row[0].row}"] = text
    pipe = f"hpplan-{os.getpid()}"
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    listen = f"--accept=pipe,name={pipe};urp;StarOffice.ComponentContext"
    office = subprocess.Popen(
        ["soffice", profile, "--headless", "--norestore", "--nologo", listen],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        script = Path(__file__).with_name("fill_in.py")
        form = (folder / FORM).as_uri()
        command = [BRIDGE, str(script), pipe, form, folder.as_uri(), json.dumps(cells)]
        subprocess.run(command, capture_output=True, check=True, timeout=240)
        office.wait(timeout=60)
    finally:
        if office.poll() is None:
            office.terminate()
            office.wait(timeout=30)
    return folder


@pytest.mark.parametrize("file", FILES)
def test_what_was_typed_arrives(folder: Path, file: str) -> None:
    command = ["collect", str(folder / file), "--plan", str(folder), "--as-of", DAY]
    result = CliRunner().invoke(app, [*command, "--dry-run", "--format", "json"])
    assert result.exit_code == 0, result.stdout + result.stderr
    (form,) = json.loads(result.stdout)["forms"]
    assert form["unit"] == "jianguan"
    arrived = {
        row["item"]: (row["date"], row["value"], row["note"], row["evidence"])
        for row in form["rows"]
    }
    assert arrived == {
        item: (typed.day, typed.value, typed.note, typed.evidence) for item, typed in TYPED.items()
    }


def test_none_of_the_files_is_what_another_is(folder: Path) -> None:
    first = [(folder / file).read_bytes()[:4] for file in FILES]
    assert first[:2] == [b"PK\x03\x04", bytes.fromhex("d0cf11e0")]
