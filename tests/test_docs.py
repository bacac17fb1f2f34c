"""What the pages for departments and coordinators tell to do can be done, in that order."""

from __future__ import annotations

import re
import shlex
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from running import git, identity
from test_readme import run

DOCS = Path(__file__).parents[1] / "docs"
PAGES = {
    "en": (DOCS / "reporting.md").read_text(encoding="utf-8"),
    "zh": (DOCS / "reporting.zh-CN.md").read_text(encoding="utf-8"),
}


def blocks(language: str) -> list[str]:
    """The commands that a page shows."""
    return re.findall(r"^```sh\n(.*?)^```$", PAGES[language], re.DOTALL | re.MULTILINE)


def test_both_languages_tell_the_same() -> None:
    assert blocks("en") == blocks("zh")
    fences = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
    assert fences.findall(PAGES["en"]) == fences.findall(PAGES["zh"])


@pytest.mark.slow
@pytest.mark.parametrize("language", PAGES)
def test_the_monthly_round(language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in identity(tmp_path).items():
        monkeypatch.setenv(name, value)
    run(f"hpplan demo {tmp_path / 'plan'} --as-of 2026-10-31", tmp_path)
    folder = tmp_path / "plan"
    git(folder, "init", "-q")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "Reports of October")
    form, collect, check, status, changes, commit = blocks(language)[2].splitlines()
    run(form, folder, language)
    (folder / "received").mkdir()
    name = "guodong-区国动办-2026-11-30.xlsx"
    book = openpyxl.load_workbook(folder / "forms" / name)
    sheet = book.worksheets[0]
    rows = list(sheet.iter_rows())
    (heads,) = (row for row in rows if row[1].value in {"Item", "编号"})
    columns = {cell.value: cell.column for cell in heads}
    (row,) = (row[0].row for row in rows if row[1].value == "4.6a")
    date, value, note = (
        next(columns[title] for title in titles if title in columns)
        for titles in (("Date", "统计截止日"), ("Total", "本次累计"), ("Note", "说明"))
    )
    assert sheet.cell(row, date).value == datetime(2026, 11, 30)  # noqa: DTZ001
    sheet.cell(row, value).value = 100
    sheet.cell(row, note).value = "试填"
    book.save(folder / "received" / name)
    last = " --as-of 2026-11-30"
    assert "4.6a" in run(f"{collect} --yes{last}", folder, language)
    assert (
        (folder / "data" / "progress" / "guodong.csv")
        .read_text("utf-8-sig")
        .splitlines()[-1]
        .startswith("2026-11-30,4.6a,100,试填,,")
    )
    assert "0 errors" in run(check + last, folder, "en")
    assert "4.6a" not in run(status + last, folder, language)
    assert "4.6a" in run(changes + last, folder, language)
    add, say = (shlex.split(each) for each in commit.split(" && "))
    git(folder, *add[1:])
    git(folder, *say[1:])
    assert git(folder, "show", "--format=%s", "--name-only").split("\n\n") == [
        "Reports of November",
        "data/progress/guodong.csv",
    ]
