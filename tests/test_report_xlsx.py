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

from hpplan.i18n import use
from hpplan.judging.status import STATUSES
from hpplan.output.words.text import status_word
from plans import lay_out
from running import Shown, ran

if TYPE_CHECKING:
    from pathlib import Path

    from golden import Golden

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
    "fangguan": (
        "2026-06-25,1.1a,12,先报,,2026-06-26T09:30:00+08:00\n"
        "2026-06-25,1.1a,10,更正,http://a.example/1,2026-06-27T00:30:00Z\n"
        "2026-06-25,1.1b,10.6,,照片,\n"
        "2026-06-25,1.1c,100,,,\n"
    ),
    "waitan": "2026-06-25,1.1c,100,,报告,\n2026-06-25,1.1d,,巡查12次,,\n",
}

# openpyxl leaves the bars of a column of shares aside, and says so.
pytestmark = [
    pytest.mark.filterwarnings("ignore:.*extension is not supported"),
    pytest.mark.workspace(PLAN, ROWS),
    pytest.mark.usefixtures("workspace"),
]

ATTENTION, OVERVIEW, ITEMS, BY_UNIT, UNITS, REPORTS = range(6)
"""The places of the sheets; behind them are the data of the chart."""

CHANGES, REPORTS_BEHIND_THEM = 5, 6
"""The places of the last two where it is told what changed."""

at = datetime.fromisoformat

SOFFICE = shutil.which("soffice")


def report(*arguments: str, lang: str = "en") -> Shown:
    return ran("--lang", lang, "report", "-o", "r.xlsx", "--as-of", DAY, *arguments)


def sheets(*arguments: str, lang: str = "en") -> Any:
    done = report(*arguments, lang=lang)
    assert (done.code, done.stderr) == (0, "")
    return openpyxl.load_workbook("r.xlsx")


def sheet_at(place: int, *arguments: str) -> Any:
    return sheets(*arguments).worksheets[place]


def table(sheet: Any) -> list[tuple[object, ...]]:
    return [tuple(cell.value for cell in row) for row in sheet.iter_rows()]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_sheets(lang: str, golden: Golden) -> None:
    names = sheets("--since", "2026-06-26", lang=lang).sheetnames
    golden.says(names, "the sheets", lang=lang)
    del names[CHANGES]
    assert sheets(lang=lang).sheetnames == names


def test_a_day_of_few_digits_leaves_the_workbook_whole() -> None:
    assert "0001-01-01" in sheet_at(OVERVIEW, "--as-of", "0001-01-01")["A2"].value


def test_the_overview(golden: Golden) -> None:
    sheet = sheet_at(OVERVIEW)
    words, numbers = zip(*(row[:2] for row in table(sheet)), strict=True)
    golden.says(str(word or "") for word in (*words, numbers[4]))
    assert numbers[5:] == (1, 1, 1, 2, "=SUM(B6:B9)")
    assert openpyxl.load_workbook("r.xlsx", data_only=True).worksheets[OVERVIEW]["B10"].value == 5


def test_the_items(golden: Golden) -> None:
    sheet = sheet_at(ITEMS)
    heads, *rows = table(sheet)
    golden.says(map(str, heads))
    due, reported = at("2026-12-31"), at("2026-06-25")
    # 10 of 30: PV(540) is 22.2, 22 whole things. The 11th is called for after 11/30 of 729 days,
    # 267.3: that is ES, so SPI is 267.3/540, TSPI (729 - 267.3)/(729 - 540), and the whole takes
    # 729 * 540/267.3 days, 1472.7.
    found = rows[0]
    assert found[:7] == ("1.1a", "加梯", "区房管局", status_word("off-track"), 10, 30, "个")
    assert found[7] == pytest.approx(1 / 3)
    assert found[8] == pytest.approx(20 / 27)
    assert found[9] == pytest.approx(267.3 / 540)
    assert found[10] == pytest.approx((729 - 267.3) / 189)
    # The forecast lies more than the 729 days behind the due date.
    assert found[11:15] == (due, 184, reported, "over twice its time")
    golden.says(str(found[15]))
    assert rows[1][3:8] == (status_word("met"), 10.6, 10.5, "公里", pytest.approx(10.6 / 10.5))
    assert rows[2][3:8] == (status_word("met"), 100, 100, "%", 1)
    assert rows[3][3:11] == (status_word("kept"), *[None] * 7)
    assert rows[4][3:11] == (status_word("silent"), None, "□5.1", "公里", *[None] * 4)
    golden.says(sheet["F3"].number_format)
    assert [sheet[f"{column}2"].number_format for column in "EFHJL"] == [
        *("General", "General", "0%", "0.00", "yyyy-mm-dd")
    ]


NOTED = {
    "fangguan": (
        "2026-05-31,1.1c,40,进场,,\n"
        "2026-06-25,1.1c,60,初验；滞后原因：雨季；下一步措施：加人；预计完成时间：2026-09-30,,\n"
        "2026-06-26,1.1c,61,,,\n"
    ),
    "waitan": "2026-06-20,1.1c,20,资料已交,,\n",
}


@pytest.mark.workspace(PLAN, NOTED)
def test_what_needs_attention_stands_first_in_the_order_of_a_meeting(golden: Golden) -> None:
    heads, *rows = table(sheet_at(ATTENTION, "--as-of", DAY))
    golden.says(map(str, heads))
    golden.says(
        [" | ".join(str(cell or "") for cell in row) for row in rows], "what needs attention"
    )
    assert rows[0][2] == "1.1c"
    assert rows[0][12:16] == ("区房管局: 初验", "雨季", "加人", "2026-09-30")


@pytest.mark.workspace(PLAN, NOTED)
def test_a_row_for_each_item_and_unit_to_be_counted_by_a_pivot_table(golden: Golden) -> None:
    heads, *rows = table(sheet_at(BY_UNIT))
    golden.says(map(str, heads))
    golden.says(
        [" | ".join(str(cell or "") for cell in row) for row in rows], "a row for each unit"
    )
    assert sum(row[1] == "1.1c" for row in rows) == 2
    assert [row[0] for row in rows if row[1] == "1.1a"] == ["区房管局"]


def test_of_the_reports_only_the_head_is_printed() -> None:
    assert sheet_at(REPORTS).print_area == f"'{sheet_at(REPORTS).title}'!$A$1:$J$1"


def test_too_many_rows_are_left_out_and_that_is_said(
    monkeypatch: pytest.MonkeyPatch, golden: Golden
) -> None:
    monkeypatch.setattr("hpplan.output.report_xlsx.tables.MOST_ROWS", 4)
    found = sheets(lang="zh")
    assert len(found.sheetnames) == 6  # none of reports, and the data of the chart
    golden.says(found.worksheets[OVERVIEW]["A4"].value, lang="zh")


def test_the_units(golden: Golden) -> None:
    sheet = sheet_at(UNITS)
    heads, *rows = table(sheet)
    golden.says(map(str, heads))
    assert rows == [
        ("区房管局", 1, 0, 0, 2, 1, 0, 0, 5, None, 3, pytest.approx(2 / 3), 2, 1, 5),
        ("外滩街道", 0, 1, 1, 1, 0, 1, 0, 5, None, 1, 1, 2, 1, 545),
    ]
    assert sheet["C2"].number_format == "0;-0;;@"  # no zero is shown


def test_the_reports(golden: Golden) -> None:
    day = at("2026-06-25")
    heads, *rows = table(sheet_at(REPORTS))
    golden.says(map(str, heads))
    golden.says(str(row[-1]) for row in rows)
    assert [row[:-1] for row in rows] == [
        *(
            ("区房管局", day, *row)
            for row in (
                ("1.1b", "绿道", 10.6, "公里", None, "照片", None),
                ("1.1c", "示范", 100, "%", None, None, None),
                ("1.1a", "加梯", 12, "个", "先报", None, at("2026-06-26 09:30")),
                (*("1.1a", "加梯", 10, "个", "更正", "http://a.example/1"), at("2026-06-27 08:30")),
            )
        ),
        ("外滩街道", day, "1.1c", "示范", 100, "%", None, "报告", None),
        ("外滩街道", day, "1.1d", "巡查", None, None, "巡查12次", None, None),
    ]


def test_the_changes(golden: Golden) -> None:
    heads, *rows = table(sheet_at(CHANGES, "--since", "2026-06-26"))
    golden.says(map(str, heads))
    due = at("2026-12-31")
    # With 12 of 30 the 13th is called for at 315.9 days: SPI 0.585, off-track as well.
    golden.says(str(rows[0][0]))
    assert [row[1:9] for row in rows] == [
        ("1.1a", "加梯", "区房管局", *[status_word("off-track")] * 2, 12, 10, "个")
    ]
    assert rows[0][9:13] == (pytest.approx(315.9 / 540), pytest.approx(267.3 / 540), due, due)
    assert "http://a.example/1" not in str(rows[0][13])
    assert "更正" in str(rows[0][13])


def test_tables_can_be_filtered_read_and_printed() -> None:
    found = sheets("--since", "2026-06-26", lang="zh").worksheets
    ranges = {
        ATTENTION: "A1:Q3",
        ITEMS: "A1:V6",
        BY_UNIT: "A1:R7",
        UNITS: "A1:O3",
        REPORTS_BEHIND_THEM: "A1:J7",
        CHANGES: "A1:N2",
    }
    assert {place: found[place].auto_filter.ref for place in ranges} == ranges
    frozen = [found[place].freeze_panes for place in ranges]
    assert frozen == ["E2", "C2", "D2", "B2", "A2", "C2"]
    for place in (OVERVIEW, *ranges):
        page = found[place].page_setup
        assert (page.orientation, page.paperSize) == ("landscape", 9)
        assert found[place].sheet_properties.pageSetUpPr.fitToPage
        assert page.fitToHeight == (None if place == OVERVIEW else 0)  # as many as it takes
        assert found[place].oddHeader.left.text == "计划&&行动"
        assert found[place].print_title_rows == (None if place == OVERVIEW else "$1:$1")
    # A Chinese character takes two places: the widest lines of a cell that is not wrapped fit.
    items = found[ITEMS]
    assert items.column_dimensions["D"].width >= 2 * len(items["D2"].value)
    # The explanation is taller than a line, so its row is.
    assert items.row_dimensions[2].height >= 60


def test_colours_follow_the_word_that_stands_in_the_cell() -> None:
    rules = sheets(lang="zh").worksheets[ITEMS].conditional_formatting
    by_range = {str(rule.sqref): rule.rules for rule in rules}
    words = {rule.formula[0].strip('"'): rule.dxf for rule in by_range["D2:D6"]}
    use("zh")
    assert set(words) == {status_word(status) for status in STATUSES}
    overdue = words[status_word("overdue")]
    assert overdue.font.color.rgb == "FF9E1B1B"
    assert overdue.fill.bgColor.rgb == "FFFADBD8"
    assert {"H2:H6", "I2:I6"} < set(by_range)


def test_charts_are_native_and_say_what_they_show(workspace: Path, golden: Golden) -> None:
    report(lang="zh")
    with zipfile.ZipFile(workspace / "r.xlsx") as found:
        names = [name for name in found.namelist() if name.startswith("xl/charts/")]
        charts = [found.read(name).decode() for name in sorted(names)]
    golden.says((re.findall("<a:t>(.*?)</a:t>", chart)[0] for chart in charts), lang="zh")
    _attention, overview, _items, _by_unit, units, *_more, data = openpyxl.load_workbook(
        "r.xlsx"
    ).sheetnames
    assert re.findall("<c:f>(.*?)</c:f>", charts[0]) == [
        *(f"{overview}!$A$6:$A$9", f"{overview}!$B$6:$B$9")
    ]
    assert re.findall("<c:f>(.*?)</c:f>", charts[1])[:3] == [
        *(f"{units}!$B$1", f"{units}!$A$2:$A$3", f"{units}!$B$2:$B$3")
    ]
    assert '<c:grouping val="stacked"/>' in charts[1]
    assert re.findall("<c:f>(.*?)</c:f>", charts[2]) == [
        *(f"{data}!$B$1:$B$3", f"{data}!$C$1:$C$3"),
        *(f"{data}!$B$4:$B$5", f"{data}!$C$4:$C$5"),
    ]


def test_the_points_of_the_chart_lie_between_nothing_and_all(golden: Golden) -> None:
    sheet = sheet_at(-1)
    assert sheet.sheet_state == "hidden"
    rows = table(sheet)
    assert [row[0] for row in rows[:3]] == ["1.1a", "1.1b", "1.1c"]
    golden.says(str(row[0]) for row in rows[3:])
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
def test_text_stays_text(workspace: Path, note: str) -> None:
    quoted = '"' + note.replace('"', '""') + '"'
    lay_out(workspace, rows={"waitan": f"2026-06-25,1.1d,,{quoted},,\n"})
    assert report().code == 0
    book = CalamineWorkbook.from_path("r.xlsx")
    rows = book.get_sheet_by_index(REPORTS).to_python()
    assert rows[-1][6] == HOSTILE[note]
    with zipfile.ZipFile(workspace / "r.xlsx") as found:
        xml = found.read("xl/worksheets/sheet4.xml").decode()
        assert not any(
            "hyperlink" in found.read(name).decode("latin-1")
            for name in found.namelist()
            if name.startswith("xl/worksheets")
        )
    assert "<f>" not in xml


def test_text_that_begins_like_a_formula_stays_text_when_edited(workspace: Path) -> None:
    lay_out(workspace, rows={"fangguan": "", "waitan": "2026-06-25,1.1d,,=1+1,,\n"})
    cell = sheet_at(REPORTS)["G2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=1+1", "s", True)


def test_nothing_reported_yet(workspace: Path, golden: Golden) -> None:
    lay_out(workspace, rows={"waitan": "", "fangguan": ""})
    found = sheets().worksheets
    golden.says(str(row[0] or "") for row in table(found[OVERVIEW]))
    assert len(table(found[REPORTS])) == 1
    assert len(found) == 6  # no data of a chart


def test_the_same_input_gives_the_same_bytes(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report("--since", "2026-06-26")
    before = (workspace / "r.xlsx").read_bytes()
    monkeypatch.setattr("time.time", lambda: 2e9)
    monkeypatch.setattr("time.localtime", lambda *_: (2033, 5, 18, 3, 33, 20, 2, 138, 0))
    report("--since", "2026-06-26")
    assert (workspace / "r.xlsx").read_bytes() == before
    properties = sheets().properties
    assert (properties.title, properties.creator) == ("计划&行动", None)
    assert properties.created == properties.modified == at("2026-06-30")


@pytest.mark.office
@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_a_spreadsheet_opens_counts_and_prints_it(workspace: Path) -> None:
    report("--since", "2026-06-26", lang="zh")
    assert SOFFICE is not None
    for kind in (
        "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1",
        "pdf",
    ):
        subprocess.run(
            [
                SOFFICE,
                f"-env:UserInstallation={(workspace / 'profile').as_uri()}",
                *("--headless", "--convert-to", kind, "--outdir", "out", "r.xlsx"),
            ],
            check=True,
            capture_output=True,
            timeout=180,
        )
    book = openpyxl.load_workbook("r.xlsx")
    text = (workspace / "out" / f"r-{book.sheetnames[OVERVIEW]}.csv").read_text(encoding="utf-8")
    overview = list(csv.reader(io.StringIO(text)))
    assert [row[1] for row in overview[5:10]] == ["1", "1", "1", "2", "5"]
    words = [row[0] for row in table(book.worksheets[OVERVIEW])]
    assert [row[0] for row in overview[5:10]] == words[5:]
    text = (workspace / "out" / f"r-{book.sheetnames[ITEMS]}.csv").read_text(encoding="utf-8")
    items = list(csv.reader(io.StringIO(text)))
    assert items[1][3:7] == [words[5], "10", "30", "个"]
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
    assert [page[-3:] for page in pages] == [f"{n}/7" for n in range(1, 8)]
    assert all(page.startswith("计划&行动") for page in pages)
    assert "更正" in pages[CHANGES]
    assert "更正" not in pages[REPORTS_BEHIND_THEM]
    with zipfile.ZipFile("r.xlsx") as found:
        charts = [found.read(f"xl/charts/chart{n}.xml").decode() for n in (1, 2)]
    assert all(re.findall("<a:t>(.*?)</a:t>", chart)[0] in pages[OVERVIEW] for chart in charts)
    assert all(shown in pages[ITEMS] for shown in ("33%", "74%", "0.50", "约>10.5", "2026-12-31"))
