"""`hpplan report -o report.xlsx`: read back cell by cell, and opened by a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
import zipfile
from datetime import datetime
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from python_calamine import CalamineWorkbook
from typer.testing import CliRunner

from hpplan.cli import app

if TYPE_CHECKING:
    from pathlib import Path

    from typer.testing import Result

DAY = "2026-06-30"

# 2025 and 2026: PD is 729 days; what is reported speaks of 2026-06-25, day 540.
PLAN = """\
format: 1
title: 计划&行动
issued: 2025-01-01
start: 2025-01-01
end: 2026-12-31
units:
  - {id: fangguan, name: 区房管局}
  - {id: waitan, name: 外滩街道}
chapters:
  - id: "1"
    title: 章
    clauses:
      - id: "1.1"
        title: 条
        leads: [fangguan, waitan]
        text: 加梯30个，绿道约10.5公里，示范，巡查，管道□5.1公里
        targets:
          - {id: 1.1a, name: 加梯, quote: 加梯30个, kind: count, at_least: 30, uom: 个,
             reporters: [fangguan]}
          - {id: 1.1b, name: 绿道, quote: 绿道约10.5公里, kind: amount, more_than: 10.5, uom: 公里,
             approximate: true, reporters: [fangguan]}
          - {id: 1.1c, name: 示范, quote: 示范, kind: milestone}
          - {id: 1.1d, name: 巡查, quote: 巡查, kind: duty, reporters: [waitan]}
          - {id: 1.1e, name: 管道, quote: 管道□5.1公里, kind: amount, illegible: {at_least: □5.1},
             uom: 公里, reporters: [waitan]}
"""
ROWS = {
    "fangguan": [
        "2026-06-25,1.1a,12,先报,,2026-06-26T09:30:00+08:00",
        "2026-06-25,1.1a,10,更正,http://a.example/1,2026-06-27T00:30:00Z",
        "2026-06-25,1.1b,10.6,,照片,",
        "2026-06-25,1.1c,100,,,",
    ],
    "waitan": ["2026-06-25,1.1c,100,,报告,", "2026-06-25,1.1d,,巡查12次,,"],
}

# openpyxl leaves the bars of a column of shares aside, and says so.
pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")

at = datetime.fromisoformat

SOFFICE = shutil.which("soffice")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace, and the folder that commands run in."""
    (tmp_path / "data" / "progress").mkdir(parents=True)
    write(tmp_path, PLAN, ROWS)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(folder: Path, plan: str, rows: dict[str, list[str]]) -> None:
    (folder / "plan.yaml").write_text(plan, encoding="utf-8")
    for unit, lines in rows.items():
        text = "\n".join(["date,target,value,note,evidence,recorded", *lines, ""])
        (folder / "data" / "progress" / f"{unit}.csv").write_text(text, encoding="utf-8")


def report(*arguments: str, lang: str = "en") -> Result:
    return CliRunner().invoke(
        app,
        ["--lang", lang, "report", "-o", "r.xlsx", "--as-of", DAY, *arguments],
        catch_exceptions=False,
    )


def sheets(*arguments: str, lang: str = "en") -> Any:
    done = report(*arguments, lang=lang)
    assert (done.exit_code, done.stderr) == (0, "")
    return openpyxl.load_workbook("r.xlsx")


def table(sheet: Any) -> list[tuple[object, ...]]:
    return [tuple(cell.value for cell in row) for row in sheet.iter_rows()]


@pytest.mark.parametrize(
    ("lang", "names"),
    [
        ("en", ["Overview", "Items", "Units", "Reports", "Changes", "Chart data"]),
        ("zh", ["总览", "事项", "各单位", "报送记录", "变动", "图表数据"]),
    ],
)
def test_the_sheets(lang: str, names: list[str]) -> None:
    assert sheets("--since", "2026-06-26", lang=lang).sheetnames == names
    del names[4]
    assert sheets(lang=lang).sheetnames == names


def test_a_day_of_few_digits_leaves_the_workbook_whole() -> None:
    assert sheets("--as-of", "0001-01-01")["Overview"]["A2"].value.startswith("As of 0001-01-01 ")


def test_the_overview() -> None:
    sheet = sheets()["Overview"]
    assert [row[:2] for row in table(sheet)] == [
        ("计划&行动", None),
        ("As of 2026-06-30 | 75% of the time elapsed, 184 days to the end", None),
        ("2 of 3 measurable items met", None),
        (None, None),
        ("status", "items"),
        ("off-track", 1),
        ("silent", 1),
        ("kept", 1),
        ("met", 2),
        ("all", "=SUM(B6:B9)"),
    ]
    assert openpyxl.load_workbook("r.xlsx", data_only=True)["Overview"]["B10"].value == 5


def test_the_items() -> None:
    sheet = sheets()["Items"]
    heads, *rows = table(sheet)
    assert heads == (
        *("item", "name", "who", "status", "value", "requirement", "unit of measure", "progress"),
        *("planned progress", "SPI", "TSPI", "due", "days left", "last report", "forecast"),
        "explanation",
    )
    due, reported = at("2026-12-31"), at("2026-06-25")
    # 10 of 30: PV(540) is 22.2, 22 whole things. The 11th is called for after 11/30 of 729 days,
    # 267.3: that is ES, so SPI is 267.3/540, TSPI (729 - 267.3)/(729 - 540), and the whole takes
    # 729 * 540/267.3 days, 1472.7.
    found = dict(zip(heads, rows[0], strict=True))
    assert [found[head] for head in heads[:7]] == [
        *("1.1a", "加梯", "区房管局", "off-track", 10, 30, "个")
    ]
    assert found["progress"] == pytest.approx(1 / 3)
    assert found["planned progress"] == pytest.approx(20 / 27)
    assert found["SPI"] == pytest.approx(267.3 / 540)
    assert found["TSPI"] == pytest.approx((729 - 267.3) / 189)
    assert [found[head] for head in heads[11:14]] == [due, 184, reported]
    assert found["forecast"] == at("2029-01-13")
    assert str(found["explanation"]).startswith("10 of 30 个 by 2026-06-25. Even progress, an ")
    assert rows[1][3:8] == ("met", 10.6, 10.5, "公里", pytest.approx(10.6 / 10.5))
    assert rows[2][3:8] == ("met", 100, 100, "%", 1)
    assert rows[3][3:11] == ("kept", *[None] * 7)
    assert rows[4][3:11] == ("silent", None, "□5.1", "公里", *[None] * 4)
    assert sheet["F3"].number_format == '"about > "General'
    assert [sheet[f"{column}2"].number_format for column in "EFHJL"] == [
        *("General", "General", "0%", "0.00", "yyyy-mm-dd")
    ]


def test_the_units() -> None:
    sheet = sheets()["Units"]
    assert table(sheet) == [
        (
            *("who", "off-track", "silent", "kept", "met", "measurable items", "share met"),
            *("own items", "shared items", "longest silence in days"),
        ),
        ("区房管局", 1, 0, 0, 2, 3, pytest.approx(2 / 3), 2, 1, 5),
        ("外滩街道", 0, 1, 1, 1, 1, 1, 2, 1, 545),
    ]
    assert sheet["C2"].number_format == "0;-0;;@"  # no zero is shown


def test_the_reports() -> None:
    day = at("2026-06-25")
    assert table(sheets()["Reports"]) == [
        (
            *("who", "date", "item", "name", "value", "unit of measure", "note", "evidence"),
            *("recorded", "counts"),
        ),
        *(
            ("区房管局", day, *row)
            for row in (
                ("1.1b", "绿道", 10.6, "公里", None, "照片", None, "yes"),
                ("1.1c", "示范", 100, "%", None, None, None, "yes"),
                ("1.1a", "加梯", 12, "个", "先报", None, at("2026-06-26 09:30"), "no"),
                (
                    *("1.1a", "加梯", 10, "个", "更正", "http://a.example/1"),
                    *(at("2026-06-27 08:30"), "yes"),
                ),
            )
        ),
        ("外滩街道", day, "1.1c", "示范", 100, "%", None, "报告", None, "yes"),
        ("外滩街道", day, "1.1d", "巡查", None, None, "巡查12次", None, None, "yes"),
    ]


def test_the_changes() -> None:
    sheet = sheets("--since", "2026-06-26")["Changes"]
    heads, *rows = table(sheet)
    assert heads == (
        *("what", "item", "name", "who", "status\n2026-06-26", "status\n2026-06-30"),
        *("value\n2026-06-26", "value\n2026-06-30", "unit of measure"),
        *("SPI\n2026-06-26", "SPI\n2026-06-30", "due\n2026-06-26", "due\n2026-06-30"),
        "explanation",
    )
    due = at("2026-12-31")
    # With 12 of 30 the 13th is called for at 315.9 days: SPI 0.585, off-track as well.
    assert [row[:9] for row in rows] == [
        ("Corrected", "1.1a", "加梯", "区房管局", "off-track", "off-track", 12, 10, "个")
    ]
    assert rows[0][9:13] == (pytest.approx(315.9 / 540), pytest.approx(267.3 / 540), due, due)
    assert "http://a.example/1" not in str(rows[0][13])
    assert "更正" in str(rows[0][13])


def test_tables_can_be_filtered_read_and_printed() -> None:
    found = sheets("--since", "2026-06-26", lang="zh")
    ranges = {"事项": "A1:P6", "各单位": "A1:J3", "报送记录": "A1:J7", "变动": "A1:N2"}
    assert {name: found[name].auto_filter.ref for name in ranges} == ranges
    assert [found[name].freeze_panes for name in ranges] == ["C2", "B2", "A2", "C2"]
    for name in ("总览", *ranges):
        page = found[name].page_setup
        assert (page.orientation, page.paperSize) == ("landscape", 9)
        assert found[name].sheet_properties.pageSetUpPr.fitToPage
        assert page.fitToHeight == (None if name == "总览" else 0)  # as many pages as it takes
        assert found[name].oddHeader.left.text == "计划&&行动"
        assert found[name].print_title_rows == (None if name == "总览" else "$1:$1")
    # A Chinese character takes two places: the widest lines of a cell that is not wrapped fit.
    items = found["事项"]
    assert items.column_dimensions["D"].width >= 2 * len("严重滞后")
    # The explanation is taller than a line, so its row is.
    assert items.row_dimensions[2].height >= 60


def test_colours_follow_the_word_that_stands_in_the_cell() -> None:
    rules = sheets(lang="zh")["事项"].conditional_formatting
    by_range = {str(rule.sqref): rule.rules for rule in rules}
    words = {rule.formula[0].strip('"'): rule.dxf for rule in by_range["D2:D6"]}
    assert set(words) == {
        *(
            "逾期",
            "严重滞后",
            "存在风险",
            "长期未报",
            "暂无法评价",
            "正常推进",
            "正常履行",
            "已完成",
        ),
        *("未开始", "已撤销"),
    }
    assert words["逾期"].font.color.rgb == "FF9E1B1B"
    assert words["逾期"].fill.bgColor.rgb == "FFFADBD8"
    assert {"H2:H6", "I2:I6"} < set(by_range)


def test_charts_are_native_and_say_what_they_show(here: Path) -> None:
    report(lang="zh")
    with zipfile.ZipFile(here / "r.xlsx") as found:
        names = [name for name in found.namelist() if name.startswith("xl/charts/")]
        charts = [found.read(name).decode() for name in sorted(names)]
    titles = ["各状态事项数", "各单位事项状态", "完成比例与计划比例"]
    assert [re.findall("<a:t>(.*?)</a:t>", chart)[0] for chart in charts] == titles
    assert re.findall("<c:f>(.*?)</c:f>", charts[0]) == ["总览!$A$6:$A$9", "总览!$B$6:$B$9"]
    assert re.findall("<c:f>(.*?)</c:f>", charts[1])[:3] == [
        *("各单位!$B$1", "各单位!$A$2:$A$3", "各单位!$B$2:$B$3")
    ]
    assert '<c:grouping val="stacked"/>' in charts[1]
    assert re.findall("<c:f>(.*?)</c:f>", charts[2]) == [
        *("图表数据!$B$1:$B$3", "图表数据!$C$1:$C$3"),
        *("图表数据!$B$4:$B$5", "图表数据!$C$4:$C$5"),
    ]


def test_the_points_of_the_chart_lie_between_nothing_and_all() -> None:
    found = sheets()
    assert found["Chart data"].sheet_state == "hidden"
    rows = table(found["Chart data"])
    assert [row[0] for row in rows] == ["1.1a", "1.1b", "1.1c", "as planned", "as planned"]
    assert rows[0][1:] == (pytest.approx(20 / 27), pytest.approx(1 / 3))
    assert [row[2] for row in rows[1:]] == [1, 1, 0, 1]  # 10.6 of 10.5 is all


HOSTILE = {
    "=1+1": "=1+1",
    "+1": "+1",
    "@SUM(A1)": "@SUM(A1)",
    '=HYPERLINK("http://a.example")': '=HYPERLINK("http://a.example")',
    "http://a.example": "http://a.example",
    "javascript:alert(1)": "javascript:alert(1)",
    "<r><t>x</t></r>": "<r><t>x</t></r> ",
    "<r>&</r>": "<r>&</r> ",
    "<b>&amp;": "<b>&amp;",
    "_x0041_": "_x0041_",
    "\u202egnp": "<U+202E>gnp",
    "\uffff\ufffe": "<U+FFFF><U+FFFE>",  # which no XML may hold
    "12": "12",
    "長" * 40_000: "長" * 32_766 + "…",
}


@pytest.mark.parametrize("note", HOSTILE, ids=range(len(HOSTILE)))
def test_text_stays_text(here: Path, note: str) -> None:
    quoted = '"' + note.replace('"', '""') + '"'
    write(here, PLAN, {"waitan": [f"2026-06-25,1.1d,,{quoted},,"]})
    assert report().exit_code == 0
    book = CalamineWorkbook.from_path("r.xlsx")
    rows = book.get_sheet_by_name("Reports").to_python()
    assert rows[-1][6] == HOSTILE[note]
    with zipfile.ZipFile(here / "r.xlsx") as found:
        xml = found.read("xl/worksheets/sheet4.xml").decode()
        assert not any(
            "hyperlink" in found.read(name).decode("latin-1")
            for name in found.namelist()
            if name.startswith("xl/worksheets")
        )
    assert "<f>" not in xml


def test_text_that_begins_like_a_formula_stays_text_when_edited(here: Path) -> None:
    write(here, PLAN, {"fangguan": [], "waitan": ["2026-06-25,1.1d,,=1+1,,"]})
    cell = sheets()["Reports"]["G2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=1+1", "s", True)


def test_nothing_reported_yet(here: Path) -> None:
    write(here, PLAN, {"waitan": [], "fangguan": []})
    found = sheets()
    assert "Nothing has been reported yet, 545 days after the plan was issued." in [
        row[0] for row in table(found["Overview"])
    ]
    assert len(table(found["Reports"])) == 1
    assert "Chart data" not in found.sheetnames


def test_the_same_input_gives_the_same_bytes(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    report("--since", "2026-06-26")
    before = (here / "r.xlsx").read_bytes()
    monkeypatch.setattr("time.time", lambda: 2e9)
    monkeypatch.setattr("time.localtime", lambda *_: (2033, 5, 18, 3, 33, 20, 2, 138, 0))
    report("--since", "2026-06-26")
    assert (here / "r.xlsx").read_bytes() == before
    properties = sheets().properties
    assert (properties.title, properties.creator) == ("计划&行动", None)
    assert properties.created == properties.modified == at("2026-06-30")


@pytest.mark.office
@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_a_spreadsheet_opens_counts_and_prints_it(here: Path) -> None:
    report("--since", "2026-06-26", lang="zh")
    assert SOFFICE is not None
    for kind in (
        "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1",
        "pdf",
    ):
        subprocess.run(
            [
                SOFFICE,
                f"-env:UserInstallation={(here / 'profile').as_uri()}",
                *("--headless", "--convert-to", kind, "--outdir", "out", "r.xlsx"),
            ],
            check=True,
            capture_output=True,
            timeout=180,
        )
    text = (here / "out" / "r-总览.csv").read_text(encoding="utf-8")
    overview = list(csv.reader(io.StringIO(text)))
    assert [row[:2] for row in overview[5:10]] == [
        *(["严重滞后", "1"], ["长期未报", "1"], ["正常履行", "1"], ["已完成", "2"], ["全部", "5"])
    ]
    text = (here / "out" / "r-事项.csv").read_text(encoding="utf-8")
    items = list(csv.reader(io.StringIO(text)))
    assert items[1][3:7] == ["严重滞后", "10", "30", "个"]
    assert items[1][7].startswith("33")
    assert items[1][9] == "0.495"
    assert items[2][4:7] == ["10.6", "10.5", "公里"]
    done = subprocess.run(
        ["pdftotext", "-layout", "out/r.pdf", "-"],
        check=True,
        capture_output=True,
        encoding="utf-8",
    )
    pages = [re.sub(r"\s", "", page) for page in done.stdout.split("\f")[:-1]]
    assert len(pages) == 5
    assert [page.startswith("计划&行动") for page in pages] == [True] * 5
    assert [page[-3:] for page in pages] == ["1/5", "2/5", "3/5", "4/5", "5/5"]
    assert all(title in pages[0] for title in ("各状态事项数", "各单位事项状态"))
    assert all(shown in pages[1] for shown in ("33%", "74%", "0.50", "约>10.5", "2026-12-31"))
