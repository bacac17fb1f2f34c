"""Traditional Chinese: what is said in it is said in its own characters and words."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

import hpplan
from hpplan.cli import app
from hpplan.i18n import LANGUAGES, LOCALE
from plans import BASE, HEADER
from running import NO_SETTINGS

if TYPE_CHECKING:
    from golden import Golden

SRC = Path(hpplan.__file__).parents[1]
PAGES = {
    code: (SRC.parent / each.codes).read_text(encoding="utf-8") for code, each in LANGUAGES.items()
}
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
DAY = "2026-06-30"

OF_OTHER_WORDS = frozenset("于后范划准几并么与余周征御")
"""Characters that are Traditional ones too, but of words that we do not use."""

LATIN = """\
format: 1
title: Plan
issued: 2025-01-01
start: 2025-01-01
end: 2026-12-31
units:
  - {id: parks, name: Parks}
  - {id: roads, name: Roads}
groups:
  - {id: all, name: Everybody, members: [parks, roads]}
chapters:
  - id: "1"
    title: Chapter
    clauses:
      - id: "1.1"
        title: Clause
        leads: [parks, roads]
        text: Lifts in 30 houses; 95% clean; all lamps. □5.1 km of paths. Patrols. 2 gardens a year.
        targets:
          - {id: 1.1a, name: Lifts, quote: Lifts in 30 houses, kind: count, at_least: 30, uom: L,
             revisions: [{on: 2026-01-05, due: 2026-09-30, why: Budget, by: Council}]}
          - {id: 1.1b, name: Clean, quote: 95% clean, kind: level, at_least: 95, uom: "%",
             baseline: {date: 2025-01-01, value: 80}}
          - {id: 1.1c, name: Lamps, quote: all lamps, kind: milestone, due: 2026-03-31}
          - {id: 1.1d, name: Paths, quote: □5.1 km of paths, kind: amount,
             illegible: {at_least: □5.1}, uom: km}
          - {id: 1.1e, name: Patrols, quote: Patrols, kind: duty}
          - {id: 1.1f, name: Gardens, quote: 2 gardens a year, kind: count, at_least: 2, uom: G,
             every: year, each: all}
"""
REPORTED = {
    "parks": (
        "2025-12-31,1.1f,2,,a,\n2026-05-31,1.1a,14,,a,\n2026-05-31,1.1b,86,,a,\n"
        "2026-06-15,1.1e,,seen,,\n"
    ),
    "roads": "2025-06-30,1.1d,3,,a,\n2026-03-31,1.1c,80,,a,\n",
}
FAULTY = (
    "2026-05-31,1.1b,约14,,,\n2026/2/30,1.1d,3,,,\n2025-09-30,1.1a,12,,,\n"
    "2025-12-31,1.1a,9,,,昨天\n"
)


def ran(*arguments: str, code: int = 0) -> str:
    """What a run in Traditional Chinese prints."""
    result = CliRunner().invoke(app, ["--lang", "zh-TW", *arguments], catch_exceptions=False)
    assert result.exit_code == code, result.stderr
    return result.stdout + result.stderr


def started(*arguments: str) -> str:
    """The same of a run of its own, in a locale of Taiwan: help is made when the program starts."""
    settings = {name: text for name, text in os.environ.items() if not name.startswith("HPPLAN_")}
    settings |= {
        "LC_ALL": "zh_TW.UTF-8",
        "COLUMNS": "80",
        "PYTHONUTF8": "1",
        "PYTHONPATH": str(SRC),
        **NO_SETTINGS,
    }
    return subprocess.run(
        [sys.executable, "-m", "hpplan", *arguments],
        env=settings,
        capture_output=True,
        encoding="utf-8",
        check=True,
    ).stdout


def sections(code: str) -> dict[str, str]:
    """The sections of a page of codes by their codes."""
    _introduction, *found = re.split(r"^(?=## )", PAGES[code], flags=re.MULTILINE)
    return {section[3:8]: section for section in found}


def text_of(file: Path) -> str:
    """The texts in a document of an office program, its properties and notes included."""
    with zipfile.ZipFile(file) as parts:
        xml = [parts.read(name).decode() for name in parts.namelist() if name.endswith(".xml")]
    # Names of fonts are no words.
    return re.sub(r"(?:<[^<>]*[Ff]onts?\b|<name |<w:altName )[^<>]*>", "", "\n".join(xml))


def simplified(text: str) -> list[str]:
    """Characters that are no Traditional ones: beyond the common ones of Big5, or not of ours."""

    def is_common(character: str) -> bool:
        try:
            return character.encode("big5") < b"\xc9"
        except UnicodeEncodeError:
            return False

    han = set(re.findall("[\u4e00-\u9fff]", text))
    return sorted(each for each in han if not is_common(each) or each in OF_OTHER_WORDS)


# Its texts


def test_simplified_characters_are_known() -> None:
    assert simplified("严重滞后：后期") == sorted("严滞后")
    assert simplified("嚴重落後，長期未報：逾期3天；計劃、公里、只、台、表") == []


def test_the_catalogue_is_in_traditional_characters_and_words() -> None:
    text = (LOCALE / "zh_Hant" / "LC_MESSAGES" / "hpplan.po").read_text(encoding="utf-8")
    ours = "\n".join(line for line in text.splitlines() if not line.startswith("msgid"))
    assert simplified(ours) == []
    known = "逾期 嚴重落後 長期未報 檔案 資料夾 儲存格 試算表 預設 列印 軟體"
    assert [word for word in known.split() if word not in ours] == []
    foreign = "滯後 超期 文件夾 單元格 電子表格 默認 打印 信息 程序 軟件 字符 全角 半角 “ ”"
    assert [word for word in foreign.split() if word in ours] == []


@pytest.mark.parametrize("code", [code for code in LANGUAGES if code != "en"])
def test_the_page_of_codes_has_the_sections_and_examples_of_the_english_one(code: str) -> None:
    english, other = sections("en"), sections(code)
    assert list(other) == list(english)
    for name in english:
        pairs = list(zip(FENCE.findall(english[name]), FENCE.findall(other[name]), strict=True))
        assert [first[0] for first, _other in pairs] == [second[0] for _first, second in pairs]
        # What is told in words is translated, as are the heads of forms.
        if code == "zh" or name < "HP4":
            assert all(first == second for first, second in pairs if first[0] != "text")


def test_the_page_of_codes_is_in_traditional_characters() -> None:
    prose = FENCE.sub("", PAGES["zh_Hant"])
    for garbled in ("瀹屾垚", "锟斤拷"):
        prose = prose.replace(garbled, "")
    assert simplified(prose) == []


FORMS = {
    name: [text for _language, text in FENCE.findall(section)]
    for name, section in sections("zh_Hant").items()
    if name > "HP4" and "```csv" in section
}


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.workspace(BASE)
def test_the_forms_on_the_page_of_codes_fail_and_pass_as_shown(workspace: Path, name: str) -> None:
    fails, passes = FORMS[name]
    if name.startswith("HP42"):  # what is found in a sheet of the division of work
        for text, code in ((passes, 0), (fails, 1)):
            (workspace / "waitan.csv").write_text(text, encoding="utf-8")
            shown = CliRunner().invoke(app, ("assign", "waitan.csv", "--dry-run"))
            assert (shown.exit_code, shown.stderr.count(f"({name})")) == (code, code)
        return
    arguments = ("collect", "waitan.csv", "--dry-run", "--format", "json", "--as-of", "2026-11-22")
    for text, expected in ((passes, set()), (fails, {name})):
        (workspace / "waitan.csv").write_text(text, encoding="utf-8")
        (form,) = json.loads(CliRunner().invoke(app, arguments).stdout)["forms"]
        assert {each["code"] for each in (*form["faults"], *form["notices"])} == expected


# What it says


def test_the_help(golden: Golden) -> None:
    golden("help.zh_Hant.txt", started("--help"))
    golden("help-status.zh_Hant.txt", started("status", "--help"))


@pytest.mark.workspace(LATIN, REPORTED)
def test_whole_outputs(workspace: Path, golden: Golden) -> None:
    golden("status.zh_Hant.txt", ran("status", "--all", "--as-of", DAY))
    golden("scoreboard.zh_Hant.txt", ran("status", "--by", "unit", "--as-of", DAY))
    golden("show.zh_Hant.txt", ran("show", "1.1a", "--as-of", DAY))
    golden("changes.zh_Hant.txt", ran("changes", "--since", "2026-05-01", "--as-of", DAY))
    golden("check.zh_Hant.txt", ran("check", "--as-of", DAY))
    file = workspace / "data" / "progress" / "parks.csv"
    file.write_text(HEADER + FAULTY, encoding="utf-8")
    golden("check-faults.zh_Hant.txt", ran("check", "--as-of", DAY, code=1))


@pytest.mark.workspace(LATIN, REPORTED)
@pytest.mark.parametrize(
    "arguments",
    [
        ("status", "--all"),
        ("status", "--all", "--format", "markdown"),
        ("status", "--all", "--format", "json"),
        ("show", "1.1d"),
        ("show", "parks"),
        ("show", "1.1"),
        ("changes", "--since", "2026-05-01"),
        ("changes", "--since", "2026-05-01", "--format", "markdown"),
        ("record", "1.1a", "+2", "--unit", "parks", "--dry-run"),
        ("check",),
    ],
    ids=" ".join,
)
def test_the_program_says_nothing_in_simplified_characters(
    workspace: Path, arguments: tuple[str, ...]
) -> None:
    del workspace
    said = ran(*arguments, "--as-of", DAY)
    assert simplified(said) == []
    assert re.search("[\u4e00-\u9fff]", said)


@pytest.mark.workspace(LATIN, REPORTED)
def test_the_files_that_it_writes_are_in_it(workspace: Path) -> None:
    for name in ("report.html", "report.xlsx", "report.md"):
        ran("report", "--since", "2026-05-01", "--as-of", DAY, "-o", name)
    page = (workspace / "report.html").read_text(encoding="utf-8")
    assert '<html lang="zh-Hant">' in page
    assert "PingFang TC" in page
    ran("form", "parks", "--as-of", DAY, "-o", "forms")
    ran("notice", "parks", "roads", "--as-of", DAY, "-o", "notices")
    texts = {
        "report.html": page,
        "report.md": (workspace / "report.md").read_text(encoding="utf-8"),
        "report.xlsx": text_of(workspace / "report.xlsx"),
        "form": text_of(workspace / "forms" / f"parks-Parks-{DAY}.xlsx"),
        "notice": text_of(workspace / "notices" / f"roads-Roads-{DAY}.docx"),
    }
    assert {name: simplified(text) for name, text in texts.items()} == {name: [] for name in texts}
    assert "落後事項的督辦通知" in texts["notice"]
    assert "一、逾期" in re.sub("<[^<>]*>", "", texts["notice"])


@pytest.mark.workspace(BASE)
def test_the_words_of_the_plan_stay_as_they_are(workspace: Path) -> None:
    del workspace
    said = ran("show", "1.1a", "--as-of", DAY)
    assert "小区加梯" in said
    assert "目標" in said


# What it reads


@pytest.mark.workspace(BASE)
def test_a_progress_files_header_may_be_in_it(workspace: Path) -> None:
    rows = "日期,事項,數值,說明,佐證,填報時間\n2026-03-31,1.1a,12,完成12個小區,驗收單.pdf,\n"
    (workspace / "data" / "progress" / "waitan.csv").write_text(rows, encoding="utf-8")
    assert "HP" not in ran("check", "--as-of", DAY)
    assert json.loads(ran("show", "1.1a", "--as-of", DAY, "--format", "json"))


@pytest.mark.workspace(LATIN, REPORTED)
def test_a_form_made_in_it_is_taken_in_whatever_is_spoken(workspace: Path) -> None:
    ran("form", "parks", "--as-of", DAY, "-o", ".")
    form = f"parks-Parks-{DAY}.xlsx"
    book = load_workbook(form)
    table = list(book["進度"].iter_rows())
    heads = next(row for row in table if row[1].value == "編號")
    places = {cell.value: cell.column - 1 for cell in heads}
    row = next(row for row in table if row[1].value == "1.1a")
    for head, value in {
        "統計截止日": "2026-06-30",
        "本次累計": 16,
        "說明": "新增2部",
        "佐證": "驗收單.pdf",
        "落後原因": "施工許可延後",
    }.items():
        row[places[head]].value = value
    book.save(form)
    for lang in ("en", "zh"):
        result = CliRunner().invoke(app, ["--lang", lang, "collect", form, "--yes", "--as-of", DAY])
        assert result.exit_code == 0, result.stderr
    added = (workspace / "data" / "progress" / "parks.csv").read_text(encoding="utf-8")
    assert added.count("2026-06-30,1.1a,16,新增2部；滞后原因：施工許可延後,驗收單.pdf,") == 1
