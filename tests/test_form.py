"""`hpplan form` from end to end: the workbook that goes out, read back cell by cell."""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.cell_range import MultiCellRange
from python_calamine import CalamineWorkbook
from typer.testing import CliRunner

from hpplan.cli import app
from hpplan.forms.columns import FILLED_IN, TITLES, file_name, title
from hpplan.output.form.looks import COLUMN_WIDTHS, row_height
from hpplan.plan.model import Unit

if TYPE_CHECKING:
    from pathlib import Path

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
HEADER = "date,target,value,note,evidence,recorded\n"
ROWS = (
    "2026-03-31,1.1a,40,,照片,\n2026-05-31,1.1b,14,,,\n2026-05-31,1.1c,91.5,,,\n"
    "2025-12-01,1.1d@2025,1,,,\n2026-05-31,1.1e,,巡查三次,,\n2026-05-31,1.1f,2.5,,,\n"
)


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    progress = tmp_path / "data" / "progress"
    progress.mkdir(parents=True)
    (tmp_path / "plan.yaml").write_text(PLAN, encoding="utf-8")
    for unit in ("fangguan", "lvhua", "yuyuan", "waitan"):
        rows = {"fangguan": ROWS, "lvhua": "2026-05-31,1.2a,1.5,,,\n"}.get(unit, "")
        (progress / f"{unit}.csv").write_text(HEADER + rows, encoding="utf-8")
    return tmp_path


def ran(*arguments: str, lang: str = "en") -> tuple[str, str, int]:
    result = CliRunner().invoke(app, ["--lang", lang, "form", "--as-of", DAY, *arguments])
    return result.stdout, result.stderr, result.exit_code


def made(*arguments: str, unit: str = "fangguan-区房管局", lang: str = "zh") -> Any:
    """The workbook of a unit."""
    _out, err, code = ran(*(arguments or ("fangguan",)), "-o", "out", lang=lang)
    assert (err, code) == ("", 0)
    return load_workbook(f"out/{unit}-{DAY}.xlsx")


def row_of(sheet: Any, item: str) -> dict[str, Any]:
    """The cells of an item's row by their columns."""
    for row in sheet.iter_rows(min_row=FIRST):
        if row[0].value == item:
            return dict(zip(TITLES, row, strict=True))
    raise LookupError(item)


def values(sheet: Any, item: str) -> list[Any]:
    return [cell.value for cell in row_of(sheet, item).values()]


def checks(sheet: Any, cell: Any) -> list[Any]:
    """What a cell admits."""
    found = sheet.data_validations.dataValidation
    return [each for each in found if cell.coordinate in MultiCellRange(str(each.sqref))]


# What goes out


def test_a_form_for_each_unit_that_reports_on_something(workspace: Path) -> None:
    out, err, code = ran("--all", "-o", "forms")
    assert out.splitlines() == [
        "forms/fangguan-区房管局-2026-06-30.xlsx: 8 items, 3 need attention",
        "forms/lvhua-区绿化市容局-2026-06-30.xlsx: 1 item, 0 need attention",
    ]
    assert err.splitlines() == [
        "豫园街道 has nothing to report on; it gets no form.",
        "外滩街道 has nothing to report on; it gets no form.",
    ]
    assert code == 0
    assert sorted(path.name for path in (workspace / "forms").iterdir()) == [
        "fangguan-区房管局-2026-06-30.xlsx",
        "lvhua-区绿化市容局-2026-06-30.xlsx",
    ]


def test_what_is_said_in_chinese(workspace: Path) -> None:
    out, err, code = ran("区房管局", "各街道", "-o", str(workspace / "forms"), lang="zh")
    assert (out, code) == ("forms/fangguan-区房管局-2026-06-30.xlsx：8个事项，需要关注3项\n", 0)
    assert err == ("豫园街道没有填报事项，不生成填报表。\n外滩街道没有填报事项，不生成填报表。\n")


@pytest.mark.usefixtures("workspace")
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "name units, or give --all for all of them, not both"),
        (("fangguan", "--all"), "name units, or give --all for all of them, not both"),
        (("fanguan",), "there is no unit “fanguan”; did you mean fangguan?"),
        (("1.1",), "there is no unit “1.1”"),
    ],
)
def test_who_it_is_for_has_to_be_clear(arguments: tuple[str, ...], message: str) -> None:
    out, err, code = ran(*arguments, "-o", "forms")
    assert (out, code) == ("", 2)
    assert err.splitlines()[-1] == f"Error: Invalid value: {message}"


def test_without_an_item_there_is_nothing_to_make(workspace: Path) -> None:
    out, err, code = ran("yuyuan", "-o", "forms")
    assert (out, err, code) == ("", "豫园街道 has nothing to report on; it gets no form.\n", 3)
    assert not (workspace / "forms").exists()


def test_a_form_that_may_be_filled_in_is_not_replaced_unasked(workspace: Path) -> None:
    ran("fangguan", "-o", "forms")
    path = workspace / "forms" / "fangguan-区房管局-2026-06-30.xlsx"
    blank = path.read_bytes()
    assert ran("fangguan", "-o", "forms")[1:] == ("", 0)
    path.write_bytes(b"filled in")
    out, err, code = ran("--all", "-o", "forms")
    assert (out, code) == ("", 3)
    assert err.splitlines()[2:] == [
        "Nothing was written: already there, with other content: fangguan-区房管局-2026-06-30.xlsx",
        "They may be filled in: name another folder, or replace them with --force.",
    ]
    assert path.read_bytes() == b"filled in"
    assert len(list(path.parent.iterdir())) == 1
    assert ran("fangguan", "-o", "forms", "--force")[2] == 0
    assert path.read_bytes() == blank


def test_a_folder_that_cannot_be_made_is_said(workspace: Path) -> None:
    (workspace / "forms").write_text("", encoding="utf-8")
    out, err, code = ran("fangguan", "-o", "forms")
    assert (out, code) == ("", 3)
    assert err == "forms cannot be written: Not a directory\n"


@pytest.mark.parametrize("folder", ["data/progress", "data/progress/../progress/forms"])
def test_the_folder_of_the_progress_files_is_for_them_alone(workspace: Path, folder: str) -> None:
    before = list((workspace / "data").rglob("*"))
    _out, err, code = ran("fangguan", "-o", folder)
    assert code == 2
    assert f"{folder} is for the progress files alone; name another folder" in err
    assert list((workspace / "data").rglob("*")) == before


def test_rows_with_faults_are_owned_up_to(workspace: Path) -> None:
    path = workspace / "data" / "progress" / "fangguan.csv"
    path.write_text(f"{HEADER}{ROWS}2026-06-30,1.1b,约14,,,\n", encoding="utf-8")
    out, err, code = ran("fangguan", "-o", "forms")
    assert (out.count("\n"), code) == (1, 1)
    assert "“约14” is no exact figure" in err
    assert err.endswith("1 row with faults was left out; hpplan check says more.\n")


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


@pytest.mark.usefixtures("workspace")
def test_the_head_says_whose_form_it_is() -> None:
    book = made()
    assert book.sheetnames == ["进度", "填报说明"]
    sheet = book["进度"]
    assert [sheet.cell(row, 1).value for row in range(1, 5)] == [
        "城市管理精细化行动计划（2025—2026年）填报表",
        "填报单位：区房管局    截至2026年6月30日    8个事项    需要关注3项",
        "只填蓝色表头下的白色单元格，填法见“填报说明”表。",
        "勿改：hpplan-form/1 plan=f81e0aaa647e unit=fangguan as-of=2026-06-30",
    ]
    assert [cell.value for cell in sheet[FIRST - 1]] == list(map(title, TITLES))


@pytest.mark.usefixtures("workspace")
def test_what_needs_attention_comes_first_then_ones_own_then_what_is_shared() -> None:
    sheet = made()["进度"]
    assert [[row[at].value for at in (0, 7, 8)] for row in sheet.iter_rows(min_row=FIRST)] == [
        ["1.1d@2025", "逾期", "需要关注\n单独填报"],
        ["1.1a", "逾期", "需要关注\n单独填报"],
        ["1.1b", "存在风险", "需要关注\n单独填报"],
        ["1.1c", "正常推进", "单独填报"],
        ["1.1d@2026", "长期未报", "单独填报"],
        ["1.1e", "正常履行", "单独填报"],
        ["1.2a", "正常推进", "共同填报\n无分工可不填"],
        ["1.1f", "已完成", "单独填报"],
    ]


TODAY, NOBODY = datetime(2026, 6, 30), [None] * 5  # noqa: DTZ001 (a spreadsheet knows no zone)
END, MAY = datetime(2026, 12, 31), datetime(2026, 5, 31)  # noqa: DTZ001
OWN = "单独填报"
ROWS_OF = {
    "1.1a": (
        ["1.1a", "1.1", "改造旧里", "改造旧里", "完成的百分比，或填“完成”", "100%"],
        [datetime(2026, 3, 31), "逾期", f"需要关注\n{OWN}", datetime(2026, 3, 31), "40%"],  # noqa: DTZ001
        [TODAY, None, None],
    ),
    "1.1b": (
        ["1.1b", "1.1", "规模化加梯", "加梯30个"],
        ["本单位自2025年1月1日起的累计数，个；以验收为准", "30个"],
        [END, "存在风险", f"需要关注\n{OWN}", MAY, 14],
        [TODAY, None, '=IF(ISNUMBER(M8),M8-N(K8),"")'],
    ),
    "1.1c": (
        ["1.1c", "1.1", "物业达标率", "达标95%", "实测值，%", "不低于95%"],
        [END, "正常推进", OWN, MAY, "91.5%", TODAY, None, None],
    ),
    # What closes a past year speaks of its last day.
    "1.1d@2025": (
        ["1.1d@2025", "1.1", "打造街区（2025年）", "每年打造2片街区"],
        ["本单位自2025年1月1日起的累计数，片", "2片", datetime(2025, 12, 31), "逾期"],  # noqa: DTZ001
        [f"需要关注\n{OWN}", datetime(2025, 12, 1), 1],  # noqa: DTZ001
        [datetime(2025, 12, 31), None, '=IF(ISNUMBER(M6),M6-N(K6),"")'],  # noqa: DTZ001
    ),
    "1.1e": (
        ["1.1e", "1.1", "日常巡查", "日常巡查", "常态工作，只填说明", "—"],
        [END, "正常履行", OWN, MAY, None, TODAY, None, None],
    ),
    "1.1f": (
        ["1.1f", "1.1", "缩短工期", "工期不超过3个月", "实测值，个月", "不超过3个月"],
        [END, "已完成", OWN, MAY, 2.5, TODAY, None, None],
    ),
    # What another unit reported is not this one's last total.
    "1.2a": (
        ["1.2a", "1.2", "新增绿道", "新增绿道2公里", "本单位自2025年1月1日起的累计数，公里"],
        ["2公里", END, "正常推进", "共同填报\n无分工可不填", None, None],
        [TODAY, None, '=IF(ISNUMBER(M12),M12-N(K12),"")'],
    ),
}


@pytest.mark.usefixtures("workspace")
@pytest.mark.parametrize("item", ROWS_OF)
def test_whole_rows(item: str) -> None:
    assert values(made()["进度"], item) == [
        *(each for part in ROWS_OF[item] for each in part),
        *NOBODY,
    ]


@pytest.mark.usefixtures("workspace")
def test_in_english() -> None:
    book = made(lang="en")
    assert book.sheetnames == ["Progress", "How to fill in the form"]
    sheet = book["Progress"]
    assert [cell.value for cell in sheet[FIRST - 1]] == list(TITLES.values())
    assert sheet["A2"].value == "Unit: 区房管局    as of 2026-06-30    8 items    3 need attention"
    assert values(sheet, "1.1b")[:9] == [
        "1.1b",
        "1.1",
        "规模化加梯",
        "加梯30个",
        "your unit's total since 2025-01-01, in 个; 以验收为准",
        "30 个",
        END,
        "at-risk",
        "needs attention\nown items",
    ]


@pytest.mark.usefixtures("workspace")
def test_another_reader_sees_the_same() -> None:
    made()
    book = CalamineWorkbook.from_path(f"out/fangguan-区房管局-{DAY}.xlsx")
    rows = book.get_sheet_by_name("进度").to_python()
    assert rows[FIRST + 1] == [
        *("1.1b", "1.1", "规模化加梯", "加梯30个"),
        *("本单位自2025年1月1日起的累计数，个；以验收为准", "30个", date(2026, 12, 31), "存在风险"),
        *(f"需要关注\n{OWN}", date(2026, 5, 31), 14.0, date(2026, 6, 30)),
        # Where nothing is recalculated, nothing is new.
        *[""] * 7,
    ]


@pytest.mark.usefixtures("workspace")
def test_a_form_in_which_nothing_was_filled_in_adds_nothing() -> None:
    made()
    arguments = ["--lang", "en", "collect", "out", "--as-of", DAY, "--dry-run", "--format", "json"]
    result = CliRunner().invoke(app, arguments)
    (form,) = json.loads(result.stdout)["forms"]
    assert (form["unit"], form["blank"], form["faults"], form["rows"]) == ("fangguan", 8, [], [])


# What a unit fills in


@pytest.mark.usefixtures("workspace")
@pytest.mark.parametrize(
    ("item", "white"),
    [
        ("1.1a", {"date", "value", "note", "evidence", "cause", "measures", "expected"}),
        ("1.1c", {"date", "value", "note", "evidence"}),
        ("1.1e", {"date", "note", "evidence"}),
        ("1.2a", {"date", "value", "note", "evidence"}),
    ],
)
def test_white_cells_are_open_and_all_others_are_locked(item: str, white: set[str]) -> None:
    sheet = made()["进度"]
    row = row_of(sheet, item)
    assert {key for key, cell in row.items() if not cell.protection.locked} == white
    assert {key for key, cell in row.items() if cell.fill.fgColor.rgb == "FFFFFFFF"} == white
    assert white <= set(FILLED_IN)
    assert all(cell.protection.locked for at in range(1, FIRST) for cell in sheet[at])


@pytest.mark.usefixtures("workspace")
def test_the_sheets_are_protected_without_a_password() -> None:
    book = made()
    for sheet in book:
        assert (sheet.protection.sheet, sheet.protection.password) == (True, None)
        assert sheet.sheet_state == "visible"
    allowed = book["进度"].protection
    # Of a locked sheet, false is what is allowed.
    assert not any((allowed.sort, allowed.autoFilter, allowed.formatColumns, allowed.insertRows))
    assert all((allowed.formatCells, allowed.deleteRows, allowed.insertHyperlinks))


@pytest.mark.usefixtures("workspace")
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
    row = row_of(made()["进度"], item)
    assert row["value"].number_format == look
    assert [row[key].number_format for key in ("date", "due", "last_date")] == ["yyyy-mm-dd"] * 3
    assert [row[key].number_format for key in ("target", "note", "evidence")] == ["@"] * 3


@pytest.mark.usefixtures("workspace")
def test_what_was_typed_for_what_is_new_shows_at_once() -> None:
    sheet = made()["进度"]
    count, amount = row_of(sheet, "1.1b")["increment"], row_of(sheet, "1.2a")["increment"]
    assert count.number_format == '#,##0;[Red]"比上次少"#,##0;0'
    assert amount.number_format == 'General;[Red]"比上次少"General;0'


NUMBER = 'VALUE(SUBSTITUTE(SUBSTITUTE({cell},"%",""),"％",""))'


@pytest.mark.usefixtures("workspace")
@pytest.mark.parametrize(
    ("item", "key", "checked"),
    [
        ("1.1b", "date", ("date", "between", "45658", "TODAY()", True, "stop")),
        ("1.1d@2026", "date", ("date", "between", "46023", "TODAY()", True, "stop")),
        ("1.1a", "value", ("list", "between", '"完成"', None, False, "stop")),
        ("1.1b", "value", ("whole", "greaterThanOrEqual", "0", None, True, "stop")),
        (
            "1.1c",
            "value",
            (
                *("custom", "between", f"IFERROR({NUMBER.format(cell='M9')}>=0,FALSE)"),
                *(None, True, "stop"),
            ),
        ),
        ("1.1f", "value", ("decimal", "greaterThanOrEqual", "0", None, True, "stop")),
        ("1.2a", "value", ("decimal", "greaterThanOrEqual", "0", None, True, "stop")),
        ("1.1b", "expected", ("date", "greaterThanOrEqual", "TODAY()", None, True, "warning")),
    ],
)
def test_what_a_cell_admits(item: str, key: str, checked: tuple[object, ...]) -> None:
    sheet = made()["进度"]
    (found,) = checks(sheet, row_of(sheet, item)[key])
    assert (
        found.type,
        found.operator or "between",
        found.formula1,
        found.formula2,
        found.showErrorMessage,
        found.errorStyle or "stop",
    ) == checked


@pytest.mark.usefixtures("workspace")
@pytest.mark.parametrize(
    ("item", "key", "lang", "heading", "message", "wrong"),
    [
        (
            *("1.1b", "value", "zh", "累计数"),
            (
                "填本单位自2025年1月1日起的累计数，不是本期新增数：上次累计12，又新增3，填15。填确切数字，"
                "不带计量单位。"
            ),
            "填不小于0的整数：填50，不填“约50”。",
        ),
        (
            *("1.1b", "value", "en", "Running total"),
            (
                "All that your unit achieved since 2025-01-01, not what is new: 12 last time and 3"
                " since make 15. The exact figure, without unit of measure."
            ),
            "Write a whole number, 0 or more: 50, not “about 50”.",
        ),
        (
            *("1.1a", "value", "zh", "百分比或完成"),
            "填完成的百分比，如40%，在0至100之间；全部完成的，选“完成”。",
            None,
        ),
        (
            *("1.1d@2026", "date", "zh", "统计截止日"),
            "数据截至的日期，如2025-03-31。不早于2026年1月1日，不晚于今天。",
            "数据截至的日期，如2025-03-31。不早于2026年1月1日，不晚于今天。",
        ),
        ("1.1e", "note", "zh", "说明", "用一句话写做了什么；常态工作不填数值。", None),
        # Why it is late, as `status` explains it.
        (
            *("1.1a", "cause", "zh", "逾期"),
            (
                "截至2026年3月31日累计完成40%。"
                "照目前速度将于2028年2月10日完成（区间为2026年12月29日至2028年2月10日）。"
                "完成时限为2026年3月31日，已逾期91天。"
            ),
            None,
        ),
    ],
)
def test_what_a_cell_says(
    item: str, key: str, lang: str, heading: str, message: str, wrong: str | None
) -> None:
    book = made(lang=lang)
    sheet = book.worksheets[0]
    (found,) = checks(sheet, row_of(sheet, item)[key])
    assert (found.promptTitle, found.prompt, found.error) == (heading, message, wrong)


@pytest.mark.usefixtures("workspace")
def test_what_is_no_percentage_is_coloured_and_not_refused() -> None:
    sheet = made()["进度"]
    (coloured,) = sheet.conditional_formatting
    number = NUMBER.format(cell="M7")
    assert str(coloured.sqref) == "M7"
    assert coloured.rules[0].formula == [
        (
            f'AND(M7<>"",NOT(IFERROR(AND({number}>=0,{number}<=100),'
            'OR(M7="完成",M7="已完成",M7="done"))))'
        )
    ]


# How it looks


@pytest.mark.usefixtures("workspace")
def test_the_sheet_on_the_screen() -> None:
    sheet = made()["进度"]
    assert sheet.freeze_panes == "D6"
    assert sheet.auto_filter.ref == "A5:S13"
    assert sheet.sheet_view.selection[-1].activeCell == "M6"
    wide = sheet.column_dimensions.values()
    found = [each.width for each in wide for _column in range(each.min, each.max + 1)]
    assert found == [pytest.approx(width + 5 / 7, abs=0.08) for width in COLUMN_WIDTHS.values()]
    heights = [sheet.row_dimensions[row].height for row in range(FIRST, FIRST + 8)]
    assert heights == [48, 48, 63, 33.75, 48, 33.75, 48, 33.75]


@pytest.mark.parametrize("key", TITLES)
def test_no_word_of_a_head_is_cut(key: str) -> None:
    """In bold a letter takes a digit's width and more."""
    words = re.findall(r"\w+", TITLES[key])
    assert max(map(len, words)) + 2 <= COLUMN_WIDTHS[key]


@pytest.mark.usefixtures("workspace")
def test_the_sheet_on_paper() -> None:
    sheet = made()["进度"]
    setup = sheet.page_setup
    assert (setup.orientation, str(setup.paperSize)) == ("landscape", "9")
    assert (sheet.sheet_properties.pageSetUpPr.fitToPage, setup.fitToHeight) == (True, 0)
    assert sheet.print_title_rows == "$5:$5"
    footer = sheet.oddFooter
    texts = [footer.left.text, footer.center.text, footer.right.text]
    assert texts == [" 区房管局", " 第&P页，共&N页", " 2026-06-30"]


@pytest.mark.parametrize(
    ("texts", "least", "lines"),
    [
        ([], 2, 2),
        ([("到2025年底全面完成零星二级旧里以下房屋改造", 22)], 1, 2),
        ([("无分工可不填", 11.5)], 1, 1),
        ([("需要关注\n共同填报\n无分工可不填", 11.5)], 2, 3),
        ([("a" * 20, 10), ("b" * 30, 10)], 1, 4),
    ],
)
def test_a_row_is_as_tall_as_its_text(
    texts: list[tuple[str, float]], least: int, lines: int
) -> None:
    assert row_height(texts, least) == lines * 14.5 + 14.5 / 3


def test_no_row_is_taller_than_a_spreadsheet_has_them() -> None:
    assert row_height([("字" * 30_000, 22)]) == 409


@pytest.mark.usefixtures("workspace")
def test_ten_lines_explain_it() -> None:
    sheet = made()["填报说明"]
    assert sheet["A1"].value == "填报说明"
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
    assert [row[0] for row in rows] == list(range(1, 11))
    assert [row[1] for row in rows] == [
        *("填哪里", "填哪些行", "统计截止日", "本次累计", "确切数字"),
        *("百分比", "佐证", "滞后事项", "更正", "填好以后"),
    ]
    assert rows[2][2] == (
        "数据截至哪一天就填哪一天，不是填表那天。表中已填2026年6月30日；数据截至另一天的，改成那一天。"
    )
    assert rows[3][2] == (
        "填本单位自起算日（见“统计口径”）以来的累计数，不是本期新增数。上次累计12，又新增3：填15，不填3。"
        "这时“本期新增”自动显示3；显示红字的，多半是把新增数填成了累计数。"
    )
    assert rows[4][2] == (
        "错：约50、50余、50万、≥50。对：50。不清楚确切数字的，先核实再填。计量单位不用写。"
    )
    assert rows[9][2] == (
        "按原文件名保存，发给区绿化市容局。收到后逐行校验：有读不了的单元格，整份退回，并指明是哪一格；"
        "都无误的，记入本单位的进度记录，重新评价状态。同一份表交两次，只计一次。"
    )


@pytest.mark.usefixtures("workspace")
def test_without_a_coordinator_it_goes_back_to_whoever_sent_it(workspace: Path) -> None:
    plan = PLAN.replace("coordinator: lvhua\n", "")
    (workspace / "plan.yaml").write_text(plan, encoding="utf-8")
    assert "发给发来此表的部门。" in made()["填报说明"]["C12"].value


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
    sheet = book["进度"]
    row = row_of(sheet, "1.1a")
    assert [row[key].value for key in ("name", "quote")] == [shown, shown]
    assert {row[key].data_type for key in ("name", "quote", "definition")} == {"s"}
    assert row["name"].quotePrefix
    assert sheet["A1"].value == f"{shown}填报表"
    assert row_of(sheet, "1.1b")["definition"].value.endswith(f"；{shown}")
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
        "A6:A13 B6:B13 K6:K13 M6:M13"
    ]


@pytest.mark.slow
def test_days_that_no_spreadsheet_has_are_text(workspace: Path) -> None:
    plan = PLAN.replace("start: 2025-01-01", "start: 1024-01-01")
    (workspace / "plan.yaml").write_text(
        plan.replace("due: 2026-03-31", "due: 1899-12-31"), encoding="utf-8"
    )
    sheet = made()["进度"]
    row = row_of(sheet, "1.1a")
    assert row["due"].value == "1899-12-31"
    (found,) = checks(sheet, row["date"])
    assert (found.operator, found.formula1) == ("lessThanOrEqual", "TODAY()")
    assert found.prompt == "数据截至的日期，如2025-03-31。不晚于今天。"


def test_what_is_too_long_for_a_spreadsheet_is_cut(workspace: Path) -> None:
    plan = PLAN.replace("definition: 以验收为准", f"definition: {'𠮷' * 40_000}")
    plan = plan.replace("uom: 个,", f"uom: {'𠮷' * 200},")
    (workspace / "plan.yaml").write_text(plan, encoding="utf-8")
    sheet = made()["进度"]
    row = row_of(sheet, "1.1b")
    assert len(row["definition"].value.encode("utf-16-le")) <= 2 * 32_767
    assert sheet.row_dimensions[row["definition"].row].height == 408.75
    (found,) = checks(sheet, row["cause"])
    assert found.prompt.endswith("𠮷…")
    assert len(found.prompt.encode("utf-16-le")) <= 2 * 255
