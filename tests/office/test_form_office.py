"""A reporting form in another spreadsheet: it opens, computes, and goes on paper whole.

LibreOffice runs twice for all tests: a form that was filled in becomes a CSV as it is shown, and
one as it goes out becomes pages.
"""

from __future__ import annotations

import csv
import json
import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from hpplan.cli import app
from hpplan.forms.columns import TITLES, stamp_in
from hpplan.i18n import use

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

PLAN = Path(__file__).parents[2] / "plan.yaml"
DAY = "2026-11-22"
FORM = f"jianguan-区建管委-{DAY}.xlsx"
HEAD = 5
COLUMNS = {key: at for at, key in enumerate(TITLES)}

ROWS = """\
date,target,value,note,evidence,recorded
2026-06-30,1.1b,35,,,
2026-06-30,1.5b,1,,,
2026-06-30,2.5b,7,,,
2026-06-30,4.2a,7.2,,,
"""
FILLED = {
    ("1.1b", "value"): "40%",
    ("1.1b", "note"): "=又完成5%",
    ("1.5b", "value"): 4,
    ("1.5b", "cause"): "施工许可推迟",
    ("2.5b", "value"): 3,
    ("4.2a", "value"): 9.5,
}

TEXTS = ("name", "quote", "definition", "required", "status", "asked")

pytestmark = [
    pytest.mark.office,
    pytest.mark.xdist_group("form_office"),  # what the program makes of all cases is made once
    pytest.mark.skipif(
        not all(shutil.which(program) for program in ("soffice", "pdftotext", "pdfinfo")),
        reason="LibreOffice or poppler's programs are not installed",
    ),
]


class Made(NamedTuple):
    """What became of a form.

    Attributes:
        folder: the workspace.
        blank: the form as it goes out.
        shown: what its first sheet shows once it is filled in, row by row.
        pages: the text of each page.
        sizes: the width and height of each page, in points.
    """

    folder: Path
    blank: Workbook
    shown: list[list[str]]
    pages: list[str]
    sizes: list[tuple[float, float]]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("office")
    progress = folder / "data" / "progress"
    progress.mkdir(parents=True)
    shutil.copy(PLAN, folder)
    (progress / "jianguan.csv").write_text(ROWS, encoding="utf-8")
    arguments = ["form", "区建管委", "--plan", str(folder), "--as-of", DAY, "-o", str(folder)]
    result = CliRunner().invoke(app, ["--lang", "zh", *arguments])
    assert result.exit_code == 0, result.stderr
    use("en")
    blank = load_workbook(folder / FORM)
    filled = load_workbook(folder / FORM)
    for row in filled.worksheets[0].iter_rows(min_row=HEAD + 1):
        for key, at in COLUMNS.items():
            if (row[1].value, key) in FILLED:
                row[at].value = FILLED[row[1].value, key]
                row[at].data_type = "n" if isinstance(row[at].value, float | int) else "s"
    filled.save(folder / "区建管委.xlsx")
    # As it is shown, in UTF-8, comma and quotation mark, the first sheet.
    convert(folder, "区建管委.xlsx", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true")
    with (folder / "区建管委.csv").open(encoding="utf-8", newline="") as file:
        shown = list(csv.reader(file))
    convert(folder, FORM, "pdf")
    pdf = (folder / FORM).with_suffix(".pdf")
    pages = read("pdftotext", "-layout", str(pdf), "-").removesuffix("\f").split("\f")
    sizes = re.findall(
        r"size: +([\d.]+) x ([\d.]+)", read("pdfinfo", "-l", str(len(pages)), str(pdf))
    )
    return Made(folder, blank, shown, pages, [(float(wide), float(high)) for wide, high in sizes])


def convert(folder: Path, name: str, to: str) -> None:
    """Have LibreOffice open a file and write it as something else."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", to, "--outdir", str(folder)]
    subprocess.run([*command, str(folder / name)], capture_output=True, check=True, timeout=300)


def read(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, check=True, encoding="utf-8", timeout=60)
    return done.stdout


def shown(made: Made, item: str) -> dict[str, str]:
    """What an item's row shows by its columns."""
    (row,) = (row for row in made.shown if row[1] == item)
    return dict(zip(TITLES, row, strict=True))


@pytest.mark.parametrize(
    ("item", "last", "value", "increment"),
    [
        ("1.5b", "1", "4", "3"),
        # What was typed for the total is what is new.
        ("2.5b", "7", "3", "比上次少4"),
        ("4.2a", "7.2", "9.5", "2.3"),
        ("1.1b", "35%", "40%", ""),
        ("4.2b", "", "", ""),
    ],
)
def test_what_is_new_is_worked_out(
    made: Made, item: str, last: str, value: str, increment: str
) -> None:
    row = shown(made, item)
    assert (row["last_value"], row["value"], row["increment"]) == (last, value, increment)


def test_what_was_typed_is_no_formula(made: Made) -> None:
    assert shown(made, "1.1b")["note"] == "=又完成5%"


def test_days_are_days(made: Made) -> None:
    row = shown(made, "1.5b")
    assert [row[key] for key in ("due", "last_date", "date")] == ["2026-12-31", "2026-06-30", DAY]


def test_saved_as_a_csv_it_still_says_whose_it_is_and_comes_back(made: Made) -> None:
    stamp = stamp_in(made.shown[3][0])
    assert stamp is not None
    assert (stamp.unit, str(stamp.as_of)) == ("jianguan", DAY)
    path, plan = str(made.folder / "区建管委.csv"), str(made.folder)
    arguments = ["collect", path, "--plan", plan, "--as-of", DAY, "--dry-run", "--format", "json"]
    result = CliRunner().invoke(app, arguments)
    (form,) = json.loads(result.stdout)["forms"]
    assert form["faults"] == []
    rows = {row["item"]: (row["value"], row["note"]) for row in form["rows"]}
    assert rows == {
        "1.1b": (40, "=又完成5%"),
        "1.5b": (4, "滞后原因：施工许可推迟"),
        "2.5b": (3, ""),
        "4.2a": (9.5, ""),
    }


def test_the_table_is_printed_on_a3(made: Made) -> None:
    *table, explained = made.sizes
    assert len(table) > 2
    assert {(round(wide), round(high)) for wide, high in table} == {(1191, 842)}
    assert (round(explained[0]), round(explained[1])) == (595, 842)


def test_each_page_repeats_the_heads_and_says_which_it_is(made: Made) -> None:
    *table, explained = made.pages
    for number, page in enumerate(table, 1):
        words = page.split()
        assert {"编号", "统计口径", "本次累计", "下一步措施"} <= set(words)
        assert words[-3:] == ["区建管委", f"第{number}页，共{len(made.pages)}页", DAY]
    assert explained.split()[:3] == ["填报说明", "1", "填哪里"]


def test_no_day_or_figure_is_too_wide_for_its_column(made: Made) -> None:
    assert made.pages[0].count(DAY) > 10
    assert not any("###" in page for page in made.pages)


def test_every_letter_of_every_cell_is_on_paper(made: Made) -> None:
    on_paper = Counter("".join(made.pages))
    sheet = made.blank.worksheets[0]
    rows = list(sheet.iter_rows(min_row=HEAD + 1))
    assert len(rows) == 77
    assert [row[1].value for row in rows if row[1].value not in "".join(made.pages)] == []
    texts = ["".join(str(row[COLUMNS[key]].value).split()) for row in rows for key in TEXTS]
    assert Counter("".join(texts)) - on_paper == Counter()
