"""`hpplan form` from end to end: the workbook that goes out, read back cell by cell."""

from __future__ import annotations

import hashlib
import json
import os
import re
import zipfile
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.cell_range import MultiCellRange
from python_calamine import CalamineWorkbook

import running
from hpplan.forms.columns import FILLED_IN, TITLES, file_name, title
from hpplan.i18n import LANGUAGES, use
from hpplan.output.form.looks import COLUMN_WIDTHS, row_height
from hpplan.output.form.validation import NO_PART
from hpplan.output.words.asking import not_involved
from hpplan.plan.model import Unit
from hpplan.progress.cells import NOT_INVOLVED
from plans import HEADER
from running import Shown, our_words

if TYPE_CHECKING:
    from pathlib import Path

    from golden import Golden

DAY = "2026-06-30"
FIRST = 6
"""The row of the first item, counted from 1."""

PLAN = """\
format: 1
title: 城市管理精细化行动计划（2025—2026年）
issued: 2025-01-01
start: 2025-01-01
end: 2026-12-31
coordinator: lvhua
units:
  - {id: fangguan, name: 区房管局}
  - {id: lvhua, name: 区绿化市容局}
  - {id: yuyuan, name: 豫园街道}
  - {id: waitan, name: 外滩街道}
groups:
  - {id: jiedao, name: 各街道, members: [yuyuan, waitan]}
chapters:
  - id: "1"
    title: 焕新城市面貌
    clauses:
      - id: "1.1"
        title: 推进居住环境品质提升
        leads: [fangguan]
        text: 改造旧里；加梯30个；达标95%；每年打造2片街区；日常巡查；工期不超过3个月。
        targets:
          - {id: 1.1a, name: 改造旧里, quote: 改造旧里, kind: milestone, due: 2026-03-31}
          - {id: 1.1b, name: 规模化加梯, quote: 加梯30个, kind: count, at_least: 30, uom: 个,
             definition: 以验收为准}
          - {id: 1.1c, name: 物业达标率, quote: 达标95%, kind: level, at_least: 95, uom: "%",
             baseline: {date: 2025-01-01, value: 80}}
          - {id: 1.1d, name: 打造街区, quote: 每年打造2片街区, kind: count, at_least: 2,
             uom: 片, every: year}
          - {id: 1.1e, name: 日常巡查, quote: 日常巡查, kind: duty}
          - {id: 1.1f, name: 缩短工期, quote: 工期不超过3个月, kind: level, at_most: 3, uom: 个月}
      - id: "1.2"
        title: 规划建设绿道
        leads: [lvhua, fangguan]
        text: 新增绿道2公里。
        targets:
          - {id: 1.2a, name: 新增绿道, quote: 新增绿道2公里, kind: amount, at_least: 2, uom: 公里}
"""
ROWS = (
    "2026-03-31,1.1a,40,,照片,\n2026-05-31,1.1b,14,,,\n2026-05-31,1.1c,91.5,,,\n"
    "2025-12-01,1.1d@2025,1,,,\n2026-05-31,1.1e,,巡查三次,,\n2026-05-31,1.1f,2.5,,,\n"
)


pytestmark = [
    pytest.mark.workspace(
        PLAN, {"fangguan": ROWS, "lvhua": "2026-05-31,1.2a,1.5,,,\n", "yuyuan": "", "waitan": ""}
    ),
    pytest.mark.usefixtures("workspace"),
]


def ran(*arguments: str, lang: str = "en") -> Shown:
    """What `hpplan form` shows, its paths as on any system."""
    out, err, code = running.ran("--lang", lang, "form", "--as-of", DAY, *arguments)
    return Shown(out.replace(os.sep, "/"), err, code)


def made(*arguments: str, unit: str = "fangguan-区房管局", lang: str = "zh") -> Any:
    """The workbook of a unit."""
    _out, err, code = ran(*(arguments or ("fangguan",)), "-o", "out", lang=lang)
    assert (err, code) == ("", 0)
    return load_workbook(f"out/{unit}-{DAY}.xlsx")


def row_of(sheet: Any, item: str) -> dict[str, Any]:
    """The cells of an item's row by their columns."""
    for row in sheet.iter_rows(min_row=FIRST):
        if row[1].value == item:
            return dict(zip(TITLES, row, strict=True))
    raise LookupError(item)


def values(sheet: Any, item: str) -> list[Any]:
    return [cell.value for cell in row_of(sheet, item).values()]


def checks(sheet: Any, cell: Any) -> list[Any]:
    """What a cell admits."""
    found = sheet.data_validations.dataValidation
    return [each for each in found if cell.coordinate in MultiCellRange(str(each.sqref))]


# What goes out


def test_a_form_for_each_unit_that_reports_on_something(workspace: Path, golden: Golden) -> None:
    out, err, code = ran("--all", "-o", "forms")
    assert code == 0
    golden.says([out, err])
    assert sorted(path.name for path in (workspace / "forms").iterdir()) == [
        "fangguan-区房管局-2026-06-30.xlsx",
        "lvhua-区绿化市容局-2026-06-30.xlsx",
    ]


def test_what_is_said_in_chinese(golden: Golden) -> None:
    out, err, code = ran("区房管局", "各街道", "-o", "forms", lang="zh")
    assert code == 0
    golden.says([out, err], lang="zh")


@pytest.mark.parametrize(
    "arguments", [(), ("fangguan", "--all"), ("fanguan",), ("1.1",)], ids=" ".join
)
def test_who_it_is_for_has_to_be_clear(arguments: tuple[str, ...], golden: Golden) -> None:
    shown = ran(*arguments, "-o", "forms")
    assert (shown.stdout, shown.code) == ("", 2)
    golden.says(shown.reason)


def test_without_an_item_there_is_nothing_to_make(workspace: Path, golden: Golden) -> None:
    out, err, code = ran("yuyuan", "-o", "forms")
    assert (out, code) == ("", 3)
    golden.says(err)
    assert not (workspace / "forms").exists()


def test_a_form_that_may_be_filled_in_is_not_replaced_unasked(
    workspace: Path, golden: Golden
) -> None:
    ran("fangguan", "-o", "forms")
    path = workspace / "forms" / "fangguan-区房管局-2026-06-30.xlsx"
    blank = path.read_bytes()
    assert ran("fangguan", "-o", "forms")[1:] == ("", 0)
    path.write_bytes(b"filled in")
    out, err, code = ran("--all", "-o", "forms")
    assert (out, code) == ("", 3)
    golden.says(err)
    assert path.read_bytes() == b"filled in"
    assert len(list(path.parent.iterdir())) == 1
    assert ran("fangguan", "-o", "forms", "--force")[2] == 0
    assert path.read_bytes() == blank


def test_a_folder_that_cannot_be_made_is_said(workspace: Path, golden: Golden) -> None:
    (workspace / "forms").write_text("", encoding="utf-8")
    out, err, code = ran("fangguan", "-o", "forms")
    assert (out, code) == ("", 3)
    golden.says(our_words(err))


@pytest.mark.parametrize("folder", ["data/progress", "data/progress/../progress/forms"])
def test_the_folder_of_the_progress_files_is_for_them_alone(
    workspace: Path, folder: str, golden: Golden
) -> None:
    before = list((workspace / "data").rglob("*"))
    shown = ran("fangguan", "-o", folder)
    assert shown.code == 2
    golden.says(shown.reason)
    assert list((workspace / "data").rglob("*")) == before


def test_rows_with_faults_are_owned_up_to(workspace: Path, golden: Golden) -> None:
    path = workspace / "data" / "progress" / "fangguan.csv"
    path.write_text(f"{HEADER}{ROWS}2026-06-30,1.1b,约14,,,\n", encoding="utf-8")
    out, err, code = ran("fangguan", "-o", "forms")
    assert (out.count("\n"), code) == (1, 1)
    golden.says(err)


def test_the_same_input_gives_the_same_bytes(workspace: Path) -> None:
    digests = set()
    for folder in ("one", "two"):
        ran("fangguan", "-o", folder)
        data = (workspace / folder / f"fangguan-区房管局-{DAY}.xlsx").read_bytes()
        digests.add(hashlib.sha256(data).hexdigest())
    assert len(digests) == 1
    book = load_workbook(workspace / "one" / f"fangguan-区房管局-{DAY}.xlsx")
    assert book.properties.created == datetime(2026, 6, 30)  # noqa: DTZ001
    assert book.properties.creator == "hpplan"


@pytest.mark.parametrize(
    ("unit", "file"),
    [
        ("区房管局", "a-区房管局-2026-06-30.xlsx"),
        ("../外滩 街道（一）\u202e", "a-外滩街道一-2026-06-30.xlsx"),
        ("…", "a-2026-06-30.xlsx"),
        ("局" * 200, f"a-{'局' * 40}-2026-06-30.xlsx"),
    ],
)
def test_a_file_is_named_in_letters_that_any_system_has(unit: str, file: str) -> None:
    assert file_name(Unit(id="a", name=unit), date(2026, 6, 30), ".xlsx") == file


# The table


def test_the_head_says_whose_form_it_is(golden: Golden) -> None:
    book = made()
    golden.says(book.sheetnames, lang="zh")
    sheet = book.worksheets[0]
    golden.says((sheet.cell(row, 1).value for row in range(1, 5)), lang="zh")
    assert [cell.value for cell in sheet[FIRST - 1]] == list(map(title, TITLES))


def test_what_must_be_filled_in_comes_first_and_last_what_is_done(golden: Golden) -> None:
    sheet = made().worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=FIRST)]
    assert [row[1] for row in rows] == [
        *("1.1d@2025", "1.1a", "1.1b", "1.1d@2026", "1.2a", "1.1c", "1.1e", "1.1f")
    ]
    golden.says((f"{row[1]} {row[8]} {row[0]}" for row in rows), lang="zh")


TODAY, MARCH = datetime(2026, 6, 30), datetime(2026, 3, 31)  # noqa: DTZ001 (it knows no zone)
END, MAY = datetime(2026, 12, 31), datetime(2026, 5, 31)  # noqa: DTZ001
LAST, DECEMBER = datetime(2025, 12, 31), datetime(2025, 12, 1)  # noqa: DTZ001
ROWS_OF: dict[str, tuple[object, ...]] = {
    # due; day and figure of the last report; the day it is filled in for; what is new
    "1.1a": (MARCH, MARCH, "40%", TODAY, None),
    "1.1b": (END, MAY, 14, TODAY, '=IF(ISNUMBER(M8),M8-N(K8),"")'),
    "1.1c": (END, MAY, "91.5%", TODAY, None),
    # What closes a past year speaks of its last day.
    "1.1d@2025": (LAST, DECEMBER, 1, LAST, '=IF(ISNUMBER(M6),M6-N(K6),"")'),
    "1.1e": (END, MAY, None, TODAY, None),
    "1.1f": (END, MAY, 2.5, TODAY, None),
    # What another unit reported is not this one's last total.
    "1.2a": (END, None, None, TODAY, '=IF(ISNUMBER(M10),M10-N(K10),"")'),
}


@pytest.mark.parametrize("item", ROWS_OF)
def test_whole_rows(item: str, golden: Golden) -> None:
    found = values(made().worksheets[0], item)
    assert (found[7], *found[9:12], found[13]) == ROWS_OF[item]
    assert [found[12], *found[14:]] == [None] * 6
    golden.says((str(cell) for cell in found[:9]), lang="zh")


def test_in_english(golden: Golden) -> None:
    book = made(lang="en")
    golden.says(book.sheetnames)
    sheet = book.worksheets[0]
    assert [cell.value for cell in sheet[FIRST - 1]] == list(TITLES.values())
    golden.says(sheet["A2"].value)
    golden.says(str(cell) for cell in values(sheet, "1.1b")[:9])


def test_another_reader_sees_the_same() -> None:
    shown = values(made().worksheets[0], "1.1b")
    book = CalamineWorkbook.from_path(f"out/fangguan-区房管局-{DAY}.xlsx")
    rows = book.get_sheet_by_index(0).to_python()
    assert rows[FIRST + 1] == [
        *shown[:7],
        date(2026, 12, 31),
        shown[8],
        *(date(2026, 5, 31), 14.0, date(2026, 6, 30)),
        # Where nothing is recalculated, nothing is new.
        *[""] * 7,
    ]
    assert rows[FIRST + 1][1:5] == ["1.1b", "1.1", "规模化加梯", "加梯30个"]


def test_a_form_in_which_nothing_was_filled_in_adds_nothing() -> None:
    made()
    result = running.ran("collect", "out", "--as-of", DAY, "--dry-run", "--format", "json")
    (form,) = json.loads(result.stdout)["forms"]
    assert (form["unit"], form["blank"], form["faults"], form["rows"]) == ("fangguan", 8, [], [])


# What a unit fills in


@pytest.mark.parametrize(
    ("item", "white"),
    [
        ("1.1a", {"date", "value", "note", "evidence", "cause", "measures", "expected"}),
        ("1.1c", {"date", "value", "note", "evidence"}),
        ("1.1e", {"date", "value", "note", "evidence"}),
        ("1.2a", {"date", "value", "note", "evidence"}),
    ],
)
def test_white_cells_are_open_and_all_others_are_locked(item: str, white: set[str]) -> None:
    sheet = made().worksheets[0]
    row = row_of(sheet, item)
    assert {key for key, cell in row.items() if not cell.protection.locked} == white
    assert {key for key, cell in row.items() if cell.fill.fgColor.rgb == "FFFFFFFF"} == white
    assert white <= set(FILLED_IN)
    assert all(cell.protection.locked for at in range(1, FIRST) for cell in sheet[at])


def test_the_sheets_are_protected_without_a_password() -> None:
    book = made()
    for sheet in book:
        assert (sheet.protection.sheet, sheet.protection.password) == (True, None)
        assert sheet.sheet_state == "visible"
    allowed = book.worksheets[0].protection
    # Of a locked sheet, false is what is allowed.
    assert not any((allowed.sort, allowed.autoFilter, allowed.formatColumns, allowed.insertRows))
    assert all((allowed.formatCells, allowed.deleteRows, allowed.insertHyperlinks))


@pytest.mark.parametrize(
    ("item", "look"),
    [
        ("1.1a", "@"),
        ("1.1b", "#,##0"),
        ("1.1c", "@"),
        ("1.1f", "General"),
        ("1.2a", "General"),
    ],
)
def test_a_percentage_stays_as_it_is_typed(item: str, look: str) -> None:
    row = row_of(made().worksheets[0], item)
    assert row["value"].number_format == look
    assert [row[key].number_format for key in ("date", "due", "last_date")] == ["yyyy-mm-dd"] * 3
    assert [row[key].number_format for key in ("target", "note", "evidence")] == ["@"] * 3


def test_what_was_typed_for_what_is_new_shows_at_once(golden: Golden) -> None:
    sheet = made().worksheets[0]
    count, amount = row_of(sheet, "1.1b")["increment"], row_of(sheet, "1.2a")["increment"]
    less = re.findall('"(.*?)"', count.number_format)
    golden.says(less, lang="zh")
    assert count.number_format == f'#,##0;[Red]"{less[0]}"#,##0;0'
    assert amount.number_format == f'General;[Red]"{less[0]}"General;0'


def no_part(cell: str) -> str:
    """The formula for a cell that says to have no part."""
    return "OR(" + ",".join(f'{cell}="{word}"' for word in NO_PART) + ")"


def test_what_a_unit_types_that_has_no_part_is_read_in_every_language() -> None:
    assert set(NO_PART) <= NOT_INVOLVED
    for code in LANGUAGES:
        use(code)
        assert not_involved() in NO_PART


NUMBER = 'VALUE(SUBSTITUTE(SUBSTITUTE({cell},"%",""),"％",""))'


@pytest.mark.parametrize(
    ("item", "key", "checked"),
    [
        ("1.1b", "date", ("date", "between", "45658", "TODAY()", True, "stop")),
        ("1.1d@2026", "date", ("date", "between", "46023", "TODAY()", True, "stop")),
        ("1.1a", "value", ("list", "between", '"完成,不涉及"', None, False, "stop")),
        ("1.1e", "value", ("list", "between", '"不涉及"', None, False, "stop")),
        (
            *("1.1b", "value"),
            (
                *("custom", "between", f"IF(ISTEXT(M6),{no_part('M6')},AND(M6>=0,M6=INT(M6)))"),
                *(None, True, "stop"),
            ),
        ),
        (
            "1.1c",
            "value",
            (
                *("custom", "between", f"IFERROR({NUMBER.format(cell='M11')}>=0,{no_part('M11')})"),
                *(None, True, "stop"),
            ),
        ),
        (
            *("1.1f", "value"),
            (
                *("custom", "between", f"IF(ISTEXT(M13),{no_part('M13')},M13>=0)"),
                *(None, True, "stop"),
            ),
        ),
        (
            *("1.2a", "value"),
            (
                *("custom", "between", f"IF(ISTEXT(M10),{no_part('M10')},M10>=0)"),
                *(None, True, "stop"),
            ),
        ),
        ("1.1b", "expected", ("date", "greaterThanOrEqual", "TODAY()", None, True, "warning")),
    ],
)
def test_what_a_cell_admits(item: str, key: str, checked: tuple[object, ...]) -> None:
    sheet = made().worksheets[0]
    (found,) = checks(sheet, row_of(sheet, item)[key])
    assert (
        found.type,
        found.operator or "between",
        found.formula1,
        found.formula2,
        found.showErrorMessage,
        found.errorStyle or "stop",
    ) == checked


@pytest.mark.parametrize(
    ("item", "key", "lang", "wrong"),
    [
        ("1.1b", "value", "zh", True),
        ("1.1b", "value", "en", True),
        ("1.1a", "value", "zh", False),
        ("1.1d@2026", "date", "zh", True),
        ("1.1e", "note", "zh", False),
        # Why it is late, as `status` explains it.
        ("1.1a", "cause", "zh", False),
    ],
)
def test_what_a_cell_says(item: str, key: str, lang: str, golden: Golden, *, wrong: bool) -> None:
    sheet = made(lang=lang).worksheets[0]
    (found,) = checks(sheet, row_of(sheet, item)[key])
    assert (found.error is not None) == wrong
    golden.says([found.promptTitle, found.prompt, found.error or ""], f"{key} of {item}", lang=lang)


def test_what_is_no_percentage_is_coloured_and_not_refused() -> None:
    sheet = made().worksheets[0]
    coloured, noted = sheet.conditional_formatting
    number = NUMBER.format(cell="M7")
    assert str(coloured.sqref) == "M7"
    assert coloured.rules[0].formula == [
        (
            f'AND(M7<>"",NOT(IFERROR(AND({number}>=0,{number}<=100),'
            f'OR(M7="done",M7="完成",M7="已完成",{no_part("M7")[3:]})))'
        )
    ]
    assert str(noted.sqref) == "O6:O13"
    assert noted.rules[0].formula == [f'AND({no_part("M6")},O6="")']


# How it looks


def test_the_sheet_on_the_screen() -> None:
    sheet = made().worksheets[0]
    assert sheet.freeze_panes == "E6"
    assert sheet.auto_filter.ref == "A5:S13"
    assert sheet.sheet_view.selection[-1].activeCell == "M6"
    wide = sheet.column_dimensions.values()
    found = [each.width for each in wide for _column in range(each.min, each.max + 1)]
    assert found == [pytest.approx(width + 5 / 7, abs=0.08) for width in COLUMN_WIDTHS.values()]
    heights = [sheet.row_dimensions[row].height for row in range(FIRST, FIRST + 8)]
    assert heights == [48, 48, 63, 48, 48, 33.75, 33.75, 33.75]


@pytest.mark.parametrize("key", TITLES)
def test_no_word_of_a_head_is_cut(key: str) -> None:
    """In bold a letter takes a digit's width and more."""
    words = re.findall(r"\w+", TITLES[key])
    assert max(map(len, words)) + 2 <= COLUMN_WIDTHS[key]


def test_the_sheet_on_paper(golden: Golden) -> None:
    sheet = made().worksheets[0]
    setup = sheet.page_setup
    assert (setup.orientation, str(setup.paperSize)) == ("landscape", "8")
    assert (sheet.sheet_properties.pageSetUpPr.fitToPage, setup.fitToHeight) == (True, 0)
    assert sheet.print_title_rows == "$5:$5"
    footer = sheet.oddFooter
    assert [footer.left.text, footer.right.text] == [" 区房管局", " 2026-06-30"]
    assert re.findall("&.", footer.center.text) == ["&P", "&N"]
    golden.says(footer.center.text, lang="zh")


@pytest.mark.parametrize(
    ("texts", "least", "lines"),
    [
        ([], 2, 2),
        ([("到2025年底全面完成零星二级旧里以下房屋改造", 22)], 1, 2),
        ([("必填", 11.5)], 1, 1),
        ([("请回复是否涉及\n共同填报\n", 11.5)], 2, 4),
        ([("a" * 20, 10), ("b" * 30, 10)], 1, 4),
    ],
)
def test_a_row_is_as_tall_as_its_text(
    texts: list[tuple[str, float]], least: int, lines: int
) -> None:
    assert row_height(texts, least) == lines * 14.5 + 14.5 / 3


def test_no_row_is_taller_than_a_spreadsheet_has_them() -> None:
    assert row_height([("字" * 30_000, 22)]) == 409


def test_ten_lines_explain_it(golden: Golden) -> None:
    sheet = made().worksheets[1]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
    assert [row[0] for row in rows] == list(range(1, 11))
    heads = [sheet["A1"].value, *(f"{row[1]}：{row[2]}" for row in rows)]
    golden("how-to-fill-in.zh.txt", "\n".join([*heads, ""]))


def test_without_a_coordinator_it_goes_back_to_whoever_sent_it(
    workspace: Path, golden: Golden
) -> None:
    plan = PLAN.replace("coordinator: lvhua\n", "")
    (workspace / "plan.yaml").write_text(plan, encoding="utf-8")
    golden.says(made().worksheets[1]["C12"].value, lang="zh")


# What must not get through


HOSTILE = [
    ("=cmd|'/C calc'!A0", "=cmd|'/C calc'!A0"),
    ("+1+1", "+1+1"),
    ("@SUM(A1)", "@SUM(A1)"),
    ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    ("{=1+1}", "{=1+1}"),
    ("https://example.org/a", "https://example.org/a"),
    ("_x0041_街区", "_x0041_街区"),
    ("改造\u202e旧里", "改造<U+202E>旧里"),
    ("改造\u200b旧里", "改造<U+200B>旧里"),
    ("改造\uffff旧里", "改造<U+FFFF>旧里"),
    ("改造&lt;&amp;旧里", "改造&lt;&amp;旧里"),
]


@pytest.mark.parametrize(("text", "shown"), HOSTILE)
def test_text_stays_text(workspace: Path, text: str, shown: str) -> None:
    given = json.dumps(text)
    plan = PLAN.replace("name: 改造旧里, quote: 改造旧里", f"name: {given}, quote: {given}")
    plan = plan.replace("name: 区房管局", f"name: {given}")
    plan = plan.replace("definition: 以验收为准", f"definition: {given}")
    plan = plan.replace("title: 城市管理精细化行动计划（2025—2026年）", f"title: {given}")
    (workspace / "plan.yaml").write_text(plan, encoding="utf-8")
    _out, err, code = ran("fangguan", "-o", "out", lang="zh")
    assert (err, code) == ("", 0)
    (path,) = (workspace / "out").iterdir()
    book = load_workbook(path)
    sheet = book.worksheets[0]
    row = row_of(sheet, "1.1a")
    assert [row[key].value for key in ("name", "quote")] == [shown, shown]
    assert {row[key].data_type for key in ("name", "quote", "definition")} == {"s"}
    assert row["name"].quotePrefix
    assert sheet["A1"].value.startswith(shown)
    assert row_of(sheet, "1.1b")["definition"].value.endswith(shown)
    formulas = [c.value for each in book for r in each for c in r if c.data_type == "f"]
    assert len(formulas) == 4
    assert all(formula.startswith("=IF(ISNUMBER(M") for formula in formulas)
    assert sheet.oddFooter.left.text == f" {shown.replace('&', '&&')}"


def test_a_workbook_holds_nothing_but_its_sheets(workspace: Path) -> None:
    made()
    with zipfile.ZipFile(workspace / "out" / f"fangguan-区房管局-{DAY}.xlsx") as archive:
        names = archive.namelist()
        book = archive.read("xl/workbook.xml").decode()
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert sorted(names) == [
        "[Content_Types].xml",
        "_rels/.rels",
        "docProps/app.xml",
        "docProps/core.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/sharedStrings.xml",
        "xl/styles.xml",
        "xl/theme/theme1.xml",
        "xl/workbook.xml",
        "xl/worksheets/sheet1.xml",
        "xl/worksheets/sheet2.xml",
    ]
    assert re.findall('definedName name="([^"]*)"', book) == [
        "_xlnm._FilterDatabase",
        "_xlnm.Print_Titles",
    ]
    assert re.findall('<ignoredError sqref="([^"]*)" numberStoredAsText="1"/>', sheet) == [
        "B6:B13 C6:C13 K6:K13 M6:M13"
    ]


@pytest.mark.slow
def test_days_that_no_spreadsheet_has_are_text(workspace: Path, golden: Golden) -> None:
    plan = PLAN.replace("start: 2025-01-01", "start: 1024-01-01")
    (workspace / "plan.yaml").write_text(
        plan.replace("due: 2026-03-31", "due: 1899-12-31"), encoding="utf-8"
    )
    sheet = made().worksheets[0]
    row = row_of(sheet, "1.1a")
    assert row["due"].value == "1899-12-31"
    (found,) = checks(sheet, row["date"])
    assert (found.operator, found.formula1) == ("lessThanOrEqual", "TODAY()")
    golden.says(found.prompt, lang="zh")


def test_what_is_too_long_for_a_spreadsheet_is_cut(workspace: Path) -> None:
    plan = PLAN.replace("definition: 以验收为准", f"definition: {'𠮷' * 40_000}")
    plan = plan.replace("uom: 个,", f"uom: {'𠮷' * 200},")
    (workspace / "plan.yaml").write_text(plan, encoding="utf-8")
    sheet = made().worksheets[0]
    row = row_of(sheet, "1.1b")
    assert len(row["definition"].value.encode("utf-16-le")) <= 2 * 32_767
    assert sheet.row_dimensions[row["definition"].row].height == 408.75
    (found,) = checks(sheet, row["cause"])
    assert found.prompt.endswith("𠮷…")
    assert len(found.prompt.encode("utf-16-le")) <= 2 * 255
