"""What makes the files of tests/forms that git cannot hold, or a spreadsheet would not write.

One function a case, named as its folder; together they are long, and each is read alone.
"""

from __future__ import annotations

import os
import re
import struct
import warnings
import zipfile
import zlib
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from cases import Builders
from compounds import compound, in_small_sectors, record, workbook
from hpplan.forms.columns import Stamp, identity
from hpplan.plan.load import load_plan
from plans import TESTS
from workbooks import (
    DAY,
    FORM,
    HEADS,
    MANIFEST,
    NAMES,
    ODS_NAMES,
    Formula,
    Percent,
    Sheet,
    form,
    inline,
    ods_cell,
    ods_row,
    open_document,
    pack,
    parts,
)

if TYPE_CHECKING:
    from pathlib import Path

OLD_KIND = TESTS / "forms" / "file-of-the-old-kind" / "jianguan.xls"
"""A sound workbook of the old kind."""

FORMS = Builders()
"""The forms that are handed in, by case."""


def with_other_words(name: str, old: str, new: str) -> dict[str, str | bytes]:
    """The parts of a workbook, with something else in a place of one of them."""
    return parts(more={name: str(parts()[name]).replace(old, new)})


@FORMS.case
def cells_at_the_edge(folder: Path) -> None:
    pack(folder, parts(FORM + "<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>"))


@FORMS.case
def cells_beyond_the_edge(folder: Path) -> None:
    pack(folder, parts(FORM + "<row r='9999999'><c r='ZZZ9999999'><v>1</v></c></row>"))


@FORMS.case
def cells_columns_100000(folder: Path) -> None:
    row = "".join("<c><v>1</v></c>" for _n in range(100_000))
    pack(folder, parts(FORM + f'<row r="3">{row}</row>'))


@FORMS.big
def cells_empty_a_million(folder: Path) -> None:
    rows = "".join(f'<row r="{row}" s="1" customFormat="1"/>' for row in range(3, 1_000_001))
    pack(folder, parts(FORM + rows))


@FORMS.case
def cells_far_to_the_right(folder: Path) -> None:
    row = "".join(f"<c t='str'><v>{n}</v></c>" for n in range(15_000))
    pack(folder, parts(FORM + f'<row r="3">{row}</row>'))


@FORMS.case
def cells_merged_absurdly(folder: Path) -> None:
    pack(
        folder,
        parts(
            FORM,
            '<mergeCells count="4000000000"><mergeCell ref="D2:D1048576"/>'
            '<mergeCell ref="C9:A1"/></mergeCells>',
        ),
    )


@FORMS.case
def cells_merged_in_a_row(folder: Path) -> None:
    with form(folder) as sheet:
        sheet.sheet.merge_range("E2:F2", "说明跨两列")
        sheet.row("1.1a", "加梯", DAY, 12)
        sheet.sheet.merge_range("A3:F5", "填报说明：数值为累计数")
        sheet.sheet.merge_range("A90:F2000", "")


@FORMS.case
def cells_merged_nowhere(folder: Path) -> None:
    pack(folder, parts(FORM, '<mergeCells><mergeCell ref="A1:"/></mergeCells>'))


@FORMS.case
def cells_merged_over_rows(folder: Path) -> None:
    with form(folder) as sheet:
        sheet.row("1.1a", "加梯", None, 12)
        sheet.row("1.1b", "绿道", None, 2.5)
        sheet.row("1.1d", "方案", DAY, None)
        sheet.row("1.1e", "巡查", DAY, None)
        sheet.sheet.merge_range("C2:C3", "2025-06-30")
        sheet.sheet.merge_range("D4:D5", "完成")
        sheet.sheet.merge_range("E2:E5", "都做了")


@FORMS.case
def cells_not_a_number(folder: Path) -> None:
    pack(
        folder,
        parts(
            inline(1, *HEADS)
            + inline(2, "1.1a", "加梯", "2025-06-30", "<c><v>NaN</v></c>")
            + inline(3, "1.1b", "绿道", "<c><v>inf</v></c>", "<c><v>1e999</v></c>")
        ),
    )


@FORMS.case
def cells_of_no_place(folder: Path) -> None:
    pack(folder, parts(FORM + "<row r='3'><c r='A0'><v>1</v></c></row>"))


@FORMS.case
def cells_only_at_the_edge(folder: Path) -> None:
    pack(folder, parts("<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>"))


@FORMS.case
def cells_out_of_order(folder: Path) -> None:
    pack(
        folder,
        parts(inline(2, "1.1a", "加梯", "2025-06-30", "<c><v>12</v></c>") + inline(1, *HEADS)),
    )


@FORMS.case
def cells_texts_claimed(folder: Path) -> None:
    pack(
        folder,
        parts(more={"xl/sharedStrings.xml": f'<sst {NAMES} count="9" uniqueCount="4000000000"/>'}),
    )


@FORMS.case
def cells_texts_missing(folder: Path) -> None:
    pack(folder, parts(FORM + inline(3, '<c t="s"><v>7</v></c>')))


@FORMS.case
def cells_texts_of_no_number(folder: Path) -> None:
    pack(
        folder,
        parts(
            FORM + inline(3, '<c t="s"><v>-1</v></c>'),
            more={"xl/sharedStrings.xml": f"<sst {NAMES}><si><t>1.1a</t></si></sst>"},
        ),
    )


@FORMS.case
def cells_without_places(folder: Path) -> None:
    pack(folder, parts(re.sub(r' r="\w+"', "", FORM)))


@FORMS.case
def columns_moved_and_own(folder: Path) -> None:
    with form(
        folder, heads=("佐证", "本次累计", "编号", "经办人", "日期", "事项", "上次累计", "说明")
    ) as sheet:
        sheet.row("加梯一览", 12, "1.1a", "张三", DAY, "加梯", 6, "有进展")
        sheet.row(None, 2.5, "1.1b", None, DAY, "绿道")


@FORMS.case
def columns_of_ids_twice(folder: Path) -> None:
    with form(folder, heads=("编号", "编号", "日期", "数值")) as sheet:
        sheet.row("1.1a", "1.1b", DAY, 12)


@FORMS.case
def columns_twice(folder: Path) -> None:
    with form(
        folder, heads=("编号", "任务事项", "日期", "数值", "本次累计", "说明", "说明")
    ) as sheet:
        sheet.row("1.1a", "加梯", DAY, 12, 13, "甲", "乙")


@FORMS.case
def columns_without_date(folder: Path) -> None:
    with form(folder, heads=("编号", "任务事项", "数值")) as sheet:
        sheet.row("1.1a", "加梯", 12)


@FORMS.case
def columns_without_ids(folder: Path) -> None:
    with form(folder, heads=("任务事项", "日期", "数值")) as sheet:
        sheet.row("加梯", DAY, 12)


@FORMS.case
def dates_as_kept_and_as_typed(folder: Path) -> None:
    with form(folder) as sheet:
        for at, day in enumerate(
            (
                DAY,
                45838,
                "45838",
                "2025-6-30",
                "2025/6/30",
                "2025年6月30日",
                "２０２５年６月３０日",
                datetime(2025, 6, 30, 9, 30),  # noqa: DTZ001 (spreadsheets know no zones)
                "2025/6/30 0:00",
                "2025年6月",
            )
        ):
            sheet.row("1.1a", "加梯", day, 12 if at else 11)


@FORMS.case
def dates_from_1904(folder: Path) -> None:
    with form(folder, date_1904=True) as sheet:
        sheet.row("1.1a", "加梯", DAY, 12)
        sheet.row("1.1b", "绿道", 44376, 2.5)


@FORMS.case
def dates_impossible(folder: Path) -> None:
    with form(folder) as sheet:
        for day in (
            "2025-02-30",
            "25-6-30",
            "6/30/2025",
            "去年",
            True,
            12.5,
            -3,
            99999,
            1e300,
            time(10, 30),
        ):
            sheet.row("1.1a", "加梯", day, 12)


@FORMS.case
def dates_missing(folder: Path) -> None:
    with form(folder) as sheet:
        sheet.row("1.1a", "加梯", None, 12)
        sheet.row("1.1b", "绿道", " ", 2.5)


@FORMS.case
def faulty_form_before_a_sound_one(folder: Path) -> None:
    with form(folder, "jianguan-1.xlsx") as sheet:
        sheet.row("1.1a", "加梯", DAY, 12)
        sheet.row("1.1b", "绿道", DAY, "约2")
    with form(folder, "jianguan-2.xlsx") as sheet:
        sheet.row("1.1a", "加梯", DAY, 12)
        sheet.row("1.1b", "绿道", DAY, 2)


@FORMS.case
def figures_as_text(folder: Path) -> None:
    with form(folder) as sheet:
        sheet.row("1.1a", "加梯", DAY, "12")
        sheet.row("1.1a", "加梯", date(2025, 5, 31), "１１")
        sheet.row("1.1b", "绿道", DAY, " 1,200.5 ")
        sheet.row("1.1d", "方案", DAY, "完成")
        sheet.row("1.1e", "巡查", DAY, "完成", "巡查12次")


@FORMS.case
def figures_binary_and_huge(folder: Path) -> None:
    with form(folder) as sheet:
        sheet.row("1.1b", "绿道", DAY, 0.1 + 0.2)
        sheet.row("1.1b", "绿道", date(2025, 5, 1), 12.000000000000002)
        sheet.row("1.1b", "绿道", date(2025, 5, 2), 1e20)
        sheet.row("1.1b", "绿道", date(2025, 5, 3), -2.5)
        sheet.row("1.1b", "绿道", date(2025, 5, 4), 1e-7)
        sheet.row("1.1a", "加梯", date(2025, 5, 5), 12.5)
        sheet.row("1.1a", "加梯", date(2025, 5, 6), 1.7976931348623157e308)
        sheet.row("1.1a", "加梯", date(2025, 5, 7), True)  # noqa: FBT003
        sheet.row("1.1a", "加梯", date(2025, 5, 8), DAY)
        sheet.row("1.1a", "加梯", date(2025, 5, 9), 0)


@FORMS.case
def figures_computed(folder: Path) -> None:
    with form(folder) as sheet:
        sheet.row("1.1c", "覆盖率", DAY, Formula("=1/3", 1 / 3))
        sheet.sheet.write_formula(1, 3, "=1/3", sheet.shown_as("0%"), 1 / 3)
        sheet.row("1.1b", "绿道", DAY, Formula("=10/3", 10 / 3))
        sheet.row("1.1b", "绿道", date(2025, 5, 31), Formula("=1/1024", 1 / 1024))
        sheet.row("1.1d", "方案", DAY, Percent(2 / 3))
        sheet.row("1.1a", "加梯", DAY, Formula("=0.1*3/0.3*7", 7.000000000000001))
        sheet.row("1.2a", "绿地", DAY, Formula("=0.1+0.2-0.3", 5.551115123125783e-17))
    with (folder / "jianguan-1.csv").open("w", encoding="utf-8") as file:
        file.write("编号,任务事项,统计截止日,本次累计,说明,佐证\n")
        file.write("1.1b,绿道,2025-04-30,3.3333333333333335,,\n")
        file.write("1.1c,覆盖率,2025-04-30,33.3333333333333%,,\n")
        file.write("1.1a,加梯,2025-04-30,2.9999999999999996,,\n")
    rows = (HEADS, ("1.1b", "绿道", "2025-03-31", 10 / 3, "", ""))
    (folder / "jianguan-2.xls").write_bytes(compound({"Workbook": workbook(rows)}))


@FORMS.case
def figures_of_binary_noise(folder: Path) -> None:
    with form(folder) as sheet:
        sheet.row("1.1b", "绿道", DAY, 0.1 + 0.2)
        sheet.row("1.1b", "绿道", date(2025, 5, 31), 0.29999999999999993)


@FORMS.case
def figures_that_are_none(folder: Path) -> None:
    with form(folder) as sheet:
        for day, value in enumerate(
            (
                "约50",
                "50万",
                "≥90",
                "12个",
                "-3",
                "+3",
                "一百",
                "1，200",
                "12.0.1",
                "0x12",
                "",
                "1e3",
            ),
            1,
        ):
            sheet.row("1.1a", "加梯", date(2025, 5, day), value, "有说明")


@FORMS.case
def file_a_binary_workbook(folder: Path) -> None:
    pack(folder, {"[Content_Types].xml": MANIFEST, "xl/workbook.bin": "x"}, "jianguan.xlsb.xlsx")


@FORMS.case
def file_a_document(folder: Path) -> None:
    pack(folder, {"[Content_Types].xml": MANIFEST, "word/document.xml": "<document/>"})


@FORMS.case
def file_a_photo(folder: Path) -> None:
    (folder / "jianguan.xlsx").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))


@FORMS.case
def file_an_open_spreadsheet(folder: Path) -> None:
    day = ods_cell("date", "2025-06-30", shown="2025年6月30日")
    rows = (
        ods_row(*HEADS, "<table:table-cell table:number-columns-repeated='16378'/>"),
        ods_row("1.1a", "加梯", day, ods_cell("float", "12", shown="12"), "三季度", ""),
        ods_row("1.1b", "绿道", day, ods_cell("float", "3.33333333333333"), "", ""),
        ods_row("1.1c", "覆盖率", day, ods_cell("percentage", "0.333333333333333"), "", ""),
        ods_row("1.1d", "方案", day, ods_cell("percentage", "0.5"), "", ""),
        ods_row("<table:table-cell table:number-columns-repeated='16384'/>", times=1048570),
    )
    pack(folder, open_document("".join(rows)), "jianguan.ods")


@FORMS.case
def file_an_open_spreadsheet_with_faults(folder: Path) -> None:
    day = ods_cell("date", "2025-06-30")
    error = ods_cell("float", "0", 'calcext:value-type="error" table:formula="of:=NA()"', "#N/A")
    merged = ods_cell("float", "12", 'table:number-rows-spanned="2"')
    rows = (
        ods_row(*HEADS),
        ods_row("1.1a", "加梯", day, error, "", ""),
        ods_row("1.1b", "绿道", day, "<table:table-cell table:formula='of:=1'/>", "", ""),
        ods_row("1.1c", "覆盖率", day, ods_cell("float", "0.33"), "", ""),
        ods_row("1.1d", "方案", day, merged, "", ""),
        ods_row("1.1e", "巡查", day, "<table:covered-table-cell/>", "", ""),
    )
    pack(folder, open_document("".join(rows)), "jianguan.ods")


@FORMS.case
def file_an_open_spreadsheet_absurd(folder: Path) -> None:
    """Few bytes that stand for very much."""
    sound = ods_row(*HEADS)
    long = "x" * 2**16
    for name, rows in {
        "blanks": ods_row(
            "<table:table-cell office:value-type='string'><text:p>"
            "<text:s text:c='999999999'/></text:p></table:table-cell>"
        ),
        "cells": ods_row(ods_cell("float", "1", 'table:number-columns-repeated="999999999"')),
        "rows": ods_row("1", "2", "3", times=999_999_999),
        "texts": ods_row(long, times=3000),
        "far": ods_row("<table:table-cell table:number-columns-repeated='999999999'/>", "1"),
        "no-number": ods_row(ods_cell("float", "1", 'table:number-columns-repeated="-1"')),
        "within": ods_row("<table:table-cell><table:table/></table:table-cell>"),
    }.items():
        pack(folder, open_document(sound + rows), f"{name}.ods")
    entity = "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'>]><x>&b;</x>"
    pack(folder, open_document(sound, {"content.xml": entity}), "entity.ods")
    key = f"<manifest:manifest {ODS_NAMES}><manifest:encryption-data/></manifest:manifest>"
    pack(folder, open_document(sound, {"META-INF/manifest.xml": key}), "password.ods")
    pack(folder, open_document(sound, {"encrypted-package": b"x"}), "password-too.ods")
    pack(folder, open_document(sound, {"content.xml": b"\0" * 2**28}), "zeros.ods")


@FORMS.case
def file_a_web_page(folder: Path) -> None:
    """What systems save under a workbook's name, with the right heads."""
    cells = "".join(f"<th>{head}</th>" for head in HEADS)
    table = f"<table border=1><tr>{cells}</tr><tr><td>1.1a</td></tr></table>"
    kinds = {
        "page.xls": f"<!DOCTYPE html>\n<html><body>{table}</body></html>",
        "table.xls": f"\ufeff\n  {table}",
        "page-of-a-spreadsheet.xlsx": f"<!-- saved --><HTML xmlns:x='urn:excel'>{table}</HTML>",
        "xhtml.xls": f"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'>{table}",
        "xml-2003.xls": "<?xml version='1.0'?>\n<?mso-application progid='Excel.Sheet'?>\n"
        "<Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'/>",
        "archive.xls": f"MIME-Version: 1.0\nContent-Type: multipart/related\n\n{table}",
        "flat.csv": "<?xml version='1.0'?>\n<office:document xmlns:office='urn:x'/>",
        "other.csv": "<?xml version='1.0'?>\n<rows/>",
        "rich.xls": "{\\rtf1 }",
        "print.xls": "%PDF-1.7",
        "packed.xlsx": "Rar!\x1a",
    }
    for name, text in kinds.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "wide.xls").write_bytes(f"<html>{table}</html>".encode("utf-16"))
    (folder / "chinese.xls").write_bytes(f"<table>{table}".encode("gb18030"))
    (folder / "bm.csv").write_text("BM,编号,本次累计\n", encoding="utf-8")
    pack(folder, {"word/document.xml": "<x/>"}, "document.xlsx")
    pack(folder, {"ppt/presentation.xml": "<x/>"}, "slides.xlsx")
    pack(folder, {"方案.xlsx": "x"}, "folder.xlsx")


@FORMS.case
def file_an_open_document(folder: Path) -> None:
    pack(
        folder,
        {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"},
    )


@FORMS.case
def file_links_and_pipes(folder: Path) -> None:
    (folder / "a.xlsx").symlink_to("nowhere.xlsx")
    os.mkfifo(folder / "b.xlsx")
    (folder / "c.xlsx").symlink_to("c.xlsx")
    (folder / "d.xlsx").symlink_to("/dev/zero")
    (folder / "e.xlsx").mkdir()
    (folder / "f.xlsx").symlink_to(folder.parent / "plan.yaml")


@FORMS.case
def file_names_of_all_sorts(folder: Path) -> None:
    for name in (
        "jianguan [bold]\x1b[31m.xlsx",
        "jianguan\n::error::.xlsx",
        "jianguan \u202excod.xlsx",
    ):
        with form(folder, name) as sheet:
            sheet.row("1.1a", "加梯", DAY, 12)


@FORMS.case
def file_only_folders(folder: Path) -> None:
    (folder / "x.xlsx").mkdir()


@FORMS.case
def file_truncated(folder: Path) -> None:
    with form(folder) as sheet:
        sheet.row("1.1a", "加梯", DAY, 12)
    data = (folder / "jianguan.xlsx").read_bytes()
    (folder / "jianguan.xlsx").write_bytes(data[: len(data) * 2 // 3])


@FORMS.case
def file_with_a_byte_changed(folder: Path) -> None:
    with form(folder) as sheet:
        sheet.row("1.1a", "加梯", DAY, 12)
    data = bytearray((folder / "jianguan.xlsx").read_bytes())
    at = data.index(b"xl/worksheets/sheet1.xml") + 100
    data[at] ^= 0xFF
    (folder / "jianguan.xlsx").write_bytes(data)


@FORMS.case
def file_with_links_to_others(folder: Path) -> None:
    link = f'<externalLink {NAMES}><externalBook r:id="rId1"/></externalLink>'
    more = {"xl/externalLinks/externalLink1.xml": link}
    row = inline(
        2,
        "1.1a",
        "加梯",
        "2025-06-30",
        "<c><f>[1]Sheet1!A1</f><v>12</v></c>",
        '<c t="str"><f>HYPERLINK("file:///etc/passwd")</f><v>附件</v></c>',
    )
    pack(folder, parts(inline(1, *HEADS) + row, more=more))


@FORMS.case
def file_with_macros(folder: Path) -> None:
    with form(folder, "jianguan.xlsm") as sheet:
        sheet.row("1.1a", "加梯", DAY, 12)
    with zipfile.ZipFile(folder / "jianguan.xlsm", "a") as archive:
        archive.writestr("xl/vbaProject.bin", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(5000))


@FORMS.case
def formulas_never_calculated(folder: Path) -> None:
    row = inline(2, "1.1a", "加梯", "2025-06-30", "<c><f>6+6</f></c>")
    row += inline(
        3,
        "1.1b",
        "绿道",
        "2025-06-30",
        "<c><v>2.5</v></c>",
        '<c t="str"><f>A1&amp;""</f><v></v></c>',
    )
    pack(folder, parts(inline(1, *HEADS) + row))


@FORMS.case
def formulas_that_show_errors(folder: Path) -> None:
    with form(folder) as sheet:
        sheet.row("1.1a", "加梯", DAY, Formula("=1/0", "#DIV/0!"))
        sheet.row("1.1b", "绿道", Formula("=A0", "#REF!"), 2.5)
        sheet.row(Formula("=VLOOKUP(1,A1,1)", "#N/A"), "方案", DAY, "完成")
        sheet.row("1.1d", "方案", DAY, "完成", Formula("=x", "#NAME?"))
        sheet.row("1.1d", "方案", date(2025, 5, 31), 50, "一半", Formula("=A1:B2", "#VALUE!"))
        sheet.row("1.1c", "覆盖率", DAY, "#N/A")
        sheet.row("1.1c", "覆盖率", date(2025, 5, 31), "########")


@FORMS.case
def formulas(folder: Path) -> None:
    with form(folder) as sheet:
        sheet.row("1.1a", "加梯", DAY, Formula("=6+6", 12))
        sheet.row(
            Formula('="1.1"&"b"', "1.1b"),
            "绿道",
            Formula("=DATE(2025,6,30)", 45838),
            Formula("=1/4", 0.25),
            Formula('="见"&A1', "见附件"),
        )


@FORMS.case
def heads_below_a_title(folder: Path) -> None:
    with form(folder, heads=()) as sheet:
        sheet.row("区建管委进度填报表")
        sheet.row()
        sheet.row("填报单位：", "区建管委")
        sheet.row(
            "编号 ",
            "任务事项",
            "统计截止日\n",
            "本次累计",
            "滞后原因",
            "下一步措施",
            "预计完成时间",
            "说明",
        )
        sheet.row(
            "1.1a", "加梯", DAY, 12, "居民意见不一。", "逐户协商", date(2026, 3, 31), "进展慢"
        )
        sheet.row("1.1b", "绿道", DAY, 2.5, None, None, "年底前")


@FORMS.case
def ids_mangled(folder: Path) -> None:
    with form(folder) as sheet:
        for at, item in enumerate(
            (
                None,
                "1.1A",
                "1.1a\u00a0",
                "１．１ａ",
                "1.1",
                1.1,
                "1.9z",
                "1,1a",
                "加梯",
                "=1.1a",
                True,
            ),
            1,
        ):
            sheet.row(item, "加梯", date(2025, 5, at), 12)


@FORMS.case
def items_of_a_member(folder: Path) -> None:
    with form(folder, "外滩街道2025年6月.xlsx") as sheet:
        sheet.row("1.3a", "花园", DAY, 2)
        sheet.row("1.3b", "课堂", DAY, 1)
        sheet.row("1.3b@2026@waitan", "课堂", DAY, 0)


@FORMS.case
def items_of_others(folder: Path) -> None:
    with form(folder) as sheet:
        sheet.row("1.3a", "花园", DAY, 2)
        sheet.row("1.3a@waitan", "花园", DAY, 2)
        sheet.row("1.2a", "绿地", DAY, 2)
        sheet.row("1.1f", "街区", date(2027, 1, 31), 2)


@FORMS.case
def notes_of_all_sorts(folder: Path) -> None:
    with form(folder) as sheet:
        sheet.row("1.1a", "加梯", DAY, 12, '=HYPERLINK("http://example.org")', "@import")
        sheet.row("1.1a", "加梯", date(2025, 5, 31), 11, "-负数样的说明", "+86")
        sheet.row("1.1a", "加梯", date(2025, 5, 30), 11, "第一行\r\n第二行\n", "甲.pdf\n乙.pdf")
        sheet.row("1.1a", "加梯", date(2025, 5, 29), 11, "[bold]粗[/][/] \u202e倒", 20250529)
        sheet.row("1.1e", "巡查", DAY, None, "::error::x")
        sheet.row("1.1e", "巡查", date(2025, 5, 31), None, 'a,b;"c"', True)  # noqa: FBT003
        sheet.row("1.1e", "巡查", date(2025, 5, 30), None, DAY)


@FORMS.case
def notes_very_long(folder: Path) -> None:
    with form(folder) as sheet:
        sheet.row("1.1a", "加梯", DAY, 12, "很长的说明" * 6000, "长" * 32000)


@FORMS.case
def notes_with_controls(folder: Path) -> None:
    with form(folder) as sheet:
        sheet.row("1.1a", "加梯", DAY, 12, "响\x07铃")
        sheet.row("1.1b", "绿道", DAY, 2.5, "好", "\x00")


@FORMS.case
def parts_elsewhere(folder: Path) -> None:
    pack(
        folder,
        with_other_words(
            "xl/_rels/workbook.xml.rels", "worksheets/sheet1.xml", "../../../../etc/passwd"
        ),
    )


@FORMS.case
def parts_missing(folder: Path) -> None:
    found = parts()
    for part in ("_rels/.rels", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml"):
        pack(
            folder,
            {name: data for name, data in found.items() if name != part},
            f"jianguan {part.replace('/', '-')}.xlsx",
        )


@FORMS.case
def parts_of_other_capitals(folder: Path) -> None:
    pack(
        folder,
        {
            name.replace("xl/worksheets/sheet1", "XL/Worksheets/Sheet1"): data
            for name, data in parts().items()
        },
    )


@FORMS.case
def percentages_sound(folder: Path) -> None:
    with form(folder) as sheet:
        sheet.row("1.1c", "覆盖率", DAY, Percent(0.4))
        sheet.row("1.1c", "覆盖率", date(2025, 5, 31), "40%")
        sheet.row("1.1c", "覆盖率", date(2025, 4, 30), 40)
        sheet.row("1.1c", "覆盖率", date(2025, 3, 31), Percent(0.755, "0.00%;[Red]-0.00%"))
        sheet.row("1.1d", "方案", DAY, Percent(1))
        sheet.row("1.1d", "方案", date(2025, 5, 31), "４０％")


@FORMS.case
def percentages(folder: Path) -> None:
    with form(folder) as sheet:
        sheet.row("1.1c", "覆盖率", DAY, Percent(0.4))
        sheet.row("1.1c", "覆盖率", date(2025, 5, 31), "40%")
        sheet.row("1.1c", "覆盖率", date(2025, 4, 30), 40)
        sheet.row("1.1c", "覆盖率", date(2025, 3, 31), Percent(0.755, "0.00%;[Red]-0.00%"))
        sheet.row("1.1d", "方案", DAY, Percent(1))
        sheet.row("1.1d", "方案", date(2025, 5, 31), "４０％")
        sheet.row("1.1d", "方案", date(2025, 4, 30), Percent(0.3, '0"%"'))
        sheet.row("1.1d", "方案", date(2025, 4, 29), 0.3)
        sheet.row("1.1d", "方案", date(2025, 4, 28), 1)
        sheet.row("1.1a", "加梯", DAY, Percent(0.4))
        sheet.row("1.1d", "方案", date(2025, 4, 27), Percent(1.5))


@FORMS.case
def records_at_the_edge(folder: Path) -> None:
    book = OLD_KIND.read_bytes()

    # A number in the last cell of the last row, where the sheet has its first.
    at = book.index(bytes.fromhex("fd000a0000000000"))
    moved = bytearray(book)
    moved[at + 4 : at + 8] = bytes.fromhex("ffffff00")
    (folder / "jianguan.xls").write_bytes(moved)


@FORMS.case
def records_in_a_ring(folder: Path) -> None:
    book = OLD_KIND.read_bytes()

    # The first sector of the table of sectors names itself as the next of all.
    table = (int.from_bytes(book[76:80], "little") + 1) * 512
    ring = bytearray(book)
    ring[table : table + 512] = bytes(512)
    (folder / "jianguan.xls").write_bytes(ring)


@FORMS.case
def records_of_absurd_length(folder: Path) -> None:
    book = OLD_KIND.read_bytes()

    for n, place in enumerate((512, 516, 560)):
        moved = bytearray(book)
        begin = moved.index(bytes.fromhex("0908100000060500"))
        at = begin + place - 512
        moved[at + 2 : at + 4] = b"\xff\xff"
        (folder / f"jianguan {n}.xls").write_bytes(moved)


@FORMS.case
def records_of_nothing(folder: Path) -> None:
    (folder / "jianguan.xls").write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(4096))


@FORMS.case
def records_truncated(folder: Path) -> None:
    book = OLD_KIND.read_bytes()
    (folder / "jianguan.xls").write_bytes(book[:4000])
    (folder / "jianguan 2.xls").write_bytes(book[:600])
    (folder / "jianguan 3.xls").write_bytes(book[:20])


@FORMS.case
def rows_hidden_and_filtered(folder: Path) -> None:
    with form(folder) as sheet:
        sheet.row("1.1a", "加梯", DAY, 12)
        sheet.row("1.1b", "绿道", DAY, 2.5)
        sheet.row("1.1d", "方案", DAY, "完成")
        sheet.sheet.set_row(1, None, None, {"hidden": True})
        sheet.sheet.autofilter("A1:F4")
        sheet.sheet.filter_column("A", "x == 1.1d")
        sheet.sheet.set_row(2, None, None, {"hidden": True})
        sheet.sheet.set_column("E:F", None, None, {"hidden": True})


@FORMS.case
def rows_inserted_sorted_and_blank(folder: Path) -> None:
    with form(folder) as sheet:
        sheet.row()
        sheet.row("1.1d", "方案", DAY, "完成", " ")
        sheet.row(None, " ", "　", None)
        sheet.row(*HEADS)
        sheet.row("1.1a ", "加梯", DAY, 12, " 两端空格 ")
        sheet.row("1.1b", "绿道", DAY)
        sheet.row("1.1c", "覆盖率")


@FORMS.case
def rows_of_totals(folder: Path) -> None:
    with form(folder) as sheet:
        sheet.row("1.1a", "加梯", DAY, 12)
        sheet.row("合计", None, None, 12)
        sheet.row(None, "合 计", None, 12)
        sheet.row(None, "总计", None, Formula("=SUM(D2:D4)", 24))


@FORMS.case
def rows_that_are_known(folder: Path) -> None:
    with form(folder) as sheet:
        sheet.row("1.1a", "加梯", date(2025, 3, 31), 6, None, "加梯一览表.xlsx")
        sheet.row("1.1d", "方案", "2025/3/31", Percent(0.2))


@FORMS.case
def rows_that_conflict(folder: Path) -> None:
    with form(folder) as sheet:
        sheet.row("1.1a", "加梯", DAY, 12)
        sheet.row("1.1a", "加梯", DAY, 12)
        sheet.row("1.1a", "加梯", DAY, 13)


@FORMS.case
def rows_with_faults_of_all_sorts(folder: Path) -> None:
    with form(folder) as sheet:
        sheet.row("1.1a", "加梯", "上月", "约50", "说明", Formula("=1/0", "#DIV/0!"))
        sheet.row("1.1b", "绿道", DAY, 2.5)


@FORMS.case
def sheets_none(folder: Path) -> None:
    pack(folder, parts(more={"xl/workbook.xml": f"<workbook {NAMES}><sheets/></workbook>"}))


@FORMS.case
def sheets_of_one_name(folder: Path) -> None:
    again = '<sheet name="进度" sheetId="2" r:id="rId1"/></sheets>'
    pack(folder, with_other_words("xl/workbook.xml", "</sheets>", again))


@FORMS.case
def sheets_of_strange_names(folder: Path) -> None:
    pack(
        folder,
        parts(
            inline(1, *HEADS) + inline(2, "1.1a", "加梯", "上月", "<c><v>12</v></c>"),
            more={
                "xl/workbook.xml": str(parts()["xl/workbook.xml"]).replace(
                    "进度", "[red]![/] \u202ex&#10;::error::"
                )
            },
        ),
    )


def chart_of(sheet: Sheet) -> Any:
    chart = sheet.book.add_chart({"type": "bar"})
    chart.add_series({"values": [sheet.sheet.get_name(), 1, 3, 1, 3]})
    return chart


@FORMS.case
def sheets_renamed_and_hidden(folder: Path) -> None:
    with form(folder, sheet="改名 '!") as sheet:
        sheet.row("1.1a", "加梯", DAY, 12)
        for name, hide in (("旧", "hide"), ("很旧", "very_hidden")):
            other = Sheet(sheet.book, name, HEADS)
            other.row("1.1a", "加梯", DAY, 99)
            getattr(other.sheet, hide)()
        Sheet(sheet.book, "图", ()).row("没有表头")
        sheet.book.add_chartsheet("图表").set_chart(chart_of(sheet))


@FORMS.case
def sheets_with_two_tables(folder: Path) -> None:
    with form(folder) as sheet:
        sheet.row("1.1a", "加梯", DAY, 12)
        Sheet(sheet.book, "备份", HEADS).row("1.1a", "加梯", DAY, 11)


@FORMS.case
def sheets_without_a_table(folder: Path) -> None:
    with form(folder, heads=("甲", "乙")) as sheet:
        sheet.row("只有文字")


@FORMS.case
def stamp_of_a_unit(folder: Path) -> None:
    loaded, _problems = load_plan(folder.parent / "plan.yaml", "plan.yaml")
    assert loaded is not None
    with form(folder, "没有名字.xlsx", heads=()) as sheet:
        sheet.row(f"此行勿动 {Stamp(identity(loaded.plan), 'jianguan', DAY)}")
        sheet.row(*HEADS)
        sheet.row("1.1a", "加梯", DAY, 12)


@FORMS.case
def stamp_of_an_unknown_unit(folder: Path) -> None:
    loaded, _problems = load_plan(folder.parent / "plan.yaml", "plan.yaml")
    assert loaded is not None
    with form(folder, heads=()) as sheet:
        sheet.row(str(Stamp(identity(loaded.plan), "nobody", DAY)))
        sheet.row(*HEADS)
        sheet.row("1.1a", "加梯", DAY, 12)


@FORMS.case
def stamp_of_another_plan(folder: Path) -> None:
    with form(folder, heads=()) as sheet:
        sheet.row("hpplan-form/1 plan=000000000000 unit=jianguan as-of=2025-06-30")
        sheet.row(*HEADS)
        sheet.row("1.1a", "加梯", DAY, 12)


@FORMS.case
def text_of_two_looks(folder: Path) -> None:
    with form(folder) as sheet:
        bold, plain = sheet.book.add_format({"bold": True}), sheet.book.add_format()
        sheet.row(None, "加梯", DAY, None)
        sheet.sheet.write_rich_string(1, 0, bold, "1.1", plain, "a")
        sheet.sheet.write_rich_string(1, 3, bold, "1", plain, "2")
        sheet.sheet.write_rich_string(1, 4, "有", bold, "粗体", plain, "的说明")


@FORMS.case
def text_with_readings(folder: Path) -> None:
    texts = "<si><t>1.1a</t></si><si><r><t>加</t></r><r><t>梯</t></r>"
    texts += "<rPh sb='0' eb='1'><t>ふりがな</t></rPh></si>"
    row = inline(
        2,
        '<c t="s"><v>0</v></c>',
        '<c t="s"><v>1</v></c>',
        "2025-06-30",
        "<c><v>12</v></c>",
        '<c t="s"><v>1</v></c>',
    )
    pack(
        folder,
        parts(
            inline(1, *HEADS) + row, more={"xl/sharedStrings.xml": f"<sst {NAMES}>{texts}</sst>"}
        ),
    )


@FORMS.case
def unit_named_in_the_files_name(folder: Path) -> None:
    with form(folder, "2025-06_区建管委（终稿2）.xlsx") as sheet:
        sheet.row("1.1a", "加梯", DAY, 12)


@FORMS.case
def unit_named_with_another(folder: Path) -> None:
    with form(folder, "区建管委转区绿化市容局.xlsx") as sheet:
        sheet.row("1.1a", "加梯", DAY, 12)


@FORMS.case
def unit_not_named(folder: Path) -> None:
    with form(folder, "填报表.xlsx") as sheet:
        sheet.row("1.1a", "加梯", DAY, 12)


@FORMS.case
def units_of_all_sorts(folder: Path) -> None:
    with form(folder, "waitan.xlsx") as sheet:
        sheet.row("1.3a", "花园", DAY, 2)
    with form(folder, "yuyuan 豫园.xlsx") as sheet:
        sheet.row("1.3a", "花园", "六月底", 2)
    with form(folder, "jianguan-1.xlsx") as sheet:
        sheet.row("1.1a", "加梯", DAY, 12)
    with form(folder, "jianguan-2.xlsx") as sheet:
        sheet.row("1.1a", "加梯", DAY, 12)
        sheet.row("1.1b", "绿道", DAY, 2.5)
    with form(folder, "jianguan-3.xlsx") as sheet:
        sheet.row("1.1a", "加梯", DAY, 14)
    (folder / "~$jianguan-1.xlsx").write_bytes(b"\x05user")
    (folder / ".hidden.xlsx").write_bytes(b"x")
    (folder / "照片[red].png").write_bytes(b"\x89PNG")
    (folder / "旧表").mkdir()


@FORMS.case
def xml_broken(folder: Path) -> None:
    pack(folder, parts(FORM + "<row><c>"))


@FORMS.case
def xml_in_gb18030(folder: Path) -> None:
    pack(
        folder,
        parts(
            more={
                "xl/worksheets/sheet1.xml": b'<?xml version="1.0" encoding="gb18030"?>'
                + str(parts()["xl/worksheets/sheet1.xml"]).encode("gb18030")
            }
        ),
    )


@FORMS.case
def xml_in_utf_16(folder: Path) -> None:
    found = parts()
    for part in found:
        if part != "[Content_Types].xml":
            pack(
                folder,
                {**found, part: str(found[part]).encode("utf-16")},
                f"jianguan {part.replace('/', '-')}.xlsx",
            )


@FORMS.case
def xml_nested(folder: Path) -> None:
    pack(folder, parts(FORM, "<a>" * 100_000 + "</a>" * 100_000))


@FORMS.case
def xml_with_entities(folder: Path) -> None:
    laughs = (
        '<!DOCTYPE x [<!ENTITY a "哈哈哈哈哈哈哈哈">'
        + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
        + "]>"
    )
    found = parts(
        more={"xl/sharedStrings.xml": f"<sst {NAMES}/>", "xl/styles.xml": f"<styleSheet {NAMES}/>"}
    )
    for part in found:
        if part != "[Content_Types].xml":
            pack(
                folder,
                {**found, part: laughs + str(found[part])},
                f"jianguan {part.replace('/', '-')}.xlsx",
            )


@FORMS.case
def xml_with_prefixes(folder: Path) -> None:
    found = parts(FORM.replace("<", "<x:").replace("<x:/", "</x:"))
    sheet = (
        str(found["xl/worksheets/sheet1.xml"])
        .replace("worksheet", "x:worksheet")
        .replace("sheetData", "x:sheetData")
        .replace("xmlns=", "xmlns:x=")
    )
    pack(folder, {**found, "xl/worksheets/sheet1.xml": sheet})


@FORMS.big
def zip_bomb_in_the_sheet(folder: Path) -> None:
    text = "<c t='inlineStr'><is><t>" + "长" * 1000 + "</t></is></c>"
    pack(
        folder,
        parts(
            inline(1, *HEADS) + "".join(f'<row r="{row}">{text}</row>' for row in range(2, 50_000))
        ),
    )


@FORMS.big
def zip_bomb_that_lies(folder: Path) -> None:
    # A part of 300 MiB that says it has as few bytes as its beginning.
    sheet = str(parts()["xl/worksheets/sheet1.xml"]).encode()
    path = pack(folder, parts(more={"xl/worksheets/sheet1.xml": sheet + b" " * (300 * 2**20)}))
    data = bytearray(path.read_bytes())
    at = data.rindex(b"xl/worksheets/sheet1.xml") - 46
    data[at + 16 : at + 20] = zlib.crc32(sheet).to_bytes(4, "little")
    data[at + 24 : at + 28] = len(sheet).to_bytes(4, "little")
    path.write_bytes(data)


@FORMS.big
def zip_bomb(folder: Path) -> None:
    with (
        zipfile.ZipFile(pack(folder), "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/media/a.bin", "w") as part,
    ):
        for _block in range(300):
            part.write(bytes(2**20))


@FORMS.case
def zip_of_nothing_else(folder: Path) -> None:
    (folder / "jianguan.xlsx").write_bytes(b"PK\x03\x04" + bytes(100))


@FORMS.case
def zip_that_is_locked(folder: Path) -> None:
    path = pack(folder)
    data = bytearray(path.read_bytes())
    for mark, at in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        begin = data.find(mark)
        while begin >= 0:
            data[begin + at] |= 1
            begin = data.find(mark, begin + 4)
    path.write_bytes(data)


@FORMS.case
def zip_with_names_that_lead_out(folder: Path) -> None:
    pack(folder, parts(more={"../../../plan.yaml": "x", "/etc/passwd": "x"}))


@FORMS.case
def zip_with_names_twice(folder: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        path = pack(folder)
        with zipfile.ZipFile(path, "a") as archive:
            archive.writestr("xl/worksheets/sheet1.xml", parts("")["xl/worksheets/sheet1.xml"])


@FORMS.case
def records_in_a_fan(folder: Path) -> None:
    # Whoever walks the directory to the left and to the right passes 2 ** 60 entries.
    names = ["Workbook", *(f"s{number}" for number in range(60))]
    streams = dict.fromkeys(names, b"") | {"Workbook": workbook()}
    beside = {name: at + 2 for at, name in enumerate(names[:-1])}
    (folder / "jianguan.xls").write_bytes(compound(streams, beside))


@FORMS.case
def records_in_a_small_ring(folder: Path) -> None:
    (folder / "jianguan 1.xls").write_bytes(in_small_sectors(workbook()))
    (folder / "jianguan 2.xls").write_bytes(in_small_sectors(workbook(), ring=True))


@FORMS.case
def records_of_names_that_double(folder: Path) -> None:
    # Each defined name is the one before it, twice: the last is a text of 200 * 2 ** 39 characters.
    names = b""
    for number in range(40):
        before = b"\x23" + struct.pack("<HH", number, 0)
        formula = b"\x17\xc8\0" + b"x" * 200 if number == 0 else before + before + b"\x08"
        name = f"n{number}".encode()
        head = struct.pack("<HBBHHH4B", 0, 0, len(name), len(formula), 0, 0, 0, 0, 0, 0)
        names += record(0x0018, head + b"\0" + name + formula)
    (folder / "jianguan.xls").write_bytes(compound({"Workbook": workbook(more=names)}))
